"""The same request twice has one effect and one answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from suyuan.kernel.actor import Actor
from suyuan.store.engine import Tx
from suyuan.store.idempotency import remember, remembered

T = TypeVar("T")
_ENCODER = msgspec.json.Encoder(order="sorted", decimal_format="string")


def body_hash(body: Any) -> bytes:
    """What tells two bodies apart, whatever the order of their keys."""
    return hashlib.sha256(_ENCODER.encode(body)).digest()


def once(
    type: type[T], by: Actor, route: str, key: str | None, body: Mapping[str, Any], work: Callable[[Tx], T]
) -> Callable[[Tx], T]:
    """``work``, run at most once for one ``key`` of one actor and route; refusals are not kept.

    :param type: of the answer, which is kept as JSON.
    :param route: what is asked, as ``submit raw_receipt``.
    :param body: of the request; another one under the same key is refused with ``Conflict``.
    """
    if key is None:
        return work
    hashed = body_hash(body)

    def guarded(tx: Tx) -> T:
        known = remembered(tx.conn, by.key, route, key, hashed)
        if known is not None:
            return msgspec.json.decode(known, type=type)
        answer = work(tx)
        remember(tx, by.key, route, key, hashed, msgspec.json.encode(answer))
        return answer

    return guarded
