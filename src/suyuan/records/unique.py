"""Values that another submitted record has already, and how that is said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from suyuan.access.rights import Viewer
from suyuan.forms.live import LiveForm
from suyuan.forms.place import Values
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import Label
from suyuan.records.statements import statements


def not_unique(conn: Connection, viewer: Viewer, live: LiveForm, values: Values, record: int | None) -> list[Mistake]:
    """What must be unique, alone or together, and another submitted record has.

    :param record: internal id of the record itself, when it is amended.
    """
    return [
        _mistake(viewer, live, keys, values)
        for keys in live.unique.values()
        if _another(conn, live, keys, values, record)
    ]


def _another(conn: Connection, live: LiveForm, keys: list[str], values: Values, record: int | None) -> bool:
    cells: dict[str, Any] = {}
    for key in keys:
        live.fields[key].store(values.get(key), cells)
    if None in cells.values():
        return False
    return any(id != record for id in statements(live).alike(conn, tuple(keys), cells))


def _mistake(viewer: Viewer, live: LiveForm, keys: list[str], values: Values) -> Mistake:
    """Stands at a field that the viewer may know of, and tells no value that they may not."""
    together = next((u for u in live.form.uniques if sorted(u.fields) == keys), None)
    keys = keys if together is None else together.fields
    read, write = viewer.readable(live.key), viewer.writable(live.key)
    known = [key for key in keys if read.has(key) or write.has(key)]
    path = known[0] if known else ""
    if together is not None and together.say is not None:
        return Mistake(path, "records.not_unique_said", {"say": together.say})
    if len(known) < len(keys):
        return Mistake(path, "records.not_unique_hidden")
    labels = [live.fields[key].field.label for key in keys]
    if len(keys) > 1:
        named = Label("、".join(x.show("zh") for x in labels), ", ".join(x.show("en") for x in labels))
        return Mistake(path, "records.not_unique_together", {"fields": named})
    field, value = live.fields[path], values.get(path)
    shown = "" if value is None else field.type.show(field.field, value, viewer.actor.lang)
    return Mistake(path, "records.not_unique", {"value": shown})


def taken(viewer: Viewer, live: LiveForm, values: Values, error: IntegrityError) -> Exception:
    """The same when the database noticed first, because somebody else wrote at the same moment; else ``error``."""
    text = str(error.orig)
    for name, keys in live.unique.items():
        columns = ", ".join(f"{live.table.name}.{key}" for key in keys)
        if f'"{name}"' in text or text.endswith(f"UNIQUE constraint failed: {columns}"):
            return Invalid([_mistake(viewer, live, keys, values)])
    return error
