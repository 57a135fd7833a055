"""The public page of a lot as HTML, phone first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from suyuan.api.public.html import Html, el, joined, sheet
from suyuan.api.public.style import CSS
from suyuan.kernel.i18n import say
from suyuan.records.complain import LONGEST, LONGEST_CONTACT
from suyuan.records.journey import Stop
from suyuan.records.passport_page import Ingredient, Page, Verdict

MOST_PLACES = 3
BANNERS = {
    "recalled": "red",
    "held": "red",
    "rejected": "red",
    "expired": "red",
    "quarantine": "amber",
}


@dataclass(frozen=True)
class Asked:
    """How the page was asked for.

    :param path: of this page, escaped as in the address.
    :param serial: of the item that was scanned, if any.
    :param token: allows one complaint to be sent from this page.
    :param wrong: messages about what was sent, by field; and what was written, to be corrected.
    :param thanks: the complaint was taken.
    """

    lang: str
    path: str
    serial: str = ""
    token: str = ""
    wrong: tuple[tuple[str, str], ...] = ()
    text: str = ""
    contact: str = ""
    thanks: bool = False


def page_html(page: Page, asked: Asked) -> bytes:
    """The whole page of a lot."""
    t = _texts(asked.lang)
    parts = [
        _head(page, asked),
        _banner(page, asked.lang),
        *_sections(page, asked),
        _complaint(page, asked) if page.passport.publish.complaint and page.passport.complaint else None,
        el("footer", t("page_foot")),
    ]
    return _document(asked.lang, page.product or t("page_title"), el("main", *parts))


def unknown_html(lang: str, path: str) -> bytes:
    """The page for everything that the public cannot know: one and the same for every reason."""
    t = _texts(lang)
    told = el("section", el("h2", t("page_unknown")), el("p", t("page_unknown_why")), el("p", t("page_unknown_do")))
    return _document(lang, t("page_title"), el("main", _bar(lang, path, "", t("page_title")), told))


def asking_html(lang: str, path: str, gtin: str) -> bytes:
    """The page of a product without a lot: it asks for the lot code on the pack."""
    t = _texts(lang)
    box = el(
        "input", type="text", name="lot", id="lot", maxlength="20", required=True, autocomplete="off", class_="code"
    )
    form = el(
        "form",
        el("label", t("page_lot_on_pack"), for_="lot"),
        box,
        el("input", type="hidden", name="lang", value=lang),
        el("button", t("page_look_up"), type="submit"),
        method="get",
        action=path,
    )
    told = el("section", el("h2", t("page_which_lot")), el("p", t("page_which_lot_why")), form)
    head = _bar(lang, path, "", t("page_title"), el("p", "GTIN ", el("span", gtin, class_="code")))
    return _document(lang, t("page_title"), el("main", head, told))


def busy_html(lang: str, path: str) -> bytes:
    """The page for those who ask too often."""
    t = _texts(lang)
    told = el("section", el("h2", t("page_busy")), el("p", t("page_busy_why")))
    return _document(lang, t("page_title"), el("main", _bar(lang, path, "", t("page_title")), told))


class _texts:
    """Words of the pages in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, **params: object) -> str:
        return say(f"api.{key}", self.lang, **params)


def _document(lang: str, title: str, main: Html) -> bytes:
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width,initial-scale=1"),
        el("meta", name="robots", content="noindex"),
        el("meta", name="format-detection", content="telephone=no"),
        el("title", title),
        sheet(CSS),
    )
    code = {"zh": "zh-CN"}.get(lang, lang)
    return joined(Html("<!doctype html>"), el("html", head, el("body", main), lang=code)).encode()


def _bar(lang: str, path: str, above: str, title: str, *below: Html | None) -> Html:
    other = "en" if lang == "zh" else "zh"
    switch = el("a", "English" if other == "en" else "中文", href=f"{path}?lang={other}", hreflang=other)
    return el("header", el("div", el("p", above), switch, class_="top"), el("h1", title), *below)


def _head(page: Page, asked: Asked) -> Html:
    t = _texts(asked.lang)
    plant = " · ".join(part for part in (page.plant, page.city) if part)
    codes = [
        f"{t('page_lot')} {page.lot}" if page.lot else "",
        f"{t('page_serial')} {asked.serial}" if asked.serial else "",
    ]
    below = [el("p", code, class_="code") for code in codes if code]
    return _bar(asked.lang, asked.path, plant or t("page_title"), page.product or t("page_title"), *below)


def _banner(page: Page, lang: str) -> Html | None:
    colour = BANNERS.get(page.status)
    if colour is None:
        return None
    t, contact = _texts(lang), page.passport.contact.show(lang)
    return el(
        "div",
        el("b", t(f"page_{page.status}")),
        el("p", t(f"page_{page.status}_do")),
        el("p", t("page_contact", contact=contact)) if contact else None,
        class_=f"banner {colour}",
        role="alert",
    )


def _sections(page: Page, asked: Asked) -> Iterator[Html]:
    lang, t = asked.lang, _texts(asked.lang)
    dates = [(t("page_produced_on"), _day(page.produced_on)), (t("page_expires_on"), _day(page.expires_on))]
    lines = [(label, text) for label, text in (*dates, *page.facts) if text]
    if lines:
        told = joined(*(joined(el("dt", label), el("dd", text)) for label, text in lines))
        yield el("section", el("h2", t("page_about")), el("dl", told))
    if page.verdict is not None:
        yield _verdict(page.verdict, lang)
    if page.allergens is not None:
        tags = el("ul", *(el("li", one) for one in page.allergens), class_="tags")
        yield el("section", el("h2", t("page_allergens")), tags if page.allergens else el("p", t("page_no_allergens")))
    if page.ingredients:
        yield _ingredients(page.ingredients, t)
    if page.journey:
        rows = (el("li", el("b", stop.label), el("span", _stop(stop, lang))) for stop in page.journey)
        yield el("section", el("h2", t("page_journey")), el("ul", *rows, class_="steps"))


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _ingredients(found: Sequence[Ingredient], t: _texts) -> Html:
    comma = "、" if t.lang == "zh" else ", "
    rows = (
        el("li", el("span", one.name), el("span", comma.join(one.origins)) if one.origins else None) for one in found
    )
    note = el("p", t("page_origin_note"), class_="note") if any(one.origins for one in found) else None
    return el("section", el("h2", t("page_ingredients")), el("ul", *rows, class_="rows"), note)


def _stop(stop: Stop, lang: str) -> str:
    days = _day(stop.first) if stop.first == stop.last else f"{_day(stop.first)} – {_day(stop.last)}"
    places = ("、" if lang == "zh" else ", ").join(stop.places[:MOST_PLACES])
    if len(stop.places) > MOST_PLACES:
        places = say("api.page_places", lang, places=places, n=len(stop.places))
    return f"{days} · {places}" if places else days


def _verdict(verdict: Verdict, lang: str) -> Html:
    t = _texts(lang)
    drawn = "M4 12l5 5L20 6" if verdict.passed else "M5 5l14 14M19 5L5 19"
    line = el("path", d=drawn, fill="none", stroke="currentColor", stroke_width="3", stroke_linecap="round")
    mark = el("svg", line, viewBox="0 0 24 24", aria_hidden="true")
    at = el("span", _day(verdict.at)) if verdict.at else None
    told = el(
        "p",
        el("span", mark, class_="mark" if verdict.passed else "mark no"),
        el("b", verdict.text),
        at,
        class_="verdict",
    )
    rows = [el("li", el("span", name), el("span", value)) for name, value in verdict.results]
    more = el("ul", *rows, class_="rows") if rows else None
    return el("section", el("h2", t("page_inspection")), told, more)


def _complaint(page: Page, asked: Asked) -> Html:
    t, wrong = _texts(asked.lang), dict(asked.wrong)
    if asked.thanks:
        told = el("div", el("b", t("page_thanks")), el("p", t("page_thanks_why")), class_="banner green", role="status")
        return el("div", told, id="complaint")
    assert page.passport.complaint is not None
    wanted = page.passport.complaint
    text = el("textarea", asked.text, name="text", id="text", required=True, maxlength=str(LONGEST))
    contact = el(
        "input", type="text", name="contact", id="contact", maxlength=str(LONGEST_CONTACT), value=asked.contact,
        autocomplete="off",
    )  # fmt: skip
    photo = el("input", type="file", name="photo", id="photo", accept="image/jpeg,image/png,image/webp,image/heic")
    trap = el("input", type="text", name="website", id="website", tabindex="-1", autocomplete="off")
    form = el(
        "form",
        *_field("text", t("page_what_is_wrong"), text, wrong),
        *(_field("contact", t("page_how_to_reach"), contact, wrong) if wanted.contact else ()),
        *(_field("photo", t("page_photo"), photo, wrong) if wanted.photo else ()),
        el("div", el("label", t("page_leave_blank"), for_="website"), trap, class_="trap", aria_hidden="true"),
        el("input", type="hidden", name="token", value=asked.token),
        el("p", wrong[""], class_="wrong", role="alert") if "" in wrong else None,
        el("button", t("page_send"), type="submit"),
        el("p", t("page_complaint_note"), class_="note"),
        method="post",
        action=f"{asked.path}?lang={asked.lang}#complaint",
        enctype="multipart/form-data",
    )
    told = el("details", el("summary", t("page_complaint")), form, open=bool(wrong))
    return el("section", told, id="complaint")


def _field(key: str, label: str, box: Html, wrong: dict[str, str]) -> Iterator[Html]:
    yield el("label", label, for_=key)
    yield box
    if key in wrong:
        yield el("p", wrong[key], class_="wrong", role="alert")
