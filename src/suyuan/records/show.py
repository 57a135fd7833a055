"""A record as one viewer may see it: unreadable fields gone, titles of what they may not read too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from suyuan.access.rights import Viewer
from suyuan.forms.catalogue import Catalogue
from suyuan.forms.live import LiveForm
from suyuan.forms.place import Values
from suyuan.forms.values import DEPARTMENT, LOT, PERSON, Linked
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import Label
from suyuan.records.allow import holds, readable_part, title_reads
from suyuan.records.look import Desk

OPEN = (PERSON, DEPARTMENT, LOT)
"""What everybody signed in may know by name."""


def shown(desk: Desk, live: LiveForm, values: Values, fields: Mapping[str, Any]) -> dict[str, Any]:
    """``fields`` (the values as sent out) as the desk's viewer may see them.

    :param values: the values they were made of.
    """
    found = readable_part(desk.viewer, live.key, live.lists, fields)
    if desk.viewer.actor.is_system:
        return found
    for key, value in found.items():
        if key in live.lists:
            for row, given in zip(value, values.get(key) or ()):
                for inner, one in given.items():
                    if inner in row and isinstance(one, Linked) and not may_know(desk, one):
                        row[inner] = {"id": one.uid, "title": None}
        else:
            one = values.get(key)
            if isinstance(one, Linked) and not may_know(desk, one):
                found[key] = {"id": one.uid, "title": None}
    return found


def may_know(desk: Desk, linked: Linked) -> bool:
    """Whether the viewer may know the title of what a link leads to."""
    form = linked.form
    if form in OPEN:
        return True
    seen = desk.viewer
    if not seen.can("read", form):
        return False
    rows = seen.rows(form)
    if rows is not None and not holds(rows, linked, desk.env):
        return False
    may = seen.readable(form)
    return may.all or all(may.has(key) for key in title_reads(desk.catalogue.any(form)))


def kept_title(forms: Catalogue, seen: Viewer, form: str | None, title: str | None) -> str | None:
    """The title of a record of ``form`` as kept with an event; ``None`` where it shows what the viewer may not read."""
    if form is None or form not in forms.words:
        return title
    may = seen.readable(form)
    known = may.all or all(may.has(key) for key in title_reads(forms.any(form)))
    return title if known else None


@contextmanager
def later_discreetly(desk: Desk) -> Iterator[None]:
    """What used a lot later is named by its form where its title shows what the desk's viewer may not read."""
    try:
        yield
    except Invalid as error:
        raise Invalid([_by_form(desk, mistake) for mistake in error.mistakes]) from None


def _by_form(desk: Desk, mistake: Mistake) -> Mistake:
    forms, known = mistake.params.get("forms", ()), desk.catalogue
    if all(kept_title(known, desk.viewer, form, "") is not None for form in forms):
        return mistake
    labels = [known.any(form).form.label for form in forms]
    named = Label("、".join(label.show("zh") for label in labels), ", ".join(label.show("en") for label in labels))
    return Mistake(mistake.path, mistake.code, {"lot": mistake.params["lot"], "events": named})


def title_for(desk: Desk, live: LiveForm, values: Values, title: str) -> str:
    """A record's own title without what the viewer may not read."""
    may = desk.viewer.readable(live.key)
    if may.all or all(may.has(key) for key in title_reads(live)):
        return title
    return live.title({k: v for k, v in values.items() if may.has(k)}, desk.env)
