"""What the parser is trained on besides the treebanks: free text, and pieces of words."""

from dataclasses import replace
from random import Random

import pytest
from _parser_silver import free_documents, label, named, sentences_of
from _parser_vocabulary import choose_pieces
from _treebanks import TreebankError

from dragoman.parse.conllu import read_conllu

ONE = """\
# text = Xi will meet Putin in Kyiv
1	Xi	Xi	PROPN	_	_	3	nsubj	_	NER=B-PER
2	will	will	AUX	_	_	3	aux	_	_
3	meet	meet	VERB	_	_	0	root	_	_
4	Putin	Putin	PROPN	_	_	3	obj	_	_
5	in	in	ADP	_	_	6	case	_	_
6	Kyiv	Kyiv	PROPN	_	_	3	obl	_	_

"""
OTHER = ONE.replace("3	obl", "4	nmod")
TEXT = "Xi will meet Putin in Kyiv"


class Teacher:
    """A parser that says what a file says, of whatever it is given."""

    def __init__(self, conllu):
        self.conllu = conllu

    def parse(self, texts):
        """Whatever the texts."""
        return read_conllu(self.conllu * len(texts))

    def parse_tokens(self, texts, starts, ends):
        """Whatever the words."""
        return self.parse(texts)


class Register:
    """A register that knows a city and a person."""

    def __init__(self):
        self.names = {"Kyiv": ["pl:kyiv"], "Putin": ["pe:vladimir-putin"]}

    def lookup(self, name):
        """Ids of a name."""
        return self.names.get(name, [])


def test_only_what_the_teachers_agree_on_is_learnt():
    """The word of which they say different things is in doubt; the others are not."""
    golds, unsure = label([TEXT], [Teacher(ONE), Teacher(OTHER)])

    [gold] = golds
    assert gold.form == tuple(TEXT.split())
    assert gold.head == (2, 2, -1, 2, 5, 2)
    assert unsure == {gold.id: frozenset({5})}


def test_a_sentence_in_doubt_all_over_is_not_taken():
    """Nor is one that is too short."""
    third = OTHER.replace("2	aux", "2	cop").replace("PROPN", "NOUN")

    assert label([TEXT], [Teacher(ONE), Teacher(third)]) == ([], {})
    short = "".join(ONE.splitlines(keepends=True)[1:4]) + "\n"
    assert label(["Xi will meet"], [Teacher("# text = Xi will meet\n" + short)]) == ([], {})


def test_every_sentence_has_its_own_doubts():
    """Also where the same words come twice."""
    golds, unsure = label([TEXT, TEXT], [Teacher(ONE), Teacher(OTHER)])

    assert len({gold.id for gold in golds}) == len(unsure) == 2


def test_names_of_the_register_are_added_where_teachers_find_none():
    """One word alone is no person by its name; what the teachers name stays theirs."""
    [gold] = label([TEXT], [Teacher(ONE)])[0]
    bare = replace(gold, ner=None)

    [found] = named([bare], [Teacher(ONE)], Register())
    [kept] = named([gold], [Teacher(ONE)], Register())

    assert found.ner == ("B-PER", "O", "O", "O", "O", "B-LOC")
    assert kept is gold


def test_names_that_teachers_dispute_are_unknown():
    """Nothing is learnt from them."""
    [gold] = label([TEXT], [Teacher(ONE)])[0]
    other = Teacher(ONE.replace("NER=B-PER", "NER=B-LOC"))

    [found] = named([replace(gold, ner=None)], [Teacher(ONE), other], Register())

    assert found.ner[0] == "?"


def test_documents_left_out_are_left_out(tmp_path):
    """By their path in the folder; and a list that does not fit the folder is refused."""
    for name in ("a/one.md", "b/one.md"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f"The minister of {name[0]} met the king of the country.\n")

    left = free_documents(tmp_path, ["a/one"])

    assert [path.parent.name for path in left] == ["b"]
    [sentence] = sentences_of(left, most=9, rng=Random(1))
    assert sentence == "The minister of b met the king of the country."
    with pytest.raises(TreebankError, match=r"1 of 1 documents to be left out are not in .*'one'"):
        free_documents(tmp_path, ["one"])


def test_pieces_that_no_text_has_are_dropped():
    """Short ones stay, so that any word can be spelt; other scripts and unused slots go."""
    original = [
        *("[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"),
        *("a", "##b", "visit", "##ing", "zebra", "##zebra", "привет", "的", "."),
    ]

    kept = choose_pieces(original, ["A visiting."])

    assert kept == ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "##b", "visit", "##ing", "."]
