"""The status of a happening: the rules' own examples, and what must always hold."""

import re
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dragoman.extract.status import StatusFound, is_background, read_status
from dragoman.model import Status

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
    return read_status(text, 0, len(text), (start, start + len(trigger)))


@pytest.mark.parametrize(("rule", "example"), examples("finds"))
def test_rule_decides_its_sentence(rule: dict[str, Any], example: dict[str, Any]) -> None:
    """The rule, and no other, gives the status that stands beside the example."""
    found = read(example["text"], example["trigger"])

    assert found.background is example.get("background", False)
    if rule["place"] == "beside":
        return
    assert found.rule == example.get("rule", rule["id"])
    assert found.status == example.get("status", rule.get("status"))
    if "cue" in example:
        assert found.cue is not None
        assert example["text"][slice(*found.cue)] == example["cue"]


@pytest.mark.parametrize(("rule", "example"), examples("passes_over"))
def test_rule_passes_over_its_near_misses(rule: dict[str, Any], example: dict[str, Any]) -> None:
    """A sentence that only looks like one of the rule's is decided by another."""
    found = read(example["text"], example["trigger"])

    if rule["place"] == "beside":
        assert not found.background, example["because"]
    else:
        assert found.rule != rule["id"], example["because"]


def test_every_rule_of_the_code_has_its_sentences() -> None:
    """What the code decides without cue words stands in the file too, with sentences."""
    package = Path(__file__).parents[2] / "dragoman/extract/status"
    code = "".join(path.read_text(encoding="utf-8") for path in package.glob("*.py"))
    in_code = set(re.findall(r'"((?:verb|noun)\.[a-z-]+|unmarked)"', code))

    assert in_code == {rule["id"] for rule in BOOK if rule["place"] == "verb"}
    assert all(rule["finds"] and rule["passes_over"] for rule in BOOK)
    ids = [rule["id"] for rule in BOOK]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        # the same words with and without an auxiliary as the trigger
        ("The ministers will meet in Rome.", "will meet", Status.PLANNED),
        ("The ministers will meet in Rome.", "meet", Status.PLANNED),
        # the noun and its verb agree
        ("The king paid a visit to Rome.", "paid a visit", Status.HAPPENED),
        ("The king will pay a visit to Rome.", "pay a visit", Status.PLANNED),
        ("The king will pay a visit to Rome.", "visit", Status.PLANNED),
        # two happenings of one sentence, each with its own status
        ("Xi met Putin and will visit Moscow.", "met", Status.HAPPENED),
        ("Xi met Putin and will visit Moscow.", "visit", Status.PLANNED),
        ("After talks in Rome, the two agreed to meet again.", "talks", Status.HAPPENED),
        ("After talks in Rome, the two agreed to meet again.", "meet", Status.PLANNED),
        ("The king met the envoy ahead of a summit in May.", "met", Status.HAPPENED),
        ("The king met the envoy ahead of a summit in May.", "summit", Status.PLANNED),
        # the month of May is no auxiliary
        ("In May met the two in Rome.", "met", Status.HAPPENED),
        # curly apostrophes
        ("The two didn’t meet.", "meet", Status.DENIED),
        ("The king won’t visit Rome.", "visit", Status.CANCELLED),
        # somebody else's denial
        ("He denied the charge; the two met on Friday.", "met", Status.HAPPENED),
    ],
)  # fmt: skip
def test_sentences(text: str, trigger: str, status: Status) -> None:
    """Each happening of a sentence gets its own status."""
    assert read(text, trigger).status == status


def test_only_the_sentence_is_read() -> None:
    """Words of the sentence before do not reach into this one."""
    text = "He denied it. The two met in Rome. It was cancelled."

    found = read_status(text, 14, 34, (22, 25))

    assert found == StatusFound(Status.HAPPENED, False, (22, 25), "verb.past")


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


WORDS = (
    "the a no his Xi Putin who that if when before after and , ; : . will would to not n't has had "
    "have is was are were be been being could May may meet met meeting meets visit visits visiting "
    "talks call called off said denied invited expected planned cancelled upcoming on for of in at "
    "with arrived takes place last year 2019 's ’s — İ ß"
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=24).map(" ".join),
)


@given(TEXTS, st.data())
def test_whatever_the_text(text: str, data: st.DataObject) -> None:
    """Nothing raises, the cue lies in the sentence, the rule has its sentences."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first = data.draw(st.integers(0, len(text)))
    trigger = first, data.draw(st.integers(first, len(text)))

    found = read_status(text, start, end, trigger)

    assert found.rule in {rule["id"] for rule in BOOK}
    assert found.status in set(Status)
    if found.cue is not None:
        assert start <= found.cue[0] < found.cue[1] <= end


def test_long_hostile_sentences_take_no_time() -> None:
    """A sentence of 100,000 characters of near misses is read in linear time."""
    for piece in (
        "denied ",
        "to ",
        "was called ",
        "will and ",
        "not ",
        " ",
        "'s ",
        "a-",
        "said x ",
    ):
        text = piece * (100_000 // len(piece)) + "met" + piece * 100
        start = text.index("met")
        begun = time.perf_counter()
        read_status(text, 0, len(text), (start, start + 3))
        assert time.perf_counter() - begun < 10, piece
