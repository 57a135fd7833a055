"""Filling in large forms in a real browser: how long one opens, and what a key costs from the event to the layout."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.figure import FULL, Figure, Size
from bench.plant import PASSWORD, USER, make_plant, opened
from bench.server import Server, suyuan
from bench.start import BROWSERS
from suyuan.api.app import web_folder
from suyuan.definitions.publish import put
from suyuan.kernel.actor import CLI

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIELDS, ROWS, KEYS = 300, 1000, 60
SLOW_PHONE = 4
"""How many times slower than this machine's processor a plant's phone is taken to be."""

TYPE = """
([selector, keys]) => {
  const input = document.querySelector(selector);
  const put = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const times = [];
  let done = Promise.resolve();
  for (let n = 0; n < keys; n++) done = done.then(async () => {
    await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    const began = performance.now();
    put.call(input, String(n % 90 + 10));
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await null; await null;
    void document.body.offsetHeight;
    times.push(performance.now() - began);
  });
  return done.then(() => times.sort((a, b) => a - b));
}
"""
OPEN = """
([button, last]) => new Promise((resolve) => {
  const began = performance.now();
  const look = () => document.querySelector(last)
    ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)))
    : requestAnimationFrame(look);
  document.querySelector(button).click();
  look();
})
"""


@dataclass(frozen=True)
class Keys:
    """What keys cost.

    :ivar processor: milliseconds of the page's own thread a key.
    :ivar clock: milliseconds from the event to the layout, least first.
    """

    processor: float
    clock: list[float]

    @property
    def middle(self) -> float:
        """The median on the clock."""
        return self.clock[len(self.clock) // 2]


def run(size: Size = FULL) -> list[Figure]:
    """Opening and keys of a form of 300 fields, and of a list of 1,000 rows on a desk and on a phone."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None or not (web_folder() / "index.html").exists():
        return [Figure("filling in", 0, "", note="not measured: no Chromium here, or the web pages are not built")]
    with tempfile.TemporaryDirectory(prefix="suyuan-bench-") as name:
        plant = make_plant(Path(name) / "plant")
        publish(plant.folder)
        with suyuan(plant.folder) as server, browsing(browser, server) as (desk, phone):
            small = keys(opening(desk, server, "bench_small", "#ff-f9")[0], "#ff-f0")
            wide_page, wide = opening(desk, server, "bench_wide", f"#ff-f{FIELDS - 1}")
            wide_keys = keys(wide_page, "#ff-f0")
            long_page, long = opening(desk, server, "bench_long", "#ff-rows-0-n")
            pasted = paste(long_page)
            long_keys = keys(long_page, "#ff-rows-3-n")
            phone_keys, phone_open = on_phone(phone, server)
    return [
        *figures(f"form of {FIELDS} fields", wide, wide_keys, small),
        *figures(f"list of {ROWS:,} rows", long, long_keys, small),
        Figure(f"list: {ROWS:,} rows pasted", pasted, "ms", "<= 1000", "until they can be seen"),
        Figure(
            f"form of {FIELDS} fields on a phone: opens", phone_open, "ms", "", f"processor slowed {SLOW_PHONE} times"
        ),
        Figure("the same: a key, median on the clock", phone_keys.middle, "ms", "", f"slowed {SLOW_PHONE} times"),
    ]


def figures(what: str, opened_in: float, found: Keys, small: Keys) -> Iterator[Figure]:
    """The figures of one form beside those of a form of ten fields."""
    ratio = f"{found.processor / small.processor:.1f} times a form of 10 fields ({small.processor:.1f} ms)"
    clock = f"on the clock {found.middle:.1f} ms in the median, worst {found.clock[-1]:.1f}"
    yield Figure(f"{what}: opens", opened_in, "ms", "<= 1000", "from the click to the last field drawn")
    yield Figure(f"{what}: a key", found.processor, "ms", "<= 16", f"script, style and layout; {ratio}; {clock}")


def publish(folder: Path) -> None:
    """The forms that are filled in."""
    store = opened(folder)
    row = {
        "item": {"type": "text", "label": "Item"},
        "n": {"type": "number", "label": "N", "decimals": 1, "sum": True},
        "price": {"type": "number", "label": "Price", "decimals": 2, "default": "2"},
        "worth": {"type": "expression", "label": "Worth", "value": "n * price", "decimals": 2, "sum": True},
        "why": {"type": "text", "label": "Why", "required_when": "n > 50"},
        "day": {"type": "date", "label": "Day"},
    }
    forms = {
        "bench_small": {"label": "Small", "fields": dict(wide_fields(10))},
        "bench_wide": {"label": "Wide", "fields": dict(wide_fields(FIELDS)), "linkage": rules()},
        "bench_long": {
            "label": "Long",
            "fields": {
                "rows": {"type": "list", "label": "Rows", "fields": row},
                "total": {"type": "expression", "label": "Total", "value": "SUM(rows.worth)", "decimals": 2},
            },
            "linkage": [{"name": "Large", "when": "n > 80", "lock": ["rows.day"], "set": {"rows.price": "n / 10"}}],
        },
    }
    try:
        store.write(lambda tx: put(tx, "forms", forms, CLI))
    finally:
        store.close()


def wide_fields(count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Fields of many kinds, every tenth computed from those before it."""
    options = [{"key": key, "label": key.upper()} for key in ("a", "b", "c")]
    kinds: list[dict[str, Any]] = [
        {"type": "number", "decimals": 1},
        {"type": "text"},
        {"type": "choice", "options": options},
        {"type": "date"},
        {"type": "bool"},
        {"type": "quantity", "uoms": ["kg", "g"]},
        {"type": "text", "long": True},
        {"type": "datetime"},
        {"type": "number", "decimals": 2, "default": "1"},
    ]
    for n in range(count):
        tenth = n % 10 == 9
        own = {"type": "expression", "value": f"f{n - 9} + f{n - 1}", "decimals": 2} if tenth else kinds[n % 10]
        yield f"f{n}", {"label": f"Field {n}", "width": 3, **own}


def rules() -> list[dict[str, Any]]:
    """Thirty linkage rules over the first number."""
    return [{"name": f"Rule {n}", "when": f"f0 > {90 + n}", "hide": [f"f{n * 10 + 1}"], "require": [f"f{n * 10 + 3}"]}
            for n in range(FIELDS // 10)]  # fmt: skip


@contextmanager
def browsing(browser: str, server: Server) -> Iterator[tuple[Page, Page]]:
    """A desk's and a phone's page, signed in."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        pages = []
        for width, height in ((1440, 900), (390, 844)):
            page = running.new_context(viewport={"width": width, "height": height}, locale="en-GB").new_page()
            page.add_init_script(
                "localStorage.setItem('suyuan.tour', 'off'); localStorage.setItem('suyuan.lang', 'en')"
            )
            page.goto(f"http://127.0.0.1:{server.port}/")
            page.request.post(
                f"http://127.0.0.1:{server.port}/api/v1/session", data={"user": USER, "password": PASSWORD}
            )
            pages.append(page)
        try:
            yield pages[0], pages[1]
        finally:
            running.close()


def opening(page: Page, server: Server, form: str, last: str) -> tuple[Page, float]:
    """Open a form from its list: until its last field is drawn."""
    page.goto(f"http://127.0.0.1:{server.port}/f/{form}")
    button = "[data-new], .page-actions .ant-btn-primary, .page-bar .ant-btn-primary"
    page.wait_for_selector(button)
    page.wait_for_timeout(500)
    return page, float(page.evaluate(OPEN, [button, last]))


def keys(page: Page, selector: str) -> Keys:
    """What keys in an input cost."""
    page.wait_for_timeout(4000)  # what follows from opening is over
    wire = page.context.new_cdp_session(page)
    wire.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        found = {one["name"]: one["value"] for one in wire.send("Performance.getMetrics")["metrics"]}
        return sum(found[name] for name in ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")) * 1000

    before = spent()
    clock = [float(one) for one in page.evaluate(TYPE, [selector, KEYS])]
    found = Keys((spent() - before) / KEYS, clock)
    wire.detach()
    return found


def paste(page: Page) -> float:
    """Paste the rows of a spreadsheet: until the last ones can be seen."""
    cells = "\n".join(f"Item {n}\t{n % 90}" for n in range(ROWS))
    return float(
        page.evaluate(
            """([text, rows]) => new Promise((resolve) => {
              const input = document.querySelector('#ff-rows-0-item');
              input.focus();
              const clipboardData = new DataTransfer();
              clipboardData.setData('text/plain', text);
              const began = performance.now();
              input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
              const look = () => document.querySelector(`[aria-rowcount="${rows}"]`)
                ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)))
                : requestAnimationFrame(look);
              look();
            })""",
            [cells, ROWS],
        )
    )


def on_phone(page: Page, server: Server) -> tuple[Keys, float]:
    """The wide form on a slow phone: its keys, and how long it takes to open."""
    wire = page.context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PHONE})
    opened_page, took = opening(page, server, "bench_wide", f"#ff-f{FIELDS - 1}")
    return keys(opened_page, "#ff-f0"), took
