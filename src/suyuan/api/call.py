"""One request as the handlers see it: who calls, in which language, with what."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any, BinaryIO, TypeVar
from urllib.parse import parse_qsl

from litestar.connection import ASGIConnection
from litestar.types import HTTPScope

from suyuan.access.rights import Viewer
from suyuan.api.house import House
from suyuan.api.principal import check_origin, headers_of, who_calls
from suyuan.api.problem import BadParameters, TooLarge, WrongType
from suyuan.api.route import Parameter, Route
from suyuan.api.strict import check_text, decode
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Malformed, Mistake
from suyuan.kernel.i18n import language
from suyuan.store.engine import Store, Tx

T = TypeVar("T")
JSON_TYPES = ("application/json",)


class Call:
    """One request.

    :ivar actor: who calls; somebody with no rights where nobody is signed in and the route is public.
    :ivar viewer: the caller's rights; ``None`` where nobody is signed in.
    :ivar path: parameters of the path.
    :ivar query: parameters of the address, read by their kind; absent ones have their default.
    :ivar key: the ``Idempotency-Key`` sent, if any.
    """

    __slots__ = ("actor", "by_cookie", "headers", "house", "key", "lang", "path", "query", "request", "route", "viewer")

    def __init__(self, house: House, request: ASGIConnection[Any, Any, Any, Any], route: Route) -> None:
        scope: HTTPScope = request.scope  # type: ignore[assignment]
        self.house = house
        self.request = request
        self.route = route
        self.headers = headers_of(scope)
        self.lang = language(self.headers.get("accept-language"))
        scope["state"]["lang"] = self.lang
        self.path: dict[str, Any] = scope["path_params"]
        self.actor: Actor
        self.viewer: Viewer | None
        self.actor, self.viewer, self.by_cookie = who_calls(house, scope, self.headers, self.lang, route.who)
        scope["state"]["lang"] = self.lang = self.actor.lang
        if route.method not in ("GET", "HEAD"):
            check_origin(scope, self.headers, self.by_cookie)
        for value in self.path.values():
            check_text(str(value))
        self.query = {} if route.any_query else read_query(route.query, scope["query_string"])
        self.key = self._idempotency_key()

    @property
    def store(self) -> Store:
        """The plant's store."""
        return self.house.store

    async def raw(self) -> bytes:
        """The body as sent.

        :raises TooLarge: beyond the route's limit.
        :raises WrongType: of a media type the route does not take.
        """
        self._check_type(self.route.takes or JSON_TYPES)
        return await self._bytes()

    async def spooled(self) -> BinaryIO:
        """The body as sent, in a temporary file at its beginning; the caller closes it.

        :raises TooLarge: beyond the route's limit.
        :raises WrongType: of a media type the route does not take.
        """
        self._check_type(self.route.takes or JSON_TYPES)
        out = tempfile.TemporaryFile()  # noqa: SIM115  (it goes to the caller)
        try:
            async for piece in self._pieces():
                out.write(piece)
        except BaseException:
            out.close()
            raise
        out.seek(0)
        return out

    async def body(self) -> dict[str, Any]:
        """The JSON body, checked against the route's shape.

        :raises Malformed: not strict JSON.
        :raises Invalid: every mistake against the shape.
        """
        self._check_type(JSON_TYPES)
        assert self.route.body is not None
        return self.route.body.check(decode(await self._bytes()))

    async def body_as_sent(self) -> dict[str, Any]:
        """The JSON body, checked against the route's shape, with only the members that were sent.

        :raises Malformed: not strict JSON.
        :raises Invalid: every mistake against the shape.
        """
        self._check_type(JSON_TYPES)
        assert self.route.body is not None
        sent = decode(await self._bytes())
        self.route.body.check(sent)
        return dict(sent)

    async def optional_body(self) -> dict[str, Any]:
        """The same, where no body at all means an empty object."""
        assert self.route.body is not None
        raw = await self._bytes()
        if not raw:
            return self.route.body.check({})
        self._check_type(JSON_TYPES)
        return self.route.body.check(decode(raw))

    async def _bytes(self) -> bytes:
        return b"".join([piece async for piece in self._pieces()])

    async def _pieces(self) -> AsyncIterator[bytes]:
        limit = self.route.limit
        shown = f"{limit // 1024} KiB"
        length = self.headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit() and len(length) < 19):
            raise Malformed("api.bad_header", name="Content-Length")
        if int(length) > limit:
            raise TooLarge("api.body_too_large", limit=shown)
        size = 0
        while True:
            message: Any = await self.request.receive()
            if message["type"] == "http.disconnect":
                raise Malformed("kernel.malformed", reason="disconnect")
            piece: bytes = message.get("body", b"")
            size += len(piece)
            if size > limit:
                raise TooLarge("api.body_too_large", limit=shown)
            yield piece
            if not message.get("more_body"):
                return

    def _check_type(self, wanted: tuple[str, ...]) -> None:
        if "*/*" in wanted:
            return
        given = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if given not in wanted:
            raise WrongType("api.want_json" if wanted == JSON_TYPES else "api.want_type", types=", ".join(wanted))

    def _idempotency_key(self) -> str | None:
        key = self.headers.get("idempotency-key")
        if key is None:
            return None
        if not self.route.idempotent:
            raise Malformed("api.idempotency_elsewhere")
        if not (1 <= len(key) <= 200 and key.isascii() and key.isprintable()):
            raise Malformed("api.bad_idempotency_key")
        return key

    async def write(self, fn: Callable[[Tx], T]) -> T:
        """What ``fn`` answers, once its writes are durable; the event loop runs on meanwhile."""
        return await asyncio.wrap_future(self.store.write_soon(fn))

    async def away(self, fn: Callable[..., T], *args: Any) -> T:
        """What ``fn`` answers, run on another thread: for whatever may take more than a few milliseconds."""
        return await asyncio.to_thread(fn, *args)

    async def quick(self, fn: Callable[..., T], *args: Any) -> T:
        """What ``fn`` answers, for reading a few rows by an index: at once on SQLite, which needs no network."""
        if self.store.dialect == "sqlite":
            return fn(*args)
        return await asyncio.to_thread(fn, *args)


def digest(raw: bytes) -> str:
    """What tells two bodies apart: SHA-256 in hex."""
    return hashlib.sha256(raw).hexdigest()


def read_query(wanted: Any, raw: bytes) -> dict[str, Any]:
    """The parameters of an address.

    :param wanted: ``Parameter`` by name.
    :raises BadParameters: naming every unknown, doubled, missing and unreadable one.
    """
    values = {key: parameter.default for key, parameter in wanted.items()}
    if not raw and not any(p.required for p in wanted.values()):
        return values
    mistakes: list[Mistake] = []
    seen: set[str] = set()
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        raise Malformed("api.bad_parameters") from None
    for key, text in pairs:
        parameter: Parameter | None = wanted.get(key)
        if parameter is None:
            mistakes.append(Mistake(key[:200], "api.unknown_parameter", {"key": key[:200]}))
        elif key in seen and not parameter.many:
            mistakes.append(Mistake(key, "api.parameter_twice", {"key": key}))
        else:
            value = _read(parameter, text)
            if isinstance(value, Mistake):
                mistakes.append(Mistake(key, value.code, value.params))
            elif parameter.many:
                values[key] = [*(values[key] if key in seen else ()), value]
            else:
                values[key] = value
            seen.add(key)
    mistakes += [Mistake(k, "api.required") for k, p in wanted.items() if p.required and k not in seen]
    if mistakes:
        raise BadParameters(mistakes)
    return values


def _read(parameter: Parameter, text: str) -> Any:
    check_text(text)
    if len(text) > parameter.most and parameter.kind != "whole":
        return Mistake("", "api.too_long", {"most": parameter.most})
    if parameter.kind == "whole":
        if not (text.isascii() and text.isdigit() and len(text) < 19):
            return Mistake("", "api.want_whole")
        if not parameter.least <= int(text) <= parameter.most:
            return Mistake("", "api.out_of_range", {"least": parameter.least, "most": parameter.most})
        return int(text)
    if parameter.kind == "flag":
        return text == "true" if text in ("true", "false") else Mistake("", "api.want_flag")
    if parameter.kind == "instant":
        return instant(text)
    if parameter.choices and text not in parameter.choices:
        return Mistake("", "api.one_of", {"choices": ", ".join(parameter.choices)})
    return text


def instant(text: str) -> datetime | Mistake:
    """``text`` (RFC 3339 with offset) as an aware instant, or what is wrong with it."""
    try:
        found = datetime.fromisoformat(text)
        if "T" in text and found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    return Mistake("", "api.want_instant")
