"""What the public asks of a lot's page, and what it sends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.public.limit import place_of
from suyuan.api.public.page import Asked, asking_html, busy_html, page_html, unknown_html
from suyuan.api.public.sent import Sent, read_form, token_for, token_holds
from suyuan.api.public.style import POLICY
from suyuan.codes.digital_link import build, parse
from suyuan.kernel.errors import Conflict, Invalid, NotFound
from suyuan.kernel.i18n import LANGUAGES, language, say
from suyuan.records.complain import Told, complain
from suyuan.records.passport_page import page_of

_HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "private, max-age=30",
    "vary": "accept-language",
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex",
}
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Address:
    """What the address names; ``lot`` and ``serial`` may be blank.

    :param path: as the page's own links write it.
    """

    path: str
    gtin: str
    lot: str = ""
    serial: str = ""


def show(call: Call) -> Answer:
    """The page at the address asked for."""
    asked = _query(call)
    lang = _lang(call, asked)
    address = _address(call)
    if not call.house.limits.pages.take(place_of(call.actor.address), call.store.clock.now()):
        return _html(busy_html(lang, _path(call)), 429)
    if address is None:
        return _html(unknown_html(lang, _path(call)), 404)
    if not address.lot and (typed := asked.get("lot", "").strip()):
        return _to_lot(address, typed, lang)
    if not address.lot:
        return _html(asking_html(lang, address.path, address.gtin))
    return _page(call, address, Asked(lang, address.path, address.serial, token_for(call.store, address.path)))


def take(call: Call, raw: bytes) -> Answer:
    """A complaint sent from the page."""
    lang, address, now = _lang(call, _query(call)), _address(call), call.store.clock.now()
    if address is None or not address.lot:
        return _html(unknown_html(lang, _path(call)), 404)
    limits, place = call.house.limits, place_of(call.actor.address)
    if not limits.complaints.take(place, now) or not limits.all_complaints.take("", now):
        return _html(busy_html(lang, address.path), 429)
    sent = read_form(raw, call.headers.get("content-type", ""))
    asked = Asked(lang, address.path, address.serial, token_for(call.store, address.path))
    again = replace(asked, text=sent["text"], contact=sent["contact"])
    if sent["website"]:
        return _page(call, address, replace(asked, thanks=True))
    if not token_holds(call.store, sent["token"], address.path, now):
        return _page(call, address, replace(again, wrong=(("", say("api.page_too_old", lang)),)), 422)
    return _told(call, address, sent, asked, again)


def _told(call: Call, address: Address, sent: Sent, asked: Asked, again: Asked) -> Answer:
    told = Told(sent["text"], sent["contact"], sent.photo, sent["token"].partition(".")[0])
    try:
        complain(call.store, address.gtin, address.lot, told, by=call.actor)
    except NotFound:
        return _html(unknown_html(asked.lang, address.path), 404)
    except Conflict:
        return _page(call, address, replace(again, wrong=(("", say("api.page_too_old", asked.lang)),)), 409)
    except Invalid as error:
        own = {"text", "contact", "photo"}
        wrong = tuple((m.path if m.path in own else "", say(m.code, asked.lang, **m.params)) for m in error.mistakes)
        return _page(call, address, replace(again, wrong=wrong), 422)
    return _page(call, address, replace(asked, thanks=True))


def _page(call: Call, address: Address, asked: Asked, status: int = 200) -> Answer:
    page = page_of(call.store, address.gtin, address.lot, asked.lang)
    if page is None:
        return _html(unknown_html(asked.lang, address.path), 404)
    return _html(page_html(page, asked), status)


def _to_lot(address: Address, lot: str, lang: str) -> Answer:
    try:
        link = build((("01", address.gtin), ("10", lot)), "https://here")
    except Invalid:
        return _html(unknown_html(lang, address.path), 404)
    return Answer(b"", 303, {**_HEADERS, "location": f"{link.removeprefix('https://here')}?lang={lang}"}, _HTML)


def _html(content: bytes, status: int = 200) -> Answer:
    return Answer(content, status, _HEADERS if status == 200 else {**_HEADERS, "cache-control": "no-store"}, _HTML)


def _path(call: Call) -> str:
    return str(call.request.scope["raw_path"].decode("ascii", "ignore")).partition("?")[0]


def _address(call: Call) -> Address | None:
    try:
        link = parse(f"https://here{_path(call)}")
    except (Invalid, ValueError):
        return None
    given = dict(link.path)
    if "01" not in given or link.stem != "https://here":
        return None
    path = build(link.path, "https://here").removeprefix("https://here")
    return Address(path, given["01"], given.get("10", ""), given.get("21", ""))


def _query(call: Call) -> dict[str, str]:
    raw = call.request.scope["query_string"].decode("ascii", "ignore")
    try:
        return dict(parse_qsl(raw, max_num_fields=20))
    except ValueError:
        return {}


def _lang(call: Call, asked: dict[str, str]) -> str:
    wanted = asked.get("lang", "")
    return wanted if wanted in LANGUAGES else language(call.headers.get("accept-language"))
