"""Apps move between plants: exported, previewed in words, installed equal, taken back; nothing evil comes in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from suyuan.definitions.draft import save_draft
from suyuan.definitions.publish import publish_all, put
from suyuan.definitions.read import body_of, latest, listed, one
from suyuan.kernel.actor import CLI
from suyuan.kernel.errors import Conflict, Invalid, Malformed, NotFound
from suyuan.kernel.i18n import say
from suyuan.kernel.settings import Settings
from suyuan.packs.archive import MOST_UNPACKED, archive, read_archive
from suyuan.packs.collect import collect
from suyuan.packs.install import check, install
from suyuan.packs.installs import installs, roll_back
from suyuan.packs.pack import ORDER, find_pack, read_pack, shelf
from suyuan.packs.preview import preview
from suyuan.records import Query, read, submit
from suyuan.store.engine import Store, open_store

SHIPPED = sorted(folder.name for folder in shelf().iterdir() if (folder / "pack.yaml").is_file())
LABEL = {"zh": "测试厂", "en": "Test plant"}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Makes empty plants on SQLite."""
    made: list[Store] = []

    def make() -> Store:
        made.append(open_store(Settings.read(tmp_path / f"other-{len(made)}", environ={})))
        return made[-1]

    yield make
    for store in made:
        store.close()


def files_of(store: Store, app: str | None = None) -> dict[str, str]:
    with store.read() as conn:
        return collect(conn, app or "own", LABEL, app)


def test_every_shipped_pack_installs_elsewhere_as_it_is_and_is_written_the_same_again(
    store: Store, elsewhere: Callable[[], Store]
) -> None:
    for name in ("core", "food", *(n for n in SHIPPED if n not in ("core", "food"))):
        install(store, read_pack(find_pack(name)), CLI)
    there = files_of(store)
    assert {kind for kind in ORDER if any(name.startswith(f"{kind}/") for name in there)} >= set(ORDER[1:])
    packed = archive(there)
    other = elsewhere()
    install(other, read_archive(packed), CLI)
    assert files_of(other) == there
    assert archive(files_of(other)) == packed, "equal plants give equal bytes"
    with other.read() as conn:
        assert {item.fate for item in preview(conn, read_archive(packed)).items} == {"same"}


def test_one_app_goes_with_what_belongs_to_it_and_says_what_it_needs(
    store: Store, elsewhere: Callable[[], Store]
) -> None:
    for name in ("core", "food"):
        install(store, read_pack(find_pack(name)), CLI)
    files = files_of(store, "receiving")
    forms = {name[6:-5] for name in files if name.startswith("forms/")}
    with store.read() as conn:
        assert forms == {d.key for d in listed(conn, "forms") if d.body.get("app") == "receiving"}
    assert "raw_receipt" in forms
    assert {name.partition("/")[0] for name in files} >= {"registers", "roles", "prints"}
    pack = read_archive(archive(files))
    assert "supplier" in pack.head.needs
    other = elsewhere()
    with other.read() as conn:
        told = [say(m.code, "en", **m.params) for m in preview(conn, pack).mistakes]
    assert any("supplier" in line for line in told)
    with pytest.raises(Invalid):
        install(other, pack, CLI)
    with other.read() as conn:
        assert listed(conn, "forms", drafts=True) == []


FORM = """form: tank
label: {zh: 储罐, en: Tank}
app: tanks
fields:
  code: {type: text, label: {zh: 编号, en: Code}, required: true}
  litres: {type: number, label: {zh: 容量, en: Litres}}
"""
PACK = {
    "pack.yaml": "pack: tanks\nlabel: {zh: 储罐, en: Tanks}\napps:\n  - {app: tanks, label: {zh: 储罐, en: Tanks}}\n",
    "forms/tank.yaml": FORM,
}
BETTER = PACK | {
    "forms/tank.yaml": FORM.replace("  litres:", "  place: {type: text, label: {zh: 位置, en: Place}}\n  litres:"),
    "forms/valve.yaml": "form: valve\nlabel: {zh: 阀门, en: Valve}\nfields: {tank: {type: link, to: tank}}\n",
    "roles/cellar.yaml": "role: cellar\nlabel: {zh: 酒窖, en: Cellar}\ngrants:\n  - {form: valve, verbs: [read]}\n",
}


def packed(files: dict[str, str]) -> bytes:
    return archive(files)


def test_a_newer_version_is_previewed_in_words_installed_and_taken_back(store: Store) -> None:
    install(store, read_archive(packed(PACK)), CLI)
    tank = submit(store, "tank", {"code": "T1", "litres": "500"}, by=CLI)
    newer = read_archive(packed(BETTER))
    with store.read() as conn:
        seen = preview(conn, newer)
    assert {(i.kind, i.key): i.fate for i in seen.items} == {
        ("apps", "tanks"): "same",
        ("forms", "tank"): "changed",
        ("forms", "valve"): "new",
        ("roles", "cellar"): "new",
    }
    (words,) = (item.words for item in seen.items if item.fate == "changed")
    assert any("Place" in line.en and "位置" in line.zh for line in words)
    install(store, newer, CLI)
    submit(store, "valve", {"tank": tank.id}, by=CLI)
    submit(store, "tank", {"code": "T2", "place": "north"}, by=CLI)
    with store.read() as conn:
        latest_install = installs(conn)[0]
    assert [(i.key, i.before, i.version) for i in latest_install.items] == [
        ("tank", 1, 2),
        ("valve", None, 1),
        ("cellar", None, 1),
    ]
    assert roll_back(store, latest_install.id, CLI).state == "rolled_back"
    with store.read() as conn:
        assert one(conn, "forms", "tank").version == 3
        assert [f for f, body in one(conn, "forms", "tank").body["fields"].items() if not body.get("retired")] == [
            "code",
            "litres",
        ]
        assert body_of(conn, "forms", "valve") is None
        assert body_of(conn, "roles", "cellar") is None
    assert len(read(store, Query("tank"), by=CLI).items) == 2
    assert len(read(store, Query("valve"), by=CLI).items) == 1, "records stay"
    with pytest.raises(Conflict):
        roll_back(store, latest_install.id, CLI)
    with pytest.raises(NotFound):
        roll_back(store, "nothing", CLI)
    assert len(install(store, newer, CLI)) == 3, "and it can be installed once more"


def test_what_was_changed_since_is_not_undone_unless_that_is_wanted(store: Store) -> None:
    install(store, read_archive(packed(PACK)), CLI)
    install(store, read_archive(packed(BETTER)), CLI)
    with store.read() as conn:
        uid = installs(conn)[0].id
        body = one(conn, "forms", "tank").body
    store.write(lambda tx: put(tx, "forms", {"tank": body | {"label": {"zh": "大罐", "en": "Big tank"}}}, CLI))
    with pytest.raises(Invalid) as refused:
        roll_back(store, uid, CLI)
    assert [(m.path, m.code) for m in refused.value.mistakes] == [("forms/tank", "packs.changed_since")]
    roll_back(store, uid, CLI, anyway=True)
    with store.read() as conn:
        assert one(conn, "forms", "tank").body["label"] == {"zh": "储罐", "en": "Tank"}


def test_what_others_still_need_is_not_taken_away(store: Store) -> None:
    install(store, read_archive(packed(PACK)), CLI)
    valves = {"pack.yaml": "pack: valves\nlabel: x\n", "forms/valve.yaml": BETTER["forms/valve.yaml"]}
    install(store, read_archive(packed(valves)), CLI)
    with store.read() as conn:
        after, before = (found.id for found in installs(conn))
    with pytest.raises(Invalid) as refused:
        roll_back(store, before, CLI)
    assert [(m.path, m.code) for m in refused.value.mistakes] == [("forms/valve", "packs.still_needed")]
    roll_back(store, after, CLI)
    roll_back(store, before, CLI)
    with store.read() as conn:
        assert listed(conn, "forms") == listed(conn, "apps") == []


def test_a_draft_that_somebody_draws_is_neither_lost_nor_published(store: Store) -> None:
    install(store, read_archive(packed(PACK)), CLI)
    with store.read() as conn:
        body = one(conn, "forms", "tank").body
    store.write(lambda tx: save_draft(tx, "forms", "tank", body | {"hint": {"zh": "草稿", "en": "Draft"}}, CLI))
    with pytest.raises(Invalid) as refused:
        install(store, read_archive(packed(BETTER)), CLI)
    assert [(m.path, m.code) for m in refused.value.mistakes] == [("forms/tank.yaml:1", "packs.being_drawn")]
    assert install(store, read_archive(packed(BETTER)), CLI, leave=[("forms", "tank")])
    with store.read() as conn:
        found = latest(conn, "forms", "tank")
    assert found is not None
    assert (found.state, found.body["hint"]["en"]) == ("draft", "Draft")
    store.write(lambda tx: publish_all(tx, "forms", ["tank"], CLI))


def test_a_pack_is_checked_with_the_packs_it_stands_on(store: Store) -> None:
    with store.read() as conn:
        for name in SHIPPED:
            assert check(conn, read_pack(find_pack(name))) == [], name


def zipped(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, raw in entries:
            made.writestr(name, raw)
    return out.getvalue()


HEAD = ("pack.yaml", PACK["pack.yaml"].encode())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PK\x03\x04",
        zipped(("readme.txt", b"x"), HEAD),
        zipped(("../pack.yaml", HEAD[1])),
        zipped(("/etc/passwd.yaml", b"x"), HEAD),
        zipped(("forms/../../x.yaml", b"x"), HEAD),
        zipped(("forms\\x.yaml", b"x"), HEAD),
        zipped(("plugins/x.yaml", b"x"), HEAD),
        zipped(
            ("forms/x.yaml", b"form: x"),
        ),
        zipped(HEAD, ("a/pack.yaml", HEAD[1])),
        zipped(HEAD, *((f"forms/f{n}.yaml", b"x") for n in range(3001))),
        zipped(HEAD, ("forms/bomb.yaml", b" " * (MOST_UNPACKED + 1))),
    ],
)
def test_an_archive_that_holds_anything_but_a_pack_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        read_archive(raw)


def test_a_large_file_in_an_archive_is_refused_by_name_and_a_folder_around_it_is_taken() -> None:
    with pytest.raises(Invalid) as wrong:
        read_archive(zipped(HEAD, ("forms/big.yaml", b"# " + b"x" * 600_000)))
    assert wrong.value.mistakes[0].path.startswith("forms/big.yaml")
    inside = read_archive(zipped(("tanks/pack.yaml", HEAD[1]), ("tanks/forms/tank.yaml", FORM.encode())))
    assert set(inside.documents) == {("apps", "tanks"), ("forms", "tank")}
    for evil in ("apps: [{app: '../x', label: x}]", "apps: [x]", "apps: [{label: x}]"):
        with pytest.raises(Invalid):
            read_archive(zipped(("pack.yaml", f"pack: x\nlabel: x\n{evil}\n".encode())))
