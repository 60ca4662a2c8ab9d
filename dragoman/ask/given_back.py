"""Whether a gift was returned: what sources say, and how long it takes, kept apart."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dragoman.ask.book import Book
from dragoman.ask.gifts import Days, Given, Stage, day_after
from dragoman.ask.record import DocRow, ReportRow, documents, ids
from dragoman.ask.returning import claims_return, find_cues, stems
from dragoman.ask.scratch import scratch
from dragoman.ask.stats.survival import Curve, Spell, curves
from dragoman.model import Document, Role, SectionKind, Span
from dragoman.text import prepare

LEAST_PAIRS = 20
"""Pairs with gifts, below which no time to first return is given: the 20 cases of ANALYTICS (f).

Resampled by pair, the 95 % interval holds the truth in 91 to 93 of 100 worlds with 20 pairs, and
in 75 to 90 with 3 to 10 (tests/ask/test_stats_survival.py).
"""

_RETURNED = "returned"
_YEAR = timedelta(days=366)

_DIRECTLY = ("alias", "adjective", "metonym", "title", "post", "role")
"""The kinds of words that name somebody without help of what stands around them."""

_COUNTRIES = r"\s+(?:[a-z]+\s+){0,2}?(?:countries|nations|economies|member\s+states)\b"


@dataclass(frozen=True, slots=True)
class ClaimedReturn:
    """A sentence in which a source says that one gift is given back for another.

    It is what somebody says, and no statistics. The gifts are those between the two that the
    same document tells of.
    """

    one: str
    other: str
    quote: str
    start: int  # of the quote in its document
    end: int
    document: str
    source: str
    published: str | None
    speaker: str | None  # actor id; None: the document's own voice, or somebody unknown
    gave: str  # event: the first gift that the document tells of
    gave_back: str | None  # event: the first one the other way that can be later
    least_days: int | None  # between the two; None: the record gives no such bound
    most_days: int | None
    in_its_words: str | None  # how the document dates the first gift: "Twelve years ago"
    claims: tuple[str, ...]  # on the gifts

    def apart(self) -> str:
        """Say how far apart the two gifts are."""
        if self.gave_back is None:
            return "its document tells of gifts one way only"
        if self.most_days is None:
            return "the record does not say how far apart"
        most = f"{self.most_days:,} days ({self.most_days / 365.25:.1f} years)"
        if self.least_days is None:
            return f"at most {most} apart"
        if self.least_days == self.most_days:
            return f"{most} apart"
        return f"{self.least_days:,} to {most} apart"


@dataclass(frozen=True, slots=True)
class Umbrella:
    """Aid to many at once ("more than 100 countries"): nobody is read out of it."""

    giver: str
    words: str
    quote: str
    document: str
    start: int  # of the quote in its document
    end: int


@dataclass(frozen=True, slots=True)
class ReturnTime:
    """How long it takes until a gift is followed by one the other way, or why that is refused.

    Where days are known to the month or year only, two curves: with every gift followed as soon
    as its days allow, and as late. They are two readings of the record; the interval of each
    says what chance may do.
    """

    n_gifts: int  # delivered, and dated to the year or finer
    n_pairs: int
    n_coarse: int  # delivered, and dated more coarsely or not at all: in no curve
    soonest: Curve | None  # by days; 95 % intervals by resampling pairs
    latest: Curve | None
    refused: str | None

    def sentence(self) -> str:
        """Say the shares with their intervals, or why there are none."""
        n = self.n_coarse
        coarse = (
            f" {n} more {'is' if n == 1 else 'are'} left out: no document dates "
            f"{'it' if n == 1 else 'them'} to a year."
            if n
            else ""
        )
        if self.soonest is None or self.latest is None:
            return f"Time to first return: {self.refused}.{coarse}"
        told = []
        for years in (1, 2, 5, 10):
            found = [curve.at(years * 365.25) for curve in (self.latest, self.soonest)]
            points = [point for point in found if point]
            if points:
                low, high = min(p.low for p in points), max(p.high for p in points)
                shares = sorted(point.share for point in points)
                least, most = f"{shares[0]:.0%}", f"{shares[-1]:.0%}"
                share = least if least == most else f"{least} to {most}"
                within = f"{years} year{'' if years == 1 else 's'}"
                told.append(f"{share} (interval {low:.0%} to {high:.0%}) within {within}")
        ranges = (
            " Two shares are those with the days that dates leave open read latest and soonest."
            if self.soonest != self.latest
            else ""
        )
        return (
            f"Time to first return, of {self.n_gifts} gifts between {self.n_pairs} pairs: "
            f"{'; '.join(told) or 'the record is shorter than a year'}.{ranges} A later gift the "
            f"other way follows an earlier one; that it answers it is not shown.{coarse}"
        )


class Voices:
    """The words of the documents that tell of gifts: sentences, who speaks, who is named."""

    def __init__(self, ledger: Book) -> None:
        self._ledger = ledger
        self._called: dict[str, list[str]] | None = None
        self._named: dict[str, re.Pattern[str] | None] = {}

    def names(self, polity: str, words: str) -> bool:
        """Return whether some words name a side, as documents of the ledger call it."""
        if self._called is None:
            rows = self._ledger.db.execute(_CALLED, {"how": list(_DIRECTLY)}).fetchall()
            self._called = dict(rows)
        if polity not in self._named:
            known = sorted(self._called.get(polity, ()), key=len, reverse=True)
            either = "|".join(map(re.escape, known))
            self._named[polity] = re.compile(rf"(?<!\w)(?:{either})(?!\w)") if known else None
        pattern = self._named[polity]
        return bool(pattern and pattern.search(words))

    def sentences(
        self, places: Mapping[str, Sequence[int]], texts: Mapping[str, str]
    ) -> Iterator[Span]:
        """Yield the body sentences at some places of documents; each once, in order."""
        for doc in sorted(places):
            clean = prepare(Document(doc, texts[doc]))
            for sentence in clean.sentences:
                if sentence.section is SectionKind.BODY:
                    span = clean.span(sentence.start, sentence.end)
                    if any(span.start <= at < span.end for at in places[doc]):
                        yield span

    def texts(self, wanted: Iterable[str], having: str = "") -> dict[str, str]:
        """Return documents' texts, by id, of those in which a pattern finds something."""
        with scratch(self._ledger) as db:
            # First the few texts, then what is in them: to look into all takes longer.
            db.execute(_WANTED, {"ids": sorted(wanted)})
            rows = db.execute(
                "SELECT doc_id, text FROM wanted WHERE regexp_matches(text, $having)",
                {"having": having},
            ).fetchall()
        return dict(rows)

    def speakers(self, spans: Iterable[Span]) -> dict[Span, list[tuple[str, str]]]:
        """Return who speaks in each stretch of a document: the actor's id and its side."""
        found: dict[Span, list[tuple[str, str]]] = {span: [] for span in spans}
        by_doc: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
        docs = {"docs": sorted({span.doc_id for span in found})}
        for doc, *row in self._ledger.db.execute(_SPEAKERS, docs).fetchall():
            by_doc[doc].append((*row,))
        for span, told in found.items():
            told += [
                (who, side)
                for start, end, who, side in by_doc[span.doc_id]
                if start < span.end and end > span.start
            ]
        return found


_WANTED = """
CREATE TEMP TABLE wanted AS
SELECT doc_id, text FROM texts WHERE doc_id IN (SELECT unnest($ids::VARCHAR[]))
"""

_CALLED = """
SELECT polity, list(DISTINCT quote) FROM claims
WHERE polity IS NOT NULL AND list_contains($how, how) AND length(quote) > 1
GROUP BY polity
"""

_SPEAKERS = """
SELECT doc_id, start, "end", coalesce(person, office, polity), polity FROM statements
WHERE doc_id IN (SELECT unnest($docs::VARCHAR[])) AND polity IS NOT NULL ORDER BY doc_id, start
"""


def claimed_returns(
    ledger: Book, voices: Voices, gifts: Sequence[Given]
) -> Iterator[ClaimedReturn]:
    """Yield the sentences in which a source says that one of some gifts is given back.

    A sentence counts if its document tells of a gift between the two, and if it names both of
    them, is said by one and names the other, or itself tells of that gift.
    """
    by_doc: dict[str, dict[tuple[str, str], list[Given]]] = defaultdict(lambda: defaultdict(list))
    for given in gifts:
        for doc in given.event.docs:
            by_doc[doc.id][_pair(given)].append(given)
    texts = voices.texts(by_doc, stems())
    places = {doc: [start for start, _, _ in find_cues(text)] for doc, text in texts.items()}
    places = {doc: at for doc, at in places.items() if at}
    docs = documents(ledger, places)
    spans = [span for span in voices.sentences(places, texts) if claims_return(span.quote)]
    for span, spoken in voices.speakers(spans).items():
        for pair, told in by_doc[span.doc_id].items():
            sides = {side for _, side in spoken} | {p for p in pair if voices.names(p, span.quote)}
            tells = any(
                report.doc.id == span.doc_id and _overlap(report, span)
                for given in told
                for report in given.event.counted
            )
            if tells or sides.issuperset(pair):
                who = next((who for who, side in spoken if side in pair), None)
                yield _claimed(pair, span, docs[span.doc_id], who, told)


def _claimed(
    pair: tuple[str, str],
    span: Span,
    doc: DocRow,
    speaker: str | None,
    told: Sequence[Given],
) -> ClaimedReturn:
    first = told[0]
    back = next((g for g in told if g.giver == first.receiver and not _is_before(g, first)), None)
    least, most = _apart(first, back) if back else (None, None)
    worded = [c.quote for c in first.event.having(Role.DATE) if c.doc_id == doc.id]
    behind = [claim for given in (first, back) if given for claim in given.claims]
    return ClaimedReturn(
        *pair,
        span.quote,
        span.start,
        span.end,
        doc.id,
        doc.label,
        doc.published,
        speaker,
        first.event.id,
        back.event.id if back else None,
        least,
        most,
        worded[0] if worded else None,
        ids(behind),
    )


def _overlap(report: ReportRow, span: Span) -> bool:
    return report.start < span.end and span.start < report.end


def _is_before(given: Given, first: Given) -> bool:
    ours, theirs = given.days, first.days
    return bool(ours and theirs and ours[1] < theirs[0])


def _apart(first: Given, back: Given) -> tuple[int | None, int | None]:
    """Return the least and the most days between two gifts, as far as the record bounds them."""
    begun, ended = first.days, back.days
    if begun is None:
        return None, None
    if ended is None:
        known = day_after(back.told_by) if back.told_by else date.max
        return None, (known - begun[0]).days if begun[0] <= known < date.max else None
    return max(0, (ended[0] - begun[1]).days), (ended[1] - begun[0]).days


def umbrellas(ledger: Book, voices: Voices, who: Sequence[str]) -> Iterator[Umbrella]:
    """Yield the sentences on aid of somebody to many that nobody is read out of.

    They are those of the reports of aid, and those that were met as aid to somebody unnamed.
    """
    found = [
        Span(*row)
        for row in ledger.db.execute(
            _TOLD_AS_AID, {"who": list(who), "many": _COUNTRIES}
        ).fetchall()
    ]
    places: dict[str, list[int]] = defaultdict(list)
    for doc, at in ledger.db.execute(_TO_NOBODY, {"many": _COUNTRIES}).fetchall():
        places[doc].append(at)
    texts = voices.texts(places)
    for span in dict.fromkeys([*found, *voices.sentences(places, texts)]):
        match = _many().search(span.quote)
        for side in who if match else ():
            if match and voices.names(side, span.quote[: match.start()]):
                words = " ".join(match[0].split())
                yield Umbrella(side, words, span.quote, span.doc_id, span.start, span.end)


_TOLD_AS_AID = """
SELECT DISTINCT r.doc_id, r.start, r."end", r.quote
FROM reports AS r
WHERE r.channel = 'aid' AND r.section = 'body' AND regexp_matches(r.quote, $many)
  AND EXISTS (SELECT 1 FROM claims AS c WHERE c.report_id = r.report_id AND c.role = 'actor'
              AND list_contains($who, c.polity))
ORDER BY r.doc_id, r.start
"""

_TO_NOBODY = """
SELECT i.doc_id, i.start
FROM issues AS i
JOIN texts AS d ON d.doc_id = i.doc_id
WHERE i.stage = 'extract' AND i.what = 'party not named' AND i.detail LIKE 'aid.%'
  AND i.start IS NOT NULL
  AND (contains(d.text, 'countries') OR contains(d.text, 'nations')
       OR contains(d.text, 'economies') OR contains(d.text, 'states'))
  AND regexp_matches(substr(d.text, greatest(1, i.start - 300)::BIGINT, 800), $many)
"""


@cache
def _many() -> re.Pattern[str]:
    from dragoman.extract.details.quantities import amounts_in

    return re.compile(amounts_in().pattern + _COUNTRIES, re.IGNORECASE)


def return_time(gifts: Sequence[Given], until: date | None, *, one_pair: bool) -> ReturnTime:
    """Estimate how long it takes until a gift is followed by the first one the other way.

    One minus Kaplan and Meier, over gifts that are delivered and dated to the year or finer,
    once with each gift followed as soon as the days of its dates allow, and once as late. A
    gift with nothing after it is censored on the ledger's last day. Every gift is read by
    itself: no one choice of days need give either curve.

    Args:
        gifts: Of as many pairs as there are.
        until: The last day that the ledger knows of.
        one_pair: Only the gifts between two were asked for: that is a story, and no test.
    """
    delivered = [given for given in gifts if given.stage is Stage.DELIVERED]
    dated = [
        (span, given) for given in delivered if (span := given.days) and span[1] - span[0] <= _YEAR
    ]
    pairs = {_pair(given) for _, given in dated}
    coarse = len(delivered) - len(dated)
    refused = None
    if one_pair:
        refused = "one pair: not testable. A single story is an anecdote, whoever tells it"
    elif len(pairs) < LEAST_PAIRS:
        refused = (
            f"refused, gifts dated to the year are known between {len(pairs)} "
            f"pair{'' if len(pairs) == 1 else 's'}; it needs {LEAST_PAIRS}"
        )
    if refused:
        return ReturnTime(len(dated), len(pairs), coarse, None, None, refused)
    last = max([span[1] for span, _ in dated] + ([until] if until else []))
    ways: dict[tuple[str, str], list[Days]] = defaultdict(list)
    for span, given in dated:
        ways[given.giver, given.receiver].append(span)
    backs = {way: Backs(spans) for way, spans in ways.items()}
    none = Backs(())
    spells: tuple[list[Spell], list[Spell]] = ([], [])
    for span, given in dated:
        back = backs.get((given.receiver, given.giver), none)
        group = "|".join(_pair(given))
        # Censored as soon as what goes on is read as soonest ended, and as late.
        for reading, days, seen in (
            (spells[0], back.soonest(span), (last - span[1]).days),
            (spells[1], back.latest(span), (last - span[0]).days),
        ):
            if days is None:
                reading.append(Spell(seen, None, group=group))
            else:
                reading.append(Spell(days, _RETURNED, group=group))
    soonest, latest = (curves(each, (_RETURNED,))[_RETURNED] for each in spells)
    return ReturnTime(len(dated), len(pairs), coarse, soonest, latest, None)


class Backs:
    """The gifts of one side to another, as spans of the days that their dates can mean."""

    def __init__(self, spans: Iterable[Days]) -> None:
        self._spans = sorted(spans)
        self._first = [first for first, _ in self._spans]
        self._ends: list[date] = []  # of those from the n-th on, the earliest last day
        for _, last in reversed(self._spans):
            self._ends.append(min(last, self._ends[-1]) if self._ends else last)
        self._ends.reverse()

    def soonest(self, gift: Days) -> int | None:
        """Return the fewest days until one of them can follow a gift; None: none can.

        >>> days = [date(2020, 1, 1), date(2020, 1, 31), date(2020, 3, 1), date(2020, 3, 31)]
        >>> Backs([(days[2], days[3])]).soonest((days[0], days[1]))
        30
        >>> Backs([(days[0], days[1])]).soonest((days[0], days[1]))
        1
        """
        at = bisect_left(self._first, gift[0] - _YEAR)
        for nth in range(at, len(self._spans)):
            first, last = self._spans[nth]
            if last > gift[0]:
                return max(1, (first - gift[1]).days)
        return None

    def latest(self, gift: Days) -> int | None:
        """Return the most days until the first of them follows a gift; None: perhaps none does.

        A gift of their side that can have been given before, or on the same day, may have been.

        >>> days = [date(2020, 1, 1), date(2020, 1, 31), date(2020, 3, 1), date(2020, 3, 31)]
        >>> Backs([(days[2], days[3])]).latest((days[0], days[1]))
        90
        >>> Backs([(days[0], days[1])]).latest((days[0], days[1])) is None
        True
        """
        n, end = bisect_right(self._first, gift[0]), bisect_right(self._first, gift[1])
        if end == len(self._first):
            return None
        on = [(gift[0], n)] + [(day, bisect_right(self._first, day)) for day in self._first[n:end]]
        return max((self._ends[after] - day).days for day, after in on)


def _pair(given: Given) -> tuple[str, str]:
    first, second = sorted((given.giver, given.receiver))
    return first, second
