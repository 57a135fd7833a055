"""What a recall shows of the records behind its scope, as one reader may see them: parties, papers, shops beyond."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from msgspec import structs

from suyuan.access.rights import Viewer, viewer
from suyuan.forms.catalogue import catalogue
from suyuan.forms.values import Linked
from suyuan.kernel.actor import Actor
from suyuan.records.allow import holds
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk
from suyuan.records.recall import find_lots
from suyuan.records.show import kept_title, may_know
from suyuan.store.engine import Store
from suyuan.trace.recall import Moved, Scope, Suspect, Why, scope, suspects

T = TypeVar("T", Moved, Why)

REACH = ("contact", "phone", "address")
"""Fields of a party by which it is reached; what its form lacks stays blank."""
PAPERS = ("waybill", "carrier", "vehicle", "driver")
"""Fields of a shipping record that tell how goods travelled."""

At = tuple[str, int]
"""Form and internal id of a record."""


@dataclass(frozen=True)
class Picture:
    """A scope with the words of the records behind it.

    :ivar parties: public id and facts (``REACH``) of parties that are records the reader may see.
    :ivar papers: facts (``PAPERS``) of the shipping records the reader may see.
    """

    scope: Scope
    parties: dict[At, tuple[str, dict[str, str]]]
    papers: dict[At, dict[str, str]]


def picture(store: Store, texts: Sequence[str], *, by: Actor) -> Picture:
    """The scope of a recall of the lots that ``texts`` name (codes, other names, suppliers' lots).

    :raises Invalid: a text names no lot.
    """
    with store.read() as conn:
        desk = _desk(store, conn, by)
        return picture_of(desk, find_lots(conn, texts))


def picture_of(desk: Desk, lots: Sequence[int]) -> Picture:
    """The same of lots known by their internal ids, as the desk's viewer may see it."""
    found = _discreet(desk, scope(desk.conn, lots, desk.env.today))
    moves = [*found.deliveries, *found.returns, *found.onward]
    parties = _facts(desk, ((m.party_form, m.party_id) for m in moves), REACH)
    papers = _facts(desk, ((m.form or "", m.record_id) for m in found.deliveries), PAPERS)
    return Picture(found, parties, {at: facts for at, (_, facts) in papers.items()})


def _discreet(desk: Desk, found: Scope) -> Scope:
    """A scope without titles of records that show what the desk's viewer may not read."""
    shut = cache(lambda form: kept_title(desk.catalogue, desk.viewer, form, "") is None)

    def titled(one: T) -> T:
        return structs.replace(one, record_title=None) if shut(one.form) else one

    return structs.replace(
        found,
        lots=[structs.replace(one, why=titled(one.why)) if shut(one.why.form) else one for one in found.lots],
        deliveries=[titled(move) for move in found.deliveries],
        returns=[titled(move) for move in found.returns],
        onward=[titled(move) for move in found.onward],
    )


def suspected(store: Store, texts: Sequence[str], *, by: Actor) -> list[Suspect]:
    """Lots that went into several of the lots that ``texts`` name.

    :raises Invalid: a text names no lot.
    """
    with store.read() as conn:
        desk = _desk(store, conn, by)
        return suspects(conn, find_lots(conn, texts), desk.env.today)


def _desk(store: Store, conn: Any, by: Actor) -> Desk:
    return desk_for(store, conn, catalogue(store), viewer(store, by), store.clock.now())


def _facts(desk: Desk, wanted: Iterable[At], keys: Sequence[str]) -> dict[At, tuple[str, dict[str, str]]]:
    by_form: dict[str, dict[int, None]] = {}
    for form, id in wanted:
        if form and id:
            by_form.setdefault(form, {})[id] = None
    found: dict[At, tuple[str, dict[str, str]]] = {}
    for form, ids in by_form.items():
        if not desk.viewer.can("read", form):
            continue
        desk.prefetch(form, ids)
        for id in ids:
            linked = desk.at(form, id)
            if linked is not None and may_see(desk, linked):
                found[form, id] = (linked.uid, _texts(desk.viewer, linked, keys))
    return found


def may_see(desk: Desk, linked: Linked) -> bool:
    """Whether the viewer may see the record itself."""
    rows = desk.viewer.rows(linked.form)
    return (rows is None or holds(rows, linked, desk.env)) and may_know(desk, linked)


def _texts(seen: Viewer, linked: Linked, keys: Sequence[str]) -> dict[str, str]:
    may = seen.readable(linked.form)
    values = {key: linked.get(key) for key in keys if may.has(key)}
    return {
        key: value.title if isinstance(value, Linked) else str(value)
        for key, value in values.items()
        if value not in (None, "")
    }


def party_of(move: Moved) -> tuple[str, int, str]:
    """What tells parties apart: record where it is one, else what it was called."""
    return (move.party_form, move.party_id, "" if move.party_id else move.party or "")
