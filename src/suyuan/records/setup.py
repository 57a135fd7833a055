"""Setting up one's own plant: which steps are done, the workbook of master data, and bringing it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from suyuan.access.person import people
from suyuan.access.roles import roles
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.fields.links import LinkField
from suyuan.forms.form import Form
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.records.bring_in import Bad, Batch, Imported, import_batches
from suyuan.records.grid import Grid, read_grid
from suyuan.records.people_in import Newcomer, hash_all, is_people, read_people, taking_in
from suyuan.records.plant import Plant, hidden_by, plant_of
from suyuan.records.statements import SUBMITTED
from suyuan.records.template import help_names
from suyuan.store.engine import Store

STEPS = ("plant", "nodes", "masters", "people", "opening", "first")
"""The plant's name; its nodes; master data; people; opening stock; the first record of the chain."""
MASTERS = "master"
"""Key of the app whose forms are master data."""
OPENING = "opening_stock"


def masters(forms: Catalogue, plant: Plant) -> list[LiveForm]:
    """The forms of master data, each after those that its links lead to, so far as they do not go in circles."""
    off = hidden_by(plant)
    left = [forms.any(f.key) for f in forms if f.app == MASTERS and not f.hidden and not off(f)]
    left.sort(key=lambda live: (live.form.order, live.key))
    done: list[LiveForm] = []
    while left:
        ready = next((f for f in left if not _needs(f, left, False)), None)
        ready = ready or next((f for f in left if not _needs(f, left, True)), left[0])
        left.remove(ready)
        done.append(ready)
    return done


def _needs(live: LiveForm, others: Sequence[LiveForm], required: bool) -> set[str]:
    """Which of the others it links to; only by required links where asked."""
    inner = [f for one in live.lists.values() for f in one.fields.values()]
    links = [f for f in (*live.plain.values(), *inner) if isinstance(f.type, LinkField)]
    found = {f.type.target(f.field) for f in links if f.field.required or not required}  # type: ignore[attr-defined]
    return found & {other.key for other in others if other.key != live.key}


def progress(store: Store) -> list[dict[str, Any]]:
    """The steps of setting up, each with whether it is done and what is there of it."""
    forms, plant = catalogue(store), plant_of(store)
    with store.read() as conn:
        there = {live.key: _count(conn, live) for live in masters(forms, plant)}
        staff = sum(1 for p in people(conn, limit=500) if p.active)
        opening = _count(conn, forms.any(OPENING)) if OPENING in forms else 0
        chain = [forms.any(f.key) for f in _chain(forms, plant)]
        first = sum(_count(conn, live) for live in chain)
    needed = [serving.key for role in ("material", "place") if (serving := forms.serving(role)) is not None]
    over = {
        "plant": plant.name != Plant().name,
        "nodes": plant.nodes is not None,
        "masters": all(there.get(key, 1) for key in needed),
        "people": staff > 1,
        "opening": opening > 0,
        "first": first > 0,
    }
    count = {"masters": sum(there.values()), "people": staff, "opening": opening, "first": first}
    begin = {"opening": OPENING, "first": chain[0].key if chain else None}
    listed = [
        {"key": key, "label": forms.any(key).form.label, "count": count, "needed": key in needed}
        for key, count in there.items()
    ]
    return [
        {
            "key": key,
            "done": over[key] or key in plant.settled,
            "settled": key in plant.settled,
            "count": count.get(key),
            "form": begin.get(key),
            "forms": listed if key == "masters" else [],
        }
        for key in STEPS
    ]


def _chain(forms: Catalogue, plant: Plant) -> list[Form]:
    """The forms of the plant's nodes that make lots, in the order of the chain; opening stock is none of them."""
    off = hidden_by(plant)
    makes = [f for f in forms if any(m.outputs for m in f.trace) and f.stage is not None and f.key != OPENING]
    order = ("receipt", "production", "packing")
    known = [f for f in makes if f.stage in order and not f.hidden and not off(f)]
    return sorted(known, key=lambda f: (order.index(f.stage or ""), f.order))


def _count(conn: Connection, live: LiveForm) -> int:
    c = live.table.c
    return int(conn.execute(select(func.count()).select_from(live.table).where(c.state == SUBMITTED)).scalar_one())


def bring_workbook(
    store: Store, grids: Sequence[Grid], *, by: Actor, dry_run: bool = False, good_only: bool = False
) -> Imported:
    """Bring in a workbook of master data and people: every sheet in one transaction, in the order that links need.

    :raises Invalid: a sheet that belongs to no form, or heads that name nothing.
    """
    forms, plant = catalogue(store), plant_of(store)
    known = [*masters(forms, plant), *([forms.any(OPENING)] if OPENING in forms else [])]
    batches, newcomers, left = _sorted(store, grids, known, by.lang)
    if left:
        raise Invalid([Mistake("", "records.sheet_unknown", {"sheet": name[:60]}) for name in left])
    for _, staff in newcomers:
        if not dry_run:
            hash_all(staff)

    def also(tx: Any) -> list[Bad]:
        return [bad for sheet, staff in newcomers for bad in taking_in(staff, sheet, by)(tx)]

    done = import_batches(store, batches, by=by, dry_run=dry_run, good_only=good_only, also=also)
    wrong = sum(1 for bad in done.bad if bad.form not in forms)
    count = sum(len(staff) for _, staff in newcomers)
    taken = 0 if (done.bad and not good_only) or dry_run else count - wrong
    return Imported(done.rows + count, done.submitted + taken, done.ids, done.bad)


def _sorted(
    store: Store, grids: Sequence[Grid], known: Sequence[LiveForm], lang: str
) -> tuple[list[Batch], list[tuple[str, list[Newcomer]]], list[str]]:
    """The sheets as batches in the order of their forms, the people, and the names of sheets that belong nowhere.

    The sheet of explanations that comes with a template is left out.
    """
    by_form: dict[str, Grid] = {}
    newcomers: list[tuple[str, list[Newcomer]]] = []
    left: list[str] = []
    for grid in grids:
        if is_people(grid):
            with store.read() as conn:
                newcomers.append((grid.name, read_people(grid, roles(conn))))
            continue
        live = next((f for f in known if grid.name.strip() in (f.key, f.form.label.zh, f.form.label.en)), None)
        if live is not None:
            by_form[live.key] = grid
        elif grid.name.strip() not in help_names():
            left.append(grid.name)
    zone = plant_of(store).tz
    batches = [
        Batch(f.key, read_grid(f, by_form[f.key], zone, lang), by_form[f.key].name) for f in known if f.key in by_form
    ]
    return batches, newcomers, left
