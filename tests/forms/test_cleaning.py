"""What was sent becomes values, or every mistake at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from suyuan.expr import Env
from suyuan.forms.live import LiveForm
from suyuan.forms.values import LotRef, Measure, Money, NewLot
from suyuan.store.engine import Store
from tests.forms.plant import (
    LOCATION,
    MATERIAL,
    RECEIPT,
    SUPPLIER,
    PlantLook,
    plant,
    published,
    receipt,
    told,
    uid,
)


@pytest.fixture
def look() -> PlantLook:
    return PlantLook()


@pytest.fixture
def form(store: Store) -> LiveForm:
    return plant(store).form("receipt")


def test_a_good_receipt_is_cleaned_computed_and_told_back(form: LiveForm, look: PlantLook) -> None:
    values, mistakes = form.check(receipt(), look)
    assert mistakes == []
    assert values["quantity"] == Measure(Decimal("40.000"), "bag", Decimal("1000.000000"), "kg")
    assert values["price"] == Money(Decimal("3.20"), "CNY")
    assert values["worth"] == Decimal("3200.00")
    assert values["expires_on"] == date(2027, 4, 30)
    assert values["received_at"] == look.env.now
    assert values["receiver"].title == "王芳"
    assert isinstance(values["lot"], NewLot)
    assert values["lot"]["material"].title == "面粉"
    assert values["lot"]["uom"] == "kg"
    told_back = form.wire(values)
    assert told_back["quantity"] == {"value": "40.000", "uom": "bag"}
    assert told_back["supplier"] == {"id": uid(1), "title": "好面粉厂"}
    assert told_back["received_at"] == "2026-11-22T08:00:00Z"
    photo = {"id": uid(80), "name": "到货.jpg", "type": "image/jpeg", "size": 120000, "sha256": "ab" * 32}
    assert told_back["photos"] == [photo]
    assert told_back["no"] is None


def test_every_mistake_is_told_at_once_by_its_path(form: LiveForm, look: PlantLook) -> None:
    given = receipt(
        supplier=uid(77),
        material=...,
        supplier_lot="x" * 41,
        produced_on="2026-11-23",
        temperature="30.5",
        quantity={"value": "1.0001", "uom": "kg"},
        photos=[uid(81)],
        quantiy=3,
        cold="yes",
    )
    _, mistakes = form.check(given, look)
    assert told(mistakes) == {
        "supplier": "no_such_record",
        "material": "required",
        "supplier_lot": "too_long",
        "produced_on": "in_future",
        "temperature": "too_large",
        "quantity": "too_precise",
        "photos": "want_image",
        "quantiy": "unknown_field_near",
        "cold": "want_bool",
    }


@pytest.mark.parametrize(
    ("field", "sent", "code"),
    [
        ("quantity", 40, "want_quantity"),
        ("quantity", {"value": 40, "uom": "kilo"}, "unknown_unit"),
        ("quantity", {"value": 40, "uom": "L"}, "no_conversion"),
        ("quantity", {"value": "-1", "uom": "kg"}, "too_small"),
        ("quantity", {"value": "NaN", "uom": "kg"}, "want_number"),
        ("quantity", {"value": "1e400", "uom": "kg"}, "too_many_digits"),
        ("quantity", {"value": 1.5, "uom": "kg"}, "want_number"),
        ("quantity", {"value": True, "uom": "kg"}, "want_number"),
        ("quantity", {"value": "1000000000000000", "uom": "kg"}, "too_many_digits"),
        ("price", {"value": "1", "currency": "USD"}, "not_offered"),
        ("price", {"value": "1.001"}, "too_precise"),
        ("temperature", "4.55", "too_precise"),
        ("produced_on", "2026-02-30", "want_date"),
        ("produced_on", "22.11.2026", "want_date"),
        ("received_at", "2026-11-22T08:00:00", "want_datetime"),
        ("received_at", "2026-11-22T09:00:00Z", "in_future"),
        ("supplier", 5, "no_such_record"),
        ("supplier", uid(2), "not_offered_now"),
        ("supplier_lot", "a\u202eb", "control_character"),
        ("supplier_lot", ["a"], "want_text"),
        ("supplier_lot", "   ", "required"),
        ("lot", "MY-LOT", "numbered"),
        ("no", "RR-1", "readonly"),
        ("worth", "1.00", "readonly"),
        ("photos", "nothing", "no_such_file"),
        ("expires_on", "2026-10-01", "guard"),
    ],
)
def test_a_wrong_value_is_refused_where_it_stands(
    form: LiveForm, look: PlantLook, field: str, sent: object, code: str
) -> None:
    _, mistakes = form.check(receipt(**{field: sent}), look)
    assert code in [m.code.partition(".")[2] for m in mistakes]
    assert {m.path.partition(".")[0] for m in mistakes} == {field}


def test_a_computed_value_may_be_sent_back_when_it_is_right(form: LiveForm, look: PlantLook) -> None:
    assert form.check(receipt(worth="3200.00"), look)[1] == []
    assert form.check(receipt(worth=None, no=None), look)[1][0].path == "worth"


def test_an_instant_in_another_zone_is_the_same_instant(form: LiveForm, look: PlantLook) -> None:
    values, mistakes = form.check(receipt(received_at="2026-11-22T15:30:00+08:00"), look)
    assert not mistakes
    assert form.wire(values)["received_at"] == "2026-11-22T07:30:00Z"


def test_what_is_not_visible_is_not_required(form: LiveForm, look: PlantLook) -> None:
    assert told(form.check(receipt(temperature="9"), look)[1]) == {"why_warm": "required"}
    assert form.check(receipt(temperature="9", cold=False), look)[1] == []
    assert form.check(receipt(temperature="9", why_warm="停电"), look)[1] == []


def test_a_guard_that_reads_a_wrong_field_keeps_silent(form: LiveForm, look: PlantLook) -> None:
    _, mistakes = form.check(receipt(produced_on="nonsense", expires_on="2026-10-01"), look)
    assert told(mistakes) == {"produced_on": "want_date"}


def feeding(**changed: object) -> dict[str, object]:
    rows = [
        {"lot": "R-1", "fed": {"value": 2, "uom": "bag"}},
        {"lot": "R-2", "fed": {"value": 150, "uom": "kg"}},
    ]
    return {"product": uid(12), "inputs": rows, "good": {"value": 190, "uom": "kg"}, **changed}


def test_rows_are_computed_in_their_base_unit_and_read_the_record(store: Store, look: PlantLook) -> None:
    form = plant(store).form("feeding")
    values, mistakes = form.check(feeding(), look)
    assert mistakes == []
    assert values["total"] == Decimal("200.000")
    assert [row["share"] for row in values["inputs"]] == [Decimal("25.0"), Decimal("75.0")]
    assert [row["material"].title for row in values["inputs"]] == ["面粉", "面粉"]
    assert values["yield_rate"] == Decimal("95.00")
    assert values["scrap"] == Measure(Decimal("0.000"), "kg", Decimal("0.000000"), "kg")


def test_mistakes_in_rows_name_the_row(store: Store, look: PlantLook) -> None:
    form = plant(store).form("feeding")
    rows = [
        {"lot": "R-1", "fed": {"value": 2, "uom": "bag"}},
        {"lot": "R-1", "fed": {"value": 0, "uom": "kg"}, "colour": "red"},
        {"lot": "R-9", "fed": None},
        {"lot": "nowhere", "fed": {"value": 1, "uom": "mL"}, "share": "3"},
    ]
    _, mistakes = form.check(feeding(inputs=rows), look)
    assert told(mistakes) == {
        "inputs[1].lot": "row_twice",
        "inputs[1].fed": "too_small",
        "inputs[1].colour": "unknown_field",
        "inputs[2].lot": "not_offered_now",
        "inputs[2].fed": "required",
        "inputs[3].lot": "no_such_lot",
        "inputs[3].share": "readonly",
    }


def test_expressions_read_the_unit_of_a_quantity_by_its_name(store: Store, look: PlantLook) -> None:
    text = RECEIPT.replace("worth: {type: expression, value: quantity * price, decimals: 2}",
                           'worth: {type: text, value: quantity_uom & " " & price_currency}')  # fmt: skip
    form = published(store, MATERIAL, LOCATION, SUPPLIER, text).form("receipt")
    values, mistakes = form.check(receipt(), look)
    assert mistakes == []
    assert values["worth"] == "bag CNY"
    assert form.scalars(values)["quantity_uom"] == "bag"


def test_a_required_list_needs_a_row_and_bad_rows_are_refused(store: Store, look: PlantLook) -> None:
    form = plant(store).form("feeding")
    assert told(form.check(feeding(inputs=[]), look)[1]) == {"inputs": "required"}
    assert told(form.check(feeding(inputs="many"), look)[1]) == {"inputs": "want_rows"}
    assert told(form.check(feeding(inputs=[{}] * 1001), look)[1]) == {"inputs": "too_many_rows"}


def test_amending_keeps_what_is_absent_and_clears_null(store: Store, look: PlantLook) -> None:
    form = plant(store).form("receipt")
    old, _ = form.check(receipt(note="旧"), look)
    old["no"] = "RR-261122-001"
    old["lot"] = LotRef(7, uid(7), "RM-261122-001")
    values, mistakes = form.check({"quantity": {"value": "30", "uom": "bag"}, "note": None}, look, old)
    assert mistakes == []
    assert values["worth"] == Decimal("2400.00")
    assert values["note"] is None
    assert values["no"] == "RR-261122-001"
    assert values["supplier"] == old["supplier"]
    assert values["lot"].made == old["lot"]
    assert values["lot"].code == "RM-261122-001"
    assert told(form.check({"supplier_lot": None}, look, old)[1]) == {"supplier_lot": "required"}


def test_amending_knows_rows_by_their_ids(store: Store, look: PlantLook) -> None:
    form = plant(store).form("feeding")
    old, _ = form.check(feeding(), look)
    for n, row in enumerate(old["inputs"]):
        row["id"] = uid(500 + n)
    kept = [
        {"id": uid(501), "fed": {"value": 100, "uom": "kg"}},
        {"lot": "R-1", "fed": {"value": 100, "uom": "kg"}},
    ]
    values, mistakes = form.check({"inputs": kept}, look, old)
    assert mistakes == []
    assert [row["lot"].title for row in values["inputs"]] == ["R-2", "R-1"]
    assert [row.get("id") for row in values["inputs"]] == [uid(501), None]
    assert values["total"] == Decimal("200.000")
    _, mistakes = form.check({"inputs": [{"id": uid(999)}]}, look, old)
    assert told(mistakes)["inputs[0].id"] == "no_such_row"
    _, mistakes = form.check({"inputs": [{"id": uid(501)}, {"id": uid(501)}]}, look, old)
    assert told(mistakes)["inputs[1].id"] == "no_such_row"


def test_a_lookup_keeps_its_copy_until_its_link_changes(store: Store, look: PlantLook) -> None:
    form = plant(store).form("feeding")
    old, _ = form.check(feeding(), look)
    look.lots["R-1"] = LotRef(101, uid(101), "R-1", lambda: {"material": None, "uom": "kg", "status": "released"})
    for n, row in enumerate(old["inputs"]):
        row["id"] = uid(500 + n)
    values, mistakes = form.check({"scrap": {"value": 0, "uom": "kg"}}, look, old)
    assert mistakes == []
    assert [row["material"].title for row in values["inputs"]] == ["面粉", "面粉"]


def test_a_person_who_acts_for_the_system_leaves_the_default_blank(form: LiveForm) -> None:
    look = PlantLook()
    look.env = type(look.env).at(look.env.now)
    values, mistakes = form.check(receipt(), look)
    assert not mistakes
    assert values["receiver"] is None


def test_a_title_shows_its_fields_in_words(form: LiveForm, look: PlantLook) -> None:
    values, _ = form.check(receipt(), look)
    assert form.title({**values, "no": "RR-261122-001"}) == "RR-261122-001 · 面粉"
    assert form.title(values) == "面粉"
    form.title_template = "{material} · {received_at}"
    here = Env.at(look.env.now.astimezone(ZoneInfo("Asia/Shanghai")))
    assert form.title(values, here) == "面粉 · 2026-11-22 16:00", "by the plant's clock"
    assert form.show(values, "en")["cold"] == "Yes"
    assert form.show(values, "zh")["quantity"] == "40 bag"
