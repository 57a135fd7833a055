"""What the palette drops besides the types and presets: fields that several options make useful at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from suyuan.kernel.i18n import Label
from suyuan.kernel.registry import Registry


@dataclass(frozen=True)
class Starter:
    """A field document worth beginning with.

    :param document: the field's document, without its label.
    """

    key: str
    label: Label
    group: str
    icon: str
    document: Mapping[str, Any]


STARTERS: Registry[Starter] = Registry("starter of a field")


def _row(type: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    return {"type": type, "label": {"zh": zh, "en": en}, **more}


_INSPECTION = {
    "characteristic": _row("text", "检验项目", "Characteristic", required=True, max=80),
    "lower": _row("number", "下限", "Lower limit", decimals=4),
    "upper": _row("number", "上限", "Upper limit", decimals=4),
    "uom": _row("text", "单位", "Unit", max=20),
    "result": _row("number", "结果", "Result", decimals=4, required=True),
    "pass": _row("verdict", "判定", "Pass", value="IF(ISBLANK(result), BLANK, NOT(result < lower OR result > upper))"),
}

STARTERS.add(
    Starter(
        "inspection_list",
        Label("检验项目表", "Inspection list"),
        "trace",
        "flask",
        {"type": "list", "width": 12, "fields": _INSPECTION},
    )
)
STARTERS.add(
    Starter(
        "new_lot",
        Label("新批号", "New lot"),
        "trace",
        "new_lot",
        {"type": "lot", "new": {"rule": "LOT-{yyMMdd}-{###}"}},
    )
)
