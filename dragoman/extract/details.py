"""What stands around a match and belongs to the event: level, ordinal, quantity, purpose."""

import re
from collections.abc import Iterator

from dragoman.extract.rulebook import Rule
from dragoman.model import Channel, Claim, Role
from dragoman.parse import Masked, Match
from dragoman.text import CleanText

_LEVEL = re.compile(
    r"\b(?P<level>state|official|working|private|transit|goodwill|friendly|courtesy|surprise)"
    r"(?:\s+(?:and\s+)?(?:friendly|goodwill|working))?\s+(?:visit|trip)s?\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(?:(?:the|its|their|his|her|this)\s+)?"
    r"(?P<ordinal>(?:very\s+)?first(?!\s+(?:lady|minister|deputy|vice))|second(?!s)|third|fourth"
    r"|fifth|sixth|seventh|eighth|ninth|tenth|inaugural|\d{1,3}(?:st|nd|rd|th)(?!\s+century))"
    r"\s+(?:[\w'’-]+\s+){0,4}?"
    r"(?:visit|trip|meeting|summit|call|talks?|dialogue|conversation|round|session|time|exchange"
    r"|conference|consultations?|anniversary|to visit|since\s+\w+)\b"
    r"(?:\s+(?:since|this year|in\s+(?:\w+\s+){1,2}years|by an?\s+\w+\s+\w+(?:\s+\w+)?"
    r"(?:\s+(?:since|in)\s+\w+(?:\s+years)?)?))?",
    re.IGNORECASE,
)
_COUNT = (
    r"\d[\d,.]*(?:\s*(?:million|billion|thousand|hundred))?"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens of|hundreds of"
    r"|thousands of|a (?:hundred|thousand|million)"
)
_QUANTITY = re.compile(
    r"(?P<bound>more than|over|at least|nearly|almost|about|around|some|up to|an additional)?\s*"
    rf"(?P<amount>(?:US|U\.S\.\s*)?[$€£¥]\s*{_COUNT}|\b(?:{_COUNT}))(?:\s+|-)"
    r"(?P<unit>(?:[a-z][\w-]*\s+){0,2}?(?:doses?|masks?|tonn?es?|tons|dollars|euros|yuan|rubles"
    r"|vaccines?|trucks?|vehicles?|motorcycles|rifles|planes?|doctors?|nurses?|experts?|beds"
    r"|ventilators?|kits|pounds|barrels|units|helicopters?|boats?|ambulances?|buses|scholarships"
    r"|million|billion|people|personnel|medics|professionals|tanks|documents|agreements"
    r"|memorand(?:a|ums)|MoUs|deals))\b"
    r"|(?P<money>(?:US|U\.S\.\s*)?[$€£¥]\s*\d[\d,.]*(?:\s*(?:million|billion|thousand))?)",
    re.IGNORECASE,
)
_PURPOSE = {
    "congratulation": re.compile(r"\bcongratulat", re.IGNORECASE),
    "condolence": re.compile(r"\bcondolence|\bsympath", re.IGNORECASE),
    "invitation": re.compile(r"\binvit", re.IGNORECASE),
    "reply": re.compile(r"\brepl(?:y|ied)|\bin response\b", re.IGNORECASE),
    "thanks": re.compile(r"\bthank|\bgratitude", re.IGNORECASE),
}
_QUANTIFIED = frozenset({Channel.AID, Channel.GIFT, Channel.AGREEMENT})


def details(
    masked: Masked, match: Match, rule: Rule, clean: CleanText, speaker: str | None
) -> Iterator[Claim]:
    """Yield the attribute claims of one match: implied by the rule, or worded around it."""
    text = masked.text
    for role, value in rule.claims.items():
        yield Claim(role, value, clean.span(*masked.back(*match.trigger)), speaker, rule.id)
    window = max(0, match.start - 60), min(len(text), match.end + 80)

    def claim(role: Role, value: str, span: tuple[int, int], name: str) -> Claim:
        return Claim(role, value, clean.span(*masked.back(*span)), speaker, name)

    if rule.channel is Channel.VISIT and Role.LEVEL not in rule.claims:
        found = _LEVEL.search(text, *window)
        if found:
            yield claim(Role.LEVEL, found["level"].lower(), found.span(), "level.named")
    found = _ORDINAL.search(text, *window)
    if found:
        words = clean.text[slice(*masked.back(*found.span()))]
        yield claim(Role.ORDINAL, " ".join(words.split()), found.span(), "ordinal.named")
    if rule.channel in _QUANTIFIED:
        for found in _QUANTITY.finditer(text, *window):
            words = clean.text[slice(*masked.back(*found.span()))]
            yield claim(Role.QUANTITY, " ".join(words.split()), found.span(), "quantity.named")
    if rule.channel is Channel.LETTER and Role.PURPOSE not in rule.claims:
        for purpose, regex in _PURPOSE.items():
            found = regex.search(text, *window)
            if found:
                yield claim(Role.PURPOSE, purpose, found.span(), "purpose.named")
                break
