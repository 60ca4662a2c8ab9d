"""Coverage: what there was to read, who told of what, how much is missing, what was not read."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.ask import asking
from dragoman.ask.coverage import CONDITIONS, CoverageRow
from dragoman.ask.english import date_words
from dragoman.web.asked import UNKNOWN, asked, changed, drawn, on_page
from dragoman.web.frame import Book, Nav, address, page
from dragoman.web.lines import lines
from dragoman.web.shelf import Reading

router = APIRouter()
nav = Nav(
    65,
    "Coverage",
    "/coverage",
    "What was read, by month, outlet and language, and what was missed.",
)

COLUMNS = 12
"""Outlets that have a column of their own in the matrix, those with the most documents."""

_FEW = 12

_TITLES = {
    "outlet": "By outlet",
    "side": "By whose account",
    "language": "By language",
    "month": "By month of publication",
    "section": "By section of the document",
}
_FACETS = {"outlet": "outlet", "side": "side", "language": "language"}
"""Rows whose events the page of events lists, by which facet."""

_NONE = {
    "(not known)": "not known",
    "(could not tell)": "could not tell",
    "(no date)": "no day told",
}


@router.get("/coverage")
def coverage_page(
    request: Request,
    book: Book,
    matrix: Annotated[bool, Query(description="Which outlet tells of which event.")] = False,
    more: Annotated[str, Query(max_length=20, description="Show all rows of this kind.")] = "",
    stage: Annotated[str, Query(max_length=40, description="Issues of this stage alone.")] = "",
    page_: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Show what the ledger rests on."""
    answer = asked(book, asking.coverage, matrix=matrix)
    by_kind: dict[str, list[CoverageRow]] = {}
    for row in answer.rows:
        by_kind.setdefault(row.by, []).append(row)
    told, n_pages = on_page(answer.matrix, page_)
    outlets = [row.key for row in by_kind.get("outlet", []) if row.key != UNKNOWN]
    return page(
        request,
        "coverage.html",
        book,
        title="Coverage",
        answer=answer,
        kinds=[
            (by, _TITLES[by], rows if more == by else rows[:_FEW], len(rows))
            for by, rows in by_kind.items()
        ],
        called=lambda row: _called(book, row),
        events_at=_events_at,
        issues=asked(book, asking.issues, stage=stage),
        stages=_stages(book),
        stage=stage,
        conditions=CONDITIONS,
        matrix=matrix,
        told=told,
        columns=outlets[:COLUMNS],
        lines={line.event: line for line in lines(book, [one.event for one in told])},
        changed=lambda **to: changed(request, **to),
        page=page_,
        n_pages=n_pages,
        pages_at=lambda nth: changed(request, page=nth) + "#matrix",
        figure_at="/coverage/figure",
    )


@router.get("/coverage/figure")
def coverage_figure(request: Request, book: Book) -> Response:
    """Return the figure."""
    return drawn(request, book, lambda: asked(book, asking.coverage))


def _called(book: Reading, row: CoverageRow) -> str:
    if row.by == "side" and row.key == UNKNOWN:
        return "nobody’s own account"
    if row.by == "month":
        return _NONE.get(row.key) or date_words(row.key)
    if row.by == "language":
        names = {"en": "English", "zh": "Chinese", "ar": "Arabic", "es": "Spanish", "fr": "French"}
        return _NONE.get(row.key) or names.get(row.key, row.key)
    return _NONE.get(row.key) or book.label(row.key)


def _events_at(row: CoverageRow) -> str:
    """Return the address of the events that a row counts; "" where no facet tells them apart."""
    if row.by not in _FACETS or not row.n_events:
        return ""
    unknown = row.key in _NONE
    return address("/events", [(_FACETS[row.by], "-" if unknown else row.key)])


def _stages(book: Reading) -> list[str]:
    rows = book.db.execute("SELECT DISTINCT stage FROM issues ORDER BY stage").fetchall()
    return [stage for (stage,) in rows]
