from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.codes.confusables import confusable, skeleton
from suyuan.codes.countries import COUNTRIES, COUNTRY_NUMBERS
from suyuan.codes.lot_code import clean
from suyuan.codes.schemes import SCHEMES, scheme_of
from suyuan.kernel.errors import Invalid
from suyuan.kernel.i18n import catalogue


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("  L-001\n", "L-001"),
        ("ＬＯＴ－１", "LOT-1"),
        ("2026批01", "2026批01"),
        ("A/1#2(b)", "A/1#2(b)"),
        ("\u3000x", "x"),
    ],
)
def test_a_lot_code_is_cleaned(text, code):
    assert clean(text) == code


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("", ["lot_empty"]),
        ("   ", ["lot_empty"]),
        ("A B", ["lot_space"]),
        ("A\x00B", ["lot_hidden"]),
        ("A\u202e1", ["lot_bidi"]),
        ("A\u200bB", ["lot_hidden"]),
        ("LОT", ["lot_characters"]),
        ("x" * 81, ["lot_long"]),
        ("=1+1", ["lot_characters"]),
        ("<b>", ["lot_characters"]),
        ("A\u202e \u200bΩ", ["lot_bidi", "lot_hidden", "lot_space", "lot_characters"]),
    ],
)
def test_an_unclean_lot_code_is_refused_with_every_reason(text, reasons):
    with pytest.raises(Invalid) as refused:
        clean(text)
    assert [m.code for m in refused.value.mistakes] == [f"codes.{r}" for r in reasons]


def test_a_narrower_alphabet_may_be_asked_for():
    assert clean("ABC-1", "ABC-123") == "ABC-1"
    with pytest.raises(Invalid):
        clean("ABC-4", "ABC-123")


@given(st.text(max_size=30))
def test_what_is_clean_stays_clean(text):
    try:
        code = clean(text)
    except Invalid:
        return
    assert clean(code) == code


@pytest.mark.parametrize(
    ("a", "b"),
    [("L0T1", "LOTI"), ("1l", "Il"), ("A-1", "А-1"), ("a1", "A1"), ("２", "2"), ("A–1", "A-1"), ("Ｏ1", "0l")],
)
def test_look_alikes_are_confusable(a, b):
    assert confusable(a, b)


@pytest.mark.parametrize(("a", "b"), [("A1", "A2"), ("A1", "A1"), ("B8", "88"), ("AB", "BA")])
def test_codes_that_can_be_told_apart_are_not(a, b):
    assert not confusable(a, b)


@given(st.text(max_size=20))
def test_a_skeleton_is_its_own_skeleton(text):
    assert skeleton(skeleton(text)) == skeleton(text)


@pytest.mark.parametrize("scheme", list(SCHEMES), ids=lambda s: s.key)
def test_every_scheme_accepts_its_example_and_refuses_nonsense(scheme):
    assert scheme.mistakes(scheme.example) == []
    assert not scheme.doubtful(scheme.example)
    assert scheme in scheme_of(scheme.example)
    assert scheme.label.zh
    assert scheme.label.en
    for wrong in ("", "x y", scheme.example + "\n1", scheme.example + "§"):
        assert scheme.mistakes(wrong)


@pytest.mark.parametrize(
    ("scheme", "value"), [("uscc", "91350100M000100Y44"), ("gtin", "6901234567893"), ("id_card", "110105194912310021")]
)
def test_a_wrong_check_character_is_refused(scheme, value):
    assert [m.code for m in SCHEMES[scheme].mistakes(value)] == ["codes.scheme_check"]


def test_a_check_that_is_not_certain_only_raises_a_doubt():
    licence = SCHEMES["sc_licence"]
    wrong = licence.example[:-1] + str((int(licence.example[-1]) + 1) % 10)
    assert licence.mistakes(wrong) == []
    assert licence.doubtful(wrong)


def test_schemes_with_a_resolver_lead_to_an_address():
    assert SCHEMES["gtin"].address("6901234567892") == "https://id.gs1.org/01/06901234567892"
    assert SCHEMES["uscc"].address("91350100M000100Y43") == ""


def test_the_countries_are_those_of_the_time_zone_data():
    from importlib import resources

    lines = (resources.files("tzdata") / "zoneinfo/iso3166.tab").read_text("utf-8").splitlines()
    assert COUNTRIES.keys() == {line[:2] for line in lines if line and not line.startswith("#")}
    assert len(COUNTRY_NUMBERS) == len(COUNTRIES)
    assert (COUNTRIES["CN"], COUNTRIES["DE"], COUNTRIES["US"]) == ("156", "276", "840")


def test_every_text_of_the_room_has_words_in_both_languages():
    from suyuan.codes.content import RULES

    texts = catalogue()
    assert all(f"codes.ai_{rule}" in texts for rule in RULES)
    assert all(t.zh and t.en for k, t in texts.items() if k.startswith("codes."))
