"""Stretches: the days of a stay of which the first or last is told, and what goes on until now."""

import re
from datetime import date, timedelta

from dragoman.extract.dates import DateFound
from dragoman.extract.dates.words import number_of
from dragoman.extract.dating.sentence import REACH, begins
from dragoman.extract.dating.traits import DAY, is_fresh
from dragoman.extract.reading import Reading
from dragoman.model import Channel, Status
from dragoman.model.edtf import is_yearless
from dragoman.parse import Tree

_STAY = re.compile(
    r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|[2-9]|1[0-4])[- ]days?[- ]"
    r"(?:\w+[- ]){0,3}?(?:visit|trip|tour|stay)\b",
    re.IGNORECASE,
)
_BEGINNING = frozenset(
    {"arrive", "begin", "start", "kick", "land", "embark", "open", "launch", "commence", "reach"}
)
_ENDING = frozenset({"end", "wind", "conclude", "wrap", "complete", "finish", "close"})


def _last_day(reading: Reading, first: str) -> str | None:
    """Return the day on which a stay that began is to end: "arrived for a visit until Friday"."""
    for found in reading.dates:
        day = found.future or found.value
        ends = found.kind == "until" or _ENDS.search(
            reading.text[max(0, found.start - 20) : found.start]
        )
        if ends and day and DAY.fullmatch(day) and first < day:
            return day if _days_between(first, day) <= _LONGEST_STAY else None
    return None


def _days_between(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


_ENDS = re.compile(
    r"\b(?:ends?|ending|concludes?|wraps? up|lasts?|lasting|runs?|running)(?: to)?\s$"
)
_LONGEST_STAY = 14
"""Days: who stays longer has moved."""


def _verb_of(tree: Tree, token: int) -> int:
    while tree[token].upos not in ("VERB", "AUX") and tree.heads[token] >= 0:
        token = tree.heads[token]
    return token


def days_of_stay(
    reading: Reading, trigger: int, value: str, channel: Channel | None, found: DateFound
) -> str:
    """Return all days of a stay whose first or last is told: "began a three-day visit"."""
    if channel is not Channel.VISIT or not DAY.fullmatch(value):
        return value
    verb = _verb_of(reading.tree, trigger)
    first, last = reading.sentence.start, reading.sentence.end
    words = {reading.tree[token].lemma.lower() for token in (verb, trigger)}
    opening = words & _BEGINNING or begins(reading, found)
    if opening and (until := _last_day(reading, value)):
        return f"{value}/{until}"
    stay = _STAY.search(reading.text, first, last)
    if stay is None or abs(stay.start() - reading.spans[trigger][0]) > REACH:
        return value
    more = timedelta(days=number_of(stay["n"]) - 1)
    day = date.fromisoformat(value)
    if words & _ENDING:
        return f"{(day - more).isoformat()}/{value}"
    return f"{value}/{(day + more).isoformat()}" if opening else value


def lasts(reading: Reading, trigger: int, status: Status) -> bool:
    """Say whether "since Monday" means the days up to now: "has been on a visit since Monday"."""
    if status is Status.ONGOING:
        return True
    tree, verb = reading.tree, trigger
    while tree[verb].upos not in ("VERB", "AUX") and tree.heads[verb] >= 0:
        verb = tree.heads[verb]
    children = [*tree.children[verb], *tree.children[trigger]]
    return any(tree[child].form.lower() in ("has", "have") for child in children)


def stretch(kind: str, value: str, published: str | None) -> str:
    """Return "since Monday" as the days from then to the document's, "until Sunday" likewise."""
    if published is None or "/" in value or is_yearless(value + published):
        return value
    now = published[: len(value)]
    first, last = (value, now) if kind == "since" else (now, value)
    return f"{first}/{last}" if first < last else value


def until_now(value: str, published: str | None) -> str:
    """Return what began lately and goes on as the days up to the document's."""
    if published is None or not DAY.fullmatch(value) or not is_fresh(value, published):
        return value
    return stretch("since", value, published)
