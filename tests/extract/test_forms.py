"""What the words of a sentence may be, before it has a tree."""

import pytest

from dragoman.extract.forms import Forms
from dragoman.model import Sentence

FORMS = Forms(
    frozenset({"meeting", "in"})
    | {f"{verb}:VERB" for verb in ("visit", "meet", "state", "say", "supply", "announce")}
)


def verbs(text: str) -> set[str]:
    """Return what the words of a sentence may be forms of as verbs."""
    words = FORMS.words(text, Sentence(0, len(text)))
    return {lemma.removesuffix(":VERB") for word in words for lemma in word.lemmas if ":V" in lemma}


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("He visits Rome", {"visit"}),
        ("They met, as he said", {"meet", "say"}),
        ("The supply of his visits in supply", set()),
        ("Their visit to supply them", {"supply"}),
        ("of announced visits", {"announce", "visit"}),  # of participles nobody knows
        ("He joined the great Ohio State University last week", set()),
        ("IRAN VISITS OMAN", {"visit"}),
        ("Iran Visits the Sultan of Oman", {"visit"}),  # a title
        ("The Iranian minister spoke: State it", {"state"}),  # another clause begins
    ],
)
def test_where_a_word_can_be_a_verb(text: str, may_be: set[str]) -> None:
    """Its form tells, and what stands before it; a name within a sentence is none."""
    assert verbs(text) == may_be


def test_a_word_may_be_several() -> None:
    """A gerund is a noun, or a form of its verb."""
    assert FORMS.all_in("The meeting in", Sentence(0, 14)) == {"meet:VERB", "meeting", "in"}


def test_words_know_where_they_stand_and_behind_what() -> None:
    """The two words before, in small letters, over digits and marks."""
    words = FORMS.words("On 5 May, Xi said", Sentence(0, 17))
    assert [(word.form, word.start, word.before) for word in words][-1] == (
        "said", 13, ("may", "xi"),
    )  # fmt: skip
    assert words[-1].end == 17
