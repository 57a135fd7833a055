"""Show that an entry is sealed, and that one checkpoint goes on from another."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from sqlalchemy import Connection, select

from suyuan.kernel.errors import NotFound
from suyuan.ledger.checkpoint import Checkpoint, Verifier, parse_checkpoint
from suyuan.ledger.entry import leaf_hash
from suyuan.ledger.merkle import At, consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from suyuan.ledger.seal import nodes_at
from suyuan.ledger.tables import ledger_checkpoint, ledger_entry, ledger_leaf


class Proof(msgspec.Struct, frozen=True):
    """That an entry is one leaf under a signed checkpoint.

    :param entry: public id of the entry.
    :param index: which leaf, from 0.
    :param leaf: its hash; with ``salt`` and the canonical text it can be made again by whoever may see these.
    :param hashes: from the leaf up.
    :param checkpoint: the signed note.
    """

    entry: str
    index: int
    leaf: bytes
    hashes: list[bytes]
    checkpoint: str


class Evidence(msgspec.Struct, frozen=True):
    """A proof together with what was hashed: only for those who may read the entry."""

    proof: Proof
    canonical: str
    salt: bytes


def checkpoint(conn: Connection) -> Checkpoint | None:
    """The newest checkpoint; ``None`` before anything is sealed."""
    note = conn.scalar(select(ledger_checkpoint.c.note).order_by(ledger_checkpoint.c.size.desc()).limit(1))
    return None if note is None else parse_checkpoint(note)


def proof(conn: Connection, entry_uid: str) -> Proof:
    """That the entry is under the newest checkpoint.

    :raises NotFound: no such entry (``ledger.no_entry``), or it is not sealed yet (``ledger.not_sealed``).
    """
    e, leaf = ledger_entry, ledger_leaf
    query = select(leaf.c.position, leaf.c.hash).select_from(e.outerjoin(leaf, leaf.c.entry == e.c.id))
    row = conn.execute(query.where(e.c.uid == entry_uid)).first()
    if row is None:
        raise NotFound("ledger.no_entry")
    head = checkpoint(conn)
    if row.position is None or head is None or row.position >= head.size:
        raise NotFound("ledger.not_sealed")
    at = _reader(conn, lambda at: inclusion_proof(row.position, head.size, at))
    return Proof(entry_uid, row.position, row.hash, inclusion_proof(row.position, head.size, at), head.note)


def evidence(conn: Connection, entry_uid: str) -> Evidence:
    """The proof with the canonical text and its salt; raises ``NotFound`` as ``proof`` does."""
    found = proof(conn, entry_uid)
    row = conn.execute(select(ledger_entry.c.body, ledger_entry.c.salt).where(ledger_entry.c.uid == entry_uid)).one()
    return Evidence(found, row.body, row.salt)


def consistency(conn: Connection, old: int, new: int) -> list[bytes]:
    """The hashes that show that the tree of ``old`` leaves is the beginning of that of ``new``.

    :raises NotFound: that many are not sealed.
    """
    head = checkpoint(conn)
    if head is None or not 0 < old <= new <= head.size:
        raise NotFound("ledger.not_sealed")
    return consistency_proof(old, new, _reader(conn, lambda at: consistency_proof(old, new, at)))


def verify_proof(given: Proof, key: Verifier) -> bool:
    """Whether ``given`` holds, under a checkpoint signed by ``key``; needs no database."""
    head = parse_checkpoint(given.checkpoint)
    return key.signed(given.checkpoint) and verify_inclusion(
        given.leaf, given.index, head.size, given.hashes, head.root
    )


def verify_evidence(given: Evidence, key: Verifier) -> bool:
    """Whether the canonical text is what was sealed; needs no database."""
    same = leaf_hash(given.salt, given.canonical.encode()) == given.proof.leaf
    return same and verify_proof(given.proof, key)


def follows_from(old: Checkpoint, new: Checkpoint, hashes: list[bytes]) -> bool:
    """Whether ``hashes`` (see ``consistency``) show that ``new`` only adds to ``old``."""
    return verify_consistency(old.size, new.size, old.root, new.root, hashes)


def _reader(conn: Connection, walk: Callable[[At], object]) -> At:
    """Nodes for ``walk``, which is run once to see which it needs, so that they are read in two queries."""
    wanted: list[tuple[int, int]] = []

    def note(level: int, index: int) -> bytes:
        wanted.append((level, index))
        return b""

    walk(note)
    found = nodes_at(conn, wanted)
    return lambda level, index: found[level, index]
