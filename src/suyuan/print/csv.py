"""CSV (RFC 4180) with a byte order mark, as Excel reads it; no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, tzinfo

from suyuan.print.sheet import Sheet, words

MEDIA_TYPE = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def table(sheet: Sheet, lang: str, zone: tzinfo = UTC) -> bytes:
    """``sheet`` without its title and note; instants in RFC 3339 by the clock of ``zone``.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow([_safe(column.label) for column in sheet.columns])
    for row in sheet.rows:
        lines.writerow([_cell(value, lang, zone) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _cell(value: object, lang: str, zone: tzinfo) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(zone).isoformat(timespec="seconds")
    text = words(value, lang, zone)
    return _safe(text) if isinstance(value, str) else text


def _safe(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text
