"""Compare: two accounts of an event, or two documents, point by point and sentence by sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from dragoman.ask import asking
from dragoman.ask.compare import BOTH, DIFFER, HERE, THERE, ComparedRow, Comparison, Readout
from dragoman.ask.english import possessive
from dragoman.ask.quote import Piece, cut, shorten
from dragoman.ask.record import DocRow, documents, happenings
from dragoman.ask.show import find_event
from dragoman.model import Document, InputError
from dragoman.web.asked import asked, changed, drawn, given, named, typed_as
from dragoman.web.frame import Book, Nav, address, page
from dragoman.web.lines import Line, lines
from dragoman.web.marking import Mark, Stretch, stretches
from dragoman.web.shelf import Reading

router = APIRouter()
nav = Nav(
    40,
    "Compare",
    "/compare",
    "Two accounts of one event side by side: what both tell, and what only one does.",
)

SHOWN = {"both": BOTH, "here": HERE, "there": THERE, "differ": DIFFER}
"""What `show` says, and the rows that are then left."""

LONGEST = 60_000
"""Characters of an account that stand on the page."""

_FEW = 25
_WORDS = 320  # of a quotation in a cell

Key = Annotated[
    str, Path(max_length=200, description="Id of an event, report or claim, or its start.")
]
Doc = Annotated[str, Query(max_length=200, description="Id of a document, or its name.")]
Side = Annotated[str, Query(max_length=100, description="The party whose account it is.")]
Show = Annotated[str, Query(pattern="^(both|here|there|differ)?$", description="Only such rows.")]

_TOLD_TWICE = """
SELECT event_id, len(sides) FROM events
WHERE section = 'body' AND (len(sides) > 1 OR n_documents > 1)
ORDER BY len(sides) > 1 DESC, last_day DESC NULLS LAST, n_documents DESC, event_id LIMIT ?
"""

_LEFT_OUT = """
SELECT doc_id, kind, "start", "end", rule FROM sections
WHERE kind <> 'body' AND list_contains($docs, doc_id)
"""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an account and where they stand."""

    doc_id: str
    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that either account says, with the words of each."""

    kind: str
    about: str
    said: tuple[str, ...]  # several where the accounts differ
    event: str | None
    where: str
    here: tuple[Quote, ...]
    there: tuple[Quote, ...]
    rank_here: int | None
    rank_there: int | None


@dataclass(frozen=True, slots=True)
class Account:
    """One account, whole: its documents with the sentences that the other tells too."""

    name: str
    readout: Readout
    docs: tuple[tuple[DocRow, tuple[Stretch, ...], bool], ...]  # True: cut


@router.get("/compare")
def compare_start(
    request: Request, book: Book, one: Doc = "", other: Doc = "", show: Show = ""
) -> Response:
    """Compare two documents; without two, say what can be compared."""
    if one.strip() and other.strip():
        answer = asked(book, asking.compare, typed=one.strip(), other=other.strip())
        return _page(request, book, answer, show)
    rows = book.db.execute(_TOLD_TWICE, [_FEW]).fetchall()
    several = lines(book, [event for event, _ in rows])
    both = {event for event, n_sides in rows if n_sides > 1}
    return page(
        request,
        "compare_start.html",
        book,
        title="Compare",
        one=one,
        other=other,
        both=[line for line in several if line.event in both],
        several=[line for line in several if line.event not in both],
    )


@router.get("/compare/figure")
def compare_documents_figure(request: Request, book: Book, one: Doc, other: Doc) -> Response:
    """Return the figure of two documents."""
    return drawn(request, book, lambda: asked(book, asking.compare, typed=one, other=other))


@router.get("/compare/{key}")
def compare_page(
    request: Request, book: Book, key: Key, here: Side = "", there: Side = "", show: Show = ""
) -> Response:
    """Compare the accounts that two parties give of an event."""
    event = find_event(book, key)
    try:
        answer = _of_event(book, event, here, there)
    except InputError:
        if here or there:
            raise
        return _choose(request, book, event)
    return _page(request, book, answer, show)


@router.get("/compare/{key}/figure")
def compare_figure(
    request: Request, book: Book, key: Key, here: Side = "", there: Side = ""
) -> Response:
    """Return the figure of two accounts."""
    return drawn(request, book, lambda: _of_event(book, find_event(book, key), here, there))


def _of_event(book: Reading, event: str, here: str, there: str) -> Comparison:
    sides = {"here": named(book, here), "there": named(book, there)}
    return asked(book, asking.compare, typed=event, **sides)


def _shown(answer: Comparison, show: str) -> Comparison:
    if not show:
        return answer
    return replace(answer, rows=tuple(row for row in answer.rows if row.where == SHOWN[show]))


def _choose(request: Request, book: Reading, event: str) -> Response:
    """Offer two of an event's documents, where none is known as the account of a party."""
    [happening] = happenings(book, event=event)
    [line] = lines(book, [event])
    return page(
        request,
        "compare_start.html",
        book,
        title=f"Compare the accounts: {line.sentence}",
        line=line,
        docs=happening.docs,
        one="",
        other="",
        both=[],
        several=[],
    )


def _page(request: Request, book: Reading, answer: Comparison, show: str) -> Response:
    names = _names(book, answer)
    texts = _texts(book, answer)
    counts = {key: sum(row.where == where for row in answer.rows) for key, where in SHOWN.items()}
    event = lines(book, [answer.event])[0] if answer.event else None
    points = [_point(book, answer, row, texts) for row in _shown(answer, show).rows]
    return page(
        request,
        "compare.html",
        book,
        title=f"{names[0]} and {names[1]}" + (f": {event.sentence}" if event else ""),
        answer=answer,
        line=event,
        names=names,
        points=_grouped(points),
        counts=counts,
        show=show,
        where=_where_words(names),
        accounts=_accounts(answer, names, texts, _left_out(book, texts)),
        events=_events(book, answer),
        others=documents(book, answer.others),
        figure_at=address(f"{request.url.path}/figure", given(request, "show")),
        pairs=[(k, str(v)) for k, v in answer.query.items() if k != "question"],
        showing=lambda key: changed(request, show=key),
        silent=[book.label(side) for side in answer.silent],
        typed=lambda side: typed_as(book, side),
    )


def _names(book: Reading, answer: Comparison) -> tuple[str, str]:
    """Return what to call the accounts: by side, else by outlet; never both the same."""
    called = [
        f"{possessive(book.label(one.side))} account"
        if one.side and (answer.event or answer.here.side != answer.there.side)
        else one.label
        for one in (answer.here, answer.there)
    ]
    if called[0] == called[1]:
        called = [f"{called[0]} (first)", f"{called[1]} (second)"]
    return called[0], called[1]


def _where_words(names: tuple[str, str]) -> Mapping[str, str]:
    return {
        BOTH: "both",
        HERE: f"{names[0]} alone",
        THERE: f"{names[1]} alone",
        DIFFER: "they differ",
    }


def _texts(book: Reading, answer: Comparison) -> dict[str, Document]:
    wanted = [*answer.here.documents, *answer.there.documents]
    return {doc_id: doc for doc_id in wanted if (doc := book.document(doc_id))}


def _left_out(book: Reading, texts: Mapping[str, Document]) -> dict[str, list[Mark]]:
    """Return the stretches of each document that are no body, and are not compared."""
    found: dict[str, list[Mark]] = {doc: [] for doc in texts}
    for doc, kind, start, end, rule in book.db.execute(_LEFT_OUT, {"docs": list(texts)}).fetchall():
        found[doc].append(Mark(start, end, kind, f"{kind}, not compared ({rule})"))
    return found


def _events(book: Reading, answer: Comparison) -> dict[str, Line]:
    ids = [row.value for row in answer.rows if row.kind == "event"]
    return {line.event: line for line in lines(book, ids)}


def _point(
    book: Reading, answer: Comparison, row: ComparedRow, texts: Mapping[str, Document]
) -> Point:
    places = [_place(one) for one in row.places]
    # In an event's sentence the words are marked that its claims rest on.
    marks: dict[str, list[tuple[int, int]]] = {doc: [] for doc in texts}
    if row.kind == "event":
        for other in answer.rows:
            if other.kind == "claim":
                for doc, start, end in map(_place, other.places):
                    marks[doc].append((start, end))
    quotes = [
        Quote(doc, start, end, _pieces(texts[doc].text, start, end, marks[doc]))
        for doc, start, end in places
        if doc in texts
    ]
    return Point(
        row.kind,
        row.about,
        () if row.kind == "event" else tuple(_said(book, row)),
        row.value if row.kind == "event" else None,
        row.where,
        tuple(quote for quote in quotes if quote.doc_id in answer.here.documents),
        tuple(quote for quote in quotes if quote.doc_id in answer.there.documents),
        row.rank_here,
        row.rank_there,
    )


def _said(book: Reading, row: ComparedRow) -> list[str]:
    """Return what a row says, each account's where they differ, names for ids."""
    if row.kind == "stance":
        return [f"{book.label(row.about)} on {row.value}"]
    return [" or ".join(map(book.label, one.split(" / "))) for one in row.value.split(" | ")]


def _place(place: str) -> tuple[str, int, int]:
    doc, _, span = place.rpartition(":")
    start, _, end = span.partition("-")
    return doc, int(start), int(end)


def _pieces(text: str, start: int, end: int, marks: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    inside = [(a - start, b - start) for a, b in marks if start <= a < b <= end]
    pieces = cut(text[start:end], inside)
    return shorten(tuple(Piece(_flat(one.text), one.marked) for one in pieces), _WORDS)


def _flat(text: str) -> str:
    """Put words on one line, and keep the space at either end."""
    left, right = " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""
    return f"{left}{' '.join(text.split())}{right}" if text.strip() else " "


def _grouped(points: Sequence[Point]) -> list[tuple[str, list[Point]]]:
    titles = {
        "event": "What is told",
        "stance": "Who is quoted on what",
        "topic": "Topics, in the order in which each comes to them",
    }
    groups: dict[str, list[Point]] = {}
    for point in points:
        groups.setdefault("event" if point.kind == "claim" else point.kind, []).append(point)
    return [(titles[kind], groups[kind]) for kind in titles if kind in groups]


def _accounts(
    answer: Comparison,
    names: tuple[str, str],
    texts: Mapping[str, Document],
    left_out: Mapping[str, Sequence[Mark]],
) -> list[Account]:
    """Return both accounts with the sentences marked that the other tells too."""
    marks: dict[str, list[Mark]] = {doc: list(found) for doc, found in left_out.items()}
    for nth, pair in enumerate(answer.pairs, 1):
        for side, place in zip(("here", "there"), pair.places, strict=True):
            doc, start, end = _place(place)
            shared = ", ".join(pair.shared[:8])
            marks[doc].append(Mark(start, end, "pair", f"in common: {shared}", f"{side}-{nth}"))
    found = []
    for name, readout in zip(names, (answer.here, answer.there), strict=True):
        docs = tuple(
            (_row(told), stretches(told.text[:LONGEST], marks[told.id]), len(told.text) > LONGEST)
            for one in readout.documents
            if (told := texts.get(one))
        )
        found.append(Account(name, readout, docs))
    return found


def _row(doc: Document) -> DocRow:
    return DocRow(doc.id, doc.title, doc.url, doc.outlet, doc.side, doc.published, doc.name)
