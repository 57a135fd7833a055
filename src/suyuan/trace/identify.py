"""Other names of a lot: GTIN + lot, SSCC, EPC, Digital Link, all in one canonical spelling."""

from __future__ import annotations

from suyuan.codes.check_digits import has_mod10
from suyuan.codes.content import is_right
from suyuan.codes.digital_link import canonical_link
from suyuan.trace.event import LotPlan

GS1 = "gs1"
URI = "uri"


def gtin_lot(gtin: str, code: str) -> str | None:
    """The canonical Digital Link of lot ``code`` of ``gtin``; ``None`` when GS1 could not write it so."""
    padded = gtin.zfill(14)
    if not (padded.isdigit() and len(padded) == 14 and has_mod10(padded) and is_right("10", code)):
        return None
    return canonical_link((("01", padded), ("10", code)))


def identifiers_of(new: LotPlan) -> list[tuple[str, str]]:
    """(scheme, value) pairs under which ``new`` can be found besides its code."""
    if new.gtin and (link := gtin_lot(new.gtin, new.code)):
        return [(GS1, link)]
    if new.kind == "logistic" and is_sscc(new.code):
        return [(GS1, canonical_link((("00", new.code),)))]
    return []


def is_sscc(code: str) -> bool:
    """Whether ``code`` is a bare SSCC with its check digit."""
    return len(code) == 18 and code.isdigit() and has_mod10(code)
