"""Explanations: what fired and what became of it, what nearly did, and why nothing was found.

The rules are four of our own, so that a better rule of the package changes nothing here.
"""

from functools import cache

import pytest
from reading_making import register

from dragoman.extract import RuleBook, extract, load_rules
from dragoman.extract.explaining import Explained, Outcome, explain
from dragoman.extract.gate import Held
from dragoman.extract.rulebook import parse_rules
from dragoman.model import Document
from dragoman.parse import load_parser
from dragoman.text import prepare

EXAMPLE = "finds: [{text: Any., invented: true}]"
RULES = {
    "credentials.yml": f"""
- id: credentials.sent
  channel: credentials
  pattern: "[send:VERB] >subject {{actor:party}} >object {{posted:party}}"
  {EXAMPLE}
""",
    "meeting.yml": f"""
- id: meeting.discussed
  channel: meeting
  pattern: "[discuss:VERB] >subject {{actor:party}} ; with {{other:party}}"
  vague: true
  rank: -1
  {EXAMPLE}
- id: meeting.met
  channel: meeting
  pattern: "[meet:VERB] >subject {{actor:party}} !>advmod [never] ; ?with {{other:party}}"
  {EXAMPLE}
""",
    "video_meeting.yml": f"""
- id: video_meeting.met
  channel: video_meeting
  pattern: "[meet:VERB] >subject {{actor:party}} ; with {{other:party}} ; by|over [video]"
  rank: 1
  {EXAMPLE}
""",
}


@cache
def four() -> RuleBook:
    """The rules of this file."""
    return parse_rules(RULES)


def explained(text: str, rule: str | None = None) -> list[Explained]:
    """Explain a text with the rules of this file."""
    doc = Document(Document.make_id(text, None), text, language="en", published="2023-06-17")
    return list(explain(prepare(doc), register(), four(), load_parser(), rule=rule))


@pytest.mark.parametrize(
    ("text", "rule", "outcome", "by"),
    [
        ("Wang Yi met with Sergey Lavrov.", "meeting.met", Outcome.REPORTED, ()),
        (
            "Wang Yi met with Sergey Lavrov by video.",
            "meeting.met",
            Outcome.OUTDONE,
            ("video_meeting.met",),
        ),
        ("Wang Yi met in the morning.", "meeting.met", Outcome.UNBOUND, ()),
        (
            "Wang Yi met with Sergey Lavrov by video, and discussed trade with Sergey Lavrov.",
            "meeting.discussed",
            Outcome.GAVE_WAY,
            ("video_meeting.met",),
        ),
        (
            "Wang Yi met with Sergey Lavrov, and later Wang Yi met with Sergey Lavrov.",
            "meeting.met",
            Outcome.REPORTED,
            (),
        ),
        ("China sent Sergey Lavrov.", "credentials.sent", Outcome.NO_ENVOY, ()),
    ],
)
def test_what_became_of_a_rule(text: str, rule: str, outcome: Outcome, by: tuple[str, ...]) -> None:
    """Each rule that fired is told once for each word, with what became of it and why."""
    [one] = explained(text)
    fired = [fired for fired in one.fired if fired.rule == rule]
    assert (fired[0].outcome, fired[0].by) == (outcome, by)
    assert len({(f.rule, f.trigger) for f in one.fired}) == len(one.fired)


def test_the_same_told_twice_in_a_sentence_is_reported_once() -> None:
    """Of two words that tell the same, the second says which rule reports it."""
    text = "Wang Yi met with Sergey Lavrov, and later Wang Yi met with Sergey Lavrov."
    [one] = explained(text)
    assert len(one.reports) == 1
    assert len(one.fired) == 2


def test_a_loose_rule_has_no_match() -> None:
    """What a loose rule finds is told too, though no pattern stands behind it."""
    text = "On the agenda of Wang Yi and Sergey Lavrov, the talks over the phone."
    [one] = explained(text)
    for fired in one.fired:
        assert fired.rule.startswith("loose.") is (fired.match is None)


@pytest.mark.parametrize(
    ("text", "rule", "unmet"),
    [
        ("Wang Yi discussed trade.", "meeting.discussed", ("with {other:party}",)),
        ("Wang Yi never met with Lavrov.", "meeting.met", ("!>advmod [never]",)),
    ],
)
def test_what_a_rule_lacks(text: str, rule: str, unmet: tuple[str, ...]) -> None:
    """A rule whose word is there says which of its parts was not met, or was and must not be."""
    [one] = explained(text)
    assert unmet in [near.unmet for near in one.near if near.name == rule]


def test_one_rule_is_told_wherever_it_nearly_fired() -> None:
    """Asked for one rule, nothing is said of others, and it is told beside others that fired."""
    [one] = explained("Wang Yi met with Sergey Lavrov.", rule="video_meeting.met")
    assert [(near.name, near.unmet) for near in one.near] == [
        ("video_meeting.met", ("by|over [video]",))
    ]


def test_of_other_rules_nothing_is_told() -> None:
    """Two rules nearly fire; only the one that is asked for is told."""
    text = "Wang Yi discussed trade, and never met with Sergey Lavrov."
    [both], [one] = explained(text), explained(text, rule="meeting.discussed")
    assert {near.name for near in both.near} >= {"meeting.discussed", "meeting.met"}
    assert {near.name for near in one.near} == {"meeting.discussed"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The weather was fine.", f"held back before parsing: {Held.DOMESTIC}"),
        ("China and France are large.", f"held back before parsing: {Held.WORDLESS}"),
        ("Wang Yi met in the morning.", "what fired in it reports nothing"),
        ("Wang Yi discussed trade with his wife.", "no rule found all that it asks for"),
        ("Wang Yi met with Sergey Lavrov.", ""),
    ],
)
def test_why_nothing_was_found(text: str, why: str) -> None:
    """A sentence without a report says at which step it was passed over."""
    [one] = explained(text)
    assert one.why_not == why


TEXTS = [
    "MOSCOW, March 3 (Reuters) - Russian President Vladimir Putin spoke by phone with French "
    "President Emmanuel Macron on Thursday. They discussed Ukraine. Macron will visit Kyiv next "
    "month, his office said. China and Pakistan signed an agreement in Islamabad.",
    "Foreign Minister Wang Yi and Foreign Minister Sergey Lavrov held talks in Moscow on Tuesday. "
    'The two sides exchanged views. "We support peace," Wang said. He then left for Italy.',
    "",
    "\u202eWang Yi met\x1b[31m Lavrov\u0000 in Rome.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_it_shows_what_extract_finds(text: str) -> None:
    """Reports and statements are exactly those that `extract` gives for the document."""
    doc = Document(Document.make_id(text, None), text, language="en", published="2023-06-17")
    told = list(explain(prepare(doc), register(), load_rules(), load_parser()))
    found = extract(doc)
    reports = [report for one in told for report in one.reports]
    assert sorted(reports, key=lambda r: r.id) == sorted(found.reports, key=lambda r: r.id)
    assert [s for one in told for s in one.step.statements] == list(found.statements)
    assert [i for one in told for i in one.issues] == list(found.issues)
