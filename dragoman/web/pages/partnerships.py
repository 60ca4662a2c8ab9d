"""Partnerships: what two states' tie was called and how it was judged, when, and by whom."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from dragoman.ask import asking
from dragoman.ask.partnerships import Partnerships
from dragoman.ask.quote import Piece, cut
from dragoman.web.asked import asked, changed, drawn, given, known, named, on_page, tried, typed_as
from dragoman.web.frame import Book, Nav, address, page
from dragoman.web.naming import actor_path, called, pair_path
from dragoman.web.shelf import Reading

router = APIRouter()
nav = Nav(
    57,
    "Partnerships",
    "/partnerships",
    "What two states call what is between them, and since when.",
)

KINDS = {
    "": "all",
    "tier": "tiers",
    "tie": "ties",
    "assessment": "judgements",
    "act": "changes of relations",
}

_FEW = 40

# Statements about two states together, and events of both: where a tie may be named.
_PAIRS = """
WITH sides AS (
    SELECT f.nth, f.value FROM memory.main.facet AS f
    JOIN memory.main.event AS e ON e.nth = f.nth AND e.in_body
    WHERE f.kind = 'actor' AND starts_with(f.value, 'st:'))
SELECT a.value, b.value, count(*) FROM sides AS a JOIN sides AS b
     ON a.nth = b.nth AND a.value < b.value
GROUP BY ALL ORDER BY 3 DESC, 1, 2 LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class TiesQuery:
    """Between whom and when, as typed."""

    one: str
    other: str
    since: str
    until: str

    def answer(self, book: Reading) -> Partnerships:
        """Ask it."""
        return asked(
            book,
            asking.partnerships,
            one=named(book, self.one),
            other=named(book, self.other),
            since=self.since,
            until=self.until,
        )


def ties_query(
    one: Annotated[str, Query(max_length=200)] = "",
    other: Annotated[str, Query(max_length=200)] = "",
    since: Annotated[str, Query(max_length=40)] = "",
    until: Annotated[str, Query(max_length=40)] = "",
) -> TiesQuery:
    """Return what an address asks for."""
    return TiesQuery(one.strip(), other.strip(), since.strip(), until.strip())


Asked = Annotated[TiesQuery, Depends(ties_query)]


@router.get("/partnerships")
def partnerships_page(
    request: Request,
    book: Book,
    query: Asked,
    kind: Annotated[str, Query(pattern="^(tier|tie|assessment|act)?$")] = "",
    page_: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Show what a tie was called; without two states, which pairs there are."""
    answer: Partnerships | None = None
    refused, status = "", 200
    if query.one and query.other:
        answer, refused, status = tried(request, lambda: query.answer(book))
    elif query.one or query.other:
        refused, status = "A tie is between two: choose another state as well.", 400
    rows = answer.rows if answer else ()
    counts = {key: sum(key in ("", row.kind) for row in rows) for key in KINDS}
    shown, n_pages = on_page([row for row in rows if kind in ("", row.kind)], page_)
    return page(
        request,
        "partnerships.html",
        book,
        title="Partnerships",
        status=status,
        refused=refused,
        asked=query,
        answer=answer,
        sides=[str(answer.query[name]) for name in ("one", "other")] if answer else [],
        rows=[(row, _marked(row.quote, row.words)) for row in shown],
        kinds=[(key, words, counts[key]) for key, words in KINDS.items() if counts[key]],
        kind=kind,
        frequent=[] if answer else book.once("tie pairs", lambda: _frequent(book)),
        typed=[typed_as(book, one) for one in (query.one, query.other)],
        known=known(book),
        called=lambda ident, polity=None: called(book, ident, polity),
        actor_path=actor_path,
        pair_path=pair_path,
        changed=lambda **to: changed(request, **to),
        page=page_,
        n_pages=n_pages,
        pages_at=lambda nth: changed(request, page=nth),
        figure_at=address("/partnerships/figure", given(request, "kind")),
        pairs=given(request, "kind"),
    )


@router.get("/partnerships/figure")
def partnerships_figure(request: Request, book: Book, query: Asked) -> Response:
    """Return the figure of a tie over time."""
    return drawn(request, book, lambda: query.answer(book))


def _frequent(book: Reading) -> list[tuple[str, str, int]]:
    return book.db.execute(_PAIRS, [_FEW]).fetchall()


def _marked(quote: str, words: str) -> tuple[Piece, ...]:
    """Return a sentence with the words marked that name or judge the tie."""
    at = quote.find(words)
    return cut(quote, [(at, at + len(words))] if at >= 0 else [])
