"""One search over lots, documents, parties and codes: only what the searcher may see answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from sqlalchemy import JSON, ColumnElement, case, func, literal, or_, select, type_coerce

from suyuan.access.rights import viewer
from suyuan.codes.canonical import elements_of
from suyuan.codes.gtin import gtin_in, spellings
from suyuan.forms.catalogue import catalogue
from suyuan.forms.form import Stage
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.i18n import Label
from suyuan.records.columns import ReaderScope, SqlNames, any_of
from suyuan.records.desk import desk_for
from suyuan.records.look import Desk
from suyuan.records.lots_of import lots_of_record
from suyuan.records.plant import hidden_by, plant_of
from suyuan.records.show import may_know
from suyuan.records.statements import SUBMITTED
from suyuan.store.engine import Store
from suyuan.trace import lots
from suyuan.trace.event import Lot

Group = Literal["lot", "supplier_lot", "material", "party", "document", "serial"]
ORDER: tuple[Group, ...] = ("lot", "supplier_lot", "serial", "document", "party", "material")
MOST, EACH, FORMS_SCANNED = 20, 6, 200
_SEARCHED = ("serial", "scan")
MOST_COLUMNS = 4
LONGEST = 200


class Hit(msgspec.Struct, frozen=True):
    """One answer.

    :param group: what it is; hits come group by group.
    :param rank: 0 the very thing, 1 begins with the text, 2 holds it.
    :param title: in words; :param hint: what tells it from others.
    :param code: of the lot to trace, if it is one; ``status`` and ``expires_on`` with it.
    :param form: and ``id``: the record to open, if it is one.
    :param lots: codes of the lots that the record is about, at most three.
    """

    group: Group
    rank: int
    title: str
    hint: str = ""
    code: str | None = None
    status: str | None = None
    expires_on: Any = None
    stage: Stage | None = None
    form: str | None = None
    form_label: Label | None = None
    icon: str = ""
    id: str | None = None
    lots: list[str] = []


def search(store: Store, text: str, *, by: Actor, limit: int = MOST) -> list[Hit]:
    """What answers to ``text``: a lot by code, supplier's lot, GS1 code (GTIN and lot, SSCC, a scanned code); a
    document, party or material by number or name; a printed serial by the run it lies in.

    :param limit: 1 to 20.
    """
    text = " ".join(text.split())[:LONGEST]
    if not text:
        return []
    forms, seen = catalogue(store), viewer(store, by)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        found = list(_Search(desk, text, hidden_by(plant_of(store))).hits())
    place = {group: n for n, group in enumerate(ORDER)}
    best = sorted(found, key=lambda h: (h.rank > 0, place[h.group], h.rank))
    kept = best[: max(1, min(limit, MOST))]
    return sorted(kept, key=lambda h: (min(k.rank > 0 for k in kept if k.group == h.group), place[h.group], h.rank))


class _Search:
    def __init__(self, desk: Desk, text: str, hidden: Any) -> None:
        self.desk, self.text, self.hidden = desk, text, hidden
        self.low = text.casefold()
        self.traces = desk.viewer.may("trace")

    def hits(self) -> Iterator[Hit]:
        if self.traces:
            yield from self._lots()
            yield from self._scanned()
        left = FORMS_SCANNED
        for form in self.desk.catalogue:
            if left > 0 and self.desk.viewer.can("read", form.key) and not self.hidden(form):
                left -= 1
                live = self.desk.catalogue.any(form.key)
                yield from self._records(live)
                if self.traces and len(self.text) >= 3:
                    yield from self._serials(live)

    # ---- lots

    def _lots(self) -> Iterator[Hit]:
        conn, exact = self.desk.conn, lots.find(self.desk.conn, self.text)
        for lot in lots.search(conn, self.text, EACH * 2) or lots.search(conn, self.text.upper(), EACH * 2):
            by_supplier = self._rank(lot.supplier_lot) < min(2, self._rank(lot.code))
            rank = (
                0
                if exact is not None and lot.id == exact.id
                else self._rank(lot.supplier_lot if by_supplier else lot.code)
            )
            yield self._lot("supplier_lot" if by_supplier else "lot", lot, min(rank, 2))

    def _lot(self, group: Group, lot: Lot, rank: int, hint: str = "") -> Hit:
        told = [lot.title, lot.supplier_lot if group != "lot" or self._rank(lot.supplier_lot) < 3 else "", hint]
        return Hit(
            group,
            rank,
            lot.code,
            " · ".join(part for part in told if part),
            code=lot.code,
            status=lot.status_on(self.desk.env.today),
            expires_on=lot.expires_on,
            stage=lot.stage,  # type: ignore[arg-type]
        )

    def _rank(self, value: str | None) -> int:
        """0 the very text, 1 begins with it, 2 holds it, 3 none of these."""
        low = (value or "").casefold()
        return 0 if low == self.low else 1 if low.startswith(self.low) else 2 if self.low in low else 3

    def _scanned(self) -> Iterator[Hit]:
        """Of a scanned GS1 code that names no lot of ours: the product by its GTIN, the lot by its own code."""
        given, gtin = dict(elements_of(self.text) or ()), gtin_in(self.text)
        if not (given or gtin) or lots.find(self.desk.conn, self.text) is not None:
            return
        found = lots.ref_by_code(self.desk.conn, given["10"]) if "10" in given else None
        if found is not None:
            yield self._lot("lot", found, 1)
        if gtin is not None:
            yield from self._of_gtin(gtin)

    def _of_gtin(self, gtin: str) -> Iterator[Hit]:
        live = self.desk.catalogue.serving("material")
        if live is None or live.form.serves is None or not live.form.serves.gtin:
            return
        column = live.column(live.form.serves.gtin)
        if column is not None and self._open(live, live.form.serves.gtin):
            yield from self._found(live, column.in_(spellings(gtin)), "material")

    # ---- records

    def _records(self, live: LiveForm) -> Iterator[Hit]:
        columns = [live.table.c.title] if self._titled(live) else []
        columns += [c for key in _codes_of(live) if self._open(live, key) and (c := live.column(key)) is not None]
        if not columns:
            return
        held = or_(*(column.icontains(self.text, autoescape=True) for column in columns[:MOST_COLUMNS]))
        serves = live.form.serves
        yield from self._found(live, held, "party" if serves and serves.role == "party" else
                               "material" if serves and serves.role == "material" else "document")  # fmt: skip

    def _open(self, live: LiveForm, key: str) -> bool:
        return ReaderScope(live, self.desk.catalogue, self.desk.viewer).type_of((key,)) is not None

    def _titled(self, live: LiveForm) -> bool:
        return self._open(live, "title")

    def _found(self, live: LiveForm, where: ColumnElement[bool], group: Group, serial: str = "") -> Iterator[Hit]:
        c, seen, forms = live.table.c, self.desk.viewer, self.desk.catalogue
        wheres = [where, c.state == SUBMITTED]
        rows = seen.rows(live.key)
        if rows is not None:
            wheres.append(any_of(rows, SqlNames(live, forms, self.desk.env, live.table, seen), self.desk.env))
        first = case((c.title.istartswith(self.text, autoescape=True), literal(0)), else_=literal(1))
        query = select(c.id, c.uid, c.title).where(*wheres).order_by(first, c.id.desc()).limit(EACH)
        for id, uid, title in self.desk.conn.execute(query):
            rank = 1 if serial else min(self._rank(title), self._numbered(live, id), 2)
            about = (
                lots_of_record(self.desk.conn, live.key, uid, 3)
                if self.traces and group in ("document", "serial")
                else []
            )
            yield Hit(
                group,
                rank,
                serial or (title if self._titled(live) else live.form.label.show("zh")),
                title if serial else "",
                form=live.key,
                form_label=live.form.label,
                icon=live.form.icon,
                stage=live.form.stage,
                id=uid,
                lots=[lot.code for lot in about],
                code=about[0].code if serial and about else None,
            )

    def _numbered(self, live: LiveForm, id: int) -> int:
        """How well the record's own numbers answer."""
        record = self.desk.at(live.key, id)
        if record is None or not may_know(self.desk, record):
            return 3
        return min(
            (self._rank(str(record.get(key) or "")) for key in _codes_of(live) if self._open(live, key)), default=3
        )

    def _serials(self, live: LiveForm) -> Iterator[Hit]:
        """Records with a run of printed codes in which the text lies."""
        serial = dict(elements_of(self.text) or ()).get("21", self.text)
        digits = len(serial) - len(serial.rstrip("0123456789"))
        if not digits:
            return
        for key, field in live.plain.items():
            if field.field.type != "code_range" or not self._open(live, key):
                continue
            run = type_coerce(field.columns[0], JSON)
            order = "C" if self.desk.conn.dialect.name == "postgresql" else "BINARY"
            first, last = (run[end].as_string().collate(order) for end in ("from", "to"))
            inside = (func.length(first) == len(serial)) & (first <= serial) & (last >= serial)
            yield from self._found(live, inside, "serial", serial)


def _codes_of(live: LiveForm) -> list[str]:
    """Fields by which people know a record: numbers, and texts that are unique or scanned."""
    return [
        key
        for key, f in live.plain.items()
        if f.field.type in _SEARCHED or (f.field.type == "text" and (f.field.unique or f.field.scan))
    ][:MOST_COLUMNS]
