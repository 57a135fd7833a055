"""A backup is only good when it was tried: the copy is verified and its root compared with the plant's."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from suyuan.kernel.actor import system
from suyuan.kernel.errors import Malformed
from suyuan.ledger.append import append
from suyuan.ledger.drill import drill
from suyuan.ledger.entry import Subject
from suyuan.ledger.seal import Sealer
from suyuan.ledger.tables import ledger_leaf, ledger_node
from suyuan.store.backup import backup
from suyuan.store.engine import Store

BY = system("test")


def tell(store: Store, count: int) -> None:
    for n in range(count):
        store.write(lambda tx, n=n: append(tx, "record.submitted", Subject("record", f"r{n}"), {"n": n}, BY))
    Sealer(store).seal()


def test_a_good_backup_has_the_root_that_the_plant_had(store: Store, tmp_path: Path) -> None:
    tell(store, 5)
    made = backup(store, tmp_path / "plant.backup")
    found = drill(store, made.path)
    assert found.ok
    assert (found.entries, found.sealed, found.since) == (5, 5, 0)
    assert found.root == found.plant_root != ""
    assert not list(store.settings.dir.glob(".drill-*"))
    tell(store, 3)
    later = drill(store, made.path)
    assert later.ok
    assert (later.sealed, later.since) == (5, 3)


def test_a_plant_whose_past_was_rewritten_after_the_backup_fails_the_drill(store: Store, tmp_path: Path) -> None:
    tell(store, 4)
    made = backup(store, tmp_path / "plant.backup")
    other = {"hash": bytes(32)}
    store.write(lambda tx: [tx.run(table.update(), other).rowcount for table in (ledger_leaf, ledger_node)])
    found = drill(store, made.path)
    assert not found.ok
    assert found.report.ok
    assert found.root != found.plant_root != ""


def test_a_damaged_backup_fails_the_drill_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    tell(store, 2)
    good = backup(store, tmp_path / "plant.backup").path
    bad = tmp_path / "bad.backup"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as out:
        for name in source.namelist()[:-1]:
            out.writestr(name, source.read(name))
    with pytest.raises(Malformed):
        drill(store, bad)
    assert drill(store, good).ok
    assert not list(store.settings.dir.glob(".drill-*"))
