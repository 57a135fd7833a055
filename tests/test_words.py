"""One word per thing: what the glossary says not to say is said nowhere in the code's names."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def avoided() -> set[str]:
    rows = [
        line.split("|")
        for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    return {
        word
        for row in rows
        for word in re.findall(r"`([a-z]+)`", row[4])
        if word not in {"document", "unit", "control"}
    }


def identifiers(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        for attribute in ("name", "id", "attr", "arg"):
            value = getattr(node, attribute, None)
            if isinstance(value, str):
                names.add(value)
    return names


def words(name: str) -> list[str]:
    return [part.lower() for part in re.findall(r"[A-Z]?[a-z]+", name)]


@pytest.mark.parametrize(
    "file", sorted((ROOT / "src" / "suyuan").rglob("*.py")), ids=lambda f: f.relative_to(ROOT).as_posix()
)
def test_no_name_uses_an_avoided_word(file: Path) -> None:
    bad = {name for name in identifiers(file) if set(words(name)) & avoided()}
    assert not bad, f"{file.name} says {sorted(bad)}; see GLOSSARY.md"


def test_the_glossary_lists_words_to_avoid() -> None:
    assert {"workflow", "upstream", "downstream", "ticket"} <= avoided()
