"""Every text of the product exists in Chinese and in English, with the same parameters."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from suyuan.kernel.i18n import catalogue

ROOT = Path(__file__).resolve().parents[1]
CODE = re.compile(
    r"^(?:kernel|store|expr|print|codes|ledger|access|definitions|forms|trace|records|packs|stories|api|cli)\.[a-z][a-z0-9_]*$"
)
CALLS = {
    "Mistake",
    "refuse",
    "say",
    "Malformed",
    "NotSignedIn",
    "Forbidden",
    "NotFound",
    "Conflict",
    "TooMany",
    "OutOfSpace",
    "Unavailable",
    "Invalid",
}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_a_text_says_the_same_in_both_languages(key: str) -> None:
    label = catalogue()[key]
    assert label.zh.strip(), f"{key} has no Chinese"
    assert label.en.strip(), f"{key} has no English"
    assert set(re.findall(r"\{(\w+)", label.zh)) == set(re.findall(r"\{(\w+)", label.en)), key


def spoken(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in CALLS:
                found |= {
                    a.value
                    for a in node.args
                    if isinstance(a, ast.Constant) and isinstance(a.value, str) and CODE.match(a.value)
                }
    return found


@pytest.mark.parametrize(
    "file", sorted((ROOT / "src" / "suyuan").rglob("*.py")), ids=lambda f: f.relative_to(ROOT).as_posix()
)
def test_every_refusal_has_its_words(file: Path) -> None:
    missing = spoken(file) - set(catalogue())
    assert not missing, f"{file.name}: no text for {sorted(missing)}"
