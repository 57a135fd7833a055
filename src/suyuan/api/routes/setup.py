"""Setting up one's own plant."""

from __future__ import annotations

from typing import Any

import msgspec

from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.route import Parameter, ability, route
from suyuan.api.routes.imports import told, workbook
from suyuan.api.shape import Shape, flag, many, obj, text
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import Label
from suyuan.records.bring_in import Imported
from suyuan.records.grid import Grid
from suyuan.records.plant import NODES, Changes, change_plant, plant_of
from suyuan.records.setup import STEPS, bring_workbook, masters, progress
from suyuan.records.template import bad_rows, template
from suyuan.records.xlsx_in import MOST_BYTES, XLSX, read_xlsx

_CHANGE = Shape(
    {
        "name": obj(note="{zh, en}"),
        "zone": text(most=60),
        "nodes": many("text", most=len(NODES)),
        "gs1_prefix": text(most=12),
        "host": text(most=200),
        "settled": many("text", most=len(STEPS), note="steps said to be over"),
        "ready": flag("setting up is over"),
    }
)


def _body(call: Call) -> dict[str, Any]:
    plant = plant_of(call.store)
    steps = progress(call.store)
    forms = list(catalogue(call.store))
    nodes = [
        {
            "key": key,
            "on": plant.nodes is None or key in plant.nodes,
            "forms": [f.label for f in forms if f.stage in stages and not f.hidden and f.serves is None],
        }
        for key, stages in NODES.items()
    ]
    body: dict[str, Any] = msgspec.to_builtins(plant)
    return {
        "plant": {k: body[k] for k in ("name", "zone", "gs1_prefix", "host")},
        "nodes": nodes,
        "nodes_chosen": plant.nodes is not None,
        "steps": steps,
        "done": sum(step["done"] for step in steps),
        "of": len(steps),
        "ready": plant.ready,
    }


@route("GET", "/setup", ability("admin"))
async def setup(call: Call) -> Any:
    """How far the plant is set up: its settings, its nodes, the steps done."""
    return await call.away(_body, call)


@route("PATCH", "/setup", ability("admin"), body=_CHANGE)
async def change(call: Call) -> Any:
    """Change the plant's settings, or say that a step is over."""
    given = await call.body()
    name = given["name"]
    if name is not None:
        wrong = [k for k in name if k not in ("zh", "en") or not isinstance(name[k], str) or len(name[k]) > 100]
        if wrong:
            raise Invalid([Mistake(f"name.{k}"[:100], "api.unknown_key", {"key": k[:100]}) for k in wrong])
    changes = Changes(
        name=None if name is None else Label(name.get("zh", "").strip(), name.get("en", "").strip()),
        zone=given["zone"],
        nodes=None if given["nodes"] is None else tuple(given["nodes"]),
        gs1_prefix=given["gs1_prefix"],
        host=given["host"],
        settled=None if given["settled"] is None else tuple(s for s in STEPS if s in given["settled"]),
        ready=given["ready"],
    )
    await call.away(lambda: change_plant(call.store, changes, by=call.actor))
    return await call.away(_body, call)


@route("GET", "/setup/workbook.xlsx", ability("admin"), gives=XLSX)
async def give_workbook(call: Call) -> Answer:
    """The workbook of all master data and people, to fill in."""

    def work() -> bytes:
        forms = [live.key for live in masters(catalogue(call.store), plant_of(call.store))]
        return template(call.store, forms, by=call.actor, lang=call.lang, staff=True)

    return workbook(await call.away(work), "suyuan-setup.xlsx")


@route(
    "POST",
    "/setup/workbook",
    ability("admin"),
    query={
        "dry_run": Parameter("flag", default=False, note="only tell what is wrong"),
        "good_only": Parameter("flag", default=False, note="write the rows that are right and tell the others"),
        "give": Parameter(default="json", choices=("json", "xlsx"), note="xlsx: the wrong rows; writes nothing"),
    },
    takes=(XLSX,),
    limit=MOST_BYTES,
)
async def bring_in(call: Call) -> Any:
    """Bring in master data and people from a workbook: every sheet or, where a row is wrong, none."""
    raw = await call.raw()
    file = call.query["give"] == "xlsx"
    dry = call.query["dry_run"] or file

    def work() -> tuple[Imported, list[Grid]]:
        grids = read_xlsx(raw)
        done = bring_workbook(call.store, grids, by=call.actor, dry_run=dry, good_only=call.query["good_only"])
        return done, grids

    done, grids = await call.away(work)
    if file:
        return workbook(await call.away(bad_rows, grids, done.bad, call.lang), "suyuan-wrong.xlsx")
    return Answer(told(call, done), 422 if done.bad and not done.submitted and not dry else 200)
