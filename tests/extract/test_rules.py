"""The rule files: every sentence beside a rule is a test of it, against all rules."""

import pytest

from dragoman.actors import Register
from dragoman.extract import extract, load_rules
from dragoman.extract.loosebook import LooseRule, load_loose
from dragoman.extract.rulebook import Example, NearMiss, Rule, parse_rules
from dragoman.model import Document, Report, Role, RuleError

RULES = load_rules()
FINDS = [
    pytest.param(rule, example, id=f"{rule.id}: {example.text[:60]}")
    for rule in RULES
    for example in rule.finds
]
PASSES_OVER = [
    pytest.param(rule, miss, id=f"{rule.id}: {miss.text[:60]}")
    for rule in RULES
    for miss in rule.passes_over
]


@pytest.fixture(scope="module")
def register() -> Register:
    """The register that ships with the package."""
    return Register.load()


def reports(text: str, register: Register) -> tuple[Report, ...]:
    """Return what all rules together find in a sentence."""
    doc = Document(Document.make_id(text, None), text, language="en", published="2022-09-15")
    return extract(doc, register=register, rules=RULES).reports


def roles(found: tuple[Report, ...]) -> dict[str, set[str]]:
    """Return the words of the parties by role, over all reports."""
    out: dict[str, set[str]] = {}
    for report in found:
        for claim in report.claims:
            if claim.actor is not None:
                out.setdefault(claim.role, set()).add(bare(claim.evidence.quote))
    return out


def bare(words: str) -> str:
    """Return a name without its article: it does not matter who owns "the"."""
    return words.removeprefix("The ").removeprefix("the ").rstrip(",")


@pytest.mark.parametrize(("rule", "example"), FINDS)
def test_rule_finds_its_sentence(rule: Rule, example: Example, register: Register) -> None:
    """The rule reads the roles of its example right, and no other rule takes it away."""
    found = reports(example.text, register)
    mine = tuple(report for report in found if report.rule == rule.id)

    expected: dict[str, set[str]] = {}
    for role, words in example.roles.items():
        name = {
            "place": Role.RECIPIENT,
            "other": Role.ACTOR,
            "posted": Role.RECIPIENT,
            "mover": Role.ACTOR,
        }.get(role, role)
        expected.setdefault(name, set()).update(bare(word) for word in words)

    assert len(found) == example.reports, [(r.rule, r.status, roles((r,))) for r in found]
    assert roles(mine) == expected, [(r.rule, roles((r,))) for r in found]


@pytest.mark.parametrize(("rule", "miss"), PASSES_OVER)
def test_rule_passes_over_its_near_miss(rule: Rule, miss: NearMiss, register: Register) -> None:
    """The rule leaves its near miss alone."""
    assert rule.id not in {report.rule for report in reports(miss.text, register)}, miss.because


def test_every_rule_has_a_near_miss() -> None:
    """Nobody knows where a rule ends that has no sentence it passes over."""
    assert [rule.id for rule in RULES if not rule.passes_over] == []


GOOD = """
- id: call.made
  channel: call
  pattern: "[phone] >subject {actor} >object {recipient}"
  finds:
    - {text: A phoned B., invented: true}
"""


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("{actor}", "{sender}", "call.yml: rule 'call.made', column 19"),
        ("[phone]", "phone", "call.yml: rule 'call.made', column 1"),
        ("channel: call", "channel: cal", "'cal' is not a valid Channel"),
        ("  finds:\n    - {text: A phoned B., invented: true}\n", "", "finds no example sentence"),
        (", invented: true", "", "says neither which document"),
        ("pattern:", "patern:", "has the key 'patern'"),
        ("channel: call\n", "channel: visit\n", "it belongs in visit.yml"),
        ("{recipient}", "({recipient}", "call.yml: rule 'call.made', column"),
        ("- id: call.made", "- id: [", "is not YAML"),
    ],
)
def test_a_rule_that_means_nothing_is_named(before: str, after: str, message: str) -> None:
    """The error says which file and rule, what was met and what is allowed."""
    assert list(parse_rules({"call.yml": GOOD}).rules) == ["call.made"]

    with pytest.raises(RuleError) as caught:
        parse_rules({"call.yml": GOOD.replace(before, after)})

    assert message in str(caught.value)


LOOSE = [
    pytest.param(rule, text, parties, id=f"{rule.id}: {text[:50]}")
    for rule in load_loose()
    for text, parties in rule.finds
]


@pytest.mark.parametrize(("rule", "text", "parties"), LOOSE)
def test_loose_rule_finds_its_sentence(
    rule: LooseRule, text: str, parties: frozenset[str], register: Register
) -> None:
    """Where no pattern fits, a word of the channel and two named parties are enough."""
    found = reports(text, register)

    assert rule.channel in {report.channel for report in found}, [r.rule for r in found]
    [report] = [report for report in found if report.channel is rule.channel]
    assert {register.iso3(polity) for polity in report.polities} == parties


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule in load_loose() for text in rule.passes_over]
)
def test_loose_rule_passes_over_its_near_miss(
    rule: LooseRule, text: str, register: Register
) -> None:
    """Two parties without a word of the channel are nothing."""
    assert rule.id not in {report.rule for report in reports(text, register)}
