"""Where an act took place whose sentence does not say, by what the document tells elsewhere.

"Wang arrived in Tunis on Sunday. ... He met President Saied." The guests of a journey and
those whom it leads to meet where it led, until another place is told of them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from dragoman.actors import Register
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
_NEAREST = 300
"""Acts with a place that are looked at on either side: all of them, but in hostile texts."""


def carry_places(reports: Sequence[Report], register: Register) -> list[Report]:
    """Return the reports of a document, in its order, with places that others of them tell.

    A report without a place takes that of another act of the same parties: the one told
    last before it, else the first behind it. One that names only the state, a visit too,
    takes the city in that state so. Neither may be background, both must be of the same
    tense (what happened, what is planned), and their days must not be told apart. The
    claim added has the words that name the place, and the rule "place.carried".
    """
    telling = [at for at, report in enumerate(reports) if _tells(report)]
    return [
        _placed(report, [reports[other] for other in _near(telling, at)], register)
        for at, report in enumerate(reports)
    ]


def _placed(report: Report, others: Iterable[Report], register: Register) -> Report:
    own = [claim.value for claim in report.having(Role.PLACE)]
    wanted = report.channel in (TELLING if own else CARRIED)
    if report.background or not wanted or not all(value.startswith("st:") for value in own):
        return report
    for other in others:
        claim = _told(other, own, register)
        if claim is not None and _are_together(report, other):
            carried = replace(claim, rule="place.carried")
            return replace(report, claims=(*report.claims, carried))
    return report


def _tells(report: Report) -> bool:
    """Say whether others can take their place from a report."""
    if report.background or report.section is not SectionKind.BODY:
        return False
    return report.channel in TELLING and any(report.having(Role.PLACE))


def _near(telling: Sequence[int], at: int) -> list[int]:
    """Return the others: those before it, the last one first, then those behind it."""
    here = bisect_left(telling, at)
    before = telling[max(0, here - _NEAREST) : here]
    return [*reversed(before), *(i for i in telling[here : here + _NEAREST] if i != at)]


def _told(other: Report, states: Sequence[str], register: Register) -> Claim | None:
    """Return the place that another report tells; of states that are given, a city of one."""
    for claim in other.having(Role.PLACE):
        place = register.place(claim.value)
        if not states or (place and place.id != place.state and place.state in states):
            return claim
    return None


def _are_together(report: Report, other: Report) -> bool:
    """Say whether two acts are of the same parties, and of one time as far as is told."""
    if len(report.polities) < 2 or not report.polities <= other.polities:
        return False
    if (report.status in _REAL) is not (other.status in _REAL):
        return False
    mine, theirs = _days(report), _days(other)
    if mine is None or theirs is None:
        return True
    return (mine[0] - theirs[1]).days <= 1 and (theirs[0] - mine[1]).days <= 1


def _days(report: Report) -> tuple[date, date] | None:
    told = next(report.having(Role.DATE), None)
    return interval(told.value) if told is not None else None
