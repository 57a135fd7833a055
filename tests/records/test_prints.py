"""Print templates: checked in words, filled with what the reader may see, refused for stopped lots, told of."""

from __future__ import annotations

import io
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from suyuan.definitions.document import from_yaml, to_yaml
from suyuan.definitions.publish import put
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Forbidden, Invalid, NotFound
from suyuan.ledger.verify import verify
from suyuan.records import amend, timeline
from suyuan.records.files import keep
from suyuan.records.prints.make import Printed, print_records, templates_of
from suyuan.records.prints.of_lots import lot_prints, print_lots
from suyuan.records.prints.preview import preview
from suyuan.records.prints.proposal import propose
from suyuan.records.signing import sign
from suyuan.records.void import void
from tests.records.plant import FORMS, Plant, mistakes
from tests.records.plant import publish as publish_forms

NOTE = """
print: note
label: {zh: 入库单, en: Note}
form: receipt
header: {left: "{#plant}", right: "{no}"}
footer: {left: "{#made}", right: "{#page}/{#pages}"}
blocks:
- {block: title, text: Receipt, subtitle: "{no}", code: {code: qr, content: "{lot}"}}
- block: fields
  fields: [supplier, supplier.city, material, quantity, price, {value: quantity * 2, label: {zh: 双, en: Twice}}]
- {block: text, text: "big {{one}}", when: quantity > 50}
- {block: signatures, signs: [{label: {zh: 收货人, en: Receiver}, person: receiver, at: received_at}]}
"""
TAG = """
print: tag
label: {zh: 标签, en: Tag}
form: receipt
kind: label
page: {size: custom, width: 80, height: 50, dpi: 203}
blocks:
- {block: text, x: 2, y: 2, w: 76, h: 8, text: "{material} {lot}", size: 14}
- {block: text, x: 2, y: 12, w: 40, h: 5, text: "copy {#copy} label {#number}/{#of} no {#serial}"}
- {block: code, x: 2, y: 18, w: 76, h: 30, code: datamatrix, lot: lot}
"""
ROWS = """
print: fed
label: Fed
form: making
kind: label
each: inputs
page: {size: custom, width: 60, height: 20}
blocks:
- {block: text, x: 1, y: 1, w: 58, h: 8, text: "{lot} into {product} {fed}"}
"""
BATCH = """
print: batch
label: Batch
form: making
blocks:
- {block: table, rows: inputs, columns: [lot, lot.material, {path: fed, sum: true}], sort: -fed, number: true}
- {block: trace, lot: product}
- {block: records, form: verdict, via: lot, of: product, columns: [status], empty: nothing judged}
- {block: heading, text: Made}
- {block: line}
- {block: gap}
- {block: page_break}
- {block: text, text: "{product.status}"}
"""


@pytest.fixture
def plant(plant: Plant) -> Plant:
    """The plant with a GTIN for each material, and templates."""
    with_gtin = FORMS["material"].replace("serves: {", "serves: {gtin: gtin, ") + "  gtin: {type: text, format: gtin}\n"
    publish_forms(plant.store, {"material": with_gtin})
    plant.flour = plant.write("material", code="FG", name="Fine flour", cost="1.50", gtin="09521234543213").id
    for text in (NOTE, TAG, ROWS, BATCH):
        publish(plant, text)
    return plant


def publish(plant: Plant, text: str) -> None:
    found = from_yaml(text, "t.yaml")
    plant.store.write(lambda tx: put(tx, "prints", {found.key: found.body}, CLI))


def printed(plant: Plant, key: str, *ids: str, form: str = "receipt", role: str = "boss", **more: Any) -> Printed:
    return print_records(plant.store, form, key, ids, by=plant.people[role], lang=more.pop("lang", "en"), **more)


def text_of(made: Printed) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made.pdf)).pages]


def wrong(plant: Plant, text: str) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        publish(plant, text)
    return {path.partition("/")[2]: code for path, code in mistakes(caught.value).items()}


def test_a_record_is_printed_in_words_of_its_reader(plant: Plant) -> None:
    made = printed(plant, "note", plant.receipt(kg="60", price="7.77").id)
    [page] = text_of(made)
    for part in ("Mill", "Hebei", "60 kg", "7.77", "Twice", "120", "big {one}", "boss person", "1/1", "RR-261122-001"):
        assert part in page, part
    small = text_of(printed(plant, "note", plant.receipt(kg="5").id))[0]
    assert "big" not in small
    assert made.left_out == []


def test_what_the_reader_may_not_see_is_left_out_and_said(plant: Plant) -> None:
    record = plant.receipt(price="7.77")
    made = printed(plant, "note", record.id, role="clerk")
    [page] = text_of(made)
    assert "7.77" not in page
    assert made.left_out == ["Price"]
    assert "Left out" in page
    with pytest.raises(Forbidden):
        printed(plant, "note", record.id, role="nothing")


def test_a_label_is_printed_whole_or_not_at_all(plant: Plant) -> None:
    publish(plant, TAG.replace("{material} {lot}", "{price}"))
    record = plant.receipt(price="7.77")
    assert "7.77" in text_of(printed(plant, "tag", record.id))[0]
    with pytest.raises(Forbidden):
        printed(plant, "tag", record.id, role="clerk")


def test_labels_count_copies_numbers_and_serials(plant: Plant) -> None:
    first, second = plant.receipt(), plant.receipt()
    pages = text_of(printed(plant, "tag", first.id, second.id, copies=2))
    told = [next(line for line in page.splitlines() if line.startswith("copy")) for page in pages]
    assert told == [
        "copy 1 label 1/4 no 000001",
        "copy 2 label 2/4 no 000002",
        "copy 1 label 3/4 no 000003",
        "copy 2 label 4/4 no 000004",
    ]
    again = text_of(printed(plant, "tag", first.id))[0]
    assert "copy 3 label 1/1 no 000005" in again


def test_each_printing_stands_in_the_timeline_and_the_ledger_still_verifies(plant: Plant) -> None:
    record = plant.receipt()
    printed(plant, "tag", record.id, copies=3)
    items = timeline(plant.store, "receipt", record.id, by=plant.boss)
    assert [item.verb for item in items] == ["printed", "submitted"]
    assert items[0].reason.startswith("标签")
    assert "1–3" in items[0].reason
    assert not verify(plant.store).faults


def test_the_code_on_a_label_reads_as_the_lots_gs1_elements(plant: Plant) -> None:
    record = plant.receipt()
    body = from_yaml(TAG).body
    shown = preview(plant.store, "tag", body, record.id, by=plant.boss, lang="en")
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(shown.images[0])))
    assert found.text == f"(01)09521234543213(10){record.fields['lot']['code']}"


def test_a_stopped_lot_gets_no_label_by_any_door(plant: Plant) -> None:
    record = plant.receipt()
    code = record.fields["lot"]["code"]
    plant.write("verdict", lot=code, status="held")
    for door in (
        lambda: printed(plant, "tag", record.id),
        lambda: print_lots(plant.store, "tag", [code], by=plant.boss, lang="en"),
    ):
        with pytest.raises(Invalid) as caught:
            door()
        assert mistakes(caught.value) == {"ids[0]": "records.print_stopped"}
    assert timeline(plant.store, "receipt", record.id, by=plant.boss)[0].verb != "printed"
    assert text_of(printed(plant, "note", record.id))
    plant.write("verdict", lot=code, status="released")
    assert printed(plant, "tag", record.id).leaves == 1


def test_a_held_ingredient_stops_the_labels_of_its_rows_only(plant: Plant) -> None:
    good, bad = (plant.receipt().fields["lot"]["code"] for _ in range(2))
    made = plant.making((good, "1"), (bad, "2"))
    assert len(text_of(printed(plant, "fed", made.id, form="making"))) == 2
    only = text_of(printed(plant, "fed", made.id, form="making", only=[good]))
    assert len(only) == 1
    assert good in only[0]
    plant.write("verdict", lot=bad, status="held")
    with pytest.raises(Invalid) as caught:
        printed(plant, "fed", made.id, form="making")
    assert set(mistakes(caught.value)) == {"ids[1]"}
    assert printed(plant, "fed", made.id, form="making", only=[good]).leaves == 1


def test_lots_lead_to_the_label_of_their_records_form(plant: Plant) -> None:
    record = plant.receipt()
    code = record.fields["lot"]["code"]
    assert [(p.key, p.record) for p in lot_prints(plant.store, code, by=plant.boss)] == [("tag", record.id)]
    assert print_lots(plant.store, "tag", [code], by=plant.boss, lang="zh", copies=2).leaves == 2
    with pytest.raises(NotFound):
        print_lots(plant.store, "tag", ["no such lot"], by=plant.boss, lang="zh")
    with pytest.raises(Forbidden):
        lot_prints(plant.store, code, by=plant.people["nothing"])


def test_a_batch_record_gathers_rows_sources_and_other_records(plant: Plant) -> None:
    flour = plant.receipt().fields["lot"]["code"]
    made = plant.making((flour, "3"), (plant.receipt().fields["lot"]["code"], "4.5"))
    first, second = text_of(printed(plant, "batch", made.id, form="making"))
    assert "7.5 kg" in first.replace("\u00a0", " ")
    assert first.index("4.5") < first.index("3.0")
    assert flour in first.replace("\u200b", "").replace("\n", "")
    assert "nothing judged" in first
    assert "Mill" in first
    assert second.strip()
    plant.write("verdict", lot=made.fields["product"]["code"], status="held")
    assert "冻结" in text_of(printed(plant, "batch", made.id, form="making", lang="zh"))[0]
    blind = printed(plant, "batch", made.id, form="making", role="clerk")
    assert blind.left_out == ["Verdict"]


def test_a_voided_record_says_so(plant: Plant) -> None:
    record = plant.receipt()
    void(plant.store, "receipt", record.id, by=plant.boss, reason="typo")
    assert "voided" in text_of(printed(plant, "note", record.id))[0]
    with pytest.raises(Invalid):
        printed(plant, "tag", record.id)


def test_guards_refuse_in_their_words(plant: Plant) -> None:
    publish(plant, NOTE + "guards: [{refuse: quantity > 50, say: {zh: 太多, en: Too much}}]\n")
    with pytest.raises(Invalid) as caught:
        printed(plant, "note", plant.receipt(kg="60").id)
    assert mistakes(caught.value) == {"ids[0]": "records.print_guard"}
    assert "Too much" in str(caught.value.mistakes[0].params["say"])
    assert printed(plant, "note", plant.receipt(kg="5").id).leaves == 1


def test_limits_are_said(plant: Plant) -> None:
    record = plant.receipt()
    for more in ({"copies": 0}, {"copies": 501}):
        with pytest.raises(Invalid):
            printed(plant, "tag", record.id, **more)
    with pytest.raises(Invalid) as caught:
        printed(plant, "note", record.id, copies=201)
    assert mistakes(caught.value) == {"ids": "records.print_too_many"}
    with pytest.raises(Invalid):
        printed(plant, "note")


def test_every_mistake_of_a_template_is_told_at_once(plant: Plant) -> None:
    found = wrong(
        plant,
        """
print: bad
label: Bad
form: receipt
header: {left: "{nothing}"}
guards: [{refuse: quantity, say: x}]
blocks:
- {block: text, text: "{suplier} {#what} {#page}", x: 1}
- {block: fields, fields: [no_such, {path: no, value: no}], columns: 9}
- {block: table, rows: places, columns: [x]}
- {block: code, code: gs1_128, content: "{no}"}
- {block: code, code: qr, elements: [{ai: "01", value: no}]}
- {block: code, code: code128, content: a, lot: lot}
- {block: images, field: supplier}
- {block: frame}
- {block: records, form: verdict, via: status, columns: [status]}
- {block: trace, lot: material}
""",
    )
    assert found == {
        "header.left.zh": "forms.no_field",
        "header.left.en": "forms.no_field",
        "guards[0].refuse": found["guards[0].refuse"],
        "blocks[0].x": "records.print_flows",
        "blocks[0].text.zh": found["blocks[0].text.zh"],
        "blocks[0].text.en": found["blocks[0].text.en"],
        "blocks[1].fields[0].path": "forms.no_field",
        "blocks[1].fields[1]": "records.register_column",
        "blocks[1].columns": "records.print_range",
        "blocks[2].rows": "records.register_rows",
        "blocks[3].code": "records.print_code_gs1",
        "blocks[4].link": "records.print_code_link",
        "blocks[5].content": "records.print_code_one",
        "blocks[5].code": "records.print_code_gs1",
        "blocks[6].field": "records.print_type",
        "blocks[7]": "records.print_not_on_page",
        "blocks[8].via": "records.print_type",
        "blocks[9].lot": "records.print_no_lot",
    }


def test_a_label_has_places_within_its_paper(plant: Plant) -> None:
    found = wrong(plant, TAG.replace("w: 40", "w: 90").replace("x: 2, y: 18, ", ""))
    assert found == {
        "blocks[1]": "records.print_beyond",
        "blocks[2].x": "definitions.missing_key",
        "blocks[2].y": "definitions.missing_key",
    }
    assert wrong(plant, TAG.replace("width: 80", "width: 5")) == {"page.width": "records.print_range"}


def test_unknown_blocks_and_keys_are_named(plant: Plant) -> None:
    with pytest.raises(Invalid) as caught:
        publish(plant, "print: x\nlabel: X\nform: receipt\nblocks: [{block: hologram}, {block: line, colour: red}]\n")
    assert set(mistakes(caught.value).values()) == {"definitions.not_one_of", "definitions.unknown_key"}


def test_a_code_too_large_for_its_place_is_refused_by_record(plant: Plant) -> None:
    publish(plant, TAG.replace("w: 76, h: 30, code: datamatrix", "w: 9, h: 9, code: datamatrix"))
    with pytest.raises(Invalid) as caught:
        printed(plant, "tag", plant.receipt().id)
    assert "at least" in str(caught.value.mistakes[0].params["say"].en)


def test_a_material_without_gtin_is_named(plant: Plant) -> None:
    plant.flour = plant.write("material", code="NG", name="No code", cost="1").id
    with pytest.raises(Invalid) as caught:
        printed(plant, "tag", plant.receipt().id)
    assert "No code" in str(caught.value.mistakes[0].params["say"].en)


def test_proposals_are_valid_templates_that_print(plant: Plant) -> None:
    lot = plant.receipt().fields["lot"]["code"]
    records = {"receipt": plant.receipt().id, "making": plant.making((lot, "1")).id, "supplier": plant.mill}
    for form, record in records.items():
        for kind in ("page", "label"):
            with plant.store.read() as conn:
                body = propose(conn, form, kind, f"p_{form}_{kind}")
            publish(plant, to_yaml("prints", body))
            assert printed(plant, f"p_{form}_{kind}", record, form=form).leaves == 1


def test_a_preview_without_records_tells_the_fields_by_name(plant: Plant) -> None:
    shown = preview(plant.store, "batch", from_yaml(BATCH).body, None, by=plant.boss, lang="en")
    assert (shown.record, shown.pages) == (None, 2)
    tag = preview(plant.store, "tag", from_yaml(TAG).body, None, by=plant.boss, lang="en")
    assert tag.record is None
    assert zxingcpp.read_barcodes(Image.open(io.BytesIO(tag.images[0])))


def test_photos_and_signatures_stand_on_the_page(plant: Plant) -> None:
    with_images = FORMS["receipt"].replace("  photo: {type: file}", "  photo: {type: file}\n  sign: {type: signature}")
    publish_forms(plant.store, {"receipt": with_images})
    block = "- {block: images, field: photo, names: true}\n"
    signs = "signs: [{label: Receiver, field: sign, person: receiver}, {label: Driver}]"
    publish(plant, NOTE.partition("- {block: signatures")[0] + block + f"- {{block: signatures, {signs}}}\n")
    png = io.BytesIO()
    Image.new("RGB", (60, 30), "navy").save(png, "png")
    photo = keep(plant.store, "truck.png", png.getvalue(), plant.boss).id
    written = sign(plant.store, {"width": 100, "height": 50, "strokes": [[[1, 1, 0], [60, 40, 20]]]}, plant.boss).id
    record = plant.receipt(photo=[{"id": photo}], sign=[{"id": written}])
    page = PdfReader(io.BytesIO(printed(plant, "note", record.id).pdf)).pages[0]
    assert len(page.images) >= 1
    text = page.extract_text()
    for part in ("truck.png", "Receiver", "Driver", "boss person"):
        assert part in text
    assert "signature.png" not in text
    assert not PdfReader(io.BytesIO(printed(plant, "note", plant.receipt().id).pdf)).pages[0].images


def test_what_is_hidden_changes_nothing_that_its_reader_prints(plant: Plant) -> None:
    publish(plant, NOTE + "- {block: text, text: dear, when: price > 5}\n")
    record = plant.receipt(price="1")
    first = printed(plant, "note", record.id, role="clerk")
    assert set(first.left_out) == {"Price", "Text"}
    amend(plant.store, "receipt", record.id, {"price": "9"}, by=plant.boss, reason="typo", revision=record.revision)
    assert printed(plant, "note", record.id, role="clerk").pdf == first.pdf
    assert "dear" in text_of(printed(plant, "note", record.id))[0]


def test_templates_of_a_form_for_those_who_read_it(plant: Plant) -> None:
    assert [t.key for t in templates_of(plant.store, "receipt", by=plant.people["clerk"])] == ["note", "tag"]
    with pytest.raises(Forbidden):
        templates_of(plant.store, "receipt", by=plant.people["nothing"])
    with pytest.raises(NotFound):
        printed(plant, "batch", plant.receipt().id)
