"""Every published form, compiled once per version and shared by all threads."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection

from suyuan.definitions.changes import changes_of
from suyuan.definitions.definition import Definition
from suyuan.definitions.read import latest_published, one, stamp
from suyuan.forms.document import parse
from suyuan.forms.expressions import bare, unretired
from suyuan.forms.form import Form, Serves
from suyuan.forms.live import LiveForm
from suyuan.forms.scope import FormScope
from suyuan.forms.values import LotRef, NewLot
from suyuan.kernel.errors import NotFound
from suyuan.store.engine import Store

Role = Literal["material", "place", "party"]
Reader = Callable[[], AbstractContextManager[Connection]]
FRESH = 1.0
"""Seconds after which another process's publications are looked for."""


class Catalogue:
    """The forms published at one moment.

    :param forms: newest published version of each form, by key; retired ones too.
    :param retired: keys out of use: nothing new is made of them, their records can be read.
    :param read: opens a connection, for older versions.
    """

    def __init__(self, forms: Mapping[str, Form], retired: frozenset[str], read: Reader) -> None:
        self.words, self.retired, self._read = dict(forms), retired, read
        self._live: dict[tuple[str, int], LiveForm] = {}
        self._captured: dict[tuple[str, int], LiveForm] = {}
        self._serves = {role: [f.key for f in self if f.serves and f.serves.role == role]
                        for role in ("material", "place", "party")}  # fmt: skip

    def __iter__(self) -> Iterator[Form]:
        """Forms in use, by their order and key."""
        used = (form for key, form in self.words.items() if key not in self.retired)
        return iter(sorted(used, key=lambda form: (form.order, form.key)))

    def __contains__(self, key: object) -> bool:
        return key in self.words and key not in self.retired

    def form(self, key: str) -> LiveForm:
        """The form in use under ``key``.

        :raises NotFound: there is none, or it is retired.
        """
        if key not in self:
            raise NotFound("forms.no_such_form", form=key)
        return self.any(key)

    def any(self, key: str) -> LiveForm:
        """The form under ``key`` even if it is retired, for reading its records.

        :raises NotFound: there never was one.
        """
        form = self.words.get(key)
        if form is None:
            raise NotFound("forms.no_such_form", form=key)
        return self._compiled(form)

    def version(self, key: str, version: int) -> LiveForm:
        """A form as it was published as ``version``.

        :raises NotFound: there is no such version.
        """
        form = self.words.get(key)
        if form is None or version > form.version:
            raise NotFound("forms.no_such_form", form=key)
        if form.version == version:
            return self._compiled(form)
        if (key, version) in self._live:
            return self._live[key, version]
        with self._read() as conn:
            return self._compiled(_form(one(conn, "forms", key, version)))

    def captured(self, key: str, version: int) -> LiveForm:
        """A form as it was published as ``version``, with the fields retired by then: for showing records as captured.

        :raises NotFound: there is no such version.
        """
        found = self._captured.get((key, version))
        if found is None:
            form = unretired(bare(self.version(key, version).form))
            found = self._captured[key, version] = LiveForm(form, self.scope(form), self.material_of)
        return found

    def _compiled(self, form: Form) -> LiveForm:
        found = self._live.get((form.key, form.version))
        if found is None:
            found = LiveForm(form, self.scope(form), self.material_of)
            self._live[form.key, form.version] = found
        return found

    def scope(self, form: Form) -> FormScope:
        """The names expressions of ``form`` may read."""
        return FormScope(form, self.words.get, next(iter(self._serves["material"]), None))

    def serving(self, role: Role) -> LiveForm | None:
        """The form whose records are materials, places or parties; with several the first by order."""
        keys = self._serves[role]
        return self.any(keys[0]) if keys else None

    def servings(self, role: Role) -> list[LiveForm]:
        """All forms of a role, by order."""
        return [self.any(key) for key in self._serves[role]]

    def material_of(self, found: Any) -> tuple[str, dict[str, Decimal]] | None:
        """The base unit of a lot or material (as an expression sees it) and its own conversions.

        :returns: ``None`` when it has none, as a pallet.
        """
        serves = self._material()
        if serves is None or serves.uom is None:
            return None
        is_lot = isinstance(found, LotRef | NewLot)
        material = found.get("material") if is_lot else found
        uom = found.get("uom") if is_lot else None
        if uom is None and material is not None:
            uom = material.get(serves.uom)
        if uom is None:
            return None
        rows = material.get(serves.conversions) if material is not None and serves.conversions else None
        return uom, {row["uom"]: row["factor"] for row in rows or () if row.get("uom") and row.get("factor")}

    def _material(self) -> Serves | None:
        keys = self._serves["material"]
        return self.words[keys[0]].serves if keys else None


def _form(found: Definition) -> Form:
    form, mistakes = parse(found.key, found.body)
    if form is None:
        raise ValueError(f"published form {found.key} v{found.version} does not parse: {mistakes}")
    return msgspec.structs.replace(form, version=found.version)


def read_catalogue(conn: Connection, read: Reader, before: Catalogue | None = None) -> Catalogue:
    """The catalogue as ``conn`` sees it; forms unchanged since ``before`` are taken from there."""
    forms: dict[str, Form] = {}
    retired = set()
    known = before.words if before else {}
    for key, version, state in latest_published(conn, "forms"):
        old = known.get(key)
        forms[key] = old if old is not None and old.version == version else _form(one(conn, "forms", key, version))
        if state == "retired":
            retired.add(key)
    return Catalogue(forms, frozenset(retired), read)


class _Kept:
    """A store's catalogue and how fresh it is."""

    __slots__ = ("catalogue", "changes", "lock", "looked", "stamp")

    def __init__(self) -> None:
        self.catalogue: Catalogue | None = None
        self.lock = threading.Lock()
        self.changes, self.stamp, self.looked = -1, -1, 0.0


_kept: weakref.WeakKeyDictionary[Store, _Kept] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def catalogue(store: Store) -> Catalogue:
    """The published forms: at once what this process published, within a second what others did."""
    kept = _kept.get(store)
    if kept is None:
        with _making:
            kept = _kept.setdefault(store, _Kept())
    found = kept.catalogue
    if found is not None and kept.changes == changes_of(store) and time.monotonic() - kept.looked < FRESH:
        return found
    with kept.lock:
        return _refreshed(store, kept)


def _refreshed(store: Store, kept: _Kept) -> Catalogue:
    changes, now = changes_of(store), time.monotonic()
    with store.read() as conn:
        found = stamp(conn, "forms")
        if kept.catalogue is None or found != kept.stamp:
            kept.catalogue = read_catalogue(conn, store.read, kept.catalogue)
            kept.stamp = found
    kept.changes, kept.looked = changes, now
    return kept.catalogue
