"""Verbs that keep running: serve, work, demo."""

from __future__ import annotations

import io
import logging
import secrets
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from suyuan.cli.shared import Plant, with_plant
from suyuan.kernel.i18n import Label


def _serve(plant: Plant, host: str | None, port: int | None, tls: bool) -> None:
    from suyuan.access.first_admin import first_admin_token
    from suyuan.api.serve import serve as run

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings, store = plant.settings, plant.store

    def ready(url: str) -> None:
        token = first_admin_token(store)
        if plant.as_json:
            plant.answer({"url": url, "first_admin_token": token})
            return
        plant.tell("serving", url=url)
        if token:
            plant.tell("claim_at", url=f"{url.rstrip('/')}/claim?token={token}")

    run(store, host or settings.host, settings.port if port is None else port, tls=tls, ready=ready)


@click.command()
@click.option("--host", help="Address to serve on (SUYUAN_HOST; 127.0.0.1). 监听地址")
@click.option("--port", type=click.IntRange(0, 65535), help="Port (SUYUAN_PORT; 8470). 端口")
@click.option("--tls", is_flag=True, help="HTTPS with a certificate of our own. 启用 HTTPS")
@with_plant
def serve(plant: Plant, host: str | None, port: int | None, tls: bool) -> None:
    """Serve the plant. 启动服务"""
    _serve(plant, host, port, tls)


@click.command()
@with_plant
def work(plant: Plant) -> None:
    """Do the jobs in a process of its own, beside the server. 后台任务进程"""
    from suyuan.api.beside import Beside

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    running = Beside(plant.store)
    running.start()
    plant.tell("working")
    stop.wait()
    plant.tell("stopping")
    running.stop()


@click.command()
@click.option("--plant", "which", default="dumplings", show_default=True, help="dumplings or dairy. 哪个工厂")
@click.option("--days", type=click.IntRange(1, 366), help="Days the plant has lived. 天数")
@click.option("--seed", type=int, default=7, show_default=True, help="The same seed, the same plant. 随机种子")
@click.option("--password", help="Password of every account; a random one is shown once. 密码")
@click.option("--host", help="Address to serve on. 监听地址")
@click.option("--port", type=click.IntRange(0, 65535), help="Port (8470). 端口")
@click.option("--tls", is_flag=True, help="HTTPS with a certificate of our own. 启用 HTTPS")
@click.option("--no-serve", is_flag=True, help="Make it only. 只生成不启动")
@with_plant
def demo(
    plant: Plant,
    which: str,
    days: int | None,
    seed: int,
    password: str | None,
    host: str | None,
    port: int | None,
    tls: bool,
    no_serve: bool,
) -> None:
    """Make the demo plant and serve it. 演示工厂"""
    body: dict[str, Any] = {"dir": str(plant.settings.dir)}
    if plant.exists:
        plant.tell("demo_there")
    else:
        body |= _make_demo(plant, which, days, seed, password or secrets.token_urlsafe(9))
    if no_serve:
        if plant.as_json:
            plant.answer(body)
        return
    _serve(plant, host, port, tls)


def _make_demo(plant: Plant, which: str, days: int | None, seed: int, password: str) -> dict[str, Any]:
    from suyuan.access.person import people
    from suyuan.records.plant import Changes, change_plant
    from suyuan.stories.demo import make_demo

    plant.tell("demo_making")
    with _bar(plant) as tell:
        made = make_demo(plant.settings, plant=which, days=days, seed=seed, password=password, tell=tell)
    name: Label = made.label
    change_plant(plant.store, Changes(name=name, ready=True), by=plant.by)
    with plant.store.read() as conn:
        users = [p.user for p in people(conn, limit=500)]
    plant.tell("demo_accounts", users=", ".join(users), password=password)
    return {"users": users, "password": password}


@contextmanager
def _bar(plant: Plant) -> Iterator[Callable[[int, int], None]]:
    """One line of the terminal that fills as the days go by; nothing of it in JSON or a file."""
    file = io.StringIO() if plant.as_json else None
    with click.progressbar(length=1, file=file, show_eta=False, item_show_func=lambda day: day or "") as bar:

        def tell(day: int, of: int) -> None:
            bar.length = of
            bar.update(1, plant.say("demo_day", day=day, days=of))

        yield tell
