"""The decisions that a form of the review makes, and what stands against keeping them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dragoman.ask.record import ReportRow
from dragoman.ask.review import ReviewRow
from dragoman.ask.settling import settle
from dragoman.ledger.cases import told
from dragoman.ledger.deciding import Decider, Told
from dragoman.ledger.decisions import Allow
from dragoman.ledger.view import load_reports
from dragoman.model import (
    Channel,
    Decision,
    DecisionKind,
    Document,
    DragomanError,
    InputError,
    Report,
    Role,
    Status,
)
from dragoman.model.decision import HOLDERS, Values, actor_of_words
from dragoman.web.reviewing import decision_of, holds, value_shown
from dragoman.web.shelf import Reading

LONG_NAME, LONG_REASON, LONG_VALUE = 80, 500, 300
"""The most characters of what is typed."""

MOST_ANSWERS = 3
"""Things that an answer of an audit can say that the words report."""

_OWN = ("channel", "status")


class Taken(DragomanError):
    """Somebody decided about the same words since a form was made."""


def decider(by: str, reason: str) -> Decider:
    """Return who decides, now; to the millisecond, by which what belongs together is known."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return Decider(by, " ".join(reason.split())[:LONG_REASON], at)


def guard(row: ReviewRow, upto: int, by: str, *, audit: bool = False) -> Allow:
    """Return what refuses a decision where somebody decided about the same words since.

    Args:
        row: What is decided about.
        upto: The number of the last decision that whoever decides can have seen.
        by: Who that is.
        audit: Then only their own answer stands against it: others' are not seen.
    """

    def allow(decisions: Sequence[Decision]) -> None:
        named = {d.mark: d for d in decisions} if any(map(_takes_back, decisions)) else {}
        for decision in reversed(decisions):
            if (decision.number or 0) <= upto:
                return
            about = named.get(decision.target, decision) if _takes_back(decision) else decision
            if (decision.kind is DecisionKind.AUDIT) != audit or (audit and decision.by != by):
                continue
            if any(holds(anchor.doc_id, anchor.start, anchor.end, row) for anchor in about.anchors):
                raise Taken(_taken(decision, by))

    return allow


def _taken(decision: Decision, by: str) -> str:
    who = "You" if decision.by == by else decision.by
    when = decision.at[11:16]
    return (
        f"{who} decided about these words at {when} UTC, after this page was made. What you "
        "decided was not kept. Below is how it stands now: decide again, or go on."
    )


def _takes_back(decision: Decision) -> bool:
    return decision.kind is DecisionKind.TAKE_BACK


@dataclass(frozen=True, slots=True)
class Given:
    """What a form brings beside the act."""

    key: str = ""
    role: str = ""
    value: str = ""
    event: str = ""
    number: int | None = None


def judged(
    book: Reading, who: Decider, act: str, row: ReviewRow, report: ReportRow | None, given: Given
) -> list[Decision]:
    """Return the decisions that a form means.

    Raises:
        InputError: It is nothing that can be decided here.
        UnknownName: A name means nobody, or several.
    """
    if act == "let_go":
        if (decision := decision_of(book, row.decision)) is None:
            raise InputError("There is no decision here that could be let go.")
        return [who.take_back(decision)]
    if act == "restore":
        decision = decision_of(book, given.number)
        if decision is None or decision.kind is not DecisionKind.REJECT:
            raise InputError("There is no rejected report here that could be brought back.")
        return [who.take_back(decision)]
    if report is None:
        raise InputError("These words report nothing now, so that there is nothing to decide.")
    doc, own = _told(book, [report.id])[0]
    if act in ("accept", "reject"):
        return [who.judge(DecisionKind(act), doc, own)]
    if act == "correct":
        return [_corrected(book, who, doc, own, given.key, given.value)]
    if act == "drop":
        claim = next((c for c in own.claims if c.id == given.key), None)
        if claim is None:
            raise InputError("The report has no such value now.")
        return [who.judge_claim(DecisionKind.REJECT, doc, own, claim)]
    if act == "add":
        if given.role not in tuple(Role) or given.role == Role.STATUS:
            raise InputError("Choose what the value is: a date, a place, an actor.")
        value = settle(book.register, book, given.role, given.value, _day(own, doc.published))
        return [who.add_claim(doc, own, given.role, value)]
    event = book.db.execute(_EVENT_OF, [report.id]).fetchall()[0][0]
    whole = _members(book, event)
    if act == "split":
        rest = [one for one in whole if one[1].id != report.id]
        if not rest:
            raise InputError("This report is the only one of its event: nothing is to be split.")
        return list(who.judge_pairs(DecisionKind.NOT_SAME, [(doc, own)], rest))
    if act == "merge":
        other = _event(book, given.event)
        if other == event:
            raise InputError("This is the event itself; name another one to merge it with.")
        return list(who.judge_pairs(DecisionKind.SAME, [(doc, own)], _members(book, other)[:1]))
    raise InputError("That is nothing that can be decided here.")


def answers_of(book: Reading, forms: Sequence[Mapping[str, str]], day: str | None) -> list[Values]:
    """Return what somebody answered in an audit: for each thing reported its values.

    Raises:
        InputError: An answer is not whole, or a day or a name means nothing.
        UnknownName: A name means nobody, or several.
    """
    first = forms[0]["status"]
    if first == "nothing":
        return [{}]
    made: list[Values] = []
    for nth, form in enumerate(forms):
        if nth and not form["status"] and not form["channel"]:
            continue
        if form["status"] not in tuple(Status):
            raise InputError("Say first whether it happened, or that the words report nothing.")
        if form["channel"] not in tuple(Channel):
            raise InputError("Choose through which channel.")
        names = [name.strip() for name in form["parties"].replace(";", "\n").splitlines()]
        if not any(names):
            raise InputError("Name who dealt with whom, one party a line.")
        parties = [settle(book.register, book, Role.ACTOR, name, day) for name in names if name]
        values: dict[str, tuple[str, ...]] = {
            "status": (form["status"],),
            "channel": (form["channel"],),
            Role.ACTOR.value: tuple(dict.fromkeys(parties)),
        }
        if form["day"].strip():
            date = settle(book.register, book, Role.DATE, form["day"], None)
            values[Role.DATE.value] = (date,)
        made.append(values)
    return made


def _corrected(
    book: Reading, who: Decider, doc: Document, own: Report, key: str, typed: str
) -> Decision:
    if key in _OWN:
        value = settle(book.register, book, key, typed, None)
        if getattr(own, key) == value:
            raise InputError(_SAME.format(role=key, value=value.replace("_", " ")))
        return who.correct(doc, own, key, value)
    claim = next((c for c in own.claims if c.id == key), None)
    if claim is None:
        raise InputError("The report has no such value now.")
    value = settle(book.register, book, claim.role, typed, _day(own, doc.published))
    seen = told(own).get(claim.role, ())
    same = actor_of_words(value).id if claim.role in HOLDERS else value
    if same == (claim.actor.id if claim.actor else claim.value) or (value,) == seen:
        raise InputError(_SAME.format(role=claim.role, value=value_shown(book, claim.role, value)))
    return who.judge_claim(DecisionKind.CORRECT, doc, own, claim, value)


_SAME = "The {role} is {value} already. To say that this is right, accept the report."


def _day(own: Report, published: str | None) -> str | None:
    return next((claim.value for claim in own.having(Role.DATE)), published)


def _told(book: Reading, ids: Sequence[str]) -> list[Told]:
    found = load_reports(book.db, list(ids))
    docs = {doc_id: book.document(doc_id) for doc_id in {one.doc_id for one in found}}
    return [(doc, one) for one in found if (doc := docs[one.doc_id]) is not None]


def _members(book: Reading, event: str) -> list[Told]:
    rows = book.db.execute(
        "SELECT report_id FROM event_reports WHERE event_id = ? ORDER BY doc_id, report_id", [event]
    ).fetchall()
    return _told(book, [report for (report,) in rows])


def _event(book: Reading, typed: str) -> str:
    """Return the event with an id, or the beginning of one."""
    typed = typed.strip().rsplit("/", 1)[-1]
    rows = book.db.execute(
        "SELECT event_id FROM events WHERE event_id = $id"
        " OR (length($id) > 6 AND starts_with(event_id, $id)) LIMIT 2",
        {"id": typed},
    ).fetchall()
    if len(rows) != 1:
        raise InputError("Choose the event to merge it with, or give the id of one (ev:...).")
    return str(rows[0][0])


_EVENT_OF = "SELECT event_id FROM event_reports WHERE report_id = ?"
