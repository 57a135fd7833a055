"""Part of ``suyuan verify``: every version of every definition against what the ledger last told of it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Connection, select

from suyuan.definitions.definition import from_text
from suyuan.definitions.tables import definition
from suyuan.kernel.errors import SuyuanError
from suyuan.ledger.read import told_of
from suyuan.ledger.report import Fault
from suyuan.ledger.verify import checks

_d = definition.c


@checks("definitions")
def compare(conn: Connection) -> Iterable[Fault]:
    """Name every definition that was changed, removed or never told of."""
    told: dict[tuple[str, str, int], Any] = {}
    retired: set[tuple[str, str]] = set()
    for entry in told_of(conn, "definition"):
        body = entry.body
        told[body["kind"], body["key"], body["version"]] = body
        if entry.kind == "definition.discarded":
            del told[body["kind"], body["key"], body["version"]]
        if entry.kind == "definition.retired":
            retired.add((body["kind"], body["key"]))
    for row in conn.execute(select(_d.kind, _d.key, _d.version, _d.state, _d.body).order_by(_d.id)):
        named = {"kind": row.kind, "key": row.key, "version": row.version}
        body = told.pop((row.kind, row.key, row.version), None)
        right = body is not None and _alike(_read(row.body), body["body"])
        taken_back = row.state == "retired" and (row.kind, row.key) in retired
        if not right or not (taken_back or row.state == body["state"]):
            yield Fault("definitions.row_differs", named)
    for kind, key, version in told:
        yield Fault("definitions.row_missing", {"kind": kind, "key": key, "version": version})


def _alike(row: Any, told: Any) -> bool:
    """Whether two documents are the same; the ledger tells numbers with decimals as texts."""
    if isinstance(row, dict) and isinstance(told, dict):
        return row.keys() == told.keys() and all(_alike(row[k], told[k]) for k in row)
    if isinstance(row, list) and isinstance(told, list):
        return len(row) == len(told) and all(map(_alike, row, told))
    if isinstance(row, (int, Decimal)) and not isinstance(row, bool) and isinstance(told, str):
        return str(row) == told or _number(told) == row
    return type(row) is type(told) and bool(row == told)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _read(text: str) -> Any:
    try:
        return from_text(text)
    except (ValueError, SuyuanError):
        return None
