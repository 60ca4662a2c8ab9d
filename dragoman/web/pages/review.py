"""Review: one decision per screen, by keys or by mouse, and live in all pages at once."""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from dragoman.ask import review
from dragoman.ask.book import Answer, Basis
from dragoman.ask.review import QUEUES, ReviewRow
from dragoman.export.pages import clean
from dragoman.ledger.cases import AUDITED
from dragoman.model import (
    CHANNELS,
    ROLES,
    Decision,
    DecisionKind,
    InputError,
    NothingFound,
    Role,
    Status,
    UnknownName,
)
from dragoman.web.answers import FORMS
from dragoman.web.desk import SEED, Desk, Forms
from dragoman.web.frame import Nav, address, page
from dragoman.web.judging import (
    LONG_NAME,
    LONG_REASON,
    LONG_VALUE,
    MOST_ANSWERS,
    Given,
    Taken,
    answers_of,
    decider,
    guard,
    judged,
)
from dragoman.web.reviewing import find_row, in_words, last_of, screen
from dragoman.web.sending import Send
from dragoman.web.shelf import Reading, Shelf

router = APIRouter()
api = APIRouter(tags=["review"])
nav = Nav(80, "Review", "/review")

RECENT = 20
_STAYS = ("correct", "add", "drop")  # acts after which the same report is still looked at
_PANEL = {"correct": "edit", "add": "edit", "drop": "edit", "merge": "merge", "split": "split"}


def _newest(request: Request) -> Iterator[Reading]:
    """Yield the ledger with what was decided last, also if that has to be waited for."""
    shelf: Shelf = request.app.state.shelf
    with shelf.reading(newest=True) as book:
        yield book


Book = Annotated[Reading, Depends(_newest)]
QueueName = Annotated[str, Path(max_length=40, description=f"One of {', '.join(QUEUES)}.")]
Seed = Annotated[str, Query(max_length=40, description="Which sample an audit draws.")]
Key = Annotated[str, Query(max_length=60)]
Text = Annotated[str, Form(max_length=LONG_VALUE)]
Short = Annotated[str, Form(max_length=80)]


_FORMS = Forms()


@router.get("/review")
def review_page(
    request: Request,
    book: Book,
    next: Annotated[str, Query(max_length=300)] = "",  # noqa: A002
    seed: Seed = SEED,
) -> Response:
    """Show what there is to look at, who did what, and how far people and machine agree."""
    by = _name(request)
    desks = [Desk(book, queue, seed, by) for queue in QUEUES]
    groups: OrderedDict[tuple[str, str, str], list[Decision]] = OrderedDict()
    for decision in reversed(book.volume.decisions):
        if decision.kind is not DecisionKind.WITHDRAW:
            groups.setdefault((decision.by, decision.at, decision.kind), []).append(decision)
        if len(groups) > RECENT:
            break
    people: dict[str, set[str]] = {}
    for decision in book.volume.decisions:
        people.setdefault(decision.by, set()).add(decision.at)
    return page(
        request,
        "review.html",
        book,
        title="Review",
        by=by,
        wanted=next if _is_here(next) else "",
        seed=seed,
        desks=[(desk, QUEUES[desk.queue], len(desk.rows), len(desk.open)) for desk in desks],
        people=sorted((name, len(goes)) for name, goes in people.items() if name),
        agreement=book.once("agreement", lambda: review.agreement(book.volume.decisions)),
        precision=review.precision(desks[-1].audits),
        recent=[in_words(book, made) for made in list(groups.values())[:RECENT]],
        whats=_WHATS,
    )


@router.post("/review/name")
def name_page(
    request: Request,
    name: Annotated[str, Form(max_length=200)] = "",
    next: Annotated[str, Form(max_length=300)] = "",  # noqa: A002
) -> Response:
    """Keep for this session who reviews."""
    found = " ".join(clean(name).split())[:LONG_NAME]
    if not found:
        raise InputError("Say under what name your decisions are to be kept.")
    request.session["reviewer"] = found
    return RedirectResponse(next if _is_here(next) else "/review", 303)


@router.post("/review/undo")
def undo(
    request: Request,
    book: Book,
    queue: Short = "",
    seed: Short = SEED,
    numbers: Text = "",
    token: Short = "",
) -> Response:
    """Take back what the reviewer decided last."""
    by = _name(request)
    wanted = {int(word) for word in numbers.split() if word.isdigit()}
    made = [d for d in book.volume.decisions if d.number in wanted and d.by == by]

    def act() -> str:
        shelf: Shelf = request.app.state.shelf
        back = [d for d in review.live(book.volume.decisions) if d.number in wanted and d.by == by]
        if not back or any(d.kind is DecisionKind.AUDIT for d in back):
            raise InputError("There is nothing of yours to take back: it is taken back already.")
        who = decider(by, "")
        done = shelf.decide([who.take_back(one) for one in back], _still(back))
        with shelf.reading(newest=True) as now:
            after = Desk(now, queue, seed, by)
            return after.at(_key_at(after, made), did=done[0])

    return RedirectResponse(_FORMS.once(token, act), 303)


@router.get("/review/{queue}")
def item_page(
    request: Request,
    book: Book,
    queue: QueueName,
    at: Key = "",
    after: Key = "",
    did: Annotated[int, Query(ge=0)] = 0,
    seed: Seed = SEED,
) -> Response:
    """Show one thing to decide; without saying which, the first that is left."""
    desk = Desk(book, queue, seed, _name(request))
    if not desk.by:
        here = address(request.url.path, list(request.query_params.multi_items()))
        return RedirectResponse(address("/review", [("next", here)]), 303)
    if not at and (first := desk.next("")):
        return RedirectResponse(desk.at(first, did=did), 303)
    return _shown(request, desk, at, after=after, did=did)


@router.post("/review/{queue}")
def decide(
    request: Request,
    book: Book,
    queue: QueueName,
    act: Short = "",
    at: Short = "",
    after: Short = "",
    upto: Annotated[int, Form(ge=0)] = 0,
    token: Short = "",
    seed: Short = SEED,
    reason: Annotated[str, Form(max_length=LONG_REASON)] = "",
    key: Short = "",
    role: Short = "",
    value: Text = "",
    event: Short = "",
    event_typed: Short = "",
    number: Annotated[int, Form(ge=0)] = 0,
    status: Annotated[list[str], Form(max_length=MOST_ANSWERS)] = [],  # noqa: B006
    channel: Annotated[list[str], Form(max_length=MOST_ANSWERS)] = [],  # noqa: B006
    parties: Annotated[list[str], Form(max_length=MOST_ANSWERS)] = [],  # noqa: B006
    day: Annotated[list[str], Form(max_length=MOST_ANSWERS)] = [],  # noqa: B006
) -> Response:
    """Keep what a reviewer decided, and go on to what is next."""
    desk = Desk(book, queue, seed, _name(request))
    if not desk.by:
        raise InputError("Say first under what name your decisions are to be kept: see Review.")
    given = Given(key, role, value, event_typed.strip() or event, number)
    names = ("status", "channel", "parties", "day")
    columns = [[*one, *[""] * MOST_ANSWERS] for one in (status, channel, parties, day)]
    forms = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False)]
    forms = forms[:MOST_ANSWERS]

    def carry_out() -> str:
        found = find_row(book, desk.rows, at)
        if found is None:
            raise NothingFound(_GONE)
        row, report, _ = found
        allow = guard(row, upto, desk.by, audit=act == "answer")
        allow(book.volume.decisions)
        who = decider(desk.by, clean(reason))
        if act == "answer":
            made = _answer(desk, who, row, forms)
        else:
            made = judged(book, who, act, row, report, given)
        shelf: Shelf = request.app.state.shelf
        numbers = shelf.decide(made, allow)
        with shelf.reading(newest=True) as now:
            then = Desk(now, queue, seed, desk.by)
            if act == "answer":
                return then.at(at, did=numbers[0])
            if act in _STAYS and (same := _report_of(now, numbers[0])):
                return then.at(same, after=after or at, did=numbers[0])
            return then.at(then.next(after or at), did=numbers[0])

    try:
        return RedirectResponse(_FORMS.once(token, carry_out), 303)
    except (InputError, UnknownName) as error:
        problem = _Problem(_sentence(str(error)), 422, given, forms, _PANEL.get(act, ""))
    except Taken as error:
        problem = _Problem(str(error), 409)
    with request.app.state.shelf.reading(newest=True) as now:
        fresh = Desk(now, queue, seed, desk.by)
        return _shown(request, fresh, at, after=after, problem=problem)


@api.get("/review/{queue}", responses=FORMS)
def review_api(book: Book, queue: QueueName, send: Send, seed: Seed = SEED) -> Response:
    """What people should look at, and why; of an audit only where the words stand."""
    desk = Desk(book, queue, seed, "")
    rows = tuple(row for row in desk.rows if row.key in desk.open)
    docs = len({row.doc_id for row in rows})
    events = len({row.event for row in rows if row.event})
    return send.send(Answer(ReviewRow, rows, Basis(n_events=events, n_documents=docs)))


_GONE = (
    "What this address was about is not to be decided now: the documents were read anew, or a "
    "document was taken out. The page Review has what is left."
)


_NOTHING = Given()


@dataclass(frozen=True, slots=True)
class _Problem:
    """Why a form was not carried out, and what it brought."""

    sentence: str = ""
    status: int = 200
    given: Given = _NOTHING
    forms: Sequence[dict[str, str]] = ({},)
    panel: str = ""  # the one to stand open


def _shown(
    request: Request,
    desk: Desk,
    at: str,
    *,
    after: str = "",
    did: int = 0,
    problem: _Problem | None = None,
) -> Response:
    book = desk.book
    found = find_row(book, desk.rows, at) if at else None
    if at and (found is None or (desk.queue == "audit" and found[0].why != "audit")):
        raise NothingFound(_GONE)
    audited = desk.answered(found[0]) if found and desk.queue == "audit" else None
    blind = desk.queue == "audit" and found is not None and audited is None
    made = [d for d in desk.decisions if d.number == did]
    made = [d for d in desk.decisions if made and (d.by, d.at) == (made[0].by, made[0].at)]
    last = last_of(desk.decisions, desk.by)
    ahead = desk.next(after or at)
    return page(
        request,
        "review_item.html",
        book,
        title=QUEUES[desk.queue],
        # The script takes any answer; to a browser a failed one is an error of the page.
        status=problem.status if problem and "x-screen" not in request.headers else 200,
        desk=desk,
        queues=QUEUES,
        screen=screen(book, *found, blind=blind, audited=audited) if found else None,
        blind=blind,
        key=at,
        after=after,
        ahead=desk.at(ahead) if ahead and ahead != at else None,
        n_rows=len(desk.rows),
        n_open=len(desk.open),
        did=in_words(book, made) if made else None,
        last=in_words(book, last) if last else None,
        problem=problem or _Problem(),
        token=secrets.token_urlsafe(12),
        upto=desk.decisions[-1].number if desk.decisions else 0,
        statuses=tuple(Status),
        channels=CHANNELS,
        roles={role: text for role, text in ROLES.items() if role is not Role.STATUS},
        most=MOST_ANSWERS,
        whats=_WHATS,
    )


_WHATS = {
    "all": "all of it",
    "status": "whether it happened",
    "channel": "the channel",
    "parties": "the parties",
    "date": "the day",
    "verdict": "right or not",
}
assert set(AUDITED) <= set(_WHATS)  # noqa: S101


def _answer(
    desk: Desk, who: Any, row: ReviewRow, forms: Sequence[dict[str, str]]
) -> list[Decision]:
    doc = desk.book.document(row.doc_id)
    if desk.queue != "audit" or doc is None or row.why != "audit":
        raise NothingFound(_GONE)
    if desk.answered(row) is not None:
        raise Taken("You answered this already; below is what was read.")
    drawn = desk.drawn(row)
    return [who.audit(doc, drawn, answer) for answer in answers_of(desk.book, forms, doc.published)]


def _still(back: Sequence[Decision]) -> Callable[[Sequence[Decision]], None]:
    """Return what refuses to take back what was taken back meanwhile."""

    def allow(decisions: Sequence[Decision]) -> None:
        held = {d.number for d in review.live(decisions)}
        if not held.issuperset({d.number for d in back}):
            raise InputError("It was taken back already.")

    return allow


def _key_at(desk: Desk, made: Sequence[Decision]) -> str | None:
    """Return the key of what some decisions were about; None: it is in no queue."""
    anchors = [anchor for decision in made for anchor in decision.anchors[:1]]
    for anchor in anchors:
        for row in desk.rows:
            if row.doc_id == anchor.doc_id and row.start < anchor.end and anchor.start < row.end:
                return row.key
        found = desk.book.db.execute(
            'SELECT report_id FROM reports WHERE doc_id = ? AND "start" < ? AND ? < "end"',
            [anchor.doc_id, anchor.end, anchor.start],
        ).fetchall()
        if found:
            return str(found[0][0])
    return None


def _report_of(book: Reading, number: int) -> str | None:
    rows = book.db.execute("SELECT report_id FROM decisions WHERE number = ?", [number]).fetchall()
    return rows[0][0] if rows else None


def _name(request: Request) -> str:
    found = request.session.get("reviewer", "")
    return found if isinstance(found, str) else ""


def _is_here(path: str) -> bool:
    return path == "/review" or path.startswith("/review/") or path.startswith("/review?")


def _sentence(words: str) -> str:
    """Return what the model says as a sentence: with a capital, and a stop."""
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "?", "!")) else f"{words}."
