"""Public links: a supplier fills a form without an account, within the link's terms, through the one door."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Forbidden, Invalid, NotFound, SuyuanError, TooMany
from suyuan.ledger.tables import ledger_entry
from suyuan.records import Query, amend, read, timeline
from suyuan.records.by_link import (
    begin_visit,
    check_by_link,
    greet,
    options_by_link,
    sign_by_link,
    upload_by_link,
)
from suyuan.records.links import links, make_link, renew_link, revoke_link
from tests.records.links import NOBODY, NOTICE, Door, make_door, terms
from tests.records.plant import Plant, mistakes, publish

PLAIN = """
form: plain
label: {zh: 单, en: Plain}
fields:
  material: {type: link, to: material}
  lot: {type: lot, new: {rule: "P-{#}", material: material}}
  q: {type: quantity, of: material}
  n: {type: text}
"""


def test_a_supplier_fills_the_form_and_the_record_says_how_it_came(plant: Plant) -> None:
    door = make_door(plant, most=5)
    assert greet(plant.store, door.token).label.en == "Delivery notice"
    told = check_by_link(plant.store, door.token, door.visit, {"rows": [{"what": "Flour", "kg": "2"}]}, by=NOBODY)
    assert told.fields["total"] == "2.000"
    assert [(m.path, m.code) for m in told.mistakes] == [("plate", "forms.required")]

    receipt = door.send(
        plate="A-1", rows=[{"what": "Flour", "kg": "2"}, {"what": "Salt", "kg": "1"}], goods=plant.flour
    )
    assert (receipt.fields["no"], receipt.fields["total"]) == ("DN-001", "3.000")
    assert receipt.fields["goods"] == {"id": plant.flour, "title": "Flour"}
    assert not {"supplier", "city", "private", "checker", "lot"} & receipt.fields.keys()

    [record] = read(plant.store, Query("notice"), by=plant.boss).items
    assert (record.title, record.created_by) == ("DN-001 · Mill · A-1", None)
    assert (record.fields["supplier"]["title"], record.fields["city"]) == ("Mill", "Hebei")
    [item] = timeline(plant.store, "notice", record.id, by=plant.boss)
    assert (item.via, item.by["title"], item.by["id"]) == ("link", "Mill's trucks", None)
    assert item.by["key"].startswith(f"link:{door.link.id}:")
    [link] = links(plant.store, "notice", by=plant.boss)
    assert (link.used, link.today, link.state, link.token) == (1, 1, "open", None)
    assert [(f.field, f.shown) for f in link.fixed] == [("supplier", "Mill")]


def test_what_the_visitor_gets_is_the_form_without_what_is_not_theirs(plant: Plant) -> None:
    door = make_door(plant)
    document = begin_visit(plant.store, door.token, None, by=NOBODY).definition
    assert list(document["fields"]) == ["no", "plate", "goods", "cold", "degrees", "paper", "rows", "total"]
    assert list(document["fields"]["rows"]["fields"]) == ["what", "kg"]
    assert document["fields"]["degrees"]["visible_when"] == "cold"
    assert document.keys() == {"form", "label", "fields", "sections", "linkage"}
    assert [part["fields"] for part in document["sections"]] == [["plate"]]
    [rule] = document["linkage"]
    assert (rule["when"], rule["require"], rule["lock"]) == ("cold", ["goods"], [])
    told = str(document)
    for hidden in ("supplier", "private", "checker", "truck", "Closed"):
        assert hidden not in told, hidden


def test_every_mistake_is_told_but_nothing_of_fields_the_visitor_does_not_see(plant: Plant) -> None:
    door = make_door(plant, fixed={"supplier": plant.mill, "private": "no"})

    def refused(**fields: Any) -> dict[str, str]:
        with pytest.raises(Invalid) as wrong:
            door.send(**fields)
        return mistakes(wrong.value)

    assert refused(cold=True) == dict.fromkeys(("plate", "degrees", "goods"), "forms.required") | {"": "forms.guard"}
    assert refused(plate="A", supplier=plant.shop) == {"supplier": "forms.unknown_field"}
    assert refused(plate="A", private="x", nothing="y") == dict.fromkeys(("private", "nothing"), "forms.unknown_field")
    told = refused(plate="A", rows=[{"what": "x", "who": plant.boss.key[7:]}])
    assert told == {"rows[0].who": "forms.unknown_field", "": "forms.guard"}

    gone = make_door(plant)
    much = {"plate": "M", "rows": [{"what": "x", "kg": 4500}]}
    with pytest.raises(Invalid) as warned:
        gone.send(**much)
    assert mistakes(warned.value) == {"": "forms.guard_warns"}
    assert gone.send(confirmed=True, **much).fields["plate"] == "M"
    amend(plant.store, "supplier", plant.mill, {"city": "Closed"}, by=plant.boss, reason="x", revision=1)
    with pytest.raises(Invalid) as wrong:
        gone.send(plate="B")
    assert mistakes(wrong.value) == {"": "records.link_unfit"}


def test_a_link_ends_by_time_by_count_by_hand_and_says_so(plant: Plant, clock: SetClock) -> None:
    door = make_door(plant, most=2, daily=1)
    door.send(plate="1")
    with pytest.raises(TooMany) as today:
        door.enter().send(plate="2")
    assert today.value.code == "records.link_daily"
    clock.move(timedelta(days=1))
    door = door.enter()
    door.send(plate="2")
    for attempt in (door.enter, lambda: door.send(plate="3")):
        with pytest.raises(Forbidden) as used:
            attempt()
        assert used.value.code == "records.link_used_up"

    other = make_link(plant.store, "notice", "b", terms(plant), by=plant.boss)
    renewed = renew_link(plant.store, "notice", other.id, by=plant.boss)
    for token in (other.token, "x" * 43, ""):
        with pytest.raises(NotFound) as unknown:
            greet(plant.store, token or "")
        assert unknown.value.code == "records.link_unknown"
    assert renewed.token is not None
    clock.move(timedelta(days=31))
    with pytest.raises(Forbidden) as late:
        greet(plant.store, renewed.token)
    assert late.value.code == "records.link_expired"

    third = make_link(plant.store, "notice", "c", terms(plant), by=plant.boss)
    revoke_link(plant.store, "notice", third.id, by=plant.boss)
    assert third.token is not None
    with pytest.raises(Forbidden) as ended:
        greet(plant.store, third.token)
    assert ended.value.code == "records.link_revoked"
    with pytest.raises(NotFound):
        revoke_link(plant.store, "notice", third.id, by=plant.boss)
    assert [one.state for one in links(plant.store, "notice", by=plant.boss)] == ["revoked", "expired", "expired"]


def test_many_at_once_do_not_pass_the_limit_and_the_same_twice_is_one(plant: Plant) -> None:
    door = make_door(plant, most=3)
    visits = [door.enter() for _ in range(6)]

    def send(n: int) -> str:
        try:
            return str(visits[n].send(plate=f"P{n}").fields["plate"])
        except SuyuanError as error:
            return error.code

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(send, range(6)))
    assert sorted(told)[3:] == ["records.link_used_up"] * 3
    assert len(read(plant.store, Query("notice"), by=plant.boss).items) == 3

    again = make_door(plant)
    first = again.send(key="k", plate="same")
    assert again.send(key="k", plate="same") == first
    assert len(read(plant.store, Query("notice"), by=plant.boss).items) == 4


def test_a_pin_is_asked_for_and_guessing_gets_slow(plant: Plant) -> None:
    door = make_door(plant, pin="4711")
    assert greet(plant.store, door.token).pin
    assert door.send(plate="1").fields["no"] == "DN-001"
    for _ in range(6):
        with pytest.raises(Forbidden):
            door.enter("1234")
    with pytest.raises(TooMany):
        door.enter("4711")


def test_files_belong_to_the_visit_that_sent_them(plant: Plant) -> None:
    door = make_door(plant)
    other = door.enter()
    sent = upload_by_link(plant.store, door.token, door.visit, "a.txt", b"paper", by=NOBODY)
    with pytest.raises(Invalid) as stolen:
        other.send(plate="1", paper=[sent.id])
    assert "records.no_file" in mistakes(stolen.value).values() or mistakes(stolen.value).keys() == {"paper"}
    assert door.send(plate="1", paper=[sent.id]).fields["paper"][0]["name"] == "a.txt"
    with pytest.raises(Invalid):
        upload_by_link(plant.store, door.token, door.visit, "b", b"x" * (10 * 1024 * 1024 + 1), by=NOBODY)
    for n in range(19):
        upload_by_link(plant.store, door.token, door.visit, f"{n}", b"x", by=NOBODY)
    with pytest.raises(TooMany):
        upload_by_link(plant.store, door.token, door.visit, "one too many", b"x", by=NOBODY)
    plain = make_link(plant.store, "notice", "p", terms(plant, fields=["plate"]), by=plant.boss)
    bare = Door(plant.store, plain).enter()
    with pytest.raises(Forbidden):
        upload_by_link(plant.store, bare.token, bare.visit, "a", b"x", by=NOBODY)


def test_a_visitor_signs_and_the_signature_is_the_records_alone(plant: Plant) -> None:
    signed = NOTICE.replace("  paper: {type: file}", "  paper: {type: file}\n  sign: {type: signature, required: true}")
    publish(plant.store, {"notice": signed})
    link = make_link(plant.store, "notice", "n", terms(plant, fields=["plate", "paper", "sign"]), by=plant.boss)
    door = Door(plant.store, link).enter()
    other = door.enter()
    with pytest.raises(Invalid) as unsigned:
        door.send(plate="1")
    assert mistakes(unsigned.value).keys() == {"sign"}

    hand = {"width": 400, "height": 160, "strokes": [[[20, 80, 0], [200, 30, 90], [380, 120, 180]]]}
    kept = sign_by_link(plant.store, door.token, door.visit, hand, by=NOBODY)
    typed = upload_by_link(plant.store, door.token, door.visit, "a.png", b"\x89PNG", by=NOBODY)
    for send, file in ((other.send, kept), (door.send, typed)):
        with pytest.raises(Invalid) as wrong:
            send(plate="1", sign=[file.id])
        assert mistakes(wrong.value).keys() == {"sign"}
    with pytest.raises(Invalid):
        sign_by_link(plant.store, door.token, door.visit, hand | {"strokes": []}, by=NOBODY)

    door.send(plate="1", sign=[kept.id])
    with pytest.raises(Invalid) as twice:
        door.send(plate="2", sign=[kept.id])
    assert mistakes(twice.value).keys() == {"sign"}

    [record] = read(plant.store, Query("notice"), by=plant.boss).items
    [told] = record.fields["sign"]
    assert (told["made"], told["sha256"]) == ("signed", kept.sha256)
    assert json.loads(plant.store.files.open(told["original"]).read()) == hand
    with plant.store.read() as conn:
        entries = conn.scalars(select(ledger_entry.c.body).where(ledger_entry.c.kind == "record.submitted"))
        [sealed] = [b["fields"]["sign"] for e in entries if (b := json.loads(e)["body"])["form"] == "notice"]
    assert (sealed[0]["sha256"], sealed[0]["original"]) == (told["sha256"], told["original"])


def test_only_titles_of_what_may_be_chosen_are_offered(plant: Plant) -> None:
    door = make_door(plant)

    def offered(field: str, search: str = "") -> list[dict[str, Any]]:
        return options_by_link(plant.store, door.token, door.visit, field, {}, None, search, by=NOBODY)

    assert offered("goods", "flo") == [{"id": plant.flour, "title": "Flour"}]
    assert offered("goods", "F") == [{"id": plant.flour, "title": "Flour"}]
    assert len(offered("goods")) == 2
    for field in ("supplier", "checker", "lot", "rows.who", "plate", "nothing", "rows"):
        with pytest.raises(Invalid):
            offered(field)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_terms_that_would_not_work_are_refused_at_once(plant: Plant, clock: SetClock) -> None:
    make_door(plant)

    def refused(form: str = "notice", pin: str | None = None, **more: Any) -> dict[str, str]:
        with pytest.raises(Invalid) as wrong:
            make_link(plant.store, form, "n", terms(plant, **more), by=plant.boss, pin=pin)
        return mistakes(wrong.value)

    assert refused(fields=["plate"], fixed={}) == {"fields": "records.link_needs"}
    assert refused(fields=["plate", "checker", "lot"]) == dict.fromkeys(
        ("fields[1]", "fields[2]"), "records.link_inner"
    )
    assert refused(fields=["plate", "degrees"]) == {"fields[1]": "records.link_reaches"}
    assert refused(fields=["plate", "city"]) == {"fields[1]": "records.link_reaches"}
    assert refused(fields=["plate", "supplier"]) == {"fixed.supplier": "records.link_both"}
    assert refused(fixed={"supplier": "nobody"}) == {"fixed.supplier": "forms.no_such_record"}
    assert refused(expires_at=clock.now()) == {"expires_at": "records.link_past"}
    assert refused(expires_at=clock.now() + timedelta(days=800)) == {"expires_at": "records.link_far"}
    assert refused(pin="12a4") == {"pin": "records.link_pin"}
    told = refused("receipt", fields=["quantity", "material", "place"], fixed={"supplier": plant.mill})
    assert told == {"trace": "records.link_trace"}
    for role in ("clerk", "nothing"):
        with pytest.raises(Forbidden):
            make_link(plant.store, "notice", "n", terms(plant), by=plant.people[role])


def test_records_that_change_stock_come_only_where_that_was_said(plant: Plant) -> None:
    fields = ["quantity", "supplier_lot"]
    fixed = {"supplier": plant.mill, "material": plant.flour, "place": plant.shelf}
    given = terms(plant, fields=fields, fixed=fixed, trace=True)
    door = Door(plant.store, make_link(plant.store, "receipt", "r", given, by=plant.boss)).enter()
    receipt = door.send(quantity={"value": "5", "uom": "kg"}, supplier_lot="S-9")
    assert receipt.fields.keys() == set(fields)
    [record] = read(plant.store, Query("receipt"), by=plant.boss).items
    assert record.fields["lot"]["code"] == "RM-261122-001"

    publish(plant.store, {"plain": PLAIN})
    given = terms(plant, fields=["n"], fixed={})
    plain = Door(plant.store, make_link(plant.store, "plain", "p", given, by=plant.boss)).enter()
    publish(plant.store, {"plain": PLAIN + "trace: {verb: create, outputs: {lot: lot, quantity: q}}\n"})
    for attempt in (plain.enter, lambda: plain.send(n="x")):
        with pytest.raises(Forbidden):
            attempt()
