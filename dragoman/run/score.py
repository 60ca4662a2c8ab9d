"""How good predictions are against a gold: precision, recall, F1, and what matches got right.

The rules are those of the gold's guidelines, section "Scorer"; on the same files the
figures equal those of the scorer that comes with the gold (a test compares them all).
Its known leniency is ours too: an undated prediction can match a dated event, and
families of types hide confusions; `Attributes` shows both.
"""

import calendar
import difflib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations

from dragoman.run.schema import (
    FAMILIES,
    NOT_IN_NAMES,
    STATES,
    TYPES,
    GoldDocument,
    GoldEvent,
    GoldParticipant,
)

TOLERANCE = timedelta(days=2)
"""How far two dates of one event may lie apart: time zones, and the day of the report."""

TOLERANCE_APPROX = timedelta(days=10)
"""The same where the gold's date is only that of the report."""


# --------------------------------------------------------------------------- results


class Kind(StrEnum):
    """What became of one gold event or one prediction."""

    MATCH = "match"
    MISS = "miss"
    FALSE = "false"
    DUPLICATE = "duplicate"  # false too: the gold event that it fits went to another one
    OPTIONAL = "optional"  # a match or miss that counts neither way


@dataclass(frozen=True, slots=True)
class Outcome:
    """One gold event, one prediction, or the pair of both, and what became of it."""

    kind: Kind
    doc_id: str
    gold: GoldEvent | None
    predicted: GoldEvent | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of events: right, false, missed."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Right of those predicted; of none predicted, 1 where nothing was to be found."""
        if self.right + self.false:
            return self.right / (self.right + self.false)
        return 0.0 if self.missed else 1.0

    @property
    def recall(self) -> float:
        """Right of those in the gold; 1 where the gold has none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return _harmonic(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; `value` is None where there was nothing to get right."""

    right: int = 0
    of: int = 0

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Attributes:
    """What matched events got right, each over the gold events that have it."""

    persons: Figures
    exact_type: Share
    status: Share
    place: Share
    place_given: Share
    date_found: Share
    date_exact: Share
    dates_on_undated: int  # matched gold events without a date that were given one
    initiator: Share
    quantities: Share
    ordinal: Share
    background: Share


@dataclass(frozen=True, slots=True)
class Negatives:
    """Documents in which nothing should be found."""

    documents: int = 0
    clean: int = 0
    false: int = 0  # events found in them


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of matched events that the gold says are one happening, and whether we do."""

    pairs: int
    found: int
    false_merges: int


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures of one comparison. `links` is None where nothing could be compared."""

    documents: int
    overall: Figures
    duplicates: int  # of the false ones
    soft_f1: float  # each match counts 0.75, and its persons' F1 the rest
    by_type: Mapping[str, Figures]  # missed under the gold's type, false under the predicted
    by_language: Mapping[str, Figures]
    attributes: Attributes
    negatives: Negatives
    links: Links | None
    outcomes: tuple[Outcome, ...]


# --------------------------------------------------------------------------- the comparison


def score(
    gold: Iterable[GoldDocument],
    predictions: Iterable[GoldDocument],
    *,
    strict_sets: bool = False,
    count_optional: bool = False,
    main_only: bool = False,
    language: str | None = None,
    ids: Collection[str] | None = None,
) -> Scores:
    """Compare predictions with a gold, document by document.

    Args:
        gold: What a careful reader recorded.
        predictions: In any order. A document that is absent counts as empty; one that
            the gold does not have is not looked at.
        strict_sets: Ask for the exact set of parties of multilateral events too.
        count_optional: Treat optional gold events as ordinary ones.
        main_only: Treat background gold events as optional.
        language: Only documents of this language.
        ids: Only these documents, e.g. one part of a split.

    Returns:
        Figures, and what became of each event in the order of the gold.
    """
    # An address stands in for an unknown id, as in the gold's scorer; there as here no
    # address is one address too, so predictions should have a row for every document.
    given: dict[str | None, GoldDocument] = {}
    for document in predictions:
        given[document.id] = document
        given.setdefault(document.url, document)

    tally = _Tally()
    for document in gold:
        if language and document.language != language:
            continue
        if ids is not None and document.id not in ids:
            continue
        found = given.get(document.id) or given.get(document.url)
        optional = [
            (event.optional and not count_optional) or (main_only and event.background)
            for event in document.events
        ]
        tally.add(document, found.events if found else (), optional, strict_sets)
    return tally.scores()


class _Tally:
    """Counts while the documents pass; the only thing here that changes."""

    def __init__(self) -> None:
        self.documents = 0
        self.overall: Counter[str] = Counter()
        self.types: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.languages: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.attributes: Counter[str] = Counter()
        self.negatives: Counter[str] = Counter()
        self.soft = 0.0
        self.links: list[tuple[str, str]] = []
        self.outcomes: list[Outcome] = []

    def add(
        self,
        document: GoldDocument,
        predicted: Sequence[GoldEvent],
        optional: Sequence[bool],
        strict_sets: bool,
    ) -> None:
        golds, name = document.events, document.id or ""
        weights = [
            [weight(event, other, optional=free, strict_sets=strict_sets) for other in predicted]
            for event, free in zip(golds, optional, strict=True)
        ]
        pairs = assign(weights)
        self.documents += 1
        for row, column in pairs:
            event, other = golds[row], predicted[column]
            if event.same_event_id and other.cluster_id:
                self.links.append((event.same_event_id, other.cluster_id))
            if optional[row]:
                self.outcomes.append(Outcome(Kind.OPTIONAL, name, event, other))
                continue
            self._count("right", event.type, document.language)
            self._compare(event, other)
            self.outcomes.append(Outcome(Kind.MATCH, name, event, other))
        matched_rows = {row for row, _ in pairs}
        matched_columns = {column for _, column in pairs}
        for row, event in enumerate(golds):
            if row in matched_rows:
                continue
            if optional[row]:
                self.outcomes.append(Outcome(Kind.OPTIONAL, name, event, None))
                continue
            self._count("missed", event.type, document.language)
            self.outcomes.append(Outcome(Kind.MISS, name, event, None))
        for column, other in enumerate(predicted):
            if column in matched_columns:
                continue
            fits = any(row[column] > 0 for row in weights)
            self._count("false", other.type, document.language)
            self.overall["duplicate"] += fits
            kind = Kind.DUPLICATE if fits else Kind.FALSE
            self.outcomes.append(Outcome(kind, name, None, other))
        if not golds:
            self.negatives["documents"] += 1
            self.negatives["clean"] += not predicted
            self.negatives["false"] += len(predicted)

    def _count(self, what: str, event_type: str | None, language: str) -> None:
        for counter in (self.overall, self.types[event_type or "?"], self.languages[language]):
            counter[what] += 1

    def _compare(self, gold: GoldEvent, other: GoldEvent) -> None:
        persons = person_figures(gold, other)
        self.soft += 0.75 + 0.25 * _person_score(persons)
        count = self.attributes
        count["person_right"] += persons.right
        count["person_false"] += persons.false
        count["person_missed"] += persons.missed
        self._share("type", other.type == gold.type or other.type in gold.types)
        self._share("status", other.status == gold.status or other.status in gold.statuses)
        self._share("background", other.background == gold.background)
        if gold.place:
            self._share("place", is_place(gold.place, other.place))
            self._share("place_given", bool(other.place))
        if gold.date:
            near = are_dates_near(gold.date, other.date, gold.date_precision)
            self._share("date_found", bool(near))
            self._share("date_exact", interval(gold.date) == interval(other.date))
        elif other.date:
            count["dates_on_undated"] += 1
        if gold.initiators:
            self._share("initiator", gold.initiators == other.initiators)
        for amount in gold.amounts:
            self._share("quantities", amount in other.amounts)
        if gold.ordinal:
            self._share("ordinal", other.ordinal)

    def _share(self, what: str, right: bool) -> None:
        self.attributes[f"{what}_of"] += 1
        self.attributes[f"{what}_right"] += right

    def scores(self) -> Scores:
        overall = _figures(self.overall)
        found, wanted = overall.right + overall.false, overall.right + overall.missed
        soft = _harmonic(self.soft / found if found else 0.0, self.soft / wanted if wanted else 0.0)
        return Scores(
            documents=self.documents,
            overall=overall,
            duplicates=self.overall["duplicate"],
            soft_f1=soft,
            by_type={
                event_type: _figures(self.types[event_type])
                for event_type in sorted(
                    self.types, key=lambda t: (TYPES.index(t) if t in TYPES else len(TYPES), t)
                )
            },
            by_language={name: _figures(self.languages[name]) for name in sorted(self.languages)},
            attributes=self._attributes(),
            negatives=Negatives(**self.negatives),
            links=_compare_links(self.links) if self.links else None,
            outcomes=tuple(self.outcomes),
        )

    def _attributes(self) -> Attributes:
        count = self.attributes

        def share(what: str) -> Share:
            return Share(count[f"{what}_right"], count[f"{what}_of"])

        return Attributes(
            persons=Figures(count["person_right"], count["person_false"], count["person_missed"]),
            exact_type=share("type"),
            status=share("status"),
            place=share("place"),
            place_given=share("place_given"),
            date_found=share("date_found"),
            date_exact=share("date_exact"),
            dates_on_undated=count["dates_on_undated"],
            initiator=share("initiator"),
            quantities=share("quantities"),
            ordinal=share("ordinal"),
            background=share("background"),
        )


def _figures(count: Counter[str]) -> Figures:
    return Figures(count["right"], count["false"], count["missed"])


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def _compare_links(links: Sequence[tuple[str, str]]) -> Links:
    pairs = found = false_merges = 0
    for (same_a, cluster_a), (same_b, cluster_b) in combinations(links, 2):
        pairs += same_a == same_b
        found += same_a == same_b and cluster_a == cluster_b
        false_merges += same_a != same_b and cluster_a == cluster_b
    return Links(pairs, found, false_merges)


# --------------------------------------------------------------------------- may these two match?


def weight(
    gold: GoldEvent, predicted: GoldEvent, *, optional: bool = False, strict_sets: bool = False
) -> float:
    """Return how well a prediction fits a gold event; 0 where it may not match it at all.

    The parts only order the candidates of one document: persons come before the exact
    type, that before the date, then initiator, status, place and shared evidence.

    Args:
        gold: The gold event.
        predicted: The prediction.
        optional: Whether the gold event counts neither way; the last tie goes against it.
        strict_sets: Ask for the exact set of parties of multilateral events too.
    """
    if not are_types_compatible(gold, predicted.type) or not are_parties_compatible(
        gold, predicted.countries, strict_sets=strict_sets
    ):
        return 0.0
    near = are_dates_near(gold.date, predicted.date, gold.date_precision)
    if near is False:
        return 0.0
    # The additions stay in the order of the gold's own scorer: another order rounds
    # differently, and ties would fall differently.
    exact = 2.0 if predicted.type == gold.type else 1.0 if predicted.type in gold.types else 0.0
    total = 10.0 + 3.0 * _person_score(person_figures(gold, predicted)) + exact
    total += 1.0 if near else 0
    total += 0.5 if predicted.status == gold.status or predicted.status in gold.statuses else 0
    total += 0.6 if gold.initiators and gold.initiators == predicted.initiators else 0
    total += 0.4 if gold.place and is_place(gold.place, predicted.place) else 0
    if gold.evidence and predicted.evidence:
        words = " ".join(predicted.evidence)
        total += 0.3 if any(e in words or words in e for e in gold.evidence) else 0
    return total + (0 if optional else 0.01)


def are_types_compatible(gold: GoldEvent, predicted: str | None) -> bool:
    """Return whether a prediction of this type can be the gold event."""
    if predicted == gold.type or predicted in gold.types or gold.type == "other":
        return True
    return any(predicted in family and gold.type in family for family in FAMILIES)


def are_parties_compatible(
    gold: GoldEvent, predicted: frozenset[str], *, strict_sets: bool = False
) -> bool:
    """Return whether a prediction with these parties can be the gold event.

    Two states: the exact set. Three or more, or an organization: half of all named by
    either, and at least two; a summit may be named by its organization alone. Optional
    parties of the gold may be given or not.
    """
    wanted = gold.countries
    predicted = predicted - (gold.optional_countries - wanted)
    if wanted == predicted:
        return True
    if strict_sets:
        return False
    if len(predicted) == 1 and gold.type == "summit" and predicted < wanted:
        return not predicted & STATES
    if len(predicted) < 2:
        return False
    if len(wanted) >= 3 or wanted - STATES:
        return len(wanted & predicted) / len(wanted | predicted) >= 0.5
    return False


_DATE = re.compile(r"^(?:(\d{4})|--)(?:-?(\d{2}))?(?:-(\d{2}))?$")
_LEAP_YEAR = 2000  # stands in for the year of a yearless date: it has every day


def interval(text: str | None) -> tuple[bool, date, date] | None:
    """Return (yearless, first day, last day) of a date in the gold's form; None for no date.

    >>> interval("--07-22")
    (True, datetime.date(2000, 7, 22), datetime.date(2000, 7, 22))
    >>> interval("2023-02/2024-08")[2]
    datetime.date(2024, 8, 31)
    """
    if not text:
        return None
    parts = [_days(part) for part in text.split("/")]
    days = [part for part in parts if part is not None]
    if len(days) < len(parts) or len(parts) > 2:
        return None
    return any(d[0] for d in days), min(d[1] for d in days), max(d[2] for d in days)


def _days(text: str) -> tuple[bool, date, date] | None:
    match = _DATE.match(text.strip())
    if not match:
        return None
    year, month, day = match.groups()
    number = int(year) if year else _LEAP_YEAR
    try:
        if month is None:
            return (False, date(number, 1, 1), date(number, 12, 31)) if year else None
        if day is None:
            last = calendar.monthrange(number, int(month))[1]
            return year is None, date(number, int(month), 1), date(number, int(month), last)
        exact = date(number, int(month), int(day))
    except ValueError:
        return None
    return year is None, exact, exact


def are_dates_near(gold: str | None, predicted: str | None, precision: str | None) -> bool | None:
    """Return whether two dates can be one event's; None when either is not there.

    The year is ignored when either side has none.

    >>> are_dates_near("2022-12-31", "--01-01", "day"), are_dates_near("2022", None, None)
    (True, None)
    """
    a, b = interval(gold), interval(predicted)
    if a is None or b is None:
        return None
    slack = TOLERANCE_APPROX if precision == "approx" else TOLERANCE
    (yearless_a, first_a, last_a), (yearless_b, first_b, last_b) = a, b
    if not yearless_a and not yearless_b:
        return first_a - slack <= last_b and first_b <= last_a + slack
    first_a, last_a, first_b, last_b = (
        day.replace(year=_LEAP_YEAR) for day in (first_a, last_a, first_b, last_b)
    )
    return any(
        first_a - slack <= last_b + turn and first_b + turn <= last_a + slack
        for turn in (timedelta(days=-366), timedelta(0), timedelta(days=366))
    )


# --------------------------------------------------------------------------- persons and places


def person_figures(gold: GoldEvent, predicted: GoldEvent) -> Figures:
    """Count the persons of a matched event: found, added, missed.

    A person counts under their own state only, or under none. The gold's optional
    persons count neither way.
    """
    wanted = [p for p in gold.participants if p.person and not p.optional]
    free = [p for p in gold.participants if p.person and p.optional]
    given = [
        p
        for p in predicted.participants
        if p.person and not any(is_same_person(other, p.person) for other in free)
    ]
    used: set[int] = set()
    for person in wanted:
        for index, other in enumerate(given):
            if (
                index not in used
                and other.country in ("", person.country)
                and is_same_person(person, other.person)
            ):
                used.add(index)
                break
    return Figures(len(used), len(given) - len(used), len(wanted) - len(used))


def _person_score(persons: Figures) -> float:
    total = persons.right + persons.false + persons.missed
    if not total:
        return 1.0
    return 2 * persons.right / (2 * persons.right + persons.false + persons.missed)


def is_same_person(gold: GoldParticipant, name: str | None) -> bool:
    """Return whether a name can be the participant's: by their name or by the text's own words.

    Every word of the shorter name needs a near twin in the longer, so that "Szijjarto"
    and "Péter Szijjártó" agree; names in other scripts may be part of each other.
    """
    if not name:
        return False
    for reference in (gold.person, gold.surface):
        if not reference:
            continue
        if name.strip() == reference.strip():
            return True
        known, words = _name_words(reference), _name_words(name)
        if not known or not words:
            continue
        if not all(word.isascii() for word in words):
            a, b = "".join(known), "".join(words)
            if a in b or b in a:
                return True
        shorter, longer = sorted((set(known), set(words)), key=len)
        if all(_has_twin(word, longer) for word in shorter):
            return True
    return False


def _has_twin(word: str, others: set[str]) -> bool:
    # SequenceMatcher is not symmetric: the word must come first, as in the gold's scorer.
    # 0.7 lets "Retno"/"raitno" pass.
    return any(difflib.SequenceMatcher(None, word, other).ratio() >= 0.7 for other in others)


def _name_words(name: str) -> list[str]:
    return [w for w in re.split(r"[^\w]+", _bare(name)) if w and w not in NOT_IN_NAMES]


def _bare(text: str) -> str:
    """Return a text in lower case and without accents."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(c for c in letters if not unicodedata.combining(c)).lower()


def is_place(gold: str, predicted: str | None) -> bool:
    """Return whether a place, as a code, a city or free text, is the gold's.

    The gold's form is "City, ISO3", "ISO3" or "virtual". A prediction of the state
    alone is enough; another city in it is not.
    """
    if not predicted:
        return False
    words = _place_words(predicted)
    if gold == "virtual":
        return any(word in words for word in ("virtual", "online", "video"))
    city, state = _city_and_state(gold)
    if city and _place_words(city) in words:
        return True
    if state and state in STATES.intersection(re.findall(r"\b[A-Z]{3}\b", predicted)):
        other = _place_words(predicted.split(",")[0]) if "," in predicted else ""
        return not (city and other and other != _place_words(city))
    return False


def _city_and_state(place: str) -> tuple[str | None, str | None]:
    if "," in place:
        city, state = [part.strip() for part in place.split(",")][:2]
        return city, state
    return (None, place) if place in STATES else (place, None)


def _place_words(text: str) -> str:
    return re.sub(r"[^\w ]+", "", _bare(text)).strip()


# --------------------------------------------------------------------------- assignment


def assign(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the pairs (row, column), one-to-one, whose weights sum highest.

    The Hungarian algorithm with potentials, rows added one by one; a weight of 0 forbids
    a pair. Among equal sums the choice depends on the order of rows and columns and on
    this very procedure, so it is the one that the gold's scorer uses.

    >>> assign([[1.0, 2.0], [0.0, 2.5]])
    [(0, 0), (1, 1)]
    """
    rows, columns = len(weights), len(weights[0]) if weights else 0
    if not rows or not columns:
        return []
    size = max(rows, columns)
    top = max(max(row) for row in weights) + 1
    cost = [
        [top - (weights[i][j] if i < rows and j < columns else 0) for j in range(size)]
        for i in range(size)
    ]
    infinite = float("inf")
    # Index 0 of each list is the artificial column from which a row's search starts.
    row_potential = [0.0] * (size + 1)
    column_potential = [0.0] * (size + 1)
    row_of = [0] * (size + 1)
    came_from = [0] * (size + 1)
    for row in range(1, size + 1):
        row_of[0] = row
        column = 0
        slack = [infinite] * (size + 1)
        visited = [False] * (size + 1)
        while True:
            visited[column] = True
            current, delta, following = row_of[column], infinite, 0
            for j in range(1, size + 1):
                if visited[j]:
                    continue
                reduced = cost[current - 1][j - 1] - row_potential[current] - column_potential[j]
                if reduced < slack[j]:
                    slack[j], came_from[j] = reduced, column
                if slack[j] < delta:
                    delta, following = slack[j], j
            for j in range(size + 1):
                if visited[j]:
                    row_potential[row_of[j]] += delta
                    column_potential[j] -= delta
                else:
                    slack[j] -= delta
            column = following
            if row_of[column] == 0:
                break
        while column:
            previous = came_from[column]
            row_of[column] = row_of[previous]
            column = previous
    return [
        (row_of[j] - 1, j - 1)
        for j in range(1, size + 1)
        if row_of[j] <= rows and j <= columns and weights[row_of[j] - 1][j - 1] > 0
    ]


# --------------------------------------------------------------------------- error classes


class ErrorClass(StrEnum):
    """What went wrong, for whoever wants to do something about it."""

    MISSED = "missed event"
    CHANNEL = "wrong channel"
    PARTY = "wrong party"
    DATE = "wrong date"
    STATUS = "wrong status"
    PERSON = "wrong person"
    DUPLICATE = "duplicate"
    FALSE = "false event"


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that went wrong, with the two events that it is about, where there are two."""

    what: ErrorClass
    doc_id: str
    gold: GoldEvent | None
    predicted: GoldEvent | None


def find_errors(outcomes: Sequence[Outcome]) -> tuple[Error, ...]:
    """Tell what went wrong with each missed, false or partly wrong event.

    A missed and a false event of one document that agree in all but one of channel,
    parties and date are one error, not two; a matched event is listed once for each of
    status, date and persons that it got wrong.

    Returns:
        In the order of the documents.
    """
    errors: list[Error] = []
    for doc_id in dict.fromkeys(outcome.doc_id for outcome in outcomes):
        errors.extend(_errors_of(doc_id, [o for o in outcomes if o.doc_id == doc_id]))
    return tuple(errors)


def _errors_of(doc_id: str, outcomes: Sequence[Outcome]) -> Iterator[Error]:
    false = [o.predicted for o in outcomes if o.kind is Kind.FALSE and o.predicted]
    for outcome in outcomes:
        gold, predicted = outcome.gold, outcome.predicted
        if outcome.kind is Kind.MISS and gold:
            what, nearest = _nearest(gold, false)
            if nearest:
                false.remove(nearest)
            yield Error(what, doc_id, gold, nearest)
        elif outcome.kind is Kind.MATCH and gold and predicted:
            for what in _slips(gold, predicted):
                yield Error(what, doc_id, gold, predicted)
        elif outcome.kind is Kind.DUPLICATE:
            yield Error(ErrorClass.DUPLICATE, doc_id, None, predicted)
    for predicted in false:
        yield Error(ErrorClass.FALSE, doc_id, None, predicted)


def _slips(gold: GoldEvent, predicted: GoldEvent) -> Iterator[ErrorClass]:
    """Yield what a matched event got wrong all the same."""
    if predicted.status != gold.status and predicted.status not in gold.statuses:
        yield ErrorClass.STATUS
    if gold.date and not are_dates_near(gold.date, predicted.date, gold.date_precision):
        yield ErrorClass.DATE
    persons = person_figures(gold, predicted)
    if persons.false or persons.missed:
        yield ErrorClass.PERSON


def _nearest(
    gold: GoldEvent, candidates: Sequence[GoldEvent]
) -> tuple[ErrorClass, GoldEvent | None]:
    """Return the first prediction that differs from a missed event in one thing, and in which.

    Other parties at the same time are another happening, unless the same words say so.
    """
    for what in (ErrorClass.DATE, ErrorClass.PARTY, ErrorClass.CHANNEL):
        for predicted in candidates:
            near = are_dates_near(gold.date, predicted.date, gold.date_precision)
            same = {
                ErrorClass.CHANNEL: are_types_compatible(gold, predicted.type),
                ErrorClass.PARTY: are_parties_compatible(gold, predicted.countries),
                ErrorClass.DATE: near is not False,
            }
            if same.pop(what) or not all(same.values()):
                continue
            if what is not ErrorClass.PARTY or _share_words(gold, predicted):
                return what, predicted
    return ErrorClass.MISSED, None


def _share_words(gold: GoldEvent, predicted: GoldEvent) -> bool:
    """Return whether some evidence of one event lies in some evidence of the other."""
    ours = [" ".join(words.split()) for words in predicted.evidence]
    theirs = [" ".join(words.split()) for words in gold.evidence]
    return any(a in b or b in a for a in theirs for b in ours)
