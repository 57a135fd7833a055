"""Sealing in commit order, checkpoints in the standard formats, proofs that need no database."""

from __future__ import annotations

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Malformed, NotFound
from suyuan.kernel.settings import Settings
from suyuan.ledger import seal as seal_module
from suyuan.ledger.append import append
from suyuan.ledger.checkpoint import Signer, Verifier, parse_checkpoint, split_notes
from suyuan.ledger.prove import (
    checkpoint,
    consistency,
    evidence,
    follows_from,
    proof,
    verify_evidence,
    verify_proof,
)
from suyuan.ledger.seal import Sealer, checkpoint_file, cut_torn, last_copied
from suyuan.ledger.tables import ledger_checkpoint, ledger_leaf, ledger_node
from suyuan.store.engine import Store, Tx, open_store
from tests.ledger.conftest import LI, Tell

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_a_checkpoint_is_a_signed_note_that_anybody_can_check() -> None:
    signer = Signer(bytes(range(32)))
    made = signer.sign(41, hashlib.sha256(b"root").digest(), AT)
    text, _, signature = made.note.partition("\n\n")
    name, size, root, time = text.split("\n")
    assert (size, root, time) == ("41", base64.b64encode(made.root).decode(), "time 2026-11-22T08:00:00Z")
    dash, by, encoded = signature.rstrip("\n").split(" ")
    assert (dash, by) == ("—", name)
    raw = base64.b64decode(encoded)
    _, hashed, key = str(signer.verifier).split("+", 2)
    public = base64.b64decode(key)
    assert public[:1] == b"\x01"
    assert raw[:4].hex() == hashed == hashlib.sha256(name.encode() + b"\n" + public).digest()[:4].hex()
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(raw[4:], (text + "\n").encode())
    assert parse_checkpoint(made.note) == made
    assert Verifier.parse(str(signer.verifier)) == signer.verifier


def test_a_note_with_any_other_content_or_key_is_not_signed() -> None:
    signer, other = Signer(bytes(32)), Signer(bytes(range(32)))
    note = signer.sign(41, bytes(32), AT).note
    assert signer.verifier.signed(note)
    assert not signer.verifier.signed(note.replace("\n41\n", "\n42\n"))
    assert not other.verifier.signed(note)
    assert not replace(other.verifier, name=signer.verifier.name).signed(note)


@given(st.text(max_size=80) | st.text("—\n 019azAZ=+/:-TZ", max_size=120))
def test_what_is_no_checkpoint_is_refused_in_words(text: str) -> None:
    with pytest.raises(Malformed):
        parse_checkpoint(text)
    with pytest.raises(Malformed):
        Verifier.parse(text)


def test_notes_in_one_file_are_told_apart() -> None:
    notes = [Signer(bytes(32)).sign(size, bytes(32), AT).note for size in (1, 2, 30)]
    assert list(split_notes("\n".join(notes).splitlines())) == notes
    assert list(split_notes("".join(notes).splitlines(keepends=True))) == notes


def test_sealing_puts_every_entry_once_into_the_tree_in_order(store: Store, tell: Tell, sealer: Sealer) -> None:
    entries = tell(5)
    first = sealer.seal()
    assert sealer.seal() is None
    entries += tell(1, 5) + tell(7, 6)
    second = sealer.seal()
    assert first is not None
    assert second is not None
    assert (first.size, second.size) == (5, 13)
    with store.read() as conn:
        leaves = conn.execute(
            select(ledger_leaf.c.position, ledger_leaf.c.entry).order_by(ledger_leaf.c.position)
        ).all()
        assert [tuple(leaf) for leaf in leaves] == [(n, entry.id) for n, entry in enumerate(entries)]
        assert conn.scalar(select(func.count()).select_from(ledger_node)) == 13 - 3
        assert checkpoint(conn) == second


def test_checkpoints_leave_the_database(store: Store, tell: Tell, sealer: Sealer) -> None:
    made = []
    for n in range(3):
        tell(2, n * 2)
        made.append(sealer.seal())
    with checkpoint_file(store).open() as stream:
        copied = [parse_checkpoint(note) for note in split_notes(stream)]
    assert copied == made
    assert all(sealer.signer.verifier.signed(c.note) for c in copied)


def test_a_copy_that_was_missed_or_torn_is_made_up_for(store: Store, tell: Tell, sealer: Sealer) -> None:
    tell()
    sealer.seal()
    file = checkpoint_file(store)
    file.write_text(file.read_text()[:-30])
    cut_torn(file)
    assert file.read_text() == ""
    tell()
    Sealer(store).seal()
    assert last_copied(file) == 2
    whole = file.read_bytes()
    file.write_bytes(whole + b"suyuan/torn\n3")
    cut_torn(file)
    assert file.read_bytes() == whole
    tell()
    file.unlink()
    Sealer(store).seal()
    with file.open() as stream:
        assert [parse_checkpoint(note).size for note in split_notes(stream)] == [1, 2, 3]


def test_the_key_stands_outside_the_database_and_lasts(
    store: Store, settings: Settings, clock: SetClock, sealer: Sealer
) -> None:
    again = open_store(settings, clock=clock)
    try:
        assert Sealer(again).signer.verifier == sealer.signer.verifier
    finally:
        again.close()
    assert (settings.dir / "secrets" / "ledger-seal.key").stat().st_mode & 0o777 == 0o600


def test_two_sealers_and_many_writers_make_one_tree(
    store: Store, settings: Settings, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal_module, "BATCH", 7)
    other = open_store(settings)
    try:
        with ThreadPoolExecutor(6) as pool:
            writing = [pool.submit(tell, 3, n) for n in range(40)]
            sealing = [pool.submit(lambda s=s: [Sealer(s).seal() for _ in range(10)]) for s in (store, other)]
            entries = [entry.id for job in writing for entry in job.result()]
            for sealed in sealing:
                sealed.result()
        Sealer(other).seal()
    finally:
        other.close()
    with store.read() as conn:
        leaves = conn.execute(
            select(ledger_leaf.c.position, ledger_leaf.c.entry).order_by(ledger_leaf.c.position)
        ).all()
        head = checkpoint(conn)
    assert [leaf.position for leaf in leaves] == list(range(120))
    assert sorted(leaf.entry for leaf in leaves) == sorted(entries)
    assert head is not None
    assert head.size == 120


def test_a_write_that_commits_late_is_sealed_later_but_never_missed(store: Store, tell: Tell, sealer: Sealer) -> None:
    if store.dialect == "sqlite":
        pytest.skip("one writer: nothing commits late")
    late: list[int] = []

    def slow(tx: Tx) -> None:
        late.append(append(tx, "k", ("record", "late"), {}, LI).id)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(tell).result()
            assert pool.submit(sealer.seal).result() is None

    store.write(slow)
    tell()
    head = sealer.seal()
    assert head is not None
    assert head.size == 3
    with store.read() as conn:
        assert conn.scalar(select(ledger_leaf.c.position).where(ledger_leaf.c.entry == late[0])) == 0


def test_a_proof_shows_without_the_database_that_an_entry_is_sealed(store: Store, tell: Tell, sealer: Sealer) -> None:
    entries = tell(23)
    sealer.seal()
    key = sealer.signer.verifier
    with store.read() as conn:
        for entry in entries:
            shown = evidence(conn, entry.uid)
            assert verify_proof(proof(conn, entry.uid), key)
            assert verify_evidence(shown, key)
            told = msgspec.structs.replace(shown, canonical=shown.canonical.replace("scanner 3", "scanner 4"))
            assert not verify_evidence(told, key)
            assert not verify_evidence(shown, Signer(bytes(32)).verifier)


def test_what_is_not_sealed_yet_or_unknown_has_no_proof(store: Store, tell: Tell, sealer: Sealer) -> None:
    (entry,) = tell()
    with store.read() as conn:
        assert checkpoint(conn) is None
        with pytest.raises(NotFound, match="not_sealed"):
            proof(conn, entry.uid)
        with pytest.raises(NotFound, match="no_entry"):
            proof(conn, "0193")
        with pytest.raises(NotFound):
            consistency(conn, 1, 1)


def test_every_checkpoint_goes_on_from_every_earlier_one(store: Store, tell: Tell, sealer: Sealer) -> None:
    for n in range(9):
        tell(n + 1)
        sealer.seal()
    with store.read() as conn:
        notes = conn.scalars(select(ledger_checkpoint.c.note).order_by(ledger_checkpoint.c.size)).all()
        heads = [parse_checkpoint(note) for note in notes]
        for i, old in enumerate(heads):
            for new in heads[i:]:
                hashes = consistency(conn, old.size, new.size)
                assert follows_from(old, new, hashes)
                assert not follows_from(replace(old, root=bytes(32)), new, hashes)
