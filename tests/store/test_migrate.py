"""Our own tables grow by numbered revisions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, Table, inspect

from suyuan.kernel.settings import Settings
from suyuan.store import migrate
from suyuan.store.columns import Key, Scaled, Text
from suyuan.store.engine import Store, open_store
from suyuan.store.tables import metadata

NEWEST = migrate.head()
NEXT = f"{int(NEWEST) + 1:04d}"


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations, in a place where a test may add to them."""
    copied = tmp_path / "migrations"
    shutil.copytree(migrate.SCRIPTS, copied)
    monkeypatch.setattr(migrate, "SCRIPTS", copied)
    return copied


@pytest.fixture
def new_table() -> Iterator[Table]:
    table = Table("test_new", metadata, Column("id", Key, primary_key=True), Column("weight", Scaled(3)))
    yield table
    metadata.remove(table)


def tables(store: Store) -> set[str]:
    with store.read() as conn:
        return set(inspect(conn).get_table_names())


def test_a_revision_is_drafted_from_the_difference_and_applied(
    store: Store, settings: Settings, scripts: Path, new_table: Table
) -> None:
    drawn = Table("f_drawn_by_people", MetaData(), Column("id", Key, primary_key=True), Column("x", Text))
    store.write(lambda tx: drawn.create(tx.conn))
    made = migrate.make_revision(store.engine, "new table")
    assert made.name == f"{NEXT}_new_table.py"
    text = made.read_text()
    assert "Column('weight', Scaled(3)" in text
    assert "test_new" in text
    assert "f_drawn_by_people" not in text
    assert "drop" not in text
    open_store(settings).close()
    assert {"test_new", "f_drawn_by_people"} <= tables(store)


def test_a_revision_that_fails_leaves_everything_as_it_was(store: Store, settings: Settings, scripts: Path) -> None:
    (scripts / "versions" / f"{NEXT}_bad.py").write_text(
        f"import sqlalchemy as sa\nfrom alembic import op\n\nrevision = '{NEXT}'\ndown_revision = '{NEWEST}'\n\n\n"
        "def upgrade():\n    op.create_table('test_half', sa.Column('id', sa.Integer))\n"
        "    raise ValueError('half way')\n"
    )
    with pytest.raises(ValueError, match="half way"):
        open_store(settings)
    assert "test_half" not in tables(store)
    with store.read() as conn:
        assert migrate.current(conn) == NEWEST
