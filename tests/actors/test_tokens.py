"""Words of a text: where they begin, where they end, what they look like folded."""

import pytest

from dragoman.actors.tokens import split_words


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("the U.S. sent Gen. Lee", ["the", "U.S.", "sent", "Gen.", "Lee"]),
        ("U.S-Bahrain talks.", ["U.S", "-", "Bahrain", "talks", "."]),
        ("Antony J. Blinken's car", ["Antony", "J.", "Blinken", "'s", "car"]),
        ("N’Djamena’s mayor", ["N’Djamena", "’s", "mayor"]),
        ("snake_case, 2nd", ["snake", "_", "case", ",", "2nd"]),
        ("mr. x, MR y", ["mr.", "x", ",", "MR", "y"]),
        ("Erdoğan 'said' so", ["Erdoğan", "'", "said", "'", "so"]),
        (" \n", []),
    ],
)
def test_words_and_marks_part(text: str, raw: list[str]) -> None:
    """Abbreviations, initials, names with an apostrophe and the possessive are one word each."""
    words = split_words(text, 0, len(text))
    assert words.raw == raw
    assert [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)] == raw


def test_a_stretch_is_split_as_if_it_stood_alone() -> None:
    """What lies behind the stretch joins no word of it; offsets count in the whole text."""
    words = split_words("Wang Yi's U.S. trip", 5, 12)
    assert (words.raw, words.starts) == (["Yi", "'s", "U", "."], [5, 7, 10, 11])
    assert (words.norm, words.upper) == (["yi", "'s", "u", "."], [True, False, True, False])
