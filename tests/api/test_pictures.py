"""Pictures and signatures: made anew by the server, stamped where a form asks, signed once for one record."""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from typing import Any
from urllib.parse import urlencode

import pytest
from PIL import Image
from sqlalchemy import select

from suyuan.ledger.tables import ledger_entry
from suyuan.records import picture_worker
from suyuan.records.tables import attachment
from tests.api.client import Client, Reply
from tests.api.conftest import Caller
from tests.records.plant import Plant, publish

BASE = "/api/v1"
CHECK = """
form: check
label: {zh: 检查, en: Check}
fields:
  photo: {type: image, watermark: true}
  shot: {type: image, max: 2}
  signed: {type: signature}
  paper: {type: file}
"""
SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
"""For what no database changes."""
STROKES = {"width": 400, "height": 160, "strokes": [[[20, 80, 0], [200, 30, 90], [380, 120, 180]], [[30, 140, 400]]]}


@pytest.fixture
def ready(plant: Plant) -> Plant:
    publish(plant.store, {"check": CHECK})
    return plant


def photo(size: tuple[int, int] = (640, 480), kind: str = "JPEG", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 210, 205)).save(out, kind, **more)
    return out.getvalue()


def upload(client: Client, raw: bytes, name: str = "a.jpg", **to: str) -> Reply:
    return client("POST", f"{BASE}/files?{urlencode({'name': name, **to})}", raw=raw, content_type="image/jpeg")


def submit(client: Client, **fields: str) -> Reply:
    return client.post(f"{BASE}/records/check", {"fields": {key: [uid] for key, uid in fields.items()}})


def stored(client: Client, reply: Reply) -> Image.Image:
    assert reply.status == 201, reply.raw
    return Image.open(io.BytesIO(client.get(f"{BASE}/files/{reply.json['id']}").raw))


@SQLITE
def test_a_photo_is_turned_upright_and_tells_nothing_of_place_and_camera(ready: Plant, boss: Client) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SecretCam"
    raw = photo(exif=exif.tobytes())
    reply = upload(boss, raw, "IMG 1.JPG")
    found = stored(boss, reply)
    assert (found.size, found.format, dict(found.getexif())) == ((480, 640), "JPEG", {})
    with ready.store.read() as conn:
        row = conn.execute(select(attachment).where(attachment.c.uid == reply.json["id"])).one()
    assert (row.made, row.original) == ("anew", hashlib.sha256(raw).hexdigest())
    assert not (ready.store.files.folder / row.original[:2] / row.original[2:]).exists()


@SQLITE
@pytest.mark.parametrize(
    ("kind", "given", "kept"), [("WEBP", "a.webp", "a.jpg"), ("GIF", "a.gif", "a.png"), ("PNG", "x", "x.png")]
)
def test_other_kinds_become_jpeg_or_png(ready: Plant, boss: Client, kind: str, given: str, kept: str) -> None:
    assert upload(boss, photo(kind=kind), given).json["name"] == kept


@SQLITE
def test_large_pictures_become_smaller_and_clear_ones_stay_clear(ready: Plant, boss: Client) -> None:
    assert max(stored(boss, upload(boss, photo((5000, 100)))).size) == picture_worker.LONGEST_SIDE
    out = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(out, "PNG")
    assert stored(boss, upload(boss, out.getvalue())).mode == "RGBA"


def bomb() -> bytes:
    """A PNG of 60,000 times 60,000 dots in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    side = (60_000).to_bytes(4, "big")
    body = zlib.compress(bytes(7501 * 1000))
    head = chunk(b"IHDR", side + side + b"\1\0\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@SQLITE
@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (bomb(), "records.picture_pixels"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "records.picture_broken"),
        (photo()[:500], "records.picture_broken"),
        (b"GIF89a<script>alert(1)</script>", "records.picture_broken"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "records.picture_broken"),
    ],
)
def test_bombs_and_broken_pictures_are_refused_in_words(ready: Plant, boss: Client, raw: bytes, code: str) -> None:
    reply = upload(boss, raw)
    assert (reply.status, reply.errors) == (422, {"": code})


@SQLITE
def test_what_stood_behind_a_picture_is_gone(ready: Plant, boss: Client) -> None:
    reply = upload(boss, photo() + b"<script>alert(1)</script>")
    assert b"script" not in boss.get(f"{BASE}/files/{reply.json['id']}").raw


@SQLITE
@pytest.mark.parametrize("raw", [b"<svg onload='x()' xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"%PDF-1.4"])
def test_what_is_no_picture_stands_in_no_picture_field(ready: Plant, boss: Client, raw: bytes) -> None:
    kept = upload(boss, raw, "a.png").json
    for field in ("shot", "photo", "signed"):
        refused = submit(boss, **{field: kept["id"]})
        assert refused.errors == {field: "forms.want_image"}
    answer = boss.get(f"{BASE}/files/{kept['id']}")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "svg" not in answer.headers["content-type"]
    assert "html" not in answer.headers["content-type"]


def test_a_field_that_asks_for_a_stamp_takes_stamped_pictures_only(ready: Plant, boss: Client) -> None:
    plain = upload(boss, photo()).json
    assert submit(boss, photo=plain["id"]).errors == {"photo": "forms.want_stamp"}
    reply = upload(boss, photo(), form="check", field="photo")
    picture = stored(boss, reply).convert("L")
    assert picture.getpixel((4, picture.height - 4)) < 120
    assert picture.getpixel((4, 4)) > 180
    made = submit(boss, photo=reply.json["id"])
    [told] = made.json["fields"]["photo"]
    assert (told["made"], told["sha256"]) == ("stamped", reply.json["sha256"])
    assert told["at"].endswith("Z")
    unasked = upload(boss, photo(), form="check", field="shot").json
    assert submit(boss, photo=unasked["id"]).status == 422
    assert upload(boss, photo(), form="nowhere", field="x").status == 404


def sign(client: Client, **changed: Any) -> Reply:
    return client.post(f"{BASE}/signatures", {**STROKES, **changed})


def test_a_signature_is_drawn_from_its_strokes_and_bound_to_its_record(ready: Plant, boss: Client) -> None:
    reply = sign(boss)
    picture = stored(boss, reply).convert("L")
    assert picture.size == (600, 240)
    assert picture.getpixel((300, 45)) < 100 or min(picture.crop((280, 30, 320, 60)).getdata()) < 100
    made = submit(boss, signed=reply.json["id"])
    assert made.status == 201, made.raw
    [told] = made.json["fields"]["signed"]
    assert (told["made"], told["signer"]) == ("signed", ready.people["boss"].name)
    strokes = ready.store.files.open(told["original"]).read()
    assert json.loads(strokes) == STROKES
    with ready.store.read() as conn:
        entries = conn.scalars(select(ledger_entry.c.body).where(ledger_entry.c.kind == "record.submitted"))
        whole = [json.loads(body) for body in entries]
    [sealed] = next(e["body"]["fields"]["signed"] for e in whole if e["body"]["form"] == "check")
    assert (sealed["sha256"], sealed["original"]) == (reply.json["sha256"], hashlib.sha256(strokes).hexdigest())
    again = submit(boss, signed=reply.json["id"])
    assert again.status == 422
    change = {"fields": {"signed": [reply.json["id"]]}, "reason": "x", "revision": 1}
    kept = boss("PATCH", f"{BASE}/records/check/{made.json['id']}", change)
    assert kept.status == 200, kept.raw


@SQLITE
def test_a_picture_stands_for_no_signature_and_nobody_signs_for_another(
    ready: Plant, boss: Client, caller: Caller
) -> None:
    plain = upload(boss, photo(kind="PNG")).json
    assert submit(boss, signed=plain["id"]).errors == {"signed": "forms.want_signature"}
    theirs = sign(caller("clerk")).json
    assert submit(boss, signed=theirs["id"]).errors == {"signed": "forms.no_such_file"}


@SQLITE
@pytest.mark.parametrize(
    "changed",
    [
        {"strokes": []},
        {"strokes": [[[1, 1, 0]]]},
        {"strokes": [[[1, 1, 9], [2, 2, 3]]]},
        {"strokes": [[[1, 1, 0], [9999, 2, 3]]]},
        {"strokes": [[[1, 1, 0], ["<script>", 2, 3]]]},
        {"strokes": [[[1.5, 1, 0], [2, 2, 3]]]},
        {"strokes": [{"a": 1}]},
        {"strokes": [[[1, 1, n] for n in range(20_001)]]},
        {"width": 0},
        {"width": 10**9},
        {"more": 1},
    ],
)
def test_strokes_that_no_hand_made_are_refused(boss: Client, changed: dict[str, Any]) -> None:
    assert sign(boss, **changed).status == 422


def test_nobody_uploads_without_end(ready: Plant, boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("suyuan.records.files.MOST_A_DAY", 2)
    assert [upload(boss, b"x", "a.txt").status for _ in range(3)] == [201, 201, 422]
    assert sign(boss).errors == {"": "records.file_quota"}
