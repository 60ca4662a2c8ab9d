"""Where an export goes: made aside, and put in its place in one step."""

import contextlib
import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from dragoman.ledger.files import ASIDE, aside, sync_folder
from dragoman.model import InputError


@contextlib.contextmanager
def placed(into: Path, files: Collection[str], *, force: bool) -> Iterator[Path]:
    """Yield a path aside that becomes `into`, in one step, when the block is left.

    What a killed run left aside for the same place is cleared away first.

    Args:
        into: What is to be there.
        files: The names in the folder that it will be; none: it will be a file.
        force: Replace what is there, if it is nothing but an earlier export.

    Raises:
        InputError: Something is there already, or the folder above it is not.
    """
    into = into.absolute()
    if not into.parent.is_dir():
        raise InputError(f"{into.parent} is no folder; make it first, or choose another place")
    _check(into, files, force=force)
    for left in into.parent.glob(f"{ASIDE}*-{glob_safe(into.name)}"):
        _remove(left)
    temporary = aside(into)
    try:
        if files:
            temporary.mkdir()
        yield temporary
        _sync(temporary)
        _swap(temporary, into)
    except BaseException:
        _remove(temporary)
        raise
    sync_folder(into.parent)


def glob_safe(name: str) -> str:
    """Return a pattern that only this name fits.

    >>> glob_safe("a[1]*")
    'a[[]1][*]'
    """
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _check(into: Path, files: Collection[str], *, force: bool) -> None:
    """Refuse to write over what is there."""
    if not (into.exists() or into.is_symlink()):
        return
    if into.is_dir() != bool(files):
        wanted = "a folder" if files else "a file"
        found = "a folder" if into.is_dir() else "a file"
        raise InputError(f"{into} is {found}, and this format writes {wanted}; name another place")
    found_files = {path.name for path in into.iterdir()} if files else set()
    if files and not found_files:
        return
    if not force:
        raise InputError(
            f"{into} is there already; name another place, or add --force to replace it"
        )
    if other := sorted(found_files - set(files)):
        raise InputError(
            f"{into} holds {other[0]}, which this format does not write; --force replaces "
            "nothing but an earlier export of the same format. Name another place"
        )


def _swap(temporary: Path, into: Path) -> None:
    """Put a path where another is; a folder has to be moved away first."""
    if not into.is_dir():
        temporary.replace(into)
        return
    old = aside(into)
    into.rename(old)
    try:
        temporary.replace(into)
    except BaseException:
        old.rename(into)
        raise
    _remove(old)


def _sync(path: Path) -> None:
    for file in path.iterdir() if path.is_dir() else (path,):
        with file.open("rb+") as opened:
            os.fsync(opened.fileno())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
