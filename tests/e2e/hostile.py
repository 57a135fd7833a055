"""A plant whose every text wants to run, or to ask a foreign host: put there by the API, as a hostile builder would."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from suyuan.kernel.clock import SystemClock
from tests.attack.payloads import FOREIGN_PAYLOADS, PAYLOADS
from tests.e2e.conftest import Visitor

TEXTS = [*PAYLOADS, *FOREIGN_PAYLOADS]
FORM = "hostile"
VALUES = [text.replace("\t", " ") for text in TEXTS]
"""As values: a control character in one is refused."""


def says(n: int) -> dict[str, str]:
    """The ``n``-th text as a label, counted around."""
    return dict.fromkeys(("zh", "en"), TEXTS[n % len(TEXTS)])


def form() -> dict[str, Any]:
    """A form with every text as a label, a hint and an option, and some of them wherever else words may stand."""
    everything = "\n".join(TEXTS)
    texts = {
        f"t{n}": {"type": "text", "max": 500, "label": says(n), "hint": says(n + 7), "width": 3}
        for n in range(len(TEXTS))
    }
    options = [{"key": f"o{n}", "label": says(n)} for n in range(len(TEXTS))]
    others = {
        "pick": {"type": "choice", "label": says(20), "options": options},
        "tag": {"type": "color_tag", "label": says(21), "options": options[:12]},
        "tree": {"type": "tree", "label": says(22), "branches": options},
        "day": {"type": "date", "label": says(23)},
        "story": {"type": "rich_text", "label": says(24)},
        "told": {"type": "note", "text": {"zh": everything, "en": everything}},
        "line": {"type": "divider", "label": says(25)},
        "size": {"type": "number", "label": says(26), "suffix": TEXTS[1]},
        "papers": {"type": "file", "label": says(27), "max": len(TEXTS)},
        "photo": {"type": "image", "label": says(28)},
        "rows": {"type": "list", "label": says(29), "fields": {"a": {"type": "text", "max": 500, "label": says(30)}}},
    }
    tabs = range(0, len(TEXTS), 28)
    first = {"label": says(31), "fields": list(others), "hint": says(32)}
    sections = [{"label": says(n), "tab": n > 0, "fields": list(texts)[n : n + 28]} for n in tabs]
    return {
        "label": says(0),
        "hint": says(1),
        "app": FORM,
        "folder": "f3",
        "title": "{t0}",
        "fields": texts | others,
        "sections": [first, *sections],
        "guards": [{"refuse": 't0 = "-"', "say": says(33), "at": "t0", "warn": True}],
        "linkage": [{"name": says(34), "when": 't0 = "+"', "lock": ["t1"]}],
        "uniques": [{"fields": ["t0", "t2"], "say": says(35)}],
        "views": [{"key": f"v{n}", "label": says(n)} for n in range(3)],
    }


def print_template() -> dict[str, Any]:
    """A sheet with every text upon it."""
    blocks = [{"block": "text", "text": says(n)} for n in range(len(TEXTS))]
    return {
        "label": says(36),
        "form": FORM,
        "blocks": [*blocks, {"block": "fields", "fields": ["t0", "story", "papers"]}],
    }


class Evil:
    """Puts them into a plant.

    :param visitor: an administrator, signed in.
    """

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.api = visitor, visitor.api

    def draw(self) -> None:
        """An app with folders, a form, forms still in draft, a print template, views."""
        folders = [{"key": f"f{n}", "label": says(n)} for n in range(len(TEXTS))]
        self.publish("apps", FORM, {"label": says(2), "folders": folders})
        self.publish("forms", FORM, form())
        self.publish("prints", "hostile_sheet", print_template())
        for n in range(len(TEXTS)):
            draft = {"label": says(n), "app": FORM, "folder": f"f{n}", "fields": {}}
            self.api("PUT", f"/forms/hostile_{n}", {"definition": draft})
        for n in range(0, 100, 4):
            self.api(
                "POST", f"/forms/{FORM}/views", {"name": TEXTS[n][:100], "shared": True, "fields": ["t0", "story"]}
            )

    def publish(self, kind: str, key: str, document: dict[str, Any]) -> None:
        self.api("PUT", f"/{kind}/{key}", {"definition": document})
        self.api("POST", f"/{kind}/{key}/publish", {"note": TEXTS[3]})

    def upload(self, name: str, content: str) -> str:
        """A file of that name; its id."""
        done = self.visitor.page.request.post(
            f"{self.visitor.address}/api/v1/files?name={quote(name)}&form={FORM}&field=papers",
            data=content.encode(),
            headers={"Origin": self.visitor.address, "Content-Type": "image/svg+xml"},
        )
        assert done.status in (201, 422), done.text()
        return str(done.json()["id"]) if done.status == 201 else ""

    def record(self) -> str:
        """Records titled by the texts; the id of one that holds all of them, and files named and filled by them."""
        today = SystemClock().now().date().isoformat()
        for n in range(1, len(TEXTS)):
            fields = {"t0": VALUES[n], "story": TEXTS[n], "day": today, "pick": f"o{n}", "tree": f"o{n}"}
            self.api("POST", f"/records/{FORM}", {"fields": fields})
        svg = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>{}</svg>"
        files = [id for text in TEXTS if (id := self.upload(f"{text[:80]}.svg", svg.format(text)))]
        assert len(files) > 80
        fields = {f"t{n}": text for n, text in enumerate(VALUES)}
        more = {"story": "\n".join(TEXTS), "papers": files, "rows": [{"a": text} for text in VALUES], "day": today}
        done = self.api("POST", f"/records/{FORM}", {"fields": fields | more})
        self.file = files[0]
        return str(done["id"])

    def link(self) -> str:
        """The address where strangers fill the form."""
        until = (SystemClock().now() + timedelta(days=1)).isoformat()
        fields = [key for key in form()["fields"] if key not in ("told", "line")]
        body = {"name": TEXTS[4], "fields": fields, "expires_at": until}
        return str(self.api("POST", f"/forms/{FORM}/links", body)["url"])
