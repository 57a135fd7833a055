"""One template being filled with one record: values as its reader may be told them, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from suyuan.forms.live import LiveForm
from suyuan.forms.values import FileRef, Files, Linked, LotRef
from suyuan.kernel.i18n import Label
from suyuan.print.leaf import Counter, Line
from suyuan.print.sheet import words
from suyuan.records.cell import Amount, Cell
from suyuan.records.files import content, file_by_uid
from suyuan.records.letterhead import Letterhead
from suyuan.records.look import Desk
from suyuan.records.prints.chips import Chip, pieces
from suyuan.records.telling import Plain, Tell, Telling, Values
from suyuan.store.engine import Store


@dataclass(frozen=True)
class Moment:
    """What the printing itself tells.

    :param copy: how-manieth print of this record it is; ``number`` of ``of`` those printed at once.
    :param serial: counts up with every label; ``None`` where the template does not ask.
    """

    copy: int = 1
    number: int = 1
    of: int = 1
    serial: int | None = None


class Reader:
    """Reads records of one form for one reader; what was resolved once is kept.

    :param rows: detail list whose rows' fields come first.
    :ivar hidden: labels of what the reader may not be told, in the order met.
    """

    def __init__(self, store: Store, desk: Desk, live: LiveForm, head: Letterhead, rows: str = "") -> None:
        self.store, self.desk, self.live, self.head, self.rows = store, desk, live, head, rows
        self.lang = head.lang
        self.telling = Telling(desk, live, rows, head.lang)
        self.hidden: dict[str, None] = {}
        self._tells: dict[str, Tell | None] = {}
        self._values: dict[str, Plain | None] = {}
        self._inside: dict[str, Reader] = {}

    def tell(self, path: str) -> Tell | None:
        """What reads a path; ``None``, and its label kept, where the reader may not."""
        if path not in self._tells:
            self._tells[path] = self.telling.path(path)
        if self._tells[path] is None:
            self.hide(self.label(path))
        return self._tells[path]

    def plain(self, text: str) -> Plain | None:
        """What computes an expression; ``None`` where the reader may not be told."""
        if text not in self._values:
            self._values[text] = self.telling.plain(text)
        return self._values[text]

    def label(self, path: str) -> str:
        """The label of the field a path ends in."""
        return self.telling.label(path).show(self.lang)

    def hide(self, label: str) -> None:
        """Remember that something is left out."""
        self.hidden[label] = None

    def in_rows(self, rows: str) -> Reader:
        """The same for the rows of a list."""
        if rows not in self._inside:
            self._inside[rows] = Reader(self.store, self.desk, self.live, self.head, rows)
            self._inside[rows].hidden = self.hidden
        return self._inside[rows]

    def of_form(self, live: LiveForm, rows: str) -> Reader:
        """The same for records of another form."""
        found = Reader(self.store, self.desk, live, self.head, rows)
        found.hidden = self.hidden
        return found

    def shown(self, value: Cell, bare: bool = True) -> str:
        """A cell in words, by the plant's clock.

        :param bare: without needless zeros of an amount.
        """
        if isinstance(value, Amount):
            number = _bare(value.value) if bare else value.value
            return f"{number:f} {value.unit}".strip()
        return words(value, self.lang, self.head.zone)


@dataclass
class Filling:
    """One record, or one row of it, on its way to paper.

    :param values: of the record as they are, with what every record has; none of an example.
    :param row: the row that is printed on its own.
    :param example: no record: fields are told by their names.
    :param dpi: dots of the printer to an inch.
    :param record: its internal id.
    :param beside: GS1 elements of all codes on the paper.
    """

    reader: Reader
    values: Values
    row: Values | None
    moment: Moment = field(default_factory=Moment)
    example: bool = False
    dpi: int = 300
    record: int = 0
    beside: tuple[tuple[str, str], ...] = ()

    def cell(self, path: str) -> Cell:
        """The value at a path; blank where the reader may not be told."""
        tell = self.reader.tell(path)
        if tell is None:
            return None
        return f"‹{self.reader.label(path)}›" if self.example else tell(self.values, self.row)

    def told(self, path: str) -> str:
        """The same in words."""
        return self.reader.shown(self.cell(path))

    def value(self, text: str, label: str = "") -> Any:
        """What an expression gives; blank where the reader may not be told.

        :param label: what is left out then.
        """
        plain = self.reader.plain(text)
        if plain is None:
            self.reader.hide(label or text)
            return None
        return None if self.example else plain(self.values, self.row)

    def holds(self, text: str | None, label: str) -> bool:
        """Whether a block's condition holds."""
        if not text or self.example:
            return True
        return self.value(text, label) is True

    def text(self, text: Label | str) -> str:
        """A text, its chips told."""
        shown = text if isinstance(text, str) else text.show(self.reader.lang)
        return "".join(piece if isinstance(piece, str) else self._chip(piece) for piece in pieces(shown))

    def line(self, text: Label) -> Line:
        """A text of a head or foot, where pages may be counted."""
        return [
            piece
            if isinstance(piece, str)
            else Counter(piece.word)
            if piece.word in ("page", "pages")
            else self._chip(piece)
            for piece in pieces(text.show(self.reader.lang))
        ]

    def _chip(self, chip: Chip) -> str:
        if chip.path:
            return self.told(chip.path)
        head, moment = self.reader.head, self.moment
        local = head.at.astimezone(head.zone)
        told = {
            "plant": head.plant,
            "made": head.made,
            "by": self.reader.desk.viewer.actor.name,
            "today": local.date().isoformat(),
            "now": local.strftime("%Y-%m-%d %H:%M"),
            "copy": str(moment.copy),
            "number": str(moment.number),
            "of": str(moment.of),
            "serial": f"{moment.serial:06d}" if moment.serial is not None else "",
        }
        return told.get(chip.word, "")

    def files(self, path: str) -> list[FileRef]:
        """The files of a field of the record, of its row, or of all rows of a list."""
        if self.reader.tell(path) is None or self.example:
            return []
        return [file for found in self.along(path) if isinstance(found, Files) for file in found]

    def image(self, file: FileRef) -> bytes:
        """The bytes of an uploaded file."""
        with content(self.reader.store, file_by_uid(self.reader.desk.conn, file.id)) as opened:
            return opened.read()

    def along(self, path: str) -> Iterator[Any]:
        """Every value met on the way along a path, rows one by one."""
        parts = path.split(".")
        if parts[0] == "this":
            parts = parts[1:]
        from_row = self.row is not None and parts[0] in self.row
        start = self.row if from_row and self.row is not None else self.values
        if self.row is not None and not from_row and parts[0] == self.reader.rows:
            start, parts = self.row, parts[1:]
        yield from _along(start, parts)

    def lots(self, path: str) -> list[LotRef]:
        """The lots met on the way along a path."""
        return [found for found in self.along(path) if isinstance(found, LotRef)]


def _along(value: Any, rest: list[str]) -> Iterator[Any]:
    if isinstance(value, list | tuple) and not isinstance(value, Files):
        for one in value:
            yield from _along(one, rest)
        return
    if not isinstance(value, Mapping) or isinstance(value, Linked):
        yield value
    if rest and value is not None and isinstance(value, Linked | Mapping):
        yield from _along(_get(value, rest[0]), rest[1:])


def _get(value: Any, key: str) -> Any:
    try:
        return value[key]
    except KeyError:
        return None


def _bare(value: Decimal) -> Decimal:
    found = value.normalize()
    return found if int(found.as_tuple().exponent) <= 0 else found.quantize(Decimal(1))
