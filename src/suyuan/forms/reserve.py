"""Numbers set aside before their records are written, as for devices that work without a network.

They come from the same counter as all others, so nobody else ever gets one; what is never used stays a gap that is
told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from suyuan.forms.numbering import Rule, allocate, number
from suyuan.forms.tables import number_counter, number_reserved
from suyuan.store.engine import Tx

MOST = 1000
KEPT = timedelta(days=30)
"""How long a number may wait for its record."""
_c = number_reserved.c


@dataclass(frozen=True)
class Reserved:
    """A number set aside.

    :param owner: key of the actor who may use it.
    :param used_at: when its record was written.
    """

    number: str
    owner: str
    device: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Batch:
    """Numbers that were set aside together.

    :param first: the first of them; ``last`` the last.
    :param used: how many of ``count`` a record has used.
    """

    scope: str
    first: str
    last: str
    count: int
    used: int
    owner: str
    device: str
    made_at: datetime
    expires_at: datetime


def reserve(tx: Tx, scope: str, rule: Rule, filled: str, count: int, owner: str, device: str) -> list[Reserved]:
    """Set ``count`` numbers aside under the filled-in pattern.

    :param scope: the numbered field, ``form.field``.
    :raises Invalid: a number would be too long.
    """
    last = allocate(tx, scope, filled, count)
    until = tx.now + KEPT
    made = [
        Reserved(number(rule, filled, n), owner, device, tx.now, until, None) for n in range(last - count + 1, last + 1)
    ]
    rows = [
        {"scope": scope, "number": one.number, "owner": owner, "device": device, "made_at": tx.now, "expires_at": until}
        for one in made
    ]
    tx.conn.execute(number_reserved.insert(), rows)
    return made


def following(conn: Connection, scope: str, rule: Rule, filled: str) -> str:
    """The number that would be given next; nothing is taken.

    :raises Invalid: it would be too long.
    """
    last = conn.scalar(
        select(number_counter.c.last).where(number_counter.c.scope == scope, number_counter.c.prefix == filled)
    )
    return number(rule, filled, (last or 0) + 1)


def unused(conn: Connection, scopes: Sequence[str], owner: str | None, limit: int) -> list[tuple[str, Reserved]]:
    """Numbers set aside and not used, each with its scope, oldest first.

    :param owner: only theirs; ``None`` for everybody's.
    """
    query = select(number_reserved).where(_c.scope.in_(scopes), _c.used_at.is_(None))
    if owner is not None:
        query = query.where(_c.owner == owner)
    return [(row.scope, _reserved(row)) for row in conn.execute(query.order_by(_c.id).limit(limit))]


def batches(conn: Connection, scopes: Sequence[str], owner: str | None, limit: int) -> list[Batch]:
    """What was set aside, newest first.

    :param owner: only theirs; ``None`` for everybody's.
    """
    together = (_c.scope, _c.owner, _c.device, _c.made_at, _c.expires_at)
    ends = (func.min(_c.id).label("low"), func.max(_c.id).label("high"))
    counts = (func.count().label("many"), func.count(_c.used_at).label("used"))
    query = select(*together, *ends, *counts).where(_c.scope.in_(scopes)).group_by(*together)
    if owner is not None:
        query = query.where(_c.owner == owner)
    found = conn.execute(query.order_by(ends[1].desc()).limit(limit)).all()
    wanted = {id for row in found for id in (row.low, row.high)}
    numbers = {row.id: row.number for row in conn.execute(select(_c.id, _c.number).where(_c.id.in_(wanted)))}
    return [
        Batch(
            row.scope,
            numbers[row.low],
            numbers[row.high],
            row.many,
            row.used,
            row.owner,
            row.device,
            row.made_at,
            row.expires_at,
        )
        for row in found
    ]


def held(conn: Connection, scope: str, number: str, owner: str) -> Reserved | None:
    """The number, where it was set aside for ``owner``."""
    query = select(number_reserved).where(_c.scope == scope, _c.number == number, _c.owner == owner)
    row = conn.execute(query).first()
    return None if row is None else _reserved(row)


def use(tx: Tx, scope: str, number: str, owner: str) -> bool:
    """Use up a number set aside for ``owner``; whether it was still to be used."""
    mine = (_c.scope == scope) & (_c.number == number) & (_c.owner == owner) & _c.used_at.is_(None)
    return tx.run(update(number_reserved).where(mine).values(used_at=tx.now)).rowcount == 1


def _reserved(row: object) -> Reserved:
    return Reserved(*(getattr(row, name) for name in Reserved.__dataclass_fields__))
