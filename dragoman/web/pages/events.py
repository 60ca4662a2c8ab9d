"""Events: facets with their counts, words, order, and the same list as CSV, JSON and Arrow."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from dragoman.ask.book import Answer, Basis
from dragoman.ask.english import date_words
from dragoman.ask.events import EventRow, row
from dragoman.ask.names import actor as actor_of
from dragoman.ask.record import Happening, sort_out
from dragoman.ledger.search import Place
from dragoman.model import Channel, Status
from dragoman.web.answers import FORMS, Form, FormatParameter, reply
from dragoman.web.facets import KINDS, PLACES, SORTS, UNKNOWN, Found, find
from dragoman.web.facets import Query as Asked
from dragoman.web.frame import Book, Nav, address, page
from dragoman.web.lines import in_order, line_of, with_words
from dragoman.web.shelf import Reading

router = APIRouter()
api = APIRouter(tags=["events"])
nav = Nav(20, "Events", "/events")

_SORT_WORDS = {"new": "newest", "old": "oldest", "told": "most told", "best": "best match"}
_UNKNOWN_WORDS = {
    "month": "no month told",
    "outlet": "outlet not known",
    "side": "nobody’s own account",
    "language": "could not tell",
}
_KIND_WORDS = {
    "actor": "Actors",
    "channel": "Channel",
    "status": "Status",
    "month": "Month",
    "outlet": "Outlet",
    "side": "Whose account",
    "language": "Language",
    "place": "Place",
    "topic": "Topic",
    "reviewed": "Reviewed",
}
Values = Annotated[list[str], Query(max_length=30)]


def asked(
    book: Book,
    q: Annotated[
        str, Query(max_length=300, description='Words; "in quotes" together, vis* a beginning.')
    ] = "",
    actor: Annotated[
        list[str], Query(max_length=8, description="Ids or names; an event has them all.")
    ] = [],  # noqa: B006 - FastAPI makes a new one
    channel: Values = [],  # noqa: B006
    status: Values = [],  # noqa: B006
    month: Values = [],  # noqa: B006
    outlet: Values = [],  # noqa: B006
    side: Values = [],  # noqa: B006
    language: Values = [],  # noqa: B006
    place: Values = [],  # noqa: B006
    topic: Values = [],  # noqa: B006
    reviewed: Values = [],  # noqa: B006
    since: Annotated[str, Query(max_length=40, description="EDTF: 2020-08.")] = "",
    until: Annotated[str, Query(max_length=40)] = "",
    teasers: Annotated[bool, Query(description="Also those known only from a teaser.")] = False,
    sort: Annotated[str, Query(description=f"{', '.join(SORTS)}; empty: by what is asked.")] = "",
    more: Annotated[str, Query(description="The facet to give many values of.")] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    per: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Asked:
    """Return what an address asks for, names turned into ids."""
    given = {
        "actor": [_actor(book, one) for one in actor if one.strip()],
        "channel": channel,
        "status": status,
        "month": month,
        "outlet": outlet,
        "side": side,
        "language": language,
        "place": place,
        "topic": topic,
        "reviewed": reviewed,
    }
    q = " ".join(q.split())
    return Asked(
        q,
        {kind: tuple(dict.fromkeys(values)) for kind, values in given.items() if values},
        since.strip(),
        until.strip(),
        teasers,
        sort if sort in SORTS and (q or sort != "best") else "best" if q else "new",
        more if more in KINDS else "",
        page,
        per,
    )


AskedEvents = Annotated[Asked, Depends(asked)]


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of events, and what was found on the way."""

    found: Found
    hits: tuple[Place, ...]
    happenings: tuple[Happening, ...]
    basis: Basis


def listed(book: Reading, query: Asked) -> Listed:
    """Return the events of one page of the list."""
    hits = tuple(book.search(query.q, PLACES)) if query.q else ()
    found = find(book.db, query, hits)
    happenings = in_order(book, found.ids)
    told = sort_out(happenings, asked=None, channels=set(Channel), statuses=set(Status))
    basis = replace(told.basis(book, happenings, asked=None), teasers=0)
    return Listed(found, hits, happenings, basis)


@router.get("/events")
def events_page(request: Request, book: Book, query: AskedEvents) -> Response:
    """Show events, and by what they can be told apart."""
    list_ = listed(book, query)
    rows = tuple(line_of(book, happening) for happening in list_.happenings)
    if query.q:
        rows = with_words(book, rows, list_.hits, query.q)
    return page(
        request,
        "events.html",
        book,
        title="Events",
        query=query,
        found=list_.found,
        lines=rows,
        basis=list_.basis,
        kinds=_KIND_WORDS,
        sorts=[(s, _SORT_WORDS[s]) for s in SORTS if s != "best" or query.q],
        said=lambda kind, value: _said(book, kind, value),
        with_=lambda **changes: _address(query, **changes),
        toggled=lambda kind, value: _toggled(query, kind, value),
        chosen=[(k, v) for k in KINDS for v in query.chosen.get(k, ())],
        n_pages=-(-list_.found.total // query.per),
        pages_at=lambda number: _address(query, page=number),
    )


@api.get("/events", responses=FORMS)
def events_api(book: Book, query: AskedEvents, form: FormatParameter = Form.JSON) -> Response:
    """Events by facets, words and window: exactly what the page of the same address shows."""
    list_ = listed(book, query)
    rows = tuple(row(happening) for happening in list_.happenings if happening.claims)
    last = query.page * query.per >= list_.found.total
    return reply(
        Answer(EventRow, rows, list_.basis),
        form,
        total=list_.found.total,
        page=query.page,
        per=query.per,
        next=None if last else address("/api/events", replace(query, page=query.page + 1).pairs()),
        facets={
            facet.kind: {count.value: count.n for count in facet.counts}
            for facet in list_.found.facets
        },
        other_teasers=list_.found.teasers,
    )


def _actor(book: Reading, typed: str) -> str:
    known = typed.startswith(("st:", "og:", "of:", "pe:"))
    return typed if known else actor_of(book.register, typed, ledger=book)


def _address(query: Asked, **changes: object) -> str:
    """Return the address of the page with something else; other events begin on page 1."""
    if "page" not in changes:
        changes["page"] = 1
    return address("/events", replace(query, **changes).pairs())  # type: ignore[arg-type]


def _toggled(query: Asked, kind: str, value: str) -> str:
    old = query.chosen.get(kind, ())
    new = tuple(v for v in old if v != value) if value in old else (*old, value)
    return _address(query, chosen={**query.chosen, kind: new})


def _said(book: Reading, kind: str, value: str) -> str:
    """Return what to call a value of a facet."""
    if value == UNKNOWN and kind in _UNKNOWN_WORDS:
        return _UNKNOWN_WORDS[kind]
    if kind == "month":
        return date_words(value)
    if kind == "reviewed":
        return {"yes": "every report", "no": "not yet"}[value] if value in ("yes", "no") else value
    if kind == "language":
        return _language(value)
    return book.label(value).replace("_", " ") if kind != "outlet" else value


def _language(code: str) -> str:
    names = {"en": "English", "zh": "Chinese", "ar": "Arabic", "es": "Spanish", "fr": "French"}
    return names.get(code, code)
