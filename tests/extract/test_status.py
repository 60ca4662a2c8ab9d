"""The status of a happening, read from the tree: the rules' own examples, and what must hold."""

import re
import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from reading_making import readings_of

from dragoman.extract.reading import Reading
from dragoman.extract.status import StatusFound, is_background, read_status
from dragoman.extract.status.book import book_of
from dragoman.model import RuleError, Sentence, Status
from dragoman.parse.backends import assemble
from dragoman.parse.parses import ROOT, Token

BOOK: list[dict[str, Any]] = yaml.safe_load(
    files("dragoman.rules").joinpath("status.yml").read_text(encoding="utf-8")
)


def examples(key: str) -> list[Any]:
    """Return every example of a kind, with its rule, as a test case."""
    return [
        pytest.param(rule, example, id=f"{rule['id']}: {example['text'][:50]}")
        for rule in BOOK
        for example in rule[key]
    ]


def read(text: str, trigger: str) -> StatusFound:
    """Read the status of the first place where the trigger words stand."""
    start = text.index(trigger)
    _, readings = readings_of(text)
    reading = next(one for one in readings if start < one.sentence.end)
    token = reading.token_at(start)
    assert token is not None
    found = read_status(reading, token)
    if found.cue is not None:
        assert reading.sentence.start <= found.cue[0] < found.cue[1] <= reading.sentence.end
    return found


@pytest.mark.parametrize(("rule", "example"), examples("finds"))
def test_rule_decides_its_sentence(rule: dict[str, Any], example: dict[str, Any]) -> None:
    """The rule, and no other, gives the status that stands beside the example."""
    found = read(example["text"], example["trigger"])

    assert found.status == example.get("status", rule.get("status"))
    assert found.rule == example.get("rule", rule["id"])
    assert found.background is example.get("background", rule.get("background", False))


@pytest.mark.parametrize(("rule", "example"), examples("passes_over"))
def test_rule_passes_over_its_near_misses(rule: dict[str, Any], example: dict[str, Any]) -> None:
    """A sentence that only looks like one of the rule's is decided by another."""
    found = read(example["text"], example["trigger"])

    assert found.rule != rule["id"], example["because"]
    assert not (found.background and rule["id"] == "time.past"), example["because"]


def test_every_rule_of_the_code_has_its_sentences() -> None:
    """What the code decides without cue words stands in the file too, with sentences."""
    package = Path(__file__).parents[2] / "dragoman/extract/status"
    code = "".join(path.read_text(encoding="utf-8") for path in package.glob("*.py"))
    in_code = set(re.findall(r'"((?:verb|noun)\.[a-z-]+)"', code)) | {"unmarked"}

    assert in_code == {rule["id"] for rule in BOOK if "relation" not in rule}
    assert all(rule["finds"] and rule["passes_over"] for rule in BOOK)
    ids = [rule["id"] for rule in BOOK]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        # two happenings of one sentence, each with its own status
        ("Xi met Putin and will visit Moscow.", "met", Status.HAPPENED),
        ("Xi met Putin and will visit Moscow.", "visit", Status.PLANNED),
        ("After talks in Rome, the two agreed to meet again.", "talks", Status.HAPPENED),
        ("After talks in Rome, the two agreed to meet again.", "meet", Status.PLANNED),
        ("The king met the envoy ahead of a summit in May.", "met", Status.HAPPENED),
        ("The king met the envoy ahead of a summit in May.", "summit", Status.PLANNED),
        # an embedding within another
        ("Macron denied plans to visit Rome.", "visit", Status.DENIED),
        ("Macron cancelled plans to visit Rome.", "visit", Status.CANCELLED),
        ("Macron does not plan to visit Rome.", "visit", Status.CANCELLED),
        ("Macron may cancel his visit to Rome.", "visit", Status.PLANNED),
        ("Macron did not rule out a visit to Rome.", "visit", Status.HYPOTHETICAL),
        ("The ministry denied reports that the two had met.", "met", Status.DENIED),
        ("Reports of a visit are false.", "visit", Status.DENIED),
        ("Macron declined an invitation to visit Beijing.", "visit", Status.DENIED),
        ("Macron accepted an invitation to visit Beijing.", "visit", Status.PLANNED),
        # what hangs on a condition; the weather is none
        ("If Macron travels to China, he will meet Xi.", "meet", Status.HYPOTHETICAL),
        ("If it rains, they will meet indoors.", "meet", Status.PLANNED),
        # what is denied is not the happening
        ("He did not meet the opposition during his visit.", "visit", Status.HAPPENED),
        ("He refused to comment after the meeting.", "meeting", Status.HAPPENED),
        # the month of May is no auxiliary, and a curly apostrophe is one
        ("In May met the two in Rome.", "met", Status.HAPPENED),
        ("The two didn’t meet.", "meet", Status.DENIED),
        # the guest's name takes "visiting" in
        ("Xi met with visiting Iranian Foreign Minister Araghchi.", "visiting", Status.ONGOING),
        # what was going on last week is over
        ("He arrived last week on a state visit.", "arrived", Status.HAPPENED),
        # as machines translate
        ("Wang Yi meet with Lavrov, exchange view.", "meet", Status.HAPPENED),
        ("President visit to Rome end, hold talk with king.", "visit", Status.HAPPENED),
    ],
)  # fmt: skip
def test_sentences(text: str, trigger: str, status: Status) -> None:
    """Each happening of a sentence gets its own status, through all that governs it."""
    assert read(text, trigger).status == status


@pytest.mark.parametrize(
    ("status", "words", "day", "published", "expected"),
    [
        (Status.HAPPENED, False, "2022-03-14", "2022-03-18", True),
        (Status.HAPPENED, True, "2022-03-18", "2022-03-18", False),
        (Status.HAPPENED, False, "2022-03-17", "2022-03-18", False),
        (Status.HAPPENED, True, "2022-03-17", "2022-03-18", True),
        # a month that holds the document's day tells nothing
        (Status.HAPPENED, False, "2022-03", "2022-03-18", False),
        (Status.HAPPENED, True, "2022-03", "2022-03-18", True),
        (Status.HAPPENED, True, None, "2022-03-18", True),
        (Status.HAPPENED, False, "XXXX-03-14", "2022-03-18", False),
        # an old plan is not context for being old
        (Status.PLANNED, False, "2022-03-14", "2022-03-18", False),
    ],
)
def test_the_day_is_a_second_witness(
    status: Status, words: bool, day: str | None, published: str, expected: bool
) -> None:
    """What lies days back is context; what happened on the document's own day is news."""
    found = StatusFound(status, words, None, "verb.past")

    assert is_background(found, day, published) is expected


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"relation": ["beside"]}, r"relation \['beside'\].*Relations: form trigger"),
        ({"status": "maybe"}, "'maybe' is not a valid Status.*Statuses: happened"),
        ({"pattern": "("}, "pattern is no regex"),
        ({"relation": ["object"], "words": "cancel, cancel"}, "'cancel' as object is in 'x'"),
    ],
)
def test_mistakes_are_named(entry: dict[str, Any], says: str) -> None:
    """A mistake in the file names the rule, what it met, and what is allowed."""
    with pytest.raises(RuleError, match=f"status.yml: rule 'x'.*{says}"):
        book_of([{"id": "x", **entry}])


LEMMAS = (
    "Xi that who if when before after and , . will would to not have be may meet visit talk call "
    "say deny invite accept expect plan cancel no of on for at arrive take place last year were"
)
UPOS = "VERB NOUN PROPN AUX ADJ ADP PUNCT PART"
RELATIONS = (
    "nsubj nsubj:pass obj iobj obl nmod conj xcomp ccomp advcl acl acl:relcl parataxis compound "
    "aux aux:pass cop mark case det amod advmod nmod:poss appos csubj punct dep"
)
FEATS = "_ VerbForm=Inf Tense=Past|VerbForm=Fin Tense=Pres|VerbForm=Fin VerbForm=Part"


def tree_of(words: Sequence[tuple[str, str, str, str, int]]) -> Reading:
    """Return a reading over a tree given as word, part of speech, relation, features, head."""
    tokens, at = [], 0
    for i, (word, upos, deprel, feats, head) in enumerate(words):
        end = at + len(word)
        deprel = "root" if head == ROOT else deprel
        tokens.append(Token(i, word, word, upos, feats, head, deprel, 1.0, "O", at, end))
        at = end + 1
    text = " ".join(word for word, *_ in words)
    spans = tuple((token.start, token.end) for token in tokens)
    none: tuple[frozenset[str], ...] = (frozenset(),) * len(tokens)
    (tree,) = assemble([text], [tokens])
    return Reading(text, Sentence(0, len(text)), (), (), tree, spans, {}, {}, none)


@st.composite
def trees(draw: st.DrawFn) -> Reading:
    """Any words in any tree, right or wrong."""
    size = draw(st.integers(1, 12))
    order = draw(st.permutations(range(size)))
    heads = {i: order[draw(st.integers(0, n - 1))] if n else ROOT for n, i in enumerate(order)}
    choices = (st.sampled_from(one.split()) for one in (LEMMAS, UPOS, RELATIONS, FEATS))
    word = st.tuples(*choices)
    return tree_of([(*draw(word), heads[i]) for i in range(size)])


@given(trees(), st.data())
def test_whatever_the_tree(reading: Reading, data: st.DataObject) -> None:
    """Nothing raises, the cue lies in the sentence, the rule has its sentences."""
    found = read_status(reading, data.draw(st.integers(0, len(reading.tree) - 1)))

    assert found.rule in {rule["id"] for rule in BOOK}
    assert found.status in set(Status)
    if found.cue is not None:
        assert 0 <= found.cue[0] < found.cue[1] <= len(reading.text)


@pytest.mark.parametrize("relation", ["nmod", "conj", "xcomp", "acl:relcl", "ccomp", "compound"])
@pytest.mark.parametrize("shape", ["chain", "fan"])
def test_long_sentences_take_no_time(relation: str, shape: str) -> None:
    """Every trigger of 400 words that govern each other is read in bounded time."""
    for lemma, upos in (("deny", "VERB"), ("plan", "NOUN"), ("visit", "VERB")):
        reading = tree_of(
            [
                (
                    lemma,
                    upos,
                    relation,
                    "VerbForm=Inf",
                    i - 1 if shape == "chain" else min(i, 1) - 1,
                )
                for i in range(400)
            ]
        )
        begun = time.perf_counter()
        for trigger in range(0, 400, 20):
            read_status(reading, trigger)
        assert time.perf_counter() - begun < 5
