"""Pair: what lies between two states, aid both ways, what their tie is called, claims checked."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from dragoman.ask import asking
from dragoman.ask.pair import Dealing, Pair
from dragoman.model import InputError, NothingFound
from dragoman.web.asked import asked, changed, drawn, named, on_page, typed_as
from dragoman.web.frame import Book, Nav, page
from dragoman.web.lines import lines
from dragoman.web.naming import actor_path, called, pair_path
from dragoman.web.pages.actor import ask
from dragoman.web.shelf import Reading

router = APIRouter()
nav = Nav(35, "Pairs", "/pairs")

TABS = (
    ("", "Timeline"),
    ("/aid", "Aid both ways"),
    ("/ties", "What the tie is called"),
    ("/claims", "Claims checked"),
)
SHOWN = 40
"""Pairs on the page that lists them, and events on a page of a timeline."""

_SIDES = ("st:", "og:")

_FREQUENT = """
WITH sides AS (
    SELECT f.nth, f.value FROM memory.main.facet AS f
    JOIN memory.main.event AS e ON e.nth = f.nth AND e.in_body
    WHERE f.kind = 'actor' AND (starts_with(f.value, 'st:') OR starts_with(f.value, 'og:')))
SELECT a.value, b.value, count(*) AS n FROM sides AS a JOIN sides AS b
     ON a.nth = b.nth AND a.value < b.value
GROUP BY ALL ORDER BY n DESC, 1, 2 LIMIT $most
"""


@dataclass(frozen=True, slots=True)
class Sides:
    """The two that a page is about, in the order of its address."""

    one: str
    other: str
    one_label: str
    other_label: str

    @property
    def path(self) -> str:
        """The address of the page."""
        return f"/pair/{self.one}/{self.other}"


Typed = Annotated[str, Path(max_length=200, description="An id or a name.")]
Words = Annotated[str, Query(max_length=40)]
Name = Annotated[str, Query(max_length=200)]
Of = Annotated[str, Query(max_length=200, description="The row whose events are listed.")]


def sides(book: Book, one: Typed, other: Typed) -> Sides:
    """Return the two sides of an address.

    Raises:
        InputError: One is no state or organization, or both are one.
        UnknownName: Nobody is called so.
    """
    ids = named(book, one), named(book, other)
    for ident in ids:
        if not ident.startswith(_SIDES):
            raise InputError(
                f"{called(book, ident)} is no state or organization. What lies between two "
                "persons is in what lies between their states; choose these."
            )
    if ids[0] == ids[1]:
        raise InputError(f"{book.label(ids[0])} is there twice; choose two that differ.")
    return Sides(*ids, book.label(ids[0]), book.label(ids[1]))


Two = Annotated[Sides, Depends(sides)]


@router.get("/pairs")
def pairs_page(request: Request, book: Book, one: Name = "", other: Name = "") -> Response:
    """Choose two states or organizations; or go to the pair that was chosen."""
    if one.strip() and other.strip():
        chosen = sides(book, one, other)
        return RedirectResponse(chosen.path, 302)

    def frequent() -> list[tuple[str, str, int]]:
        return book.db.execute(_FREQUENT, {"most": SHOWN}).fetchall()

    def offered() -> tuple[str, ...]:
        return tuple(sorted(typed_as(book, state.id) for state in book.register.states()))

    return page(
        request,
        "pairs.html",
        book,
        title="Pairs",
        one=one,
        other=other,
        known=book.once("states", offered),
        frequent=book.once("pairs", frequent),
        pair_path=pair_path,
    )


def _show(request: Request, book: Reading, two: Sides, tab: str, **values: Any) -> Response:
    return page(
        request,
        f"pair/{tab.strip('/') or 'timeline'}.html",
        book,
        title=f"{two.one_label} and {two.other_label}: {dict(TABS)[tab].lower()}",
        two=two,
        tab=tab,
        all_tabs=TABS,
        called=lambda ident, polity=None: called(book, ident, polity),
        actor_path=actor_path,
        changed=lambda **changes: changed(request, **changes),
        **values,
    )


@router.get("/pair/{one}/{other}")
def pair_page(
    request: Request,
    book: Book,
    two: Two,
    since: Words = "",
    until: Words = "",
    of: Of = "",
    nth: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> Response:
    """Show everything between two, the last contact at each rank, and who visited whom."""
    told = {"one": two.one, "other": two.other, "since": since.strip(), "until": until.strip()}
    answer, refused = ask(book, asking.pair, **told)
    rows: tuple[Dealing, ...] = answer.rows if answer else ()
    if of and answer:
        chosen = _events_of(answer, of)
        rows = tuple(row for row in rows if row.event in chosen)
    # The newest first; what is undated stands at the end, as in the answer.
    dated = [row for row in rows if row.dates]
    shown, n_pages = on_page([*dated[::-1], *(row for row in rows if not row.dates)], nth, SHOWN)
    return _show(
        request,
        book,
        two,
        "",
        answer=answer,
        refused=refused,
        since=since,
        until=until,
        of=of,
        n_rows=len(rows),
        lines=lines(book, [row.event for row in shown]),
        now=nth,
        n_pages=n_pages,
        pages_at=lambda number: changed(request, page=number),
        pairs=[(name, value) for name, value in told.items() if value],
    )


def _events_of(answer: Pair, of: str) -> frozenset[str]:
    """Return the events behind a row of a table: of a channel, of visits, or of both together."""
    kind, _, nth = of.partition(":")
    if kind == "together":
        return frozenset(answer.together)
    found = {
        **{("channel", at): row.events for at, row in enumerate(answer.by_channel)},
        **{("visits", at): row.events for at, row in enumerate(answer.visits)},
    }
    return frozenset(found.get((kind, int(nth)) if nth.isdecimal() else ("", 0), ()))


@router.get("/pair/{one}/{other}/aid")
def aid_page(request: Request, book: Book, two: Two, whole: bool = False) -> Response:
    """Show gifts both ways, when the page stands."""
    return _later(request, book, two, "/aid", asking.aid, whole, who=two.one, other=two.other)


@router.get("/pair/{one}/{other}/ties")
def ties_page(
    request: Request,
    book: Book,
    two: Two,
    since: Words = "",
    until: Words = "",
    whole: bool = False,
) -> Response:
    """Show what the tie was called, when the page stands: documents are searched for it."""
    told = {"since": since.strip(), "until": until.strip()}
    return _later(
        request, book, two, "/ties", asking.partnerships, whole,
        one=two.one, other=two.other, **told,
    )  # fmt: skip


@router.get("/pair/{one}/{other}/claims")
def claims_page(request: Request, book: Book, two: Two, whole: bool = False) -> Response:
    """Show what documents count of the two, held to the ledger, when the page stands."""
    return _later(request, book, two, "/claims", asking.check, whole, who=two.one, other=two.other)


def _later(
    request: Request,
    book: Reading,
    two: Sides,
    tab: str,
    question: Any,
    whole: bool,
    **told: str,
) -> Response:
    """Return a page without its answer, or, asked for the whole of it, with it."""
    answer, refused = ask(book, question, **told) if whole else (None, "")
    return _show(
        request,
        book,
        two,
        tab,
        answer=answer,
        refused=refused,
        whole=whole,
        since=told.get("since", ""),
        until=told.get("until", ""),
        pairs=[(name, value) for name, value in told.items() if value],
    )


@router.get("/pair/{one}/{other}/figure/{tab}")
def pair_figure(
    request: Request,
    book: Book,
    two: Two,
    tab: Annotated[str, Path(max_length=20)],
    since: Words = "",
    until: Words = "",
) -> Response:
    """Draw the answer of a page, with the same parameters."""
    over = {"since": since.strip(), "until": until.strip()}
    who, both = {"who": two.one, "other": two.other}, {"one": two.one, "other": two.other}
    known: dict[str, Any] = {
        "timeline": lambda: asked(book, asking.pair, **both, **over),
        "aid": lambda: asked(book, asking.aid, **who),
        "ties": lambda: asked(book, asking.partnerships, **both, **over),
        "claims": lambda: asked(book, asking.check, **who),
    }
    if tab not in known:
        raise NothingFound(f"There is no figure {tab!r} of a pair; there are {', '.join(known)}.")
    return drawn(request, book, known[tab])
