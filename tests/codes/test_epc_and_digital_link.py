from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.codes.canonical import canonical, elements_of, is_class
from suyuan.codes.check_digits import CSET_82, mod10
from suyuan.codes.digital_link import build, parse
from suyuan.codes.epc import epc_elements, parse_epc, to_urn
from suyuan.kernel.errors import Invalid

SAME = [
    ("urn:epc:id:sgtin:4012345.011111.9876", "https://id.gs1.org/01/04012345111118/21/9876", 7),
    ("urn:epc:id:sgtin:415056789012.0.987654", "https://id.gs1.org/01/04150567890128/21/987654", 12),
    ("urn:epc:class:lgtin:4012345.012345.Lot987", "https://id.gs1.org/01/04012345123456/10/Lot987", 7),
    ("urn:epc:idpat:sgtin:4012345.066666.*", "https://id.gs1.org/01/04012345666663", 7),
    ("urn:epc:id:sscc:4012345.3111111111", "https://id.gs1.org/00/340123451111111111", 7),
    ("urn:epc:id:sgln:4012345.00005.122", "https://id.gs1.org/414/4012345000054/254/122", 7),
    ("urn:epc:id:sgln:4012345.00005.0", "https://id.gs1.org/414/4012345000054", 7),
    ("urn:epc:id:pgln:999999999999.", "https://id.gs1.org/417/9999999999994", 12),
    ("urn:epc:id:grai:4012345.00022.334455", "https://id.gs1.org/8003/04012345000221334455", 7),
    ("urn:epc:id:giai:4012345.ABC345", "https://id.gs1.org/8004/4012345ABC345", 7),
    ("urn:epc:id:gsrn:4012345.0000006765", "https://id.gs1.org/8018/401234500000067657", 7),
    ("urn:epc:id:gsrnp:4012345.0000000007", "https://id.gs1.org/8017/401234500000000074", 7),
    ("urn:epc:id:gdti:4012345.00009.PO-4711", "https://id.gs1.org/253/4012345000092PO-4711", 7),
    ("urn:epc:id:sgcn:4012345.67890.04711", "https://id.gs1.org/255/401234567890104711", 7),
    ("urn:epc:id:cpi:0614141.11111111111111-A%23%2F.1234",
     "https://id.gs1.org/8010/061414111111111111111-A%23%2F/8011/1234", 7),
    ("urn:epc:id:ginc:0614141.xyz47%2F11", "https://id.gs1.org/401/0614141xyz47%2F11", 7),
    ("urn:epc:id:gsin:4012345.222333444", "https://id.gs1.org/402/40123452223334442", 7),
    ("urn:epc:id:itip:4012345.011111.01.02.987", "https://id.gs1.org/8006/040123451111180102/21/987", 7),
    ("urn:epc:id:upui:1234567.098765.51qIgY)%3C%26Jp3*j7'SDB",
     "https://id.gs1.org/01/01234567987651/235/51qIgY%29%3C%26Jp3%2Aj7'SDB", 7),
]  # fmt: skip


@pytest.mark.parametrize(("urn", "link", "length"), SAME)
def test_urn_and_digital_link_of_one_key_agree(urn, link, length):
    assert canonical(urn) == canonical(link) == link
    assert canonical(link.replace("https://id.gs1.org", "http://Trace.Example:8080/x/y") + "?17=260731&a=b") == link
    assert to_urn(elements_of(link), length) == urn
    assert parse(link).path[0] == elements_of(urn)[0]


@pytest.mark.parametrize(
    ("code", "one"),
    [
        ("(01)09521234543213(10)ABC", "https://id.gs1.org/01/09521234543213/10/ABC"),
        ("]d2010952123454321310ABC\x1d17260731", "https://id.gs1.org/01/09521234543213/10/ABC"),
        ("]d2010952123454321310ABC\x1d21S1", "https://id.gs1.org/01/09521234543213/21/S1"),
        ("https://x.cn/gtin/6901234567892/lot/批1", "https://x.cn/gtin/6901234567892/lot/批1"),
        ("https://x.cn/gtin/6901234567892/lot/A1/ser/7", "https://id.gs1.org/01/06901234567892/21/7"),
        ("https://plant.example/lot/A-1", "https://plant.example/lot/A-1"),
        ("https://plant.example/01/123", "https://plant.example/01/123"),
        ("urn:epc:id:sscc:08600031303.0003", "urn:epc:id:sscc:08600031303.0003"),
        ("urn:epc:idpat:sgtin:4012345.*.*", "urn:epc:idpat:sgtin:4012345.*.*"),
        ("urn:gdst:example.org:product:lot:class:a.b", "urn:gdst:example.org:product:lot:class:a.b"),
        ("  LOT-1 ", "LOT-1"),
    ],
)
def test_every_spelling_has_one_canonical_form(code, one):
    assert canonical(code) == one
    assert canonical(one) == one


@given(st.text(max_size=40))
def test_the_canonical_form_is_a_fixed_point(text):
    assert canonical(canonical(text)) == canonical(text)


@pytest.mark.parametrize(
    "urn",
    [
        "urn:epc:id:sgtin:4012345.01111.1",
        "urn:epc:id:sgtin:40123.01111111.1",
        "urn:epc:id:sgtin:4012345.011111",
        "urn:epc:id:sgtin:4012345.011111.",
        "urn:epc:id:sgtin:4012345.011111.a%20b",
        "urn:epc:id:sgtin:4012345.011111.a b",
        "urn:epc:id:sgtin:4012345.011111." + "x" * 21,
        "urn:epc:id:sscc:4012345.311111111",
        "urn:epc:id:lgtin:4012345.012345.A",
        "urn:epc:class:sgtin:4012345.012345.A",
        "urn:epc:id:sgtin:4012345.011111.*x\n",
        "urn:epc:id:nonsense:1.2",
        "urn:epc:id:sgln:4012345.0000.1",
        "urn:epc:id:cpi:0614141.abc.1",
        "urn:epc:id:cpi:0614141.ABC.01",
        "urn:epc:id:giai:0614141." + "x" * 25,
    ],
)
def test_a_wrong_epc_is_refused(urn):
    with pytest.raises(Invalid):
        parse_epc(urn)


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("https://id.gs1.org/01/04012345111119/21/1", "ai_check"),
        ("https://id.gs1.org/01/04012345111118/21/1?17=261301", "ai_date0"),
        ("https://id.gs1.org/01/04012345111118?21=1", "ai_not_in_query"),
        ("https://id.gs1.org/01/04012345111118?99999=1", "ai_unknown"),
        ("https://id.gs1.org/01/04012345111", "not_digital_link"),
        ("https://id.gs1.org/01/04012345111118/21/1/10/A", "not_digital_link"),
        ("https://id.gs1.org/10/A", "not_digital_link"),
        ("ftp://id.gs1.org/01/04012345111118", "not_digital_link"),
        ("https://id.gs1.org", "not_digital_link"),
    ],
)
def test_a_wrong_digital_link_is_refused(link, code):
    with pytest.raises(Invalid) as refused:
        parse(link)
    assert [m.code for m in refused.value.mistakes] == [f"codes.{code}"]


def test_a_digital_link_is_taken_apart_and_built_again():
    link = "https://plant.example/trace/01/09521234543213/10/A%2F1/21/7?17=260731&3103=001250"
    parts = parse(link + "&linkType=gs1:traceability")
    assert parts.stem == "https://plant.example/trace"
    assert parts.path == (("01", "09521234543213"), ("10", "A/1"), ("21", "7"))
    assert parts.query == (("17", "260731"), ("3103", "001250"))
    assert parts.other == (("linkType", "gs1:traceability"),)
    assert build(parts.path + parts.query, parts.stem) == link


@pytest.mark.parametrize(
    "elements",
    [(), (("10", "A"),), (("01", "09521234543214"),), (("01", "09521234543213"), ("254", "1")), (("zz", "1"),)],
)
def test_what_makes_no_digital_link_is_refused(elements):
    with pytest.raises(Invalid):
        build(elements)


serials = st.text(CSET_82, min_size=1, max_size=20)


@given(st.from_regex(r"\A\d{13}\Z").filter(str.isascii), serials, st.integers(6, 12), st.sampled_from(["10", "21"]))
def test_any_gtin_with_any_lot_or_serial_goes_round(body, serial, length, qualifier):
    elements = (("01", body + mod10(body)), (qualifier, serial))
    urn = to_urn(elements, length)
    assert epc_elements(parse_epc(urn)) == elements
    assert canonical(urn) == build(elements) == canonical(build(elements, "https://plant.example/a"))


def test_classes_are_told_from_instances():
    assert is_class("urn:epc:class:lgtin:4012345.012345.A")
    assert is_class("https://x.example/01/04012345111118/10/A")
    assert is_class("urn:epc:idpat:sgtin:4012345.*.*")
    assert not is_class("https://x.example/01/04012345111118/10/A/21/1")
    assert not is_class("urn:epc:id:sscc:4012345.3111111111")
    assert not is_class("LOT-1")
