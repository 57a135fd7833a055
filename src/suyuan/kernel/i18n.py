"""Texts by key in Chinese and English; each room keeps its own in ``texts.yaml`` (and ``texts_<part>.yaml``).

A file reads ``required: {zh: 必填, en: Required}`` and its keys are ``<room>.required``. Parameters are
named in braces; a missing parameter or key is shown as is, never an exception: an error must not hide another.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

import msgspec
import yaml

LANGUAGES = ("zh", "en")


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages, as drawn by people in definitions."""

    zh: str = ""
    en: str = ""

    def show(self, lang: str) -> str:
        """The text in ``lang`` (``zh`` or ``en``), else in the other."""
        return (self.en or self.zh) if lang == "en" else (self.zh or self.en)


def language(header: str | None) -> str:
    """``zh`` or ``en`` from an Accept-Language header or a locale tag; Chinese unless English comes first."""
    best, best_q = "zh", -1.0
    for part in (header or "").split(","):
        tag, _, rest = part.strip().partition(";")
        lang = tag.split("-")[0].lower()
        q = _quality(rest)
        if lang in LANGUAGES and q > best_q and q > 0:
            best, best_q = lang, q
    return best


def _quality(rest: str) -> float:
    try:
        return float(rest.partition("q=")[2]) if "q=" in rest else 1.0
    except ValueError:
        return 0.0


@functools.cache
def catalogue() -> dict[str, Label]:
    """Every text of the product by full key."""
    found: dict[str, Label] = {}
    for room in resources.files("suyuan").iterdir():
        if room.is_dir():
            for file in sorted(room.iterdir(), key=lambda file: file.name):
                if file.name.startswith("texts") and file.name.endswith(".yaml"):
                    for key, text in (yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) or {}).items():
                        found[f"{room.name}.{key}"] = Label(**text)
    return found


class _Values(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def say(code: str, lang: str, **params: Any) -> str:
    """The words of ``code`` in ``lang``; ``Label`` parameters are shown in ``lang`` too."""
    label = catalogue().get(code)
    if label is None:
        return code
    values = {k: v.show(lang) if isinstance(v, Label) else v for k, v in params.items()}
    return label.show(lang).format_map(_Values(values))
