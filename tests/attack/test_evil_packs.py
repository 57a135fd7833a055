"""Packs made to break the reader: refused with file and remedy, leaving nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from suyuan.kernel.errors import Invalid
from suyuan.packs.pack import read_pack

HEAD = "pack: evil\nversion: 1\nlabel: {zh: 坏, en: Evil}\n"
FORM = "form: x\nlabel: {zh: 甲, en: X}\ntitle: '{a}'\nfields:\n  a: {type: text}\n"
EVIL = {
    "utf-16": (FORM.encode("utf-16"), "yaml_not_utf8"),
    "aliases": (b"a: &a [x]\nb: [*a, *a]\n" + FORM.encode(), ""),
    "a tag": (b"x: !!python/object/apply:os.system ['id']\n" + FORM.encode(), ""),
    "deep": (b"form: " + b"[" * 20_000, ""),
    "a key twice": (FORM.encode() + b"  a: {type: number}\n", ""),
    "two documents": ((FORM + "---\n" + FORM).encode(), ""),
    "too big": (FORM.encode() + b"#" * 6_000_000, "yaml_too_big"),
    "too big, cut inside a character": (FORM.encode() + "#饺".encode() * 400_000, "yaml_too_big"),
    "a list": (b"- 1\n", ""),
    "nothing": (b"", ""),
}


def test_an_evil_pack_is_refused_by_file(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "pack.yaml").write_text(HEAD, "utf-8")
    for name, (raw, code) in EVIL.items():
        (tmp_path / "forms" / "x.yaml").write_bytes(raw)
        with pytest.raises(Invalid) as refused:
            read_pack(tmp_path)
        (first, *_) = refused.value.mistakes
        assert first.path.startswith("forms/x.yaml"), name
        assert first.code.endswith(code), name


def test_a_head_that_is_not_utf_8_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_bytes(HEAD.encode("utf-16"))
    with pytest.raises(Invalid) as refused:
        read_pack(tmp_path)
    assert [m.code for m in refused.value.mistakes] == ["definitions.yaml_not_utf8"]
