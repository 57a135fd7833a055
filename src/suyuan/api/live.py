"""Those who watch: what was committed, told to every open page that may know of it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from suyuan.access.rights import Viewer
from suyuan.kernel.errors import SuyuanError
from suyuan.ledger.read import entry_of
from suyuan.ledger.tables import ledger_entry
from suyuan.records.read import visible
from suyuan.store.engine import Store
from suyuan.store.feed import START, Cursor, after, newest

POLL_SECONDS = 2.0
"""How long a commit of another process may go unseen."""
PAUSE_SECONDS = 0.2
"""Least time between two looks, so that a busy plant does not make its watchers busy."""
KEEP_ALIVE_SECONDS = 20.0
BATCH = 500


@dataclass(eq=False)
class Watcher:
    """One open page.

    :param rights: gives its rights as of now; raises when its session has ended.
    """

    rights: Callable[[], Viewer]
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(1000))


class Hub:
    """Reads the feed once for everybody and hands each watcher what it may see."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.watchers: set[Watcher] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._cursor: Cursor = START
        store.committed.on_commit(self._committed)

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to follow, on this event loop."""
        self._loop, self._wake = loop, asyncio.Event()
        self._task = loop.create_task(self._follow())

    async def close(self) -> None:
        """End every open page's stream and stop following."""
        loop, self._loop = self._loop, None
        for watcher in self.watchers:
            _push(watcher, None)
        if loop is not None and self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _committed(self) -> None:
        loop = self._loop
        if loop is not None and self.watchers and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake.set)

    async def watch(self, rights: Callable[[], Viewer]) -> AsyncIterator[bytes]:
        """Server-sent events for one page, until it closes or its session ends."""
        watcher = Watcher(rights)
        if not self.watchers:
            self._cursor = await asyncio.to_thread(self._newest)
        self.watchers.add(watcher)
        try:
            yield b": watching\n\n"
            while True:
                try:
                    piece = await asyncio.wait_for(watcher.queue.get(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    piece = b": still here\n\n"
                if piece is None:
                    return
                yield piece
        finally:
            self.watchers.discard(watcher)

    def _newest(self) -> Cursor:
        with self.store.read() as conn:
            return newest(conn, ledger_entry)

    async def _follow(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
            self._wake.clear()
            if self.watchers:
                for watcher, pieces in await asyncio.to_thread(self._look, list(self.watchers)):
                    for piece in pieces:
                        _push(watcher, piece)
            await asyncio.sleep(PAUSE_SECONDS)

    def _look(self, watchers: list[Watcher]) -> list[tuple[Watcher, list[bytes | None]]]:
        try:
            with self.store.read() as conn:
                rows, self._cursor = after(conn, ledger_entry, self._cursor, BATCH)
        except SuyuanError:
            return []
        facts = [fact for row in rows for fact in _facts(row)]
        return [(w, self._pieces(w, facts)) for w in watchers] if facts else []

    def _pieces(self, watcher: Watcher, facts: list[dict[str, Any]]) -> list[bytes | None]:
        try:
            viewer = watcher.rights()
        except SuyuanError:
            return [None]
        seen: set[bytes] = set()
        for fact in facts:
            if self._may_know(viewer, fact):
                seen.add(b"data: " + msgspec.json.encode(fact) + b"\n\n")
        return [*sorted(seen)]

    def _may_know(self, viewer: Viewer, fact: dict[str, Any]) -> bool:
        if fact["type"] == "definition":
            return fact["state"] in ("published", "retired") or viewer.may("design")
        if fact["type"] == "lot":
            return viewer.may("trace")
        if not viewer.can("read", fact["form"]):
            return False
        return viewer.rows(fact["form"]) is None or visible(self.store, viewer, fact["form"], fact["id"])


def _facts(row: Any) -> list[dict[str, Any]]:
    if row.subject_kind == "definition":
        body = entry_of(row.id, row.body).body
        state = "discarded" if row.kind == "definition.discarded" else body["state"]
        fact = {"type": "definition", "form": body["key"] if body["kind"] == "forms" else None, "id": row.subject_id}
        return [fact | {"kind": body["kind"], "state": state, "revision": body["revision"]}]
    if row.subject_kind != "record":
        return []
    entry = entry_of(row.id, row.body)
    facts = [{"type": "record", "form": entry.body["form"], "id": row.subject_id}]
    codes = {link["lot"] for event in entry.body.get("trace", ()) for link in event["links"]}
    return facts + [{"type": "lot", "form": None, "id": code} for code in sorted(codes)]


def _push(watcher: Watcher, piece: bytes | None) -> None:
    try:
        watcher.queue.put_nowait(piece)
    except asyncio.QueueFull:
        while not watcher.queue.empty():
            watcher.queue.get_nowait()
        watcher.queue.put_nowait(None)
