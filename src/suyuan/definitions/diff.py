"""What changed between two bodies, in paths a person can read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from suyuan.definitions.definition import Body
from suyuan.definitions.shape import join
from suyuan.kernel.i18n import LANGUAGES


class Change(msgspec.Struct, frozen=True):
    """One difference.

    :param kind: added, removed, changed, or moved (the order of fields changed).
    :param path: ``fields.fed.required``, ``guards[1].refuse``.
    """

    kind: str
    path: str
    old: Any = None
    new: Any = None


def diff(old: Body, new: Body) -> list[Change]:
    """Every difference from ``old`` to ``new``; a label is one thing, an added field is one change."""
    return list(_mapping(old, new, ""))


def _mapping(old: Body, new: Body, path: str) -> Iterator[Change]:
    for key in old:
        if key not in new:
            yield Change("removed", join(path, key), old[key])
    for key, value in new.items():
        where = join(path, key)
        if key not in old:
            yield Change("added", where, None, value)
        else:
            yield from _value(old[key], value, where)
    both_old, both_new = [k for k in old if k in new], [k for k in new if k in old]
    if path.endswith("fields") and both_old != both_new:
        yield Change("moved", path, both_old, both_new)


def _is_label(value: Body) -> bool:
    return bool(value) and value.keys() <= set(LANGUAGES)


def _value(old: Any, new: Any, path: str) -> Iterator[Change]:
    if old == new and not isinstance(old, dict):
        return
    if isinstance(old, dict) and isinstance(new, dict) and not (_is_label(old) and _is_label(new)):
        yield from _mapping(old, new, path)
    elif isinstance(old, list) and isinstance(new, list) and all(isinstance(x, dict) for x in (*old, *new)):
        yield from _list(old, new, path)
    elif old != new:
        yield Change("changed", path, old, new)


def _list(old: list[Body], new: list[Body], path: str) -> Iterator[Change]:
    for n in range(max(len(old), len(new))):
        where = f"{path}[{n}]"
        if n >= len(new):
            yield Change("removed", where, old[n])
        elif n >= len(old):
            yield Change("added", where, None, new[n])
        else:
            yield from _mapping(old[n], new[n], where)
