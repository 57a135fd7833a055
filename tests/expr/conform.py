"""Reads the conformance cases that every back end runs."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import suyuan.expr
from suyuan.expr import Env, LinkTo, ListOf, NameScope, Number, Type

FOLDER = Path(suyuan.expr.__file__).parent / "conformance"


def value_of(written: Any) -> Any:
    """``n 1.5``, ``t text``, ``d 2026-01-31``, ``i 2026-01-31T08:00:00Z`` and what is made of them."""
    if isinstance(written, list):
        return [value_of(w) for w in written]
    if isinstance(written, dict):
        return {k: v if k in ("id", "uid") else value_of(v) for k, v in written.items()}
    if not isinstance(written, str):
        return written
    kinds: dict[str, Any] = {"n": Decimal, "t": str, "d": date.fromisoformat, "i": datetime.fromisoformat}
    return kinds[written[0]](written[2:])


def type_of(written: str) -> Type:
    """``number(3)``, ``link(lot)``, ``[text]``."""
    if written.startswith("["):
        return ListOf(type_of(written[1:-1]))
    match = re.fullmatch(r"(\w+)(?:\((\w+)\))?", written)
    assert match is not None
    kind, of = match.groups()
    return Number(int(of)) if kind == "number" else LinkTo(of) if kind == "link" else Type(kind)


def scope_of(types: dict[str, str], others: dict[str, dict[str, str]] | None = None) -> NameScope:
    """The scope of the shared record."""
    known = {name: type_of(t) for name, t in types.items()}
    return NameScope(known, {form: scope_of(names) for form, names in (others or {}).items()})


def record() -> tuple[NameScope, dict[str, Any], Env]:
    """The shared record: its scope, its values and the environment of every case."""
    found = json.loads((FOLDER / "record.json").read_text(encoding="utf-8"))
    plant = timezone(timedelta(hours=8))
    env = Env.at(datetime(2026, 11, 22, 16, tzinfo=plant), "u-1", value_of(found["windows"]))
    return scope_of(found["types"], found["others"]), value_of(found["values"]), env


def cases() -> list[tuple[str, dict[str, Any]]]:
    """Every case with the name of its group."""
    return [
        (file.stem, case)
        for file in sorted(FOLDER.glob("*.json"))
        if file.stem != "record"
        for case in json.loads(file.read_text(encoding="utf-8"))["cases"]
    ]
