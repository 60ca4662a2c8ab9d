"""What one document gives: its sections, reports, statements, and what was not understood."""

from dataclasses import dataclass
from functools import cache

from dragoman.actors import Register
from dragoman.extract.dating import Dating
from dragoman.extract.line import read_line, told
from dragoman.extract.rulebook import RuleBook, load_rules
from dragoman.model import Document, Issue, Report, Section, Statement
from dragoman.parse import Parser, load_parser
from dragoman.text import prepare

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

    What is not given is what ships with the package. The day of publication anchors relative
    dates; a document without one keeps its dates as the text gives them. A document in a
    language that no rule is written for gives an issue and no reports.
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
    dating = Dating(clean)
    steps = list(read_line(clean, register, rules, parser or load_parser(), dating, issues))
    reports = [report for _, report in told(steps, clean, dating, register)]
    statements = tuple(statement for step in steps for statement in step.statements)
    return Extraction(tuple(reports), statements, sections, tuple(issues))
