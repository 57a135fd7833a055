from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.codes import digital_link
from suyuan.codes.ai import AIS
from suyuan.codes.check_digits import CSET_82, gs1_pair, has_gs1_pair, has_mod10, has_mod97, mod10
from suyuan.codes.elements import build_elements, parse_elements
from suyuan.kernel.errors import Invalid

DICTIONARY = Path(__file__).parents[2] / "../shared/standards/gs1/gs1-syntax-dictionary.txt"
needed = pytest.mark.skipif(not DICTIONARY.is_file(), reason="the folder of standards' test documents is not here")

RULES = {
    "csum": "check", "csumalpha": "pair", "yymmdd": "date", "yymmd0": "date0", "yyyymmdd": "date8", "hhmi": "hourmin",
    "hh": "hour", "mi": "minute", "ss": "minute", "iso3166": "country", "iso3166999": "country999",
    "iso3166alpha2": "country2", "iso4217": "currency", "pcenc": "percent", "yesno": "yesno", "hyphen": "minus",
    "latitude": "latitude", "longitude": "longitude", "importeridx": "importer", "packagetype": "package",
    "mediatype": "media", "iso5218": "sex", "posinseqslash": "birthorder", "nonzero": "nonzero", "zero": "zero",
    "nozeroprefix": "nozero", "winding": "winding", "pieceoftotal": "pieces", "iban": "iban",
    "hasnondigit": "nondigit", "couponcode": "coupon", "couponposoffer": "coupon",
}  # fmt: skip


def dictionary():
    """GS1's own dictionary: identifier -> (flags, parts, attributes)."""
    for line in DICTIONARY.read_text("utf-8").splitlines():
        found = re.match(r"(\d+)(?:-(\d+))?\s+([*?]*)\s+(.+?)\s*(?:#|$)", line)
        if not found:
            continue
        words = found[4].split()
        attributes = [w for w in words if re.match(r"(req|ex)=|dlpkey", w)]
        parts = [w for w in words if w not in attributes]
        for number in range(int(found[1]), int(found[2] or found[1]) + 1):
            yield str(number).zfill(len(found[1])), found[3], parts, attributes


def part_of(text):
    found = re.fullmatch(r"(\[)?([NXYZ])(\.\.)?(\d+)\]?((?:,\w+)*)", text)
    rules = {RULES[r] for r in found[5].split(",")[1:] if not r.startswith("gcppos")}
    if "gcppos" in found[5] and found[2] in "XY":
        rules.add("prefix")
    return found[2].lower(), 1 if found[3] else int(found[4]), int(found[4]), rules, found[1] is not None


@needed
def test_the_identifiers_and_their_formats_agree_with_the_syntax_dictionary():
    known = set()
    for key, flags, parts, attributes in dictionary():
        known.add(key)
        ai = AIS[key]
        assert [(p.charset, p.least, p.most, set(p.rules), p.optional) for p in ai.parts] == [
            part_of(p) for p in parts
        ], key
        assert (ai.predefined, ai.in_query) == ("*" in flags, "?" in flags), key
        needs = {tuple(g.split("+")) for a in attributes if a.startswith("req=") for g in a[4:].split(",")}
        assert set(ai.needs) == needs, key
        assert set(ai.without) == {c for a in attributes if a.startswith("ex=") for c in a[3:].split(",")}, key
    assert known == AIS.keys()


@needed
def test_the_keys_of_digital_links_agree_with_the_syntax_dictionary():
    told = {k: a for k, _, _, attributes in dictionary() for a in attributes if a.startswith("dlpkey")}
    assert told.keys() == digital_link.KEYS.keys()
    for key, attribute in told.items():
        sequences = [tuple(q for q in s.split(",") if q) for s in attribute.partition("=")[2].split("|")]
        assert list(digital_link.KEYS[key]) == sequences, key


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("(01)09521234543213(10)ABC123(17)260731", (("01", "09521234543213"), ("10", "ABC123"), ("17", "260731"))),
        (
            "]C101095212345432131726073110ABC",
            (("01", "09521234543213"), ("17", "260731"), ("10", "ABC")),
        ),
        ("]d2010952123454321310AB\x1d3103001250", (("01", "09521234543213"), ("10", "AB"), ("3103", "001250"))),
        ("\x1d00340123451111111111", (("00", "340123451111111111"),)),
        ("(10)A\\(1)(01)09521234543213", (("01", "09521234543213"), ("10", "A(1)"))),
        (
            "(00)340123451111111111(02)09521234543213(37)12",
            (("00", "340123451111111111"), ("02", "09521234543213"), ("37", "12")),
        ),
        ("]E06901234567892", (("01", "06901234567892"),)),
        ("(01)09521234543213(17)260200", (("01", "09521234543213"), ("17", "260200"))),
    ],
)
def test_element_strings_are_read(text, elements):
    assert parse_elements(text) == elements


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(01)09521234543214", "check"),
        ("(01)9521234543213", "length"),
        ("(01)0952123454321A", "characters"),
        ("(00)340123451111111112", "check"),
        ("(10)ABC", "needs"),
        ("(01)09521234543213(10)", "length"),
        ("(01)09521234543213(10)ABCDEFGHIJKLMNOPQRSTU", "length"),
        ("(01)09521234543213(10)批", "characters"),
        ("(01)09521234543213(17)261301", "date0"),
        ("(01)09521234543213(17)260230", "date0"),
        ("(01)09521234543213(7006)260200", "date"),
        ("(01)09521234543213(7003)2602012460", "hourmin"),
        ("(01)09521234543213(37)1", "clash"),
        ("(02)09521234543213", "needs"),
        ("(01)09521234543213(422)000", "country"),
        ("(01)09521234543213(3103)12345", "length"),
        ("(09)1", "unknown"),
        ("(01)09521234543213(01)09521234543220", "repeated"),
        ("(01)09521234543213(3103)001250(3102)000001", "clash"),
        ("(8020)A(415)4012345000010", "check"),
        ("(01)09521234543213(250)A", "needs"),
        ("(8003)14012345000221A", "zero"),
        ("(8006)095212345432130201", "pieces"),
        ("(8006)095212345432130000", "pieces"),
        ("(8010)AB1234", "prefix"),
        ("(8010)1234a", "characters"),
        ("(8013)1987654Ad4X4bL5ttr2310cXK", "pair"),
        ("(01)09521234543213(8008)2602302301", "date"),
        ("(01)09521234543213(8008)26022824", "hour"),
        ("(00)340123451111111111(4300)A%2", "percent"),
        ("(00)340123451111111111(4307)XX", "country2"),
        ("(00)340123451111111111(4309)99999999990000000000", "latitude"),
        ("(415)4012345000009(8020)A(8007)GB82WEST12345698765433", "iban"),
        ("(01)09521234543213(8001)00001100001200", "nonzero"),
        ("(01)09521234543213(8001)12341234512320", "winding"),
        ("(8010)1234(8011)01", "nozero"),
        ("(00)340123451111111111(4321)2", "yesno"),
        ("(01)09521234543213(10)A(30)0(3932)0010", "currency"),
        ("(8018)401234500000067657(7252)3", "sex"),
        ("(8018)401234500000067657(7241)11", "media"),
        ("(8017)401234500000000074(8018)401234500000067657", "clash"),
        ("(01)09521234543213(21)A(235)B", "clash"),
        ("(01)09521234543213(8030)a+b(21)1", "characters"),
        ("(01)09521234543213(4330)000000X", "needs"),
    ],
)
def test_wrong_element_strings_are_refused_for_their_reason(text, code):
    with pytest.raises(Invalid) as refused:
        parse_elements(text)
    assert f"codes.ai_{code}" in [m.code for m in refused.value.mistakes]


@pytest.mark.parametrize("text", ["", "ABC", "01", "(01", "()1", "(1)2", "\x1d", "]C1", "01095212345432131"])
def test_what_is_no_element_string_is_refused(text):
    with pytest.raises(Invalid):
        parse_elements(text)


gtins = st.from_regex(r"\A\d{13}\Z").filter(str.isascii).map(lambda body: body + mod10(body))
lots = st.text(CSET_82, min_size=1, max_size=20)


@given(gtins, lots, lots)
def test_what_is_built_reads_the_same_with_brackets_and_as_scanned(gtin, lot, serial):
    elements = (("01", gtin), ("10", lot), ("21", serial))
    for bracketed in (True, False):
        assert dict(parse_elements(build_elements(elements, bracketed))) == dict(elements)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_never_broken(text):
    for given_text in (text, "(" + text, "]C1" + text, "(01)" + text):
        try:
            elements = parse_elements(given_text)
        except Invalid:
            continue
        assert parse_elements(build_elements(elements)) == elements


@given(st.integers(1, 10**17), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes_the_check_digit(number, at, by):
    digits = str(number).zfill(17)
    right = digits + mod10(digits)
    wrong = right[:at] + str((int(right[at]) + by) % 10) + right[at + 1 :]
    assert has_mod10(right)
    assert not has_mod10(wrong)


def test_the_published_examples_of_check_characters():
    assert mod10("629104150021") == "3"
    assert gs1_pair("1987654Ad4X4bL5ttr2310c") == "2K"
    assert has_gs1_pair("1987654Ad4X4bL5ttr2310c2K")
    assert has_mod97("GB82WEST12345698765432")
