"""What a code holds: GS1 elements of a record or a lot, as an element string or a Digital Link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from suyuan.codes.digital_link import GS1_STEM, build
from suyuan.codes.elements import check_elements
from suyuan.forms.values import Linked, LotRef
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.records.plant import plant_of
from suyuan.records.prints.filling import Filling
from suyuan.records.show import may_know
from suyuan.trace.identify import is_sscc

Elements = list[tuple[str, str]]
_BRACKET = "\\("
_GTINS = ("01", "02", "03")
_MEASURES = ("31", "32", "33", "34", "35", "36")
_QUALIFIERS_ONLY = ("00", "01", "10", "21", "22")


@dataclass(frozen=True)
class Content:
    """:param text: what is encoded; with ``gs1`` an element string with brackets.

    :param human: what people read below the code.
    """

    text: str
    gs1: bool = False
    human: str = ""


def elements_of(given: Sequence[tuple[str, str]], at: Filling) -> Elements:
    """Application identifiers with their values; blank ones are left out.

    :param given: identifiers with expressions.
    :raises Invalid: a value that its identifier cannot hold.
    """
    found: Elements = []
    mistakes: list[Mistake] = []
    for n, (ai, text) in enumerate(given):
        value = at.value(text)
        try:
            shown = "" if value is None else _as_element(ai, value, at)
        except ValueError:
            mistakes.append(Mistake(f"elements[{n}]", "records.print_element", {"ai": ai, "value": str(value)}))
            continue
        if shown:
            found.append((ai, shown))
    if mistakes:
        raise Invalid(mistakes)
    return found


def _as_element(ai: str, value: Any, at: Filling) -> str:
    if isinstance(value, datetime):
        value = at.reader.desk.env.local(value).date()
    if isinstance(value, date):
        return value.strftime("%y%m%d")
    if isinstance(value, LotRef):
        return str(value["code"])
    if isinstance(value, Linked):
        return value.title if may_know(at.reader.desk, value) else ""
    if isinstance(value, Decimal):
        return _number(ai, value)
    if isinstance(value, bool | list | tuple):
        raise ValueError
    text = str(value).strip()
    return text.zfill(14) if ai in _GTINS and text else text


def _number(ai: str, value: Decimal) -> str:
    """A number as its identifier writes it: measures in six digits with the decimals the identifier names."""
    measure = len(ai) == 4 and ai.startswith(_MEASURES)
    scaled = value.scaleb(int(ai[3])) if measure else value
    whole = scaled.to_integral_value()
    if whole != scaled or whole < 0 or (measure and whole > 999_999):
        raise ValueError
    return f"{int(whole):06d}" if measure else str(int(whole))


def lot_elements(path: str, at: Filling) -> Elements:
    """What identifies the lot at ``path``: GTIN, code and expiry; the SSCC of a container.

    :raises Invalid: it has neither.
    """
    if at.reader.tell(path) is None:
        return []
    found = next(iter(at.lots(path)[-1:]), None)
    if found is None:
        return []
    if is_sscc(str(found["code"])):
        return [("00", str(found["code"]))]
    material = found["material"]
    known = None if material is None else at.reader.desk.material_of(material.id)
    if known is None or not known.gtin:
        title = known.title if known is not None else str(found["code"])
        raise Invalid([Mistake("lot", "records.print_no_gtin", {"material": title})])
    return list(_of_lot(known.gtin, found))


def _of_lot(gtin: str, lot: LotRef) -> Iterator[tuple[str, str]]:
    yield "01", gtin.zfill(14)
    yield "10", str(lot["code"])
    if lot["expires_on"] is not None:
        yield "17", lot["expires_on"].strftime("%y%m%d")


def written(elements: Elements, link: bool, at: Filling) -> Content | None:
    """``elements`` as one text; ``None`` where there are none.

    What must stand with what is judged over all codes of the paper (``at.beside``), as GS1 does for one thing: the
    SSCC may stand in one bar code and the contents in another.

    :param link: as a Digital Link of the key and its qualifiers, at the plant's own host where it has one.
    :raises Invalid: GS1 does not allow them so.
    """
    if not elements:
        return None
    own = dict(elements)
    around = [(ai, value) for ai, value in at.beside if ai not in own]
    if wrong := list(check_elements([*elements, *around])):
        raise Invalid(wrong)
    human = "".join(f"({ai}){value.replace('(', _BRACKET)}" for ai, value in elements)
    if not link:
        return Content(human, True, human.replace(_BRACKET, "("))
    kept = tuple((ai, value) for ai, value in elements if ai in _QUALIFIERS_ONLY)
    return Content(build(kept, plant_of(at.reader.store).host or GS1_STEM), False, human.replace(_BRACKET, "("))
