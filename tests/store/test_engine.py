"""Writing and reading through the store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, Table, func, select
from sqlalchemy.exc import DatabaseError, IntegrityError
from tests.postgres import Cluster

from suyuan.kernel.errors import OutOfSpace, Unavailable
from suyuan.kernel.settings import Settings
from suyuan.store import migrate, sqlite
from suyuan.store.columns import Key, Text
from suyuan.store.engine import Again, Store, Tx, open_store

note = Table("test_note", MetaData(), Column("id", Key, primary_key=True), Column("text", Text, unique=True))
on_sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)


def texts(store: Store) -> list[str]:
    with store.read() as conn:
        return list(conn.execute(select(note.c.text).order_by(note.c.id)).scalars())


def put(text: str) -> Callable[[Tx], None]:
    def write(tx: Tx) -> None:
        tx.run(note.insert(), {"text": text})

    return write


@pytest.fixture
def notes(store: Store) -> Store:
    store.write(lambda tx: note.create(tx.conn))
    return store


class Held:
    """Keeps SQLite's writer busy, so that what is queued behind it becomes one group."""

    def __init__(self, store: Store) -> None:
        running, self.go = threading.Event(), threading.Event()

        def wait(tx: Tx) -> None:
            running.set()
            assert self.go.wait(20)

        self.done = store.write_soon(wait)
        assert running.wait(20)

    def release(self) -> None:
        self.go.set()
        self.done.result(20)


def test_what_is_written_is_read(notes: Store) -> None:
    notes.write(put("盐"))
    assert texts(notes) == ["盐"]


def test_an_exception_undoes_only_its_own_writes(notes: Store) -> None:
    hooks: list[str] = []

    def bad(tx: Tx) -> None:
        tx.after_commit(lambda: hooks.append("never"))
        tx.run(note.insert(), {"text": "bad"})
        raise ValueError("no")

    def twice(tx: Tx) -> None:
        put("good 1")(tx)

    held = Held(notes)
    good = [notes.write_soon(put(f"good {i}")) for i in range(3)]
    refused = notes.write_soon(bad)
    clash = notes.write_soon(twice)
    more = notes.write_soon(put("more"))
    held.release()
    if notes.dialect == "sqlite":
        with pytest.raises(IntegrityError):
            clash.result()
    with pytest.raises(ValueError, match="no"):
        refused.result()
    [future.exception() for future in [*good, more, clash]]
    assert sorted(texts(notes)) == ["good 0", "good 1", "good 2", "more"]
    assert hooks == []


@on_sqlite
def test_writes_that_wait_are_committed_together(notes: Store) -> None:
    commits: list[int] = []
    notes.committed.on_commit(lambda: commits.append(len(texts(notes))))
    held = Held(notes)
    futures = [notes.write_soon(put(str(i))) for i in range(50)]
    assert not any(future.done() for future in futures)
    held.release()
    for future in futures:
        future.result(20)
    assert len(commits) <= 3
    assert commits[-1] == 50


@on_sqlite
def test_nobody_is_told_of_success_when_the_commit_fails(notes: Store) -> None:
    """Deferred foreign keys are checked at the commit, for the whole group."""
    parent = Table("test_parent", MetaData(), Column("id", Key, primary_key=True))
    notes.write(lambda tx: parent.create(tx.conn))
    notes.write(
        lambda tx: tx.conn.exec_driver_sql(
            "CREATE TABLE test_child (p INTEGER REFERENCES test_parent (id) DEFERRABLE INITIALLY DEFERRED)"
        )
    )
    told: list[str] = []
    held = Held(notes)

    def good(tx: Tx) -> None:
        put("good")(tx)
        tx.after_commit(lambda: told.append("good"))

    first = notes.write_soon(good)
    orphan = notes.write_soon(lambda tx: tx.conn.exec_driver_sql("INSERT INTO test_child VALUES (77)").rowcount)
    held.go.set()
    for error in (held.done.exception(20), first.exception(20), orphan.exception(20)):
        assert isinstance(error, Unavailable)
    assert texts(notes) == told == []
    notes.write(put("afterwards"))
    assert texts(notes) == ["afterwards"]


@on_sqlite
def test_a_full_disk_is_refused_cleanly_and_reading_goes_on(notes: Store) -> None:
    notes.write(put("before"))
    with notes.engine.connect() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
    notes.write(lambda tx: tx.conn.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}").all())
    with pytest.raises(OutOfSpace):
        notes.write(put("x" * 100_000))
    assert texts(notes) == ["before"]
    notes.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA max_page_count=1000000").all())
    notes.write(put("after"))
    assert texts(notes) == ["before", "after"]


def test_a_savepoint_undoes_its_inside_alone(notes: Store) -> None:
    told: list[str] = []

    def clash(tx: Tx) -> None:
        with tx.savepoint():
            put("inner")(tx)
            tx.after_commit(lambda: told.append("inner"))
            with tx.savepoint():
                put("inmost")(tx)
            put("outer")(tx)

    def write(tx: Tx) -> None:
        put("outer")(tx)
        with pytest.raises(IntegrityError):
            clash(tx)
        with tx.savepoint():
            put("kept")(tx)
        tx.after_commit(lambda: told.append("whole"))

    notes.write(write)
    assert texts(notes) == ["outer", "kept"]
    assert told == ["whole"]


def test_hooks_run_after_the_commit_and_cannot_spoil_it(notes: Store) -> None:
    seen: list[list[str]] = []

    def write(tx: Tx) -> str:
        put("a")(tx)
        tx.after_commit(lambda: seen.append(texts(notes)))
        tx.after_commit(lambda: [][0])
        return "answer"

    assert notes.write(write) == "answer"
    notes.write(put("b"))
    assert seen == [["a"]]


def test_a_reader_sees_one_moment_and_cannot_write(notes: Store) -> None:
    notes.write(put("a"))
    count = select(func.count()).select_from(note)
    with notes.read() as conn:
        assert conn.execute(count).scalar_one() == 1
        notes.write(put("b"))
        assert conn.execute(count).scalar_one() == 1
        with pytest.raises(DatabaseError):
            conn.execute(note.insert(), {"text": "c"})
    assert texts(notes) == ["a", "b"]


def test_many_threads_write_and_read(notes: Store) -> None:
    def work(i: int) -> int:
        notes.write(put(str(i)))
        return len(texts(notes))

    with ThreadPoolExecutor(16) as pool:
        counts = list(pool.map(work, range(200)))
    assert max(counts) == 200
    assert len(texts(notes)) == 200


def test_a_write_inside_a_write_is_an_error_not_a_standstill(notes: Store) -> None:
    with pytest.raises(RuntimeError):
        notes.write(lambda tx: notes.write(put("x")))


def test_a_closed_store_refuses(settings: Settings) -> None:
    store = open_store(settings)
    waiting = store.write_soon(lambda tx: note.create(tx.conn))
    store.close()
    assert waiting.done()
    with pytest.raises(Unavailable):
        store.write_soon(put("x"))
    store.close()


@on_postgresql
def test_a_lost_race_is_run_again_whole(notes: Store) -> None:
    """Two transactions that lock two rows crosswise: one is chosen to give way and then succeeds."""
    notes.write(put("a"))
    notes.write(put("b"))
    meet = threading.Barrier(2)
    tries: list[str] = []

    def crosswise(first: str, second: str) -> Callable[[Tx], None]:
        def write(tx: Tx) -> None:
            tries.append(first)
            tx.run(select(note).where(note.c.text == first).with_for_update()).one()
            if len(tries) <= 2:
                meet.wait(20)
            tx.run(select(note).where(note.c.text == second).with_for_update()).one()
            put(f"{first}{second}")(tx)

        return write

    futures = [notes.write_soon(crosswise("a", "b")), notes.write_soon(crosswise("b", "a"))]
    [future.result(30) for future in futures]
    assert len(tries) == 3
    assert sorted(texts(notes)) == ["a", "ab", "b", "ba"]


@on_postgresql
def test_a_connection_cut_before_the_commit_is_made_up_for(notes: Store, cluster: Cluster) -> None:
    tries: list[int] = []

    def write(tx: Tx) -> None:
        tries.append(tx.conn.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
        if len(tries) == 1:
            cluster.admin.execute("SELECT pg_terminate_backend(%s, 5000)", (tries[0],))
        put("a")(tx)

    notes.write(write)
    assert len(tries) == 2
    assert texts(notes) == ["a"]


@on_postgresql
def test_a_connection_cut_at_the_commit_leaves_the_outcome_open(notes: Store, cluster: Cluster) -> None:
    def write(tx: Tx) -> None:
        put("a")(tx)
        pid = tx.conn.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        cluster.admin.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))

    with pytest.raises(Unavailable) as refused:
        notes.write(write)
    assert refused.value.code == "store.commit_unknown"


@on_postgresql
def test_work_may_ask_to_be_run_again(notes: Store) -> None:
    tries: list[int] = []

    def write(tx: Tx) -> None:
        put(str(len(tries)))(tx)
        tries.append(1)
        if len(tries) == 1:
            raise Again

    notes.write(write)
    assert texts(notes) == ["1"]


@on_postgresql
def test_two_plants_in_one_database_do_not_see_each_other(notes: Store, cluster: Cluster, tmp_path: Path) -> None:
    schema = cluster.new_schema()
    other = open_store(Settings(tmp_path, f"{cluster.url}&schema={schema}"))
    try:
        other.write(lambda tx: note.create(tx.conn))
        notes.write(put("mine"))
        assert texts(other) == []
    finally:
        other.close()
        cluster.drop_schema(schema)


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "postgresql://x/y?schema=Robert;drop", "nonsense"])
def test_another_kind_of_database_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(Unavailable) as refused:
        open_store(Settings(tmp_path, url))
    assert refused.value.code == "store.bad_url"


def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        open_store(Settings(tmp_path, f"postgresql://nobody@/nothing?host={tmp_path}"))
    assert refused.value.code == "store.unavailable"


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "PRAGMAS", (("journal_mode", "WAL"), ("synchronous", "NORMAL"), ("foreign_keys", "ON")))


@on_sqlite
def test_a_database_that_would_lose_commits_in_a_power_cut_is_not_opened(settings: Settings, careless: None) -> None:
    with pytest.raises(Unavailable) as refused:
        open_store(settings)
    assert refused.value.code == "store.not_durable"


def test_opening_an_up_to_date_database_does_not_run_migrations(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(settings).close()
    monkeypatch.setattr(migrate, "_run_alembic", lambda engine: pytest.fail("migrations were run"))
    open_store(settings).close()


def test_a_database_of_a_newer_version_is_refused(settings: Settings) -> None:
    store = open_store(settings)
    store.write(lambda tx: tx.conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'").rowcount)
    store.close()
    with pytest.raises(Unavailable) as refused:
        open_store(settings)
    assert refused.value.code == "store.newer"
