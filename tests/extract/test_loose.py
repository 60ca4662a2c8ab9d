"""The loose reading: where a machine translated badly, words and two parties are enough."""

import pytest
from reading_making import readings_of

from dragoman.actors import Register
from dragoman.extract.loose import find_loose
from dragoman.extract.loosebook import (
    LooseRule,
    is_translated,
    load_loose,
    load_loose_book,
    rules_for,
)
from dragoman.extract.memory import Memory


@pytest.fixture(scope="module")
def register() -> Register:
    """Return the register as shipped."""
    return Register.load()


def found_in(register: Register, text: str, told: tuple[str, ...] = ()) -> tuple[str, str] | None:
    """Return the rule and the polities that the loose reading finds in the last sentence."""
    _, readings = readings_of(text, published="2023-06-14")
    found = find_loose(readings[-1], register, Memory(), told)
    if found is None:
        return None
    return found.rule.id, "+".join(sorted({p.actor.polity or "" for p in found.parties}))


@pytest.mark.parametrize("text", load_loose_book().finds)
def test_a_sign_tells_of_machine_translation(text: str) -> None:
    """A short text with one of the signs was translated badly."""
    assert is_translated(text)


@pytest.mark.parametrize("text", load_loose_book().passes_over)
def test_clean_text_has_no_sign(text: str) -> None:
    """What people write has none of them."""
    assert not is_translated(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Amir-Abdollahian on the margin of the UN session with Faisal bin Farhan meeting did.",
            ("loose.meeting", "st:irn+st:sau"),
        ),
        (
            "President Ilham Aliyev on December 8 accepted Prime Minister Viktor Orban.",
            ("loose.meeting", "st:aze+st:hun"),
        ),
        (
            "Foreign Minister Mevlut Cavusoglu US Secretary of State Antony Blinken hosted.",
            ("loose.meeting", "st:tur+st:usa"),
        ),
        (
            "President Recep Tayyip Erdogan on Sunday evening to Tehran entered and talks did.",
            ("loose.visit", "st:irn+st:tur"),
        ),
        # clean text asks for more
        ("Recep Tayyip Erdogan came to power long before Tehran took note.", None),
        ("The Quad foreign ministers' meeting was a day of Antony Blinken.", None),
    ],
)
def test_what_the_words_of_a_clause_tell(
    text: str, expected: tuple[str, str] | None, register: Register
) -> None:
    """Two persons and a word of the act, whatever the order; in clean text, nobody else."""
    assert found_in(register, text) == expected


def test_only_translated_text_is_asked_for_more(register: Register) -> None:
    """Beside what rules found, another family of acts is looked for in translated text alone."""
    rough = "Amir-Abdollahian, who to Riyadh travelled, with Faisal bin Farhan meeting did."
    clean = "Amir-Abdollahian, who travelled to Riyadh, dined there beside Faisal bin Farhan."

    assert found_in(register, rough, told=("visit",)) == ("loose.meeting", "st:irn+st:sau")
    assert found_in(register, clean, told=("visit",)) is None
    assert found_in(register, rough, told=("visit", "call")) is None


def test_who_is_done_to_stands_behind(register: Register) -> None:
    """Prepositions tell the giver from the taker, whatever the order."""
    text = "To Bolivia the relief supplies donated by Chile arrived and welcome did."
    _, readings = readings_of(text, published="2023-06-14")

    found = find_loose(readings[-1], register, Memory())

    assert found is not None
    assert [(p.role, p.actor.polity) for p in found.parties] == [
        ("actor", "st:chl"),
        ("recipient", "st:bol"),
    ]


@pytest.mark.parametrize("rule", load_loose(), ids=lambda rule: rule.id)
def test_a_rule_is_looked_for_where_its_words_stand(rule: LooseRule) -> None:
    """What picks the rules for a sentence misses none whose words are there."""
    for text, _ in rule.finds:
        assert rule.words.search(text)
        assert rule in rules_for(text, 0, len(text))


def test_most_sentences_ask_for_no_rule() -> None:
    """A word of a wording alone picks no rule: "in" of "in a joint", "link" of "video link"."""
    text = "A link was there in the evening."
    assert not rules_for(text, 0, len(text))
