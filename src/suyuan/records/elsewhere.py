"""What expressions ask of the records of other forms: each question once a call, whatever the person may see."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from suyuan.expr import Elsewhere, Expression, Records, Type, check, elsewhere_sql, elsewhere_value
from suyuan.expr.evaluate import follow
from suyuan.forms.live import LiveForm
from suyuan.records.columns import SqlNames
from suyuan.records.statements import SUBMITTED

if TYPE_CHECKING:
    from suyuan.records.look import Desk


class Asking:
    """Answers EXISTS, LATEST, COUNTOF and SUMOF for one ``Desk``.

    The form's author decides what is asked, so nobody's rights narrow it; only submitted records count, and never the
    one being amended.
    """

    __slots__ = ("desk", "known")

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.known: dict[Hashable, Any] = {}

    def __call__(self, what: Elsewhere, values: Any) -> Any:
        """The value of ``what`` for the record or row ``values``.

        :raises NotFound: the form it asks is gone.
        :raises ExpressionError: SQL cannot do its condition.
        """
        key = (what.key, *(_frozen(follow(values, path)) for path in what.own))
        if key not in self.known:
            self.known[key] = self._asked(what, values)
        return self.known[key]

    def _asked(self, what: Elsewhere, values: Any) -> Any:
        desk = self.desk
        live = desk.catalogue.any(what.form)
        c = live.table.c
        only = [c.state == SUBMITTED]
        if desk.uid is not None and desk.form == live.key:
            only.append(c.uid != desk.uid)
        names = SqlNames(live, desk.catalogue, desk.env, live.table, None)
        records = Records(live.table, names, c.id, tuple(only))
        found = elsewhere_value(what, desk.conn.execute(elsewhere_sql(what, records, desk.env, {"this": values})).all())
        if what.fn == "LATEST" and type(found) is int and what.field is not None:
            return self._linked(live, what.field, found)
        return found

    def _linked(self, live: LiveForm, field: Expression, id: int) -> Any:
        found: Type = check(field, live.scope)
        found = found.of or found
        return self.desk.at(found.form, id) if found.kind == "link" and found.form else id


def _frozen(value: Any) -> Hashable:
    """``value`` as a part of a key; a lot that is still to be made is known by its code."""
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return value if isinstance(value, Hashable) else repr(value)
