"""A pack as one file: a zip of the same readable YAML, read with limits and written the same for the same plant."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from suyuan.definitions.yaml_text import MAX_BYTES
from suyuan.kernel.errors import Malformed
from suyuan.packs.pack import HEAD, ORDER, Pack, pack_of

ZIP = "application/zip"
MOST_PACKED = 8 * 1024 * 1024
MOST_FILES = 3000
MOST_UNPACKED = 8 * 1024 * 1024
"""Twenty times the largest pack that comes with the product; what is read of it takes fifty times the memory."""
_NAME = re.compile(r"(?:[a-z][a-z0-9_]{0,62}/)?(pack\.yaml|([a-z_]+)/[a-z][a-z0-9_]{0,62}\.yaml)")
_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Others may ask for gigabytes to unpack a few bytes."""
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ValueError, EOFError, OSError,
    RuntimeError,  # what zipfile says of a password, and of packings it does not know
)  # fmt: skip
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def read_archive(raw: bytes) -> Pack:
    """The pack in a zip file; its files may stand in one folder.

    Only files named as a pack's are taken, nothing is written anywhere, and nothing beyond the limits is unpacked.

    :raises Malformed: it is no zip, holds anything else, or too much.
    :raises Invalid: every mistake in every file, with file and line.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            files = _files(packed)
    except _BROKEN as wrong:
        raise Malformed("packs.no_archive") from wrong
    if HEAD not in files:
        raise Malformed("packs.no_head")
    return pack_of(files)


def _files(packed: zipfile.ZipFile) -> dict[str, bytes]:
    infos = [info for info in packed.infolist() if not info.is_dir()]
    if any(info.compress_type not in _PACKING for info in infos):
        raise Malformed("packs.no_archive")
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise Malformed("packs.archive_large")
    found: dict[str, bytes] = {}
    for info in infos:
        name = _NAME.fullmatch(info.filename)
        if name is None or (name[2] and name[2] not in ORDER) or name[1] in found:
            raise Malformed("packs.archive_holds", name=info.filename[:100])
        with packed.open(info) as stream:
            found[name[1]] = stream.read(MAX_BYTES + 1)
    return dict(sorted(found.items()))


def archive(files: Mapping[str, str]) -> bytes:
    """The files of a pack as a zip; equal bytes for equal files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            packed.writestr(info, text.encode())
    return out.getvalue()
