"""EPC URNs (Tag Data Standard 2.1, sections 6 and 7) and what they say in application identifiers.

Instances are ``urn:epc:id:``, lots ``urn:epc:class:lgtin:``, classes ``urn:epc:idpat:`` with ``*``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from suyuan.codes.check_digits import mod10
from suyuan.codes.digital_link import Elements
from suyuan.kernel.errors import refuse

_CHARS = r"(?:[A-Za-z0-9\-!'()*+,.:;=_]|%2[2356fF]|%3[cCeEfF])"
_CPI_CHARS = r"(?:[A-Z0-9\-]|%2[3fF])"


@dataclass(frozen=True)
class Scheme:
    """One EPC scheme of a GS1 key.

    :param ai: the key; :param body: digits of company prefix and reference together (0: free length).
    :param reference: pattern of the reference after the prefix.
    :param serial: pattern of the serial, empty when the scheme has none; :param qualifier: its own identifier, or empty
        when the serial is part of the key's value.
    :param moved: whether the first digit of the reference (indicator, extension) comes first in the key.
    :param check: whether a check digit follows; :param lead: what stands before.
    """

    key: str
    ai: str
    body: int
    reference: str
    serial: str = ""
    qualifier: str = ""
    moved: bool = False
    check: bool = True
    lead: str = ""
    middle: str = ""


_DIGITS = r"\d*"
SCHEMES: dict[str, Scheme] = {
    s.key: s
    for s in (
        Scheme("sgtin", "01", 13, _DIGITS, _CHARS + "{1,20}", "21", moved=True),
        Scheme("lgtin", "01", 13, _DIGITS, _CHARS + "{1,20}", "10", moved=True),
        Scheme("upui", "01", 13, _DIGITS, _CHARS + "{1,28}", "235", moved=True),
        Scheme("itip", "8006", 13, _DIGITS, _CHARS + "{1,20}", "21", moved=True, middle=r"\d\d\.\d\d"),
        Scheme("sscc", "00", 17, _DIGITS, moved=True),
        Scheme("sgln", "414", 12, _DIGITS, _CHARS + "{1,20}", "254"),
        Scheme("pgln", "417", 12, _DIGITS),
        Scheme("grai", "8003", 12, _DIGITS, _CHARS + "{1,16}", lead="0"),
        Scheme("giai", "8004", 0, _CHARS + "{1,24}", check=False),
        Scheme("gsrn", "8018", 17, _DIGITS),
        Scheme("gsrnp", "8017", 17, _DIGITS),
        Scheme("gdti", "253", 12, _DIGITS, _CHARS + "{1,17}"),
        Scheme("sgcn", "255", 12, _DIGITS, r"\d{1,12}"),
        Scheme("cpi", "8010", 0, _CPI_CHARS + "{1,24}", r"[1-9]\d{0,11}|0", "8011", check=False),
        Scheme("ginc", "401", 0, _CHARS + "{1,24}", check=False),
        Scheme("gsin", "402", 16, _DIGITS),
    )
}
_OTHER = frozenset(["gid", "usdod", "adi", "bic", "imovn", "gsrn"])
"""Schemes that are no GS1 key of an application identifier; only their prefix is known here."""

_URN = re.compile(r"urn:epc:(id|class|idpat):([a-z]+):(.+)")


@dataclass(frozen=True)
class Epc:
    """An EPC URN taken apart.

    :param form: ``id``, ``class`` or ``idpat``.
    :param prefix: GS1 company prefix; :param reference: what the company numbered (with indicator or extension digit).
    :param middle: piece and total of an ITIP; :param serial: unescaped; empty when none, ``*`` in a pattern.
    """

    form: str
    scheme: Scheme
    prefix: str
    reference: str
    middle: str = ""
    serial: str = ""


def is_epc(urn: str) -> bool:
    """Whether ``urn`` claims to be an EPC (right or wrong)."""
    return urn.startswith(("urn:epc:id:", "urn:epc:class:", "urn:epc:idpat:"))


def is_foreign(urn: str) -> bool:
    """Whether ``urn`` is of an EPC scheme that is no GS1 key (vehicles, containers, defence), not taken apart here."""
    found = _URN.fullmatch(urn)
    return found is not None and found[2] in _OTHER - SCHEMES.keys()


def parse_epc(urn: str) -> Epc:
    """An EPC URN of a GS1 key taken apart.

    :raises Invalid: when the scheme is unknown, or lengths or characters are wrong.
    """
    found = _URN.fullmatch(urn)
    scheme = SCHEMES.get(found[2]) if found else None
    if found is None or scheme is None or (scheme.key == "lgtin") != (found[1] == "class"):
        raise refuse("", "codes.epc_scheme", value=urn)
    epc = _fields(found[1], scheme, found[3])
    if epc is None or not _lengths_right(epc):
        raise refuse("", "codes.epc_syntax", value=urn, scheme=scheme.key)
    return epc


def _fields(form: str, scheme: Scheme, rest: str) -> Epc | None:
    wild = r"\*"
    ending = (rf"\.({scheme.middle}|\*\.\*)" if form == "idpat" else rf"\.({scheme.middle})") if scheme.middle else "()"
    if scheme.serial:
        ending += rf"\.({wild})" if form == "idpat" else rf"\.({scheme.serial})"
    reference = rf"(?:{scheme.reference}|{wild})" if form == "idpat" else scheme.reference
    found = re.fullmatch(rf"(\d{{6,12}})\.({reference}){ending}", rest)
    if found is None:
        return None
    serial = found[4] if scheme.serial else ""
    return Epc(form, scheme, found[1], unquote(found[2]), found[3] or "", unquote(serial))


def _lengths_right(epc: Epc) -> bool:
    if epc.reference == "*":
        return True
    total = len(epc.prefix) + len(epc.reference)
    if not epc.scheme.body:
        return total <= 30
    return total == epc.scheme.body and not (epc.scheme.moved and not epc.reference)


def epc_elements(epc: Epc) -> Elements | None:
    """What ``epc`` says in application identifiers; ``None`` for a pattern over more than one class."""
    if epc.reference == "*" or epc.middle == "*.*":
        return None
    scheme = epc.scheme
    body = epc.prefix + epc.reference
    if scheme.moved:
        body = epc.reference[0] + epc.prefix + epc.reference[1:]
    value = scheme.lead + body + (mod10(body) if scheme.check else "") + epc.middle.replace(".", "")
    if epc.serial in ("", "*") and (epc.form == "idpat" or not epc.serial):
        return ((scheme.ai, value),)
    if not scheme.qualifier:
        return ((scheme.ai, value + epc.serial),)
    if scheme.key == "sgln" and epc.serial == "0":
        return ((scheme.ai, value),)
    return ((scheme.ai, value), (scheme.qualifier, epc.serial))


def _escape(text: str) -> str:
    return quote(text, safe="!'()*+,.:;=_-").replace("~", "%7E")


def to_urn(elements: Elements, prefix_length: int) -> str:
    """The EPC URN of ``elements`` (key, then qualifier) of a company whose prefix has ``prefix_length`` digits (6-12).

    A GTIN alone gives the class pattern, with a lot the LGTIN, with a serial the SGTIN.

    :raises Invalid: when the key has no EPC scheme or the prefix length is out of range.
    """
    if not 6 <= prefix_length <= 12:
        raise refuse("", "codes.prefix_length", length=prefix_length)
    key, value = elements[0]
    given = dict(elements[1:])
    scheme = _scheme_of(key, given)
    if scheme is None:
        raise refuse("", "codes.epc_scheme", value=key)
    if not scheme.check:
        serial = f".{given[scheme.qualifier]}" if scheme.qualifier in given else ".*" if scheme.qualifier else ""
        form = "idpat" if serial == ".*" else "id"
        return f"urn:epc:{form}:{scheme.key}:{value[:prefix_length]}.{_escape(value[prefix_length:])}{serial}"
    value = value.zfill(14) if key == "01" else value
    body, rest = _split(scheme, value)
    prefix, reference = body[:prefix_length], body[prefix_length:]
    if scheme.moved:
        prefix, reference = body[1 : prefix_length + 1], body[0] + body[prefix_length + 1 :]
    return _urn(scheme, prefix, reference, rest, given)


def _split(scheme: Scheme, value: str) -> tuple[str, str]:
    start = len(scheme.lead)
    return value[start : start + scheme.body], value[start + scheme.body + 1 :]


def _urn(scheme: Scheme, prefix: str, reference: str, rest: str, given: dict[str, str]) -> str:
    middle = f".{rest[:2]}.{rest[2:4]}" if scheme.middle else ""
    head = f"{scheme.key}:{prefix}.{reference}{middle}"
    if not scheme.serial:
        return f"urn:epc:id:{head}"
    serial = given.get(scheme.qualifier, "0" if scheme.key == "sgln" else "") if scheme.qualifier else rest
    if not serial:
        return f"urn:epc:idpat:{head}.*"
    return f"urn:epc:{'class' if scheme.key == 'lgtin' else 'id'}:{head}.{_escape(serial)}"


def _scheme_of(key: str, given: dict[str, str]) -> Scheme | None:
    if key == "01":
        return SCHEMES["sgtin" if "21" in given or not given.keys() & {"10", "235"} else
                       "upui" if "235" in given else "lgtin"]  # fmt: skip
    return next((s for s in SCHEMES.values() if s.ai == key and s.key != "lgtin"), None)
