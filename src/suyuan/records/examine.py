"""What publishing a form would change and touch, with its mistakes and hints; nothing is written."""

from __future__ import annotations

import time
import weakref
from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, func, select

from suyuan.access.role import ANY_FORM
from suyuan.access.roles import roles
from suyuan.definitions.definition import KINDS, Body
from suyuan.definitions.publish import examine
from suyuan.definitions.read import latest
from suyuan.definitions.world import World
from suyuan.expr import elsewheres
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.changes import FormChange, changes
from suyuan.forms.expressions import said
from suyuan.forms.form import Form
from suyuan.forms.formulas import parsed
from suyuan.forms.hints import hints
from suyuan.forms.trace_mapping import read_back
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import LANGUAGES, Label
from suyuan.records.statements import SUBMITTED
from suyuan.records.tables import saved_view
from suyuan.store.engine import Store


class Named(msgspec.Struct, frozen=True):
    """A definition by its key and name."""

    key: str
    label: Label


class Touches(msgspec.Struct, frozen=True):
    """What stands behind a form and would notice a new version.

    :param records: submitted ones; ``voided`` besides.
    :param forms: that link to it, ask it or are opened after it.
    :param views: saved by people.
    :param roles: that may do something with it.
    """

    records: int = 0
    voided: int = 0
    forms: list[Named] = []
    prints: list[Named] = []
    registers: list[Named] = []
    worklists: list[Named] = []
    views: int = 0
    roles: list[Named] = []


class Examined(msgspec.Struct, frozen=True):
    """What was found.

    :param version: the number it would be published as.
    :param sentences: what a record would do to lots, one sentence an event.
    """

    version: int
    changes: list[FormChange]
    mistakes: list[Mistake]
    touches: Touches
    sentences: list[Label]
    hints: list[Mistake]


def examine_form(store: Store, key: str, body: Body) -> Examined:
    """Examine ``body`` as the next version of the form ``key``.

    The caller has made sure that whoever asks may design.
    """
    forms = catalogue(store)
    with store.read() as conn:
        world, newest = World(conn), latest(conn, "forms", key)
        found, mistakes = examine(world, "forms", {key: body})
        version = 1 if newest is None else newest.version + (newest.state != "draft")
        bare = [Mistake(m.path.partition("/")[2], m.code, m.params) for m in mistakes]
        touched = _touches(store, conn, world, forms, key)
        if not found:
            return Examined(version, [], bare, touched, [], [])
        new, old = found[0].new, found[0].old
        told = [Label(*(read_back(mapping, new, lang) for lang in LANGUAGES)) for mapping in new.trace]
        return Examined(version, changes(old, new), bare, touched, told, hints(world, new, old))


def _touches(store: Store, conn: Connection, world: World, forms: Catalogue, key: str) -> Touches:
    records, voided = _counted(store, conn, forms, key)
    views = conn.scalar(select(func.count()).where(saved_view.c.form == key)) or 0
    held = [Named(r.role, r.label) for r in roles(conn) if any(g.form in (key, ANY_FORM) for g in r.grants)]
    return Touches(
        records,
        voided,
        [Named(f.key, f.label) for f in forms if f.key != key and key in reached(f)],
        list(_of(world, "prints", key)),
        list(_of(world, "registers", key)),
        list(_of(world, "worklists", key)),
        views,
        held,
    )


MANY, KEPT = 100_000, 60.0
"""From so many records on, counting takes long enough to be kept for so many seconds: a form is examined while it is
being drawn, again and again."""
_counts: weakref.WeakKeyDictionary[Store, dict[str, tuple[float, tuple[int, int]]]] = weakref.WeakKeyDictionary()


def _counted(store: Store, conn: Connection, forms: Catalogue, key: str) -> tuple[int, int]:
    kept = _counts.setdefault(store, {})
    at, counts = kept.get(key, (0.0, (0, 0)))
    if sum(counts) < MANY or time.monotonic() - at > KEPT:
        counts = _count(conn, forms, key)
        kept[key] = (time.monotonic(), counts)
    return counts


def _count(conn: Connection, forms: Catalogue, key: str) -> tuple[int, int]:
    """Submitted and voided records."""
    if key not in forms.words:
        return 0, 0
    table = forms.any(key).table
    states: dict[str, int] = {}
    for state, n in conn.execute(select(table.c.state, func.count()).group_by(table.c.state)):
        states[state] = n
    submitted = states.pop(SUBMITTED, 0)
    return submitted, sum(states.values())


def reached(form: Form) -> set[str]:
    """Keys of the forms that ``form`` links to, asks or opens next."""
    found = {then.form for then in form.then}
    for field in form.fields:
        rows = field.options.fields if field.type == "list" else ()
        found |= {str(f.options.to) for f in (field, *rows) if f.type in ("link", "location") and not f.retired}
    for one in said(form):
        expression = parsed(one.text)
        found |= {call.form for call in elsewheres(expression)} if expression is not None else set()
    return found


def _of(world: World, kind: str, form: str) -> Iterator[Named]:
    """Definitions of another kind that are drawn over the form."""
    if kind in KINDS.keys():  # noqa: SIM118 - a registry
        for one in world.all(kind):
            if getattr(one, "form", None) == form:
                yield Named(one.key, one.label)
