"""Headers that every answer wears."""

from __future__ import annotations

from typing import Any

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""``unsafe-inline`` for styles alone: the component library writes style elements."""

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""For files that people uploaded."""

_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(), microphone=(), payment=(), usb=()"),
]
_CSP = (b"content-security-policy", CSP.encode())
_HSTS = (b"strict-transport-security", b"max-age=31536000")
_NO_STORE = (b"cache-control", b"no-store")


def dress(message: dict[str, Any], scheme: str) -> None:
    """Add them to the head of an answer; what the route set itself stays."""
    headers = list(message["headers"])
    names = {name.lower() for name, _ in headers}
    headers += _ALWAYS
    if _CSP[0] not in names:
        headers.append(_CSP)
    if _NO_STORE[0] not in names:
        headers.append(_NO_STORE)
    if scheme == "https":
        headers.append(_HSTS)
    message["headers"] = headers
