"""Files that people upload: kept by content, told by content, shown only with a record that may be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import Connection, select

from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Mistake, NotFound, refuse
from suyuan.ledger.append import append
from suyuan.ledger.entry import Subject
from suyuan.records.tables import attachment, attachment_use
from suyuan.store.dml import insert_new
from suyuan.store.engine import Store, Tx

MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 200
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
    """

    key: int
    id: str
    sha256: str
    size: int
    name: str
    type: str
    uploaded_by: str

    @property
    def wire(self) -> dict[str, object]:
        """It as sent out."""
        return {"id": self.id, "sha256": self.sha256, "size": self.size, "type": self.type, "name": self.name}


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


def keep(store: Store, name: str, content: bytes, by: Actor) -> File:
    """Keep an uploaded file; until a record uses it, only its uploader can see it.

    :raises Invalid: a bad name, an empty or too large file.
    """
    name = file_name(name)
    if not content:
        raise refuse("", "records.file_empty")
    if len(content) > MOST_BYTES:
        raise refuse("", "records.file_large", most=MOST_BYTES // 1024 // 1024)
    stored = store.files.put([content])
    kind, uid = media_type(content[:4096]), store.ids.new()

    def write(tx: Tx) -> File:
        row = {"uid": uid, "sha256": stored.sha256, "size": stored.size, "name": name, "type": kind}
        done = tx.run(attachment.insert(), {**row, "uploaded_by": by.key, "uploaded_at": tx.now})
        assert done.inserted_primary_key is not None
        append(tx, "file.uploaded", Subject("file", uid), {k: v for k, v in row.items() if k != "uid"}, by)
        return File(done.inserted_primary_key[0], uid, stored.sha256, stored.size, name, kind, by.key)

    return store.write(write)


_FILE = select(
    attachment.c.id,
    attachment.c.uid,
    attachment.c.sha256,
    attachment.c.size,
    attachment.c.name,
    attachment.c.type,
    attachment.c.uploaded_by,
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
        values = {"attachment": file.key, "form": form, "record": record, "field": field}
        insert_new(tx.conn, attachment_use, values)


def may_use(conn: Connection, path: str, uid: str, by: Actor, form: str, record: str | None) -> list[Mistake]:
    """What is wrong with naming this file in a record: it must be one's own, or stand in that record already."""
    try:
        file = file_by_uid(conn, uid)
    except NotFound:
        return [Mistake(path, "records.no_file")]
    if file.uploaded_by == by.key or by.is_system:
        return []
    if record is not None and any((f, r) == (form, record) for f, r, _ in uses(conn, file)):
        return []
    return [Mistake(path, "records.no_file")]


def content(store: Store, file: File) -> BinaryIO:
    """The file's bytes, open for reading."""
    return store.files.open(file.sha256)
