"""The web pages: kept for ever when their name tells their content, small on the wire, never from elsewhere."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from suyuan.api.static import FOREVER, Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    web = tmp_path / "web"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text("<html>first page</html>" * 100)
    (web / "assets" / "app-1a2b.js").write_text("let x = 1;\n" * 1000)
    (web / "assets" / "dot.png").write_bytes(b"\x89PNG" + bytes(3000))
    (tmp_path / "secret.txt").write_text("secret")
    return Site(web)


def test_hashed_files_are_kept_for_ever_and_sent_compressed(site: Site) -> None:
    answer = site.answer("/assets/app-1a2b.js", {"accept-encoding": "gzip, br"})
    assert answer is not None
    assert answer.headers["cache-control"] == FOREVER
    assert answer.media_type.startswith("text/javascript")
    assert gzip.decompress(answer.content).startswith(b"let x")
    assert len(answer.content) < 1000
    plain = site.answer("/assets/app-1a2b.js", {})
    assert plain is not None
    assert plain.content.startswith(b"let x")
    assert "content-encoding" not in plain.headers


def test_pictures_are_sent_as_they_are(site: Site) -> None:
    answer = site.answer("/assets/dot.png", {"accept-encoding": "gzip"})
    assert answer is not None
    assert answer.content.startswith(b"\x89PNG")


def test_addresses_of_the_pages_get_the_first_page_which_is_asked_anew_each_time(site: Site) -> None:
    for path in ("/", "/f/receipt", "/lot"):
        answer = site.answer(path, {})
        assert answer is not None
        assert b"first page" in answer.content
        assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/assets/../../secret.txt", "/nothing.js", "/a\x00b.txt", "/api/v1/x"]
)
def test_nothing_else_is_there(site: Site, path: str) -> None:
    assert site.answer(path, {}) is None


def test_without_built_pages_there_is_nothing(tmp_path: Path) -> None:
    assert Site(tmp_path / "absent").answer("/", {}) is None
