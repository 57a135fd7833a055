"""The words of a printed paper: what stands on it, in order; no layout, no markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from suyuan.print.sheet import Sheet

Tone = Literal["plain", "good", "bad"]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Note:
    """A paragraph."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Facts:
    """Labels with their values, side by side.

    :param columns: pairs in one line.
    """

    pairs: Sequence[tuple[str, str]]
    columns: int = 2


@dataclass(frozen=True)
class Grid:
    """A table of a sheet's columns and rows; its title and note are not printed.

    :param most: rows printed; how many are left out is said under it.
    """

    sheet: Sheet
    most: int = 2000


@dataclass(frozen=True)
class Picture:
    """One image.

    :param image: PNG or JPEG; anything else is told by its caption only.
    """

    caption: str
    image: bytes


@dataclass(frozen=True)
class Pictures:
    """Images in a row."""

    pictures: Sequence[Picture]


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on, one a label."""

    labels: Sequence[str]


Block = Heading | Note | Facts | Grid | Pictures | Signatures


@dataclass(frozen=True)
class Paper:
    """A paper to print.

    :param plant: stands in the head of every page.
    :param mark: what the paper is about (a lot code, a month), in the head of every page.
    :param made: when and by whom it was made, in the foot of every page.
    :param qr: text of a QR code beside the title; none when blank.
    """

    title: str
    plant: str
    mark: str
    made: str
    blocks: Sequence[Block]
    subtitle: str = ""
    qr: str = ""
    landscape: bool = False
