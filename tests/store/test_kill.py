"""What was acknowledged survives the death of the process, and several processes write the same file safely."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.store.writer import half, number

from suyuan.kernel.settings import Settings
from suyuan.store.engine import Store, open_store

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def start(folder: Path, first: int, count: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", str(folder), str(first), str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def prepare(settings: Settings) -> None:
    store = open_store(settings)
    store.write(lambda tx: number.metadata.create_all(tx.conn))
    store.write(lambda tx: half.metadata.create_all(tx.conn))
    store.close()


def values(store: Store, table: object = number) -> Sequence[int]:
    with store.read() as conn:
        assert conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        return conn.execute(select(table.c.value).order_by(table.c.value)).scalars().all()  # type: ignore[attr-defined]


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(settings: Settings) -> None:
    prepare(settings)
    rng = random.Random(5)
    acknowledged: set[int] = set()
    for kill in range(10):
        process = start(settings.dir, kill * 1_000_000, 1_000_000)
        assert process.stdout is not None
        for line, _ in zip(process.stdout, range(rng.randrange(1, 150))):
            acknowledged.add(int(line))
        process.send_signal(signal.SIGKILL)
        acknowledged.update(int(line) for line in process.stdout if line.endswith(b"\n"))
        process.wait()
        process.stdout.close()
    store = open_store(settings)
    try:
        found = values(store)
        assert acknowledged <= set(found)
        assert len(acknowledged) > 100
        assert len(found) == len(set(found))
        assert values(store, half) == found, "a transaction is whole or not at all"
    finally:
        store.close()


def test_several_processes_write_the_same_file(settings: Settings) -> None:
    prepare(settings)
    writers = [start(settings.dir, first * 1000, 200) for first in range(3)]
    answers = [writer.communicate(timeout=60)[0].split() for writer in writers]
    assert [len(answer) for answer in answers] == [200] * 3
    store = open_store(settings)
    try:
        assert values(store) == [first * 1000 + i for first in range(3) for i in range(200)]
    finally:
        store.close()
