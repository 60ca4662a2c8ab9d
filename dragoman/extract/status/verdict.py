"""What is found, a status as the modules of this room pass it on, and how two make one."""

from typing import NamedTuple

from dragoman.extract.status.book import Cue
from dragoman.model import UNMARKED, Status


class StatusFound(NamedTuple):
    """The status of one happening as its sentence gives it.

    Attributes:
        status: Whether it took place.
        background: It is told as context: an earlier or outside happening.
        cue: The words that say so, `[start, end)` of the text; None where nothing marks it.
        rule: What read it: "verb.past", "modifier.upcoming". "unmarked" means that nothing
            in the sentence tells, and the status is what documents mean by default.
    """

    status: Status
    background: bool
    cue: tuple[int, int] | None
    rule: str


class Verdict(NamedTuple):
    """A status, what read it, and the tokens that say so.

    `negated`: it comes of a plain "not" or "no", which turns what it governs around.
    """

    status: Status
    rule: str
    cue: tuple[int, ...] = ()
    background: bool = False
    negated: bool = False


NOTHING = Verdict(Status.HAPPENED, UNMARKED)

_NEGATED = {
    Status.PLANNED: Status.CANCELLED,
    Status.HYPOTHETICAL: Status.DENIED,
    Status.ONGOING: Status.DENIED,
    Status.DENIED: Status.HYPOTHETICAL,
    Status.CANCELLED: Status.PLANNED,
}
"""What becomes of what is "not planned", "not proposed", "not ruled out", "not cancelled"."""

_UNDER: dict[Status, dict[Status, Status]] = {
    Status.PLANNED: {Status.HAPPENED: Status.HYPOTHETICAL},
    Status.HYPOTHETICAL: {
        Status.HAPPENED: Status.HYPOTHETICAL,
        Status.PLANNED: Status.HYPOTHETICAL,
        Status.ONGOING: Status.HYPOTHETICAL,
        Status.DENIED: Status.HYPOTHETICAL,
        Status.CANCELLED: Status.PLANNED,
    },
    Status.DENIED: dict.fromkeys(Status, Status.DENIED) | {Status.CANCELLED: Status.PLANNED},
    Status.CANCELLED: dict.fromkeys(Status, Status.CANCELLED),
}
"""Under whom, what, and what becomes of it: "may cancel" leaves the visit planned."""


def govern(cue: Cue, words: tuple[int, ...], outer: Verdict) -> Verdict:
    """Return the status of what cue words govern, the words themselves being as `outer` says."""
    if cue.status is None:
        status = outer.status
        if outer.negated:
            status = cue.negated or status
        elif outer.rule == "verb.present":
            status = cue.present or status
    elif outer.negated:
        status = cue.negated or _NEGATED.get(cue.status, Status.DENIED)
    else:
        status = _UNDER.get(outer.status, {}).get(cue.status, cue.status)
    background = cue.background or (outer.background and cue.status is None)
    return Verdict(status, cue.id, words, background, cue.status is None and outer.negated)
