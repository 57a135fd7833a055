"""Marks of every lot of a trace: what `context` tells of one, counted for all at once, and no more than may be read."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from suyuan.kernel.clock import SetClock
from suyuan.records import void
from suyuan.records.layers import Mark, layers
from suyuan.trace import lots
from suyuan.trace.graph import TraceGraph
from tests.records.plant import Plant
from tests.records.test_context import full  # noqa: F401


def marks(plant: Plant, code: str, role: str = "boss") -> dict[str, Mark]:
    """Marks by lot code of the trace of ``code`` both ways."""
    with plant.store.read() as conn:
        lot = lots.find(conn, code)
        assert lot is not None
        found = TraceGraph(conn, plant.store.clock.now().date()).both(lot.id)
    told = layers(plant.store, found, by=plant.people[role])
    return {unit.code: told[unit.id] for unit in found.units if unit.id in told}


def test_checks_count_on_the_lot_they_name_and_on_no_other(full: Plant) -> None:  # noqa: F811
    flour = full.receipt().fields["lot"]["code"]
    dough = full.making((flour, "5")).fields["product"]["code"]
    full.write("test", lot=flour, verdict="pass")
    full.write("test", lot=flour, verdict="fail")
    wrong = full.write("test", lot=dough, verdict="fail")
    void(full.store, "test", wrong.id, by=full.boss, reason="another lot")
    told = marks(full, dough)
    assert (told[flour].checks, told[flour].failed) == (2, 1)
    assert dough not in told or told[dough].checks == 0


def test_temperatures_of_a_place_count_while_the_lot_lay_there_and_those_beyond_its_limits_are_told(
    full: Plant,  # noqa: F811
) -> None:
    clock = full.store.clock
    assert isinstance(clock, SetClock)
    cold = full.write("place", name="Cold", lowest="0", highest="4").id
    full.write("climate", place=cold, temperature="9.9", humidity="50")
    clock.move(timedelta(hours=1))
    lot = full.receipt(place=cold).fields["lot"]["code"]
    for value in ("2.5", "6.1"):
        clock.move(timedelta(hours=1))
        full.write("climate", place=cold, temperature=value, humidity="60")
        full.write("climate", place=full.shelf, temperature="25.0")
    found = marks(full, lot)[lot]
    assert (found.lowest, found.highest, found.out) == (Decimal("2.5"), Decimal("6.1"), 1)


def test_a_reader_gets_no_mark_of_what_they_may_not_read(full: Plant) -> None:  # noqa: F811
    lot = full.receipt().fields["lot"]["code"]
    full.write("test", lot=lot, verdict="fail")
    full.write("climate", place=full.shelf, temperature="5.0")
    found = marks(full, lot, "clerk").get(lot)
    assert found is None or (found.checks, found.lowest) == (0, None)
    assert marks(full, lot, "nothing") == {}
