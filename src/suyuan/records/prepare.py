"""From what was sent to what will be written, with every mistake at once; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from suyuan.access.rights import Viewer
from suyuan.forms.live import LiveForm
from suyuan.forms.place import Values
from suyuan.kernel.errors import Mistake
from suyuan.records.allow import unwritable, writable_part
from suyuan.records.look import Desk
from suyuan.records.lot_facts import chosen_lots
from suyuan.records.numbers import numbers_given, put_numbers
from suyuan.records.unique import not_unique
from suyuan.trace.event import Lot, TraceEvent
from suyuan.trace.look import NONE_TAKEN, Taken
from suyuan.trace.plan import plan
from suyuan.trace.record import sets_status
from suyuan.trace.words import status_words

WARNS = "forms.guard_warns"
"""The code of what is only warned of."""
_FOLLOW = frozenset({"trace.lot_needed", "trace.quantity_needed"})
"""What planning misses when a field before it was wrong: not worth saying beside the real mistake."""


@dataclass
class Prepared:
    """A record ready to be written, or what is wrong with it.

    :param values: the whole record, computed.
    :param events: what it does to lots.
    :param numbers: set aside before, by path; to be used up with it.
    """

    values: Values
    events: list[TraceEvent] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    numbers: Mapping[str, str] = field(default_factory=dict)


def prepare(
    desk: Desk,
    live: LiveForm,
    given: Mapping[str, Any],
    *,
    old: Values | None = None,
    record: int | None = None,
    taken: Taken = NONE_TAKEN,
    confirmed: bool = False,
) -> Prepared:
    """Clean, compute, guard and plan.

    :param old: the record as it is, when it is amended; ``record`` its internal id.
    :param taken: what the events that will be corrected took.
    :param confirmed: guards that only warn say nothing any more.
    """
    viewer = desk.viewer
    numbers: Mapping[str, str] = {}
    if old is None:
        given, numbers = numbers_given(live, given)
    mistakes = unwritable(viewer, live, given)
    cleaned, wrong = live.clean(writable_part(viewer, live, given) if mistakes else given, desk, old)
    mistakes += _discreet(viewer, live, wrong)
    desk.chosen = chosen_lots(live, cleaned)
    values, wrong = live.compute(cleaned, desk.env, desk, old, _paths(mistakes))
    mistakes += wrong
    mistakes += put_numbers(desk, live, values, numbers)
    said = live.guard(values, desk.env, _paths(mistakes))
    warnings = [] if confirmed else [m for m in said if m.code == WARNS]
    mistakes += [m for m in said if m.code != WARNS]
    mistakes += not_unique(desk.conn, viewer, live, values, record)
    events: list[TraceEvent] = []
    if live.form.trace:
        events, wrong = plan(live.form, values, desk, taken=taken)
        wrong += lifting(viewer, events)
        known = {m.path for m in mistakes}
        mistakes += [m for m in wrong if m.path not in known and not (known and m.code in _FOLLOW)]
        values = _without_left_out(live, values, events)
    return Prepared(values, events, mistakes + warnings, numbers)


def lifting(viewer: Viewer, events: Iterable[TraceEvent]) -> list[Mistake]:
    """Holds and recalls that ``events`` would lift, by whatever form, though the viewer may not change statuses."""
    if viewer.can("submit", "lot_status"):
        return []
    return [
        Mistake(link.path, "trace.held_stays", {"lot": link.lot.code, "status": status_words(link.lot.status)})
        for event in events
        if event.status in ("released", "quarantine")
        for link in event.links
        if isinstance(link.lot, Lot) and sets_status(link.side) and link.lot.status in ("held", "recalled")
    ]


def _without_left_out(live: LiveForm, values: Values, events: list[TraceEvent]) -> Values:
    """``values`` without the lots that no event makes because ``only_when`` left their rows out."""
    may = {link.lot for m in live.form.trace for link in m.outputs if link.only_when or m.only_when}
    may |= {m.parent for m in live.form.trace if m.parent and m.only_when}
    if not may:
        return values
    planned = {lot.path for event in events for lot in event.new_lots}
    found = {k: [dict(row) for row in v] if k in live.lists and v else v for k, v in values.items()}
    for path, new in live.new_lots(values):
        outer, bracket, rest = path.partition("[")
        index, _, inner = rest.partition("].")
        if path in planned or new.code is not None or (f"{outer}.{inner}" if bracket else outer) not in may:
            continue
        if bracket:
            found[outer][int(index)][inner] = None
        else:
            found[outer] = None
    return found


def _paths(mistakes: list[Mistake]) -> frozenset[str]:
    found = {m.path for m in mistakes}
    for path in list(found):
        head, bracket, rest = path.partition("].")
        found.add(f"{head}].{rest.partition('.')[0]}" if bracket else path.partition(".")[0])
    return frozenset(found)


def _discreet(viewer: Viewer, live: LiveForm, mistakes: list[Mistake]) -> list[Mistake]:
    """Never suggest a field that the viewer may not know of."""
    may = viewer.writable(live.key)
    if may.all:
        return mistakes
    found = []
    for mistake in mistakes:
        if mistake.code == "forms.unknown_field_near":
            list_key = mistake.path.partition("[")[0] if "[" in mistake.path else ""
            near = str(mistake.params["near"])
            if not may.has(f"{list_key}.{near}" if list_key else near):
                mistake = Mistake(mistake.path, "forms.unknown_field", mistake.params | {"near": None})
        found.append(mistake)
    return found
