"""The Merkle tree of RFC 6962 / 9162: grow it, prove with it, check a proof. Pure functions on hashes of 32 bytes.

A *node* ``(level, index)`` is the root of the complete subtree over leaves ``index * 2**level`` to
``(index + 1) * 2**level - 1``; level 0 are the leaf hashes. The *peaks* of a tree are the roots of the complete
subtrees it falls into, the largest first. Functions that need nodes take ``at(level, index) -> hash``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

EMPTY_ROOT = sha256().digest()
At = Callable[[int, int], bytes]


class Node(NamedTuple):
    """A node with its hash; ``position`` is its index on its level."""

    level: int
    position: int
    hash: bytes


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees: SHA-256 of ``0x01 || left || right``."""
    return sha256(b"\x01" + left + right).digest()


def grow(size: int, peaks: Sequence[bytes], leaves: Iterable[bytes]) -> tuple[list[Node], list[bytes]]:
    """Append ``leaves`` to a tree of ``size`` leaves with these ``peaks``.

    :returns: the nodes of level 1 and up that became complete, in that order, and the new peaks.
    """
    nodes: list[Node] = []
    stack = list(peaks)
    for leaf in leaves:
        index, level, hashed = size, 0, leaf
        while index & 1:
            index, level, hashed = index >> 1, level + 1, sha256(b"\x01" + stack.pop() + hashed).digest()
            nodes.append(Node(level, index, hashed))
        stack.append(hashed)
        size += 1
    return nodes, stack


def root_of(peaks: Sequence[bytes]) -> bytes:
    """The root of the tree with these peaks."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def peak_places(size: int) -> list[tuple[int, int]]:
    """Level and index of each peak of a tree of ``size`` leaves."""
    places, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            places.append((level, start >> level))
            start += 1 << level
    return places


def _split(count: int) -> int:
    """The largest power of two below ``count`` (2 and up)."""
    return 1 << ((count - 1).bit_length() - 1)


def _over(start: int, end: int, at: At) -> bytes:
    """The hash over leaves ``start`` to ``end - 1``, a subtree as ``_split`` makes them."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return at(level, start >> level)
    middle = start + _split(count)
    return node_hash(_over(start, middle, at), _over(middle, end, at))


def inclusion_proof(index: int, size: int, at: At) -> list[bytes]:
    """The hashes that lead from leaf ``index`` to the root of the first ``size`` leaves (RFC 9162, 2.1.3.1).

    :raises ValueError: unless ``0 <= index < size``.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_over(middle, end, at))
            end = middle
        else:
            path.append(_over(start, middle, at))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, at: At) -> list[bytes]:
    """The hashes that show that the first ``old`` of ``new`` leaves are the old tree (RFC 9162, 2.1.4.1).

    :raises ValueError: unless ``0 < old <= new``.
    """
    if not 0 < old <= new:
        raise ValueError(f"a tree of {old} is not the beginning of one of {new}")
    start, end, path = 0, new, []
    whole = True  # whether leaves start to old - 1 are the whole old tree
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_over(middle, end, at))
            end = middle
        else:
            path.append(_over(start, middle, at))
            start, whole = middle, False
    if not whole:
        path.append(_over(start, end, at))
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``proof`` shows that ``leaf`` is leaf ``index`` of ``size`` under ``root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, hashed = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            hashed = node_hash(step, hashed)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            hashed = node_hash(hashed, step)
        node, last = node >> 1, last >> 1
    return last == 0 and hashed == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that the old tree is the beginning of the new one (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new or not proof:
        return False
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, step)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
