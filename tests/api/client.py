"""A client without a network: requests as a browser or a program sends them, straight into the application."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from litestar import Litestar


@dataclass
class Reply:
    """One answer."""

    status: int
    headers: dict[str, str]
    raw: bytes
    cookies: list[str] = field(default_factory=list)

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def errors(self) -> dict[str, str]:
        """Codes of a problem by path."""
        return {e["path"]: e["code"] for e in self.json.get("errors", [])}


class Client:
    """Somebody who calls: nobody, a session, or a key.

    :param headers: sent with every request.
    """

    def __init__(self, app: Litestar, lang: str = "en", **headers: str) -> None:
        self.app = app
        self.headers = {"accept-language": lang, **headers}
        self.jar: dict[str, str] = {}

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        scheme: str = "http",
        pieces: Iterable[bytes] | None = None,
        **headers: str | None,
    ) -> Reply:
        """Ask; ``body`` goes as JSON, ``raw`` as it is; header names have ``_`` for ``-``, ``None`` leaves one out."""
        sent = {"host": "plant.local", **self.headers}
        if body is not None:
            raw = json.dumps(body).encode()
            sent["content-type"] = "application/json"
        raw = raw or b""
        sent["content-length"] = str(len(raw))
        if self.jar:
            sent["cookie"] = "; ".join(f"{k}={v}" for k, v in self.jar.items())
            sent.setdefault("origin", f"{scheme}://plant.local")
        for name, value in headers.items():
            key = name.replace("_", "-")
            if value is None:
                sent.pop(key, None)
            else:
                sent[key] = value
        reply = asyncio.run(_ask(self.app, method, path, sent, list(pieces or [raw]), scheme))
        for one in reply.cookies:
            name, _, value = one.partition(";")[0].partition("=")
            if value:
                self.jar[name] = value
            else:
                self.jar.pop(name, None)
        return reply

    def get(self, path: str, **headers: str | None) -> Reply:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str | None) -> Reply:
        return self("POST", path, {} if body is None else body, **headers)


async def _ask(
    app: Litestar, method: str, path: str, headers: dict[str, str], pieces: list[bytes], scheme: str
) -> Reply:
    bare, _, query = path.partition("?")
    from urllib.parse import unquote

    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": scheme,
        "path": unquote(bare, errors="replace"),
        "raw_path": bare.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(k.encode("latin-1", "replace"), v.encode("latin-1", "replace")) for k, v in headers.items()],
        "client": ("127.0.0.1", 5000),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    queue = [{"type": "http.request", "body": p, "more_body": n + 1 < len(pieces)} for n, p in enumerate(pieces)]
    reply = Reply(0, {}, b"")

    async def receive() -> Any:
        return queue.pop(0) if queue else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            reply.status = message["status"]
            for name, value in message["headers"]:
                key = name.decode().lower()
                if key == "set-cookie":
                    reply.cookies.append(value.decode())
                reply.headers[key] = value.decode()
        else:
            reply.raw += message.get("body", b"")

    await app(scope, receive, send)
    return reply
