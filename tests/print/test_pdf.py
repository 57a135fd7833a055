"""Papers: whatever the data says is printed as it stands, nothing of it runs, nothing is dropped in silence."""

from __future__ import annotations

import io
import random
import string
import zlib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from suyuan.print import qr
from suyuan.print.fonts import beyond, folder
from suyuan.print.images import suffix_of
from suyuan.print.paper import Block, Facts, Grid, Heading, Note, Paper, Picture, Pictures, Signatures
from suyuan.print.pdf import render
from suyuan.print.sheet import Column, Sheet

ATTEMPTS = [
    '#panic("x")', '#read("/etc/passwd")', '#import "@preview/cetz:0.3.0"', '#include "data.json"', "$ x^2 $", "*bold*",
    "_it_", "`raw`", "= Heading", "- list", "+ list", "/ term: x", "<label>", "@ref", "//comment", "/* comment", "\\",
    "\\u{41}",     "#{", "#}", "]", "[", "#[", '"', '")', '\\")', "#let x = 1", "#set page(width: 1pt)",
    "#show: none", "~", "---",
    "...",     "http://x.example/#a", "{{7*7}}", "${7*7}", "%s%n", "</script>", "&lt;", "'; DROP TABLE lot;--",
    "#eval(\"1\")",
]  # fmt: skip


def paper(*blocks: Block, title: str = "追溯报告", **more: object) -> Paper:
    return Paper(title, "示例食品厂", "FG-1", "2026-11-22 张三", blocks, **more)  # type: ignore[arg-type]


def text_of(raw: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages).replace("\u200b", "")


def bare(text: str) -> str:
    return "".join(text.split())


def hostile(count: int) -> list[str]:
    chance = random.Random(7)
    signs = string.punctuation + '#$[]{}\\"`*_@<>=' + string.ascii_letters + "水饺"
    made = ["".join(chance.choices(signs, k=chance.randrange(1, 20))) for _ in range(count - len(ATTEMPTS))]
    return ATTEMPTS + made


def test_a_hundred_hostile_texts_are_printed_as_they_stand() -> None:
    texts = hostile(100)
    sheet = Sheet("s", [Column("a"), Column("b")], [(text, n) for n, text in enumerate(texts)])
    found = bare(text_of(render(paper(Grid(sheet)), "zh")))
    for text in texts:
        assert bare(text) in found, text


@pytest.mark.parametrize("text", ATTEMPTS[:8])
def test_no_place_of_a_paper_reads_markup(text: str) -> None:
    blocks = [Heading(text), Note(text), Facts([(text, text)]), Signatures([text])]
    made = Paper(text, text, text, text, blocks, subtitle=text, qr=text)
    assert bare(text_of(render(made, "en"))).count(bare(text)) >= 9


def test_values_are_told_in_words_and_by_the_plants_clock() -> None:
    columns = [Column("n", kind="number"), Column("d", kind="date"), Column("t", kind="datetime"), Column("b")]
    row = (Decimal("12.500"), date(2026, 11, 22), datetime(2026, 11, 22, 1, 30, tzinfo=UTC), True)
    found = text_of(render(paper(Grid(Sheet("s", columns, [row, (None,) * 4]))), "zh", ZoneInfo("Asia/Shanghai")))
    for wanted in ("12.500", "2026-11-22", "2026-11-22 09:30", "是"):
        assert wanted in found


def test_rows_left_out_are_counted_and_the_head_stands_on_every_page() -> None:
    sheet = Sheet("去向", [Column("批号")], [(f"L{n:04}",) for n in range(300)])
    reader = PdfReader(io.BytesIO(render(paper(Grid(sheet, 200)), "zh")))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 2
    assert all("批号" in page and f"第 {n} 页，共 {len(pages)} 页" in page for n, page in enumerate(pages, 1))
    assert "另有 100 行" in "".join(pages)
    assert "L0199" in "".join(pages)
    assert "L0200" not in "".join(pages)


def test_the_same_data_makes_the_same_bytes() -> None:
    made = paper(Heading("a"), qr="https://example.com/01/06901234567892/10/A")
    assert render(made, "zh") == render(made, "zh")


def test_a_character_beyond_our_fonts_is_told_by_its_code_point() -> None:
    assert "U+20BB7" in text_of(render(paper(Note("𠮷野")), "zh"))
    assert "U+" not in text_of(render(paper(Note("喆堃 GB 2762—2022 ≤0.5 mg/kg ℃ ①")), "zh"))


def test_control_characters_are_shown_as_replaced_and_harm_nothing() -> None:
    found = text_of(render(paper(Note("a\x00b\x1bc\ud800d\ufffe"), Note("第一行\n第二行")), "zh"))
    assert "a" in found
    assert "第一行" in found
    assert "第二行" in found


def test_a_long_word_breaks_inside_its_column() -> None:
    word = "0123456789abcdef" * 40
    sheet = Sheet("s", [Column("a"), Column("b")], [(word, "x")])
    assert word in bare(text_of(render(paper(Grid(sheet)), "en")))


def _png(width: int, height: int) -> bytes:
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") + b"\0" * 12


@pytest.mark.parametrize(
    "image", [b"", b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\nbroken", b"\xff\xd8\xffbroken", _png(9, 9)]
)
def test_an_image_that_cannot_be_shown_is_told_by_its_caption(image: bytes) -> None:
    good = qr.png("x")
    raw = render(paper(Pictures([Picture("好图", good), Picture("坏图", image)])), "zh")
    assert "坏图（图片无法打印）" in text_of(raw)
    assert len(PdfReader(io.BytesIO(raw)).pages[0].images) == 1


def test_a_picture_of_a_billion_pixels_is_never_opened() -> None:
    assert suffix_of(_png(40_000, 40_000)) == ""
    assert suffix_of(_png(400, 400)) == "png"
    assert suffix_of(b"\xff\xd8\xff" + bytes(5_000_000)) == ""


def test_our_fonts_have_what_a_food_plant_writes() -> None:
    assert beyond(["进货查验记录 0123 ABC abc ℃ ‰ ％ ≤ ≥ ± × 、。；：“”（）【】《》①②③", "Übung café µg"]) == []
    assert {f.name for f in Path(folder()).iterdir()} >= {"SuyuanSans-Regular.otf", "SuyuanSans-Bold.otf", "OFL.txt"}
    assert sum(f.stat().st_size for f in Path(folder()).iterdir()) < 6_000_000
