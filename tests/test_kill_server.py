"""The server is killed sixty times while people write: what it acknowledged is there, and nothing is there twice."""

from __future__ import annotations

import http.client
import itertools
import json
import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import suyuan.records.verify  # noqa: F401  (its check of the forms' tables is part of verify)
from suyuan.access.key import make_key
from suyuan.access.people import create_person
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import CLI
from suyuan.kernel.settings import Settings
from suyuan.ledger.read import entry_of
from suyuan.ledger.seal import Sealer
from suyuan.ledger.tables import ledger_entry
from suyuan.ledger.verify import verify
from suyuan.packs.install import install
from suyuan.packs.pack import find_pack, read_pack
from suyuan.records import submit
from suyuan.store.engine import Store, open_store
from suyuan.trace.balance import replay
from suyuan.trace.event import Side
from suyuan.trace.tables import lot, lot_balance, trace_event, trace_link
from tests.nursery import Nursery

KILLS, CLIENTS = 60, 4
RECEIVED, MOST_FED = Decimal(50), 30
Edges = Counter[tuple[str, str, Decimal]]


@dataclass(frozen=True)
class Ask:
    """Something a client wants written, under a key of its own."""

    key: str
    form: str
    fields: dict[str, Any]


@dataclass
class Book:
    """What the clients know: each thing asked is acknowledged, refused, or its fate is unknown."""

    flour: list[str] = field(default_factory=list)
    dough: list[str] = field(default_factory=list)
    acknowledged: dict[str, tuple[Ask, dict[str, Any]]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    unknown: list[Ask] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    repeated: int = 0

    def note(self, ask: Ask, status: int, body: dict[str, Any]) -> None:
        """Write down an answer."""
        if status == 422:
            assert {e["code"] for e in body["errors"]} == {"trace.too_little"}, body
            assert ask.key not in self.acknowledged
            self.refused.add(ask.key)
            return
        assert status == 201, (status, body)
        if ask.key in self.acknowledged:
            assert self.acknowledged[ask.key][1] == body, "the same key is answered the same"
            self.repeated += 1
            return
        self.acknowledged[ask.key] = (ask, body)
        self.fresh.append(ask.key)
        code = _made(ask, body)
        if ask.form == "raw_receipt":
            self.flour.append(code)
        elif code.startswith("DOUGH"):
            self.dough.append(code)


def _made(ask: Ask, body: dict[str, Any]) -> str:
    return str(body["fields"]["lot" if ask.form == "raw_receipt" else "batch"]["code"])


@dataclass(frozen=True)
class Plant:
    """A plant where flour is received, dough is made of it, and of both is made what is rolled."""

    settings: Settings
    secret: str
    receipt: dict[str, Any]
    feedings: tuple[dict[str, Any], ...]

    def asks(self, name: str, rng: random.Random, book: Book) -> Iterator[Ask]:
        """Receipts and feedings without end; what is fed is taken from any lot that is known."""
        for n in itertools.count():
            if not book.flour or rng.random() < 0.4:
                yield Ask(f"{name}-{n}", "raw_receipt", self.receipt | {"supplier_lot": f"{name}-{n}"})
                continue
            stage = rng.randrange(2)
            lots = book.flour + book.dough if stage else book.flour
            fed = [(code, rng.randint(1, MOST_FED)) for code in {rng.choice(lots) for _ in range(rng.randint(1, 3))}]
            rows = [{"lot": code, "fed": {"value": str(kg), "uom": "kg"}} for code, kg in fed]
            good = {"value": str(sum(kg for _, kg in fed)), "uom": "kg"}
            yield Ask(f"{name}-{n}", "feeding", self.feedings[stage] | {"inputs": rows, "good": good})


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    settings = Settings.read(tmp_path / "plant", environ={})
    store = open_store(settings)
    for name in ("core", "food"):
        install(store, read_pack(find_pack(name)), CLI)
    person = create_person(store, user="press", name="Press", roles=["administrator"], by=CLI)
    verbs = [{"form": "*", "verbs": ["submit", "read"]}]
    secret = make_key(store, person.uid, "press", {"forms": verbs, "abilities": []}, by=CLI).secret

    def make(form: str, **fields: Any) -> str:
        return submit(store, form, fields, by=CLI).id

    location = make("location", code="W1", name="Store", kind="dry")
    line = make("line", code="L1", name="Line")
    flour, dough, rolled = (
        make("material", code=code, name=code, kind=kind, needs_inspection=False, shelf_life=365)
        for code, kind in (("FLOUR", "raw"), ("DOUGH", "wip"), ("ROLLED", "wip"))
    )
    feedings = []
    ten = {"value": "10", "uom": "kg"}
    for product in (dough, rolled):
        recipe = make("recipe", product=product, makes=ten, items=[{"material": flour, "needed": ten}])
        order = make("work_order", product=product, recipe=recipe, planned=ten, line=line)
        feedings.append({"work_order": order, "line": line})
    licence = {"kind": "business", "number": "91130602MA0K01T2QX", "valid_until": "2099-01-01"}
    mill = make("supplier", name="Mill", approval="approved", materials=[{"material": flour}], licences=[licence])
    receipt = {"supplier": mill, "material": flour, "location": location}
    receipt |= {"quantity": {"value": str(RECEIVED), "uom": "kg"}, "expires_on": "2099-01-01"}
    store.close()
    return Plant(settings, secret, receipt, tuple(feedings))


class Client:
    """One connection."""

    def __init__(self, port: int, secret: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

    def send(self, ask: Ask) -> None:
        body = json.dumps({"fields": ask.fields})
        headers = self.headers | {"Idempotency-Key": ask.key}
        self.connection.request("POST", f"/api/v1/records/{ask.form}", body, headers)

    def answer(self) -> tuple[int, dict[str, Any]]:
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())

    def get(self, form: str, id: str) -> tuple[int, dict[str, Any]]:
        self.connection.request("GET", f"/api/v1/records/{form}/{id}", headers=self.headers)
        return self.answer()


class Burst:
    """Clients write at once until one of them has seen enough and kills the server.

    :param after: so many steps of the clients (a sending, an answer) until then.
    """

    def __init__(self, plant: Plant, book: Book, nursery: Nursery, number: int, after: int) -> None:
        self.plant, self.book, self.nursery, self.number = plant, book, nursery, number
        self.steps = itertools.count(1)
        self.after = after
        self.lock = threading.Lock()
        self.failures: list[BaseException] = []
        again, book.unknown = book.unknown[::2], book.unknown[1::2]
        self.again = iter(again + [ask for ask, _ in itertools.islice(reversed(book.acknowledged.values()), 2)])

    def run(self) -> None:
        threads = [threading.Thread(target=self._guarded, args=(n,)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.book.unknown.extend(ask for ask in self.again if ask.key not in self.book.acknowledged)
        if self.failures:
            raise self.failures[0]

    def _guarded(self, n: int) -> None:
        try:
            self._write(random.Random(self.number * CLIENTS + n), f"k{self.number}-c{n}")
        except BaseException as error:
            self.failures.append(error)
            self.nursery.kill()

    def _step(self) -> None:
        if next(self.steps) == self.after:
            self.nursery.kill()

    def _write(self, rng: random.Random, name: str) -> None:
        client = Client(self.nursery.port, self.plant.secret)
        asks = self.plant.asks(name, rng, self.book)
        while True:
            with self.lock:
                ask = next(self.again, None) or next(asks)
            try:
                client.send(ask)
                self._step()
                status, body = client.answer()
            except (OSError, http.client.HTTPException, json.JSONDecodeError):
                with self.lock:
                    if ask.key not in self.book.acknowledged:
                        self.book.unknown.append(ask)
                return
            with self.lock:
                self.book.note(ask, status, body)
            self._step()


def test_nothing_acknowledged_is_lost_when_the_server_is_killed_sixty_times_under_load(plant: Plant) -> None:
    book, rng, undecided = Book(), random.Random(11), 0
    with Nursery(plant.settings.dir) as nursery:
        for kill in range(KILLS):
            nursery.start()
            look_for_acknowledged(plant, book, nursery.port)
            Burst(plant, book, nursery, kill, after=rng.randrange(5, 60)).run()
            undecided += len(book.unknown)
            assert nursery.wait() == -signal.SIGKILL
        nursery.start()
        look_for_acknowledged(plant, book, nursery.port)
        client = Client(nursery.port, plant.secret)
        for ask in [*book.unknown, *(ask for ask, _ in list(book.acknowledged.values())[::5])]:
            client.send(ask)
            book.note(ask, *client.answer())
        nursery.kill()
        nursery.wait()
    assert undecided > KILLS, "requests were under way when it was killed"
    assert len(book.acknowledged) > 5 * KILLS
    assert book.repeated > 2 * KILLS, "some were asked again after they were acknowledged"
    store = open_store(plant.settings)
    try:
        compare(store, book)
    finally:
        store.close()


def look_for_acknowledged(plant: Plant, book: Book, port: int) -> None:
    """What was acknowledged before the last kill reads back as it was acknowledged."""
    client = Client(port, plant.secret)
    for key in book.fresh:
        ask, body = book.acknowledged[key]
        assert client.get(ask.form, body["id"]) == (200, body), key
    book.fresh.clear()


def compare(store: Store, book: Book) -> None:
    """The records, the ledger, the balances and the graph are exactly what the clients were told."""
    Sealer(store).seal()
    with store.read() as conn:
        assert conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        for form in ("raw_receipt", "feeding"):
            table = catalogue(store).form(form).table
            rows = conn.execute(select(table.c.uid, table.c.no)).all()
            told = {body["id"]: body["fields"]["no"] for ask, body in book.acknowledged.values() if ask.form == form}
            assert dict(map(tuple, rows)) == told
            assert len(rows) == len({row.no for row in rows}) == len(told), "each key once, each number once"
        codes = conn.execute(select(lot.c.code)).scalars().all()
        assert sorted(codes) == sorted(_made(*pair) for pair in book.acknowledged.values())
        assert replay(conn) == []
        balances = {
            code: (made, used, left)
            for code, made, used, left in conn.execute(
                select(
                    lot.c.code, lot_balance.c.received + lot_balance.c.made, lot_balance.c.used, lot_balance.c.on_hand
                ).join(lot_balance, lot_balance.c.lot == lot.c.id)
            )
        }
        graph = graph_of(conn)
        assert (balances, graph) == from_clients(book), "what the clients were told"
        assert (balances, graph) == from_ledger(conn), "what the ledger tells"
    report = verify(store)
    assert report.ok, report.faults
    assert report.unsealed == 0


def graph_of(conn: Any) -> Edges:
    """How much of each lot went into which, from the trace tables."""
    k = trace_link.c
    query = select(k.event, k.side, k.quantity, lot.c.code).join(lot, lot.c.id == k.unit).join(trace_event)
    inputs: dict[int, list[tuple[str, Decimal]]] = {}
    outputs: dict[int, str] = {}
    for row in conn.execute(query.where(trace_event.c.verb == "transform")):
        if row.side == Side.IN_INPUT:
            inputs.setdefault(row.event, []).append((row.code, row.quantity))
        else:
            outputs[row.event] = row.code
    return Counter((code, outputs[event], kg) for event, found in inputs.items() for code, kg in found)


Story = tuple[dict[str, tuple[Decimal, Decimal, Decimal]], Edges]


def from_clients(book: Book) -> Story:
    """Balances and graph by the clients' own arithmetic."""
    events = []
    for ask, body in book.acknowledged.values():
        fed = [(row["lot"], Decimal(row["fed"]["value"])) for row in ask.fields.get("inputs", ())]
        quantity = ask.fields["quantity" if ask.form == "raw_receipt" else "good"]["value"]
        events.append((fed, _made(ask, body), Decimal(quantity)))
    return _story(events)


def from_ledger(conn: Any) -> Story:
    """Balances and graph by replaying the entries of the ledger, and nothing else."""
    events = []
    for id, body in conn.execute(select(ledger_entry.c.id, ledger_entry.c.body).order_by(ledger_entry.c.id)):
        entry = entry_of(id, body)
        for event in entry.body.get("trace", ()):
            links = [(k["role"], k["lot"], Decimal(k["quantity"]["value"])) for k in event["links"]]
            ((made, quantity),) = [(code, kg) for role, code, kg in links if role == "output"]
            events.append(([(code, kg) for role, code, kg in links if role == "input"], made, quantity))
    return _story(events)


def _story(events: list[tuple[list[tuple[str, Decimal]], str, Decimal]]) -> Story:
    made: Counter[str] = Counter()
    used: Counter[str] = Counter()
    edges: Edges = Counter()
    for fed, output, quantity in events:
        made[output] += quantity  # type: ignore[assignment]
        for code, kg in fed:
            used[code] += kg  # type: ignore[assignment]
            edges[code, output, kg] += 1
    none = Decimal(0)
    return {code: (Decimal(kg), used[code] or none, kg - used[code]) for code, kg in made.items()}, edges
