"""Part of ``suyuan verify``: every record's rows against its last after-image in the ledger.

Importing this declares the checks of the rooms below too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from suyuan.access import verify as _access  # noqa: F401
from suyuan.access.rights import Everything, Viewer
from suyuan.definitions import verify as _definitions  # noqa: F401
from suyuan.expr import Env
from suyuan.forms.catalogue import read_catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import system
from suyuan.ledger.entry import Entry
from suyuan.ledger.read import latest_of
from suyuan.ledger.report import Fault
from suyuan.ledger.tables import ledger_entry
from suyuan.ledger.verify import checks
from suyuan.records.look import Desk
from suyuan.records.statements import rows_of, statements
from suyuan.trace import verify as _trace  # noqa: F401


@checks("records")
def compare(conn: Connection) -> Iterable[Fault]:
    """Name every record whose rows differ from what the ledger last told of it, is missing, or was never told of."""
    forms = read_catalogue(conn, lambda: nullcontext(conn))
    known: dict[str, set[str]] = {}
    began = _beginnings(conn)
    for entry in latest_of(conn, "record"):
        form = str(entry.body.get("form", ""))
        known.setdefault(form, set()).add(entry.subject.id)
        if form in forms.words:
            desk = Desk(conn, forms, _ALL, Env.at(entry.at.astimezone(UTC)))
            try:
                yield from _compared(conn, desk, forms.any(form), entry, began.get(entry.subject.id))
            except Exception as error:  # whatever somebody wrote into the file: it is named, and the rest is read
                told = {"form": form, "record": entry.subject.id, "reason": type(error).__name__}
                yield Fault("records.row_unreadable", told)
    for form in forms.words:
        yield from _strangers(conn, forms.any(form), known.get(form, set()))


_ALL = Viewer(system("verify"), Everything())


def _beginnings(conn: Connection) -> dict[str, tuple[datetime, int | None]]:
    """When and by whom each record was first written."""
    t = ledger_entry.c
    first = select(func.min(t.id)).where(t.subject_kind == "record").group_by(t.subject_id)
    rows = conn.execute(select(t.subject_id, t.at, t.person).where(t.id.in_(first)))
    return {row.subject_id: (row.at, row.person) for row in rows}


def _compared(
    conn: Connection, desk: Desk, live: LiveForm, entry: Entry, began: tuple[datetime, int | None] | None
) -> Iterator[Fault]:
    row = statements(live).by_uid(conn, entry.subject.id)
    told = {"form": live.key, "record": entry.subject.id}
    if row is None:
        yield Fault("records.row_missing", told)
        return
    values = live.wire(live.load(row, desk, rows_of(conn, live, row["id"])))
    sealed = entry.body["fields"]
    differ = [k for k in values if k in sealed and _bare(values[k]) != _bare(sealed[k])]
    differ += [k for k in ("revision", "state", "version") if row[k] != entry.body[k]]
    if began is not None:
        differ += [k for k, v in zip(("created_at", "created_by"), began) if row[k] != v]
    differ += ["updated_at"] if row["updated_at"] != entry.at else []
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
