"""A demo plant served by the real server, and a real Chromium looking at it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.chromium import FLAGS, find

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src" / "suyuan" / "web" / "index.html"
PASSWORD = "dumplings-for-all"
SHOTS = os.environ.get("SUYUAN_SHOTS")


def suyuan(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "suyuan", "--dir", str(folder), *words]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Where the plant in that folder is served meanwhile."""
    line = suyuan(folder, "serve", "--port", "0")
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        told = []
        for text in server.stdout:
            told.append(text)
            if found := re.search(r"http://127\.0\.0\.1:\d+", text):
                break
        else:
            pytest.fail("the server did not start: " + "".join(told))
        try:
            yield found.group(0)
        finally:
            server.terminate()
            server.wait(20)


def begun(folder: Path, *words: str) -> str:
    """A plant made from nothing; the token of its first administrator."""
    done = subprocess.run(suyuan(folder, "init", *words), check=True, capture_output=True, text=True)
    token = re.search(r"[:：]\s*([A-Za-z0-9_-]{30,})\s*$", done.stdout, re.M)
    assert token is not None, done.stdout
    return token.group(1)


def claim(visitor: Visitor, token: str) -> None:
    """Become the first administrator; the set-up page follows."""
    visitor.go(f"/claim?token={token}")
    page = visitor.page
    page.locator("#name").fill("陈厂长")
    page.locator("input[type=password]").fill("a-quiet-mill-by-the-river")
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup")
    page.locator(".step-body").wait_for()


@pytest.fixture(scope="session")
def made_plant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo plant of three days, made once."""
    folder = tmp_path_factory.mktemp("plant") / "data"
    line = suyuan(folder, "demo", "--days", "3", "--seed", "7", "--password", PASSWORD, "--no-serve")
    subprocess.run(line, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def address(made_plant: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a fresh copy of the demo plant is served."""
    if not WEB.exists():
        pytest.fail("the web front end is not built: make run (or pip install -e .) builds it")
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(made_plant, folder)
    with serving(folder) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    if path is None:
        pytest.fail("no Chromium: install one, or name it in SUYUAN_CHROMIUM")
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


class Visitor:
    """One person at one screen; every script error or console error fails the test at the end."""

    def __init__(self, page: Page, address: str, lang: str, size: str) -> None:
        self.page = page
        self.address = address
        self.lang = lang
        self.size = size
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))

    def says(self, zh: str, en: str) -> str:
        """The text of the language this person reads."""
        return en if self.lang == "en" else zh

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, user: str, password: str = PASSWORD) -> None:
        self.page.context.clear_cookies()
        self.go("/login")
        self.page.locator("input").first.wait_for()
        self.page.locator("input").first.fill(user)
        self.page.locator("input[type=password]").fill(password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/login" not in url)

    def api(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the server as the person who is signed in."""
        done = self.page.request.fetch(
            f"{self.address}/api/v1{path}",
            method=method,
            data=body,
            headers={"Origin": self.address, "Accept-Language": self.lang},
        )
        assert done.ok, done.text()
        return done.json()

    def shot(self, name: str) -> None:
        """Keep a picture, where ``SUYUAN_SHOTS`` names a folder."""
        if SHOTS:
            self.page.screenshot(path=str(Path(SHOTS) / f"{name}-{self.lang}-{self.size}.png"))


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["desk", "phone"])
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


Open = Callable[[str, str], Visitor]


def screen(browser: Browser, lang: str, size: str) -> BrowserContext:
    """A browser of its own for somebody reading ``lang`` at a screen of ``size``."""
    phone = size == "phone"
    context = browser.new_context(
        viewport=SIZES[size],
        locale="zh-CN" if lang == "zh" else "en-GB",
        timezone_id="Asia/Shanghai",
        has_touch=phone,
        is_mobile=phone,
    )
    context.set_default_timeout(15_000)
    kept = {"suyuan.lang": lang, "suyuan.tour": "off"}
    context.add_init_script("".join(f"localStorage.setItem('{key}', '{value}');" for key, value in kept.items()))
    return context


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Opens a screen of a size in a language; its errors fail the test at the end."""
    made: list[Visitor] = []

    def open(lang: str, size: str) -> Visitor:
        made.append(Visitor(screen(browser, lang, size).new_page(), address, lang, size))
        return made[-1]

    yield open
    for visitor in made:
        visitor.page.context.close()
    for visitor in made:
        assert not visitor.errors, visitor.errors


@pytest.fixture
def visitor(opened: Open, lang: str, size: str) -> Visitor:
    """A person reading ``lang`` at a screen of ``size``."""
    return opened(lang, size)
