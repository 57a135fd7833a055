"""Setting type: our constant templates, data beside them, images that really show, fonts that have every character."""

from __future__ import annotations

import re
import tempfile
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import typst

from suyuan.kernel.i18n import say
from suyuan.print.fonts import FAMILY, beyond, fonts
from suyuan.print.images import suffix_of

LONGEST = 24
"""Characters of Latin that stand together before a line may break inside them."""
_AT_ONCE = threading.BoundedSemaphore(2)
_RUN = re.compile(rf"[^\s\u2e80-\uffef]{{{LONGEST + 1},}}")
_EVERY = re.compile(r"(.{12})(?=.)")
_OWN = ("blocks.typ",)
_USUAL = datetime(2000, 1, 1, tzinfo=UTC)


def clean(text: str) -> str:
    """Without control characters; a long run of Latin may break anywhere."""
    return _RUN.sub(lambda found: _EVERY.sub("\\1\u200b", found[0]), whole(text))


def whole(text: str) -> str:
    """Without control characters."""
    return "".join(c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn") else "\ufffd" for c in text)


def characters_beyond(data: Any, lang: str) -> str:
    """The line that tells by their code points which characters our fonts lack; blank when they have them all."""
    unusual = beyond(_texts(data))
    if not unusual:
        return ""
    return say("print.beyond", lang, characters="  ".join(f"{c} U+{ord(c):04X}" for c in unusual[:200]))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("kind", "file", "svg"):
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


class Bench:
    """A folder in which one document is set; at most two are in use at once in a process."""

    def __init__(self, folder: Path, template: str) -> None:
        self.folder, self.main = folder, folder / template
        self._known: dict[bytes, str | None] = {}
        for name in (template, *_OWN):
            (folder / name).write_text(_read(name), encoding="utf-8")

    def image(self, image: bytes) -> str | None:
        """The name of the file it was written to; ``None`` for what cannot be shown."""
        if image not in self._known:
            self._known[image] = self._written(image)
        return self._known[image]

    def _written(self, image: bytes) -> str | None:
        suffix = suffix_of(image)
        if not suffix:
            return None
        name = f"image{len(self._known)}.{suffix}"
        (self.folder / name).write_bytes(image)
        return name if self._shows(name) else None

    def _shows(self, name: str) -> bool:
        """Whether the image can be read at all, tried on a page of its own."""
        trial = self.folder / "trial.typ"
        trial.write_text(f'#image("{name}", width: 1cm)', encoding="utf-8")
        try:
            typst.compile(str(trial), root=str(self.folder), font_paths=fonts(False), ignore_system_fonts=True)
        except typst.TypstError:
            return False
        return True

    def compiler(self, data: dict[str, Any], system: bool) -> typst.Compiler:
        """What sets the template with ``data``.

        :param system: the machine's own fonts help where ours lack a character.
        """
        (self.folder / "data.json").write_bytes(msgspec.json.encode(data | {"fonts": [FAMILY]}))
        return typst.Compiler(str(self.main), root=str(self.folder), font_paths=fonts(system), ignore_system_fonts=True)


@contextmanager
def bench(template: str) -> Iterator[Bench]:
    """Set a document by one of our templates; never on an event loop."""
    with tempfile.TemporaryDirectory(prefix="suyuan-print-") as name, _AT_ONCE:
        yield Bench(Path(name), template)


def pdf_of(compiler: typst.Compiler, made_at: datetime | None) -> bytes:
    """The document as PDF.

    :param made_at: aware instant in the file; 2000-01-01 when not given. The same data makes the same bytes.
    """
    made = compiler.compile(format="pdf", timestamp=int((made_at or _USUAL).timestamp()))
    assert isinstance(made, bytes)
    return made


@cache
def _read(name: str) -> str:
    return (resources.files("suyuan.print") / name).read_text(encoding="utf-8")
