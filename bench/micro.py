"""Single functions under pytest-benchmark; `tools/bench micro` runs them."""

from collections.abc import Callable
from typing import Any

import pytest
from _bench_texts import Maker

from dragoman.actors import Register, find_mentions
from dragoman.extract import extract, load_rules
from dragoman.extract.gate import gate_of
from dragoman.ledger.tables import rows_of_reports, table
from dragoman.model import Document
from dragoman.parse import choose_parser
from dragoman.parse.tokens import tokenize
from dragoman.text import prepare

Benchmark = Any

STORIES = [Maker().story(number) for number in range(30)]
CLEAN = [prepare(Document(str(one.number), one.text, published=one.published)) for one in STORIES]
REGISTER, RULES, PARSER = Register.load(), load_rules(), choose_parser("dragoman")
MENTIONS = [find_mentions(one, REGISTER, day=one.doc.published) for one in CLEAN]


@pytest.fixture
def measured(benchmark: Benchmark) -> Callable[..., None]:
    """Return what times a function that does something `n` times."""

    def measure(work: Callable[[], object], n: int, each: str) -> None:
        benchmark.extra_info.update(n=n, each=each)
        benchmark(work)

    return measure


def test_prepare(measured: Callable[..., None]) -> None:
    """Repairs, sections and sentences of a text."""
    measured(lambda: [prepare(one.doc) for one in CLEAN], len(CLEAN), "a document")


def test_tokenizer(measured: Callable[..., None]) -> None:
    """Words of a text."""
    measured(lambda: [tokenize(one.text) for one in CLEAN], len(CLEAN), "a document")


def test_mentions(measured: Callable[..., None]) -> None:
    """Who is named."""
    work = lambda: [find_mentions(one, REGISTER, day=one.doc.published) for one in CLEAN]  # noqa: E731
    measured(work, len(CLEAN), "a document")


def test_gate(measured: Callable[..., None]) -> None:
    """Which sentences can report anything."""
    gate, pairs = gate_of(RULES), list(zip(CLEAN, MENTIONS, strict=True))
    work = lambda: [gate.held(*one, REGISTER, home=None, stricken=False) for one in pairs]  # noqa: E731
    measured(work, len(CLEAN), "a document")


def test_matcher(measured: Callable[..., None]) -> None:
    """All patterns over parsed sentences."""
    sentences = [one.text[s.start : s.end] for one in CLEAN for s in one.sentences][:100]
    trees = list(PARSER.parse(sentences))
    matcher = RULES.matcher
    measured(lambda: [matcher.find(tree) for tree in trees], len(trees), "a sentence")


def test_rows(measured: Callable[..., None]) -> None:
    """Reports to the tables of a ledger."""
    found = [
        report
        for one in CLEAN
        for report in extract(one.doc, register=REGISTER, rules=RULES, parser=PARSER).reports
    ]

    def work() -> object:
        return [
            table(name, rows)
            for name, rows in zip(("reports", "claims"), rows_of_reports(found), strict=True)
        ]

    measured(work, len(found), "a report")
