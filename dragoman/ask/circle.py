"""Whom somebody dealt with in a month, how often, and what changed since the one before."""

import calendar
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.ask.book import Answer, Book, require_claims
from dragoman.ask.nothing import nothing, require_documents
from dragoman.ask.record import (
    ClaimRow,
    Happening,
    happenings,
    ids,
    inferred,
    parties,
    sort_out,
)
from dragoman.ask.stats.intervals import holm, poisson_interval, rates_differ
from dragoman.ask.unwatched import unwatched
from dragoman.ask.window import Placing, Window, finest, place, window
from dragoman.model import CHANNELS, CONTACT_CHANNELS, PARTY_ROLES, Channel, Direction, Role
from dragoman.model.edtf import interval

FEWEST = 10
"""Under so many events there are no ranks."""

PROTOCOL_PURPOSES = frozenset({"congratulation", "condolence", "greeting"})
"""The purposes of letters that follow the calendar and the news, not friendship."""

_LOOKED_AT = (*PARTY_ROLES, Role.DATE, Role.PURPOSE)

NO_CLEAR_CHANGE = "no clear change"
LEVEL = 0.05
"""How often a change may be seen among partners with whom nothing has changed."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One event between somebody and somebody else, as far as the record shows."""

    other: str  # the counterpart's id, as specific as the question: a state's are states
    polity: str | None  # the state or organization of the counterpart
    named: tuple[str, ...]  # who of that side is named: persons, offices, or names as worded
    event: str
    channel: str
    status: str
    dates: tuple[str, ...]  # every date claimed, EDTF; several may be disagreement
    claims: tuple[str, ...]  # ids of the claims behind this row; never empty
    documents: tuple[str, ...]
    n_documents: int
    inferred: tuple[str, ...] = ()  # whom of these no document names: they follow from an office
    by_office: tuple[str, ...] = ()  # that office of each

    def __post_init__(self) -> None:
        require_claims(f"the contact with {self.other}", self.claims)


@dataclass(frozen=True, slots=True)
class Partner:
    """What there was with one counterpart in the window.

    Counts are of events; protocol letters are in none of them but their own. A visit and what
    took place on it come or stay away together: they are one occasion, and the interval, the
    ranks and the test are of occasions.
    """

    partner: str
    polity: str | None
    n_events: int
    low: float | None  # 95 % interval of the count to expect; exact where each is an occasion
    high: float | None
    rank: int | None  # by count, equal counts share it; None: no ranks
    rank_low: int | None  # the best and the last place that it may have
    rank_high: int | None
    by_channel: tuple[str, ...]  # "call=3", in the order of the codebook
    n_protocol: int  # letters of congratulation, condolence or greeting
    first: str | None  # the earliest and the latest date claimed in the window, EDTF
    last: str | None
    n_before: int  # events in the window before
    change: str  # "more", "fewer", "no clear change", "not compared"
    p_value: float | None  # adjusted for the number of partners tested; None: not tested
    events: tuple[str, ...]
    protocol_events: tuple[str, ...]
    events_before: tuple[str, ...]
    claims: tuple[str, ...]  # of the window, and of the one before where it has nothing
    n_documents: int

    def __post_init__(self) -> None:
        require_claims(f"the count of {self.partner}", self.claims)


@dataclass(frozen=True, slots=True)
class Circle(Answer[Contact]):
    """The contacts of a window, one by one and by partner."""

    partners: tuple[Partner, ...] = ()  # most events first
    gone: tuple[Partner, ...] = ()  # who has clearly fewer: none now
    no_ranks: str = ""  # why partners have no ranks, as a sentence; "" where they have
    compared: str = ""  # with what they were compared, or why not, as a sentence

    def by_partner(self) -> Answer[Partner]:
        """Return the partners as an answer of their own."""
        return Answer(Partner, self.partners, self.basis)


@unwatched()
def circle(
    ledger: Book,
    who: str,
    month: str,
    *,
    channels: Collection[Channel] = CONTACT_CHANNELS,
    seed: int = 0,
) -> Circle:
    """List the events of a month in which `who` dealt with somebody, and count the partners.

    Of a person or office, only events in which documents name that person or office as a
    party; of a state, every event that it is a party to, and its counterparts are states.
    Members of one's own state are no counterparts, nor is the carrier of a letter. In a
    directed channel the counterparts are those on the other side.

    Args:
        ledger: Open for reading.
        who: Actor id, e.g. "pe:xi-jinping", "of:idn.fm" or "st:chn".
        month: EDTF month, e.g. "2020-08"; a day, a year or a range of two will do. Events
            dated only to the year are left out of a month, because the record does not say
            that they fall in it; `basis.undated` counts them.
        channels: What counts as dealing; by default the contact channels of the codebook.
        seed: Of the random numbers behind the rank intervals.

    Returns:
        One row per event and counterpart, by counterpart and then event. Only events that
        some document says happened or go on; planned ones are counted in the basis. Beside
        them the partners with counts, intervals and ranks, and how each compares with the
        window of equal length before.

    Raises:
        InputError: `month` is no window of time.
        NothingFound: No row; the sentence says what the ledger has instead.
    """
    asked = window(month)
    require_documents(ledger)
    earlier = before(asked)
    near = Window(earlier.first, asked.last, "") if earlier else asked
    found = happenings(ledger, who=who, near=near, only=_LOOKED_AT, bare=True)
    told = sort_out(found, asked=asked, channels=channels)
    now, alone = _dealings(told.counted, who)
    rows = [contact for _, contact in now]
    if not rows:
        raise nothing(ledger, who, asked)
    then: list[_Dealing] = []
    if earlier:
        then, _ = _dealings(sort_out(found, asked=earlier, channels=channels).counted, who)
    rows.sort(key=lambda contact: (contact.other, contact.dates, contact.event, contact.named))
    changes, compared = _changes(ledger, now, then, asked, earlier)
    no_ranks, ranks = _ranks(now, seed)
    mine, theirs = _by_partner(now), _by_partner(then)
    partners = [
        _partner(other, mine.get(other, ()), theirs.get(other, ()), asked, ranks, changes)
        for other in {**mine, **theirs}
    ]
    partners.sort(key=lambda one: (-one.n_events, -one.n_protocol, one.partner))
    return Circle(
        Contact,
        tuple(rows),
        told.basis(ledger, [happening for happening, _ in now], asked=asked, alone=alone),
        partners=tuple(one for one in partners if one.partner in mine),
        gone=tuple(one for one in partners if one.partner not in mine and one.change == "fewer"),
        no_ranks=no_ranks,
        compared=compared,
    )


def before(asked: Window) -> Window | None:
    """Return the window of as many months, or else days, right before; None before year 1.

    >>> before(window("2020-03")).words, before(window("2020-03-10")).words
    ('2020-02', '2020-03-09')
    """
    first, last = asked.first, asked.last
    try:
        end = first - timedelta(days=1)
        whole = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
        if not whole:
            start = first - (last - first) - timedelta(days=1)
            return Window(start, end, str(end) if start == end else f"{start}/{end}")
        months = 12 * (last.year - first.year) + last.month - first.month + 1
        back = 12 * first.year + first.month - 1 - months
        start = date(back // 12, back % 12 + 1, 1)
    except (OverflowError, ValueError):
        return None
    words = f"{start:%Y-%m}"
    return Window(start, end, words if months == 1 else f"{words}/{end:%Y-%m}")


def counterparts(happening: Happening, who: str) -> dict[str, list[ClaimRow]]:
    """Return the claims on those whom `who` dealt with in an event, by counterpart.

    Keys are polities when `who` is one, else the most specific id that documents give.
    """
    claims = [claim for claim in happening.claims if claim.role in PARTY_ROLES]
    own = [claim for claim in claims if claim.is_about(who)]
    own_polities = {claim.polity for claim in own if claim.polity}
    own_sides = {_side(claim.role) for claim in own}
    directed = CHANNELS[Channel(happening.channel)].direction is Direction.DIRECTED
    others = [
        claim
        for claim in claims
        if not claim.is_about(who)
        and claim.polity not in own_polities
        and not (directed and own_sides == {_side(claim.role)})
    ]
    found: dict[str, list[ClaimRow]] = {}
    if _is_polity(who):
        for claim in others:
            if claim.polity:
                found.setdefault(claim.polity, []).append(claim)
        return found
    by_id = {claim.id: claim for claim in others}
    for party in parties(others):
        found.setdefault(party.id, []).extend(by_id[claim] for claim in party.claims)
    return found


def _contacts(happening: Happening, who: str) -> list[Contact]:
    own = [c for c in happening.claims if c.role in PARTY_ROLES and c.is_about(who)]
    dates = list(happening.having(Role.DATE))
    rows = []
    for other, theirs in sorted(counterparts(happening, who).items()):
        polities = sorted({claim.polity for claim in theirs if claim.polity})
        behind = [*own, *theirs, *dates]
        docs = tuple(sorted({claim.doc_id for claim in behind}))
        rows.append(
            Contact(
                other,
                polities[0] if polities else None,
                tuple(
                    party.name or party.id
                    for party in parties(theirs)
                    if party.name or party.id not in polities
                ),
                happening.id,
                happening.channel,
                happening.status,
                happening.dates,
                ids(behind),
                docs,
                len(docs),
                *inferred(parties(theirs)),
            )
        )
    return rows


_Dealing = tuple[Happening, Contact]


def _dealings(counted: Iterable[Happening], who: str) -> tuple[list[_Dealing], int]:
    """Return the contacts with their events, and how many events have none."""
    found, alone = [], 0
    for happening in counted:
        contacts = _contacts(happening, who)
        found += [(happening, contact) for contact in contacts]
        alone += not contacts
    return found, alone


def is_protocol(happening: Happening) -> bool:
    """Return whether an event is a letter or message of no other purpose than protocol."""
    if happening.channel not in (Channel.LETTER, Channel.VERBAL_MESSAGE):
        return False
    purposes = {claim.value for claim in happening.having(Role.PURPOSE)}
    return bool(purposes) and purposes <= PROTOCOL_PURPOSES


def _by_partner(dealings: Iterable[_Dealing]) -> dict[str, list[_Dealing]]:
    found: dict[str, list[_Dealing]] = defaultdict(list)
    for happening, contact in dealings:
        found[contact.other].append((happening, contact))
    return found


def _occasions(
    dealings: Iterable[_Dealing], counts: Callable[[Happening], bool] = lambda happening: True
) -> list[Counter[str]]:
    """Return of each occasion how many events there were with whom."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for happening, contact in dealings:
        if not is_protocol(happening) and counts(happening):
            found[happening.part_of or happening.id][contact.other] += 1
    return [found[key] for key in sorted(found)]


def _ranks(dealings: Sequence[_Dealing], seed: int) -> tuple[str, Mapping[str, tuple[int, ...]]]:
    """Return why there are no ranks, or "" and the rank of each partner with its interval."""
    n = len({happening.id for happening, _ in dealings if not is_protocol(happening)})
    if n < FEWEST:
        return (
            f"A list without ranks: {n} event{'' if n == 1 else 's'}, and ranks take {FEWEST}.",
            {},
        )
    from dragoman.ask.stats.ranks import ranking

    found = ranking(_occasions(dealings), seed=seed)
    if found.refused:
        return f"No ranks: {found.refused}.", {}
    return "", {name: (one.rank, one.low, one.high) for name, one in found.ranks.items()}


def _changes(
    ledger: Book,
    now: Sequence[_Dealing],
    then: Sequence[_Dealing],
    asked: Window,
    earlier: Window | None,
) -> tuple[Mapping[str, tuple[str, float | None]], str]:
    """Say of each partner whether there was more or fewer than before, and what was compared.

    Only events count that outlets tell of which have documents of both windows. A difference
    is a change only if it is one by the days and by the documents of the two windows.
    """
    if earlier is None:
        return {}, "Nothing lies before this window."
    published = _published(ledger, asked), _published(ledger, earlier)
    panel = {outlet for outlet in published[0] if outlet in published[1]}
    if not panel:
        return {}, f"Not compared with {earlier.words}: no outlet has documents of both windows."
    n_docs, n_docs_before = (sum(n for o, n in one.items() if o in panel) for one in published)
    days, days_before = ((one.last - one.first).days + 1 for one in (asked, earlier))
    shares = (days / (days + days_before), n_docs / (n_docs + n_docs_before))

    def told(happening: Happening) -> bool:
        return any((doc.outlet or "") in panel for doc in happening.docs)

    counts, counts_before = (
        Counter(name for occasion in _occasions(group, told) for name in occasion)
        for group in (now, then)
    )
    tested: dict[str, float] = {}
    for other in sorted({**counts, **counts_before}):
        n, n_before = counts[other], counts_before[other]
        least = min(*shares, *(1 - share for share in shares))
        if 2 * least ** (n + n_before) > LEVEL:
            continue  # no split of so few events could be a change
        more = {n > (n + n_before) * share for share in shares}
        tested[other] = max(
            (rates_differ(n, n_before, share) for share in shares) if len(more) == 1 else (1.0,)
        )
    adjusted = holm(tested)
    found: dict[str, tuple[str, float | None]] = {
        contact.other: (NO_CLEAR_CHANGE, adjusted.get(contact.other))
        for _, contact in (*now, *then)
    }
    for other, p_value in adjusted.items():
        if p_value < LEVEL:
            more_now = counts[other] > (counts[other] + counts_before[other]) * shares[0]
            found[other] = ("more" if more_now else "fewer", p_value)
    changed = sum(word != NO_CLEAR_CHANGE for word, _ in found.values())
    return found, (
        f"Compared with {earlier.words} ({n_docs} documents of the same outlets against "
        f"{n_docs_before}): {changed or 'no'} clear change{'' if changed < 2 else 's'}, of "
        f"{len(tested)} partner{'' if len(tested) == 1 else 's'} with events enough to tell."
    )


_PUBLISHED = """
WITH dated AS (
    SELECT coalesce(outlet, '') AS outlet, length(published) AS n,
           try_cast(CASE length(published) WHEN 10 THEN published
                    WHEN 7 THEN published || '-01' END AS DATE) AS day
    FROM documents)
SELECT outlet, count(*) FROM dated
WHERE day >= $first AND CASE n WHEN 7 THEN last_day(day) ELSE day END <= $last
GROUP BY outlet
"""


def _published(ledger: Book, asked: Window) -> dict[str, int]:
    """Count the documents that were published in a window, by outlet; "" is not known."""
    rows = ledger.db.execute(_PUBLISHED, {"first": asked.first, "last": asked.last}).fetchall()
    return dict(rows)


def _partner(
    other: str,
    now: Sequence[_Dealing],
    then: Sequence[_Dealing],
    asked: Window,
    ranks: Mapping[str, tuple[int, ...]],
    changes: Mapping[str, tuple[str, float | None]],
) -> Partner:
    events = [happening for happening, _ in now if not is_protocol(happening)]
    n_occasions = len({happening.part_of or happening.id for happening in events})
    low, high = poisson_interval(n_occasions)
    size = len(events) / n_occasions if n_occasions else 1.0
    by_channel = Counter(happening.channel for happening in events)
    dates = [
        value
        for happening, _ in now
        for value in finest(happening.dates)
        if place((value,), asked) is Placing.INSIDE
    ]
    behind = [contact for _, contact in now or then]
    rank, rank_low, rank_high = ranks.get(other, (None, None, None))
    change, p_value = changes.get(other, ("not compared", None))
    return Partner(
        other,
        next((contact.polity for contact in behind if contact.polity), None),
        len(events),
        low * size,
        high * size,
        rank,
        rank_low,
        rank_high,
        tuple(f"{channel}={by_channel[channel]}" for channel in CHANNELS if by_channel[channel]),
        len(now) - len(events),
        min(dates, key=_first_day, default=None),
        max(dates, key=_last_day, default=None),
        sum(not is_protocol(happening) for happening, _ in then),
        change,
        p_value,
        tuple(happening.id for happening in events),
        tuple(happening.id for happening, _ in now if is_protocol(happening)),
        tuple(happening.id for happening, _ in then if not is_protocol(happening)),
        tuple(dict.fromkeys(claim for contact in behind for claim in contact.claims)),
        len({doc for contact in behind for doc in contact.documents}),
    )


def _first_day(value: str) -> tuple[date, str]:
    days = interval(value)
    return (days[0] if days else date.max), value


def _last_day(value: str) -> tuple[date, str]:
    days = interval(value)
    return (days[1] if days else date.min), value


def _side(role: str) -> str:
    return "to" if role in (Role.RECIPIENT, Role.HOST) else "from"


def _is_polity(who: str) -> bool:
    return who.startswith(("st:", "og:"))
