"""What is found: the status of a happening, and the words that say so."""

from typing import NamedTuple

from dragoman.model import Status


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
