"""The words of the ledger: an entry, its subject, and the canonical text that is hashed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec


class Subject(NamedTuple):
    """What an entry is about.

    :param kind: ``record``, ``definition``, ``person`` ...
    :param id: the public id (or key) of the thing.
    """

    kind: str
    id: str


class Entry(msgspec.Struct, frozen=True):
    """One fact, written once.

    :param id: internal id, rising in the order of writing (not of committing).
    :param uid: public id.
    :param at: the server's instant; ``client_time`` is the client's own, as sent.
    :param body: the fact itself; as read back it holds plain JSON values (decimals are strings).
    """

    id: int
    uid: str
    kind: str
    subject: Subject
    at: datetime
    actor_key: str
    actor_name: str
    person: int | None
    device: str
    address: str
    client_time: str
    via: str
    reason: str
    body: Mapping[str, Any]


class Canonical(msgspec.Struct, frozen=True):
    """Everything that is hashed of one entry; the fields are named as the columns and sorted by name."""

    actor_key: str
    actor_name: str
    address: str
    at: datetime
    body: Any
    client_time: str
    device: str
    kind: str
    person: int | None
    reason: str
    subject_id: str
    subject_kind: str
    uid: str
    via: str


_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")


def canonical_bytes(what: Canonical) -> bytes:
    """``what`` as canonical JSON: UTF-8, sorted keys, no spaces, decimals as strings."""
    return _encoder.encode(what)


def leaf_hash(salt: bytes, canonical: bytes) -> bytes:
    """SHA-256 of ``0x00 || salt || canonical``: an RFC 6962 leaf, salted so that it tells nothing of the content."""
    return hashlib.sha256(b"\0" + salt + canonical).digest()
