"""Public links of a form: made, listed, given another address, ended."""

from __future__ import annotations

from typing import Any

import msgspec

from suyuan.api.call import Call, instant
from suyuan.api.route import ability, route
from suyuan.api.shape import Shape, flag, many, obj, text, whole
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.print import qr
from suyuan.records.link_terms import Terms
from suyuan.records.links import Link, links, make_link, renew_link, revoke_link

_RUNS = ability("design", "admin")
_LINK = Shape(
    {
        "name": text(required=True, most=200),
        "fields": many("text", required=True, most=300, note="keys of the fields the visitor fills in"),
        "fixed": obj(note="values of further fields, which the visitor neither sees nor changes"),
        "expires_at": text(required=True, most=40),
        "most": whole(least=1, most=1_000_000, note="records in all"),
        "daily": whole(least=1, most=100_000, note="records in one day of the plant"),
        "trace": flag(note="its records may do to lots what the form says"),
        "pin": text(most=20),
    }
)


@route("GET", "/forms/{form:str}/links", _RUNS)
async def listed(call: Call) -> Any:
    """The public links of a form, newest first; their addresses are not known any more."""
    items = await call.away(lambda: links(call.store, call.path["form"], by=call.actor))
    return {"items": items, "next": None}


@route("POST", "/forms/{form:str}/links", _RUNS, body=_LINK, status=201)
async def new(call: Call) -> Any:
    """Make a public link; the answer alone tells its address (``url``, and ``qr`` as SVG)."""
    given = await call.body()
    until = instant(given["expires_at"])
    if isinstance(until, Mistake):
        raise Invalid([Mistake("expires_at", until.code, until.params)])
    limits = {k: given[k] for k in ("most", "daily")}
    terms = Terms(
        fields=given["fields"], fixed=given["fixed"] or {}, expires_at=until, trace=bool(given["trace"]), **limits
    )
    form, name, pin = call.path["form"], given["name"], given["pin"]
    return _with_address(
        call, await call.away(lambda: make_link(call.store, form, name, terms, by=call.actor, pin=pin))
    )


@route("POST", "/forms/{form:str}/links/{id:str}/renew", _RUNS)
async def renew(call: Call) -> Any:
    """Give a link another address; the old one ends at once."""
    form, id = call.path["form"], call.path["id"]
    return _with_address(call, await call.away(lambda: renew_link(call.store, form, id, by=call.actor)))


@route("DELETE", "/forms/{form:str}/links/{id:str}", _RUNS, status=204)
async def end(call: Call) -> None:
    """End a link; what came by it stays."""
    await call.away(lambda: revoke_link(call.store, call.path["form"], call.path["id"], by=call.actor))


def _with_address(call: Call, link: Link) -> dict[str, Any]:
    origin = f"{call.request.scope['scheme']}://{call.headers.get('host', 'localhost')}"
    url = f"{origin}/p/{link.token}"
    told: dict[str, Any] = msgspec.structs.asdict(link)
    del told["token"]
    return told | {"url": url, "qr": qr.svg(url)}
