"""Writing so that a kill, a full disk or a crash leaves whole files or none.

Whatever is written goes to a name that starts with `ASIDE` in the folder where it will
stand, reaches the disk, and only then gets its name. What a killed process leaves under
such a name is rubbish by definition, and `sweep` takes it away.
"""

import contextlib
import errno
import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import duckdb

from dragoman.model import LedgerError

ASIDE = ".aside-"
"""What the name of a file or folder begins with until it is complete."""

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_BARRED = {errno.EACCES, errno.EPERM, errno.EROFS}
_SAFE = "What was in the ledger before is complete"


@contextlib.contextmanager
def safely(folder: Path) -> Iterator[None]:
    """Turn what a disk or a database refuses into a LedgerError that says what is safe."""
    try:
        yield
    except (OSError, sqlite3.Error, duckdb.Error) as error:
        raise LedgerError(_sentence(folder, error)) from error


def _sentence(folder: Path, error: Exception) -> str:
    words = " ".join(str(error).split())
    number = error.errno if isinstance(error, OSError) else None
    if number in _FULL or "disk is full" in words or "No space left" in words:
        return (
            f"{folder}: the disk is full ({words}). {_SAFE}; free some space and run the same "
            "command again: it goes on where it stopped"
        )
    if number in _BARRED or "readonly" in words or "read-only" in words:
        return (
            f"{folder}: cannot be written ({words}). {_SAFE}; give yourself the right to write "
            "there, or work on a copy of the folder"
        )
    return (
        f"{folder}: {words}. {_SAFE}; if the message says nothing to you, run "
        "the same command again, and report it if it comes back"
    )


def aside(path: Path) -> Path:
    """Return a fresh name beside `path` for what will get that name once it is complete."""
    return path.with_name(f"{ASIDE}{uuid.uuid4().hex[:12]}-{path.name}")


def write_file(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a file aside, then put it in place of whatever `path` was."""
    temporary = aside(path)
    try:
        with temporary.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def write_text(path: Path, text: str) -> None:
    """Write a small text file whole or not at all."""
    write_file(path, lambda file: file.write(text.encode("utf-8")))


@contextlib.contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Yield a folder aside that becomes `path`, in one step, when the block is left."""
    temporary = aside(path)
    try:
        temporary.mkdir(parents=True)
        yield temporary
        sync_folder(temporary)
        temporary.rename(path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system offers that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what killed processes left half-written below a folder."""
    for here, folders, files in os.walk(folder):
        for name in [name for name in folders if name.startswith(ASIDE)]:
            shutil.rmtree(Path(here, name), ignore_errors=True)
            folders.remove(name)
        for name in files:
            if name.startswith(ASIDE):
                with contextlib.suppress(OSError):
                    Path(here, name).unlink()


def complete(folder: Path, pattern: str) -> list[Path]:
    """Return the finished entries of a folder that match, by name; none when it is not there."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.glob(pattern) if not path.name.startswith(ASIDE))
