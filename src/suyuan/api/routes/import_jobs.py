"""Large files into a form: upload, map, check, run with progress, take the wrong rows back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, BinaryIO

import msgspec

from suyuan.api.answer import Answer, Stream
from suyuan.api.call import Call
from suyuan.api.route import Parameter, form_verb, route
from suyuan.api.routes.imports import told_bad
from suyuan.api.shape import Shape, flag, many, text
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import say
from suyuan.records.importing import keep
from suyuan.records.importing.errors_out import errors_file
from suyuan.records.importing.keep import Progress
from suyuan.records.importing.mapping import targets
from suyuan.records.importing.plan import MOST_AT_ONCE, Mapped, Plan
from suyuan.records.importing.source import KINDS, MOST_BYTES
from suyuan.records.importing.work import read_params
from suyuan.records.look import live_of
from suyuan.records.xlsx_in import XLSX

_PIECE = 1 << 18
_JOBS = "/records/{form:str}/import/jobs"
_RUN = Shape(
    {
        "mapping": many("object", required=True, most=1000, note='{"column": 0, "to": "code", "unit": false}, ...'),
        "by": many("text", most=5, note="fields that tell which record a row is about; id is the record's own"),
        "mode": text(choices=("new", "update", "both"), most=10),
        "blank": text(choices=("leave", "clear"), most=10, note="what an empty cell of a changed record means"),
        "good_only": flag("write the rows that are right and hand the others back"),
        "warned": flag("warnings of the form were seen and are accepted"),
        "dry_run": flag("only tell what is wrong"),
    }
)
_GO_ON = Shape({"good_only": flag()})


def _shown(call: Call, job: Progress, *, more: bool = False) -> dict[str, Any]:
    """An import as answered; with ``more`` its columns, what they may mean and what is wrong so far."""
    told: dict[str, Any] = {k: getattr(job, k) for k in Progress.__struct_fields__ if k != "body"}
    body = job.body
    told["at_once"] = job.lines <= MOST_AT_ONCE
    told["why"] = say(body.why, call.lang, **read_params(body.params)) if body.why else None
    told["plan"] = None if body.plan is None else msgspec.to_builtins(body.plan)
    if more:
        store, by = call.store, call.actor
        assert call.viewer is not None
        told["columns"] = [{"head": c.head, "values": c.values} for c in body.columns]
        told["guess"] = keep.guessed(store, job, by=by)
        told["targets"] = targets(live_of(catalogue(store), job.form), call.viewer, call.lang)
        bad = keep.bad_of_job(store, job.form, job.id, by=by) if job.bad else []
        told["bad_rows"] = [told_bad(call, one) for one in bad]
    return told


@route(
    "POST",
    _JOBS,
    form_verb("import"),
    query={"name": Parameter(required=True, most=300, note="of the file")},
    takes=tuple(KINDS),
    limit=MOST_BYTES,
    status=201,
)
async def begin(call: Call) -> Any:
    """Begin an import with an Excel or CSV file: its columns, their samples, and what they probably mean."""
    with await call.spooled() as content:
        kind = KINDS[call.headers["content-type"].partition(";")[0].strip().lower()]
        form, name = call.path["form"], call.query["name"]
        work = lambda: _shown(call, keep.start(call.store, form, name, kind, content, by=call.actor), more=True)  # noqa: E731
        return Answer(await call.away(work), 201)


@route("GET", _JOBS, form_verb("import"))
async def own(call: Call) -> Any:
    """One's own latest imports into a form, newest first."""
    found = await call.away(lambda: keep.own_imports(call.store, call.path["form"], by=call.actor))
    return {"items": [_shown(call, job) for job in found], "next": None}


@route(
    "GET",
    _JOBS + "/{id:str}",
    form_verb("import"),
    query={"more": Parameter("flag", default=False, note="with its columns, what they may mean, and wrong rows")},
)
async def progress(call: Call) -> Any:
    """How far an import is."""

    def look() -> dict[str, Any]:
        job = keep.progress(call.store, call.path["form"], call.path["id"], by=call.actor)
        return _shown(call, job, more=call.query["more"])

    return await call.away(look)


@route("POST", _JOBS + "/{id:str}/run", form_verb("import"), body=_RUN)
async def run(call: Call) -> Any:
    """Check the rows, or write them; answers at once, the work goes on beside."""
    given = {k: v for k, v in (await call.body()).items() if v is not None}
    dry = given.pop("dry_run", False)
    plan = plan_of(given)
    form, id = call.path["form"], call.path["id"]
    return _shown(call, await call.away(lambda: keep.run(call.store, form, id, plan, by=call.actor, dry_run=dry)))


def plan_of(given: dict[str, Any]) -> Plan:
    """The plan that a body tells.

    :raises Invalid: a mapping that is none.
    """
    for n, one in enumerate(given["mapping"]):
        try:
            msgspec.convert([one], tuple[Mapped, ...])
        except msgspec.ValidationError:
            raise Invalid([Mistake(f"mapping[{n}]", "api.want_object")]) from None
    return msgspec.convert(given, Plan)


@route("POST", _JOBS + "/{id:str}/resume", form_verb("import"), body=_GO_ON)
async def resume(call: Call) -> Any:
    """Go on with an import that stopped, was cancelled or failed, from the row it had come to."""
    good_only = bool((await call.body())["good_only"])
    form, id = call.path["form"], call.path["id"]
    return _shown(call, await call.away(lambda: keep.go_on(call.store, form, id, by=call.actor, good_only=good_only)))


@route("POST", _JOBS + "/{id:str}/cancel", form_verb("import"))
async def cancel(call: Call) -> Any:
    """End an import where it is: rows that are written stay."""
    form, id = call.path["form"], call.path["id"]
    return _shown(call, await call.away(lambda: keep.cancel(call.store, form, id, by=call.actor)))


@route("GET", _JOBS + "/{id:str}/errors.xlsx", form_verb("import"), gives=XLSX)
async def give_back(call: Call) -> Any:
    """The wrong rows as they were given, each with what is wrong in words in its last column."""
    form, id = call.path["form"], call.path["id"]
    made = await call.away(lambda: errors_file(call.store, form, id, by=call.actor, lang=call.lang))
    return Stream(_sent(made), XLSX, {"content-disposition": f'attachment; filename="{form}-wrong.xlsx"'})


async def _sent(made: BinaryIO) -> AsyncIterator[bytes]:
    with made:
        while piece := await asyncio.to_thread(made.read, _PIECE):
            yield piece
