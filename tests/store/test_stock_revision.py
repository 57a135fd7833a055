"""A plant made before stock was kept by place: its piles are filled from the events when it is opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from tests.trace.plant import Plant, new, pallet, place

from suyuan.kernel.settings import Settings
from suyuan.store.engine import Store, open_store
from suyuan.store.migrate import SCRIPTS, import_tables
from suyuan.store.tables import metadata
from suyuan.trace.balance import replay
from suyuan.trace.restock import piles_of
from suyuan.trace.tables import lot

W1, W2 = place("W1", 1), place("W2", 2)


@pytest.fixture
def old(store: Store) -> Store:
    """A plant as revision 0001 left it."""
    plant = Plant(store)
    plant.receive((new("R-1"), "100"), (new("R-2"), "50"), place=W1)
    plant.move("R-2", place=W2)
    plant.transform([("R-1", "40")], [(new("B-1", 3), "39")], place=W2)
    plant.pack(pallet("PL-1"), ("B-1", "9"), place=W1)
    plant.receive((new("R-3"), "7"))
    plant.void(plant.receive((new("R-4"), "8"), place=W1))
    store.write(lambda tx: tx.run(update(lot).where(lot.c.code == "R-4").values(status="released")))
    with store.engine.begin() as conn:
        import_tables()
        first = (SCRIPTS / "versions" / f"0001_{store.dialect}.sql").read_text(encoding="utf-8")
        for table in reversed(metadata.sorted_tables):
            if f"CREATE TABLE {table.name} " not in first:
                table.drop(conn)
        for column in ("made", "original", "signer"):
            conn.execute(text(f"ALTER TABLE attachment DROP COLUMN {column}"))
        conn.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    return store


def test_an_older_plant_knows_where_its_lots_lie_after_the_upgrade(
    old: Store, settings: Settings, tmp_path: Path
) -> None:
    upgraded = open_store(settings)
    try:
        with upgraded.read() as conn:
            ids = {row.code: row.id for row in conn.execute(select(lot.c.code, lot.c.id))}
            lies = {
                code: {p.place.title: (str(p.free), str(p.packed)) for p in piles_of(conn, id)}
                for code, id in ids.items()
            }
            assert replay(conn) == []
            assert conn.execute(select(lot.c.status).where(lot.c.code == "R-4")).scalar_one() == "void"
        kilos = "{}.000000".format
        assert lies == {
            "R-1": {"W1": (kilos(60), kilos(0))},
            "R-2": {"W2": (kilos(50), kilos(0))},
            "R-3": {"": (kilos(7), kilos(0))},
            "R-4": {},
            "B-1": {"W2": (kilos(30), kilos(0)), "W1": (kilos(0), kilos(9))},
            "PL-1": {"W1": (kilos(1), kilos(0))},
        }
        plant = Plant(upgraded)
        plant.ship(("R-1", "60"))
        assert plant.stock("R-1") == {}
    finally:
        upgraded.close()
