"""A small, hardened YAML: plain values in and out, each remembering the line it stood on.

What it leaves out of YAML is what breaks people's files: ``no`` and ``on`` are texts (YAML 1.2), a key stands
once, there are no anchors, aliases or tags, numbers are exact, and size, depth and count are bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import say

MAX_BYTES = 512 * 1024
MAX_DEPTH = 32
MAX_NODES = 50_000

_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_WORDS: dict[str, bool | None] = {"": None, "null": None, "~": None, "true": True, "false": False}


@dataclass(frozen=True)
class Loaded:
    """A YAML text read.

    :param body: plain values; numbers are ``int`` or ``Decimal``.
    :param marks: line (from 1) of each path, ``fields.fed.of`` or ``guards[0].say``.
    :param file: the name it is known by in errors.
    """

    body: Any
    marks: dict[str, int] = field(default_factory=dict)
    file: str = ""

    def line(self, path: str) -> int:
        """The line of ``path``, or of the nearest thing around it; 1 for the whole."""
        while path:
            for tried in (path, path.replace("[0]", "")):
                if tried in self.marks:
                    return self.marks[tried]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return 1


def located(loaded: Loaded, mistakes: list[Mistake]) -> list[Mistake]:
    """The same mistakes with ``file:line`` as their path, in the order of the lines."""
    found = [(loaded.line(m.path), m) for m in mistakes]
    return [Mistake(f"{loaded.file}:{line}", m.code, m.params) for line, m in sorted(found, key=lambda f: f[0])]


def words(mistakes: list[Mistake], lang: str) -> list[str]:
    """Each mistake as one line of words: ``feeding.yaml:14: unknown field "materal"; did you mean "material"?``"""
    return [f"{m.path}: {say(m.code, lang, **m.params)}" if m.path else say(m.code, lang, **m.params) for m in mistakes]


def read(file: Path, name: str) -> str:
    """The text of a file, as ``decoded``."""
    return decoded(file.read_bytes()[: MAX_BYTES + 1], name)


def decoded(raw: bytes, name: str) -> str:
    """Bytes as text.

    :param raw: of no more than ``MAX_BYTES`` and one.
    :param name: what it is called in mistakes.
    :raises Invalid: it is not UTF-8.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        if wrong.start >= MAX_BYTES - 3:
            raise Invalid([Mistake(name, "definitions.yaml_too_big", {"most": MAX_BYTES // 1024})]) from None
        raise Invalid([Mistake(name, "definitions.yaml_not_utf8")]) from None


def load(text: str, file: str = "") -> Loaded:
    """Read one YAML document.

    :raises Invalid: not YAML, or outside the bounds above; the path of each mistake is ``file:line``.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise Invalid([Mistake(file, "definitions.yaml_too_big", {"most": MAX_BYTES // 1024})])
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as problem:
        mark: Any = problem.problem_mark or problem.context_mark
        at = f"{file}:{mark.line + 1}" if mark else file
        said = " ".join(part for part in (problem.context, problem.problem) if part)
        if "nesting depth" in said:  # newer libyaml counts levels itself
            raise Invalid([Mistake(at, "definitions.yaml_bounds")]) from None
        raise Invalid([Mistake(at, "definitions.yaml_syntax", {"problem": said})]) from None
    except (yaml.YAMLError, UnicodeError, ValueError) as problem:
        raise Invalid([Mistake(file, "definitions.yaml_syntax", {"problem": str(problem).splitlines()[0]})]) from None
    if builder.mistakes:
        raise Invalid(builder.mistakes)
    return Loaded(builder.root, builder.marks, file)


class _Builder:
    """Builds values from parser events without recursion, so that no text can exhaust the stack."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Any = None
        self.marks: dict[str, int] = {}
        self.mistakes: list[Mistake] = []
        self.open: list[tuple[Any, str]] = []  # containers being filled, with their paths
        self.keys: list[str | None] = []  # the key waiting for its value, for each open mapping
        self.count = 0
        self.documents = 0

    def take(self, event: Any) -> None:
        self.count += 1
        if self.count > MAX_NODES or len(self.open) > MAX_DEPTH:
            raise Invalid([Mistake(self.at(event), "definitions.yaml_bounds")])
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise Invalid([Mistake(self.at(event), "definitions.yaml_one_document")])
        elif isinstance(event, yaml.AliasEvent):
            raise Invalid([Mistake(self.at(event), "definitions.yaml_alias")])
        elif isinstance(event, yaml.NodeEvent):
            self.node(event)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.open.pop()
            self.keys.pop()

    def at(self, event: Any) -> str:
        return f"{self.file}:{self.line(event)}"

    def line(self, event: Any) -> int:
        return int(event.start_mark.line) + 1

    def node(self, event: Any) -> None:
        if event.anchor or (getattr(event, "tag", None) not in (None, "!")):
            self.mistakes.append(Mistake(self.at(event), "definitions.yaml_alias"))
        if self.open and isinstance(self.open[-1][0], dict) and self.keys[-1] is None:
            self.key(event)
            return
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event) if event.implicit[0] and not event.style else event.value
        else:
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self.put(value, event)
        if not isinstance(event, yaml.ScalarEvent):
            self.open.append((value, path))
            self.keys.append(None)

    def key(self, event: Any) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise Invalid([Mistake(self.at(event), "definitions.yaml_key")])
        holder, path = self.open[-1]
        if event.value in holder:
            self.mistakes.append(Mistake(self.at(event), "definitions.yaml_twice", {"key": event.value}))
        self.keys[-1] = event.value
        self.marks[f"{path}.{event.value}" if path else event.value] = self.line(event)

    def put(self, value: Any, event: Any) -> str:
        if not self.open:
            self.root = value
            return ""
        holder, path = self.open[-1]
        if isinstance(holder, list):
            holder.append(value)
            path = f"{path}[{len(holder) - 1}]"
            self.marks[path] = self.line(event)
            return path
        key = self.keys[-1] or ""
        self.keys[-1] = None
        holder[key] = value
        return f"{path}.{key}" if path else key


def _scalar(event: Any) -> Any:
    text: str = event.value
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return Decimal(text) if _FLOAT.fullmatch(text) else text


class _Dumper(yaml.SafeDumper):
    """Writes what ``load`` reads: quotes a text only where it would be read as something else."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def ignore_aliases(self, data: Any) -> bool:
        return True


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:null", r"^(|null|~)$", ["n", "~", ""]),
    ("tag:yaml.org,2002:bool", r"^(true|false)$", ["t", "f"]),
    ("tag:yaml.org,2002:int", rf"^({_INT.pattern})$", list("-+0123456789")),
    ("tag:yaml.org,2002:float", rf"^({_FLOAT.pattern})$", list("-+0123456789")),
):
    _Dumper.add_implicit_resolver(_tag, re.compile(_pattern), _first)


def _decimal(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    text = format(value, "f")
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(Decimal, _decimal)
_Dumper.add_representer(str, _text)
WIDE = 118


def dump(body: Any) -> str:
    """``body`` as YAML in block style, keys in their order; small mappings and lists stand on one line.

    ``load(dump(body)).body == body`` for plain values without control characters.
    """
    return str(yaml.dump(_Laid(body), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6))


class _Laid:
    """A body to be laid out: a mapping or list that fits one line in flow style is written so."""

    def __init__(self, body: Any) -> None:
        self.body = body


def _lay(dumper: yaml.SafeDumper, laid: _Laid) -> yaml.Node:
    node = dumper.represent_data(laid.body)
    _settle(node, 0, top=True)
    return node


def _settle(node: Any, depth: int, top: bool = False, under: str = "") -> int:
    """Choose flow or block for ``node``; answers its width on one line, or a very large number."""
    if isinstance(node, yaml.ScalarNode):
        return 10**6 if "\n" in node.value else len(node.value) + 2
    parts = node.value if isinstance(node, yaml.SequenceNode) else [n for pair in node.value for n in pair]
    if isinstance(node, yaml.MappingNode):
        widths = [_settle(k, 0) + _settle(v, depth + 1, under=str(k.value)) + 2 for k, v in node.value]
    else:
        widths = [_settle(part, depth + 1, under=under) + 2 for part in parts]
    width = sum(widths) + 2
    if _is_label(node):
        node.flow_style = True
        return width
    nested = any(_holds_mapping(part) for part in parts)
    block = top or nested or (under in _BLOCKS and any(not isinstance(p, yaml.ScalarNode) for p in parts))
    node.flow_style = not block and width + 2 * depth + len(under) <= WIDE
    return width if node.flow_style else 10**6


def _is_label(node: Any) -> bool:
    return isinstance(node, yaml.MappingNode) and {k.value for k, _ in node.value} in ({"zh", "en"}, {"zh"}, {"en"})


def _holds_mapping(node: Any) -> bool:
    """Whether ``node`` is a mapping with a mapping in it that is not a label: too much for one line."""
    if not isinstance(node, yaml.MappingNode):
        return False
    return any(isinstance(v, yaml.MappingNode) and not _is_label(v) for _, v in node.value)


_BLOCKS = ("fields", "guards", "views", "sections", "grants")
_Dumper.add_representer(_Laid, _lay)
