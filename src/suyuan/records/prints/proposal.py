"""A first template of a form: everything on it, laid out by its sections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from suyuan.definitions.definition import Body
from suyuan.definitions.world import World
from suyuan.forms.form import Field, Form
from suyuan.kernel.errors import NotFound
from suyuan.kernel.i18n import LANGUAGES, say

_ELSEWHERE = ("list", "image", "file", "signature")
_PLAIN_CODES = ("serial", "text", "scan")
MOST_COLUMNS = 12


def propose(conn: Connection, form: str, kind: str, key: str) -> Body:
    """The document of a new template.

    :param kind: page or label.
    :raises NotFound: there is no such form.
    """
    found = World(conn).one("forms", form)
    if found is None:
        raise NotFound("forms.no_such_form", form=form)
    body: Body = {"print": key, "label": _label("proposed_" + kind), "form": form, "kind": kind}
    return body | (_page(found) if kind == "page" else _small(found))


def _label(key: str) -> dict[str, str]:
    return {lang: say(f"records.print_{key}", lang) for lang in LANGUAGES}


def _both(label: Any) -> dict[str, str]:
    return {"zh": label.zh or label.en, "en": label.en or label.zh}


def _used(form: Form) -> list[Field]:
    return [f for f in form.fields if not f.retired and (f.type == "list" or _prints(f))]


def _prints(field: Field) -> bool:
    """Whether a field holds something that can be printed."""
    return field.type not in ("divider", "note")


def _page(form: Form) -> Body:
    code = _code(form, "qr")
    title = {"block": "title", "text": _both(form.label), "subtitle": {"zh": "{title}", "en": "{title}"}}
    blocks: list[Body] = [title | ({"code": code} if code else {})]
    placed: set[str] = set()
    fields = {f.key: f for f in _used(form)}
    for section in form.sections:
        inside = [fields[key] for key in section.fields if key in fields]
        placed.update(f.key for f in inside)
        made = list(_parts(inside))
        if made:
            blocks += [{"block": "heading", "text": _both(section.label)}, *made]
    blocks += _parts([f for f in fields.values() if f.key not in placed])
    blocks += _signatures(list(fields.values()))
    edges = {
        "header": {"left": {"zh": "{#plant}", "en": "{#plant}"}, "right": {"zh": "{title}", "en": "{title}"}},
        "footer": {"left": {"zh": "{#made}", "en": "{#made}"}, "right": _label("page_of")},
    }
    return edges | {"blocks": blocks}


def _parts(fields: list[Field]) -> Iterator[Body]:
    """Facts, then lists, then photos."""
    if facts := [f.key for f in fields if f.type not in _ELSEWHERE]:
        yield {"block": "fields", "columns": 2, "fields": facts}
    for field in fields:
        if field.type == "list":
            columns = [f.key for f in field.options.fields if not f.retired and _prints(f) and f.type not in _ELSEWHERE]
            if columns:
                yield {"block": "heading", "text": _both(field.label), "level": 2}
                yield {
                    "block": "table",
                    "rows": field.key,
                    "number": True,
                    "columns": columns[:MOST_COLUMNS],
                    "empty": _label("none"),
                }
        elif field.type == "image":
            yield {"block": "images", "field": field.key}


def _signatures(fields: list[Field]) -> list[Body]:
    people = [f for f in fields if f.type == "person"]
    signs = [
        {"label": _both(f.label), "field": f.key, **({"person": people[n].key} if n < len(people) else {})}
        for n, f in enumerate(f for f in fields if f.type == "signature")
    ]
    return [{"block": "signatures", "signs": signs or [{"label": _label("signed")}]}]


def _code(form: Form, kind: str) -> Body | None:
    """A code of the record's number, or of whatever names it."""
    for type in _PLAIN_CODES:
        for field in form.fields:
            if field.type == type and not field.retired:
                return {"code": kind, "content": f"{{{field.key}}}"}
    return None


def _small(form: Form) -> Body:
    """A label of 100 x 60 mm: name and lot large, some facts, a code at the right."""
    fields = _used(form)
    lot = next((f for f in fields if f.type == "lot" and f.options.new is not None), None)
    lot = lot or next((f for f in fields if f.type == "lot"), None)
    name = f"{lot.key}.material" if lot is not None else "title"
    big = lot.key if lot is not None else next((f.key for f in fields if f.type in _PLAIN_CODES), "title")
    blocks: list[Body] = [
        _text("{" + name + "}", 3, 3, 94, 12, 18, True),
        _text("{" + big + "}", 3, 16, 60, 9, 15, True),
    ]
    facts = [f for f in fields if f.type not in (*_ELSEWHERE, "lot") and f.key != big][:4]
    for n, field in enumerate(facts):
        label = _both(field.label)
        text = {"zh": f"{label['zh']} {{{field.key}}}", "en": f"{label['en']} {{{field.key}}}"}
        blocks.append(_text(text, 3, 27 + n * 7, 60, 6, 9, False))
    code = {"code": "qr", "content": f"{{{big}}}", "readable": False}
    return {
        "page": {"size": "custom", "width": 100, "height": 60},
        "blocks": [*blocks, {"block": "code", "x": 66, "y": 18, "w": 31, "h": 38, **code}],
    }


def _text(text: str | dict[str, str], x: int, y: int, w: int, h: int, size: int, bold: bool) -> Body:
    label = {"zh": text, "en": text} if isinstance(text, str) else text
    return {"block": "text", "x": x, "y": y, "w": w, "h": h, "text": label, "size": size, "bold": bold}
