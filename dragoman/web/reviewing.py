"""What a reviewer sees on one screen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.ask import review
from dragoman.ask.english import clip, date_words
from dragoman.ask.linked import why_linked
from dragoman.ask.quote import Piece, cut
from dragoman.ask.record import ClaimRow, Happening, ReportRow, happenings
from dragoman.ask.review import Audited, ReviewRow
from dragoman.ask.wording import value_words
from dragoman.ledger.cases import AUDITED, differing
from dragoman.model import (
    PARTY_ROLES,
    ROLES,
    Channel,
    Decision,
    DecisionKind,
    Role,
    Status,
)
from dragoman.model.decision import HOLDERS, Values, actor_of_words
from dragoman.web.lines import Line, about_words, called, line_of, lines
from dragoman.web.shelf import Reading

REACH = 300
"""Characters that are shown on each side of the words in question."""

QUOTED = 60
"""Characters that are quoted of the words that a value rests on."""

_BREAK = re.compile(r"(?<=[.!?:;”\"»。])[^\S\n]*\n\s*|[^\S\n]*\n\s*\n\s*")
_IDS = ("st:", "og:", "of:", "pe:", "pl:", "me:")
_OWN = ("channel", "status")


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a report that can be corrected."""

    key: str  # "channel", "status", or the id of a claim
    role: str
    shown: str
    typed: str  # what stands in the field
    quote: str  # the words that it rests on
    asked: bool  # because of it the report is looked at
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A decision in words."""

    numbers: tuple[int, ...]
    by: str
    at: str
    words: str
    reason: str
    kind: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another report of the same event."""

    report: ReportRow
    pieces: tuple[Piece, ...]
    values: tuple[tuple[str, str], ...]  # role and value, of the roles in question


@dataclass(frozen=True, slots=True)
class Screen:
    """All that a page of one decision shows."""

    row: ReviewRow
    why: str
    title: str  # of the document
    before: str
    pieces: tuple[Piece, ...]
    after: str
    doc_id: str | None  # None: the document is not in the ledger
    source: str
    published: str | None
    side: str | None
    report: ReportRow | None
    line: Line | None
    fields: tuple[Field, ...] = ()
    others: tuple[Other, ...] = ()
    neighbours: tuple[Line, ...] = ()
    said: tuple[Said, ...] = ()
    compared: tuple[tuple[str, str, str, bool], ...] = ()  # what, the answer, the reading, right


def words_around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after some words, cut between words."""
    first, last = max(0, start - REACH), min(len(text), end + REACH)
    if first:
        first = text.find(" ", first, start) + 1 or first
    if last < len(text):
        last = max(text.rfind(" ", end, last), end)
    before, after = (_in_lines(text[a:b]) for a, b in ((first, start), (end, last)))
    return f"… {before}" if first else before, f"{after} …" if last < len(text) else after


def _in_lines(text: str) -> str:
    """Put each paragraph on one line, also where lines are broken in the midst of a sentence."""
    return "\n".join(" ".join(part.split("\n")) for part in _BREAK.split(text))


def find_row(
    book: Reading, rows: Sequence[ReviewRow], key: str
) -> tuple[ReviewRow, ReportRow | None, Happening | None] | None:
    """Return the row of a key with its report as it is told now; None: there is nothing such.

    A report that was changed since it stood in the queue is the one of the same words.
    """
    row = next((row for row in rows if row.key == key), None)
    ids = [row.report if row else key]
    found = book.db.execute(_REPORT, [[one for one in ids if one]]).fetchall()
    if not found and row is not None:
        found = book.db.execute(_SAME_WORDS, [row.doc_id, row.start, row.end]).fetchall()
    if not found:
        return (row, None, None) if row else None
    report_id, event, doc_id, start, end = found[0]
    row = row or ReviewRow(report_id, doc_id, start, end, "", event=event)
    [happening] = happenings(book, event=event)
    report = next(one for one in happening.reports if one.id == report_id)
    return row, report, happening


def screen(
    book: Reading,
    row: ReviewRow,
    report: ReportRow | None,
    happening: Happening | None,
    *,
    blind: bool = False,
    audited: Audited | None = None,
) -> Screen:
    """Put together what is shown of a row.

    Args:
        book: The ledger, with all that is decided.
        row: What is looked at.
        report: The report as it is told now; None: none is.
        happening: Its event.
        blind: Nothing of the reading is to be seen.
        audited: What the reviewer answered without having seen it.
    """
    start, end = (report.start, report.end) if report and not blind else (row.start, row.end)
    doc = book.document(row.doc_id)
    decision = decision_of(book, row.decision)
    text = doc.text if doc else ""
    quote = text[start:end] or (decision.anchors[0].quote if decision else "")
    if decision and doc and (anchor := decision.anchors[0]).quote != quote and report is None:
        quote, start, end = anchor.quote, 0, 0
    before, after = words_around(text, start, end) if doc and end else ("", "")
    marks = []
    if report is not None and not blind:
        marks = [(c.start - start, c.end - start) for c in report.claims]
    shown = Screen(
        row,
        "" if blind else why(book, row),
        (doc.title if doc else None) or "",
        before,
        cut(quote, [(a, b) for a, b in marks if 0 <= a < b <= len(quote)]),
        after,
        doc.id if doc else None,
        (doc.outlet or doc.name or doc.id) if doc else "a document that is not in the ledger",
        doc.published if doc else None,
        doc.side if doc else None,
        None if blind else report,
        None,
    )
    if blind:
        return shown
    shown = replace(
        shown,
        said=_said_here(book, row, report),
        compared=_compared(book, audited) if audited else (),
    )
    if report is None or happening is None:
        return shown
    near = [one.event for one in why_linked(book, happening.id).neighbours]
    return replace(
        shown,
        line=line_of(book, happening),
        fields=_fields(book, row, report),
        others=tuple(_other(book, row, r) for r in happening.counted if r.id != report.id),
        neighbours=lines(book, near),
    )


def why(book: Reading, row: ReviewRow) -> str:
    """Say why a row stands in its queue."""
    if not row.why:
        return ""
    detail = row.detail
    if row.why == "disagreement":
        parts = [about_words(book, about) for about in detail.split(", ")]
        detail = " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)
    return review.WHY[row.why].format(detail=" ".join(detail.split()))


def value_shown(book: Reading, role: str, value: str) -> str:
    """Write a value of a decision out."""
    if role in HOLDERS:
        try:
            actor = actor_of_words(value)
        except ValueError:
            return value
        return book.label(actor.id) if actor.id else actor.name or value
    return value.replace("_", " ") if role in _OWN else value_words(value, book.label)


def in_words(book: Reading, made: Sequence[Decision]) -> Said:
    """Say in words what somebody decided in one go."""
    first = made[0]
    if first.kind is DecisionKind.TAKE_BACK:
        meant = [d for d in book.volume.decisions if d.mark in {one.target for one in made}]
        what = f"took back: {in_words(book, meant).words}" if meant else "took a decision back"
        return Said(_numbers(made), first.by, first.at, what, first.reason, first.kind)
    slot = first.anchors[0].slot if first.anchors else None
    role = slot.role if slot else ""
    was = [value_shown(book, role, v) for v in first.seen.get(role, ())]
    now = [value_shown(book, role, v) for v in first.value.get(role, ())]
    shown_role = role.replace("_", " ")
    words = {
        DecisionKind.ACCEPT: f"accepted the {shown_role or 'report'}",
        DecisionKind.REJECT: f"rejected the {shown_role or 'report'}"
        + (f" {', '.join(was)}" if was else ""),
        DecisionKind.CORRECT: f"corrected the {shown_role} from {', '.join(was)}"
        f" to {', '.join(now)}",
        DecisionKind.ADD: f"added the {shown_role or 'report'}"
        + (f" {', '.join(now)}" if now else ""),
        DecisionKind.SAME: "merged two events",
        DecisionKind.NOT_SAME: "split the report off its event",
        DecisionKind.AUDIT: "answered in an audit",
    }.get(first.kind, first.kind.replace("_", " "))
    return Said(_numbers(made), first.by, first.at, words, first.reason, first.kind)


def _numbers(made: Sequence[Decision]) -> tuple[int, ...]:
    return tuple(d.number or 0 for d in made)


def decision_of(book: Reading, number: int | None) -> Decision | None:
    """Return the decision of a number; None: there is none."""
    return next((d for d in book.volume.decisions if d.number == number), None) if number else None


def holds(doc_id: str, start: int, end: int, row: ReviewRow) -> bool:
    """Say whether a stretch of a document has words of a row."""
    return doc_id == row.doc_id and start < row.end and row.start < end


def last_of(decisions: Sequence[Decision], by: str) -> tuple[Decision, ...]:
    """Return what somebody decided last and did not take back; audits stay."""
    mine = [d for d in review.live(decisions) if d.by == by and d.kind is not DecisionKind.AUDIT]
    return tuple(d for d in mine if d.at == mine[-1].at) if mine else ()


def _fields(book: Reading, row: ReviewRow, report: ReportRow) -> tuple[Field, ...]:
    about = set(row.detail.split(", ")) if row.why == "disagreement" else set()
    found = [
        Field(
            what,
            what,
            getattr(report, what).replace("_", " "),
            getattr(report, what),
            "",
            what in about,
            tuple(Channel if what == "channel" else Status),
        )
        for what in _OWN
    ]
    for claim in report.claims:
        if claim.role == Role.STATUS:
            continue
        value, shown = called(claim), _claim_shown(book, claim)
        typed = shown if value.startswith(_IDS) else value
        quote = clip(claim.quote, QUOTED) if claim.quote != report.quote else ""
        found.append(Field(claim.id, claim.role, shown, typed, quote, claim.id in row.claims))
    order = {role: nth for nth, role in enumerate((*_OWN, *(r for r in ROLES if r not in _OWN)))}
    return tuple(sorted(found, key=lambda field: order.get(field.role, 0)))


def _claim_shown(book: Reading, claim: ClaimRow) -> str:
    return date_words(claim.value) if claim.role == Role.DATE else book.label(called(claim))


def _other(book: Reading, row: ReviewRow, report: ReportRow) -> Other:
    """Return another report with its values of what is in question; all parties and days else."""
    about = {part for part in row.detail.split(", ") if part in tuple(Role)}
    roles = about if row.why == "disagreement" and about else {*PARTY_ROLES, Role.DATE}
    values = [
        (
            claim.role,
            date_words(claim.value) if claim.role == Role.DATE else book.label(called(claim)),
        )
        for claim in report.claims
        if claim.role in roles
    ]
    own = [("channel", report.channel.replace("_", " ")), ("status", report.status)]
    marks = [
        (claim.start - report.start, claim.end - report.start)
        for claim in report.claims
        if claim.role in roles and report.start <= claim.start and claim.end <= report.end
    ]
    return Other(report, cut(report.quote, marks), tuple(dict.fromkeys([*own, *values])))


def _said_here(book: Reading, row: ReviewRow, report: ReportRow | None) -> tuple[Said, ...]:
    """Return what was decided about some words, the newest first, each go once."""
    start, end = (report.start, report.end) if report else (row.start, row.end)
    place = replace(row, start=start, end=end)
    groups: dict[tuple[str, str, str], list[Decision]] = {}
    for decision in review.live(book.volume.decisions):
        if decision.number == row.decision or any(
            holds(a.doc_id, a.start, a.end, place) for a in decision.anchors
        ):
            groups.setdefault((decision.by, decision.at, decision.kind), []).append(decision)
    return tuple(in_words(book, made) for made in reversed(groups.values()))


def _compared(book: Reading, audited: Audited) -> tuple[tuple[str, str, str, bool], ...]:
    """Set an answer of an audit beside what the machine read: the answer nearest to it."""
    answer = min(audited.answers, key=lambda one: len(differing(one, audited.seen)))
    wrong = differing(answer, audited.seen)
    return tuple(
        (
            what,
            _values(book, answer, what) if answer else "nothing is reported",
            _values(book, audited.seen, what),
            what not in wrong,
        )
        for what in AUDITED
    )


def _values(book: Reading, values: Values, what: str) -> str:
    if what != "parties":
        found = [value_shown(book, what, v) for v in values.get(what, ())]
        return ", ".join(found) or "none told"
    parties = [v for role in (*PARTY_ROLES,) for v in values.get(role, ())]
    return ", ".join(dict.fromkeys(value_shown(book, Role.ACTOR, v) for v in parties)) or "none"


_REPORT = """
SELECT r.report_id, er.event_id, r.doc_id, r."start", r."end"
FROM reports AS r JOIN event_reports AS er USING (report_id)
WHERE r.report_id IN (SELECT unnest(?::VARCHAR[])) LIMIT 1
"""

_SAME_WORDS = """
SELECT r.report_id, er.event_id, r.doc_id, r."start", r."end"
FROM reports AS r JOIN event_reports AS er USING (report_id)
WHERE r.doc_id = ? AND r."start" = ? AND r."end" = ? ORDER BY r.report_id LIMIT 1
"""
