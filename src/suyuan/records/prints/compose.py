"""A template and a record become leaves: plain data that the printing room sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from suyuan.forms.values import LotRef
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import say
from suyuan.print.leaf import Leaf, LeafBlock, Spot
from suyuan.print.paper import Note
from suyuan.records.prints.block_type import BLOCKS
from suyuan.records.prints.blocks.code import elements_on
from suyuan.records.prints.chips import chips
from suyuan.records.prints.filling import Filling
from suyuan.records.prints.template import Block, Print
from suyuan.records.statements import SUBMITTED

_COUNTING = ("copy", "number", "of")


def compose(template: Print, at: Filling) -> Leaf:
    """One leaf.

    :raises Invalid: a code that cannot be made, by its block.
    """
    blocks: list[LeafBlock | Spot] = []
    mistakes: list[Mistake] = []
    at = replace(at, beside=elements_on(template.blocks, at))
    if template.kind == "page" and at.values.get("state", SUBMITTED) != SUBMITTED:
        blocks.append(Note(say("records.print_voided", at.reader.lang), "bad"))
    for n, block in enumerate(template.blocks):
        try:
            blocks += _filled(block, at, n)
        except Invalid as wrong:
            mistakes += [m.under(f"blocks[{n}]") for m in wrong.mistakes]
    if mistakes:
        raise Invalid(mistakes)
    head, foot = ((at.line(edge.left), at.line(edge.right)) for edge in (template.header, template.footer))
    return Leaf(blocks, head, foot)


def _filled(block: Block, at: Filling, n: int) -> Sequence[LeafBlock | Spot]:
    type = BLOCKS[block.block]
    if not at.holds(block.when, type.label.show(at.reader.lang)):
        return []
    made = type.fill(block, at)
    place = block.place()
    return made if place is None else [Spot(one, *place, n) for one in made]


def with_left_out(leaf: Leaf, hidden: Sequence[str], lang: str) -> Leaf:
    """``leaf`` with a line that says what its reader may not be told."""
    if not hidden:
        return leaf
    between = "、" if lang == "zh" else ", "
    return replace(leaf, blocks=[*leaf.blocks, Note(say("records.print_left_out", lang, what=between.join(hidden)))])


def texts_of(template: Print) -> list[str]:
    """Every text with chips in a template."""
    labels = [edge for one in (template.header, template.footer) for edge in (one.left, one.right)]
    labels += [label for block in template.blocks for label in BLOCKS[block.block].texts(block.options)]
    codes = (getattr(block.options, "content", "") for block in template.blocks)
    return [*(text for label in labels for text in (label.zh, label.en)), *filter(None, codes)]


def words_in(template: Print) -> set[str]:
    """The words of the printing that a template tells."""
    return {chip.word for text in texts_of(template) for chip in chips(text) if chip.word}


def differs_by_copy(template: Print) -> bool:
    """Whether two copies of one record differ."""
    return bool(words_in(template).intersection((*_COUNTING, "serial")))


def named_paths(template: Print) -> set[str]:
    """Every path a template reads, expressions aside."""
    found = {chip.path for text in texts_of(template) for chip in chips(text) if chip.path}
    for block in template.blocks:
        found.update(BLOCKS[block.block].paths(block.options))
    return found


def named_lots(paths: Sequence[str], at: Filling) -> list[LotRef]:
    """The lots met on the way along ``paths``, each once."""
    found: dict[int, Any] = {}
    for path in paths:
        found |= {lot.id: lot for lot in at.lots(path)}
    return list(found.values())
