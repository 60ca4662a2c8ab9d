"""Which state a document tells was struck by a disaster, so that help can only be for it.

"A powerful earthquake hit Nepal. ... Bhutan has sent 40 medics": the sentence with the help
need not say to whom.
"""

import re
from collections import Counter
from collections.abc import Sequence
from operator import itemgetter

from dragoman.actors import Register
from dragoman.model import Mention, MentionKind
from dragoman.text import CleanText

_DISASTER = re.compile(
    r"\b(?:(?:earth)?quakes?|aftershocks?|floods?|flooding|floodwaters?|cyclones?|hurricanes?|typhoons?"
    r"|tsunamis?|landslides?|mudslides?|wildfires?|bushfires?|forest fires|eruptions?|famine"
    r"|drought|(?:quake|flood|cyclone|storm|disaster|drought|famine|tsunami)-(?:hit|stricken|ravaged"
    r"|affected|struck|battered)|port (?:blast|explosion)|dam collapse|disaster)\b",
    re.IGNORECASE,
)
_NEAR = 90
"""Characters between what struck and where."""
_LEAD = 8
"""Sentences at the beginning of a document that say what it is about."""
_WHERE = (MentionKind.POLITY, MentionKind.PLACE)


def stricken_state(
    clean: CleanText, mentions: Sequence[Sequence[Mention]], register: Register
) -> tuple[str, Mention] | None:
    """Return the state named nearest to words for a disaster, most often, and where first.

    None where none is, where two are as often, or where only one sentence far down speaks of it.
    """
    found: Counter[str] = Counter()
    named_at: dict[str, Mention] = {}
    for number, (sentence, every) in enumerate(zip(clean.sentences, mentions, strict=True)):
        if not (named := [mention for mention in every if mention.kind in _WHERE]):
            continue
        for match in _DISASTER.finditer(clean.text, sentence.start, sentence.end):
            near = [
                (gap, state, mention)
                for mention in named
                if (gap := _gap(match.span(), mention)) < _NEAR
                and (state := _state_of(mention, register))
            ]
            if near:
                _, state, mention = min(near, key=itemgetter(0))
                found[state] += 2 if number < _LEAD else 1
                named_at.setdefault(state, mention)
    ranked = found.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0], named_at[ranked[0][0]]


def _gap(span: tuple[int, int], mention: Mention) -> int:
    return max(mention.start - span[1], span[0] - mention.end, 0)


def _state_of(mention: Mention, register: Register) -> str | None:
    if mention.place is not None:
        place = register.place(mention.place)
        if place is not None and place.state:
            return place.state
    states = {actor.polity for actor in mention.actors if (actor.polity or "").startswith("st:")}
    return states.pop() if len(states) == 1 else None
