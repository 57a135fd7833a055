"""The browser's back end, bundled and run by node, answering line by line."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from suyuan.expr import Expression, Type
from suyuan.expr.arithmetic import plain

ROOT = Path(__file__).parents[2]
ROLLDOWN = ROOT / "web" / "node_modules" / ".bin" / "rolldown"


def bundle(source: Path, folder: Path, *options: str) -> Path:
    """``source`` and all it imports as one file; skips the test where node or its packages are not installed."""
    if shutil.which("node") is None or not ROLLDOWN.exists():
        pytest.skip("node or web/node_modules is not installed")
    made = folder / "bundle.mjs"
    command = [str(ROLLDOWN), str(source), "--format", "esm", "--file", str(made), "--platform", "node", *options]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return made


def compressed_size(file: Path) -> int:
    """Bytes after gzip."""
    return len(gzip.compress(file.read_bytes(), 9))


def written(value: Any) -> Any:
    """A value as ``lines.ts`` reads and writes it."""
    match value:
        case None | bool():
            return value
        case Decimal():
            return f"n {plain(value)}"
        case str():
            return f"t {value}"
        case datetime():
            return f"i {(value - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)}"
        case date():
            return f"d {value.isoformat()}"
        case Mapping():
            return {k: v if k in ("id", "uid") else written(v) for k, v in value.items()}
    return [written(v) for v in value]


def sent(value: Any) -> Any:
    """A record as ``lines.ts`` reads it: instants as RFC 3339."""
    if isinstance(value, datetime):
        return f"i {value.isoformat()}"
    if isinstance(value, dict):
        return {k: v if k in ("id", "uid") else sent(v) for k, v in value.items()}
    return [sent(v) for v in value] if isinstance(value, list) else written(value)


def typed(found: Type) -> dict[str, Any]:
    """A type as the browser writes it."""
    made: dict[str, Any] = {"kind": found.kind}
    if found.of is not None:
        made["of"] = typed(found.of)
    return made | ({"form": found.form} if found.form else {})


def answers(
    given: list[Expression | str], records: list[dict[str, Any]], types: dict[str, Type], folder: Path
) -> list[dict[str, Any]]:
    """What the browser makes of each: its canonical text, type and values, or its mistakes."""
    script = bundle(ROOT / "tests" / "expr" / "lines.ts", folder)
    first = {"records": [sent(r) for r in records], "types": {n: typed(t) for n, t in types.items()}}
    lines = [first, *(e if isinstance(e, str) else e.text for e in given)]
    done = subprocess.run(
        ["node", str(script)],
        input="\n".join(json.dumps(line) for line in lines),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]
