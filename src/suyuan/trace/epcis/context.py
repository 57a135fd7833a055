"""JSON-LD contexts as far as EPCIS needs them: prefixes, and what a short name expands to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from suyuan.trace.epcis.read import Json

STANDARD: dict[str, str] = {
    "epcis": "https://ref.gs1.org/epcis/",
    "cbv": "https://ref.gs1.org/cbv/",
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "gs1": "https://gs1.org/voc/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
}
"""Prefixes that the EPCIS context itself defines."""


def prefixes(contexts: Iterable[Json]) -> dict[str, str]:
    """Prefix to namespace, from the entries of the contexts in force; later ones win over earlier ones."""
    found = dict(STANDARD)
    for entry in contexts:
        if isinstance(entry, dict):
            for prefix, meaning in entry.items():
                namespace = meaning.get("@id") if isinstance(meaning, dict) else meaning
                if isinstance(namespace, str) and not prefix.startswith("@"):
                    found[prefix] = namespace
    return found


def split_name(name: str, known: Mapping[str, str]) -> tuple[str, str]:
    """Namespace and local name of a key: ``ext:field``, a full URI, or ``("", name)`` when it has no namespace."""
    prefix, colon, local = name.partition(":")
    if colon and not local.startswith("//") and prefix in known:
        return known[prefix], local
    for separator in ("#", "/", ":"):
        space, found, local = name.rpartition(separator)
        if found and ":" in space + separator and local:
            return space + separator, local
    return "", name


def expand(value: str, known: Mapping[str, str]) -> str:
    """``value`` with a known prefix written out."""
    prefix, colon, local = value.partition(":")
    return known[prefix] + local if colon and prefix in known and not local.startswith("//") else value
