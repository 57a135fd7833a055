"""Files that people upload: kept by content, told by content, shown only with a record that may be read."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy import Connection, func, select

from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Mistake, NotFound, refuse
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.records import pictures
from suyuan.records.tables import attachment, attachment_use
from suyuan.store.dml import insert_new
from suyuan.store.engine import Store, Tx

MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 200
MOST_A_DAY, MOST_BYTES_A_DAY = 5000, 5 << 30
_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)


@dataclass(frozen=True)
class File:
    """One uploaded file.

    :param id: public id.
    :param type: media type told by the content.
    :param made: ``anew`` (a picture without data about place and camera), ``stamped`` (with time, person and plant
        printed in), ``signed`` (drawn from strokes); ``""`` for a file as it was sent.
    :param original: SHA-256 of what was sent, where what is kept was made from it; of a signature its strokes.
    :param signer: printed name of who signed, as it was then.
    :param at: when it was uploaded.
    """

    key: int
    id: str
    sha256: str
    size: int
    name: str
    type: str
    uploaded_by: str
    made: str
    original: str
    signer: str
    at: datetime

    @property
    def wire(self) -> dict[str, object]:
        """It as sent out."""
        return {"id": self.id, "sha256": self.sha256, "size": self.size, "type": self.type, "name": self.name}


ANEW, STAMPED, SIGNED = "anew", "stamped", "signed"


@dataclass(frozen=True)
class Making:
    """How the kept file was made from what was sent; members as in ``File``."""

    made: str = ""
    original: str = ""
    signer: str = ""


def media_type(head: bytes) -> str:
    """What the first bytes say it is; ``application/octet-stream`` where they say nothing known.

    HTML and SVG are never told: they are only ever offered for saving.
    """
    for start, kind in _HEADS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:12] in (b"ftypheic", b"ftypmif1", b"ftypheix"):
        return "image/heic"
    try:
        text = head[:512].decode("utf-8", errors="strict" if len(head) <= 512 else "ignore")
    except UnicodeDecodeError:
        return "application/octet-stream"
    binary = any(unicodedata.category(c) == "Cc" and c not in "\r\n\t" for c in text) or not text
    return "application/octet-stream" if binary or "\ufffd" in text else "text/plain"


def file_name(given: str) -> str:
    """A name safe to show and to save under: no folders, no control or direction characters.

    :raises Invalid: nothing is left of it, or it is longer than 200 characters.
    """
    bare = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    clean = "".join(c for c in bare if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")).strip(" .")
    if not clean:
        raise refuse("name", "records.file_name")
    if len(clean) > LONGEST_NAME:
        raise refuse("name", "records.file_name_long", most=LONGEST_NAME)
    return clean


def keep(store: Store, name: str, content: bytes, by: Actor, stamp: Sequence[str] = ()) -> File:
    """Keep an uploaded file; until a record uses it, only its uploader can see it. Pictures are made anew.

    :param stamp: lines printed into a picture.
    :raises Invalid: a bad name, an empty or too large file, a picture that cannot be read, too many uploads in a day.
    """
    name = file_name(name)
    if not content:
        raise refuse("", "records.file_empty")
    if len(content) > MOST_BYTES:
        raise refuse("", "records.file_large", most=MOST_BYTES // 1024 // 1024)
    if media_type(content[:4096]) not in pictures.MADE_ANEW:
        return put_down(store, name, content, by)
    made = pictures.settled(content, stamp)
    making = Making(STAMPED if stamp else ANEW, hashlib.sha256(content).hexdigest())
    ending = {"image/png": ".png", "image/jpeg": ".jpg"}[media_type(made[:4096])]
    plain = name if name.lower().endswith((ending, ".jpeg")) else f"{name.rpartition('.')[0] or name}{ending}"
    return put_down(store, plain[-LONGEST_NAME:], made, by, making)


def put_down(store: Store, name: str, content: bytes, by: Actor, making: Making | None = None) -> File:
    """Write down a file that is ready to be kept.

    :param name: safe to show.
    :raises Invalid: ``by`` uploaded too much within a day.
    """
    making = making or Making()
    with store.read() as conn:
        within_quota(conn, by, store.clock.now())
    stored = store.files.put([content])
    kind, uid = media_type(content[:4096]), store.ids.new()

    def write(tx: Tx) -> File:
        row = {"uid": uid, "sha256": stored.sha256, "size": stored.size, "name": name, "type": kind}
        row |= {key: value for key, value in asdict(making).items() if value}
        done = tx.run(attachment.insert(), {**row, "uploaded_by": by.key, "uploaded_at": tx.now})
        assert done.inserted_primary_key is not None
        append(tx, "file.uploaded", Subject("file", uid), {k: v for k, v in row.items() if k != "uid"}, by)
        key = done.inserted_primary_key[0]
        return File(key, uid, stored.sha256, stored.size, name, kind, by.key, **asdict(making), at=tx.now)

    return store.write(write)


def within_quota(conn: Connection, by: Actor, now: datetime) -> None:
    """Refuse more uploads where ``by`` has sent too many, or too much, in the last 24 hours.

    :raises Invalid: so it is.
    """
    if by.is_system:
        return
    since = (attachment.c.uploaded_by == by.key) & (attachment.c.uploaded_at > now - timedelta(days=1))
    count, size = conn.execute(select(func.count(), func.sum(attachment.c.size)).where(since)).one()
    if count >= MOST_A_DAY or (size or 0) >= MOST_BYTES_A_DAY:
        raise refuse("", "records.file_quota", most=MOST_A_DAY, size=MOST_BYTES_A_DAY >> 30)


_FILE = select(
    attachment.c.id,
    attachment.c.uid,
    attachment.c.sha256,
    attachment.c.size,
    attachment.c.name,
    attachment.c.type,
    attachment.c.uploaded_by,
    func.coalesce(attachment.c.made, ""),
    func.coalesce(attachment.c.original, ""),
    func.coalesce(attachment.c.signer, ""),
    attachment.c.uploaded_at,
)


def file_by_uid(conn: Connection, uid: str) -> File:
    """The file.

    :raises NotFound: there is none.
    """
    row = conn.execute(_FILE.where(attachment.c.uid == uid)).first()
    if row is None:
        raise NotFound("records.no_file")
    return File(*row)


def uses(conn: Connection, file: File) -> list[tuple[str, str, str]]:
    """Where the file is shown: form, record and field path."""
    found = select(attachment_use.c.form, attachment_use.c.record, attachment_use.c.field)
    return [(r.form, r.record, r.field) for r in conn.execute(found.where(attachment_use.c.attachment == file.key))]


def bind(tx: Tx, form: str, record: str, used: Iterable[tuple[str, str]]) -> None:
    """Remember that ``record`` shows the files.

    :param used: field path and public id of each file.
    """
    for field, uid in dict.fromkeys(used):
        file = file_by_uid(tx.conn, uid)
        if file.made == SIGNED:
            _once(tx, file, form, record, field)
        values = {"attachment": file.key, "form": form, "record": record, "field": field}
        insert_new(tx.conn, attachment_use, values)


def _once(tx: Tx, file: File, form: str, record: str, field: str) -> None:
    """A signature stands in one record; two that take it at the same moment wait for each other here."""
    tx.conn.execute(select(attachment.c.id).where(attachment.c.id == file.key).with_for_update())
    if any((f, r) != (form, record) for f, r, _ in uses(tx.conn, file)):
        raise refuse(field, "records.signature_used")


def may_use(conn: Connection, path: str, uid: str, by: Actor, form: str, record: str | None) -> list[Mistake]:
    """What is wrong with naming this file in a record: it must be one's own, or stand in that record already."""
    try:
        file = file_by_uid(conn, uid)
    except NotFound:
        return [Mistake(path, "records.no_file")]
    if file.made == SIGNED and any((f, r) != (form, record) for f, r, _ in uses(conn, file)):
        return [Mistake(path, "records.signature_used")]
    if file.uploaded_by == by.key or by.is_system:
        return []
    if record is not None and any((f, r) == (form, record) for f, r, _ in uses(conn, file)):
        return []
    return [Mistake(path, "records.no_file")]


def content(store: Store, file: File) -> BinaryIO:
    """The file's bytes, open for reading."""
    return store.files.open(file.sha256)
