"""Writing EPCIS JSON: what was captured comes out the same, numbers in their own spelling, keys in their own order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from suyuan.trace.epcis.read import Json, Number

EPCIS_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


def _raw(value: Any) -> Any:
    if isinstance(value, Number):
        return msgspec.Raw(value.text.encode())
    raise TypeError(f"{type(value).__name__} has no place in an EPCIS document")


_encoder = msgspec.json.Encoder(enc_hook=_raw, decimal_format="number")


def write_json(value: Json) -> bytes:
    """``value`` as compact UTF-8 JSON; a ``Number`` as it was read, a ``Decimal`` in plain digits."""
    return _encoder.encode(value)


def number(value: Decimal) -> Number:
    """``value`` as a JSON number in plain notation without needless zeros."""
    plain = format(value, "f")
    return Number((plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0")


def _entries(context: Json) -> list[Json]:
    return list(context) if isinstance(context, list) else [] if context is None else [context]


def _prefixes(entries: Sequence[Json]) -> dict[str, Json]:
    return {k: v for entry in entries if isinstance(entry, dict) for k, v in entry.items()}


def merge_contexts(contexts: Sequence[Json]) -> tuple[list[Json], list[bool]]:
    """One context for events of several documents, and which of them it cannot serve.

    :param contexts: the context of each event (string, object, array or ``None``).
    :returns: the merged context, and of each event whether a prefix of its own means another thing there.
    """
    merged: list[Json] = []
    known: dict[str, Json] = {}
    apart = []
    for context in contexts:
        entries = _entries(context)
        prefixes = _prefixes(entries)
        clash = any(k in known and known[k] != v for k, v in prefixes.items())
        apart.append(clash)
        if not clash:
            known.update(prefixes)
            merged.extend(e for e in entries if e not in merged)
    return merged or [EPCIS_CONTEXT], apart


def _with_contexts(events: Sequence[dict[str, Json]], contexts: Sequence[Json] | None) -> tuple[list[Json], list[Json]]:
    if contexts is None:
        return [EPCIS_CONTEXT], list(events)
    merged, apart = merge_contexts(contexts)
    kept = [
        {"@context": context, **event} if keep and "@context" not in event else event
        for event, context, keep in zip(events, contexts, apart)
    ]
    return merged, list(kept)


def epcis_document(
    events: Sequence[dict[str, Json]],
    contexts: Sequence[Json] | None = None,
    *,
    creation_date: str,
    header: dict[str, Json] | None = None,
    id: str | None = None,
) -> dict[str, Json]:
    """An ``EPCISDocument`` of ``events``.

    :param contexts: the context of each event, as it was captured; the standard one when ``None``.
    :param creation_date: RFC 3339 with offset.
    """
    context, kept = _with_contexts(events, contexts)
    named = {"id": id} if id else {}
    headed = {"epcisHeader": header} if header else {}
    return {
        "@context": context,
        **named,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": creation_date,
        **headed,
        "epcisBody": {"eventList": kept},
    }


def query_document(
    events: Sequence[dict[str, Json]],
    contexts: Sequence[Json] | None = None,
    *,
    creation_date: str,
    query_name: str = "SimpleEventQuery",
    subscription: str | None = None,
) -> dict[str, Json]:
    """An ``EPCISQueryDocument`` of ``events``; parameters as ``epcis_document``."""
    context, kept = _with_contexts(events, contexts)
    results: dict[str, Json] = {"queryName": query_name}
    if subscription is not None:
        results["subscriptionID"] = subscription
    return {
        "@context": context,
        "type": "EPCISQueryDocument",
        "schemaVersion": "2.0",
        "creationDate": creation_date,
        "epcisBody": {"queryResults": {**results, "resultsBody": {"eventList": kept}}},
    }


def write_document(events: Sequence[dict[str, Json]], contexts: Sequence[Json] | None = None, **options: Any) -> bytes:
    """``epcis_document`` as bytes; same parameters."""
    return write_json(epcis_document(events, contexts, **options))
