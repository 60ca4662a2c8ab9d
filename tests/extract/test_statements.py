"""Statements: the sentences beside the rules, both ways, and what runs over sentences."""

from typing import Any

import pytest
from reading_making import readings_of

from dragoman.extract.speakers import raw_rules
from dragoman.extract.statements import find_statements
from dragoman.model import SectionKind, Stance, Statement

ENTRIES = [*raw_rules()["cues"], *raw_rules()["stances"]]


def examples(key: str) -> list[Any]:
    """Return the sentences beside all entries."""
    return [
        pytest.param(entry, example, id=f"{entry['id']}: {example['text'][:50]}")
        for entry in ENTRIES
        for example in entry[key]
    ]


def statements(text: str) -> list[Statement]:
    """Return what is said in a text."""
    clean, readings = readings_of(text)
    return [said for reading in readings for said in find_statements(reading, clean)]


def told(said: Statement) -> dict[str, object]:
    """Return what an example can say of a statement."""
    return {
        "speaker": said.speaker.quote,
        "cue": said.cue.quote,
        "content": said.content.quote,
        "stance": str(said.stance),
        "about": list(said.about),
    }


@pytest.mark.parametrize(("entry", "example"), examples("finds"))
def test_an_entry_finds_its_sentence(entry: dict[str, Any], example: dict[str, Any]) -> None:
    """One statement, with the speaker, the words and the side that the example gives."""
    expected = {k: v for k, v in example.items() if k not in ("text", "invented", "from")}

    [said] = statements(example["text"])

    found = told(said)
    assert {key: found[key] for key in expected} == expected
    assert entry["words"]


@pytest.mark.parametrize(("entry", "example"), examples("passes_over"))
def test_an_entry_passes_over_its_sentence(entry: dict[str, Any], example: dict[str, Any]) -> None:
    """No statement; or, for a stance, one that takes another side."""
    assert example["because"]
    sides = [said.stance for said in statements(example["text"])]
    assert entry.get("stance") not in sides if "stance" in entry else not sides


def test_a_word_is_in_one_list_of_cues() -> None:
    """What a verb takes is said once."""
    words = [word for entry in raw_rules()["cues"] for word in entry["words"].split()]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            '"We agree," Scholz said, "and will sign it soon."',
            ['"We agree," Scholz said, "and will sign it soon."'],
        ),
        (
            'Scholz said: "We agree with them. They know it. We will sign it." He left.',
            ['"We agree with them. They know it. We will sign it."'],
        ),
        (
            "Ambassador Li Junhua said at a press conference:\n\nWe have never forgotten Italy.\n",
            ["We have never forgotten Italy."],
        ),
        (
            "Riyadh has restored ties with Qatar, the foreign minister said, closing a dispute.",
            ["Riyadh has restored ties with Qatar"],
        ),
        ("Albania, Rama told them, is not rich.", ["Albania, Rama told them, is not rich."]),
        ("Xinhua reported that Wang Yi had met Lavrov.", []),
        ("The poll showed that most people had moved.", []),
        ("", []),
    ],
)
def test_the_words_that_are_said(text: str, contents: list[str]) -> None:
    """A quotation runs on over sentences; what the document adds behind "he said" stays out."""
    assert [said.content.quote.strip() for said in statements(text)] == contents


def test_the_speaker_is_resolved_and_not_what_it_is_about() -> None:
    """Who speaks is an actor; the state that it speaks for is not among those spoken of."""
    [said] = statements("Sergey Lavrov said that Russia and China would invite Iran.")
    assert said.actor is not None
    assert said.actor.person == "pe:sergey-lavrov"
    assert said.about == ("st:chn", "st:irn")
    assert said.section is SectionKind.BODY


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Macron said that France supports Ukraine.", Stance.SUPPORTS),
        ("Macron said that Hungary supports Russia.", Stance.NEUTRAL),
        ("Macron said that the strikes were unacceptable.", Stance.OPPOSES),
        ("Macron said that France welcomes the talks and condemns the strikes.", Stance.UNDECIDED),
        ("Macron expressed support for the talks.", Stance.SUPPORTS),
        ("Macron said that he did not support the plan.", Stance.OPPOSES),
        ("Macron said that the two had met in Paris.", Stance.NEUTRAL),
    ],
)
def test_whose_side_the_words_take(text: str, stance: Stance) -> None:
    """Only what the speaker, or the speaker's state, holds; a negation turns it round."""
    assert statements(text)[0].stance is stance


def test_topics_are_those_of_the_content() -> None:
    """What is said has topics; what the sentence says beside it has none here."""
    [said] = statements("After talks on vaccines, Macron said that trade with China would grow.")
    assert said.topics == ("trade",)
