"""Where the real EPCIS documents are, and an independent reading of the schema's formats."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

FOLDER = Path(__file__).parents[3] / "../shared/standards"
needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of standards' test documents is not here")

# Not valid under GS1's own schema, although offered as valid by their collection.
AGAINST_SCHEMA = {
    "AggregationEvent_with_persistentDisposition.json": {"trace.epcis_unknown_field"},
    "SensorData_with_combined_events.json": {"trace.epcis_word_measurement", "trace.epcis_required"},
    "TransactionEvent_with_userExtensions.json": {"trace.epcis_word_measurement"},
}
# Writes eventID twice in one object, with different values.
NOT_STRICT_JSON = {"AssociationEvent-h.jsonld"}


def documents(*folders: str) -> list[Path]:
    found = [f for folder in folders for f in sorted((FOLDER / folder).rglob("*.json*"))]
    return [f for f in found if f.name not in NOT_STRICT_JSON]


@cache
def schema() -> Any:
    """GS1's JSON Schema with the formats ``uri`` and ``date-time`` enforced."""
    formats = jsonschema.FormatChecker()
    formats.checks("uri")(_uri)
    formats.checks("date-time")(_date_time)
    text = (FOLDER / "epcis/spec/EPCIS-JSON-Schema.json").read_text("utf-8")
    return jsonschema.Draft7Validator(json.loads(text), format_checker=formats)


def _uri(value: Any) -> bool:
    allowed = r"[A-Za-z][A-Za-z0-9+.\-]*:(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?#\[\]]|%[0-9A-Fa-f]{2})*"
    return not isinstance(value, str) or re.fullmatch(allowed, value) is not None


def _date_time(value: Any) -> bool:
    if not isinstance(value, str):
        return True
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", value):
        return False
    try:
        datetime.fromisoformat(value.upper())
    except ValueError:
        return False
    return True
