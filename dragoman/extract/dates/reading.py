"""What an expression is read against, and what a reading of it gives.

The readers of the modules beside this one have one shape: `(Context, match) -> Value | None`.
None: the words are no date after all. `UNRESOLVED`: they are one, and what they stand for
is not known.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from dragoman.model.edtf import interval, is_yearless


class Anchor(NamedTuple):
    """A day, month or year that an expression is read against."""

    first: date
    last: date
    grain: str  # day | month | year
    words: str  # as in DateFound: "document day 2022-09-13"

    @property
    def day(self) -> date | None:
        """The anchor, where it is as fine as a day."""
        return self.first if self.grain == "day" else None


_LEAP_YEAR = "2000"


def anchor_of(value: str | None, what: str) -> Anchor | None:
    """Return the anchor that an EDTF value is; None where it is wider than a year.

    Args:
        value: The day of the document or the date named before. A document without a year
            anchors nothing; a day named before, without one, is read in some leap year.
        what: "document", or the words to name the anchor with.

    Raises:
        ValueError: It is no EDTF date.
    """
    if value is None or (is_yearless(value) and (what == "document" or len(value) != 10)):
        return None
    days = interval(value.replace("XXXX", _LEAP_YEAR))
    if days is None:  # pragma: no cover - only yearless texts have no days
        return None
    first, last = days
    if first == last:
        grain = "day"
    elif (first.year, first.month) == (last.year, last.month):
        grain = "month"
    elif first.year == last.year:
        grain = "year"
    else:
        return None
    words = f"document {grain}" if what == "document" else what
    return Anchor(first, last, grain, f"{words} {value}")


class NamedDay(NamedTuple):
    """A day that texts count from by its name: "Wenchuan earthquake", "2008-05-12"."""

    name: str
    day: str

    @property
    def words(self) -> str:
        """What a date counted from it is resolved against, as in DateFound."""
        return f"{self.name} {self.day}"


class NamedDays(NamedTuple):
    """The days that texts count from, as `rules/dates.yml` lists them."""

    by_name: Mapping[str, NamedDay]  # by each of its names, in lower case
    counted: re.Pattern[str]  # "the sixth day after the Wenchuan earthquake"


class Context(NamedTuple):
    """What a sentence is read against. `previous` moves on with every date that is resolved."""

    text: str
    start: int
    end: int
    anchor: Anchor | None
    previous: Anchor | None
    day: Anchor | None  # the last antecedent that is a day
    named_days: NamedDays

    def before(self, position: int, width: int = 44) -> str:
        """Return the last characters of the sentence in front of a position."""
        return self.text[max(self.start, position - width) : position]


class Value(NamedTuple):
    """What a reader makes of a match; `DateFound` explains what has the same name there."""

    value: str | None
    past: str | None = None
    future: str | None = None
    anchor: str | None = None
    approx: bool = False
    kind: str = "when"
    start: int | None = None  # where the words begin, if before the match
    end: int | None = None  # where they end, if behind it


UNRESOLVED = Value(None)
"""A date whose day nobody can tell from these words and this context."""
