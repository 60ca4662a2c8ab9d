"""What documents count ("second meeting this year", "first visit since 2017"), held to the ledger.

Not in the ledger is not "did not happen": with each verdict goes how probable it is that
the ledger lacks nothing. Definitions: measure (i), "claims check".
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import accumulate
from typing import Any, Protocol

from dragoman.ask.book import Answer, Basis, Book, require_claims
from dragoman.ask.counting import (
    Candidate,
    Count,
    Scope,
    Tally,
    days_of,
    hull,
    kinds_of,
    sides_of,
    went_to,
)
from dragoman.ask.counting_from import Frame, frames
from dragoman.ask.coverage import recall_bounds
from dragoman.ask.founding import Founding, Relations, foundings
from dragoman.ask.names import Names
from dragoman.ask.nothing import require_documents
from dragoman.ask.record import (
    BODY,
    CLAIM_COLUMNS,
    PLACED_STATUSES,
    ClaimRow,
    DocRow,
    claim_row,
    documents,
    ids,
)
from dragoman.ask.stats.claims import (
    SOURCES,
    Verdict,
    complete,
    judge_anniversary,
    judge_empty,
    judge_number,
    together,
)
from dragoman.ask.unwatched import unwatched
from dragoman.ask.window import compatible, finest
from dragoman.model import (
    CHANNELS,
    PARTY_ROLES,
    Direction,
    InputError,
    NothingFound,
    Role,
    Status,
)
from dragoman.model.note import CheckKind, read_note

RECALLS = (0.8, 0.95)
"""What is assumed, one beside the other, where the recall of the ledger is not known."""

_AT_LEAST = re.compile(r"\b(?:more than|over|at least|dozens)\b", re.IGNORECASE)
_ROUGHLY = re.compile(r"\b(?:about|nearly|almost|some|around)\b", re.IGNORECASE)
_GOES_TO = re.compile(
    r"\bto (?:either |both )?(?P<where>(?:the )?[A-Z].*?)(?= (?:by|since|in|for|during|this)\b|$)"
)

_WORD = re.compile(r"\w[\w+-]*")


class Facts(Names, Relations, Protocol):
    """What the register answers: names, relations of states, editions of standing meetings."""

    def mechanism(self, ident: str, /) -> Mapping[str, Any] | None:
        """Return the entry of a standing meeting, with its known editions."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One claim that a text makes and the record can be held against.

    Attributes:
        kind: ordinal, first_since, anniversary or count.
        words: As worded.
        number: As claimed; None for a superlative.
        said_by: Whom the document credits, else its outlet.
        said_on: EDTF day of the document; None where it is not known.
        verdict: See `Verdict`.
        because: Why, in a sentence; where readings differ, by each.
        readings: Each reading of the words with its count and verdict.
        recorded, possible: By the first reading: occasions recorded, with the claimed one,
            and further ones whose day or sameness is not settled. None where nothing is counted.
        first, last: The days of the first reading's window; None where the words name none.
        expected: Occasions in the window at the rate of the whole ledger, the claimed number
            at least.
        complete_80, complete_95: Probability that the ledger has all of them, if it has 80 %
            (95 %) of such events. None where nothing is counted.
        complete: The same, by the recall that was given.
        recall_at_most: The share of the two sides' events that the ledger has at most, by what
            each of them tells; None where `coverage` has no bound for them, or a recall was given.
        complete_at_most: The probability that the ledger has all of them, at most: by that share.
        n_others: Other documents of the window, which could have told of more.
        parties: Between whom it is counted, as specifically as the document names them.
        event: The event that the claim is made of.
        section: Where in the document it stands: body or teaser.
        document: Its document.
        events: The recorded occasions that were counted.
        source: Of a sourced table's day: what and where.
        claims: The claim itself, then those behind what was counted.
    """

    kind: str
    words: str
    number: int | None
    said_by: str
    said_on: str | None
    verdict: str
    because: str
    readings: tuple[str, ...]
    recorded: int | None
    possible: int | None
    first: str | None
    last: str | None
    expected: float | None
    complete_80: float | None
    complete_95: float | None
    complete: float | None
    n_others: int
    parties: tuple[str, ...]
    event: str
    section: str
    document: str
    events: tuple[str, ...]
    source: str | None
    claims: tuple[str, ...]
    recall_at_most: float | None = None
    complete_at_most: float | None = None

    def __post_init__(self) -> None:
        """Refuse a row that cites nothing."""
        require_claims(f"the check of {self.words!r}", self.claims)

    def completeness(self) -> str:
        """Say how probable it is that the ledger lacks nothing; empty where nothing is counted."""
        if self.complete is not None:
            return f"The ledger has them all with a probability of {self.complete:.0%}."
        if self.recall_at_most is not None and self.complete_at_most is not None:
            return (
                f"By what both sides tell, the ledger has at most {self.recall_at_most:.0%} of "
                "their events, and so all of the window's with a probability of at most "
                f"{self.complete_at_most:.0%}, if each side gathers its own news."
            )
        if self.complete_80 is None or self.complete_95 is None:
            return ""
        return (
            f"If the ledger has {RECALLS[0]:.0%} of such events, it has all of the window's with "
            f"a probability of {self.complete_80:.0%}; if {RECALLS[1]:.0%}, {self.complete_95:.0%}."
        )


@dataclass(frozen=True, slots=True)
class Recorded:
    """An occasion that the ledger has, by one reading of a claim's words.

    The claimed occasion itself is none of them.
    """

    claim: str  # which is checked: the first of `CheckRow.claims`
    about: str  # the event that the claim is made of
    reading: str
    event: str
    first: str | None  # its days; None: no document tells one
    last: str | None
    counted: bool  # False: its day, or that it is not one of the others, is not settled
    claims: tuple[str, ...]  # by which it is counted; empty where it is not


@dataclass(frozen=True, slots=True)
class Checked(Answer[CheckRow]):
    """The claims that were checked, and since when the ledger has documents."""

    since: str | None = None
    until: str | None = None
    recorded: tuple[Recorded, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim with its report: what is to be checked."""

    claim: ClaimRow
    event: str
    channel: str
    status: str
    section: str
    doc: DocRow
    speakers: tuple[str, ...]
    claims: tuple[ClaimRow, ...]
    note: Mapping[str, str]
    days: tuple[date, date] | None  # of what the claim is made of
    dates: tuple[str, ...]

    @property
    def number(self) -> int | None:
        text = self.note.get("number", "")
        return int(text) if text.isdigit() else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of a claim's words, judged."""

    words: str
    verdict: Verdict
    sentence: str
    frame: Frame
    count: Count
    parties: tuple[str, ...]
    expected: float | None = None
    chances: tuple[float | None, ...] = (None,) * 4  # by `RECALLS`, as measured, and at most
    n_others: int = 0


class _Record:
    """On which days the documents of a ledger were published."""

    def __init__(self, published: Iterable[tuple[date, date, int]]) -> None:
        """Take how many documents there are of which days."""
        known = sorted(published)
        self.first = min((begin for begin, _, _ in known), default=None)
        self.last = max((end for _, end, _ in known), default=None)
        self._coarse = [one for one in known if one[0] != one[1]]
        exact = [(begin, n) for begin, end, n in known if begin == end]
        self._days = [day for day, _ in exact]
        self._sums = [0, *accumulate(n for _, n in exact)]

    def between(self, first: date, last: date, *, but: tuple[date, date] | None) -> int:
        """Count the documents of some days; `but` are the days of one that is left out."""
        if last < first:
            return 0
        n = self._sums[bisect_right(self._days, last)] - self._sums[bisect_left(self._days, first)]
        n += sum(n for begin, end, n in self._coarse if first <= begin and end <= last)
        return n - bool(but and first <= but[0] and but[1] <= last)


@unwatched()
def check(
    ledger: Book,
    register: Facts,
    *,
    who: str | None = None,
    other: str | None = None,
    event: str | None = None,
    recall: float | None = None,
) -> Checked:
    """Hold what documents count against what the ledger has.

    Args:
        ledger: Open for reading.
        register: For names, for the days of relations and for editions of standing meetings.
        who: Only claims of events to which this person, office or polity is a party.
        other: Only claims of events to which this one is a party as well.
        event: Only claims of the event with this id.
        recall: The share of such events that the ledger has, where somebody measured it.

    Returns:
        Rows by day of the document. Claims that a document only quotes to deny are left out.

    Raises:
        InputError: `recall` is no share.
        NothingFound: No document counts anything that could be checked.
    """
    if recall is not None and not 0 < recall <= 1:
        raise InputError(f"a recall of {recall:g} cannot be; it is a share such as 0.85")
    require_documents(ledger)
    told = _told(ledger, who, other, event)
    asserted = [one for one in told if one.status not in (Status.DENIED, Status.CANCELLED)]
    if not asserted:
        parties = " and ".join(one for one in (who, other) if one)
        whose = f" of events with {parties}" if parties else f" of {event}" if event else ""
        raise NothingFound(
            f"No report{whose} in this ledger counts what could be checked: the how-manieth it "
            "is, the first since when, an anniversary, how many times."
        )
    desk = _Desk(ledger, register, recall)
    desk.fetch(asserted)
    rows: dict[object, CheckRow] = {}
    for one in asserted:
        key, row = desk.row(one)
        rows.setdefault(key, row)
    ordered = tuple(sorted(rows.values(), key=lambda r: (r.said_on or "~", r.document, r.claims)))
    docs = documents(ledger, {row.document for row in ordered} | desk.cited)
    basis = Basis(
        n_events=len({event for row in ordered for event in (row.event, *row.events)}),
        n_documents=len(docs),
        outlets=tuple(sorted({doc.outlet for doc in docs.values() if doc.outlet})),
        teasers=len({row.event for row in ordered if row.section != BODY}),
        withdrawn=len(ledger.withdrawn()),
        not_happened=len({one.event for one in told}) - len({one.event for one in asserted}),
    )
    first, last = desk.record.first, desk.record.last
    return Checked(
        CheckRow,
        ordered,
        basis,
        str(first) if first else None,
        str(last) if last else None,
        tuple(o for row in ordered for o in desk.recorded.get((row.claims[0], row.event), ())),
    )


_CHECKS = """
SELECT c.report_id, er.event_id, r.channel, r.status, r.section, coalesce(r.speakers, []), c.nth
FROM claims AS c
JOIN reports AS r ON r.report_id = c.report_id
JOIN event_reports AS er ON er.report_id = c.report_id
WHERE c.role = 'ordinal' AND starts_with(c.note, 'check=')
  AND ($event IS NULL OR er.event_id = $event)
  AND ($who IS NULL OR EXISTS (
        SELECT 1 FROM event_reports AS o JOIN claims AS p ON p.report_id = o.report_id
        WHERE o.event_id = er.event_id AND list_contains($roles, p.role)
          AND $who IN (p.polity, p.office, p.person)))
  AND ($other IS NULL OR EXISTS (
        SELECT 1 FROM event_reports AS o JOIN claims AS p ON p.report_id = o.report_id
        WHERE o.event_id = er.event_id AND list_contains($roles, p.role)
          AND $other IN (p.polity, p.office, p.person)))
ORDER BY c.doc_id, c."start", er.event_id, c.report_id, c.nth
"""

_CLAIMS = f"""
SELECT {CLAIM_COLUMNS}, c.nth FROM claims AS c
WHERE list_contains($reports, c.report_id) ORDER BY c.report_id, c.nth
"""  # noqa: S608 - our own words


def _told(ledger: Book, who: str | None, other: str | None, event: str | None) -> list[_Told]:
    picked = ledger.db.execute(
        _CHECKS, {"who": who, "other": other, "event": event, "roles": sorted(PARTY_ROLES)}
    ).fetchall()
    claims: dict[str, list[tuple[int, ClaimRow]]] = defaultdict(list)
    for *row, nth in ledger.db.execute(
        _CLAIMS, {"reports": sorted({row[0] for row in picked})}
    ).fetchall():
        claims[row[1]].append((nth, claim_row(row)))
    docs = documents(ledger, {found[0][1].doc_id for found in claims.values()})
    told = []
    for report, event_id, channel, status, section, speakers, nth in picked:
        own = tuple(claim for _, claim in claims[report])
        claim = next(claim for at, claim in claims[report] if at == nth)
        doc = docs[claim.doc_id]
        # A date inside such words is from when on it is counted, and not the day of anything.
        counts = [c for c in own if c.role == Role.ORDINAL]
        dates = finest(
            tuple(
                c.value
                for c in own
                if c.role == Role.DATE
                and not any(o.start <= c.start and c.end <= o.end for o in counts)
            )
        )
        days = hull(dates) or (days_of(doc.published) if not dates and doc.published else None)
        told.append(
            _Told(
                claim, event_id, channel, status, section, doc, tuple(speakers), own,
                read_note(claim.note), days, dates,
            )
        )  # fmt: skip
    return told


_RECORD = "SELECT published, count(*) FROM documents WHERE published IS NOT NULL GROUP BY 1"

_CANDIDATES = """
WITH wanted AS (SELECT unnest($ones::VARCHAR[]) AS one, unnest($others::VARCHAR[]) AS other),
placed AS (
    SELECT event_id, channel, dates, n_sources, polities, unnest(polities) AS one
    FROM events
    WHERE section = 'body' AND list_contains($statuses, status)
      AND list_contains($channels, channel) AND list_has_any(polities, $ones)
), picked AS (
    SELECT p.* EXCLUDE (polities), w.other FROM placed AS p JOIN wanted AS w ON w.one = p.one
    WHERE list_contains(p.polities, w.other)
)
SELECT p.one, p.other, p.event_id, p.channel, p.dates, p.n_sources, c.claim_id, c.report_id,
       c.doc_id, c.role, c.value, c.polity, c.office, c.person, c.name, c."start", c."end"
FROM picked AS p
JOIN event_reports AS er ON er.event_id = p.event_id
JOIN reports AS r ON r.report_id = er.report_id
JOIN claims AS c ON c.report_id = r.report_id
WHERE r.section = 'body'
  AND (list_contains($roles, c.role) OR c.role IN ('date', 'place', 'mechanism'))
ORDER BY p.event_id, c.doc_id, c."start", c.claim_id
"""


class _Desk:
    """Judges claims one by one, and keeps what it has looked up for the next."""

    def __init__(self, ledger: Book, register: Facts, recall: float | None) -> None:
        self._ledger = ledger
        self._register = register
        self._recall = recall
        self._bounds: dict[tuple[str, str], float] | None = None
        rows = ledger.db.execute(_RECORD).fetchall()
        self.record = _Record((*days, n) for day, n in rows if (days := days_of(day)))
        self.cited: set[str] = set()
        self.recorded: dict[tuple[str, str], tuple[Recorded, ...]] = {}
        self._tallies: dict[Scope, Tally] = {}
        # By two parties and channel.
        self._found: dict[tuple[str, str], dict[str, list[Candidate]]] = {}

    def row(self, told: _Told) -> tuple[object, CheckRow]:
        """Return a claim's row, with what tells it from the same claim made twice."""
        kind = CheckKind(told.note.get("check", CheckKind.ORDINAL))
        if kind is CheckKind.ANNIVERSARY:
            return (told.claim.id, *sorted(_polities(told))), self._anniversary(told)
        editions = self._editions(told)
        if editions is not None:
            return (told.claim.id, told.event), editions
        scopes = self._scopes(told)
        if isinstance(scopes, str):
            return (told.claim.id, told.event), _bare_row(told, kind, Verdict.REFUSED, scopes)
        if told.number is None:
            because = "It is a superlative: what is largest or last is not a matter of counting."
            return (told.claim.id, scopes), _bare_row(told, kind, Verdict.REFUSED, because)
        day = told.days[0] if told.days else None
        empty = kind is CheckKind.FIRST_SINCE
        windows = frames(told.claim.value, told.note.get("since"), day, empty=empty)
        if kind is CheckKind.COUNT and windows[0].first == date.min:
            windows = windows[:1]  # "have met 40 times" is since they first met
        readings = [self._judge(told, kind, scope, frame) for frame in windows for scope in scopes]
        return (told.claim.id, scopes), self._counted(told, kind, readings)

    def _anniversary(self, told: _Told) -> CheckRow:
        kind = CheckKind.ANNIVERSARY
        known = foundings(told.claim.value, _polities(told), self._register)
        if told.number is None or not known:
            because = "No sourced table here has the first day of what is commemorated."
            return _bare_row(told, kind, Verdict.NOT_CONFIRMED, because)
        if told.days is None or told.days[0].year != told.days[1].year:
            because = "In which year it is claimed is not told."
            return _bare_row(told, kind, Verdict.REFUSED, because)
        year = told.days[0].year
        judged = [(one, judge_anniversary(told.number, year - one.year)) for one in known]
        readings = tuple(_anniversary_words(one, verdict, year) for one, verdict in judged)
        verdict = together(verdict for _, verdict in judged)
        if judged[0][1] is Verdict.SUPPORTED:
            verdict = Verdict.SUPPORTED  # relations count from when they were set up, first of all
        row = _bare_row(told, kind, verdict, " ".join(readings))
        return replace(row, readings=readings, source="; ".join(one.sentence() for one in known))

    def _editions(self, told: _Told) -> CheckRow | None:
        """Hold a numbered session against the register's list; None where it has neither."""
        named = next((c for c in told.claims if c.role == Role.MECHANISM), None)
        entry = self._register.mechanism(named.value) if named else None
        if not named or not entry or told.number is None or not told.dates:
            return None
        known = [e for e in entry.get("editions", ()) if e.get("n") and e.get("date")]
        same = [e for e in known if any(compatible(str(e["date"]), day) for day in told.dates)]
        numbered = [e for e in known if e["n"] == told.number]
        if not same and not numbered:
            return None
        right = [e for e in same if e["n"] == told.number]
        shown = (right or same or numbered)[0]
        if right:
            verdict = Verdict.SUPPORTED if len(same) == 1 else Verdict.NOT_CONFIRMED
        else:
            verdict = Verdict.CONTRADICTED
        called = self._register.label(named.value)
        title = called if called != named.value else str(entry.get("name", named.value))
        because = f"The register has the {title} of {shown['date']} as number {shown['n']}."
        if verdict is Verdict.CONTRADICTED and not _is_called(told, f"{named.quote} {title}"):
            verdict = Verdict.NOT_CONFIRMED
            because += " That the words mean this meeting is not clear."
        source = f"{title}: {shown.get('source', 'register')}; {entry.get('check', '')}"
        row = _bare_row(told, CheckKind.ORDINAL, verdict, because)
        return replace(
            row,
            source=source.rstrip("; "),
            claims=(*row.claims, named.id),
        )

    def _scopes(self, told: _Told) -> tuple[Scope, ...] | str:
        """Return what a claim counts, by each reading; a sentence where that is not clear."""
        sides = tuple(sides_of(told.claims))
        kinds = kinds_of(told.note.get("unit", ""), told.channel)
        if all(CHANNELS[one].direction is Direction.DIRECTED for _, many in kinds for one in many):
            acting = tuple(sides_of(c for c in told.claims if c.role == Role.ACTOR))
            goes_to = self._goes_to(told)
            if not acting or not goes_to:
                return "From whom to whom it is counted could not be made out."
            return tuple(Scope(words, channels, acting, goes_to) for words, channels in kinds)
        if len(sides) < 2:
            return "Between whom it is counted could not be made out."
        mechanism = next((c.value for c in told.claims if c.role == Role.MECHANISM), None)
        return tuple(Scope(w, channels, sides, mechanism=mechanism) for w, channels in kinds)

    def _goes_to(self, told: _Told) -> frozenset[str]:
        """Return to whom it was; what the claim's own words name wins ("first to Malaysia")."""
        own = frozenset(
            where
            for claim in told.claims
            if claim.role != Role.ACTOR and (where := went_to(claim)) is not None
        )
        match = _GOES_TO.search(" ".join(told.claim.value.split()))
        names = re.split(r", | and | or ", match["where"]) if match else []
        worded = frozenset(
            id_
            for name in names
            for id_ in self._register.lookup(name.strip().removeprefix("the "))
            if id_.startswith("st:")
        )
        return (own & worded) or worded or own

    def _judge(self, told: _Told, kind: CheckKind, scope: Scope, frame: Frame) -> _Reading:
        words = f"{scope.words}, {frame.words}"
        refused = partial(
            _Reading, words, Verdict.REFUSED, frame=frame, count=Count(), parties=scope.parties
        )
        if frame.first is None:
            return refused(f"{frame.why[0].upper()}{frame.why[1:]}.")
        start = self.record.first
        later = start is None or start > frame.first
        if told.days is None:
            unknown = "On which day it is claimed is not told."
            return refused(_starts_later(frame, start) if later else unknown)
        tally = self._tallies.get(scope)
        if tally is None:
            by_channel = self._found.get(scope.key, {})
            found = (one for channel in scope.channels for one in by_channel.get(channel, ()))
            tally = self._tallies[scope] = Tally(scope, found)
        count = tally.count(told.event, told.days, frame.first)
        inside, number = len(count.sure), told.number or 1
        well = sum(occasion.n_sources >= SOURCES for occasion in count.sure)
        empty, at_least = kind is CheckKind.FIRST_SINCE, False
        if empty:
            verdict = judge_empty(inside, count.possible)
        else:
            # The claimed occasion is one of them, and told by the document that claims it; a
            # number of times may leave out one that is only planned.
            own = kind is not CheckKind.COUNT or told.status in PLACED_STATUSES
            at_least = kind is CheckKind.COUNT and bool(_AT_LEAST.search(told.claim.value))
            possible, well = count.possible, well + own
            if kind is CheckKind.COUNT and _ROUGHLY.search(told.claim.value):
                well = 0  # "about 40" is not contradicted by 41
            verdict = judge_number(number, inside + own, possible, well, at_least=at_least)
        # What is recorded stays so, however late the record starts.
        known = verdict is Verdict.CONTRADICTED or (at_least and verdict is Verdict.SUPPORTED)
        if later and not known:
            return refused(_starts_later(frame, start))
        sentence = _sentence(count, number, empty=empty)
        if (inside or not empty) and scope.is_of_anybody:
            verdict = Verdict.NOT_CONFIRMED
            sentence += " Not everybody who took part is named, so it is counted by state."
        others = self.record.between(frame.first, told.days[1], but=days_of(told.doc.published))
        if empty and verdict is Verdict.SUPPORTED and not others:
            return refused("No other document of the time said to be empty is in the ledger.")
        rate = self._rate(tally, told, frame.first)
        least = 0 if empty else number
        chances: tuple[float | None, ...] = (None,) * 4
        if rate is not None:
            # What is recorded at a recall stands for more that there was.
            recalls = (*RECALLS, self._recall, self._at_most(told))
            chances = tuple(r and complete(max(rate / r, least), r) for r in recalls)
        return _Reading(
            words, verdict, sentence, frame, count, scope.parties,
            None if rate is None else max(rate, float(least)), chances, others,
        )  # fmt: skip

    def _at_most(self, told: _Told) -> float | None:
        """Return what share of the two sides' events the ledger has at most; None: not known."""
        if self._recall is not None:
            return None
        if self._bounds is None:
            self._bounds = recall_bounds(self._ledger)
        polities = sorted(_polities(told))
        return self._bounds.get((polities[0], polities[1])) if len(polities) == 2 else None

    def _rate(self, tally: Tally, told: _Told, first: date) -> float | None:
        """Return how many occasions a window holds at the rate of the whole record.

        None where the record starts later: then it has no rate for that time.
        """
        begin, end = self.record.first, self.record.last
        if begin is None or end is None or told.days is None or first < begin:
            return None
        days = (told.days[1] - first).days + 1
        return max(tally.n_days, 1) * days / ((end - begin).days + 1)

    def _counted(self, told: _Told, kind: CheckKind, readings: Sequence[_Reading]) -> CheckRow:
        verdict = together(reading.verdict for reading in readings)
        shown = next((r for r in readings if r.verdict is not Verdict.REFUSED), readings[0])
        each = tuple(f"{r.words}: {r.verdict}. {r.sentence}" for r in readings)
        sentences = {r.sentence for r in readings}
        because = shown.sentence if len(sentences) == 1 else " ".join(each)
        if verdict is Verdict.REFUSED:
            because = readings[0].sentence
        judged = shown.verdict is not Verdict.REFUSED
        behind = [claim for occasion in shown.count.sure for claim in occasion.claims]
        self.recorded[told.claim.id, told.event] = tuple(
            one for reading in readings for one in _recorded(told, reading)
        )
        self.cited |= {claim.doc_id for claim in behind}
        chances = shown.chances
        row = _bare_row(told, kind, verdict, because)
        return replace(
            row,
            readings=each,
            recorded=len(shown.count.sure) + (told.status in PLACED_STATUSES) if judged else None,
            possible=shown.count.possible if judged else None,
            first=_edge(shown.frame.first),
            last=str(told.days[1]) if told.days else None,
            expected=shown.expected,
            complete_80=chances[0],
            complete_95=chances[1],
            complete=chances[2],
            recall_at_most=None if chances[3] is None else self._at_most(told),
            complete_at_most=chances[3],
            n_others=shown.n_others,
            parties=shown.parties,
            events=tuple(event for o in shown.count.sure for event in o.events),
            claims=tuple(dict.fromkeys((*row.claims, *ids(behind)))),
        )

    def fetch(self, told: Iterable[_Told]) -> None:
        """Look up, at once, the events among which any of these claims is counted."""
        each = [self._scopes(one) for one in told]
        scopes = [scope for found in each if not isinstance(found, str) for scope in found]
        keys = sorted({scope.key for scope in scopes})
        rows = self._ledger.db.execute(
            _CANDIDATES,
            {
                "ones": [one for one, _ in keys],
                "others": [other for _, other in keys],
                "statuses": sorted(PLACED_STATUSES),
                "channels": sorted({channel for scope in scopes for channel in scope.channels}),
                "roles": sorted(PARTY_ROLES),
            },
        ).fetchall()
        heads: dict[str, tuple[str, tuple[str, ...], int]] = {}
        claims: dict[str, dict[tuple[str, str], ClaimRow]] = defaultdict(dict)
        members: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for one, other, event, channel, dates, n_sources, *claim in rows:
            heads[event] = (channel, tuple(dates), n_sources)
            # Nobody asks for their words here: a claim is told apart by whom it names, and cited.
            claims[event][claim[1], claim[0]] = ClaimRow(*(*claim, "", None, "", None))
            members[one, other][event] = None
        known = {
            event: Candidate(event, *head, tuple(claims[event].values()))
            for event, head in heads.items()
        }
        for key, events in members.items():
            by_channel: dict[str, list[Candidate]] = defaultdict(list)
            for event in events:
                by_channel[known[event].channel].append(known[event])
            self._found[key] = by_channel


def _recorded(told: _Told, reading: _Reading) -> Iterator[Recorded]:
    count = reading.count
    sure = ((o.events[0], o.days, True, ids(o.claims)) for o in count.sure)
    unsettled = ((event, days, False, ()) for event, days in count.unsettled)
    for event, days, counted, claims in (*sure, *unsettled):
        first, last = (str(days[0]), str(days[1])) if days else (None, None)
        yield Recorded(
            told.claim.id, told.event, reading.words, event, first, last, counted, claims
        )


def _is_called(told: _Told, name: str) -> bool:
    """Return whether all words for what is counted are in a name: "session" names no summit."""
    counted = told.note.get("unit") or told.claim.value
    return set(_WORD.findall(counted.casefold())) <= set(_WORD.findall(name.casefold()))


def _polities(told: _Told) -> frozenset[str]:
    return frozenset(c.polity for c in told.claims if c.role in PARTY_ROLES and c.polity)


def _edge(first: date | None) -> str | None:
    return None if first in (None, date.min) else str(first)


def _starts_later(frame: Frame, start: date | None) -> str:
    window = (
        "The words name no start of the count"
        if frame.first in (None, date.min)
        else f"The window starts on {frame.first}"
    )
    when = f"start on {start}" if start else "are all undated"
    return f"{window}, and the documents of the ledger {when}."


def _sentence(count: Count, number: int, *, empty: bool) -> str:
    n = len(count.sure)
    also = (
        f", and up to {count.possible} more whose day or sameness is not settled"
        if count.possible
        else ""
    )
    days = ", ".join(sorted({str(o.days[0]) for o in count.sure})[:6])
    listed = f" ({days}{', ...' if n > 6 else ''})" if n else ""
    if empty:
        return f"Recorded in the time said to be empty: {n or 'none'}{listed}{also}."
    return (
        f"Recorded before the claimed one: {n or 'none'}{listed}{also}; {number} claimed with it."
    )


def _anniversary_words(one: Founding, verdict: Verdict, year: int) -> str:
    years = year - one.year
    also = " (the year so counted, not the anniversary)" if verdict is Verdict.DEFINITION else ""
    return f"{one.what[0].upper()}{one.what[1:]} {one.first}; {year} is {years} years later{also}."


def _bare_row(told: _Told, kind: CheckKind, verdict: Verdict, because: str) -> CheckRow:
    return CheckRow(
        kind=str(kind),
        words=told.claim.value,
        number=told.number,
        said_by=" > ".join(told.speakers) or told.doc.label,
        said_on=told.doc.published,
        verdict=str(verdict),
        because=because,
        readings=(),
        recorded=None,
        possible=None,
        first=None,
        last=None,
        expected=None,
        complete_80=None,
        complete_95=None,
        complete=None,
        n_others=0,
        parties=tuple(sorted(_polities(told))),
        event=told.event,
        section=told.section,
        document=told.doc.id,
        events=(),
        source=None,
        claims=(told.claim.id,),
    )
