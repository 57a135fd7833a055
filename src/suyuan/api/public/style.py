"""The look of the public pages: one small sheet, allowed by its digest alone."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

CSS = (resources.files("suyuan.api.public") / "page.css").read_text(encoding="utf-8").replace("\n", "")

POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()}'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""No script, no picture from anywhere, no other style."""
