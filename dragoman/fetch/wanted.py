"""What to fetch: a TOML file of feeds, or a list of addresses, and the limits to keep."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dragoman.model import ConfigError
from dragoman.model.config import did_you_mean


@dataclass(frozen=True, slots=True)
class Limits:
    """What one round may cost others and ourselves."""

    delay: float = 5.0  # seconds between two requests to one host; robots.txt may ask for more
    seconds: float = 60.0  # for one answer, from the first byte asked to the last one read
    max_bytes: int = 16 * 2**20  # of one answer, unpacked
    max_pages: int = 500  # of one round
    redirects: int = 5
    user_agent: str = "Dragoman (reader of the public record; set user_agent to name yourself)"
    allow_private: bool = False  # addresses of one's own network


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, and what its entries have in common."""

    url: str
    outlet: str | None = None
    side: str | None = None  # whose account it gives, "st:idn"
    language: str | None = None
    pages: bool = True  # fetch the page of each entry; False: the entry's own text is all


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that a round is to fetch."""

    feeds: tuple[Feed, ...] = ()
    pages: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)


def read_wanted(path: Path) -> Wanted:
    """Return what a file asks for: `.toml` with feeds, or else an address a line, `#` for notes.

    Raises:
        ConfigError: It cannot be read, or says something that is not known; the sentence names
            the place.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if path.suffix.lower() != ".toml":
        pages = [
            _address(page, f"{path}: line {number}")
            for number, line in enumerate(text.splitlines(), start=1)
            if (page := line.strip()) and not page.startswith("#")
        ]
        return Wanted(pages=tuple(dict.fromkeys(pages)))
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None
    _known(found, ("limits", "feed", "page"), str(path))
    entries = found.get("feed", [])
    pages = found.get("page", [])
    if not isinstance(entries, list) or not isinstance(pages, list):
        raise ConfigError(f"{path}: feeds stand as [[feed]] and pages as [[page]], each with a url")
    return Wanted(
        tuple(_feed(entry, f"{path}: feed {n}") for n, entry in enumerate(entries, start=1)),
        tuple(_feed(entry, f"{path}: page {n}").url for n, entry in enumerate(pages, start=1)),
        _limits(found.get("limits", {}), f"{path}: [limits]"),
    )


def wanted_pages(addresses: Iterable[str]) -> Wanted:
    """Return that some pages are wanted, under the usual limits.

    Raises:
        ConfigError: One is no address of the web.
    """
    return Wanted(pages=tuple(dict.fromkeys(_address(url, "to be read") for url in addresses)))


def _known(table: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in names:
            raise ConfigError(
                f"{where}: {key!r} is not known; known: {', '.join(names)}"
                f"{did_you_mean(key, names)}"
            )


def _feed(entry: Any, where: str) -> Feed:
    if not isinstance(entry, dict):
        raise ConfigError(f"{where}: expected url = ..., found {entry!r}")
    _known(entry, tuple(one.name for one in fields(Feed)), where)
    for name, value in entry.items():
        expected = bool if name == "pages" else str
        if not isinstance(value, expected):
            kind = "true or false" if expected is bool else "text in quotes"
            raise ConfigError(f"{where}: {name} is {value!r}; expected {kind}")
    return Feed(**{**entry, "url": _address(entry.get("url", ""), where)})


def _limits(entry: Any, where: str) -> Limits:
    if not isinstance(entry, dict):
        raise ConfigError(f"{where}: expected a table of settings")
    known = {one.name: one for one in fields(Limits)}
    _known(entry, tuple(known), where)
    for name, value in entry.items():
        expected = known[name].type
        sound = {
            bool: isinstance(value, bool),
            str: isinstance(value, str) and bool(value) and value.isprintable(),
            int: isinstance(value, int) and not isinstance(value, bool) and value > 0,
            float: isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0,
        }[expected]  # type: ignore[index]
        if not sound:
            kind = getattr(expected, "__name__", expected)
            raise ConfigError(f"{where}: {name} is {value!r}; expected a {kind} that can be meant")
    return Limits(**entry)


def _address(url: str, where: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
        parts = None
    if not host or not parts or parts.scheme not in ("http", "https"):
        raise ConfigError(f"{where}: {url!r} is no address of the web (http:// or https://)")
    return url
