"""One server process: the application, and what runs beside it."""

from __future__ import annotations

import contextlib
import gc
import ipaddress
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn

from suyuan.api.app import create
from suyuan.api.certificate import certificate
from suyuan.kernel.errors import Conflict, Forbidden
from suyuan.store.engine import Store

log = logging.getLogger("suyuan.api")
GRACE_SECONDS = 10


class Server(uvicorn.Server):
    """Ends the pages' open streams first when it stops; calls back once it answers."""

    def __init__(self, config: uvicorn.Config, hub: Any, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.hub = hub
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if self.started:
            self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: what is being answered is finished."""
        await self.hub.close()
        await super().shutdown(sockets)


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(
    store: Store,
    host: str,
    port: int,
    *,
    tls: bool = False,
    ready: Callable[[str], None] = lambda url: None,
    beside: Callable[[Store], contextlib.AbstractContextManager[Any]] | None = None,
) -> None:
    """Serve until the process is asked to stop (SIGINT, SIGTERM); then finish gracefully.

    :param tls: with a certificate of our own.
    :param ready: told the address once it answers.
    :param beside: what runs beside it on other threads; ``background`` where not given.
    :raises Forbidden: plain HTTP on an address that others can reach.
    :raises Conflict: the port is taken.
    """
    if not tls and not is_loopback(host):
        raise Forbidden("cli.plain_http")
    app = create(store)
    extra: dict[str, Any] = {}
    if tls:
        made = certificate(store.settings.dir / "tls", host, store.clock.now())
        extra = {"ssl_certfile": made.chain, "ssl_keyfile": made.key}
    config = uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE_SECONDS,
        **extra,
    )
    _settle_memory()
    _stop_in_order()
    with _listen(host, port) as listening, (beside or background)(store):
        shown = f"[{host}]" if ":" in host else host
        url = f"{'https' if tls else 'http'}://{shown}:{listening.getsockname()[1]}/"
        Server(config, app.state.house.hub, lambda: ready(url)).run([listening])


def _stop_in_order() -> None:
    """uvicorn raises the signal that stopped it once more: let that leave the blocks below, not end the process."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _leave)


def _leave(number: int, frame: Any) -> None:
    raise SystemExit(0)


def _settle_memory() -> None:
    """What is loaded by now stays: the collector need not look at it again and again while requests are answered."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5000, 20, 50)


@contextlib.contextmanager
def _listen(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            raise Conflict("api.port_taken", port=port, reason=error.strerror or "") from None
        yield listening


@contextlib.contextmanager
def background(store: Store) -> Iterator[None]:
    """The sealer, the followers and the job worker, each on its own thread, until the block ends."""
    from suyuan.api.beside import Beside

    running = Beside(store)
    running.start()
    try:
        yield
    finally:
        running.stop()
