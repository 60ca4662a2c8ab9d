"""HTML pages, through trafilatura."""

import logging
import re
import warnings
from collections.abc import Mapping
from typing import Any

from dragoman.model import Issue
from dragoman.read.facts import Facts
from dragoman.read.hints import NO_HINTS, HintBook, Hints
from dragoman.read.markdown import clean_title
from dragoman.read.selecting import read_selected
from dragoman.read.sources import as_day

MAX_PAGE = 16 * 2**20
"""Bytes of a page that are still parsed. Pages of text are some hundred kilobytes."""

MOST_TAGS = 20_000
"""Tags of a page that trafilatura is given, whose time grows with their square: 40,000 take a
second, 130,000 more than a hundred. Pages of news have some thousand."""

TOO_MANY_TAGS = 300_000
"""Tags with which no reader of pages is bothered: sixteen million bytes of tags make a gigabyte."""

# The parser below gives up at a few hundred; no page that a person made goes so deep.
_DEEPEST = 250
# And the reader of archives takes a time that grows with the square of the depth.
_TOO_DEEP = 2000
_TAG = re.compile(
    r"<(/?)(?:div|span|table|font|section|b|i|em|strong|center|blockquote|ul|ol|a|article)\b"
)
_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_PUBLISHED = (
    "article:published_time", "datepublished", "publishdate", "pubdate", "publication_date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_TAG_OF_HEAD = re.compile(r"<(?:link|meta)\b[^<>]{0,2000}>", re.IGNORECASE)
_ITS_ADDRESS = re.compile(r"\b(?:canonical|og:url)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:href|content)\s*=\s*[\"']?(https?://[^\"'\s>]+)", re.IGNORECASE)
_LANG = re.compile(r"<html[^<>]{0,300}\slang\s*=\s*[\"']?([a-zA-Z]{2})\b", re.IGNORECASE)

# These write to stderr through logging's last resort unless somebody handles their records.
for _name in ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer", "readability"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page says it is in."""
    match = _CHARSET.search(data, 0, 4096)
    return match[1].decode("ascii") if match else None


def _depth(html: str) -> int:
    """How deep the tags of a page go, as far as its brackets tell."""
    depth = deepest = 0
    for match in _TAG.finditer(html):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def too_much(html: str) -> tuple[str, str] | None:
    """Return the issue with a page that would keep any reader for minutes; None: it would not."""
    tags = html.count("<")
    if tags > TOO_MANY_TAGS:
        return "page too large", f"{tags} tags; save the article as text"
    if tags > _TOO_DEEP and (depth := _depth(html)) > _TOO_DEEP:
        return "page nested too deeply", f"tags {depth} deep; save the article as text"
    return None


def _skip(issues: list[Issue], where: str, what: str, detail: str) -> None:
    issues.append(Issue("read", what, detail, where, skipped=True))


def published_day(said: Mapping[str, str], zone: str | None) -> str | None:
    """Return the day that a page's metadata give, by their names in small letters.

    That of a time zone where one is given and a moment is said.
    """
    days = (as_day(said[name].strip(), zone) for name in _PUBLISHED if said.get(name))
    return next(filter(None, days), None)


def _day_there(html: str, zone: str) -> str | None:
    """Return the day in a time zone of the moment that a page's metadata give."""
    from lxml import html as parser
    from lxml.etree import ParserError

    try:
        root = parser.document_fromstring(
            html.encode("utf-8", "replace"), parser=parser.HTMLParser(encoding="utf-8")
        )
    except (ParserError, ValueError):
        return None
    said: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        said.setdefault((name or "").lower(), meta.get("content") or "")
    return published_day(said, zone)


def _month_first(day: str, html: str) -> str:
    """Return the day that is meant where trafilatura read 05/06/2023 as the fifth of June.

    It does so always, and does not say where it has a day from.
    """
    year, month, first = day[:4], day[5:7], day[8:]
    if len(day) < 10 or int(first) > 12 or re.search(rf"{year}[-/]?{month}[-/]?{first}", html):
        return day
    printed = rf"(?<!\d)0?{int(first)}(?P<by>[/-])0?{int(month)}(?P=by){year}(?!\d)"
    return f"{year}-{first}-{month}" if re.search(printed, html) else day


def _address(html: str) -> str | None:
    """Return the address that the head of a page gives for it."""
    for tag in _TAG_OF_HEAD.finditer(html, 0, 100_000):
        if _ITS_ADDRESS.search(tag[0]) and (found := _ADDRESS.search(tag[0])):
            return found[1]
    return None


def _read_long(
    html: str, where: str, issues: list[Issue], hints: Hints
) -> tuple[str, Facts] | None:
    """Read a page of very many tags with what reads those of web archives."""
    try:
        from dragoman.read.warc import read_fast

        text, facts = read_fast(html, hints.time_zone)
    except ImportError:
        detail = f"over {MOST_TAGS} tags; the extra 'archives' has a reader for it"
        _skip(issues, where, "page too large", detail)
        return None
    if not text.strip():
        _skip(issues, where, "no text in the page", "nothing in it looks like an article")
        return None
    return text, facts


def read_page(
    html: str, url: str | None, where: str, issues: list[Issue], hints: HintBook = NO_HINTS
) -> tuple[str, Facts] | None:
    """Return the text of a page, a paragraph a line, and what its head says; None if skipped.

    The day is taken from the page's metadata only, or from where its outlet is known to print
    it; a day printed in the text is for the caller to find, who knows how to tell it from
    other days.
    """
    if len(html) > MAX_PAGE:
        _skip(issues, where, "page too large", f"{len(html)} characters; save the article as text")
        return None
    if why := too_much(html):
        _skip(issues, where, *why)
        return None
    known = hints.of(url or (_address(html) if hints.by_domain else None))
    return read_selected(
        html, known, issues, lambda page, met: _read_any(page, url, where, met, known)
    )


def _read_any(
    html: str, url: str | None, where: str, issues: list[Issue], hints: Hints
) -> tuple[str, Facts] | None:
    """Read a page of any outlet."""
    if html.count("<") > MOST_TAGS:
        return _read_long(html, where, issues, hints)
    import trafilatura  # half a second: only when there is a page

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found: Any = trafilatura.bare_extraction(
                html,
                url=url,
                include_comments=False,
                with_metadata=True,
                date_extraction_params={"extensive_search": False, "original_date": True},
            )
    except Exception as error:  # a library over hostile pages: whatever it raises is its report
        _skip(issues, where, "page cannot be parsed", f"{type(error).__name__}: {str(error)[:160]}")
        return None
    text = (found.text or "") if found is not None else ""
    if found is None or not text.strip():
        if (depth := _depth(html)) > _DEEPEST:
            detail = f"tags {depth} deep; save the article as text"
            _skip(issues, where, "page nested too deeply", detail)
        else:
            _skip(issues, where, "no text in the page", "nothing in it looks like an article")
        return None
    language = _LANG.search(html, 0, 20_000)
    published = as_day(found.date)
    if hints.time_zone:
        published = _day_there(html, hints.time_zone) or published
    if published and hints.dates == "month-first":
        published = _month_first(published, html)
    return text, Facts(
        title=clean_title(found.title) or None if found.title else None,
        url=found.url or None,
        outlet=found.sitename or None,
        published=published,
        language=language[1].lower() if language else None,
    )
