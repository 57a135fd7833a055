"""A recall from the first suspicion to the closed case; nothing that is held leaves by any door."""

from __future__ import annotations

import io
import json
import random
import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from litestar import Litestar

from suyuan.access.key import make_key
from suyuan.access.role import ABILITIES, VERBS
from suyuan.api.app import create
from suyuan.api.recalling import case_body, scope_body
from suyuan.kernel.actor import CLI
from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from suyuan.ledger.seal import Sealer
from suyuan.ledger.verify import verify
from suyuan.records import amend, capture
from suyuan.records.bring_in import import_rows
from suyuan.records.grid import Row
from suyuan.records.recall import Opening, close_case, hold_all, open_case, release_all
from suyuan.store.engine import Store
from suyuan.trace.balance import replay
from tests.api.client import Client
from tests.records.recalls import GTIN, RecallPlant, by_hand, code, recall_plant


@pytest.fixture
def plant(store: Store) -> RecallPlant:
    return recall_plant(store)


@pytest.fixture
def app(plant: RecallPlant) -> Litestar:
    return create(plant.store)


@pytest.fixture
def boss(app: Litestar, plant: RecallPlant) -> Client:
    scopes = {"forms": [{"form": "*", "verbs": list(VERBS)}], "abilities": list(ABILITIES)}
    key = make_key(plant.store, plant.boss.key[7:], "test", scopes, by=CLI)
    return Client(app, authorization=f"Bearer {key.secret}")


def opening(*lots: str, mode: str = "real", **more: Any) -> Opening:
    return Opening(list(lots), mode, "Iodine above the limit", **more)


def bad_salt(plant: RecallPlant) -> dict[str, str]:
    """A doubtful lot in two doughs, one of them in a filling; one pallet and some loose kg have left."""
    found = {"salt": plant.flour_lot("100", supplier_lot="SALT-9"), "good": plant.flour_lot("100", supplier_lot="OK-1")}
    found["a"] = plant.dough_lot((found["salt"], "20"), (found["good"], "20"), made="40")
    found["b"] = plant.dough_lot((found["a"], "10"), made="10")
    found["clean"] = plant.dough_lot((found["good"], "30"), made="30")
    found["pallet"] = plant.pallet((found["a"], "12"), (found["clean"], "5"))
    found["north"] = plant.customer("North", "010-555")
    found["south"] = plant.customer("South")
    plant.dispatch(found["north"], found["pallet"], waybill="WB-1")
    plant.dispatch(found["south"], (found["b"], "4"), (found["clean"], "3"))
    return found


def test_the_scope_says_why_each_lot_is_in_how_much_is_left_and_who_got_it(plant: RecallPlant) -> None:
    lots = bad_salt(plant)
    body = scope_body(plant.store, ["SALT-9"], plant.boss)
    rows = {row["code"]: row for row in body["lots"]}
    assert list(rows) == [lots["salt"], lots["a"], lots["b"], lots["pallet"]], "the clean batch is no part of it"
    why = rows[lots["b"]]["why"]
    assert (why["trigger"], why["through"], why["quantity"], why["share"]) == (lots["salt"], lots["a"], "10", "0.5")
    assert (why["amount"], why["trigger_uom"]) == ("5", "kg")
    assert rows[lots["a"]]["on_hand"] == "18"
    assert [(c["title"], c["phone"], c["quantities"], c["waybills"]) for c in body["customers"]] == [
        ("North", "010-555", [{"value": "12", "uom": "kg"}], ["WB-1"]),
        ("South", None, [{"value": "4", "uom": "kg"}], []),
    ]
    (total,) = body["totals"]
    assert (total["affected"], total["on_hand"], total["shipped"]) == ("120", "104", "16")
    (place, nowhere) = body["places"]
    assert {place["place"], nowhere["place"]} == {"Shelf", None}


def test_a_recall_equals_the_same_walked_by_hand_over_the_records(plant: RecallPlant) -> None:
    chance = random.Random(11)
    shops = [plant.customer(f"Shop {n}") for n in range(3)]
    flours = [plant.flour_lot("1000") for _ in range(5)]
    lots = list(flours)
    for _ in range(25):
        eaten = chance.sample(lots, k=min(len(lots), chance.randint(1, 3)))
        lots.append(plant.dough_lot(*((lot, "0.5") for lot in eaten), made="8"))
    pallets = [plant.pallet(*((lot, "1") for lot in chance.sample(lots[5:], k=3))) for _ in range(8)]
    for n, pallet in enumerate(pallets[:6]):
        plant.dispatch(shops[n % 3], pallet)
    for lot in chance.sample(lots[5:], k=6):
        plant.dispatch(chance.choice(shops), (lot, "0.25"))
    for flour in flours:
        body = scope_body(plant.store, [flour], plant.boss)
        reached, sent = by_hand(plant, flour)
        assert {row["code"] for row in body["lots"]} == reached
        told = {c["title"]: Decimal(c["quantities"][0]["value"]) for c in body["customers"] if c["quantities"]}
        assert told == {name: kg for name, kg in sent.items() if kg}


def test_one_click_holds_everything_and_a_second_only_what_is_new(plant: RecallPlant, clock: SetClock) -> None:
    lots = bad_salt(plant)
    case = open_case(plant.store, opening("SALT-9", class_="1"), by=plant.boss)
    assert (case.fields["no"], case.fields["lots_reached"], case.fields["customers_reached"]) == ("RC-26-001", "4", "2")
    assert case.fields["due_at"] > case.fields["opened_at"]
    clock.move(timedelta(minutes=2))
    done = hold_all(plant.store, case.id, by=plant.boss)
    assert (done.held, done.before) == ({"held": 1, "recalled": 3}, 0)
    assert {name: plant.status(lots[name]) for name in ("salt", "a", "b", "pallet", "clean", "good")} == {
        "salt": "held",
        "a": "recalled",
        "b": "recalled",
        "pallet": "recalled",
        "clean": "released",
        "good": "released",
    }
    calls = [(row["customer"]["title"], row["shipped"]) for row in done.case.fields["calls"]]
    assert calls == [("North", "12.000"), ("South", "4.000")]
    again = hold_all(plant.store, case.id, by=plant.boss)
    assert (again.held, again.before) == ({}, 4)
    assert len(again.case.fields["holds"]) == 2
    plant.write("lot_status", status="released", reason="Tested twice", lots=[{"lot": lots["salt"]}])
    assert case_body(plant.store, case.id, plant.boss)["free"] == {"released": 1}
    assert hold_all(plant.store, case.id, by=plant.boss).held == {"held": 1}
    with plant.store.read() as conn:
        assert replay(conn) == []


def test_nothing_held_leaves_by_any_door(plant: RecallPlant) -> None:
    lots = bad_salt(plant)
    spare = plant.dough_lot((lots["salt"], "5"), made="5")
    on_pallet = plant.pallet((spare, "2"))
    case = open_case(plant.store, opening("SALT-9", mode="drill"), by=plant.boss)
    hold_all(plant.store, case.id, by=plant.boss)
    refusals = [
        lambda: plant.dough_lot((lots["salt"], "1")),
        lambda: plant.pallet((spare, "1")),
        lambda: plant.dispatch(lots["north"], (spare, "1")),
        lambda: plant.dispatch(lots["north"], on_pallet),
        lambda: capture(plant.store, shipping(spare), by=plant.boss),
        lambda: capture(plant.store, eating(spare), by=plant.boss),
        lambda: plant.write("verdict", plant.people["taster"], lot=spare, status="released"),
    ]
    for door in refusals:
        with pytest.raises(Invalid) as refusal:
            door()
        assert {m.code for m in refusal.value.mistakes} <= {
            "trace.not_released",
            "trace.inside_not_released",
            "trace.held_stays",
        }
    given = {"customer": lots["north"], "lines": [{"lot": spare, "quantity": {"value": "1", "uom": "kg"}}]}
    report = import_rows(plant.store, "dispatch", [Row(1, given, [])], by=plant.boss)
    assert [m.code for row in report.bad for m in row.mistakes] == ["trace.not_released"]
    plant.write("moving", lot=spare, place=plant.shelf)
    assert plant.status(spare) == "held", "it may be moved aside, and stays held"


def kilo_of(lot: str) -> dict[str, Any]:
    return {"epcClass": f"https://id.gs1.org/01/{GTIN}/10/{lot}", "quantity": 1, "uom": "KGM"}


def shipping(lot: str) -> bytes:
    event: dict[str, Any] = {"type": "ObjectEvent", "action": "OBSERVE", "bizStep": "shipping"}
    return document(event | {"quantityList": [kilo_of(lot)]})


def eating(lot: str) -> bytes:
    return document(
        {"type": "TransformationEvent", "inputQuantityList": [kilo_of(lot)], "outputQuantityList": [kilo_of("X-1")]}
    )


def document(event: dict[str, Any]) -> bytes:
    event |= {"eventTime": "2026-11-22T07:00:00Z", "eventTimeZoneOffset": "+08:00"}
    body = {"eventList": [event]}
    head = {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "EPCISDocument"}
    return json.dumps(
        head | {"schemaVersion": "2.0", "creationDate": "2026-11-22T07:00:00Z", "epcisBody": body}
    ).encode()


def test_a_drill_gives_back_exactly_what_each_lot_was_before(plant: RecallPlant, clock: SetClock) -> None:
    lots = bad_salt(plant)
    waiting = code(plant.making((lots["salt"], "1"), made="1"), "product")
    before = {lot: plant.status(lot) for lot in (lots["salt"], lots["a"], lots["b"], lots["pallet"], waiting)}
    plant.write("lot_status", status="rejected", reason="Burnt", lots=[{"lot": lots["b"]}])
    before[lots["b"]] = "rejected"
    case = open_case(plant.store, opening("SALT-9", mode="drill"), by=plant.boss)
    clock.move(timedelta(minutes=3))
    done = hold_all(plant.store, case.id, by=plant.boss)
    assert (done.held, done.before) == ({"held": 4}, 1)
    with pytest.raises(Conflict, match="recall_release_first"):
        close_case(plant.store, case.id, {"cause": "none"}, by=plant.boss)
    clock.move(timedelta(minutes=5))
    release_all(plant.store, case.id, by=plant.boss)
    assert {lot: plant.status(lot) for lot in before} == before
    with pytest.raises(Conflict, match="recall_nothing_held"):
        release_all(plant.store, case.id, by=plant.boss)
    with pytest.raises(Invalid):
        close_case(plant.store, case.id, {"cause": " "}, by=plant.boss)
    closed = close_case(plant.store, case.id, {"cause": "A drill", "action": "Faster next time"}, by=plant.boss)
    assert closed.fields["state_of"] == "closed"
    told = case_body(plant.store, case.id, plant.boss)["steps"]
    assert {name: step["minutes"] for name, step in told.items()} == {
        "scoped_at": 0,
        "held_at": 3,
        "called_at": None,
        "released_at": 8,
        "closed_at": 8,
    }
    with pytest.raises(Conflict, match="recall_closed"):
        hold_all(plant.store, case.id, by=plant.boss)
    with plant.store.read() as conn:
        assert replay(conn) == []
    Sealer(plant.store).seal()
    assert verify(plant.store).ok


def test_what_came_back_is_worked_out_and_the_calls_are_kept(plant: RecallPlant, clock: SetClock) -> None:
    lots = bad_salt(plant)
    case = open_case(plant.store, opening("SALT-9"), by=plant.boss)
    case = hold_all(plant.store, case.id, by=plant.boss).case
    clock.move(timedelta(minutes=30))
    calls = [{"id": row["id"], "called_at": clock.now().isoformat()} for row in case.fields["calls"]]
    calls[0] |= {"still_there": "7", "sold": "5", "spoke_to": "Ms Gao"}
    amend(plant.store, "recall_case", case.id, {"calls": calls}, by=plant.boss, reason="called", revision=case.revision)
    plant.write("returned", customer=lots["north"], lot=lots["a"], quantity={"value": "7", "uom": "kg"})
    case = hold_all(plant.store, case.id, by=plant.boss).case
    assert [(c["shipped"], c["still_there"]) for c in case.fields["calls"]] == [("5.000", "7.000"), ("4.000", None)]
    with pytest.raises(Conflict, match="recall_no_drill"):
        release_all(plant.store, case.id, by=plant.boss)
    closed = close_case(plant.store, case.id, {"cause": "Salt", "capa": "CAPA-1"}, by=plant.boss)
    assert (closed.fields["recovered"], closed.fields["capa"]) == ("7.000", "CAPA-1")
    told = case_body(plant.store, case.id, plant.boss)
    assert told["steps"]["called_at"]["minutes"] == 30
    assert told["scope"]["customers"][0]["returned"] == [{"value": "7", "uom": "kg"}]
    assert told["scope"]["totals"][0]["out"] == "9"


def test_who_may_not_hold_cannot_and_sees_no_more_than_allowed(plant: RecallPlant) -> None:
    bad_salt(plant)
    taster = plant.people["taster"]
    with pytest.raises(Forbidden):
        open_case(plant.store, opening("SALT-9"), by=taster)
    case = open_case(plant.store, opening("SALT-9"), by=plant.boss)
    for verb in (hold_all, release_all):
        with pytest.raises(Forbidden):
            verb(plant.store, case.id, by=taster)
    with pytest.raises(Forbidden):
        close_case(plant.store, case.id, {"cause": "x"}, by=taster)
    seen = case_body(plant.store, case.id, taster)["scope"]["customers"]
    assert {(c["id"], c["phone"]) for c in seen} == {(None, None)}, "customers' numbers are for who may read customers"


def test_the_papers_of_a_case_name_places_customers_and_proof(plant: RecallPlant, app: Litestar, boss: Client) -> None:
    bad_salt(plant)
    case = boss.post("/api/v1/recall/cases", {"lots": ["SALT-9"], "mode": "drill", "reason": "Iodine"}).json["id"]
    assert boss.post(f"/api/v1/recall/cases/{case}/hold").json["held"] == {"held": 4}
    listed = boss.get("/api/v1/recall/cases").json["items"]
    assert [(one["mode"], one["steps"]["held_at"]["minutes"]) for one in listed] == [("drill", 0)]
    for paper in ("stock.xlsx", "calls.xlsx", "report.xlsx", "report.pdf"):
        for lang in ("zh", "en"):
            reply = boss.get(f"/api/v1/recall/cases/{case}/{paper}", accept_language=lang)
            assert reply.status == 200, reply.raw
            assert reply.raw[:4] == (b"%PDF" if paper.endswith("pdf") else b"PK\x03\x04")
    calls = sheet(boss.get(f"/api/v1/recall/cases/{case}/calls.xlsx").raw)
    assert [(row[0], row[2], row[6]) for row in calls if row[0] in ("North", "South")] == [
        ("North", "010-555", "12 kg"),
        ("South", None, "4 kg"),
    ]
    pull = sheet(boss.get(f"/api/v1/recall/cases/{case}/stock.xlsx").raw)
    assert [row[6] for row in pull if row[0] == "Shelf"] == [80]
    assert boss.post(f"/api/v1/recall/cases/{case}/release").status == 200
    closed = boss.post(f"/api/v1/recall/cases/{case}/close", {"cause": "A drill"})
    assert closed.json["fields"]["state_of"] == "closed"
    assert boss.post(f"/api/v1/recall/cases/{case}/hold").status == 409
    assert boss.post("/api/v1/recall/cases", {"lots": ["NOPE"], "mode": "real", "reason": "x"}).errors == {
        "lots[0]": "trace.unknown_lot"
    }


def sheet(raw: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0].iter_rows(values_only=True))


def test_a_lot_nobody_knows_opens_no_case(plant: RecallPlant) -> None:
    with pytest.raises(Invalid) as refusal:
        open_case(plant.store, opening("NOPE"), by=plant.boss)
    assert [(m.path, m.code) for m in refusal.value.mistakes] == [("lots[0]", "trace.unknown_lot")]
    with pytest.raises(NotFound):
        scope_body(plant.store, ["NOPE"], plant.boss)


@pytest.mark.parametrize("count", [400])
def test_holding_many_lots_takes_seconds(plant: RecallPlant, count: int) -> None:
    salt = plant.flour_lot("100000")
    for _ in range(count):
        plant.making((salt, "0.5"), made="1")
    case = open_case(plant.store, opening(salt, mode="drill"), by=plant.boss)
    start = time.perf_counter()
    assert sum(hold_all(plant.store, case.id, by=plant.boss).held.values()) == count + 1
    assert time.perf_counter() - start < 5
