"""Aid: gifts both ways, sums and balances by unit, and what is said to have been given back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from dragoman.ask import asking
from dragoman.ask.aid import Aid
from dragoman.ask.gifts import Gift
from dragoman.web.asked import asked, changed, drawn, given, known, named, on_page, tried, typed_as
from dragoman.web.frame import Book, Nav, address, page
from dragoman.web.naming import actor_path, called
from dragoman.web.shelf import Reading

router = APIRouter()
nav = Nav(55, "Aid", "/aid", "Who gave what to whom, and by whose account.")

_FEW = 60

# Who is party to events of the channel, the most frequent first.
_SIDES = """
SELECT f.value, count(*) FROM memory.main.facet AS f
JOIN memory.main.facet AS c ON c.nth = f.nth AND c.kind = 'channel' AND c.value = 'aid'
JOIN memory.main.event AS e ON e.nth = f.nth AND e.in_body
WHERE f.kind = 'actor' AND (starts_with(f.value, 'st:') OR starts_with(f.value, 'og:'))
GROUP BY f.value ORDER BY 2 DESC, 1 LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class AidQuery:
    """Between whom, as typed."""

    who: str
    other: str

    def answer(self, book: Reading) -> Aid:
        """Ask it."""
        return asked(book, asking.aid, who=named(book, self.who), other=named(book, self.other))


def aid_query(
    who: Annotated[str, Query(max_length=200)] = "",
    other: Annotated[str, Query(max_length=200)] = "",
) -> AidQuery:
    """Return what an address asks for; who alone is asked for comes first."""
    sides = [one.strip() for one in (who, other) if one.strip()]
    return AidQuery(*[*sides, "", ""][:2])


Asked = Annotated[AidQuery, Depends(aid_query)]


@router.get("/aid")
def aid_page(
    request: Request,
    book: Book,
    query: Asked,
    page_: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Show gifts both ways; without a side, whose gifts there are."""
    answer: Aid | None = None
    refused, status = "", 200
    if query.who:
        answer, refused, status = tried(request, lambda: query.answer(book))
    rows = answer.rows if answer else ()
    shown, n_pages = on_page(rows[::-1], page_)  # the latest first
    who = str(answer.query["who"]) if answer else ""
    other = str(answer.query.get("other", "")) if answer else ""
    return page(
        request,
        "aid.html",
        book,
        title="Aid",
        status=status,
        refused=refused,
        answer=answer,
        who=who,
        other=other,
        ways=_ways(shown, who, other),
        dates={row.event: row.dates for row in rows},
        sides=[] if answer else book.once("aid sides", lambda: _sides(book)),
        typed=[typed_as(book, one) for one in (query.who, query.other)],
        known=known(book),
        called=lambda ident, polity=None: called(book, ident, polity),
        actor_path=actor_path,
        page=page_,
        n_pages=n_pages,
        pages_at=lambda nth: changed(request, page=nth),
        figure_at=address("/aid/figure", given(request)),
        pairs=given(request),
    )


@router.get("/aid/figure")
def aid_figure(request: Request, book: Book, query: Asked) -> Response:
    """Return the figure of some gifts."""
    return drawn(request, book, lambda: query.answer(book))


def _sides(book: Reading) -> list[tuple[str, int]]:
    return book.db.execute(_SIDES, [_FEW]).fetchall()


def _ways(
    rows: Sequence[Gift], who: str, other: str
) -> list[tuple[str | None, str | None, list[Gift]]]:
    """Return gifts one way and the other beside each other; of one side with all, as one list."""
    if not other:
        return [(None, None, list(rows))] if rows else []
    return [
        (giver, receiver, [row for row in rows if row.giver == giver])
        for giver, receiver in ((who, other), (other, who))
    ]
