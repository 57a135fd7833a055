"""Data standards: every code rule in use, who uses it, how many records break it, and what is kept as free text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select

from suyuan.access.rights import viewer
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.fields.quantity import MEASURES
from suyuan.forms.form import Field
from suyuan.forms.formats import FORMATS, Format
from suyuan.forms.live import LiveForm
from suyuan.forms.numbering import Rule, parse_rule
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden, Invalid
from suyuan.kernel.i18n import Label
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk
from suyuan.records.statements import SUBMITTED
from suyuan.store.engine import Store
from suyuan.trace.tables import lot

SAMPLE = 200
"""Newest values of a text field that are compared with codes and names."""
ALIKE = 3
"""So many of them equal to known codes or names tell what the field holds."""
EXAMPLES = 5
_DATES = {"%Y": r"\d{4}", "%y": r"\d{2}", "%m": r"\d{2}", "%d": r"\d{2}"}
_WORDS = {
    "lot": re.compile(r"(^|_)(lot|batch)(_(no|code|number|text))?$|(批号|批次)$", re.ASCII),
    "supplier": re.compile(r"(^|_)(supplier|vendor)(_name)?$|^.{0,3}(供应商|供货商)(名称)?$", re.ASCII),
    "material": re.compile(r"(^|_)(material|ingredient|product)(_name)?$|^.{0,3}(物料|原料|产品)(名称)?$", re.ASCII),
    "customer": re.compile(r"(^|_)(customer|client)(_name)?$|^.{0,3}(客户|收货单位)(名称)?$", re.ASCII),
}


@dataclass(frozen=True)
class User:
    """A field that goes by a rule.

    :param broken: records whose value does not.
    :param examples: the first of them, as ``(public id, value)``.
    """

    form: str
    path: str
    form_label: Label
    label: Label
    counted: int = 0
    broken: int = 0
    examples: Sequence[tuple[str, str]] = ()


@dataclass
class Standard:
    """One code rule.

    :ivar kind: ``serial``, ``lot``, ``format``, ``code``, ``instant``, ``day`` or ``uom``.
    """

    kind: str
    rule: str
    label: Label | None = None
    example: str = ""
    users: list[User] = field(default_factory=list)


@dataclass(frozen=True)
class Loose:
    """A text field that seems to hold lots, suppliers, materials or customers.

    :param what: which of them.
    :param why: ``words`` its name tells, ``values`` what stands in it.
    :param alike: values that are known codes or names.
    :param link: form it could link to; ``lot`` for a lot field; blank when the plant has none.
    """

    form: str
    path: str
    form_label: Label
    label: Label
    what: str
    why: str
    alike: int
    sampled: int
    link: str


@dataclass(frozen=True)
class Standards:
    """What was found; ``zone`` is that of the one time stamp."""

    rules: list[Standard]
    loose: list[Loose]
    zone: str


def standards(store: Store, *, by: Actor) -> Standards:
    """Every rule over the forms that the actor may read.

    :raises Forbidden: the actor may neither design nor audit.
    """
    seen = viewer(store, by)
    if not (seen.may("design") or seen.may("audit")):
        raise Forbidden("records.standards_hidden")
    forms = catalogue(store)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        look = _Look(desk)
        rules = look.rules()
        return Standards(rules, list(look.loose()), str(desk.env.now.tzinfo))


class _Look:
    """One look at the forms and their records."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.forms: Catalogue = desk.catalogue
        self.found: dict[tuple[str, str], Standard] = {}

    def rules(self) -> list[Standard]:
        """The rules with their users, by kind, the most used first."""
        for live, path, one in self.fields():
            self._of(live, path, one)
        order = ("code", "lot", "serial", "format", "instant", "day", "uom")
        return sorted(self.found.values(), key=lambda s: (order.index(s.kind), -len(s.users), s.rule))

    def fields(self) -> Iterator[tuple[LiveForm, str, Field]]:
        """Every field in use that the reader may read."""
        for form in self.forms:
            if not self.desk.viewer.can("read", form.key):
                continue
            live, may = self.forms.any(form.key), self.desk.viewer.readable(form.key)
            for key, known in live.plain.items():
                if may.has(key):
                    yield live, key, known.field
            for key, rows in live.lists.items():
                for inner, known in rows.fields.items():
                    if may.has(f"{key}.{inner}"):
                        yield live, f"{key}.{inner}", known.field

    def _of(self, live: LiveForm, path: str, one: Field) -> None:
        if one.type == "serial" and one.options.rule:
            rule = parse_rule(one.options.rule)
            self._add(
                "serial", one.options.rule, live, path, one, self._told(live, path, _rule_pattern(rule).fullmatch)
            )
        elif one.type == "lot" and one.options.new is not None and one.options.new.rule:
            rule = parse_rule(one.options.new.rule)
            self._add("lot", one.options.new.rule, live, path, one, self._lots(live, path, _rule_pattern(rule)))
        elif one.type == "text" and one.options.format:
            kept = FORMATS[one.options.format]
            told = self._told(live, path, lambda text: _keeps(kept, text))
            self._add("format", kept.key, live, path, one, told, kept.label, kept.example)
        elif one.type in ("datetime", "date"):
            self._add("instant" if one.type == "datetime" else "day", _STAMPS[one.type], live, path, one, (0, []))
        elif one.type in MEASURES:
            self._add("uom", "quantity", live, path, one, (0, []))
        serves = live.form.serves
        if serves is not None and path == serves.code and one.type in ("text", "serial"):
            rule_text = one.options.rule if one.type == "serial" else one.options.format or "text"
            told = self._clashes(live, path)
            self._add("code", f"{serves.role}: {rule_text}", live, path, one, told, live.form.label)

    def _add(
        self, kind: str, rule: str, live: LiveForm, path: str, one: Field, told: tuple[int, list[tuple[str, str]]],
        label: Label | None = None, example: str = "",
    ) -> None:  # fmt: skip
        standard = self.found.setdefault((kind, rule), Standard(kind, rule, label, example))
        counted, broken = told
        user = User(live.key, path, live.form.label, one.label, counted, len(broken), broken[:EXAMPLES])
        standard.users.append(user)

    def _told(self, live: LiveForm, path: str, keeps: Any) -> tuple[int, list[tuple[str, str]]]:
        """How many values there are, and those that break the rule, newest first."""
        rows = [(uid, str(value)) for uid, value in self.desk.conn.execute(_values(live, path))]
        return len(rows), [(uid, value) for uid, value in rows if not keeps(value)]

    def _lots(self, live: LiveForm, path: str, pattern: re.Pattern[str]) -> tuple[int, list[tuple[str, str]]]:
        column = live.columns(path)[0]
        wanted = _joined(live, column, select(live.table.c.uid, lot.c.code)).join(lot, lot.c.id == column)
        rows = [(uid, code) for uid, code in self.desk.conn.execute(wanted.where(live.table.c.state == SUBMITTED))]
        return len(rows), [(uid, code) for uid, code in rows if not pattern.fullmatch(code)]

    def _clashes(self, live: LiveForm, path: str) -> tuple[int, list[tuple[str, str]]]:
        """Codes that are missing, or the same as another but for case and spaces."""
        column, t = live.columns(path)[0], live.table.c
        rows = self.desk.conn.execute(select(t.uid, t.title, column).where(t.state == SUBMITTED).order_by(t.id)).all()
        seen: set[str] = set()
        wrong = []
        for uid, title, code in rows:
            mark = re.sub(r"\s", "", str(code or "")).upper()
            if not mark or mark in seen:
                wrong.append((uid, str(code or title)))
            seen.add(mark)
        return len(rows), wrong

    # ---- free text

    def loose(self) -> Iterator[Loose]:
        """Text fields that seem to hold what has a form of its own."""
        known = self._known()
        for live, path, one in self.fields():
            if one.type != "text" or one.options.format or one.value or self._is_own_name(live, path):
                continue
            found = self._loose(live, path, one, known)
            if found is not None:
                yield found

    def _is_own_name(self, live: LiveForm, path: str) -> bool:
        """Whether it is where such a thing is named in the first place."""
        serves = live.form.serves
        named = serves is not None and path in (serves.name, serves.code)
        origin = any(
            f.type == "lot" and f.options.new is not None and path in str(f.options.new.supplier_lot or "")
            for f in live.form.fields
            if not f.retired
        )
        return named or origin

    def _loose(self, live: LiveForm, path: str, one: Field, known: dict[str, set[str]]) -> Loose | None:
        values = [str(v) for _, v in self.desk.conn.execute(_values(live, path).limit(SAMPLE))]
        alike = {what: sum(v.strip().upper() in names for v in values) for what, names in known.items()}
        what = max(alike, key=lambda key: alike[key], default="")
        if not what or alike[what] < ALIKE:
            what = _by_words(path, one.label)
            what = "" if what and self._has(live, what) else what
        if not what:
            return None
        count = alike.get(what, 0)
        why = "values" if count >= ALIKE else "words"
        link = "lot" if what == "lot" else self._form_of(what)
        return Loose(live.key, path, live.form.label, one.label, what, why, count, len(values), link)

    def _has(self, live: LiveForm, what: str) -> bool:
        """Whether the form has a proper field for it already, so that the text only stands beside it."""
        target = self._form_of(what)
        every = [*live.plain.values(), *(f for rows in live.lists.values() for f in rows.fields.values())]
        kinds = ((f.field.type, getattr(f.field.options, "to", None)) for f in every)
        return any(type == "lot" if what == "lot" else type == "link" and to == target for type, to in kinds)

    def _known(self) -> dict[str, set[str]]:
        """Codes of lots, and codes and names of materials, suppliers and customers, as one would type them."""
        conn = self.desk.conn
        newest = select(lot.c.code).order_by(lot.c.id.desc()).limit(5000)
        found = {"lot": {str(code).upper() for (code,) in conn.execute(newest)}}
        for what in ("material", "supplier", "customer"):
            key = self._form_of(what)
            if not key:
                continue
            live = self.forms.any(key)
            serves = live.form.serves
            assert serves is not None
            columns = [live.columns(p)[0] for p in (serves.code, serves.name) if p]
            rows = conn.execute(select(*columns).where(live.table.c.state == SUBMITTED))
            found[what] = {str(v).strip().upper() for row in rows for v in row if v}
        return found

    def _form_of(self, what: str) -> str:
        """The form whose records are materials, suppliers or customers."""
        if what == "material":
            serving = self.forms.serving("material")
            return serving.key if serving else ""
        parties = [live.key for live in self.forms.servings("party") if live.key in self.forms]
        return next((key for key in parties if what in key), "")


_STAMPS = {"datetime": "RFC 3339", "date": "YYYY-MM-DD"}


def _values(live: LiveForm, path: str) -> Any:
    """Public ids and values of a field in submitted records, newest first."""
    column, t = live.columns(path)[0], live.table.c
    wanted = _joined(live, column, select(t.uid, column)).where(t.state == SUBMITTED, column.is_not(None))
    return wanted.order_by(t.id.desc())


def _joined(live: LiveForm, column: ColumnElement[Any], wanted: Any) -> Any:
    table = column.table
    return wanted.select_from(live.table) if table is live.table else wanted.select_from(
        live.table.join(table, table.c.record == live.table.c.id)
    )  # fmt: skip


def _rule_pattern(rule: Rule) -> re.Pattern[str]:
    """What numbers of a rule look like; a field's part may be anything."""
    parts = []
    for part in rule.parts:
        if part.kind == "text":
            parts.append(re.escape(part.text))
        elif part.kind == "counter":
            parts.append(rf"\d{{{len(part.text)},}}")
        elif part.kind == "sscc":
            parts.append(r"\d{18}")
        elif part.kind == "date":
            parts.append(re.sub("%[Yymd]", lambda m: _DATES[m[0]], part.text))
        else:
            parts.append(".+")
    return re.compile("".join(parts), re.ASCII)


def _keeps(kept: Format, text: str) -> bool:
    """Whether a value stands as the format writes it out."""
    try:
        return kept.clean(text) == text
    except Invalid:
        return False


def _by_words(path: str, label: Label) -> str:
    names: Iterable[str] = (path.rpartition(".")[2], label.zh, label.en.lower())
    found = (what for what, words in _WORDS.items() if any(words.search(name) for name in names if name))
    return next(found, "")


def total_broken(found: Standards) -> int:
    """Values that break a rule."""
    return sum(user.broken for rule in found.rules for user in rule.users)
