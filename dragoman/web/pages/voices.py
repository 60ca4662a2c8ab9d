"""Voices: what was said, by whom, on which side and with what stance, in the words used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from dragoman.ask import asking
from dragoman.ask.english import list_of
from dragoman.ask.show import find_event
from dragoman.ask.voices import Voice, VoiceCount, VoiceKind, Voices
from dragoman.extract.details.book import load_topics
from dragoman.model import InputError, Stance
from dragoman.web.asked import (
    UNKNOWN,
    asked,
    changed,
    documents_of,
    drawn,
    given,
    known,
    named,
    on_page,
    tried,
    typed_as,
)
from dragoman.web.facets import FEW, Count, Facet
from dragoman.web.frame import Book, Nav, address, page
from dragoman.web.lines import lines
from dragoman.web.naming import actor_path, called
from dragoman.web.shelf import Reading

router = APIRouter()
nav = Nav(45, "Voices", "/voices", "Who said what on a topic, and about whom.")

ARRANGED: Mapping[str, tuple[str, Callable[[Voice], str]]] = {
    "": ("by day", lambda _: ""),
    "state": ("by the speaker’s state", lambda voice: voice.polity or ""),
    "side": ("by whose account", lambda voice: voice.side or ""),
    "stance": ("by stance", lambda voice: voice.stance),
}
"""How statements stand on the page: under which heads, and what puts one under its own."""

_NOT_KNOWN = {"state": "State not known", "side": "Nobody’s own account"}
_FACETS = {
    "stance": "Stance",
    "kind": "Kind of speaker",
    "state": "Speaker’s state",
    "speaker": "Speaker",
    "side": "Whose account",
    "outlet": "Outlet",
}
_ASKS = {"state": "by", "speaker": "by"}
"""The parameter that asks for a value of a facet, where it is called otherwise."""


@dataclass(frozen=True, slots=True)
class VoicesQuery:
    """What an address asks for, as typed, or with ids for names."""

    topic: str
    event: str
    about: tuple[str, ...]
    by: str
    kind: str
    stance: str
    side: str
    outlet: str
    since: str
    until: str

    def resolved(self, book: Reading) -> "VoicesQuery":
        """Return it with ids for names.

        Raises:
            UnknownName: Nobody is called so.
            InputError: The start of the event's id fits several.
            NothingFound: There is no such event.
        """
        return replace(
            self,
            event=find_event(book, self.event) if self.event else "",
            about=tuple(dict.fromkeys(named(book, one) for one in self.about)),
            by=named(book, self.by),
            side=self.side if self.side == UNKNOWN else named(book, self.side),
        )

    def answer(self, book: Reading) -> Voices:
        """Ask it, names being ids."""
        return asked(
            book,
            asking.voices,
            topic=self.topic,
            event=self.event,
            about=self.about,
            by=self.by,
            kinds=(self.kind,) if self.kind else (),
            stances=(self.stance,) if self.stance else (),
            docs=documents_of(book, self.side, self.outlet),
            since=self.since,
            until=self.until,
        )


def voices_query(
    topic: Annotated[str, Query(max_length=60, description="Of the codebook: trade.")] = "",
    event: Annotated[str, Query(max_length=200, description="Only near this event.")] = "",
    about: Annotated[
        list[str], Query(max_length=8, description="States that the words all name.")
    ] = [],  # noqa: B006 - FastAPI makes a new one
    by: Annotated[str, Query(max_length=200, description="The speaker, or the state.")] = "",
    kind: Annotated[str, Query(description=f"{', '.join(VoiceKind)}.")] = "",
    stance: Annotated[str, Query(description=f"{', '.join(Stance)}.")] = "",
    side: Annotated[str, Query(max_length=200, description="Whose account it stands in.")] = "",
    outlet: Annotated[str, Query(max_length=300)] = "",
    since: Annotated[str, Query(max_length=40, description="Published, EDTF: 2020-08.")] = "",
    until: Annotated[str, Query(max_length=40)] = "",
) -> VoicesQuery:
    """Return what an address asks for."""
    return VoicesQuery(
        topic.strip(),
        event.strip(),
        tuple(one for one in map(str.strip, about) if one),
        by.strip(),
        kind,
        stance,
        side.strip(),
        outlet,
        since.strip(),
        until.strip(),
    )


Asked = Annotated[VoicesQuery, Depends(voices_query)]
Page = Annotated[int, Query(ge=1, le=100_000)]


@router.get("/voices")
def voices_page(
    request: Request,
    book: Book,
    query: Asked,
    arrange: Annotated[str, Query(max_length=20)] = "",
    page_: Annotated[Page, Query(alias="page")] = 1,
) -> Response:
    """Show statements."""
    if arrange not in ARRANGED:
        raise InputError(f"arrange: {arrange!r} is none of {', '.join(ARRANGED)[2:]}")
    asked_, refused, status = tried(request, lambda: query.resolved(book))
    query = asked_ or query
    answer: Voices | None = None
    if asked_:
        answer, refused, status = tried(request, lambda: query.answer(book))
    rows = answer.rows if answer else ()
    head = ARRANGED[arrange][1]
    ordered = sorted(rows, key=lambda v: (not head(v), book.label(head(v)), head(v)))
    shown, n_pages = on_page(ordered, page_)
    return page(
        request,
        "voices.html",
        book,
        title=f"What was said{_words(book, query)}",
        status=status,
        refused=refused,
        asked=query,
        answer=answer,
        line=lines(book, [query.event])[0] if answer and query.event else None,
        groups=[
            (_head(book, arrange, key), list(group)) for key, group in groupby(shown, key=head)
        ],
        arrange=arrange,
        arranged=ARRANGED,
        facets=_facets(answer, query, request) if answer else [],
        titles=_FACETS,
        called_as=lambda ident, polity=None: called(book, ident, polity),
        actor_path=actor_path,
        called=lambda kind, value: _called(book, kind, value),
        toggled=lambda kind, value: _toggled(request, kind, value),
        topics=[(t, t.replace("-", " ")) for t in sorted(str(e["id"]) for e in load_topics())],
        chosen=_chosen(book, query, request),
        changed=lambda **to: changed(request, **to),
        typed=lambda ident: typed_as(book, ident),
        known=known(book),
        page=page_,
        n_pages=n_pages,
        pages_at=lambda nth: changed(request, page=nth),
        figure_at=address("/voices/figure", given(request, "arrange", "more")),
        pairs=given(request, "arrange", "more"),
    )


@router.get("/voices/figure")
def voices_figure(request: Request, book: Book, query: Asked) -> Response:
    """Return the figure of some statements."""
    return drawn(request, book, lambda: query.resolved(book).answer(book))


def _words(book: Reading, query: VoicesQuery) -> str:
    parts = [f" on {query.topic.replace('-', ' ')}"] if query.topic else []
    parts += [f" about {list_of([book.label(one) for one in query.about])}"] if query.about else []
    parts += [f" by {book.label(query.by)}"] if query.by else []
    return "".join(parts)


def _head(book: Reading, arrange: str, key: str) -> str:
    return book.label(key) if key else _NOT_KNOWN.get(arrange, "")


def _facets(answer: Voices, query: VoicesQuery, request: Request) -> list[Facet]:
    """Return the answer's own counts as facets: by stance, then as the question counts them."""
    by_kind: dict[str, list[VoiceCount]] = {}
    for one in answer.counts:
        by_kind.setdefault(one.by, []).append(one)
    stances = [
        Count(stance, n, query.stance == stance)
        for stance in Stance
        if (n := sum(getattr(one, str(stance)) for one in by_kind.get("kind", [])))
    ]
    facets = [Facet("stance", tuple(stances), len(stances))]
    chosen = {query.kind, query.by, query.side, query.outlet}
    for kind in _FACETS:
        if counts := by_kind.get(kind):
            shown = counts if request.query_params.get("more") == kind else counts[:FEW]
            values = tuple(Count(one.key, one.n, one.key in chosen) for one in shown)
            facets.append(Facet(kind, values, len(counts)))
    return facets


def _toggled(request: Request, kind: str, value: str) -> str | None:
    """Return the address with a value asked for, or let go; None: it cannot be asked for."""
    name = _ASKS.get(kind, kind)
    if name == "by" and not value.startswith(("st:", "og:", "of:", "pe:")):
        return None
    return changed(request, **{name: "" if request.query_params.get(name) == value else value})


def _called(book: Reading, kind: str, value: str) -> str:
    if value == UNKNOWN:
        return {"side": "nobody’s own account"}.get(kind, "not known")
    return value if kind == "outlet" else book.label(value)


def _chosen(book: Reading, query: VoicesQuery, request: Request) -> list[tuple[str, str]]:
    """Return what is asked, each in words with the address that lets it go."""
    told: list[tuple[str, dict[str, Any]]] = []
    if query.topic:
        told.append((f"on {query.topic.replace('-', ' ')}", {"topic": ""}))
    if query.event:
        told.append(("near one event", {"event": ""}))
    if query.about:
        told.append((f"about {list_of([book.label(a) for a in query.about])}", {"about": ""}))
    for words, name in (("by", "by"), ("account:", "side")):
        if value := getattr(query, name):
            told.append((f"{words} {_called(book, name, value)}", {name: ""}))
    for name in ("kind", "stance", "outlet"):
        if value := getattr(query, name):
            told.append((_called(book, name, value), {name: ""}))
    if query.since or query.until:
        told.append((f"{query.since or '…'} to {query.until or '…'}", {"since": "", "until": ""}))
    return [(words, changed(request, **to)) for words, to in told]
