"""EPCIS 2.0 and 1.2 XML read into the same JSON as everything else.

Standard words become bare words, ``extension`` wrappers of 1.2 fall away, own elements become fields in their prefix.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from suyuan.kernel.errors import Malformed
from suyuan.trace.epcis import vocabulary as cbv
from suyuan.trace.epcis.context import STANDARD, expand
from suyuan.trace.epcis.read import Document, Json, Number, document_of, read_document
from suyuan.trace.epcis.write import EPCIS_CONTEXT
from suyuan.trace.epcis.xml_tree import Name, Node, parse_xml

_TECHNICAL = (
    "http://www.w3.org/2001/XMLSchema",
    "http://www.w3.org/2001/XMLSchema-instance",
    "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader",
)
_TECHNICAL_PREFIXES = ("urn:epcglobal:epcis", "urn:epcglobal:xsd")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_LOOSE = re.compile(r"([+-]?)0*(\d*)(\.\d*)?")
_NUMBERS = frozenset(
    ("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"),
)


def _is_technical(space: str) -> bool:
    return space in _TECHNICAL or space.startswith(_TECHNICAL_PREFIXES)


class _Names:
    """Prefixes of one document, each meaning one namespace."""

    def __init__(self, root: Node) -> None:
        self.prefixes: dict[str, str] = {}
        stack = [root]
        while stack:
            node = stack.pop()
            for prefix, space in node.prefixes.items():
                if not _is_technical(space):
                    self._prefix(space, prefix)
            stack.extend(node.children)

    def _prefix(self, space: str, wanted: str) -> str:
        standard = {v.rstrip(":"): k for k, v in STANDARD.items()}.get(space.rstrip(":"))
        if standard:
            return standard
        for prefix, known in self.prefixes.items():
            if known == space:
                return prefix
        prefix, number = wanted, 1
        while not prefix or prefix in self.prefixes or prefix in STANDARD:
            prefix, number = f"{wanted or 'ns'}{number}", number + 1
        self.prefixes[prefix] = space
        return prefix

    def key(self, name: Name) -> str:
        """The JSON key of a name: bare when it has no namespace."""
        if not name.space or name.space.startswith(_TECHNICAL_PREFIXES):
            return name.local
        return f"{self._prefix(name.space, name.prefix)}:{name.local}"

    def word(self, words: cbv.Vocabulary, text: str) -> str:
        """A standard word bare, anything else as written."""
        found = words.word(expand(text, {**STANDARD, **self.prefixes}))
        return found if found in words.words else text


def _number(text: str) -> Json:
    """A number in JSON's spelling, or the text when it is none."""
    if _NUMBER.fullmatch(text):
        return Number(text)
    found = _LOOSE.fullmatch(text)
    if found is None or not (found[2] or (found[3] or "").strip(".") or text.strip("+-").startswith("0")):
        return text
    sign = "-" if found[1] == "-" else ""
    fraction = (found[3] or "").rstrip(".")
    return Number(f"{sign}{found[2] or '0'}{fraction}")


def _own(node: Node, names: _Names) -> Json:
    """An own element: text, or an object of its attributes and children."""
    attributes = {names.key(n): v for n, v in node.attributes if n.space not in _TECHNICAL}
    if not attributes and not node.children:
        return node.text
    made: dict[str, Json] = dict(attributes)
    for child in node.children:
        _add(made, names.key(child.name), _own(child, names))
    if node.text and not node.children:
        made["#text"] = node.text
    return made


def _add(made: dict[str, Json], key: str, value: Json) -> None:
    if key not in made:
        made[key] = value
    elif isinstance(made[key], list):
        made[key].append(value)
    else:
        made[key] = [made[key], value]


def _flat(node: Node) -> Iterator[Node]:
    """The children, those inside the extension wrappers of EPCIS 1.x in place of the wrapper."""
    for child in node.children:
        if child.local in ("extension", "baseExtension") and not child.name.space:
            yield from _flat(child)
        else:
            yield child


def _text(node: Node, _names: _Names) -> Json:
    return node.text


def _epcs(node: Node, _names: _Names) -> Json:
    return [child.text for child in node.children]


def _quantity(node: Node, names: _Names) -> Json:
    return {c.local: _number(c.text) if c.local == "quantity" else c.text for c in _flat(node)}


def _quantities(node: Node, names: _Names) -> Json:
    return [_quantity(child, names) for child in node.children]


def _place(node: Node, names: _Names) -> Json:
    return _object(node, names, {"id": _text})


def _word(words: cbv.Vocabulary) -> Callable[[Node, _Names], Json]:
    return lambda node, names: names.word(words, node.text)


def _typed(words: cbv.Vocabulary) -> Callable[[Node, _Names], Json]:
    def listed(node: Node, names: _Names) -> Json:
        made = []
        for child in node.children:
            kind = child.attribute("type")
            typed = {} if kind is None else {"type": names.word(words, kind)}
            made.append({**typed, child.local: child.text})
        return made

    return listed


def _persistent(node: Node, names: _Names) -> Json:
    made: dict[str, list[str]] = {}
    for child in node.children:
        made.setdefault(child.local, []).append(names.word(cbv.DISPOSITION, child.text))
    return made


_ATTRIBUTE_WORDS = {"type": cbv.MEASUREMENT, "exception": cbv.ALERT, "component": cbv.COMPONENT}


def _attributes(node: Node, names: _Names) -> dict[str, Json]:
    made: dict[str, Json] = {}
    for name, value in node.attributes:
        key = names.key(name)
        if name.space in _TECHNICAL:
            continue
        if key in _ATTRIBUTE_WORDS:
            made[key] = names.word(_ATTRIBUTE_WORDS[key], value)
        elif key in _NUMBERS:
            made[key] = _number(value)
        elif key == "booleanValue" and value in ("true", "false", "1", "0"):
            made[key] = value in ("true", "1")
        else:
            made[key] = value
    for child in node.children:
        _add(made, names.key(child.name), _own(child, names))
    return made


def _sensor(node: Node, names: _Names) -> Json:
    made: dict[str, Json] = {}
    for child in _flat(node):
        if child.local == "sensorMetadata" and not child.name.space:
            made["sensorMetadata"] = _attributes(child, names)
        elif child.local == "sensorReport" and not child.name.space:
            made.setdefault("sensorReport", []).append(_attributes(child, names))
        else:
            _add(made, names.key(child.name), _own(child, names))
    return made


def _sensors(node: Node, names: _Names) -> Json:
    return [_sensor(child, names) for child in node.children]


def _ilmd(node: Node, names: _Names) -> Json:
    made: dict[str, Json] = {}
    for child in _flat(node):
        _add(made, names.key(child.name), _own(child, names))
    return made


def _declaration(node: Node, names: _Names) -> Json:
    reads = {"declarationTime": _text, "reason": _word(cbv.ERROR_REASON), "correctiveEventIDs": _epcs}
    return _object(node, names, reads)


_READS: dict[str, Callable[[Node, _Names], Json]] = {
    **dict.fromkeys(("epcList", "childEPCs", "inputEPCList", "outputEPCList"), _epcs),
    **dict.fromkeys(("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"), _quantities),
    "readPoint": _place,
    "bizLocation": _place,
    "bizStep": _word(cbv.BIZ_STEP),
    "disposition": _word(cbv.DISPOSITION),
    "persistentDisposition": _persistent,
    "bizTransactionList": _typed(cbv.BIZ_TRANSACTION),
    "sourceList": _typed(cbv.SOURCE_DESTINATION),
    "destinationList": _typed(cbv.SOURCE_DESTINATION),
    "sensorElementList": _sensors,
    "ilmd": _ilmd,
    "errorDeclaration": _declaration,
}


def _object(node: Node, names: _Names, reads: dict[str, Callable[[Node, _Names], Json]]) -> dict[str, Json]:
    made: dict[str, Json] = {}
    for child in _flat(node):
        key = names.key(child.name)
        _add(made, key, reads[key](child, names) if key in reads else _own(child, names))
    return made


def _event(node: Node, names: _Names) -> dict[str, Json]:
    return {"type": names.key(node.name), **_object(node, names, _READS)}


def _attribute_of(node: Node, names: _Names) -> Json:
    return {"id": node.attribute("id"), "attribute": node.text if not node.children else _own(node, names)}


def _element(node: Node, names: _Names) -> Json:
    made: dict[str, Json] = {"id": node.attribute("id")}
    attributes = [_attribute_of(c, names) for c in node.children if c.local == "attribute"]
    children = [i.text for c in node.children if c.local == "children" for i in c.children]
    return {
        **made,
        **({"attributes": attributes} if attributes else {}),
        **({"children": children} if children else {}),
    }


def _master_data(list_: Node, names: _Names) -> Json:
    return [
        {
            "type": vocabulary.attribute("type"),
            "vocabularyElementList": [
                _element(e, names)
                for held in vocabulary.children
                for e in held.children
                if held.local == "VocabularyElementList"
            ],
        }
        for vocabulary in list_.children
    ]


def _header(root: Node, names: _Names) -> Iterator[tuple[str, Json]]:
    for local, key in (("Sender", "sender"), ("Receiver", "receiver")):
        party = root.find(local)
        identifier = party.first("Identifier") if party else None
        if identifier is not None and identifier.text:
            yield key, identifier.text
    instance = root.find("InstanceIdentifier")
    if instance is not None and instance.text:
        yield "instanceIdentifier", instance.text
    header = root.find("EPCISHeader")
    vocabularies = header.find("VocabularyList") if header else None
    if vocabularies is not None:
        yield "epcisHeader", {"epcisMasterData": {"vocabularyList": _master_data(vocabularies, names)}}


def _own_of_root(root: Node, names: _Names) -> Iterator[tuple[str, Json]]:
    for child in root.children:
        key = names.key(child.name)
        if ":" in key:
            listed = child.local == "ignoreFields"
            yield key, [names.key(c.name) for c in child.children] if listed else _own(child, names)


def _body(root: Node, events: list[dict[str, Json]], names: _Names) -> Json:
    if root.local == "EPCISDocument":
        return {"eventList": events}
    results: dict[str, Json] = {}
    for local in ("queryName", "subscriptionID"):
        found = root.find(local)
        if found is not None:
            results[local] = found.text
    return {"queryResults": {**results, "resultsBody": {"eventList": events}}}


def read_xml(data: bytes) -> Document:
    """The EPCIS XML document in ``data``, as the JSON document it says the same as; ``raw`` keeps the XML.

    :raises Malformed: when it is not well-formed, has a DOCTYPE, or its root is no EPCIS document.
    """
    root = parse_xml(data)
    if root.local not in ("EPCISDocument", "EPCISQueryDocument"):
        raise Malformed("trace.epcis_xml_kind", name=root.local)
    names = _Names(root)
    listed = root.find("EventList")
    events = [_event(child, names) for child in _flat(listed)] if listed else []
    header = dict(_header(root, names))
    if root.local == "EPCISQueryDocument":
        header = {k: v for k, v in header.items() if k == "epcisHeader"}
    created = root.attribute("creationDate")
    value = {
        "@context": [EPCIS_CONTEXT, *({p: s} for p, s in names.prefixes.items())],
        "type": root.local,
        "schemaVersion": "2.0",
        **({} if created is None else {"creationDate": created}),
        **header,
        **dict(_own_of_root(root, names)),
        "epcisBody": _body(root, events, names),
    }
    return document_of(value, data)


def read_any(data: bytes) -> Document:
    """An EPCIS document in JSON or XML, whichever it is.

    :raises Malformed: as ``read_document`` and ``read_xml``.
    """
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return read_xml(data) if start == b"<" or data[:2] in (b"\xff\xfe", b"\xfe\xff") else read_document(data)
