"""Registers: the lines of a month, drawn over records, with only what the reader may see."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from suyuan.definitions.document import from_yaml, to_yaml
from suyuan.definitions.publish import put, retire
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Forbidden, Invalid, NotFound
from suyuan.records.cell import Amount
from suyuan.records.registers import RegisterSheet, Span, month, open_registers, read_register
from suyuan.records.void import void
from tests.records.plant import Plant, mistakes
from tests.records.plant import publish as publish_forms

INCOMING = """
register: incoming
label: {zh: 进货查验记录, en: Incoming check}
form: receipt
by: received_at
columns:
- received_at
- supplier
- supplier.city
- {path: material, label: {zh: 品名, en: Name}}
- lot
- lot.status
- quantity
- price
- {label: {zh: 大小, en: Size}, value: "IF(quantity > 50, 'big', 'small')"}
- {label: {zh: 总价, en: Worth}, value: quantity * price}
- receiver
note: {zh: 食品安全法, en: Food Safety Law}
"""
OCTOBER = month(2026, 10)


def publish(plant: Plant, text: str, key: str = "incoming") -> None:
    body = from_yaml(text, f"{key}.yaml").body
    plant.store.write(lambda tx: put(tx, "registers", {key: body}, CLI))


def look(
    plant: Plant, role: str = "boss", span: Span = OCTOBER, key: str = "incoming", lang: str = "zh"
) -> RegisterSheet:
    return read_register(plant.store, key, span, lang, by=plant.people[role])


def at(plant: Plant, when: str, **more: Any) -> Any:
    return plant.receipt(received_at=when, **more)


def test_each_record_of_the_month_is_a_line_by_the_plants_clock(plant: Plant) -> None:
    publish(plant, INCOMING)
    at(plant, "2026-09-30T23:59:59+08:00", kg="1")
    first = at(plant, "2026-10-01T00:00:00+08:00", kg="2", price="3.5")
    last = at(plant, "2026-10-31T23:59:59+08:00", kg="70")
    at(plant, "2026-11-01T00:00:00+08:00", kg="4")
    found = look(plant)
    assert found.records == [first.id, last.id]
    assert found.heads[:4] == ["Received at", "Supplier", "City", "品名"]
    line = found.rows[0]
    assert line[0] == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert line[1:4] == ["Mill", "Hebei", "Flour"]
    assert line[4] == first.fields["lot"]["code"]
    assert line[5] == "合格"
    assert line[6] == Amount(Decimal("2"), "kg")
    assert line[7:9] == [Decimal("3.50"), "small"]
    assert line[9] == Decimal("7")
    assert line[10] == "boss person"
    assert found.rows[1][8] == "big"
    assert str(found.span) == "2026-10"


def test_voided_records_are_left_out(plant: Plant) -> None:
    publish(plant, INCOMING)
    gone = at(plant, "2026-10-05T08:00:00+08:00")
    void(plant.store, "receipt", gone.id, by=plant.boss, reason="typed twice")
    assert look(plant).rows == []


def test_a_column_the_reader_may_not_read_is_left_out_and_said(plant: Plant) -> None:
    publish(plant, INCOMING)
    at(plant, "2026-10-05T08:00:00+08:00", price="3.5")
    found = look(plant, "clerk")
    assert found.hidden == ["Price", "总价"]
    assert len(found.heads) == 9
    assert all(Decimal("3.50") not in row for row in found.rows)


def test_only_the_records_the_reader_may_see_are_listed_and_links_beyond_reach_stay_blank(plant: Plant) -> None:
    publish(plant, INCOMING)
    at(plant, "2026-10-05T08:00:00+08:00")
    far = plant.write("supplier", name="Far mill", city="Gansu").id
    own = at(plant, "2026-10-06T08:00:00+08:00", by=plant.people["own_only"])
    plant.write("receipt", plant.boss, **plant.delivery("5", supplier=far, received_at="2026-10-07T08:00:00+08:00"))
    assert look(plant, "own_only").records == [own.id]
    assert "Far mill" in look(plant).rows[2]


def test_an_expression_through_a_form_with_row_conditions_is_left_out(plant: Plant) -> None:
    publish(plant, INCOMING.replace("- receiver", '- {label: 城, value: supplier.city & "!"}'))
    assert look(plant, "own_only").hidden == ["城"]
    assert look(plant).hidden == []


def test_who_may_not_read_the_form_or_what_it_goes_by_gets_nothing(plant: Plant) -> None:
    publish(plant, INCOMING)
    publish(
        plant,
        INCOMING.replace("register: incoming", "register: dear").replace(
            "by: received_at", "by: received_at\nwhere: price > 1"
        ),
        "dear",
    )
    with pytest.raises(Forbidden):
        look(plant, "nothing")
    with pytest.raises(Forbidden):
        look(plant, "clerk", key="dear")
    with pytest.raises(NotFound):
        look(plant, key="unknown")
    assert [r.key for r in open_registers(plant.store, by=plant.people["nothing"])] == []
    assert [r.key for r in open_registers(plant.store, by=plant.people["clerk"])] == ["dear", "incoming"]


def test_each_row_of_a_detail_list_has_its_own_line(plant: Plant) -> None:
    publish(
        plant,
        """
register: feedings
label: {zh: 投料台账, en: Feedings}
form: making
by: created_at
rows: inputs
columns:
- product
- lot
- lot.material
- lot.supplier_lot
- fed
- inputs.note
- {label: 双, value: fed * 2}
- {label: 品, value: this.material.name}
""",
        "feedings",
    )
    a, b = plant.receipt().fields["lot"]["code"], plant.receipt(supplier_lot="B-2").fields["lot"]["code"]
    made = plant.making((a, "3"), (b, "4"))
    today = plant.store.clock.now().date()
    found = look(plant, key="feedings", span=Span(today.replace(day=1), today))
    product = made.fields["product"]["code"]
    assert [row[:4] for row in found.rows] == [[product, a, "Flour", "A-1"], [product, b, "Flour", "B-2"]]
    assert [row[4] for row in found.rows] == [Amount(Decimal("3"), "kg"), Amount(Decimal("4"), "kg")]
    assert [row[6:] for row in found.rows] == [[Decimal("6"), "Dough"], [Decimal("8"), "Dough"]]


PALLETS = {
    "stacking": """
form: stacking
label: {zh: 码垛, en: Stacking}
title: "{pallet}"
fields:
  pallet: {type: lot, new: {rule: "P-{###}", kind: logistic}}
  contents:
    type: list
    fields:
      lot: {type: lot, required: true}
      quantity: {type: quantity, of: lot, required: true}
trace: {verb: pack, parent: pallet, inputs: {lot: contents.lot, quantity: contents.quantity}}
""",
    "sending": """
form: sending
label: {zh: 发货, en: Sending}
title: "{customer}"
fields:
  customer: {type: link, to: supplier, required: true}
  lines:
    type: list
    fields:
      lot: {type: lot, required: true}
      quantity: {type: quantity, of: lot}
trace: {verb: ship, objects: {lot: lines.lot, quantity: lines.quantity}, destination: customer}
""",
}
SALES = """
register: sales
label: {zh: 销售记录, en: Sales}
form: sending
by: created_at
rows: lines
rows_where: lot.material.name <> "Dough"
contents: {lot: lot, quantity: quantity}
columns: [customer, lot, lot.material, quantity]
"""


def test_a_pallet_is_told_by_the_lots_on_it_and_rows_may_be_chosen(plant: Plant) -> None:
    publish_forms(plant.store, PALLETS)
    publish(plant, SALES, "sales")
    a, b, loose = (plant.receipt(supplier_lot=c).fields["lot"]["code"] for c in "ABC")
    dough = plant.making((a, "1"), made="1").fields["product"]["code"]
    plant.write("verdict", lot=dough, status="released")
    stacked = [{"lot": c, "quantity": {"value": q, "uom": "kg"}} for c, q in ((a, "5"), (b, "7.5"))]
    pallet = plant.write("stacking", contents=stacked).fields["pallet"]["code"]
    lines = [{"lot": pallet}, *({"lot": c, "quantity": {"value": "1", "uom": "kg"}} for c in (loose, dough))]
    plant.write("sending", customer=plant.shop, lines=lines)
    today = plant.store.clock.now().date()
    found = look(plant, key="sales", span=Span(today.replace(day=1), today))
    assert found.rows == [
        ["Shop", a, "Flour", Amount(Decimal("5"), "kg")],
        ["Shop", b, "Flour", Amount(Decimal("7.5"), "kg")],
        ["Shop", loose, "Flour", Amount(Decimal("1"), "kg")],
    ]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("form: receipt", "form: nowhere"), "incoming/form"),
        (("by: received_at", "by: supplier"), "incoming/by"),
        (("by: received_at", "by: received_at\nwhere: nonsense > 1"), "incoming/where"),
        (("by: received_at", "by: received_at\nsort: -nonsense"), "incoming/sort"),
        (("by: received_at", "by: received_at\nrows: supplier"), "incoming/rows"),
        (("- supplier.city", "- supplier.town"), "incoming/columns[2].path"),
        (("- receiver", "- {value: quantity}"), "incoming/columns[10].label"),
        (("- receiver", "- {label: x}"), "incoming/columns[10]"),
        (("- receiver", "- {label: x, value: quantity & }"), "incoming/columns[10].value"),
    ],
)
def test_every_mistake_is_told_where_it_is(plant: Plant, change: tuple[str, str], path: str) -> None:
    with pytest.raises(Invalid) as refused:
        publish(plant, INCOMING.replace(*change))
    assert path in mistakes(refused.value)


def test_a_register_is_written_out_as_it_was_read(plant: Plant) -> None:
    body = from_yaml(INCOMING, "incoming.yaml").body
    again = from_yaml(to_yaml("registers", body), "incoming.yaml").body
    assert again == body
    publish(plant, INCOMING)
    plant.store.write(lambda tx: retire(tx, "registers", "incoming", CLI, ""))
    assert open_registers(plant.store, by=plant.boss) == []
