"""Web archives (WARC, gzip and zstd too): a document for each page, record by record.

A crawl is far larger than memory, so that nothing of it is held but one record. Pages are read
by resiliparse, which is twenty times as fast as what reads single pages and a little less
particular about menus.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from dragoman.model import Issue
from dragoman.model.extras import install
from dragoman.read.decode import characters, tidy
from dragoman.read.facts import Facts
from dragoman.read.hints import NO_HINTS, HintBook
from dragoman.read.markdown import clean_title
from dragoman.read.page import MAX_PAGE, published_day, too_much
from dragoman.read.selecting import read_selected

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_RECORD = re.compile(rb"\r\nWARC/[01]\.\d+\r\n")
_MEMBERS = (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd")  # gzip, zstd
_WARC = b"WARC/1."
_LONGEST_HEAD = 64 * 1024
_BLOCK = 1 << 20
_MOST_BREAKS = 1000
"""How often damage is stepped over before the rest of an archive is left."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an archive: its label, its text and what its head says.

    The label is the byte at which its record begins. In an archive that is compressed as a whole
    many records begin at one: then their number follows.
    """

    label: str
    text: str
    facts: Facts


def read_warc(
    file: IO[bytes], where: str, issues: list[Issue], hints: HintBook = NO_HINTS
) -> Iterator[Page]:
    """Yield the pages of a web archive that were fetched whole (status 200), in its order.

    Args:
        file: The archive, open.
        where: Its name, for issues.
        issues: Grows by one for each kind of record that is left out, with how many there were,
            for a page that cannot be read, and when the archive ends before it should.
        hints: What is known of the pages of outlets.
    """
    try:
        import fastwarc  # noqa: F401
        import resiliparse  # noqa: F401
    except ImportError:
        detail = f"web archives need the extra 'archives': {install('archives')}"
        issues.append(Issue("read", "reader not installed", detail, where, skipped=True))
        return
    left_out: dict[str, int] = {}
    met = False
    for record, label in _records(file, where, issues):
        why = _why_not(record)
        content = b"" if why else record.reader.read(MAX_PAGE + 1)
        why = why or _unsound(record, content)
        page = why or _page(record, content, label, f"{where}#{label}", issues, hints)
        met = True
        if isinstance(page, Page):
            yield page
        else:
            left_out[page] = left_out.get(page, 0) + 1
    if not met:
        issues.append(Issue("read", "empty archive", "it holds no page", where, skipped=True))
    for why, n in sorted(left_out.items()):
        issues.append(Issue("read", "records left out", f"{why}: {n}", where))


def _records(file: IO[bytes], where: str, issues: list[Issue]) -> Iterator[tuple[Any, str]]:
    """Yield the records with their labels; what is damaged costs no more than itself."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    head = file.read(len(_WARC))
    mark = next((mark for mark in _MEMBERS if head.startswith(mark)), _WARC)
    start = last = nth = 0
    before = -1
    for _ in range(_MOST_BREAKS):
        file.seek(start)
        try:
            for record in ArchiveIterator(
                file,
                record_types=wanted,
                auto_decode="all",
                quirks_mode=True,
                max_header_len=_LONGEST_HEAD,
                fsspec_args=False,
            ):
                at = start + record.stream_pos
                nth = nth + 1 if at == before else 0
                before, last = at, max(last, at)
                yield record, f"{at}.{nth}" if nth else str(at)
            return
        except (OSError, ValueError, EOFError) as error:
            detail = f"behind byte {last}: {str(error)[:120]}; read on at the next whole record"
            issues.append(Issue("read", "archive damaged", detail, where, skipped=True))
        start = last = _next_member(file, mark, last + 1)
        if start < 0:
            return


def _next_member(file: IO[bytes], mark: bytes, start: int) -> int:
    """Return where the next record begins at or behind a byte, as it seems; -1: nowhere."""
    file.seek(start)
    at, kept = start, b""
    while block := file.read(_BLOCK):
        found = (kept + block).find(mark)
        if found >= 0:
            return at - len(kept) + found
        at, kept = at + len(block), (kept + block)[1 - len(mark) :]
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


def _page(
    record: Any, content: bytes, label: str, at: str, issues: list[Issue], hints: HintBook
) -> Page | str:
    """Return a page, or why there is none."""
    url = record.headers.get("WARC-Target-URI")
    kind = record.http_content_type or record.headers.get("Content-Type") or ""
    text = characters(content, at, issues, record.http_charset)
    if kind.startswith("text/plain"):
        body, head = text, Facts()
    elif why := too_much(text):
        return why[0]
    else:
        known = hints.of(url)
        found = read_selected(text, known, issues, lambda html, _: read_fast(html, known.time_zone))
        body, head = found or ("", Facts())
    body = tidy(body, at, issues)
    if not body.strip():
        return "no text"
    facts = Facts(head.title, url, head.outlet, head.published, head.language)
    return Page(label, body, facts)


def read_fast(html: str, zone: str | None = None) -> tuple[str, Facts]:
    """Return the text of a page, a paragraph a line, and what its head says.

    The main part of the page; all of it where no main part is found. The day is that of the time
    zone, where one is given and the head says a moment.
    """
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(html)
    text = extract_plain_text(tree, main_content=True, list_bullets=False)
    if not text.strip():
        text = extract_plain_text(tree, list_bullets=False)
    said: dict[str, str] = {}
    # A plain loop over what is found would search the page anew for each element.
    for meta in tree.head.query_selector_all("meta[content]")[:] if tree.head else ():
        name = meta.getattr("property") or meta.getattr("name") or meta.getattr("itemprop")
        if name:
            said.setdefault(name.lower(), meta.getattr("content") or "")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    root: Any = tree.document.query_selector("html") if tree.document else None
    language = ((root.getattr("lang") if root else None) or "")[:2].lower()
    title = clean_title(said.get("og:title") or tree.title or "")
    return "\n".join(filter(None, lines)), Facts(
        title=title or None,
        outlet=said.get("og:site_name") or None,
        published=published_day(said, zone),
        language=language if language.isalpha() else None,
    )
