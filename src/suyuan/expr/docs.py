"""What is written out of the list of functions: ``docs/expressions.md`` and the browser's tables.

``python -m suyuan.expr.docs ROOT`` writes them into a checkout; a test tells when they are out of date.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from suyuan.expr.function import FUNCTIONS, Function
from suyuan.kernel.i18n import Label, catalogue

GROUPS = {
    "logic": Label("条件与选择", "Conditions and choices"),
    "numbers": Label("数字", "Numbers"),
    "lists": Label("明细与列表", "Detail lists"),
    "texts": Label("文本", "Texts"),
    "dates": Label("日期与时间", "Dates and times"),
    "lookup": Label("查找", "Looking up"),
    "sampling": Label("抽样", "Sampling"),
    "elsewhere": Label("其他表单的记录", "Records of other forms"),
    "windows": Label("历史记录（用于规则）", "Past records (for rules)"),
}
MARK = "<!-- functions: written by python -m suyuan.expr.docs, do not edit below -->"


def reference() -> str:
    """The chapter on the functions, Markdown, in both languages."""
    lines = [MARK, "", "## 函数 · Functions", ""]
    lines.append("“SQL” 表示可用于列表筛选与权限条件。 “SQL” marks what filters and rights may use on fields.")
    for group, label in GROUPS.items():
        lines += ["", f"### {label.zh} · {label.en}", "", "| | | | |", "|---|---|---|---|"]
        lines += [_row(f) for f in FUNCTIONS if f.group == group]
    return "\n".join(lines) + "\n"


def _row(f: Function) -> str:
    names = ", ".join(("…" if p.rest else "") + p.name + ("?" if p.optional else "") for p in f.params)
    shown = "<br>".join(f"`{_cell(text)}` → {_cell(result) or '∅'}" for text, result in f.examples)
    sql = "SQL" if f.sql or in_sql(f) else ""
    return f"| `{f.key}({names})` | {_cell(f.doc.zh)}<br>{_cell(f.doc.en)} | {shown} | {sql} |"


def in_sql(f: Function) -> bool:
    """Functions that SQL does by itself rather than through ``Function.sql``."""
    return f.key in ("AND", "OR", "NOT", "IN", "ISBLANK", "TODAY", "NOW", "CURRENT_USER", "DATETIME") or f.run is None


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def signatures() -> dict[str, Any]:
    """The browser's table: signature, result, flags (r rows, b blanks, s same), options."""
    found: dict[str, Any] = {}
    for f in FUNCTIONS:
        flags = "".join(letter for letter, on in (("r", f.rows), ("b", f.blanks), ("s", f.same)) if on)
        found[f.key] = [f.signature, f.result, flags, *([f.options] if f.options else [])]
    return found


def help_texts() -> dict[str, Any]:
    """What the editor shows: of each function its group, words and examples; of each mistake its words."""
    return {
        "groups": {key: {"zh": label.zh, "en": label.en} for key, label in GROUPS.items()},
        "functions": {
            f.key: {"group": f.group, "zh": f.doc.zh, "en": f.doc.en, "examples": f.examples} for f in FUNCTIONS
        },
        "mistakes": {
            key.removeprefix("expr."): {"zh": words.zh, "en": words.en}
            for key, words in catalogue().items()
            if key.startswith("expr.")
        },
    }


def written(root: Path) -> dict[Path, str]:
    """Every file written out, with its text; what stands before the mark in the page is kept."""
    page = root / "docs" / "expressions.md"
    before = page.read_text(encoding="utf-8").partition(MARK)[0] if page.exists() else ""
    web = root / "web" / "src" / "expr"
    return {
        page: before + reference(),
        web / "signatures.json": json.dumps(signatures(), ensure_ascii=False, indent=1) + "\n",
        web / "help.json": json.dumps(help_texts(), ensure_ascii=False, indent=1) + "\n",
    }


if __name__ == "__main__":
    for file, text in written(Path(sys.argv[1])).items():
        file.write_text(text, encoding="utf-8")
