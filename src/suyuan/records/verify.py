"""Part of ``suyuan verify``: every record's rows against its last after-image in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, select

from suyuan.access.rights import Everything, Viewer
from suyuan.expr import Env
from suyuan.forms.catalogue import read_catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import system
from suyuan.ledger.entry import Entry
from suyuan.ledger.read import latest_of
from suyuan.ledger.report import Fault
from suyuan.ledger.verify import checks
from suyuan.records.look import Desk
from suyuan.records.statements import rows_of, statements


@checks("records")
def compare(conn: Connection) -> Iterable[Fault]:
    """Name every record whose rows differ from what the ledger last told of it, is missing, or was never told of."""
    forms = read_catalogue(conn, lambda: nullcontext(conn))
    known: dict[str, set[str]] = {}
    for entry in latest_of(conn, "record"):
        form = str(entry.body["form"])
        known.setdefault(form, set()).add(entry.subject.id)
        if form in forms.words:
            desk = Desk(conn, forms, _ALL, Env.at(entry.at.astimezone(UTC)))
            yield from _compared(conn, desk, forms.any(form), entry)
    for form in forms.words:
        yield from _strangers(conn, forms.any(form), known.get(form, set()))


_ALL = Viewer(system("verify"), Everything())


def _compared(conn: Connection, desk: Desk, live: LiveForm, entry: Entry) -> Iterator[Fault]:
    row = statements(live).by_uid(conn, entry.subject.id)
    told = {"form": live.key, "record": entry.subject.id}
    if row is None:
        yield Fault("records.row_missing", told)
        return
    values = live.wire(live.load(row, desk, rows_of(conn, live, row["id"])))
    sealed = entry.body["fields"]
    differ = [k for k in values if k in sealed and _bare(values[k]) != _bare(sealed[k])]
    differ += [k for k in ("revision", "state", "version") if row[k] != entry.body[k]]
    if differ:
        yield Fault("records.row_differs", {**told, "fields": ", ".join(differ)})


def _bare(value: Any) -> Any:
    """A value without titles and codes, which follow what they name."""
    if isinstance(value, dict):
        if "id" in value and set(value) <= {"id", "title", "code"}:
            return value["id"]
        return {k: _bare(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_bare(v) for v in value]
    return value


def _strangers(conn: Connection, live: LiveForm, known: set[str]) -> Iterator[Fault]:
    for uid in conn.execute(select(live.table.c.uid)).scalars():
        if uid not in known:
            yield Fault("records.row_unknown", {"form": live.key, "record": uid})
