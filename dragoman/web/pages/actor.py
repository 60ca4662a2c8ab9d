"""Actor: circle, channels, counterparts, statements, plans and offices, each on a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from dragoman.actors.facts import Tenure, class_of, rank
from dragoman.ask import asking
from dragoman.ask.network import MOST, Network
from dragoman.ask.plan import last_day
from dragoman.ask.plans import PlanRow
from dragoman.ask.window import window
from dragoman.model import CONTACT_CHANNELS, NothingFound, UnknownName
from dragoman.web.answers import FORMS, as_json
from dragoman.web.asked import asked, changed, drawn, given, named, on_page
from dragoman.web.frame import Book, page, said
from dragoman.web.lines import Line, lines
from dragoman.web.naming import actor_path, called, pair_path
from dragoman.web.sending import Send
from dragoman.web.shelf import Reading

router = APIRouter()
api = APIRouter(tags=["questions"])

TABS = (
    ("", "Circle"),
    ("/channels", "Channels"),
    ("/counterparts", "Counterparts"),
    ("/statements", "Statements"),
    ("/plans", "Plans"),
    ("/offices", "Offices"),
)
LINES = 40
"""Events that a page lists below its table at most."""

SPOKEN = 25
"""Statements on a page."""

PLANNED = 200
"""Plans on a page."""

_KINDS = {"st": "State", "og": "Organization", "of": "Office", "pe": "Person"}

_MONTHS = """
SELECT m.value, count(DISTINCT m.nth)
FROM memory.main.facet AS a JOIN memory.main.event AS e ON e.nth = a.nth AND e.in_body
JOIN memory.main.facet AS m ON m.nth = a.nth AND m.kind = 'month' AND m.value <> '-'
JOIN memory.main.facet AS c ON c.nth = a.nth AND c.kind = 'channel'
JOIN memory.main.facet AS s ON s.nth = a.nth AND s.kind = 'status'
WHERE a.kind = 'actor' AND a.value = $who AND list_contains($channels::VARCHAR[], c.value)
  AND s.value IN ('happened', 'ongoing')
GROUP BY 1 ORDER BY 1
"""

_EVENTS = """
SELECT count(*) FROM memory.main.facet AS f JOIN memory.main.event AS e USING (nth)
WHERE f.kind = 'actor' AND f.value = ? AND e.in_body
"""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom a page is about."""

    id: str
    label: str  # a person with the state
    kind: str  # in a word
    now: tuple[Tenure, ...]  # offices held on the last day that the ledger knows
    as_of: date | None  # that day
    n_events: int  # in the body of documents, of whatever status

    @property
    def path(self) -> str:
        """The address of the page."""
        return actor_path(self.id)


Answered = TypeVar("Answered")
Of = Annotated[str, Query(max_length=200, description="The row whose events are listed.")]
Words = Annotated[str, Query(max_length=40)]


def actor(
    book: Book, key: Annotated[str, Path(max_length=200, description="An id or a name.")]
) -> Actor:
    """Return the actor of an address.

    Raises:
        UnknownName: Neither the register nor the ledger has anybody who is called so.
    """
    who = named(book, key)
    [n_events] = book.db.execute(_EVENTS, [who]).fetchone() or (0,)
    if not n_events and book.register.lookup(who) != [who]:
        raise UnknownName(f"Neither the register nor this ledger knows anybody by {key!r}.")
    as_of = book.once("last day", lambda: last_day(book))
    held = _tenures(book, who) if as_of else ()
    serving = [tenure for tenure in held if as_of and tenure.covers(as_of, as_of, strict=True)]
    serving.sort(key=lambda tenure: (_place(tenure.office), tenure.start))
    return Actor(who, called(book, who), _KINDS[who[:2]], tuple(serving[:3]), as_of, n_events)


Who = Annotated[Actor, Depends(actor)]


def ask(book: Reading, question: Callable[..., Answered], **given: Any) -> tuple[Any, str]:
    """Return an answer and "", or None and why there is nothing: the page has other parts."""
    try:
        return asked(book, question, **given), ""
    except NothingFound as error:
        return None, said(str(error), book.label)


def behind(book: Reading, events: Sequence[str]) -> tuple[Sequence[Line], int]:
    """Return the lines of the latest of some events, and how many more there are."""
    latest = list(dict.fromkeys(events))[::-1][:LINES]
    return lines(book, latest), len(set(events)) - len(latest)


def _show(request: Request, book: Reading, who: Actor, tab: str, **values: Any) -> Response:
    names = dict(TABS)
    return page(
        request,
        f"actor/{tab.strip('/') or 'circle'}.html",
        book,
        title=f"{who.label}: {names[tab].lower()}",
        who=who,
        tab=tab,
        all_tabs=TABS,
        called=lambda ident, polity=None: called(book, ident, polity),
        actor_path=actor_path,
        pair_path=pair_path,
        changed=lambda **changes: changed(request, **changes),
        **values,
    )


# Circle


@router.get("/actor/{key}")
def circle_page(request: Request, book: Book, who: Who, month: Words = "", of: Of = "") -> Response:
    """Show whom somebody dealt with in a month, and how often."""
    months = _months(book, who.id)
    month = month.strip() or (months[-1][0] if months else "")
    answer, refused = None, ""
    if month:
        answer, refused = ask(book, asking.circle, who=who.id, month=month)
    else:
        refused = f"No contact of {who.label} that took place is dated to a month or finer."
    rows = [row for row in answer.rows if of in ("", row.other)] if answer else []
    listed, n_more = behind(book, _by_day(book, [row.event for row in rows]))
    return _show(
        request,
        book,
        who,
        "",
        answer=answer,
        refused=refused,
        month=month,
        months=months,
        steps=_steps(months, month),
        of=of,
        lines=listed,
        n_more=n_more,
        pairs=[("who", who.id), ("month", month)],
    )


def _months(book: Reading, who: str) -> list[tuple[str, int]]:
    """Return the months in which somebody had contacts, each with their number."""
    asked_for = {"who": who, "channels": sorted(CONTACT_CHANNELS)}
    return book.db.execute(_MONTHS, asked_for).fetchall()


def _steps(months: Sequence[tuple[str, int]], month: str) -> tuple[str, str]:
    """Return the month with contacts before the one asked for, and the next; "" for none."""
    known = [one for one, _ in months]
    if month and month not in known:
        day = f"{window(month).first:%Y-%m}"
        return next((m for m in known[::-1] if m < day), ""), next(
            (m for m in known if m > day), ""
        )
    at = known.index(month) if month else 0
    return (known[at - 1] if at else ""), (known[at + 1] if at + 1 < len(known) else "")


def _by_day(book: Reading, events: Sequence[str]) -> list[str]:
    """Return events in order of time."""
    found = book.db.execute(
        "SELECT event_id FROM memory.main.event WHERE list_contains($events::VARCHAR[], event_id)"
        " ORDER BY nth",
        {"events": list(dict.fromkeys(events))},
    ).fetchall()
    return [event for (event,) in found]


# Channels


@router.get("/actor/{key}/channels")
def channels_page(
    request: Request,
    book: Book,
    who: Who,
    since: Words = "",
    until: Words = "",
    breaks: bool = False,
    of: Of = "",
) -> Response:
    """Show through which channels somebody dealt with others, and how much was at a distance."""
    told = {"who": who.id, "since": since.strip(), "until": until.strip()}
    answer, refused = ask(book, asking.channels, **told, breaks=breaks or None)
    events = [e for row in answer.rows if row.channel == of for e in row.events] if answer else []
    listed, n_more = behind(book, _by_day(book, events))
    return _show(
        request,
        book,
        who,
        "/channels",
        answer=answer,
        refused=refused,
        since=since,
        until=until,
        breaks=breaks,
        of=of,
        lines=listed,
        n_more=n_more,
        pairs=[(name, value) for name, value in told.items() if value],
    )


# Counterparts


@router.get("/actor/{key}/counterparts")
def counterparts_page(
    request: Request,
    book: Book,
    who: Who,
    since: Words = "",
    until: Words = "",
    of: Of = "",
) -> Response:
    """Show all counterparts of a window on a map, as a network, and in two tables."""
    told = {"who": who.id, "since": since.strip(), "until": until.strip()}
    answer, refused = ask(book, asking.network, **told)
    one, _, other = of.partition(" ")
    events = [
        event
        for row in ((*answer.rows, *answer.links) if answer else ())
        if (getattr(row, "one", ""), row.other) in ((one, other), ("", of))
        for event in row.events
    ]
    listed, n_more = behind(book, _by_day(book, events))
    return _show(
        request,
        book,
        who,
        "/counterparts",
        answer=answer,
        refused=refused,
        since=since,
        until=until,
        of=of,
        most=MOST,
        lines=listed,
        n_more=n_more,
        pairs=[(name, value) for name, value in told.items() if value],
    )


Asked = Annotated[str, Query(max_length=200, description="An id or a name.")]


@api.get("/network", responses=FORMS)
def network_api(
    book: Book,
    send: Send,
    who: Asked,
    since: Words = "",
    until: Words = "",
    most: Annotated[int, Query(ge=2, le=100)] = MOST,
) -> Response:
    """Counterparts of somebody in a window, and the links among those with most events."""
    return send.send(_network(book, who, since, until, most))


@api.get("/network/drawing")
def drawing_api(
    book: Book,
    who: Asked,
    since: Words = "",
    until: Words = "",
    most: Annotated[int, Query(ge=2, le=100)] = MOST,
) -> Response:
    """The same without claims and events, named, as the map and the network are drawn from it."""
    found = _network(book, who, since, until, most)
    one = named(book, who)
    drawn_ids = set(found.drawn)
    states: dict[str, set[str]] = {}  # two ministers at one meeting are one event of their state
    for row in found.rows:
        states.setdefault(row.polity or "", set()).update(row.events)
    return as_json(
        {
            "who": {"id": one, "name": called(book, one), "state": _state(book, one)},
            "counterparts": [
                {
                    "id": row.other,
                    "name": called(book, row.other, row.polity),
                    "state": row.polity,
                    "events": row.n_events,
                    "drawn": row.other in drawn_ids,
                    "path": pair_path(one, row.other) or actor_path(row.other),
                }
                for row in found.rows
            ],
            "states": [{"state": state, "events": len(e)} for state, e in states.items()],
            "links": [{"one": x.one, "other": x.other, "events": x.n_events} for x in found.links],
        }
    )


def _network(book: Reading, who: str, since: str, until: str, most: int) -> Network:
    told = {"who": named(book, who), "since": since.strip(), "until": until.strip()}
    return asked(book, asking.network, **told, most=None if most == MOST else most)


def _state(book: Reading, ident: str) -> str | None:
    """Return the polity of an actor; None where the register does not know one alone."""
    if ident.startswith(("st:", "og:")):
        return ident
    if ident.startswith("of:"):
        return book.register.polity_of(ident)
    person = book.register.person(ident)
    return next(iter(person.polities)) if person and len(person.polities) == 1 else None


# Statements and plans


@router.get("/actor/{key}/statements")
def statements_page(
    request: Request,
    book: Book,
    who: Who,
    way: Annotated[str, Query(max_length=5)] = "by",
    since: Words = "",
    until: Words = "",
    nth: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Show what somebody said, or what was said about a state or organization."""
    may_be_about = who.id.startswith(("st:", "og:"))
    way = "about" if way == "about" and may_be_about else "by"
    told: dict[str, Any] = {"since": since.strip(), "until": until.strip()}
    told[way] = (who.id,) if way == "about" else who.id
    answer, refused = ask(book, asking.voices, **told)
    rows, n_pages = on_page(answer.rows[::-1], nth, SPOKEN) if answer else ((), 0)
    return _show(
        request,
        book,
        who,
        "/statements",
        answer=answer,
        refused=refused,
        way=way,
        may_be_about=may_be_about,
        since=since,
        until=until,
        rows=rows,
        now=nth,
        n_pages=n_pages,
        pages_at=lambda number: changed(request, page=number),
        pairs=[(way, who.id), *given(request, "way")],
    )


@router.get("/actor/{key}/plans")
def plans_page(request: Request, book: Book, who: Who, whole: bool = False) -> Response:
    """Show what is planned, and, when the page stands, what became of all that was."""
    soon, no_soon = ask(book, asking.agenda, who=who.id, weeks=13)
    answer, refused = ask(book, asking.plans, who=who.id) if whole else (None, "")
    return _show(
        request,
        book,
        who,
        "/plans",
        soon=soon,
        no_soon=no_soon,
        answer=answer,
        latest=_latest(answer.rows) if answer else (),
        refused=refused,
        whole=whole,
        pairs=[("who", who.id)],
    )


def _latest(rows: Sequence[PlanRow]) -> list[PlanRow]:
    """Return plans with the latest day first, those without one last."""
    dated = [row for row in rows if row.set_for]
    return [*dated[::-1], *(row for row in rows if not row.set_for)][:PLANNED]


# Offices


@router.get("/actor/{key}/offices")
def offices_page(request: Request, book: Book, who: Who) -> Response:
    """Show the offices that the register has of somebody, or who held those of a state."""
    tenures = sorted(
        _tenures(book, who.id),
        key=lambda tenure: (_place(tenure.office), tenure.start or "0", tenure.person),
    )
    return _show(
        request,
        book,
        who,
        "/offices",
        tenures=tenures,
        source=lambda ident: book.register.source(ident) or ident,
        certain={"day": "to the day", "month": "to the month", "year": "to the year"},
    )


_SHOWN = ("head", "hog", "fm", "sg", "council", "commission", "crown", "vice", "dpm", "defmin")
"""Classes of offices that a state's page lists, in this order."""


def _place(office: str) -> tuple[int, tuple[int, str]]:
    """Return a sort key that puts those first who deal with other states."""
    held = class_of(office)
    return _SHOWN.index(held) if held in _SHOWN else len(_SHOWN), rank(office)


def _tenures(book: Reading, who: str) -> tuple[Tenure, ...]:
    """Return the tenures of a person, of an office, or of a state's chief offices."""
    if who.startswith("pe:"):
        person = book.register.person(who)
        return person.tenures if person else ()
    if who.startswith("of:"):
        return book.register.tenures_of(who)
    offices = [f"of:{who[3:]}.{one}" for one in _SHOWN]
    return tuple(t for office in offices for t in book.register.tenures_of(office))


# Figures, asked for when the page stands


@router.get("/actor/{key}/figure/{tab}")
def actor_figure(
    request: Request,
    book: Book,
    who: Who,
    tab: Annotated[str, Path(max_length=20)],
    month: Words = "",
    since: Words = "",
    until: Words = "",
    way: Annotated[str, Query(max_length=5)] = "by",
    breaks: bool = False,
) -> Response:
    """Draw the answer of a page, with the same parameters."""
    over: dict[str, Any] = {"since": since.strip(), "until": until.strip()}
    about = (who.id,) if way == "about" else who.id
    known: dict[str, Callable[[], Any]] = {
        "circle": lambda: asked(book, asking.circle, who=who.id, month=month),
        "channels": lambda: asked(book, asking.channels, who=who.id, **over, breaks=breaks or None),
        "statements": lambda: asked(book, asking.voices, **over, **{way: about}),
        "agenda": lambda: asked(book, asking.agenda, who=who.id, weeks=13),
        "plans": lambda: asked(book, asking.plans, who=who.id),
    }
    if tab not in known:
        raise NothingFound(f"There is no figure {tab!r} of an actor; there are {', '.join(known)}.")
    return drawn(request, book, known[tab])
