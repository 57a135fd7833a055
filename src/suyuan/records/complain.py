"""A consumer's complaint becomes a record on the lot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from suyuan.kernel.actor import Actor, system
from suyuan.kernel.errors import Invalid, Mistake, NotFound
from suyuan.records import files
from suyuan.records.passport import Passport
from suyuan.records.passport_page import CONSUMER, is_public, material_code, named, passport_for, passports, public_desk
from suyuan.records.record import Record
from suyuan.records.submit import submit
from suyuan.store.engine import Store
from suyuan.trace.event import Lot

SHORTEST, LONGEST, LONGEST_CONTACT = 5, 2000, 100
MOST_PHOTO = 5 * 1024 * 1024
_PHOTOS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic"}


@dataclass(frozen=True)
class Told:
    """What a consumer wrote.

    :param photo: bytes of a picture; empty for none.
    :param key: known of this sending of the form, so that sending twice tells once.
    """

    text: str
    contact: str = ""
    photo: bytes = b""
    key: str | None = None


def complain(store: Store, gtin: str, code: str, told: Told, *, by: Actor) -> Record:
    """Write the complaint as a record of the form that the lot's passport names, by ``system:consumer``.

    :param by: tells the address and the device of who wrote.
    :raises NotFound: the public knows of no such lot, or its page takes no complaints.
    :raises Invalid: text, contact or photo are not as wanted.
    """
    passport, lot = _open(store, gtin, code)
    wanted = passport.complaint
    assert wanted is not None
    mistakes = list(_mistakes(told))
    if mistakes:
        raise Invalid(mistakes)
    actor = replace(system(CONSUMER, by.lang), device=by.device, address=by.address)
    fields: dict[str, Any] = {**wanted.set, wanted.lot: lot.code, wanted.text: told.text.strip()}
    if wanted.contact and told.contact.strip():
        fields[wanted.contact] = told.contact.strip()
    if wanted.photo and told.photo:
        kind = files.media_type(told.photo[:4096])
        kept = files.keep(store, f"consumer.{_PHOTOS[kind]}", told.photo, actor)
        fields[wanted.photo] = [{"id": kept.id}]
    return submit(store, wanted.form, fields, by=actor, via="consumer", key=told.key)


def _open(store: Store, gtin: str, code: str) -> tuple[Passport, Lot]:
    with store.read() as conn:
        desk = public_desk(store, conn)
        lot = named(conn, desk, gtin, code)
        passport = None if lot is None else passport_for(passports(conn), material_code(desk, lot))
        if lot is None or passport is None or not is_public(desk, passport, lot):
            raise NotFound("records.no_record")
        if not passport.publish.complaint or passport.complaint is None:
            raise NotFound("records.complaint_closed")
        return passport, lot


def _mistakes(told: Told) -> list[Mistake]:
    found = []
    if not SHORTEST <= len(told.text.strip()) <= LONGEST:
        found.append(Mistake("text", "records.complaint_text"))
    if len(told.contact.strip()) > LONGEST_CONTACT:
        found.append(Mistake("contact", "records.complaint_contact", {"most": LONGEST_CONTACT}))
    if told.photo and (len(told.photo) > MOST_PHOTO or files.media_type(told.photo[:4096]) not in _PHOTOS):
        found.append(Mistake("photo", "records.complaint_photo"))
    return found
