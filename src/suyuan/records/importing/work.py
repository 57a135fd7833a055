"""The doing of an import: read the file once, then piece by piece check it or write it.

Each piece of a run is one job whose rows, counts and done mark commit together with the job of the next piece. So a
process that is killed loses at most the piece at hand, which is then done again; no row is written twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from suyuan.access.person import person_by_id
from suyuan.access.rights import Viewer, require, viewer
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import CLI, Actor
from suyuan.kernel.errors import Mistake, SuyuanError
from suyuan.kernel.i18n import Label, say
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.records.grid import Cell, Row, records_in, text_of
from suyuan.records.importing.mapping import columns_of
from suyuan.records.importing.plan import MOST_AT_ONCE, PIECE, Body, Plan, State
from suyuan.records.importing.row import RowWriter
from suyuan.records.importing.source import opened
from suyuan.records.importing.stage import lines_from, staged
from suyuan.records.look import live_of
from suyuan.records.plant import plant_of
from suyuan.records.tables import import_bad, import_job
from suyuan.store import jobs
from suyuan.store.engine import Store, Tx

READ, GO = "import.read", "import.go"
ATTEMPTS = 5
MOST_STAGED = 512 * 1024 * 1024
_j = import_job.c
BUSY: tuple[State, ...] = ("reading", "checking", "running")


def job_row(conn: Connection, uid: str, *, lock: bool = False) -> Any:
    """The row of a job, ``None`` where there is none (any more)."""
    query = select(import_job).where(_j.uid == uid)
    return conn.execute(query.with_for_update() if lock else query).first()


def body_of(row: Any) -> Body:
    """What a job remembers."""
    return msgspec.convert(row.body, Body)


def actor_of(conn: Connection, row: Any) -> Actor:
    """Whoever started a job, as they are now; with no rights where they are gone."""
    if row.person is None:
        return CLI if row.owner == CLI.key else Actor(row.owner, row.owner, row.lang)
    found = person_by_id(conn, row.person)
    assert found is not None
    return msgspec.structs.replace(found, lang=row.lang).actor(api_key=row.api_key)


def change(tx: Tx, row: Any, **values: Any) -> None:
    """Write what became of a job."""
    tx.run(update(import_job).where(_j.id == row.id).values(changed_at=tx.now, **values))


def kept_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters of a mistake as JSON can hold them."""
    return {k: v if isinstance(v, int | str) or v is None else _kept(v) for k, v in params.items()}


def _kept(value: Any) -> Any:
    return {"zh": value.zh, "en": value.en} if isinstance(value, Label) else str(value)


def read_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """The same as they were: labels in both languages."""
    return {k: Label(**v) if isinstance(v, dict) else v for k, v in params.items()}


def fail(tx: Tx, row: Any, code: str, params: dict[str, Any]) -> None:
    """The job cannot go on, and says why."""
    body = msgspec.structs.replace(body_of(row), why=code, params=kept_params(params))
    change(tx, row, state="failed", body=msgspec.to_builtins(body))


@jobs.handles_outside(READ)
def read_file(store: Store, claimed: jobs.Claimed) -> jobs.Finish | None:
    """Read a file once and keep its lines as text; one that breaks the reader again and again fails and says so."""
    uid = claimed.args["job"]
    if claimed.attempt >= claimed.max_attempts:
        return lambda tx: _if_reading(tx, uid, lambda now: fail(tx, now, "records.import_unread", {}))
    with store.read() as conn:
        row = job_row(conn, uid)
    if row is None or row.state != "reading":
        return None
    form = catalogue(store).any(row.form).form
    try:
        with store.files.open(row.file) as stream, opened(stream, row.kind, names_of(form)) as lines:
            counted = _Counted(lines.rows)
            kept = store.files.put(staged(counted), limit=MOST_STAGED)
    except SuyuanError as error:
        told, params = _first(error)
        return lambda tx: _if_reading(tx, uid, lambda now: fail(tx, now, told, params))
    count = counted.count
    ready = {"state": "ready", "staged": kept.sha256, "lines": count}
    return lambda tx: _if_reading(tx, uid, lambda now: change(tx, now, **ready))


def names_of(form: Any) -> tuple[str, str, str]:
    """What the sheet of a form may be called."""
    return (form.key, form.label.zh, form.label.en)


def _first(error: SuyuanError) -> tuple[str, dict[str, Any]]:
    mistakes: list[Mistake] = getattr(error, "mistakes", [])
    return (mistakes[0].code, dict(mistakes[0].params)) if mistakes else (error.code, dict(error.params))


def _if_reading(tx: Tx, uid: str, act: Any) -> None:
    row = job_row(tx.conn, uid, lock=True)
    if row is not None and row.state == "reading":
        act(row)


class _Counted:
    """Counts what passes."""

    def __init__(self, rows: Iterator[tuple[int, list[Cell]]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[tuple[int, list[Cell]]]:
        for row in self.rows:
            self.count += 1
            yield row


def begin(tx: Tx, row: Any, state: State) -> None:
    """Let the first, or the next, piece be done."""
    change(tx, row, state=state, turn=row.turn + 1)
    jobs.enqueue(tx, GO, {"job": row.uid, "turn": row.turn + 1}, max_attempts=ATTEMPTS)


@jobs.handles_outside(GO)
def go(store: Store, claimed: jobs.Claimed) -> jobs.Finish:
    """Do one piece; when even the last attempt finds it cannot be done, the import fails and says so."""
    uid, turn = claimed.args["job"], claimed.args["turn"]
    if claimed.attempt >= claimed.max_attempts:
        return lambda tx: _give_up(tx, uid, turn)
    with store.read() as conn:
        row = job_row(conn, uid)
        actor = None if row is None else actor_of(conn, row)
    if row is None or actor is None or row.turn != turn or row.state not in ("checking", "running"):
        return lambda tx: None
    seen, forms = viewer(store, actor), catalogue(store)
    return lambda tx: _Piece(tx, uid, turn, seen, forms).do()


def _give_up(tx: Tx, uid: str, turn: int) -> None:
    row = job_row(tx.conn, uid, lock=True)
    if row is not None and row.turn == turn and row.state in ("checking", "running"):
        fail(tx, row, "records.import_broke", {})


class _Undone(Exception):
    """What was written is taken back: it was a check, or some of it is wrong and all must be right."""


@dataclass
class _Counts:
    rows: int = 0
    made: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0


class _Piece:
    """One piece of a job inside its transaction."""

    def __init__(self, tx: Tx, uid: str, turn: int, seen: Viewer, forms: Catalogue) -> None:
        self.tx, self.uid, self.turn, self.seen, self.forms = tx, uid, turn, seen, forms
        self.counts = _Counts()
        self.wrong: list[tuple[Row, list[Mistake]]] = []

    def do(self) -> None:
        row = job_row(self.tx.conn, self.uid, lock=True)
        if row is None or row.turn != self.turn or row.state not in ("checking", "running"):
            return
        self.row, self.body = row, body_of(row)
        assert self.body.plan is not None
        self.plan: Plan = self.body.plan
        try:
            live = live_of(self.forms, row.form)
            allow(self.seen, row.form, self.plan)
            columns, id_at = columns_of(live, self.seen, self.plan, len(self.body.columns))
        except SuyuanError as error:
            fail(self.tx, row, *_first(error))
            return
        if not self.body.noted:
            self._note_twice(live)
        with self.tx.store.files.open(row.staged) as stream:
            lines = _Lines(lines_from(stream, row.place))
            zone = plant_of(self.tx.store).tz
            rows = records_in(live, columns, lines, zone, row.lang, id_at=id_at)
            self._write(live, rows, lines)

    def _write(self, live: LiveForm, rows: Iterator[Row], lines: _Lines) -> None:
        """Write the rows of this piece, or as if; then the counts, and the next piece or the end."""
        row, checking, careful = self.row, self.row.state == "checking", not self.plan.good_only
        whole = row.lines <= MOST_AT_ONCE and (checking or careful)
        last, over = 0, False
        try:
            with self.tx.savepoint():
                last, over = self._rows(live, rows, whole)
                if checking or (careful and self.counts.bad):
                    raise _Undone
        except _Undone:
            pass
        self._keep_wrong()
        body = msgspec.to_builtins(self.body)
        if careful and self.counts.bad and not checking:  # nothing of this piece is written: going on begins with it
            bad = row.bad + self.counts.bad
            change(self.tx, row, state="stopped", bad=bad, body=body)
            self._tell("stopped", {})
            return
        totals = {k: getattr(row, k) + v for k, v in vars(self.counts).items()}
        place = {"place": lines.ends.get(last, row.place), "line": max(last, row.line)}
        change(self.tx, row, **place, **totals, body=body)
        if not over:
            begin(self.tx, row, row.state)
            return
        change(self.tx, row, state="checked" if checking else "done")
        if not checking:
            self._tell("done", totals)

    def _rows(self, live: LiveForm, rows: Iterator[Row], whole: bool) -> tuple[int, bool]:
        """Put rows through the door; the number of the last line taken, and whether it was the file's last."""
        why = say("records.import_reason", self.row.lang, name=self.row.name)
        writer = RowWriter(self.tx, self.forms, self.seen, self.plan, why)
        known = self._known_bad()
        last = 0
        for row in rows:
            last = row.last
            self.counts.rows += 1
            if row.number in known:
                self._reaches(row)
            else:
                self._one(writer, live, row)
            if not whole and self.counts.rows >= PIECE:
                return last, False
        return last, True

    def _one(self, writer: RowWriter, live: LiveForm, row: Row) -> None:
        fate, mistakes = writer.write(live, row)
        if fate is None:
            self.wrong.append((row, mistakes))
            self.counts.bad += 1
        else:
            setattr(self.counts, fate, getattr(self.counts, fate) + 1)

    def _reaches(self, row: Row) -> None:
        b = import_bad.c
        if row.last > row.number:
            self.tx.run(update(import_bad).where(b.job == self.row.id, b.row == row.number).values(last=row.last))

    def _known_bad(self) -> set[int]:
        b = import_bad.c
        query = select(b.row).where(b.job == self.row.id, b.row > self.row.line)
        return set(self.tx.conn.execute(query).scalars())

    def _keep_wrong(self) -> None:
        rows = [
            {
                "job": self.row.id,
                "row": row.number,
                "last": row.last,
                "body": [[row.line_of(m.path), m.path, m.code, kept_params(m.params)] for m in mistakes],
            }
            for row, mistakes in self.wrong
        ]
        if rows:
            self.tx.run(insert(import_bad), rows)

    def _note_twice(self, live: LiveForm) -> None:
        """Rows whose key stands further up in the file already are wrong, whatever becomes of the first one."""
        self.body = msgspec.structs.replace(self.body, noted=True)
        groups = self._keys(live)
        first: dict[tuple[str, ...], int] = {}
        found: dict[int, dict[str, Any]] = {}
        with self.tx.store.files.open(self.row.staged) as stream:
            for number, cells, _ in lines_from(stream, 0) if groups else ():
                for path, at in groups:
                    texts = [text_of(cells[n]) if n < len(cells) else "" for n in at]
                    above = first.setdefault((path, *texts), number) if all(texts) else number
                    if above != number and number > self.row.line:
                        mistake = [number, path, "records.import_key_twice", {"line": above}]
                        found[number] = {"job": self.row.id, "row": number, "last": number, "body": [mistake]}
        if found:
            self.tx.run(insert(import_bad), list(found.values()))
            self.counts.bad += len(found)

    def _keys(self, live: LiveForm) -> list[tuple[str, list[int]]]:
        """Columns that must not say the same twice: the key and, in a check that goes piece by piece, unique fields."""
        at = {one.to: one.column for one in self.plan.mapping if not one.unit}
        groups = [(self.plan.by[0], [at[key] for key in self.plan.by])] if self.plan.by else []
        if self.row.state == "checking" and self.row.lines > MOST_AT_ONCE:
            unique = [keys for keys in live.unique.values() if set(keys) <= set(at) and tuple(keys) != self.plan.by]
            groups += [(keys[0], [at[key] for key in keys]) for keys in unique]
        return groups

    def _tell(self, state: str, totals: dict[str, int]) -> None:
        """The ledger is told who brought what in."""
        told = {"form": self.row.form, "name": self.row.name, "file": self.row.file, "state": state, **totals}
        append(self.tx, "import.ended", Subject("import", self.uid), told, self.seen.actor)


class _Lines:
    """Lines passing by, with the byte after each."""

    def __init__(self, lines: Iterator[tuple[int, list[Cell], int]]) -> None:
        self._lines = lines
        self.ends: dict[int, int] = {}

    def __iter__(self) -> Iterator[tuple[int, list[Cell]]]:
        for number, cells, end in self._lines:
            self.ends[number] = end
            yield number, cells


def allow(seen: Viewer, form: str, plan: Plan) -> None:
    """Raise ``Forbidden`` unless the viewer may do what the plan says."""
    require(seen, "import", form)
    if plan.mode != "new":
        require(seen, "read", form)
        require(seen, "amend", form)
