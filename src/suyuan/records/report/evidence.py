"""The records behind a trace: those of its events, and those that name one of its lots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from suyuan.access.rights import Fields
from suyuan.forms.form import Field
from suyuan.forms.live import LiveForm
from suyuan.forms.live_field import LiveField
from suyuan.forms.values import Files
from suyuan.kernel.i18n import say
from suyuan.records.allow import holds
from suyuan.records.cell import Cell, cell
from suyuan.records.look import Desk, own_of
from suyuan.records.lots_of import lot_paths
from suyuan.records.report.words import Kept, Section
from suyuan.records.statements import SUBMITTED, rows_of_many
from suyuan.trace.genealogy import Genealogy
from suyuan.trace.tables import trace_event

_CHUNK = 500
_LEADING = ("receive", "create", "transform", "pack", "unpack", "ship")
_FILES = ("file", "image", "signature")


class Evidence:
    """Gathers the records, with only what the reader may see.

    :ivar unread: labels of the forms with records that the reader may not read.
    """

    def __init__(self, desk: Desk, found: Genealogy, lang: str) -> None:
        self.desk, self.found, self.lang = desk, found, lang
        self.unread: dict[str, None] = {}

    def records(self) -> list[Kept]:
        """Every record, form by form in the order of their stages, in the order they were made."""
        wanted = self._of_events()
        for live in self._forms():
            known = wanted.setdefault(live.key, {})
            named = list(self._naming(live))
            elsewhere = self._elsewhere([uid for uid, _ in named if uid not in known])
            for uid, level in named:
                if uid not in elsewhere:
                    known[uid] = min(level, known.get(uid, level))
        kept: list[Kept] = []
        for live in self._forms():
            uids = wanted.get(live.key)
            if not uids:
                continue
            if self.desk.viewer.can("read", live.key):
                kept += self._read(live, uids)
            else:
                self.unread[live.form.label.show(self.lang)] = None
        return kept

    def _forms(self) -> list[LiveForm]:
        forms = [self.desk.catalogue.any(form.key) for form in self.desk.catalogue]
        order = ("supplier", "receipt", "production", "inspection", "packing", "shipment", "customer")
        return sorted(forms, key=lambda f: (order.index(f.form.stage) if f.form.stage else len(order), f.key))

    def _of_events(self) -> dict[str, dict[str, int]]:
        """Public ids of the events' records by form, each with its nearest level."""
        levels = {u.id: abs(u.level) for u in self.found.units}
        nearest: dict[str, int] = {}
        for link in self.found.links:
            level = levels.get(link.unit, 0)
            nearest[link.event] = min(level, nearest.get(link.event, level))
        wanted: dict[str, dict[str, int]] = {}
        for event in self.found.events:
            if event.form and event.record:
                known = wanted.setdefault(event.form, {})
                level = nearest.get(event.id, 0)
                known[event.record] = min(level, known.get(event.record, level))
        return wanted

    def _naming(self, live: LiveForm) -> Iterator[tuple[str, int]]:
        """Records of a form whose lot fields name a unit of the trace."""
        levels = {key: abs(u.level) for key, u in zip(self.found.keys, self.found.units)}
        for path in lot_paths(live):
            column = live.column(path)
            if column is None:
                continue
            own = live.table.c.id if column.table is live.table else column.table.c.record
            source = live.table if column.table is live.table else live.table.join(column.table, own == live.table.c.id)
            for start in range(0, len(self.found.keys), _CHUNK):
                query = select(live.table.c.uid, column).select_from(source)
                chunk = self.found.keys[start : start + _CHUNK]
                for uid, unit in self.desk.conn.execute(query.where(column.in_(chunk))):
                    yield uid, levels[unit]

    def _elsewhere(self, uids: Sequence[str]) -> set[str]:
        """Those of ``uids`` that took a lot of the trace where the trace does not go: into a sibling, to a customer."""
        found: set[str] = set()
        c = trace_event.c
        for start in range(0, len(uids), _CHUNK):
            query = select(c.record_uid).where(
                c.record_uid.in_(uids[start : start + _CHUNK]), c.verb.in_(_LEADING), c.voided_at.is_(None)
            )
            found.update(self.desk.conn.execute(query).scalars())
        return found

    def _read(self, live: LiveForm, levels: Mapping[str, int]) -> list[Kept]:
        desk, uids = self.desk, list(levels)
        rows: list[Any] = []
        for start in range(0, len(uids), _CHUNK):
            query = select(live.table).where(live.table.c.uid.in_(uids[start : start + _CHUNK]))
            rows += desk.conn.execute(query).mappings()
        rows.sort(key=lambda row: row["id"])
        conditions, may = desk.viewer.rows(live.key), desk.viewer.readable(live.key)
        kept: list[Kept] = []
        for start in range(0, len(rows), _CHUNK):
            chunk = rows[start : start + _CHUNK]
            inside = rows_of_many(desk.conn, live, [row["id"] for row in chunk], list(live.lists))
            for row in chunk:
                values = live.load(row, desk, inside[row["id"]])
                if conditions is None or holds(conditions, live.scalars(values) | own_of(desk, row), desk.env):
                    kept.append(self._kept(live, row, values, may, levels[row["uid"]]))
        return kept

    def _kept(self, live: LiveForm, row: Any, values: Mapping[str, Any], may: Fields, level: int) -> Kept:
        facts: list[tuple[str, Cell]] = []
        files: list[tuple[str, str, str, int, str]] = []
        people: list[tuple[str, str]] = []
        signatures: list[tuple[str, str]] = []
        for key, f in live.plain.items():
            value = values.get(key)
            if value is None or not may.has(key):
                continue
            label = f.field.label.show(self.lang)
            if f.field.type in _FILES and isinstance(value, Files):
                files += [(label, file.name, file.type, file.size, file.sha256) for file in value]
                signatures += [(label, file.id) for file in value if f.field.type == "signature"]
                continue
            shown = cell(self.desk, f.field, value, self.lang)
            facts.append((label, shown))
            if f.field.type == "person":
                people.append((label, str(shown)))
        lists = [self._list(live, key, values.get(key) or [], may, files) for key in live.lists if may.has(key)]
        own = own_of(self.desk, row)
        by = cell(self.desk, None, own["created_by"], self.lang)
        people.append((say("records.own_created_by", self.lang), str(by or say("records.report_product", self.lang))))
        facts.append((say("records.own_created_at", self.lang), row["created_at"]))
        if row["state"] != SUBMITTED:
            facts.append((say("records.own_state", self.lang), say("records.report_voided", self.lang)))
        title = row["title"] if may.all else live.title({k: v for k, v in values.items() if may.has(k)}, self.desk.env)
        checked = live.form.stage == "inspection"
        return Kept(live.key, row["uid"], live.form.label.show(self.lang), title, level, facts,
                    [found for found in lists if found[2]], files, people, signatures, checked)  # fmt: skip

    def _list(
        self,
        live: LiveForm,
        key: str,
        rows: Sequence[Mapping[str, Any]],
        may: Fields,
        files: list[tuple[str, str, str, int, str]],
    ) -> tuple[str, list[str], list[list[Cell]]]:
        fields = {k: f for k, f in live.lists[key].fields.items() if may.has(f"{key}.{k}")}
        label = live.lists[key].field.label.show(self.lang)
        for row in rows:
            for k, f in fields.items():
                if f.field.type in _FILES and isinstance(found := row.get(k), Files):
                    named = f"{label} · {f.field.label.show(self.lang)}"
                    files += [(named, file.name, file.type, file.size, file.sha256) for file in found]
        used = [(k, f) for k, f in fields.items() if any(row.get(k) is not None for row in rows)]
        heads = [f.field.label.show(self.lang) for _, f in used]
        return label, heads, [[self._cell(f, row.get(k)) for k, f in used] for row in rows]

    def _cell(self, f: LiveField, value: Any) -> Cell:
        field: Field = f.field
        return cell(self.desk, field, value, self.lang)


def files_section(records: Sequence[Kept], lang: str) -> Section:
    """The files that stand in the records."""
    names = ("form", "document", "field", "file", "type", "bytes", "sha256")
    rows: list[list[Cell]] = [[r.form, r.title, *(str(part) for part in file)] for r in records for file in r.files]
    heads = [say(f"records.report_{name}", lang) for name in names]
    return Section(say("records.report_files", lang), heads, rows)


def people_section(records: Sequence[Kept], lang: str) -> Section:
    """Who did what, and whether it is signed."""
    signed = say("records.report_signed", lang)
    between = "、" if lang == "zh" else ", "
    rows: list[list[Cell]] = []
    for r in records:
        for name in dict.fromkeys(who for _, who in r.people):
            did = between.join(label for label, who in r.people if who == name)
            rows.append([r.form, r.title, did, name, signed if r.signatures else ""])
    heads = [say(f"records.report_{name}", lang) for name in ("form", "document", "part", "person", "signature")]
    return Section(say("records.report_people", lang), heads, rows, most=200)
