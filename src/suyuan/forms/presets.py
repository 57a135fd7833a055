"""Presets: a type with options already chosen, under a name of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from suyuan.kernel.i18n import Label
from suyuan.kernel.registry import Registry


@dataclass(frozen=True)
class Preset:
    """A name for a type with options.

    :param type: key of the field type.
    :param options: option values as in a document; what the document says wins over them.
    :param widget: drawn so instead of the type's own way, when not blank.
    """

    key: str
    type: str
    options: dict[str, Any]
    label: Label
    widget: str = ""


PRESETS: Registry[Preset] = Registry("preset of a field type")


def _add(key: str, type: str, zh: str, en: str, widget: str = "", **options: Any) -> None:
    PRESETS.add(Preset(key, type, options, Label(zh, en), widget))


_add("long_text", "text", "多行文本", "Long text", long=True)
_add("phone", "text", "电话", "Phone", format="phone")
_add("email", "text", "电子邮箱", "E-mail", format="email")
_add("url", "text", "网址", "Web address", format="url")
_add("uscc", "text", "统一社会信用代码", "Unified social credit code", format="uscc")
_add("sc_licence", "text", "食品生产许可证", "Food production licence", format="sc_licence")
_add("gtin", "text", "商品条码 GTIN", "GTIN", format="gtin")
_add("gln", "text", "位置码 GLN", "GLN", format="gln")
_add("sscc", "text", "物流单元码 SSCC", "SSCC", format="sscc")
_add("address", "text", "地址", "Address", max=300)
_add("percentage", "number", "百分比", "Percentage", decimals=2, percent=True)
_add("rating", "number", "评分", "Rating", widget="rating", decimals=0, min=1, max=5)
_add("integer", "number", "整数", "Whole number", decimals=0)
_add("duration", "number", "时长（分钟）", "Duration (minutes)", decimals=0, min=0, suffix="min")
_add("temperature", "number", "温度", "Temperature", widget="temperature", decimals=1, min=-80, max=400, suffix="℃")
_add("switch", "bool", "开关", "Switch", widget="switch")
_add("verdict", "expression", "合格判定", "Pass or fail", widget="verdict", result="bool")
_add("weight", "quantity", "重量", "Weight", uoms=["kg", "g", "t"])
