"""The GTIN in whatever a scanner or a hand gives."""

from __future__ import annotations

import pytest

from suyuan.codes.gtin import gtin_in, spellings

FULL = "06901234500011"


@pytest.mark.parametrize(
    "text",
    [FULL, "6901234500011", f"(01){FULL}(10)A1", f"]C101{FULL}10A1", "]E06901234500011", f"https://a.example/01/{FULL}/10/A1?17=270101"],
)  # fmt: skip
def test_it_is_found_however_it_is_written(text: str) -> None:
    assert gtin_in(text) == FULL


@pytest.mark.parametrize(
    "text",
    ["", "P", "6901234500012", "123", "(00)006901234500000017", "https://a.example/x", "６９０１２３４５０００１１"],
)
def test_other_texts_have_none(text: str) -> None:
    assert gtin_in(text) is None


def test_leading_zeros_are_only_padding() -> None:
    assert spellings(FULL) == ("6901234500011", FULL)
    assert spellings("00000096385074") == ("96385074", "000096385074", "0000096385074", "00000096385074")
    assert spellings("16901234500018") == ("16901234500018",)
