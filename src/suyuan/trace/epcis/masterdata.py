"""Names of products, places and parties from the master data in a document's header (EPCIS 2.0 section 9.4, CBV 9)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from suyuan.codes.canonical import canonical
from suyuan.trace.epcis.read import Document, Json

_NAMES = ("descriptionShort", "tradeItemName", "regulatedProductName", "functionalName", "name")


def names_of(document: Document) -> dict[str, str]:
    """The name of each identifier that the header describes, by its canonical form."""
    found: dict[str, str] = {}
    for element in _elements(document.header):
        name = _name(element)
        if name and isinstance(element.get("id"), str):
            found[canonical(str(element["id"]))] = name
    return found


def product_name(names: dict[str, str], code: str) -> str:
    """The name of a unit by its own identifier, else by its product's (LGTIN, SGTIN, GDST lot), or ``""``."""
    product = code.replace(":product:lot:class:", ":product:class:").rpartition(".")[0]
    pattern = re.sub(r"^urn:epc:(class:lgtin|id:sgtin):", "urn:epc:idpat:sgtin:", product) + ".*"
    return next((names[key] for text in (code, product, pattern) if (key := canonical(text)) in names), "")


def _elements(header: Json) -> Iterator[dict[str, Json]]:
    master = header.get("epcisMasterData") if isinstance(header, dict) else None
    vocabularies = master.get("vocabularyList") if isinstance(master, dict) else None
    for vocabulary in vocabularies if isinstance(vocabularies, list) else ():
        listed = vocabulary.get("vocabularyElementList") if isinstance(vocabulary, dict) else None
        for element in listed if isinstance(listed, list) else ():
            if isinstance(element, dict):
                yield element


def _name(element: dict[str, Json]) -> str:
    attributes = element.get("attributes")
    told: dict[str, str] = {}
    for attribute in attributes if isinstance(attributes, list) else ():
        if isinstance(attribute, dict) and isinstance(attribute.get("attribute"), str):
            local = str(attribute.get("id", "")).replace("#", ":").rpartition(":")[2]
            told[local] = str(attribute["attribute"])
    return next((told[name] for name in _NAMES if told.get(name)), "")
