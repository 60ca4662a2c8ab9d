"""Through which channels somebody dealt with others, how much was "cloud", and since when."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.ask.book import Answer, Book, require_claims
from dragoman.ask.circle import counterparts
from dragoman.ask.nothing import nothing, require_documents
from dragoman.ask.record import ClaimRow, Happening, happenings, ids, sort_out
from dragoman.ask.stats.shares import wilson
from dragoman.ask.window import Placing, between, finest, place, window
from dragoman.model import (
    CHANNELS,
    CLOUD_CHANNELS,
    CONTACT_CHANNELS,
    PARTY_ROLES,
    Channel,
    InputError,
    Presence,
    Role,
)
from dragoman.model.edtf import interval

LEAST_MONTHS = 24
"""Over fewer months no breaks are looked for."""

LEAST_A_MONTH = 5
"""With fewer contacts of known presence a month on average no breaks are looked for."""

LEVEL = 0.05
"""How often a share that does not change may be said to have changed."""

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """How many events went through one channel, in a month or in the whole window."""

    channel: str
    month: str | None  # None: the whole window; "": months on which documents do not agree
    n_events: int
    n_documents: int
    events: tuple[str, ...]
    claims: tuple[str, ...]  # who took part, and when; never empty

    def __post_init__(self) -> None:
        require_claims(f"the count of {self.channel}", self.claims)


@dataclass(frozen=True, slots=True)
class CloudShare:
    """The share of contacts that took place at a distance, never without its counts.

    Calls, video meetings and letters over the contact channels whose presence is known:
    these and visits and meetings. Dialogues, negotiations and summits can be either and
    are in no part of it. A spoken message that an envoy carries is counted in both parts
    of one reading, and in neither of the other. A visit and the meeting held on it are
    two events, as in the table.
    """

    with_verbal_message: bool
    cloud: int
    known: int  # the denominator
    n_documents: int
    share: float | None  # None: refused
    refused: str | None  # why there is no share

    def __post_init__(self) -> None:
        if (self.share is None) != bool(self.refused):
            raise ValueError("a cloud share has either a value or the reason why it has none")

    @property
    def band(self) -> tuple[float, float] | None:
        """The 95 % interval of the share after Wilson; None where it is refused."""
        return wilson(self.cloud, self.known) if self.known else None

    def sentence(self) -> str:
        """Say the share with its counts, or why it is refused."""
        start = f"{_reading(self.with_verbal_message)}: "
        if self.share is None:
            return f"{start}refused, {self.refused}."
        return (
            f"{start}{self.share:.0%} ({self.cloud} of {self.known} contacts of known presence, "
            f"in {self.n_documents} document{'' if self.n_documents == 1 else 's'})."
        )


@dataclass(frozen=True, slots=True)
class CloudMonth:
    """One reading of the cloud share in one month, for a line with its band."""

    month: str
    with_verbal_message: bool
    cloud: int
    known: int
    share: float | None  # None: no contact of known presence in the month
    low: float | None  # the 95 % interval after Wilson
    high: float | None
    events: tuple[str, ...]
    claims: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.known:
            require_claims(f"the cloud share of {self.month}", self.claims)


@dataclass(frozen=True, slots=True)
class DocumentsOfMonth:
    """How much there was to read of a month: the strip below a line."""

    month: str
    n_documents: int  # published in it
    n_steady: int  # of these, by outlets with documents of the first and the last quarter


@dataclass(frozen=True, slots=True)
class Side:
    """The contacts on one side of a break, up to the next break or the end."""

    months: tuple[str, str]  # the first and the last
    n_months: int
    cloud: int
    known: int
    share: float
    low: float
    high: float

    def sentence(self) -> str:
        """Say the share with its counts and the absolute numbers a month."""
        in_person = (self.known - self.cloud) / self.n_months
        return (
            f"{self.share:.0%} ({self.cloud} of {self.known}, 95 % interval {self.low:.0%} to "
            f"{self.high:.0%}; a month {self.cloud / self.n_months:.2g} at a distance and "
            f"{in_person:.2g} in person)"
        )


@dataclass(frozen=True, slots=True)
class CloudBreak:
    """A month from which on the cloud share is another one."""

    with_verbal_message: bool
    month: str  # the first of the new level
    named: bool  # by the user; else it was found
    within: tuple[str, ...]  # the 90 % set of months in which it lies; a named one alone
    before: Side
    after: Side
    ratio: float | None  # of the share after to the one before; None: that was zero
    p_value: float  # that no share changed at all, or not then where the month was named
    steady_p_value: float | None  # the same by steady outlets alone; None: too few contacts
    claims: tuple[str, ...]

    def __post_init__(self) -> None:
        require_claims(f"the break of {self.month}", self.claims)

    def sentence(self) -> str:
        """Say what was before and after, how sure that is, and whether sources may be behind."""
        clear = "" if self.p_value <= LEVEL else "no clear change, "
        where = f"; the 90 % set is {_stretches(self.within)}" if not self.named else ""
        ratio = f", {self.ratio:.1f} times the share" if self.ratio is not None else ""
        if self.steady_p_value is None:
            steady = "Too few of these contacts are told by outlets that publish throughout"
        elif self.steady_p_value <= LEVEL:
            steady = "Outlets that publish throughout show it too"
        else:
            steady = "Outlets that publish throughout do not show it: sources may have changed"
        return (
            f"{_reading(self.with_verbal_message)}: {clear}{self.before.sentence()} before, "
            f"{self.after.sentence()} from {self.month} on{ratio} (p = {self.p_value:.3f}){where}. "
            f"{steady}."
        )


@dataclass(frozen=True, slots=True)
class BreakSearch:
    """What came of looking for breaks in one reading of the cloud share, or at a named month."""

    with_verbal_message: bool
    breaks: tuple[CloudBreak, ...]
    n_months: int  # from the first month with a contact to the last
    known: int
    p_value: float | None  # None: refused
    refused: str | None

    def sentence(self) -> str:
        """Say that there is none, or why none was looked for; else each break."""
        if self.refused:
            return f"{_reading(self.with_verbal_message)}: refused, {self.refused}."
        if not self.breaks:
            return (
                f"{_reading(self.with_verbal_message)}: no break in {self.n_months} months with "
                f"{self.known} contacts of known presence (p = {self.p_value:.2f})."
            )
        return " ".join(one.sentence() for one in self.breaks)


@dataclass(frozen=True, slots=True)
class ChannelMix(Answer[ChannelCount]):
    """Counts by channel, the same by month, and the two readings of the cloud share."""

    by_month: tuple[ChannelCount, ...] = ()
    shares: tuple[CloudShare, ...] = ()
    months: tuple[CloudMonth, ...] = ()  # both readings, every month from first to last contact
    documents: tuple[DocumentsOfMonth, ...] = ()  # of the same months
    breaks: tuple[BreakSearch, ...] = ()  # both readings; empty where they were not asked for


def channels(
    ledger: Book,
    who: str,
    since: str | None = None,
    until: str | None = None,
    *,
    breaks: bool = False,
    at: str | None = None,
    seed: int = 0,
    tell: Tell | None = None,
) -> ChannelMix:
    """Count the events of somebody with others by channel.

    Args:
        ledger: Open for reading.
        who: Actor id, e.g. "st:chn" or "pe:wang-yi".
        since: First month (or day, or year) of the window, EDTF; None: from the start.
        until: Last one, counted in whole; None: to the end.
        breaks: Look for months in which the cloud share changed. It takes some seconds.
        at: A month (a day stands for its month) before and after which to compare instead;
            it begins what is after.
        seed: Of the random numbers behind both.
        tell: Told how far that is.

    Returns:
        One row per channel in the codebook's order, the same by month, and the cloud
        share in both readings, as a whole and by month. Only events that happened or go on,
        and in which a counterpart could be made out; teasers are in no count. Events that
        no month can be given are in no monthly figure and in no break.

    Raises:
        InputError: The window or `at` means nothing, or `at` leaves nothing on one side.
        NothingFound: Nothing to count; the sentence says what the ledger has instead.
    """
    asked = between(since, until)
    require_documents(ledger)
    found = happenings(
        ledger, who=who, near=asked, only=(*PARTY_ROLES, Role.DATE), bare=asked is not None
    )
    told = sort_out(found, asked=asked, channels=set(Channel))
    counted = tuple(h for h in told.counted if counterparts(h, who))
    if not counted:
        raise nothing(ledger, who, asked)
    by_month: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    of_month: dict[str, list[Happening]] = defaultdict(list)
    for happening in counted:
        month = month_of(happening)
        by_month[month, happening.channel].append(happening)
        if month:
            of_month[month].append(happening)
    span = _span(of_month)
    published = _published(ledger, span)
    steady = _steady(published, span)
    searches: list[BreakSearch] = []
    for flag in (False, True) if breaks or at else ():
        series = _Series(flag, span, of_month, steady)
        searches.append(series.at(at, seed, tell) if at else series.search(seed, tell))
    return ChannelMix(
        ChannelCount,
        tuple(_count(channel, None, group) for channel, group in _by_channel(counted)),
        told.basis(ledger, counted, asked=asked, alone=len(told.counted) - len(counted)),
        by_month=tuple(
            _count(channel, month, group)
            for (month, channel), group in sorted(
                by_month.items(), key=lambda entry: (entry[0][0] or "~", _rank(entry[0][1]))
            )
        ),
        shares=tuple(cloud_share(counted, with_verbal_message=flag) for flag in (False, True)),
        months=tuple(_cloud_month(m, of_month[m], flag) for flag in (False, True) for m in span),
        documents=tuple(
            DocumentsOfMonth(
                month,
                sum(published[month].values()),
                sum(n for outlet, n in published[month].items() if outlet in steady),
            )
            for month in span
        ),
        breaks=tuple(searches),
    )


def cloud_share(counted: Iterable[Happening], *, with_verbal_message: bool) -> CloudShare:
    """Compute one reading of the cloud share; refused where nothing is in the denominator."""
    below = _of_known_presence(counted, with_verbal_message)
    above = sum(_is_cloud(happening) for happening in below)
    docs = {doc.id for happening in below for doc in happening.docs}
    return CloudShare(
        with_verbal_message,
        above,
        len(below),
        len(docs),
        above / len(below) if below else None,
        None if below else "because no contact of known presence is in the window",
    )


def _of_known_presence(counted: Iterable[Happening], with_verbal_message: bool) -> list[Happening]:
    known = {
        channel
        for channel in CONTACT_CHANNELS
        if CHANNELS[channel].presence in (Presence.CLOUD, Presence.IN_PERSON)
    }
    if with_verbal_message:
        known.add(Channel.VERBAL_MESSAGE)
    return [happening for happening in counted if happening.channel in known]


def _is_cloud(happening: Happening) -> bool:
    """Return whether a contact of known presence is cloud; a verbal message is, where it counts."""
    return happening.channel in (*CLOUD_CHANNELS, Channel.VERBAL_MESSAGE)


def month_of(happening: Happening) -> str:
    """Return the month that an event falls in, or begins in; "" where no date settles one.

    >>> month_of(Happening("e", "call", "happened", None, ()))
    ''
    """
    dates = finest(happening.dates)
    months = set()
    for value in dates:
        try:
            days = interval(value)
        except (ValueError, OverflowError):
            return ""
        if days is None:
            return ""
        months.add(f"{days[0]:%Y-%m}")
    if len(months) != 1:
        return ""
    month = months.pop()
    return month if place(dates, window(month)) is Placing.INSIDE else ""


@dataclass(frozen=True, slots=True)
class _Series:
    """One reading of the cloud share by month."""

    with_verbal_message: bool
    span: tuple[str, ...]
    of_month: Mapping[str, Sequence[Happening]]
    steady: frozenset[str]

    def search(self, seed: int, tell: Tell | None) -> BreakSearch:
        """Look for breaks, where there is enough to find one."""
        cloud, known = self._counts()
        total = sum(known)
        if len(known) < LEAST_MONTHS or total < LEAST_A_MONTH * len(known):
            return self._refuse(
                f"because {total} contacts of known presence in {len(known)} "
                f"month{'' if len(known) == 1 else 's'} are too few to look for a break: it takes "
                f"{LEAST_MONTHS} months with {LEAST_A_MONTH} a month on average. A month that is "
                "named beforehand can be compared"
            )
        from dragoman.ask.stats.breaks import find_breaks

        found = find_breaks(cloud, known, seed=seed, tell=tell)
        ends = (0, *(one.at for one in found.breaks), len(known))
        breaks = tuple(
            self._break(ends[k : k + 3], one.within, found.p_value, seed, named=False)
            for k, one in enumerate(found.breaks)
        )
        return self._answer(breaks, found.p_value)

    def at(self, day: str, seed: int, tell: Tell | None) -> BreakSearch:
        """Compare before and after a month that the user names.

        Raises:
            InputError: Nothing lies on one side of it.
        """
        month = f"{window(day).first:%Y-%m}"
        _, known = self._counts()
        place_ = next((i for i, one in enumerate(self.span) if one >= month), len(self.span))
        if not 0 < place_ < len(self.span):
            raise InputError(
                f"{month} leaves no month with contacts on one side: they run from "
                f"{self.span[0]} to {self.span[-1]}"
                if self.span
                else "no contact can be given a month"
            )
        if not sum(known[:place_]) or not sum(known[place_:]):
            return self._refuse(f"because no contact of known presence lies on one side of {month}")
        from dragoman.ask.stats.breaks import weigh_break

        cloud, _ = self._counts()
        p_value = weigh_break(cloud, known, place_, seed=seed, tell=tell)
        ends = (0, place_, len(known))
        return self._answer((self._break(ends, (place_,), p_value, seed, named=True),), p_value)

    def _counts(self, outlets: frozenset[str] | None = None) -> tuple[list[int], list[int]]:
        """Return by month how many contacts were cloud, and how many of known presence."""
        cloud, known = [], []
        for month in self.span:
            below = [
                happening
                for happening in self._known(month)
                if outlets is None or any(doc.outlet in outlets for doc in happening.docs)
            ]
            known.append(len(below))
            cloud.append(sum(_is_cloud(happening) for happening in below))
        return cloud, known

    def _known(self, month: str) -> list[Happening]:
        return _of_known_presence(self.of_month.get(month, ()), self.with_verbal_message)

    def _refuse(self, why: str) -> BreakSearch:
        _, known = self._counts()
        return BreakSearch(self.with_verbal_message, (), len(known), sum(known), None, why)

    def _answer(self, breaks: tuple[CloudBreak, ...], p_value: float) -> BreakSearch:
        _, known = self._counts()
        return BreakSearch(self.with_verbal_message, breaks, len(known), sum(known), p_value, None)

    def _break(
        self, ends: Sequence[int], within: Sequence[int], p_value: float, seed: int, *, named: bool
    ) -> CloudBreak:
        start, at, end = ends
        sides = self._side(start, at), self._side(at, end)
        claims = [
            claim
            for month in self.span[start:end]
            for happening in self._known(month)
            for claim in _telling(happening)
        ]
        return CloudBreak(
            self.with_verbal_message,
            self.span[at],
            named,
            tuple(self.span[i] for i in within),
            *sides,
            sides[1].share / sides[0].share if sides[0].share else None,
            p_value,
            self._by_steady(start, at, end, seed),
            ids(claims),
        )

    def _side(self, start: int, end: int) -> Side:
        cloud, known = (sum(counts[start:end]) for counts in self._counts())
        months = self.span[start], self.span[end - 1]
        return Side(months, end - start, cloud, known, cloud / known, *wilson(cloud, known))

    def _by_steady(self, start: int, at: int, end: int, seed: int) -> float | None:
        from dragoman.ask.stats.breaks import weigh_break

        cloud, known = (counts[start:end] for counts in self._counts(self.steady))
        if min(sum(known[: at - start]), sum(known[at - start :])) < LEAST_A_MONTH:
            return None
        return weigh_break(cloud, known, at - start, seed=seed)


def _cloud_month(month: str, told: Sequence[Happening], with_verbal_message: bool) -> CloudMonth:
    below = _of_known_presence(told, with_verbal_message)
    cloud = sum(_is_cloud(happening) for happening in below)
    low, high = wilson(cloud, len(below)) if below else (None, None)
    return CloudMonth(
        month,
        with_verbal_message,
        cloud,
        len(below),
        cloud / len(below) if below else None,
        low,
        high,
        tuple(happening.id for happening in below),
        ids(claim for happening in below for claim in _telling(happening)),
    )


def _span(of_month: Iterable[str]) -> tuple[str, ...]:
    """Return every month from the first to the last."""
    numbers = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in of_month]
    if not numbers:
        return ()
    return tuple(f"{n // 12:04}-{n % 12 + 1:02}" for n in range(min(numbers), max(numbers) + 1))


_PUBLISHED = """
SELECT substr(published, 1, 7) AS month, coalesce(outlet, ''), count(*) FROM documents
WHERE length(published) >= 7 AND month BETWEEN $first AND $last
GROUP BY ALL
"""


def _published(ledger: Book, span: Sequence[str]) -> dict[str, dict[str, int]]:
    """Count the documents published in each month, by outlet; "" is not known."""
    found: dict[str, dict[str, int]] = {month: {} for month in span}
    if span:
        ends = {"first": span[0], "last": span[-1]}
        for month, outlet, n in ledger.db.execute(_PUBLISHED, ends).fetchall():
            found.get(month, {})[outlet] = n  # a range of years is no month
    return found


def _steady(published: Mapping[str, Mapping[str, int]], span: Sequence[str]) -> frozenset[str]:
    """Return the outlets with documents of the first and of the last quarter of the months."""
    quarter = -(-len(span) // 4)
    first, last = (
        {outlet for month in months for outlet in published[month] if outlet}
        for months in (span[:quarter], span[len(span) - quarter :])
    )
    return frozenset(first & last)


def _stretches(months: Sequence[str]) -> str:
    """Write months that follow each other as one stretch."""
    found: list[list[str]] = []
    for month in months:
        if found and len(_span((found[-1][-1], month))) == 2:
            found[-1].append(month)
        else:
            found.append([month])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in found)


def _reading(with_verbal_message: bool) -> str:
    return f"Cloud share {'with' if with_verbal_message else 'without'} verbal messages"


def _telling(happening: Happening) -> list[ClaimRow]:
    """Return the claims on who took part, and when."""
    return [
        claim for claim in happening.claims if claim.role in PARTY_ROLES or claim.role == Role.DATE
    ]


def _count(channel: str, month: str | None, group: Sequence[Happening]) -> ChannelCount:
    claims = [claim for happening in group for claim in _telling(happening)]
    docs = {doc.id for happening in group for doc in happening.docs}
    return ChannelCount(
        channel,
        month,
        len(group),
        len(docs),
        tuple(happening.id for happening in group),
        ids(claims),
    )


def _by_channel(counted: Iterable[Happening]) -> list[tuple[str, list[Happening]]]:
    groups: dict[str, list[Happening]] = defaultdict(list)
    for happening in counted:
        groups[happening.channel].append(happening)
    return sorted(groups.items(), key=lambda entry: _rank(entry[0]))


def _rank(channel: str) -> int:
    return list(CHANNELS).index(Channel(channel))
