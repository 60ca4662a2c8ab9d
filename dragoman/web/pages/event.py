"""One event: every claim by role with its sources, and where the sources do not agree."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import RedirectResponse, Response

from dragoman.actors.resolving import METHODS
from dragoman.ask.linked import why_linked
from dragoman.ask.quote import Piece
from dragoman.ask.record import ClaimRow, ReportRow, happenings
from dragoman.ask.show import Dossier, elsewhere, pieces, show
from dragoman.model import ROLES, Role
from dragoman.web.answers import as_json
from dragoman.web.frame import Book, page
from dragoman.web.lines import about_words, called, line_of, lines
from dragoman.web.marking import paragraph
from dragoman.web.shelf import Reading

router = APIRouter()
api = APIRouter(tags=["events"])

Key = Annotated[
    str, Path(max_length=200, description="Id of an event, report or claim, or its start.")
]


@dataclass(frozen=True, slots=True)
class Sourced:
    """One value of a role with all the claims that give it."""

    value: str  # as it is called
    id: str | None  # of an actor
    by_office: bool  # nobody is named: the value follows from the office
    claims: tuple[tuple[ClaimRow, ReportRow], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A report with its sentence inside its paragraph."""

    report: ReportRow
    before: str
    pieces: tuple[Piece, ...]
    after: str
    elsewhere: tuple[str, ...]


@router.get("/event/{key}")
def event_page(request: Request, book: Book, key: Key) -> Response:
    """Show all that documents say of one event; a decision may have given it another id."""
    dossier = show(book, book.volume.pending.events.get(key, key))
    event = dossier.event.event
    if event != key:
        return RedirectResponse(f"/event/{event}", 302)
    [happening] = happenings(book, event=event)
    line = line_of(book, happening)
    return page(
        request,
        "event.html",
        book,
        title=line.sentence,
        line=line,
        dossier=dossier,
        roles=_roles(book, dossier),
        told=[_told(book, report) for report in dossier.reports],
        linked=why_linked(book, event),
        part_of=lines(book, [dossier.part_of.event] if dossier.part_of else []),
        parts=lines(book, [part.event for part in dossier.parts]),
        about=lambda about: about_words(book, about),
        methods=METHODS,
    )


@api.get("/event/{key}")
def event_api(book: Book, key: Key) -> Response:
    """One event with its reports, claims, disagreements and plan."""
    return as_json(show(book, key))


def _roles(book: Reading, dossier: Dossier) -> list[tuple[Role, str, list[Sourced]]]:
    """Return the values of each role in the order of the codebook, each with its claims."""
    groups: dict[tuple[str, str], list[tuple[ClaimRow, ReportRow]]] = {}
    for report in dossier.reports:
        for claim in report.claims:
            value = called(claim)
            groups.setdefault((claim.role, value), []).append((claim, report))
    found: list[tuple[Role, str, list[Sourced]]] = []
    for role in ROLES:
        values = [
            Sourced(
                book.label(value),
                value if value.startswith(("st:", "og:", "of:", "pe:")) else None,
                all(claim.inferred for claim, _ in claims),
                tuple(claims),
            )
            for (of, value), claims in groups.items()
            if of == role
        ]
        if values:
            found.append((role, ROLES[role], values))
    return found


def _told(book: Reading, report: ReportRow) -> Told:
    doc = book.document(report.doc.id)
    before = after = ""
    if doc is not None:
        first, last = paragraph(doc.text, report.start, report.end)
        before, after = doc.text[first : report.start], doc.text[report.end : last]
    return Told(report, before, pieces(report), after, elsewhere(report))
