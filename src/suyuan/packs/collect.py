"""What of a plant's definitions goes into a pack: all of them, or those of one app."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from sqlalchemy import Connection

from suyuan.definitions import yaml_text
from suyuan.definitions.definition import Body, Definition
from suyuan.definitions.document import to_yaml
from suyuan.definitions.read import listed, one, struct_of
from suyuan.forms.field_type import FIELD_TYPES
from suyuan.forms.fields.links import LinkField
from suyuan.packs.pack import HEAD, ORDER

_OF_ONE_FORM = ("registers", "worklists", "prints")


def collect(
    conn: Connection, name: str, label: dict[str, str], app: str | None = None, *, without: Container[str] = ()
) -> dict[str, str]:
    """The files of a pack, by name, ``pack.yaml`` first.

    :param app: only this app: its forms, and the roles, registers, worklists, lists and prints of these.
    :param without: kinds left out.
    :raises NotFound: there is no such app.
    """
    kinds = {kind: [] if kind in without else listed(conn, kind) for kind in ORDER}
    needs: list[str] = []
    if app is not None:
        own = {d.key for d in kinds["forms"] if d.body.get("app") == app}
        kinds = {kind: [d for d in found if _belongs(kind, d.body, own)] for kind, found in kinds.items()}
        kinds["apps"] = [one(conn, "apps", app)]
        needs = sorted(_linked(conn, own) - own)
    return _files(name, label, kinds, needs)


def _files(name: str, label: dict[str, str], kinds: dict[str, list[Definition]], needs: list[str]) -> dict[str, str]:
    head: dict[str, Any] = {"pack": name, "version": 1, "label": label}
    if needs:
        head["needs"] = needs
    files = {HEAD: yaml_text.dump(head | {"apps": [d.body for d in kinds["apps"]]})}
    for kind in ORDER[1:]:
        files |= {f"{kind}/{d.key}.yaml": to_yaml(kind, d.body) for d in kinds[kind]}
    return files


def _belongs(kind: str, body: Body, own: set[str]) -> bool:
    """Whether a document is about forms of the app, and, where it is about several, about no others."""
    if kind == "forms":
        return body["form"] in own
    if kind == "roles":
        return any(grant.get("form") in own for grant in body.get("grants", ()))
    if kind in _OF_ONE_FORM:
        return body.get("form") in own
    if kind == "kde_lists":
        forms = _forms_of_list(body)
        return bool(forms) and forms <= own
    return False


def _forms_of_list(body: Body) -> set[str]:
    data = [datum for node in body.get("nodes", ()) for event in node["events"] for datum in event["data"]]
    return {str(path).partition(".")[0] for datum in data for path in datum.get("field", ())}


def _linked(conn: Connection, own: set[str]) -> set[str]:
    """Forms that fields of these forms lead to."""
    found: set[str] = set()
    for key in own:
        form: Any = struct_of(conn, "forms", key)
        fields = [f for top in form.fields for f in (top, *(top.options.fields if top.type == "list" else ()))]
        for field in fields:
            kind = FIELD_TYPES[field.type]
            if isinstance(kind, LinkField) and not field.retired:
                found.add(kind.target(field))
    return {key for key in found if key and not key.startswith("$")}
