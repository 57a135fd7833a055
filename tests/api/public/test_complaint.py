"""A consumer tells what is wrong, and it stands on the lot as a record."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from litestar import Litestar

from suyuan.kernel.clock import SetClock
from suyuan.print import qr
from suyuan.records import Query, Record, read
from tests.api.client import Client, Reply
from tests.api.public.shop import FULL, GTIN, inspect, make_shop, publish_passport, ship
from tests.records.plant import Plant

PNG = qr.png("dot")


@pytest.fixture
def lot(plant: Plant) -> str:
    code = make_shop(plant)
    publish_passport(plant)
    inspect(plant, code)
    ship(plant, code)
    return code


@pytest.fixture
def phone(app: Litestar) -> Client:
    return Client(app)


def token(phone: Client, lot: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', phone.get(f"/01/{GTIN}/10/{lot}").raw.decode())
    assert found is not None
    return found[1]


def wait(plant: Plant, span: timedelta = timedelta(seconds=20)) -> None:
    assert isinstance(plant.store.clock, SetClock)
    plant.store.clock.move(span)


def send(phone: Client, lot: str, *, photo: bytes = b"", **fields: str) -> Reply:
    parts = [f'--x\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    if photo:
        head = (
            b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
        )
        parts.append(head + photo + b"\r\n")
    raw = b"".join(parts) + b"--x--\r\n"
    return phone("POST", f"/01/{GTIN}/10/{lot}", raw=raw, content_type="multipart/form-data; boundary=x")


def complaints(plant: Plant) -> list[Record]:
    return read(plant.store, Query("complaint"), by=plant.boss).items


def test_a_complaint_with_a_photo_lands_on_the_lot(plant: Plant, phone: Client, lot: str) -> None:
    given = token(phone, lot)
    wait(plant)
    reply = send(phone, lot, text="A piece of plastic inside", contact="138 0000", token=given, website="", photo=PNG)
    assert reply.status == 200
    assert "Received, thank you" in reply.raw.decode()
    (found,) = complaints(plant)
    assert found.created_by is None
    assert found.fields["lot"]["code"] == lot
    assert found.fields["text"] == "A piece of plastic inside"
    assert found.fields["source"] == "consumer"
    assert found.fields["photos"][0]["type"] == "image/png"


def test_sending_the_same_twice_tells_once(plant: Plant, phone: Client, lot: str) -> None:
    given = token(phone, lot)
    wait(plant)
    for _ in range(2):
        assert send(phone, lot, text="It tastes sour", token=given).status == 200
    assert len(complaints(plant)) == 1


def test_a_machine_that_fills_the_hidden_field_is_thanked_and_forgotten(plant: Plant, phone: Client, lot: str) -> None:
    given = token(phone, lot)
    wait(plant)
    reply = send(phone, lot, text="Buy my pills", token=given, website="http://spam")
    assert "Received, thank you" in reply.raw.decode()
    assert complaints(plant) == []


@pytest.mark.parametrize("case", ["none", "invented", "too soon", "too late", "of another page"])
def test_without_a_fresh_token_of_this_page_nothing_is_taken(plant: Plant, phone: Client, lot: str, case: str) -> None:
    given = {"none": "", "invented": "01931f00-0000-7000-8000-000000000001.abc"}.get(case) or token(phone, lot)
    if case == "none":
        given = ""
    if case == "of another page":
        other = re.search(
            r'value="([^"]+)"', phone.get(f"/01/{GTIN}/10/{lot}/21/9").raw.decode().split('name="token"')[1]
        )
        assert other is not None
        given = other[1]
    if case != "too soon":
        wait(plant, timedelta(days=2) if case == "too late" else timedelta(seconds=20))
    reply = send(phone, lot, text="It tastes sour", token=given)
    assert reply.status == 422
    assert "It tastes sour" in reply.raw.decode()
    assert complaints(plant) == []


def test_every_mistake_is_said_beside_its_field_and_the_text_stays(plant: Plant, phone: Client, lot: str) -> None:
    given = token(phone, lot)
    wait(plant)
    reply = send(phone, lot, text="bad", contact="x" * 101, token=given, photo=b"MZ not a picture")
    text = reply.raw.decode()
    assert reply.status == 422
    assert text.count('class="wrong"') == 3
    assert ">bad</textarea>" in text
    assert complaints(plant) == []


def test_one_address_cannot_flood_the_plant(plant: Plant, phone: Client, lot: str) -> None:
    statuses = []
    for n in range(8):
        given = token(phone, lot)
        wait(plant)
        statuses.append(send(phone, lot, text=f"It tastes sour {n}", token=given).status)
    assert statuses[:5] == [200] * 5
    assert 429 in statuses
    assert len(complaints(plant)) < 8


def test_another_site_cannot_send_it(phone: Client, lot: str) -> None:
    body = b"text=hello"
    reply = phone("POST", f"/01/{GTIN}/10/{lot}", raw=body, origin="https://evil.example",
                  content_type="application/x-www-form-urlencoded")  # fmt: skip
    assert reply.status == 403


def test_where_complaints_are_switched_off_none_is_taken(plant: Plant, phone: Client, lot: str) -> None:
    given = token(phone, lot)
    wait(plant)
    publish_passport(plant, publish=FULL["publish"] | {"complaint": False})
    assert send(phone, lot, text="It tastes sour", token=given).status == 404
    assert complaints(plant) == []


@pytest.mark.parametrize("raw", [b"", b"--x", b"--x--", b"\xff" * 50, b"--x\r\n\r\n" * 50])
def test_what_is_no_form_is_refused_in_words(phone: Client, lot: str, raw: bytes) -> None:
    reply = phone("POST", f"/01/{GTIN}/10/{lot}", raw=raw, content_type="multipart/form-data; boundary=x")
    assert reply.status in (400, 422)
