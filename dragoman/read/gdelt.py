"""GDELT's events file, as something to compare a ledger with; it is never read as documents.

Tab-separated lines without a head: 58 columns in version 1.0 (57 before April 2013, without the
address), 61 in 2.0. The places of the columns are public record: "The GDELT Event Database Data
Format Codebook" V1.03 and V2.0, gdeltproject.org, under Documentation. Written from memory on
2026-11-22 and tried on made files only; look there before you rest anything on it.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from gzip import GzipFile
from pathlib import Path
from typing import IO

from dragoman.model import InputError, Issue

COLUMNS = {57: "1.0", 58: "1.0", 61: "2.0"}
"""The versions of the file, by how many columns a line has."""

_DAY, _ACTOR_1, _ACTOR_2, _CODE = 1, 7, 17, 26
_STATE = re.compile(r"[A-Z]{3}\|[A-Z]{3}")
_LONGEST = 64 * 1024  # bytes of a line; real ones have some hundred


@dataclass(frozen=True, slots=True)
class GdeltEvent:
    """A line of the file: which state did what to which on a day, and no more of it."""

    day: date
    actor: str  # three letters, of CAMEO; nearly all are those of ISO 3166
    recipient: str
    code: str  # of CAMEO, "042"


def read_gdelt(path: Path, issues: list[Issue]) -> Iterator[GdeltEvent]:
    """Yield the lines that name two different states, plain, or packed as .zip or .gz.

    Args:
        path: The file, as GDELT gives it out.
        issues: Grows by one for each kind of line that is left out, with how many there were.

    Raises:
        InputError: It cannot be opened, or its lines have other columns.
    """
    left_out = dict.fromkeys(
        ("too long a line", "another number of columns", "no day", "no two states"), 0
    )
    read = False
    try:
        with _opened(path) as file:
            while line := file.readline(_LONGEST):
                if len(line) == _LONGEST and not line.endswith(b"\n"):
                    left_out["too long a line"] += 1
                    while (rest := file.readline(_LONGEST)) and not rest.endswith(b"\n"):
                        pass
                    continue
                cells = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
                if len(cells) not in COLUMNS:
                    left_out["another number of columns"] += 1
                    continue
                read = True
                actor, recipient = cells[_ACTOR_1].upper(), cells[_ACTOR_2].upper()
                if (day := _day(cells[_DAY])) is None:
                    left_out["no day"] += 1
                elif actor == recipient or not (_STATE.fullmatch(actor + "|" + recipient)):
                    left_out["no two states"] += 1
                else:
                    yield GdeltEvent(day, actor, recipient, cells[_CODE])
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if not read:
        known = ", ".join(f"{n} ({version})" for n, version in COLUMNS.items())
        raise InputError(
            f"{path}: no line has the columns of GDELT's events file: {known}, tab-separated"
        )
    issues.extend(
        Issue("read", "lines left out", f"{why}: {n}", path.name)
        for why, n in left_out.items()
        if n
    )


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes] | GzipFile]:
    with path.open("rb") as file:
        head = file.read(4)
        file.seek(0)
        if head.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(file) as archive, archive.open(archive.namelist()[0]) as inside:
                yield inside
        elif head.startswith(b"\x1f\x8b"):
            with GzipFile(fileobj=file) as inside:
                yield inside
        else:
            yield file


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None
