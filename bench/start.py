"""Starting, resting, and the first screen in a real browser."""

from __future__ import annotations

import http.client
import json
import shutil
import tempfile
from pathlib import Path

from bench.figure import FULL, Figure, Size
from bench.plant import PASSWORD, USER, make_plant
from bench.server import Server, suyuan
from suyuan.api.app import web_folder

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SETTLED = 1500
"""Milliseconds after the first content in which late requests still count; the live stream never ends."""


def run(size: Size = FULL) -> list[Figure]:
    """Start time, memory, bytes and requests of the first screen."""
    with tempfile.TemporaryDirectory(prefix="suyuan-bench-") as name:
        plant = make_plant(Path(name) / "plant", receipts=100)
        times, memory = [], []
        for _ in range(size.rounds):
            with suyuan(plant.folder) as server:
                times.append(server.ready)
                memory.append(server.memory)
        figures = [
            Figure("suyuan serve to /readyz", sorted(times)[len(times) // 2], "s", "<= 3", f"worst {max(times):.2f} s"),
            Figure("memory at rest", max(memory), "MB", "<= 150", "resident, after /readyz"),
        ]
        with suyuan(plant.folder) as server:
            return figures + _first_screens(server)


def _first_screens(server: Server) -> list[Figure]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if not (web_folder() / "index.html").exists():
        return [Figure("first screen", 0, "", note="not measured: the web pages are not built")]
    if found is None:
        return [Figure("first screen", 0, "", note="not measured: no Chromium here")]
    figures = []
    for label, cookie in (("sign-in", None), ("home", _session(server))):
        count, total = _opened(found, server, cookie)
        figures += [
            Figure(f"first screen ({label}): sent", total / 1e6, "MB", "<= 1", "as sent, with heads; nothing cached"),
            Figure(f"first screen ({label}): requests", count, "", "<= 20"),
        ]
    return figures


def _session(server: Server) -> str:
    """The value of a session cookie."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    body = json.dumps({"user": USER, "password": PASSWORD})
    connection.request("POST", "/api/v1/session", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    cookies = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    connection.close()
    return next(c.split(";")[0].partition("=")[2] for c in cookies if c.startswith("suyuan="))


def _opened(browser: str, server: Server, session: str | None) -> tuple[int, int]:
    """Open the first page with an empty cache: requests, and bytes received."""
    from playwright.sync_api import sync_playwright

    url = f"http://127.0.0.1:{server.port}/"
    asked: list[str] = []
    received: list[float] = []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        context = opened.new_context()
        if session is not None:
            context.add_cookies([{"name": "suyuan", "value": session, "url": url}])
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
        wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        page.goto(url, wait_until="load")
        page.wait_for_selector("main, form", timeout=60_000)
        page.wait_for_timeout(SETTLED)
        opened.close()
    return len([u for u in asked if u.startswith("http")]), int(sum(received))
