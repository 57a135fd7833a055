"""What a page without a session sends back: a token that this server gave out, and a form with perhaps a picture."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from multipart import MultipartError, parse_form_data  # type: ignore[import-untyped]

from suyuan.access.token import own_secret
from suyuan.kernel.errors import Malformed
from suyuan.kernel.ids import is_id
from suyuan.store.engine import Store

SOONEST, LATEST = timedelta(seconds=2), timedelta(hours=24)
TYPES = ("multipart/form-data", "application/x-www-form-urlencoded")
LIMIT = 6 * 1024 * 1024
_SECRET = "consumer-form"


@dataclass(frozen=True)
class Sent:
    """The fields of a form by name, and the bytes of its picture."""

    fields: dict[str, str]
    photo: bytes = b""

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


def token_for(store: Store, path: str) -> str:
    """A token for one sending of the form at ``path``; it also tells when it was given out."""
    id = store.ids.new()
    return f"{id}.{_mac(store, id, path)}"


def token_holds(store: Store, token: str, path: str, now: datetime) -> bool:
    """Whether ``token`` was given out here for ``path``, not just now (no person writes so fast) nor long ago."""
    id, _, mac = token.partition(".")
    if not is_id(id) or not hmac.compare_digest(mac.encode(), _mac(store, id, path).encode()):
        return False
    age = now.timestamp() - int(id.replace("-", "")[:12], 16) / 1000
    return SOONEST.total_seconds() <= age <= LATEST.total_seconds()


def _mac(store: Store, id: str, path: str) -> str:
    return hmac.digest(own_secret(store, _SECRET), f"{id} {path}".encode(), "sha256").hex()


def read_form(raw: bytes, content_type: str) -> Sent:
    """The form in ``raw``.

    :raises Malformed: it is no form, has too many parts, or a text that is not UTF-8.
    """
    environ = {"wsgi.input": BytesIO(raw), "CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(raw))}
    try:
        forms, parts = parse_form_data(
            environ, strict=True, part_limit=20, memory_limit=LIMIT, disk_limit=LIMIT, spool_limit=LIMIT
        )
    except (MultipartError, UnicodeError, ValueError, LookupError):
        raise Malformed("kernel.malformed", reason="form") from None
    fields = {str(name): _clean(str(forms[name])) for name in forms}
    photo = parts.get("photo")
    return Sent(fields, b"" if photo is None else photo.raw)


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\x00", "")
    return text.encode("utf-8", "ignore").decode()
