"""A web archive of made pages, for measuring: the same bytes for the same numbers.

A page has what crawled news pages have: a head with metadata, menus, scripts, an article of
some hundred words, teasers, a foot; about 16 kB. Nothing
in it happened.
"""

import gzip
import random
from pathlib import Path

_WHO = ("President Aro", "Prime Minister Belu", "Foreign Minister Cato", "Ambassador Dira")
_STATES = ("Norway", "Kenya", "Chile", "Japan", "Jordan", "Canada", "Ghana", "Nepal")
_DID = (
    "met {b} in the capital of {s} on {d} March to talk about trade and fisheries",
    "called {b} on {d} March and thanked {s} for its help after the storm",
    "sent a letter to {b}, in which {s} is invited to the conference of ministers",
    "said that talks with {s} would go on, and that {b} had agreed to a next round",
    "spoke for an hour about roads, schools and the price of grain, which rose again this year",
)
_MENU = "".join(
    f'<li class="item-{n}"><a href="/section/{n}">Section {n}</a></li>' for n in range(60)
)
_SCRIPT = "<script>" + "var a=[1,2,3];function b(c){return c+a.length}" * 80 + "</script>"
_TEASERS = "".join(
    f'<div class="teaser"><a href="/story/{n}"><img src="/i/{n}.jpg" alt=""><h3>Another story of '
    f"the day, number {n}</h3></a></div>"
    for n in range(20)
)


def page(number: int) -> bytes:
    """Return the HTML of a page."""
    dice = random.Random(number)  # noqa: S311 - made pages, no secrets
    sentences = [
        f"{dice.choice(_WHO)} "
        + dice.choice(_DID).format(
            b=dice.choice(_WHO), s=dice.choice(_STATES), d=dice.randrange(1, 29)
        )
        + "."
        for _ in range(dice.randrange(12, 40))
    ]
    paragraphs = "".join(f"<p>{' '.join(sentences[n : n + 3])}</p>" for n in range(0, 40, 3))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Made story {number}'
        '</title><meta property="og:site_name" content="The Made Post"><meta '
        f'property="article:published_time" content="2022-03-{number % 28 + 1:02}T08:00:00Z">'
        f"{_SCRIPT}</head><body><header><nav><ul>{_MENU}</ul></nav></header><main><article>"
        f"<h1>Made story {number}</h1>{paragraphs}</article></main><aside>{_TEASERS}</aside>"
        f"<footer><ul>{_MENU}</ul><p>All that stands here is made up.</p></footer></body></html>"
    ).encode()


def record(number: int) -> bytes:
    """Return a page as a record of an archive."""
    body = page(number)
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2022-04-01T00:00:00Z\r\n"
        f"WARC-Target-URI: https://post.example/2022/{number}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def write_warc(path: Path, pages: int, *, first: int = 0) -> None:
    """Write an archive of so many pages, each compressed with gzip by itself."""
    with path.open("wb") as file:
        for number in range(first, first + pages):
            file.write(gzip.compress(record(number), compresslevel=3, mtime=0))
