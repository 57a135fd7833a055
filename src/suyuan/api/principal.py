"""Who calls: the cookie or the API key, turned into an actor and rights; and where a write comes from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from litestar.types import HTTPScope

from suyuan.access import rights as access
from suyuan.access.key import key_of
from suyuan.access.rights import Viewer
from suyuan.access.role import Ability, Verb
from suyuan.access.session import session_of
from suyuan.api.route import Who
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden, NotSignedIn

if TYPE_CHECKING:
    from suyuan.api.house import House

SAFE_COOKIE = "__Host-suyuan"
PLAIN_COOKIE = "suyuan"
"""Browsers take ``__Host-`` names only over TLS; plain HTTP is served on loopback alone."""


def headers_of(scope: HTTPScope) -> dict[str, str]:
    """Header values by lower-case name; of a doubled header the last."""
    return {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}


def cookie_name(scope: HTTPScope) -> str:
    """The session cookie's name on this connection."""
    return SAFE_COOKIE if scope["scheme"] == "https" else PLAIN_COOKIE


def token_of(scope: HTTPScope, headers: dict[str, str]) -> str | None:
    """The session token sent, if any."""
    return _cookie_of(cookie_name(scope), headers)


def known_of(scope: HTTPScope, headers: dict[str, str]) -> str | None:
    """What tells that somebody has signed in from this device before."""
    return _cookie_of(cookie_name(scope) + "-known", headers)


def known_cookie(scope: HTTPScope, known: str) -> str:
    """A ``Set-Cookie`` value by which this device is known for a year; it opens nothing by itself."""
    return _cookie(scope, cookie_name(scope) + "-known", known, 365 * 86400)


def _cookie_of(name: str, headers: dict[str, str]) -> str | None:
    for piece in headers.get("cookie", "").split(";"):
        key, _, value = piece.strip().partition("=")
        if key == name and value:
            return value
    return None


def cookie(scope: HTTPScope, token: str, seconds: int) -> str:
    """A ``Set-Cookie`` value; ``seconds`` 0 makes the browser forget it."""
    return _cookie(scope, cookie_name(scope), token, seconds)


def _cookie(scope: HTTPScope, name: str, value: str, seconds: int) -> str:
    secure = "; Secure" if scope["scheme"] == "https" else ""
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"


def who_calls(
    house: House, scope: HTTPScope, headers: dict[str, str], lang: str, who: Who
) -> tuple[Actor, Viewer | None, bool]:
    """The actor, its rights and whether it came by the cookie.

    :raises NotSignedIn: nobody is signed in, or the key is not known.
    :raises Forbidden: the caller may not call a route declared so.
    """
    actor, by_cookie = _actor(house, scope, headers)
    if actor is None:
        if who.kind != "public":
            raise NotSignedIn("api.sign_in_first")
        told = _about(scope, headers)
        return Actor("nobody", "", lang, None, None, told["device"], told["address"], told["client_time"]), None, False
    viewer = access.viewer(house.store, actor)
    if "accept-language" not in headers:
        lang = actor.lang
    if who.kind == "ability":
        words = cast(list[Ability], who.word.split())
        access.require_ability(viewer, next(filter(viewer.may, words), words[0]))
    elif who.kind == "form":
        access.require(viewer, cast(Verb, who.word), who.form or scope["path_params"]["form"])
    elif who.kind not in ("public", "signed_in"):
        raise Forbidden("api.not_declared")
    if lang != actor.lang:
        actor = replace(actor, lang=lang)
    return actor, viewer, by_cookie


def _actor(house: House, scope: HTTPScope, headers: dict[str, str]) -> tuple[Actor | None, bool]:
    given = headers.get("authorization")
    if given is not None:
        scheme, _, secret = given.partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise NotSignedIn("api.bad_key")
        return key_of(house.store, secret.strip(), **_about(scope, headers)), False
    token = token_of(scope, headers)
    if token is None:
        return None, False
    try:
        return session_of(house.store, token, **_about(scope, headers)), True
    except NotSignedIn:
        return None, False


def _about(scope: HTTPScope, headers: dict[str, str]) -> dict[str, str]:
    """What the client tells of itself."""
    client: Any = scope.get("client")
    return {
        "device": headers.get("suyuan-device", headers.get("user-agent", ""))[:200],
        "address": client[0] if client else "",
        "client_time": headers.get("suyuan-client-time", "")[:40],
    }


def check_origin(scope: HTTPScope, headers: dict[str, str], by_cookie: bool) -> None:
    """Refuse a write that a page of another site made the browser send.

    A cookie alone is not enough: the browser must say that the page is ours.

    :raises Forbidden: the origin is another one, or is not told where the cookie is all there is.
    """
    origin = headers.get("origin")
    site = headers.get("sec-fetch-site")
    if origin is not None:
        if origin.lower() != f"{scope['scheme']}://{headers.get('host', '')}".lower():
            raise Forbidden("api.foreign_origin")
    elif by_cookie and site != "same-origin":
        raise Forbidden("api.foreign_origin")
    if site is not None and site not in ("same-origin", "none"):
        raise Forbidden("api.foreign_origin")
