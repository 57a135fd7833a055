"""Printing in a real browser: a label moved with the mouse and read again, several records in one file, a phone."""

from __future__ import annotations

import base64
import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

from tests.e2e.conftest import Visitor

pytestmark = pytest.mark.browser
SHOWN = ".pt-sheet img"
KEEP = """() => {
  const make = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (blob) => { window.kept = blob; return make(blob); };
  window.open = () => ({});
}"""
BYTES = "async () => [...new Uint8Array(await window.kept.arrayBuffer())]"


def codes_of(visitor: Visitor) -> set[str]:
    """What an independent reader finds on the label that is shown."""
    source = visitor.page.locator(SHOWN).get_attribute("src") or ""
    image = Image.open(io.BytesIO(base64.b64decode(source.partition(",")[2])))
    return {found.text for found in zxingcpp.read_barcodes(image)}


def newest_lot(visitor: Visitor, form: str) -> str:
    """The lot of the newest record of a form."""
    found = visitor.page.request.get(f"{visitor.address}/api/v1/records/{form}?limit=1").json()
    return str(found["items"][0]["fields"]["lot"]["code"])


@pytest.mark.parametrize(("lang", "size"), [("zh", "desk")], indirect=True)
def test_a_label_is_drawn_moved_undone_published_and_read_again(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("admin")
    visitor.go("/design/packing?tab=print")
    page.locator(SHOWN).wait_for()
    lot = page.request.get(f"{visitor.address}/api/v1/records/packing?limit=1").json()["items"][0]["fields"]["lot"][
        "code"
    ]
    assert any(text.startswith("(01)0690") and f"(10){lot}" in text for text in codes_of(visitor))
    spot = page.locator(".pt-spot").nth(1)
    before = spot.bounding_box()
    assert before is not None
    left = spot.evaluate("element => getComputedStyle(element).left")
    page.mouse.move(before["x"] + 30, before["y"] + 8)
    page.mouse.down()
    page.mouse.move(before["x"] + 150, before["y"] + 8, steps=5)
    page.mouse.up()
    after = spot.bounding_box()
    assert after is not None
    assert after["x"] > before["x"] + 100
    page.keyboard.press("Control+z")
    expect(spot).to_have_css("left", left)
    spot.focus()
    page.keyboard.press("ArrowRight")
    visitor.shot("print-label")
    publish = page.locator(".pt-acts .ant-btn-primary")
    with page.expect_response(lambda r: r.url.endswith("/prints/carton_label/publish")) as done:
        publish.click()
    assert done.value.json()["version"] == 2


@pytest.mark.parametrize(("lang", "size"), [("en", "desk")], indirect=True)
def test_several_records_are_picked_and_printed_as_one_file(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("store")
    visitor.go("/f/palletizing")
    newest = visitor.api("GET", "/records/palletizing?limit=2")["items"]
    rows = page.locator(".grid-record")
    rows.nth(1).wait_for()
    for n in range(2):
        rows.nth(n).locator("input[type=checkbox]").click()
    page.locator(".page-actions .ant-btn").first.click()
    page.get_by_label("Copies").fill("2")
    page.evaluate(KEEP)
    page.locator(".pt-ask button[type=submit]").click()
    page.locator(".ant-message-success").wait_for()
    sheets = PdfDocument(bytes(page.evaluate(BYTES)))
    assert [round(size / 72 * 25.4) for size in sheets[0].get_size()] == [105, 148]
    read = [{found.text for found in zxingcpp.read_barcodes(sheet.render(scale=4).to_pil())} for sheet in sheets]
    assert len(read) == 4
    for n, record in enumerate([newest[0], newest[0], newest[1], newest[1]]):
        assert f"(00){record['fields']['pallet']['code'][-18:]}" in read[n], (record["fields"]["pallet"], read[n])


@pytest.mark.parametrize(("lang", "size"), [("zh", "phone")], indirect=True)
def test_a_phone_prints_a_lots_label(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("quality_manager")
    visitor.go(f"/lot?code={newest_lot(visitor, 'raw_receipt')}")
    button = page.get_by_role("button", name="打印标签")
    button.click()
    with page.expect_response(lambda r: r.url.endswith("/lots/print")) as done:
        page.locator(".pt-ask button[type=submit]").click()
    assert done.value.status == 200
    visitor.shot("print-lot")


@pytest.mark.parametrize(("lang", "size"), [("zh", "desk")], indirect=True)
def test_labels_of_lots_picked_in_the_list_are_one_file(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("quality_manager")
    visitor.go("/lots?q=RM-&status=released")
    rows = page.locator(".lots-item")
    rows.nth(1).wait_for()
    codes = [rows.nth(n).locator(".mono").first.inner_text() for n in range(2)]
    for n in range(2):
        rows.nth(n).locator("input[type=checkbox]").click()
    page.get_by_role("button", name="打印标签").click()
    with page.expect_request(lambda r: r.url.endswith("/lots/print")) as asked:
        page.locator(".pt-ask button[type=submit]").click()
    assert asked.value.post_data_json["codes"] == codes
    page.locator(".ant-message-success").wait_for()
    expect(rows.locator("input:checked")).to_have_count(0)
