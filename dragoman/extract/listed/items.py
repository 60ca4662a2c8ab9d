"""From the lines of a page to reports."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dragoman.actors import Register
from dragoman.extract.dates import DateFound
from dragoman.extract.diary import nearest_day, shown_days
from dragoman.extract.listed.acts import Group, acts
from dragoman.extract.listed.headings import opens, read_top
from dragoman.extract.listed.page import HEADING, PEOPLE, Line, Owner, Page
from dragoman.extract.listed.words import CANCELLED, CLOCK, HEAD, PAST, WEEKDAY
from dragoman.model import (
    CHANNELS,
    Actor,
    Channel,
    Claim,
    Mention,
    Report,
    Role,
    SectionKind,
    Status,
)
from dragoman.model.edtf import interval
from dragoman.text import CleanText

_FEW = 2
"""Items that make a list, where no hour shows one."""
_TITLES = 3
"""Sentences among which a title stands."""
_REREAD = "date.weekday"
"""The rule of dates that a page which looks ahead reads otherwise: "Tuesday: Macron hosts"."""


@dataclass(frozen=True, slots=True)
class Items:
    """What the items of a page report, and the day of each, by the number of their sentence."""

    reports: Mapping[int, tuple[Report, ...]] = field(default_factory=dict)
    days: Mapping[int, Claim] = field(default_factory=dict)

    def added(self, number: int, reports: Sequence[Report]) -> tuple[Report, ...]:
        """Return the reports of a sentence with the day of its item, and what else it tells."""
        own = self.reports.get(number, ())
        told = {(_sort(one), one.polities) for one in own}
        day = self.days.get(number)
        others = (report for report in reports if (_sort(report), report.polities) not in told)
        return (*(_dated(report, day) if day else report for report in others), *own)


def _sort(report: Report) -> str:
    """Return what an item tells once: a "conversation" is by telephone or face to face."""
    info = CHANNELS[report.channel]
    return "contact" if info.contact and report.channel is not Channel.VISIT else info.family


def _dated(report: Report, day: Claim) -> Report:
    if any(claim.rule != _REREAD for claim in report.having(Role.DATE)):
        return report
    others = (claim for claim in report.claims if claim.role is not Role.DATE)
    return replace(report, claims=(*others, day))


def find_items(
    clean: CleanText,
    mentions: Sequence[Sequence[Mention]],
    register: Register,
    home: str | None,
    sources: Sequence[str] = (),
) -> Items:
    """Return what the items of a diary or a list report.

    Args:
        clean: The document.
        mentions: Of each of its sentences.
        register: Knows which state a place is in.
        home: The state whose account it is.
        sources: Whose text it is, outermost first.
    """
    page, found, days = Page(), dict[int, tuple[Report, ...]](), dict[int, Claim]()
    timed, many, shown = False, 0, list[DateFound]()
    read_top(page, clean)
    if page.ahead:
        shown = shown_days(clean)
    for number, (sentence, named) in enumerate(zip(clean.sentences, mentions, strict=True)):
        if sentence.section is not SectionKind.BODY:
            continue
        line = Line(clean, sentence, named, register)
        if number < _TITLES and home and not page.owner and (told := _headline(line, home)):
            found[number], timed = (told,), True
        elif line.is_heading and opens(page, line, home, number):
            shown = shown or shown_days(clean)
        elif page.is_open and not _is_between(page, line, home):
            if page.ahead and (day := _own_day(page, line, shown)):
                days[number] = day
            reports = tuple(_reports(page, line, shown, sources)) if line.is_item else ()
            if reports:
                at = number if page.joint is None else page.joint
                found[at] = reports if page.joint is None else _together(found.get(at), reports)
                timed, many = timed or line.text[0].isdigit(), many + 1
            elif len(line.text) > HEADING:
                page.seen = None
            page.clock = False
    is_list = timed or many >= _FEW or len(shown) >= _FEW
    return Items(found if is_list else {}, days if len(days) >= _FEW else {})


def _headline(line: Line, home: str) -> Report | None:
    """Return what the title of an account of a state tells: "Meeting with President Lukashenko"."""
    head = HEAD.match(line.text)
    if head is None or not line.is_heading or len(line.named) != 1:
        return None
    [one] = line.named
    behind = line.sentence.start + head.end()
    between = line.clean.text[behind : one.start].split()
    if one.kind not in PEOPLE or one.end != line.sentence.end or between[:1] != ["with"]:
        return None
    owner = Owner(Actor(home, how="context"), line.sentence.start, behind)
    return next(_reports(Page(owner, past=True, titled=True), line, [], ()), None)


def _is_between(page: Page, line: Line, home: str | None) -> bool:
    """Take in a line that is no item: who has the next part of a diary, or the time of day."""
    if CLOCK.fullmatch(line.text):
        page.clock = True
        return True
    section = line.somebody
    known = page.owner.actor.polity if page.owner else home
    if section and (section.actor.polity == known or (page.ahead and known is None)):
        page.owner = section
        return True
    return False


def _reports(
    page: Page, line: Line, shown: Sequence[DateFound], sources: Sequence[str]
) -> Iterator[Report]:
    """Yield what an item reports."""
    told = [
        (channel, group)
        for channel, groups in acts(page, line)
        for group in groups
        if len({actor.polity for _, actor, _ in group}) > 1
    ]
    if not told:
        return
    clean = line.clean
    day = line.days[0] if line.days else _above(line, shown) or page.day
    status = _status(page, line, day)
    evidence = clean.span(line.sentence.start, line.sentence.end)
    for channel, group in told:
        rule = f"diary.{channel.value}"
        parties = (
            Claim(role, actor.id, clean.span(*words), None, rule, actor=actor)
            for role, actor, words in group
        )
        claims = (
            *parties,
            *_date_claims(page, line, day),
            *_place_claims(line, group, rule),
            Claim(Role.STATUS, status, evidence, None, rule),
        )
        doc_id = clean.doc.id
        yield Report(doc_id, channel, status, claims, evidence, rule, speakers=tuple(sources))


def _together(before: Sequence[Report] | None, more: Sequence[Report]) -> tuple[Report, ...]:
    """Return the contact of all those listed so far."""
    told, claims = (*(before or ()), *more), dict[object, Claim]()
    for report in told:
        claims |= {(claim.role, claim.value): claim for claim in report.claims if claim.actor}
    others = (claim for claim in told[0].claims if not claim.actor)
    return (replace(told[0], claims=(*claims.values(), *others)),)


def _own_day(page: Page, line: Line, shown: Sequence[DateFound]) -> Claim | None:
    """Return the day of an item that a weekday opens, or that stands below one, or has an hour."""
    above = _above(line, shown)
    below = above is not None and above.rule == _REREAD
    if not (page.clock or below or line.is_timed or WEEKDAY.match(line.text)):
        return None
    own = line.days[0] if line.days else None
    if own and (own.rule != _REREAD or not WEEKDAY.match(line.text)):
        return None
    return next(_date_claims(page, line, own or above or page.day), None)


def _above(line: Line, shown: Sequence[DateFound]) -> DateFound | None:
    """Return the day on a line of its own under which another line stands."""
    at = bisect_right([day.start for day in shown], line.sentence.start)
    return shown[at - 1] if at else None


def _date_claims(page: Page, line: Line, day: DateFound | None) -> Iterator[Claim]:
    clean, published = line.clean, line.clean.doc.published
    value = nearest_day(day, ahead=page.ahead) if day else None
    if day and value:
        span = clean.span(day.start, day.end)
        yield Claim(Role.DATE, value, span, None, "date.heading", note=day.anchor)
    elif published and (page.clock or page.titled or line.is_timed):
        span = clean.span(line.sentence.start, line.sentence.end)
        note = f"document day {published}"
        yield Claim(Role.DATE, published, span, None, "date.publication", note=note)


def _status(page: Page, line: Line, day: DateFound | None) -> Status:
    if CANCELLED.search(line.text):
        return Status.CANCELLED
    value = nearest_day(day, ahead=page.ahead) if day else None
    gap = _gap(value, line.clean.doc.published)
    if gap:
        return Status.PLANNED if gap > 0 else Status.HAPPENED
    past = page.past or PAST.search(line.text)
    return Status.PLANNED if page.ahead and not past else Status.HAPPENED


def _gap(value: str | None, published: str | None) -> int:
    """Return 1 for a day behind that of publication, -1 for one before it; 0 if unknown."""
    if value is None or published is None:
        return 0
    here, there = interval(value), interval(published)
    if here is None or there is None:
        return 0
    return (here[0] > there[1]) - (here[1] < there[0])


def _place_claims(line: Line, group: Group, rule: str) -> Iterator[Claim]:
    """Yield where an item takes place: a place that opens it, or stands in brackets."""
    taken = {words for _, _, words in group}
    for one in line.named:
        if one.place and (one.start, one.end) not in taken:
            before = line.clean.text[max(line.sentence.start, one.start - 3) : one.start]
            if not before or before.endswith("(") or before == "in ":
                span = line.clean.span(one.start, one.end)
                yield Claim(Role.PLACE, one.place, span, None, rule)
                return


def planned(reports: Sequence[Report], clean: CleanText) -> list[Report]:
    """Return the reports with those planned that stand below a day that lies ahead."""
    published = clean.doc.published
    return [
        _as_planned(report)
        if report.status is Status.HAPPENED
        and any(
            claim.rule == "date.heading" and _gap(claim.value, published) > 0
            for claim in report.having(Role.DATE)
        )
        else report
        for report in reports
    ]


def _as_planned(report: Report) -> Report:
    claims = (
        replace(claim, value=Status.PLANNED, rule="date.ahead")
        if claim.role is Role.STATUS
        else claim
        for claim in report.claims
    )
    return replace(report, status=Status.PLANNED, claims=tuple(claims))
