"""The doors of a recall: who may hold, what a case tells those who may not know, and holding beside many writers."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

import pytest
from litestar import Litestar

from suyuan.access.key import make_key
from suyuan.access.people import create_person
from suyuan.access.role import parse_role
from suyuan.access.roles import store_role
from suyuan.api.app import create
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Conflict, Invalid, SuyuanError
from suyuan.ledger.seal import Sealer
from suyuan.ledger.verify import verify
from suyuan.records import Query, amend, read, void
from suyuan.records.recall import Opening, hold_all, open_case
from suyuan.store.engine import Store
from suyuan.trace.balance import replay
from tests.api.client import Client
from tests.records.recalls import RecallPlant, code, recall_plant

WRITERS = 20
VERBS = ["read", "submit", "amend", "void", "export", "import"]


@pytest.fixture
def plant(store: Store) -> RecallPlant:
    return recall_plant(store)


@pytest.fixture
def app(plant: RecallPlant) -> Litestar:
    return create(plant.store)


def newcomer(plant: RecallPlant, app: Litestar, *grants: dict[str, Any], abilities: tuple[str, ...] = ()) -> Client:
    """Somebody with just these rights."""
    role = {
        "role": "newcomer",
        "label": {"zh": "新", "en": "New"},
        "abilities": list(abilities),
        "grants": list(grants),
    }
    plant.store.write(lambda tx: store_role(tx, parse_role(role), CLI))
    person = create_person(plant.store, user="newcomer", name="New", roles=["newcomer"], by=CLI, any_password=True)
    scopes = {"forms": [{"form": "*", "verbs": VERBS}], "abilities": ["trace"]}
    key = make_key(plant.store, person.uid, "k", scopes, by=CLI)
    return Client(app, authorization=f"Bearer {key.secret}")


def shipped_case(plant: RecallPlant) -> tuple[str, str]:
    """A case about flour of which some was sent to a customer: its id, and the lot."""
    flour = plant.flour_lot("100", supplier_lot="S-1")
    plant.dispatch(plant.customer("Hidden Harbour", "010-777"), (flour, "7"), waybill="WB-77")
    case = open_case(plant.store, Opening([flour], "real", "glass"), by=plant.boss)
    hold_all(plant.store, case.id, by=plant.boss)
    return case.id, flour


def papers(case: str) -> list[str]:
    at = f"/api/v1/recall/cases/{case}"
    return [at, f"{at}/stock.xlsx", f"{at}/calls.xlsx", f"{at}/report.xlsx", f"{at}/report.pdf"]


def test_reading_cases_without_tracing_tells_no_lot_and_no_customer(plant: RecallPlant, app: Litestar) -> None:
    case, _ = shipped_case(plant)
    client = newcomer(plant, app, {"form": "recall_case", "verbs": ["read"], "hide": ["calls", "triggers"]})
    for path in papers(case):
        assert client.get(path).status == 403, path
    assert client.get("/api/v1/recall/cases").status == 200


@pytest.mark.parametrize(
    "hide",
    [["what"], ["calls.customer"], ["calls"], ["holds"], ["no", "opened_at", "uom"], ["mode", "reason", "cause"]],
)
def test_a_case_with_hidden_fields_is_told_without_them(plant: RecallPlant, app: Litestar, hide: list[str]) -> None:
    case, _ = shipped_case(plant)
    grant = {"form": "recall_case", "verbs": ["read"], "hide": hide}
    client = newcomer(plant, app, grant, abilities=("trace",))
    for path in [*papers(case), "/api/v1/recall/cases"]:
        reply = client.get(path)
        assert reply.status == 200, (path, reply.raw[:300])
    told = client.get(f"/api/v1/recall/cases/{case}")
    assert b"010-777" not in told.raw, "a customer that may not be read has no phone"
    assert b"WB-77" not in told.raw


def test_each_step_needs_all_its_rights(plant: RecallPlant, app: Litestar) -> None:
    case, flour = shipped_case(plant)
    everything_but = {"form": "recall_case", "verbs": VERBS}
    client = newcomer(plant, app, everything_but, {"form": "verdict", "verbs": VERBS}, abilities=("trace",))
    at = f"/api/v1/recall/cases/{case}"
    assert client.post(f"{at}/hold").status == 403
    assert client.post(f"{at}/release").status == 403
    lifted = client.post("/api/v1/records/verdict", {"fields": {"lot": flour, "status": "released"}})
    assert lifted.status in (403, 422), "no other form lifts what a recall holds"
    assert plant.status(flour) == "recalled"


def test_what_a_recall_holds_is_lifted_by_no_change_of_an_old_record(plant: RecallPlant) -> None:
    flour = plant.flour_lot("100")
    released = plant.write("verdict", lot=flour, status="released")
    held = plant.write("verdict", lot=flour, status="held")
    case = open_case(plant.store, Opening([flour], "real", "glass"), by=plant.boss)
    hold_all(plant.store, case.id, by=plant.boss)
    people = plant.people["taster"]
    assert plant.status(flour) == "held"
    for change in (
        lambda: void(plant.store, "verdict", held.id, by=people, reason="oops"),
        lambda: amend(plant.store, "verdict", held.id, {"status": "released"}, by=people, reason="x", revision=1),
        lambda: amend(plant.store, "verdict", released.id, {"status": "released"}, by=people, reason="x", revision=1),
    ):
        with contextlib.suppress(SuyuanError):
            change()
        assert plant.status(flour) == "held"


def test_nothing_leaves_after_a_hold_among_twenty_writers(plant: RecallPlant) -> None:
    flour = plant.flour_lot("1000")
    doughs = [plant.dough_lot((flour, "10"), made="50") for _ in range(3)]
    shop = plant.customer("Shop")
    case = open_case(plant.store, Opening([flour], "drill", "race"), by=plant.boss)
    start, over, wrong = threading.Barrier(WRITERS + 1), threading.Event(), list[BaseException]()

    def writing(n: int) -> None:
        start.wait()
        for turn in range(200):
            lot = doughs[(n + turn) % 3]
            try:
                if n % 3 == 0:
                    plant.dispatch(shop, (lot, "0.1"))
                elif n % 3 == 1:
                    plant.pallet((lot, "0.1"))
                else:
                    plant.making((lot, "0.1"), made="1")
            except Invalid:
                if over.is_set():
                    return
            except BaseException as error:
                wrong.append(error)
                return

    threads = [threading.Thread(target=writing, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    start.wait()
    hold_all(plant.store, case.id, by=plant.boss)
    again = hold_all(plant.store, case.id, by=plant.boss)
    over.set()
    for thread in threads:
        thread.join()
    assert not wrong, wrong[:3]
    held_at = read(plant.store, Query("lot_status", sort="created_at", limit=50), by=plant.boss).items[0].created_at
    for form in ("dispatch", "packing", "making"):
        late = [r for r in read(plant.store, Query(form, sort="-created_at", limit=100), by=plant.boss).items
                if r.created_at > held_at]  # fmt: skip
        assert not late, (form, len(late), again.held)
    with plant.store.read() as conn:
        assert list(replay(conn)) == []


def test_two_clicks_hold_once_and_a_third_finds_nothing(plant: RecallPlant) -> None:
    flour = plant.flour_lot("100")
    plant.dough_lot((flour, "10"))
    case = open_case(plant.store, Opening([flour], "drill", "twice"), by=plant.boss)
    done: list[Any] = []

    def click() -> None:
        try:
            done.append(hold_all(plant.store, case.id, by=plant.boss))
        except Conflict as error:
            done.append(error)

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    held = [sum(d.held.values()) for d in done if not isinstance(d, Conflict)]
    assert sorted(held)[-1] == 2
    assert sum(held) == 2
    assert code(read(plant.store, Query("receipt"), by=plant.boss).items[0], "lot") == flour
    Sealer(plant.store).seal()
    assert verify(plant.store).ok
