"""Compressed files: what is in them, as far as a limit."""

import zlib
from pathlib import Path

from dragoman.model import Issue

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_WARC = b"WARC/"


def is_gzip(data: bytes) -> bool:
    """Return whether bytes begin as gzip does."""
    return data.startswith(_GZIP)


def is_warc(path: Path) -> bool:
    """Return whether a file is a web archive, plain or compressed.

    Raises:
        OSError: It cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, len(_WARC))
        except zlib.error:
            return False
    if head.startswith(_ZSTD):
        # What zstd holds is not worth a library of its own: no other reader takes it.
        return path.name.lower().endswith((".warc.zst", ".warc.zstd"))
    return head.startswith(_WARC)


def unpacked(data: bytes, limit: int, where: str, issues: list[Issue]) -> bytes:
    """Return what gzip bytes hold, at most one byte over the limit.

    Args:
        data: One gzip member or several.
        limit: Bytes.
        where: The file, for issues.
        issues: Grows when the archive is broken off; what stands before is returned.
    """
    found = bytearray()
    rest = data
    while rest.startswith(_GZIP) and len(found) <= limit:
        member = zlib.decompressobj(wbits=31)
        try:
            found += member.decompress(rest, limit + 1 - len(found))
        except zlib.error as error:
            issues.append(Issue("read", "archive broken off", f"{error}; read so far", where))
            break
        if not member.eof:
            if len(found) <= limit:
                detail = "it ends before it should; what is there is read"
                issues.append(Issue("read", "archive broken off", detail, where))
            break
        rest = member.unused_data
    return bytes(found)
