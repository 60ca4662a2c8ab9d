"""Judging what documents count, claim by claim, by what the ledger has: measure (i)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import accumulate
from typing import Any, Protocol

from dragoman.ask.book import Book
from dragoman.ask.checked import RECALLS, CheckRow, Recorded
from dragoman.ask.claimed import Told, polities
from dragoman.ask.counting import (
    Count,
    Days,
    Happened,
    Scope,
    Tally,
    days_of,
    kinds_of,
    sides_of,
    went_to,
)
from dragoman.ask.counting_from import Frame, frames
from dragoman.ask.coverage import recall_bounds
from dragoman.ask.founding import Founding, Relations, foundings
from dragoman.ask.gathered import Cited, Gathered, gathered
from dragoman.ask.names import Names
from dragoman.ask.record import PLACED_STATUSES
from dragoman.ask.stats.claims import (
    SOURCES,
    Verdict,
    complete,
    judge_anniversary,
    judge_empty,
    judge_number,
    together,
)
from dragoman.ask.window import compatible
from dragoman.model import CHANNELS, Direction, Role
from dragoman.model.edtf import spell
from dragoman.model.note import CheckKind

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
class _Reading:
    """One reading of a claim's words, judged."""

    words: str
    verdict: Verdict
    sentence: str
    frame: Frame
    count: Count
    parties: tuple[str, ...]
    tally: Tally | None = None
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


_RECORD = "SELECT published, count(*) FROM documents WHERE published IS NOT NULL GROUP BY 1"


class Desk:
    """Judges claims one by one, and keeps what it has looked up for the next."""

    def __init__(self, ledger: Book, register: Facts, recall: float | None) -> None:
        self._ledger = ledger
        self._register = register
        self._recall = recall
        self._bounds: dict[tuple[str, str], float] | None = None
        rows = ledger.db.execute(_RECORD).fetchall()
        self.record = _Record((*days, n) for day, n in rows if (days := days_of(day)))
        self.cited: set[str] = set()
        self._readings: dict[tuple[str, str], tuple[Told, list[_Reading]]] = {}
        self._tallies: dict[Scope, Tally] = {}
        self._about: set[frozenset[str]] = set()  # between whom the claims are
        self._found: Gathered

    def rows(self, told: Sequence[Told]) -> list[CheckRow]:
        """Return the rows of some claims; of one that is made twice, the first."""
        self._about = {frozenset(polities(one)) for one in told}
        each = [self._scopes(one) for one in told]
        scopes = [scope for found in each if not isinstance(found, str) for scope in found]
        self._found = gathered(self._ledger, scopes)
        rows: dict[object, tuple[CheckRow, _Reading | None]] = {}
        for one, found in zip(told, each, strict=True):
            key, row, shown = self._row(one, found)
            rows.setdefault(key, (row, shown))
        behind = self._found.cited(
            [(r.tally, r.count.sure) for _, r in rows.values() if r and r.tally]
        )
        self.cited = {doc for _, docs in behind for doc in docs}
        claims = iter(behind)
        return [
            replace(row, claims=tuple(dict.fromkeys((*row.claims, *next(claims)[0]))))
            if shown and shown.tally
            else row
            for row, shown in rows.values()
        ]

    def recorded(self, rows: Iterable[CheckRow]) -> Iterator[Recorded]:
        """Yield the occasions that the ledger has by each reading of these claims."""
        judged = [
            (told, reading)
            for row in rows
            for told, readings in (self._readings.get((row.claims[0], row.event), (None, ())),)
            for reading in readings
            if told
        ]
        behind = iter(
            self._found.cited(
                [(r.tally, [one]) for _, r in judged if r.tally for one in r.count.sure]
            )
        )
        for told, reading in judged:
            yield from _recorded(told, reading, self._found.happened, behind)

    def _row(
        self, told: Told, scopes: tuple[Scope, ...] | str
    ) -> tuple[object, CheckRow, _Reading | None]:
        """Return a claim's row, what tells it from the same claim made twice, and its reading."""
        kind = CheckKind(told.note.get("check", CheckKind.ORDINAL))
        if kind is CheckKind.ANNIVERSARY:
            return (told.claim.id, *sorted(polities(told))), self._anniversary(told), None
        editions = self._editions(told)
        if editions is not None:
            return (told.claim.id, told.event), editions, None
        if isinstance(scopes, str):
            return (told.claim.id, told.event), _row_of(told, kind, Verdict.REFUSED, scopes), None
        if told.number is None:
            because = "It is a superlative: what is largest or last is not a matter of counting."
            return (told.claim.id, scopes), _row_of(told, kind, Verdict.REFUSED, because), None
        day = told.days[0] if told.days else None
        empty = kind is CheckKind.FIRST_SINCE
        windows = frames(told.claim.value, told.note.get("since"), day, empty=empty)
        if kind is CheckKind.COUNT and windows[0].first == date.min:
            windows = windows[:1]  # "have met 40 times" is since they first met
        readings = [self._judge(told, kind, scope, frame) for frame in windows for scope in scopes]
        return (told.claim.id, scopes), *self._counted(told, kind, readings)

    def _anniversary(self, told: Told) -> CheckRow:
        kind = CheckKind.ANNIVERSARY
        known = foundings(told.claim.value, polities(told), self._register)
        if told.number is None or not known:
            because = "No sourced table here has the first day of what is commemorated."
            return _row_of(told, kind, Verdict.NOT_CONFIRMED, because)
        if told.days is None or told.days[0].year != told.days[1].year:
            because = "In which year it is claimed is not told."
            return _row_of(told, kind, Verdict.REFUSED, because)
        year = told.days[0].year
        judged = [(one, judge_anniversary(told.number, year - one.year)) for one in known]
        readings = tuple(_anniversary_words(one, verdict, year) for one, verdict in judged)
        verdict = together(verdict for _, verdict in judged)
        if judged[0][1] is Verdict.SUPPORTED:
            verdict = Verdict.SUPPORTED  # relations count from when they were set up, first of all
        row = _row_of(told, kind, verdict, " ".join(readings))
        return replace(row, readings=readings, source="; ".join(one.sentence() for one in known))

    def _editions(self, told: Told) -> CheckRow | None:
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
        row = _row_of(told, CheckKind.ORDINAL, verdict, because)
        return replace(
            row,
            source=source.rstrip("; "),
            claims=(*row.claims, named.id),
        )

    def _scopes(self, told: Told) -> tuple[Scope, ...] | str:
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

    def _goes_to(self, told: Told) -> frozenset[str]:
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

    def _judge(self, told: Told, kind: CheckKind, scope: Scope, frame: Frame) -> _Reading:
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
            tally = self._tallies[scope] = self._found.tally(scope)
        count = tally.count(told.event, told.days, frame.first)
        inside, number = len(count.sure), told.number or 1
        well = _well_told(self._found.happened, count)
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
        sentence = _sentence(self._found.happened, count, number, empty=empty)
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
            words, verdict, sentence, frame, count, scope.parties, tally,
            None if rate is None else max(rate, float(least)), chances, others,
        )  # fmt: skip

    def _at_most(self, told: Told) -> float | None:
        """Return what share of the two sides' events the ledger has at most; None: not known."""
        if self._recall is not None:
            return None
        if self._bounds is None:
            self._bounds = recall_bounds(self._ledger, self._about)
        both = sorted(polities(told))
        return self._bounds.get((both[0], both[1])) if len(both) == 2 else None

    def _rate(self, tally: Tally, told: Told, first: date) -> float | None:
        """Return how many occasions a window holds at the rate of the whole record.

        None where the record starts later: then it has no rate for that time.
        """
        begin, end = self.record.first, self.record.last
        if begin is None or end is None or told.days is None or first < begin:
            return None
        days = (told.days[1] - first).days + 1
        return max(tally.n_days, 1) * days / ((end - begin).days + 1)

    def _counted(
        self, told: Told, kind: CheckKind, readings: Sequence[_Reading]
    ) -> tuple[CheckRow, _Reading]:
        verdict = together(reading.verdict for reading in readings)
        shown = next((r for r in readings if r.verdict is not Verdict.REFUSED), readings[0])
        each = tuple(f"{r.words}: {r.verdict}. {r.sentence}" for r in readings)
        sentences = {r.sentence for r in readings}
        because = shown.sentence if len(sentences) == 1 else " ".join(each)
        if verdict is Verdict.REFUSED:
            because = readings[0].sentence
        judged = shown.verdict is not Verdict.REFUSED
        self._readings[told.claim.id, told.event] = told, list(readings)
        chances, ids = shown.chances, self._found.happened.ids
        row = replace(
            _row_of(told, kind, verdict, because),
            readings=each,
            starts=tuple(_edge(r.frame.first) or "" for r in readings),
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
            events=tuple(ids[event] for one in shown.count.sure for event in one),
        )
        return row, shown


def _recorded(
    told: Told, reading: _Reading, among: Happened, behind: Iterator[Cited]
) -> Iterator[Recorded]:
    def row(event: int, claims: tuple[str, ...], *, counted: bool) -> Recorded:
        days: Days | None = among.days(event)
        first, last = (str(days[0]), str(days[1])) if days else (None, None)
        return Recorded(
            told.claim.id, told.event, reading.words, among.ids[event], first, last, counted, claims
        )

    for one in reading.count.sure:
        yield row(one[0], next(behind)[0], counted=True)
    for event in reading.count.unsettled:
        yield row(event, (), counted=False)


def _well_told(among: Happened, count: Count) -> int:
    """Return how many occasions enough sources tell of."""
    told = among.n_sources
    return sum(max([told[n] for n in one]) >= SOURCES for one in count.sure)


def _is_called(told: Told, name: str) -> bool:
    """Return whether all words for what is counted are in a name: "session" names no summit."""
    counted = told.note.get("unit") or told.claim.value
    return set(_WORD.findall(counted.casefold())) <= set(_WORD.findall(name.casefold()))


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


def _sentence(among: Happened, count: Count, number: int, *, empty: bool) -> str:
    n = len(count.sure)
    also = (
        f", and up to {count.possible} more whose day or sameness is not settled"
        if count.possible
        else ""
    )
    days = ", ".join(_days(among, count, 6))
    listed = f" ({days}{', ...' if n > 6 else ''})" if n else ""
    if empty:
        return f"Recorded in the time said to be empty: {n or 'none'}{listed}{also}."
    return (
        f"Recorded before the claimed one: {n or 'none'}{listed}{also}; {number} claimed with it."
    )


def _days(among: Happened, count: Count, most: int) -> list[str]:
    """Return when the first occasions were, as coarse as it is told."""
    found: list[str] = []
    for one in count.sure:
        days = among.days(one[0])
        told = spell(*days) if days else "undated"
        if told not in found[-1:]:  # they come in their order
            found.append(told)
            if len(found) == most:
                break
    return found


def _anniversary_words(one: Founding, verdict: Verdict, year: int) -> str:
    years = year - one.year
    also = " (the year so counted, not the anniversary)" if verdict is Verdict.DEFINITION else ""
    return f"{one.what[0].upper()}{one.what[1:]} {one.first}; {year} is {years} years later{also}."


def _row_of(told: Told, kind: CheckKind, verdict: Verdict, because: str) -> CheckRow:
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
        parties=tuple(sorted(polities(told))),
        event=told.event,
        section=told.section,
        document=told.doc.id,
        events=(),
        source=None,
        claims=(told.claim.id,),
    )
