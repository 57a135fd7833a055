"""Imports as people see them: begin one with a file, say what is to be done, watch it, end it, go on with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import islice
from typing import Any, BinaryIO

import msgspec
from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update

from suyuan.access.rights import require, viewer
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Conflict, Mistake, NotFound
from suyuan.records.bring_in import Bad
from suyuan.records.files import file_name
from suyuan.records.grid import Cell, text_of
from suyuan.records.importing.mapping import columns_of, guess
from suyuan.records.importing.plan import Body, Plan, Sample, State
from suyuan.records.importing.source import MOST_BYTES, opened
from suyuan.records.importing.work import (
    ATTEMPTS,
    BUSY,
    READ,
    allow,
    begin,
    body_of,
    change,
    job_row,
    names_of,
    read_params,
)
from suyuan.records.look import live_of
from suyuan.records.tables import attachment, import_bad, import_job, import_mapping
from suyuan.store import jobs
from suyuan.store.dml import insert_new
from suyuan.store.engine import Store, Tx

KEPT = timedelta(days=30)
SWEEP = "import.sweep"
SHOWN_BAD, SHOWN_JOBS = 100, 20
_SAMPLES, _LOOKED_AT, _LONGEST = 4, 40, 60
_j = import_job.c


class Progress(msgspec.Struct, frozen=True):
    """How far an import is.

    :param lines: of the file below its head; 0 while it is being read.
    :param line: number of the last line that is done.
    :param rows: records checked or written so far; ``made``, ``changed``, ``same`` and ``bad`` of them.
    """

    id: str
    form: str
    name: str
    state: str
    lines: int
    line: int
    rows: int
    made: int
    changed: int
    same: int
    bad: int
    body: Body
    made_at: Any
    changed_at: Any


def start(store: Store, form: str, name: str, kind: str, content: BinaryIO, *, by: Actor) -> Progress:
    """Begin an import: the file is kept, its head is read and what its columns mean is guessed.

    :param kind: ``csv`` or ``xlsx``.
    :param content: the file, which can be read from its beginning.
    :raises Forbidden: the actor may not import into the form.
    :raises Malformed: the file cannot be read.
    :raises Invalid: there is no head line, or too many columns; a bad name.
    """
    seen = viewer(store, by)
    require(seen, "import", form)
    live = live_of(catalogue(store), form)
    name = file_name(name)
    with opened(content, kind, names_of(live.form)) as lines:
        first = list(islice(lines.rows, _LOOKED_AT))
        columns = _samples(lines.head[1], [cells for _, cells in first])
        body = Body(lines.sheet, lines.head[0], columns)
    content.seek(0)
    kept = store.files.put(content, limit=MOST_BYTES)
    uid = store.ids.new()

    def write(tx: Tx) -> Progress:
        zeros = dict.fromkeys(("lines", "turn", "place", "line", "rows", "made", "changed", "same", "bad"), 0)
        values: dict[str, Any] = {"uid": uid, "form": form, "owner": by.key, "person": by.person, "api_key": by.api_key}
        values |= {"lang": by.lang, "name": name, "kind": kind, "state": "reading", "file": kept.sha256}
        values |= {"body": msgspec.to_builtins(body), "made_at": tx.now, "changed_at": tx.now, **zeros}
        tx.run(insert(import_job), values)
        jobs.enqueue(tx, READ, {"job": uid}, max_attempts=ATTEMPTS)
        jobs.enqueue(tx, SWEEP, {"job": uid}, run_at=tx.now + KEPT)
        return _progress(job_row(tx.conn, uid))

    return store.write(write)


def _samples(head: list[str], lines: Iterable[list[Cell]]) -> list[Sample]:
    found: list[list[str]] = [[] for _ in head]
    for cells in lines:
        for n, cell in enumerate(cells[: len(head)]):
            text = text_of(cell)[:_LONGEST]
            if text and text not in found[n] and len(found[n]) < _SAMPLES:
                found[n].append(text)
    return [Sample(name, values) for name, values in zip(head, found)]


def _progress(row: Any) -> Progress:
    told = {name: getattr(row, name) for name in Progress.__struct_fields__ if name not in ("id", "body")}
    return Progress(id=row.uid, body=body_of(row), **told)


def _own(form: str, uid: str, by: Actor) -> ColumnElement[bool]:
    return (_j.uid == uid) & (_j.form == form) & (_j.owner == by.key)


def progress(store: Store, form: str, uid: str, *, by: Actor) -> Progress:
    """How far one's own import is.

    :raises NotFound: there is none.
    """
    require(viewer(store, by), "import", form)
    with store.read() as conn:
        row = conn.execute(select(import_job).where(_own(form, uid, by))).first()
    if row is None:
        raise NotFound("records.no_import")
    return _progress(row)


def own_imports(store: Store, form: str, *, by: Actor) -> list[Progress]:
    """One's own latest imports into a form, newest first."""
    require(viewer(store, by), "import", form)
    query = select(import_job).where(_j.form == form, _j.owner == by.key).order_by(_j.id.desc()).limit(SHOWN_JOBS)
    with store.read() as conn:
        return [_progress(row) for row in conn.execute(query)]


def bad_of_job(store: Store, form: str, uid: str, *, by: Actor, limit: int = SHOWN_BAD) -> list[Bad]:
    """The first rows that are wrong, with every mistake."""
    b = import_bad.c
    query = select(import_bad).join(import_job, _j.id == b.job).where(_own(form, uid, by)).order_by(b.row).limit(limit)
    with store.read() as conn:
        return [_bad(form, row) for row in conn.execute(query)]


def _bad(form: str, row: Any) -> Bad:
    told = [(line, Mistake(path, code, read_params(params))) for line, path, code, params in row.body]
    return Bad("", form, row.row, [line for line, _ in told], [m for _, m in told])


def guessed(store: Store, job: Progress, *, by: Actor) -> list[dict[str, Any]]:
    """What the columns of an import probably mean: ``{column, to, unit, sure}`` of those that mean something."""
    seen, live = viewer(store, by), live_of(catalogue(store), job.form)
    m = import_mapping.c
    with store.read() as conn:
        known = conn.execute(select(m.body).where(m.form == job.form, m.owner == by.key)).scalar() or {}
    found = guess(live, seen, job.body.columns, known.get("heads", {}))
    return [msgspec.to_builtins(one) | {"sure": sure} for one, sure in found]


def run(store: Store, form: str, uid: str, plan: Plan, *, by: Actor, dry_run: bool = False) -> Progress:
    """Check a file, or write its rows.

    :raises NotFound: there is no such import of one's own.
    :raises Forbidden: the actor may not import, or not change records where the plan does.
    :raises Conflict: it is at work, or has written rows already (``go_on`` goes on with it).
    :raises Invalid: every mistake in the plan, by path.
    """
    seen, live = viewer(store, by), live_of(catalogue(store), form)
    allow(seen, form, plan)

    def work(tx: Tx) -> Progress:
        row = _locked(tx, form, uid, by)
        body = body_of(row)
        if row.state in BUSY:
            raise Conflict("records.import_busy")
        if row.staged is None or row.state == "done" or (row.place and row.state not in ("ready", "checked")):
            raise Conflict("records.import_over")
        columns_of(live, seen, plan, len(body.columns))
        body = msgspec.structs.replace(body, plan=plan, noted=False, why="", params={})
        tx.run(delete(import_bad).where(import_bad.c.job == row.id))
        zeros = dict.fromkeys(("place", "line", "rows", "made", "changed", "same", "bad"), 0)
        change(tx, row, body=msgspec.to_builtins(body), **zeros)
        begin(tx, row, "checking" if dry_run else "running")
        _remember(tx, form, by, body)
        return _progress(job_row(tx.conn, uid))

    return store.write(work)


def _remember(tx: Tx, form: str, by: Actor, body: Body) -> None:
    """What each head was said to mean, also that it was passed over."""
    assert body.plan is not None
    meant = {one.column: {"to": one.to, "unit": one.unit} for one in body.plan.mapping}
    heads = {c.head: meant.get(n, {"to": "", "unit": False}) for n, c in enumerate(body.columns) if c.head}
    m = import_mapping.c
    same = (m.form == form) & (m.owner == by.key)
    known = tx.run(select(m.body).where(same)).scalar() or {}
    told = {"heads": dict(list(({**known.get("heads", {}), **heads}).items())[-1000:])}
    if not insert_new(tx.conn, import_mapping, {"form": form, "owner": by.key, "body": told}):
        tx.run(update(import_mapping).where(same).values(body=told))


def go_on(store: Store, form: str, uid: str, *, by: Actor, good_only: bool) -> Progress:
    """Go on with an import that stopped, was cancelled or failed, from the row it had come to.

    :raises Conflict: it did none of these.
    """

    def act(tx: Tx, row: Any) -> None:
        body = body_of(row)
        if row.state not in ("stopped", "cancelled", "failed") or row.staged is None or body.plan is None:
            raise Conflict("records.import_over")
        allow(viewer(store, by), form, body.plan)
        b = import_bad.c
        tx.run(delete(import_bad).where(b.job == row.id, b.row > row.line))
        bad = tx.run(select(func.count()).where(b.job == row.id)).scalar_one()
        plan = msgspec.structs.replace(body.plan, good_only=good_only)
        body = msgspec.structs.replace(body, plan=plan, noted=False, why="", params={})
        change(tx, row, body=msgspec.to_builtins(body), bad=bad)
        begin(tx, row, "running")

    return _acting(store, form, uid, by, act)


def cancel(store: Store, form: str, uid: str, *, by: Actor) -> Progress:
    """End an import at the piece it is at: what is written stays, and it can be gone on with; a check just ends.

    :raises Conflict: it is not at work.
    """

    def act(tx: Tx, row: Any) -> None:
        if row.state not in BUSY:
            raise Conflict("records.import_over")
        after: State = "ready" if row.state == "checking" else "cancelled"
        zeros = dict.fromkeys(("place", "line", "rows", "made", "changed", "same", "bad"), 0)
        if row.state == "checking":
            tx.run(delete(import_bad).where(import_bad.c.job == row.id))
        change(tx, row, state=after, turn=row.turn + 1, **(zeros if row.state == "checking" else {}))

    return _acting(store, form, uid, by, act)


def _acting(store: Store, form: str, uid: str, by: Actor, act: Callable[[Tx, Any], None]) -> Progress:
    require(viewer(store, by), "import", form)

    def work(tx: Tx) -> Progress:
        act(tx, _locked(tx, form, uid, by))
        return _progress(job_row(tx.conn, uid))

    return store.write(work)


def _locked(tx: Tx, form: str, uid: str, by: Actor) -> Any:
    row = job_row(tx.conn, uid, lock=True)
    if row is None or row.form != form or row.owner != by.key:
        raise NotFound("records.no_import")
    return row


@jobs.handles(SWEEP)
def sweep(tx: Tx, args: Any) -> None:
    """Drop an import and its files a month after it began; the records it made, and the ledger, stay."""
    row = job_row(tx.conn, args["job"], lock=True)
    if row is None:
        return
    if row.state in BUSY:
        jobs.enqueue(tx, SWEEP, args, run_at=tx.now + timedelta(days=1))
        return
    tx.run(delete(import_bad).where(import_bad.c.job == row.id))
    tx.run(delete(import_job).where(_j.id == row.id))
    files = tx.store.files
    for sha256 in {row.file, row.staged} - {None}:
        other = tx.run(select(_j.id).where(or_(_j.file == sha256, _j.staged == sha256))).first()
        shown = tx.run(select(attachment.c.id).where(attachment.c.sha256 == sha256)).first()
        if other is None and shown is None:
            tx.after_commit(lambda sha256=sha256: files.remove(sha256))  # type: ignore[misc]
