"""Files at an address (object storage, another machine's disk): found and opened through fsspec.

`s3://`, `gs://`, `abfs://`, `sftp://` and all else that fsspec has a file system for; who may
read what is settled where that file system looks for it (its environment and settings), never
here. The web is not read so: `dragoman.fetch` asks robots.txt and reaches public addresses only.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from dragoman.model.extras import install

_ADDRESS = re.compile(r"[a-z][a-z0-9+.:-]+://", re.IGNORECASE)
_WEB = re.compile(r"(?:^|::)https?:", re.IGNORECASE)
_MARKS = ("ETag", "etag", "mtime", "LastModified", "last_modified", "updated", "created")
"""Under which of these names a file system says when a file changed; the first one counts."""


_BLOCK = 1 << 20


class Lost(Exception):
    """A file at an address could not be read to its end: that says nothing of the file."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A file at an address; what a reader needs of a `Path`, and no more."""

    address: str
    size: int | None = None
    mark: str = ""  # etag or time of change, in the words of the file system; "": it says none

    @property
    def name(self) -> str:
        """The last part of the address."""
        return PurePosixPath(self.address).name

    @property
    def suffix(self) -> str:
        """The ending of the name, with its dot."""
        return PurePosixPath(self.address).suffix

    def open(self, mode: str = "rb") -> IO[bytes]:
        """Open it for reading bytes; what goes wrong later is `Lost`.

        Raises:
            OSError: It cannot be opened, for whatever reason.
        """
        try:
            opened = file_system(self.address).open(self.address, mode)
        except OSError:
            raise
        except Exception as error:  # each file system has exceptions of its own
            raise OSError(_words(error)) from error
        return io.BufferedReader(_Stream(opened), _BLOCK)

    def stamp(self) -> tuple[int | None, int | None]:
        """Return its size and a number that changes when it does; None where nothing says so."""
        if self.size is None or not self.mark:
            return None, None
        return self.size, int.from_bytes(blake2b(self.mark.encode(), digest_size=7).digest())


class _Stream(io.RawIOBase):
    """An open file of fsspec, whose every failure is `Lost`, so that none is taken for damage."""

    def __init__(self, under: Any) -> None:
        self._under = under

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _lost():
            found: bytes = self._under.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with _lost():
            return int(self._under.seek(offset, whence))

    def close(self) -> None:
        with _lost():
            self._under.close()
        super().close()


@contextmanager
def _lost() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise Lost(_words(error)) from error


def is_address(path: str | Path) -> bool:
    """Return whether a path is written as an address, with a scheme."""
    return isinstance(path, str) and bool(_ADDRESS.match(path))


def is_web(path: str | Path) -> bool:
    """Return whether an address is one of the web, which is fetched and not opened."""
    return isinstance(path, str) and bool(_WEB.search(path))


def local(address: str) -> Path | None:
    """Return the path that a file: address means; None for another address."""
    parts = urlsplit(address)
    return Path(url2pathname(parts.path)) if parts.scheme.lower() == "file" else None


def find_remote(address: str) -> list[Remote]:
    """Return the file at an address, all files under it, or those that its `*` and `?` mean.

    Hidden files and folders are left out; the order is that of the addresses.

    Raises:
        FileNotFoundError: There is nothing.
        OSError: The file system cannot be had, or will not say; the words tell why.
    """
    if _WEB.search(address):
        raise OSError("an address of the web is fetched: 'dragoman watch', or dragoman.fetch")
    try:
        system = file_system(address)
        top = system._strip_protocol(address)
        look = system.glob if re.search(r"[*?\[]", address) else system.find
        found: dict[str, dict[str, Any]] = look(top, detail=True)
    except OSError:
        raise
    except Exception as error:
        raise OSError(_words(error)) from error
    files = [
        Remote(system.unstrip_protocol(path), info.get("size"), _mark(info))
        for path, info in sorted(found.items())
        if info.get("type") == "file" and not _hidden(path.removeprefix(top))
    ]
    if not files:
        raise FileNotFoundError("nothing is there")
    return files


def file_system(address: str) -> Any:
    """Return the file system of an address, as its environment sets it up."""
    if "::" in address:
        raise OSError("an address within an address ('::') is not read")
    try:
        import fsspec
    except ImportError:
        raise OSError(f"files at an address need the extra 'remote': {install('remote')}") from None
    return fsspec.core.url_to_fs(address)[0]


def _mark(info: dict[str, Any]) -> str:
    return next((str(info[name]) for name in _MARKS if info.get(name)), "")


def _hidden(below: str) -> bool:
    return any(part.startswith(".") for part in below.split("/"))


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
