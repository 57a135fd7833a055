"""People, departments, roles held and API keys."""

from __future__ import annotations

from typing import Any

import msgspec

from suyuan.access import key as keys
from suyuan.access import people
from suyuan.access.department import change_department, create_department, departments
from suyuan.access.person import Person, person_by_id
from suyuan.access.person import people as search_people
from suyuan.api.call import Call, instant
from suyuan.api.route import SIGNED_IN, Parameter, ability, route
from suyuan.api.shape import Shape, anything, flag, many, obj, text
from suyuan.kernel.errors import Invalid, Mistake, NotFound

_NEW = Shape(
    {
        "user": text(required=True, most=100),
        "name": text(required=True, most=200),
        "password": text(most=1000),
        "lang": text(choices=("zh", "en")),
        "department": text(most=36),
        "roles": many("text", most=100),
    }
)
_CHANGE = Shape(
    {
        "user": text(most=100),
        "name": text(most=200),
        "lang": text(choices=("zh", "en")),
        "department": anything(note="public id; null takes the person out of theirs"),
        "roles": many("text", most=100),
        "active": flag(),
        "password": text(most=1000),
        "reason": text(most=1000),
    }
)
_KEY = Shape({"name": text(required=True, most=200), "scopes": obj(), "expires": text(most=40)})


def shown(person: Person, whole: bool) -> dict[str, Any]:
    """A person as answered; ``whole`` to administrators."""
    brief = {"id": person.uid, "title": person.name, "name": person.name}
    if not whole:
        return brief
    more = {"user": person.user, "lang": person.lang, "roles": person.roles, "active": person.active}
    return brief | more | {"department": person.department}


@route(
    "GET",
    "/people",
    SIGNED_IN,
    query={"search": Parameter(most=200, default=""), "limit": Parameter("whole", least=1, most=500, default=50)},
)
async def list_people(call: Call) -> Any:
    """People whose name holds the text; user names and roles are shown to administrators."""
    admin = call.viewer is not None and call.viewer.may("admin")

    def read() -> Any:
        with call.store.read() as conn:
            found = search_people(conn, call.query["search"], limit=call.query["limit"], gone=admin)
            places = {d.id: {"id": d.uid, "title": d.name} for d in departments(conn)}
        items = [shown(p, admin) for p in found]
        for item in items:
            if admin:
                item["department"] = places.get(item["department"])
        return {"items": items, "next": None}

    return await call.away(read)


@route("POST", "/people", ability("admin"), body=_NEW, status=201)
async def create(call: Call) -> Any:
    """Take a person in."""
    given = await call.body()
    given["lang"] = given["lang"] or "zh"
    given["roles"] = given["roles"] or []
    return shown(await call.away(lambda: people.create_person(call.store, by=call.actor, **given)), True)


@route("PATCH", "/people/{id:str}", ability("admin"), body=_CHANGE)
async def change(call: Call) -> Any:
    """Change what is known of a person, their roles, their password; let them go or take them back."""
    sent = await call.body_as_sent()
    given = _CHANGE.check(sent)
    _check_department(given["department"])
    store, by, uid = call.store, call.actor, call.path["id"]

    def apply() -> Person:
        place = given["department"] if "department" in sent else msgspec.UNSET
        names = {k: given[k] for k in ("user", "name", "lang")}
        person = people.change_person(store, uid, by=by, department=place, **names)
        if given["roles"] is not None:
            person = people.set_roles(store, uid, given["roles"], by=by)
        if given["password"] is not None:
            people.set_password(store, uid, given["password"], by=by)
        if given["active"] is False:
            person = people.deactivate(store, uid, by=by, reason=given["reason"] or "")
        elif given["active"] is True and not person.active:
            person = people.reactivate(store, uid, by=by)
        return person

    return shown(await call.away(apply), True)


def _check_department(value: Any) -> None:
    if value is not None and not (isinstance(value, str) and len(value) <= 36):
        raise Invalid([Mistake("department", "api.want_text")])


@route("GET", "/departments", SIGNED_IN)
async def list_departments(call: Call) -> Any:
    """The departments."""

    def read() -> Any:
        with call.store.read() as conn:
            found = departments(conn)
        names = {d.id: d.uid for d in found}
        items = [{"id": d.uid, "title": d.name, "parent": names.get(d.parent or 0)} for d in found]
        return {"items": items, "next": None}

    return await call.away(read)


@route(
    "POST",
    "/departments",
    ability("admin"),
    body=Shape({"name": text(required=True, most=200), "parent": text(most=36)}),
    status=201,
)
async def new_department(call: Call) -> Any:
    """Make a department."""
    given = await call.body()
    made = await call.away(
        lambda: create_department(call.store, name=given["name"], parent=given["parent"], by=call.actor)
    )
    return {"id": made.uid, "title": made.name}


@route(
    "PATCH",
    "/departments/{id:str}",
    ability("admin"),
    body=Shape(
        {
            "name": text(most=200),
            "parent": anything(note="public id; null puts it at the top"),
            "active": flag("false closes it"),
        }
    ),
)
async def amend_department(call: Call) -> Any:
    """Rename, move or close a department."""
    sent = await call.body_as_sent()
    given = call.route.body.check(sent) if call.route.body else sent
    _check_department(given["parent"])
    above = given["parent"] if "parent" in sent else msgspec.UNSET
    made = await call.away(
        lambda: change_department(
            call.store, call.path["id"], name=given["name"], parent=above, active=given["active"], by=call.actor
        )
    )
    return {"id": made.uid, "title": made.name}


@route("GET", "/keys", SIGNED_IN)
async def list_keys(call: Call) -> Any:
    """The caller's own API keys; their secrets were shown once."""

    def read() -> Any:
        if call.actor.person is None:
            return {"items": [], "next": None}
        with call.store.read() as conn:
            found = keys.keys_of(conn, call.actor.person)
        return {"items": [_key(k) for k in found], "next": None}

    return await call.away(read)


def _key(key: Any) -> dict[str, Any]:
    return {
        "id": key.uid,
        "name": key.name,
        "scopes": key.scopes,
        "created": key.created,
        "expires": key.expires,
        "last_used": key.last_used,
    }


@route("POST", "/keys", SIGNED_IN, body=_KEY, status=201)
async def create_key(call: Call) -> Any:
    """Make an API key of the caller's; the answer is the only place its secret is ever shown."""
    given = await call.body()
    expires = None if given["expires"] is None else instant(given["expires"])
    if isinstance(expires, Mistake):
        raise Invalid([Mistake("expires", expires.code)])

    def make() -> keys.NewKey:
        with call.store.read() as conn:
            person = None if call.actor.person is None else person_by_id(conn, call.actor.person)
        if person is None:
            raise NotFound("access.no_person")
        scopes = given["scopes"] or {}
        return keys.make_key(call.store, person.uid, given["name"], scopes, by=call.actor, expires=expires)

    made = await call.away(make)
    return _key(made.key) | {"secret": made.secret}


@route("DELETE", "/keys/{id:str}", SIGNED_IN, status=204)
async def end_key(call: Call) -> None:
    """End an API key now."""
    await call.away(lambda: keys.revoke_key(call.store, call.path["id"], by=call.actor))
