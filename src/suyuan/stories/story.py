"""Executable examples of a pack: a plant that lived some days, what is done then, what must hold.

A story is YAML (``packs/*/stories``). ``when`` steps name things (``lot``, ``trace``) or do things (``record``);
``then`` checks what holds. Each entry is one mapping whose first key is its verb.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from suyuan.definitions import shape, yaml_text
from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import Label, say
from suyuan.ledger.seal import Sealer
from suyuan.ledger.verify import verify
from suyuan.records.recall import BLOCKED, Opening, find_lots, hold_all, open_case, release_all
from suyuan.records.report.fsma import fsma_sheet
from suyuan.store.engine import Store
from suyuan.stories.demo import plant_file
from suyuan.stories.plant import read_plant
from suyuan.stories.simulate import run_days, set_up
from suyuan.stories.values import fields_of, lookup
from suyuan.stories.world import PlantWorld
from suyuan.trace.balance import balance, replay
from suyuan.trace.graph import TraceGraph
from suyuan.trace.lots import ref_by_code
from suyuan.trace.recall import scope
from suyuan.trace.tables import lot, trace_event

Verb = Callable[["Telling", Any], None]
WHEN: dict[str, Verb] = {}
THEN: dict[str, Verb] = {}


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The plant a story begins with, its days and seed."""

    plant: str
    days: int = 3
    seed: int = 7


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One example: what is given, done and expected."""

    story: Label
    given: Given
    when: list[dict[str, Any]] = []
    then: list[dict[str, Any]] = []


class Telling:
    """A story being told: its plant, and the things named so far."""

    def __init__(self, world: PlantWorld) -> None:
        self.world = world
        self.named: dict[str, Any] = {}

    def code(self, name: str) -> str:
        """The lot code of a named thing or of what ``=name.field.code`` reads, or the name itself."""
        if name.startswith("="):
            return str(lookup(self.named, name[1:]))
        found = self.named.get(name, {"code": name})
        return str(found["code"])


def read_story(file: Path) -> Story:
    """The story of a YAML file.

    :raises Invalid: every mistake with file and line, an unknown verb included.
    """
    loaded = yaml_text.load(yaml_text.read(file, file.name), file.name)
    mistakes: list[Mistake] = []
    story = shape.read(Story, loaded.body, "", mistakes)
    for part, verbs in (("when", WHEN), ("then", THEN)):
        for n, entry in enumerate(getattr(story, part, [])):
            verb = next(iter(entry), "")
            if verb not in verbs:
                mistakes.append(shape.unknown(f"{part}[{n}]", verb, verbs))
    if story is None or mistakes:
        raise Invalid(yaml_text.located(loaded, mistakes))
    return story


def tell(store: Store, clock: SetClock, story: Story) -> Telling:
    """Run ``story`` in an empty store whose clock is ``clock``.

    :raises AssertionError: something expected does not hold, in words.
    """
    plant = read_plant(plant_file(story.given.plant))
    first = clock.now().astimezone(plant.timezone).date() + timedelta(days=1)
    world = set_up(store, clock, plant, story.given.seed, last=first + timedelta(days=story.given.days - 1))
    run_days(world, first, story.given.days)
    telling = Telling(world)
    for entry in story.when:
        WHEN[next(iter(entry))](telling, entry)
    for entry in story.then:
        THEN[next(iter(entry))](telling, entry)
    return telling


def _verb(verbs: dict[str, Verb]) -> Callable[[Verb], Verb]:
    def add(run: Verb) -> Verb:
        verbs[run.__name__.rstrip("_")] = run
        return run

    return add


@_verb(WHEN)
def lot_(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{lot: name, material: CODE, nth: 0, stage: receipt}``: names the n-th lot of a material, oldest first."""
    title = telling.world.record("material", entry["material"]).fields["name"]
    query = select(lot.c.code).where(lot.c.title == title).order_by(lot.c.id)
    with telling.world.store.read() as conn:
        codes = list(conn.execute(query).scalars())
    telling.named[entry["lot"]] = {"code": codes[entry.get("nth", 0)]}


@_verb(WHEN)
def trace(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{trace: name, of: lot, direction: forward}``: names the codes reached, without the lot itself."""
    code = telling.code(entry["of"])
    with telling.world.store.read() as conn:
        start = ref_by_code(conn, code)
        assert start is not None, f"no lot {code}"
        graph = TraceGraph(conn)
        found = graph.back(start.id) if entry["direction"] == "back" else graph.forward(start.id)
    codes = sorted(unit.code for unit in found.units if unit.code != code)
    shipped = sorted({e.destination for e in found.events if e.verb == "ship" and e.destination})
    telling.named[entry["trace"]] = {"codes": codes, "customers": shipped, "from": code}


@_verb(WHEN)
def record(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{record: form, by: user, fields: {..}, name: it}``: one record through the one door."""
    world, form = telling.world, entry["record"]
    done = world.write(form, _fields(telling, form, entry), world.actors[entry["by"]])
    if "name" in entry:
        telling.named[entry["name"]] = {"id": done.id, **done.fields}


def _fields(telling: Telling, form: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    world = telling.world
    return fields_of(world, entry["fields"], {**telling.named, "form": form, "actor": world.actors[entry["by"]]})


@_verb(WHEN)
def hold(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{hold: name, by: user, reason: text}``: holds a named lot, or every lot a trace reached."""
    named = telling.named[entry["hold"]]
    codes = named["codes"] if "codes" in named else [named["code"]]
    rows = [{"lot": code} for code in codes]
    world = telling.world
    fields = {"status": "held", "reason": entry["reason"], "lots": rows}
    world.write("lot_status", fields, world.actors[entry["by"]])


@_verb(WHEN)
def recall(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{recall: name, lots: [salt], mode: drill, by: user, reason: text}``: opens a case and holds all it reaches."""
    world = telling.world
    codes = [telling.code(name) for name in entry["lots"]]
    before = _statuses(telling)
    opening = Opening(codes, entry["mode"], entry["reason"])
    by = world.actors[entry["by"]]
    case = open_case(world.store, opening, by=by)
    held = hold_all(world.store, case.id, by=by).case
    now = _statuses(telling)
    with world.store.read() as conn:
        found = scope(conn, find_lots(conn, codes))
    reached = sorted(one.unit.code for one in found.lots)
    free = [code for code in reached if now[code] not in BLOCKED]
    assert not free, f"can still leave: {free}"
    calls = sorted({row["customer"]["title"] for row in held.fields["calls"]})
    told: dict[str, Any] = {"id": case.id, "codes": [code for code in reached if code not in codes], "customers": calls}
    told |= {"from": codes[0], "before": before}
    telling.named[entry["recall"]] = told


@_verb(WHEN)
def end_drill(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{end_drill: recall name, by: user}``: its lots get back what they had."""
    world = telling.world
    release_all(world.store, telling.named[entry["end_drill"]]["id"], by=world.actors[entry["by"]])


def _statuses(telling: Telling) -> dict[str, str]:
    with telling.world.store.read() as conn:
        return {row.code: row.status for row in conn.execute(select(lot.c.code, lot.c.status))}


@_verb(THEN)
def as_before(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{as_before: recall name}``: every lot has the status it had before the recall."""
    assert _statuses(telling) == telling.named[entry["as_before"]]["before"]


@_verb(THEN)
def refused(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{refused: form, by: user, fields: {..}, because: text key, at: path}``: it is refused for just this reason."""
    world = telling.world
    fields = _fields(telling, entry["refused"], entry)
    try:
        world.write(entry["refused"], fields, world.actors[entry["by"]])
    except Invalid as wrong:
        told = [(m.path, m.code) for m in wrong.mistakes]
        assert (entry["at"], entry["because"]) in told, f"refused, but for {told}"
        return
    raise AssertionError(f"{entry['refused']} was not refused: {fields}")


@_verb(THEN)
def reached(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{reached: trace name}``: the trace equals a recomputation over the records of production and packing."""
    named = telling.named[entry["reached"]]
    eaten: dict[str, set[str]] = {}
    for row in telling.world.all_of("feeding"):
        for fed in row.fields["inputs"]:
            eaten.setdefault(fed["lot"]["code"], set()).add(row.fields["batch"]["code"])
    for row in telling.world.all_of("packing"):
        for fed in [*row.fields["inputs"], *row.fields["packaging"]]:
            eaten.setdefault(fed["lot"]["code"], set()).add(row.fields["lot"]["code"])
    for row in telling.world.all_of("palletizing"):
        for content in row.fields["contents"]:
            eaten.setdefault(content["lot"]["code"], set()).add(row.fields["pallet"]["code"])
    found, fresh = set[str](), {named["from"]}
    while fresh:
        fresh = {code for lot_code in fresh for code in eaten.get(lot_code, ())} - found
        found |= fresh
    assert set(named["codes"]) == found, f"differs in {sorted(set(named['codes']) ^ found)}"
    customers = {
        row.fields["customer"]["title"]
        for row in telling.world.all_of("shipment")
        if {line["lot"]["code"] for line in row.fields["lines"]} & found
    }
    assert set(named["customers"]) == customers


@_verb(THEN)
def balanced(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{balanced: all}``: balances equal a replay of the events, and nothing is unexplained or negative."""
    with telling.world.store.read() as conn:
        assert replay(conn) == []
        for id, code in conn.execute(select(lot.c.id, lot.c.code)).all():
            found = balance(conn, id)
            assert found is None or (found.unexplained == 0 and found.on_hand >= 0), f"{code}: {found}"


@_verb(THEN)
def on_hand(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{on_hand: lot name, value: number}``"""
    code = telling.code(entry["on_hand"])
    with telling.world.store.read() as conn:
        start = ref_by_code(conn, code)
        found = balance(conn, start.id) if start else None
    assert found is not None, f"no lot {code}"
    assert found.on_hand == Decimal(str(entry["value"])), f"{code}: {found.on_hand}"


@_verb(THEN)
def sealed(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{sealed: all}``: after sealing, the ledger verifies."""
    Sealer(telling.world.store).seal()
    report = verify(telling.world.store)
    assert report.ok, report


@_verb(THEN)
def journey(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{journey: lot name, forms: [raw_receipt, ..]}``: the trace of the lot, both ways, passes each of the forms."""
    with telling.world.store.read() as conn:
        start = ref_by_code(conn, telling.code(entry["journey"]))
        assert start is not None
        found = TraceGraph(conn).both(start.id)
        ids = [event.id for event in found.events]
        seen = set(conn.execute(select(trace_event.c.form).where(trace_event.c.uid.in_(ids))).scalars())
    assert set(entry["forms"]) <= seen, f"not passed: {sorted(set(entry['forms']) - seen)}"


@_verb(THEN)
def fsma(telling: Telling, entry: Mapping[str, Any]) -> None:
    """``{fsma: lot name, by: user, inputs: [codes]}``: the sheet has just one row an input, all of one event."""
    code, world = telling.code(entry["fsma"]), telling.world
    sheet = fsma_sheet(world.store, "en", by=world.actors[entry["by"]], codes=[code])
    rows = [dict(zip((column.label for column in sheet.columns), row, strict=True)) for row in sheet.rows]
    event, used, made = (say(f"records.fsma_{key}", "en") for key in ("event", "input_tlc", "tlc"))
    of = [row for row in rows if row[made] == code and row[used]]
    assert sorted(row[used] for row in of) == sorted(telling.code(name) for name in entry["inputs"]), of
    assert len({row[event] for row in of}) == 1
