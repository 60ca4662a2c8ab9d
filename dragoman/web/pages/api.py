"""Every question under /api, and a page that tells how each is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.ask import asking
from dragoman.ask.cited import cited
from dragoman.ask.voices import VoiceKind
from dragoman.model import Channel, NothingFound, Stance
from dragoman.web.answers import FORMS, as_json
from dragoman.web.asked import asked, documents_of, named
from dragoman.web.facets import UNKNOWN
from dragoman.web.frame import Book, Nav, address, page
from dragoman.web.sending import Send
from dragoman.web.shelf import Reading

router = APIRouter()
api = APIRouter(tags=["questions"])
nav = Nav(95, "API", "/api", foot=True)

Who = Annotated[
    str,
    Query(
        max_length=200,
        description="An actor: a name (Indonesia, Xi Jinping), a code (IDN) or an id (st:idn).",
    ),
]
Anybody = Annotated[
    str, Query(max_length=200, description="Only with this actor: a name, a code or an id.")
]
Month = Annotated[
    str, Query(max_length=40, description="EDTF: 2020-08; a day, a year or a range will do.")
]
Since = Annotated[str, Query(max_length=40, description="From this on, EDTF: 2020-08.")]
Until = Annotated[str, Query(max_length=40, description="Up to this, EDTF: 2020-12.")]
AsOf = Annotated[
    str,
    Query(max_length=40, description="What was known on this day: 2020-08-20. Empty: the last."),
]
Channels = Annotated[list[Channel], Query(max_length=30, description="Only these channels.")]
Seed = Annotated[int, Query(ge=0, le=2**31, description="Of whatever is drawn by chance.")]
_NONE: list[Any] = []  # FastAPI makes a new one for each request

SHARED = ("format", "table", "page", "per")
"""Parameters that all questions have."""

_KINDS = {"integer": "number", "number": "number", "boolean": "true or false"}
_TITLES = {"questions": "Questions", "events": "Events", "documents": "Documents"}

_EXAMPLE = """
WITH most AS (
    SELECT value FROM memory.main.facet WHERE kind = 'actor' AND starts_with(value, 'st:')
    GROUP BY value ORDER BY count(*) DESC, value LIMIT 2)
SELECT list(value ORDER BY value),
       (SELECT max(value) FROM memory.main.facet WHERE kind = 'month' AND value <> '-'),
       (SELECT arg_max(event_id, (n_documents, event_id)) FROM events WHERE section = 'body'),
       (SELECT min(doc_id) FROM documents)
FROM most
"""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question, as the page shows it."""

    name: str
    kind: str  # "text", "number", "true or false"
    words: tuple[str, ...]  # the only ones that it may be
    usual: str  # what it is when nothing is said
    required: bool
    many: bool
    says: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One question, as the page shows it."""

    path: str
    says: str
    more: str
    parameters: tuple[Parameter, ...]
    forms: tuple[str, ...]
    example: str  # an address that this ledger answers; "" where none can be made


@router.get("/api")
def api_page(request: Request, book: Book) -> Response:
    """Tell how each question is asked, from the description that programs read."""
    told = request.app.openapi()
    example = book.once("api example", lambda: _example(book))
    words = {
        name: tuple(map(str, one["enum"])) for name, one in told["components"]["schemas"].items()
    }
    groups: dict[str, list[Operation]] = {}
    for path, methods in told["paths"].items():
        for one in methods.values():
            groups.setdefault(one["tags"][0], []).append(_operation(path, one, words, example))
    circle_ = _operation("", told["paths"]["/api/circle"]["get"], words, {})
    shared = {p.name: p for p in circle_.parameters if p.name in SHARED}
    return page(
        request,
        "api.html",
        book,
        title="API",
        groups=[(_TITLES.get(tag, tag.capitalize()), found) for tag, found in groups.items()],
        shared=[shared[name] for name in SHARED],
        names=SHARED,
        server=str(request.base_url).rstrip("/"),
    )


def _example(book: Reading) -> dict[str, str]:
    """Return values that parameters can have with this ledger."""
    row = book.db.execute(_EXAMPLE).fetchone()
    states, month, event, doc = row or (None, None, None, None)
    one, other = [*(states or ()), "", ""][:2]
    told = {"who": one, "one": one, "other": other, "month": month}
    told |= {"typed": event, "key": event, "event": event, "doc": doc, "q": "visit"}
    return {name: value for name, value in told.items() if value}


def _operation(
    path: str,
    told: Mapping[str, Any],
    words: Mapping[str, tuple[str, ...]],
    example: Mapping[str, str],
) -> Operation:
    given = told.get("parameters", ())
    forms = tuple(told["responses"]["200"].get("content", {}))
    says, _, more = told.get("description", "").partition("\n")
    needed = [one["name"] for one in given if one["required"] and one["in"] == "query"]
    try_it = ""
    if "{" not in path and all(name in example for name in needed):
        try_it = unquote(address(path, [(name, example[name]) for name in needed]))
    own = tuple(_parameter(one, words) for one in given)
    return Operation(path, says, more.strip(), own, forms, try_it)


def _parameter(told: Mapping[str, Any], words: Mapping[str, tuple[str, ...]]) -> Parameter:
    schema = told["schema"]
    if "anyOf" in schema:  # or nothing
        schema = {**schema, **schema["anyOf"][0]}
    many = schema.get("type") == "array"
    usual = schema.get("default")
    one = schema.get("items", {}) if many else schema
    name = one.get("$ref", "").rpartition("/")[2]
    return Parameter(
        told["name"],
        _KINDS.get(one.get("type", ""), "text"),
        words.get(name, ()),
        "" if usual in (None, "", []) else str(usual).lower(),
        told.get("required", False),
        many,
        told.get("description", ""),
    )


@api.get("/circle", responses=FORMS)
def circle(
    book: Book, send: Send, who: Who, month: Month, channel: Channels = _NONE, seed: Seed = 0
) -> Response:
    """Whom an actor dealt with in a month, by which channels, and what changed since before."""
    return send.send(
        asked(book, asking.circle, who=who, month=month, channels=tuple(channel), seed=seed)
    )


@api.get("/channels", responses=FORMS)
def channels(
    book: Book,
    send: Send,
    who: Who,
    since: Since = "",
    until: Until = "",
    breaks: Annotated[bool, Query(description="Look for months in which the mix changed.")] = False,
    at: Annotated[str, Query(max_length=40, description="A month to test for a change.")] = "",
    seed: Seed = 0,
) -> Response:
    """By which channels an actor dealt with others, month by month."""
    given = {"since": since, "until": until, "breaks": breaks, "at": at, "seed": seed}
    return send.send(asked(book, asking.channels, who=who, **given))


@api.get("/pair", responses=FORMS)
def pair(
    book: Book, send: Send, one: Who, other: Who, since: Since = "", until: Until = ""
) -> Response:
    """Everything between two actors."""
    return send.send(asked(book, asking.pair, one=one, other=other, since=since, until=until))


@api.get("/partnerships", responses=FORMS)
def partnerships(
    book: Book, send: Send, one: Who, other: Who, since: Since = "", until: Until = ""
) -> Response:
    """What two states call their tie, who says so, and since when."""
    return send.send(
        asked(book, asking.partnerships, one=one, other=other, since=since, until=until)
    )


@api.get("/aid", responses=FORMS)
def aid(book: Book, send: Send, who: Who, other: Anybody = "") -> Response:
    """Who gave what to whom, with amounts as told, and what was given back."""
    return send.send(asked(book, asking.aid, who=who, other=other))


@api.get("/plans", responses=FORMS)
def plans(
    book: Book, send: Send, who: Anybody = "", channel: Channels = _NONE, as_of: AsOf = ""
) -> Response:
    """What was announced, and what became of it."""
    return send.send(asked(book, asking.plans, who=who, channels=tuple(channel), as_of=as_of))


@api.get("/agenda", responses=FORMS)
def agenda(
    book: Book,
    send: Send,
    who: Anybody = "",
    channel: Channels = _NONE,
    as_of: AsOf = "",
    weeks: Annotated[int, Query(ge=1, le=520, description="How far ahead.")] = 4,
) -> Response:
    """What is planned for the weeks to come, and what comes round every year."""
    given = {"channels": tuple(channel), "as_of": as_of, "weeks": weeks}
    return send.send(asked(book, asking.agenda, who=who, **given))


@api.get("/compare", responses=FORMS)
def compare(
    book: Book,
    send: Send,
    typed: Annotated[
        str,
        Query(max_length=200, description="An event, whose accounts are compared, or a document."),
    ],
    other: Annotated[str, Query(max_length=200, description="Another document.")] = "",
    here: Annotated[str, Query(max_length=200, description="Whose account is one.")] = "",
    there: Annotated[str, Query(max_length=200, description="Whose account is the other.")] = "",
) -> Response:
    """Two accounts of one event, point by point: what both say, and what one leaves out."""
    return send.send(asked(book, asking.compare, typed=typed, other=other, here=here, there=there))


@api.get("/check", responses=FORMS)
def check(
    book: Book,
    send: Send,
    who: Anybody = "",
    other: Anybody = "",
    event: Annotated[str, Query(max_length=200, description="Only claims of this event.")] = "",
    recall: Annotated[
        float | None,
        Query(gt=0, le=1, description="Share of such events that the ledger has, if measured."),
    ] = None,
) -> Response:
    """What documents count ("the second meeting this year") against what the ledger has."""
    return send.send(asked(book, asking.check, who=who, other=other, event=event, recall=recall))


@api.get("/voices", responses=FORMS)
def voices(
    book: Book,
    send: Send,
    topic: Annotated[str, Query(max_length=100, description="A topic of the codebook.")] = "",
    event: Annotated[str, Query(max_length=200, description="Only on this event.")] = "",
    about: Annotated[list[str], Query(max_length=8, description="Actors spoken of.")] = _NONE,
    by: Annotated[str, Query(max_length=200, description="Who speaks.")] = "",
    kind: Annotated[list[VoiceKind], Query(max_length=9, description="What speakers.")] = _NONE,
    stance: Annotated[list[Stance], Query(max_length=9, description="What stances.")] = _NONE,
    since: Since = "",
    until: Until = "",
    doc: Annotated[list[str], Query(max_length=50, description="Only in these documents.")] = _NONE,
    side: Annotated[str, Query(max_length=200, description="Only in this side's own.")] = "",
    outlet: Annotated[str, Query(max_length=200, description="Only of this outlet.")] = "",
) -> Response:
    """Who said what: statements with speaker, topic and stance."""
    docs = documents_of(book, side if side == UNKNOWN else named(book, side), outlet)
    if doc:
        docs = tuple(one for one in doc if not docs or one in docs) or ("-",)
    many = {"about": tuple(about), "kinds": tuple(kind), "stances": tuple(stance)}
    given = {"topic": topic, "event": event, "by": by, "since": since, "until": until}
    return send.send(asked(book, asking.voices, docs=docs, **many, **given))


@api.get("/coverage", responses=FORMS)
def coverage(
    book: Book,
    send: Send,
    matrix: Annotated[bool, Query(description="Also outlets against outlets.")] = False,
    one: Annotated[
        str, Query(max_length=200, description="An outlet or side: what it tells more often than")
    ] = "",
    other: Annotated[str, Query(max_length=200, description="this other one.")] = "",
) -> Response:
    """What the ledger rests on: documents by outlet, side, language and month."""
    between = (one, other) if one and other else None
    return send.send(asked(book, asking.coverage, matrix=matrix, between=between))


@api.get("/digest", responses=FORMS)
def digest(book: Book, send: Send, who: Who, month: Month) -> Response:
    """A brief on an actor and a window, sentence by sentence with the claims behind each."""
    return send.send(asked(book, asking.digest, who=who, month=month))


@api.get("/issues", responses=FORMS)
def issues(
    book: Book,
    send: Send,
    stage: Annotated[str, Query(max_length=40, description="Only of this step.")] = "",
    examples: Annotated[int, Query(ge=0, le=100, description="Of each kind.")] = 3,
) -> Response:
    """What was met and not understood, by kind."""
    return send.send(asked(book, asking.issues, stage=stage, examples=examples))


@api.get("/show", tags=["questions"])
def show(
    book: Book,
    key: Annotated[
        str,
        Query(
            max_length=200,
            description="Id of an event, report, claim or statement, or DOCUMENT:START-END.",
        ),
    ],
) -> Response:
    """The sentences behind an event or a citation, with all that is claimed of it."""
    try:
        return as_json(asking.show(book, key))
    except NothingFound:
        return as_json(cited(book, key))
