"""Presets: a type with options already chosen, under a name of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from suyuan.kernel.i18n import Label
from suyuan.kernel.registry import Registry


@dataclass(frozen=True)
class Preset:
    """A name for a type with options.

    :param type: key of the field type.
    :param options: option values as in a document; what the document says wins over them.
    :param widget: drawn so instead of the type's own way, when not blank.
    :param group: where it stands in the palette, as for a type's face.
    :param icon: name of its sign.
    :param start: what the document of a new field says besides its type and label; the type's own when ``None``.
    """

    key: str
    type: str
    options: dict[str, Any]
    label: Label
    widget: str = ""
    group: str = "basic"
    icon: str = "text"
    start: Mapping[str, Any] | None = field(default=None)


PRESETS: Registry[Preset] = Registry("preset of a field type")


def _add(key: str, type: str, zh: str, en: str, sign: str, widget: str = "", start: Mapping[str, Any] | None = None,
         **options: Any) -> None:  # fmt: skip
    group, _, icon = sign.partition("/")
    PRESETS.add(Preset(key, type, options, Label(zh, en), widget, group, icon, start))


def _options(*given: tuple[str, str, str, str]) -> dict[str, Any]:
    return {"options": [{"key": k, "label": {"zh": zh, "en": en}, "color": tone} for k, zh, en, tone in given]}


_TONES = _options(("good", "良好", "Good", "green"), ("watch", "注意", "Watch", "amber"), ("bad", "异常", "Bad", "red"))

_add("long_text", "text", "多行文本", "Long text", "basic/lines", start={"width": 12}, long=True)
_add("phone", "text", "电话", "Phone", "people/phone", format="phone")
_add("mobile", "text", "手机号", "Mobile number", "people/phone", format="mobile")
_add("email", "text", "电子邮箱", "E-mail", "people/mail", format="email")
_add("url", "text", "网址", "Web address", "basic/globe", format="url")
_add("uscc", "text", "统一社会信用代码", "Unified social credit code", "trace/licence", format="uscc")
_add("sc_licence", "text", "食品生产许可证", "Food production licence", "trace/licence", format="sc_licence")
_add("licence", "text", "证照编号", "Licence number", "trace/licence", format="licence")
_add("vehicle_plate", "text", "车牌号", "Vehicle plate", "trace/truck", format="vehicle")
_add("gtin", "text", "商品条码 GTIN", "GTIN", "trace/barcode", start={"scan": True}, format="gtin")
_add("gln", "text", "位置码 GLN", "GLN", "trace/barcode", format="gln")
_add("sscc", "text", "物流单元码 SSCC", "SSCC", "trace/barcode", start={"scan": True}, format="sscc")
_add("address", "text", "地址", "Address", "basic/home", widget="address", start={"width": 12}, max=300)
_add("percentage", "number", "百分比", "Percentage", "basic/percent", decimals=2, percent=True)
_add("rating", "number", "评分", "Rating", "choice/star", widget="rating", decimals=0, min=1, max=5)
_add("integer", "number", "整数", "Whole number", "basic/number", decimals=0)
_add("duration", "number", "时长", "Duration", "basic/timer", widget="duration", decimals=0, min=0, suffix="min")
_add("temperature", "number", "温度", "Temperature", "trace/temperature", widget="temperature", decimals=1, min=-80,
     max=400, suffix="℃")  # fmt: skip
_add("switch", "bool", "开关", "Switch", "choice/switch", widget="switch")
_add("radio", "choice", "单选按钮", "Radio buttons", "choice/radio", widget="radio")
_add("dropdown", "choice", "下拉列表", "Dropdown", "choice/down", widget="dropdown")
_add("color_tag", "choice", "颜色标签", "Colour tag", "choice/tag", widget="color_tag", start=_TONES)
_add("checkbox", "multi", "复选框", "Checkboxes", "choice/multi", widget="checkbox")
_add("verdict", "expression", "合格判定", "Pass or fail", "trace/verdict", widget="verdict", start={"value": "TRUE"},
     result="bool")  # fmt: skip
_add("weight", "quantity", "重量", "Weight", "basic/scale", start={}, uoms=["kg", "g", "t"])
_add("equipment", "link", "设备", "Equipment", "link/tool", start={"scan": True}, to="equipment")
_add("item_code", "link", "物料编码", "Item code", "trace/barcode", start={"scan": True}, to="material")
