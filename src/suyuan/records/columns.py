"""Names of a query, resolved to SQL columns: only what the reader may see exists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, FromClause, ScalarSelect, Select, and_, case, false, or_, select
from sqlalchemy.sql import operators

from suyuan.access.rights import Viewer
from suyuan.access.tables import department, person
from suyuan.expr import Env, Type, to_sql
from suyuan.expr.sql_columns import Rows
from suyuan.forms.catalogue import Catalogue
from suyuan.forms.live import LiveForm
from suyuan.forms.scope import OWN
from suyuan.forms.values import DEPARTMENT, LOT, PERSON
from suyuan.kernel.errors import SuyuanError
from suyuan.records.allow import condition, title_reads
from suyuan.trace.tables import lot, lot_balance

Path = tuple[str, ...]
MOST_HOPS = 4


class ReaderScope:
    """The names of a form's expressions that one viewer may read; the others do not exist.

    :param seen: the reader; everything is readable to the product itself.
    """

    def __init__(self, live: LiveForm, forms: Catalogue, seen: Viewer) -> None:
        self.live, self.forms, self.seen = live, forms, seen

    def type_of(self, path: Path) -> Type | None:
        """As ``expr.Scope``."""
        if path and path[0] == "this":
            path = path[1:]
        if not path or len(path) > MOST_HOPS or not self._allowed(self.live, path):
            return None
        return self.live.scope.type_of(path)

    def allows(self, path: Path) -> bool:
        """Whether what stands at ``path``, however far, may be read."""
        return self._allowed(self.live, path)

    def _allowed(self, live: LiveForm, path: Path) -> bool:
        may = self.seen.readable(live.key)
        key = path[0]
        if key == "title" and key not in live.fields:
            return may.all or all(may.has(part) for part in title_reads(live))
        if key in OWN and key not in live.fields:
            return len(path) == 1 or key == "created_by"
        for ending in ("_uom", "_currency"):
            if key not in live.fields and key.endswith(ending):
                key = key.removesuffix(ending)
        if key not in live.fields:
            return False
        inner = path[1] if key in live.lists and len(path) > 1 else ""
        if not may.has(f"{key}.{inner}" if inner else key):
            return False
        depth = 2 if inner else 1
        if len(path) == depth:
            return True
        found = live.scope.type_of(path[:depth])
        while found is not None and found.of is not None:
            found = found.of
        return found is not None and self._through(found.form, path[depth:])

    def _through(self, form: str | None, path: Path) -> bool:
        if form is None:
            return False
        if form in (PERSON, DEPARTMENT):
            return True
        if form == LOT:
            serving = self.forms.serving("material")
            if path[0] == "material" and len(path) > 1:
                return serving is not None and self._through(serving.key, path[1:])
            return True
        return self.seen.can("read", form) and self._allowed(self.forms.any(form), path)

    def names(self) -> list[str]:
        """Keys that may be read, for suggestions."""
        may = self.seen.readable(self.live.key)
        return [key for key in (*self.live.fields, *OWN) if key in OWN or may.has(key)]


class Beyond(ScalarSelect[Any]):
    """A column beyond a link, as a correlated sub-query; compared with a constant, the link is looked up instead, so
    that its index serves.

    :ivar link: the column that holds the link.
    :ivar keys: the linked table's internal ids, to be narrowed to those whose ``inner`` column compares.
    """

    inherit_cache = True
    link: ColumnElement[Any]
    keys: Select[Any]
    inner: ColumnElement[Any]

    def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
        if op is operators.eq and isinstance(other[0], BindParameter) and other[0].value is not None:
            return self.link.in_(self.keys.where(self.inner == other[0]))
        return super().operate(op, *other, **kwargs)


def beyond(link: ColumnElement[Any], inner: ColumnElement[Any], id: ColumnElement[Any], *where: Any) -> Beyond:
    """``inner`` of the row whose ``id`` the ``link`` holds.

    :param where: further conditions on that row.
    """
    made = Beyond(select(inner).where(id == link, *where))
    made.link, made.keys, made.inner = link, select(id).where(*where), inner
    return made


def _rows(names: SqlNames, live: LiveForm, key: str, record: ColumnElement[Any]) -> Rows:
    """The rows of the list ``key`` of ``live`` that belong to the ``record``."""
    table, scope = live.lists[key].table.alias(), live.scope.in_row(key)

    def column(path: Path) -> ColumnElement[Any] | None:
        base = live.column(f"{key}.{path[0]}") if path else None
        if base is None:
            return None
        found = scope.type_of(path[:1])
        own: ColumnElement[Any] = table.c[base.name]
        if len(path) == 1:
            return own
        return None if found is None or found.form is None else names.through(found.form, own, path[1:])

    return Rows(table, table.c.record == record, table.c.position, column)


class SqlNames:
    """Columns of one form by path; a path through a link is a correlated sub-query.

    :param table: the form's table, or an alias of it.
    :param seen: whose row conditions hide linked records; ``None`` for conditions of roles themselves.
    """

    def __init__(self, live: LiveForm, forms: Catalogue, env: Env, table: FromClause, seen: Viewer | None) -> None:
        self.live, self.forms, self.env, self.table, self.seen = live, forms, env, table, seen

    def __call__(self, path: Path) -> ColumnElement[Any] | None:
        if path[0] == "this":
            path = path[1:]
        if not path:
            return None
        if path[0] in self.live.lists:
            return None
        base = self.live.column(path[0])
        if base is None:
            return None
        column = self.table.c[base.name]
        if len(path) == 1:
            return column
        found = self.live.scope.type_of(path[:1])
        return None if found is None or found.form is None else self.through(found.form, column, path[1:])

    def rows(self, root: Path) -> Rows | None:
        """As ``expr.sql.Lists``: the rows of a detail list of the record, or of a record it links to."""
        if len(root) == 1:
            found = self.live.lists.get(root[0])
            return None if found is None else _rows(self, self.live, found.key, self.table.c.id)
        link, around = self(root[:-1]), self.live.scope.type_of(root[:-1])
        if link is None or around is None or around.form is None or around.form.startswith("$"):
            return None
        target = self.forms.any(around.form)
        hidden = self.seen is not None and self.seen.rows(around.form) is not None
        return None if hidden or root[-1] not in target.lists else _rows(self, target, root[-1], link)

    def through(self, form: str, link: ColumnElement[Any], path: Path) -> ColumnElement[Any] | None:
        """What ``path`` means of the record of ``form`` that ``link`` holds."""
        if form in _FIXED:
            return _FIXED[form](self, link, path)
        live = self.forms.any(form)
        target = live.table.alias()
        inner = SqlNames(live, self.forms, self.env, target, self.seen)
        column = inner(path)
        if column is None:
            return None
        rows = None if self.seen is None else self.seen.rows(form)
        return beyond(link, column, target.c.id, *([] if rows is None else [any_of(rows, inner, self.env)]))

    def person(self, link: ColumnElement[Any], path: Path) -> ColumnElement[Any] | None:
        """What a person is known by."""
        target = person.alias()
        name = {"id": "uid", "title": "name", "name": "name", "user": "user", "department": "department"}
        if path[0] not in name:
            return None
        column = target.c[name[path[0]]]
        if path[0] == "department" and len(path) > 1:
            inner = self.department(column, path[1:])
            return None if inner is None else beyond(link, inner, target.c.id)
        return beyond(link, column, target.c.id)

    def department(self, link: ColumnElement[Any], path: Path) -> ColumnElement[Any] | None:
        """What a department is known by."""
        target = department.alias()
        name = {"id": "uid", "title": "name", "name": "name", "parent": "parent"}
        if path[0] not in name:
            return None
        column = target.c[name[path[0]]]
        if path[0] == "parent" and len(path) > 1:
            inner = self.department(column, path[1:])
            return None if inner is None else beyond(link, inner, target.c.id)
        return beyond(link, column, target.c.id)

    def lot(self, link: ColumnElement[Any], path: Path) -> ColumnElement[Any] | None:
        """What a lot is known by; "expired" is derived."""
        target = lot.alias()
        key = {"id": "uid", "title": "code"}.get(path[0], path[0])
        if key == "on_hand":
            return beyond(link, lot_balance.c.on_hand, lot_balance.c.lot)
        if key == "free":
            return beyond(link, lot_balance.c.on_hand - lot_balance.c.packed, lot_balance.c.lot)
        if key == "material" and len(path) > 1:
            serving = self.forms.serving("material")
            if serving is None:
                return None
            inner = self.through(serving.key, target.c.material, path[1:])
            return None if inner is None else beyond(link, inner, target.c.id)
        if key not in target.c or key not in _LOT:
            return None
        column: ColumnElement[Any] = target.c[key]
        if key == "status":
            over = and_(target.c.status == "released", target.c.expires_on < self.env.today)
            column = case((over, "expired"), else_=target.c.status)
        return beyond(link, column, target.c.id)


_LOT = ("uid", "code", "kind", "material", "supplier_lot", "produced_on", "expires_on", "status", "uom", "stage")
_FIXED: dict[str, Callable[[SqlNames, ColumnElement[Any], Path], ColumnElement[Any] | None]] = {
    PERSON: SqlNames.person,
    DEPARTMENT: SqlNames.department,
    LOT: SqlNames.lot,
}


def any_of(rows: tuple[str, ...], names: SqlNames, env: Env) -> ColumnElement[bool]:
    """Records that meet one of the conditions; one that SQL cannot tell hides all it would show."""
    found: list[ColumnElement[bool]] = []
    own = SqlNames(names.live, names.forms, env, names.table, None)
    for text in rows:
        try:
            found.append(to_sql(condition(text), own, env))
        except SuyuanError:
            continue
    return or_(false(), *found)
