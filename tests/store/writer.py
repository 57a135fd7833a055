"""A process of its own that writes notes to a SQLite plant and says after each that it is durable.

Run as ``python writer.py FOLDER FIRST COUNT``: it writes the numbers from FIRST on and prints each once acknowledged.
"""

import sys

from sqlalchemy import Column, Integer, MetaData, Table

from suyuan.kernel.settings import Settings
from suyuan.store.columns import Key
from suyuan.store.engine import Store, Tx, open_store

number = Table("test_number", MetaData(), Column("id", Key, primary_key=True), Column("value", Integer))
half = Table("test_half", MetaData(), Column("id", Key, primary_key=True), Column("value", Integer))


def put(value: int, tx: Tx) -> int:
    """Write ``value`` into both tables."""
    tx.run(number.insert(), {"value": value})
    tx.run(half.insert(), {"value": value})
    return value


def acknowledge(store: Store, first: int, count: int) -> None:
    """Write ``count`` numbers, some of them in groups, and print each when it is durable."""
    for start in range(first, first + count, 4):
        group = range(start, min(start + 4, first + count))
        for future in [store.write_soon(lambda tx, value=value: put(value, tx)) for value in group]:  # type: ignore[misc]
            sys.stdout.write(f"{future.result()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    plant = open_store(Settings.read(sys.argv[1], environ={}))
    acknowledge(plant, int(sys.argv[2]), int(sys.argv[3]))
    plant.close()
