"""Pages on which people speak by turns: whom "I", "we" and "you" mean there.

Briefings ("MS. NULAND: We signed the memorandum"), press conferences, and leaders' exchanges
("Vladimir Putin: We met in December. I would like to invite you").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.extract.parties import Party
from dragoman.model import Actor, Mention, MentionKind, Role, SectionKind
from dragoman.text import CleanText

_LABEL = re.compile(r"[^\n:\"“”]{1,110}?:(?=\s|$)")
_ASKS = re.compile(
    r"(?:question|q|journalist|reporter|moderator|interviewer|press|correspondent|media|host|voice"
    r"|unidentified \w+|participant)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"(?:answer|a|reply|response)\b", re.IGNORECASE)
_CAPITALS = re.compile(r"(?:MR|MS|MRS|DR|AMB|GEN|THE|MISS)?\.? ?[A-Z][A-Z .'’-]{2,40}")
_OWN = re.compile(r"\b(?:I|we|We|my|My)\b")
_HEARD = re.compile(
    r"\b(?:invit(?:e|ing|ed)|welcom(?:e|ing|ed)|congratulat(?:e|ing|ed)|met|meet(?:ing)?"
    r"|host(?:ing|ed)?|receiv(?:e|ing|ed)|visited|with"
    r"|be (?:\w+ )?(?:happy|glad|pleased|delighted) to see)\s+(you)\b(?! all)"
    r"|\b([Yy]ou)\s+(?:(?:have|had|will|are|were|just|recently|also)\s+){0,3}"
    r"(?:visit|met\b|came|hosted|received|invited)"
    r"|\b([Yy]our)\s+(?:\w+\s+){0,2}(?:visit|trip|invitation|letter|call|meeting|talks)\b"
)
"""Where "you" is who is spoken to, and not anybody: "as you know"."""
_LEAST = 2
"""Turns that make a page a transcript."""
_PEOPLE = (MentionKind.PERSON, MentionKind.OFFICE)


@dataclass(frozen=True, slots=True)
class _Turn:
    """Who speaks from a sentence on: nobody known where the press asks."""

    sentence: int
    speaker: Actor | None


def with_speakers(
    clean: CleanText, mentions: Sequence[tuple[Mention, ...]], home: str | None
) -> tuple[tuple[Mention, ...], ...]:
    """Return the mentions with those of "I", "we" and "you" on pages on which people take turns.

    "We" is the speaker's state; "you" the one other who speaks, where two states do.
    """
    turns = _turns(clean, mentions, home)
    if len(turns) < _LEAST or not any(turn.speaker for turn in turns):
        return tuple(mentions)
    spoken = {turn.speaker.polity: turn.speaker for turn in reversed(turns) if turn.speaker}
    found = list(mentions)
    starts = [*(turn.sentence for turn in turns), len(mentions)]
    for turn, end in zip(turns, starts[1:], strict=True):
        if turn.speaker is None:
            continue
        others = [actor for polity, actor in spoken.items() if polity != turn.speaker.polity]
        heard = others[0] if len(others) == 1 else None
        for number in range(turn.sentence, end):
            found[number] = _read(clean, number, found[number], turn.speaker, heard)
    return tuple(found)


def _turns(
    clean: CleanText, mentions: Sequence[Sequence[Mention]], home: str | None
) -> list[_Turn]:
    text, turns = clean.text, list[_Turn]()
    known: dict[str, Actor] = {}
    asked: Actor | None = None  # who answers, where the page says only "Answer:"
    for number, (sentence, named) in enumerate(zip(clean.sentences, mentions, strict=True)):
        if sentence.section is not SectionKind.BODY:
            continue
        if sentence.start and text[sentence.start - 1] != "\n":
            continue
        label = _LABEL.match(text, sentence.start, sentence.end)
        if label is None:
            if not turns and asked is None:
                asked = next((m.actors[0] for m in named if m.kind in _PEOPLE and m.actors), None)
            continue
        words = label.group()[:-1].strip()
        if _ASKS.match(words):
            turns.append(_Turn(number, None))
        elif _ANSWERS.fullmatch(words):
            turns.append(_Turn(number, asked))
        elif (actor := _labelled(label, named, known, home, words)) is not None:
            known[words.lower()] = actor
            turns.append(_Turn(number, actor))
        elif any(m.kind is MentionKind.OUTLET and m.start == label.start() for m in named):
            turns.append(_Turn(number, None))
    return turns


def _labelled(
    label: re.Match[str],
    named: Sequence[Mention],
    known: dict[str, Actor],
    home: str | None,
    words: str,
) -> Actor | None:
    """Return who speaks behind a label: who is named there, or was, or somebody of the home."""
    inside = [m for m in named if m.start < label.end()]
    people = [m for m in inside if m.kind in _PEOPLE and m.actors and m.actors[0].polity]
    if people and inside[0].start - label.start() < 2 and people[-1].end >= label.end() - 18:
        return people[-1].actors[0]
    if before := next((known[one] for one in known if words.lower() in one), None):
        return before
    return Actor(home, how="context") if home and _CAPITALS.fullmatch(words) else None


def _read(
    clean: CleanText,
    number: int,
    named: tuple[Mention, ...],
    speaker: Actor,
    heard: Actor | None,
) -> tuple[Mention, ...]:
    sentence, text = clean.sentences[number], clean.text
    words = [
        (one.span(), one.group().lower())
        for one in _OWN.finditer(text, sentence.start, sentence.end)
    ]
    if heard is not None:
        found = _HEARD.finditer(text, sentence.start, sentence.end)
        words += [(one.span(one.lastindex or 0), "you") for one in found]
    added: list[Mention] = []
    for (start, end), word in words:
        if any(m.start < end and start < m.end for m in (*named, *added)):
            continue
        actor = heard if word == "you" else speaker
        kind = MentionKind.POLITY if word == "we" else MentionKind.PERSON
        if actor is None or not (word == "we" or actor.name or actor.person):
            continue
        who = Actor(actor.polity, how=_HOW) if word == "we" else replace(actor, how=_HOW)
        added.append(Mention(start, end, kind, (who,)))
    return tuple(sorted((*named, *added), key=lambda m: m.start)) if added else named


_HOW = "first-person"


def exchange_of(mentions: Sequence[Sequence[Mention]]) -> tuple[Party, ...]:
    """Return the two who speak with each other on a page; nobody where more or fewer do."""
    spoken: dict[str | None, Party] = {}
    for mention in (mention for named in mentions for mention in named):
        for actor in mention.actors:
            if actor.how == _HOW and (actor.name or actor.polity not in spoken):
                spoken[actor.polity] = Party(Role.ACTOR, actor, mention)
    return tuple(spoken.values()) if len(spoken) == 2 else ()
