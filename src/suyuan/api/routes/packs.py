"""Moving apps between plants: export, preview, install, roll back."""

from __future__ import annotations

from typing import Any

from suyuan.access.rights import require_ability
from suyuan.api.answer import Answer
from suyuan.api.call import Call
from suyuan.api.download import download
from suyuan.api.problem import BadParameters
from suyuan.api.refusal import errors
from suyuan.api.route import Parameter, ability, route
from suyuan.api.shape import Shape, flag
from suyuan.definitions.read import one
from suyuan.kernel.errors import Invalid, Mistake
from suyuan.kernel.i18n import Label, say
from suyuan.packs.archive import MOST_PACKED, ZIP, archive, read_archive
from suyuan.packs.collect import collect
from suyuan.packs.install import Place, install_in
from suyuan.packs.installs import Install, install_of, installs, roll_back
from suyuan.packs.pack import ORDER, Pack
from suyuan.packs.preview import Item, preview
from suyuan.records.plant import plant_of

_LEAVE = {"leave": Parameter(most=200, many=True, default=(), note="a document left out: roles/operator")}
_BACK = Shape({"anyway": flag("also where a document was changed since")})
ROLES = "roles"


def _is_admin(call: Call) -> bool:
    return call.viewer is not None and call.viewer.may("admin")


def _left(call: Call, pack: Pack) -> list[Place]:
    """Documents left out: those named, and roles where the caller is no administrator.

    :raises BadParameters: a name that is none of the pack's.
    """
    left: list[Place] = []
    for name in call.query["leave"]:
        kind, _, key = name.partition("/")
        if (kind, key) not in pack.documents:
            raise BadParameters([Mistake("leave", "api.one_of", {"choices": ", ".join(ORDER)})])
        left.append((kind, key))
    return left + [place for place in pack.documents if place[0] == ROLES and not _is_admin(call)]


@route(
    "GET",
    "/packs/export.zip",
    ability("design"),
    query={"app": Parameter(most=100, note="only this app: its forms and what belongs to them")},
    gives=ZIP,
)
async def export(call: Call) -> Answer:
    """The plant's definitions, or one app's, as a pack: readable YAML in a zip; roles for administrators only."""
    app = call.query["app"]

    def work() -> tuple[bytes, str]:
        without = () if _is_admin(call) else (ROLES,)
        with call.store.read() as conn:
            label = one(conn, "apps", app).body["label"] if app else None
            name = plant_of(call.store).name
            shown = label or {"zh": name.zh, "en": name.en}
            files = collect(conn, app or "own", shown, app, without=without)
        return archive(files), f"{app or 'plant'}.zip"

    return download(*await call.away(work), ZIP)


@route("POST", "/packs/preview", ability("design"), query=_LEAVE, takes=(ZIP,), limit=MOST_PACKED)
async def look(call: Call) -> Any:
    """What installing a pack would change, document by document, in words, and every mistake; nothing is written."""
    raw = await call.raw()

    def work() -> dict[str, Any]:
        try:
            pack = read_archive(raw)
        except Invalid as wrong:
            told = {"pack": "", "label": Label(), "version": 0, "items": [], "notices": []}
            return told | {"mistakes": errors(wrong.mistakes, call.lang)}
        left = _left(call, pack)
        with call.store.read() as conn:
            found = preview(conn, pack, left)
        notices = (
            [say("packs.roles_left", call.lang)] if any(k == ROLES for k, _ in left) and not _is_admin(call) else []
        )
        return {
            "pack": pack.head.pack,
            "label": pack.head.label,
            "version": pack.head.version,
            "items": [_item(item) for item in found.items],
            "mistakes": errors(found.mistakes, call.lang),
            "notices": notices,
        }

    return await call.away(work)


def _item(item: Item) -> dict[str, Any]:
    told = {"kind": item.kind, "key": item.key, "label": item.label, "fate": item.fate}
    return told | {"words": [{"zh": words.zh, "en": words.en} for words in item.words]}


@route("POST", "/packs/install", ability("design"), query=_LEAVE, takes=(ZIP,), limit=MOST_PACKED)
async def put_in(call: Call) -> Any:
    """Publish what a pack holds, all or nothing; it can be taken back."""
    raw = await call.raw()
    pack = await call.away(read_archive, raw)
    left = _left(call, pack)
    by = call.actor
    uid, done = await call.write(lambda tx: install_in(tx, pack, by, left))
    return {"id": uid, "items": [{"kind": d.kind, "key": d.key, "version": d.version} for d in done]}


def _shown(found: Install) -> dict[str, Any]:
    told: dict[str, Any] = {k: getattr(found, k) for k in ("id", "pack", "label", "version", "state", "by", "at")}
    items = [{"kind": i.kind, "key": i.key, "before": i.before, "version": i.version} for i in found.items]
    return told | {"items": items}


@route("GET", "/packs/installs", ability("design"))
async def listed(call: Call) -> Any:
    """What was installed, newest first."""

    def work() -> list[dict[str, Any]]:
        with call.store.read() as conn:
            return [_shown(found) for found in installs(conn)]

    return {"items": await call.away(work), "next": None}


@route("POST", "/packs/installs/{id:str}/rollback", ability("design"), body=_BACK)
async def take_back(call: Call) -> Any:
    """Take an installation back: what was there before is published anew, what was new is taken out of use."""
    anyway = bool((await call.optional_body())["anyway"])
    uid = call.path["id"]

    def work() -> dict[str, Any]:
        with call.store.read() as conn:
            found = install_of(conn, uid)
        if any(item.kind == ROLES for item in found.items):
            assert call.viewer is not None
            require_ability(call.viewer, "admin")
        return _shown(roll_back(call.store, uid, call.actor, anyway=anyway))

    return await call.away(work)
