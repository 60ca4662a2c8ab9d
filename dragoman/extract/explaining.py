"""Why a sentence gave what it gave: the rules that fired, those that nearly did, and what for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dragoman.actors import Register
from dragoman.extract.dating import Dating
from dragoman.extract.line import Step, prepare_line, read_line, told
from dragoman.extract.parties import Party, has_envoy, parties_of
from dragoman.extract.reading import Reading, read_tree, stand_in
from dragoman.extract.reports import Hit
from dragoman.extract.rulebook import RuleBook
from dragoman.model import Issue, Report
from dragoman.parse import Parser
from dragoman.parse.matching import NearMatch, TreeMatch
from dragoman.text import CleanText

NEAREST = 3
"""Rules that nearly fired which are told for one word: of those that lack least, the first."""


class Outcome(StrEnum):
    """What became of a rule that fired."""

    REPORTED = "reported"
    REPEATED = "the same is reported already"
    OUTDONE = "another rule reads the same word better"
    UNBOUND = "too few parties are named"
    NO_ENVOY = "who is to be an envoy is none"
    GAVE_WAY = "it tells nothing of its own beside a contact of the same parties"


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that found its words, and what became of it.

    `match` is None for a loose rule, which looks at no tree. `by` are the rules because of
    which it is not reported, where it is some rule's doing.
    """

    rule: str
    trigger: int
    match: TreeMatch | None
    parties: tuple[Party, ...]
    outcome: Outcome
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence: what was read in it, and why no more.

    `reading` is there for a sentence too that the gate did not let pass, so that it can be
    seen what rules would lack. `reports` are those that stay, as the whole document tells
    them. `issues` is what was met in the sentence and not understood. `why_not` says why a
    sentence without a report has none; "" where it has one.
    """

    step: Step
    reading: Reading
    reports: tuple[Report, ...]
    fired: tuple[Fired, ...]
    near: tuple[NearMatch, ...]
    issues: tuple[Issue, ...]
    why_not: str


def explain(
    clean: CleanText,
    register: Register,
    rules: RuleBook,
    parser: Parser,
    *,
    rule: str | None = None,
) -> Iterator[Explained]:
    """Yield the sentences of a document with what fired in them and what nearly did.

    Args:
        clean: As for `read_line`, which is what happens here too; so the next three.
        register: Who is who.
        rules: What documents say.
        parser: Who parses.
        rule: Of what nearly fired only this rule is told, wherever it nearly did.
    """
    issues: list[Issue] = []
    dating = Dating(clean)
    steps, met = [], []
    prepared = prepare_line(clean, register, rules)
    trees = parser.parse(prepared.texts)
    for step in read_line(prepared, trees, register, rules, dating, issues):
        steps.append(step)
        met.append(tuple(issues))
        issues.clear()
    final = {id(old): new for old, new in told(steps, clean, dating, register)}
    readings = _readings(steps, clean, parser)
    for step, reading, own, held in zip(steps, readings, met, prepared.held, strict=True):
        kept = {id(report) for report in step.reports} & final.keys()
        reports = tuple(final[id(report)] for report in step.reports if id(report) in kept)
        fired = tuple(_fired(step, reading, rules, register, kept)) if step.reading else ()
        near = tuple(_nearest(reading, rules, fired, rule))
        if reports and rule is None:
            near = tuple(one for one in near if not reads_otherwise(one))
        if held is not None:
            why_not = f"held back before parsing: {held}"
        else:
            why_not = "" if reports else _why_not(fired, near)
        yield Explained(step, reading, reports, fired, near, own, why_not)


def _readings(steps: Sequence[Step], clean: CleanText, parser: Parser) -> Iterator[Reading]:
    """Yield the reading of each sentence, of those too that the gate did not let pass."""
    held = [step for step in steps if step.reading is None]
    given = [stand_in(clean.text, step.sentence, step.mentions) for step in held]
    late = iter(zip(given, parser.parse([one.text for one in given]), strict=True))
    for step in steps:
        if step.reading is not None:
            yield step.reading
        else:
            words, tree = next(late)
            yield read_tree(clean.text, step.sentence, step.mentions, (), words, tree)


def _fired(
    step: Step, reading: Reading, rules: RuleBook, register: Register, kept: set[int]
) -> Iterator[Fired]:
    """Yield each rule that fired at a word once, in the order of the words."""
    found = [_of_hit(hit, step, kept) for hit in step.hits]
    seen = {(one.rule, one.trigger) for one in found}
    matches = rules.matcher.find(reading.tree, kinds=reading.kinds)
    for match in sorted(matches, key=lambda one: (-len(one.captures), -one.score)):
        if (match.name, match.trigger) in seen:
            continue
        seen.add((match.name, match.trigger))
        parties = tuple(parties_of(reading, match, rules.rules[match.name], register))
        hit = Hit(rules.rules[match.name], match.trigger, match, parties)
        outcome, by = _of_other(hit, match, step, reading)
        found.append(Fired(match.name, match.trigger, match, parties, outcome, by))
    yield from sorted(found, key=lambda one: (one.trigger, one.outcome is not Outcome.REPORTED))


def _of_hit(hit: Hit, step: Step, kept: set[int]) -> Fired:
    """Return what became of a hit that the line went on with."""
    own = [one for one in step.reports if one.rule == hit.rule.id and one.polities <= hit.polities]
    outcome, by = Outcome.UNBOUND, tuple[str, ...]()
    if any(id(one) in kept for one in own):
        outcome = Outcome.REPORTED
    elif own:
        outcome = Outcome.REPEATED
        by = _rules(one.rule for one in step.reports if id(one) in kept)
    return Fired(hit.rule.id, hit.trigger, hit.match, hit.parties, outcome, by)


def _of_other(
    hit: Hit, match: TreeMatch, step: Step, reading: Reading
) -> tuple[Outcome, tuple[str, ...]]:
    """Return what became of a match that the line did not go on with."""
    if not has_envoy(reading, match):
        return Outcome.NO_ENVOY, ()
    if better := [other.rule.id for other in step.hits if other.trigger == hit.trigger]:
        return Outcome.OUTDONE, _rules(better)
    if not hit.is_bound:
        return Outcome.UNBOUND, ()
    return Outcome.GAVE_WAY, _rules(
        other.rule.id
        for other in step.hits
        if other.is_bound and not other.rule.vague and hit.polities <= other.polities
    )


def _rules(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _nearest(
    reading: Reading, rules: RuleBook, fired: Sequence[Fired], rule: str | None
) -> Iterator[NearMatch]:
    """Yield, for each word at which nothing fired, the rules that lack least.

    Of a rule with several patterns the nearest is told; of rules that ask for another part
    of speech one, where no other is near. An auxiliary is no word of a rule, though "be" is.
    """
    words = {one.trigger for one in fired if one.match}
    both = {(one.trigger, one.rule) for one in fired}
    by_trigger: dict[int, dict[str, NearMatch]] = {}
    for near in rules.matcher.near(reading.tree, kinds=reading.kinds):
        if rule is None:
            other = near.trigger in words
            other |= reads_otherwise(near) and reading.tree[near.trigger].upos == "AUX"
            other |= not _is_near(near)
        else:
            other = near.name != rule or (near.trigger, near.name) in both
        if not other:
            best = by_trigger.setdefault(near.trigger, {})
            best[near.name] = min(best.get(near.name, near), near, key=_lacking)
    for trigger in sorted(by_trigger):
        ranked = sorted(by_trigger[trigger].values(), key=_lacking)
        nearest = [near for near in ranked if _lacking(near) == _lacking(ranked[0])]
        yield from nearest[: 1 if reads_otherwise(nearest[0]) else NEAREST]


def _is_near(near: NearMatch) -> bool:
    """Say whether a rule found more than its word, or lacks only one thing."""
    rest = near.pattern.partition("]")[2]
    for part in near.unmet:
        rest = rest.replace(part, "", 1)
    rest = rest.strip(" ,")
    return len(near.unmet) == 1 or bool(rest and not rest.startswith(("?", "!")))


def reads_otherwise(near: NearMatch) -> bool:
    """Say whether a rule asks for the word itself as another part of speech, or form, than read."""
    return near.pattern.startswith(near.unmet[0])


def _lacking(near: NearMatch) -> tuple[bool, int]:
    return reads_otherwise(near), len(near.unmet)


def _why_not(fired: Sequence[Fired], near: Sequence[NearMatch]) -> str:
    if fired:
        return "what fired in it reports nothing"
    if near:
        return "no rule found all that it asks for"
    return "words of rules stand in it, and no rule is near"
