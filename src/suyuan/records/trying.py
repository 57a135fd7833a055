"""A form that is being drawn made ready for work, and the rights of whoever draws it."""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from suyuan.access.rights import ALL, Fields, Rights, Rows, Viewer
from suyuan.forms.catalogue import Catalogue
from suyuan.forms.form import Form
from suyuan.forms.live import LiveForm
from suyuan.forms.scope import FormScope

TRIED = "$try"
"""Key of the form while it is tried: no form that is drawn has it, so that rights on it are rights on nothing else."""


class TryRights(Rights):
    """Somebody's rights, and all rights on the form that is tried."""

    def __init__(self, own: Rights) -> None:
        super().__init__([])
        self.roles, self.abilities, self._own = own.roles, own.abilities, own

    def rows(self, verb: str, form: str) -> Rows:
        """As ``Rights``."""
        return None if form == TRIED else self._own.rows(verb, form)

    def readable(self, form: str) -> Fields:
        """As ``Rights``."""
        return ALL if form == TRIED else self._own.readable(form)

    def writable(self, form: str) -> Fields:
        """As ``Rights``."""
        return ALL if form == TRIED else self._own.writable(form)


def trying(seen: Viewer) -> Viewer:
    """The viewer with all rights on the form that is tried."""
    return replace(seen, rights=TryRights(seen.rights))


def compiled(form: Form, forms: Catalogue) -> LiveForm:
    """``form`` made ready for work, though it has no tables."""
    form = structs.replace(form, key=TRIED, uniques=[])
    material = next((f.key for f in forms if f.serves is not None and f.serves.role == "material"), None)
    live = LiveForm(form, FormScope(form, forms.words.get, material), forms.material_of)
    live.unique = {}
    return live
