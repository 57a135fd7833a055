"""See a template that is being drawn, on a record or on an example; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from suyuan.access.rights import require, viewer
from suyuan.definitions.definition import Body
from suyuan.definitions.world import World
from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.print.leaf_pdf import leaves_shown
from suyuan.records.desk import desk_for
from suyuan.records.letterhead import letterhead
from suyuan.records.look import Desk, live_of, own_of
from suyuan.records.prints.compose import compose, with_left_out
from suyuan.records.prints.filling import Filling, Moment, Reader
from suyuan.records.prints.kind import Prints
from suyuan.records.prints.template import Print
from suyuan.records.read import compiled as compiled_query
from suyuan.records.read import loaded
from suyuan.records.record import Query
from suyuan.records.show import title_for
from suyuan.records.statements import statements
from suyuan.store.engine import Store

PPI = {"page": 110, "label": 240}


@dataclass(frozen=True)
class Preview:
    """What a draft looks like.

    :param images: PNG, one a page; at most five.
    :param pages: how many there are.
    :param spills: numbers of the blocks whose text does not fit their place.
    :param left_out: labels of what the reader may not be told.
    :param record: public id of the record shown; ``None`` for an example.
    """

    images: list[bytes]
    pages: int
    spills: list[int]
    left_out: list[str]
    record: str | None
    title: str


def preview(store: Store, key: str, body: Body, record: str | None, *, by: Actor, lang: str) -> Preview:
    """The template ``body`` filled with ``record``, else with the newest that the actor may see, else an example.

    :raises Invalid: every mistake in the template; a code that cannot be made of this record.
    :raises Forbidden: the actor may not read the form.
    :raises NotFound: there is no such record, or the actor may not see it.
    """
    template, mistakes = Prints().parse(key, body)
    if template is None:
        raise Invalid(mistakes)
    with store.read() as conn:
        if mistakes := Prints().check(World(conn), template, None):
            raise Invalid(mistakes)
    seen = viewer(store, by)
    require(seen, "read", template.form)
    forms, head = catalogue(store), letterhead(store, lang, by)
    live = live_of(forms, template.form, reading=True)
    with store.read() as conn:
        desk = desk_for(store, conn, forms, seen, store.clock.now())
        reader = Reader(store, desk, live, head, template.each)
        at, uid, title = _filling(conn, desk, reader, template, record)
        leaf = compose(template, at)
    hidden = list(reader.hidden)
    shown = with_left_out(leaf, hidden, lang) if template.kind == "page" else leaf
    found = leaves_shown([shown], template.format(), template.key, lang, head.zone, ppi=PPI[template.kind])
    return Preview(found.images, found.pages, found.spills, hidden, uid, title)


def _filling(
    conn: Connection, desk: Desk, reader: Reader, template: Print, record: str | None
) -> tuple[Filling, str | None, str]:
    """What fills the template, and the record it comes from."""
    live, dpi = reader.live, template.page.dpi
    uid = record
    if uid is None:
        made = compiled_query(desk, live, Query(live.key, sort="-id" if "id" not in live.fields else "", voided=False))
        first = conn.execute(made.select, {"limit": 1}).first()
        newest = None if first is None else statements(live).by_id(conn, first[0])
        uid = None if newest is None else newest["uid"]
    if uid is None:
        return Filling(reader, {}, None, Moment(serial=1), example=True, dpi=dpi), None, ""
    row, values = loaded(desk, live, uid)
    rows = list(values.get(template.each) or ()) if template.each else [None]
    if not rows:
        raise Invalid([Mistake("record", "records.print_nothing")])
    filled = Filling(reader, own_of(desk, row) | values, rows[0], Moment(serial=1), dpi=dpi, record=row["id"])
    return filled, uid, title_for(desk, live, values, row["title"])
