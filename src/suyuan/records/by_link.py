"""What somebody may do who came by a public link: see its form, be offered what may be chosen, send files, submit.

A visitor is known by a pass that the server signs. The rights are those of ``link_terms.link_viewer`` and no others;
the records go through the one door, by an actor ``link:<link>:<visit>``.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import RowMapping, func, select, update

from suyuan.access.password import verify_password
from suyuan.access.rights import Viewer
from suyuan.access.throttle import charge, link_pin, refund
from suyuan.access.token import LENGTH, digest, own_secret
from suyuan.forms.catalogue import Catalogue, catalogue
from suyuan.forms.live import LiveForm
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Forbidden, Invalid, Mistake, NotFound, TooMany, refuse
from suyuan.records import files
from suyuan.records.link_terms import FILES, Terms, link_viewer, paths, public_document
from suyuan.records.links import state_of, terms_of, today_of
from suyuan.records.look import live_of
from suyuan.records.once import once
from suyuan.records.options import offered
from suyuan.records.pictures import stamp_of
from suyuan.records.record import Checked, Record
from suyuan.records.signing import sign
from suyuan.records.submit import check_for, submit_in
from suyuan.records.tables import attachment, form_link, form_link_use
from suyuan.store.engine import Store, Tx

VISIT = timedelta(hours=12)
MOST_OFFERED = 20
MOST_FILE = 10 * 1024 * 1024
MOST_FILES, MOST_FILES_A_DAY = 20, 300
"""Files of one visit, and of one link in a day."""
_KEY = "link-visit"
_l = form_link.c


@dataclass(frozen=True)
class Opened:
    """A link that somebody came by, still open."""

    row: RowMapping
    terms: Terms
    live: LiveForm
    forms: Catalogue

    def viewer(self, visit: str, by: Actor) -> Viewer:
        """The rights of a visit."""
        actor = Actor(
            f"link:{self.row['uid']}:{visit}",
            self.row["name"],
            by.lang,
            device=by.device,
            address=by.address,
            client_time=by.client_time,
        )
        return link_viewer(self.forms, self.live, self.terms, actor)


class Greeting(msgspec.Struct, frozen=True):
    """What everybody sees who has the address.

    :param pin: it asks for one first.
    """

    name: str
    label: Any
    pin: bool


class Visit(msgspec.Struct, frozen=True):
    """A visit begins.

    :param visit: pass that goes with every further call.
    :param definition: the form as the visitor sees it.
    :param left: how many records may still come by this link, ``None`` for no limit.
    """

    visit: str
    definition: dict[str, Any]
    expires_at: datetime
    left: int | None


class Receipt(msgspec.Struct, frozen=True):
    """It is submitted.

    :param fields: the record, as far as the visitor may see it.
    """

    at: datetime
    fields: dict[str, Any]


def open_link(store: Store, token: str) -> Opened:
    """The link of an address.

    :raises NotFound: there is no such address.
    :raises Forbidden: the link was ended, has expired or is used up; or its form is out of use.
    """
    row = None
    if len(token) == LENGTH and token.isascii():
        with store.read() as conn:
            row = conn.execute(select(form_link).where(_l.token_hash == digest(token))).mappings().first()
    if row is None:
        raise NotFound("records.link_unknown")
    terms = terms_of(row)
    _require_open(row, terms, store.clock.now())
    forms = catalogue(store)
    if row["form"] not in forms:
        raise Forbidden("records.link_expired")
    live = live_of(forms, row["form"])
    if live.form.trace and not terms.trace:
        raise Forbidden("records.link_expired")
    return Opened(row, terms, live, forms)


def _require_open(row: RowMapping, terms: Terms, now: datetime) -> None:
    state = state_of(row, terms, now)
    if state != "open":
        raise Forbidden(f"records.link_{state}")


def greet(store: Store, token: str) -> Greeting:
    """What the page shows before anything is asked."""
    found = open_link(store, token)
    return Greeting(found.row["name"], found.live.form.label, found.row["pin_hash"] is not None)


def begin_visit(store: Store, token: str, pin: str | None, *, by: Actor) -> Visit:
    """Begin a visit.

    :raises Forbidden: the PIN is not right.
    :raises TooMany: too many wrong ones; ``seconds`` says how long to wait.
    """
    found = open_link(store, token)
    hashed = found.row["pin_hash"]
    if hashed is not None:
        tried = link_pin(found.row["uid"], by.address)
        store.write(lambda tx: charge(tx, tried))
        if not verify_password(hashed, pin or ""):
            raise Forbidden("records.link_pin_wrong")
        store.write(lambda tx: refund(tx, tried))
    until = store.clock.now() + VISIT
    visit = f"{secrets.token_hex(8)}.{int(until.timestamp())}"
    left = None if found.terms.most is None else found.terms.most - found.row["used"]
    signed = f"{visit}.{_sign(store, token, found.row, visit)}"
    return Visit(signed, public_document(found.live, found.terms), found.terms.expires_at, left)


def _sign(store: Store, token: str, row: RowMapping, visit: str) -> str:
    told = f"{row['uid']}\0{visit}\0{row['pin_hash'] or ''}\0".encode() + digest(token)
    return base64.urlsafe_b64encode(hmac.digest(own_secret(store, _KEY), told, "sha256")).decode().rstrip("=")


def _visiting(store: Store, token: str, signed: str, by: Actor) -> tuple[Opened, Viewer]:
    """The link and the rights of a visit.

    :raises Forbidden: the pass is not one of this link, or too old.
    """
    found = open_link(store, token)
    visit, _, seal = signed.rpartition(".")
    id, _, until = visit.partition(".")
    try:
        good = hmac.compare_digest(seal.encode(), _sign(store, token, found.row, visit).encode())
        fresh = int(until) > store.clock.now().timestamp()
    except (ValueError, binascii.Error):
        good = fresh = False
    if not (good and fresh):
        raise Forbidden("records.link_again")
    return found, found.viewer(id, by)


def options_by_link(
    store: Store, token: str, visit: str, field: str, values: Mapping[str, Any], row: Any, search: str, *, by: Actor
) -> list[dict[str, Any]]:
    """What a field shown by the link offers: ids and titles, at most 20.

    :raises Invalid: the field is not shown, or offers nothing.
    """
    found, seen = _visiting(store, token, visit, by)
    asked = found.live.field(field)
    if field not in paths(found.live, found.terms.fields) or asked is None or asked.type not in ("link", "location"):
        raise refuse("field", "records.no_field", field=field[:100])
    given = _whole(found, values)
    told = offered(store, seen, found.live.key, field, given, row, search, MOST_OFFERED)
    return [{"id": item["id"], "title": item["title"]} for item in told["items"]]


def check_by_link(store: Store, token: str, visit: str, given: Mapping[str, Any], *, by: Actor) -> Checked:
    """What submitting would do: computed values shown by the link, and every mistake."""
    found, seen = _visiting(store, token, visit, by)
    strange = _strange(found, given)
    told = check_for(store, seen, found.live.key, _whole(found, given))
    return Checked(_part(found, told.fields), [*strange, *_discreet(found, told.mistakes)])


def submit_by_link(
    store: Store,
    token: str,
    visit: str,
    given: Mapping[str, Any],
    *,
    by: Actor,
    key: str | None = None,
    confirmed: bool = False,
) -> Receipt:
    """Submit a record.

    :param confirmed: the visitor has seen what guards warn of.
    :raises Invalid: every mistake at once; those of fields the visitor does not see without their place.
    :raises Forbidden: the link ended meanwhile.
    :raises TooMany: it took in what it may in one day.
    """
    found, seen = _visiting(store, token, visit, by)
    strange = _strange(found, given)
    if strange:
        raise Invalid(strange)

    def work(tx: Tx) -> Receipt:
        link = tx.run(select(form_link).where(_l.id == found.row["id"]).with_for_update()).mappings().one()
        _require_open(link, found.terms, tx.now)
        if found.terms.daily is not None and today_of(store, tx.conn, link["id"], tx.now) >= found.terms.daily:
            raise TooMany("records.link_daily", seconds=3600)
        try:
            record = submit_in(tx, found.forms, seen, found.live, _whole(found, given), "link", confirmed=confirmed)
        except Invalid as error:
            raise Invalid(_discreet(found, error.mistakes)) from None
        _count(tx, link, record)
        return Receipt(tx.now, _part(found, record.fields))

    return store.write(once(Receipt, seen.actor, f"link {found.row['uid']}", key, given, work))


def _count(tx: Tx, link: RowMapping, record: Record) -> None:
    tx.run(update(form_link).where(_l.id == link["id"]).values(used=_l.used + 1, last_used_at=tx.now))
    tx.run(form_link_use.insert(), {"link": link["id"], "record": record.id, "at": tx.now})


def upload_by_link(
    store: Store, token: str, visit: str, name: str, content: bytes, *, by: Actor, field: str = ""
) -> files.File:
    """Keep a file that a visitor sends; only this visit can put it into a record.

    :param field: path of the field it is for; a picture is stamped where it asks for that.

    :raises Forbidden: the link shows no field that takes files.
    :raises Invalid: it is too large.
    :raises TooMany: too many of this visit, or of the link today.
    """
    found, seen = _visiting(store, token, visit, by)
    _takes_files(store, found, seen)
    if len(content) > MOST_FILE:
        raise refuse("", "records.file_large", most=MOST_FILE // 1024 // 1024)
    stamp = stamp_of(store, found.live.key, field, seen.actor) if field else ()
    return files.keep(store, name, content, seen.actor, stamp)


def sign_by_link(store: Store, token: str, visit: str, strokes: Any, *, by: Actor) -> files.File:
    """Keep a signature that a visitor has written, as ``signing.sign``.

    :raises Forbidden: the link shows no field that takes files.
    :raises Invalid: what was written is no signature.
    :raises TooMany: too many files of this visit, or of the link today.
    """
    found, seen = _visiting(store, token, visit, by)
    _takes_files(store, found, seen)
    return sign(store, strokes, seen.actor)


def _takes_files(store: Store, found: Opened, seen: Viewer) -> None:
    fields = (found.live.field(path) for path in paths(found.live, found.terms.fields))
    if not any(field is not None and field.type in FILES for field in fields):
        raise Forbidden("records.link_no_files")
    day = store.clock.now() - timedelta(days=1)
    count = select(func.count()).where(attachment.c.uploaded_at >= day)
    with store.read() as conn:
        own = conn.scalar(count.where(attachment.c.uploaded_by == seen.actor.key)) or 0
        all = conn.scalar(
            count.where(attachment.c.uploaded_by.startswith(f"link:{found.row['uid']}:", autoescape=True))
        )
    if own >= MOST_FILES or (all or 0) >= MOST_FILES_A_DAY:
        raise TooMany("records.link_files", seconds=3600)


def _strange(found: Opened, given: Mapping[str, Any]) -> list[Mistake]:
    """Fields sent that the link does not show: they answer as unknown ones."""
    return [
        Mistake(key[:100], "forms.unknown_field", {"key": key[:100], "near": None})
        for key in given
        if key not in found.terms.fields
    ]


def _whole(found: Opened, given: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in given.items() if k in found.terms.fields} | found.terms.fixed


def _part(found: Opened, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key in found.terms.fields}


def _discreet(found: Opened, mistakes: list[Mistake]) -> list[Mistake]:
    """Mistakes as the visitor may know them: what is wrong with fields they do not see is told once, in general."""
    shown = {path.partition(".")[0] for path in paths(found.live, found.terms.fields)}
    told, rest = [], False
    for mistake in mistakes:
        top = mistake.path.partition("[")[0].partition(".")[0]
        if top in shown:
            told.append(mistake)
        elif mistake.code in _GUARDS:
            told.append(Mistake("", mistake.code, mistake.params))
        else:
            rest = True
    return [*told, Mistake("", "records.link_unfit")] if rest else told


_GUARDS = ("forms.guard", "forms.guard_warns")
"""What the form's author says in words, wherever it stands."""
