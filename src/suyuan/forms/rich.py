"""Rich text: HTML of a few elements, the blocks it means, and the same as words of a plain text.

The words are a small Markdown: ``## heading``, ``- item``, ``1. item``, ``**bold**``, ``*italic*`` and
``[text](address)``; a backslash takes the meaning from the character behind it; at a line's end it
breaks the line within a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from html.parser import HTMLParser
from typing import Literal

import nh3

Kind = Literal["p", "h2", "h3", "ul", "ol"]
_TAGS = {"p", "br", "strong", "em", "b", "i", "ul", "ol", "li", "h1", "h2", "h3", "h4", "a", "div"}
_KINDS: dict[str, Kind] = {"p": "p", "div": "p", "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3"}
_LEADS: dict[Kind, str] = {"p": "", "h2": "## ", "h3": "### ", "ul": "- ", "ol": "1. "}
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\()\[\]]{1,1000}", re.ASCII)


@dataclass(frozen=True)
class Run:
    """A piece of text of one look; ``\\n`` breaks the line.

    :param href: address it leads to, ``""`` for none.
    """

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass
class Block:
    """A paragraph, a heading or one item of a list."""

    kind: Kind = "p"
    runs: list[Run] = field(default_factory=list)


def clean_html(html: str) -> str:
    """``html`` with only what rich text may hold, written one way; ``""`` when nothing is left."""
    kept = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel=None)
    reader = _Reader()
    reader.feed(kept)
    reader.close()
    return _html(_tidy(reader.blocks))


def to_words(html: str) -> str:
    """Cleaned HTML as words; ``from_words`` gives the same HTML back."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n".join(_LEADS[block.kind] + _words(block) for block in _tidy(reader.blocks))


def from_words(text: str) -> str:
    """HTML of words that ``to_words`` gave or a person typed."""
    joined = text.replace("\r\n", "\n").strip()
    return _html(_tidy(_block(line) for line in _LINE.findall(joined)))


class _Reader(HTMLParser):
    """Blocks from HTML that ``nh3`` has cleaned."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = [Block()]
        self.lists: list[Kind] = []
        self.bold = self.italic = 0
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.put("\n")
        elif tag in ("ul", "ol"):
            self.lists.append("ul" if tag == "ul" else "ol")
        elif tag == "li":
            self.blocks.append(Block(self.lists[-1] if self.lists else "ul"))
        elif tag in _KINDS and not (self.lists and tag in ("p", "div")):
            self.blocks.append(Block(_KINDS[tag]))
        elif tag == "a":
            href = dict(attrs).get("href") or ""
            self.href = href if _ADDRESS.fullmatch(href) else ""
        else:
            self.weight(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag in ("ul", "ol", "li") or tag in _KINDS:
            self.blocks.append(Block(self.lists[-1] if self.lists else "p"))
        elif tag == "a":
            self.href = ""
        else:
            self.weight(tag, -1)

    def weight(self, tag: str, by: int) -> None:
        """One more, or one less, element that makes bold or italic."""
        if tag in ("b", "strong"):
            self.bold = max(0, self.bold + by)
        elif tag in ("i", "em"):
            self.italic = max(0, self.italic + by)

    def handle_data(self, data: str) -> None:
        self.put(data.replace("\n", " "))

    def put(self, text: str) -> None:
        """Text as it stands, in the look of the moment."""
        self.blocks[-1].runs.append(Run(text, self.bold > 0, self.italic > 0, self.href))


def _tidy(blocks: Iterable[Block]) -> list[Block]:
    """Runs of one look together, no space around lines, no empty blocks."""
    found = [Block(block.kind, _trimmed(_joined(block.runs))) for block in blocks]
    return [block for block in found if block.runs]


def _joined(runs: Iterable[Run]) -> list[Run]:
    out: list[Run] = []
    for run in runs:
        if out and replace(out[-1], text="") == replace(run, text=""):
            out[-1] = replace(out[-1], text=out[-1].text + run.text)
        elif run.text:
            out.append(run)
    return out


def _trimmed(runs: list[Run]) -> list[Run]:
    runs = [replace(run, text=re.sub(r" *\n *", "\n", re.sub(r"[ \t\r\f\v]+", " ", run.text))) for run in runs]
    while runs and not runs[0].text.lstrip():
        runs.pop(0)
    while runs and not runs[-1].text.rstrip():
        runs.pop()
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip())
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return runs


def _html(blocks: list[Block]) -> str:
    out: list[str] = []
    around = ""
    for block in blocks:
        listed = block.kind if block.kind in ("ul", "ol") else ""
        if listed != around:
            out += [f"</{around}>"] * bool(around) + [f"<{listed}>"] * bool(listed)
            around = listed
        tag = "li" if listed else block.kind
        out.append(f"<{tag}>{''.join(map(_inline, block.runs))}</{tag}>")
    return "".join(out) + (f"</{around}>" if around else "")


def _inline(run: Run) -> str:
    text = escape(run.text, quote=False).replace("\n", "<br>")
    text = f"<em>{text}</em>" if run.italic else text
    text = f"<strong>{text}</strong>" if run.bold else text
    return f'<a href="{escape(run.href)}">{text}</a>' if run.href else text


def _words(block: Block) -> str:
    out: list[str] = []
    before = Run("")
    for run in [*block.runs, Run("")]:
        if before.href and run.href != before.href:
            out.append(f"]({before.href})")
        out.append("**" * (run.bold != before.bold) + "*" * (run.italic != before.italic))
        if run.href and run.href != before.href:
            out.append("[")
        out.append(re.sub(r"([\\*\[\]])", r"\\\1", run.text).replace("\n", "\\\n"))
        before = run
    said = "".join(out)
    return "\\" + said if block.kind == "p" and re.match(r"#{1,6} |[-+] |\d+[.)] ", said) else said


_LINE = re.compile(r"(?:\\.|[^\\\n]|\\$)+", re.S)
_LEAD = re.compile(r"(#{1,6}|[-+•]|\d+[.)、]) +")
_TOKEN = re.compile(r"\\(.|\n)|(\*\*)|(\*)|\[|\]\((" + _ADDRESS.pattern + r")\)|[^\\*\[\]]+|.", re.S)


def _block(line: str) -> Block:
    lead = _LEAD.match(line)
    kind: Kind = "p"
    if lead:
        sign = lead[1]
        kind = ("h2" if len(sign) < 3 else "h3") if sign[0] == "#" else "ul" if sign in "-+•" else "ol"
    return Block(kind, list(_runs(line[lead.end() :] if lead else line)))


def _runs(text: str) -> Iterator[Run]:
    """The runs of one line; a link's text is known when its address comes."""
    look = Run("")
    linked: list[Run] | None = None
    for token in _TOKEN.finditer(text):
        said = token[0]
        if token[2]:
            look = replace(look, bold=not look.bold)
        elif token[3]:
            look = replace(look, italic=not look.italic)
        elif said == "[" and linked is None:
            linked = []
        elif token[4] and linked is not None:
            yield from (replace(run, href=token[4]) for run in linked)
            linked = None
        else:
            run = replace(look, text=token[1] or said)
            if linked is None:
                yield run
            else:
                linked.append(run)
    if linked is not None:
        yield from (Run("["), *linked)
