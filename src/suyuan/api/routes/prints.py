"""Print templates, and printing by them: records on paper, labels of records and of lots."""

from __future__ import annotations

import base64
from typing import Any

from suyuan.access.rights import require_ability
from suyuan.api.answer import Answer, exact
from suyuan.api.call import Call
from suyuan.api.download import download
from suyuan.api.route import SIGNED_IN, Parameter, ability, form_verb, route
from suyuan.api.routes.definitions import declare_kind
from suyuan.api.routes.definitions import shown as shown_definition
from suyuan.api.shape import Shape, many, obj, text, whole
from suyuan.definitions.read import listed
from suyuan.kernel.errors import NotFound
from suyuan.kernel.i18n import LANGUAGES
from suyuan.print import pdf
from suyuan.records.prints.block_type import BLOCKS
from suyuan.records.prints.make import MOST_COPIES, MOST_LEAVES, Printed, print_records, templates_of
from suyuan.records.prints.of_lots import lot_prints, print_lots
from suyuan.records.prints.preview import preview
from suyuan.records.prints.proposal import propose

declare_kind("prints", "print", SIGNED_IN, ability("design"))

_LANG = Parameter(choices=LANGUAGES, note="of the paper; the caller's own when absent")
_HOW = {
    "copies": whole(least=1, most=MOST_COPIES),
    "lang": text(choices=LANGUAGES, note="of the paper; the caller's own when absent"),
}
_MANY = max(MOST_LEAVES.values())
_RECORDS = Shape({"ids": many("text", required=True, most=_MANY, note="public ids, in order")} | _HOW)
_LOTS = Shape({"print": text(required=True, most=100), "codes": many("text", required=True, most=_MANY)} | _HOW)
_TRIAL = Shape({"definition": obj(required=True), "record": text(most=36), "lang": text(choices=LANGUAGES)})
_WISH = Shape({"form": text(required=True, most=100), "kind": text(required=True, choices=("page", "label"))})


@route("GET", "/prints/blocks", SIGNED_IN)
async def block_types(call: Call) -> Any:
    """What may stand on a page or label: the types of blocks, for the designer."""
    return {"items": [{"key": b.key, "label": b.label, "on": b.on, "start": b.start} for b in BLOCKS], "next": None}


@route("GET", "/forms/{form:str}/prints", form_verb("read"), query={"drafts": Parameter("flag", default=False)})
async def of_form(call: Call) -> Any:
    """The templates that print records of a form; with ``drafts`` (ability design) the newest of each, drawn whole."""
    form = call.path["form"]
    if call.query["drafts"]:
        assert call.viewer is not None
        require_ability(call.viewer, "design")
        return exact({"items": await call.away(_drawn, call, form), "next": None})
    found = await call.away(lambda: templates_of(call.store, form, by=call.actor))
    return {"items": [{"key": p.key, "label": p.label, "kind": p.kind, "each": p.each} for p in found], "next": None}


def _drawn(call: Call, form: str) -> list[Any]:
    with call.store.read() as conn:
        newest = listed(conn, "prints", drafts=True)
    return [shown_definition(d) for d in newest if d.body.get("form") == form]


@route(
    "GET",
    "/records/{form:str}/{id:str}/print/{file:str}",
    form_verb("read"),
    query={"copies": Parameter("whole", least=1, most=MOST_COPIES, default=1), "lang": _LANG},
    gives=pdf.MEDIA_TYPE,
)
async def one(call: Call) -> Answer:
    """One record printed by a template, ``{template}.pdf``; told to the ledger."""
    key, dot, ending = call.path["file"].rpartition(".")
    if ending != "pdf" or not dot:
        raise NotFound("records.no_print", print=call.path["file"])
    return await _printed(call, key, [call.path["id"]], call.query["copies"], call.query["lang"])


@route("POST", "/records/{form:str}/print/{print:str}", form_verb("read"), body=_RECORDS, gives=pdf.MEDIA_TYPE)
async def several(call: Call) -> Answer:
    """Records printed by a template, one after the other; told to the ledger."""
    given = await call.body()
    return await _printed(call, call.path["print"], given["ids"], given["copies"], given["lang"])


async def _printed(call: Call, key: str, ids: list[str], copies: int | None, lang: str | None) -> Answer:
    form, lang = call.path["form"], lang or call.lang

    def work() -> Answer:
        how: dict[str, Any] = {"by": call.actor, "lang": lang, "copies": copies or 1, "via": "api"}
        return _sent(print_records(call.store, form, key, ids, **how))

    return await call.away(work)


def _sent(made: Printed) -> Answer:
    return download(made.pdf, f"{made.name}.pdf".replace("/", "_"), pdf.MEDIA_TYPE)


@route("GET", "/lots/prints", ability("trace"), query={"code": Parameter(required=True, most=400)})
async def of_lot(call: Call) -> Any:
    """The label templates for a lot: those of the form whose record made it."""
    found = await call.away(lambda: lot_prints(call.store, call.query["code"], by=call.actor))
    return {"items": found, "next": None}


@route("POST", "/lots/print", ability("trace"), body=_LOTS, gives=pdf.MEDIA_TYPE)
async def lots(call: Call) -> Answer:
    """Labels of lots; a stopped lot is refused. Told to the ledger."""
    given = await call.body()

    def work() -> Answer:
        how: dict[str, Any] = {"lang": given["lang"] or call.lang, "copies": given["copies"] or 1, "via": "api"}
        return _sent(print_lots(call.store, given["print"], given["codes"], by=call.actor, **how))

    return await call.away(work)


@route("POST", "/prints/propose", ability("design"), body=_WISH)
async def proposed(call: Call) -> Any:
    """The document of a first template of a form, everything on it laid out by its sections; nothing is written."""
    given = await call.body()

    def look() -> Any:
        with call.store.read() as conn:
            taken = {d.key for d in listed(conn, "prints", drafts=True)}
            stem = f"{given['form'][:22]}_{given['kind']}"
            numbered = (f"{stem}_{n}" for n in range(2, len(taken) + 3))
            key = next(k for k in (stem, *numbered) if k not in taken)
            return {"key": key, "definition": propose(conn, given["form"], given["kind"], key)}

    return await call.away(look)


@route("POST", "/prints/{key:str}/preview", ability("design"), body=_TRIAL)
async def shown(call: Call) -> Any:
    """What a draft looks like on a record, else on the newest, else on an example; nothing is written."""
    given = await call.body()
    record, lang = given["record"], given["lang"] or call.lang

    def look() -> Any:
        found = preview(call.store, call.path["key"], given["definition"], record, by=call.actor, lang=lang)
        return {
            "images": [base64.b64encode(image).decode() for image in found.images],
            "pages": found.pages,
            "spills": found.spills,
            "left_out": found.left_out,
            "record": None if found.record is None else {"id": found.record, "title": found.title},
        }

    return await call.away(look)
