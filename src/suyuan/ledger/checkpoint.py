"""A signed head of the tree, in the formats of C2SP ``tlog-checkpoint`` and ``signed-note``, signed with Ed25519.

A note reads::

    suyuan/3f1c0a9be27d4411        the origin: which ledger
    41                             how many leaves
    wKJ6...=                       the root, base64
    time 2026-11-22T08:00:00Z      when it was sealed (an extension line)

    — suyuan/3f1c0a9be27d4411 T3Jp...=
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from suyuan.kernel.errors import Malformed

_ED25519 = b"\x01"
_DASH = "\u2014 "
_TIME = "time "
LARGEST = 10_000


@dataclass(frozen=True)
class Checkpoint:
    """What a note says.

    :param origin: name of the ledger, derived from its key.
    :param size: number of leaves.
    :param root: hash of 32 bytes.
    :param at: when it was sealed, aware.
    :param note: the whole note, with its signature.
    """

    origin: str
    size: int
    root: bytes
    at: datetime | None
    note: str


@dataclass(frozen=True)
class Verifier:
    """A public key by name."""

    name: str
    public: bytes

    @property
    def hash(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        """As a verifier key: ``name+hash+base64``, to be published beside the checkpoints."""
        return f"{self.name}+{self.hash.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """The key written as ``str`` does it; raises ``Malformed`` for anything else."""
        name, _, rest = text.strip().partition("+")
        hashed, _, key = rest.partition("+")
        raw = _unbase64(key)
        found = cls(name, raw[1:])
        if raw[:1] != _ED25519 or len(found.public) != 32 or found.hash.hex() != hashed:
            raise Malformed("ledger.bad_key")
        return found

    def signed(self, note: str) -> bool:
        """Whether ``note`` bears a good signature of this key."""
        text, signatures = _parts(note)
        for line in signatures:
            name, _, encoded = line.removeprefix(_DASH).partition(" ")
            raw = _unbase64(encoded)
            if name == self.name and raw[:4] == self.hash and self._good(raw[4:], text):
                return True
        return False

    def _good(self, signature: bytes, text: str) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


class Signer:
    """The ledger's key.

    :param secret: 32 bytes.
    """

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        public = self._key.public_key().public_bytes_raw()
        self.verifier = Verifier("suyuan/" + hashlib.sha256(public).hexdigest()[:16], public)

    def sign(self, size: int, root: bytes, at: datetime) -> Checkpoint:
        """The signed checkpoint of a tree."""
        name = self.verifier.name
        time = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        text = f"{name}\n{size}\n{base64.b64encode(root).decode()}\n{_TIME}{time}\n"
        signature = base64.b64encode(self.verifier.hash + self._key.sign(text.encode())).decode()
        return Checkpoint(name, size, root, at, f"{text}\n{_DASH}{name} {signature}\n")


def parse_checkpoint(note: str) -> Checkpoint:
    """What ``note`` says, whoever signed it.

    :raises Malformed: it is no checkpoint.
    """
    if len(note) > LARGEST:
        raise Malformed("ledger.bad_checkpoint")
    lines = _parts(note)[0].split("\n")
    if len(lines) < 4 or not lines[0] or not lines[1].isascii() or not lines[1].isdecimal() or len(lines[1]) > 19:
        raise Malformed("ledger.bad_checkpoint")
    root = _unbase64(lines[2])
    if len(root) != 32 or str(int(lines[1])) != lines[1]:
        raise Malformed("ledger.bad_checkpoint")
    times = [line.removeprefix(_TIME) for line in lines[3:] if line.startswith(_TIME)]
    return Checkpoint(lines[0], int(lines[1]), root, _instant(times[0]) if times else None, note)


def split_notes(lines: Iterable[str]) -> Iterator[str]:
    """The notes of a file, in which they stand one after the other with a blank line between."""
    note: list[str] = []
    for line in lines:
        ended = bool(note) and note[-1].startswith(_DASH) and not line.startswith(_DASH)
        if ended:
            yield "".join(note)
            note = []
        if note or line.strip():
            note.append(line if line.endswith("\n") else line + "\n")
    if note:
        yield "".join(note)


def _parts(note: str) -> tuple[str, list[str]]:
    text, blank, rest = note.partition("\n\n")
    lines = rest.rstrip("\n").split("\n")
    if not blank or not all(line.startswith(_DASH) for line in lines):
        raise Malformed("ledger.bad_checkpoint")
    return text + "\n", lines


def _unbase64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise Malformed("ledger.bad_checkpoint") from None


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Malformed("ledger.bad_checkpoint") from None
    if found.tzinfo is None:
        raise Malformed("ledger.bad_checkpoint")
    return found
