"""Which families of words a sentence holds, so that few rules are tried on it."""

import re

from dragoman.extract.dates.words import MONTH_NAMES

_MONTH_HINT = tuple(form for name in MONTH_NAMES for form in (name[0][:3], name[0][:3].upper()))
_DIGIT = re.compile(r"[0-9]")
_DIGIT_HINTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("numeric", re.compile(r"[0-9][-/.][0-9]")),
    (
        "ordinal",
        re.compile(r"[0-9](?:st|nd|rd|th|\s(?:early|morning|after|even|night|daytime))|on [0-9]"),
    ),
    ("year", re.compile(r"(?:1[89]|20)[0-9][0-9]")),
)
_UNIT_HINTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("nth", re.compile(r"days?\s(?:after|before|following)")),
    ("er", re.compile(r"(?:day|week|month|year|decade)s?\s(?:earlier|later|after|before)")),
    ("hence", re.compile(r"(?:days?|weeks?|months?|years?)['’]?s?\s(?:time|from now|hence)")),
    ("week-of", re.compile(r"(?:first|second|third|fourth|last)\s(?:full\s)?week\sof")),
    ("ago", re.compile(r"(?:day|week|month|year|decade)s?\sago")),
    ("past", re.compile(r"(?:past|last|previous)\s(?:\w+\s)?(?:hour|day|week|month)")),
    (
        "unit",
        re.compile(
            r"(?:last|this|next|the|current|coming)\s(?:week|month|year)|year\W{1,2}s?\s?end"
        ),
    ),
)
_ANTECEDENT_WORDS = (
    "same ",
    "on this ",
    "that ",
    "very ",
    "following ",
    "next ",
    "previous ",
    "the day",
    "night before",
    "the eve",
)
_SEASON_WORDS = ("spring", "summer", "autumn", "winter", "fall")
_VAGUE_WORDS = ("recent", "near future", "at a later", "the coming ", "the next ", " ago", "later",
                "earlier", "these days", "other day")  # fmt: skip
FAMILIES = frozenset(
    {"month", "day", "near", "weekend", "antecedent", "part", "season", "vague"}
    | {name for name, _ in _DIGIT_HINTS}
    | {name for name, _ in _UNIT_HINTS}
)


def find_hints(sentence: str) -> set[str]:
    """Return which families of words the sentence holds at all.

    Most sentences hold none, and then no rule is tried.
    """
    found = {"month"} if any(month in sentence for month in _MONTH_HINT) else set()
    lower = sentence.lower().replace("\n", " ")
    if _DIGIT.search(lower):
        found.update(name for name, regex in _DIGIT_HINTS if regex.search(lower))
    day, night = "day" in lower, "night" in lower
    units = "week" in lower or "month" in lower or "year" in lower or "decade" in lower
    if day:
        found.add("day")
    if day or night or "tomorrow" in lower or "this " in lower or "ago" in lower:
        found.add("near")
    if day or units or "hours" in lower:
        found.update(name for name, regex in _UNIT_HINTS if regex.search(lower))
        if "weekend" in lower:
            found.add("weekend")
    told = day or units or night or "morning" in lower or "eve" in lower or "occasion" in lower
    if told and any(word in lower for word in _ANTECEDENT_WORDS):
        found.add("antecedent")
    if "fortnight" in lower:
        found.add("hence")
    if "half of" in lower or "quarter of" in lower:
        found.add("part")
    if any(season in lower for season in _SEASON_WORDS):
        found.add("season")
    if any(word in lower for word in _VAGUE_WORDS):
        found.add("vague")
    return found
