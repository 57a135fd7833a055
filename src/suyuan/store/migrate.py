"""Brings our own tables up to date with Alembic, without an ini file and only when there is something to do."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

import suyuan
from suyuan.kernel.errors import Unavailable
from suyuan.store.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parent / "migrations"


def head() -> str:
    """The newest revision, read from the file names ``NNNN_title.py``."""
    return max(file.name[:4] for file in (SCRIPTS / "versions").glob("[0-9]*.py"))


def current(conn: Connection) -> str | None:
    """The revision this database stands at, ``None`` for an empty one."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found: str | None = conn.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def import_tables() -> None:
    """Import every room's ``tables`` module, so that the shared metadata is whole.

    The rooms themselves are not imported: a migration needs their tables, not the whole product.
    """
    for file in sorted(Path(suyuan.__file__).parent.glob("*/tables.py")):
        name = f"suyuan.{file.parent.name}.tables"
        if name not in sys.modules:
            spec = importlib.util.spec_from_file_location(name, file)
            assert spec is not None
            assert spec.loader is not None
            sys.modules[name] = module = importlib.util.module_from_spec(spec)
            try:
                spec.loader.exec_module(module)
            except BaseException:
                del sys.modules[name]
                raise


def upgrade(engine: Engine) -> None:
    """Bring the database at ``engine`` to the newest revision, in one transaction.

    :raises Unavailable: it stands at a revision this version does not know.
    """
    newest = head()
    with engine.connect() as conn:
        found = current(conn)
    if found == newest:
        return
    if found is not None and found > newest:
        raise Unavailable("store.newer", found=found)
    _run_alembic(engine)


def _run_alembic(engine: Engine) -> None:
    from alembic import command

    with engine.connect() as conn:
        if engine.dialect.name == "sqlite":
            conn.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            conn.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('suyuan.migrate'), hashtext(current_schema()))")
        command.upgrade(_config(conn), "head")
        conn.commit()


def make_revision(engine: Engine, message: str) -> Path:
    """Write the next revision from the difference between the rooms' tables and the database at ``engine``.

    Run it against a database at the newest revision, and once more in mind for the other kind: what Alembic finds is
    spelled for the kind at hand (a feed's ``xid``, partial indexes).

    :returns: the file ``NNNN_message.py``, to be read and corrected by a person.
    """
    from alembic import command
    from alembic.script import Script

    import_tables()
    number = f"{int(head()) + 1:04d}"
    with engine.connect() as conn:
        script = command.revision(_config(conn), message, autogenerate=True, rev_id=number)
    assert isinstance(script, Script)
    return Path(script.path)


def _config(conn: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    config.attributes["metadata"] = metadata
    return config
