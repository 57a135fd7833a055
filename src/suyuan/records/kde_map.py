"""The trace map: for each datum of a list, the fields that capture it, and the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from suyuan.access.rights import Viewer, viewer
from suyuan.definitions.read import listed
from suyuan.definitions.read import one as definition
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.form import Field
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden, NotFound
from suyuan.kernel.i18n import Label
from suyuan.records.kde_kind import KdeLists
from suyuan.records.kde_list import Datum, KdeList, TrackingEvent, form_of, inside
from suyuan.store.engine import Store

_KIND = KdeLists()


@dataclass(frozen=True)
class Captured:
    """A field that should capture a datum.

    :param why: why it does not: ``no_form``, ``no_field`` or ``retired``; blank when it does.
    """

    form: str
    path: str
    form_label: Label
    label: Label
    why: str = ""


@dataclass(frozen=True)
class MapDatum:
    """A datum and its fields; a gap when none of them captures it."""

    datum: Datum
    fields: Sequence[Captured]

    @property
    def gap(self) -> bool:
        return not any(field.why == "" for field in self.fields)


@dataclass(frozen=True)
class MapList:
    """A list against the forms in use, by the keys of event and datum."""

    words: KdeList
    data: dict[tuple[str, str], MapDatum]

    @property
    def gaps(self) -> int:
        return sum(found.gap for found in self.data.values())

    def of(self, event: TrackingEvent) -> list[MapDatum]:
        """The data of an event."""
        return [self.data[event.key, datum.key] for datum in event.data]


def watcher(store: Store, by: Actor) -> Viewer:
    """The viewer of an actor who may trace or audit.

    :raises Forbidden: the actor may neither.
    """
    seen = viewer(store, by)
    if not (seen.may("trace") or seen.may("audit")):
        raise Forbidden("records.kde_hidden")
    return seen


def trace_maps(store: Store, *, by: Actor) -> list[MapList]:
    """All published lists against the forms in use, in their order.

    :raises Forbidden: the actor may neither trace nor audit.
    """
    watcher(store, by)
    forms = catalogue(store)
    with store.read() as conn:
        lists = kde_lists(conn)
    return [map_of(forms, words) for words in lists]


def kde_lists(conn: Connection) -> list[KdeList]:
    """The published lists, in their order."""
    found = (_KIND.parse(d.key, d.body)[0] for d in listed(conn, "kde_lists"))
    return sorted((one for one in found if one is not None), key=lambda one: (one.order, one.key))


def kde_list(conn: Connection, key: str) -> KdeList:
    """One published list; the first when ``key`` is blank.

    :raises NotFound: there is none.
    """
    found = _KIND.parse(key, definition(conn, "kde_lists", key).body)[0] if key else next(iter(kde_lists(conn)), None)
    if found is None:
        raise NotFound("records.kde_none")
    return found


def map_of(forms: Catalogue, words: KdeList) -> MapList:
    """A list against the forms in use."""
    found = {
        (event.key, datum.key): MapDatum(datum, [captured(forms, path) for path in datum.field])
        for _, event, datum in words.every()
    }
    return MapList(words, found)


def captured(forms: Catalogue, path: str) -> Captured:
    """The field at ``form.field`` or ``form.list.field``, and why it captures nothing where it does not."""
    key, rest = form_of(path), inside(path)
    if key not in forms:
        label = forms.words[key].label if key in forms.words else Label(key, key)
        return Captured(key, rest, label, Label(rest, rest), "retired" if key in forms.words else "no_form")
    live = forms.form(key)
    field = live.field(rest)
    if field is None:
        known = live.form.fields if "." not in rest else _all_rows(live.form.fields, rest.partition(".")[0])
        gone = next((f for f in known if f.key == rest.rpartition(".")[2]), None)
        label = gone.label if gone else Label(rest, rest)
        return Captured(key, rest, live.form.label, label, "retired" if gone else "no_field")
    above = live.field(rest.partition(".")[0])
    label = field.label if "." not in rest or above is None else _under(above.label, field.label)
    return Captured(key, rest, live.form.label, label)


def _all_rows(fields: Sequence[Field], key: str) -> Sequence[Field]:
    found = next((f for f in fields if f.key == key and f.type == "list"), None)
    return [] if found is None else list(found.options.fields)


def _under(outer: Label, inner: Label) -> Label:
    return Label(f"{outer.show('zh')} › {inner.show('zh')}", f"{outer.show('en')} › {inner.show('en')}")
