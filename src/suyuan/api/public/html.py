"""HTML put together from elements: every text is escaped because there is no other way in."""

from __future__ import annotations

from html import escape

VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Html(str):
    """Text that is HTML already; made by ``el`` and ``joined`` alone."""

    __slots__ = ()


Child = str | None
"""Plain text, which is escaped, ``Html``, or nothing."""


def el(tag: str, *children: Child, **attributes: str | bool | None) -> Html:
    """An element.

    :param children: texts are escaped; ``None`` is nothing.
    :param attributes: ``class_`` stands for ``class`` and ``_`` for ``-``; of true ones the name is enough, absent
        ones are left out.
    """
    told = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in VOID:
        return Html(f"<{tag}{told}>")
    return Html(f"<{tag}{told}>{joined(*children)}</{tag}>")


def _attribute(name: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    key = name.rstrip("_").replace("_", "-")
    return f" {key}" if value is True else f' {key}="{escape(value, quote=True)}"'


def joined(*children: Child) -> Html:
    """Several, one after the other."""
    return Html("".join(c if isinstance(c, Html) else escape(c, quote=True) for c in children if c is not None))


def sheet(css: str) -> Html:
    """A style element; ``css`` is our own constant text."""
    return Html(f"<style>{css}</style>")
