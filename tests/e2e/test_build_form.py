"""The raw receiving inspection, built from an empty form with the mouse, published, and filled in."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.building import Builder, receiving_inspection
from tests.e2e.conftest import Open, Visitor
from tests.e2e.filling import Form

pytestmark = pytest.mark.browser

MOST_CLICKS = 25
SUPPLIER, MATERIAL = "金川肉联厂", "猪前腿肉"


@pytest.fixture(params=["desk"])
def size(request: pytest.FixtureRequest) -> str:
    """Designing is for a desk."""
    return str(request.param)


@pytest.mark.parametrize("lang", ["en"], indirect=True)
def test_the_receiving_inspection_takes_few_clicks_and_receives_a_lot(visitor: Visitor) -> None:
    visitor.sign_in("admin")
    hand = receiving_inspection(visitor)
    assert hand.clicks <= MOST_CLICKS, hand.clicks
    says_what_was_asked(visitor.api("GET", f"/forms/{hand.key}")["definition"])
    visitor.page.get_by_role("button", name="Fill it in").click()
    lot = visitor.api("GET", f"/lots/one?code={received(visitor, hand.key)}")
    assert (lot["status"], lot["balance"]["received"]) == ("released", "850")


@pytest.mark.parametrize("lang", ["zh"], indirect=True)
def test_a_form_in_use_is_changed_and_its_records_stay_as_they_were_written(visitor: Visitor, opened: Open) -> None:
    page = visitor.page
    visitor.sign_in("admin")
    hand = receiving_inspection(visitor)
    assert hand.clicks <= MOST_CLICKS, hand.clicks
    hand.let_use("仓库", "填写和更正")
    page.get_by_role("button", name="去填写").click()
    received(visitor, hand.key, photo=picture())
    page.get_by_role("button", name="打开记录", exact=True).click()
    page.locator(".record").wait_for()
    old = page.url.removeprefix(visitor.address)

    phone = opened("zh", "phone")
    phone.sign_in("store")
    phone.go(f"/f/{hand.key}/new")
    received(phone, hand.key)
    phone.shot("designer-received")

    changed_by_mouse(hand)
    hand.publish("厂家批号", "到货照片", "车牌号", "车厢温度")
    today = visitor.api("GET", f"/forms/{hand.key}")
    assert today["version"] == 2

    visitor.go(old)
    body = page.locator(".record-main")
    expect(page.locator(".captured")).to_be_visible()
    for told in ("供应商批号", "JC-1130-2", "到货照片", "850"):
        expect(body).to_contain_text(told)
    expect(body.locator("img").first).to_be_visible()
    for absent in ("车牌号", "其他"):
        expect(body).not_to_contain_text(absent)
    visitor.shot("designer-captured")
    page.locator(".captured button").click()
    expect(body).to_contain_text("厂家批号")
    expect(body).to_contain_text("JC-1130-2")
    expect(body).not_to_contain_text("供应商批号")
    visitor.shot("designer-today")

    phone.go(f"/f/{hand.key}/new")
    filled = Form(phone)
    expect(phone.page.get_by_text("厂家批号")).to_be_visible()
    expect(phone.page.get_by_text("到货照片")).to_have_count(0)
    phone.page.get_by_role("tab", name="运输").tap()
    filled.text(next(key for key, field in today["definition"]["fields"].items() if field["type"] == "number"), "3.5")
    phone.shot("designer-changed")


def changed_by_mouse(hand: Builder) -> None:
    """A label is renamed, a field moved, one retired, one added, and a tab with another."""
    page = hand.page
    hand.visitor.go(f"/design/{hand.key}")
    hand.card("供应商批号").locator(".dz-label").dblclick()
    hand.type_label("厂家批号")
    hand.card("库位").click()
    page.keyboard.press("Alt+ArrowUp")
    hand.card("到货照片").click()
    page.keyboard.press("Delete")
    expect(page.locator(".dz-retired-field")).to_contain_text("到货照片")
    hand.card("签名").click()
    hand.add("vehicle_plate", "车牌号")
    hand.add("part tab", "运输")
    hand.add("number", "车厢温度")
    hand.visitor.shot("designer-changes")


def picture() -> bytes:
    """A photo."""
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "#88aa66").save(out, "JPEG")
    return out.getvalue()


def value(visitor: Visitor, name: str) -> str:
    """The id of the material of that name."""
    found = visitor.api("GET", f"/records/material?search={name}")
    return str(found["items"][0]["id"])


def says_what_was_asked(document: dict[str, Any]) -> None:
    """The document has every part of the task: filter, numbering, limits from the material, verdict, receive event."""
    fields = {field["type"]: field for field in document["fields"].values()}
    by_key = {field["type"]: key for key, field in document["fields"].items()}
    links = [field for field in document["fields"].values() if field["type"] == "link"]
    assert [(one["to"], one.get("where")) for one in links] == [
        ("supplier", 'approval = "approved"'),
        ("material", None),
    ]
    material = next(key for key, field in document["fields"].items() if field.get("to") == "material")
    assert "{###}" in fields["serial"]["rule"]
    assert fields["quantity"]["of"] == material
    assert fields["list"]["rows"]["from"] == f"{material}.specification.limits"
    assert fields["verdict"]["value"] == f"ALL({by_key['list']}.pass)"
    event = document["trace"]
    assert event["verb"] == "receive"
    assert event["outputs"] == {"lot": by_key["lot"], "quantity": by_key["quantity"]}
    assert (event["where"], event["status"]) == (by_key["location"], f'IF({by_key["verdict"]}, "released", "held")')
    assert (fields["lot"]["new"]["material"], fields["lot"]["new"]["supplier_lot"]) == (material, by_key["text"])


def received(visitor: Visitor, key: str, photo: bytes | None = None) -> str:
    """Fill in the form that was built; answers the code of the lot that it received."""
    page = visitor.page
    document = visitor.api("GET", f"/forms/{key}")["definition"]
    at = {field["type"]: name for name, field in document["fields"].items()}
    supplier, material = (name for name, field in document["fields"].items() if field["type"] == "link")
    form = Form(visitor)
    form.pick(supplier, SUPPLIER)
    form.pick(material, MATERIAL)
    form.text(at["text"], "JC-1130-2")
    form.text(at["quantity"], "850")
    form.pick(at["location"], "冷藏原料库")
    assert form.proposed(at["list"], "characteristic")
    limits = visitor.api(
        "POST", f"/forms/{key}/rows", {"field": at["list"], "values": {material: value(visitor, MATERIAL)}}
    )
    for n, row in enumerate(limits["rows"]):
        form.text(f"{at['list']}[{n}].result", str(row.get("upper") or row.get("lower") or "1"))
    visitor.shot("designer-filled")
    if photo:
        sent = {"name": "truck.jpg", "mimeType": "image/jpeg", "buffer": photo}
        page.locator(f'.ff-field[data-path="{at["image"]}"] input[type=file]').last.set_input_files(sent)
        expect(page.locator(".ff-shot-drop")).to_be_visible()
    form.submit()
    return page.locator(".ff-made dd").last.inner_text()
