"""Saved questions: a name for the address of any page, a list of them, and a feed for each."""

import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from fastapi import APIRouter, Form, Path, Query, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match

from dragoman.ledger.saved import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    Saved,
    drop,
    find,
    keep,
    rename,
    saved,
)
from dragoman.model import InputError, NothingFound
from dragoman.web.frame import Book, Nav, address, feed_of, page
from dragoman.web.safety import FEEDS

router = APIRouter()
nav = Nav(85, "Saved", "/saved", foot=True)

_NOT_KEPT = ("/api", "/static", "/login", "/logout", "/saved", "/try", "/review")
"""Addresses that answer no question."""

_NOT_ASKED = ("page", "token")
"""Parameters that are no part of a question."""

_ABOUT_ACTORS = re.compile(r"/actor/([^/]+)(?:/.*)?|/pair/([^/]+)/([^/]+)(?:/.*)?")

Ident = Annotated[str, Path(pattern="^[0-9a-f]{12}$")]
Name = Annotated[str, Form(max_length=4 * LONGEST_NAME)]

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved question as the page lists it."""

    saved: Saved
    feed: str  # its address; "" where a question is none of events


@router.get("/saved")
def saved_page(
    request: Request,
    book: Book,
    address: Annotated[str, Query(max_length=2 * LONGEST_ADDRESS)] = "",
) -> Response:
    """List the saved questions, and take the name of one that is to be saved."""
    asked, wrong = "", ""
    if address.strip():
        try:
            asked = _asked(request, address)
        except InputError as error:
            wrong = str(error)
    kept = [
        Kept(one, _feed(request, one) if events_of(one.address) is not None else "")
        for one in saved(book.volume.root)
    ]
    return page(
        request,
        "saved.html",
        book,
        title="Saved questions",
        kept=kept,
        asked=asked,
        wrong=wrong,
        typed=address,
        longest=LONGEST_NAME,
        as_words=as_words,
    )


@router.post("/saved")
def save(
    request: Request,
    book: Book,
    name: Name = "",
    address: Annotated[str, Form(max_length=2 * LONGEST_ADDRESS)] = "",
) -> Response:
    """Save a question."""
    new = keep(book.volume.root, name, _asked(request, address))
    return RedirectResponse(f"/saved#q-{new.id}", 303)


@router.post("/saved/{ident}/name")
def rename_saved(book: Book, ident: Ident, name: Name = "") -> Response:
    """Give a saved question another name."""
    rename(book.volume.root, ident, name)
    return RedirectResponse(f"/saved#q-{ident}", 303)


@router.post("/saved/{ident}/delete")
def delete_saved(book: Book, ident: Ident) -> Response:
    """Delete a saved question; what it asks for stays in the ledger."""
    drop(book.volume.root, ident)
    return RedirectResponse("/saved", 303)


@router.get("/saved/{ident}.atom")
def saved_feed(request: Request, book: Book, ident: Ident) -> Response:
    """Lead to the feed of a saved question: its own address stays when the question changes."""
    pairs = events_of(find(book.volume.root, ident).address)
    if pairs is None:
        raise NothingFound(
            "This question has no feed. A feed is of events: save a list of events, an actor or "
            "a pair."
        )
    return RedirectResponse(feed_of(request, "/events.atom", pairs), 302)


@router.get("/saved/{ident}")
def open_saved(book: Book, ident: Ident) -> Response:
    """Lead to the page that answers a saved question."""
    return RedirectResponse(find(book.volume.root, ident).address, 302)


def events_of(kept: str) -> Pairs | None:
    """Return the filters of the events that a page is about; None: it is about no events.

    >>> events_of("/pair/st:chn/st:idn/aid")
    [('actor', 'st:chn'), ('actor', 'st:idn')]
    >>> events_of("/coverage") is None
    True
    """
    told = urlsplit(kept)
    if told.path == "/events":
        return [(k, v) for k, v in parse_qsl(told.query) if k not in ("sort", "more", "per")]
    if found := _ABOUT_ACTORS.fullmatch(told.path):
        return [("actor", unquote(actor)) for actor in found.groups() if actor]
    return None


def as_words(kept: str) -> str:
    """Write an address for people: its parameters without what only machines need.

    >>> as_words("/events?channel=visit&q=a+b")
    '/events, channel visit, q a b'
    """
    told = urlsplit(kept)
    pairs = [f"{name} {value}" for name, value in parse_qsl(told.query)]
    return ", ".join([unquote(told.path), *pairs])


def _feed(request: Request, one: Saved) -> str:
    return feed_of(request, f"/saved/{one.id}{FEEDS}", ())


def _asked(request: Request, typed: str) -> str:
    """Return an address of a page here as it is kept: a path, and what is asked.

    Raises:
        InputError: It is none.
    """
    told = urlsplit(typed.strip())
    here = not told.netloc or told.netloc == request.headers.get("host")
    path = quote(unquote(told.path), safe="/:@,;=+~.-")
    if not here or not _is_page(request, path):
        raise InputError(
            "That is no address of a page of this ledger. Copy it from the browser: it begins "
            "with /, such as /events?channel=visit."
        )
    pairs = [(k, v) for k, v in parse_qsl(told.query) if k not in _NOT_ASKED]
    return address(path, pairs)


def _is_page(request: Request, path: str) -> bool:
    """Say whether a path leads to a page that answers something."""
    if not path.startswith("/") or path.startswith(("//", *_NOT_KEPT)) or path.endswith(FEEDS):
        return False
    scope = {"type": "http", "method": "GET", "path": unquote(path), "root_path": "", "headers": []}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)
