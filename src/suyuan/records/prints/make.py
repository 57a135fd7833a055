"""Print records: checked, told to the ledger, then set as PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from suyuan.access.rights import require, viewer
from suyuan.definitions.read import listed
from suyuan.definitions.read import one as definition
from suyuan.expr import parse, reads
from suyuan.forms.catalogue import catalogue
from suyuan.forms.numbering import allocate
from suyuan.forms.values import LotRef
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden, Invalid, Mistake, NotFound
from suyuan.kernel.i18n import Label, say
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.print.leaf import Leaf
from suyuan.print.leaf_pdf import leaves_pdf
from suyuan.records.desk import desk_for
from suyuan.records.letterhead import Letterhead, letterhead
from suyuan.records.look import Desk, live_of, own_of
from suyuan.records.prints.block_type import BLOCKS
from suyuan.records.prints.compose import (
    compose,
    differs_by_copy,
    named_lots,
    named_paths,
    with_left_out,
    words_in,
)
from suyuan.records.prints.filling import Filling, Moment, Reader
from suyuan.records.prints.kind import Prints
from suyuan.records.prints.template import Print
from suyuan.records.read import loaded
from suyuan.records.show import title_for
from suyuan.store.engine import Store, Tx
from suyuan.trace import lots

MOST_LEAVES = {"label": 2000, "page": 200}
"""Labels, or records on pages, of one printing."""
MOST_COPIES = 500
STOPPED = ("held", "rejected", "recalled", "expired", "void")
"""A lot with one of these statuses gets no label."""
PRINTED = "print.made"


@dataclass(frozen=True)
class Printed:
    """What was printed.

    :param name: of the file, without its ending.
    :param leaves: labels, or records on pages.
    :param left_out: labels of what the reader may not be told.
    """

    pdf: bytes
    name: str
    leaves: int
    left_out: list[str]


@dataclass
class _Sheaf:
    """One thing to print: a record, or one of its rows, and the lots a label of it is about."""

    id: str
    title: str
    at: Filling
    lots: list[int]

    @property
    def counted_as(self) -> str:
        """What its copies are counted under."""
        return self.id if self.at.row is None else f"{self.id}/{self.at.row['id']}"


def templates_of(store: Store, form: str, *, by: Actor) -> list[Print]:
    """The published templates of a form, in their order.

    :raises Forbidden: the actor may not read the form.
    """
    require(viewer(store, by), "read", form)
    with store.read() as conn:
        return published(conn, form)


def published(conn: Connection, form: str) -> list[Print]:
    """The published templates of a form, in their order."""
    found = (Prints().parse(d.key, d.body)[0] for d in listed(conn, "prints") if d.body.get("form") == form)
    return sorted((p for p in found if p is not None), key=lambda p: (p.order, p.key))


def template_of(conn: Connection, form: str, key: str) -> Print:
    """A published template of a form.

    :raises NotFound: there is none.
    """
    found = Prints().parse(key, definition(conn, "prints", key).body)[0]
    if found is None or found.form != form:
        raise NotFound("records.no_print", print=key)
    return found


def print_records(
    store: Store,
    form: str,
    key: str,
    ids: Sequence[str],
    *,
    by: Actor,
    lang: str,
    copies: int = 1,
    via: str = "",
    only: Sequence[str] = (),
) -> Printed:
    """Print records by a template of their form, each ``copies`` times; every printing is told to the ledger.

    :param ids: public ids, in the order printed.
    :param only: codes of lots: of a template that prints each row, the rows about these.
    :raises NotFound: no such template or record, or the actor may not see it.
    :raises Forbidden: the actor may not read what a label tells.
    :raises Invalid: a guard of the template refuses, a lot is stopped, a code cannot be made, or there are too many;
        paths are ``ids[n]``.
    """
    head = letterhead(store, lang, by)
    with store.read() as conn:
        template, reader, sheaves = _gathered(store, conn, form, key, ids, only, head, by)
        _bounded(template, sheaves, copies)
        _refused(template, sheaves)
        leaves = [_composed(template, sheaf, Moment(serial=1), n) for n, sheaf in enumerate(sheaves)]
        _readable(template, reader)
    told = store.write(lambda tx: _told(tx, template, sheaves, copies, by, via))
    if not differs_by_copy(template):
        leaves = [leaf for leaf in leaves for _ in range(copies)]
    else:  # no connection is kept while another is waited for
        with store.read() as conn:
            template, reader, sheaves = _gathered(store, conn, form, key, ids, only, head, by)
            leaves = list(_counted(template, sheaves, told, copies))
    hidden = list(reader.hidden)
    shown = leaves if template.kind == "label" else [with_left_out(leaf, hidden, lang) for leaf in leaves]
    title = template.label.show(lang)
    name = f"{title} {sheaves[0].title}" if len({s.id for s in sheaves}) == 1 else title
    made = leaves_pdf(shown, template.format(), name, lang, head.zone, head.at)
    return Printed(made, name.strip(), len(leaves), hidden)


def _gathered(
    store: Store,
    conn: Connection,
    form: str,
    key: str,
    ids: Sequence[str],
    only: Sequence[str],
    head: Letterhead,
    by: Actor,
) -> tuple[Print, Reader, list[_Sheaf]]:
    """The template, and all that it prints of the records, as its reader may see it."""
    seen, forms = viewer(store, by), catalogue(store)
    require(seen, "read", form)
    template = template_of(conn, form, key)
    desk = desk_for(store, conn, forms, seen, head.at)
    reader = Reader(store, desk, live_of(forms, form, reading=True), head, template.each)
    return template, reader, [sheaf for id in dict.fromkeys(ids) for sheaf in _sheaves(reader, template, id, only)]


def _sheaves(reader: Reader, template: Print, id: str, only: Sequence[str]) -> Iterator[_Sheaf]:
    desk = reader.desk
    row, values = loaded(desk, reader.live, id)
    all_values = own_of(desk, row) | values
    rows: list[Any] = list(values.get(template.each) or ()) if template.each else [None]
    paths = sorted(_paths(template))
    for one in rows:
        at = Filling(reader, all_values, one, dpi=template.page.dpi, record=row["id"])
        found = named_lots(paths, at)
        if template.each and only and not {str(lot["code"]) for lot in found}.intersection(only):
            continue
        title = title_for(desk, reader.live, values, row["title"])
        yield _Sheaf(id, title, at, _with_contents(desk, found))


def _paths(template: Print) -> set[str]:
    """Every path a template reads, in its expressions too."""
    found = set(named_paths(template))
    for block in template.blocks:
        texts = [*BLOCKS[block.block].expressions(block.options), *filter(None, [block.when])]
        found.update(".".join(path) for text in texts for path in reads(parse(text)))
    return found


def _with_contents(desk: Desk, found: Sequence[LotRef]) -> list[int]:
    """Internal ids of lots, and of what lies in those that are containers."""
    ids = {lot.id: None for lot in found}
    for lot in found:
        if lot["kind"] == "logistic":
            ids |= {inside.lot.id: None for inside in desk.contents(lot.id)}
    return list(ids)


def _bounded(template: Print, sheaves: Sequence[_Sheaf], copies: int) -> None:
    if not sheaves:
        raise Invalid([Mistake("ids", "records.print_nothing")])
    most = MOST_LEAVES[template.kind]
    if not 1 <= copies <= MOST_COPIES:
        raise Invalid([Mistake("copies", "records.print_range", {"least": 1, "most": MOST_COPIES})])
    if len(sheaves) * copies > most:
        raise Invalid([Mistake("ids", "records.print_too_many", {"count": len(sheaves) * copies, "most": most})])


def _refused(template: Print, sheaves: Sequence[_Sheaf]) -> None:
    """Refuse what the template's guards refuse."""
    mistakes: list[Mistake] = []
    for n, sheaf in enumerate(sheaves):
        for guard in template.guards:
            plain = sheaf.at.reader.plain(guard.refuse)
            if plain is None:
                raise Forbidden("records.print_hidden", what=guard.say.show(sheaf.at.reader.lang))
            if plain(sheaf.at.values, sheaf.at.row) is True:
                mistakes.append(_of(n, sheaf, Mistake("", "records.print_guard", {"say": guard.say})))
    if mistakes:
        raise Invalid(mistakes)


def _of(n: int, sheaf: _Sheaf, mistake: Mistake) -> Mistake:
    """A mistake about one of the things printed, with its title."""
    told = Label(*(f"{sheaf.title}：" if lang == "zh" else f"{sheaf.title}: " for lang in ("zh", "en")))
    inner = Label(*(say(mistake.code, lang, **mistake.params) for lang in ("zh", "en")))
    said = Label(told.zh + inner.zh, told.en + inner.en)
    return Mistake(f"ids[{n}]", "records.print_guard", {"say": said})


def _composed(template: Print, sheaf: _Sheaf, moment: Moment, n: int) -> Leaf:
    try:
        return compose(template, replace(sheaf.at, moment=moment))
    except Invalid as wrong:
        raise Invalid([_of(n, sheaf, m) for m in wrong.mistakes]) from None


def _readable(template: Print, reader: Reader) -> None:
    """A label tells all of what it should, or is not printed."""
    if template.kind == "label" and reader.hidden:
        between = "、" if reader.lang == "zh" else ", "
        raise Forbidden("records.print_hidden", what=between.join(reader.hidden))


def _told(
    tx: Tx, template: Print, sheaves: Sequence[_Sheaf], copies: int, by: Actor, via: str
) -> dict[str, tuple[int, int | None]]:
    """Refuse labels of stopped lots, then tell the ledger: the first copy and serial number of each."""
    if template.kind == "label":
        _stopped(tx, sheaves)
    counting = "serial" in words_in(template)
    found: dict[str, tuple[int, int | None]] = {}
    for sheaf in sheaves:
        row = sheaf.at.row
        first = allocate(tx, f"print:{template.key}", sheaf.counted_as, copies) - copies + 1
        serial = allocate(tx, f"print:{template.key}", "", copies) - copies + 1 if counting else None
        body: dict[str, Any] = {"form": template.form, "record": sheaf.id, "print": template.key}
        body |= {"label": template.label, "copies": copies, "first": first}
        body |= {"row": row["id"]} if row is not None else {}
        body |= {"serial": serial} if serial is not None else {}
        append(tx, PRINTED, Subject("print", sheaf.id), body, by, via=via)
        found[sheaf.counted_as] = (first, serial)
    return found


def _stopped(tx: Tx, sheaves: Sequence[_Sheaf]) -> None:
    ids = list(dict.fromkeys(id for sheaf in sheaves for id in sheaf.lots))
    known = lots.refs(tx.conn, ids)
    mistakes: list[Mistake] = []
    for n, sheaf in enumerate(sheaves):
        for id in sheaf.lots:
            status = known[id].status_on(sheaf.at.reader.desk.env.today)
            if status in STOPPED:
                words = Label(*(say(f"trace.status_{status}", lang) for lang in ("zh", "en")))
                mistakes.append(Mistake(f"ids[{n}]", "records.print_stopped", {"lot": known[id].code, "status": words}))
    if mistakes:
        raise Invalid(mistakes)


def _counted(
    template: Print, sheaves: Sequence[_Sheaf], told: Mapping[str, tuple[int, int | None]], copies: int
) -> Iterator[Leaf]:
    """Every copy of every one with its numbers, in order; a row that came since then was not told of and waits."""
    of, number = len(told) * copies, 0
    for n, sheaf in enumerate(sheaves):
        if sheaf.counted_as not in told:
            continue
        first, serial = told[sheaf.counted_as]
        for copy in range(copies):
            number += 1
            moment = Moment(first + copy, number, of, None if serial is None else serial + copy)
            yield _composed(template, sheaf, moment, n)
