"""The tree against the recursive definitions of RFC 6962, word for word."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.ledger.merkle import (
    EMPTY_ROOT,
    consistency_proof,
    grow,
    inclusion_proof,
    peak_places,
    root_of,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [sha256(b"\0" + bytes([n & 255, n >> 8])).digest() for n in range(300)]
sizes = st.integers(1, len(LEAVES))


def half(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(d: list[bytes]) -> bytes:
    """2.1: MTH(D[n])"""
    if not d:
        return sha256(b"").digest()
    if len(d) == 1:
        return d[0]
    k = half(len(d))
    return sha256(b"\1" + mth(d[:k]) + mth(d[k:])).digest()


def path(m: int, d: list[bytes]) -> list[bytes]:
    """2.1.1: PATH(m, D[n])"""
    if len(d) == 1:
        return []
    k = half(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: list[bytes], whole: bool) -> list[bytes]:
    """2.1.2: SUBPROOF(m, D[n], b)"""
    if m == len(d):
        return [] if whole else [mth(d)]
    k = half(len(d))
    if m <= k:
        return [*subproof(m, d[:k], whole), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


def at(level: int, index: int) -> bytes:
    return mth(LEAVES[index << level : (index + 1) << level])


@given(st.lists(st.integers(0, 40), max_size=8))
def test_a_tree_grown_in_any_batches_has_the_root_and_nodes_of_the_definition(batches: list[int]) -> None:
    size, peaks, nodes = 0, [], []
    for count in batches:
        count = min(count, len(LEAVES) - size)
        fresh, peaks = grow(size, peaks, LEAVES[size : size + count])
        nodes += fresh
        size += count
    assert root_of(peaks) == mth(LEAVES[:size])
    assert peaks == [at(level, index) for level, index in peak_places(size)]
    assert all(node.hash == at(node.level, node.position) for node in nodes)
    assert len(nodes) == size - size.bit_count()


@given(st.data(), sizes)
def test_an_inclusion_proof_is_the_one_of_the_definition_and_proves_its_leaf_only(data: st.DataObject, n: int) -> None:
    m = data.draw(st.integers(0, n - 1))
    proof, root = inclusion_proof(m, n, at), mth(LEAVES[:n])
    assert proof == path(m, LEAVES[:n])
    assert verify_inclusion(LEAVES[m], m, n, proof, root)
    assert not verify_inclusion(sha256(b"x").digest(), m, n, proof, root)
    assert not verify_inclusion(LEAVES[m], m, n, proof, sha256(b"x").digest())
    assert not verify_inclusion(LEAVES[m], m, n, [*proof, root], root)
    assert not verify_inclusion(LEAVES[m], n, n, proof, root)
    if proof:
        assert not verify_inclusion(LEAVES[m], m, n, proof[:-1], root)
        assert not verify_inclusion(LEAVES[m], m ^ 1, n, proof, root)
        k = data.draw(st.integers(0, len(proof) - 1))
        assert not verify_inclusion(LEAVES[m], m, n, [*proof[:k], sha256(b"x").digest(), *proof[k + 1 :]], root)


@given(st.data(), sizes)
def test_a_consistency_proof_is_the_one_of_the_definition_and_proves_nothing_else(data: st.DataObject, n: int) -> None:
    m = data.draw(st.integers(1, n))
    proof, old, new = consistency_proof(m, n, at), mth(LEAVES[:m]), mth(LEAVES[:n])
    assert proof == subproof(m, LEAVES[:n], True)
    assert verify_consistency(m, n, old, new, proof)
    other = sha256(b"x").digest()
    assert not verify_consistency(m, n, other, new, proof)
    assert not verify_consistency(m, n, old, other, proof)
    assert not verify_consistency(m, n, old, new, [*proof, other])
    if proof:
        assert not verify_consistency(m, n, old, new, proof[:-1])
        k = data.draw(st.integers(0, len(proof) - 1))
        assert not verify_consistency(m, n, old, new, [*proof[:k], other, *proof[k + 1 :]])


def test_what_is_not_in_the_tree_has_no_proof() -> None:
    assert root_of([]) == EMPTY_ROOT == mth([])
    with pytest.raises(ValueError):
        inclusion_proof(3, 3, at)
    with pytest.raises(ValueError):
        consistency_proof(4, 3, at)
    with pytest.raises(ValueError):
        consistency_proof(0, 3, at)
