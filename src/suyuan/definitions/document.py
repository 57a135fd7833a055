"""Definitions as YAML documents, in and out."""

from __future__ import annotations

from suyuan.definitions import yaml_text
from suyuan.definitions.definition import KINDS, Body, Document, kind_of
from suyuan.definitions.shape import key_mistake
from suyuan.kernel.errors import Invalid, Mistake


def from_yaml(text: str, file: str = "") -> Document:
    """Read a definition; its kind is told by the first of its keys that names one (``form: feeding``).

    Only the YAML itself is judged here; ``mistakes_in`` and publishing judge the content.

    :param file: its name in error messages.
    :raises Invalid: mistakes whose paths are ``file:line``.
    """
    loaded = yaml_text.load(text, file)
    if not isinstance(loaded.body, dict):
        raise Invalid(yaml_text.located(loaded, [Mistake("", "definitions.want_mapping")]))
    words = {kind.word: kind for kind in KINDS}
    kind = next((words[key] for key in loaded.body if key in words), None)
    if kind is None:
        known = ", ".join(f"{word}:" for word in words)
        raise Invalid(yaml_text.located(loaded, [Mistake("", "definitions.no_kind", {"known": known})]))
    key = loaded.body[kind.word]
    if wrong := key_mistake(kind.word, key):
        raise Invalid(yaml_text.located(loaded, [wrong]))
    return Document(kind.key, key, loaded.body, loaded)


def mistakes_in(document: Document) -> list[Mistake]:
    """What is wrong with the shape of ``document``, in ``file:line`` paths."""
    return located(document, kind_of(document.kind).parse(document.key, document.body)[1])


def located(document: Document, mistakes: list[Mistake]) -> list[Mistake]:
    """Mistakes found while publishing, with ``file:line`` for paths; a leading ``key/`` is dropped."""
    bare = [Mistake(m.path.removeprefix(f"{document.key}/"), m.code, m.params) for m in mistakes]
    return yaml_text.located(document.loaded, bare)


def to_yaml(kind: str, body: Body) -> str:
    """``body`` as YAML: short, keys in their reading order, labels as ``{zh: .., en: ..}`` on one line.

    A body that does not parse is written as it is.
    """
    it = kind_of(kind)
    struct = it.parse(str(body.get(it.word, "")), body)[0]
    return yaml_text.dump(body if struct is None else it.dump(struct))
