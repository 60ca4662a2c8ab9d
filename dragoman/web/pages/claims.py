"""Claims: what documents count ("the second meeting this year") against what the ledger has."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from dragoman.ask import asking
from dragoman.ask.check import Checked, CheckRow, Recorded
from dragoman.ask.show import find_event
from dragoman.ask.stats.claims import Verdict
from dragoman.model import InputError
from dragoman.model.note import CheckKind
from dragoman.web.asked import asked, changed, drawn, given, known, named, on_page, tried, typed_as
from dragoman.web.frame import Book, Nav, address, page
from dragoman.web.lines import lines
from dragoman.web.naming import actor_path, called
from dragoman.web.shelf import Reading

router = APIRouter()
nav = Nav(
    60, "Claims", "/claims", "“The first since”, “the third this year”: counted in the ledger."
)

KINDS: Mapping[str, str] = {
    CheckKind.ORDINAL: "which one it is",
    CheckKind.FIRST_SINCE: "the first since",
    CheckKind.ANNIVERSARY: "anniversary",
    CheckKind.COUNT: "how many",
}
"""What a claim counts, in words."""

PER_PAGE = 20

_PLACES = """
SELECT claim_id, doc_id, "start", "end" FROM claims
WHERE list_contains($docs, doc_id) AND list_contains($claims, claim_id)
"""


@dataclass(frozen=True, slots=True)
class ClaimsQuery:
    """Whose claims, as typed, or with ids for names."""

    who: str
    other: str
    event: str
    recall: str  # a share, where somebody measured it

    def resolved(self, book: Reading) -> "ClaimsQuery":
        """Return it with ids for names."""
        event = find_event(book, self.event) if self.event else ""
        who, other = named(book, self.who), named(book, self.other)
        return replace(self, who=who or other, other=other if who else "", event=event)

    def answer(self, book: Reading) -> Checked:
        """Ask it."""
        told = self.resolved(book)
        return asked(
            book,
            asking.check,
            who=told.who,
            other=told.other,
            event=told.event,
            recall=_share(told.recall) if told.recall else None,
        )


def claims_query(
    who: Annotated[str, Query(max_length=200)] = "",
    other: Annotated[str, Query(max_length=200)] = "",
    event: Annotated[str, Query(max_length=200)] = "",
    recall: Annotated[str, Query(max_length=20)] = "",
) -> ClaimsQuery:
    """Return what an address asks for."""
    return ClaimsQuery(who.strip(), other.strip(), event.strip(), recall.strip())


Asked = Annotated[ClaimsQuery, Depends(claims_query)]


@router.get("/claims")
def claims_page(
    request: Request,
    book: Book,
    query: Asked,
    verdict: Annotated[str, Query(max_length=30)] = "",
    page_: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Show claims as cards."""
    answer, refused, status = tried(request, lambda: query.answer(book))
    if answer:
        query = query.resolved(book)
    rows = answer.rows if answer else ()
    counts = Counter(row.verdict for row in rows)
    found = [row for row in rows if verdict in ("", row.verdict)]
    shown, n_pages = on_page(found, page_, PER_PAGE)
    recorded = _recorded(answer, shown) if answer else {}
    events = {row.event for row in shown}
    events |= {one.event for group in recorded.values() for _, told in group for one in told}
    return page(
        request,
        "claims.html",
        book,
        title="Claims",
        status=status,
        refused=refused,
        asked=query,
        answer=answer,
        n=len(found),
        counts=[(str(one), counts[one]) for one in Verdict if counts[one]],
        verdict=verdict,
        rows=shown,
        kinds=KINDS,
        recorded=recorded,
        places=_places(book, shown),
        lines={line.event: line for line in lines(book, sorted(events))},
        event=lines(book, [query.event])[0] if answer and query.event else None,
        typed=[typed_as(book, one) for one in (query.who, query.other)],
        known=known(book),
        called=lambda ident, polity=None: called(book, ident, polity),
        actor_path=actor_path,
        changed=lambda **to: changed(request, **to),
        page=page_,
        n_pages=n_pages,
        pages_at=lambda nth: changed(request, page=nth),
        figure_at=address("/claims/figure", given(request, "verdict")),
        pairs=given(request, "verdict"),
    )


@router.get("/claims/figure")
def claims_figure(request: Request, book: Book, query: Asked) -> Response:
    """Return the figure of some claims."""
    return drawn(request, book, lambda: query.answer(book))


def _share(typed: str) -> float:
    """Return a share.

    Raises:
        InputError: It is no number above 0 and up to 1.
    """
    try:
        share = float(typed)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise InputError(f"{typed!r} is no share: type a number above 0 and up to 1, such as 0.85.")
    return share


def _recorded(
    answer: Checked, rows: Sequence[CheckRow]
) -> dict[tuple[str, str], list[tuple[str, list[Recorded]]]]:
    """Return of each claim and event the occasions that the ledger has, by reading."""
    wanted = {(row.claims[0], row.event) for row in rows}
    found: dict[tuple[str, str], list[Recorded]] = {}
    for one in answer.recorded:
        if (key := (one.claim, one.about)) in wanted:
            found.setdefault(key, []).append(one)
    return {
        key: [(reading, list(told)) for reading, told in groupby(group, key=lambda r: r.reading)]
        for key, group in found.items()
    }


def _places(book: Reading, rows: Sequence[CheckRow]) -> dict[str, tuple[str, int, int]]:
    """Return where the words of each claim stand."""
    found = book.db.execute(
        _PLACES,
        {"docs": [row.document for row in rows], "claims": [row.claims[0] for row in rows]},
    ).fetchall()
    return {claim: (doc, start, end) for claim, doc, start, end in found}
