"""How much of somebody's contacts was "cloud": the share, and since when it is another one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dragoman.ask.book import require_claims
from dragoman.ask.cells import Cell, Cells
from dragoman.ask.stats.shares import wilson
from dragoman.ask.window import window
from dragoman.model import CHANNELS, CLOUD_CHANNELS, CONTACT_CHANNELS, Channel, InputError, Presence

LEAST_MONTHS = 24
"""Over fewer months no breaks are looked for."""

LEAST_A_MONTH = 5
"""With fewer contacts of known presence a month on average no breaks are looked for."""

LEVEL = 0.05
"""How often a share that does not change may be said to have changed."""

Tell = Callable[[int, int, str], None]


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
    low: float | None = None  # the 95 % interval after Wilson; None: refused
    high: float | None = None

    def __post_init__(self) -> None:
        if (self.share is None) != bool(self.refused):
            raise ValueError("a cloud share has either a value or the reason why it has none")

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


def cloud_share(
    told: Iterable[tuple[str, Iterable[str]]], *, with_verbal_message: bool
) -> CloudShare:
    """Compute one reading of the cloud share; refused where nothing is in the denominator.

    Args:
        told: The channel of each event, and the documents that tell of it.
        with_verbal_message: Which reading.
    """
    below = [(channel, docs) for channel, docs in told if is_known(channel, with_verbal_message)]
    above = sum(is_cloud(channel) for channel, _ in below)
    return _share(
        above, len(below), {doc for _, docs in below for doc in docs}, with_verbal_message
    )


def share_of(cells: Iterable[Cell], *, with_verbal_message: bool) -> CloudShare:
    """Compute one reading of the cloud share over some cells: see `cloud_share`."""
    below = [cell for cell in cells if is_known(cell.channel, with_verbal_message)]
    above, known = _numbers(below)
    docs = set[str]().union(*(cell.docs for cell in below))
    return _share(above, known, docs, with_verbal_message)


def _share(above: int, known: int, docs: set[str], with_verbal_message: bool) -> CloudShare:
    low, high = wilson(above, known) if known else (None, None)
    return CloudShare(
        with_verbal_message,
        above,
        known,
        len(docs),
        above / known if known else None,
        None if known else "because no contact of known presence is in the window",
        low,
        high,
    )


_KNOWN = frozenset(
    channel
    for channel in CONTACT_CHANNELS
    if CHANNELS[channel].presence in (Presence.CLOUD, Presence.IN_PERSON)
)


def is_known(channel: str, with_verbal_message: bool) -> bool:
    """Return whether the presence of a contact of a channel is known, in one reading."""
    return channel in _KNOWN or (with_verbal_message and channel == Channel.VERBAL_MESSAGE)


def is_cloud(channel: str) -> bool:
    """Return whether a contact of known presence is cloud; a verbal message is, where it counts."""
    return channel in CLOUD_CHANNELS or channel == Channel.VERBAL_MESSAGE


def _numbers(cells: Iterable[Cell]) -> tuple[int, int]:
    """Return how many contacts of known presence were cloud, and how many there were."""
    counted = [(is_cloud(cell.channel), len(cell.events)) for cell in cells]
    return sum(n for cloud, n in counted if cloud), sum(n for _, n in counted)


@dataclass(frozen=True, slots=True)
class Series:
    """One reading of the cloud share by month."""

    with_verbal_message: bool
    span: tuple[str, ...]
    cells: Cells
    by_outlets: Callable[[], dict[tuple[str, str], int]]  # events that steady outlets tell of

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

    def months(self) -> tuple[CloudMonth, ...]:
        """Return the share of every month."""
        known = self._known()
        return tuple(
            cloud_month(month, self.cells, known[month], self.with_verbal_message)
            for month in self.span
        )

    def _counts(self) -> tuple[list[int], list[int]]:
        """Return by month how many contacts were cloud, and how many of known presence."""
        known = self._known()
        counted = [_numbers(known[month]) for month in self.span]
        return [cloud for cloud, _ in counted], [n for _, n in counted]

    def _known(self) -> dict[str, list[Cell]]:
        found: dict[str, list[Cell]] = defaultdict(list)
        for cell in self.cells.each:
            if is_known(cell.channel, self.with_verbal_message):
                found[cell.month].append(cell)
        return found

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
        known = self._known()
        behind = [cell for month in self.span[start:end] for cell in known[month]]
        return CloudBreak(
            self.with_verbal_message,
            self.span[at],
            named,
            tuple(self.span[i] for i in within),
            *sides,
            sides[1].share / sides[0].share if sides[0].share else None,
            p_value,
            self._by_steady(start, at, end, seed),
            self.cells.cited(behind),
        )

    def _side(self, start: int, end: int) -> Side:
        cloud, known = (sum(counts[start:end]) for counts in self._counts())
        months = self.span[start], self.span[end - 1]
        return Side(months, end - start, cloud, known, cloud / known, *wilson(cloud, known))

    def _by_steady(self, start: int, at: int, end: int, seed: int) -> float | None:
        from dragoman.ask.stats.breaks import weigh_break

        told = self.by_outlets()
        known = [0] * (end - start)
        cloud = [0] * (end - start)
        for nth, month in enumerate(self.span[start:end]):
            for cell in self._known()[month]:
                known[nth] += told[month, cell.channel]
                cloud[nth] += told[month, cell.channel] * is_cloud(cell.channel)
        if min(sum(known[: at - start]), sum(known[at - start :])) < LEAST_A_MONTH:
            return None
        return weigh_break(cloud, known, at - start, seed=seed)


def cloud_month(month: str, cells: Cells, below: Sequence[Cell], reading: bool) -> CloudMonth:
    """Return the share of a month: `below` are its cells of known presence in that reading."""
    cloud, known = _numbers(below)
    low, high = wilson(cloud, known) if known else (None, None)
    return CloudMonth(
        month,
        reading,
        cloud,
        known,
        cloud / known if known else None,
        low,
        high,
        cells.events(below),
        cells.cited(below),
    )


def span_of_months(of_month: Iterable[str]) -> tuple[str, ...]:
    """Return every month from the first to the last."""
    numbers = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in of_month]
    if not numbers:
        return ()
    return tuple(f"{n // 12:04}-{n % 12 + 1:02}" for n in range(min(numbers), max(numbers) + 1))


def _stretches(months: Sequence[str]) -> str:
    """Write months that follow each other as one stretch."""
    found: list[list[str]] = []
    for month in months:
        if found and len(span_of_months((found[-1][-1], month))) == 2:
            found[-1].append(month)
        else:
            found.append([month])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in found)


def _reading(with_verbal_message: bool) -> str:
    return f"Cloud share {'with' if with_verbal_message else 'without'} verbal messages"
