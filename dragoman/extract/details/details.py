"""The claims on an act beside its parties, day and place: how, of what, how much, which one."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dragoman.actors import Register
from dragoman.extract.details.book import load_details
from dragoman.extract.details.checks import checks_of, is_of
from dragoman.extract.details.kinds import levels_of, mechanism_of, purpose_of
from dragoman.extract.details.quantities import items_of, quantities
from dragoman.extract.details.ties import spine_of, view_of
from dragoman.extract.details.topics import topics_of
from dragoman.extract.reading import Reading
from dragoman.extract.rulebook import Rule
from dragoman.model import Channel, Claim, Role
from dragoman.parse.matching import Phrase, TreeMatch
from dragoman.parse.matching.view import View
from dragoman.text import CleanText

QUANTIFIED = frozenset(
    {
        Channel.AID,
        Channel.GIFT,
        Channel.AGREEMENT,
        Channel.EXPULSION,
        Channel.SANCTION,
        Channel.CONCESSION,
        Channel.FORCE,
    }
)
"""Channels of which a text says how much."""
GIVEN = frozenset({Channel.AID, Channel.GIFT})
"""Channels in which a thing changes hands, pledged or delivered."""
SESSIONS = frozenset(
    {
        Channel.DIALOGUE,
        Channel.SUMMIT,
        Channel.NEGOTIATION,
        Channel.MEETING,
        Channel.VIDEO_MEETING,
        Channel.EXERCISE,
        Channel.COOPERATION,
        Channel.AGREEMENT,
    }
)
"""Channels that can be a session of a standing mechanism."""
LETTERS = frozenset({Channel.LETTER, Channel.VERBAL_MESSAGE})
LONGEST_ITEM = 14
"""Tokens of an item at most; what is longer is no thing but a sentence."""


class _Read(NamedTuple):
    """A claim to be: its role and value, where its words stand, what read it, its note."""

    role: Role
    value: str
    at: tuple[int, int]
    rule: str
    note: str | None = None


def details(
    reading: Reading,
    trigger: int,
    rule: Rule,
    clean: CleanText,
    speaker: str | None,
    *,
    match: TreeMatch | None = None,
    register: Register | None = None,
) -> Iterator[Claim]:
    """Yield the attribute claims on one act: implied by the rule, then as worded.

    Args:
        reading: The sentence.
        trigger: The verb or noun that names the act.
        rule: Its channel tells what to look for, its claims what its wording implies.
        clean: The document.
        speaker: Whom the document credits.
        match: What the rule found there; a capture `item` is what was given or signed.
        register: For the ids of standing mechanisms; without it they stay as worded.
    """
    at = reading.span(trigger)
    implied = (_Read(role, value, at, rule.id) for role, value in rule.claims.items())
    items = match.captures.get("item", ()) if match else ()
    for found in (*implied, *_worded(reading, trigger, items, rule, clean, register)):
        words = " ".join(found.value.split())
        span = clean.span(*found.at)
        yield Claim(found.role, words, span, speaker, found.rule, note=found.note)


def _worded(
    reading: Reading,
    trigger: int,
    items: Sequence[Phrase],
    rule: Rule,
    clean: CleanText,
    register: Register | None,
) -> Iterator[_Read]:
    """Yield what the words around an act say, where the rule does not say it already."""
    view, text = view_of(reading), reading.text
    spine = spine_of(view, trigger)
    channel, known = rule.channel, rule.claims
    if channel is Channel.VISIT and Role.LEVEL not in known:
        for level in levels_of(reading, view, spine):
            yield _Read(Role.LEVEL, level.value, level.at, "level.named")
    for check in checks_of(reading, clean):
        if is_of(view, check, spine):
            at = check.start, check.end
            yield _Read(Role.ORDINAL, text[slice(*at)], at, "ordinal.named", check.note)
    if channel in SESSIONS and Role.MECHANISM not in known:
        venues = channel in (Channel.DIALOGUE, Channel.SUMMIT)
        if found := mechanism_of(reading, view, spine, register, venues=venues):
            yield _Read(Role.MECHANISM, found.value, found.at, "mechanism.named")
    letter = channel in LETTERS and Role.PURPOSE not in known
    if letter and (found := purpose_of(reading, view, trigger)):
        yield _Read(Role.PURPOSE, found.value, found.at, "purpose.named")
    if channel in QUANTIFIED:
        given = _given(view, spine) if channel in GIVEN else None
        own = [phrase.head for phrase in items] or items_of(reading, view, trigger)
        for amount in quantities(reading, view, own):
            at = amount.start, amount.end
            yield _Read(Role.QUANTITY, text[slice(*at)], at, "quantity.named", amount.note(given))
    for phrase in items:
        if phrase.end - phrase.start <= LONGEST_ITEM:
            at = reading.span(phrase.start, phrase.end - 1)
            yield _Read(Role.ITEM, text[slice(*at)], at, "item.named")
    whole = reading.sentence.start, reading.sentence.end
    for topic in topics_of(text, *whole):
        yield _Read(Role.TOPIC, topic, whole, "topic.named")


def _given(view: View, spine: dict[int, int]) -> str | None:
    """Say whether words of giving pledge or deliver; None where they do neither."""
    book: dict[str, str] = load_details()["delivery"]
    for i in spine:
        for state, lemmas in book.items():
            if view.lemmas[i] in lemmas.split():
                return state
    return None
