"""The parser that a setting names, and other packages' parsers behind our interface.

Neither spaCy nor Stanza is installed where this runs: stand-ins mimic the objects that
their documentation describes.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import ConfigError, RuleError
from dragoman.model.config import Config
from dragoman.parse import backends
from dragoman.parse.backends import assemble, choose_parser, faults, without
from dragoman.parse.parses import ROOT, UNCALIBRATED, Parses, Token
from dragoman.parse.spacy import _RELATIONS, ClearWord, conversion, conversion_from, convert

PROJECT = Path(__file__).parent.parent.parent / "pyproject.toml"
TEXT = "Retno met Wang Yi."


def stored(texts: Sequence[str]) -> Parses:
    """Return a parse of `TEXT` as if a parser had kept it."""
    rows = [
        Token(0, "Retno", "Retno", "PROPN", "Number=Sing", 1, "nsubj", 0.9, "B-PER", 0, 5),
        Token(1, "met", "meet", "VERB", "Tense=Past", ROOT, "root", 0.8, "O", 6, 9),
        Token(2, "Wang", "Wang", "PROPN", "Number=Sing", 1, "obj", 0.7, "B-PER", 10, 14),
        Token(3, "Yi", "Yi", "PROPN", "Number=Sing", 2, "flat", 0.9, "I-PER", 15, 17),
        Token(4, ".", ".", "PUNCT", "", 1, "punct", 0.9, "O", 17, 18),
    ]
    return assemble(texts, [rows if text == TEXT else [] for text in texts])


@dataclass
class Stub:
    """A parser that returns what was stored; `spoil` breaks it."""

    argument: str = ""
    name: str = "stub 1"
    spoil: Any = None

    def parse(self, texts: Sequence[str]) -> Parses:
        """Return the stored parse."""
        return self.spoil(stored(texts)) if self.spoil else stored(texts)


def offer(monkeypatch: pytest.MonkeyPatch, **stubs: Any) -> None:
    """Offer parsers as another package would: by entry points."""
    module = ModuleType("a_package_of_parsers")
    vars(module).update(stubs)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    points = [EntryPoint(name, f"{module.__name__}:{name}", backends.GROUP) for name in stubs]
    monkeypatch.setattr(backends, "entry_points", lambda group: points)


# --- the door ------------------------------------------------------------------------------------


def test_a_parser_of_another_package_is_chosen_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words behind the colon reach it, and what it parses comes back."""
    made: list[str] = []
    offer(monkeypatch, stub=lambda argument: made.append(argument) or Stub(argument))

    parser = choose_parser("stub:a:b")
    tree = parser.parse([TEXT, ""])[0]

    assert (made, parser.name) == (["a:b"], "stub 1")
    assert [(t.form, t.head, t.deprel) for t in tree][:2] == [
        ("Retno", 1, "nsubj"),
        ("met", ROOT, "root"),
    ]


@pytest.mark.parametrize("installed", [True, False])
def test_our_own_parser_comes_through_the_same_door(
    installed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the name that is the default; an installed package does not offer it twice."""
    declared = list(backends.OURS) if installed else []
    monkeypatch.setattr(backends, "entry_points", lambda group: declared)
    monkeypatch.setattr("dragoman.parse.parser.load_parser", Stub)

    assert choose_parser(Config().parser).name == "stub 1"


def test_ours_are_declared_as_the_package_declares_them() -> None:
    """A checkout that is not installed offers what an installed one offers."""
    declared = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["entry-points"][backends.GROUP]

    assert declared == {point.name: point.value for point in backends.OURS}


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("stanfrod", ["'stanfrod'", "Parsers: dragoman, spacy:MODEL, stanza:LANGUAGE"]),
        ("Stanza:en", ["'Stanza'", "did you mean 'stanza'?"]),
        ("", ["nobody offers a parser ''"]),
        ("dragoman:en", ["takes nothing behind its name"]),
        ("spacy", ["needs a model", '"spacy:en_core_web_sm"']),
        ("stanza:", ["needs a language", '"stanza:en"']),
        (
            "spacy:en_core_web_sm",
            ["not installed", "pip install spacy && python -m spacy download en_core_web_sm"],
        ),
        ("stanza:fr", ["not installed", "pip install stanza && python -c", "download('fr')"]),
    ],
)
def test_what_is_not_there_is_one_sentence_that_says_how_to_get_it(
    setting: str, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unknown names, missing arguments, missing packages."""
    for package in ("spacy", "stanza"):
        monkeypatch.setattr(import_module(f"dragoman.parse.{package}"), "import_module", missing)
    with pytest.raises(ConfigError) as caught:
        choose_parser(setting)
    for words in [*said, setting]:
        assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def missing(name: str) -> ModuleType:
    """Fail as the import of a package that is not installed does."""
    raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@pytest.mark.parametrize("setting", ["spacy:en_core_web_sm", "stanza:en"])
def test_a_package_that_is_broken_is_not_called_missing(
    setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something that the package itself needs is not there."""
    package = setting.partition(":")[0]

    def broken(name: str) -> ModuleType:
        raise ModuleNotFoundError("No module named 'torch'", name="torch")

    monkeypatch.setattr(import_module(f"dragoman.parse.{package}"), "import_module", broken)
    with pytest.raises(ConfigError, match=r"cannot be loaded \(No module named 'torch'\)"):
        choose_parser(setting)


def test_two_packages_with_one_name_are_told_apart_by_the_user(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither is preferred in silence, and nobody else can pass for ours."""
    offer(monkeypatch, stanza=Stub)

    with pytest.raises(
        ConfigError, match=r"several packages offer 'stanza'.*uninstall all but one"
    ):
        choose_parser("stanza:en")


def test_a_plug_in_that_does_not_load_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says which one and why."""
    gone = EntryPoint("gone", "no_such_package_anywhere:make", backends.GROUP)
    monkeypatch.setattr(backends, "entry_points", lambda group: [gone])

    with pytest.raises(ConfigError, match="no_such_package_anywhere:make cannot be loaded"):
        choose_parser("gone")


def _with(**arrays: Any) -> Any:
    return lambda parses: replace(parses, **{k: np.array(v) for k, v in arrays.items()})


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_with(head=[1, ROOT, 1, ROOT, 1]), "2 words have no head"),
        (_with(head=[1, 2, 1, 2, 1]), "0 words have no head"),
        (_with(head=[1, ROOT, 3, 2, 1]), "go in a circle"),
        (_with(head=[1, ROOT, 9, 2, 1]), "a head is no word"),
        (_with(probability=[0.5, 0.5, float("nan"), 0.5, 0.5]), "between 0 and 1"),
        (_with(start=[0, 6, 10, 14, 17]), "the word 'Yi' is not what stands at its place"),
        (_with(bounds=[0, 4]), "its bounds"),
        (
            lambda parses: replace(
                parses,
                start=np.array([0, 6, 10, 10, 17]),
                form=("Retno", "met", "Wang", "Wang Yi", "."),
            ),
            "the word 'Wang Yi' begins before the one ahead of it ends",
        ),
        (lambda parses: stored([]), "it returned 0 sentences for 1"),
    ],
)
def test_a_parser_that_breaks_the_interface_is_found_out(
    spoil: Any, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rules never meet half a tree; the sentence names the parser and what is wrong."""
    offer(monkeypatch, stub=lambda argument: Stub(spoil=spoil))

    with pytest.raises(ConfigError, match="stub 1 breaks the interface") as caught:
        choose_parser("stub").parse([TEXT])
    assert said in str(caught.value)


def test_words_taken_out_leave_a_tree() -> None:
    """The dependents of a dropped root hang on its first dependent, which is the root now."""
    tree = stored([TEXT])[0]

    left = without(list(tree), {1, 2})

    assert [(t.index, t.form, t.head, t.deprel) for t in left] == [
        (0, "Retno", ROOT, "root"),
        (1, "Yi", 0, "flat"),
        (2, ".", 0, "punct"),
    ]


@st.composite
def trees(draw: st.DrawFn, labels: Sequence[str]) -> tuple[list[int], list[str]]:
    """Draw heads that make a tree, in any order of words, and labels."""
    n = draw(st.integers(1, 12))
    order = draw(st.permutations(range(n)))
    heads = [ROOT] * n
    for place, word in enumerate(order[1:], 1):
        heads[word] = order[draw(st.integers(0, place - 1))]
    chosen = [draw(st.sampled_from(labels)) for _ in range(n)]
    chosen[order[0]] = "ROOT"
    return heads, chosen


def is_tree(heads: Sequence[int]) -> bool:
    """Whether one word has no head and every path of heads ends there."""
    for word in range(len(heads)):
        seen = set()
        while word != ROOT:
            if word in seen:
                return False
            seen.add(word)
            word = heads[word]
    return list(heads).count(ROOT) == 1


@given(trees(["x"]), st.data())
def test_whatever_is_taken_out_a_tree_stays(
    tree: tuple[list[int], list[str]], data: st.DataObject
) -> None:
    """Any words out of any tree."""
    heads, _ = tree
    dropped = data.draw(st.sets(st.integers(0, len(heads) - 1), max_size=len(heads) - 1))
    tokens = [Token(i, "x", "x", "X", "", h, "d", 0.5, "O", i, i + 1) for i, h in enumerate(heads)]

    left = without(tokens, dropped)

    assert len(left) == len(heads) - len(dropped)
    assert is_tree([token.head for token in left])


# --- Stanza --------------------------------------------------------------------------------------


def word(id_: int, text: str, upos: str, head: int, deprel: str, **more: Any) -> Any:
    """Return a word as Stanza has it: ids and heads from 1, None for what it does not tell."""
    return SimpleNamespace(
        **{"id": id_, "text": text, "upos": upos, "head": head, "deprel": deprel}
        | {"lemma": None, "feats": None}
        | more
    )


def token(words: list[Any], text: str, start: int, ner: str = "O") -> Any:
    """Return a token of Stanza: one or more words and its characters."""
    return SimpleNamespace(
        words=words, text=text, start_char=start, end_char=start + len(text), ner=ner
    )


@dataclass
class StanzaDocument:
    """What `stanza.Document([], text=...)` makes and the pipeline fills."""

    sentences: list[Any]
    text: str = ""


def stanza_module(parsed: dict[str, list[Any]], **pipeline: Any) -> ModuleType:
    """Return a stand-in for the package: a pipeline that knows some texts."""
    module = ModuleType("stanza")

    class Pipeline:
        def __init__(self, lang: str, **options: Any) -> None:
            assert options["download_method"] is None, "nothing is fetched in silence"
            if lang != "en":
                raise FileNotFoundError(f"Resources file not found for {lang}\nrun stanza.download")

        def __call__(self, docs: list[StanzaDocument]) -> list[StanzaDocument]:
            return [StanzaDocument(parsed[doc.text], doc.text) for doc in docs]

    vars(module).update(Pipeline=Pipeline, Document=StanzaDocument, __version__="1.9")
    return module


def sentence(*tokens: Any) -> Any:
    """Return a sentence of Stanza."""
    return SimpleNamespace(tokens=list(tokens), words=[w for t in tokens for w in t.words])


def test_stanza_parses_through_the_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of one token share its characters; a second sentence hangs on the first."""
    text = "Xi Jinping didn't go. He rang \ud83d."
    parsed = {
        text.replace("\ud83d", "\ufffd"): [
            sentence(
                token(
                    [word(1, "Xi", "PROPN", 5, "nsubj", feats="Number=Sing")], "Xi", 0, "B-PERSON"
                ),
                token([word(2, "Jinping", "PROPN", 1, "flat")], "Jinping", 3, "E-PERSON"),
                token(
                    [
                        word(3, "did", "AUX", 5, "aux", lemma="do"),
                        word(4, "n't", "PART", 5, "advmod", lemma="not"),
                    ],
                    "didn't",
                    11,
                ),
                token([word(5, "go", "VERB", 0, "root", lemma="go")], "go", 18),
                token([word(6, ".", "PUNCT", 5, "punct")], ".", 20),
            ),
            sentence(
                token([word(1, "He", "PRON", 2, "nsubj")], "He", 22, "S-DATE"),
                token([word(2, "rang", "VERB", 0, "root", lemma="ring")], "rang", 25),
                token([word(3, "\ufffd", "SYM", 2, "obj")], "\ufffd", 30, "S-GPE"),
                token([word(4, ".", "PUNCT", 2, "punct")], ".", 31),
            ),
        ]
    }
    monkeypatch.setitem(sys.modules, "stanza", stanza_module(parsed))

    parser = choose_parser("stanza:en")
    parses = parser.parse(["", text, "  "])

    assert parser.name == "stanza 1.9 en"
    assert [len(tree) for tree in parses] == [0, 10, 0]
    assert [(t.form, t.lemma, t.head, t.deprel, t.ner) for t in parses[1]] == [
        ("Xi", "Xi", 4, "nsubj", "B-PER"),
        ("Jinping", "Jinping", 0, "flat", "I-PER"),
        ("did", "do", 4, "aux", "O"),
        ("n't", "not", 4, "advmod", "O"),
        ("go", "go", ROOT, "root", "O"),
        (".", ".", 4, "punct", "O"),
        ("He", "He", 7, "nsubj", "O"),
        ("rang", "ring", 4, "parataxis", "O"),
        ("\ud83d", "\ud83d", 7, "obj", "B-LOC"),
        (".", ".", 7, "punct", "O"),
    ]
    assert parses[1][0].feats == "Number=Sing"
    assert set(parses.probability.tolist()) == {UNCALIBRATED}


@pytest.mark.parametrize(
    ("words", "text", "forms"),
    [
        (["do", "n't"], "don't", ["do", "n't"]),
        (["à", "les"], "aux", ["a", "ux"]),
        (["de", "le"], "du", ["d", "u"]),
        (["a", "b", "c"], "x", ["x"]),
    ],
)
def test_words_share_the_characters_of_their_token(
    words: list[str], text: str, forms: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they are spelled where that comes out even; a word without a character goes."""
    many = [word(n, w, "X", n - 1, "dep" if n > 1 else "root") for n, w in enumerate(words, 1)]
    monkeypatch.setitem(
        sys.modules, "stanza", stanza_module({text: [sentence(token(many, text, 0))]})
    )

    tree = choose_parser("stanza:en").parse([text])[0]

    assert [t.form for t in tree] == forms


def test_a_name_in_a_token_of_several_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stanza tags the token; the possessive is no part of the name, a second noun is."""
    words = [
        word(1, "Xi", "PROPN", 0, "root"),
        word(2, "Jin", "PROPN", 1, "flat"),
        word(3, "'s", "PART", 1, "case"),
    ]
    parsed = {"XiJin's": [sentence(token(words, "XiJin's", 0, "S-PERSON"))]}
    monkeypatch.setitem(sys.modules, "stanza", stanza_module(parsed))

    tree = choose_parser("stanza:en").parse(["XiJin's"])[0]

    assert [(t.form, t.ner) for t in tree] == [("Xi", "B-PER"), ("Jin", "I-PER"), ("'s", "O")]


def test_a_language_that_stanza_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is there and the model is not."""
    monkeypatch.setitem(sys.modules, "stanza", stanza_module({}))

    with pytest.raises(ConfigError, match=r"no model for 'xx'.*stanza\.download\('xx'\)"):
        choose_parser("stanza:xx")


# --- spaCy ---------------------------------------------------------------------------------------

CLEAR = sorted({label for label, _, _ in conversion().examples})


def example_of(example: str) -> tuple[list[ClearWord], list[int], list[str]]:
    """Return "word TAG label head | ..." of spacy.yml in parts; TAG/PERSON: of a person's name."""
    rows = [row.split() for row in example.split("|")]
    words = [
        ClearWord(
            tag.partition("/")[0],
            {"is": "be", "are": "be", "was": "be", "were": "be"}.get(form, form.lower()),
            is_person=tag.endswith("/PERSON"),
        )
        for form, tag, _, _ in rows
    ]
    return words, [int(row[3]) - 1 for row in rows], [row[2] for row in rows]


@pytest.mark.parametrize(
    ("label", "example", "gives"),
    [pytest.param(*entry, id=f"{entry[0]}: {entry[1][:30]}") for entry in conversion().examples],
)
def test_a_label_becomes_what_its_example_says(label: str, example: str, gives: str) -> None:
    """The example holds the label, and the whole sentence comes out as written beside it."""
    words, heads, labels = example_of(example)
    assert label in labels

    new_heads, new_labels = convert(words, heads, labels)

    assert " | ".join(f"{d} {h + 1}" for h, d in zip(new_heads, new_labels, strict=True)) == gives


def test_every_label_is_there_and_only_ud_comes_out() -> None:
    """The labels of spaCy's English models, as their documentation lists them."""
    documented = (
        "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj "
        "csubj csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass "
        "nummod oprd parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl xcomp"
    )
    assert documented.split() == CLEAR
    for _, _, gives in conversion().examples:
        for pair in gives.split(" | "):
            assert pair.split()[0].split(":")[0] in _RELATIONS


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{label: dobj, becomes: obj}", "label 'dobj' lacks example, gives"),
        ("{label: dobj, becomes: obj, example: x, gives: x, how: y}", "unknown keys ['how']"),
        ("{label: dobj, becomes: obj, example: x, gives: x, rebuilt: by magic}", "by 'by magic'"),
        ("{label: aux, becomes: aux, or: mark, example: x, gives: x}", "the condition None"),
        ("{label: a, becomes: b, when: noun, example: x, gives: x}", "the condition 'noun'"),
        (
            "{label: a, becomes: b, example: x, gives: x}, "
            "{label: a, becomes: c, example: x, gives: x}",
            "label 'a' stands twice",
        ),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(entry: str, said: str) -> None:
    """The sentence names the file, the label and what is allowed."""
    with pytest.raises(RuleError, match=r"^spacy\.yml: label ") as caught:
        conversion_from(f"labels: [{entry}]\nnames: {{}}")
    assert said in str(caught.value)


@given(trees(CLEAR), st.data())
def test_any_clear_tree_becomes_a_tree(
    tree: tuple[list[int], list[str]], data: st.DataObject
) -> None:
    """Also one that no parser should give."""
    heads, labels = tree
    kinds = st.sampled_from(["NOUN", "PROPN", "VERB", "AUX", "ADP", "SCONJ", "PART", "DET"])
    words = [
        ClearWord(
            data.draw(kinds), data.draw(st.sampled_from(["be", "x"])), data.draw(st.booleans())
        )
        for _ in heads
    ]

    new_heads, new_labels = convert(words, heads, labels)

    assert is_tree(new_heads)
    assert [head == ROOT for head in new_heads] == [label == "root" for label in new_labels]
    assert not set(new_labels) & (
        set(CLEAR) - {label.becomes for label in conversion().labels.values()}
    )


@dataclass(eq=False)
class SpacyToken:
    """A token of spaCy: its head is a token, and the root's is itself."""

    i: int
    text: str
    idx: int
    pos_: str
    dep_: str
    lemma_: str
    ent_iob_: str = "O"
    ent_type_: str = ""
    morph: str = ""
    is_space: bool = False
    head: SpacyToken = field(init=False)


def spacy_doc(text: str, rows: str) -> list[SpacyToken]:
    """Return a Doc from rows "word TAG label head [ENT]"; `_` is a blank."""
    found: list[SpacyToken] = []
    heads = []
    at = 0
    for n, row in enumerate(filter(None, rows.split("|"))):
        form, tag, dep, head, *ent = row.split()
        form = form.replace("_", " ")
        at = text.index(form, at)
        place, _, kind = ent[0].partition("-") if ent else ("O", "", "")
        lemma = {"is": "be", "brought": "bring"}.get(form, form)
        found.append(SpacyToken(n, form, at, tag, dep, lemma, place, kind, is_space=tag == "SPACE"))
        heads.append(int(head))
        at += len(form)
    for one, head in zip(found, heads, strict=True):
        one.head = found[head - 1] if head else one
    return found


def spacy_module(docs: dict[str, str], labels: Sequence[str]) -> ModuleType:
    """Return a stand-in for the package: one model, which knows some texts."""
    module = ModuleType("spacy")

    class Language:
        max_length = 10
        meta: Any = {"lang": "en", "name": "core_web_sm", "version": "3.8.0"}  # noqa: RUF012
        pipe_names = ("tagger", "parser", "ner") if labels else ("tagger", "ner")

        def get_pipe(self, name: str) -> Any:
            return SimpleNamespace(labels=tuple(labels))

        def pipe(self, texts: Any) -> Any:
            for text in texts:
                assert len(text) <= self.max_length
                yield spacy_doc(text, docs[text])

    def load(model: str) -> Language:
        if model != "en_core_web_sm":
            raise OSError(f"[E050] Can't find model '{model}'. It doesn't seem to be\na package.")
        return Language()

    vars(module).update(load=load, __version__="3.8")
    return module


BROUGHT = "Indonesian Foreign Minister Retno brought a letter from President Joko to President Xi."
BROUGHT_DOC = (
    "Indonesian ADJ amod 4 B-NORP|Foreign PROPN compound 4|Minister PROPN compound 4|"
    "Retno PROPN nsubj 5 B-PERSON|brought VERB ROOT 0|a DET det 7|letter NOUN dobj 5|"
    "from ADP prep 7|President PROPN compound 10|Joko PROPN pobj 8 B-PERSON|to ADP prep 5|"
    "President PROPN compound 13|Xi PROPN pobj 11 B-PERSON|. PUNCT punct 5"
)


def test_spacys_own_labels_become_ud(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prepositions become cases of what follows them; titles hang on the name."""
    monkeypatch.setitem(
        sys.modules, "spacy", spacy_module({BROUGHT: BROUGHT_DOC, "": ""}, [*CLEAR, "advcl||conj"])
    )

    parser = choose_parser("spacy:en_core_web_sm")
    parses = parser.parse(["", BROUGHT])

    assert parser.name == "spacy 3.8 en_core_web_sm 3.8.0"
    assert [(t.form, t.head + 1, t.deprel, t.ner) for t in parses[1]] == [
        ("Indonesian", 4, "amod", "O"),
        ("Foreign", 3, "compound", "O"),
        ("Minister", 4, "nmod:desc", "O"),
        ("Retno", 5, "nsubj", "B-PER"),
        ("brought", 0, "root", "O"),
        ("a", 7, "det", "O"),
        ("letter", 5, "obj", "O"),
        ("from", 10, "case", "O"),
        ("President", 10, "nmod:desc", "O"),
        ("Joko", 7, "nmod", "B-PER"),
        ("to", 13, "case", "O"),
        ("President", 13, "nmod:desc", "O"),
        ("Xi", 5, "obl", "B-PER"),
        (".", 5, "punct", "O"),
    ]
    assert parses[1][4].lemma == "bring"


def test_two_sentences_of_spacy_and_its_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    """One tree for the text; tokens of blanks are no words."""
    text = "Xi left.   He \ud83d rang."
    rows = (
        "Xi PROPN nsubj 2 B-PERSON|left VERB ROOT 0|. PUNCT punct 2|__ SPACE dep 3|"
        "He PRON nsubj 7|\ufffd X dep 7|rang VERB ROOT 0|. PUNCT punct 7"
    )
    given_ = text.replace("\ud83d", "\ufffd")
    monkeypatch.setitem(sys.modules, "spacy", spacy_module({given_: rows}, CLEAR))

    tree = choose_parser("spacy:en_core_web_sm").parse([text])[0]

    assert [(t.form, t.head, t.deprel) for t in tree] == [
        ("Xi", 1, "nsubj"),
        ("left", ROOT, "root"),
        (".", 1, "punct"),
        ("He", 5, "nsubj"),
        ("\ud83d", 5, "dep"),
        ("rang", 1, "parataxis"),
        (".", 5, "punct"),
    ]


def test_a_model_with_ud_labels_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is converted where nothing needs to be."""
    text = "Xi is there"
    rows = "Xi PROPN nsubj 3|is AUX cop 3|there ADV ROOT 0"
    monkeypatch.setitem(
        sys.modules,
        "spacy",
        spacy_module({text: rows}, ["ROOT", "nsubj", "cop", "acl:relcl", "dep"]),
    )

    tree = choose_parser("spacy:en_core_web_sm").parse([text])[0]

    assert [(t.head, t.deprel) for t in tree] == [(2, "nsubj"), (2, "cop"), (ROOT, "root")]


@pytest.mark.parametrize(
    ("model", "labels", "said"),
    [
        ("de_core", CLEAR, ["no model 'de_core'", "python -m spacy download de_core"]),
        ("en_core_web_sm", [], ["has no parser"]),
        ("en_core_web_sm", ["ROOT", "sb", "oa"], ["its labels oa, sb are neither"]),
        ("en_core_web_sm", ["ROOT", "dobj", "quux"], ["its labels quux are neither"]),
    ],
)
def test_a_model_that_cannot_serve_is_a_sentence(
    model: str, labels: list[str], said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Missing, without a parser, or with labels that we have no reading for."""
    monkeypatch.setitem(sys.modules, "spacy", spacy_module({}, labels))

    with pytest.raises(ConfigError) as caught:
        choose_parser(f"spacy:{model}")
    for words in said:
        assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_stored_parse_is_sound() -> None:
    """The parse that these tests lean on keeps the interface itself."""
    assert faults([TEXT], stored([TEXT])) is None
