"""Plants to measure: a few master records, as many receipts as wanted, an API key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from suyuan.access.key import make_key
from suyuan.access.people import create_person
from suyuan.access.role import VERBS
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import CLI
from suyuan.kernel.settings import Settings
from suyuan.packs.install import install
from suyuan.packs.pack import find_pack, read_pack
from suyuan.records import submit
from suyuan.store.engine import Store, open_store

USER, PASSWORD = "bench", "measured-again-and-again"
SUPPLIERS = 6


@dataclass(frozen=True)
class Plant:
    """A plant ready to be served.

    :ivar key: secret of an API key that may do everything with forms, and trace.
    :ivar receipt: fields of a receipt; ``__N__`` in it is to become a number.
    :ivar supplier: public id of one of its suppliers.
    """

    folder: Path
    key: str
    receipt: dict[str, Any]
    supplier: str


def opened(folder: Path) -> Store:
    """The store in ``folder``, whatever the environment says."""
    return open_store(Settings.read(folder, environ={}))


def make_plant(folder: Path, receipts: int = 0) -> Plant:
    """A plant with the packs core and food in an empty folder.

    :param receipts: that it begins with, of several suppliers, through the door.
    """
    folder.mkdir(parents=True, exist_ok=True)
    store = opened(folder)
    try:
        for name in ("core", "food"):
            install(store, read_pack(find_pack(name)), CLI)
        person = create_person(store, user=USER, name="Bench", password=PASSWORD, roles=["administrator"], by=CLI)
        scopes = {"forms": [{"form": "*", "verbs": list(VERBS)}], "abilities": ["trace"]}
        key = make_key(store, person.uid, "bench", scopes, by=CLI).secret
        flour = {"name": "Flour", "code": "FLOUR", "kind": "raw", "needs_inspection": False, "shelf_life": 180}
        material = submit(store, "material", flour, by=CLI).id
        approved = {
            "approval": "approved",
            "materials": [{"material": material}],
            "licences": [{"kind": "business", "number": "91130602MA0K01T2QX", "valid_until": "2099-01-01"}],
        }
        suppliers = [submit(store, "supplier", approved | {"name": f"Mill {n}"}, by=CLI).id for n in range(SUPPLIERS)]
        location = submit(store, "location", {"name": "Dry store", "code": "W1", "kind": "dry"}, by=CLI).id
        receipt = {
            "supplier": suppliers[0],
            "material": material,
            "supplier_lot": "SL-__N__",
            "quantity": {"value": "1000.5", "uom": "kg"},
            "produced_on": "2026-01-02",
            "expires_on": "2099-01-01",
            "vehicle": "冀F22T90",
            "temperature": "3.5",
            "receiver": person.uid,
            "location": location,
        }
        for n in range(receipts):
            own = {"supplier": suppliers[n % SUPPLIERS], "supplier_lot": f"SL-{n}"}
            submit(store, "raw_receipt", receipt | own, by=CLI)
    finally:
        store.close()
    return Plant(folder, key, receipt, suppliers[-1])


def fill_receipts(folder: Path, rows: int) -> None:
    """Write ``rows`` further receipt rows in bulk, past the door: likenesses of those there, each a minute older.

    They are in no ledger and belong to no lot of their own: good for reading lists only.
    """
    store = opened(folder)
    try:
        table = catalogue(store).form("raw_receipt").table
        with store.read() as conn:
            known = [dict(row) for row in conn.execute(select(table).limit(500)).mappings()]
        for row in known:
            del row["id"]

        def likeness(n: int) -> dict[str, Any]:
            row, past = known[n % len(known)], timedelta(minutes=n)
            moved = {"received_at": row["received_at"] - past, "created_at": row["created_at"] - past}
            return row | moved | {"uid": f"fill-{n}", "no": f"F-{n}", "supplier_lot": f"F-{n}"}

        for begin in range(0, rows, 20_000):
            batch = [likeness(n) for n in range(begin, min(rows, begin + 20_000))]
            store.write(lambda tx, batch=batch: tx.run(table.insert(), batch) and None)  # type: ignore[misc]
    finally:
        store.close()
