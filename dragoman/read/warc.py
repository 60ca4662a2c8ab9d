"""Web archives (WARC, gzip and zstd too): a document for each page, record by record.

A crawl is far larger than memory, so that nothing of it is held but one record. Pages are read
by resiliparse, which is twenty times as fast as what reads single pages and a little less
particular about menus.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from dragoman.model import Issue
from dragoman.read.decode import characters, tidy
from dragoman.read.facts import Facts
from dragoman.read.markdown import clean_title
from dragoman.read.page import MAX_PAGE
from dragoman.read.sources import as_day

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_PUBLISHED = (
    "article:published_time", "datepublished", "publishdate", "pubdate", "publication_date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_RECORD = re.compile(rb"\r\nWARC/[01]\.\d+\r\n")
_MEMBER = b"\x1f\x8b\x08"
_BLOCK = 1 << 20
_MOST_BREAKS = 1000
"""How often damage is stepped over before the rest of an archive is left."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an archive: where its record begins, in bytes, its text and what its head says."""

    offset: int
    text: str
    facts: Facts


def read_warc(path: Path, where: str, issues: list[Issue]) -> Iterator[Page]:
    """Yield the pages of a web archive that were fetched whole (status 200), in its order.

    Args:
        path: The archive.
        where: Its name, for issues.
        issues: Grows by one for each kind of record that is left out, with how many there were,
            for a page that cannot be read, and when the archive ends before it should.
    """
    try:
        import fastwarc  # noqa: F401
        import resiliparse  # noqa: F401
    except ImportError:
        detail = "web archives need the extra 'archives': pip install 'dragoman[archives]'"
        issues.append(Issue("read", "reader not installed", detail, where, skipped=True))
        return
    left_out: dict[str, int] = {}
    with path.open("rb") as file:
        for record, offset in _records(file, where, issues):
            why = _why_not(record)
            content = b"" if why else record.reader.read(MAX_PAGE + 1)
            why = why or _unsound(record, content)
            page = None if why else _page(record, content, offset, f"{where}#{offset}", issues)
            if page:
                yield page
            else:
                why = why or "no text"
                left_out[why] = left_out.get(why, 0) + 1
    for why, n in sorted(left_out.items()):
        issues.append(Issue("read", "records left out", f"{why}: {n}", where))


def _records(file: BinaryIO, where: str, issues: list[Issue]) -> Iterator[tuple[Any, int]]:
    """Yield the records with where they begin; what is damaged costs no more than itself."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    start = last = 0
    for _ in range(_MOST_BREAKS):
        file.seek(start)
        try:
            for record in ArchiveIterator(
                file, record_types=wanted, auto_decode="all", quirks_mode=True, fsspec_args=False
            ):
                last = max(last, start + record.stream_pos)
                yield record, start + record.stream_pos
            return
        except (OSError, ValueError, EOFError) as error:
            detail = f"behind byte {last}: {str(error)[:120]}; read on at the next whole record"
            issues.append(Issue("read", "archive damaged", detail, where, skipped=True))
        start = last = _next_member(file, last + 1)
        if start < 0:
            return


def _next_member(file: BinaryIO, start: int) -> int:
    """Return where the next gzip member begins at or behind a byte, as it seems; -1: nowhere."""
    file.seek(start)
    at, kept = start, b""
    while block := file.read(_BLOCK):
        found = (kept + block).find(_MEMBER)
        if found >= 0:
            return at - len(kept) + found
        at, kept = at + len(block), (kept + block)[1 - len(_MEMBER) :]
    return -1


def _why_not(record: Any) -> str | None:
    if record.content_length > MAX_PAGE:
        return f"over {MAX_PAGE} bytes"
    if record.is_http and (record.http_headers is None or record.http_headers.status_code != 200):
        return "status other than 200"
    kind = record.http_content_type or record.headers.get("Content-Type") or ""
    if kind.split(";")[0].strip().lower() not in _PAGES:
        return "neither HTML nor plain text"
    return None


def _unsound(record: Any, content: bytes) -> str | None:
    """Say what is wrong with the bytes of a record; None: nothing."""
    if len(content) > MAX_PAGE:
        return f"unpacked over {MAX_PAGE} bytes"
    if _RECORD.search(content):
        return "wrong length, the next record stands in it"
    coded = record.http_headers and any(
        record.http_headers.get(name) for name in ("Content-Encoding", "Transfer-Encoding")
    )
    if len(content) < record.content_length and not coded:
        return "cut off"
    return None


def _page(record: Any, content: bytes, offset: int, at: str, issues: list[Issue]) -> Page | None:
    url = record.headers.get("WARC-Target-URI")
    kind = record.http_content_type or record.headers.get("Content-Type") or ""
    text = characters(content, at, issues, record.http_charset)
    if kind.startswith("text/plain"):
        body, head = text, Facts()
    else:
        body, head = read_fast(text)
    body = tidy(body, at, issues)
    if not body.strip():
        return None
    facts = Facts(head.title, url, head.outlet, head.published, head.language)
    return Page(offset, body, facts)


def read_fast(html: str) -> tuple[str, Facts]:
    """Return the text of a page, a paragraph a line, and what its head says.

    The main part of the page; all of it where no main part is found.
    """
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(html)
    text = extract_plain_text(tree, main_content=True, list_bullets=False)
    if not text.strip():
        text = extract_plain_text(tree, list_bullets=False)
    said: dict[str, str] = {}
    for meta in tree.head.query_selector_all("meta[content]") if tree.head else ():
        name = meta.getattr("property") or meta.getattr("name") or meta.getattr("itemprop")
        if name:
            said.setdefault(name.lower(), meta.getattr("content") or "")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    root: Any = tree.document.query_selector("html") if tree.document else None
    language = ((root.getattr("lang") if root else None) or "")[:2].lower()
    title = clean_title(said.get("og:title") or tree.title or "")
    days = (as_day(said[name].strip()) for name in _PUBLISHED if said.get(name))
    return "\n".join(filter(None, lines)), Facts(
        title=title or None,
        outlet=said.get("og:site_name") or None,
        published=next(filter(None, days), None),
        language=language if language.isalpha() else None,
    )
