"""Codes: each is read again by an independent reader, at the dots of a label printer, equal to what went in."""

from __future__ import annotations

import io
import random
import string
from decimal import Decimal

import pytest
import zxingcpp
from PIL import Image

from suyuan.print.barcode import Symbology, Unencodable, encode, least_size, module_for, svg
from suyuan.print.leaf import Code, Counter, Format, Frame, Gap, Leaf, LeafBlock, Rule, Spot, Table, Title, Words
from suyuan.print.leaf_pdf import leaves_pdf, leaves_shown
from tests.print.test_pdf import ATTEMPTS, bare, text_of

GTIN = "(01)09521234543213"
SSCC = "(00)369012340000000246"
CONTENTS: list[tuple[Symbology, str, bool, str]] = [
    ("gs1_128", f"{GTIN}(17)261231(10)LOT-1", True, f"{GTIN}(17)261231(10)LOT-1"),
    ("gs1_128", SSCC, True, SSCC),
    ("gs1_128", f"{GTIN}(10)A\\(B)", True, f"{GTIN}(10)A(B)"),
    ("datamatrix", f"{GTIN}(10)DPORK-261128-001(15)271128", True, f"{GTIN}(10)DPORK-261128-001(15)271128"),
    ("datamatrix", "水饺 plain text", False, "水饺 plain text"),
    ("code128", "WO-2611-0040", False, "WO-2611-0040"),
    ("ean13", "6901234567892", False, "6901234567892"),
    ("qr", "https://id.gs1.org/01/09521234543213/10/LOT-1", False, "https://id.gs1.org/01/09521234543213/10/LOT-1"),
    ("qr", "RM-261130-002 水饺", False, "RM-261130-002 水饺"),
]
WIDE, HIGH = Decimal(100), Decimal(40)


def label(kind: Symbology, content: str, gs1: bool, dpi: int, width: Decimal = WIDE) -> Leaf:
    symbol = encode(kind, content, gs1)
    module = module_for(symbol, width, HIGH, dpi)
    assert module is not None
    height = Decimal(15) if symbol.linear else module * symbol.down
    return Leaf([Spot(Code(symbol, module * symbol.across, height), Decimal(0), Decimal(0), width, HIGH)])


def read(leaf: Leaf, dpi: int, width: Decimal = WIDE) -> list[str]:
    [image] = leaves_shown([leaf], Format(width, HIGH), "t", "zh", ppi=dpi).images
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(image)))]


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(("kind", "content", "gs1", "text"), CONTENTS)
def test_every_code_is_read_again_as_printed(kind: Symbology, content: str, gs1: bool, text: str, dpi: int) -> None:
    assert read(label(kind, content, gs1, dpi), dpi) == [text]


def test_random_lot_codes_survive_gs1_128_and_datamatrix() -> None:
    chance, signs = random.Random(11), string.ascii_letters + string.digits + "-./_%&*+:;<=>?!'"
    for _ in range(15):
        lot = "".join(chance.choices(signs, k=chance.randint(1, 20)))
        for kind in ("gs1_128", "datamatrix"):
            width = Decimal(120)
            assert read(label(kind, f"{GTIN}(10){lot}", True, 300, width), 300, width) == [f"{GTIN}(10){lot}"]


def test_modules_are_whole_dots_and_the_symbol_fits_its_place() -> None:
    symbol = encode("gs1_128", SSCC)
    for dpi in (203, 300, 600):
        module = module_for(symbol, Decimal(80), Decimal(20), dpi)
        assert module is not None
        dots = round(module / (Decimal("25.4") / dpi), 9)
        assert dots == dots.to_integral_value() >= 2
        assert module * symbol.across <= 80 < (module + Decimal("25.4") / dpi) * symbol.across
    assert module_for(symbol, Decimal(20), Decimal(20), 203) is None
    across, down = least_size(encode("datamatrix", "A"), 300)
    assert round(across, 9) == round(down, 9) == round(14 * 2 * Decimal("25.4") / 300, 9)


@pytest.mark.parametrize(
    ("kind", "content"),
    [("ean13", "6901234567890"), ("code128", "水饺"), ("gs1_128", "(01)123"), ("gs1_128", ""), ("qr", "x" * 5000)],
)
def test_what_a_symbology_cannot_hold_is_said(kind: Symbology, content: str) -> None:
    with pytest.raises(Unencodable):
        encode(kind, content)


def test_drawing_covers_exactly_the_dark_modules() -> None:
    symbol = encode("code128", "A")
    path = svg(symbol).split('d="')[1].split('"')[0]
    spans = [part.split("h-")[0] for part in path.split("M")[1:]]
    dark = sum(int(span.split("h")[1].split("v")[0]) for span in spans)
    assert dark == sum(symbol.rows[0])


def test_hostile_texts_print_as_text_everywhere() -> None:
    blocks: list[LeafBlock] = []
    for text in ATTEMPTS:
        blocks += [Words(text), Title(text, text), Table([text], [[text]], [1], [False], [text], text)]
    made = text_of(leaves_pdf([Leaf(blocks, ((ATTEMPTS[0],), ()))], page(), "t", "zh"))
    for text in ATTEMPTS:
        assert bare(made).count(bare(text)) >= 6, text
    spots = [Spot(Words(text), Decimal(1), Decimal(n), Decimal(90), Decimal(5)) for n, text in enumerate(ATTEMPTS)]
    small = text_of(leaves_pdf([Leaf(spots)], Format(Decimal(100), Decimal(90)), "t", "en"))
    assert all(bare(text) in bare(small) for text in ATTEMPTS)


def page() -> Format:
    return Format(Decimal(210), Decimal(297), (Decimal(20), Decimal(15), Decimal(17), Decimal(15)))


def test_every_record_counts_its_own_pages() -> None:
    long = Leaf([Words("a"), Gap(None), Words("b")], foot=((), (Counter.PAGE, " of ", Counter.PAGES)))
    made = text_of(leaves_pdf([long, Leaf([Words("c")], foot=long.foot)], page(), "t", "en"))
    assert [line for line in made.splitlines() if " of " in line] == ["1 of 2", "2 of 2", "1 of 1"]


def test_a_text_that_does_not_fit_its_place_is_set_smaller_then_told() -> None:
    at = (Decimal(2), Decimal(2), Decimal(20), Decimal(6))
    fits = Spot(Words("a somewhat longer text", Decimal(20)), *at)
    spills = Spot(Words("word " * 80, Decimal(20)), *at, mark=7)
    shapes = [Spot(Frame(), *at), Spot(Rule(), *at)]
    shown = leaves_shown([Leaf([fits, spills, *shapes])], Format(Decimal(50), Decimal(30)), "t", "en")
    assert shown.spills == [7]
    assert shown.pages == 1


def test_the_same_leaves_make_the_same_bytes() -> None:
    leaf = label("gs1_128", SSCC, True, 300)
    assert leaves_pdf([leaf], page(), "t", "zh") == leaves_pdf([leaf], page(), "t", "zh")
