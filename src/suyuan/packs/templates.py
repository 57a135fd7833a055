"""Forms of the shipped packs, to begin a form of one's own from."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from suyuan.definitions.definition import Body
from suyuan.forms.catalogue import Catalogue
from suyuan.forms.document import parse
from suyuan.forms.form import Stage
from suyuan.kernel.errors import NotFound
from suyuan.kernel.i18n import Label
from suyuan.packs.pack import find_pack, read_pack, shelf
from suyuan.records.examine import reached


class Template(msgspec.Struct, frozen=True):
    """One form that may be copied.

    :param fields: how many it has.
    :param needs: keys of the forms it links to that this plant does not have.
    """

    pack: str
    key: str
    label: Label
    hint: Label | None
    app: str
    icon: str
    stage: Stage | None
    fields: int
    needs: list[str]


def templates(forms: Catalogue) -> Iterator[Template]:
    """The forms of every shipped pack, by pack and key.

    :param forms: of this plant.
    """
    for file in sorted(shelf().glob("*/pack.yaml")):
        pack = read_pack(file.parent)
        for key, body in sorted(pack.bodies("forms").items()):
            form, _ = parse(key, body)
            if form is not None:
                needs = sorted(to for to in reached(form) if to and to != key and to not in forms)
                count = sum(not field.retired for field in form.fields)
                yield Template(
                    pack.head.pack, key, form.label, form.hint, form.app, form.icon, form.stage, count, needs
                )


def template(pack: str, key: str) -> Body:
    """The document of one of them.

    :raises NotFound: there is none.
    """
    if not (shelf() / pack / "pack.yaml").is_file() or "/" in pack or "\\" in pack or pack.startswith("."):
        raise NotFound("packs.no_pack", name=pack[:100])
    found = read_pack(find_pack(pack)).bodies("forms").get(key)
    if found is None:
        raise NotFound("definitions.no_such", key=key[:100])
    return found
