"""Whether a gift was returned: what sources say, and how long it takes, kept apart."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from operator import itemgetter

from dragoman.ask.book import Book
from dragoman.ask.gifts import Given, Stage, day_after
from dragoman.ask.record import DocRow, ReportRow, documents, ids
from dragoman.ask.returning import claims_return, find_cues, stems
from dragoman.ask.stats.survival import Curve, Spell, curves
from dragoman.model import Document, Role, SectionKind, Span
from dragoman.text import prepare

LEAST_PAIRS = 20
"""Pairs with gifts, below which no time to first return is given: the 20 cases of ANALYTICS (f).

Resampled by pair, the 95 % interval holds the truth in 91 to 93 of 100 worlds with 20 pairs, and
in 75 to 90 with 3 to 10 (tests/ask/test_stats_survival.py).
"""

_RETURNED = "returned"
_MONTH = timedelta(days=31)

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
    """How long it takes until a gift is followed by one the other way, or why that is refused."""

    n_gifts: int  # delivered, and dated to the month or finer
    n_pairs: int
    n_coarse: int  # delivered, and dated more coarsely or not at all
    curve: Curve | None  # by days; 95 % intervals by resampling pairs
    refused: str | None

    def sentence(self) -> str:
        """Say the shares with their intervals, or why there are none."""
        if self.curve is None:
            return f"Time to first return: {self.refused}."
        told = "; ".join(
            f"{point.share:.0%} ({point.low:.0%} to {point.high:.0%}) within "
            f"{years} year{'' if years == 1 else 's'}"
            for years in (1, 2, 5, 10)
            if (point := self.curve.at(years * 365.25))
        )
        return (
            f"Time to first return, of {self.n_gifts} gifts between {self.n_pairs} pairs: "
            f"{told or 'the record is shorter than a year'}. A later gift the other way follows "
            "an earlier one; that it answers it is not shown."
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
        rows = self._ledger.db.execute(
            "SELECT doc_id, text FROM documents WHERE regexp_matches(text, $having)"
            " AND doc_id IN (SELECT unnest($ids::VARCHAR[]))",
            {"ids": sorted(wanted), "having": having},
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
JOIN documents AS d ON d.doc_id = i.doc_id
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

    One minus Kaplan and Meier, over gifts that are delivered and dated to the month or finer
    (the middle of the days that the date can mean). A gift with nothing after it is censored
    on the ledger's last day.

    Args:
        gifts: Of as many pairs as there are.
        until: The last day that the ledger knows of.
        one_pair: Only the gifts between two were asked for: that is a story, and no test.
    """
    delivered = [given for given in gifts if given.stage is Stage.DELIVERED]
    dated = [(day, given) for given in delivered if (day := _middle(given))]
    pairs = {_pair(given) for _, given in dated}
    coarse = len(delivered) - len(dated)
    refused = None
    if one_pair:
        refused = "one pair: not testable. A single story is an anecdote, whoever tells it"
    elif len(pairs) < LEAST_PAIRS:
        refused = (
            f"refused, gifts dated to the month are known between {len(pairs)} "
            f"pair{'' if len(pairs) == 1 else 's'}; it needs {LEAST_PAIRS}"
        )
    if refused:
        return ReturnTime(len(dated), len(pairs), coarse, None, refused)
    last = max([day for day, _ in dated] + ([until] if until else []))
    days: dict[tuple[str, str], list[date]] = defaultdict(list)
    for day, given in sorted(dated, key=itemgetter(0)):
        days[given.giver, given.receiver].append(day)
    spells = []
    for day, given in dated:
        back = days[given.receiver, given.giver]
        nth = bisect_right(back, day)  # the first that is later
        end, how = (back[nth], _RETURNED) if nth < len(back) else (last, None)
        spells.append(Spell((end - day).days, how, group="|".join(_pair(given))))
    curve = curves(spells, (_RETURNED,))[_RETURNED]
    return ReturnTime(len(dated), len(pairs), coarse, curve, None)


def _middle(given: Given) -> date | None:
    span = given.days
    if span is None or span[1] - span[0] > _MONTH:
        return None
    return span[0] + (span[1] - span[0]) // 2


def _pair(given: Given) -> tuple[str, str]:
    first, second = sorted((given.giver, given.receiver))
    return first, second
