"""A table from a file, whatever its kind: its head names fields, each row (with those that continue it) is a record."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from suyuan.forms.fields.links import LinkField
from suyuan.forms.fields.quantity import MEASURES
from suyuan.forms.live import LiveForm
from suyuan.forms.live_field import LiveField
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.ids import is_id

MOST_ROWS = 5000
MOST_COLUMNS = 1000
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""

T = TypeVar("T")
_Where = tuple[str, bool]
Cell = str | bool | Decimal | date | datetime | time | None
_MOMENT = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_UNIT = ("_uom", "单位", " unit")


@dataclass(frozen=True)
class Grid:
    """A sheet.

    :param name: of the sheet; ``""`` for a file that has none.
    :param head: number and cells of the line that names the columns.
    :param rows: number and cells of every line after it that holds anything.
    """

    name: str
    head: tuple[int, list[str]]
    rows: list[tuple[int, list[Cell]]]


@dataclass(frozen=True)
class Want:
    """A record named by a text, to be found when the row is written.

    :param form: where it is looked for: a drawn form, or people or departments.
    """

    path: str
    form: str
    text: str


@dataclass
class Row:
    """One record to come in.

    :param number: of its first line, from 1.
    :param fields: what it says; ``None`` where it cannot be read, for which ``mistakes`` has the reasons.
    :param wants: links still to be found.
    :param lines: numbers of its lines, those of list rows too; by path, ``items[2]``.
    :param names: texts by which other rows may mean this one.
    :param last: number of its last line.
    :param id: of the record it tells of, where the file says so.
    """

    number: int
    fields: dict[str, Any] | None
    mistakes: list[Mistake] = field(default_factory=list)
    wants: list[Want] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    last: int = 0
    id: str = ""

    def line_of(self, path: str) -> int:
        """The line that a mistake at ``path`` stands in."""
        return self.lines.get(path.partition(".")[0], self.number)


@dataclass(frozen=True)
class Column:
    """What a column holds.

    :param path: ``code`` or ``items.material``.
    :param unit: it holds only the unit of measure of that field.
    """

    position: int
    path: str
    live: LiveField
    unit: bool = False


_Told = tuple[Column, Cell]


def read_grid(live: LiveForm, grid: Grid, zone: ZoneInfo, lang: str) -> list[Row]:
    """The records that a grid tells of.

    A head names a field by its key or by its label in either language; columns of a detail list are named
    ``items.material`` or ``用料 · 物料``, and a line that is blank in all other columns continues the record above.
    A quantity is ``12.5 kg``, or a number with its unit in a column of its own, or a number in the base unit.

    :param zone: of moments written without one.
    :raises Invalid: there is no head line, or it names a column twice.
    """
    columns, mistakes = _columns(live, grid)
    if mistakes:
        return [Row(grid.head[0], None, mistakes)]
    return list(records_in(live, columns, grid.rows, zone, lang, strict=True))


def records_in(
    live: LiveForm,
    columns: list[Column],
    lines: Iterable[tuple[int, list[Cell]]],
    zone: ZoneInfo,
    lang: str,
    *,
    strict: bool = False,
    id_at: int | None = None,
) -> Iterator[Row]:
    """The records that lines tell of, each as soon as the next one begins.

    :param strict: a cell outside ``columns`` is a mistake; otherwise it is passed over.
    :param id_at: position of the column that holds the record's public id.
    """
    rows = _Rows(live, columns, zone, lang, strict, id_at)
    for number, line in lines:
        yield from rows.add(number, line)
    yield from rows.done()


def titles_of(live: LiveForm, lang: str) -> dict[str, str]:
    """The head of each column that may be filled in, by path; the key is added where two would be called the same."""
    found: dict[str, str] = {}
    for key, one in live.fields.items():
        label = one.field.label.show(lang) or key
        if key not in live.lists:
            found[key] = label
            continue
        for inner, sub in live.lists[key].fields.items():
            found[f"{key}.{inner}"] = f"{label} · {sub.field.label.show(lang) or inner}"
    seen = Counter(bare(title) for title in found.values())
    return {path: f"{title} ({path})" if seen[bare(title)] > 1 else title for path, title in found.items()}


def at_path(live: LiveForm, path: str) -> LiveField:
    """The field of ``code`` or ``items.material``."""
    key, _, inner = path.partition(".")
    return live.lists[key].fields[inner] if inner else live.fields[key]


def check_head(head: list[str], *, twice: bool = False) -> None:
    """Raise ``Invalid`` unless it names something, not too much and nothing twice (but where that is allowed)."""
    if not any(head):
        raise Invalid([Mistake("", "records.import_head")])
    if len(head) > MOST_COLUMNS:
        raise Invalid([Mistake("", "records.import_too_wide", {"most": MOST_COLUMNS})])
    again = [] if twice else [name for name in dict.fromkeys(head) if name and head.count(name) > 1]
    if again:
        raise Invalid([Mistake(name, "records.import_head_twice", {"name": name[:100]}) for name in again])


def bounded(rows: Iterable[T]) -> Iterator[T]:
    """The same rows; refused at the first too many, before anything is made of the rest."""
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise Invalid([Mistake("", "records.import_too_many", {"most": MOST_ROWS})])
        yield row


def _columns(live: LiveForm, grid: Grid) -> tuple[list[Column], list[Mistake]]:
    check_head(grid.head[1])
    known = known_heads(live)
    columns: list[Column] = []
    mistakes: list[Mistake] = []
    used: dict[tuple[str, bool], str] = {}
    for position, name in enumerate(grid.head[1]):
        if not name:
            continue
        found = known.get(bare(name)) or known.get(bare(name).casefold())
        if found is None:
            mistakes.append(_unknown(live, name))
            continue
        path, unit = found
        if found in used:
            mistakes.append(Mistake(name, "records.import_head_twice", {"name": f"{used[found]}, {name}"[:100]}))
        used[found] = name
        columns.append(Column(position, path, at_path(live, path), unit))
    return columns, mistakes


def _unknown(live: LiveForm, name: str) -> Mistake:
    if name in live.lists:
        return Mistake(name, "records.import_list", {"field": name})
    return Mistake(name[:100], "records.no_field", {"field": name[:100]})


def known_heads(live: LiveForm) -> dict[str, tuple[str, bool]]:
    """Columns by what they may be called, and by the same in small letters where that is not another's name."""
    found: dict[str, tuple[str, bool]] = {}
    for path in titles_of(live, "zh"):
        found[bare(path)] = (path, False)
    for lang in ("zh", "en"):
        for path, title in titles_of(live, lang).items():
            found.setdefault(bare(title), (path, False))
            if at_path(live, path).field.type in MEASURES:
                for ending in _UNIT:
                    found.setdefault(bare(title + ending), (path, True))
                    found.setdefault(bare(path + ending), (path, True))
    small: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for name, meant in found.items():
        small[name.casefold()].add(meant)
    return {name: meant.pop() for name, meant in small.items() if len(meant) == 1} | found


def bare(name: str) -> str:
    """A head without the star of what is required and without spaces."""
    return re.sub(r"[\s*＊·:：/]+", "", name)


class _Rows:
    """Collects the records of a grid, line by line."""

    def __init__(
        self, live: LiveForm, columns: list[Column], zone: ZoneInfo, lang: str, strict: bool, id_at: int | None
    ) -> None:
        self.live, self.columns, self.zone, self.lang = live, columns, zone, lang
        self.strict, self.id_at = strict, id_at
        self.row: Row | None = None
        self._named = {k for k in naming_fields(live) if k in live.plain}

    def done(self) -> Iterator[Row]:
        """The last record."""
        row, self.row = self.row, None
        if row is not None:
            if row.mistakes:
                row.fields = None
            yield row

    def add(self, number: int, line: list[Cell]) -> Iterator[Row]:
        """Take a line; the record before it, where a new one begins."""
        if self.strict and any(said(cell) for cell in _beyond(self.columns, line)):
            yield from self.done()
            wrong = Mistake("", "records.import_columns", {"given": len(line), "wanted": len(self.columns)})
            yield Row(number, None, [wrong], last=number)
            return
        given = {(c.path, c.unit): (c, line[c.position]) for c in self.columns if c.position < len(line)}
        told = {key: pair for key, pair in given.items() if said(pair[1])}
        id = text_of(line[self.id_at]) if self.id_at is not None and self.id_at < len(line) else ""
        plain = [pair for (path, _), pair in told.items() if "." not in path]
        if plain or id or (told and self.row is None):
            yield from self.done()
            self.row = Row(number, {}, lines={"": number}, id=id)
        if self.row is not None:
            self.row.last = number
            self._take(self.row, number, given, told)

    def _take(self, row: Row, number: int, given: Mapping[_Where, _Told], told: Mapping[_Where, _Told]) -> None:
        assert row.fields is not None
        into: dict[str, dict[str, Any]] = {}
        for (path, unit), (column, cell) in told.items():
            key, _, inner = path.partition(".")
            if not unit:
                place = self._place(row, key, number, into) if inner else row.fields
                where = f"{key}[{len(row.fields[key]) - 1}].{inner}" if inner else key
                self._put(row, place, inner or key, where, column.live, cell, given.get((path, True)))
            elif (path, False) not in told:
                row.mistakes.append(Mistake(path, "records.import_unit_alone"))

    def _place(self, row: Row, key: str, number: int, into: dict[str, dict[str, Any]]) -> dict[str, Any]:
        assert row.fields is not None
        if key not in into:
            rows = row.fields.setdefault(key, [])
            into[key] = {}
            row.lines[f"{key}[{len(rows)}]"] = number
            rows.append(into[key])
        return into[key]

    def _put(self, row: Row, into: dict[str, Any], key: str, path: str, live: LiveField, cell: Cell, unit: Any) -> None:
        try:
            value = told(live, cell, self.zone, self.lang)
        except Invalid as error:
            row.mistakes.extend(m.under(path) for m in error.mistakes)
            return
        except (ValueError, ArithmeticError):
            row.mistakes.append(Mistake(path, "records.import_value"))
            return
        if live.field.type in MEASURES and unit is not None and said(unit[1]) and not value.get("uom"):
            value = {**value, "uom": str(unit[1]).strip()}
        into[key] = value
        if isinstance(live.type, LinkField) and isinstance(value, str) and not is_id(value):
            row.wants.append(Want(path, live.type.target(live.field), value))
        elif key in self._named and "." not in path and isinstance(value, str):
            row.names.add(value)


def naming_fields(live: LiveForm) -> list[str]:
    """Fields by which people name a record of the form: its code, its number, its name."""
    serves = live.form.serves
    found = [serves.code, serves.name] if serves else []
    found += [k for k, f in live.plain.items() if f.field.type == "serial" or (f.field.unique and _texty(f))]
    return [k for k in dict.fromkeys(found) if k]


def _texty(live: LiveField) -> bool:
    return live.field.type in ("text", "scan")


def said(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _beyond(columns: list[Column], line: list[Cell]) -> list[Cell]:
    used = {c.position for c in columns}
    return [cell for n, cell in enumerate(line) if n not in used]


def told(live: LiveField, cell: Cell, zone: ZoneInfo, lang: str) -> Any:
    """What to send for a cell of the field's column.

    :raises Invalid: it is not written as the field wants it.
    :raises ValueError: no such moment.
    """
    kind = live.field.type
    if isinstance(cell, datetime):
        moment = cell if cell.tzinfo else cell.replace(tzinfo=zone)
        return moment.isoformat(timespec="seconds") if kind == "datetime" else cell.date().isoformat()
    if isinstance(cell, bool) and kind == "bool":
        return cell
    text = text_of(cell)
    if kind == "datetime":
        return _moment(text, zone)
    if kind == "lot":
        return text
    return live.type.parse(live.field, text, lang)


def text_of(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, date | time):
        return cell.isoformat()
    text = "" if cell is None else str(cell).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA else text


def _moment(text: str, zone: ZoneInfo) -> str:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return text
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    return datetime(year, month, day, hour, minute, second, tzinfo=zone).isoformat()
