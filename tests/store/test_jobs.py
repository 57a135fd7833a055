"""Jobs: done exactly once in the database, whoever dies meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, MetaData, Table, func, select

from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import NotFound
from suyuan.store import jobs
from suyuan.store.columns import Key, Text
from suyuan.store.engine import Store, Tx, open_store
from suyuan.store.idempotency import remember, remembered
from suyuan.store.jobs import HANDLERS, Claimed, LeaseLost, claim, enqueue, finish, replay, run_once, schedule, tick
from suyuan.store.tables import job
from suyuan.store.upkeep import schedule_upkeep
from suyuan.store.worker import Worker

effect = Table("test_effect", MetaData(), Column("id", Key, primary_key=True), Column("what", Text))


@pytest.fixture
def plant(store: Store) -> Iterator[Store]:
    store.write(lambda tx: effect.create(tx.conn))
    before = dict(HANDLERS._members)
    yield store
    HANDLERS._members = before


def effects(store: Store) -> list[str]:
    with store.read() as conn:
        return list(conn.execute(select(effect.c.what).order_by(effect.c.id)).scalars())


def put(tx: Tx, args: Any) -> None:
    tx.run(effect.insert(), {"what": args["what"]})


def order(store: Store, name: str = "put", what: str = "salt", **more: Any) -> int | None:
    return store.write(lambda tx: enqueue(tx, name, {"what": what}, **more))


def test_a_job_is_done_once_and_stays_done(plant: Store) -> None:
    jobs.handles("put")(put)
    order(plant)
    assert run_once(plant, "w1") == 1
    assert run_once(plant, "w1") == 0
    assert effects(plant) == ["salt"]
    assert jobs.counts(plant) == {"done": 1}


def test_a_job_enqueued_in_a_transaction_that_fails_never_was(plant: Store) -> None:
    def half(tx: Tx) -> None:
        enqueue(tx, "put", {"what": "salt"})
        raise ValueError

    with pytest.raises(ValueError):
        plant.write(half)
    assert jobs.counts(plant) == {}


def test_a_job_waits_for_its_time_and_jobs_go_in_order(plant: Store, clock: SetClock) -> None:
    jobs.handles("put")(put)
    order(plant, what="later", run_at=clock.now() + timedelta(hours=1))
    order(plant, what="first")
    order(plant, what="second")
    assert run_once(plant, "w1", limit=5) == 2
    clock.move(timedelta(hours=1))
    assert run_once(plant, "w1", limit=5) == 1
    assert effects(plant) == ["first", "second", "later"]


def test_a_worker_that_lost_its_lease_writes_nothing(plant: Store, clock: SetClock) -> None:
    jobs.handles("put")(put)
    order(plant)
    (mine,) = claim(plant, "slow")
    assert claim(plant, "other") == []
    clock.move(timedelta(seconds=61))
    assert run_once(plant, "other") == 1
    with pytest.raises(LeaseLost):
        finish(plant, mine, lambda tx: put(tx, {"what": "twice"}))
    assert effects(plant) == ["salt"]


def test_a_renewed_lease_is_kept(plant: Store, clock: SetClock) -> None:
    order(plant)
    (mine,) = claim(plant, "slow")
    clock.move(timedelta(seconds=50))
    assert jobs.renew(plant, mine)
    clock.move(timedelta(seconds=50))
    assert claim(plant, "other") == []
    clock.move(timedelta(seconds=50))
    assert [taken.attempt for taken in claim(plant, "other")] == [2]
    assert not jobs.renew(plant, mine)


def test_a_failing_job_is_tried_again_later_and_later_then_is_dead_and_can_be_replayed(
    plant: Store, clock: SetClock
) -> None:
    broken = True

    @jobs.handles("put")
    def sometimes(tx: Tx, args: Any) -> None:
        put(tx, args)
        if broken:
            raise OSError("no route")

    order(plant, max_attempts=3)
    waits = []
    for _ in range(2):
        assert run_once(plant, "w1") == 1
        with plant.read() as conn:
            waits.append(conn.execute(select(job.c.run_at)).scalar_one() - clock.now())
        clock.move(waits[-1])
    assert timedelta(seconds=1) <= waits[0] <= timedelta(seconds=2) <= waits[1] <= timedelta(seconds=4)
    assert run_once(plant, "w1") == 1
    clock.move(timedelta(days=1))
    assert run_once(plant, "w1") == 0
    (dead,) = jobs.dead_jobs(plant)
    assert (dead.attempt, dead.error) == (3, "OSError: no route")
    assert effects(plant) == []
    broken = False
    plant.write(lambda tx: replay(tx, dead.id))
    assert run_once(plant, "w1") == 1
    assert effects(plant) == ["salt"]
    with pytest.raises(NotFound):
        plant.write(lambda tx: replay(tx, dead.id))


def test_a_job_whose_workers_keep_dying_is_dead_in_the_end(plant: Store, clock: SetClock) -> None:
    order(plant, max_attempts=2)
    for _ in range(2):
        assert len(claim(plant, "doomed")) == 1
        clock.move(timedelta(minutes=2))
    assert claim(plant, "doomed") == []
    assert jobs.counts(plant) == {"dead": 1}


def test_outside_work_is_finished_in_the_transaction_of_the_done_mark(plant: Store) -> None:
    sent = []

    @jobs.handles_outside("send")
    def send(store: Store, claimed: Claimed) -> jobs.Finish:
        sent.append((claimed.args["what"], claimed.attempt))
        return lambda tx: put(tx, {"what": "sent"})

    order(plant, "send")
    assert run_once(plant, "w1") == 1
    assert sent == [("salt", 1)]
    assert effects(plant) == ["sent"]


def test_an_unknown_job_is_kept_for_a_version_that_knows_it(plant: Store) -> None:
    order(plant, "from_the_future")
    assert run_once(plant, "w1") == 1
    assert jobs.counts(plant) == {"ready": 1}


def test_the_same_dedupe_key_makes_one_job(plant: Store) -> None:
    assert order(plant, dedupe="put@1") is not None
    assert order(plant, dedupe="put@1") is None
    assert order(plant, dedupe="put@2") is not None
    assert jobs.counts(plant) == {"ready": 2}


def test_the_clock_makes_one_job_a_slot(plant: Store, clock: SetClock) -> None:
    night = timedelta(hours=18)
    plant.write(lambda tx: schedule(tx, "put", timedelta(days=1), {"what": "night"}, offset=night))
    assert tick(plant) == 0
    clock.set(datetime(2026, 11, 22, 18, 0, 1, tzinfo=UTC))
    assert tick(plant) == 1
    assert tick(plant) == 0
    clock.move(timedelta(days=3))
    assert tick(plant) == 1, "slots that passed while nothing ran are not made up for one by one"
    with plant.read() as conn:
        keys = list(conn.execute(select(job.c.dedupe).order_by(job.c.id)).scalars())
    assert keys == ["put@2026-11-22T18:00:00+00:00", "put@2026-11-23T18:00:00+00:00"]


def test_done_jobs_are_swept_away(plant: Store, clock: SetClock) -> None:
    jobs.handles("put")(put)
    order(plant, dedupe="once")
    run_once(plant, "w1")
    clock.move(timedelta(days=8))
    assert plant.write(lambda tx: jobs.sweep(tx, tx.now - timedelta(days=7))) == 1
    assert order(plant, dedupe="once") is not None


def test_several_workers_do_each_job_once(plant: Store) -> None:
    done = threading.Semaphore(0)

    @jobs.handles("put")
    def counted(tx: Tx, args: Any) -> None:
        put(tx, args)
        tx.after_commit(done.release)

    workers = [Worker(plant, f"w{i}") for i in range(4)]
    for worker in workers:
        worker.start()
    for i in range(40):
        order(plant, what=str(i))
    try:
        for _ in range(40):
            assert done.acquire(timeout=20)
    finally:
        for worker in workers:
            worker.stop()
    assert sorted(effects(plant), key=int) == [str(i) for i in range(40)]
    with plant.read() as conn:
        assert conn.execute(select(func.max(job.c.attempt))).scalar_one() == 1


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_job_enqueued_by_another_process_wakes_the_worker_at_once(plant: Store, clock: SetClock) -> None:
    done = threading.Event()

    @jobs.handles("put")
    def told(tx: Tx, args: Any) -> None:
        tx.after_commit(done.set)

    seen = plant.enqueued.count
    plant.listen()
    plant.enqueued.wait(seen, 5)
    worker = Worker(plant, "w1", poll=600)
    worker.start()
    other = open_store(plant.settings, clock=clock)
    try:
        order(other)
        assert done.wait(20)
    finally:
        worker.stop()
        other.close()


def test_housekeeping_comes_by_itself_and_drops_what_is_old(plant: Store, clock: SetClock) -> None:
    worker = Worker(plant, "w1")
    plant.write(lambda tx: remember(tx, "person:1", "POST /x", "k", b"hash", b"answer"))
    schedule_upkeep(plant)
    clock.move(timedelta(days=8))
    assert worker.run_due()
    assert not worker.run_due()
    with plant.read() as conn:
        assert remembered(conn, "person:1", "POST /x", "k", b"hash") is None
    assert jobs.counts(plant) == {"done": 1}
