"""Packs: the ones that come with the product install; broken ones are refused with file, line and remedy."""

from __future__ import annotations

import pytest

from suyuan.definitions.read import listed
from suyuan.definitions.world import World
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Invalid, NotFound
from suyuan.kernel.i18n import say
from suyuan.packs.install import check, compare, export, install
from suyuan.packs.pack import ORDER, find_pack, read_pack, shelf
from suyuan.records.examine import examine_form
from suyuan.records.prints.kind import Prints
from suyuan.records.prints.proposal import propose

SHIPPED = sorted(folder.name for folder in shelf().iterdir() if (folder / "pack.yaml").is_file())


def words(wrong: Invalid) -> list[str]:
    return [f"{m.path}: {say(m.code, 'en', **m.params)}" for m in wrong.mistakes]


@pytest.fixture
def plant(store):
    for name in ("core", "food"):
        install(store, read_pack(find_pack(name)), CLI)
    return store


def test_core_and_food_come_with_the_product():
    assert {"core", "food"} <= set(SHIPPED)


def test_installing_twice_publishes_nothing_new(plant):
    assert install(plant, read_pack(find_pack("food")), CLI) == []


def test_an_installed_pack_checks_clean_and_equals_the_plant(plant):
    with plant.read() as conn:
        for name in ("core", "food"):
            assert check(conn, read_pack(find_pack(name))) == []
            assert compare(conn, read_pack(find_pack(name))) == {}


def test_every_form_of_the_food_pack_is_examined_clean_and_knows_what_touches_it(plant):
    with plant.read() as conn:
        drawn = listed(conn, "forms")
    told = {one.key: examine_form(plant, one.key, one.body) for one in drawn}
    assert {key: one.mistakes or one.changes for key, one in told.items() if one.mistakes or one.changes} == {}
    assert "receipt_note" in [one.key for one in told["raw_receipt"].touches.prints]


def test_what_is_exported_installs_elsewhere_and_is_equal(plant, tmp_path):
    with plant.read() as conn:
        export(conn, tmp_path / "mine", "mine", {"zh": "我的", "en": "Mine"})
        again = read_pack(tmp_path / "mine")
        assert set(again.documents) == {(k, d.key) for k in ORDER for d in listed(conn, k)}
    assert install(plant, again, CLI) == []


def test_every_form_has_a_page_and_a_label_to_begin_with(plant):
    with plant.read() as conn:
        world = World(conn)
        for form in world.all("forms"):
            for kind in ("page", "label"):
                template, wrong = Prints().parse("one", propose(conn, form.key, kind, "one"))
                assert wrong == [], form.key
                assert Prints().check(world, template, None) == [], (form.key, kind)


@pytest.fixture
def broken(tmp_path):
    (tmp_path / "forms").mkdir()
    (tmp_path / "pack.yaml").write_text("pack: broken\nlabel: {zh: 坏, en: Broken}\n", encoding="utf-8")
    return tmp_path


def test_every_mistake_of_a_broken_pack_names_file_line_and_remedy(store, broken):
    (broken / "forms" / "one.yaml").write_text(
        "form: one\nlabel: {zh: 一, en: One}\nfields:\n  a: {type: tekst, label: A}\n  b: {type: number, lable: B}\n",
        encoding="utf-8",
    )
    (broken / "forms" / "two.yaml").write_text("form: two\nlabel: [\n", encoding="utf-8")
    with pytest.raises(Invalid) as wrong:
        install(store, read_pack(broken), CLI)
    assert [line for line in words(wrong.value) if line.startswith("forms/two.yaml:")]
    (broken / "forms" / "two.yaml").unlink()
    with pytest.raises(Invalid) as wrong:
        install(store, read_pack(broken), CLI)
    told = words(wrong.value)
    assert any(line.startswith("forms/one.yaml:4") and "text" in line for line in told), told
    assert any(line.startswith("forms/one.yaml:5") and "label" in line for line in told), told


def test_a_pack_with_one_bad_form_leaves_no_trace_of_itself(store, broken):
    good = "form: good\nlabel: {zh: 好, en: Good}\nfields:\n  a: {type: text, label: {zh: 甲, en: A}}\n"
    (broken / "forms" / "good.yaml").write_text(good, encoding="utf-8")
    bad = "form: bad\nlabel: {zh: 坏, en: Bad}\nfields:\n  a: {type: link, to: nowhere, label: {zh: 甲, en: A}}\n"
    (broken / "forms" / "bad.yaml").write_text(bad, encoding="utf-8")
    with pytest.raises(Invalid):
        install(store, read_pack(broken), CLI)
    with store.read() as conn:
        assert listed(conn, "forms", drafts=True) == []


def test_a_file_named_otherwise_than_its_form_is_refused(broken):
    text = "form: good\nlabel: {zh: 好, en: Good}\nfields:\n  a: {type: text, label: {zh: 甲, en: A}}\n"
    (broken / "forms" / "other.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Invalid) as wrong:
        read_pack(broken)
    assert words(wrong.value) == ["forms/other.yaml:1: The file should be named good.yaml"]


def test_an_unknown_pack_is_not_found():
    with pytest.raises(NotFound):
        find_pack("nothing")
