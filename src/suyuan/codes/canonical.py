"""One spelling for one key: EPC URN, Digital Link of any domain, and element string all come to the same text."""

from __future__ import annotations

from suyuan.codes.digital_link import KEYS, Elements, canonical_link, recognise
from suyuan.codes.elements import parse_elements
from suyuan.codes.epc import epc_elements, is_epc, is_foreign, parse_epc
from suyuan.kernel.errors import Invalid


def elements_of(code: str) -> Elements | None:
    """The GS1 elements of ``code`` (EPC URN, Digital Link, bracketed or scanned element string), else ``None``."""
    text = code.strip()
    try:
        if is_epc(text):
            return None if is_foreign(text) else epc_elements(parse_epc(text))
        if text.startswith(("(", "]", "\x1d", "\u00e8")):
            return parse_elements(text)
    except Invalid:
        return None
    return recognise(text)


def canonical(code: str) -> str:
    """The one text by which ``code`` is matched: its constrained canonical Digital Link, else ``code`` as it is.

    URN and Digital Link of one key agree, custom domains and queries fall away, and of several qualifiers the finest
    stays (CBV 2.0 section 8.9). Codes that are no GS1 key are only trimmed.
    """
    found = elements_of(code)
    if not found:
        return code.strip()
    return canonical_link(found) if found[0][0] in KEYS else code.strip()


def is_class(code: str) -> bool:
    """Whether ``code`` names a class (a GTIN, a lot, a pattern), not one thing."""
    found = elements_of(code)
    if found is None:
        return code.startswith(("urn:epc:class:", "urn:epc:idpat:"))
    given = dict(found)
    return ("01" in given or "8006" in given) and not given.keys() & {"21", "235"}
