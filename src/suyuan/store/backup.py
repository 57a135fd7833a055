"""A plant in one file: a zip archive of the database in one snapshot, the files, and on request the keys.

Members: ``manifest.json``; ``suyuan.db`` (SQLite), or ``schema.json`` and ``tables/<name>`` (PostgreSQL, COPY text);
``files/<sha256>``; ``secrets/<name>``. A backup is restored on the same kind of database it was made from.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, make_url

import suyuan
from suyuan.kernel.clock import SystemClock
from suyuan.kernel.errors import Conflict, Malformed
from suyuan.kernel.ids import SystemEntropy
from suyuan.kernel.settings import Settings
from suyuan.store.engine import Store, open_store
from suyuan.store.files import NAME as FILE_NAME
from suyuan.store.files import Files, Stored
from suyuan.store.pgdump import dump_schema, load_schema
from suyuan.store.postgresql import Postgresql, split_schema
from suyuan.store.secrets import NAME as SECRET_NAME
from suyuan.store.secrets import Secrets, secrets_folder
from suyuan.store.sqlite import fsync_folder

FORMAT = 1
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError)


@dataclass(frozen=True)
class Backup:
    """What a backup holds.

    :param size: bytes of the archive.
    :param files: how many files of the plant are inside.
    """

    path: Path
    dialect: str
    made_at: str
    size: int
    files: int


def backup(store: Store, target: Path, *, files: bool = True, secrets: bool = False) -> Backup:
    """Write a backup of ``store`` to ``target`` while the plant goes on working.

    The archive appears under its name only when it is complete and durable.

    :param files: with the uploaded files.
    :param secrets: with the keys; such an archive must be kept as carefully as the keys themselves.
    :raises Malformed: the copy of a SQLite database does not pass its own check; nothing is left behind.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    made_at = store.clock.now().isoformat()
    manifest = {"format": FORMAT, "dialect": store.dialect, "made_at": made_at, "version": suyuan.__version__}
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
        archive = Path(folder) / "archive"
        with zipfile.ZipFile(archive, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
            out.writestr("manifest.json", json.dumps(manifest))
            if store.dialect == "sqlite":
                out.write(_copy_sqlite(store, Path(folder) / "suyuan.db"), "suyuan.db")
            else:
                dump_schema(store.engine, out)
            count = _add_files(store.files, out) if files else 0
            if secrets:
                _add_secrets(store.secrets, out)
        with archive.open("rb") as done:
            os.fsync(done.fileno())
        os.replace(archive, target)
    fsync_folder(target.parent)
    return Backup(target, store.dialect, made_at, target.stat().st_size, count)


def _copy_sqlite(store: Store, copy: Path) -> Path:
    source = store.engine.raw_connection()
    try:
        live: Any = source.dbapi_connection
        with closing(sqlite3.connect(copy, isolation_level=None)) as made:
            live.backup(made, pages=-1)
            made.execute("PRAGMA journal_mode=DELETE").fetchall()
            (found,) = made.execute("PRAGMA integrity_check").fetchone()
    finally:
        source.close()
    if found != "ok":
        raise Malformed("store.damaged_database", what=found)
    return copy


def _add_files(files: Files, out: zipfile.ZipFile) -> int:
    count = 0
    for count, sha256 in enumerate(files, 1):  # noqa: B007
        with files.open(sha256) as stream, out.open(f"files/{sha256}", "w", force_zip64=True) as member:
            while piece := stream.read(1 << 20):
                member.write(piece)
    return count


def _add_secrets(secrets: Secrets, out: zipfile.ZipFile) -> None:
    for key in sorted(secrets.folder.glob("*.key")):
        out.writestr(f"secrets/{key.stem}", key.read_bytes())


def restore(settings: Settings, source: Path) -> Backup:
    """Make the plant that ``source`` holds in the empty place that ``settings`` name.

    :raises Malformed: ``source`` is not a backup, is damaged, or is of another kind of database.
    :raises Conflict: there is a plant in that place already.
    """
    settings.dir.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest(archive, settings)
            if (bad := archive.testzip()) is not None:
                raise Malformed("store.not_a_backup", what=bad)
            _refuse_a_plant(settings)
            count = _restore_files(archive, Files(settings.dir / "files"))
            _restore_secrets(archive, Secrets(secrets_folder(settings.dir), SystemEntropy()))
            if manifest["dialect"] == "sqlite":
                _restore_sqlite(archive, _sqlite_path(settings))
            else:
                _restore_postgresql(archive, settings)
    except DAMAGE as error:
        raise Malformed("store.not_a_backup", what=str(error)) from error
    open_store(settings, clock=SystemClock()).close()
    return Backup(source, manifest["dialect"], manifest["made_at"], source.stat().st_size, count)


def _manifest(archive: zipfile.ZipFile, settings: Settings) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    if manifest["format"] != FORMAT:
        raise Malformed("store.not_a_backup", what=f"format {manifest['format']}")
    wanted = "sqlite" if settings.database_url.startswith("sqlite") else "postgresql"
    if manifest["dialect"] != wanted:
        raise Malformed("store.other_dialect", found=manifest["dialect"], wanted=wanted)
    return manifest


def _refuse_a_plant(settings: Settings) -> None:
    if settings.database_url.startswith("sqlite"):
        place = _sqlite_path(settings)
        if place.exists():
            raise Conflict("store.not_empty", place=place.name)
        return
    schema = split_schema(settings.database_url)[1]
    engine = Postgresql.bare(settings.database_url)
    try:
        if inspect(engine).get_table_names(schema):
            raise Conflict("store.not_empty", place=schema)
    finally:
        engine.dispose()


def _sqlite_path(settings: Settings) -> Path:
    return Path(str(make_url(settings.database_url).database))


def _restore_files(archive: zipfile.ZipFile, files: Files) -> int:
    names = [name for name in archive.namelist() if name.startswith("files/")]
    for name in names:
        sha256 = name.removeprefix("files/")
        with archive.open(name) as stream:
            kept: Stored = files.put(iter(lambda: stream.read(1 << 20), b""))
        if not FILE_NAME.fullmatch(sha256) or kept.sha256 != sha256:
            raise Malformed("store.not_a_backup", what=name)
    return len(names)


def _restore_secrets(archive: zipfile.ZipFile, secrets: Secrets) -> None:
    for name in archive.namelist():
        key = name.removeprefix("secrets/")
        if key != name and SECRET_NAME.fullmatch(key):
            secrets.put(key, archive.read(name))


def _restore_sqlite(archive: zipfile.ZipFile, path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=path.parent) as folder:
        copy = Path(archive.extract("suyuan.db", folder))
        with copy.open("rb+") as done:
            os.fsync(done.fileno())
        os.link(copy, path)  # unlike a rename, fails if a plant has been made there meanwhile
    fsync_folder(path.parent)


def _restore_postgresql(archive: zipfile.ZipFile, settings: Settings) -> None:
    side = Postgresql.bare(settings.database_url)
    try:
        load_schema(side, archive, split_schema(settings.database_url)[1])
    finally:
        side.dispose()
