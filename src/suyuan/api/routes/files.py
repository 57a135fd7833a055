"""Uploads: kept by content, told by content, given back only for saving."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from suyuan import records
from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.headers import SANDBOX
from suyuan.api.route import SIGNED_IN, Parameter, route
from suyuan.records import files


@route(
    "POST",
    "/files",
    SIGNED_IN,
    query={"name": Parameter(required=True, most=1000)},
    takes=("*/*",),
    limit=files.MOST_BYTES,
    status=201,
)
async def upload(call: Call) -> Any:
    """Upload a file: the body is its bytes."""
    raw = await call.raw()
    kept = await call.away(files.keep, call.store, call.query["name"], raw, call.actor)
    return kept.wire


@route("GET", "/files/{id:str}", SIGNED_IN, gives="application/octet-stream")
async def download(call: Call) -> Any:
    """A file, for its uploader and for who may read a record that shows it."""

    def look() -> tuple[files.File, bytes]:
        file = records.readable_file(call.store, call.path["id"], by=call.actor)
        with files.content(call.store, file) as stream:
            return file, stream.read()

    file, content = await call.away(look)
    sent = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "content-security-policy": SANDBOX,
        "cache-control": "private, max-age=3600",
        "etag": f'"{file.sha256}"',
    }
    return Answer(content, 200, sent, file.type)
