"""Plans and what became of them; the agenda of the weeks to come, also as a calendar."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from dragoman import __version__
from dragoman.ask import asking
from dragoman.ask.english import date_words
from dragoman.ask.plan import Outcome
from dragoman.ask.plans import Agenda, AgendaRow, Lead, Plans, Realization
from dragoman.export.formats import About
from dragoman.export.formats.ical import write
from dragoman.export.formats.record import Stream
from dragoman.model import Channel, InputError
from dragoman.web.asked import (
    asked,
    changed,
    citation,
    drawn,
    given,
    known,
    named,
    on_page,
    tried,
    typed_as,
)
from dragoman.web.frame import Book, Nav, address, page
from dragoman.web.lines import lines
from dragoman.web.shelf import Reading

router = APIRouter()
nav = Nav(50, "Plans", "/plans", "What was announced, and what became of it; what lies ahead.")


@dataclass(frozen=True, slots=True)
class PlansQuery:
    """Which plans are asked for; `who` as typed."""

    who: str
    channels: tuple[Channel, ...]
    as_of: str

    def plans(self, book: Reading) -> Plans:
        """List them."""
        return asked(book, asking.plans, **self._given(book))

    def agenda(self, book: Reading, weeks: int) -> Agenda:
        """List those of the weeks to come."""
        return asked(book, asking.agenda, weeks=weeks, **self._given(book))

    def _given(self, book: Reading) -> dict[str, object]:
        return {"who": named(book, self.who), "channels": self.channels, "as_of": self.as_of}


def plans_query(
    who: Annotated[str, Query(max_length=200)] = "",
    channel: Annotated[list[str], Query(max_length=30)] = [],  # noqa: B006 - FastAPI makes a new one
    as_of: Annotated[str, Query(max_length=40)] = "",
) -> PlansQuery:
    """Return what an address asks for."""
    channels = tuple(one for one in channel if one)
    for one in channels:
        if one not in set(Channel):
            raise InputError(f"channel: {one!r} is none of {', '.join(Channel)}")
    return PlansQuery(who.strip(), tuple(map(Channel, channels)), as_of.strip())


Asked = Annotated[PlansQuery, Depends(plans_query)]
Page = Annotated[int, Query(alias="page", ge=1, le=100_000)]
Weeks = Annotated[int, Query(ge=1, le=520)]


@router.get("/plans")
def plans_page(
    request: Request,
    book: Book,
    query: Asked,
    outcome: Annotated[str, Query(max_length=20)] = "",
    page_: Page = 1,
) -> Response:
    """Show what was announced and what became of it."""
    if outcome and outcome not in set(Outcome):
        raise InputError(f"outcome: {outcome!r} is none of {', '.join(Outcome)}")
    answer, refused, status = tried(request, lambda: query.plans(book))
    rows = [row for row in answer.rows if outcome in ("", row.outcome)] if answer else []
    counts = Counter(row.outcome for row in answer.rows) if answer else Counter()
    # The latest first, and what is set for no day at the end.
    ordered = [row for row in rows if row.set_for][::-1] + [row for row in rows if not row.set_for]
    shown, n_pages = on_page(ordered, page_)
    return page(
        request,
        "plans.html",
        book,
        title="Plans",
        status=status,
        refused=refused,
        answer=answer,
        counts=[(one, counts[one]) for one in Outcome if counts[one]],
        outcome=outcome,
        refused_shares=_reasons([r for r in answer.realization if r.channel]) if answer else {},
        refused_leads=_reasons(answer.leads) if answer else {},
        n=len(rows),
        rows=shown,
        lines={line.event: line for line in lines(book, [row.event for row in shown])},
        page=page_,
        n_pages=n_pages,
        pages_at=lambda nth: changed(request, page=nth),
        figure_at=address("/plans/figure", given(request, "outcome")),
        pairs=given(request, "outcome"),
        **_form(request, book, query),
    )


@router.get("/plans/figure")
def plans_figure(request: Request, book: Book, query: Asked) -> Response:
    """Return the figure of some plans."""
    return drawn(request, book, lambda: query.plans(book))


@router.get("/agenda")
def agenda_page(request: Request, book: Book, query: Asked, weeks: Weeks = 4) -> Response:
    """Show what is planned for the weeks to come."""
    answer, refused, status = tried(request, lambda: query.agenda(book, weeks))
    rows = answer.rows if answer else ()
    return page(
        request,
        "agenda.html",
        book,
        title="Agenda",
        status=status,
        refused=refused,
        answer=answer,
        weeks=weeks,
        groups=[(_head(*key), list(of)) for key, of in groupby(sorted(rows, key=_when), key=_when)],
        lines={line.event: line for line in lines(book, [row.plan for row in rows])},
        calendar_at=address("/agenda.ics", given(request)),
        figure_at=address("/agenda/figure", given(request)),
        pairs=given(request),
        **_form(request, book, query),
    )


@router.get("/agenda/figure")
def agenda_figure(request: Request, book: Book, query: Asked, weeks: Weeks = 4) -> Response:
    """Return the figure of the weeks to come."""
    return drawn(request, book, lambda: query.agenda(book, weeks))


@router.get("/agenda.ics")
def agenda_calendar(book: Book, query: Asked, weeks: Weeks = 4) -> Response:
    """Return the agenda as a calendar that other programs subscribe to."""
    answer = query.agenda(book, weeks)
    chosen = frozenset(row.plan for row in answer.rows)
    stream = Stream(book, book.register, book.config.quote_chars, only=chosen)
    about = About(__version__, citation(book), book.config.quote_chars, "the agenda")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "agenda.ics"
        write(stream, path, about)
        calendar = path.read_bytes()
    return Response(
        calendar,
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="agenda.ics"'},
    )


def _form(request: Request, book: Reading, query: PlansQuery) -> dict[str, object]:
    """Return what the form of both pages needs."""
    return {
        "asked": query,
        "typed": typed_as(book, query.who) if query.who else "",
        "channels": [("", "any channel"), *((str(c), c.replace("_", " ")) for c in Channel)],
        "known": known(book),
        "changed": lambda **to: changed(request, **to),
        "other_page": lambda path: address(path, given(request, "outcome", "weeks")),
    }


def _reasons(estimates: Sequence[Realization | Lead]) -> dict[str, list[str]]:
    """Return why some estimates are refused, and of which channels, with the numbers of plans."""
    found: dict[str, list[str]] = {}
    for one in estimates:
        if one.refused and one.n_plans:
            channel = one.channel.replace("_", " ") if one.channel else "all"
            found.setdefault(one.refused, []).append(f"{channel} {one.n_plans}")
    return found


def _when(row: AgendaRow) -> tuple[date, bool]:
    """Return the first day of a row's week; of one set for no day, that of its month."""
    day = date.fromisoformat(row.day)
    vague = min((len(value) for value in row.set_for), default=10) < len("2020-08-20")
    return day if vague else day - timedelta(days=day.weekday()), vague


def _head(day: date, vague: bool) -> str:
    if vague:
        return f"{date_words(day.isoformat()[:7])}, on a day that is not told"
    return f"Week of {date_words(day.isoformat())}"
