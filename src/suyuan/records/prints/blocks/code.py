"""Codes: QR, DataMatrix, GS1-128, Code 128, EAN-13, from a field, from GS1 elements, or from a lot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Literal

import msgspec

from suyuan.codes.ai import AIS
from suyuan.forms.form import Expr
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.print.barcode import Unencodable, encode, least_size, module_for
from suyuan.print.leaf import Code, LeafBlock
from suyuan.print.leaf_pdf import millimetres
from suyuan.records.prints.block_type import BLOCKS, BlockType
from suyuan.records.prints.checking import Checking, between
from suyuan.records.prints.chips import chips
from suyuan.records.prints.elements import Content, Elements, elements_of, lot_elements, written
from suyuan.records.prints.filling import Filling
from suyuan.records.prints.template import Block

TEXT_BELOW = Decimal("3.6")
"""Millimetres that the text below a code takes."""
_EXAMPLES = {
    "ean13": Content("6901234567892"),
    "gs1_128": Content("(01)09521234543213(10)LOT-1", True, "(01)09521234543213(10)LOT-1"),
    "datamatrix": Content("(01)09521234543213(10)LOT-1", True, "(01)09521234543213(10)LOT-1"),
}


class Element(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One GS1 application identifier with its value.

    :param ai: ``01``, ``10``, ``3102`` ...
    :param value: expression; blank leaves the element out.
    """

    ai: str
    value: Expr


class CodeOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of ``content``, ``elements`` and ``lot`` says what it holds.

    :param code: the symbology.
    :param content: text with chips.
    :param elements: GS1 elements, in order.
    :param lot: path of a lot: its GTIN, code and expiry; of a container its SSCC.
    :param link: written as a GS1 Digital Link instead of an element string (QR and DataMatrix).
    :param width: and ``height``: millimetres on a page; on a label the block's place bounds it.
    :param readable: what people read stands below it.
    """

    code: Literal["qr", "datamatrix", "gs1_128", "code128", "ean13"]
    content: str = ""
    elements: list[Element] = []
    lot: str = ""
    link: bool = False
    width: Decimal | None = None
    height: Decimal | None = None
    readable: bool = True


def code_mistakes(o: CodeOptions, at: Checking) -> Iterator[Mistake]:
    """What is wrong with a code."""
    if sum(map(bool, (o.content, o.elements, o.lot))) != 1:
        yield Mistake("content", "records.print_code_one")
    if o.content:
        yield from at.text(o.content, "content")
    if o.lot:
        yield from at.lot(o.lot, "lot")
    for n, element in enumerate(o.elements):
        if element.ai not in AIS:
            yield Mistake(f"elements[{n}].ai", "codes.ai_unknown", {"ai": element.ai})
        yield from at.expression(element.value, f"elements[{n}].value")
    gs1 = bool(o.elements or o.lot)
    two = o.code in ("qr", "datamatrix")
    if (gs1 and o.code in ("code128", "ean13")) or (not gs1 and o.code == "gs1_128"):
        yield Mistake("code", "records.print_code_gs1")
    if (gs1 and o.code == "qr" and not o.link) or (o.link and not (gs1 and two)):
        yield Mistake("link", "records.print_code_link")
    for name, side in (("width", o.width), ("height", o.height)):
        if side is not None:
            yield from between(side, 4, 300, name)


def code_paths(o: CodeOptions) -> Iterator[str]:
    """Paths a code reads."""
    if o.lot:
        yield o.lot
    yield from (chip.path for chip in chips(o.content) if chip.path)


def code_values(o: CodeOptions) -> Iterator[str]:
    """Expressions a code reads."""
    yield from (element.value for element in o.elements)


def code_of(o: CodeOptions, at: Filling, block: Block, under: str = "") -> Code | None:
    """The code drawn as large as its place allows; ``None`` where there is nothing to hold.

    :raises Invalid: the content does not fit the symbology, or the symbology its place.
    """
    content = _EXAMPLES.get(o.code, Content("https://id.gs1.org/01/09521234543213")) if at.example else _content(o, at)
    if content is None:
        return None
    try:
        symbol = encode(o.code, content.text, content.gs1)
    except Unencodable as wrong:
        raise Invalid([Mistake(f"{under}content", "records.print_code_cannot", {"reason": str(wrong)})]) from None
    human = content.human if o.readable else ""
    width, height = _room(o, block, symbol.linear)
    left = height - (TEXT_BELOW if human else 0)
    module = module_for(symbol, width, left, at.dpi)
    if module is None:
        least = least_size(symbol, at.dpi)
        needs = millimetres(least[0]) if symbol.linear else " × ".join(map(millimetres, least))
        raise Invalid([Mistake(f"{under}width", "records.print_code_small", {"needs": needs})])
    down = left if symbol.linear else module * symbol.down
    return Code(symbol, module * symbol.across, down, human, "center" if block.x is not None else "left")


def _room(o: CodeOptions, block: Block, linear: bool) -> tuple[Decimal, Decimal]:
    if (place := block.place()) is not None:
        return place[2], place[3]
    usual = (Decimal(70), Decimal(16)) if linear else (Decimal(22), Decimal(26))
    return o.width or usual[0], o.height or (usual[1] if linear or o.width is None else o.width + TEXT_BELOW)


def _content(o: CodeOptions, at: Filling) -> Content | None:
    if o.content:
        text = at.text(o.content).strip()
        if o.code == "ean13" and len(text) == 14 and text.startswith("0"):
            text = text[1:]
        if o.code == "ean13" and text and not (text.isascii() and text.isdigit() and len(text) == 13):
            raise Invalid([Mistake("content", "records.print_ean", {"text": text})])
        return Content(text, human=text if o.code != "qr" else "") if text else None
    return written(_elements(o, at), o.link, at)


def _elements(o: CodeOptions, at: Filling) -> Elements:
    return lot_elements(o.lot, at) if o.lot else elements_of([(e.ai, e.value) for e in o.elements], at)


def elements_on(blocks: Sequence[Block], at: Filling) -> tuple[tuple[str, str], ...]:
    """The GS1 elements of all codes that will be printed, the first of each identifier; what is wrong is told later."""
    found: dict[str, str] = {}
    for block in blocks:
        o = block.options
        if isinstance(o, CodeOptions) and not o.content and at.holds(block.when, ""):
            with suppress(Invalid):
                found = dict(_elements(o, at)) | found
    return tuple(found.items())


class CodeBlock(BlockType):
    """A code that scanners read."""

    key, on, Options = "code", ("page", "label"), CodeOptions
    start = {"code": "qr", "content": "{#plant}"}

    def mistakes(self, o: CodeOptions, at: Checking) -> Iterator[Mistake]:
        yield from code_mistakes(o, at)

    def paths(self, o: CodeOptions) -> Iterator[str]:
        yield from code_paths(o)

    def expressions(self, o: CodeOptions) -> Iterator[str]:
        yield from code_values(o)

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        found = code_of(block.options, at, block)
        return [] if found is None else [found]


BLOCKS.add(CodeBlock())
