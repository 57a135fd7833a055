"""Pictures made anew before they are kept, with time, person and plant printed in where a form asks for it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import refuse
from suyuan.print.fonts import folder
from suyuan.records import picture_worker
from suyuan.records.letterhead import letterhead
from suyuan.store.engine import Store

MADE_ANEW = ("image/png", "image/jpeg", "image/gif", "image/webp")
_AT_ONCE = threading.BoundedSemaphore(2)
_WORKER = Path(picture_worker.__file__)
_SLACK = 10
"""Seconds beyond the worker's own limit until it is given up."""


def settled(raw: bytes, lines: Sequence[str] = ()) -> bytes:
    """The picture that is kept of an uploaded one: JPEG or PNG, upright, without data about place and camera.

    :param lines: printed into its lower left corner.
    :raises Invalid: it cannot be read, or has more than 40 million pixels.
    """
    head = json.dumps({"lines": list(lines), "font": str(folder() / "SuyuanSans-Regular.otf")})
    with _AT_ONCE:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_WORKER)],
                input=head.encode() + b"\n" + raw,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=picture_worker.SECONDS + _SLACK,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise refuse("", "records.picture_broken") from None
    if done.returncode == picture_worker.TOO_MANY_PIXELS:
        raise refuse("", "records.picture_pixels", most=picture_worker.MOST_PIXELS // 1_000_000)
    if done.returncode or not done.stdout:
        raise refuse("", "records.picture_broken")
    return done.stdout


def stamp_of(store: Store, form: str, field: str, by: Actor) -> tuple[str, ...]:
    """What is printed into a picture for this field: the server's time, who sends it, the plant; nothing if not asked.

    :raises NotFound: there is no such form.
    """
    found = catalogue(store).form(form).field(field)
    if found is None or not getattr(found.options, "watermark", False):
        return ()
    head = letterhead(store, by.lang, by)
    return (head.at.astimezone(head.zone).strftime("%Y-%m-%d %H:%M:%S %z"), by.name or by.key, head.plant)
