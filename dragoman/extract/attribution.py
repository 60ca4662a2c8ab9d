"""Who says so: the chain from the outlet inward."""

import re

from dragoman.model import Mention, MentionKind
from dragoman.parse import Masked, Unit
from dragoman.parse.masked import unit_class
from dragoman.text import CleanText

_SOURCE = unit_class(Unit.OUTLET, Unit.PERSON, Unit.ORGAN, Unit.ORGANIZATION, Unit.POLITY)
_SAY = (
    r"(?:said|says|reported|reports|announced|told|wrote|confirmed|stated|noted|added|quoted|showed"
    r"|cited|disclosed|declared|denied|claimed)"
)
_ACCORDING = re.compile(
    rf"\b(?:according to|citing|quoting|quoted by|as reported by|reported by|cited by)\s+"
    rf"(?:\w+\s+){{0,5}}?(?P<who>[{_SOURCE}])",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"(?P<who>[{_SOURCE}])(?:['’]s)?\s*(?:\w+\s+){{0,3}}?(?:,[^,]{{1,60}},\s*)?{_SAY}\b",
    re.IGNORECASE,
)


def _is_pronoun(mention: Mention) -> bool:
    return bool(mention.actors) and mention.actors[0].how in ("pronoun", "first-person")


def speakers_of(masked: Masked, clean: CleanText) -> tuple[str, ...]:
    """Return who says what a sentence says, outermost first, as worded.

    The outlet of the document, the agency that its dateline credits, then whoever the
    sentence itself credits. Empty when nothing names anybody.
    """
    chain = [clean.doc.outlet] if clean.doc.outlet else []
    if clean.dateline is not None and clean.dateline.agency:
        chain.append(clean.dateline.agency)
    inner: list[tuple[int, str]] = []
    for regex in (_ACCORDING, _SAID):
        for match in regex.finditer(masked.text):
            mention = masked.mentions.get(match.start("who"))
            if mention is not None and not _is_pronoun(mention):
                words = clean.text[mention.start : mention.end]
                outer = 0 if mention.kind is MentionKind.OUTLET else 1
                inner.append((outer, " ".join(words.split())))
    chain += [words for _, words in sorted(inner, key=lambda entry: entry[0])]
    return tuple(dict.fromkeys(chain))
