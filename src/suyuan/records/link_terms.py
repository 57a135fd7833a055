"""What a public link lets strangers fill, whose rights those are, and the form as they see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from suyuan.access.rights import Rights, Viewer
from suyuan.access.role import Grant, Role
from suyuan.expr import reads
from suyuan.forms.catalogue import Catalogue
from suyuan.forms.document import dump
from suyuan.forms.form import Field, Section
from suyuan.forms.formulas import is_computed, parsed
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label
from suyuan.records.allow import title_reads

_INNER = ("person", "department", "lookup")
"""Types that would tell strangers of people, or of what links lead to."""
_LINKS = ("link", "location")
FILES = ("file", "image", "signature")
_INSIDE = ("where", "order", "shown", "fill", "quick_add")
"""Options of a link that tell of its target, or let it be added to."""
_CONDITIONS = ("visible_when", "required_when", "readonly_when", "default", "value")


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a link allows.

    :param fields: keys of the fields shown, in the form's order when filled in.
    :param fixed: values of further fields, as sent when submitting; the visitor neither sees nor changes them.
    :param expires_at: until when.
    :param most: records in all, ``daily`` in one day of the plant; ``None`` for no such limit.
    :param trace: its records may do to lots what the form says.
    """

    fields: list[str]
    fixed: dict[str, Any] = {}
    expires_at: datetime
    most: int | None = None
    daily: int | None = None
    trace: bool = False


def shareable(field: Field) -> bool:
    """Whether strangers may see a field: none of people, of lots, of what a link copies."""
    if field.type == "lot":
        return field.options.new is not None
    return not field.retired and field.type not in _INNER


def paths(live: LiveForm, keys: Iterable[str]) -> list[str]:
    """The paths of the fields of ``keys`` that strangers may see; of a list its rows' fields."""
    found: list[str] = []
    for key in keys:
        if key in live.lists:
            found += [f"{key}.{k}" for k, inner in live.lists[key].fields.items() if shareable(inner.field)]
        elif key in live.fields and shareable(live.fields[key].field):
            found.append(key)
    return found


def term_mistakes(live: LiveForm, terms: Terms, now: datetime) -> Iterator[Mistake]:
    """What is wrong with the terms of a link to a form, except the fixed values themselves."""
    if not terms.fields:
        yield Mistake("fields", "records.link_no_fields")
    known = [*terms.fields, *terms.fixed]
    for n, key in enumerate(terms.fields):
        field = live.field(key) if "." not in key else None
        if field is None:
            yield Mistake(f"fields[{n}]", "records.no_field", {"field": key[:100]})
        elif not shareable(field):
            yield Mistake(f"fields[{n}]", "records.link_inner", {"field": field.label})
        elif key in terms.fixed:
            yield Mistake(f"fixed.{key}", "records.link_both", {"field": field.label})
        else:
            yield from _reaching(live, field, set(known), f"fields[{n}]")
    yield from _missing(live, set(known))
    if terms.expires_at <= now:
        yield Mistake("expires_at", "records.link_past")
    if live.form.trace and not terms.trace:
        yield Mistake("trace", "records.link_trace")


def _reaching(live: LiveForm, field: Field, known: set[str], path: str) -> Iterator[Mistake]:
    """A field that is shown only as others say, which are neither shown nor fixed."""
    for text in _deciding(live, field):
        expression = parsed(text)
        for read in sorted(reads(expression)) if expression else ():
            head = read[1] if read[0] == "this" and len(read) > 1 else read[0]
            if head not in known and head != "this":
                yield Mistake(path, "records.link_reaches", {"field": field.label, "other": head})


def _deciding(live: LiveForm, field: Field) -> Iterator[str]:
    """The conditions that decide whether a field is shown."""
    if field.visible_when is not None:
        yield field.visible_when
    tab: Section | None = None
    for section in live.form.sections:
        tab = section if section.tab else tab
        if field.key in section.fields:
            yield from (one.visible_when for one in (section, tab) if one is not None and one.visible_when)
    yield from (rule.when for rule in live.form.linkage if rule.on and field.key in (*rule.show, *rule.hide))


def _missing(live: LiveForm, known: set[str]) -> Iterator[Mistake]:
    """Fields that every record needs and this link leaves out."""
    for key, one in live.fields.items():
        field = one.field
        given = field.default is not None or is_computed(field) or field.type in ("serial", "list")
        if field.required and key not in known and not given and not _filled(live, key, known):
            yield Mistake("fields", "records.link_needs", {"field": field.label})
    for key in known & live.lists.keys():
        for inner in live.lists[key].fields.values():
            if inner.field.required and not shareable(inner.field):
                yield Mistake("fields", "records.link_needs", {"field": inner.field.label})


def _filled(live: LiveForm, key: str, known: set[str]) -> bool:
    return any(key in getattr(live.fields[k].field.options, "fill", {}) for k in known & live.fields.keys())


def link_viewer(forms: Catalogue, live: LiveForm, terms: Terms, actor: Actor) -> Viewer:
    """The rights of who comes by a link: submit this form with these fields, know the titles that may be chosen."""
    shown = paths(live, terms.fields)
    fixed = [key for key in terms.fixed if key in live.fields]
    grants = [Grant(live.key, ("submit",), write=(*shown, *fixed)), Grant(live.key, ("read",), "FALSE", tuple(shown))]
    for path in (*shown, *fixed):
        field = live.field(path)
        if field is not None and field.type in _LINKS and field.options.to in forms:
            titled = title_reads(forms.any(field.options.to)) if path in shown else []
            grants.append(Grant(field.options.to, ("read",), read=tuple(titled)))
    return Viewer(actor, Rights([Role("link", Label("公开链接", "Public link"), (), tuple(grants))]))


def public_document(live: LiveForm, terms: Terms) -> dict[str, Any]:
    """The form's document as strangers get it: the fields shown, and of their conditions those over such fields."""
    shown = set(paths(live, terms.fields))
    whole = dump(live.form)
    tops = {path.partition(".")[0] for path in shown}
    fields = {key: _field(key, body, shown, tops) for key, body in whole["fields"].items() if key in tops}
    sections = [part | {"fields": [k for k in part["fields"] if k in tops]} for part in whole.get("sections", [])]
    kept = [_without_reaching(part, tops) for part in sections if part["fields"] or part.get("tab")]
    head: dict[str, Any] = {name: whole[name] for name in ("label", "hint") if name in whole}
    linkage = [rule for one in whole.get("linkage", []) for rule in _rule(one, shown, tops)]
    return {"form": "public", **head, "fields": fields, "sections": kept, "linkage": linkage}


def _rule(rule: Mapping[str, Any], shown: set[str], tops: set[str]) -> Iterator[dict[str, Any]]:
    """A linkage rule, as far as it is about fields shown and reads only such."""
    known = tops | {path.rpartition(".")[2] for path in shown}
    if not rule.get("on", True) or not _within(str(rule["when"]), known):
        return
    paths = {k: [p for p in rule.get(k, []) if p in shown or p in tops] for k in ("show", "hide", "require", "lock")}
    sets = {p: text for p, text in rule.get("set", {}).items() if p in shown and _within(str(text), known)}
    options = {p: text for p, text in rule.get("filter", {}).items() if p in shown and str(text).count("option")}
    filters = {p: text for p, text in options.items() if _within(str(text), known | {"option"})}
    yield {"name": {"zh": "", "en": ""}, "when": rule["when"], **paths, "set": sets, "filter": filters}


def _field(key: str, body: Mapping[str, Any], shown: set[str], tops: set[str]) -> dict[str, Any]:
    if "fields" not in body:
        return _without_reaching(body, tops)
    inner = {k: b for k, b in body["fields"].items() if f"{key}.{k}" in shown}
    rows = {k: _without_reaching(b, tops | inner.keys()) for k, b in inner.items()}
    return {k: v for k, v in _without_reaching(body, tops).items() if k != "rows"} | {"fields": rows}


def _without_reaching(body: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    """A field or section without conditions over what strangers do not see: the server keeps to those."""
    kept = {k: v for k, v in body.items() if k not in _INSIDE}
    for role in _CONDITIONS:
        if role in kept and not _within(str(kept[role]), known):
            del kept[role]
    if isinstance(kept.get("new"), Mapping):
        kept["new"] = {k: v for k, v in kept["new"].items() if k == "rule"}
    return kept


def _within(text: str, known: set[str]) -> bool:
    expression = parsed(text)
    if expression is None:
        return False
    return all(len(path) == 1 and path[0] in known for path in reads(expression))
