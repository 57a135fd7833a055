"""Many records in from a file, and the workbooks to fill in."""

from __future__ import annotations

from typing import Any

from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.refusal import errors
from suyuan.api.route import Parameter, form_verb, route
from suyuan.api.strict import decode
from suyuan.forms.catalogue import catalogue
from suyuan.records.bring_in import Bad, Imported, csv_grid, import_rows, read_json_lines, sheet_for
from suyuan.records.grid import Grid, read_grid, titles_of
from suyuan.records.look import live_of
from suyuan.records.plant import plant_of
from suyuan.records.template import bad_rows, template
from suyuan.records.xlsx_in import MOST_BYTES, XLSX, read_xlsx

_CSV = "text/csv"
_TAKEN = ("application/jsonl", "application/x-ndjson", _CSV, XLSX)


def told(call: Call, done: Imported) -> dict[str, Any]:
    """What came of an import, as answered."""
    return {
        "rows": done.rows,
        "submitted": done.submitted,
        "ids": done.ids,
        "bad": [told_bad(call, bad) for bad in done.bad],
    }


def told_bad(call: Call, bad: Bad) -> dict[str, Any]:
    """A wrong row as answered: each mistake with its line and the head of its column."""
    known = catalogue(call.store)
    titles = titles_of(known.any(bad.form), call.lang) if bad.form in known else {}
    found = errors(bad.mistakes, call.lang)
    for one, line in zip(found, bad.lines):
        key, _, inner = one["path"].partition(".")
        bare = key.partition("[")[0]
        one["row"] = line
        one["column"] = titles.get(f"{bare}.{inner}" if inner else bare) or titles.get(bare) or ""
    return {"row": bad.row, "sheet": bad.sheet, "form": bad.form, "errors": found}


def workbook(raw: bytes, name: str) -> Answer:
    """An Excel file as an answer."""
    return Answer(raw, 200, {"content-disposition": f'attachment; filename="{name}"'}, media_type=XLSX)


@route(
    "POST",
    "/records/{form:str}/import",
    form_verb("import"),
    query={
        "dry_run": Parameter("flag", default=False, note="only tell what is wrong"),
        "good_only": Parameter("flag", default=False, note="write the rows that are right and tell the others"),
        "give": Parameter(
            default="json", choices=("json", "xlsx"), note="xlsx: the wrong rows as a file; writes nothing"
        ),
    },
    takes=_TAKEN,
    limit=MOST_BYTES,
    idempotent=True,
)
async def bring_in(call: Call) -> Any:
    """Submit many records, from JSON lines, CSV or Excel: all of them or, where any is wrong, none."""
    raw = await call.raw()
    kind = call.headers["content-type"].partition(";")[0].strip().lower()
    form, file = call.path["form"], call.query["give"] == "xlsx"
    dry = call.query["dry_run"] or file

    def work() -> tuple[Imported, Grid | None]:
        grid, live = None, live_of(catalogue(call.store), form)
        if kind in (_CSV, XLSX):
            grid = csv_grid(raw) if kind == _CSV else sheet_for(read_xlsx(raw), live)
            rows = read_grid(live, grid, plant_of(call.store).tz, call.lang)
        else:
            rows = read_json_lines(raw, decode)
        good_only, key = call.query["good_only"], None if dry else call.key
        return import_rows(call.store, form, rows, by=call.actor, dry_run=dry, good_only=good_only, key=key), grid

    done, grid = await call.away(work)
    if file:
        made = await call.away(bad_rows, [grid] if grid else [], done.bad, call.lang)
        return workbook(made, f"{form}-wrong.xlsx")
    status = 422 if done.bad and not done.submitted and not dry else 200
    return Answer(told(call, done), status)


@route("GET", "/records/{form:str}/template.xlsx", form_verb("import"), gives=XLSX)
async def give_template(call: Call) -> Answer:
    """A workbook to fill in and import: a column for each field, choices that drop down, an explanation of each."""
    form = call.path["form"]
    made = await call.away(lambda: template(call.store, [form], by=call.actor, lang=call.lang))
    return workbook(made, f"{form}.xlsx")
