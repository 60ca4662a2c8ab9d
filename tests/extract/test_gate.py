"""The gate: sentences that can report anything pass, and most others do not."""

import sys

import pytest

from dragoman.extract import load_rules
from dragoman.model import Actor, Mention, MentionKind, Sentence

GATE = load_rules().gate


def passes(text: str, *, named: bool = True) -> bool:
    """Say whether a sentence passes, with or without somebody named at its beginning."""
    someone = Mention(0, 1, MentionKind.POLITY, (Actor("st:chn"),))
    return GATE.passes(text, Sentence(0, len(text)), (someone,) if named else ())


@pytest.mark.parametrize(
    "text",
    [
        "Xi met Putin in Moscow.",
        "China will be visited by Macron.",
        "China withdrew its ambassador from Lithuania.",
        "China has overseen the signing of accords between Iran and Oman.",
        "CHINA AND RUSSIA HOLD TALKS",
    ],
)
def test_an_act_passes_in_any_form(text: str) -> None:
    """Irregular verbs, passives and capitals too."""
    assert passes(text)


@pytest.mark.parametrize("text", ["China is large.", "Beijing has many parks.", "", "1 2 3"])
def test_what_no_rule_has_words_for_does_not_pass(text: str) -> None:
    """Though somebody is named."""
    assert not passes(text)


def test_where_nobody_is_named_only_some_acts_pass() -> None:
    """Those of rules that take their parties from the document."""
    assert passes("Fifteen agreements were signed.", named=False)
    assert not passes("Tariffs were imposed on steel.", named=False)


def test_ever_new_words_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hostile text invents words; only so many are remembered."""
    monkeypatch.setattr(sys.modules["dragoman.extract.gate"], "_MOST_WORDS", len(GATE._known))
    before = len(GATE._known)

    passes("Qxzyw vwxyq qqzzk.")

    assert len(GATE._known) == before
