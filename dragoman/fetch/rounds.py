"""One round: ask every feed for what is new, fetch its pages, put them into a folder."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from dragoman.fetch.client import Client, Fetched, Refused
from dragoman.fetch.seen import Mark, Seen
from dragoman.fetch.wanted import Feed, Wanted
from dragoman.read.feed import read_feed
from dragoman.read.kind import Kind, binary, kind, kind_of_bytes
from dragoman.read.sources import SIDECAR

_ENDINGS = {
    Kind.HTML: ".html",
    Kind.PDF: ".pdf",
    Kind.PLAIN: ".txt",
    Kind.MARKDOWN: ".md",
    Kind.WORD: ".docx",
}
"""What is kept, by what it is and not by what the server calls it; a picture or film is not."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did."""

    feeds: int = 0  # asked
    unchanged: int = 0  # of them, since the last round
    pages: int = 0  # new files
    known: int = 0  # pages of the feeds that were fetched in an earlier round
    left: int = 0  # not asked for any more: the round was full
    refused: tuple[tuple[str, str], ...] = ()  # address and why


@dataclass(frozen=True, slots=True)
class _Page:
    """A page to fetch, and what is known of it beforehand; `text` where the feed has it all."""

    url: str
    meta: dict[str, str]
    text: str | None = None


def fetch_round(
    wanted: Wanted,
    folder: Path,
    *,
    client: Client,
    tell: Callable[[str], None] = lambda words: None,
) -> Round:
    """Fetch what is new into a folder, each page a file, with what is known of it in the sidecar.

    Interrupted at any moment it leaves whole files only, and the next round goes on. A feed is
    marked as read once all its pages have been dealt with.

    Args:
        wanted: Feeds and pages.
        folder: Where files go, a folder in it for each host; made if it is not there.
        client: Asks.
        tell: Called with each address before it is asked for.

    Returns:
        What was done, with every address that could not be had and why.
    """
    seen = Seen(folder)
    tally = {"feeds": 0, "unchanged": 0, "pages": 0, "known": 0, "left": 0}
    refused: list[tuple[str, str]] = []
    try:
        for feed in (*wanted.feeds, None):
            if feed is None:
                pages: Iterator[_Page] = (_Page(url, {"url": url}) for url in wanted.pages)
                mark = None
            else:
                tally["feeds"] += 1
                tell(feed.url)
                try:
                    known = seen.mark(feed.url)
                    answer = client.get(feed.url, etag=known.etag, modified=known.modified)
                except Refused as error:
                    refused.append((feed.url, str(error)))
                    continue
                if answer.status == 304:
                    tally["unchanged"] += 1
                    continue
                pages, mark = _entries(feed, answer, refused), Mark(answer.etag, answer.modified)
            full = False
            for page in pages:
                if seen.is_done(page.url):
                    tally["known"] += 1
                elif tally["pages"] >= wanted.limits.max_pages:
                    full = True
                    tally["left"] += 1
                else:
                    tell(page.url)
                    try:
                        file = _keep(page, folder, client)
                    except Refused as error:
                        refused.append((page.url, str(error)))
                        seen.note_page(page.url, None, str(error))
                    else:
                        tally["pages"] += 1
                        seen.note_page(page.url, file)
            if feed is not None and mark is not None and not full:
                seen.note_feed(feed.url, mark)
    finally:
        seen.close()
    return Round(**tally, refused=tuple(refused))


def _entries(feed: Feed, answer: Fetched, refused: list[tuple[str, str]]) -> Iterator[_Page]:
    """Yield the pages that a feed lists."""
    given = {"outlet": feed.outlet, "side": feed.side, "language": feed.language}
    rows = list(read_feed(answer.content, feed.url, []))
    if not rows:
        refused.append((feed.url, "it is no feed, or lists nothing"))
    for row in rows:
        url = row.facts.url
        if not url or urlsplit(url).scheme not in ("http", "https"):
            refused.append((feed.url, f"entry {row.label} leads to no page: {str(url)[:80]!r}"))
            continue
        said = {
            "url": url,
            "title": row.facts.title,
            "published": row.facts.published,
            "outlet": row.facts.outlet,
            **{name: value for name, value in given.items() if value},
        }
        meta = {name: value for name, value in said.items() if value}
        yield _Page(url, meta, None if feed.pages else row.text)


def _ending(answer: Fetched) -> str:
    """Return how a file with this content is called.

    Raises:
        Refused: It is of no kind that is kept.
    """
    content = answer.content
    called = f" (the server calls it {answer.kind})" if answer.kind else ""
    of = kind_of_bytes(content)
    if not of and (what := binary(content)):
        raise Refused(f"it {what.partition(';')[0]}{called}, which is not kept")
    if not of and answer.kind and answer.kind.partition("/")[0] in ("video", "audio", "image"):
        raise Refused(f"it is {answer.kind}, which is not kept")
    of = of or kind(PurePath("page.html" if "html" in answer.kind else "page"), content)
    if of not in _ENDINGS:
        raise Refused(f"it is {of}{called}, which is not kept")
    return _ENDINGS[of]


def _keep(page: _Page, folder: Path, client: Client) -> str:
    """Write a page into its host's folder and say so in the sidecar; return the file's place."""
    if page.text is not None:
        content, ending = page.text.encode("utf-8", "replace"), ".txt"
    else:
        answer = client.get(page.url)
        content = answer.content
        ending = _ending(answer)
    host = re.sub(r"[^\w.-]", "_", urlsplit(page.url).hostname or "nowhere").strip(".") or "_"
    home = folder / host[:100]
    home.mkdir(parents=True, exist_ok=True)
    file = home / f"{sha256(page.url.encode('utf-8', 'replace')).hexdigest()[:16]}{ending}"
    with (home / SIDECAR).open("a", encoding="utf-8") as sidecar:
        line = json.dumps({"file": file.name, **page.meta}, ensure_ascii=True)
        sidecar.write(f"{line}\n")
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(content)
    part.replace(file)
    return file.relative_to(folder).as_posix()
