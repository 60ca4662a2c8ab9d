"""Treebanks: only those of the lock, each for its use; words at their places; names as UNER's."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import _treebanks
import pytest
from _treebanks import Gold, Locked, TreebankError, load, locked, read_treebank, training_sets

ROOT = Path(__file__).parents[2]
SAMPLE = sorted((ROOT / "eval" / "treebank-sample").glob("*.conllu"))


Read = Callable[[str], list[Gold]]


@pytest.fixture(scope="module")
def read(shared: Path) -> Read:
    """Read a treebank of the lock, each once."""
    folder = shared / "treebanks"
    if not folder.is_dir():
        pytest.skip("needs the treebanks in ../shared/treebanks")
    return cache(lambda name: load(folder, name))


# --------------------------------------------------------------------------- the lock


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("en_gum-test.conllu", id="not on the whitelist"),
        pytest.param("uner_pud.iob2", id="names are no treebank"),
        pytest.param("../treebanks/en_pud.conllu", id="another way to a name"),
    ],
)
def test_what_is_not_on_the_whitelist_is_refused(tmp_path: Path, name: str) -> None:
    """The message says what was asked for, what is allowed and how more would be."""
    (tmp_path / Path(name).name).write_text("", "utf-8")

    with pytest.raises(TreebankError) as refused:
        load(tmp_path, name)

    assert repr(name) in str(refused.value)
    assert "Allowed: en_ewt-train.conllu" in str(refused.value)
    assert "needs an entry there with its licence" in str(refused.value)


def test_a_changed_treebank_is_refused(tmp_path: Path) -> None:
    """Both hashes are named, so that a person can see which version is there."""
    (tmp_path / "en_pud.conllu").write_text("changed", "utf-8")

    with pytest.raises(TreebankError) as refused:
        load(tmp_path, "en_pud.conllu")

    assert sha256(b"changed").hexdigest() in str(refused.value)
    assert locked()["en_pud.conllu"].sha256 in str(refused.value)


def test_an_absent_treebank_is_said(tmp_path: Path) -> None:
    """Which one, where it was looked for, under which terms it can be got."""
    with pytest.raises(TreebankError, match=r"'en_pud.conllu' is not in .*1000 sentences, CC"):
        load(tmp_path, "en_pud.conllu")


def test_the_lock_says_what_each_file_is_for() -> None:
    """PUD and the test parts are measured on; the news of GUM's dev part stays out for good."""
    roles = {name: (entry.role, entry.held_out) for name, entry in locked().items()}

    assert roles == {
        "en_ewt-train.conllu": ("train", ()),
        "en_gum-free-train.conllu": ("train", ()),
        "en_ewt-dev.conllu": ("dev", ()),
        "en_gum-free-dev.conllu": ("dev", ("news",)),
        "en_ewt-test.conllu": ("test", ()),
        "en_gum-free-test.conllu": ("test", ()),
        "en_pud.conllu": ("test", ()),
        "uner_ewt-dev.iob2": ("names", ()),
        "uner_ewt-test.iob2": ("names", ()),
        "uner_pud.iob2": ("names", ()),
    }
    assert all(entry.licence.startswith("CC BY") for entry in locked().values())


WORD = "1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n\n"

Maker = Callable[[Mapping[str, Locked]], Path]


@pytest.fixture
def with_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    """Write tiny treebanks of two genres, and have the lock say this of them."""

    def make(entries: Mapping[str, Locked]) -> Path:
        mine = {}
        for name, entry in entries.items():
            text = "".join(
                f"# newdoc id = GUM_{genre}_{name}\n# sent_id = {genre} {name}\n{WORD}"
                for genre in ("news", "bio")
            )
            (tmp_path / name).write_text(text, "utf-8")
            mine[name] = replace(entry, name=name, sha256=sha256(text.encode()).hexdigest())
        monkeypatch.setattr(_treebanks, "locked", lambda: mine)
        return tmp_path

    return make


def test_training_takes_what_its_role_allows(with_lock: Maker) -> None:
    """Dev parts in the final run only, less the genres held out; a test part never."""
    one = Locked("", "", "train", 2, 2, "CC BY 4.0")
    folder = with_lock(
        {
            "a": one,
            "b": replace(one, role="dev", held_out=("news",)),
            "c": replace(one, role="test"),
            "d": replace(one, role="dev"),
        }
    )

    assert [g.id for g in training_sets(folder, final=False)] == ["news a", "bio a"]
    assert [g.id for g in training_sets(folder, final=True)] == [
        "news a", "bio a", "bio b", "news d", "bio d",
    ]  # fmt: skip


@pytest.mark.slow
def test_nothing_measured_on_is_trained_on(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the real treebanks: no sentence of a test part, of PUD, of GUM's news dev."""
    monkeypatch.setattr(_treebanks, "load", lambda _folder, name: read(name))
    development = training_sets(Path(), final=False)
    final = training_sets(Path(), final=True)
    tests = [name for name, entry in locked().items() if entry.role == "test"]
    measured = {gold.id for name in tests for gold in read(name)}
    news = {gold.id for gold in read("en_gum-free-dev.conllu") if gold.genre == "news"}

    assert (len(development), sum(map(len, development))) == (18475, 320513)
    assert len(final) == 21105
    assert not {gold.id for gold in final} & (measured | news)
    assert len(news) > 50


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n, e in locked().items() if e.role != "names"])
def test_the_lock_counts_right(read: Read, name: str) -> None:
    """Sentences and words are as many as it says, each word where its place says."""
    golds = read(name)

    assert len(golds) == locked()[name].sentences
    assert sum(map(len, golds)) == locked()[name].words
    assert len({gold.id for gold in golds}) == len(golds)
    _all_in_place(golds)


def test_the_sample_is_read() -> None:
    """The committed hundred, with names, each word where its place says."""
    golds = [gold for path in SAMPLE for gold in read_treebank(path)]

    assert len(golds) == 100
    assert all(gold.ner is not None for gold in golds)
    assert {tag for gold in golds for tag in gold.ner or ()} > {"O", "B-PER", "B-ORG", "B-LOC"}
    _all_in_place(golds)


def test_the_sample_is_of_the_treebanks(read: Read) -> None:
    """Its sentences are those of the test parts, word by word, names and trees too."""
    for path in SAMPLE:
        whole = {gold.id: gold for gold in read(path.name)}
        for gold in read_treebank(path):
            theirs = whole[gold.id]
            assert replace(gold, document=theirs.document, genre=theirs.genre) == theirs


def _all_in_place(golds: list[Gold]) -> None:
    for gold in golds:
        at = 0
        for start, end, form in zip(gold.start, gold.end, gold.form, strict=True):
            assert at <= start < end
            assert gold.text[start:end] == form
            at = end
        assert gold.head.count(-1) == 1


# --------------------------------------------------------------------------- names


def conllu(*words: str) -> str:
    """Write a sentence of words "form UPOS XPOS head relation" and what follows as Entity."""
    rows = []
    for i, word in enumerate(words, 1):
        form, upos, xpos, head, relation, *entity = word.split()
        misc = f"Entity={entity[0]}" if entity else "_"
        rows.append(f"{i}\t{form}\t{form}\t{upos}\t{xpos}\t_\t{head}\t{relation}\t_\t{misc}\n")
    return "# global.Entity = GRP-etype\n# sent_id = s\n" + "".join(rows) + "\n"


def names_of(path: Path, names: Path | None = None) -> list[str]:
    """Return the names of the first sentence as "PER Joe Biden"."""
    gold = read_treebank(path, names=names)[0]
    found: list[str] = []
    for form, tag in zip(gold.form, gold.ner or (), strict=True):
        if tag[0] == "B":
            found.append(f"{tag[2:]} {form}")
        elif tag[0] == "I":
            assert found[-1].startswith(tag[2:])
            found[-1] += f" {form}"
    return found


BIDEN = ("President PROPN NNP 3 nmod:desc (1-person-new-nnnnn-cf1-3-coref-Joe_Biden",
         "Joe PROPN NNP 3 compound", "Biden PROPN NNP 0 root 1)")  # fmt: skip


@pytest.mark.parametrize(
    "words, names",
    [
        pytest.param(BIDEN, ["PER Joe Biden"], id="without the title"),
        pytest.param(
            ("Budget PROPN NNP 2 compound (1-person-new-n-cf1-3-sgl",
             "Director PROPN NNP 3 nmod:desc", "Boothe PROPN NNP 0 root 1)"),
            ["PER Boothe"],
            id="without a title of two words",
        ),
        pytest.param(
            ("the DET DT 2 det (1-person-new-n-cf1-2-sgl", "captain NOUN NN 0 root",
             "Andreas PROPN NNP 2 flat", "Granqvist PROPN NNP 2 flat 1)"),
            ["PER Andreas Granqvist"],
            id="a name flat to a common noun",
        ),
        pytest.param(
            ("the DET DT 2 det (1-organization-new-n-cf1-2-sgl", "University PROPN NNP 0 root",
             "of ADP IN 4 case", "California PROPN NNP 2 nmod (2-place-new-n-cf1-1-sgl)1)"),
            ["ORG University of California"],
            id="of names in one another the longest",
        ),
        pytest.param(
            ("France PROPN NNP 3 nmod:poss (1-person-new-n-cf1-3-sgl(2-place-new-n-cf1-1-sgl)",
             "'s PART POS 1 case", "minister NOUN NN 0 root 1)"),
            ["LOC France"],
            id="a head that is no name, around one",
        ),
        pytest.param(
            ("Americans PROPN NNPS 0 root (1-person-new-n-cf1-1-sgl)",), [], id="a people"
        ),
        pytest.param(("President PROPN NNP 0 root (1-person-new-n-cf1-1-sgl)",), [], id="a title"),
        pytest.param(("Friday PROPN NNP 0 root (1-time-new-n-cf1-1-sgl)",), [], id="a time"),
        pytest.param(("it PRON PRP 0 root (1-place-giv-n-cf1-1-ana)",), [], id="a pronoun"),
        pytest.param(
            ("Saudi ADJ NNP 3 compound (1-place-new-n-cf1-1,2-sgl", "- PUNCT HYPH 1 punct",
             "Arabia PROPN NNP 0 root 1)"),
            ["LOC Saudi - Arabia"],
            id="an adjective in a name, and a hyphen",
        ),
    ],
)  # fmt: skip
def test_names_of_gum(tmp_path: Path, words: tuple[str, ...], names: list[str]) -> None:
    """An entity with a proper noun for head is a name, cut as UNER cuts names."""
    path = tmp_path / "gum.conllu"
    path.write_text(conllu(*words), "utf-8")

    assert names_of(path) == names


UNER = "# sent_id = {}\n1\tJoeB\tB-PER\t-\tx\n2\tiden\tI-PER\t-\tx\n3\tEU\tB-OTH\t-\tx\n\n"


@pytest.mark.parametrize("ident", ["s", "of-another-release-0001"])
def test_names_of_uner(tmp_path: Path, ident: str) -> None:
    """Found by id, else by the words, though cut otherwise; other kinds of names are none."""
    path, uner = tmp_path / "a.conllu", tmp_path / "a.iob2"
    path.write_text(
        conllu("Joe PROPN NNP 0 root", "Biden PROPN NNP 1 flat", "EU PROPN NNP 1 dep"), "utf-8"
    )
    uner.write_text(UNER.format(ident), "utf-8")

    assert names_of(path, uner) == ["PER Joe Biden"]


def test_a_sentence_without_names_of_its_own_is_said(tmp_path: Path) -> None:
    """Names that do not belong to the treebank are not guessed at."""
    path, uner = tmp_path / "a.conllu", tmp_path / "a.iob2"
    path.write_text(conllu("Go VERB VB 0 root"), "utf-8")
    uner.write_text(UNER.format("t"), "utf-8")

    with pytest.raises(TreebankError, match=r"s: a\.iob2 has no such sentence"):
        read_treebank(path, names=uner)


def test_a_treebank_that_marks_no_entities_has_no_names(tmp_path: Path) -> None:
    """None, which is not the same as no names in the sentence."""
    path = tmp_path / "a.conllu"
    path.write_text(WORD, "utf-8")

    assert read_treebank(path)[0].ner is None
