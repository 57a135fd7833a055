"""Files by the SHA-256 of their content: written once, never changed, the same content kept once."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from suyuan.kernel.errors import Invalid, Mistake, NotFound, Unavailable
from suyuan.store.sqlite import fsync_folder

CHUNK = 1 << 20
NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Stored:
    """A file that is durably kept.

    :param sha256: 64 lower-case hexadecimal digits.
    :param size: bytes.
    """

    sha256: str
    size: int


def _pieces(content: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    read = getattr(content, "read", None)
    return iter(partial(read, CHUNK), b"") if read is not None else iter(content)


class Files:
    """The file store in one folder: ``ab/cdef...`` and ``tmp`` for what is being written.

    :param folder: made when the first file comes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: BinaryIO | Iterable[bytes], *, limit: int | None = None) -> Stored:
        """Keep ``content`` durably.

        :param limit: greatest number of bytes.
        :raises Invalid: it is larger than ``limit``; nothing is kept.
        """
        temporary = self.folder / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=temporary)
        try:
            with open(handle, "wb") as out:
                for piece in _pieces(content):
                    size += len(piece)
                    if limit is not None and size > limit:
                        raise Invalid([Mistake("", "store.file_too_large", {"limit": limit})])
                    digest.update(piece)
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            self._settle(Path(name), self._path(digest.hexdigest()))
        finally:
            Path(name).unlink(missing_ok=True)
        return Stored(digest.hexdigest(), size)

    def _settle(self, temporary: Path, final: Path) -> None:
        if final.exists():
            return
        if not final.parent.exists():
            final.parent.mkdir(exist_ok=True)
            fsync_folder(self.folder)
        temporary.chmod(0o440)
        os.replace(temporary, final)
        fsync_folder(final.parent)

    def open(self, sha256: str, *, verify: bool = False) -> BinaryIO:
        """The file, open for reading; the caller closes it.

        :param verify: read it once before and compare its fingerprint.
        :raises NotFound: no such file is kept.
        :raises Unavailable: it was verified and is damaged.
        """
        try:
            stream = self._path(sha256).open("rb")
        except FileNotFoundError:
            raise NotFound("store.no_file") from None
        if verify and hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
            stream.close()
            raise Unavailable("store.damaged_file", sha256=sha256)
        stream.seek(0)
        return stream

    def has(self, sha256: str) -> bool:
        """Whether such a file is kept."""
        return self._path(sha256).exists()

    def remove(self, sha256: str) -> None:
        """Erase a file for good; nothing happens when it is not there."""
        self._path(sha256).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        """The fingerprints of all files, in order."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            yield from (folder.name + file.name for file in sorted(folder.iterdir()))

    def _path(self, sha256: str) -> Path:
        if not NAME.fullmatch(sha256):
            raise NotFound("store.no_file")
        return self.folder / sha256[:2] / sha256[2:]
