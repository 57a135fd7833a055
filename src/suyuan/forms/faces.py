"""The faces a list of records can show: a table, a board by a field, a calendar, a gallery."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, Protocol

from suyuan.forms.form import Field
from suyuan.kernel.errors import Mistake

FaceKind = Literal["table", "kanban", "calendar", "gallery"]
KINDS: tuple[FaceKind, ...] = ("table", "kanban", "calendar", "gallery")
BY = ("choice", "link", "location", "person")
DATES = ("date", "datetime")
_WANTED: dict[str, tuple[FaceKind, bool, tuple[str, ...]]] = {
    "by": ("kanban", True, BY),
    "date": ("calendar", True, DATES),
    "until": ("calendar", False, DATES),
    "picture": ("gallery", True, ("image",)),
}
"""Which face a member belongs to, whether that face needs it, and the types of field it may name."""


class Face(Protocol):
    """How a list is shown.

    :ivar by: kanban: the field whose values are the columns.
    :ivar date: calendar: the field of the day; ``until`` that of the last day.
    :ivar picture: gallery: the field of the picture.
    """

    @property
    def face(self) -> FaceKind: ...
    @property
    def by(self) -> str | None: ...
    @property
    def date(self) -> str | None: ...
    @property
    def until(self) -> str | None: ...
    @property
    def picture(self) -> str | None: ...


def face_fields(face: Face) -> list[str]:
    """The fields that a face itself needs."""
    return [key for name in _WANTED if (key := getattr(face, name)) is not None]


def face_mistakes(face: Face, field: Callable[[str], Field | None]) -> Iterator[Mistake]:
    """What is wrong with how a list is shown, by member.

    :param field: the field in use under a key, not within a list.
    """
    for name, (kind, needed, types) in _WANTED.items():
        key: str | None = getattr(face, name)
        if key is None:
            if needed and face.face == kind:
                yield Mistake(name, "forms.face_needs", {"types": ", ".join(types)})
            continue
        if face.face != kind:
            yield Mistake(name, "forms.face_not_of", {"face": face.face})
            continue
        found = field(key)
        if found is None:
            yield Mistake(name, "forms.no_field", {"key": key[:100], "near": None})
        elif found.type not in types:
            yield Mistake(name, "forms.face_type", {"key": key, "types": ", ".join(types)})
