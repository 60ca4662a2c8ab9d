"""The bytes of a layer's files: which there are, and what text they hold."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from dragoman.actors.layers.problem import Problem, Where, one_of, shown
from dragoman.actors.layers.schema import FOLDERS, NAMES, kind_of

LARGEST = 20_000_000
"""Bytes of the largest file that is read; ours together have some four million."""

_NAMED = 20  # unknown names of a layer that get a line of their own: it may be somebody's home


def files(
    root: Path, layer: str, depth: int, problems: list[Problem]
) -> Iterator[tuple[Path, str]]:
    """Yield the files of a layer that we know the names of: (path, name in the layer).

    The order is the same everywhere. Hidden files, readme files and licences are nobody's
    business; every other name that we do not know is a problem.
    """
    strange: list[tuple[str, bool]] = []
    for folder in FOLDERS:
        place = root / folder
        if not place.is_dir():
            continue
        try:
            inside = sorted(place.iterdir(), key=lambda path: path.name)
        except OSError as error:
            problems.append(_unreadable(Where(layer, depth, folder or "."), error, "the folder"))
            continue
        for path in inside:
            name = f"{folder}/{path.name}" if folder else path.name
            if path.name.startswith(".") or path.suffix in (".md", ".txt", ".pyc"):
                continue
            if name in FOLDERS or path.stem.upper() in ("LICENSE", "LICENCE", "README"):
                continue
            if kind_of(name) is None or not path.is_file():
                strange.append((name, path.is_dir()))
            else:
                yield path, name
    for name, is_folder in strange[:_NAMED]:
        what = "folder" if is_folder else "file"
        where = Where(layer, depth, name)
        if kind_of(name) is None:
            met, allowed = f"a {what} of the name {shown(name)}", _near(name)
        else:
            met, allowed = f"a {what} that nobody can read as text", "a plain file"
        problems.append(where.problem(met, allowed, f"the {what}"))
    if len(strange) > _NAMED:
        more = len(strange) - _NAMED
        problems.append(
            Where(layer, depth, ".").problem(
                f"{more} more files and folders of names that mean nothing here",
                "the files that dragoman/register has", f"{more} files and folders",
            )
        )  # fmt: skip


def _near(name: str) -> str:
    near = get_close_matches(name, NAMES, n=1, cutoff=0.7)
    if near:
        return f"{near[0]}, if that is meant"
    return one_of(known for known in NAMES if "_generated" not in known)


def _unreadable(where: Where, error: OSError, what: str) -> Problem:
    return where.problem(
        f"nobody may read it ({error.strerror or type(error).__name__})",
        "a file that you may read", what,
    )  # fmt: skip


def contents(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of all that a layer is read from, for a stamp of it; never raises.

    What is not read, because nobody may or the name means nothing, has its reason for bytes:
    it changes what is told of the layer too.
    """
    problems: list[Problem] = []
    for path, name in files(root, "", 0, problems):
        try:
            with path.open("rb") as file:
                yield name, file.read(LARGEST + 1)
        except OSError as error:
            yield name, str(error).encode("utf-8", "replace")
    for problem in problems:
        yield problem.file, str(problem).encode("utf-8", "replace")


def read_text(path: Path, where: Where, problems: list[Problem]) -> str | None:
    r"""Return the text of a file, lines ended by "\n"; None where there is none to be had.

    Nothing is guessed: a byte that is no UTF-8 leaves the file out, with its line. A byte
    order mark and the line ends of Windows are taken away and, in a table, reported, for
    the next who compares two versions of the file.
    """
    try:
        with path.open("rb") as file:
            held = file.read(LARGEST + 1)
    except OSError as error:
        problems.append(_unreadable(where, error, "the file"))
        return None
    if len(held) > LARGEST:
        problems.append(
            where.problem(
                f"a file of more than {LARGEST:,} bytes", "smaller ones; part it", "the file"
            )
        )
        return None
    if (place := held.find(b"\0")) >= 0 and not held.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.append(
            where.at(_line(held, place)).problem(
                "a byte of zero: this is no text", "text in UTF-8", "the file"
            )
        )
        return None
    try:
        text = held.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = held[error.start]
        problems.append(
            where.at(_line(held, error.start)).problem(
                f"the byte 0x{byte:02x}, which is no UTF-8", "text in UTF-8; save it so",
                "the file",
            )
        )  # fmt: skip
        return None
    return _plain(text, where, problems)


def _line(held: bytes, place: int) -> int:
    return held.count(b"\n", 0, place) + 1


def _plain(text: str, where: Where, problems: list[Problem]) -> str:
    table = where.file.endswith(".csv")
    if text.startswith("\ufeff"):
        text = text.removeprefix("\ufeff")
        if table:
            problems.append(
                where.at(1).problem(
                    "a byte order mark before the first letter", "UTF-8 without one"
                )
            )
    if "\r" in text:
        if table:
            first = text.count("\n", 0, text.index("\r")) + 1
            problems.append(
                where.at(first).problem(r"lines that end in '\r\n'", r"lines that end in '\n'")
            )
        text = re.sub("\r\n?", "\n", text)
    return text
