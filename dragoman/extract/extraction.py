"""What one document gives: its sections, reports, statements, and what was not understood."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import ParamSpec, TypeVar

from dragoman.actors import Register
from dragoman.extract.dating import Dating
from dragoman.extract.line import Prepared, is_silent, prepare_line, read_line, told
from dragoman.extract.rulebook import RuleBook, load_rules
from dragoman.extract.ties import ties_of
from dragoman.model import Document, Issue, Report, Section, Statement
from dragoman.model.wording import Wording
from dragoman.parse import Parser, Tree, load_parser
from dragoman.text import CleanText, prepare

LANGUAGES = frozenset({"en"})
"""The languages that the rules are written for."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document gave; offsets count in the document as obtained."""

    reports: tuple[Report, ...]
    statements: tuple[Statement, ...]
    sections: tuple[Section, ...]
    issues: tuple[Issue, ...]
    ties: tuple[Wording, ...] = ()


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

    What is not given is what ships with the package. The day of publication anchors relative
    dates; a document without one keeps its dates as the text gives them. A document in a
    language that no rule is written for gives an issue and no reports.
    """
    [found] = extract_all([doc], register=register, rules=rules, parser=parser)
    if isinstance(found, Exception):
        raise found
    return found


def extract_all(
    docs: Iterable[Document],
    *,
    register: Register | None = None,
    rules: RuleBook | None = None,
    parser: Parser | None = None,
) -> Iterator[Extraction | Exception]:
    """Yield what `extract` finds in each of some documents, in their order, or why it failed.

    Sentences of many documents are parsed together, which takes less time and gives the same. A
    document that something fails on changes nothing for the others.
    """
    register, rules, parser = (
        register or _register(),
        rules or load_rules(),
        parser or load_parser(),
    )
    begun = (_attempt(_begin, doc, register, rules) for doc in docs)
    while some := list(_window(begun)):
        for one, trees in zip(some, _trees(some, parser), strict=True):
            if not isinstance(one, Prepared):
                yield one
            elif isinstance(trees, Exception):
                yield trees
            else:
                yield _attempt(_finish, one, trees, register, rules)


_TOGETHER = 2_000
"""Sentences, and documents, that are kept for one call of the parser."""

_Begun = Prepared | Extraction | Exception
_P = ParamSpec("_P")
_T = TypeVar("_T")


def _begin(doc: Document, register: Register, rules: RuleBook) -> Prepared | Extraction:
    """Go with a document as far as its sentences are to be parsed, or to the end if none is."""
    clean = prepare(doc)
    if doc.language is None or doc.language in LANGUAGES:
        if is_silent(clean, register):
            return Extraction((), (), _sections(clean), ())
        return prepare_line(clean, register, rules)
    what = f"{doc.language}; the rules read {', '.join(sorted(LANGUAGES))}"
    issue = Issue("extract", "language without rules", what, doc.id)
    return Extraction((), (), _sections(clean), (issue,))


def _finish(
    prepared: Prepared, trees: Iterable[Tree], register: Register, rules: RuleBook
) -> Extraction:
    issues: list[Issue] = []
    clean, dating = prepared.clean, Dating(prepared.clean)
    steps = list(read_line(prepared, trees, register, rules, dating, issues))
    reports = [report for _, report in told(steps, clean, dating, register)]
    statements = tuple(statement for step in steps for statement in step.statements)
    ties = tuple(ties_of(clean, prepared.mentions))
    return Extraction(tuple(reports), statements, _sections(clean), tuple(issues), ties)


def _sections(clean: CleanText) -> tuple[Section, ...]:
    return tuple(
        Section(part.kind, *clean.repaired.back(part.start, part.end), part.rule)
        for part in clean.sections
    )


def _window(begun: Iterator[_Begun]) -> Iterator[_Begun]:
    """Yield the next documents whose sentences are parsed together."""
    room = _TOGETHER
    for one in begun:
        yield one
        room -= 1 + (len(one.given) if isinstance(one, Prepared) else 0)
        if room <= 0:
            return


def _trees(some: Iterable[_Begun], parser: Parser) -> Iterator[Sequence[Tree] | Exception]:
    """Yield the trees of each document; where the parser fails on all, it is asked one by one."""
    texts = [one.texts if isinstance(one, Prepared) else [] for one in some]
    parses = _attempt(parser.parse, [text for given in texts for text in given])
    if isinstance(parses, Exception):
        yield from (_attempt(lambda own: [*parser.parse(own)], given) for given in texts)
        return
    trees = iter(parses)
    for given in texts:
        yield [*islice(trees, len(given))]


def _attempt(function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T | Exception:
    """Return what a function gives, or why it fails: whatever a hostile document can set off."""
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return error
