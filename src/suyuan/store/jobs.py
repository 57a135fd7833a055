"""Work done later, exactly once in the database: leases, retries, dead letters, and rows that make jobs by the clock.

A job is enqueued in the caller's own transaction. Whoever claims it holds a lease; the number of the attempt is the
fence: a worker whose lease ran out and was given to another can no longer finish, and what it wrote is undone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, or_, select, update

from suyuan.kernel.errors import NotFound
from suyuan.kernel.ids import Entropy
from suyuan.kernel.registry import Registry
from suyuan.store.dml import insert_new
from suyuan.store.engine import Store, Tx
from suyuan.store.tables import cron, job

log = logging.getLogger(__name__)

QUEUE = "default"
MAX_ATTEMPTS = 10
LEASE = timedelta(seconds=60)
FIRST_RETRY = 2.0
LONGEST_RETRY = 3600.0


@dataclass(frozen=True)
class Claimed:
    """A job that one worker holds.

    :param attempt: which attempt this is, from 1; together with ``worker`` the proof of holding it.
    """

    id: int
    queue: str
    name: str
    args: Any
    attempt: int
    max_attempts: int
    worker: str


class LeaseLost(Exception):
    """The job was given to another worker meanwhile; what was written for it is undone."""


Finish = Callable[[Tx], None]


@dataclass(frozen=True)
class Handler:
    """What is done for jobs of one name.

    :param inside: called in the transaction that marks the job done. Must be short: on SQLite others wait for it.
    :param outside: called without a transaction, for work that reaches outside or takes long; what it returns is
        called in the transaction that marks the job done. May happen more than once: send an idempotency key.
    """

    key: str
    inside: Callable[[Tx, Any], None] | None = None
    outside: Callable[[Store, Claimed], Finish | None] | None = None


HANDLERS: Registry[Handler] = Registry("job handler")


def handles(name: str) -> Callable[[Callable[[Tx, Any], None]], Callable[[Tx, Any], None]]:
    """Register ``fn(tx, args)`` for jobs called ``name``; its writes and the done mark commit together."""

    def register(fn: Callable[[Tx, Any], None]) -> Callable[[Tx, Any], None]:
        HANDLERS.add(Handler(name, inside=fn))
        return fn

    return register


def handles_outside(
    name: str,
) -> Callable[[Callable[[Store, Claimed], Finish | None]], Callable[[Store, Claimed], Finish | None]]:
    """Register ``fn(store, claimed)``, called without a transaction, for jobs called ``name``."""

    def register(fn: Callable[[Store, Claimed], Finish | None]) -> Callable[[Store, Claimed], Finish | None]:
        HANDLERS.add(Handler(name, outside=fn))
        return fn

    return register


def enqueue(
    tx: Tx,
    name: str,
    args: Any,
    *,
    queue: str = QUEUE,
    run_at: datetime | None = None,
    dedupe: str | None = None,
    max_attempts: int = MAX_ATTEMPTS,
) -> int | None:
    """Have ``name`` done with ``args`` once this transaction is committed.

    :param args: anything JSON can hold.
    :param run_at: not before this instant.
    :param dedupe: at most one job with this key ever exists, until done jobs are swept away.
    :returns: the job's id, ``None`` when a job with the same ``dedupe`` is there.
    """
    values: dict[str, Any] = {
        "queue": queue,
        "name": name,
        "args": args,
        "state": "ready",
        "run_at": run_at or tx.now,
        "attempt": 0,
        "max_attempts": max_attempts,
        "dedupe": dedupe,
        "created_at": tx.now,
    }
    if dedupe is None:
        key: int = tx.run(insert(job).returning(job.c.id), values).scalar_one()
    elif insert_new(tx.conn, job, values):
        key = tx.run(select(job.c.id).where(job.c.dedupe == dedupe)).scalar_one()
    else:
        return None
    if values["run_at"] <= tx.now:
        tx.after_commit(tx.store.enqueued.tell)
    return key


def claim(
    store: Store, worker: str, queues: Sequence[str] = (QUEUE,), limit: int = 1, lease: timedelta = LEASE
) -> list[Claimed]:
    """Take at most ``limit`` jobs that are due, or whose worker let its lease run out, oldest first.

    A job that ran out of attempts with its worker is dead.
    """

    def take(tx: Tx) -> list[Claimed]:
        expired = and_(job.c.state == "running", job.c.lease_until < tx.now)
        worn = and_(job.c.queue.in_(queues), expired, job.c.attempt >= job.c.max_attempts)
        tx.run(update(job).where(worn).values(state="dead", error="the worker stopped", worker=None, lease_until=None))
        due = or_(and_(job.c.state == "ready", job.c.run_at <= tx.now), expired)
        chosen = select(job.c.id).where(job.c.queue.in_(queues), due).order_by(job.c.run_at, job.c.id).limit(limit)
        taken = (
            update(job)
            .where(job.c.id.in_(chosen.with_for_update(skip_locked=True).scalar_subquery()))
            .values(state="running", worker=worker, attempt=job.c.attempt + 1, lease_until=tx.now + lease)
            .returning(job.c.id, job.c.queue, job.c.name, job.c.args, job.c.attempt, job.c.max_attempts, job.c.run_at)
        )
        rows = sorted(tx.run(taken), key=lambda row: (row.run_at, row.id))
        return [Claimed(row.id, row.queue, row.name, row.args, row.attempt, row.max_attempts, worker) for row in rows]

    if not _any_due(store, queues):
        return []
    return store.write(take)


def _any_due(store: Store, queues: Sequence[str]) -> bool:
    now = store.clock.now()
    due = or_(
        and_(job.c.state == "ready", job.c.run_at <= now), and_(job.c.state == "running", job.c.lease_until < now)
    )
    with store.read() as conn:
        return conn.execute(select(job.c.id).where(job.c.queue.in_(queues), due).limit(1)).first() is not None


def _held(claimed: Claimed) -> ColumnElement[bool]:
    return and_(
        job.c.id == claimed.id,
        job.c.state == "running",
        job.c.worker == claimed.worker,
        job.c.attempt == claimed.attempt,
    )


def finish(store: Store, claimed: Claimed, work: Callable[[Tx], None]) -> None:
    """Mark the job done and do ``work``, in one transaction.

    :raises LeaseLost: another has it now; ``work`` is not done.
    """

    def both(tx: Tx) -> None:
        done = update(job).where(_held(claimed))
        if tx.run(done.values(state="done", done_at=tx.now, lease_until=None, error=None)).rowcount == 0:
            raise LeaseLost(claimed.id)
        work(tx)

    store.write(both)


def renew(store: Store, claimed: Claimed, lease: timedelta = LEASE) -> bool:
    """Hold the job for longer; whether it is still held."""
    held = update(job).where(_held(claimed))
    return store.write(lambda tx: tx.run(held.values(lease_until=tx.now + lease)).rowcount == 1)


def retry_after(attempt: int, entropy: Entropy) -> timedelta:
    """How long to wait after the ``attempt``-th failure: doubling from 2 s up to an hour, half to all of it."""
    whole = min(LONGEST_RETRY, FIRST_RETRY * 2.0 ** (attempt - 1))
    share = int.from_bytes(entropy.bytes(2), "big") / 0xFFFF
    return timedelta(seconds=whole * (0.5 + 0.5 * share))


def fail(store: Store, claimed: Claimed, error: BaseException) -> None:
    """Give the job back for a later attempt, or bury it when it has had its last."""

    def give_back(tx: Tx) -> None:
        dead = claimed.attempt >= claimed.max_attempts
        values: dict[str, Any] = {
            "state": "dead" if dead else "ready",
            "error": f"{type(error).__name__}: {error}"[:2000].replace("\0", ""),
            "worker": None,
            "lease_until": None,
        }
        if not dead:
            values["run_at"] = tx.now + retry_after(claimed.attempt, store.entropy)
        tx.run(update(job).where(_held(claimed)).values(values))

    store.write(give_back)


def run_claimed(store: Store, claimed: Claimed) -> bool:
    """Do one job; whether it is done. A failure is kept with the job, never raised."""
    try:
        handler = HANDLERS.get(claimed.name)
        if handler is None:
            raise LookupError(f"nothing handles {claimed.name!r}")
        work = _work_of(handler, store, claimed)
        finish(store, claimed, work)
    except LeaseLost:
        log.warning("job %s (%s): the lease was lost", claimed.id, claimed.name)
        return False
    except Exception as error:
        log.info("job %s (%s), attempt %s: %s", claimed.id, claimed.name, claimed.attempt, error)
        fail(store, claimed, error)
        return False
    return True


def _work_of(handler: Handler, store: Store, claimed: Claimed) -> Finish:
    inside = handler.inside
    if inside is not None:
        return lambda tx: inside(tx, claimed.args)
    assert handler.outside is not None
    return handler.outside(store, claimed) or (lambda tx: None)


def run_once(store: Store, worker: str, queues: Sequence[str] = (QUEUE,), limit: int = 1) -> int:
    """Claim at most ``limit`` jobs and do them; how many were claimed."""
    taken = claim(store, worker, queues, limit)
    for claimed in taken:
        run_claimed(store, claimed)
    return len(taken)


def replay(tx: Tx, key: int) -> None:
    """Let a dead job be tried again from its first attempt.

    :raises NotFound: there is no dead job ``key``.
    """
    dead = update(job).where(job.c.id == key, job.c.state == "dead")
    if tx.run(dead.values(state="ready", attempt=0, run_at=tx.now)).rowcount == 0:
        raise NotFound("store.no_dead_job", id=key)


def dead_jobs(store: Store, limit: int = 100) -> Sequence[Row[Any]]:
    """The jobs that were given up, newest first."""
    with store.read() as conn:
        return conn.execute(select(job).where(job.c.state == "dead").order_by(job.c.id.desc()).limit(limit)).all()


def counts(store: Store) -> dict[str, int]:
    """How many jobs are in each state."""
    with store.read() as conn:
        found = conn.execute(select(job.c.state, func.count()).group_by(job.c.state))
        return {row[0]: row[1] for row in found}


def sweep(tx: Tx, before: datetime) -> int:
    """Drop the jobs done before an instant, and with them their dedupe keys; how many."""
    return tx.run(delete(job).where(job.c.state == "done", job.c.done_at < before)).rowcount


def schedule(
    tx: Tx, name: str, every: timedelta, args: Any = None, *, offset: timedelta = timedelta(0), queue: str = QUEUE
) -> None:
    """Make a job called ``name`` at every whole multiple of ``every`` (UTC) plus ``offset``; replaces the old rhythm.

    :param every: whole seconds; ``timedelta(days=1)`` with ``offset=timedelta(hours=18)`` is 02:00 in China.
    """
    rhythm = {"every_seconds": _seconds(every), "offset_seconds": _seconds(offset), "queue": queue, "args": args or {}}
    next_at = next_slot(tx.now, _seconds(every), _seconds(offset))
    if not insert_new(tx.conn, cron, {"name": name, "next_at": next_at, **rhythm}):
        tx.run(update(cron).where(cron.c.name == name).values(next_at=next_at, **rhythm))


def _seconds(span: timedelta) -> int:
    return span.days * 86400 + span.seconds


def next_slot(now: datetime, every: int, offset: int) -> datetime:
    """The first slot after ``now`` of a rhythm of ``every`` seconds shifted by ``offset`` seconds."""
    passed = int(now.timestamp()) - offset
    return datetime.fromtimestamp((passed // every + 1) * every + offset, now.tzinfo)


def tick(store: Store) -> int:
    """Make the jobs whose slot has come; how many. Slots missed while nothing ran make one job."""
    now = store.clock.now()
    with store.read() as conn:
        if conn.execute(select(cron.c.name).where(cron.c.next_at <= now).limit(1)).first() is None:
            return 0

    def make(tx: Tx) -> int:
        made = 0
        for row in tx.run(select(cron).where(cron.c.next_at <= tx.now).with_for_update()).all():
            dedupe = f"{row.name}@{row.next_at.isoformat()}"
            made += enqueue(tx, row.name, row.args, queue=row.queue, dedupe=dedupe) is not None
            moved = next_slot(tx.now, row.every_seconds, row.offset_seconds)
            tx.run(update(cron).where(cron.c.name == row.name).values(next_at=moved))
        return made

    return store.write(make)
