"""Secrets handed out: 256 random bits each, of which the database keeps a digest only.

They come from the operating system always, also in a simulated plant whose other randomness is seeded.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from suyuan.store.engine import Store

BYTES = 32
LENGTH = 43


def new_token() -> str:
    """43 characters of URL-safe base64."""
    return secrets.token_urlsafe(BYTES)


def digest(token: str) -> bytes:
    """What the database keeps of a token: no salt and no stretching are needed for 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def own_secret(store: Store, name: str) -> bytes:
    """The secret of 32 bytes kept outside the database under ``name``, made the first time."""
    if not store.secrets.has(name):
        store.secrets.put(name, secrets.token_bytes(BYTES))
    return store.secrets.get(name, BYTES)


def written(secret: bytes) -> str:
    """A secret as the characters a person copies."""
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")
