"""Which files to read, and what the sidecar beside them says."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.model import Issue
from dragoman.model.edtf import interval

SIDECAR = "meta.jsonl"
KEYS = ("title", "url", "outlet", "published", "published_from", "language", "side")
"""What a line of the sidecar may say of a file, beside `file`, its name."""

_FURNITURE = ("readme", "license", "licence", "copying", "notice", "changelog")
_MAX_SIDECAR = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and what is known of it beforehand."""

    path: Path
    meta: Mapping[str, str | None] = field(default_factory=dict)


def find_sources(paths: Sequence[Path], issues: list[Issue]) -> Iterator[Source]:
    """Yield the files to read, in an order that depends on their names alone.

    A folder is searched whole, hidden files left out. A file that a path names is read
    whatever it is called; a file that two paths lead to is read once. `meta.jsonl` in a folder
    speaks of the files beside it and is no document.

    Args:
        paths: Files and folders.
        issues: Grows by one for each path, file or folder that will not be read, and for each
            line or key of a sidecar that says nothing to us.
    """
    seen: set[str] = set()
    sidecars: dict[Path, dict[str, dict[str, str | None]]] = {}
    for path in sorted({Path(p) for p in paths}, key=lambda p: p.as_posix()):
        for file in _files(path, issues):
            if (real := os.path.realpath(file)) in seen:
                continue
            seen.add(real)
            if file.parent not in sidecars:
                sidecars[file.parent] = _sidecar(file.parent / SIDECAR, issues)
            yield Source(file, sidecars[file.parent].get(file.name, {}))


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
                    detail = "the sidecar of its folder; what it says is used"
                    _skip(issues, path, "not a document", detail)
                elif path != top and path.stem.lower() in _FURNITURE:
                    detail = "passed over by its name; name the file itself to read it"
                    _skip(issues, path, "not a document", detail)
                else:
                    yield path
            else:
                _skip(issues, path, *_why_not(path))
        except PermissionError:
            detail = "the system does not let us in; change the permission or leave it out"
            _skip(issues, path, "no permission", detail)
        except OSError as error:
            _skip(issues, path, "cannot be opened", error.strerror or str(error))


def _why_not(path: Path) -> tuple[str, str]:
    if path.is_symlink():
        return "broken link", "the link leads nowhere, or in a circle"
    if path.exists():
        return "not a file", "neither a file nor a folder: a device, a socket or a pipe"
    return "no such file", f"nothing is at {str(path)!r}; is the path right?"


def _skip(issues: list[Issue], path: Path, what: str, detail: str) -> None:
    issues.append(Issue("read", what, detail, path.name or str(path), skipped=True))


def _sidecar(path: Path, issues: list[Issue]) -> dict[str, dict[str, str | None]]:
    """Return what a sidecar says, by file name; an empty mapping where there is none."""

    def note(what: str, detail: str) -> None:
        issues.append(Issue("read", what, detail, path.name))

    try:
        if not path.is_file():
            return {}
        if path.stat().st_size > _MAX_SIDECAR:
            note("sidecar too large", f"over {_MAX_SIDECAR} bytes; nothing in it was used")
            return {}
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        note("sidecar cannot be opened", error.strerror or str(error))
        return {}
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


def as_day(value: object) -> str | None:
    """Return the EDTF text of a date, or of the day of a timestamp; None if it is neither.

    >>> as_day("2023-08-15 06:00:00-04:00"), as_day("2020-08"), as_day("soon")
    ('2023-08-15', '2020-08', None)
    """
    text = str(value or "").strip()
    if len(text) > 10 and text[10] in "T ":
        text = text[:10]
    try:
        interval(text)
    except ValueError:
        return None
    return text
