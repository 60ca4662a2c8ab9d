"""The gate: sentences that can report anything pass, and most others do not."""

import sys

import pytest
from reading_making import register

from dragoman.actors import find_mentions
from dragoman.extract import load_rules
from dragoman.extract.gate import Held, gate_of
from dragoman.model import Document
from dragoman.text import prepare

GATE = gate_of(load_rules())
MET = "Chinese President Xi Jinping held talks with French President Emmanuel Macron. "


def held(text: str, *, home: str | None = None, stricken: bool = False) -> list[Held | None]:
    """Judge the sentences of a document."""
    clean = prepare(Document("d", text, published="2023-06-14", language="en"))
    mentions = find_mentions(clean, register(), day="2023-06-14")
    return GATE.held(clean, mentions, register(), home=home, stricken=stricken)


@pytest.mark.parametrize(
    "text",
    [
        "Xi met Putin in Moscow.",
        "China will be visited by Macron.",
        "China withdrew its ambassador from Lithuania.",
        "China has overseen the signing of accords between Iran and Oman.",
        "CHINA AND RUSSIA HOLD TALKS",
        "The Chinese ambassador to Sweden was summoned.",
        "The NATO summit took place in June.",
    ],
)
def test_an_act_of_two_passes_in_any_form(text: str) -> None:
    """Irregular verbs, passives and capitals too; a post abroad and a body count."""
    assert held(text) == [None]


@pytest.mark.parametrize("text", ["China and Iran are large.", "Beijing and Rome have parks."])
def test_what_no_rule_has_words_for_does_not_pass(text: str) -> None:
    """Though two are named."""
    assert held(text) == [Held.WORDLESS]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Fifteen agreements were signed. The minister praised them.", None),
        ("China met the press. Xi said that Beijing has many parks.", "st:chn"),
    ],
)
def test_a_document_of_its_own_state_gives_nothing(text: str, home: str | None) -> None:
    """Not what is said in it either: nothing of it is diplomacy."""
    assert set(held(text, home=home)) == {Held.DOMESTIC}


def test_the_home_of_a_document_is_one_of_two() -> None:
    """Who called him in is the state whose account it is, though no sentence says so."""
    text = "The ambassador of Iran was summoned."
    assert held(text, home="st:swe") == [None]
    assert held(text, home="st:irn") == [Held.DOMESTIC]


def test_beside_one_whose_account_it_is_not_another_may_stand() -> None:
    """Somebody whom nobody knows: he gives an issue, and the issue says that he is lacking."""
    assert held("Wang Yi met the chief of the Blue Lodge.") == [None]


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Fifteen agreements were signed.", True),
        ("They will meet again in May.", True),
        ("The two leaders met again.", True),
        ("Xi will meet in person again.", True),
        ("Tariffs were imposed on steel.", False),
        ("China has many parks.", False),
    ],
)
def test_what_the_document_told_before_stands_in(text: str, passes: bool) -> None:
    """Where a sentence names one or nobody, words that point back let it pass, or some rules."""
    assert (held(MET + text, home="st:chn")[1] is None) is passes


def test_an_organ_that_was_named_is_pointed_back_to() -> None:
    """Once an embassy was named, "the embassy" is that one."""
    before = "The Chinese embassy in France opened. "
    assert held(before + "The embassy sent a letter to Macron.")[1] is None


def test_nothing_stands_in_before_two_were_told_of() -> None:
    """The first sentence points back to nobody."""
    assert held("Fifteen agreements were signed. " + MET)[0] is Held.WORDLESS


def test_whom_it_means_shows_in_the_sentence_before() -> None:
    """That one is parsed for its subject."""
    text = MET + "Sweden is cold. It expelled a diplomat."
    assert held(text) == [None, None, None]


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("He said that the rain came.", True),
        ("According to the mayor, the rain came.", True),
        ("Xi Jinping: The rain is welcome", True),
        ("He went on to say that the rain came.", True),
        ("He wants to say why the rain came.", False),
        ("He would not say why the rain came.", True),
        ("He will say why the rain came.", False),
        ("The report came late.", False),
        ("Every state has rain.", False),
        ("Thank you for the rain.", False),
        ("He spoke of the rain.", False),
        ("He spoke highly of the rain.", True),
        ("Officials spoke per sources of the rain.", True),
        ("Ten barrels per house filled up.", False),
        ("Per the mayor, the rain came.", True),
        ("The United States is large.", False),
    ],
)
def test_a_statement_needs_a_word_that_says_it(text: str, passes: bool) -> None:
    """A verb of speaking that tells what was said, and no noun or name that looks like one."""
    assert (held(MET + text, home="st:chn")[1] is None) is passes


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("China gave masks to more than 100 countries.", True),
        ("China gave masks to countries.", False),
        ("China counted more than 100 countries.", False),
    ],
)
def test_a_gift_to_many_passes(text: str, passes: bool) -> None:
    """Nobody else is named in the document; a question about aid lists such gifts apart."""
    assert (held(text, home="st:chn") == [None]) is passes


def test_ever_new_words_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hostile text invents words; only so many are remembered."""
    monkeypatch.setattr(
        sys.modules["dragoman.extract.forms"], "_MOST_WORDS", len(GATE.forms._known)
    )
    before = len(GATE.forms._known)

    held(MET + "Qxzyw vwxyq qqzzk.")

    assert len(GATE.forms._known) == before
