"""WordPiece: a word's pieces in a small vocabulary made for it."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.errors import ConfigError
from dragoman.parse import wordpiece
from dragoman.parse.wordpiece import WordPiece

VOCABULARY = (
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "##a", "##b", "un", "##aff", "##able", "xi"),
    *("visit", "##s", "zoe", "naive", ".", "-", "'", "$", "—", "°", "中", "straße", "president"),
    *("5", "##2", "co", "non", "ae", "##中", "が", "ι"),
)


@pytest.fixture(scope="module")
def made() -> WordPiece:
    """The vocabulary above."""
    return WordPiece(VOCABULARY)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("visits", "visit ##s"),
        ("President", "president"),
        ("unaffable", "un ##aff ##able"),
        ("Zoë", "zoe"),
        ("Zoe\u0308", "zoe"),
        ("naïve", "naive"),
        # One unknown end makes the whole part unknown, not the part beside it.
        ("visitz", "[UNK]"),
        ("visitz-xi", "[UNK] - xi"),
        ("Straße", "straße"),
        # Punctuation and signs of ASCII stand alone; other signs do not.
        ("co-visits", "co - visit ##s"),
        ("'s", "' [UNK]"),
        ("$52", "$ 5 ##2"),
        ("—", "—"),
        ("a—b", "a — b"),
        ("a°b", "[UNK]"),
        # Chinese characters stand alone, kana do not; a voicing mark is an accent.
        ("中中", "中 中"),
        ("a中b", "a 中 b"),
        ("がが", "[UNK]"),
        # Nothing is left.
        ("", "[UNK]"),
        ("\u200d", "[UNK]"),
        ("\u0301", "[UNK]"),
        ("\ud800", "[UNK]"),
        ("a\ud800\ufffd\u200bb", "a ##b"),
        ("👍", "[UNK]"),
        # At most 100 letters, and at most eight pieces.
        ("a" * 8, "a" + " ##a" * 7),
        ("a" * 9 + "b", "a" + " ##a" * 6 + " ##b"),
        ("a" * 101, "[UNK]"),
        ("a" * 101 + "-b", "[UNK] - b"),
        ("-" * 3000 + "xi", "- " * 7 + "xi"),
        ("中" * 2999 + "a", "中 " * 7 + "a"),
    ],
)
def test_a_word_has_the_pieces_of_an_uncased_encoder(
    made: WordPiece, word: str, expected: str
) -> None:
    """Each as the reference cuts it, but for the cap of eight."""
    ids, counts = made.pieces([word])
    assert [VOCABULARY[number] for number in ids] == expected.split()
    assert counts == [len(ids)]


def test_pieces_of_several_words_follow_each_other(made: WordPiece) -> None:
    """The counts say whose they are; a word met again has the same."""
    words = ["visits", "Xi", "", "visits"]
    ids, counts = made.pieces(words)
    assert counts == [2, 1, 1, 2]
    assert ids == [12, 13, 11, 1, 12, 13]
    assert made.pieces(words) == (ids, counts)
    assert made.pieces([]) == ([], [])


def test_the_special_pieces_have_their_ids(made: WordPiece) -> None:
    """They are attributes."""
    assert (made.pad, made.unk, made.cls, made.sep) == (0, 1, 2, 3)


def test_a_vocabulary_without_a_special_piece_is_refused() -> None:
    """The message names what it lacks."""
    with pytest.raises(ConfigError, match=r"2 pieces lacks \[UNK\]; it needs .*\[SEP\]"):
        WordPiece(["[PAD]", "a"])


def test_the_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is emptied when full, and holds no long word."""
    monkeypatch.setattr(wordpiece, "_REMEMBERED", 10)
    piece = WordPiece(VOCABULARY)
    piece.pieces([str(number) for number in range(100)] + ["a" * 1000])
    assert len(piece._seen) <= 10
    assert max(map(len, piece._seen)) < 100


@pytest.mark.parametrize("sign", ["a", "中", "-", "\u0301", "é", "\ud800", "👍"])
def test_a_word_of_a_million_signs_takes_time_in_proportion(made: WordPiece, sign: str) -> None:
    """Had a part to be tried from every place, it took hours."""
    before = process_time()
    _, counts = made.pieces([sign * 1_000_000])
    assert counts[0] <= 8
    assert process_time() - before < 20


@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=40), max_size=10))
def test_any_words_have_pieces(words: list[str]) -> None:
    """Every word has one to eight, all in the vocabulary; together they are all there are."""
    ids, counts = WordPiece(VOCABULARY).pieces(words)
    assert len(counts) == len(words)
    assert all(1 <= count <= 8 for count in counts)
    assert sum(counts) == len(ids)
    assert all(0 <= number < len(VOCABULARY) for number in ids)
