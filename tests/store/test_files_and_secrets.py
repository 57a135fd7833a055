"""Files by their content, and keys outside the database."""

from __future__ import annotations

import hashlib
import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from suyuan.kernel.errors import Invalid, NotFound, Unavailable
from suyuan.kernel.ids import SystemEntropy
from suyuan.store.files import Files
from suyuan.store.secrets import Secrets, secrets_folder

PHOTO = b"photo of a delivery note" * 100_000


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


def left_over(files: Files) -> list[Path]:
    return list((files.folder / "tmp").iterdir())


def test_a_file_is_found_by_its_content(files: Files) -> None:
    stored = files.put(io.BytesIO(PHOTO))
    assert (stored.sha256, stored.size) == (hashlib.sha256(PHOTO).hexdigest(), len(PHOTO))
    with files.open(stored.sha256, verify=True) as stream:
        assert stream.read() == PHOTO
    assert list(files) == [stored.sha256]
    assert left_over(files) == []


def test_the_same_content_is_kept_once(files: Files) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: files.put([PHOTO[:7], PHOTO[7:]]), range(8)))
    assert len(found) == len(list(files)) == 1


def test_a_damaged_file_is_noticed(files: Files) -> None:
    stored = files.put([b"true"])
    path = files.folder / stored.sha256[:2] / stored.sha256[2:]
    path.chmod(0o600)
    path.write_bytes(b"false")
    with pytest.raises(Unavailable):
        files.open(stored.sha256, verify=True)


def test_a_file_over_the_limit_leaves_nothing(files: Files) -> None:
    with pytest.raises(Invalid):
        files.put([b"12345", b"678"], limit=7)
    assert list(files) == []
    assert left_over(files) == []


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "ab"])
def test_what_is_not_there_is_not_found(files: Files, name: str) -> None:
    with pytest.raises(NotFound):
        files.open(name)


def test_an_erased_file_is_gone(files: Files) -> None:
    stored = files.put([b"a face"])
    files.remove(stored.sha256)
    assert not files.has(stored.sha256)


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: Secrets(folder, SystemEntropy()).get("ledger"), range(16)))
    assert len(found) == 1
    assert len(found.pop()) == 32
    assert os.listdir(folder) == ["ledger.key"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "ledger.key").stat().st_mode & 0o777 == 0o600


def test_the_folder_of_the_keys_can_be_elsewhere(tmp_path: Path) -> None:
    assert secrets_folder(tmp_path, {}) == tmp_path / "secrets"
    assert secrets_folder(tmp_path, {"SUYUAN_SECRETS": "/run/keys"}) == Path("/run/keys")
    with pytest.raises(ValueError):
        Secrets(tmp_path, SystemEntropy()).get("../ledger")
