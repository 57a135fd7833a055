"""The ledger's proof of the records in a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from suyuan.kernel.errors import NotFound
from suyuan.kernel.i18n import say
from suyuan.ledger.prove import checkpoint, proof, verify_proof
from suyuan.ledger.seal import signer_of
from suyuan.ledger.tables import ledger_entry
from suyuan.records.cell import Cell
from suyuan.records.report.words import Kept, Section
from suyuan.store.engine import Store

MOST_PROVED = 2000
"""Entries whose inclusion is proved one by one; the others are listed without."""
_CHUNK = 500


def proofs_section(store: Store, conn: Connection, records: Sequence[Kept], lang: str) -> Section:
    """Every entry of the ledger about ``records``: who, when, its leaf, and whether its inclusion proof holds under
    the newest signed checkpoint (RFC 6962)."""
    key, head = signer_of(store).verifier, checkpoint(conn)
    known = {r.uid: r for r in records}
    entries = sorted((e for uids in _chunks(list(known)) for e in _entries(conn, uids)), key=lambda e: e[0])
    proved = failed = 0
    rows: list[list[Cell]] = []
    for number, (_, uid, kind, at, name, record) in enumerate(entries):
        told = known[record]
        line: list[Cell] = [told.form, told.title, say(f"records.entry_{kind.rpartition('.')[2]}", lang), at, name, uid]
        if number >= MOST_PROVED:
            rows.append([*line, None, None, say("records.proof_not_tried", lang)])
            continue
        try:
            found = proof(conn, uid)
        except NotFound:
            rows.append([*line, None, None, say("records.proof_waits", lang)])
            continue
        holds = verify_proof(found, key)
        proved, failed = proved + holds, failed + (not holds)
        word = say("records.proof_holds" if holds else "records.proof_fails", lang)
        rows.append([*line, str(found.index), found.leaf.hex(), word])
    heads = [say(f"records.report_{name}", lang) for name in ("form", "document", "entry_kind", "time", "person")]
    heads += [say(f"records.report_{name}", lang) for name in ("entry", "leaf", "leaf_hash", "proof")]
    note = say("records.proof_note", lang, total=len(entries), proved=proved, failed=failed, key=str(key))
    if head is not None:
        note = f"{note}\n{head.note.strip()}"
    return Section(say("records.report_ledger", lang), heads, rows, note, (0, 1, 2, 3, 4, 6, 7, 8), 200)


def _chunks(uids: list[str]) -> list[list[str]]:
    return [uids[start : start + _CHUNK] for start in range(0, len(uids), _CHUNK)]


def _entries(conn: Connection, uids: Sequence[str]) -> list[tuple[int, str, str, datetime, str, str]]:
    c = ledger_entry.c
    query = select(c.id, c.uid, c.kind, c.at, c.actor_name, c.subject_id)
    return [tuple(row) for row in conn.execute(query.where(c.subject_kind == "record", c.subject_id.in_(uids)))]
