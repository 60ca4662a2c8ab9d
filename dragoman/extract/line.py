"""The line of one document, sentence by sentence: what `extract` collects and `explain` shows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dragoman.actors import Register, find_mentions
from dragoman.actors.abroad import names_abroad
from dragoman.actors.mentions.scene import Scene
from dragoman.actors.mentions.settling import find_home
from dragoman.extract.attribution import sources_of
from dragoman.extract.dates import carry, find_dates
from dragoman.extract.dating import Dating
from dragoman.extract.details.carrying import carry_places
from dragoman.extract.gate import Held, counts_countries, gate_of
from dragoman.extract.listed import find_items, planned
from dragoman.extract.memory import Memory
from dragoman.extract.reading import Reading, StandIn, read_tree, stand_in
from dragoman.extract.referring import Referents, subject_state
from dragoman.extract.reports import Hit, find_hits, merge_repeats, reports_of, without_titles
from dragoman.extract.rulebook import RuleBook
from dragoman.extract.statements import find_statements
from dragoman.extract.stricken import stricken_state
from dragoman.extract.transcript import exchange_of, with_speakers
from dragoman.model import Issue, Mention, Report, Sentence, Statement
from dragoman.parse import Tree
from dragoman.text import CleanText

_LOOKED_BACK = 100
"""Sentences before one in which its speaker may be named."""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one sentence; `reading` is None where the gate did not let it pass."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    reading: Reading | None = None
    hits: tuple[Hit, ...] = ()
    reports: tuple[Report, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document up to where its sentences are parsed.

    `given` are the sentences that the gate lets pass, as the parser is given them, by number;
    `held` says of each sentence why it is not among them.
    """

    clean: CleanText
    mentions: tuple[tuple[Mention, ...], ...]
    home: str | None
    stricken: tuple[str, Mention] | None
    held: tuple[Held | None, ...]
    given: Mapping[int, StandIn]

    @property
    def texts(self) -> list[str]:
        """What is to be parsed, in the order of the sentences."""
        return [one.text for one in self.given.values()]


def is_silent(clean: CleanText, register: Register) -> bool:
    """Say whether a document gives nothing, as its words alone tell: asked before all else.

    No listed name of anybody but the state whose account it is stands in it.
    """
    text = clean.text
    named = names_abroad(f"{clean.doc.title or ''}\n\n{text}", register, _home(clean, register))
    return not named and not counts_countries(text, 0, len(text))


def prepare_line(clean: CleanText, register: Register, rules: RuleBook) -> Prepared:
    """Find who is named in a document, and which of its sentences are to be parsed.

    Args:
        clean: The document, ready for reading.
        register: Who is who.
        rules: What documents say, and how.
    """
    home = _home(clean, register)
    mentions = with_speakers(clean, find_mentions(clean, register, day=clean.doc.published), home)
    stricken = stricken_state(clean, mentions, register)
    held = gate_of(rules).held(clean, mentions, register, home=home, stricken=stricken is not None)
    given = {
        i: stand_in(clean.text, clean.sentences[i], mentions[i])
        for i, reason in enumerate(held)
        if reason is None
    }
    return Prepared(clean, mentions, home, stricken, tuple(held), given)


def read_line(
    prepared: Prepared,
    trees: Iterable[Tree],
    register: Register,
    rules: RuleBook,
    dating: Dating,
    issues: list[Issue],
) -> Iterator[Step]:
    """Yield what becomes of each sentence of a document, in its order.

    Args:
        prepared: The document.
        trees: Of its `texts`, in their order.
        register: Who is who.
        rules: What documents say, and how.
        dating: Is told of the document's days sentence by sentence.
        issues: What was met and not understood is added to it.
    """
    clean, given, trees = prepared.clean, prepared.given, iter(trees)
    day = clean.doc.published
    memory, before, referents = (
        Memory(prepared.home, prepared.stricken),
        list[Reading](),
        Referents(clean.text),
    )
    sources = sources_of(clean, register)
    previous: str | None = None
    items = find_items(clean, prepared.mentions, register, prepared.home, sources)
    if exchange := exchange_of(prepared.mentions):
        memory.talk(exchange)
    for i, (sentence, found) in enumerate(zip(clean.sentences, prepared.mentions, strict=True)):
        if i not in given:
            yield Step(sentence, found, reports=items.added(i, ()))
            referents.learn(found)
            referents.acting = None
            continue
        begin = given[i].begin
        dates = find_dates(clean.text, begin, sentence.end, anchor=day, previous=previous)
        previous = carry(dates, previous)
        reading = read_tree(clean.text, sentence, found, dates, given[i], next(trees), referents)
        referents.learn(found)
        referents.acting = subject_state(reading.tree, reading.heads)
        hits = find_hits(reading, rules, register, memory)
        reports = tuple(
            reports_of(reading, hits, clean, register, issues, memory, dating, before, sources)
        )
        statements = find_statements(reading, clean)
        yield Step(
            sentence, found, reading, tuple(hits), items.added(i, reports), tuple(statements)
        )
        before = [*before[1 - _LOOKED_BACK :], reading]


def _home(clean: CleanText, register: Register) -> str | None:
    """Return the state whose account a document is, unless it was sent from elsewhere."""
    home = find_home(Scene(clean, register, clean.doc.published))
    sent = clean.dateline.place if clean.dateline else None
    places = [register.place(ident) for ident in register.lookup(sent)] if sent else []
    states = {place.state for place in places if place and place.state}
    return home if not states or home in states else None


def told(
    steps: Iterable[Step], clean: CleanText, dating: Dating, register: Register
) -> list[tuple[Report, Report]]:
    """Return the reports that stay of a document, each as its sentence and as the whole tells it.

    What repeats another report of the sentence goes, and what only the title says of acts
    that the text tells too; days and places are taken from other sentences.
    """
    reports = merge_repeats([report for step in steps for report in step.reports])
    left = without_titles(reports, clean)
    whole = planned(carry_places(dating.fill(left), register), clean)
    return list(zip(left, whole, strict=True))
