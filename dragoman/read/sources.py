"""Which files to read, and what the sidecar beside them says."""

import json
import os
import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from dragoman.model import Issue
from dragoman.model.edtf import interval
from dragoman.read.remote import Lost, Remote, find_remote, is_address, local

SIDECAR = "meta.jsonl"
KEYS = ("title", "url", "outlet", "published", "published_from", "language", "side")
"""What a line of the sidecar may say of a file, beside `file`, its name."""

_FURNITURE = ("readme", "license", "licence", "copying", "notice", "changelog")
_MAX_SIDECAR = 64 * 2**20
_A_SIDECAR = "the sidecar of its folder; what it says is used"
_PASSED_OVER = "passed over by its name; name the file itself to read it"

SETTLED_NS = 2_000_000_000
"""A file changed less than this before it was looked at may change again within one tick of its
time stamp, so its stamp is not believed."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and what is known of it beforehand."""

    path: Path | Remote
    meta: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the file, without where it lies."""
        return self.path.name

    @property
    def place(self) -> Path | str:
        """Where it lies: its path, or its address."""
        return self.path.address if isinstance(self.path, Remote) else self.path

    @property
    def real(self) -> str:
        """Where it lies, links followed: the same for two names of one file."""
        path = self.path
        return path.address if isinstance(path, Remote) else os.path.realpath(path)

    def stamp(self) -> tuple[int | None, int | None]:
        """Return its size, and a number that changes when it does; None for what says nothing.

        For a file of this machine that is the time of its change, in nanoseconds.
        """
        if isinstance(self.path, Remote):
            return self.path.stamp()
        try:
            found = self.path.stat()
        except OSError:
            return None, None
        settled = time.time_ns() - found.st_mtime_ns > SETTLED_NS
        return found.st_size, found.st_mtime_ns if settled else None


def find_sources(paths: Sequence[Path | str], issues: list[Issue]) -> Iterator[Source]:
    """Yield the files to read, in an order that depends on their names alone.

    A folder is searched whole, hidden files left out. A file that a path names is read
    whatever it is called; a file that two paths lead to is read once. `meta.jsonl` in a folder
    speaks of the files beside it and is no document.

    Args:
        paths: Files and folders; as text, also addresses such as "s3://bucket/folder", with
            `*` and `?` in them if need be.
        issues: Grows by one for each path, file or folder that will not be read, and for each
            line or key of a sidecar that says nothing to us.
    """
    seen: set[str] = set()
    sidecars: dict[str, dict[str, dict[str, str | None]]] = {}
    for place in sorted({_place(path) for path in paths}, key=_in_order):
        files = _files(place, issues) if isinstance(place, Path) else _remote(place, issues)
        for file in files:
            source = Source(file)
            if source.real in seen:
                continue
            seen.add(source.real)
            folder = str(source.place)[: -len(source.name)]
            if folder not in sidecars:
                beside = (
                    Remote(folder + SIDECAR)
                    if isinstance(file, Remote)
                    else file.with_name(SIDECAR)
                )
                sidecars[folder] = _sidecar(beside, issues)
            yield Source(file, sidecars[folder].get(source.name, {}))


def _place(path: Path | str) -> Path | str:
    """Return where a path leads: an address stays text."""
    if not isinstance(path, str) or not is_address(path):
        return Path(path)
    return local(path) or path


def _in_order(place: Path | str) -> tuple[bool, str]:
    return isinstance(place, str), place if isinstance(place, str) else place.as_posix()


def _remote(address: str, issues: list[Issue]) -> Iterator[Remote]:
    """Yield the files at and under an address."""
    try:
        found = find_remote(address)
    except FileNotFoundError:
        detail = f"nothing is at {address!r}; is the address right?"
        issues.append(Issue("read", "no such file", detail, address, skipped=True))
        return
    except OSError as error:
        issues.append(Issue("read", "cannot be opened", _said(error), address, skipped=True))
        return
    for file in found:
        named = len(found) == 1
        if file.name == SIDECAR:
            _skip(issues, file, "not a document", _A_SIDECAR)
        elif not named and PurePosixPath(file.name).stem.lower() in _FURNITURE:
            _skip(issues, file, "not a document", _PASSED_OVER)
        else:
            yield file


def _files(top: Path, issues: list[Issue]) -> Iterator[Path]:
    """Yield the files at and under a path, links followed."""
    # A stack and no recursion: folders can be nested deeper than Python can call itself.
    stack: list[tuple[Path, frozenset[str]]] = [(top, frozenset())]
    while stack:
        path, above = stack.pop()
        try:
            if path.is_dir():
                real = os.path.realpath(path)
                if real in above:
                    _skip(issues, path, "link in a circle", "a folder inside itself; read once")
                    continue
                children = sorted(path.iterdir(), key=lambda p: p.name, reverse=True)
                within = above | {real}
                stack += [(p, within) for p in children if not p.name.startswith(".")]
            elif path.is_file():
                if path.name == SIDECAR:
                    _skip(issues, path, "not a document", _A_SIDECAR)
                elif path != top and path.stem.lower() in _FURNITURE:
                    _skip(issues, path, "not a document", _PASSED_OVER)
                else:
                    yield path
            else:
                _skip(issues, path, *_why_not(path))
        except PermissionError:
            detail = "the system does not let us in; change the permission or leave it out"
            _skip(issues, path, "no permission", detail)
        except OSError as error:
            _skip(issues, path, "cannot be opened", _said(error))


_SPECIAL = {
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}


def _why_not(path: Path) -> tuple[str, str]:
    """Say why a path that is neither file nor folder is not read."""
    try:
        what = _SPECIAL.get(stat.S_IFMT(path.stat().st_mode), "neither a file nor a folder")
    except PermissionError:
        raise
    except OSError:
        if path.is_symlink():
            return "broken link", "the link leads nowhere, or in a circle"
        return "no such file", f"nothing is at {str(path)!r}; is the path right?"
    link = "a link to " if path.is_symlink() else ""
    return "not a file", f"{link}{what}, which holds no document"


def _said(error: OSError | Lost) -> str:
    return getattr(error, "strerror", None) or str(error)


def _skip(issues: list[Issue], path: Path | Remote, what: str, detail: str) -> None:
    issues.append(Issue("read", what, detail, path.name or str(path), skipped=True))


def _sidecar(path: Path | Remote, issues: list[Issue]) -> dict[str, dict[str, str | None]]:
    """Return what a sidecar says, by file name; an empty mapping where there is none."""

    def note(what: str, detail: str) -> None:
        issues.append(Issue("read", what, detail, path.name))

    try:
        if isinstance(path, Path) and not path.is_file():
            return {}
        with path.open("rb") as file:
            content = file.read(_MAX_SIDECAR + 1)
    except FileNotFoundError:
        return {}
    except (OSError, Lost) as error:
        note("sidecar cannot be opened", _said(error))
        return {}
    if len(content) > _MAX_SIDECAR:
        note("sidecar too large", f"over {_MAX_SIDECAR} bytes; nothing in it was used")
        return {}
    text = content.decode("utf-8-sig", "replace")
    found: dict[str, dict[str, str | None]] = {}
    odd: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            note("broken line in a sidecar", f"line {number}: not JSON: {line.strip()[:60]!r}")
            continue
        if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
            note(
                "broken line in a sidecar",
                f'line {number}: expected {{"file": NAME, ...}}, found {line.strip()[:60]!r}',
            )
            continue
        for key in entry.keys() - {"file", *KEYS}:
            odd.setdefault(str(key), number)
        found[entry["file"]] = _meta(entry, number, note)
    for key, number in sorted(odd.items()):
        note(
            "unknown key in a sidecar",
            f"{key!r}, first in line {number}; known: file, {', '.join(KEYS)}",
        )
    return found


def _meta(entry: Mapping[str, Any], number: int, note: Any) -> dict[str, str | None]:
    meta: dict[str, str | None] = {}
    for key in KEYS:
        value = entry.get(key)
        if value is None:
            continue
        text = str(value).strip()
        if key == "published" and (day := as_day(text)) != text:
            note("unreadable date", f"line {number}: published is {text!r}; write 2020-08-20")
            if day is None:
                continue
            text = day
        meta[key] = text or None
    return meta


def as_day(value: object, zone: str | None = None) -> str | None:
    """Return the EDTF text of a date, or of the day of a timestamp; None if it is neither.

    The day of a timestamp that says how far it is from universal time is the day that it was in
    the time zone, if one is given.

    >>> as_day("2023-08-15 06:00:00-04:00"), as_day("2020-08"), as_day("soon")
    ('2023-08-15', '2020-08', None)
    >>> as_day("2023-08-15T22:30:00Z", "Asia/Shanghai")
    '2023-08-16'
    """
    text = str(value or "").strip()
    if len(text) > 10 and text[10] in "T ":
        text = (_day_in(zone, text) if zone else None) or text[:10]
    try:
        interval(text)
    except ValueError:
        return None
    return text


def _day_in(zone: str, text: str) -> str | None:
    """Return the day of a timestamp in a time zone; None where it does not say its own."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(ZoneInfo(zone)).date().isoformat() if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
