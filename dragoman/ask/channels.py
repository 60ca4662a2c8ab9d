"""Through which channels somebody dealt with others, how much was "cloud", and since when."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial

from dragoman.ask.book import Answer, Book, require_claims
from dragoman.ask.cells import Cell, Cells, cells, rank
from dragoman.ask.cloud import (
    BreakSearch,
    CloudMonth,
    CloudShare,
    Series,
    Tell,
    share_of,
    span_of_months,
)
from dragoman.ask.monthly import DocumentsOfMonth, published, steady, strip
from dragoman.ask.nothing import nothing, require_documents
from dragoman.ask.unwatched import unwatched
from dragoman.ask.window import between


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
class ChannelMix(Answer[ChannelCount]):
    """Counts by channel, the same by month, and the two readings of the cloud share."""

    by_month: tuple[ChannelCount, ...] = ()
    shares: tuple[CloudShare, ...] = ()
    months: tuple[CloudMonth, ...] = ()  # both readings, every month from first to last contact
    documents: tuple[DocumentsOfMonth, ...] = ()  # of the same months
    breaks: tuple[BreakSearch, ...] = ()  # both readings; empty where they were not asked for


@unwatched()
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
    found = cells(ledger, who, asked)
    if not found.each:
        raise nothing(ledger, who, asked)
    span = span_of_months(cell.month for cell in found.each if cell.month)
    read = published(ledger, span)
    throughout = steady(read, span)
    told_by_steady = cache(partial(found.told_by, ledger, throughout))
    both = [Series(flag, span, found, told_by_steady) for flag in (False, True)]
    searches: list[BreakSearch] = []
    for series in both if breaks or at else ():
        searches.append(series.at(at, seed, tell) if at else series.search(seed, tell))
    by_channel: dict[str, list[Cell]] = defaultdict(list)
    for cell in found.each:
        by_channel[cell.channel].append(cell)
    return ChannelMix(
        ChannelCount,
        tuple(_count(found, by_channel[one], None) for one in sorted(by_channel, key=rank)),
        found.basis,
        by_month=tuple(_count(found, [cell], cell.month) for cell in found.each),
        shares=tuple(share_of(found.each, with_verbal_message=flag) for flag in (False, True)),
        months=tuple(month for series in both for month in series.months()),
        documents=strip(read, throughout),
        breaks=tuple(searches),
    )


def _count(found: Cells, group: Sequence[Cell], month: str | None) -> ChannelCount:
    events = found.events(group)
    docs = set[str]().union(*(cell.docs for cell in group))
    return ChannelCount(group[0].channel, month, len(events), len(docs), events, found.cited(group))
