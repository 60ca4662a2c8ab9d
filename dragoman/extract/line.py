"""The line of one document, sentence by sentence: what `extract` collects and `explain` shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.actors import Register, find_mentions
from dragoman.actors.mentions.scene import Scene
from dragoman.actors.mentions.settling import find_home
from dragoman.extract.attribution import sources_of
from dragoman.extract.dates import carry, find_dates
from dragoman.extract.dating import Dating
from dragoman.extract.details.carrying import carry_places
from dragoman.extract.memory import Memory
from dragoman.extract.reading import Reading, read_tree, stand_in
from dragoman.extract.referring import Referents, subject_state
from dragoman.extract.reports import Hit, find_hits, merge_repeats, reports_of, without_titles
from dragoman.extract.rulebook import RuleBook
from dragoman.extract.statements import find_statements
from dragoman.extract.stricken import stricken_state
from dragoman.model import Issue, Mention, Report, Sentence, Statement
from dragoman.parse import Parser
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


def read_line(
    clean: CleanText,
    register: Register,
    rules: RuleBook,
    parser: Parser,
    dating: Dating,
    issues: list[Issue],
) -> Iterator[Step]:
    """Yield what becomes of each sentence of a document, in its order.

    Args:
        clean: The document, ready for reading.
        register: Who is who.
        rules: What documents say, and how.
        parser: Is given all sentences that the gate lets pass at once.
        dating: Is told of the document's days sentence by sentence.
        issues: What was met and not understood is added to it.
    """
    day = clean.doc.published
    mentions = find_mentions(clean, register, day=day)
    given = {
        i: stand_in(clean.text, sentence, found)
        for i, (sentence, found) in enumerate(zip(clean.sentences, mentions, strict=True))
        if rules.gate.passes(clean.text, sentence, found)
    }
    trees = iter(parser.parse([one.text for one in given.values()]))
    memory, before, referents = (
        Memory(_home(clean, register), stricken_state(clean, mentions, register)),
        list[Reading](),
        Referents(clean.text),
    )
    sources = sources_of(clean, register)
    previous: str | None = None
    for i, (sentence, found) in enumerate(zip(clean.sentences, mentions, strict=True)):
        if i not in given:
            yield Step(sentence, tuple(found))
            referents.learn(found)
            referents.acting = None
            continue
        begin = given[i].begin
        dates = find_dates(clean.text, begin, sentence.end, anchor=day, previous=previous)
        previous = carry(dates, previous)
        reading = read_tree(
            clean.text, sentence, tuple(found), dates, given[i], next(trees), referents
        )
        referents.learn(found)
        referents.acting = subject_state(reading.tree, reading.heads)
        hits = find_hits(reading, rules, register, memory)
        reports = reports_of(
            reading, hits, clean, register, issues, memory, dating, before, sources
        )
        statements = find_statements(reading, clean)
        yield Step(sentence, tuple(found), reading, tuple(hits), tuple(reports), tuple(statements))
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
    whole = carry_places(dating.fill(left), register)
    return list(zip(left, whole, strict=True))
