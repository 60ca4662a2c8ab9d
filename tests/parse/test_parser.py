"""Our own parser, over the weights that ship."""

import os
import pickle
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.parse import load_parser
from dragoman.parse.network import best_tags
from dragoman.parse.parses import ROOT

SENTENCES = [
    "Wang Yi met Retno in Jakarta on Monday.",
    "The two sides didn't sign the agreement.",
    "",
    "Xi",
    "In France, Wang Yi conveyed President Xi's message to President Macron and handed over the "
    "books presented by President Xi.",
    "…!?",
    "The visit, which had been planned for May, was put off at the guests' request, he said.",
]


@pytest.fixture(scope="module")
def parser():
    """The parser of the package."""
    return load_parser()


def _is_tree(heads):
    for i in range(len(heads)):
        at, steps = i, 0
        while heads[at] != ROOT:
            at, steps = heads[at], steps + 1
            if steps > len(heads):
                return False
    return not heads or heads.count(ROOT) == 1


def _columns(tree):
    return [tuple(t._replace(probability=round(t.probability, 4))) for t in tree]


def test_a_sentence_is_read(parser):
    """The labels of a plain sentence, all columns."""
    [tree] = parser.parse(["Joe Biden met the President in Paris."])

    assert [(t.form, t.lemma, t.upos, t.head, t.deprel, t.ner) for t in tree] == [
        ("Joe", "Joe", "PROPN", 2, "nsubj", "B-PER"),
        ("Biden", "Biden", "PROPN", 0, "flat", "I-PER"),
        ("met", "meet", "VERB", ROOT, "root", "O"),
        ("the", "the", "DET", 4, "det", "O"),
        ("President", "President", "PROPN", 2, "obj", "O"),
        ("in", "in", "ADP", 6, "case", "O"),
        ("Paris", "Paris", "PROPN", 2, "obl", "B-LOC"),
        (".", ".", "PUNCT", 2, "punct", "O"),
    ]
    assert "Tense=Past" in tree[2].feats
    assert all(0.5 < t.probability <= 1 for t in tree)


def test_words_quote_the_text_as_it_was_given(parser):
    """Offsets count code points of the sentence as given, also around repaired-looking debris."""
    texts = ["  Xi u2014 said:\u00a0“Yes”—and met\tPutin.With 👍🏽 him ", *SENTENCES]

    for text, tree in zip(texts, parser.parse(texts), strict=True):
        assert tree.text == text
        assert "".join(t.form for t in tree) == "".join(text.split())
        for t in tree:
            assert text[t.start : t.end] == t.form


def test_the_order_and_company_of_sentences_change_nothing(parser):
    """A sentence is read the same alone, in a batch, and in another order."""
    texts = SENTENCES * 3
    together = [_columns(tree) for tree in parser.parse(texts)]

    assert together == [_columns(parser.parse([text])[0]) for text in texts]
    backwards = [_columns(tree) for tree in parser.parse(texts[::-1])]
    assert backwards[::-1] == together


def test_given_words_are_taken(parser):
    """`parse_tokens` reads the words it is given, whatever our tokenizer would say."""
    text = "U.N. chief visits"

    parses = parser.parse_tokens([text], [[0, 5, 11]], [[4, 10, 17]])

    assert parses.form == ("U.N.", "chief", "visits")


def test_nothing_to_parse(parser):
    """No sentence, and sentences without a word, have no tokens and are no error."""
    assert len(parser.parse([])) == 0
    parses = parser.parse(["", "   ", "\n"])
    assert parses.bounds.tolist() == [0, 0, 0, 0]
    assert parses[0].root is None and list(parses[0]) == []


def test_a_sentence_of_three_thousand_words_is_one_tree_in_bounded_time(parser):
    """It is read in stretches, whose roots hang on the first; nobody is lost."""
    text = " ".join(f"the minister of state number {i} met others" for i in range(375)) + "."
    began = time.process_time()

    [tree] = parser.parse([text])

    assert time.process_time() - began < 30
    assert len(tree) == 3001
    assert _is_tree(list(tree.heads))
    joints = [t for t in tree if t.probability == 0]
    assert joints and {t.deprel for t in joints} == {"parataxis"}
    assert {t.head for t in joints} == {tree.root}


@pytest.mark.parametrize(
    "text",
    [
        "!" * 4000,
        "x" * 20000,
        "\ud800\udfff \ud83d",
        "👩‍👩‍👧‍👦" * 50,
        "习近平会见了普京。",
        "Путин встретился с Си Цзиньпином.",
        "التقى الرئيس بنظيره",
        "\x00\x01\u200b\u202e",
        "a\u0301" * 500,
    ],
    ids=["bangs", "letters", "surrogates", "emoji", "zh", "ru", "ar", "controls", "accents"],
)
def test_bad_input_is_read_somehow(parser, text):
    """No crash, one tree, offsets right, in bounded time."""
    began = time.process_time()

    [tree] = parser.parse([text])

    assert time.process_time() - began < 30
    assert _is_tree(list(tree.heads))
    assert "".join(t.form for t in tree) == "".join(text.split())


# Drawn character by character, or hypothesis hardly ever comes to the odd ones.
_ANY_TEXT = st.lists(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from([*"  .,-'’\"()", "Xi ", "met ", "u2014"]),
    ),
    max_size=40,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(_ANY_TEXT, max_size=4))
def test_any_text_gives_trees_with_right_offsets(texts):
    """Whatever the strings: each is one tree over its words, and every array is in range."""
    parses = load_parser().parse(texts)

    assert len(parses) == len(texts)
    for text, tree in zip(texts, parses, strict=True):
        assert _is_tree(list(tree.heads))
        assert "".join(t.form for t in tree) == "".join(text.split())
    assert ((parses.probability >= 0) & (parses.probability <= 1)).all()
    assert (parses.deprel < len(parses.labels.deprel)).all()
    assert (parses.feats < len(parses.labels.feats)).all()


def test_arrays_are_frozen(parser):
    """What the parser said cannot be changed afterwards."""
    parses = parser.parse(SENTENCES)

    with pytest.raises(ValueError, match="read-only"):
        parses.head[0] = 3


def test_parses_travel_between_processes(parser):
    """A worker can send what it parsed."""
    parses = parser.parse(SENTENCES)

    again = pickle.loads(pickle.dumps(parses))  # noqa: S301 - our own bytes

    assert [_columns(t) for t in again] == [_columns(t) for t in parses]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([[0, 5, 0], [0, 0, 5], [5, 0, 0]], [1, 2, 0]),  # B I O as it stands
        ([[0, 1, 5], [0, 0, 5]], [1, 2]),  # an I cannot open: the B is the next best
        ([[5, 0, 0], [0, 0, 1]], [0, 0]),  # nor follow an O, even if it looks best there
    ],
)
def test_names_are_whole(scores, expected):
    """The best tags are the best sequence in which an I follows its B."""
    tags = best_tags(np.array(scores, np.float32), [0, len(scores)], ("O", "B-PER", "I-PER"))

    assert tags.tolist() == expected


@pytest.mark.slow
def test_importing_dragoman_loads_no_parser():
    """Who asks a ledger a question does not wait for the parser's libraries."""
    code = (
        "import sys, dragoman.cli, dragoman.parse\n"
        "print([m for m in ('onnxruntime', 'numpy') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=True
    )

    assert done.stdout.strip() == "[]"
