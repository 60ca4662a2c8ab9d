"""A feed (Atom) of events by the filters of their list: those newest in the ledger come first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Request
from starlette.responses import Response

from dragoman.ask.quote import Piece, shorten
from dragoman.ask.record import Happening
from dragoman.export.pages import clean
from dragoman.ledger.parts import Parts, number_of, read
from dragoman.web.facets import KINDS, PLACES, find
from dragoman.web.facets import Query as Asked
from dragoman.web.frame import Book, address, feed_of, plural, words
from dragoman.web.lines import Line, in_order, line_of
from dragoman.web.pages.events import AskedEvents
from dragoman.web.shelf import Reading

router = APIRouter()

ATOM = "application/atom+xml"
QUOTES = 3
"""Sentences of documents that stand in an entry."""

_NAMESPACE = "http://www.w3.org/2005/Atom"
_IDS = UUID("6b3a2f0e-9f43-5d0c-8a55-2b6f0a3f6c11")  # ours alone: ids of entries are made in it
_MANY = 10**9
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

# An event's entry keeps its id when further documents tell of it: the event's own id may
# change then, that of its first report does not.
_ENTERED = """
WITH docs AS (SELECT unnest($docs::VARCHAR[]) AS doc_id, unnest($parts::INTEGER[]) AS part)
SELECT e.event_id, arg_min(r.report_id, (part, r.report_id)), min(part), max(part)
FROM events AS e JOIN event_reports AS er USING (event_id)
JOIN reports AS r ON r.report_id = er.report_id AND (r.section = 'body' OR e.section <> 'body')
JOIN docs ON docs.doc_id = r.doc_id
GROUP BY e.event_id, e.first_day
ORDER BY min(part) DESC, e.first_day DESC NULLS LAST, e.event_id
"""


@dataclass(frozen=True, slots=True)
class Entered:
    """When an event came into the ledger, and when a document last told of it."""

    event: str
    report: str  # the first that told of it
    first: datetime
    last: datetime


@router.get("/events.atom")
def events_feed(request: Request, book: Book, query: AskedEvents) -> Response:
    """Send the events that came into the ledger last, of those that the filters leave."""
    hits = tuple(book.search(query.q, PLACES)) if query.q else ()
    all_ = replace(query, page=1, per=_MANY, sort="new", more="")
    found = set(find(book.db, all_, hits).ids)
    newest = [one for one in entered(book) if one.event in found][: query.per]
    told = {h.id: h for h in in_order(book, [one.event for one in newest])}
    entries = [(one, told[one.event]) for one in newest if one.event in told]
    return Response(_feed(request, book, query, entries), media_type=f"{ATOM}; charset=utf-8")


def entered(book: Reading) -> tuple[Entered, ...]:
    """Return all events, those first that came last into the ledger.

    What came when is known from the parts that documents were read in. A part that is written
    anew without a withdrawn document is as old as before: no later part is older than it.
    """
    return book.once("entered", lambda: _entered(book))


def _entered(book: Reading) -> tuple[Entered, ...]:
    part_of: dict[str, int] = {}
    times: dict[int, datetime] = {}
    for path in Parts(book.volume.root).documents():
        nth = number_of(path)
        times[nth] = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
        for doc_id in read(path, ["doc_id"])["doc_id"].to_pylist():
            part_of.setdefault(doc_id, nth)
    oldest = max(times.values(), default=_NEVER)
    for nth in sorted(times, reverse=True):
        times[nth] = oldest = min(oldest, times[nth])
    rows = book.db.execute(_ENTERED, {"docs": [*part_of], "parts": [*part_of.values()]}).fetchall()
    return tuple(
        Entered(event, report, times[first], times[last]) for event, report, first, last in rows
    )


def _feed(
    request: Request, book: Reading, query: Asked, entries: Sequence[tuple[Entered, Happening]]
) -> bytes:
    base = str(request.base_url).rstrip("/")
    pairs = replace(query, page=1, sort=Asked().sort, more="").pairs()
    pairs = [(name, value) for name, value in pairs if name != "sort"]
    name = str(request.app.state.ledger_name)
    feed = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "en"})
    _add(feed, "id", _urn(f"feed {name} {pairs}"))
    _add(feed, "title", f"{name}: {_title(book, query)}")
    _add(feed, "updated", _time(max((one.last for one, _ in entries), default=_NEVER)))
    _add(feed, "generator", "Dragoman")
    _add(SubElement(feed, "author"), "name", name)
    here = feed_of(request, "/events.atom", pairs)
    SubElement(feed, "link", {"rel": "self", "type": ATOM, "href": f"{base}{here}"})
    list_ = f"{base}{address('/events', pairs)}"
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": list_})
    for one, happening in entries:
        entry = SubElement(feed, "entry")
        line = line_of(book, happening)
        _add(entry, "id", _urn(one.report))
        _add(entry, "title", line.sentence)
        _add(entry, "published", _time(one.first))
        _add(entry, "updated", _time(one.last))
        there = f"{base}/event/{line.event}"
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": there})
        SubElement(entry, "category", {"term": line.channel, "label": words(line.channel)})
        _add(entry, "summary", _summary(book, line, happening))
    whole: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return whole


def _add(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = clean(text)


def _urn(told: str) -> str:
    return f"urn:uuid:{uuid5(_IDS, told)}"


def _time(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _title(book: Reading, query: Asked) -> str:
    """Say in words which events a feed has."""
    chosen = [
        value if kind == "outlet" else words(book.label(value))
        for kind in KINDS
        for value in query.chosen.get(kind, ())
    ]
    asked = [f"“{query.q}”"] if query.q else []
    window = [f"{query.since or '…'} to {query.until or '…'}"] if query.since or query.until else []
    return (
        f"events, {', '.join([*asked, *chosen, *window])}"
        if asked or chosen or window
        else "events"
    )


def _summary(book: Reading, line: Line, happening: Happening) -> str:
    """Say what is told of an event, by whom, and in what words."""
    when = line.when or "no day told"
    outlets = f" ({', '.join(line.outlets)})" if line.outlets else ""
    channel = words(line.channel)
    parts = [f"{channel[:1].upper()}{channel[1:]}, {line.status}, {when}."]
    parts.append(f"Told in {plural(line.n_documents, 'document')}{outlets}.")
    if line.differ:
        parts.append(f"Documents differ on {', '.join(line.differ)}.")
    limit = book.config.quote_chars
    for report in happening.counted[:QUOTES]:
        quote = " ".join(report.quote.split())
        short = "".join(piece.text for piece in shorten((Piece(quote, False),), limit))
        day = f", {report.doc.published}" if report.doc.published else ""
        parts.append(f"“{short}” ({report.doc.label}{day})")
    return " ".join(parts)
