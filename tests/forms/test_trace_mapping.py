"""What a form says it does to lots is checked when it is published, and read back in one sentence."""

from __future__ import annotations

from typing import Any

import pytest

from suyuan.definitions.publish import put
from suyuan.forms.catalogue import catalogue
from suyuan.forms.form import TraceMapping
from suyuan.forms.trace_mapping import PARTS, read_back
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Invalid
from suyuan.store.engine import Store
from tests.forms.plant import plant, told

FIELDS: dict[str, Any] = {
    "batch": {"type": "lot", "label": {"zh": "批次", "en": "Batch"}, "new": {"rule": "B-{###}", "material": "product"}},
    "pallet": {"type": "lot", "label": {"zh": "托盘", "en": "Pallet"}, "new": {"rule": "P-{###}", "kind": "logistic"}},
    "product": {"type": "link", "to": "material"},
    "lot": {"type": "lot", "label": {"zh": "旧批", "en": "Old lot"}},
    "good": {"type": "quantity", "label": {"zh": "产出", "en": "Good"}, "of": "product"},
    "scrap": {"type": "quantity", "label": {"zh": "报废", "en": "Scrap"}, "of": "product"},
    "at": {"type": "location", "label": {"zh": "地点", "en": "Place"}},
    "supplier": {"type": "link", "label": {"zh": "供应商", "en": "Supplier"}, "to": "supplier"},
    "day": {"type": "date"},
    "words": {"type": "text"},
    "rows": {
        "type": "list",
        "label": {"zh": "明细", "en": "Rows"},
        "fields": {
            "lot": {"type": "lot", "label": {"zh": "投入", "en": "Input"}},
            "fed": {"type": "quantity", "label": {"zh": "实投", "en": "Fed"}, "of": "lot"},
        },
    },
}


def publish(store: Store, trace: Any) -> dict[str, str]:
    body = {"form": "work", "label": "加工", "fields": FIELDS, "trace": trace}
    try:
        store.write(lambda tx: put(tx, "forms", {"work": body}, CLI))
    except Invalid as wrong:
        return {path.partition("/")[2]: code for path, code in told(wrong.mistakes).items()}
    return {}


@pytest.mark.parametrize(
    "trace",
    [
        {"verb": "receive", "outputs": {"lot": "batch", "quantity": "good"}, "source": "supplier", "where": "at"},
        {"verb": "receive", "outputs": {"lot": "lot", "quantity": "good"}, "when": "day"},
        {"verb": "create", "outputs": [{"lot": "batch", "quantity": "good - scrap"}], "when": "NOW()"},
        {
            "verb": "transform",
            "inputs": [{"lot": "rows.lot", "quantity": "rows.fed"}, {"lot": "lot", "quantity": "scrap"}],
            "outputs": {"lot": "batch", "quantity": "SUM(rows.fed) - scrap"},
            "only_when": "good > 0",
        },
        {"verb": "transform", "inputs": {"lot": "rows.lot", "quantity": "fed * 2"},
         "outputs": {"lot": "batch", "quantity": "good"}},
        {"verb": "move", "objects": {"lot": "rows.lot"}, "destination": "at"},
        {"verb": "pack", "inputs": {"lot": "rows.lot", "quantity": "rows.fed"}, "parent": "pallet"},
        {"verb": "unpack", "parent": "lot"},
        {"verb": "ship", "objects": {"lot": "rows.lot"}, "destination": "supplier", "step": "shipping"},
        {"verb": "observe", "objects": {"lot": "lot"}, "status": 'IF(words = "ok", "released", "held")'},
        [{"verb": "dispose", "objects": {"lot": "lot", "quantity": "scrap"}, "loss": "sampled"},
         {"verb": "observe", "objects": {"lot": "lot"}, "status": "words"}],
    ],
)  # fmt: skip
def test_a_sound_mapping_is_published(store: Store, trace: Any) -> None:
    plant(store)
    assert publish(store, trace) == {}


@pytest.mark.parametrize(
    ("trace", "expected"),
    [
        ({"verb": "receive"}, {"trace[0]": "trace_needs"}),
        ({"verb": "receive", "outputs": {"lot": "batch"}}, {"trace[0].outputs[0].quantity": "trace_quantity"}),
        (
            {"verb": "ship", "objects": {"lot": "lot"}, "outputs": {"lot": "lot"}, "parent": "lot"},
            {"trace[0].outputs": "trace_not_part", "trace[0].parent": "trace_not_part"},
        ),
        ({"verb": "ship", "objects": {"lot": "batch"}}, {"trace[0].objects[0].lot": "trace_new_lot"}),
        ({"verb": "ship", "objects": {"lot": "words"}}, {"trace[0].objects[0].lot": "trace_no_lot"}),
        ({"verb": "ship", "objects": {"lot": "rows.batch"}}, {"trace[0].objects[0].lot": "trace_no_lot"}),
        (
            {"verb": "ship", "objects": {"lot": "lot", "quantity": "words"}},
            {"trace[0].objects[0].quantity": "wrong_result"},
        ),
        (
            {"verb": "ship", "objects": {"lot": "lot", "quantity": "rows.fed"}},
            {"trace[0].objects[0].quantity": "wrong_result"},
        ),
        (
            {"verb": "ship", "objects": {"lot": "rows.lot", "quantity": "rows.feed"}},
            {"trace[0].objects[0].quantity": "unknown_name"},
        ),
        ({"verb": "pack", "inputs": {"lot": "lot"}, "parent": "rows.lot"}, {"trace[0].parent": "trace_one_parent"}),
        (
            {"verb": "ship", "objects": {"lot": "lot"}, "where": "supplier", "destination": "product"},
            {"trace[0].where": "trace_place", "trace[0].destination": "trace_place"},
        ),
        (
            {"verb": "observe", "objects": {"lot": "lot"}, "when": "words", "step": "Looking!", "status": "good",
             "only_when": "words"},
            {"trace[0].when": "wrong_result", "trace[0].step": "trace_step", "trace[0].status": "wrong_result",
             "trace[0].only_when": "wrong_result"},
        ),
        ({"verb": "move", "objects": {"lot": "lot"}}, {"trace[0]": "trace_needs"}),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_work_is_refused_where_it_stands(
    store: Store, trace: Any, expected: dict[str, str]
) -> None:
    plant(store)
    assert publish(store, trace) == expected


def test_the_mapping_is_read_back_with_the_labels_of_the_form(store: Store) -> None:
    form = plant(store).form("feeding").form
    assert read_back(form.trace[0], form, "en") == (
        "Transform: each row of Inputs takes Fed from Lot; makes Batch with Good."
    )
    assert read_back(form.trace[0], form, "zh") == (
        "加工转化：“投入”每行从“批次”取用“实投”；新建批次“批”，数量为“产出”。"
    )
    publish(store, {
        "verb": "transform", "inputs": {"lot": "rows.lot", "quantity": "fed * 2"},
        "outputs": {"lot": "batch", "quantity": "SUM(rows.fed) - scrap"}, "where": "at", "only_when": "good > 0",
    })  # fmt: skip
    form = catalogue(store).form("work").form
    assert read_back(form.trace[0], form, "en") == (
        "Transform: each row of Rows takes Fed * 2 from Input; makes Batch with SUM(Fed) - Scrap; at Place;"
        " only when Good > 0."
    )


@pytest.mark.parametrize(
    ("status", "zh", "en"),
    [
        (
            'IF(verdict, "released", "held")',
            "“判定”为“合格”时改为“合格”，否则改为“冻结”",
            "becomes released when Verdict is pass, else on hold",
        ),
        (
            'IF(lot.status = "recalled", BLANK, IF(NOT(wet) AND how <> "b", "rejected", BLANK))',
            "“批”的状态为“召回”时不变，否则“潮湿”为“否”且“方式”不为“乙”时改为“不合格”，否则不变",
            "stays as it is when the status of Lot is Recalled, else rejected when Wet is no and How is not B,"
            " else as it is",
        ),
        (
            'IF(ISBLANK(how) OR NOT(grade > 3 AND wet), "held", "released")',
            "“方式”为空或并非（等级 > 3且“潮湿”为“是”）时改为“冻结”，否则改为“合格”",
            "becomes on hold when How is blank or not (Grade > 3 and Wet is yes), else released",
        ),
        ('"released"', "改为“合格”", "becomes released"),
    ],
)
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_status_by_cases_is_read_back_in_words(store: Store, status: str, zh: str, en: str) -> None:
    plant(store)
    fields: dict[str, Any] = {
        "lot": {"type": "lot", "label": {"zh": "批", "en": "Lot"}},
        "wet": {"type": "bool", "label": {"zh": "潮湿", "en": "Wet"}},
        "grade": {"type": "number", "label": {"zh": "等级", "en": "Grade"}},
        "how": {"type": "choice", "label": {"zh": "方式", "en": "How"}, "options": [
            {"key": "a", "label": {"zh": "甲", "en": "A"}}, {"key": "b", "label": {"zh": "乙", "en": "B"}}]},
        "verdict": {"type": "verdict", "label": {"zh": "判定", "en": "Verdict"}, "value": "grade > 1"},
    }  # fmt: skip
    trace = {"verb": "observe", "objects": {"lot": "lot"}, "status": status}
    body = {"form": "look", "label": "看", "fields": fields, "trace": trace}
    store.write(lambda tx: put(tx, "forms", {"look": body}, CLI))
    form = catalogue(store).form("look").form
    assert read_back(form.trace[0], form, "en").endswith(f"; the status {en}.")
    assert read_back(form.trace[0], form, "zh").endswith(f"；状态：{zh}。")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("verb", list(PARTS))
def test_every_verb_is_read_back_in_words(store: Store, verb: Any, lang: str) -> None:
    form = plant(store).form("feeding").form
    parts = PARTS[verb]
    links = {part: form.trace[0].inputs for part in ("inputs", "outputs", "objects") if part in parts.needs}
    mapping = TraceMapping(verb=verb, parent="batch" if "parent" in parts.needs else None, **links)
    assert "forms." not in read_back(mapping, form, lang)
