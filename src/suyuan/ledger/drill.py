"""Try a backup: restore it beside the plant, verify the copy, and hold its ledger's root against the plant's own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlalchemy import make_url
from sqlalchemy.schema import DropSchema

from suyuan.kernel.actor import Actor
from suyuan.kernel.settings import Settings
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.ledger.merkle import peak_places, root_of
from suyuan.ledger.prove import checkpoint
from suyuan.ledger.report import Report
from suyuan.ledger.seal import SECRET, Sealer, nodes_at
from suyuan.ledger.verify import verify
from suyuan.store.backup import Backup, restore
from suyuan.store.engine import Store, open_store
from suyuan.store.postgresql import Postgresql, split_schema
from suyuan.store.secrets import Secrets, secrets_folder


class Drill(msgspec.Struct, frozen=True):
    """What a restore drill found.

    :param made_at: when the backup was made.
    :param files: uploaded files restored, each compared with its hash.
    :param entries: ledger entries of the copy; ``sealed`` of them under its newest checkpoint.
    :param root: root of the copy's ledger, hex; ``""`` when nothing in it is sealed.
    :param plant_root: root of the plant's ledger at that size, hex; ``""`` when the plant has fewer leaves.
    :param since: entries the plant sealed after the backup.
    :param seconds: that restoring and verifying took.
    :param report: what verifying the copy found.
    """

    made_at: str
    files: int
    entries: int
    sealed: int
    root: str
    plant_root: str
    since: int
    seconds: float
    report: Report

    @property
    def ok(self) -> bool:
        """Whether the copy is sound and is the beginning of the plant."""
        return self.report.ok and bool(self.root) and self.root == self.plant_root


def drill(store: Store, source: Path) -> Drill:
    """Restore ``source`` into a scratch place, verify it and compare; the plant goes on, the scratch place is removed.

    :raises Malformed: ``source`` is not a backup, or is damaged.
    """
    began = store.clock.now()
    with _scratch(store) as settings:
        made = restore(settings, source)
        copy = open_store(settings, clock=store.clock)
        try:
            report = verify(copy)
            root, _ = _root(copy, None)
            sealed = report.sealed
        finally:
            copy.close()
    plant_root, size = _root(store, sealed)
    seconds = (store.clock.now() - began).total_seconds()
    since = max(0, size - sealed)
    return Drill(made.made_at, made.files, report.entries, sealed, root, plant_root, since, seconds, report)


def tell_restored(store: Store, made: Backup, by: Actor) -> None:
    """Write into a restored plant's ledger what it was restored from, and seal: whoever verifies it sees where the
    plant's own time ends and, when its keys were not in the backup, that a new key goes on from here."""
    body = {"made_at": made.made_at, "size": made.size, "files": made.files}
    store.write(lambda tx: append(tx, "plant.restored", Subject("plant", "plant"), body, by))
    Sealer(store).seal()


def _root(store: Store, size: int | None) -> tuple[str, int]:
    """The root of the first ``size`` leaves (all of them where not given), hex, and how many leaves there are."""
    with store.read() as conn:
        head = checkpoint(conn)
        if head is None or (size is not None and not 0 < size <= head.size):
            return "", 0 if head is None else head.size
        places = peak_places(size or head.size)
        found = nodes_at(conn, places)
        return root_of([found[place] for place in places]).hex(), head.size


@contextmanager
def _scratch(store: Store) -> Iterator[Settings]:
    """An empty place of the same kind, with the plant's own keys, that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".drill-", dir=store.settings.dir) as folder:
        settings = Settings(Path(folder), _scratch_url(store, Path(folder)))
        keys = Secrets(secrets_folder(settings.dir), store.entropy)
        if keys.folder != store.secrets.folder:
            keys.put(SECRET, store.secrets.get(SECRET))
        try:
            yield settings
        finally:
            if store.dialect == "postgresql":
                _drop(settings.database_url)


def _scratch_url(store: Store, folder: Path) -> str:
    if store.dialect == "sqlite":
        return f"sqlite:///{folder / 'suyuan.db'}"
    url = make_url(store.settings.database_url)
    schema = f"{split_schema(store.settings.database_url)[1][:50]}_drill"
    return url.update_query_dict({"schema": schema}).render_as_string(hide_password=False)


def _drop(url: str) -> None:
    engine = Postgresql.bare(url)
    try:
        with engine.begin() as conn:
            conn.execute(DropSchema(split_schema(url)[1], cascade=True, if_exists=True))
    finally:
        engine.dispose()
