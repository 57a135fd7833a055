"""What one reader may be told of a record and its rows: by path, through links too, or by expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from suyuan.expr import Expression, compiled, parse, reads
from suyuan.forms.live import LiveForm
from suyuan.forms.values import DEPARTMENT, LOT, PERSON, put_scalar
from suyuan.kernel.errors import SuyuanError
from suyuan.kernel.i18n import Label
from suyuan.records.cell import Cell, cell
from suyuan.records.columns import ReaderScope
from suyuan.records.look import Desk
from suyuan.records.path import Walker

Values = Mapping[str, Any]
Tell = Callable[[Values, Values | None], Cell]
"""From a record's values, and those of one of its rows."""
Plain = Callable[[Values, Values | None], Any]
_OPEN = (LOT, PERSON, DEPARTMENT)


class RowScope:
    """What one viewer may read from a row of a detail list: its own fields first."""

    def __init__(self, around: ReaderScope, rows: str) -> None:
        self.around, self.rows = around, rows

    def type_of(self, path: tuple[str, ...]) -> Any:
        """As ``expr.Scope``."""
        if self.rows and path[0] != "this":
            found = self.around.type_of((self.rows, *path))
            if found is not None:
                return found.of
        return self.around.type_of(path)


class Telling:
    """Tells records of one form to the desk's viewer.

    :param rows: detail list whose rows' fields come first; blank for none.
    :param lang: of the words of choices.
    """

    def __init__(self, desk: Desk, live: LiveForm, rows: str, lang: str) -> None:
        self.desk, self.live, self.rows, self.lang = desk, live, rows, lang
        self.scope = RowScope(ReaderScope(live, desk.catalogue, desk.viewer), rows)
        self._walker = Walker(desk, live, rows, lang)

    def label(self, path: str) -> Label:
        """The label of the field that ``path`` ends in."""
        return self._walker.label(_parts(path))

    def path(self, path: str) -> Tell | None:
        """What reads ``path``; ``None`` where the viewer may not."""
        parts = _parts(path)
        return None if self.scope.type_of(parts) is None else self._walker.teller(parts)

    def value(self, text: str) -> Tell | None:
        """What computes the expression ``text``; ``None`` where it reads what the viewer may not."""
        plain = self.plain(text)
        return None if plain is None else lambda values, row: cell(self.desk, None, plain(values, row), self.lang)

    def plain(self, text: str) -> Plain | None:
        """The same as the expression gives it; blank where it cannot be told."""
        e = parse(text)
        if not all(self.scope.type_of(p) is not None and self._open(p) for p in reads(e)):
            return None
        return self._evaluated(e)

    def _open(self, path: tuple[str, ...]) -> bool:
        """Whether no row condition stands on any form that ``path`` goes through."""
        parts = path[1:] if path[0] == "this" else path
        starts = [(self.rows, *parts), parts] if self.rows and path[0] != "this" else [parts]
        for start in starts:
            if not start or self.live.scope.type_of(start) is None:
                continue
            for depth in range(1, len(start)):
                found = self.live.scope.type_of(start[:depth])
                while found is not None and found.of is not None:
                    found = found.of
                form = None if found is None else found.form
                if form is not None and form not in _OPEN and self.desk.viewer.rows(form) is not None:
                    return False
            return True
        return True

    def _evaluated(self, e: Expression) -> Plain:
        run = compiled(e)

        def value(values: Values, row: Values | None) -> Any:
            around = self.live.scalars(dict(values))
            try:
                return run(around if row is None else {**around, **_row_scalars(row)}, self.desk.env)
            except SuyuanError:
                return None

        return value


def _parts(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def _row_scalars(row: Values) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in row.items():
        put_scalar(found, key, value)
    return found
