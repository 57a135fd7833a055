"""Print templates as a kind of definition: drafted, checked and published like every other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

import msgspec

from suyuan.definitions import shape
from suyuan.definitions.definition import KINDS, Body, Changing
from suyuan.definitions.shape import join
from suyuan.definitions.world import World
from suyuan.expr import BOOL
from suyuan.forms.form import Expr
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label
from suyuan.records.prints import blocks as blocks_package
from suyuan.records.prints.block_type import BLOCKS
from suyuan.records.prints.checking import Checking, between
from suyuan.records.prints.column import Column, short, written_out
from suyuan.records.prints.template import LEAST_SIDE, MOST_SIDE, Block, Edge, Print, Refusal, Sheet
from suyuan.store.engine import Tx

BLOCKS.scan(blocks_package)
MOST_BLOCKS = 200
_PLACE = ("x", "y", "w", "h")
_COLUMNS = ("fields", "columns")


class _Head(msgspec.Struct, frozen=True, kw_only=True):
    """A template's document, its keys in reading order."""

    print: str
    label: Label
    form: str
    kind: Literal["page", "label"] = "page"
    each: str = ""
    order: int = 0
    page: Sheet = Sheet()
    header: Edge = Edge()
    footer: Edge = Edge()
    guards: list[Refusal] = []
    blocks: Any = ()


class _Common(msgspec.Struct, frozen=True, kw_only=True):
    """What every block may say beside its options."""

    when: Expr | None = None
    x: Decimal | None = None
    y: Decimal | None = None
    w: Decimal | None = None
    h: Decimal | None = None


class Prints:
    """The kind ``prints``."""

    key, word = "prints", "print"

    def parse(self, key: str, body: Body) -> tuple[Print | None, list[Mistake]]:
        """As ``definitions.Kind``."""
        mistakes: list[Mistake] = []
        head = shape.read(_Head, {"print": key, **body}, "", mistakes)
        if wrong := shape.key_mistake("print", key):
            mistakes.append(wrong)
        found = _blocks(body.get("blocks", []), mistakes)
        if mistakes or head is None:
            return None, mistakes
        named = {name: getattr(head, name) for name in _Head.__struct_fields__ if name not in ("print", "blocks")}
        return Print(key=key, blocks=found, **named), []

    def dump(self, struct: Print) -> Body:
        """As ``definitions.Kind``."""
        named = {name: getattr(struct, name) for name in _Head.__struct_fields__ if name not in ("print", "blocks")}
        shown = shape.dump(_Head(print=struct.key, **named))
        return shown | {"blocks": [_written(block) for block in struct.blocks]}

    def settle(self, world: World, new: Print, old: Print | None) -> Print:
        """As it is."""
        return new

    def check(self, world: World, new: Print, old: Print | None) -> list[Mistake]:
        """Its form, and every field, expression and place in it, are there."""
        if not (new.label.zh or new.label.en):
            return [Mistake("label", "definitions.missing_key", {"key": "label"})]
        form = world.one("forms", new.form)
        if form is None:
            return [Mistake("form", "forms.no_such_form", {"form": new.form})]
        found = list(_paper(new))
        at = Checking(world, form, new.kind)
        if new.each:
            if new.each not in at.lists():
                return [*found, Mistake("each", "records.register_rows", {"key": new.each})]
            at = at.in_rows(new.each)
        return [*found, *_edges(new, at), *_guards(new, at), *_all_blocks(new, at, bool(found))]

    def apply(self, tx: Tx, changes: Sequence[Changing], by: Actor) -> None:
        """Nothing beyond the definition itself."""

    def retire(self, tx: Tx, old: Print, by: Actor) -> None:
        """Nothing: what was printed stays printed."""


def _blocks(given: Any, mistakes: list[Mistake]) -> list[Block]:
    if not isinstance(given, list | tuple):
        mistakes.append(Mistake("blocks", "definitions.want_list"))
        return []
    found = [_block(one, f"blocks[{n}]", mistakes) for n, one in enumerate(given)]
    return [block for block in found if block is not None]


def _block(body: Any, path: str, mistakes: list[Mistake]) -> Block | None:
    if not isinstance(body, Mapping):
        mistakes.append(Mistake(path, "definitions.want_mapping"))
        return None
    name = body.get("block")
    type = BLOCKS.get(str(name))
    if type is None:
        params = {"given": str(name or ""), "known": ", ".join(BLOCKS.keys())}
        mistakes.append(Mistake(join(path, "block"), "definitions.not_one_of", params))
        return None
    known = _Common.__struct_fields__
    common = shape.read(_Common, {k: v for k, v in body.items() if k in known}, path, mistakes)
    rest = {k: v for k, v in body.items() if k not in known and k != "block"}
    for key in _COLUMNS:
        rest = written_out(rest, key)
    options = shape.read(type.Options, rest, path, mistakes)
    if common is None or options is None:
        return None
    return Block(block=type.key, options=options, **{name: getattr(common, name) for name in known})


def _written(block: Block) -> Body:
    """The shortest document of a block."""
    place = {key: value for key in _PLACE if (value := getattr(block, key)) is not None}
    when = {"when": block.when} if block.when else {}
    options = shape.dump(block.options)
    for key in _COLUMNS:
        columns = getattr(block.options, key, None)
        if isinstance(columns, list) and all(isinstance(one, Column) for one in columns):
            options[key] = [short(column) for column in columns]
    return {"block": block.block, **place, **when, **options}


def _paper(new: Print) -> Iterator[Mistake]:
    page = new.page
    if page.size == "custom" or new.kind == "label":
        for name in ("width", "height"):
            side = getattr(page, name)
            if page.size == "custom" and side is None:
                yield Mistake(f"page.{name}", "definitions.missing_key", {"key": name})
            elif side is not None:
                yield from between(side, LEAST_SIDE, MOST_SIDE, f"page.{name}")
    if new.kind == "page":
        for name in ("top", "right", "bottom", "left"):
            yield from between(getattr(page.margins, name), 3, 80, f"page.margins.{name}")


def _edges(new: Print, at: Checking) -> Iterator[Mistake]:
    for edge in ("header", "footer"):
        for name in ("left", "right"):
            yield from at.text(getattr(getattr(new, edge), name), f"{edge}.{name}", edge=True)


def _guards(new: Print, at: Checking) -> Iterator[Mistake]:
    for n, guard in enumerate(new.guards):
        yield from at.expression(guard.refuse, f"guards[{n}].refuse", BOOL)
        if not (guard.say.zh or guard.say.en):
            yield Mistake(f"guards[{n}].say", "forms.no_label")


def _all_blocks(new: Print, at: Checking, paper_wrong: bool) -> Iterator[Mistake]:
    if not new.blocks:
        yield Mistake("blocks", "records.print_empty")
    yield from between(len(new.blocks), 0, MOST_BLOCKS, "blocks")
    sides = None if paper_wrong else new.page.sides()
    for n, block in enumerate(new.blocks):
        path, type = f"blocks[{n}]", BLOCKS[block.block]
        if new.kind not in type.on:
            yield Mistake(path, f"records.print_not_on_{new.kind}", {"block": type.label})
            continue
        yield from (m.under(path) for m in _place(new, block, sides))
        if block.when:
            yield from at.expression(block.when, f"{path}.when", BOOL)
        yield from (m.under(path) for m in type.mistakes(block.options, at))


def _place(new: Print, block: Block, sides: Any) -> Iterator[Mistake]:
    """A label's blocks have their places on it; a page's follow each other."""
    for key in _PLACE:
        value = getattr(block, key)
        if new.kind == "page":
            if value is not None:
                yield Mistake(key, "records.print_flows")
        elif value is None:
            yield Mistake(key, "definitions.missing_key", {"key": key})
        elif value < 0 or (key in "wh" and value == 0 and block.block != "line"):
            yield Mistake(key, "records.print_range", {"least": 0, "most": MOST_SIDE})
    place = block.place()
    if new.kind == "label" and sides is not None and place is not None:
        x, y, w, h = place
        if x + w > sides[0] or y + h > sides[1]:
            yield Mistake("", "records.print_beyond", {"width": sides[0], "height": sides[1]})


KINDS.add(Prints())
