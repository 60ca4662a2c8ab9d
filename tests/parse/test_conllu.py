"""CoNLL-U: what is written is valid and reads back; what is none is refused by its line."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.errors import InputError
from dragoman.parse.conllu import read_conllu, read_sentences, share_out, write_conllu
from dragoman.parse.drawing import draw_page, draw_svg, draw_tree
from dragoman.parse.parses import ROOT, UNCALIBRATED, Labels, Parses

LABELS = Labels(
    upos=("ADP", "NOUN", "PROPN", "PUNCT", "VERB"),
    feats=("", "Number=Sing", "Mood=Ind|Tense=Past"),
    deprel=("case", "nmod:poss", "nsubj", "punct", "root"),
    ner=("O", "B-PER", "I-PER"),
)

MET = """\
# sent_id = 1
# text = Xi met Macron.
1\tXi\tXi\tPROPN\t_\tNumber=Sing\t2\tnsubj\t_\tNER=B-PER|Probability=0.99|TokenRange=0:2
2\tmet\tmeet\tVERB\t_\tMood=Ind|Tense=Past\t0\troot\t_\tProbability=0.875|TokenRange=3:6
3\tMacron\tMacron\tPROPN\t_\tNumber=Sing\t2\tobj\t_\tNER=B-PER|Probability=0.9\
|SpaceAfter=No|TokenRange=7:13
4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\tProbability=1|SpaceAfter=No|TokenRange=13:14

"""

FOREIGN = """\
# newdoc id = d1
# sent_id = d1-1
# text = “Don't wanna, ” he said.
1\t"\t"\tPUNCT\t``\t_\t8\tpunct\t_\tSpaceAfter=No
2-3\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tDo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4-5\twanna\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
4\twant\twant\tVERB\tVB\t_\t8\tccomp\t_\t_
5\tto\tto\tPART\tTO\t_\t4\txcomp\t_\t_
5.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t4:xcomp\t_
6\t,\t,\tPUNCT\t,\t_\t4\tpunct\t_\t_
7\t"\t"\tPUNCT\t''\t_\t4\tpunct\t_\t_
8\tsaid\tsay\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
9\the\the\tPRON\tPRP\t_\t8\tnsubj\t_\tSpaceAfter=No
10\t.\t.\tPUNCT\t.\t_\t8\tpunct\t_\t_
"""


TEXT = st.lists(
    st.one_of(st.characters(), st.sampled_from("\ud83d\n\r\t\u2028 _#|=-1")), max_size=30
).map("".join)
"""Any characters, those that CoNLL-U has trouble with more often."""


@st.composite
def sentences(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], list[int]]:
    """Draw any text, words in it that do not overlap, and heads that form a tree."""
    text = draw(TEXT)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    order = draw(st.permutations(range(len(spans))))
    heads = [ROOT] * len(spans)
    for k, word in enumerate(order):
        heads[word] = order[draw(st.integers(0, k - 1))] if k else ROOT
    return text, spans, heads


LEMMA = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1).filter(
    lambda lemma: lemma != "_"
)


@st.composite
def batches(draw: st.DrawFn) -> Parses:
    """Draw parses of some sentences, with any labels."""
    drawn = draw(st.lists(sentences(), max_size=4))
    words = [(text, span) for text, spans, _ in drawn for span in spans]
    n = len(words)

    def column(labels: tuple[str, ...], kind: type) -> np.ndarray:
        numbers = st.integers(0, len(labels) - 1)
        return np.array(draw(st.lists(numbers, min_size=n, max_size=n)), kind)

    chance = st.one_of(st.just(UNCALIBRATED), st.floats(0, 1, width=32))
    return Parses(
        texts=tuple(text for text, _, _ in drawn),
        bounds=np.cumsum([0, *(len(spans) for _, spans, _ in drawn)]).astype(np.int32),
        start=np.array([start for _, (start, _) in words], np.int32),
        end=np.array([end for _, (_, end) in words], np.int32),
        form=tuple(text[start:end] for text, (start, end) in words),
        lemma=tuple(draw(st.lists(LEMMA, min_size=n, max_size=n))),
        upos=column(LABELS.upos, np.uint8),
        feats=column(LABELS.feats, np.uint16),
        head=np.array([head for _, _, heads in drawn for head in heads], np.int32),
        deprel=column(LABELS.deprel, np.uint8),
        probability=np.array(draw(st.lists(chance, min_size=n, max_size=n)), np.float32),
        ner=column(LABELS.ner, np.uint8),
        labels=LABELS,
    )


@given(batches())
def test_what_is_written_reads_back(parses: Parses) -> None:
    """Every sentence with a word comes back whole, whatever its characters."""
    back = read_conllu(write_conllu(parses))

    kept = [tree for tree in parses if len(tree)]
    assert [tree.text for tree in back] == [tree.text for tree in kept]
    for theirs, ours in zip(kept, back, strict=True):
        for one, other in zip(theirs, ours, strict=True):
            assert one._replace(probability=0) == other._replace(probability=0)
            assert other.probability == pytest.approx(one.probability, abs=6e-5)


@given(batches())
def test_what_is_written_is_conllu(parses: Parses) -> None:
    """Ten filled columns, ids from 1, one line each, an empty line after each sentence; UTF-8."""
    written = write_conllu(parses)

    written.encode("utf-8")
    blocks = written.split("\n\n")
    assert blocks.pop() == ""
    for block in blocks:
        lines = block.split("\n")
        comments = [line for line in lines if line.startswith("# ")]
        rows = [line.split("\t") for line in lines[len(comments) :]]
        assert re.match(r"# sent_id = \d+$", comments[0])
        assert re.match(r"# text = ", comments[1]) and comments[1].splitlines() == [comments[1]]
        assert [row[0] for row in rows] == [str(i + 1) for i in range(len(rows))]
        assert all(len(row) == 10 and all(row) for row in rows)


def test_names_probability_and_space_stand_in_misc() -> None:
    """A sentence as a person sees it; reading and writing again gives the same characters."""
    parses = read_conllu(MET)

    assert write_conllu(parses) == MET
    assert [(t.form, t.ner, round(t.probability, 3)) for t in parses[0]] == [
        ("Xi", "B-PER", 0.99),
        ("met", "O", 0.875),
        ("Macron", "B-PER", 0.9),
        (".", "O", 1.0),
    ]
    assert parses.labels.ner == ("O", "B-PER")


def test_a_treebank_is_read() -> None:
    """Multiword tokens share their characters; empty nodes are passed over; forms are the text's.

    The words stand in another order in the text than the columns say: the text is rebuilt.
    """
    [sentence] = read_sentences(FOREIGN)

    assert sentence.text == '"Don\'t wanna, " saidhe.'
    assert [word.form for word in sentence.words] == [
        '"', "Do", "n't", "wann", "a", ",", '"', "said", "he", ".",
    ]  # fmt: skip
    assert [word.head for word in sentence.words] == [7, 3, 3, 7, 3, 3, 3, -1, 7, 7]
    assert dict(sentence.comments)["newdoc id"] == "d1"

    [fitting] = read_sentences(FOREIGN.replace("he said", "saidhe"))
    assert fitting.text == "“Don't wanna, ” saidhe."
    assert fitting.words[0].form == "“"


def test_what_is_not_said_is_not_invented() -> None:
    """Without MISC a word is no name, and how sure its arc is nobody knows."""
    [tree] = read_conllu("1\tGo\tgo\tVERB\t_\t_\t0\troot\t_\t_\n")

    assert (tree.text, tree[0].ner, tree[0].feats) == ("Go", "O", "")
    assert tree[0].probability == UNCALIBRATED
    assert "Probability" not in write_conllu([tree])


def test_what_is_read_can_be_drawn() -> None:
    """A treebank tells no probability: none is shown, in the terminal, a picture or a page."""
    parses = read_conllu(FOREIGN)

    assert "said" in draw_tree(parses[0])
    assert "%" not in draw_tree(parses[0])
    assert "does not say how sure it is" in draw_svg(parses)
    assert "does not say how sure it is" in draw_page(parses, parser="a treebank")


def test_a_sentence_without_a_word_is_left_out_and_its_number_too() -> None:
    """CoNLL-U has no way to say it; the gap in the numbers shows that it was there."""
    empty = Parses(
        ("", "Go", " "),
        np.array([0, 0, 1, 1], np.int32),
        *(np.array([n], np.int32) for n in (0, 2)),
        ("Go",),
        ("go",),
        np.array([4], np.uint8),
        np.array([0], np.uint16),
        np.array([-1], np.int32),
        np.array([4], np.uint8),
        np.array([0.5], np.float32),
        np.array([0], np.uint8),
        LABELS,
    )
    written = write_conllu(empty)

    assert written.startswith("# sent_id = 2\n# text = Go\n1\tGo\t")
    assert len(read_conllu(written)) == 1
    assert len(read_conllu("")) == 0


ROW = "1\tGo\tgo\tVERB\t_\t_\t0\troot\t_\t_\n"


@pytest.mark.parametrize(
    "text, line, says",
    [
        pytest.param("1 Go go VERB\n", 1, "has 1 columns; a line has 10", id="spaces for tabs"),
        pytest.param(f"{ROW}# text = x\n", 2, "stands inside a sentence", id="comment inside"),
        pytest.param(ROW.replace("1", "x"), 1, "the id 'x' is none", id="no id"),
        pytest.param(f"{ROW}3{ROW[1:]}", 2, "the id '3' should be 2", id="gap in ids"),
        pytest.param(f"\n# a\n{ROW}1-3{ROW[1:]}", 4, "range '1-3' is of words", id="range"),
        pytest.param(ROW.replace("\t0\t", "\t_\t"), 1, "the head '_' is no number", id="no head"),
        pytest.param(ROW.replace("\t0\t", "\t2\t"), 1, "no number from 0 to 1", id="head beyond"),
        pytest.param(ROW.replace("\t0\t", "\t1\t"), 1, "is its own head", id="own head"),
        pytest.param(f"{ROW}2{ROW[1:]}", 1, "has 2 roots; it needs one", id="two roots"),
        pytest.param(
            ROW + "2\tA\ta\tX\t_\t_\t3\tdep\t_\t_\n" + "3\tB\tb\tX\t_\t_\t2\tdep\t_\t_\n",
            2,
            "go in a circle",
            id="circle",
        ),
        pytest.param(
            "# text = Go\n" + ROW.replace("\t_\n", "\tTokenRange=0:9\n"),
            2,
            "no stretch of a text of 2 characters",
            id="place beyond",
        ),
        pytest.param(
            MET.replace("=3:6", "=3:3"), 4, "'3:3' is no stretch of a text of 14", id="empty place"
        ),
        pytest.param(
            MET.replace("=3:6", "=6:3"), 4, "'6:3' is no stretch of a text of 14", id="backwards"
        ),
        pytest.param(
            MET.replace("=3:6", "=x"), 4, "'x' is no stretch of a text of 14", id="no place"
        ),
        pytest.param(
            MET.replace("=3:6", f"={'9' * 5000}:6"), 4, "is no stretch", id="place of many digits"
        ),
        pytest.param(
            MET.replace("=3:6", "=1:6"),
            4,
            "'1:6' begins before the word ahead of it ends, at 2",
            id="places overlap",
        ),
        pytest.param(
            MET.replace("\tmet\t", "\trang\t"),
            4,
            "'3:6' is where 'met' stands, and not 'rang'",
            id="another word there",
        ),
        pytest.param(
            "1-2\tx\t_\t_\t_\t_\t_\t_\t_\t_\n" + ROW + "2\tto\tto\tX\t_\t_\t1\tdep\t_\t_\n",
            1,
            "no character is left for the word of lemma 'to'",
            id="more words than characters",
        ),
        pytest.param(ROW.replace("\t0\t", f"\t{'0' * 5000}\t"), 1, "is no number", id="long head"),
        pytest.param(ROW.replace("1", "1" * 5000, 1), 1, "is none", id="long id"),
        pytest.param(
            f"# text = Go\n# text_as_given = Go\n{ROW}", 3, "no JSON string: 'Go'", id="json"
        ),
        pytest.param(f"# text_as_given = 5\n{ROW}", 2, "no JSON string: '5'", id="number"),
        pytest.param(ROW.replace("Go", ""), 1, "an empty form", id="empty form"),
        pytest.param(
            ROW.replace("\t_\n", "\tProbability=high\n"), 1, "Probability='high'", id="chance"
        ),
        pytest.param(ROW.replace("\t_\n", "\tProbability=2\n"), 1, "from 0 to 1", id="above 1"),
        pytest.param(ROW.replace("\t_\n", "\tProbability=nan\n"), 1, "from 0 to 1", id="nan"),
    ],
)
def test_what_is_no_conllu_is_refused_by_its_line(text: str, line: int, says: str) -> None:
    """The message names the file, the line, what stands there and what is allowed."""
    with pytest.raises(InputError) as refused:
        read_conllu(text, name="a.conllu")

    assert str(refused.value).startswith(f"a.conllu, line {line}: ")
    assert says in str(refused.value)


@given(TEXT)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but InputError comes out of a file that is something else."""
    try:
        read_conllu(text)
    except InputError as refused:
        assert "line" in str(refused)


def test_too_many_labels_are_refused() -> None:
    """A column of `Parses` has room for 256 relations."""
    rows = (f"{i + 1}\tw\tw\tX\t_\t_\t{i}\tr{i}\t_\t_" for i in range(300))

    with pytest.raises(InputError, match="300 labels in one column; 256 are allowed"):
        read_conllu("\n".join(rows))


@given(st.text(min_size=1), st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=5))
def test_words_share_all_characters_of_what_is_printed(form: str, words: list[str]) -> None:
    """In order, none twice, none left over."""
    spans = share_out(form, words)

    assert len(spans) == len(words)
    assert "".join(form[a:b] for a, b in spans) == form
