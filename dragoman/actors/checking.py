"""What the register holds and what it lacks: overlapping holders, gaps, names that two share."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.actors.facts import ONE_HOLDER, Tenure, bounds, class_of
from dragoman.actors.register import Register
from dragoman.actors.tokens import name_words

DAY = timedelta(days=1)
SLACK = timedelta(days=45)
"""Days by which two holders of one office may overlap before it is told: sources date the
same change of office by election, appointment or oath."""

SHOWN = ("head", "hog", "fm")
"""The classes whose gaps are looked for unless others are asked for."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two persons in one office on the same days."""

    office: str
    first: Tenure
    second: Tenure
    days: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which nobody is known to have held an office."""

    office: str
    start: date
    end: date  # the last day of it

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Persons who bear one full name; the day or the state tells them apart, or nobody is meant."""

    name: str
    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """In how many years of how many states a holder of an office is known, with dates."""

    office_class: str
    covered: int
    of: int

    @property
    def share(self) -> float:
        """The share of the state-years."""
        return self.covered / self.of if self.of else 1.0


def overlaps(register: Register) -> Iterator[Overlap]:
    """Yield the holders of offices for one who overlap by more than `SLACK` for certain.

    Years and months are taken at their shortest: 2018 to 2020 beside 2020-05 on is no overlap.
    """
    for office in register.offices():
        if class_of(office) not in ONE_HOLDER:
            continue
        held = [(tenure, span) for tenure in register.tenures_of(office) if (span := _sure(tenure))]
        for number, (tenure, (start, end)) in enumerate(held):
            for other, (begin, finish) in held[number + 1 :]:
                shared = min(end, finish) - max(start, begin)
                if other.person != tenure.person and shared > SLACK:
                    yield Overlap(office, tenure, other, shared.days)


def gaps(register: Register, office: str, *, since: date, until: date) -> Iterator[Gap]:
    """Yield the stretches of days without a holder; those of up to `SLACK` are none.

    Years in which the head of state governs are no gap of a head of government.
    """
    free = since
    held = list(filter(None, map(_span, register.tenures_of(office))))
    if class_of(office) == "hog":
        held.extend(
            (date(year, 1, 1), date(year, 12, 31))
            for year in range(since.year, until.year + 1)
            if register.head_governs(register.polity_of(office), year)
        )
    for start, end in sorted(held):
        if start - free > SLACK and free <= until:
            yield Gap(office, free, min(start - DAY, until))
        free = max(free, end + DAY)
    if until - free > SLACK:
        yield Gap(office, free, until)


def coverage(
    register: Register, states: Sequence[str], *, office_class: str, years: Collection[int]
) -> Coverage:
    """Count the state-years in which holders are known for more than half of the days.

    Where the head of state governs alone, he is the head of government of those years.
    """
    covered = 0
    for state in states:
        own = _spans(register, state, office_class)
        heads = _spans(register, state, "head") if office_class == "hog" else []
        for year in years:
            alone = office_class == "hog" and register.head_governs(state, year)
            covered += _days_in([*own, *heads] if alone else own, year) > 182
    return Coverage(office_class, covered, len(states) * len(years))


def _spans(register: Register, state: str, office_class: str) -> list[tuple[date, date]]:
    tenures = register.tenures_of(f"of:{state[3:]}.{office_class}")
    return [span for tenure in tenures if (span := _span(tenure))]


def _days_in(spans: Sequence[tuple[date, date]], year: int) -> int:
    """Return on how many days of a year one of the spans is; shared days count once."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = 0
    free = first
    for start, end in sorted(spans):
        begin, finish = max(start, free), min(end, last)
        if begin <= finish:
            days += (finish - begin).days + 1
            free = finish + DAY
    return days


def namesakes(register: Register) -> Iterator[Namesakes]:
    """Yield the full names that several persons bear."""
    bearers: dict[str, set[str]] = {}
    for ident in register.people():
        person = register.person(ident)
        for name in person.names if person else ():
            bearers.setdefault(" ".join(name_words(name)), set()).add(ident)
    for name, persons in sorted(bearers.items()):
        if len(persons) > 1 and " " in name:
            yield Namesakes(name, tuple(sorted(persons)))


def strange_families(register: Register) -> Iterator[str]:
    """Yield the persons whose name of reference is no part of any of their names."""
    for ident in register.people():
        person = register.person(ident)
        if person is None or not person.family:
            continue
        family = name_words(person.family)
        if not any(set(family) <= set(name_words(name)) for name in person.names):
            yield ident


def _sure(tenure: Tenure) -> tuple[date, date] | None:
    """Return the days on which the office was held however coarse the row is."""
    begin = bounds(tenure.start)
    finish = bounds(tenure.end or tenure.as_of)
    if begin is None or finish is None or finish[0] < begin[1]:
        return None
    return begin[1], finish[0]


def _span(tenure: Tenure) -> tuple[date, date] | None:
    """Return the days that a tenure is known for; an open one until the day it was looked at."""
    begin = bounds(tenure.start)
    finish = bounds(tenure.end or tenure.as_of)
    if begin is None or finish is None:
        return None
    return begin[0], finish[1]
