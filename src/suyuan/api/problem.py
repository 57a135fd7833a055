"""Refusals as RFC 9457 problem details, in the reader's language; nothing of our inside ever leaves."""

from __future__ import annotations

import logging
from typing import Any

import msgspec
from litestar.connection import Request
from litestar.exceptions import HTTPException
from litestar.response import Response

from suyuan.api.refusal import problem
from suyuan.kernel.errors import Malformed, Mistake, SuyuanError
from suyuan.kernel.i18n import language

log = logging.getLogger("suyuan.api")
MEDIA_TYPE = "application/problem+json"
_CODES = {404: "api.no_such_address", 405: "api.method_not_allowed", 413: "api.body_too_large"}


class BadParameters(Malformed):
    """Parameters of the address which are unknown or cannot be read (HTTP 400).

    :param mistakes: each, its path being the parameter's name.
    """

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("api.bad_parameters")
        self.mistakes = mistakes


class TooLarge(SuyuanError):
    """The body is beyond what the route takes (HTTP 413)."""

    status, kind = 413, "too-large"


class WrongType(SuyuanError):
    """The body is of another media type than the route takes (HTTP 415)."""

    status, kind = 415, "wrong-type"


def answer(request: Request, error: Exception) -> Response[bytes]:
    """The exception handler of the whole application."""
    scope = request.scope
    state: dict[str, Any] = scope.setdefault("state", {})
    ids = scope["litestar_app"].state.house.store.ids
    id = ids.new()
    lang = state.get("lang") or language(request.headers.get("accept-language"))
    known = _known(error)
    if known.status >= 500:
        log.error("problem %s at %s %s", id, scope["method"], scope["path"], exc_info=error)
    headers = {"content-language": "zh-CN" if lang == "zh" else "en"}
    if known.status == 429:
        headers["retry-after"] = str(known.params.get("seconds", 1))
    if known.status == 401:
        headers["www-authenticate"] = 'Bearer realm="suyuan"'
    if isinstance(error, HTTPException) and error.status_code == 405 and error.headers:
        headers["allow"] = error.headers.get("allow", "")
    content = msgspec.json.encode(problem(known, lang, id))
    return Response(content, status_code=known.status, media_type=MEDIA_TYPE, headers=headers)


def _known(error: Exception) -> SuyuanError:
    if isinstance(error, SuyuanError):
        return error
    if isinstance(error, HTTPException) and error.status_code in _CODES:
        known = SuyuanError(_CODES[error.status_code], limit="")
        known.status, known.kind = error.status_code, "http"
        return known
    if isinstance(error, HTTPException) and 400 <= error.status_code < 500:
        return Malformed("kernel.malformed", reason="HTTP")
    if isinstance(error, RecursionError):
        return Malformed("api.too_deep", depth=64)
    return SuyuanError("api.internal")
