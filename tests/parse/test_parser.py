"""Our own parser, over the weights that ship."""

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.model.errors import ConfigError
from dragoman.parse import load_parser
from dragoman.parse.network import LONGEST, Output, best_tags, head_log_probabilities
from dragoman.parse.parser import DragomanParser, Temperatures
from dragoman.parse.parses import ROOT
from dragoman.parse.shapes import SHAPES

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
    assert all(0.3 < t.probability <= 1 for t in tree)


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
    assert len(joints) >= 5
    assert {t.deprel for t in joints} == {"parataxis"}
    assert {t.head for t in joints} == {tree.root}
    # A stretch is parsed as it would be alone: nothing in it hangs on another but its root.
    distance = [abs(t.index - t.head) for t in tree if t.head != ROOT and t not in joints]
    assert max(distance) < LONGEST


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
        assert [t.deprel == "root" for t in tree] == [t.head == ROOT for t in tree]
        assert "".join(t.form for t in tree) == "".join(text.split())
    assert ((parses.probability >= 0) & (parses.probability <= 1)).all()
    assert (parses.deprel < len(parses.labels.deprel)).all()
    assert (parses.feats < len(parses.labels.feats)).all()


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
        # Nor follow the B of another kind: the place goes on as a place.
        ([[0, 0, 0, 5, 0], [0, 0, 4, 0, 3]], [3, 4]),
        # Nor the I of another kind.
        ([[0, 0, 0, 5, 0], [0, 0, 0, 0, 5], [0, 0, 4, 0, 3]], [3, 4, 4]),
    ],
)
def test_names_are_whole(scores, expected):
    """The best tags are the best sequence in which an I follows a B or I of its kind."""
    tags = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")[: len(scores[0])]

    assert best_tags(np.array(scores, np.float32), [0, len(scores)], tags).tolist() == expected


def test_names_do_not_reach_over_sentences():
    """An I that opens the second sentence has no B in the first."""
    scores = np.array([[0, 5, 0], [0, 1, 5]], np.float32)

    tags = best_tags(scores, [0, 1, 2], ("O", "B-PER", "I-PER"))

    assert tags.tolist() == [1, 1]


def test_no_word_is_its_own_head_and_chances_add_up():
    """Chances of the heads of a word add up to one, over all words but itself; by temperature."""
    arcs = np.array([[1.0, 9.0, 2.0], [0.5, 3.0, 9.0]], np.float32)

    [logs] = head_log_probabilities([arcs], 2.0)

    assert np.exp(logs[0, 1]) == 0 and np.exp(logs[1, 2]) == 0
    assert np.exp(logs).sum(axis=1) == pytest.approx([1, 1])
    assert logs[0, 2] - logs[0, 0] == pytest.approx((2.0 - 1.0) / 2.0)


class _Says(DragomanParser):
    """A parser whose network says what a test wants."""

    def __init__(self, out):
        super().__init__(Path(dragoman.__file__).parent / "weights" / "en")
        self.out = out

    def outputs(self, forms, bounds):
        yield [range(len(forms))], self.out


def test_probability_is_that_of_head_and_relation_both(parser):
    """By the temperatures of the weights; that the root is called root is sure."""
    heads, relations = 1.7, 2.3
    root, subject = (parser.labels.deprel.index(name) for name in ("root", "nsubj"))
    fake = _Says(None)
    fake.temperatures = Temperatures(heads, relations)
    width = 4
    scores = np.zeros((2, len(parser.labels.deprel)), np.float32)
    scores[:, subject] = 5
    scores[:, root] = 9  # nobody but the root may be called so
    arcs = np.array([[0.0, 0.0, 4.0], [6.0, 1.0, 0.0]], np.float32)
    fake.out = Output(
        [arcs],
        np.zeros((2, width), np.float32),
        [np.zeros((3, width), np.float32)],
        *(np.zeros(2, np.int64) for _ in range(3)),
        np.zeros((2, len(parser.labels.ner)), np.float32),
    )
    fake.label_scores = lambda out, trees: scores.copy()

    first, second = fake.parse(["Xi spoke"])[0]

    others = len(parser.labels.deprel) - 2
    e = np.exp
    head = e(4 / heads) / (e(4 / heads) + 1)
    label = e(5 / relations) / (e(5 / relations) + others)
    assert (first.head, first.deprel) == (1, "nsubj")
    assert first.probability == pytest.approx(head * label, rel=1e-4)
    assert (second.head, second.deprel) == (ROOT, "root")
    assert second.probability == pytest.approx(
        e(6 / heads) / (e(6 / heads) + e(1 / heads)), rel=1e-4
    )


def test_the_network_is_told_how_words_are_written(parser):
    """The vocabulary has no capitals; the shapes beside it do."""
    told = []
    run = parser._network.run

    def listen(pieces, shapes, *rest):
        told.append((pieces.tolist(), shapes.tolist()))
        return run(pieces, shapes, *rest)

    parser._network.run = listen
    try:
        parser.parse(["us"])
        parser.parse(["US"])
    finally:
        del parser._network.run
    (pieces, small), (same, capital) = told
    assert pieces == same
    assert [SHAPES[s] for s in small + capital] == ["lower", "upper"]


def test_weights_that_are_not_whole_are_refused(tmp_path):
    """What is missing, and what to do."""
    with pytest.raises(ConfigError, match=r"lack model\.onnx, .*install it again"):
        DragomanParser(tmp_path)


def test_there_is_one_parser_in_a_process():
    """However it is asked for."""
    assert load_parser() is load_parser(threads=1)


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
