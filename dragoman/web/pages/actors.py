"""Actors: find one by name, among those of the ledger and all that the register knows."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.actors.tokens import fold
from dragoman.web.asked import on_page
from dragoman.web.frame import Book, Nav, address, page
from dragoman.web.naming import called
from dragoman.web.shelf import Reading

router = APIRouter()
nav = Nav(30, "Actors", "/actors")

KINDS = {
    "st": "States",
    "og": "Organizations",
    "pe": "Persons",
    "of": "Offices, where nobody is named",
}
_OF_REGISTER = 40  # actors that the register knows and the ledger lacks, shown at most

_COUNTS = """
SELECT f.value, count(*) FROM memory.main.facet AS f JOIN memory.main.event AS e USING (nth)
WHERE f.kind = 'actor' AND e.in_body GROUP BY 1 ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """An actor as a line of the list."""

    id: str
    label: str  # a person with the state
    n_events: int  # in the body of documents, whatever their status
    folded: str  # to be found by


@router.get("/actors")
def actors_page(
    request: Request,
    book: Book,
    q: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[str, Query(max_length=2)] = "",
    nth: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> Response:
    """Show the actors of the ledger, or those whose name is being typed."""
    q = " ".join(q.split())
    everybody = of_ledger(book)
    meant = set(book.register.lookup(q)) if q else set()
    found = [one for one in everybody if one.id in meant or _fits(one, q)]
    found.sort(key=lambda one: one.id not in meant)
    counts = {k: sum(one.id.startswith(k) for one in found) for k in KINDS}
    if kind in KINDS:
        found = [one for one in found if one.id.startswith(kind)]
    rows, n_pages = on_page(found, nth)
    given = [(name, value) for name, value in (("q", q), ("kind", kind)) if value]
    here = {one.id for one in everybody}
    return page(
        request,
        "actors.html",
        book,
        title="Actors",
        q=q,
        kind=kind,
        kinds=[(k, words, counts[k]) for k, words in KINDS.items()],
        rows=rows,
        n_found=len(found),
        others=[one for one in of_register(book, q) if one.id not in here] if q else [],
        near=book.register.suggest(q) if q and not found else [],
        now=nth,
        n_pages=n_pages,
        to=lambda number: address("/actors", [*given, ("page", str(number))]),
    )


def of_ledger(book: Reading) -> tuple[Listed, ...]:
    """Return who is party to an event of the ledger, or carries something, most events first."""

    def make() -> tuple[Listed, ...]:
        return tuple(_listed(book, *row) for row in book.db.execute(_COUNTS).fetchall())

    return book.once("actors", make)


def of_register(book: Reading, q: str) -> list[Listed]:
    """Return whom the register knows by a name that begins so, or has a word that does."""
    known = [ident for ident in book.register.lookup(q) if ident.startswith(tuple(KINDS))]

    def make() -> tuple[Listed, ...]:
        register = book.register
        everybody = [state.id for state in register.states()] + register.people()
        return tuple(_listed(book, ident, 0) for ident in everybody)

    begun = [one for one in book.once("register-actors", make) if _fits(one, q)]
    # Those first whose name itself begins so.
    begun.sort(key=lambda one: not one.folded.startswith(fold(q)))
    found = {one.id: one for one in (*(_listed(book, ident, 0) for ident in known), *begun)}
    return list(found.values())[:_OF_REGISTER]


def _listed(book: Reading, ident: str, n_events: int) -> Listed:
    label = called(book, ident)
    polity = book.register.polity(ident)
    code = f" {polity.code}" if polity and polity.code else ""
    # Of all whom the register knows, a state's name does not find everybody of the state.
    words = label if n_events else book.label(ident)
    return Listed(ident, label, n_events, fold(f"{words}{code} {ident[3:]}"))


def _fits(one: Listed, q: str) -> bool:
    """Say whether each word typed begins a word of the name."""
    told = f" {one.folded}".replace("(", " ").replace("-", " ")
    return all(f" {word}" in told for word in fold(q).replace("-", " ").split())
