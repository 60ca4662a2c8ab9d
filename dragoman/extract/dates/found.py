"""What is found: a date with its readings, and which of them a status or a sentence takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.model import Status


@dataclass(frozen=True, slots=True)
class DateFound:
    """One date expression of a sentence.

    Attributes:
        start, end: Its words, preposition included, as `[start, end)` of the text.
        value: EDTF as precise as the words; None where they cannot be resolved.
            Where the direction is open, the likelier reading: the past one, as wires write.
        rule: What found it: "date.weekday".
        anchor: What it was resolved against, in words ("document day 2022-09-13",
            "previous date 2023-10", "Wenchuan earthquake 2008-05-12"); None: it is absolute.
        past, future: The two readings of an expression whose direction the tense decides,
            else None. Both allow the anchor's own day.
        approx: The words say about when: "early May", "two weeks ago", "in the coming days".
        kind: What the date is about:
            "when"   the happening;
            "since", "until"   where a stretch of time begins or ends;
            "said"   the saying ("the ministry said on Tuesday");
            "gap"    what follows the words ("three days after the committee met").
    """

    start: int
    end: int
    value: str | None
    rule: str
    anchor: str | None = None
    past: str | None = None
    future: str | None = None
    approx: bool = False
    kind: str = "when"

    @property
    def values(self) -> tuple[str, ...]:
        """The readings, likelier first; empty where there is none."""
        readings = (self.value, self.past, self.future)
        return tuple(dict.fromkeys(value for value in readings if value is not None))


def choose(found: DateFound, status: Status) -> str | None:
    """Return the reading that fits a status: what is planned lies ahead.

    What is cancelled or going on keeps the likelier reading, since it may lie on either
    side of the document's day.

    >>> monday = DateFound(0, 9, "2022-09-12", "date.weekday", None, "2022-09-12", "2022-09-19")
    >>> choose(monday, Status.PLANNED), choose(monday, Status.HAPPENED)
    ('2022-09-19', '2022-09-12')
    """
    if status in (Status.PLANNED, Status.HYPOTHETICAL):
        return found.future or found.value
    if status in (Status.CANCELLED, Status.ONGOING):
        return found.value
    return found.past or found.value


def carry(found: Sequence[DateFound], previous: str | None) -> str | None:
    """Return what the next sentence takes as `previous`: the last day named so far.

    Months and years do not take over: in "They had met in March. The same evening ..."
    the evening is that of the day named before. Nor does the day on which something
    begins or ends.

    >>> march = DateFound(0, 8, "2023-03", "date.month")
    >>> carry([march], "2023-10-11"), carry([march], None)
    ('2023-10-11', '2023-03')
    """
    for one in reversed(found):
        if one.value and one.kind in ("when", "said") and _is_day(one.value):
            return one.value
    if previous is None:
        named = [one.value for one in found if one.value and one.kind in ("when", "said")]
        return named[-1] if named else None
    return previous


def _is_day(value: str) -> bool:
    return len(value) == 10
