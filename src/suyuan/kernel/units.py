"""Units of measure with exact factors, and quantities.

Codes are the ones people write (kg, g, t, L, mL, pcs, box ...); ``cefact`` is the UN/CEFACT Recommendation 20
code that EPCIS uses. Counts of packages convert only by a material's own conversions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from suyuan.kernel.errors import refuse
from suyuan.kernel.i18n import Label
from suyuan.kernel.registry import Registry


@dataclass(frozen=True)
class Uom:
    """A unit of measure.

    :param key: the code as written by people.
    :param dimension: mass, volume, length, area, count or package; only equal dimensions convert.
    :param factor: how many base units of the dimension one of it is.
    :param cefact: UN/CEFACT Rec. 20 code.
    :param decimals: decimals shown.
    """

    key: str
    dimension: str
    factor: Decimal
    cefact: str
    label: Label
    decimals: int = 3


UOMS: Registry[Uom] = Registry("unit of measure")

for _key, _dim, _factor, _cefact, _zh, _en, _dec in (
    ("kg", "mass", "1", "KGM", "千克", "kilogram", 3),
    ("g", "mass", "0.001", "GRM", "克", "gram", 1),
    ("mg", "mass", "0.000001", "MGM", "毫克", "milligram", 1),
    ("t", "mass", "1000", "TNE", "吨", "tonne", 3),
    ("jin", "mass", "0.5", "KGM_JIN", "斤", "jin", 2),
    ("lb", "mass", "0.45359237", "LBR", "磅", "pound", 3),
    ("oz", "mass", "0.028349523125", "ONZ", "盎司", "ounce", 3),
    ("L", "volume", "1", "LTR", "升", "litre", 3),
    ("mL", "volume", "0.001", "MLT", "毫升", "millilitre", 1),
    ("m3", "volume", "1000", "MTQ", "立方米", "cubic metre", 3),
    ("gal", "volume", "3.785411784", "GLL", "加仑", "gallon", 3),
    ("m", "length", "1", "MTR", "米", "metre", 3),
    ("cm", "length", "0.01", "CMT", "厘米", "centimetre", 1),
    ("m2", "area", "1", "MTK", "平方米", "square metre", 3),
    ("pcs", "count", "1", "H87", "件", "piece", 0),
    ("dozen", "count", "12", "DZN", "打", "dozen", 2),
    ("bag", "package:bag", "1", "XBG", "袋", "bag", 0),
    ("box", "package:box", "1", "XBX", "盒", "box", 0),
    ("carton", "package:carton", "1", "XCT", "箱", "carton", 0),
    ("roll", "package:roll", "1", "XRO", "卷", "roll", 0),
    ("pallet", "package:pallet", "1", "XPX", "托盘", "pallet", 0),
    ("bottle", "package:bottle", "1", "XBO", "瓶", "bottle", 0),
):
    UOMS.add(Uom(_key, _dim, Decimal(_factor), _cefact, Label(_zh, _en), _dec))

BY_CEFACT = {u.cefact: u for u in UOMS if "_" not in u.cefact}


class Quantity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An amount with its unit of measure."""

    value: Decimal
    uom: str


def convert(value: Decimal, given: str, wanted: str, own: Mapping[str, Decimal] | None = None) -> Decimal:
    """``value`` of ``given`` expressed in ``wanted``, exactly.

    :param own: a material's own conversions: how many of *its base uom* (key ``""`` names none) one of the key is,
        e.g. ``{"bag": Decimal(25)}`` for bags of 25 kg with ``wanted`` the base.
    :raises Invalid: when either is unknown or no conversion exists.
    """
    if given == wanted:
        return value
    if own and given in own:
        return value * own[given]
    if own and wanted in own:
        return value / own[wanted]
    a, b = UOMS.get(given), UOMS.get(wanted)
    if a is None or b is None:
        raise refuse("", "kernel.unknown_unit", uom=given if a is None else wanted)
    if a.dimension != b.dimension:
        raise refuse("", "kernel.no_conversion", given=given, wanted=wanted)
    return value * a.factor / b.factor
