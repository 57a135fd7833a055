"""The kinds of field that can be dropped on a form."""

from __future__ import annotations

from typing import Any

from suyuan.api.call import Call
from suyuan.api.route import SIGNED_IN, route
from suyuan.forms.palette import groups, items


@route("GET", "/field-types", SIGNED_IN)
async def field_types(call: Call) -> Any:
    """The palette of the form designer: every type, preset and starter with its options, in both languages."""
    return {"groups": groups(), "items": items()}
