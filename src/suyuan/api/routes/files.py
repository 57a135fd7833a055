"""Uploads: kept by content, told by content, given back only for saving."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from suyuan import records
from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.headers import SANDBOX
from suyuan.api.route import SIGNED_IN, Parameter, route
from suyuan.api.shape import Shape, many, whole
from suyuan.records import files
from suyuan.records.pictures import stamp_of
from suyuan.records.signing import MOST_STROKES, WIDEST, sign

STROKES = Shape(
    {
        "width": whole(required=True, least=1, most=WIDEST),
        "height": whole(required=True, least=1, most=WIDEST),
        "strokes": many(required=True, most=MOST_STROKES),
    }
)


@route(
    "POST",
    "/files",
    SIGNED_IN,
    query={
        "name": Parameter(required=True, most=1000),
        "form": Parameter(most=100, note="form of the field it is for"),
        "field": Parameter(most=130, note="path of that field; a picture is stamped where the field asks for it"),
    },
    takes=("*/*",),
    limit=files.MOST_BYTES,
    status=201,
)
async def upload(call: Call) -> Any:
    """Upload a file: the body is its bytes. Pictures are made anew, without data about place and camera."""
    raw, asked = await call.raw(), call.query

    def kept() -> files.File:
        stamp = stamp_of(call.store, asked["form"], asked.get("field") or "", call.actor) if asked.get("form") else ()
        return files.keep(call.store, asked["name"], raw, call.actor, stamp)

    return (await call.away(kept)).wire


@route("POST", "/signatures", SIGNED_IN, body=STROKES, status=201)
async def signature(call: Call) -> Any:
    """Sign: the strokes of the caller's hand, of which the server draws the picture; for one record only."""
    given = await call.body()
    return (await call.away(sign, call.store, given, call.actor)).wire


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
