"""Feeds (RSS, Atom): a document for each entry, as far as the feed carries its text."""

from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from time import struct_time
from typing import Any
from zoneinfo import ZoneInfo

from dragoman.model import Issue
from dragoman.model.extras import install
from dragoman.read.facts import Facts
from dragoman.read.hints import NO_HINTS, HintBook
from dragoman.read.table import Row

MAX_FEED = 8 * 2**20
"""Bytes of a feed that are still parsed; a feed of a year's news has one million."""


def read_feed(
    content: bytes, where: str, issues: list[Issue], hints: HintBook = NO_HINTS
) -> Iterator[Row]:
    """Yield the entries of a feed: title, then its content or, without one, its summary.

    Broken XML is read as far as it can be. An entry without any text is an issue.

    Args:
        content: The bytes; the feed says its encoding.
        where: The file, for issues.
        issues: Grows by one for broken XML, and for each entry that is left out.
        hints: What is known of outlets: the day of an entry is that of its outlet's time zone.
    """
    try:
        import feedparser
    except ImportError:
        detail = f"feeds need the extra 'feeds': {install('feeds')}"
        issues.append(Issue("read", "reader not installed", detail, where, skipped=True))
        return
    if len(content) > MAX_FEED:
        detail = f"{len(content)} bytes, over the limit of {MAX_FEED}; save its entries apart"
        issues.append(Issue("read", "feed too large", detail, where, skipped=True))
        return
    found = feedparser.parse(content, sanitize_html=True, resolve_relative_uris=False)
    if found.bozo and not isinstance(found.bozo_exception, feedparser.CharacterEncodingOverride):
        words = " ".join(str(found.bozo_exception).split())[:160]
        issues.append(Issue("read", "broken feed", f"{words}; what can be read is read", where))
    if not found.entries:
        issues.append(Issue("read", "empty feed", "it has no entries", where, skipped=True))
    outlet = _words(found.feed.get("title")) or None
    language = str(found.feed.get("language") or "")[:2].lower()
    for number, entry in enumerate(found.entries, start=1):
        title = _words(entry.get("title"))
        bodies = [part.get("value") or "" for part in entry.get("content") or ()]
        body = _text(max([*bodies, entry.get("summary") or ""], key=len))
        if not body and not title:
            detail = f"entry {number} has neither title nor text"
            issues.append(Issue("read", "empty entry", detail, f"{where}#{number}", skipped=True))
            continue
        url = entry.get("link") or None
        yield Row(
            str(number),
            body or title,
            Facts(
                title=title or None,
                url=url,
                outlet=outlet,
                published=_day(entry.get("published_parsed"), hints.of(url).time_zone),
                language=language if language.isalpha() and len(language) == 2 else None,
            ),
        )


def _day(moment: struct_time | None, zone: str | None) -> str | None:
    """Return the day of a moment that a feed gives in universal time; there, without a zone."""
    if moment and zone and 1970 <= moment.tm_year <= 9000:
        there = datetime.fromtimestamp(timegm(moment), UTC).astimezone(ZoneInfo(zone))
        return there.date().isoformat()
    return f"{moment.tm_year:04}-{moment.tm_mon:02}-{moment.tm_mday:02}" if moment else None


def _text(html: str) -> str:
    """Return the text of a piece of HTML, a paragraph a line."""
    if "<" not in html and "&" not in html:
        return _lines(html)
    from lxml import html as parser
    from lxml.etree import ParserError

    try:
        root: Any = parser.fromstring(f"<div>{html}</div>")
    except (ParserError, ValueError):
        return ""
    for line_break in root.iter("br", "p", "div", "li", "h1", "h2", "h3", "tr"):
        line_break.tail = f"\n{line_break.tail or ''}"
    return _lines(root.text_content())


def _lines(text: str) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def _words(html: str | None) -> str:
    return " ".join(_text(html or "").split())
