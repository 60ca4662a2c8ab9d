"""Why a sentence gave what it gave: the rules that fired, those that nearly did, and what for."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dragoman.actors import Register
from dragoman.extract.book import RuleBook
from dragoman.extract.dating import Dating
from dragoman.extract.line import Step, read_line
from dragoman.extract.reading import Reading
from dragoman.extract.reports import merge_repeats
from dragoman.model import Issue
from dragoman.parse import Parser
from dragoman.parse.matching import NearMatch, TreeMatch
from dragoman.text import CleanText

NEAREST = 3
"""Rules that nearly fired which are told for one word, those that lack least."""


class Outcome(StrEnum):
    """What became of a match."""

    REPORTED = "reported"
    REPEATED = "another report of the sentence says the same"
    OUTDONE = "another rule read the same word better"
    UNBOUND = "too few parties are named"
    GAVE_WAY = "the sentence names the channel elsewhere"


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that found its words, and what became of it."""

    match: TreeMatch
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence: what was read in it, and why no more.

    `why_not` says why a sentence without a report has none; "" where it has one.
    """

    step: Step
    fired: tuple[Fired, ...]
    near: tuple[NearMatch, ...]
    why_not: str


def explain(
    clean: CleanText, register: Register, rules: RuleBook, parser: Parser, issues: list[Issue]
) -> Iterator[Explained]:
    """Yield the sentences of a document with what fired in them and what nearly did.

    Arguments as of `read_line`, which is what happens here too.
    """
    steps = list(read_line(clean, register, rules, parser, Dating(clean), issues))
    kept = {id(report) for report in merge_repeats([r for step in steps for r in step.reports])}
    for step in steps:
        if step.reading is None:
            yield Explained(step, (), (), "no word of a rule stands in it")
            continue
        fired = tuple(_fired(step, step.reading, rules, kept))
        near = tuple(_nearest(step.reading, rules, {one.match.trigger for one in fired}))
        yield Explained(step, fired, near, _why_not(step, fired, near))


def _fired(step: Step, reading: Reading, rules: RuleBook, kept: set[int]) -> Iterator[Fired]:
    triggers = {hit.trigger for hit in step.hits}
    told = {(hit.match.name, hit.trigger): hit for hit in step.hits if hit.match}
    reports = {report.rule for report in step.reports}
    alive = {report.rule for report in step.reports if id(report) in kept}
    for match in rules.matcher.find(reading.tree, kinds=reading.kinds):
        hit = told.get((match.name, match.trigger))
        if hit is not None and hit.match == match:
            if match.name in alive:
                outcome = Outcome.REPORTED
            else:
                outcome = Outcome.REPEATED if match.name in reports else Outcome.UNBOUND
        elif match.trigger in triggers:
            outcome = Outcome.OUTDONE
        else:
            outcome = Outcome.GAVE_WAY
        yield Fired(match, outcome)


def _nearest(reading: Reading, rules: RuleBook, fired: set[int]) -> Iterator[NearMatch]:
    """Yield, for each word at which nothing fired, the rules that lack least."""
    by_trigger: dict[int, list[NearMatch]] = {}
    for near in rules.matcher.near(reading.tree, kinds=reading.kinds):
        if near.trigger not in fired:
            by_trigger.setdefault(near.trigger, []).append(near)
    for trigger in sorted(by_trigger):
        yield from sorted(by_trigger[trigger], key=lambda one: len(one.unmet))[:NEAREST]


def _why_not(step: Step, fired: tuple[Fired, ...], near: tuple[NearMatch, ...]) -> str:
    if any(one.outcome is Outcome.REPORTED for one in fired):
        return ""
    if fired:
        return fired[0].outcome.value
    if near:
        return "words of rules stand in it, and no rule found all that it asks for"
    return "a word of a rule stands in it, and not as a trigger"
