"""Plans: what was announced, moved, called off and held, how often and how soon; the agenda."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dragoman.ask.book import Answer, Basis, Book, require_claims
from dragoman.ask.gifts import span_of
from dragoman.ask.nothing import nothing, require_documents
from dragoman.ask.plan import Outcome, Plan, Turn, last_day
from dragoman.ask.planned import Planned, planned
from dragoman.ask.record import DocRow, documents
from dragoman.ask.stats.survival import Curve, Point, Spell, curves, quartiles
from dragoman.ask.unwatched import unwatched
from dragoman.ask.window import window
from dragoman.model import Channel, NothingFound

LEAST_PLANS = 20
"""Plans with a day, below which nothing is estimated: ANALYTICS (j)."""

ENDS = (Outcome.HELD, Outcome.CANCELLED, Outcome.DENIED)
"""The ways in which a plan is over; the others are open, or nobody tells."""

HORIZONS = (7, 30, 90, 180, 365)
"""Days after the announcement on which shares are told."""

_SETS = (Turn.ANNOUNCED, Turn.REPEATED, Turn.MOVED)
_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan: announced when and for when, moved where to, and what became of it."""

    event: str
    channel: str
    actors: tuple[str, ...]  # ids; words where the register knows nobody
    recipients: tuple[str, ...]  # and hosts
    places: tuple[str, ...]
    announced_on: str | None  # EDTF, as all days here; None: no document says
    for_when: tuple[str, ...]  # as first announced
    moved_to: tuple[str, ...]  # in order
    set_for: tuple[str, ...]  # as last told
    outcome: str  # see `plan.Outcome`
    held_on: tuple[str, ...]
    lead_days: int | None  # from the announcement to the day that it was held on, or last set for
    turns: tuple[str, ...]  # its history, a word for each report: see `plan.Turn`
    n_documents: int
    documents: tuple[str, ...]
    claims: tuple[str, ...]  # never empty
    inferred: tuple[str, ...] = ()  # whom of these no document names: they follow from an office
    by_office: tuple[str, ...] = ()  # that office of each

    def __post_init__(self) -> None:
        require_claims(f"the plan {self.event}", self.claims)


@dataclass(frozen=True, slots=True)
class Share:
    """What became of plans some days after they were announced."""

    days: int
    held: Point  # with its 95 % interval
    cancelled: Point
    denied: Point
    least_held: float  # if none of those of which nobody tells was held
    most_held: float  # if all of them were, on their day


@dataclass(frozen=True, slots=True)
class Realization:
    """How many plans are held, called off or denied, by Aalen and Johansen, or a refusal.

    Over plans with a day of announcement that name a day when first announced. One whose end
    nobody tells counts neither as held nor as failed: those whose end is known stand for it,
    and `least_held` and `most_held` say how much hangs on that. Where that is more than half of
    those that must be over, it is too much, and there are only these bounds.
    """

    channel: str | None  # None: all that were asked for
    n_plans: int
    outcomes: tuple[str, ...]  # "held 12", "unknown 3": of these plans
    n_without_day: int  # left out: no day of announcement, or none planned for
    shares: tuple[Share, ...]
    curves: Mapping[str, Curve] = field(default_factory=dict)  # by way to end, for a figure
    refused: str | None = None

    def sentence(self) -> str:
        """Say the last share with its interval and its bounds, or why there is none."""
        what = f"Plans of channel {self.channel}" if self.channel else "Plans"
        counts = f"{self.n_plans} with a day ({', '.join(self.outcomes) or 'none'})"
        if self.refused or not self.shares:
            return f"{what}, {counts}: realization refused, {self.refused}."
        last = self.shares[-1]
        bounds = (
            f", if those of which nobody tells went like the others; {_bounds(last)}"
            if last.least_held != last.most_held
            else ""
        )
        return (
            f"{what}, {counts}: within {last.days} days {last.held.share:.0%} are held "
            f"({last.held.low:.0%} to {last.held.high:.0%}), {last.cancelled.share:.0%} called "
            f"off and {last.denied.share:.0%} denied{bounds}."
        )


def _bounds(share: Share) -> str:
    return (
        f"held are {share.least_held:.0%} if none of these was, and {share.most_held:.0%} if all "
        "were"
    )


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before its day a plan is announced, in days: a quarter, half, three quarters."""

    channel: str | None
    n_plans: int  # announced on a day, for a day
    first: float | None  # None: refused
    median: float | None
    third: float | None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Plans(Answer[PlanRow]):
    """The plans, what became of them by channel, and how long before they were announced."""

    as_of: date | None = None
    realization: tuple[Realization, ...] = ()
    leads: tuple[Lead, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """Something that is to come, or was to: called off and put off stand among the rest."""

    day: str  # the first on which it can be
    exact: bool  # a day; else a month or a range, and the day is only its first
    plan: str  # event
    channel: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    places: tuple[str, ...]
    set_for: tuple[str, ...]  # every day told last, EDTF; several may be disagreement
    outcome: str  # open, cancelled, postponed or denied
    moved: bool
    announced_on: str | None
    n_documents: int
    documents: tuple[str, ...]
    claims: tuple[str, ...]
    inferred: tuple[str, ...] = ()
    by_office: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_claims(f"the plan {self.plan}", self.claims)


@dataclass(frozen=True, slots=True)
class Agenda(Answer[AgendaRow]):
    """What is planned for some weeks, and what else is open."""

    as_of: date | None = None
    until: date | None = None
    n_later: int = 0  # open plans after these weeks
    n_vague: int = 0  # open plans that no document sets for a month or finer


@unwatched()
def plans(
    ledger: Book,
    *,
    who: str | None = None,
    channels: Collection[Channel] = (),
    as_of: str | None = None,
) -> Plans:
    """List plans and what became of them, and estimate how many are held, and how soon.

    Args:
        ledger: Open for reading.
        who: Only plans with this party; None: all.
        channels: Only these; none given: all.
        as_of: As of this day (or the last of a month): what was published later is not known.
            None: the last day on which the ledger has a document.

    Returns:
        One row per plan, by the day that it was last set for. What was told only afterwards
        was never a plan here. Estimates need 20 plans, of all and of each channel.

    Raises:
        InputError: `as_of` is no day.
        NothingFound: No plan; the sentence says what the ledger has instead.
    """
    found, basis, day = _plans(ledger, who, channels, as_of)
    groups: dict[str | None, list[Plan]] = defaultdict(list)
    for one in found:
        groups[None].append(one.plan)
        groups[one.channel].append(one.plan)
    by_size = sorted(groups.items(), key=lambda group: (group[0] is not None, -len(group[1])))
    return Plans(
        PlanRow,
        tuple(_row(one) for one in found),
        basis,
        as_of=day,
        realization=tuple(realization(group, day, channel) for channel, group in by_size),
        leads=tuple(lead_times(group, channel) for channel, group in by_size),
    )


@unwatched()
def agenda(
    ledger: Book,
    *,
    who: str | None = None,
    channels: Collection[Channel] = (),
    as_of: str | None = None,
    weeks: int = 4,
) -> Agenda:
    """List what is planned for the coming weeks, as of a day.

    Args:
        ledger: Open for reading.
        who: See `plans`.
        channels: See `plans`.
        as_of: See `plans`; the weeks begin on it.
        weeks: How many.

    Returns:
        One row per plan, by day. What was called off, denied or put off without a new day is
        there on its old day and marked. A plan for a month that the weeks reach into is there;
        what is set for a year, or for no day, is counted.

    Raises:
        InputError: `as_of` is no day.
        NothingFound: Nothing is planned for these weeks; the sentence says what is open.
    """
    found, basis, day = _plans(ledger, who, channels, as_of, ahead=True)
    if day is None:
        raise NothingFound(
            "No document of this ledger has a day of publication, so that it has no last day "
            "from which weeks could be counted; --as-of gives one"
        )
    until = day + min(timedelta(weeks=weeks), date.max - day)
    rows: list[AgendaRow] = []
    behind: list[Planned] = []
    later: list[date] = []
    vague = 0
    for one in found:
        plan = one.plan
        if plan.outcome in (Outcome.HELD, Outcome.UNKNOWN):
            continue
        is_open = plan.outcome is Outcome.OPEN
        span = span_of(_set_for(plan))
        if span is None or span[1] - span[0] > _MONTH:
            vague += is_open
        elif span[0] > until:
            later += [span[0]] * is_open
        elif span[1] >= day:
            rows.append(_agenda_row(_row(one), span))
            behind.append(one)
    if not rows:
        after = f", the next on {min(later)}" if later else ""
        raise NothingFound(
            f"Nothing is planned from {day} to {until}, as far as this ledger knows. "
            f"{len(later)} open plan{' is' if len(later) == 1 else 's are'} for later{after}; "
            f"{vague} {'is' if vague == 1 else 'are'} for no month or day that is told."
        )
    docs = {doc for one in behind for doc in one.docs}
    known = documents(ledger, docs)
    return Agenda(
        AgendaRow,
        tuple(sorted(rows, key=lambda row: (row.day, row.plan))),
        replace(
            basis,
            n_events=len(rows),
            n_documents=len(docs),
            outlets=_outlets(known, docs),
            window=f"{day}/{until}",
            undated=vague,
        ),
        as_of=day,
        until=until,
        n_later=len(later),
        n_vague=vague,
    )


def realization(group: Sequence[Plan], as_of: date | None, channel: str | None) -> Realization:
    """Estimate how many of some plans are held, called off and denied, and how soon."""
    begun = [_day_of(plan.announced_on) for plan in group]
    known = [(day, plan) for day, plan in zip(begun, group, strict=True) if day and plan.for_when]
    counts = Counter(plan.outcome for _, plan in known)
    outcomes = tuple(f"{outcome} {counts[outcome]}" for outcome in Outcome if counts[outcome])
    without = len(group) - len(known)
    refused = None
    if len(known) < LEAST_PLANS:
        refused = f"it needs {LEAST_PLANS} plans"
    elif as_of is None:
        refused = "no document has a day of publication, so that nothing is known to be over"
    elif not any(counts[end] for end in ENDS):
        refused = "no document says how one ended"
    if refused or as_of is None:
        return Realization(channel, len(known), outcomes, without, (), refused=refused)
    spells = [_spell(plan, day, as_of) for day, plan in known]
    found = curves(spells, ENDS, rounds=0)
    least, most = (
        curves([_if(spell, end) for spell in spells], [*ENDS, Outcome.UNKNOWN], rounds=0)
        for end in (Outcome.UNKNOWN, Outcome.HELD)
    )
    shares = _shares(found, least, most)
    n_over = counts[Outcome.UNKNOWN] + sum(counts[end] for end in ENDS)
    if not shares:
        refused = f"the plans were watched for less than {HORIZONS[0]} days"
    elif 2 * counts[Outcome.UNKNOWN] > n_over:
        refused = (
            f"nobody tells how {counts[Outcome.UNKNOWN]} of {n_over} ended; {_bounds(shares[-1])}"
        )
    if refused:
        return Realization(channel, len(known), outcomes, without, (), refused=refused)
    found = curves(spells, ENDS)
    shares = _shares(found, least, most)
    return Realization(channel, len(known), outcomes, without, shares, found)


def _shares(
    found: Mapping[str, Curve], least: Mapping[str, Curve], most: Mapping[str, Curve]
) -> tuple[Share, ...]:
    shares = []
    for days in HORIZONS:
        points = [found[end].at(days) for end in ENDS]
        bounds = [curve[Outcome.HELD].at(days) for curve in (least, most)]
        if all(points) and all(bounds):
            held, cancelled, denied, low, high = (p for p in (*points, *bounds) if p)
            shares.append(Share(days, held, cancelled, denied, low.share, high.share))
    return tuple(shares)


def lead_times(group: Sequence[Plan], channel: str | None) -> Lead:
    """Return how long before the day first set plans are announced.

    Of all plans, held or not: those that were held are the ones with short times.
    """
    days = []
    for plan in group:
        begun, planned = _day_of(plan.announced_on), span_of(plan.for_when)
        if begun and planned and planned[0] == planned[1] and planned[0] >= begun:
            days.append((planned[0] - begun).days)
    if len(days) < LEAST_PLANS:
        return Lead(channel, len(days), None, None, None, f"it needs {LEAST_PLANS} plans")
    return Lead(channel, len(days), *quartiles(days))


def _plans(
    ledger: Book,
    who: str | None,
    channels: Collection[Channel],
    as_of: str | None,
    *,
    ahead: bool = False,
) -> tuple[list[Planned], Basis, date | None]:
    """Return the plans as of a day, by the day that they were last set for, and that day.

    With `ahead`, those may be left out of which nothing can be open on that day.
    """
    asked = window(as_of).last if as_of else None
    require_documents(ledger)
    day = asked or last_day(ledger)
    found, docs, teasers = planned(ledger, who, channels, day, ahead=ahead, then=asked is not None)
    if not found and ahead and day:
        return _plans(ledger, who, channels, as_of)  # it says what there is instead
    if not found:
        if who and not channels and not as_of:
            raise nothing(ledger, who, None, what="planned anything")
        if not (who or channels or as_of):
            raise NothingFound(
                "No document of this ledger announces anything; 'dragoman events LEDGER' lists "
                "what it has instead."
            )
        raise NothingFound(
            f"No document of this ledger{f' of {as_of} or before' if as_of else ''} speaks of "
            "such a plan; 'dragoman plans LEDGER' lists all that were announced."
        )
    found.sort(key=lambda one: ((span_of(_set_for(one.plan)) or _NEVER)[0], one.id))
    behind = {doc for one in found for doc in one.docs}
    basis = Basis(
        n_events=len(found),
        n_documents=len(behind),
        outlets=_outlets(docs, behind),
        teasers=teasers,
        withdrawn=len(ledger.withdrawn()),
    )
    return found, basis, day


def _outlets(docs: Mapping[str, DocRow], some: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({outlet for doc in some if (outlet := docs[doc].outlet)}))


_NEVER = (date.max, date.max)


def _set_for(plan: Plan) -> tuple[str, ...]:
    told = [step.dates for step in plan.steps if step.turn in _SETS and step.dates]
    return told[-1] if told else ()


def _row(one: Planned) -> PlanRow:
    plan, who = one.plan, one.who
    return PlanRow(
        one.id,
        one.channel,
        who.actors,
        who.recipients,
        one.places,
        plan.announced_on,
        plan.for_when,
        plan.moved_to,
        _set_for(plan),
        plan.outcome,
        plan.held_on,
        plan.lead_days,
        tuple(step.turn for step in plan.steps),
        len(one.docs),
        one.docs,
        one.claims,
        who.inferred,
        who.by_office,
    )


def _agenda_row(row: PlanRow, span: tuple[date, date]) -> AgendaRow:
    return AgendaRow(
        span[0].isoformat(),
        span[0] == span[1],
        row.event,
        row.channel,
        row.actors,
        row.recipients,
        row.places,
        row.set_for,
        row.outcome,
        bool(row.moved_to),
        row.announced_on,
        row.n_documents,
        row.documents,
        row.claims,
        row.inferred,
        row.by_office,
    )


def _spell(plan: Plan, begun: date, as_of: date) -> Spell:
    """Return how long a plan was watched, from its announcement.

    What is to come, or was put off, is open on the last day. What is past its day by less than
    the patience for reports was last known to be open on the day before. What nobody tells of
    is lost; its days are those until it was due.
    """
    due = span_of(_set_for(plan)) or (begun, begun)
    if plan.outcome in ENDS:
        turn = Turn(plan.outcome)
        told = [step.on for step in plan.steps if step.turn is turn]
        span = span_of(plan.held_on) if plan.outcome is Outcome.HELD else None
        ended = span[0] if span else _day_of(told[0] if turn is Turn.HELD else told[-1])
        return Spell(max(0, ((ended or due[0]) - begun).days), plan.outcome)
    if plan.outcome is Outcome.UNKNOWN:
        return Spell(max(0, (due[0] - begun).days), None, lost=True)
    past = plan.outcome is Outcome.OPEN and due[1] < as_of
    until = due[0] - timedelta(days=1) if past else as_of
    return Spell(max(0, (until - begun).days), None)


def _if(spell: Spell, end: Outcome) -> Spell:
    return Spell(spell.days, end) if spell.lost else spell


def _day_of(value: str | None) -> date | None:
    """Return an EDTF day; None for what is coarser."""
    span = span_of([value]) if value else None
    return span[0] if span and span[0] == span[1] else None
