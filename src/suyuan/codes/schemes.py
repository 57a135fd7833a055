"""Identification schemes as data: what a code of each looks like, and how it is checked.

A code is a pair of scheme and value. Packs may add schemes; ``SCHEMES`` is the seam.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from suyuan.codes.check_digits import has_luhn, has_mod10, has_mod11_2, has_mod11_10, has_mod31, has_mod97
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label
from suyuan.kernel.registry import Registry

CHECKS: dict[str, Callable[[str], bool]] = {
    "mod10": has_mod10,
    "mod31": has_mod31,
    "mod11_10": lambda value: has_mod11_10(re.sub(r"\D", "", value)),
    "mod11_2": has_mod11_2,
    "mod97": has_mod97,
    "luhn": has_luhn,
}
"""Check algorithms by name, each over the whole value."""


@dataclass(frozen=True)
class CodeScheme:
    """One identification scheme.

    :param key: stable name.
    :param label: as people call it.
    :param pattern: regular expression of the whole value.
    :param check: name of the check algorithm in ``CHECKS``, or empty.
    :param certain: whether a failed check refuses the code; when not, it is only worth a second look.
    :param resolver: address template with ``{value}``, or empty; :param source: the standard it follows.
    :param example: a right value.
    :param capitals: small letters mean the same as capitals.
    """

    key: str
    label: Label
    pattern: str
    example: str
    source: str
    check: str = ""
    certain: bool = True
    resolver: str = ""
    capitals: bool = False

    def clean(self, value: str) -> str:
        """``value`` without spaces around it, in capitals where the scheme has no small letters."""
        return value.strip().upper() if self.capitals else value.strip()

    def mistakes(self, value: str) -> list[Mistake]:
        """What is wrong with ``value``; empty when it is a code of this scheme."""
        code = self.clean(value)
        if re.fullmatch(self.pattern, code) is None:
            return [Mistake("", "codes.scheme_pattern", {"scheme": self.label, "example": self.example})]
        if self.check and self.certain and not CHECKS[self.check](code):
            return [Mistake("", "codes.scheme_check", {"scheme": self.label})]
        return []

    def doubtful(self, value: str) -> bool:
        """Whether a well-formed ``value`` fails a check that is not known for certain to apply."""
        return bool(self.check) and not self.certain and not CHECKS[self.check](self.clean(value))

    def address(self, value: str) -> str:
        """Where ``value`` is resolved; empty when the scheme has no resolver."""
        return self.resolver.format(value=self.clean(value)) if self.resolver else ""


SCHEMES: Registry[CodeScheme] = Registry("code scheme")

_USCC = "[0-9A-HJ-NP-RTUW-Y]"

for _scheme in (
    CodeScheme(
        "uscc", Label("统一社会信用代码", "Unified social credit code"), rf"{_USCC}{{2}}\d{{6}}{_USCC}{{10}}",
        "91350100M000100Y43", "GB 32100-2015", "mod31", capitals=True,
    ),
    CodeScheme(
        "sc_licence", Label("食品生产许可证编号", "Food production licence"), r"SC[12]\d{13}", "SC10111010500011",
        "SAMR order 24 (2020), article 29", "mod11_10", certain=False, capitals=True,
    ),
    CodeScheme(
        "food_business", Label("食品经营许可证编号", "Food business licence"), r"JY[123]\d{13}", "JY11101051234562",
        "SAMR order 78 (2023)", "mod11_10", certain=False, capitals=True,
    ),
    CodeScheme(
        "export_plant", Label("出口食品生产企业备案编号", "Exporting food plant"), r"\d{4}/[0-9A-Z]{5}", "3100/12345",
        "GACC order 249 (2021)", capitals=True,
    ),
    CodeScheme(
        "ecode", Label("物联网统一标识", "Ecode"), r"[0-4]\d{4}[0-9A-Za-z]{1,40}",
        "10064123456789012", "GB/T 31866-2023",
    ),
    CodeScheme(
        "ma", Label("MA 标识", "MA code"), r"MA\.156\.\d{1,4}\.\d{1,6}(?:[./][0-9A-Za-z./\-]{1,80})?",
        "MA.156.1098.1234/10.1", "ISO/IEC 15459-2 (issuing agency MA)",
    ),
    CodeScheme(
        "oid", Label("对象标识符", "Object identifier"), r"1\.2\.156(?:\.(?:0|[1-9]\d*)){1,20}", "1.2.156.3001.1",
        "GB/T 17969.1",
    ),
    CodeScheme(
        "handle", Label("工业互联网标识（Handle）", "Handle"), r"8[68](?:\.\d{1,6}){1,5}/[!-~]{1,120}",
        "88.118.8/lot-1", "RFC 3650", resolver="https://hdl.handle.net/{value}",
    ),
    CodeScheme(
        "vet24", Label("兽药追溯码", "Veterinary drug trace code"), r"\d{24}", "123456789012345678901234",
        "MARA announcement 2210",
    ),
    CodeScheme(
        "drug20", Label("药品追溯码", "Drug trace code"), r"\d{20}", "81234567890123456789", "NMPAB/T 1002-2019",
    ),
    CodeScheme(
        "gtin", Label("全球贸易项目代码", "GTIN"), r"\d{8}|\d{12,14}", "6901234567892", "GB 12904; GS1", "mod10",
        resolver="https://id.gs1.org/01/{value:0>14}",
    ),
    CodeScheme(
        "sscc", Label("系列货运包装箱代码", "SSCC"), r"\d{18}", "340123451111111111", "GB/T 18127; GS1", "mod10",
        resolver="https://id.gs1.org/00/{value}",
    ),
    CodeScheme(
        "gln", Label("全球参与方位置代码", "GLN"), r"\d{13}", "4012345000009", "GB/T 16828; GS1", "mod10",
        resolver="https://id.gs1.org/417/{value}",
    ),
    CodeScheme(
        "fda_fei", Label("FDA 企业标识", "FDA establishment identifier"), r"\d{7}|\d{10}", "3001234567", "FDA",
    ),
    CodeScheme("duns", Label("邓白氏编码", "D-U-N-S number"), r"\d{9}", "150483782", "Dun & Bradstreet"),
    CodeScheme(
        "id_card", Label("公民身份号码", "Resident identity number"), r"\d{17}[0-9X]", "11010519491231002X",
        "GB 11643-1999", "mod11_2", capitals=True,
    ),
):  # fmt: skip
    SCHEMES.add(_scheme)


def scheme_of(value: str) -> list[CodeScheme]:
    """The schemes ``value`` could belong to, those with a check digit first."""
    fitting = [s for s in SCHEMES if not s.mistakes(value)]
    return sorted(fitting, key=lambda s: not s.check)
