"""Values in words for the public, and addresses cut to the city."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.form import Field
from suyuan.forms.live import LiveForm
from suyuan.forms.values import LOT, Linked
from suyuan.kernel.errors import SuyuanError
from suyuan.kernel.i18n import say
from suyuan.records.look import Desk

_CITY = re.compile(r"(?:[^\d\s,，]{1,10}?(?:省|自治区|特别行政区))?[^\d\s,，]{1,10}?(?:市|自治州|地区|盟|州(?!市)|县)")
_PROVINCE = re.compile(r"[^\d\s,，]{1,10}?(?:省|自治区|特别行政区)")
_PATH = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_SHOWN = ("choice", "multi", "bool")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LONGEST_CITY = 40


def city_of(address: str) -> str:
    """An address no finer than its city: 河北省保定市莲池区建设路 1 号 -> 河北省保定市.

    :returns: ``""`` where no city can be told from the rest: then nothing is said rather than too much.
    """
    text = " ".join(address.split())
    found = _CITY.match(text) or _PROVINCE.match(text)
    if found:
        return found[0]
    if _CHINESE.search(text):
        return text if len(text) <= 4 else ""
    plain = len(text) <= _LONGEST_CITY and text.count(",") <= 1 and not any(c.isdigit() for c in text)
    return text if plain else ""


def worded(desk: Desk, path: str, start: Mapping[str, Any], value: Any, lang: str) -> str:
    """``value``, which the expression ``path`` gave for ``start``, as the field that holds it would show it.

    :param start: a lot or a record.
    """
    if value is None:
        return ""
    field = _field(desk, path, start)
    if field is not None and field.type in _SHOWN:
        try:
            return FIELD_TYPES[field.type].show(field, [value] if _bare(field, value) else value, lang)
        except (SuyuanError, TypeError, KeyError):
            return ""
    return _plain(desk, value, lang)


def _bare(field: Field, value: Any) -> bool:
    return field.type == "multi" and not isinstance(value, list | tuple)


def _plain(desk: Desk, value: Any, lang: str) -> str:
    if isinstance(value, bool):
        return say("forms.yes" if value else "forms.no", lang)
    if isinstance(value, Decimal):
        text = format(value, "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    if isinstance(value, datetime):
        return desk.env.local(value).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Linked):
        return value.title
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(_plain(desk, one, lang) for one in value if one is not None)
    return value if isinstance(value, str) else ""


def _field(desk: Desk, path: str, start: Mapping[str, Any]) -> Field | None:
    """The field that a plain path ends in, through links; ``None`` for anything computed."""
    if not _PATH.fullmatch(path) or not isinstance(start, Linked):
        return None
    parts = path.split(".")
    live = None if start.form == LOT else desk.catalogue.any(start.form)
    if live is None:
        serving = desk.catalogue.serving("material")
        if parts[0] != "material" or serving is None:
            return None
        live, parts = serving, parts[1:]
    return _through(desk, live, parts)


def _through(desk: Desk, live: LiveForm, parts: list[str]) -> Field | None:
    while parts:
        if len(parts) > 1 and parts[0] in live.lists:
            return live.field(".".join(parts)) if len(parts) == 2 else None
        field = live.field(parts[0])
        if field is None or len(parts) == 1:
            return field
        form = FIELD_TYPES[field.type].expr_type(field).form
        if form is None or form not in desk.catalogue.words:
            return None
        live, parts = desk.catalogue.any(form), parts[1:]
    return None
