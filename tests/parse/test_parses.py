"""Parses: closed for writing wherever they go, and one sign for a probability not known."""

import copy
import pickle
from collections.abc import Callable

import numpy as np
import pytest

from dragoman.parse.backends import assemble, faults
from dragoman.parse.conllu import read_conllu, write_conllu
from dragoman.parse.parses import ROOT, UNCALIBRATED, Parses, Token, tells_probability

ARRAYS = (
    *("bounds", "start", "end", "upos", "feats", "head", "deprel", "probability", "ner"),
)  # fmt: skip
ROWS = (
    Token(0, "Xi", "Xi", "PROPN", "Number=Sing", 1, "nsubj", 0.875, "B-PER", 0, 2),
    Token(1, "left", "leave", "VERB", "Tense=Past", ROOT, "root", 0.75, "O", 3, 7),
    Token(2, ".", ".", "PUNCT", "", 1, "punct", 0.25, "O", 7, 8),
)
TEXT = "Xi left."


def parsed(*, sure: bool = True) -> Parses:
    """Return a parse of `TEXT`, and of a text without a word."""
    rows = [t if sure else t._replace(probability=UNCALIBRATED) for t in ROWS]
    return assemble([TEXT, ""], [rows, []])


def pickled(parses: Parses) -> Parses:
    """Return what another process gets."""
    return pickle.loads(pickle.dumps(parses))  # noqa: S301 - our own bytes


COPIES = [lambda parses: parses, pickled, copy.copy, copy.deepcopy]
COPY_NAMES = ["as made", "pickled", "copied", "copied deep"]


def test_every_array_is_tried() -> None:
    """An array that is added later is not forgotten here."""
    parses = parsed()

    found = {name for name in Parses.__slots__ if isinstance(getattr(parses, name), np.ndarray)}
    assert found == set(ARRAYS)


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.parametrize("copied", COPIES, ids=COPY_NAMES)
def test_arrays_are_closed_for_writing(copied: Callable[[Parses], Parses], name: str) -> None:
    """Also where parses come from another process: what was parsed cannot be changed."""
    array = getattr(copied(parsed()), name)

    assert not array.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 0


@pytest.mark.parametrize("copied", COPIES, ids=COPY_NAMES)
def test_parses_arrive_whole(copied: Callable[[Parses], Parses]) -> None:
    """Texts, words, every column, and what its integers mean."""
    parses, arrived = parsed(), copied(parsed())

    for name in Parses.__slots__:
        assert np.array_equal(getattr(arrived, name), getattr(parses, name)), name
        if name in ARRAYS:
            assert getattr(arrived, name).dtype == getattr(parses, name).dtype, name
    assert [tuple(tree) for tree in arrived] == [ROWS, ()]


def test_a_tree_arrives_whole() -> None:
    """One sentence may travel alone."""
    tree = pickle.loads(pickle.dumps(parsed()[0]))  # noqa: S301 - our own bytes

    assert (tree.text, tree.tokens) == (TEXT, ROWS)


@pytest.mark.parametrize("sure", [True, False])
def test_what_is_not_known_has_one_sign(sure: bool) -> None:
    """Kept as CoNLL-U and read again, a parse tells as much or as little, and is sound."""
    parses = assemble([TEXT], [list(parsed(sure=sure)[0])])
    again = read_conllu(write_conllu(parses))

    assert tells_probability(parses) == tells_probability(again) == sure
    assert again.probability.tolist() == pytest.approx(parses.probability.tolist())
    assert ("Probability=" in write_conllu(parses)) == sure
    assert faults([TEXT], again) is None
