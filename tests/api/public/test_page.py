"""The consumer page: what is switched on is told, everything else does not exist for the public."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from litestar import Litestar

from suyuan.api.public.style import POLICY
from tests.api.client import Client, Reply
from tests.api.public.shop import FULL, GTIN, TAGS, inspect, make_shop, publish_passport, ship
from tests.records.plant import Plant


@pytest.fixture
def lot(plant: Plant) -> str:
    code = make_shop(plant)
    publish_passport(plant, lots='material.code = "P" AND status = "released"')
    return code


@pytest.fixture
def phone(app: Litestar) -> Client:
    """Somebody with a phone, not signed in."""
    return Client(app)


def page(phone: Client, lot: str, more: str = "", gtin: str = GTIN, **headers: str) -> Reply:
    return phone.get(f"/01/{gtin}/10/{lot}{more}", **headers)


def test_a_released_lot_shows_what_is_published(plant: Plant, phone: Client, lot: str) -> None:
    inspect(plant, lot)
    reply = page(phone, lot)
    text = reply.raw.decode()
    assert reply.status == 200
    for told in ("Pork dumplings", lot, "Keep frozen", "Wheat flour", "Hebei", "Gluten", "Soy", "Passed", "Colonies"):
        assert told in text
    assert "12.5" in text
    assert "Made" in text
    assert "Baoding" in text
    assert len(reply.raw) < 100_000


def test_the_page_needs_no_script_and_allows_none(plant: Plant, phone: Client, lot: str) -> None:
    inspect(plant, lot)
    reply = page(phone, lot)
    assert "<script" not in reply.raw.decode()
    assert reply.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert "max-age=30" in reply.headers["cache-control"]
    assert "set-cookie" not in reply.headers


def test_the_language_is_the_readers_or_the_one_asked_for(plant: Plant, phone: Client, lot: str) -> None:
    inspect(plant, lot)
    assert 'lang="zh-CN"' in page(phone, lot, accept_language="zh-CN,zh;q=0.9,en;q=0.8").raw.decode()
    assert "本批配料" in page(phone, lot, "?lang=zh").raw.decode()
    assert "Ingredients of this lot" in page(phone, lot, "?lang=en", accept_language="zh").raw.decode()


@pytest.mark.parametrize(
    ("switch", "words"),
    [
        ("product", ["Pork dumplings"]),
        ("city", []),
        ("ingredients", ["Wheat flour"]),
        ("allergens", ["Gluten", "Soy"]),
        ("verdict", ["Passed", "Colonies"]),
        ("results", ["Colonies", "12.5"]),
        ("journey", ["Received", "Inspected"]),
        ("complaint", ["Tell us"]),
    ],
)
def test_a_datum_that_is_switched_off_is_nowhere_in_the_page(
    plant: Plant, phone: Client, lot: str, switch: str, words: list[str]
) -> None:
    inspect(plant, lot)
    ship(plant, lot)
    publish_passport(plant, publish=FULL["publish"] | {switch: False})
    text = page(phone, lot).raw.decode()
    assert [word for word in words if word in text] == []


def test_with_nothing_switched_on_nothing_of_the_plant_is_told(plant: Plant, phone: Client, lot: str) -> None:
    inspect(plant, lot)
    ship(plant, lot)
    publish_passport(plant, publish={}, facts=[], contact={"zh": "", "en": ""})
    text = page(phone, lot).raw.decode().replace(f"/01/{GTIN}/10/{lot}", "")
    for hidden in (
        "Pork",
        "flour",
        "Hebei",
        "Beijing",
        "Baoding",
        "Mill",
        "Shop",
        "SECRET",
        "hidden note",
        "7.77",
        "Shelf",
    ):
        assert hidden not in text
    assert lot not in text


def test_what_has_no_switch_is_never_told(plant: Plant, phone: Client, lot: str) -> None:
    inspect(plant, lot)
    ship(plant, lot)
    text = page(phone, lot).raw.decode()
    for hidden in ("Mill", "Shop", "SECRET-LOT", "hidden note", "7.77", "sauce", "Shelf", "RM-", "boss person"):
        assert hidden not in text


def test_a_recall_shows_at_once_in_red_with_what_to_do(plant: Plant, phone: Client, lot: str) -> None:
    inspect(plant, lot)
    ship(plant, lot)
    assert "banner red" not in page(phone, lot).raw.decode()
    plant.write("verdict", lot=lot, status="held")
    text = page(phone, lot).raw.decode()
    assert 'class="banner red"' in text
    assert "please do not eat" in text
    assert "400-555-0100" in text


def test_unknown_unshipped_and_foreign_lots_all_answer_the_same(plant: Plant, phone: Client, lot: str) -> None:
    answers = [
        page(phone, lot),  # made, not released, not shipped
        page(phone, "NO-SUCH-LOT"),
        page(phone, lot, gtin="06901234500028"),
        page(phone, lot, gtin="06901234500012"),  # wrong check digit
    ]
    bare = {re.sub(rb"/01/[^?]*", b"", a.raw) for a in answers}
    assert [a.status for a in answers] == [404] * 4
    assert len(bare) == 1
    inspect(plant, lot)
    assert page(phone, lot).status == 200


def test_a_shipped_lot_stays_visible_when_it_is_rejected_later(plant: Plant, phone: Client, lot: str) -> None:
    inspect(plant, lot)
    ship(plant, lot)
    inspect(plant, lot, "fail")
    reply = page(phone, lot)
    assert reply.status == 200
    assert "Rejected: do not eat" in reply.raw.decode()


def test_a_material_may_have_a_passport_of_its_own(plant: Plant, phone: Client, lot: str) -> None:
    inspect(plant, lot)
    own = {
        "passport": "own",
        "materials": ["P"],
        "lots": 'status = "released"',
        "publish": {"product": True},
        "facts": [],
    }
    publish_passport(plant, **own)
    text = page(phone, lot).raw.decode()
    assert text.count("Pork dumplings") == 2
    assert "Wheat flour" not in text


def test_the_product_alone_asks_for_the_lot_and_leads_there(phone: Client, lot: str) -> None:
    asked = phone.get(f"/01/{GTIN}")
    assert asked.status == 200
    assert 'name="lot"' in asked.raw.decode()
    led = phone.get(f"/01/{GTIN}?lot={lot}&lang=en")
    assert led.status == 303
    assert led.headers["location"] == f"/01/{GTIN}/10/{lot}?lang=en"


def test_a_serial_number_is_shown_with_the_lot(plant: Plant, phone: Client, lot: str) -> None:
    inspect(plant, lot)
    assert "A%2F7" not in page(phone, lot, "/21/A%2F7").raw.decode().replace("/21/A%2F7", "")
    assert "A/7" in page(phone, lot, "/21/A%2F7").raw.decode()


def test_asking_again_and_again_is_slowed_down(plant: Plant, phone: Client, lot: str) -> None:
    inspect(plant, lot)
    answers = [page(phone, lot).status for _ in range(125)]
    assert answers[0] == 200
    assert 429 in answers


class Elements(HTMLParser):
    """Tags and attribute names of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src", "action")}


HEADS = ("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>", "</style><script>x",
         "</title><script>x", "<iframe src=javascript:alert(1)>", "&lt;script&gt;", "<a href=javascript:x>y</a>",
         "{{7*7}}", "<!--", "]]>", "<meta http-equiv=refresh content=0>", "<base href=//evil>", "<form action=//evil>",
         "&#0;&#x3c;b>", "<math><mtext></mtext>", "onclick=alert(1)", "<style>*{display:none}</style>", "%3Cscript%3E",
         "<details open ontoggle=alert(1)>")  # fmt: skip
PAYLOADS = [f"{before}{head}" for head in HEADS for before in ("", " ", '" ', "' ", "</dd>")]


@pytest.mark.parametrize("place", ["name", "storage", "serial", "complaint"])
def test_hostile_texts_stay_texts(plant: Plant, phone: Client, place: str) -> None:
    assert len(PAYLOADS) == 100
    payload = "".join(PAYLOADS)
    lot = make_shop(plant, **({place: payload[:3000]} if place in ("name", "storage") else {}))
    publish_passport(plant, lots='material.code = "P"')
    if place == "complaint":
        body = ('--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + payload + "\r\n--b--\r\n").encode()
        reply = phone("POST", f"/01/{GTIN}/10/{lot}", raw=body, content_type="multipart/form-data; boundary=b")
    elif place == "serial":
        reply = page(phone, lot, f"/21/{quote('<script>1</script>', safe='')}")
    else:
        reply = page(phone, lot)
    found = Elements()
    found.feed(reply.raw.decode())
    assert found.tags <= TAGS
    assert not {a for a in found.attributes if a.startswith("on") or a == "style"}
    assert all(link.startswith(f"/01/{GTIN}") for link in found.links)
