"""Known formats of texts: what they look like and how they are checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from suyuan.codes import check_digits
from suyuan.kernel.errors import refuse
from suyuan.kernel.i18n import Label
from suyuan.kernel.registry import Registry


@dataclass(frozen=True)
class Format:
    """A format of text.

    :param key: the word in documents.
    :param pattern: what it must match in whole; ASCII, and safe against catastrophic backtracking.
    :param check: whether the check characters are right.
    :param settle: how it is written out before matching.
    :param example: one that is right.
    """

    key: str
    label: Label
    pattern: re.Pattern[str]
    example: str
    check: Callable[[str], bool] = bool
    settle: Callable[[str], str] = str

    def clean(self, text: str) -> str:
        """``text`` in its settled spelling.

        :raises Invalid: it does not match or its check characters are wrong.
        """
        found = self.settle(text)
        if not self.pattern.fullmatch(found):
            raise refuse("", "forms.bad_format", format=self.label, example=self.example)
        if not self.check(found):
            raise refuse("", "forms.bad_check_digit", format=self.label)
        return found


FORMATS: Registry[Format] = Registry("format of text")


def _packed(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


def _upper(text: str) -> str:
    return _packed(text).upper()


def _has_licence_digits(text: str) -> bool:
    """The check character of any of the three licences, by its kind."""
    return check_digits.has_mod11_10(text[2:]) if text[:2] in ("SC", "JY") else check_digits.has_mod31(text)


def _add(key: str, zh: str, en: str, pattern: str, example: str, check: Callable[[str], bool] = bool,
         settle: Callable[[str], str] = str) -> None:  # fmt: skip
    FORMATS.add(Format(key, Label(zh, en), re.compile(pattern, re.ASCII), example, check, settle))


_add("phone", "电话", "phone number", r"\+?[0-9]{3,15}(,[0-9]{1,6})?", "13812345678",
     settle=lambda t: re.sub(r"[\s()（）-]", "", t).replace("转", ","))  # fmt: skip
_add("mobile", "手机号", "mobile number", r"(\+86)?1[3-9][0-9]{9}", "13812345678", settle=_packed)
_add("email", "电子邮箱", "e-mail address", r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}",
     "quality@example.com")  # fmt: skip
_add("url", "网址", "web address", r"https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(/[^\s<>\"]{0,1500})?",
     "https://example.com/a")  # fmt: skip
_add("uscc", "统一社会信用代码", "unified social credit code", r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}",
     "91350211M000100Y46", check_digits.has_mod31, _upper)  # fmt: skip
_add("sc_licence", "食品生产许可证编号", "food production licence", r"SC[0-9]{14}", "SC10135020000019",
     lambda t: check_digits.has_mod11_10(t[2:]), _upper)  # fmt: skip
_add("licence", "营业执照、SC 或 JY 许可证号", "business, production (SC) or operation (JY) licence",
     r"(SC|JY)[0-9]{14}|[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", "SC10135020000019",
     _has_licence_digits, _upper)  # fmt: skip
_add("code", "编码（大写字母、数字、连字符）", "code (capitals, digits and hyphens)",
     r"[A-Z0-9]{1,20}(-[A-Z0-9]{1,20}){0,3}", "RM-0012", settle=lambda t: t.strip().upper())  # fmt: skip
_add("id_card", "身份证号", "identity card number", r"[1-9][0-9]{16}[0-9X]", "11010519491231002X",
     check_digits.has_mod11_2, _upper)  # fmt: skip
_add("gtin", "GTIN", "GTIN", r"[0-9]{8}|[0-9]{12,14}", "06901234567892", check_digits.has_mod10, _packed)
_add("gln", "GLN", "GLN", r"[0-9]{13}", "6901234567892", check_digits.has_mod10, _packed)
_add("sscc", "SSCC", "SSCC", r"[0-9]{18}", "106141412345678908", check_digits.has_mod10, _packed)
_add("vehicle", "车牌号", "vehicle plate", r"[\u4e00-\u9fff][A-Z][A-Z0-9]{5,6}", "闽D12345",
     settle=lambda t: _upper(re.sub("[·•]", "", t)))  # fmt: skip
_add("postcode", "邮政编码", "postcode", r"[0-9]{6}", "361000")
