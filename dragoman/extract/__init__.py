"""From a document to reports: what it says happened, who with whom, and how sure it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dragoman.actors import Register, find_mentions
from dragoman.extract.book import RuleBook, load_rules
from dragoman.extract.dates import carry, find_dates
from dragoman.extract.gate import Gate
from dragoman.extract.memory import Memory
from dragoman.extract.reading import Reading, read_tree, stand_in
from dragoman.extract.reports import find_hits, merge_repeats, reports_of
from dragoman.model import Document, Issue, Report, Section, Statement
from dragoman.parse import Parser, load_parser
from dragoman.text import CleanText, prepare

__all__ = ["LANGUAGES", "Extraction", "RuleBook", "extract", "load_rules"]

LANGUAGES = frozenset({"en"})
"""The languages that the rules are written for."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document gave; offsets count in the document as obtained."""

    reports: tuple[Report, ...]
    statements: tuple[Statement, ...]
    sections: tuple[Section, ...]
    issues: tuple[Issue, ...]


@cache
def _register() -> Register:
    return Register.load()


def extract(
    doc: Document,
    *,
    register: Register | None = None,
    rules: RuleBook | None = None,
    parser: Parser | None = None,
) -> Extraction:
    """Find what a document reports.

    What is not given is what ships with the package. The day of publication anchors relative dates; a document without one keeps its
    dates as the text gives them. A document in a language that no rule is written for
    gives an issue and no reports.
    """
    register = register or _register()
    rules = rules or load_rules()
    clean = prepare(doc)
    sections = tuple(
        Section(part.kind, *clean.repaired.back(part.start, part.end), part.rule)
        for part in clean.sections
    )
    issues: list[Issue] = []
    if doc.language is not None and doc.language not in LANGUAGES:
        what = f"the rules read {', '.join(sorted(LANGUAGES))}"
        issues.append(Issue("extract", "language without rules", f"{doc.language}; {what}", doc.id))
        return Extraction((), (), sections, tuple(issues))
    reports: list[Report] = []
    memory = Memory()
    for reading in read_sentences(clean, register, parser or load_parser(), rules.gate):
        hits = find_hits(reading, rules, register, memory)
        reports += reports_of(reading, hits, clean, register, issues, memory)
    return Extraction(tuple(merge_repeats(reports)), (), sections, tuple(issues))


def read_sentences(
    clean: CleanText, register: Register, parser: Parser, gate: Gate
) -> Iterator[Reading]:
    """Yield the sentences of a document that the gate lets pass, parsed together."""
    day = clean.doc.published
    mentions = find_mentions(clean, register, day=day)
    passing = [
        (sentence, tuple(found), stand_in(clean.text, sentence, found))
        for sentence, found in zip(clean.sentences, mentions, strict=True)
        if gate.passes(clean.text, sentence, found)
    ]
    parses = parser.parse([given.text for _, _, given in passing])
    previous: str | None = None
    for (sentence, found, given), tree in zip(passing, parses, strict=True):
        dates = find_dates(clean.text, sentence.start, sentence.end, anchor=day, previous=previous)
        previous = carry(dates, previous)
        yield read_tree(clean.text, sentence, found, dates, given, tree)
