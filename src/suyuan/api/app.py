"""The application: every declared route behind one guard, strict bodies, problem details, safe headers."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.connection import Request
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp

from suyuan.api import routes as routes_package
from suyuan.api.answer import Answer, Stream, encode
from suyuan.api.call import Call
from suyuan.api.headers import dress
from suyuan.api.house import House
from suyuan.api.live import Hub
from suyuan.api.problem import answer
from suyuan.api.route import ROUTES, Route
from suyuan.api.static import Site
from suyuan.kernel.registry import Registry
from suyuan.store.engine import Store

_OWN = "suyuan_route"
_GUARDED = "suyuan_guarded"
_scanned: Registry[Any] = Registry("route file")


class UndeclaredRoute(Exception):
    """A route does not say who may call it; the application is not made."""


def create(store: Store, extra: Iterable[HTTPRouteHandler] = ()) -> Litestar:
    """The ASGI application of one plant.

    :param store: open; it outlives the application.
    :param extra: further handlers; refused unless they were declared as routes.
    :raises UndeclaredRoute: a handler does not declare who may call it.
    """
    _scanned.scan(routes_package)
    house = House(store, Hub(store), Site(web_folder()))
    app = Litestar(
        route_handlers=[*(_handler(house, r) for r in ROUTES), *extra],
        before_send=[_before_send(house)],
        exception_handlers={Exception: answer},
        openapi_config=None,
        logging_config=None,
        debug=False,
        pdb_on_exception=False,
        state=State({"house": house}),
        lifespan=[_lifespan(house)],
    )
    for handler in undeclared(app):
        raise UndeclaredRoute(f"{sorted(handler.paths)} does not declare who may call it")
    return app


def declared(app: Litestar) -> list[Route]:
    """Every route of ``app`` with its declaration."""
    return [h.opt[_OWN] for h in _handlers(app) if _OWN in h.opt]


def undeclared(app: Litestar) -> list[HTTPRouteHandler]:
    """Handlers that nobody guards; the framework's own answers to OPTIONS name methods only."""
    return [h for h in _handlers(app) if not hasattr(h.fn, _GUARDED) and set(h.http_methods) != {"OPTIONS"}]


def _handlers(app: Litestar) -> list[HTTPRouteHandler]:
    return [h for r in app.routes if isinstance(r, HTTPRoute) for h in r.route_handlers]


def _handler(house: House, route: Route) -> HTTPRouteHandler:
    """The one guard, with the route's own handler behind it.

    It is no guard of the framework's, which copies the whole handler for each request.
    """
    wanted = route.handler

    async def endpoint(request: Request) -> ASGIApp:
        request.scope["suyuan.began"] = time.perf_counter()  # type: ignore[typeddict-unknown-key]
        found = await wanted(Call(house, request, route))
        if isinstance(found, (Answer, Stream)):
            return found
        return Answer(b"" if found is None else encode(found), route.status, media_type=route.gives)

    setattr(endpoint, _GUARDED, True)
    methods: list[Any] = ["GET", "HEAD"] if route.method == "GET" else [route.method]
    return HTTPRouteHandler(
        route.path, http_method=methods, opt={_OWN: route}, status_code=200, name=f"{route.method} {route.path}"
    )(endpoint)


def _before_send(house: House) -> Any:
    async def before_send(message: Any, scope: Any) -> None:
        if message["type"] == "http.response.start":
            dress(message, scope["scheme"])
            seconds = time.perf_counter() - scope.get("suyuan.began", time.perf_counter())
            house.metrics.answered(scope["method"], scope.get("path_template", ""), message["status"], seconds)

    return before_send


def _lifespan(house: House) -> Any:
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        logging.getLogger("suyuan.api").debug("serving %s", house.store.settings.dir)
        house.hub.open(asyncio.get_running_loop())
        try:
            yield
        finally:
            await house.hub.close()

    return lifespan


def web_folder() -> Path:
    """Where the built web pages lie inside the installed package."""
    spec = importlib.util.find_spec("suyuan")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "web"
