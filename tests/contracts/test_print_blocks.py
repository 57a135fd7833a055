"""Every type of block of a print template keeps what the seam promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from suyuan.definitions.document import from_yaml
from suyuan.kernel.i18n import catalogue
from suyuan.records.prints.block_type import BLOCKS, BlockType
from suyuan.records.prints.kind import Prints

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = {
    "text": 'text: "a {supplier}"',
    "heading": "text: b, level: 2",
    "title": "text: c, code: {code: qr, content: x}",
    "fields": "fields: [a, {value: 1 + 1, label: two}], columns: 3, blanks: false",
    "table": "rows: r, columns: [a, {path: b, sum: true, width: 3}], sort: -a, number: true",
    "records": "form: f, via: v, columns: [a], where: a > 1",
    "code": 'code: gs1_128, elements: [{ai: "01", value: gtin}, {ai: "10", value: lot}]',
    "images": "field: photos, columns: 2, height: 20",
    "signatures": "signs: [{label: by, field: s, person: p, at: t}], columns: 2",
    "trace": "lot: l, levels: 2",
    "line": "weight: 2",
    "frame": "weight: 1",
    "gap": "height: 9",
    "page_break": "",
}


@pytest.mark.parametrize("type", BLOCKS, ids=lambda t: t.key)
def test_a_block_is_named_placed_documented_and_comes_back_as_written(type: BlockType) -> None:
    assert catalogue()[f"records.block_{type.key}"].zh
    assert set(type.on) <= {"page", "label"}
    assert f"`{type.key}`" in (ROOT / "docs" / "printing.md").read_text(encoding="utf-8")
    options = ", ".join(filter(None, [f"block: {type.key}", "when: a > 1", EXAMPLES[type.key]]))
    body = from_yaml(f"print: x\nlabel: {{zh: X, en: X}}\nform: f\nblocks: [{{{options}}}]\n").body
    struct, mistakes = Prints().parse("x", body)
    assert mistakes == []
    assert struct is not None
    again, _ = Prints().parse("x", Prints().dump(struct))
    assert again == struct
    assert list(type.paths(struct.blocks[0].options)) is not None
    assert all(isinstance(text, str) for text in type.expressions(struct.blocks[0].options))


def test_every_template_of_the_packs_comes_back_as_written() -> None:
    files = sorted((ROOT / "packs").glob("*/prints/*.yaml"))
    assert len(files) >= 5
    for file in files:
        found = from_yaml(file.read_text(encoding="utf-8"), file.name)
        struct, mistakes = Prints().parse(found.key, found.body)
        assert mistakes == []
        assert struct is not None
        assert Prints().parse(found.key, Prints().dump(struct))[0] == struct
