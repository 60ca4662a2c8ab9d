"""What the cue words around a trigger say of it, place by place.

The places and what stands in them: `rules/status.yml`.
"""

import re

from dragoman.extract.status.book import load_book
from dragoman.extract.status.forms import auxiliaries_of
from dragoman.extract.status.found import Reading
from dragoman.extract.status.sentence import SentenceWords
from dragoman.extract.status.words import MODALS, NOT
from dragoman.model import Status

_REACH = 90
"""Characters on either side of the trigger in which a word beside it can make it background."""

_SCOPE_END = re.compile(
    r"[;:—]|(?<!\w)(?:but|while|although|after|before|since|when|which|who|where|until|whereas)(?!\w)"
    r"|, (?:and|he|she|they|it|saying|adding)(?!\w)"
)


def read_trigger(sentence: SentenceWords, head: int) -> Reading | None:
    """Read a trigger by what follows it: "arrived in Cairo for his first visit"."""
    cue = load_book().triggers.get(sentence.word(head))
    if cue is None or cue.status is None:
        return None
    chain, _ = auxiliaries_of(sentence, head)
    if any(sentence.word(index) in MODALS | NOT | {"to", "had"} for index in chain):
        return None
    match = cue.regex.match(sentence.plain, *sentence.behind(head))
    if match is None:
        return None
    first, _ = sentence.span(head, head)
    return Reading(cue.status, cue.id, (first, match.end()))


def read_scope(sentence: SentenceWords, head: int) -> Reading | None:
    """Read cues whose scope reaches over the clause: "denied that a call had taken place"."""
    begin, stop = sentence.before(head)
    for cue in load_book().cues["scope"]:
        match = None
        for match in cue.regex.finditer(sentence.plain, begin, stop):  # noqa: B007
            pass  # the last one: what ends its scope ends that of the others
        if match is None or cue.status is None:
            continue
        if not _SCOPE_END.search(sentence.plain, match.end(), stop):
            return Reading(cue.status, cue.id, match.span(), cue.background)
    return None


def read_place(
    sentence: SentenceWords, place: str, begin: int, stop: int, *, of: str | None = None
) -> Reading | None:
    """Return what the first cue of a place says that is found in a stretch.

    Cues behind the trigger begin right there; those in front end right there, which
    their patterns say. `of` keeps to the cues that may stand with such a trigger.
    """
    for cue in load_book().cues[place]:
        if cue.status is None or (of is not None and of not in cue.of):
            continue
        find = cue.regex.match if place == "behind" else cue.regex.search
        match = find(sentence.plain, begin, stop)
        if match:
            words = match.group()
            first = match.start() + len(words) - len(words.lstrip(" ,"))
            span = first, match.start() + len(words.rstrip())
            return Reading(cue.status, cue.id, span, cue.background)
    return None


def read_governor(sentence: SentenceWords, index: int, kind: str, head: int) -> Reading | None:
    """Return what a word says of what it governs, if it governs this kind of thing.

    Its own negation turns a plan into something called off: "is not expected to".
    """
    word, governors = sentence.word(index), load_book().governors
    cue = governors.get((f"{word}-{sentence.word(index + 1)}", kind)) or governors.get((word, kind))
    if cue is None or cue.status is None:
        return None
    span = sentence.span(index, head)
    if kind != "infinitive":
        span = sentence.span(index, index)
    chain, _ = auxiliaries_of(sentence, index)
    words = [sentence.word(one) for one in chain]
    status = cue.status
    if any(one in NOT or one.endswith("n't") for one in words) or (
        sentence.word(index - 1) == "longer"
    ):
        status = {
            Status.PLANNED: Status.CANCELLED,
            Status.HYPOTHETICAL: Status.CANCELLED,
            Status.CANCELLED: Status.PLANNED,
            Status.DENIED: Status.HAPPENED,
        }.get(status, status)
    elif word == "able" and any(one in ("was", "were") for one in words):
        status = Status.HAPPENED
    elif word == "unable":
        status = Status.CANCELLED
    elif status is Status.HYPOTHETICAL and "accept" in sentence.plain:
        status = Status.PLANNED  # an invitation, and "accepted" in the same sentence
    return Reading(status, cue.id, span, cue.background)


def tells_earlier(sentence: SentenceWords, first: int, last: int, status: Status) -> bool:
    """Say whether words beside the trigger tell that it is an earlier happening."""
    if status not in (Status.HAPPENED, Status.ONGOING):
        return False
    begin, stop = sentence.spans[first][0], sentence.spans[last][1]
    left, right = max(0, begin - _REACH), stop + _REACH
    plain = sentence.plain
    for cue in load_book().cues["beside"]:
        for match in cue.regex.finditer(plain, left, begin):
            if not _SCOPE_END.search(plain, match.end(), begin):
                return True
        behind = None if cue.front else cue.regex.search(plain, stop, right)
        if behind and not _SCOPE_END.search(plain, stop, behind.start()):
            return True
    return False
