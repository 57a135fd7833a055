"""Which column of a file means which field: remembered, read from its head, guessed from what stands below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from suyuan.access.rights import Fields, Viewer
from suyuan.forms.live import LiveForm
from suyuan.forms.live_field import LiveField
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import catalogue as catalogue_of_texts
from suyuan.kernel.i18n import say
from suyuan.records.grid import Column, at_path, bare, known_heads, titles_of
from suyuan.records.importing.plan import ID, Mapped, Plan, Sample, may_be_key
from suyuan.records.template import fillable

ALIKE = 0.82
"""How alike a head and a name must be (0 to 1) for the one to be taken for the other."""
_DAY = ("date", "datetime")


def targets(live: LiveForm, seen: Viewer, lang: str) -> list[dict[str, Any]]:
    """What a column may be mapped to: the fields that the viewer may fill, those that tell records apart, the id."""
    titles = titles_of(live, lang)
    found: list[dict[str, Any]] = []
    for path in _open(live, seen):
        one = at_path(live, path)
        key = may_be_key(live, one.field) and seen.readable(live.key).has(path)
        needed = one.field.required and one.field.default is None
        told = {"to": path, "title": titles[path], "type": one.field.type, "required": needed}
        found.append(told | {"key": key, "fills": path in _fills(live, seen), "unit": one.field.type == "quantity"})
    if seen.can("read", live.key):
        id = {"to": ID, "title": say("records.export_id", lang), "type": "text", "required": False}
        found.append(id | {"key": True, "fills": False, "unit": False})
    return found


def _fills(live: LiveForm, seen: Viewer) -> list[str]:
    may = seen.writable(live.key)
    return [path for path in fillable(live) if may.has(path)]


def _open(live: LiveForm, seen: Viewer) -> list[str]:
    """Paths that a column may name: filled, or only read to find the record."""
    read, fills = seen.readable(live.key), set(_fills(live, seen))
    reads = {k for k, one in live.plain.items() if may_be_key(live, one.field) and read.has(k)}
    return [path for path in titles_of(live, "zh") if path in fills or path in reads]


def columns_of(live: LiveForm, seen: Viewer, plan: Plan, width: int) -> tuple[list[Column], int | None]:
    """The columns of a plan, and where the record's id stands.

    :param width: how many columns the file has.
    :raises Invalid: every mistake in the plan, by path.
    """
    mistakes: list[Mistake] = []
    may = {path for path in _open(live, seen) if path in plan.by} | set(_fills(live, seen))
    columns: list[Column] = []
    used: set[tuple[str, bool]] = set()
    id_at: int | None = None
    for n, one in enumerate(plan.mapping):
        where = f"mapping[{n}]"
        if not 0 <= one.column < width:
            mistakes.append(Mistake(where, "records.import_no_column", {"column": one.column}))
        elif (one.to, one.unit) in used:
            mistakes.append(Mistake(where, "records.import_head_twice", {"name": one.to[:100]}))
        elif one.to == ID and seen.can("read", live.key):
            id_at = one.column
        elif one.to not in may or (one.unit and at_path(live, one.to).field.type != "quantity"):
            mistakes.append(Mistake(where, "records.no_field", {"field": one.to[:100]}))
        else:
            columns.append(Column(one.column, one.to, at_path(live, one.to), one.unit))
        used.add((one.to, one.unit))
    mistakes += _by(live, seen.readable(live.key), plan, {c.path for c in columns}, id_at)
    if mistakes:
        raise Invalid(mistakes)
    return columns, id_at


def _by(live: LiveForm, may: Fields, plan: Plan, mapped: set[str], id_at: int | None) -> list[Mistake]:
    if plan.mode != "new" and not plan.by:
        return [Mistake("by", "records.import_by_needed")]
    if ID in plan.by:
        wrong = len(plan.by) > 1 or id_at is None
        return [Mistake("by", "records.import_by_mapped", {"field": ID})] if wrong else []
    found = []
    for key in plan.by:
        if key not in live.plain or not may.has(key):
            found.append(Mistake("by", "records.no_field", {"field": key[:100]}))
        elif not may_be_key(live, live.plain[key].field):
            found.append(Mistake("by", "records.import_by_kind", {"field": live.plain[key].field.label}))
        elif key not in mapped:
            found.append(Mistake("by", "records.import_by_mapped", {"field": live.plain[key].field.label}))
    return found


def guess(
    live: LiveForm, seen: Viewer, columns: Sequence[Sample], known: Mapping[str, Mapping[str, Any]]
) -> list[tuple[Mapped, bool]]:
    """What the columns probably mean, and of each whether that is certain.

    :param known: what heads meant the last time: ``{head: {"to": .., "unit": ..}}``, ``to`` blank for one passed over.
    """
    may = {*_fills(live, seen), *([ID] if seen.can("read", live.key) else [])}
    made = _Guess(live, may)
    for n, column in enumerate(columns):
        made.remembered(n, column.head, known)
    for n, column in enumerate(columns):
        made.named(n, column.head)
    for n, column in enumerate(columns):
        made.alike(n, column.head)
    for n, column in enumerate(columns):
        made.told(n, column.values)
    return [made.found[n] for n in sorted(made.found)]


class _Guess:
    """The columns settled so far."""

    def __init__(self, live: LiveForm, may: set[str]) -> None:
        self.live, self.may = live, may
        self.found: dict[int, tuple[Mapped, bool]] = {}
        self.passed: set[int] = set()
        self.heads = known_heads(live)
        label = catalogue_of_texts()["records.export_id"]
        self.heads |= {bare(name): (ID, False) for name in (ID, label.zh, label.en)}

    def _take(self, column: int, to: str, unit: bool, sure: bool) -> None:
        taken = {(one.to, one.unit) for one, _ in self.found.values()}
        if to in self.may and (to, unit) not in taken and column not in self.found:
            self.found[column] = (Mapped(column, to, unit), sure)

    def remembered(self, column: int, head: str, known: Mapping[str, Mapping[str, Any]]) -> None:
        one = known.get(head)
        if one is not None and not one["to"]:
            self.passed.add(column)
        elif one is not None:
            self._take(column, str(one["to"]), bool(one["unit"]), sure=True)

    def named(self, column: int, head: str) -> None:
        found = self.heads.get(bare(head)) or self.heads.get(bare(head).casefold())
        if found is not None and column not in self.passed:
            self._take(column, *found, sure=True)

    def alike(self, column: int, head: str) -> None:
        """A head that holds a field's name, or is nearly one."""
        name = bare(head).casefold()
        if len(name) < 2 or column in self.passed:
            return
        scored = [(_likeness(name, other.casefold()), meant) for other, meant in self.heads.items() if other]
        best = max(scored, key=lambda pair: pair[0])
        if best[0] >= ALIKE:
            self._take(column, *best[1], sure=False)

    def told(self, column: int, values: Sequence[str]) -> None:
        """What stands below fits exactly one field that is still free: words of a choice, or days."""
        if not values or column in self.found or column in self.passed:
            return
        taken = {one.to for one, _ in self.found.values()}
        free = [p for p in self.may if p != ID and p not in taken and _fits(at_path(self.live, p), values)]
        if len(free) == 1:
            self._take(column, free[0], False, sure=False)


def _likeness(name: str, other: str) -> float:
    shorter, longer = sorted((name, other), key=len)
    if len(shorter) >= 2 and shorter in longer and len(shorter) * 2 >= len(longer):
        return ALIKE + 0.1 * len(shorter) / len(longer)
    return SequenceMatcher(None, name, other).ratio()


def _fits(one: LiveField, values: Sequence[str]) -> bool:
    if one.field.type == "choice":
        words = {w for o in one.field.options.options for w in (o.key, o.label.zh, o.label.en) if w}
        return all(value in words for value in values)
    if one.field.type in _DAY:
        return all(len(v) >= 8 and v[:4].isdigit() and v[4] in "-/.年" for v in values)
    return False
