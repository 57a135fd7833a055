"""Answers: JSON from values, bytes, streams; all plain ASGI."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import msgspec
from litestar.types import Receive, Scope, Send

from suyuan.api.shape import plain

_ENCODER = msgspec.json.Encoder(enc_hook=plain, decimal_format="string")
_EXACT = msgspec.json.Encoder(enc_hook=plain, decimal_format="number")


def encode(value: Any) -> bytes:
    """``value`` as JSON; decimals are texts."""
    return _ENCODER.encode(value)


def exact(value: Any, status: int = 200) -> Answer:
    """An answer in which decimals are JSON numbers, as definitions hold them."""
    return Answer(_EXACT.encode(value), status, media_type="application/json")


class Answer:
    """What a handler gives when it is more than a value with the route's status.

    :param content: bytes as they are; anything else as JSON.
    :param cookies: ``Set-Cookie`` values.
    """

    __slots__ = ("content", "cookies", "headers", "media_type", "status")

    def __init__(
        self,
        content: Any = b"",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        media_type: str = "",
        cookies: Sequence[str] = (),
    ) -> None:
        self.status = status
        self.content: bytes = content if isinstance(content, bytes) else encode(content)
        self.media_type = media_type or ("application/json" if content != b"" else "")
        self.headers = headers or {}
        self.cookies = cookies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = [(b"content-length", str(len(self.content)).encode())]
        if self.media_type:
            head.append((b"content-type", self.media_type.encode()))
        head += [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in self.headers.items()]
        head += [(b"set-cookie", value.encode("ascii")) for value in self.cookies]
        await send({"type": "http.response.start", "status": self.status, "headers": head})
        body = b"" if scope["method"] == "HEAD" else self.content  # type: ignore[typeddict-item]
        await send({"type": "http.response.body", "body": body, "more_body": False})


class Stream:
    """An answer sent piece by piece."""

    __slots__ = ("headers", "media_type", "pieces")

    def __init__(self, pieces: AsyncIterator[bytes], media_type: str, headers: Mapping[str, str] | None = None) -> None:
        self.pieces = pieces
        self.media_type = media_type
        self.headers = headers or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = [(b"content-type", self.media_type.encode())]
        head += [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in self.headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        if scope["method"] == "HEAD":  # type: ignore[typeddict-item]
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        async for piece in self.pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
