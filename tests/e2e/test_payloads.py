"""Every text of a form, its files, its app and its links wants to run: on no screen does any of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Request

from tests.e2e.conftest import Visitor, screen
from tests.e2e.hostile import FORM, TEXTS, Evil

pytestmark = pytest.mark.browser

ODD = r"""() => {
  const tags = /^(iframe|object|embed|base|math|form|mglyph|noscript|marquee)$/i;
  const names = /^(href|src|srcset|action|poster|xlink:href|data)$/i;
  const bad = ({ name, value }) => /^on|^srcdoc$/i.test(name)
    || (names.test(name) && /^(javascript|data:text)|foreign[.]example/i.test(value.replace(/\s/g, '')))
    || (name === 'style' && /url\(.*(foreign|script)/.test(value));
  return [...document.querySelectorAll('body *, head script, head link, head base, head meta')].filter((e) =>
    tags.test(e.tagName) || e.httpEquiv === 'refresh' || [...e.attributes].some(bad)
    || (/^script$/i.test(e.tagName) && !`${e.src}`.startsWith(`${location.origin}/assets/`))
    || (e.tagName === 'STYLE' && /@import|foreign[.]/.test(e.textContent)) || e.rel === 'import'
  ).map((e) => e.outerHTML.slice(0, 200));
}"""
"""Whatever on a screen none of our own screens makes: elements and attributes that run or fetch."""


class Watched(Visitor):
    """Somebody whose screen is watched for scripts of others, refusals of the browser, and foreign hosts."""

    def __init__(self, browser: Browser, address: str) -> None:
        context = screen(browser, "en", "desk")
        super().__init__(context.new_page(), address, "en", "desk")
        self.page.on("console", self.hears)
        self.page.on("request", self.sees)

    def hears(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "javascript:" in message.text:
            self.errors.append(f"{self.page.url}: {message.text}")

    def sees(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", f"blob:{self.address}")):
            self.errors.append(f"{self.page.url}: asked {request.url}")

    def looks(self, path: str, shown: int) -> None:
        """Open a screen and wait until a text stands there as words: nothing on the screen is more than words."""
        self.go(path)
        self.reads(shown)

    def reads(self, shown: int) -> None:
        """A text stands on the screen as words; nothing there is markup of others."""
        self.page.get_by_text(TEXTS[shown]).first.wait_for(state="attached")
        assert self.page.evaluate(ODD) == [], self.page.url
        assert not self.errors, self.errors


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    found = Watched(browser, address)
    yield found
    found.page.context.close()


def test_no_text_runs_on_any_screen(watched: Watched, browser: Browser) -> None:
    page = watched.page
    watched.sign_in("admin")
    evil = Evil(watched)
    evil.draw()
    record, public = evil.record(), evil.link()

    watched.looks("/", 2)
    watched.looks("/design", 99)
    watched.looks(f"/design/{FORM}", 20)
    for tab in ("trace", "publish", "print"):
        watched.looks(f"/design/{FORM}?tab={tab}", 0)
    page.locator(".pt-page").first.wait_for()
    watched.looks(f"/preview/{FORM}", 20)

    watched.looks(f"/f/{FORM}", 99)
    watched.looks(f"/f/{FORM}?face=kanban&by=pick", 99)
    watched.looks(f"/f/{FORM}?face=calendar&date=day", 1)
    watched.looks(f"/f/{FORM}?face=gallery&picture=photo", 99)
    watched.looks(f"/f/{FORM}/new", 20)
    page.locator("#ff-pick").click()
    watched.reads(5)
    watched.looks(f"/f/{FORM}/{record}", 99)
    watched.looks(f"/f/{FORM}/{record}/amend", 20)
    watched.looks(f"/f/{FORM}/import", 0)

    served = page.request.get(f"{watched.address}/api/v1/files/{evil.file}")
    assert served.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in served.headers["content-security-policy"]

    stranger = Watched(browser, watched.address)
    stranger.looks(public.removeprefix(watched.address), 20)
    stranger.page.context.close()
