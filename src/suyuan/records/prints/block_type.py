"""The seam of block types: one small file each in ``blocks``, registered in ``BLOCKS``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import msgspec

from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label, catalogue
from suyuan.kernel.registry import Registry
from suyuan.print.leaf import LeafBlock
from suyuan.records.prints.checking import Checking
from suyuan.records.prints.filling import Filling
from suyuan.records.prints.template import Block


class NoOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For types without options of their own."""


class BlockType:
    """One type of block. It has no state: everything about one block comes with it.

    :cvar key: the word in documents.
    :cvar on: where it may stand.
    :cvar Options: the Struct of what may be said about it; its keys stand beside the block's own.
    :cvar start: what a new one says, as in a document.
    """

    key: ClassVar[str]
    on: ClassVar[tuple[str, ...]] = ("page",)
    Options: ClassVar[type[msgspec.Struct]] = NoOptions
    start: ClassVar[dict[str, Any]] = {}

    @property
    def label(self) -> Label:
        """Its name for people."""
        return catalogue()[f"records.block_{self.key}"]

    def mistakes(self, o: Any, at: Checking) -> Iterator[Mistake]:
        """What is wrong with its options; paths are relative to the block."""
        return iter(())

    def paths(self, o: Any) -> Iterator[str]:
        """Paths it reads, as chips and fields write them; expressions aside."""
        return iter(())

    def expressions(self, o: Any) -> Iterator[str]:
        """Expressions it reads, its condition aside."""
        return iter(())

    def texts(self, o: Any) -> Iterator[Label]:
        """Texts with chips."""
        return iter(())

    def fill(self, block: Block, at: Filling) -> Sequence[LeafBlock]:
        """What is printed of it."""
        raise NotImplementedError


BLOCKS: Registry[BlockType] = Registry("block of a print template")
