"""The claims on an act beside its parties, day and place: how, of what, how much, which one."""

from collections.abc import Iterator

from dragoman.actors import Register
from dragoman.extract.about.book import load_details
from dragoman.extract.about.checks import checks_of
from dragoman.extract.about.kinds import levels_of, mechanism_of, purpose_of
from dragoman.extract.about.quantities import items_of, quantities
from dragoman.extract.about.ties import is_tied, spine_of, view_of
from dragoman.extract.about.topics import topics_of
from dragoman.extract.reading import Reading
from dragoman.extract.rulebook import Rule
from dragoman.model import Channel, Claim, Role
from dragoman.parse.matching.search import TreeMatch
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


def details(
    reading: Reading,
    match: TreeMatch,
    rule: Rule,
    clean: CleanText,
    speaker: str | None,
    *,
    register: Register | None = None,
) -> Iterator[Claim]:
    """Yield the attribute claims of one match: implied by the rule, then as worded.

    Args:
        reading: The sentence.
        match: What the rule found there; a capture `item` is what was given or signed.
        rule: Its channel tells what to look for, its claims what its wording implies.
        clean: The document.
        speaker: Whom the document credits.
        register: For the ids of standing mechanisms; without it they stay as worded.
    """
    trigger = reading.span(match.trigger)
    sentence = reading.sentence

    def claim(role: Role, value: str, at: tuple[int, int], name: str, note: str | None) -> Claim:
        return Claim(role, " ".join(value.split()), clean.span(*at), speaker, name, note=note)

    for role, value in rule.claims.items():
        yield claim(role, value, trigger, rule.id, None)
    view = view_of(reading)
    spine = spine_of(view, match.trigger)
    if rule.channel is Channel.VISIT and Role.LEVEL not in rule.claims:
        for level, *at in levels_of(reading, view, spine):
            yield claim(Role.LEVEL, level, (at[0], at[1]), "level.named", None)
    for check in checks_of(reading, clean):
        if is_tied(view, check.token, spine):
            at = check.start, check.end
            yield claim(Role.ORDINAL, check.span.quote, at, "ordinal.named", check.note)
    if rule.channel in SESSIONS and Role.MECHANISM not in rule.claims:
        if (found := mechanism_of(reading, view, spine, register)) is not None:
            yield claim(Role.MECHANISM, found[0], found[1:], "mechanism.named", None)
    if rule.channel in LETTERS and Role.PURPOSE not in rule.claims:
        if (found := purpose_of(reading, view, match.trigger)) is not None:
            yield claim(Role.PURPOSE, found[0], found[1:], "purpose.named", None)
    if rule.channel in QUANTIFIED:
        items = items_of(reading, view, match)
        given = _given(view, spine) if rule.channel in GIVEN else None
        for amount in quantities(reading, view, items):
            at = amount.start, amount.end
            words = reading.text[slice(*at)]
            yield claim(Role.QUANTITY, words, at, "quantity.named", amount.note(given))
    for at in _items(reading, match):
        yield claim(Role.ITEM, reading.text[slice(*at)], at, "item.named", None)
    for topic in topics_of(reading.text, sentence.start, sentence.end):
        yield claim(Role.TOPIC, topic, (sentence.start, sentence.end), "topic.named", None)


def _given(view: View, spine: dict[int, int]) -> str | None:
    """Say whether words of giving pledge or deliver; None where they do neither."""
    book: dict[str, str] = load_details()["delivery"]
    for i in spine:
        for state, lemmas in book.items():
            if view.lemmas[i] in lemmas.split():
                return state
    return None


def _items(reading: Reading, match: TreeMatch) -> Iterator[tuple[int, int]]:
    """Give the words of what a rule captured as `item`."""
    for phrase in match.captures.get("item", ()):
        if phrase.end - phrase.start <= LONGEST_ITEM:
            yield reading.span(phrase.start, phrase.end - 1)
