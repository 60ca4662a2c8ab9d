"""What people should look at, how far they are, and how well they and the machine agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.ask.book import Book
from dragoman.ask.record import happenings
from dragoman.ask.show import disagreements
from dragoman.ask.stats.shares import wilson
from dragoman.ledger.cases import ADDED, AUDITED, differing
from dragoman.ledger.replay import taken_back
from dragoman.model import Anchor, Decision, DecisionKind, Report, Role
from dragoman.model.decision import Values, actor_of_words

QUEUES: Mapping[str, str] = {
    "disagreements": "Documents that disagree",
    "doubtful": "Low agreement",
    "decisions": "Stale and orphaned decisions",
    "audit": "Random audit",
}
"""What there is to look at, in words."""

WHY: Mapping[str, str] = {
    "disagreement": "The documents of this event do not agree on {detail}.",
    "loose": "A single word told what happened, with two parties beside it; no rule told more.",
    "likeness": "Somebody was found by words that are only like a name: “{detail}”.",
    "unplaced": "It gives no day, and several happenings fit it equally well.",
    "reviewers": "Two reviewers say otherwise: {detail}.",
    "stale": "What was decided fits no longer: {detail}.",
    "orphaned": "What was decided has lost its words: {detail}.",
    "audit": "Drawn at random.",
}
"""Why something stands in a queue."""

SAMPLE = 1_000
"""Reports that are drawn for an audit; the order holds, so that nobody has to answer them all."""

LEAST = 10
"""Texts that two reviewers answered, below which their agreement is not told."""

CERTAIN = 0.98
"""The likeness of a name below which the one who was found is looked at."""

MOST_EVENTS = 5_000
"""Events of several reports, the newest, among which disagreements are looked for."""

_JUDGED = (DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.CORRECT, DecisionKind.ADD)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A report, or a decision, that somebody should look at."""

    report: str | None  # None: the words of the decision are nowhere, or report nothing now
    doc_id: str
    start: int  # of the words in question
    end: int
    why: str  # a key of `WHY`
    detail: str = ""
    event: str | None = None
    claims: tuple[str, ...] = ()  # those in question; none: the report as a whole
    decision: int | None = None  # its number

    @property
    def key(self) -> str:
        """What it is called in an address."""
        return f"n{self.decision}" if self.decision is not None else self.report or ""


def queue(
    book: Book, name: str, decisions: Sequence[Decision], seed: str, machine: Sequence[Report] = ()
) -> tuple[ReviewRow, ...]:
    """Return one of `QUEUES`, in its order."""
    if name == "disagreements":
        return disagreeing(book)
    if name == "doubtful":
        return (*contested(book, decisions), *doubtful(book))
    if name == "decisions":
        return fallen(book, decisions)
    return sample(book, seed, machine)


def disagreeing(book: Book) -> tuple[ReviewRow, ...]:
    """Return the reports of events whose documents do not agree, the newest events first."""
    ids = [event for (event,) in book.db.execute(_SEVERAL, [MOST_EVENTS]).fetchall()]
    rows = []
    for happening in reversed(happenings(book, among=ids)):
        found = disagreements(happening)
        claims = {claim for one in found for account in one.accounts for claim in account.claims}
        about = ", ".join(one.about for one in found)
        telling = {account.doc_id for one in found for account in one.accounts}
        rows += [
            ReviewRow(
                report.id,
                report.doc.id,
                report.start,
                report.end,
                "disagreement",
                about,
                happening.id,
                tuple(claim.id for claim in report.claims if claim.id in claims),
            )
            for report in happening.counted
            if report.doc.id in telling
        ]
    return tuple(rows)


def doubtful(book: Book) -> tuple[ReviewRow, ...]:
    """Return the reports that rest on the least: one word, a name that is only like another.

    Those without a day of which several happenings fit are among them.
    """
    found = book.db.execute(_DOUBTFUL, {"certain": CERTAIN, "added": ADDED}).fetchall()
    return tuple(
        ReviewRow(report, doc_id, start, end, why, detail or "", event, tuple(claims))
        for report, doc_id, start, end, why, detail, event, claims in found
    )


def fallen(book: Book, decisions: Sequence[Decision]) -> tuple[ReviewRow, ...]:
    """Return the decisions that are stale or orphaned, the newest first.

    One is left out when somebody decided about the same words since.
    """
    rows = book.db.execute(_FALLEN).fetchall()
    states = dict(book.db.execute("SELECT number, state FROM decisions").fetchall())
    held = [d for d in live(decisions) if states.get(d.number) in ("applied", "agrees")]
    known = {d.number: d for d in decisions}
    found = []
    for number, doc_id, report, event, state, detail in rows:
        decision = known.get(number)
        if decision is None or not decision.anchors:
            continue
        since = [d for d in held if (d.number or 0) > number and d.kind is not DecisionKind.AUDIT]
        if any(meet(a, b) for d in since for a in d.anchors for b in decision.anchors):
            continue
        anchor = decision.anchors[0]
        place = report, doc_id or anchor.doc_id, anchor.start, anchor.end
        row = ReviewRow(*place, why=state, detail=detail, event=event, decision=number)
        found.append(row)
    return tuple(found)


def contested(book: Book, decisions: Sequence[Decision]) -> tuple[ReviewRow, ...]:
    """Return the reports of which two people said otherwise, and nobody else since."""
    places: dict[tuple[str, int, int], dict[str, tuple[str, int]]] = {}
    for decision in live(decisions):
        if decision.kind in _JUDGED:
            anchor = decision.anchors[0]
            said = places.setdefault((anchor.doc_id, anchor.start, anchor.end), {})
            said[decision.by] = _verdict(decision), decision.number or 0
    wanted = {
        max(number for _, number in said.values()): "; ".join(
            f"{by}: {verdict}" for by, (verdict, _) in sorted(said.items())
        )
        for said in places.values()
        if len(said) == 2 and len({verdict for verdict, _ in said.values()}) == 2
    }
    rows = book.db.execute(_AT, [sorted(wanted)]).fetchall()
    return tuple(
        ReviewRow(report, doc_id, start, end, "reviewers", wanted[number], event)
        for number, report, doc_id, start, end, event in rows
    )


def sample(book: Book, seed: str, machine: Sequence[Report] = ()) -> tuple[ReviewRow, ...]:
    """Return reports drawn at random, the same ones in the same order for everybody.

    A ledger that grows keeps the order of those drawn before.

    Args:
        book: Shows the reports as the machine tells them, but where people decided.
        seed: Another one draws others.
        machine: The machine's reports of the documents on which people decided.
    """
    told = [report for report in machine if report.section == "body"]
    rows = book.db.execute(
        _SAMPLE,
        {
            "seed": seed,
            "added": ADDED,
            "most": SAMPLE,
            "docs": sorted({report.doc_id for report in machine}),
            "ids": [report.id for report in told],
            "of": [report.doc_id for report in told],
            "starts": [report.evidence.start for report in told],
            "ends": [report.evidence.end for report in told],
        },
    ).fetchall()
    return tuple(
        ReviewRow(report, doc_id, start, end, "audit") for report, doc_id, start, end in rows
    )


def still_open(book: Book, rows: Sequence[ReviewRow]) -> frozenset[str]:
    """Return the keys of the rows that nobody has decided about.

    A report that is told no longer, or otherwise, was decided about.
    """
    ids = [row.report for row in rows if row.decision is None]
    found = {report for (report,) in book.db.execute(_OPEN, [ids]).fetchall()}
    return frozenset(
        row.key
        for row in rows
        if row.decision is not None or row.why == "reviewers" or row.report in found
    )


def live(decisions: Sequence[Decision]) -> list[Decision]:
    """Return the decisions that nobody took back, without those that take back."""
    back = taken_back(decisions)
    return [
        d for d in decisions if d.kind is not DecisionKind.TAKE_BACK and (d.number or 0) not in back
    ]


def meet(one: Anchor, other: Anchor) -> bool:
    """Say whether two anchors have words in common."""
    return one.doc_id == other.doc_id and one.start < other.end and other.start < one.end


# --- audits --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Audited:
    """What one reviewer answered on one report without having seen it."""

    anchor: Anchor
    by: str
    at: str
    seen: Values  # what the machine read
    answers: tuple[Values, ...]  # what the words report; an empty one: nothing

    @property
    def wrong(self) -> tuple[str, ...]:
        """On which of `AUDITED` the machine's reading is none of the answers; the best counts."""
        return min((differing(answer, self.seen) for answer in self.answers), key=len)


@dataclass(frozen=True, slots=True)
class Precision:
    """How often the machine's reading was right, by the audits."""

    what: str  # "all" or one of `AUDITED`
    right: int
    of: int
    low: float  # the 95 % interval after Wilson
    high: float

    @property
    def share(self) -> float:
        """The share of readings that were right."""
        return self.right / self.of


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far reviewers agree who answered on the same texts."""

    what: str  # "verdict", or one of `AUDITED`
    n_texts: int  # that two or more answered on
    reviewers: tuple[str, ...]
    alpha: float | None  # Krippendorff's, nominal
    refused: str = ""


def audits(decisions: Sequence[Decision]) -> tuple[Audited, ...]:
    """Return the answers of audits in their order: of each reviewer the first on a report.

    An answer counts also where it was taken back: the reading had been seen by then.
    """
    found: dict[tuple[Anchor, str], list[Decision]] = {}
    for decision in decisions:
        if decision.kind is DecisionKind.AUDIT and decision.anchors:
            found.setdefault((decision.anchors[0], decision.by), []).append(decision)
    return tuple(
        Audited(
            anchor, by, made[0].at, made[0].seen, tuple(d.value for d in made if d.at == made[0].at)
        )
        for (anchor, by), made in found.items()
    )


def precision(audited: Sequence[Audited]) -> tuple[Precision, ...]:
    """Return how often the machine was right, in all and by what was asked.

    Each report counts once, by who answered on it first.
    """
    first: dict[Anchor, Audited] = {}
    for one in audited:
        first.setdefault(one.anchor, one)
    wrong = [one.wrong for one in first.values()]
    if not wrong:
        return ()
    right = {"all": sum(not faults for faults in wrong)}
    right |= {what: sum(what not in faults for faults in wrong) for what in AUDITED}
    return tuple(
        Precision(what, n, len(wrong), *wilson(n, len(wrong))) for what, n in right.items()
    )


def agreement(decisions: Sequence[Decision]) -> tuple[Agreement, ...]:
    """Return Krippendorff's alpha of what reviewers answered in audits, and of their verdicts.

    Who gives a verdict (right, or wrong in something) has seen the machine's reading, so that
    agreement on it is the greater for it; in an audit nobody has.
    """
    said: dict[str, dict[object, dict[str, str]]] = {what: {} for what in (*AUDITED, "verdict")}
    for one in audits(decisions):
        for what in AUDITED:
            said[what].setdefault(one.anchor, {})[one.by] = _answered(one.answers, what)
    for decision in live(decisions):
        if decision.kind in _JUDGED:
            anchor = decision.anchors[0]
            place = anchor.doc_id, anchor.start, anchor.end
            right = "right" if decision.kind is DecisionKind.ACCEPT else "wrong"
            said["verdict"].setdefault(place, {})[decision.by] = right
    return tuple(_agreement(what, texts) for what, texts in said.items())


def _agreement(what: str, texts: Mapping[object, Mapping[str, str]]) -> Agreement:
    both = [by_whom for by_whom in texts.values() if len(by_whom) > 1]
    reviewers = tuple(sorted({name for by_whom in both for name in by_whom}))
    values = sorted({value for by_whom in both for value in by_whom.values()})
    if len(both) < LEAST:
        told = f"{len(both)} text{'s were' if len(both) != 1 else ' was'} answered by two people"
        return Agreement(what, len(both), reviewers, None, f"{told}; {LEAST} are the least.")
    if len(values) < 2:
        refused = "Everybody gave the same answer to all, so that chance cannot be told from it."
        return Agreement(what, len(both), reviewers, None, refused)
    import krippendorff
    import numpy as np

    code = {value: float(n) for n, value in enumerate(values)}
    table = np.array(
        [[code.get(by_whom.get(name, ""), np.nan) for by_whom in both] for name in reviewers]
    )
    alpha = krippendorff.alpha(table, level_of_measurement="nominal")
    return Agreement(what, len(both), reviewers, float(alpha))


def _answered(answers: Sequence[Values], what: str) -> str:
    """Return what somebody answered to one question, as one value to compare."""
    given = []
    for values in answers:
        if not values:
            return "nothing"
        if what == "parties":
            actors = [actor_of_words(value) for value in values.get(Role.ACTOR, ())]
            given.append(" ".join(sorted({a.polity or a.id or a.name or "" for a in actors})))
        else:
            given.append(" ".join(sorted(values.get(what, ()))))
    return " + ".join(sorted(given))


def _verdict(decision: Decision) -> str:
    """Return in words what a decision says of a report."""
    role = decision.anchors[0].slot.role
    value = ", ".join(v for found in decision.value.values() for v in found)
    words = {
        DecisionKind.ACCEPT: "right",
        DecisionKind.REJECT: "not said",
        DecisionKind.CORRECT: "is",
        DecisionKind.ADD: "also",
    }[decision.kind]
    return " ".join(part for part in (role, words, value if role else "") if part)


_SEVERAL = """
SELECT event_id FROM events WHERE section = 'body' AND n_reports > 1
ORDER BY first_day DESC NULLS LAST, event_id LIMIT ?
"""

_DOUBTFUL = """
WITH found AS (
    SELECT report_id, 1 AS rank, 'likeness' AS why, any_value(quote ORDER BY nth) AS detail,
           list(claim_id ORDER BY nth) AS claims
    FROM claims WHERE score < $certain GROUP BY report_id
    UNION ALL
    SELECT report_id, 2, 'loose', '', [] FROM reports WHERE starts_with(rule, 'loose.')
    UNION ALL
    SELECT r.report_id, 3, 'unplaced', '', [] FROM reports AS r JOIN issues AS i
        ON i.stage = 'link' AND i.doc_id = r.doc_id AND i."start" = r."start"
        AND i."end" = r."end" AND split_part(i.detail, ',', 1) = r.channel
)
SELECT r.report_id, r.doc_id, r."start", r."end", f.why, f.detail, er.event_id, f.claims
FROM (SELECT report_id, min_by(found, rank) AS f FROM found GROUP BY report_id) AS one,
     reports AS r, event_reports AS er
WHERE r.report_id = one.report_id AND er.report_id = r.report_id AND r.section = 'body'
  AND r.rule <> $added
ORDER BY f.rank, r.doc_id, r."start", r."end", r.report_id
"""

_FALLEN = """
SELECT d.number, d.doc_id, d.report_id, er.event_id, d.state, d.detail
FROM decisions AS d LEFT JOIN event_reports AS er ON er.report_id = d.report_id
WHERE d.state IN ('stale', 'orphaned') AND d.kind NOT IN ('take_back', 'withdraw')
ORDER BY d.number DESC
"""

_AT = """
SELECT d.number, r.report_id, r.doc_id, r."start", r."end", er.event_id
FROM decisions AS d JOIN reports AS r ON r.report_id = d.report_id
LEFT JOIN event_reports AS er ON er.report_id = r.report_id
WHERE d.number IN (SELECT unnest(?::BIGINT[])) ORDER BY d.number
"""

_OPEN = """
SELECT r.report_id FROM reports AS r
WHERE r.report_id IN (SELECT unnest(?::VARCHAR[]))
  AND NOT EXISTS (SELECT 1 FROM decisions AS d WHERE d.report_id = r.report_id
                  AND d.kind <> 'audit' AND d.state IN ('applied', 'agrees'))
"""

# Of several reports of the same words one is drawn: what is asked is what the words report.
_SAMPLE = """
WITH told AS (
    SELECT report_id, doc_id, "start", "end" FROM reports
    WHERE section = 'body' AND rule <> $added AND NOT list_contains($docs::VARCHAR[], doc_id)
    UNION ALL SELECT unnest($ids::VARCHAR[]), unnest($of::VARCHAR[]),
                     unnest($starts::BIGINT[]), unnest($ends::BIGINT[])
), drawn AS (SELECT *, md5($seed || ' ' || report_id) AS lot FROM told)
SELECT arg_min(report_id, lot), doc_id, "start", "end" FROM drawn
GROUP BY doc_id, "start", "end" ORDER BY min(lot), doc_id, "start" LIMIT $most
"""
