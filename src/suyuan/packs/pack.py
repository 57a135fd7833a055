"""The words of a pack, and reading one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path, PurePosixPath

import msgspec

from suyuan.definitions import shape, yaml_text
from suyuan.definitions.definition import Body, Document
from suyuan.definitions.document import from_yaml
from suyuan.kernel.errors import Invalid, Mistake, NotFound
from suyuan.kernel.i18n import Label

ORDER = ("apps", "forms", "roles", "passports", "registers", "worklists", "kde_lists", "prints")
"""Kinds in the order they are published: later ones refer to earlier ones."""
HEAD = "pack.yaml"


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The ``pack.yaml`` of a pack: its name, what it stands on, and its apps.

    :param requires: names of the packs it stands on.
    :param needs: keys of forms that must be there and are not in it.
    """

    pack: str
    label: Label
    version: int = 1
    requires: list[str] = []
    needs: list[str] = []
    apps: list[Body] = []


class Pack(msgspec.Struct, frozen=True):
    """A pack read from its folder.

    :param folder: where it was read from; ``None`` for one that came as an archive.
    :param documents: every definition in it, by kind and key.
    """

    head: Head
    folder: Path | None
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


def required_by(pack: Pack) -> list[Pack]:
    """The packs that ``pack`` stands on, as far as they lie beside it or come with the product; first things first."""
    found: list[Pack] = []
    seen = {pack.head.pack}

    def take(one: Pack) -> None:
        for name in one.head.requires:
            if name not in seen and (folder := _beside(one, name)) is not None:
                seen.add(name)
                needed = read_pack(folder)
                take(needed)
                found.append(needed)

    take(pack)
    return found


def _beside(pack: Pack, name: str) -> Path | None:
    folders = [shelf() / name] if pack.folder is None else [pack.folder.resolve().parent / name, shelf() / name]
    return next((folder for folder in folders if (folder / HEAD).is_file()), None)


def read_pack(folder: Path) -> Pack:
    """The pack in ``folder``.

    :raises Invalid: every mistake in every file, with file, line and remedy.
    """
    if not (folder / HEAD).is_file():
        raise NotFound("packs.no_pack_file", name=folder.name)
    files = {HEAD: folder / HEAD}
    for file in sorted(folder.glob("*/*.yaml")):
        if file.parent.name in ORDER:
            files[f"{file.parent.name}/{file.name}"] = file
    return pack_of({name: file.read_bytes()[: yaml_text.MAX_BYTES + 1] for name, file in files.items()}, folder)


def pack_of(files: Mapping[str, bytes], folder: Path | None = None) -> Pack:
    """The pack in files, by name below its folder: ``pack.yaml``, ``forms/feeding.yaml``.

    :param folder: where it was read from, if it was.
    :raises Invalid: every mistake in every file, with file, line and remedy.
    """
    mistakes: list[Mistake] = []
    documents: dict[tuple[str, str], Document] = {}
    head = _head(files[HEAD], mistakes)
    for name, raw in files.items():
        if name != HEAD:
            _read(name, raw, documents, mistakes)
    for n, body in enumerate(head.apps if head else []):
        _app(n, body, documents, mistakes)
    if mistakes or head is None:
        raise Invalid(mistakes)
    return Pack(head, folder, documents)


def _app(n: int, body: Body, documents: dict[tuple[str, str], Document], mistakes: list[Mistake]) -> None:
    if wrong := shape.key_mistake("app", body.get("app")):
        mistakes.append(Mistake(f"{HEAD}:1", wrong.code, wrong.params))
        return
    key = str(body["app"])
    documents["apps", key] = Document("apps", key, body, yaml_text.Loaded(body, file=HEAD))


def _head(raw: bytes, mistakes: list[Mistake]) -> Head | None:
    found: list[Mistake] = []
    try:
        loaded = yaml_text.load(yaml_text.decoded(raw, HEAD), HEAD)
    except Invalid as wrong:
        mistakes += wrong.mistakes
        return None
    head = shape.read(Head, loaded.body, "", found)
    mistakes += yaml_text.located(loaded, found)
    return head


def _read(name: str, raw: bytes, documents: dict[tuple[str, str], Document], mistakes: list[Mistake]) -> None:
    try:
        document = from_yaml(yaml_text.decoded(raw, name), name)
    except Invalid as wrong:
        mistakes += wrong.mistakes
        return
    if PurePosixPath(name).stem != document.key:
        mistakes.append(Mistake(f"{name}:1", "packs.wrong_file_name", {"wanted": document.key}))
    if (document.kind, document.key) in documents:
        mistakes.append(Mistake(f"{name}:1", "packs.twice", {"key": document.key, "file": name}))
    documents[document.kind, document.key] = document
