"""Whatever somebody writes into the database file beside the program is named by ``verify``."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, delete, insert, select, update

import suyuan.records.verify  # noqa: F401  (declares every check)
from suyuan.access.tables import api_key, person, person_role, role
from suyuan.definitions.tables import definition
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.clock import SetClock
from suyuan.ledger.seal import Sealer
from suyuan.ledger.tables import ledger_entry
from suyuan.ledger.verify import verify
from suyuan.records import amend, void
from suyuan.store.engine import Store
from suyuan.trace.tables import lot, lot_balance, lot_inside, trace_event, trace_link
from tests.records.plant import Plant

Tamper = Callable[..., None]


@pytest.fixture
def busy(plant: Plant, clock: SetClock) -> Plant:
    """Receipts, one amended and one voided; dough of the rest, released and shipped."""
    receipts = []
    for kg in ("100", "50", "25"):
        clock.move(timedelta(minutes=1))
        receipts.append(plant.receipt(kg))
    boss = plant.boss
    amend(plant.store, "receipt", receipts[1].id, {"supplier_lot": "B-2"}, by=boss, reason="typo", revision=1)
    amend(
        plant.store,
        "receipt",
        receipts[1].id,
        {"quantity": {"value": "40", "uom": "kg"}},
        by=boss,
        reason="weighed",
        revision=2,
    )
    void(plant.store, "receipt", receipts[2].id, by=boss, reason="twice")
    made = plant.making((receipts[0].fields["lot"]["code"], "10"), (receipts[1].fields["lot"]["code"], "5"))
    dough = made.fields["product"]["code"]
    plant.write("verdict", lot=dough, status="released")
    plant.write("shipment", customer=plant.shop, lot=dough, quantity={"value": "2", "uom": "kg"})
    return plant


@pytest.fixture
def tamper(busy: Plant) -> Tamper:
    def run(*statements: Any) -> None:
        busy.store.write(lambda tx: [tx.conn.execute(s) for s in statements] and None)

    return run


def table(store: Store, form: str, rows: str = "") -> Table:
    live = catalogue(store).form(form)
    return live.lists[rows].table if rows else live.table


def named(store: Store, checkpoint: str | None = None) -> list[str]:
    report = verify(store, checkpoint)
    return [f.code.partition(".")[2] + " " + ",".join(str(v) for v in f.params.values()) for f in report.faults]


def test_an_honest_plant_is_found_whole(busy: Plant) -> None:
    assert named(busy.store) == []
    Sealer(busy.store).seal()
    assert named(busy.store) == []


def tried(busy: Plant, tamper: Tamper, t: Table, id: int, change: dict[str, Any]) -> list[str]:
    """What verifying names with the row changed; it is as it was afterwards."""
    key = next(iter(t.primary_key.columns))
    with busy.store.read() as conn:
        old: Any = conn.execute(select(t).where(key == id)).mappings().one()
    tamper(update(t).where(key == id).values(change))
    found = named(busy.store)
    tamper(update(t).where(t.c[key.name] == id).values({name: old[name] for name in change}))
    return found


def test_a_changed_record_is_named(busy: Plant, tamper: Tamper) -> None:
    t = table(busy.store, "receipt")
    with busy.store.read() as conn:
        first = conn.execute(select(t.c.id, t.c.uid).order_by(t.c.id)).first()
    assert first is not None
    for name, value in {
        "supplier_lot": "X",
        "quantity": 1,
        "state": "voided",
        "revision": 7,
        "created_by": 1,
        "supplier": None,
    }.items():
        found = tried(busy, tamper, t, first.id, {name: value})
        assert [n for n in found if n.startswith(f"row_differs receipt,{first.uid}") and name in n], name
    assert named(busy.store) == []


def test_rows_removed_and_put_in_are_named(busy: Plant, tamper: Tamper) -> None:
    t = table(busy.store, "place")
    rows = table(busy.store, "making", "inputs")
    with busy.store.read() as conn:
        old: Any = conn.execute(select(t)).mappings().first()
        row = conn.execute(select(rows.c.id)).scalar()
    tamper(insert(t).values({**old, "id": 99, "uid": "stranger"}), delete(rows).where(rows.c.id == row))
    told = named(busy.store)
    assert "row_unknown place,stranger" in told
    assert [n for n in told if n.startswith("row_differs making") and n.endswith("inputs")]


def lot_of(store: Store, number: int) -> Any:
    with store.read() as conn:
        return conn.execute(select(lot).order_by(lot.c.id).offset(number).limit(1)).one()


def test_a_changed_balance_is_named(busy: Plant, tamper: Tamper) -> None:
    unit = lot_of(busy.store, 0)
    for column in ("received", "made", "used", "shipped", "on_hand", "packed", "lost", "sampled"):
        found = tried(busy, tamper, lot_balance, unit.id, {column: lot_balance.c[column] + 1})
        assert [n for n in found if n.startswith(f"balance_differs {unit.code},{column}")], column


def test_a_changed_lot_is_named(busy: Plant, tamper: Tamper) -> None:
    changes: dict[str, Any] = {"code": "HACKED", "status": "held", "first_status": "rejected", "supplier_lot": "Z"}
    changes |= {"material": 99, "uom": "g", "title": "Gold", "foreign": True, "expires_on": date(2030, 1, 1)}
    for number in (0, 1):
        unit = lot_of(busy.store, number)
        for name, value in changes.items():
            found = tried(busy, tamper, lot, unit.id, {name: value})
            assert [n for n in found if unit.code in n], name
    assert named(busy.store) == []


def test_a_changed_event_is_named(busy: Plant, tamper: Tamper) -> None:
    e = trace_event.c
    with busy.store.read() as conn:
        ship = conn.execute(select(e.id, e.uid, e.record_uid).where(e.verb == "ship")).one()
    changes: dict[str, Any] = {"destination_title": "Somebody", "destination": 1, "offset_minutes": 7, "verb": "move"}
    changes |= {
        "step": "storing",
        "record_uid": "else",
        "entry": 1,
        "raw": "{}",
        "event_time": datetime(2025, 1, 1, tzinfo=UTC),
    }
    for name, value in changes.items():
        found = tried(busy, tamper, trace_event, ship.id, {name: value})
        assert [n for n in found if ship.uid in n or ship.record_uid in n], name
    assert named(busy.store) == []


def test_a_voided_event_that_stands_again_and_a_standing_one_voided_are_named(busy: Plant, tamper: Tamper) -> None:
    e = trace_event.c
    with busy.store.read() as conn:
        voided = conn.execute(select(e.id, e.uid).where(e.voided_at.is_not(None)).order_by(e.id.desc())).first()
        ship = conn.execute(select(e.id, e.uid, e.recorded_at, e.entry).where(e.verb == "ship")).one()
    assert voided is not None
    nothing = {"voided_at": None, "voided_by": None, "void_entry": None, "void_reason": None}
    tamper(
        update(trace_event).where(e.id == voided.id).values(nothing),
        update(trace_link).where(trace_link.c.event == voided.id).values(side=trace_link.c.side - 10),
        update(trace_event).where(e.id == ship.id).values(voided_at=ship.recorded_at, void_entry=ship.entry),
        update(trace_link).where(trace_link.c.event == ship.id).values(side=trace_link.c.side + 10),
    )
    told = named(busy.store)
    assert [n for n in told if n.startswith(f"event_differs {voided.uid}") and n.endswith("voided")]
    assert [n for n in told if n.startswith(f"event_differs {ship.uid}") and n.endswith("voided")]


def test_links_changed_removed_and_moved_are_named(busy: Plant, tamper: Tamper) -> None:
    k, e = trace_link.c, trace_event.c
    with busy.store.read() as conn:
        dough = conn.execute(select(e.id, e.uid).where(e.verb == "transform")).one()
    ours = k.event == dough.id
    for statement in (
        update(trace_link).where(ours, k.n == 0).values(quantity=k.quantity + 1),
        update(trace_link).where(ours, k.n == 1).values(unit=lot_of(busy.store, 2).id),
        delete(trace_link).where(ours, k.n == 1),
    ):
        tamper(statement)
        found = [n for n in named(busy.store) if n.startswith(f"event_differs {dough.uid}")]
        assert found
        assert found[0].endswith("links")


def test_contents_put_into_a_container_are_named(busy: Plant, tamper: Tamper) -> None:
    a, b = lot_of(busy.store, 0), lot_of(busy.store, 1)
    tamper(insert(lot_inside).values(container=a.id, content=b.id, quantity=1, since=1))
    assert [n for n in named(busy.store) if n.startswith(f"balance_differs {b.code},inside {a.code}")]


def test_rights_given_beside_the_program_are_named(busy: Plant, tamper: Tamper) -> None:
    with busy.store.read() as conn:
        p = person.c
        nothing = conn.execute(select(p.id, p.uid).where(p.user == "nothing")).one()
        clerk = conn.execute(select(role.c.document).where(role.c.key == "clerk")).scalar_one()
    tamper(
        insert(person_role).values(person=nothing.id, role="boss"),
        update(person).where(p.user == "clerk").values(name="Mallory"),
        update(role).where(role.c.key == "clerk").values(document={**clerk, "abilities": ["admin"]}),
        insert(api_key).values(
            uid="key",
            secret_hash=bytes(32),
            person=nothing.id,
            name="k",
            scopes={},
            active=True,
            created=busy.store.clock.now(),
        ),
    )
    told = named(busy.store)
    assert f"row_differs person,{nothing.uid},roles" in told
    assert [n for n in told if n.startswith("row_differs person") and n.endswith("name")]
    assert "row_differs role,clerk,role" in told
    assert [n for n in told if n.startswith("row_differs api_key,key")]


def test_a_changed_form_is_named(busy: Plant, tamper: Tamper) -> None:
    d = definition.c
    with busy.store.read() as conn:
        found = conn.execute(select(d.id, d.body).where(d.kind == "forms", d.key == "receipt")).one()
    tamper(update(definition).where(d.id == found.id).values(body=found.body.replace("1000", "9000", 1)))
    assert "row_differs forms,receipt,1" in named(busy.store)


def test_ledger_rows_changed_removed_and_swapped_are_named_with_and_without_a_checkpoint(
    busy: Plant, tamper: Tamper
) -> None:
    head = Sealer(busy.store).seal()
    assert head is not None
    t = ledger_entry.c
    with busy.store.read() as conn:
        rows = conn.execute(select(t.id, t.uid, t.body, t.salt, t.leaf).order_by(t.id.desc()).limit(4)).all()
    one, two, three, _ = rows
    swap = [
        update(ledger_entry).where(t.id == a.id).values(body=b.body, salt=b.salt, leaf=b.leaf)
        for a, b in ((one, two), (two, one))
    ]
    tamper(*swap, delete(ledger_entry).where(t.id == three.id))
    for checkpoint in (None, head.note):
        told = " ".join(named(busy.store, checkpoint))
        assert all(row.uid in told for row in (one, two))
        assert f"fault_removed {head.size - 3},{three.id}" in told


NONSENSE = [
    ("f_receipt", "created_at", "yesterday", "id = 1"),
    ("f_receipt", "quantity", "much", "id = 1"),
    ("f_receipt", "photo", "{{{", "id = 1"),
    ("lot_balance", "on_hand", "much", "lot = 1"),
    ("lot", "expires_on", "never", "id = 1"),
    ("trace_event", "event_time", "now", "id = 1"),
    ("trace_link", "side", 77, "event = 1"),
    ("definition", "body", "[", "key = 'receipt'"),
    ("role", "document", "[", "key = 'clerk'"),
    ("ledger_entry", "body", "x", "id = 3"),
    ("ledger_entry", "at", "x", "id = 3"),
    ("ledger_entry", "leaf", "x", "id = 3"),
    ("ledger_leaf", "hash", 5, "position = 3"),
]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_nonsense_in_the_file_is_a_fault_and_not_a_crash(busy: Plant) -> None:
    Sealer(busy.store).seal()
    for name, column, value, place in NONSENSE:
        with sqlite3.connect(busy.store.settings.dir / "suyuan.db") as raw:
            (old,) = raw.execute(f"SELECT {column} FROM {name} WHERE {place}").fetchone()
            raw.execute(f"UPDATE {name} SET {column} = ? WHERE {place}", (value,))
        assert not verify(busy.store).ok, (name, column)
        with raw:
            raw.execute(f"UPDATE {name} SET {column} = ? WHERE {place}", (old,))
        raw.close()
    assert verify(busy.store).ok
