"""The public page under attack: scripts in every published field, odd addresses, methods, hosts, hostile pictures."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from litestar import Litestar

from suyuan.api.public.style import POLICY
from tests.api.client import Client, Reply
from tests.api.public.shop import FULL, GTIN, TAGS, inspect, make_shop, publish_passport, ship
from tests.api.public.test_complaint import complaints, send, token, wait
from tests.records.plant import Plant

BREAKS = ("{}", '"{}', "'{}", "-->{}", "</title>{}", "</textarea>{}", "</style>{}", "]]>{}", "${{{}}}", "&lt;{}")
SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>1</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><button>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example'</style>",
)
PAYLOADS = [at.format(script) for at in BREAKS for script in SCRIPTS]


class Reader(HTMLParser):
    """Notes what no page of ours may hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.odd: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.odd.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "http-equiv"):
                self.odd.append(f"{tag} {name}")
            if name in ("href", "src", "action") and not re.match(r"^(/01/|#)", value or ""):
                self.odd.append(f"{tag} {name}={value}")


@pytest.fixture
def lot(plant: Plant) -> str:
    code = make_shop(plant)
    publish_passport(plant, lots='material.code = "P" AND status = "released"')
    inspect(plant, code)
    return code


@pytest.fixture
def phone(app: Litestar) -> Client:
    return Client(app)


def checked(reply: Reply) -> str:
    """The page, seen to be one of ours."""
    text = reply.raw.decode()
    assert Reader(text).odd == [], text[:400]
    assert reply.headers["content-security-policy"] == POLICY
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert len(reply.raw) < 100_000
    return text


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_hundred_scripts_in_every_published_field_stay_texts(plant: Plant, phone: Client) -> None:
    every = " ".join(PAYLOADS)
    halves = (" ".join(PAYLOADS[:50])[:2900], " ".join(PAYLOADS[50:])[:2900])
    lot = make_shop(plant, name=halves[0], storage=halves[1])
    steps = [step | {"label": {"zh": every[:100], "en": f'{p}"'[:100]}} for step, p in zip(FULL["steps"], PAYLOADS)]
    facts = [
        {"key": f"f{n}", "label": {"zh": p, "en": p}, "value": "material.storage", "publish": True}
        for n, p in enumerate(PAYLOADS[:20])
    ]
    label = {"zh": PAYLOADS[3], "en": PAYLOADS[14]}
    publish_passport(plant, lots='material.code = "P"', city=label, contact=label, steps=steps, facts=facts)
    inspect(plant, lot)
    for lang in ("zh", "en"):
        text = checked(phone.get(f"/01/{GTIN}/10/{lot}?lang={lang}"))
        assert "alert(1)" in text, "it is told, as text"


ODD_PATHS = (
    "{g}/10/{l}%2F..%2F..%2Fetc%2Fpasswd",
    "{g}/10/..%2f..%2f",
    "../01/{g}/10/{l}",
    "{g}/10/{l}%0d%0aSet-Cookie:%20a=b",
    "{g}/10/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "{g}/10/" + "A" * 6000,
    "{g}/10/%00",
    "{g}/10/%ff%fe",
    "{g}/10/%E2%80%AE",
    "{g}/21/1/10/{l}",
    "{g}/10/{l}/10/{l}",
    "{g}/10/{l}//evil.example",
    "/evil.example/10/1",
    "{g}/10/{l};a=b",
    "9" * 14 + "/10/{l}",
    "{g}",
    "",
    "%30%36901234500011/10/{l}",
    "{g}/10/%2525",
    "{g}/10/$(id)'\"`",
)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_odd_addresses_answer_with_a_plain_page(phone: Client, lot: str) -> None:
    for path in ODD_PATHS:
        at = "/01/" + path.format(g=GTIN, l=lot)
        for more in ("", "?lang=%3Cb%3E", "?lot=%0d%0aX:1", "?lot=" + "A" * 3000, "?a=1" + "&a=1" * 500, "?%ff=%ff"):
            reply = phone.get(at + more)
            assert reply.status in (200, 303, 400, 404, 414), (at[:80], more[:20], reply.status)
            assert "set-cookie" not in reply.headers
            place = reply.headers.get("location", "/01/")
            assert place.startswith("/01/"), place
            assert "\r" not in place
            assert "\n" not in place
            if reply.headers["content-type"].startswith("text/html") and reply.raw:
                checked(reply)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_other_methods_and_lying_headers_change_nothing(phone: Client, lot: str) -> None:
    at = f"/01/{GTIN}/10/{lot}"
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"):
        assert phone(method, at).status in (204, 404, 405), method
    head = phone("HEAD", at)
    assert head.status in (200, 405)
    assert head.raw == b"" or head.status == 405
    for headers in (
        {"host": "evil.example"},
        {"x_forwarded_host": "evil.example", "x_forwarded_proto": "gopher"},
        {"x_original_url": "/api/v1/records/receipt", "x_rewrite_url": "/api/v1/me"},
        {"accept_language": "<script>" * 500},
        {"accept": "application/json"},
    ):
        reply = phone.get(at, **headers)
        assert reply.status in (200, 400, 421), headers
        assert b"evil.example" not in reply.raw
        assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_lot_kept_back_and_one_that_is_none_cannot_be_told_apart(plant: Plant, phone: Client, lot: str) -> None:
    publish_passport(plant, lots="")
    kept, none = phone.get(f"/01/{GTIN}/10/{lot}"), phone.get(f"/01/{GTIN}/10/X{lot[1:]}")
    assert (kept.status, none.status) == (404, 404)
    assert kept.raw.replace(lot.encode(), b"") == none.raw.replace(b"X" + lot[1:].encode(), b"")
    assert {k: v for k, v in kept.headers.items() if k != "x-request-id"}.keys() == none.headers.keys()
    ship(plant, lot)
    assert phone.get(f"/01/{GTIN}/10/{lot}").status == 200


def hostile_pictures() -> dict[str, bytes]:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    return {
        "svg": svg,
        "html": b"<!doctype html><script>alert(1)</script>",
        "gif": b"GIF89a/*<svg onload=alert(1)>*/=1",
        "pdf": b"%PDF-1.7 <script>",
        "zip": b"PK\x03\x04" + b"\x00" * 100,
        "exe": b"MZ" + b"\x00" * 100,
    }


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_only_pictures_are_taken(plant: Plant, phone: Client, lot: str) -> None:
    for name, raw in hostile_pictures().items():
        sent = token(phone, lot)
        wait(plant, timedelta(hours=1))
        reply = send(phone, lot, photo=raw, text="There was glass in it", token=sent)
        assert reply.status == 422, name
        checked(reply)
    assert complaints(plant) == []
