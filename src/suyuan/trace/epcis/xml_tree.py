"""A small, safe XML tree: namespaces and prefixes kept, DOCTYPE and deep nesting refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.parsers import expat

from suyuan.kernel.errors import Malformed
from suyuan.trace.epcis.read import MAX_DEPTH

_SEPARATOR = "\n"


@dataclass
class Name:
    """An expanded name: namespace, local name, and the prefix it was written with (empty when none)."""

    space: str
    local: str
    prefix: str


@dataclass
class Node:
    """An element.

    :param attributes: in the order written, names expanded.
    :param prefixes: namespace by prefix, as declared on this element.
    """

    name: Name
    attributes: list[tuple[Name, str]]
    prefixes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    chunks: list[str] = field(default_factory=list)

    @property
    def local(self) -> str:
        return self.name.local

    @property
    def text(self) -> str:
        """The text directly inside, trimmed."""
        return "".join(self.chunks).strip()

    def attribute(self, local: str) -> str | None:
        """The value of an attribute without namespace."""
        return next((v for n, v in self.attributes if n.local == local and not n.space), None)

    def first(self, local: str) -> Node | None:
        """The first child of this local name."""
        return next((c for c in self.children if c.local == local), None)

    def find(self, local: str) -> Node | None:
        """The first descendant of this local name, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            if node.local == local and node is not self:
                return node
            stack.extend(reversed(node.children))
        return None


def _name(text: str) -> Name:
    parts = text.split(_SEPARATOR)
    if len(parts) == 1:
        return Name("", parts[0], "")
    return Name(parts[0], parts[1], parts[2] if len(parts) == 3 else "")


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self.declared: dict[str, str] = {}

    def declare(self, prefix: str | None, uri: str | None) -> None:
        if prefix and uri:
            self.declared[prefix] = uri

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise Malformed("trace.epcis_json_depth", depth=MAX_DEPTH)
        node = Node(_name(name), [(_name(k), v) for k, v in attributes.items()], self.declared)
        self.declared = {}
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, _name: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        self.open[-1].chunks.append(text)


def _no_doctype(*_given: Any) -> NoReturn:
    raise Malformed("trace.epcis_xml_doctype")


def parse_xml(data: bytes) -> Node:
    """The root element of ``data``.

    :raises Malformed: when it is not well-formed, has a DOCTYPE or entities of its own, or nests deeper than 64.
    """
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.namespace_prefixes = True
    parser.buffer_text = True
    builder = _Builder()
    parser.StartNamespaceDeclHandler = builder.declare
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.EntityDeclHandler = _no_doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Malformed("trace.epcis_xml_syntax", line=error.lineno, column=error.offset) from None
    except (UnicodeDecodeError, LookupError, ValueError):
        raise Malformed("trace.epcis_json_encoding", position=0) from None
    if builder.root is None:
        raise Malformed("trace.epcis_xml_syntax", line=1, column=0)
    return builder.root
