"""What GDELT's events file has of a ledger, and the ledger of it."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from dragoman.ask.book import Answer, Basis, Book
from dragoman.ask.nothing import require_documents
from dragoman.ask.stats.missed import Bound, chapman, refusal
from dragoman.model import CHANNELS, Channel, Issue

CAVEATS = (
    "GDELT counts what was written and the ledger what happened: its lines of one pair, day and "
    "root code are taken as one here. A match says that both have something of that kind between "
    "the two states within a day, and not that it is the same event.",
    "The bound on what both miss holds only if the two gather independently; both read the same "
    "agencies, which makes it lower and leaves it a bound. It is no correction of any count.",
    "A state whose code in CAMEO is not that of ISO 3166 finds no match.",
)
"""What must be known to read the figures."""

DAYS = 1
"""By how many days the two may differ: files date by the day of the report's clock."""

_LONGEST = timedelta(days=7)

_EVENTS = """
SELECT event_id, channel, polities, first_day, last_day FROM events
WHERE section = 'body' AND status IN ('happened', 'ongoing') ORDER BY event_id
"""


@dataclass(frozen=True, slots=True)
class GdeltRow:
    """A channel of the ledger: how many of its events GDELT has something of."""

    channel: str
    codes: str  # of CAMEO, as the codebook gives them
    n_events: int  # in the days of the file, with two states and a day
    n_both: int
    same_code: tuple[str, ...]  # the channels that have these codes too: GDELT cannot tell them
    missing: tuple[str, ...]  # the events that it has nothing of


@dataclass(frozen=True, slots=True)
class GdeltComparison(Answer[GdeltRow]):
    """The channels, and how much of GDELT the ledger has."""

    first: date | None = None  # of the file
    last: date | None = None
    n_lines: int = 0  # that name two states
    n_theirs: int = 0  # pairs of states with a day and a root code
    n_theirs_both: int = 0  # of these, the ledger has something of
    bound: Bound | None = None
    refused: str | None = None  # why there is no bound
    left_out: tuple[Issue, ...] = field(default=())


_Pair = tuple[str, str]
_Theirs = dict[_Pair, dict[date, set[str]]]


def gdelt(ledger: Book, file: Path) -> GdeltComparison:
    """Compare a ledger with a file of GDELT events, by pair of states, day and rough kind.

    Planned, denied and hypothetical events are left out, for which GDELT has no status, and so
    is what the documents date no finer than a week.

    Args:
        ledger: Open for reading.
        file: GDELT's events, version 1.0 or 2.0; see `dragoman.read.gdelt`.

    Returns:
        A row for each channel with events in the days of the file, in the codebook's order.

    Raises:
        InputError: The file is none of GDELT's.
        NothingFound: The ledger is empty.
    """
    require_documents(ledger)
    issues: list[Issue] = []
    theirs, n_lines = _theirs(file, issues)
    days = [day for by_day in theirs.values() for day in by_day]
    first, last = (min(days), max(days)) if days else (None, None)
    told: Counter[Channel] = Counter()
    looked_at: list[str] = []
    both: Counter[Channel] = Counter()
    missing: dict[Channel, list[str]] = defaultdict(list)
    met: set[tuple[_Pair, date, str]] = set()
    undated = alone = 0
    for event, name, polities, begins, ends in ledger.db.execute(_EVENTS).fetchall():
        states = sorted(ident[3:].upper() for ident in polities if re.match(r"st:\w{3}\Z", ident))
        if begins is None or ends is None or ends - begins > _LONGEST:
            undated += 1
        elif len(states) < 2:
            alone += 1
        elif first and last and first <= ends and begins <= last:
            channel = Channel(name)
            found = _matches(theirs, states, begins, ends, roots(channel))
            told[channel] += 1
            looked_at.append(event)
            both[channel] += bool(found)
            met |= found
            if not found:
                missing[channel].append(event)
    n_theirs = sum(len(kinds) for by_day in theirs.values() for kinds in by_day.values())
    lists = told.total(), n_theirs, min(both.total(), len(met))
    refused = refusal(*lists)
    return GdeltComparison(
        GdeltRow,
        tuple(
            GdeltRow(
                str(channel),
                CHANNELS[channel].cameo,
                told[channel],
                both[channel],
                tuple(str(other) for other in CHANNELS if _same(channel, other)),
                tuple(missing[channel]),
            )
            for channel in CHANNELS
            if told[channel]
        ),
        Basis(
            n_events=told.total(),
            n_documents=_n_documents(ledger, looked_at),
            withdrawn=len(ledger.withdrawn()),
            undated=undated,
            no_counterpart=alone,
        ),
        first=first,
        last=last,
        n_lines=n_lines,
        n_theirs=n_theirs,
        n_theirs_both=len(met),
        bound=None if refused else chapman(*lists),
        refused=refused,
        left_out=tuple(issues),
    )


def _n_documents(ledger: Book, events: list[str]) -> int:
    told = "SELECT count(DISTINCT doc_id) FROM event_reports WHERE list_contains($events, event_id)"
    [n] = ledger.db.execute(told, {"events": events}).fetchone() or (0,)
    return int(n)


def roots(channel: Channel) -> frozenset[str]:
    """Return the root codes of CAMEO that a channel may have; empty: any, by its purpose.

    >>> sorted(roots(Channel.VISIT)), sorted(roots(Channel.REQUEST)), sorted(roots(Channel.LETTER))
    (['04'], ['02', '10'], [])
    """
    codes = CHANNELS[channel].cameo
    if span := re.fullmatch(r"(\d\d)-(\d\d)", codes):
        return frozenset(f"{n:02}" for n in range(int(span[1]), int(span[2]) + 1))
    return frozenset(re.findall(r"\b\d\d", codes))


def _same(channel: Channel, other: Channel) -> bool:
    return other is not channel and CHANNELS[other].cameo == CHANNELS[channel].cameo


def _theirs(file: Path, issues: list[Issue]) -> tuple[_Theirs, int]:
    from dragoman.read.gdelt import read_gdelt

    found: _Theirs = defaultdict(lambda: defaultdict(set))
    n = 0
    for n, line in enumerate(read_gdelt(file, issues), start=1):  # noqa: B007 - the last counts
        one, other = sorted((line.actor, line.recipient))
        found[one, other][line.day].add(line.code[:2])
    return found, n


def _matches(
    theirs: _Theirs, states: list[str], begins: date, ends: date, kinds: frozenset[str]
) -> set[tuple[_Pair, date, str]]:
    """Return what GDELT has of these states and kinds, from a day before to a day after."""
    found = set()
    span = (ends - begins).days + 2 * DAYS
    days = [begins + timedelta(days=n - DAYS) for n in range(span + 1)]
    for pair in combinations(states, 2):
        by_day = theirs.get(pair, {})
        for day in days:
            for root in by_day.get(day, ()):
                if not kinds or root in kinds:
                    found.add((pair, day, root))
    return found
