"""Part of ``suyuan verify``: people, the roles they hold, roles and keys against what the ledger last told of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from suyuan.access.tables import api_key, department, person, person_role, role
from suyuan.ledger.entry import Entry
from suyuan.ledger.read import told_of
from suyuan.ledger.report import Fault
from suyuan.ledger.verify import checks


@checks("access")
def compare(conn: Connection) -> Iterable[Fault]:
    """Name every person, role and API key whose rights are not as the ledger tells."""
    yield from _differences("person", _people(conn), _told(conn, "person", ("person.created", "person.changed")))
    yield from _differences("role", _roles(conn), _told(conn, "role", ("role.stored", "role.retired")))
    yield from _differences("api_key", _keys(conn), _told(conn, "api_key", ("key.created", "key.revoked")))


def _differences(kind: str, rows: Mapping[str, Any], told: dict[str, dict[str, Any]]) -> Iterator[Fault]:
    for key, row in rows.items():
        image = told.pop(key, None)
        differ = [name for name, value in row.items() if image is None or image.get(name) != value]
        if differ:
            yield Fault("access.row_differs", {"kind": kind, "key": key, "fields": ", ".join(differ)})
    for key in told:
        yield Fault("access.row_missing", {"kind": kind, "key": key})


def _told(conn: Connection, kind: str, kinds: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """What the entries of ``kinds`` leave of each thing; a retired role and a revoked key are no longer active."""
    found: dict[str, dict[str, Any]] = {}
    for entry in told_of(conn, kind):
        if entry.kind in kinds:
            found[entry.subject.id] = found.get(entry.subject.id, {}) | _image(entry)
    return found


def _image(entry: Entry) -> dict[str, Any]:
    if entry.kind in ("role.retired", "key.revoked"):
        return {"active": False}
    active = {} if "active" in entry.body else {"active": True}
    return {**entry.body, **active}


def _people(conn: Connection) -> dict[str, Any]:
    places = {row.id: row.uid for row in conn.execute(select(department.c.id, department.c.uid))}
    held: dict[int, list[str]] = {}
    for row in conn.execute(select(person_role.c.person, person_role.c.role).order_by(person_role.c.role)):
        held.setdefault(row.person, []).append(row.role)
    return {
        row.uid: {
            "user": row.user,
            "name": row.name,
            "lang": row.lang,
            "department": places.get(row.department),
            "roles": held.get(row.id, []),
            "active": row.active,
        }
        for row in conn.execute(select(person))
    }


def _roles(conn: Connection) -> dict[str, Any]:
    return {row.key: {"role": _plain(row.document), "active": row.active} for row in conn.execute(select(role))}


def _keys(conn: Connection) -> dict[str, Any]:
    query = select(api_key, person.c.uid.label("owner")).join(person, person.c.id == api_key.c.person)
    return {
        row.uid: {"person": row.owner, "scopes": _plain(row.scopes), "active": row.active}
        | {"expires": msgspec.to_builtins(row.expires)}
        for row in conn.execute(query)
    }


def _plain(document: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(document))
