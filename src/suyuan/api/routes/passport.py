"""Consumer pages: the public address of a lot, and what a designer and the plant see of it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno

from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.public.consumer import show, take
from suyuan.api.public.page import Asked, page_html
from suyuan.api.public.sent import LIMIT, TYPES
from suyuan.api.route import PUBLIC, Parameter, ability, route
from suyuan.api.routes.definitions import declare_kind
from suyuan.api.shape import Shape, obj, text
from suyuan.definitions import shape
from suyuan.kernel.errors import Invalid, Mistake, NotFound, refuse
from suyuan.records.passport import Passport
from suyuan.records.passport_link import PublicLink, link_of_lot, link_of_product, newest_with_link
from suyuan.records.passport_page import page_of

declare_kind("passports", "passport", ability("design"), ability("design"))

_ONE = {"code": Parameter(most=400, note="a lot"), "material": Parameter(most=36, note="id of a material")}
_TRIAL = Shape({"definition": obj(required=True), "code": text(most=400)})


@route("GET", "/01/{path:path}", PUBLIC, root=True, hidden=True, any_query=True, gives="text/html")
async def consumer_page(call: Call) -> Answer:
    """The public page of a lot (GS1 Digital Link), or of a product, which asks for the lot."""
    return await call.away(show, call)


@route("POST", "/01/{path:path}", PUBLIC, root=True, hidden=True, any_query=True, takes=TYPES, limit=LIMIT)
async def consumer_complaint(call: Call) -> Answer:
    """A complaint from the public page."""
    raw = await call.raw()
    return await call.away(take, call, raw)


@route("GET", "/consumer/link", ability("trace"), query=_ONE)
async def link(call: Call) -> Any:
    """Where the public finds a lot or a product, and whether it can see it now."""
    found = await call.away(_link, call)
    return {
        "url": found.url,
        "gtin": found.gtin,
        "public": found.public,
        "why": found.why,
        "passport": found.passport,
        "code": found.code,
        "title": found.title,
    }


@route(
    "GET",
    "/consumer/qr",
    ability("trace"),
    query={**_ONE, "format": Parameter(default="svg", choices=("svg", "png"))},
    gives="image/svg+xml",
)
async def qr(call: Call) -> Answer:
    """The QR code of a lot's or product's public address, for printing."""
    found = await call.away(_link, call)
    if found.url is None:
        raise NotFound("api.no_public_address", title=found.title)
    kind = call.query["format"]
    name = f"{found.gtin}{'-' + found.code if found.code else ''}.{kind}".replace("/", "_")
    sent = {"content-disposition": f'inline; filename="{name}"', "cache-control": "private, max-age=60"}
    return Answer(_drawn(found.url, kind), 200, sent, "image/svg+xml" if kind == "svg" else "image/png")


def _drawn(url: str, kind: str) -> bytes:
    """A QR code with the quiet zone and error correction M that GS1 asks for."""
    out = BytesIO()
    code = segno.make(url, error="m", boost_error=False, micro=False)
    if kind == "svg":
        code.save(out, kind="svg", scale=8, border=4, xmldecl=False, svgns=True, nl=False)
    else:
        code.save(out, kind="png", scale=16, border=4)
    return out.getvalue()


def _link(call: Call) -> PublicLink:
    code, material = call.query["code"], call.query["material"]
    if (code is None) == (material is None):
        raise refuse("code", "api.required")
    origin = f"{call.request.scope['scheme']}://{call.headers.get('host', 'localhost')}"
    return link_of_lot(call.store, code, origin) if code else link_of_product(call.store, material, origin)


@route("POST", "/consumer/preview", ability("design"), body=_TRIAL)
async def preview(call: Call) -> Any:
    """The page of a lot as a draft would show it; nothing is published."""
    given = await call.body()
    mistakes: list[Mistake] = []
    trial = shape.read(Passport, {"passport": "trial", **given["definition"]}, "definition", mistakes)
    if trial is None:
        raise Invalid(mistakes)
    code = given["code"] or await call.away(newest_with_link, call.store)
    if code is None:
        raise refuse("code", "api.no_public_address", title="")
    found = await call.away(link_of_lot, call.store, code, "https://here")
    if found.gtin is None or found.code is None:
        raise refuse("code", "api.no_public_address", title=found.title)
    page = await call.away(page_of, call.store, found.gtin, found.code, call.lang, trial)
    if page is None:
        raise refuse("code", "api.no_public_address", title=found.title)
    answer = {"html": page_html(page, Asked(call.lang, "#")).decode(), "link": found.url, "public": found.public}
    return answer | {"code": found.code}
