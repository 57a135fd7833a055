"""Come in, go out, who am I."""

from __future__ import annotations

from typing import Any

from suyuan.access import first_admin, people, session
from suyuan.access.person import Person, person_by_id
from suyuan.access.rights import Viewer, viewer
from suyuan.access.role import VERBS
from suyuan.access.roles import roles
from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.principal import cookie, known_cookie, known_of, token_of
from suyuan.api.route import PUBLIC, SIGNED_IN, route
from suyuan.api.shape import Shape, text
from suyuan.definitions import read as definitions
from suyuan.forms.catalogue import catalogue
from suyuan.forms.form import Form
from suyuan.kernel.errors import NotSignedIn
from suyuan.records.plant import hidden_by, plant_of

_SIGN_IN = Shape({"user": text(required=True, most=200), "password": text(required=True, most=1000)})
_CLAIM = Shape(
    {
        "token": text(required=True, most=200),
        "user": text(required=True, most=100),
        "password": text(required=True, most=1000),
        "name": text(required=True, most=200),
    }
)


@route("POST", "/session", PUBLIC, body=_SIGN_IN)
async def sign_in(call: Call) -> Answer:
    """Sign in; the cookie is the session, no script can read it."""
    given = await call.body()
    return await _open(call, given["user"], given["password"])


@route("GET", "/claim", PUBLIC)
async def claimable(call: Call) -> Answer:
    """Whether the plant waits for its first administrator: ``{"open": bool}``; the token itself is never told here."""
    return Answer({"open": await call.away(first_admin.first_admin_token, call.store) is not None})


@route("POST", "/claim", PUBLIC, body=_CLAIM)
async def claim(call: Call) -> Answer:
    """Become the first administrator with the one-time token that the server showed when it started."""
    given = await call.body()
    await call.away(
        lambda: first_admin.claim_admin(
            call.store, given["token"], given["user"], given["password"], given["name"], lang=call.lang, by=call.actor
        )
    )
    return await _open(call, given["user"], given["password"])


async def _open(call: Call, user: str, password: str) -> Answer:
    scope: Any = call.request.scope
    known = known_of(scope, call.headers) or ""
    opened = await call.away(lambda: session.sign_in(call.store, user, password, call.actor, known=known))
    call.actor = opened.actor
    seconds = max(1, int((opened.expires - call.store.clock.now()).total_seconds()))
    body = await call.away(me_of, call, opened.actor.person)
    sent = [cookie(scope, opened.token, seconds), known_cookie(scope, opened.known)]
    return Answer(body, cookies=sent)


@route("DELETE", "/session", SIGNED_IN, status=204)
async def sign_out(call: Call) -> Answer:
    """Sign out."""
    scope: Any = call.request.scope
    token = token_of(scope, call.headers)
    if token is not None:
        await call.away(session.sign_out, call.store, token)
    return Answer(status=204, cookies=[cookie(scope, "", 0)])


@route("GET", "/me", SIGNED_IN)
async def me(call: Call) -> Any:
    """Who is signed in, and what they may do: the navigation is drawn from it."""
    return await call.away(me_of, call, call.actor.person)


@route("PATCH", "/me", SIGNED_IN, body=Shape({"lang": text(required=True, choices=("zh", "en"))}))
async def change_me(call: Call) -> Any:
    """Change one's own language."""
    given = await call.body()
    person = _self(call)
    await call.away(lambda: people.change_person(call.store, person.uid, lang=given["lang"], by=call.actor))
    return await call.away(me_of, call, call.actor.person)


@route(
    "POST",
    "/me/password",
    SIGNED_IN,
    body=Shape({"old": text(required=True, most=1000), "password": text(required=True, most=1000)}),
)
async def change_password(call: Call) -> Answer:
    """Change one's own password; every session of theirs ends, and a new one begins here."""
    given = await call.body()
    person = _self(call)
    await call.away(
        lambda: people.set_password(call.store, person.uid, given["password"], by=call.actor, old=given["old"])
    )
    return await _open(call, person.user, given["password"])


def _self(call: Call) -> Person:
    with call.store.read() as conn:
        person = None if call.actor.person is None else person_by_id(conn, call.actor.person)
    if person is None:
        raise NotSignedIn("api.sign_in_first")
    return person


def me_of(call: Call, person_id: int | None) -> dict[str, Any]:
    """The answer of ``/me``."""
    seen = viewer(call.store, call.actor)
    with call.store.read() as conn:
        person = None if person_id is None else person_by_id(conn, person_id)
        labels = {r.role: r.label for r in roles(conn)}
        apps = [d.body for d in definitions.listed(conn, "apps")]
    plant = plant_of(call.store)
    off = hidden_by(plant)
    forms = [_entry(form, seen, off(form)) for form in catalogue(call.store)]
    return {
        "person": None
        if person is None
        else {"id": person.uid, "name": person.name, "user": person.user, "lang": person.lang},
        "roles": [{"key": key, "label": labels.get(key)} for key in seen.roles],
        "abilities": sorted(seen.abilities),
        "apps": _by_app(apps, [f for f in forms if f["may"]]),
        "plant": {"name": plant.name, "zone": plant.zone, "ready": plant.ready},
    }


def _entry(form: Form, seen: Viewer, off: bool) -> dict[str, Any]:
    """A form in the navigation; ``off`` when it belongs to a node that the plant works without."""
    found = {"key": form.key, "label": form.label, "icon": form.icon, "stage": form.stage, "app": form.app}
    may = [verb for verb in VERBS if seen.can(verb, form.key)]
    return found | {"order": form.order, "hidden": form.hidden or off, "may": may}


def _by_app(apps: list[dict[str, Any]], forms: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {app["app"]: app for app in apps}
    for form in forms:
        known.setdefault(form["app"], {"app": form["app"], "label": {"zh": form["app"], "en": form["app"]}})
    found = []
    for key, app in sorted(known.items(), key=lambda pair: (pair[1].get("order", 999), pair[0])):
        inside = sorted((f for f in forms if f["app"] == key), key=lambda f: (f["order"], f["key"]))
        shown = [{k: v for k, v in f.items() if k not in ("app", "order")} for f in inside]
        if shown:
            found.append({"key": key, "label": app["label"], "icon": app.get("icon", ""), "forms": shown})
    return found
