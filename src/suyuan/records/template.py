"""Workbooks to fill in: one sheet a form, its columns, what may stand in them; and the rows that were wrong, told."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from sqlalchemy import select

from suyuan.access.rights import require, viewer
from suyuan.access.roles import roles
from suyuan.forms.catalogue import catalogue
from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.fields.links import LinkField
from suyuan.forms.fields.quantity import MEASURES
from suyuan.forms.live import LiveForm
from suyuan.forms.live_field import LiveField
from suyuan.kernel.actor import Actor
from suyuan.kernel.i18n import catalogue as catalogue_of_texts
from suyuan.kernel.i18n import say
from suyuan.records.allow import title_reads
from suyuan.records.bring_in import Bad
from suyuan.records.grid import Grid, at_path, titles_of
from suyuan.records.look import live_of
from suyuan.records.people_in import titles as people_titles
from suyuan.records.statements import SUBMITTED
from suyuan.store.engine import Store

MOST_CHOICES = 1000
MOST_LINES = 5001
_NOT_IN_A_FILE = ("image", "file", "signature", "expression", "lookup", "rich_text")
_HEAD = PatternFill("solid", fgColor="E3EFEC")
_NEEDED = PatternFill("solid", fgColor="0F6E5C")
_WRONG = PatternFill("solid", fgColor="FBE3E1")
_BOLD, _WHITE = Font(bold=True), Font(bold=True, color="FFFFFF")
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def fillable(live: LiveForm) -> list[str]:
    """Paths that a file may fill: what is typed or chosen; not what is computed, photographed or signed."""
    return [p for p in titles_of(live, "zh") if _fills(at_path(live, p)) and not _list_is_closed(live, p)]


def _fills(one: LiveField) -> bool:
    return one.field.type not in _NOT_IN_A_FILE and one.field.value is None and not one.field.readonly


def _list_is_closed(live: LiveForm, path: str) -> bool:
    key = path.partition(".")[0]
    return key in live.lists and (live.fields[key].field.value is not None or live.fields[key].field.readonly)


def template(store: Store, forms: Sequence[str], *, by: Actor, lang: str, staff: bool = False) -> bytes:
    """An Excel workbook to fill in: a sheet for each form and one that explains every column.

    Heads are in ``lang``; required ones are dark and starred; choices and the records that a link may name, as far as
    ``by`` may read them, drop down.

    :param staff: with a sheet for people too.
    :raises Forbidden: the actor may not import into one of the forms.
    """
    seen = viewer(store, by)
    known = catalogue(store)
    made = _Made(store, by, lang)
    for form in forms:
        require(seen, "import", form)
        made.sheet(live_of(known, form))
    if staff:
        made.people()
    return made.bytes()


def help_names() -> set[str]:
    """What the sheet of explanations is called."""
    label = catalogue_of_texts()["records.template_help"]
    return {label.zh, label.en}


class _Made:
    """A workbook being made."""

    def __init__(self, store: Store, by: Actor, lang: str) -> None:
        self.store, self.by, self.lang = store, by, lang
        self.seen = viewer(store, by)
        self.forms = catalogue(store)
        self.book = Workbook()
        assert self.book.active is not None
        self.book.remove(self.book.active)
        self.lists: dict[tuple[str, ...], str] = {}
        self.help: list[list[str]] = []

    def sheet(self, live: LiveForm) -> None:
        """The sheet of one form."""
        name = (live.form.label.show(self.lang) or live.key).translate(_FORBIDDEN)[:31]
        sheet = self.book.create_sheet(name)
        may = self.seen.writable(live.key)
        titles = titles_of(live, self.lang)
        paths = [path for path in fillable(live) if may.has(path)]
        for number, path in enumerate(paths, 1):
            one = at_path(live, path)
            cell = sheet.cell(1, number)
            self._head(cell, titles[path], one)
            sheet.column_dimensions[cell.column_letter].width = max(14, min(40, len(titles[path]) * 2 + 4))
            choices = self._choices(one)
            if choices:
                rule = DataValidation("list", formula1=self._list(choices), allow_blank=True, showErrorMessage=False)
                rule.add(f"{cell.column_letter}2:{cell.column_letter}{MOST_LINES}")
                sheet.add_data_validation(rule)
            if one.field.type in ("text", "serial", "scan", "lot"):
                sheet.column_dimensions[cell.column_letter].number_format = "@"
            self.help.append([name, titles[path], self._needed(one), self._kind(one), self._example(one, choices)])
        sheet.freeze_panes = "A2"
        sheet.row_dimensions[1].height = 24

    def people(self) -> None:
        """The sheet of people."""
        name = say("records.people_sheet", self.lang)
        sheet = self.book.create_sheet(name)
        with self.store.read() as conn:
            held = [r.label.show(self.lang) or r.role for r in roles(conn)]
        for number, (key, title) in enumerate(people_titles(self.lang).items(), 1):
            needed = key in ("name", "user")
            cell = sheet.cell(1, number, f"{title} *" if needed else title)
            cell.fill, cell.font = (_NEEDED, _WHITE) if needed else (_HEAD, _BOLD)
            sheet.column_dimensions[cell.column_letter].width = 18
            choices = {"roles": held, "lang": ["中文", "English"]}.get(key)
            if choices:
                rule = DataValidation("list", formula1=self._list(choices), allow_blank=True, showErrorMessage=False)
                rule.add(f"{cell.column_letter}2:{cell.column_letter}{MOST_LINES}")
                sheet.add_data_validation(rule)
            hint = say(f"records.people_{key}_hint", self.lang) if key in ("roles", "department", "password") else ""
            self.help.append([name, title, say("records.template_needed", self.lang) if needed else "", hint, ""])
        sheet.freeze_panes = "A2"

    def _head(self, cell: Any, title: str, one: LiveField) -> None:
        cell.value = f"{title} *" if one.field.required else title
        cell.fill, cell.font = (_NEEDED, _WHITE) if one.field.required else (_HEAD, _BOLD)
        cell.alignment = Alignment(vertical="center")
        note = "\n".join(t for t in (self._hint(one), self._kind(one), self._example(one, [])) if t)
        comment = Comment(note, "Suyuan")
        comment.width, comment.height = 260, 90
        cell.comment = comment

    def _needed(self, one: LiveField) -> str:
        return say("records.template_needed", self.lang) if one.field.required else ""

    def _hint(self, one: LiveField) -> str:
        return one.field.hint.show(self.lang) if one.field.hint else ""

    def _kind(self, one: LiveField) -> str:
        if isinstance(one.type, LinkField) and one.type.target(one.field) in self.forms:
            label = self.forms.any(one.type.target(one.field)).form.label
            return say("records.template_link", self.lang, form=label)
        if one.field.type in MEASURES:
            return say("records.template_quantity", self.lang)
        if one.field.type == "serial":
            return say("records.template_serial", self.lang)
        return FIELD_TYPES[one.field.type].label.show(self.lang)

    def _example(self, one: LiveField, choices: list[str]) -> str:
        kind = one.field.type
        if choices:
            return choices[0]
        if kind in ("choice", "multi", "bool", *MEASURES, "date", "datetime", "number", "money"):
            example = one.type.example(one.field)
            if kind in MEASURES:
                return f"{example['value']} {example['uom']}"
            return str(example) if kind in ("date", "number") else ""
        return ""

    def _choices(self, one: LiveField) -> list[str]:
        if one.field.type == "choice":
            return [o.label.show(self.lang) or o.key for o in one.field.options.options if not o.retired]
        if one.field.type == "bool":
            return [say("forms.yes", self.lang), say("forms.no", self.lang)]
        if isinstance(one.type, LinkField):
            return self._titles(one.type.target(one.field))
        return []

    def _titles(self, form: str) -> list[str]:
        """Titles of the records a link may name, where the reader may see them all; else they are typed."""
        if form not in self.forms or not self.seen.can("read", form) or self.seen.rows(form) is not None:
            return []
        live = self.forms.any(form)
        may = self.seen.readable(form)
        if not (may.all or all(may.has(key) for key in title_reads(live))):
            return []
        c = live.table.c
        with self.store.read() as conn:
            found = conn.execute(
                select(c.title).where(c.state == SUBMITTED).order_by(c.title).limit(MOST_CHOICES + 1)
            ).scalars()
            titles = [title for title in found if title]
        return titles if len(titles) <= MOST_CHOICES else []

    def _list(self, choices: list[str]) -> str:
        """The range of a hidden sheet that holds the choices."""
        key = tuple(choices)
        if key not in self.lists:
            sheet = self.book["_lists"] if "_lists" in self.book.sheetnames else self.book.create_sheet("_lists")
            sheet.sheet_state = "hidden"
            column = get_column_letter(len(self.lists) + 1)
            for number, text in enumerate(choices, 1):
                _put(sheet[f"{column}{number}"], text)
            self.lists[key] = f"{quote_sheetname('_lists')}!${column}$1:${column}${len(choices)}"
        return self.lists[key]

    def bytes(self) -> bytes:
        """The finished file."""
        if "_lists" in self.book.sheetnames:
            self.book.move_sheet("_lists", len(self.book.sheetnames))
        sheet = self.book.create_sheet(say("records.template_help", self.lang))
        heads = ("sheet", "column", "required", "holds", "example")
        for number, head in enumerate(heads, 1):
            cell = sheet.cell(1, number, say(f"records.template_{head}", self.lang))
            cell.font, cell.fill = _BOLD, _HEAD
            sheet.column_dimensions[cell.column_letter].width = (18, 26, 10, 44, 24)[number - 1]
        for row, line in enumerate(self.help, 2):
            for number, text in enumerate(line, 1):
                _put(sheet.cell(row, number), text)
        sheet.sheet_properties.tabColor = "9AA8A4"
        return _saved(self.book)


def bad_rows(grids: Sequence[Grid], bad: Sequence[Bad], lang: str) -> bytes:
    """A workbook of the rows that are wrong, as they were given, each with what is wrong in words in its last column.

    :param grids: the sheets as read.
    :param bad: what an import said of them.
    """
    book = Workbook(write_only=True)
    for grid in grids:
        told = _reasons(grid, bad, lang)
        if not told:
            continue
        sheet = book.create_sheet(grid.name[:31] or "import")
        width = max([len(grid.head[1]), *(len(cells) for _, cells in grid.rows)])
        head = [*grid.head[1], *[""] * (width - len(grid.head[1])), say("records.template_wrong", lang)]
        sheet.append([_cell(sheet, text, _HEAD) for text in head])
        for number, cells in grid.rows:
            if number in told:
                blank = [""] * (width - len(cells))
                reasons = _cell(sheet, "; ".join(told[number]), _WRONG)
                sheet.append([*(_cell(sheet, v) for v in [*cells, *blank]), reasons])
    if not book.worksheets:
        book.create_sheet("import")
    return _saved(book)


def _reasons(grid: Grid, bad: Sequence[Bad], lang: str) -> dict[int, list[str]]:
    """What is wrong, in words, by line."""
    told: dict[int, list[str]] = {}
    for one in bad:
        if one.sheet in (grid.name, ""):
            for line, m in zip(one.lines, one.mistakes):
                told.setdefault(line, []).append(": ".join(t for t in (m.path, say(m.code, lang, **m.params)) if t))
    return told


def _cell(sheet: Any, value: Any, fill: PatternFill | None = None) -> Cell:
    cell = WriteOnlyCell(sheet)
    _put(cell, value)
    if fill is not None:
        cell.fill = fill
    return cell


def _put(cell: Any, value: Any) -> None:
    """A value as a cell; a text is never a formula."""
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
    else:
        cell.value = value


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
