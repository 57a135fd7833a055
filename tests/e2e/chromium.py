"""Finds a Chromium for the browser tests: the system's, else apt's, else one from npm."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.tools.node import WEB, command

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
NPM = "@sparticuz/chromium@153.0.0"


def _installed() -> str | None:
    named = os.environ.get("SUYUAN_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def _from_apt() -> str | None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for line in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk"]):
        subprocess.run(line, env=env, check=False, capture_output=True)
    return _installed()


def _from_npm() -> str | None:
    folder = WEB / "node_modules" / ".chromium"
    folder.mkdir(parents=True, exist_ok=True)
    npm, env = command(["npm", "install", "--prefix", str(folder), "--no-save", "--ignore-scripts", NPM])
    subprocess.run(npm, env=env, check=False, capture_output=True)
    node, env = command(
        ["node", "-e", "import('@sparticuz/chromium').then(m=>m.default.executablePath()).then(console.log)"]
    )
    answer = subprocess.run(node, env=env, cwd=folder, check=False, capture_output=True, text=True).stdout.strip()
    return answer if answer and Path(answer).exists() else None


def find() -> str | None:
    """Path of a Chromium, installing one where the machine has none."""
    return _installed() or _from_apt() or _from_npm()
