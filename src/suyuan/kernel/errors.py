"""Every refusal the product can give, as values; the words are texts by key (see ``i18n``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Mistake:
    """One thing wrong with what was given.

    :param path: where, as ``field`` or ``list[2].field``; ``""`` for the whole.
    :param code: text key, as ``records.required``; its words live in that room's ``texts.yaml``.
    :param params: values for the words; ``Label`` values are shown in the reader's language.
    """

    path: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def under(self, prefix: str) -> Mistake:
        """The same mistake seen from one level further out."""
        joined = f"{prefix}.{self.path}" if self.path and not self.path.startswith("[") else prefix + self.path
        return Mistake(joined, self.code, self.params)


class SuyuanError(Exception):
    """Base of every refusal.

    :param code: text key of the title or detail.
    :param params: values for the words.
    """

    status = 500
    kind = "error"

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        shown = ", ".join(f"{k}={v}" for k, v in self.params.items())
        return f"{self.code} ({shown})" if shown else self.code


class Malformed(SuyuanError):
    """What was sent cannot be read at all (HTTP 400)."""

    status, kind = 400, "malformed"


class NotSignedIn(SuyuanError):
    """Nobody is signed in, or the key is not known (HTTP 401)."""

    status, kind = 401, "not-signed-in"


class Forbidden(SuyuanError):
    """The person may not do this (HTTP 403)."""

    status, kind = 403, "forbidden"


class NotFound(SuyuanError):
    """There is no such thing, or the person may not know of it (HTTP 404)."""

    status, kind = 404, "not-found"


class Conflict(SuyuanError):
    """It was changed by somebody else meanwhile, or the key was used for another body (HTTP 409)."""

    status, kind = 409, "conflict"


class TooMany(SuyuanError):
    """Slow down (HTTP 429). ``params['seconds']`` says for how long."""

    status, kind = 429, "too-many"


class OutOfSpace(SuyuanError):
    """The disk is full; nothing was written (HTTP 507)."""

    status, kind = 507, "out-of-space"


class Unavailable(SuyuanError):
    """The database cannot be reached now (HTTP 503)."""

    status, kind = 503, "unavailable"


class Invalid(SuyuanError):
    """The content is wrong: every mistake at once (HTTP 422)."""

    status, kind = 422, "invalid"

    def __init__(self, mistakes: list[Mistake], code: str = "kernel.invalid", **params: Any) -> None:
        super().__init__(code, **params)
        self.mistakes = mistakes

    def __str__(self) -> str:
        return "; ".join(f"{m.path or '-'}: {m.code} {m.params or ''}".strip() for m in self.mistakes)


def refuse(path: str, code: str, **params: Any) -> Invalid:
    """An ``Invalid`` of one mistake."""
    return Invalid([Mistake(path, code, params)])
