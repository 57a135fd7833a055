"""Photos, handwritten signatures, lines to sign on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label
from suyuan.print.leaf import LeafBlock, Photos, Signed, Signings
from suyuan.print.paper import Picture
from suyuan.records.prints.block_type import BLOCKS, BlockType
from suyuan.records.prints.checking import Checking, between
from suyuan.records.prints.filling import Filling
from suyuan.records.prints.template import Block

MOST_PICTURES = 60


class ImagesOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """:param field: of photos, signatures or files; also ``list.field``.

    :param columns: images in one line; ``height`` in millimetres.
    :param names: the files' names stand below them.
    """

    field: str
    columns: int = 4
    height: Decimal = Decimal(35)
    names: bool = False


class ImagesBlock(BlockType):
    """Photos side by side; on a label the first one in its place."""

    key, on, Options = "images", ("page", "label"), ImagesOptions

    def mistakes(self, o: ImagesOptions, at: Checking) -> Iterator[Mistake]:
        yield from at.typed(o.field, ("image", "file", "signature"), "field")
        yield from between(o.columns, 1, 8, "columns")
        yield from between(o.height, 5, 250, "height")

    def paths(self, o: ImagesOptions) -> Iterator[str]:
        yield o.field

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        o: ImagesOptions = block.options
        files = at.files(o.field)
        if not files:
            return []
        if len(files) > MOST_PICTURES:
            at.reader.hide(f"{at.reader.label(o.field)} {MOST_PICTURES + 1}–{len(files)}")
        shown = [
            Picture(file.name if o.names or not file.type.startswith("image/") else "", at.image(file))
            for file in files[: 1 if block.x is not None else MOST_PICTURES]
        ]
        return [Photos(shown, o.columns, o.height)]


class Sign(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One place to sign.

    :param field: signature field whose picture stands there; a line to sign on when blank or not yet signed.
    :param person: path of who signed; ``at`` of when.
    """

    label: Label
    field: str = ""
    person: str = ""
    at: str = ""


class SignaturesOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """:param columns: signatures in one line."""

    signs: list[Sign]
    columns: int = 3


class SignaturesBlock(BlockType):
    """Signatures with name and time, or lines to sign on."""

    key, Options = "signatures", SignaturesOptions
    start = {"signs": [{"label": {"zh": "签字", "en": "Signed"}}]}

    def mistakes(self, o: SignaturesOptions, at: Checking) -> Iterator[Mistake]:
        yield from between(len(o.signs), 1, 12, "signs")
        yield from between(o.columns, 1, 6, "columns")
        for n, sign in enumerate(o.signs):
            yield from at.text(sign.label, f"signs[{n}].label")
            if sign.field:
                yield from at.typed(sign.field, ("signature",), f"signs[{n}].field")
            for name in ("person", "at"):
                if path := getattr(sign, name):
                    yield from at.path(path, f"signs[{n}].{name}")

    def paths(self, o: SignaturesOptions) -> Iterator[str]:
        yield from (path for sign in o.signs for path in (sign.field, sign.person, sign.at) if path)

    def texts(self, o: SignaturesOptions) -> Iterator[Label]:
        yield from (sign.label for sign in o.signs)

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        o: SignaturesOptions = block.options
        return [Signings([_signed(sign, at) for sign in o.signs], o.columns)]


def _signed(sign: Sign, at: Filling) -> Signed:
    files = at.files(sign.field) if sign.field else []
    image = at.image(files[0]) if files else None
    name, when = (at.told(path) if path else "" for path in (sign.person, sign.at))
    return Signed(at.text(sign.label), image, name, when)


for _type in (ImagesBlock(), SignaturesBlock()):
    BLOCKS.add(_type)
