"""Where an act took place whose sentence does not say, by what the document told before.

"Wang arrived in Tunis on Sunday. ... He met President Saied." The guests of a journey and
those whom it leads to meet where it led, until another place is told of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.model import Channel, Claim, Report, Role, SectionKind, Status
from dragoman.model.edtf import interval

CARRIED = frozenset(
    {
        Channel.MEETING,
        Channel.DIALOGUE,
        Channel.NEGOTIATION,
        Channel.AGREEMENT,
        Channel.JOINT_STATEMENT,
        Channel.COMMEMORATION,
    }
)
"""Channels whose place may follow from that of another act of the same parties."""
TELLING = CARRIED | {Channel.VISIT, Channel.SUMMIT}
"""Channels whose place tells where the parties were."""
_REAL = (Status.HAPPENED, Status.ONGOING)


def carry_places(reports: Sequence[Report]) -> list[Report]:
    """Return the reports of a document, in its order, each with a place if one is told.

    A report without a place takes that of another act of the same parties: the one told
    last before it, else the first behind it. Neither may be background, both must be of the
    same tense (what happened, what is planned), and their days must not be told apart. The
    claim added has the words that name the place, and the rule "place.carried".
    """
    return [_placed(report, _nearby(reports, at)) for at, report in enumerate(reports)]


def _placed(report: Report, others: Iterator[Report]) -> Report:
    if report.channel not in CARRIED or report.background or any(report.having(Role.PLACE)):
        return report
    for other in others:
        place = _place(other)
        if place is not None and _are_together(report, other):
            claim = replace(place, rule="place.carried")
            return replace(report, claims=(*report.claims, claim))
    return report


def _nearby(reports: Sequence[Report], at: int) -> Iterator[Report]:
    """Give the other reports: those before it, the last one first, then those behind it."""
    for other in (*reversed(reports[:at]), *reports[at + 1 :]):
        if not other.background and other.section is SectionKind.BODY:
            yield other


def _place(report: Report) -> Claim | None:
    return next(report.having(Role.PLACE), None) if report.channel in TELLING else None


def _are_together(report: Report, other: Report) -> bool:
    """Say whether two acts are of the same parties, and of one time as far as is told."""
    if len(report.polities) < 2 or not report.polities <= other.polities:
        return False
    if (report.status in _REAL) is not (other.status in _REAL):
        return False
    mine, theirs = _days(report), _days(other)
    if mine is None or theirs is None:
        return True
    return abs((mine[0] - theirs[0]).days) <= 1 or (
        mine[0] <= theirs[1] and theirs[0] <= mine[1]
    )


def _days(report: Report):  # noqa: ANN202
    date = next(report.having(Role.DATE), None)
    return interval(date.value) if date is not None and "X" not in date.value else None
