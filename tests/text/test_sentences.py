"""Sentences: the examples of the data file, and what holds of any text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.text import find_sections, find_sentences
from dragoman.text.rulefile import load
from dragoman.text.sentences import LONGEST

CONTENT = load("sentences.yml")


def split(text: str) -> list[str]:
    """The sentences of a text, as words."""
    return [text[s.start : s.end] for s in find_sentences(text, find_sections(text))]


@pytest.mark.parametrize(
    "example", [pytest.param(e, id=e["text"][:50]) for e in CONTENT["examples"]]
)
def test_example_is_split_as_written(example: dict[str, Any]) -> None:
    """The splitter gives the sentences that stand beside the text in the data file."""
    assert split(example["text"]) == example["sentences"]


@given(st.text(st.characters(codec=None), max_size=300))
def test_sentences_are_ordered_and_trimmed(text: str) -> None:
    """Whatever the text, sentences lie inside it, in order, apart, without space at their ends."""
    at = 0
    for sentence in find_sentences(text, find_sections(text)):
        words = text[sentence.start : sentence.end]
        assert at <= sentence.start < sentence.end <= len(text)
        assert words == words.strip()
        assert len(words) <= LONGEST
        at = sentence.end


@given(st.lists(st.sampled_from(["Xi met Putin.", "He left.", "\n", " ", "U.S.", "A headline"])))
def test_no_words_are_lost(pieces: list[str]) -> None:
    """All words of a body are in one of its sentences."""
    text = " ".join(pieces)

    assert " ".join(split(text)).split() == text.split()


def test_debris_has_no_sentences_and_teasers_keep_their_kind() -> None:
    """A navigation line is not read; a teaser's sentence says that it is one."""
    text = (
        "WORLD | BUSINESS | MARKETS | SPORTS\n"
        "The two leaders spoke for an hour on Monday and agreed that their ministers would meet "
        "again soon in Hanoi or in Moscow.\nRead next\nXi meets Putin"
    )

    found = [
        (text[s.start : s.end][:12], str(s.section))
        for s in find_sentences(text, find_sections(text))
    ]

    assert found == [
        ("The two lead", "body"),
        ("Read next", "teaser"),
        ("Xi meets Put", "teaser"),
    ]


@pytest.mark.parametrize(
    "text", ["word " * 200_000, "a" * 1_000_000, "." * 1_000_000, "A. " * 300_000, "(" * 500_000]
)
def test_one_long_line_is_cut(text: str) -> None:
    """A line of a million characters ends in bounded time, in pieces of bounded length."""
    lengths = [s.end - s.start for s in find_sentences(text, find_sections(text))]

    assert lengths
    assert max(lengths) <= LONGEST
