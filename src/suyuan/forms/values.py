"""The values of fields that are more than a number, a text or a date.

Three faces of one value: the value itself (what rooms pass on), ``scalar`` (what an expression sees) and ``wire``
(what the API sends). Plain values are their own scalar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec

PERSON, DEPARTMENT, LOT = "$person", "$department", "$lot"
"""Forms that no one draws, as the targets of links in expressions."""


class Linked(Mapping[str, Any]):
    """A record seen through a link: its identity at once, its fields read when first asked for.

    Two are equal when they are the same record.

    :param form: key of its form, or one of ``PERSON``, ``DEPARTMENT``.
    :param id: internal id, what the column holds.
    :param uid: public id.
    :param read: gives its fields as expressions see them.
    """

    __slots__ = ("_fields", "_read", "form", "id", "title", "uid")

    def __init__(
        self, form: str, id: int, uid: str, title: str, read: Callable[[], Mapping[str, Any]] | None = None
    ) -> None:
        self.form, self.id, self.uid, self.title = form, id, uid, title
        self._read = read
        self._fields: Mapping[str, Any] | None = None

    def __getitem__(self, key: str) -> Any:
        if key in ("id", "uid"):
            return self.uid
        if key == "title":
            return self.title
        return self._all().get(key)

    def _all(self) -> Mapping[str, Any]:
        if self._fields is None:
            self._fields = self._read() if self._read else {}
        return self._fields

    def __iter__(self) -> Iterator[str]:
        return iter({"id": 0, "title": 0, **self._all()})

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __contains__(self, key: object) -> bool:
        return key in ("id", "uid", "title") or key in self._all()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Linked) and self.form == other.form and self.uid == other.uid

    def __hash__(self) -> int:
        return hash(self.uid)

    def __repr__(self) -> str:
        return f"Linked({self.form}, {self.uid}, {self.title!r})"

    def wire(self) -> Any:
        return {"id": self.uid, "title": self.title}


LOT_NAMES = (
    "code",
    "kind",
    "material",
    "supplier_lot",
    "produced_on",
    "expires_on",
    "status",
    "uom",
    "stage",
    "on_hand",
    "free",
    "place",
    "days_left",
    "fefo",
)
"""What expressions may read of a lot, besides ``id``."""


class LotRef(Linked):
    """An existing lot; ``LOT_NAMES`` say what its ``read`` gives (``material`` a ``Linked`` or ``None``)."""

    __slots__ = ()

    def __init__(self, id: int, uid: str, code: str, read: Callable[[], Mapping[str, Any]] | None = None) -> None:
        super().__init__(LOT, id, uid, code, read)

    @property
    def code(self) -> str:
        return self.title

    def __getitem__(self, key: str) -> Any:
        return self.title if key == "code" else super().__getitem__(key)

    def wire(self) -> Any:
        return {"id": self.uid, "code": self.title}


class NewLot(Mapping[str, Any]):
    """A lot that this record makes; it has a code once numbered and an id once it is written.

    :param code: the code given or numbered, ``None`` before that.
    :param rule: numbering rule for the code, ``""`` when the code is typed.
    :param made: the lot itself, when the record made it earlier and is being amended.
    :param facts: the ``LOT_NAMES`` that the form's mapping gives.
    """

    __slots__ = ("code", "facts", "made", "rule")

    def __init__(self, code: str | None, rule: str, facts: Mapping[str, Any], made: LotRef | None = None) -> None:
        self.code, self.rule, self.facts, self.made = code, rule, facts, made

    def __getitem__(self, key: str) -> Any:
        if key == "code":
            return self.code
        if key in ("id", "uid"):
            return self.made.uid if self.made else None
        return self.facts.get(key)

    def __iter__(self) -> Iterator[str]:
        return iter({"id": 0, "code": 0, **self.facts})

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return len(list(iter(self)))

    @property
    def id(self) -> int | None:
        """Internal id of the lot, ``None`` until it is made."""
        return self.made.id if self.made else None

    def coded(self, code: str) -> NewLot:
        """The same lot with its code."""
        return NewLot(code, self.rule, self.facts, self.made)

    def wire(self) -> Any:
        return {"id": self.made.uid if self.made else None, "code": self.code}

    def __repr__(self) -> str:
        return f"NewLot({self.code!r}, {dict(self.facts)!r})"


class Measure(msgspec.Struct, frozen=True):
    """A quantity as it was given, and what it is in the field's reference unit of measure.

    :param value: as given, with the field's decimals.
    :param uom: as given; ``""`` until the reference is known, for a quantity given without one.
    :param base: in the reference uom, 6 decimals; ``None`` until it is known.
    :param base_uom: the reference uom; ``""`` where it is that of a lot or material and the value comes from the
        database.
    """

    value: Decimal
    uom: str
    base: Decimal | None = None
    base_uom: str = ""

    def scalar(self) -> Any:
        return self.value if self.base is None else self.base

    def wire(self) -> Any:
        return {"value": format(self.value, "f"), "uom": self.uom}


class CatchWeight(Measure, frozen=True):
    """A weight, and the pieces that weigh it; ``None`` when they were not counted."""

    pieces: Decimal | None = None

    def wire(self) -> Any:
        return {"pieces": None if self.pieces is None else format(self.pieces, "f"), **super().wire()}


class Counted(msgspec.Struct, frozen=True):
    """Pieces whose weight is not known yet: their material gives it."""

    pieces: Decimal

    def scalar(self) -> Any:
        return None

    def wire(self) -> Any:
        return {"pieces": format(self.pieces, "f"), "value": None, "uom": ""}


class Money(msgspec.Struct, frozen=True):
    """An amount of money."""

    value: Decimal
    currency: str

    def scalar(self) -> Any:
        return self.value

    def wire(self) -> Any:
        return {"value": format(self.value, "f"), "currency": self.currency}


class CodeRange(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}):
    """A run of printed codes ``PREFIX0001`` to ``PREFIX0250``; ``count`` of them."""

    first: str
    last: str
    count: int

    def scalar(self) -> Any:
        return Decimal(self.count)

    def wire(self) -> Any:
        return {"from": self.first, "to": self.last, "count": self.count}


class FileRef(msgspec.Struct, frozen=True):
    """An uploaded file as a record keeps it.

    :param id: public id of the upload.
    :param type: media type found by content.
    :param size: bytes.
    :param made: ``anew``, ``stamped`` or ``signed`` where what is kept was made from what was sent.
    :param original: SHA-256 of what was sent; of a signature its strokes.
    :param signer: printed name of who signed.
    :param at: when it was stamped or signed, by the server's clock.
    """

    id: str
    name: str
    type: str
    size: int
    sha256: str = ""
    made: str = ""
    original: str = ""
    signer: str = ""
    at: str = ""

    def wire(self) -> Any:
        told = msgspec.structs.asdict(self)
        return {key: value for key, value in told.items() if value != ""}


class Files(tuple[FileRef, ...]):
    """The files of one field; to an expression, how many there are."""

    __slots__ = ()

    def scalar(self) -> Any:
        return Decimal(len(self))

    def wire(self) -> Any:
        return [file.wire() for file in self]


def wire(value: Any) -> Any:
    """``value`` as JSON values: decimals and dates as texts, instants in UTC with ``Z``."""
    kind = type(value)
    if value is None or kind is str or kind is bool:
        return value
    if kind is Decimal:
        return format(value, "f")
    if kind is datetime:
        return instant(value)
    if kind is date:
        return value.isoformat()
    if kind is list:
        return [wire(item) for item in value]
    return value.wire()


def wire_rows(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a detail list as JSON values."""
    return [{key: wire(value) for key, value in row.items()} for row in rows]


def instant(value: datetime) -> str:
    """``value`` (aware) as RFC 3339 in UTC, without a fraction when there is none."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def scalar(value: Any) -> Any:
    """``value`` as expressions see it."""
    face = getattr(value, "scalar", None)
    return value if face is None else face()


def put_scalar(into: dict[str, Any], key: str, value: Any) -> None:
    """Put ``value`` as expressions see it under ``key``; its unit under ``<key>_uom``, or ``<key>_currency``."""
    face = getattr(value, "scalar", None)
    if face is None:
        into[key] = value
        return
    into[key] = face()
    if isinstance(value, Measure):
        into[f"{key}_uom"] = value.uom or None
        if isinstance(value, CatchWeight):
            into[f"{key}_pieces"] = value.pieces
    elif type(value) is Money:
        into[f"{key}_currency"] = value.currency
