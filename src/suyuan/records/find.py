"""Records by what people call them: code, number, name or title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, select

from suyuan.access.rights import Viewer
from suyuan.access.tables import department, person
from suyuan.access.words import fold
from suyuan.forms.catalogue import Catalogue
from suyuan.forms.values import DEPARTMENT, PERSON
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label
from suyuan.kernel.ids import is_id
from suyuan.records.allow import title_reads
from suyuan.records.grid import naming_fields
from suyuan.records.statements import SUBMITTED

_PEOPLE = {PERSON: Label("人员", "person"), DEPARTMENT: Label("部门", "department")}


class Finder:
    """Finds the one record that a text names, among those that the viewer may read.

    :param conn: sees what the import itself has written so far.
    """

    def __init__(self, conn: Connection, forms: Catalogue, seen: Viewer) -> None:
        self.conn, self.forms, self.seen = conn, forms, seen
        self._known: dict[tuple[str, str], str] = {}
        self._wrong: dict[str, set[str]] = defaultdict(set)

    def wrong(self, form: str, names: Iterable[str]) -> None:
        """Rows of ``form`` with these names are wrong themselves, and so cannot be found."""
        self._wrong[form].update(names)

    def id_of(self, form: str, text: str) -> str | Mistake:
        """The public id of the one record of ``form`` that ``text`` names; an id stands for itself.

        :returns: a mistake where none or several answer to it.
        """
        if is_id(text):
            return text
        if (form, text) not in self._known:
            found = self._ids(form, text)
            if len(found) != 1:
                return self._not_one(form, text, len(found))
            self._known[form, text] = found[0]
        return self._known[form, text]

    def _not_one(self, form: str, text: str, count: int) -> Mistake:
        if count:
            return Mistake("", "records.import_several", {"given": text[:60]})
        code = "records.import_link_wrong" if text in self._wrong[form] else "records.import_no_such"
        label = self.forms.any(form).form.label if form in self.forms else _PEOPLE.get(form, form)
        return Mistake("", code, {"given": text[:60], "form": label})

    def _ids(self, form: str, text: str) -> list[str]:
        """By code before name: the first kind of name that anything answers to decides."""
        for query in self._queries(form, text):
            found = list(self.conn.execute(query.limit(2)).scalars())
            if found:
                return found
        return []

    def _queries(self, form: str, text: str) -> list[Select[Any]]:
        if form == PERSON:
            who = select(person.c.uid).where(person.c.active)
            return [who.where(person.c.user == fold(text)), who.where(person.c.name == text)]
        if form == DEPARTMENT:
            return [select(department.c.uid).where(department.c.active, department.c.name == text)]
        if form not in self.forms or not self.seen.can("read", form):
            return []
        live = self.forms.any(form)
        c = live.table.c
        named = select(c.uid).where(c.state == SUBMITTED)
        may = self.seen.readable(form)
        whole = may.all or all(may.has(key) for key in title_reads(live))
        titled = [named.where(c.title == text)] if whole else []
        keys = [k for k in naming_fields(live) if k in live.plain and may.has(k)]
        return [*(named.where(c[k] == text) for k in keys), *titled]
