"""Who says so: the chain from the outlet inward."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dragoman.actors import Register
from dragoman.extract.reading import Reading
from dragoman.extract.sources import PAPER, normal
from dragoman.extract.sources import sources_of as sources_of
from dragoman.extract.speakers import (
    can_speak,
    is_pronoun,
    listed,
    mention_of,
    phrase_of,
)
from dragoman.extract.speech import speeches_of
from dragoman.model import Actor, Mention, MentionKind
from dragoman.text import CleanText

_LONGEST_QUOTED = 20_000
"""Characters of a paragraph before a sentence in which a quotation may have been opened."""

_ARTICLE = re.compile(r"^(?:the|an?|this|that|its)\s+", re.IGNORECASE)
_BARE = re.compile(r"(?:the|this|that) (?:same |news )?(?P<noun>[a-z]+)", re.IGNORECASE)
_PRESS = frozenset({"agency", "newspaper", "paper", "daily", "channel", "broadcaster", "station"})
_NEAR = 30
"""Characters before a name that still tell what it is: "state news agency APA"."""

_PRONOUNS = frozenset({"he", "she", "they", "it", "who", "which", "i", "we", "you"})
_POSSESSIVE = ("his ", "her ", "its ", "their ")
_OWN = re.compile(r"\b(?:statement|communiqu[eé]|readout|release|note|declaration)\b", re.I)


@cache
def _register() -> Register:
    return Register.load()


def voices_of(
    reading: Reading,
    trigger: int,
    clean: CleanText,
    *,
    before: Sequence[Reading] = (),
    register: Register | None = None,
    sources: Sequence[str] | None = None,
) -> tuple[str, ...]:
    """Return who says that the act at a token took place, outermost first.

    Whose text the document is, the agency that it credits, then whoever the sentence credits
    with the words around `trigger`; of two, the one who says more is the outer. Outlets are
    called as the register calls them, a pronoun by the name of who is meant, all others as
    worded. Empty when nothing names anybody.

    Args:
        reading: The sentence.
        trigger: The token that names the act.
        clean: The document.
        before: Earlier sentences of the document. "The statement said" and a quotation that
            runs on are credited to a speaker who was named there.
        register: Ours if None.
        sources: What `sources_of` gives, for who asks often.
    """
    register = register or _register()
    chain = list(sources_of(clean, register) if sources is None else sources)
    said = [speech for speech in speeches_of(reading) if trigger in speech.content]
    if _is_quoted(clean, reading) and before:
        chain += _last_speakers(before, register)
    told = [
        name
        for speech in sorted(said, key=lambda s: (-len(s.content), s.level))
        for speaker in speech.speakers
        for name in _names(reading, speaker, before, register)
    ]
    told = told or list(_by_words(reading, trigger, clean, register))
    outer, inner = _beside(reading, trigger, clean, register) if told else ([], [])
    chain += [*outer, *told, *(one for one in inner if not one.startswith(tuple(told)))]
    return tuple(dict.fromkeys(name for name in chain if name))


_WHO = r"(?P<who>(?:[^\s,;:“”\"()—–]+\s){0,12}?[^\s,;:“”\"()—–]+)"
_TELLS = (
    r"(?:has |have |had )?(?:said|says?|told|tells|reported|reports?|announced|announces|informs?"
    r"|informed|wrote|writes?|tweeted|posted|confirmed|confirms|revealed|noted|stated|indicated"
    r"|disclosed|learned|learnt|specified|clarified|understands)"
)
_TOLD_BEHIND = re.compile(
    rf"(?:,|\s[—–])[”\"]?\s{_WHO}\s{_TELLS}"
    r"(?!\s(?:that|he|she|they|it|his|her|the two|would|will)\b)(?:\s[^,;:]{0,90})?"
    r"(?:,\s(?:citing|quoting|referring to|though|although|while|adding|hours (?:after|before))"
    r"\s[^;]{0,200})?[.!]?[”\"]?\s*$"
)
_INVERTED = re.compile(
    rf",[”\"]?\s(?:said|says|reports?|reported|writes|wrote|informs|announced|told)\s{_WHO}"
    r"(?:,?\s(?:citing|quoting|with reference to|on|in|at)\s.{0,100})?[.!]?\s*$"
)
_TOLD_BEFORE = re.compile(
    rf"^(?:As\s{_WHO}\s{_TELLS}(?:\s[^,]{{0,40}})?,"
    r"|(?:According to|Per|In the words of|As per|Citing|Quoting|As told to|With reference to)\s"
    r"(?P<by>[^,;:“”\"()]{2,120}?),"
    r"|(?:It|This)\s(?:was|has been)\s(?:learned|learnt|reported|announced|made known|said)\s"
    r"(?:from|by)\s(?P<from>[^,;:“”\"()]{2,80}?)\sthat\b"
    r"|It emerged from (?:a statement|remarks|comments|documents?) (?:by|of|from)\s"
    r"(?P<made>[^,;:“”\"()]{2,80}?)\sthat\b|(?P<outlet>[^,;:“”\"()]{2,60}):\s(?=[A-Z])"
    r"|(?P<known>[^,;:“”\"()]{2,80}?)\s(?:lets? it be known|made (?:it )?known|has learned"
    r"|learned(?:\s\w+)?|tweeted|posted|indicates?|informs?|informed)\sthat\b)"
)
_TOLD_BESIDE = re.compile(
    r",\s(?:in the words of|according to|as (?:reported|told|announced|stated|confirmed|said) by"
    r"|cited by|quoted by|citing|per)\s(?P<who>[^,;:“”\"()]{2,100}?)[.,]"
)
_TOLD_NEXT = re.compile(
    r"\s*(?:This|It|The news|The information)\s(?:was|is|has been)\s(?:reported|announced|stated"
    r"|said|informed|confirmed|published|disclosed)\s(?:by|on the website of)\s"
    r"(?P<who>[^,;:“”\"()\n.]{2,100})"
)
_LEARNED = re.compile(
    r",?\sit\s(?:was|has been|is)\s(?:learned|learnt|reported|announced|stated|understood|said)\s"
    r"(?:from|by)\s(?P<who>[^,;:“”\"()\n]{2,100}?)[.,]?\s*$"
)
_CONFIRMED = re.compile(
    r"\s(?:was|were|been)\s(?:confirmed|announced|reported|revealed|disclosed)\s(?:on \w+ )?by\s"
    r"(?P<who>[^,;:“”\"()]{2,100}?)(?:[.,]|$)"
)
_NOT_WHO = re.compile(
    r"^(?:and|but|who|which|that|where|when|while|after|before|as|it|he|she|they|we|i|not|also|or)\b",
    re.IGNORECASE,
)
_UNKNOWN_NAME = re.compile(r"[A-Z]{2,6}|(?:[A-Z][\w.’'-]+ ?){1,4}")
"""A broadcaster, a paper or a person that the register does not know: "SVT"."""

_WHEN = re.compile(
    r"\s(?:on\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|late|early|earlier).*$"
)


_BODIES = frozenset({"service", "division", "bureau", "secretariat", "diwan", "centre", "center"})
"""More nouns that speak where a phrase of its own names them."""

_LONG = 800
"""Characters of a sentence that are looked at; longer ones are lists."""


def _by_words(
    reading: Reading, trigger: int, clean: CleanText, register: Register
) -> Iterator[str]:
    """Yield who says so by the words alone, where no tree tells: "..., Kyodo and NHK reported."."""
    start, end = reading.sentence.start, reading.sentence.end
    at = reading.spans[trigger][0]
    for pattern in (_TOLD_BEHIND, _INVERTED, _TOLD_BESIDE, _CONFIRMED, _LEARNED, _TOLD_BEFORE):
        match = pattern.search(clean.text[start : min(end, start + _LONG)])
        if match is None:
            continue
        behind = pattern is not _TOLD_BEFORE
        if behind is not (at < start + match.start()) or start + match.end() <= at < start:
            continue
        names = list(_told_by(reading, clean, start, match, register))
        if names:
            yield from names
            return
    if match := _TOLD_NEXT.match(clean.text, end, end + 300):
        yield from _told_by(reading, clean, 0, match, register)


_TOLD_TO = re.compile(
    r"\b(?:told|tells|in an interview with|speaking to|interview to)\s(?:the\s)?(?:\w+\s){0,3}?"
    r"(?P<who>[A-Z][\w.’'-]*(?:\s(?:d[aei]\w?|[A-Z])[\w.’'-]*){0,3})"
    r"(?P<kind>\s(?:TV|television|radio|newspaper|daily|(?:news )?agency|channel|website))?"
)
_CITES = re.compile(
    r"(?:,|\breport\w*|\bsaid)\s(?:with reference to|citing|quoting|referring to)\s"
    r"(?P<who>[^,;:“”\"()—–.]{2,100})"
)


def _beside(
    reading: Reading, trigger: int, clean: CleanText, register: Register
) -> tuple[list[str], list[str]]:
    """Return the outlet that speakers told it to, and whom an outlet cites for it."""
    start, end = reading.sentence.start, reading.sentence.end
    words = clean.text[start : min(end, start + _LONG)]
    outer = [
        " ".join(told["who"].split())
        for told in _TOLD_TO.finditer(words)
        if told["kind"] or register.outlet_by_name(told["who"])
    ]
    cites = _CITES.search(words)
    inner = list(_told_by(reading, clean, start, cites, register)) if cites else []
    return [normal(name, register) for name in outer], inner


def _told_by(
    reading: Reading, clean: CleanText, start: int, match: re.Match[str], register: Register
) -> Iterator[str]:
    """Yield those whom the words of a match name, where they can speak."""
    group = next((name for name, words in match.groupdict().items() if words), None)
    if group is None or _NOT_WHO.match(match[group]):
        return
    first, last = start + match.start(group), start + match.end(group)
    within = [m for m in reading.mentions if first <= m.start and m.end <= last]
    people = [a for m in within for a in m.actors if a.person and m.kind is MentionKind.PERSON]
    if people and len(people) == 1:
        yield _called(people[0], register)
        return
    words = _ARTICLE.sub("", _WHEN.sub("", match[group])).rstrip(".")
    said = [clean.text[m.start : m.end] for m in within if m.kind is MentionKind.OUTLET]
    parts = [*re.split(r",? and |, ", words), *(words.split()[-1:] if group == "outlet" else [])]
    plain = listed("words_and_outlets")
    outlets = [p for p in parts if p.lower() not in plain and register.outlet_by_name(p)]
    outlets = outlets if len(outlets) > len(said) else said
    yield from (normal(outlet, register) for outlet in outlets)
    if group == "outlet":
        return
    bare = re.findall(r"[a-zà-ÿ-]+", words.lower())
    speaks = within or not (listed("speakers") | _BODIES).isdisjoint(
        {*bare, *(w.removesuffix("s") for w in bare)}
    )
    named = PAPER.fullmatch(words) or _UNKNOWN_NAME.fullmatch(words)
    if not outlets and (speaks or named):
        yield words


def _names(
    reading: Reading, speaker: int, before: Sequence[Reading], register: Register
) -> Iterator[str]:
    start, end = phrase_of(reading, speaker)
    words = " ".join(reading.text[start:end].split())
    mention = mention_of(reading, speaker)
    if mention is None and words.lower() == "it":
        yield from _last_speakers(before, register, persons=False)
    if not can_speak(reading, speaker):
        return
    if mention is not None and (is_pronoun(mention) or "person" in reading.kinds[speaker]):
        known = [a for a in mention.actors if a.person or is_pronoun(mention)]
        if known and not any(a.basis and a.basis.inferred for a in mention.actors):
            yield from (_called(actor, register) for actor in known)
            return
    outlets = list(_outlets(reading, speaker))
    yield from (normal(outlet, register) for outlet in outlets)
    if outlets and reading.tree[speaker].lemma.lower() in (*_PRESS, words.lower().split()[-1]):
        return
    # "the ministry said": which one?
    bare = _BARE.fullmatch(words) if mention is None or _points_back(mention) else None
    if bare and _OWN.search(words):  # "the statement said": whose?
        yield from _last_speakers(before, register)
    elif bare and (same := _same_before(bare["noun"], before, register)):
        yield same
        return
    words = _whose(reading, speaker, words, register)
    if words.lower() not in _PRONOUNS:
        yield _ARTICLE.sub("", words)


def _points_back(mention: Mention) -> bool:
    """Say whether a mention is an organ whose name stands in an earlier sentence."""
    return mention.kind is MentionKind.ORGAN and any(
        actor.how in ("coreference", "context") for actor in mention.actors
    )


def _called(actor: Actor, register: Register) -> str:
    """Return a person's usual name, else as the document has it, else the office or state."""
    if actor.person or not actor.name:
        return register.label(actor.id) if actor.id else ""
    return actor.name


def _outlets(reading: Reading, speaker: int) -> Iterator[str]:
    """Yield the outlets in the phrase of a speaker: "state news agency APA", "Pristina's Koha"."""
    for token in sorted(reading.below(speaker)):
        if "outlet" in reading.kinds[token]:
            mention = reading.heads[token]
            yield reading.text[mention.start : mention.end]


def _last_speakers(
    before: Sequence[Reading], register: Register, *, persons: bool = True
) -> list[str]:
    """Return who spoke last in the sentences before, where somebody did in the last three."""
    for reading in reversed(before[-3:]):
        for speech in reversed(speeches_of(reading)):
            names = [
                name
                for speaker in speech.speakers
                if persons or "person" not in reading.kinds[speaker]
                for name in _names(reading, speaker, (), register)
            ]
            if names:
                return names
    return []


def _same_before(noun: str, before: Sequence[Reading], register: Register) -> str | None:
    """Return whom a bare noun takes up: "the agency" after "state news agency APA said"."""
    for reading in reversed(before):
        for speech in reversed(speeches_of(reading)):
            for speaker in speech.speakers:
                start, end = phrase_of(reading, speaker)
                words = reading.text[max(reading.sentence.start, start - _NEAR) : end].lower()
                if noun in _PRESS and (outlets := list(_outlets(reading, speaker))):
                    return normal(outlets[-1], register)
                if noun in words.split() and not _BARE.fullmatch(words):
                    return next(_names(reading, speaker, (), register), None)
    return None


def _whose(reading: Reading, speaker: int, words: str, register: Register) -> str:
    """Return the words for a speaker with the state or person that only the context tells.

    "His office" is "Lula da Silva's office", "the foreign ministry" is "foreign ministry, Iran".
    """
    for child in reading.tree.children[speaker]:
        owner = reading.heads.get(child)
        if owner is not None and is_pronoun(owner) and words.lower().startswith(_POSSESSIVE):
            named = [register.label(actor.id) for actor in owner.actors if actor.id]
            if len(named) == 1:
                return f"{named[0]}'s {words.partition(' ')[2]}"
    mention = mention_of(reading, speaker)
    if mention is None or mention.kind is not MentionKind.ORGAN or len(mention.actors) != 1:
        return words
    state = register.label(mention.actors[0].polity or "")
    worded = {word[:4].lower() for word in words.replace("'s", "").split()}
    if (
        not state
        or state[:4].lower() in worded
        or any(reading.heads.get(t) not in (None, mention) for t in reading.below(speaker))
    ):
        return words
    return f"{words}, {state}"


def _is_quoted(clean: CleanText, reading: Reading) -> bool:
    """Say whether a sentence stands in a quotation that an earlier one opened."""
    start = reading.sentence.start
    begin = clean.text.rfind("\n", max(0, start - _LONGEST_QUOTED), start) + 1
    begin = max(begin, start - _LONGEST_QUOTED)
    words = clean.text[begin : reading.sentence.start]
    straight = words.count('"') % 2 == 1
    return straight or words.count("“") > words.count("”")
