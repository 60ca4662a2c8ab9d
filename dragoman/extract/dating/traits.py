"""What the rules ask of a report: whether it has a date, is news, is the same act as another."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dragoman.extract.dating.words import REAL
from dragoman.model import Channel, Claim, Report, Role, SectionKind, Span, Status

SORTS: tuple[frozenset[Channel], ...] = (
    frozenset(
        {Channel.VISIT, Channel.MEETING, Channel.DIALOGUE, Channel.NEGOTIATION, Channel.SUMMIT}
    ),
    frozenset({Channel.CALL, Channel.VIDEO_MEETING}),
    frozenset({Channel.LETTER, Channel.VERBAL_MESSAGE}),
    frozenset({Channel.AGREEMENT, Channel.JOINT_STATEMENT}),
)
"""Channels that may name one happening: what is "a visit" here is "talks" there."""

UTTERED = frozenset(
    {Channel.SUPPORT, Channel.CRITICISM, Channel.THREAT, Channel.JOINT_STATEMENT, Channel.REJECTION}
)
"""Acts that consist in being said, so that a document can be the act."""

OPINIONS = UTTERED - {Channel.JOINT_STATEMENT}
"""Acts that whoever watches does from afar, on another day than what they are about."""


DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


SIGNED = frozenset({Channel.AGREEMENT, Channel.JOINT_STATEMENT})


MATERIAL = frozenset(
    {
        Channel.AID,
        Channel.CONCESSION,
        Channel.COOPERATION,
        Channel.EXERCISE,
        Channel.FORCE,
        Channel.RELATIONS,
        Channel.SANCTION,
    }
)
"""Channels of deeds that go on, and that pages list: their day is not that of the page."""

LISTED = MATERIAL | {Channel.AGREEMENT, Channel.NEGOTIATION}

LIST = 4
"""So many deeds of one pair make a list, of which each has a day of its own."""


def deeds_of(report: Report, reports: Sequence[Report]) -> set[Span]:
    """Return the sentences that tell of deeds of the same parties."""
    return {
        other.evidence
        for other in reports
        if other.channel in LISTED and other.polities == report.polities
    }


def is_perfect(report: Report) -> bool:
    """Say whether a report tells that something has been done, some day."""
    return any(claim.rule == "verb.perfect" for claim in report.having(Role.STATUS))


def is_day(value: str | None) -> bool:
    """Say whether a value is a day with its year."""
    return value is not None and DAY.fullmatch(value) is not None


def is_page_day(value: str | None) -> bool:
    """Say whether a value is a day, which a page may give without its year."""
    return value is not None and is_day(value.replace("XXXX", "2000"))


_FRESH = 3
"""How many days a story may lie back when it is told as news."""


def is_fresh(value: str | None, published: str) -> bool:
    """Say whether a day lies back so few days that a page tells of it as news."""
    if value is None or not (DAY.fullmatch(value) and DAY.fullmatch(published)):
        return False
    return 0 <= (date.fromisoformat(published) - date.fromisoformat(value)).days <= _FRESH


def date_claim(report: Report) -> Claim | None:
    """Return what a report says about when."""
    return next(report.having(Role.DATE), None)


def is_body(report: Report) -> bool:
    """Say whether a report is of the text proper."""
    return report.section is SectionKind.BODY


def tells(report: Report) -> bool:
    """Say whether another report can take its date from this one."""
    return date_claim(report) is not None and is_body(report)


def is_over(stretch: str, published: str | None) -> bool:
    """Say whether days from one to another end by the document's."""
    return "/" in stretch and published is not None and stretch.partition("/")[2] <= published


def is_news(report: Report) -> bool:
    """Say whether a report is a main happening of its document, on a day that is told."""
    claim = date_claim(report)
    return bool(
        claim
        and not report.background
        and report.status in REAL
        and is_body(report)
        and DAY.fullmatch(claim.value)
    )


def of_commonest_day(reports: Sequence[Report]) -> Report:
    """Return the last report of the day that most of them are about."""
    days = [claim.value for report in reports for claim in report.having(Role.DATE)]
    day = Counter(days).most_common(1)[0][0]
    return next(
        report
        for report in reversed(reports)
        if any(claim.value == day for claim in report.having(Role.DATE))
    )


def are_alike(one: Status, other: Status) -> bool:
    """Say whether two states can be those of one happening."""
    return one is other or (one in REAL and other in REAL)


def is_of_same(report: Report, other: Report) -> bool:
    """Say whether two reports can be of the same parties; one may name more of them."""
    mine, theirs = report.polities, other.polities
    if report.status not in REAL:
        return mine == theirs
    return len(mine & theirs) > 1 and (mine <= theirs or theirs <= mine)


def are_one_sort(one: Channel, other: Channel, status: Status) -> bool:
    """Say whether two channels can name one happening."""
    if one is other:
        return True
    if status not in REAL:  # a dialogue yet to be held is not the visit yet to be paid
        return {one, other} <= {Channel.VISIT, Channel.MEETING, Channel.SUMMIT}
    return any(one in sort and other in sort for sort in SORTS)


def all_days(others: Sequence[Report]) -> Claim | None:
    """Return the days of meetings with more parties as one stretch: those of the journey."""
    claims = sorted(
        (claim for other in others if (claim := date_claim(other)) and DAY.fullmatch(claim.value)),
        key=lambda claim: claim.value,
    )
    if not claims:
        return None
    first, last = claims[0].value, claims[-1].value
    value = first if first == last else f"{first}/{last}"
    return replace(claims[0], value=value, rule="date.same-act")


def people(report: Report) -> frozenset[str]:
    """Return who is named in a report, each by the surest that is known."""
    return frozenset(
        claim.actor.person or claim.actor.name or claim.actor.id
        for claim in report.claims
        if claim.actor
    )


def nearest(report: Report, others: Sequence[Report]) -> Report | None:
    """Return the report nearest in the text; of two as near, the one in front."""
    return min(
        others,
        key=lambda other: abs(other.evidence.start - report.evidence.start),
        default=None,
    )


def taken(other: Report | None, rule: str) -> Claim | None:
    """Return another report's date as one that a rule takes over, with its words."""
    claim = date_claim(other) if other else None
    return replace(claim, rule=rule) if claim else None
