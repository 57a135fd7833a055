"""Row conditions of roles, and which fields somebody may see or fill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from suyuan.access.rights import Viewer
from suyuan.access.role import Verb
from suyuan.expr import Env, Expression, compiled, parse
from suyuan.forms.live import LiveForm
from suyuan.kernel.errors import Forbidden, Mistake, SuyuanError


@lru_cache(2048)
def condition(text: str) -> Expression:
    """A condition parsed once.

    :raises ExpressionError: it is no expression.
    """
    return parse(text)


def holds(rows: Iterable[str], values: Mapping[str, Any], env: Env) -> bool:
    """Whether the record with ``values`` (as expressions see them) meets one of the conditions.

    A condition that cannot be evaluated is not met: rights fail closed.
    """
    for text in rows:
        try:
            if compiled(condition(text))(values, env) is True:
                return True
        except SuyuanError:
            continue
    return False


def require_row(viewer: Viewer, verb: Verb, form: str, values: Mapping[str, Any], env: Env) -> None:
    """Raise ``Forbidden`` unless the viewer may do ``verb`` on this very record."""
    rows = viewer.rows(form, verb)
    if rows is not None and not holds(rows, values, env):
        raise Forbidden("records.not_this_one", form=form)


def unwritable(viewer: Viewer, live: LiveForm, given: Mapping[str, Any]) -> list[Mistake]:
    """Fields given that the viewer may not fill: they answer as unknown ones."""
    may = viewer.writable(live.key)
    if may.all:
        return []
    found = []
    for key, value in given.items():
        if key in live.fields and not may.has(key):
            found.append(_unknown(key, key))
        elif key in live.lists and isinstance(value, list):
            for n, row in enumerate(value):
                for inner in row if isinstance(row, Mapping) else ():
                    if inner in live.lists[key].fields and not may.has(f"{key}.{inner}"):
                        found.append(_unknown(f"{key}[{n}].{inner}", inner))
    return found


def _unknown(path: str, key: str) -> Mistake:
    return Mistake(path, "forms.unknown_field", {"key": key, "near": None})


def writable_part(viewer: Viewer, live: LiveForm, given: Mapping[str, Any]) -> dict[str, Any]:
    """What of ``given`` the viewer may fill."""
    may = viewer.writable(live.key)
    if may.all:
        return dict(given)
    kept: dict[str, Any] = {}
    for key, value in given.items():
        if key in live.fields and not may.has(key):
            continue
        if key in live.lists and isinstance(value, list):
            fields = live.lists[key].fields
            value = [
                {k: v for k, v in row.items() if k not in fields or may.has(f"{key}.{k}")}
                if isinstance(row, Mapping)
                else row
                for row in value
            ]
        kept[key] = value
    return kept


def readable_part(viewer: Viewer, form: str, lists: Iterable[str], fields: Mapping[str, Any]) -> dict[str, Any]:
    """What of a record's ``fields`` (as sent out) the viewer may see.

    :param lists: keys of the detail lists.
    """
    may = viewer.readable(form)
    if may.all:
        return dict(fields)
    known = set(lists)
    kept: dict[str, Any] = {}
    for key, value in fields.items():
        if not may.has(key):
            continue
        if key in known:
            value = [{k: v for k, v in row.items() if k == "id" or may.has(f"{key}.{k}")} for row in value or ()]
        kept[key] = value
    return kept


def title_reads(live: LiveForm) -> list[str]:
    """The fields that a form's title shows."""
    return [part.partition("}")[0].partition(".")[0] for part in live.title_template.split("{")[1:]]
