"""The words of a pack, and reading one from its folder."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import msgspec

from suyuan.definitions import shape, yaml_text
from suyuan.definitions.definition import Body, Document
from suyuan.definitions.document import from_yaml
from suyuan.kernel.errors import Invalid, Mistake, NotFound
from suyuan.kernel.i18n import Label

ORDER = ("apps", "forms", "roles", "passports", "registers", "worklists", "kde_lists", "prints")
"""Kinds in the order they are published: later ones refer to earlier ones."""


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The ``pack.yaml`` of a pack: its name, what it stands on, and its apps."""

    pack: str
    label: Label
    version: int = 1
    requires: list[str] = []
    apps: list[Body] = []


class Pack(msgspec.Struct, frozen=True):
    """A pack read from its folder.

    :param documents: every definition in it, by kind and key.
    """

    head: Head
    folder: Path
    documents: dict[tuple[str, str], Document]

    def bodies(self, kind: str) -> dict[str, Body]:
        """The documents of one kind by key."""
        return {key: document.body for (of, key), document in self.documents.items() if of == kind}


def shelf() -> Path:
    """The folder of the packs that come with the product."""
    shipped = Path(str(resources.files("suyuan"))) / "_packs"
    return shipped if shipped.is_dir() else Path(__file__).resolve().parents[3] / "packs"


def find_pack(name: str) -> Path:
    """The folder of a pack given by the name of one that comes with the product, or by path.

    :raises NotFound: there is none.
    """
    for folder in (Path(name), shelf() / name):
        if (folder / "pack.yaml").is_file():
            return folder
    raise NotFound("packs.no_pack", name=name)


def read_pack(folder: Path) -> Pack:
    """The pack in ``folder``.

    :raises Invalid: every mistake in every file, with file, line and remedy.
    """
    mistakes: list[Mistake] = []
    documents: dict[tuple[str, str], Document] = {}
    head = _head(folder, mistakes)
    for file in sorted(folder.glob("*/*.yaml")):
        if file.parent.name in ORDER:
            _read(file, documents, mistakes)
    for body in head.apps if head else []:
        documents["apps", str(body["app"])] = Document(
            "apps", str(body["app"]), body, yaml_text.Loaded(body, file="pack.yaml")
        )
    if mistakes or head is None:
        raise Invalid(mistakes)
    return Pack(head, folder, documents)


def _head(folder: Path, mistakes: list[Mistake]) -> Head | None:
    file = folder / "pack.yaml"
    if not file.is_file():
        raise NotFound("packs.no_pack_file", name=folder.name)
    found: list[Mistake] = []
    try:
        loaded = yaml_text.load(yaml_text.read(file, file.name), file.name)
    except Invalid as wrong:
        mistakes += wrong.mistakes
        return None
    head = shape.read(Head, loaded.body, "", found)
    mistakes += yaml_text.located(loaded, found)
    return head


def _read(file: Path, documents: dict[tuple[str, str], Document], mistakes: list[Mistake]) -> None:
    name = f"{file.parent.name}/{file.name}"
    try:
        document = from_yaml(yaml_text.read(file, name), name)
    except Invalid as wrong:
        mistakes += wrong.mistakes
        return
    if file.stem != document.key:
        mistakes.append(Mistake(f"{name}:1", "packs.wrong_file_name", {"wanted": document.key}))
    if (document.kind, document.key) in documents:
        mistakes.append(Mistake(f"{name}:1", "packs.twice", {"key": document.key, "file": name}))
    documents[document.kind, document.key] = document
