"""A change of our own tables needs a migration."""

from __future__ import annotations

import subprocess
import sys

import pytest

from suyuan.store.migrate import SCRIPTS, head

FRESH = "from suyuan.store.schema import schema_text; import sys; sys.stdout.write(schema_text(sys.argv[1]))"


@pytest.mark.skipif(head() != "0001", reason="later revisions stand on 0001 now")
@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_the_frozen_first_revision_is_the_tables_as_they_stand(dialect):
    told = subprocess.run([sys.executable, "-c", FRESH, dialect], capture_output=True, text=True, check=True).stdout
    frozen = (SCRIPTS / "versions" / f"0001_{dialect}.sql").read_text(encoding="utf-8")
    assert told == frozen, "the rooms' tables changed: write a revision (suyuan.store.migrate.make_revision)"
