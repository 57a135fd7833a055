"""Moving apps over HTTP: designers export, preview, install and roll back; roles are the administrators' business."""

from __future__ import annotations

import io
import zipfile

import pytest

from suyuan.access.people import create_person
from suyuan.access.role import parse_role
from suyuan.access.roles import store_role
from suyuan.kernel.actor import CLI
from suyuan.packs.archive import ZIP, archive
from tests.api.client import Client
from tests.api.conftest import Caller
from tests.packs.test_moving import BETTER, PACK
from tests.records.plant import Plant

BASE = "/api/v1/packs"
DRAWER = {"role": "drawer", "label": {"zh": "设计", "en": "Drawer"}, "abilities": ["design"], "grants": []}


@pytest.fixture
def drawer(plant: Plant, caller: Caller) -> Client:
    """A designer who is no administrator."""
    plant.store.write(lambda tx: store_role(tx, parse_role(DRAWER), CLI))
    person = create_person(plant.store, user="drawer", name="Drawer", roles=["drawer"], by=CLI)
    plant.people["drawer"] = person.actor()
    return caller("drawer")


def names(raw: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(raw)) as found:
        return set(found.namelist())


def test_a_pack_is_previewed_installed_listed_and_rolled_back(boss: Client) -> None:
    old, new = archive(PACK), archive(BETTER)
    assert boss("POST", f"{BASE}/install", raw=old, content_type=ZIP).status == 200
    seen = boss("POST", f"{BASE}/preview", raw=new, content_type=ZIP).json
    assert {i["key"]: i["fate"] for i in seen["items"] if i["fate"] != "same"} == {
        "tank": "changed",
        "valve": "new",
        "cellar": "new",
    }
    assert (seen["pack"], seen["mistakes"], seen["notices"]) == ("tanks", [], [])
    left = boss("POST", f"{BASE}/preview?leave=roles/cellar&leave=forms/valve", raw=new, content_type=ZIP).json
    assert [i["key"] for i in left["items"] if i["fate"] != "same"] == ["tank"]
    done = boss("POST", f"{BASE}/install", raw=new, content_type=ZIP).json
    assert {i["key"] for i in done["items"]} == {"tank", "valve", "cellar"}
    assert boss("POST", f"{BASE}/install", raw=new, content_type=ZIP).json == {"id": None, "items": []}
    (top, *_) = boss.get(f"{BASE}/installs").json["items"]
    assert (top["id"], top["state"], top["label"]) == (done["id"], "installed", {"zh": "储罐", "en": "Tanks"})
    assert boss("POST", f"{BASE}/installs/{top['id']}/rollback").json["state"] == "rolled_back"
    assert boss("POST", f"{BASE}/installs/{top['id']}/rollback", {}).status == 409
    assert boss.get("/api/v1/forms/valve").json["state"] == "retired"
    given = boss.get(f"{BASE}/export.zip?app=tanks")
    assert (given.status, given.headers["content-type"]) == (200, ZIP)
    assert names(given.raw) == {"pack.yaml", "forms/tank.yaml"}
    assert "tanks.zip" in given.headers["content-disposition"]
    assert boss.get(f"{BASE}/export.zip?app=nothing").status == 404


def test_roles_are_left_out_for_designers_and_rolled_back_by_administrators(boss: Client, drawer: Client) -> None:
    assert not any(name.startswith("roles/") for name in names(drawer.get(f"{BASE}/export.zip").raw))
    assert any(name.startswith("roles/") for name in names(boss.get(f"{BASE}/export.zip").raw)) is False
    new = archive(BETTER)
    seen = drawer("POST", f"{BASE}/preview", raw=new, content_type=ZIP).json
    assert len(seen["notices"]) == 1
    assert "roles" not in {i["kind"] for i in seen["items"]}
    done = drawer("POST", f"{BASE}/install", raw=new, content_type=ZIP).json
    assert "cellar" not in {i["key"] for i in done["items"]}
    with_role = boss("POST", f"{BASE}/install", raw=new, content_type=ZIP).json
    assert [i["key"] for i in with_role["items"]] == ["cellar"]
    assert drawer("POST", f"{BASE}/installs/{with_role['id']}/rollback", {}).status == 403
    assert drawer("POST", f"{BASE}/installs/{done['id']}/rollback", {}).errors == {"roles/cellar": "packs.still_needed"}
    assert boss("POST", f"{BASE}/installs/{with_role['id']}/rollback", {}).status == 200
    assert drawer("POST", f"{BASE}/installs/{done['id']}/rollback", {}).status == 200


def test_what_is_no_pack_is_refused_in_words(boss: Client, caller: Caller) -> None:
    assert boss("POST", f"{BASE}/preview", raw=b"no", content_type=ZIP).status == 400
    bad = archive(PACK | {"forms/tank.yaml": PACK["forms/tank.yaml"].replace("type: text", "type: tekst")})
    seen = boss("POST", f"{BASE}/preview", raw=bad, content_type=ZIP).json
    assert [m["path"] for m in seen["mistakes"]] == ["forms/tank.yaml:5"]
    assert boss("POST", f"{BASE}/install", raw=bad, content_type=ZIP).errors == {
        "forms/tank.yaml:5": seen["mistakes"][0]["code"]
    }
    broken = archive(PACK | {"forms/tank.yaml": "form: tank\nfields: ["})
    seen = boss("POST", f"{BASE}/preview", raw=broken, content_type=ZIP).json
    assert (seen["items"], seen["mistakes"][0]["path"][:15]) == ([], "forms/tank.yaml")
    assert boss("POST", f"{BASE}/preview?leave=forms/x", raw=archive(PACK), content_type=ZIP).status == 400
    assert caller("clerk").get(f"{BASE}/installs").status == 403
