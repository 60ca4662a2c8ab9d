"""The words of dates: months, weekdays, numbers, and the parts that patterns are made of."""

MONTH_NAMES = (
    ("January", "Jan"),
    ("February", "Feb"),
    ("March", "Mar"),
    ("April", "Apr"),
    ("May",),
    ("June", "Jun"),
    ("July", "Jul"),
    ("August", "Aug"),
    ("September", "Sept", "Sep"),
    ("October", "Oct"),
    ("November", "Nov"),
    ("December", "Dec"),
)
_MONTHS = {name[:3].lower(): number for number, (name, *_) in enumerate(MONTH_NAMES, 1)}
_MONTH = (
    "(?:"
    + "|".join(
        form + ("" if form == names[0] else r"\.?")
        for names in MONTH_NAMES
        for name in names
        for form in (name, name.upper())
    )
    + ")(?![A-Za-z])"
)
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9:%])(?!,[0-9]{3}(?![0-9]))"
_TH = r"(?:st|nd|rd|th|<sup>(?:st|nd|rd|th)</sup>)"
_DAY_TH = rf"(?:3[01]|[12][0-9]|0?[1-9]){_TH}(?![A-Za-z])"
_ANY_DAY = rf"(?:{_DAY_TH}|{_DAY})"
_YEAR = r"(?:1[89]|20)[0-9]{2}(?![0-9])"
_TO = r"(?:\s{1,3}(?:to|through|until|till)\s{1,3}(?:the\s)?|\s?[-–—]\s?)"
_AND = r"\s{1,3}and\s{1,3}(?:the\s)?"
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
WEEKDAY_STARTS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = r"(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un)day(?![A-Za-z])"
_NUMBER_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS.split())} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
}
_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth"
ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS.split(), 1)}
_N = r"(?:[0-9]{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
DAY_PART = r"(?:early\s|late\s)?(?:morning|afternoon|evening|night|noon|midday|lunchtime)"
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
PARTS = {
    "month": _MONTH,
    "weekday": WEEKDAY,
    "day": _ANY_DAY,
    "dayth": _DAY_TH,
    "year": _YEAR,
    "number": _N,
    "nth": "(?:" + "|".join(ORDINALS) + ")",
    "to": _TO,
    "and": _AND,
    "year-tail": (
        rf"(?:\s?,?\s{{0,3}}(?:of\s)?(?P<year>{_YEAR})"
        r"|,?\s{1,3}(?:of\s)?(?P<which>this|last|next)\syear(?!\w))?"
    ),
}
"""What the names in braces in `rules/dates.yml` stand for."""


def number_of(word: str) -> int:
    """Return what "3", "three" or "a" counts."""
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def month_number(word: str) -> int:
    """Return 1 to 12 for a month's name or short form: "Sept." is 9."""
    return _MONTHS[word[:3].lower()]


def day_number(word: str) -> int:
    """Return the number of a day as written, with or without its ending: "12th" is 12."""
    digits = word[:2] if word[1:2].isdigit() else word[:1]
    return int(digits)
