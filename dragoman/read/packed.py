"""Compressed files: what is in them, as far as a limit."""

import io
import zlib
from contextlib import suppress
from typing import IO

from dragoman.model import Issue

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_WARC = b"WARC/"


def is_gzip(data: bytes) -> bool:
    """Return whether bytes begin as gzip does."""
    return data.startswith(_GZIP)


def is_warc(file: IO[bytes]) -> bool:
    """Return whether an open file is a web archive, plain or compressed; it is left at its start.

    Raises:
        OSError: It cannot be read.
    """
    head = file.read(4096)
    file.seek(0)
    if head.startswith(_GZIP):
        with suppress(zlib.error):
            return zlib.decompressobj(wbits=31).decompress(head, len(_WARC)) == _WARC
    if head.startswith(_ZSTD):
        return _begins_as_warc(head)
    return head.startswith(_WARC)


def _begins_as_warc(zstd: bytes) -> bool:
    """Say whether the beginning of zstd bytes holds that of a web archive."""
    try:
        from fastwarc.stream_io import ZstdReader
    except ImportError:
        return False
    try:
        return bool(ZstdReader(io.BytesIO(zstd)).read(len(_WARC)) == _WARC)
    except (OSError, EOFError, ValueError):
        return False


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
