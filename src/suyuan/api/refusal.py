"""The words of a refusal, the same over HTTP and on the command line."""

from __future__ import annotations

from typing import Any

from suyuan.kernel.errors import Mistake, SuyuanError
from suyuan.kernel.i18n import say


def problem(error: SuyuanError, lang: str, id: str) -> dict[str, Any]:
    """The body of a refusal.

    :param lang: ``zh`` or ``en``.
    :param id: what the reader can report, and we look up in the log.
    """
    body: dict[str, Any] = {
        "type": f"urn:suyuan:problem:{error.kind}",
        "title": say(f"api.title_{error.status}", lang),
        "status": error.status,
        "code": error.code,
        "detail": say(error.code, lang, **error.params),
        "id": id,
    }
    mistakes: list[Mistake] = getattr(error, "mistakes", [])
    if mistakes:
        body["errors"] = errors(mistakes, lang)
    return body


def errors(mistakes: list[Mistake], lang: str) -> list[dict[str, Any]]:
    """Mistakes as the ``errors`` of an answer: path, code and words."""
    return [{"path": m.path, "code": m.code, "message": say(m.code, lang, **m.params)} for m in mistakes]
