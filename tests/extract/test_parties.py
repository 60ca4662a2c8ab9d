"""How the parties of one match are divided into happenings."""

import pytest

from dragoman.actors import Register
from dragoman.extract import extract
from dragoman.model import Document, Role


@pytest.fixture(scope="module")
def register() -> Register:
    """The register that ships with the package."""
    return Register.load()


def parties(text: str, register: Register) -> list[tuple[str, list[str]]]:
    """Return channel and codes of the parties of each report of a text."""
    doc = Document(Document.make_id(text, None), text, language="en", published="2023-06-17")
    return sorted(
        (report.channel.value, sorted(register.iso3(p) or p for p in report.polities))
        for report in extract(doc, register=register).reports
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Wang Yi met separately with the foreign ministers of Laos, Oman and Peru.",
            [("meeting", ["CHN", "LAO"]), ("meeting", ["CHN", "OMN"]), ("meeting", ["CHN", "PER"])],
        ),
        (
            "The foreign ministers of China, Laos and Oman held trilateral talks.",
            [("meeting", ["CHN", "LAO", "OMN"])],
        ),
        (
            "Xi Jinping had a meeting with Emmanuel Macron and Olaf Scholz.",
            [("meeting", ["CHN", "DEU", "FRA"])],
        ),
        (
            "Wang Yi paid official visits to Italy and Norway.",
            [("visit", ["CHN", "ITA"]), ("visit", ["CHN", "NOR"])],
        ),
        (
            "Xi Jinping spoke by phone with Emmanuel Macron and Olaf Scholz.",
            [("call", ["CHN", "DEU"]), ("call", ["CHN", "FRA"])],
        ),
        (
            "Antony Blinken met President Lukashenko and Foreign Minister Aleinik in Minsk.",
            [("meeting", ["BLR", "USA"]), ("meeting", ["BLR", "USA"])],
        ),
        (
            "Antony Blinken meets Wang Yi on Monday and Sergey Lavrov on Tuesday.",
            [("meeting", ["CHN", "USA"]), ("meeting", ["RUS", "USA"])],
        ),
        (
            "Russia and Norway expelled each other's diplomats on Friday.",
            [("expulsion", ["NOR", "RUS"]), ("expulsion", ["NOR", "RUS"])],
        ),
        (
            "Saudi Arabia and Bahrain imposed sanctions on Iran.",
            [("sanction", ["BHR", "IRN"]), ("sanction", ["IRN", "SAU"])],
        ),
    ],
)
def test_one_act_for_each_or_one_for_all(
    text: str, expected: list[tuple[str, list[str]]], register: Register
) -> None:
    """Visits and calls are one each; a meeting "with" several is one, "separately" is not."""
    assert parties(text, register) == expected


@pytest.mark.parametrize(
    "words",
    [
        "held separate bilaterals with",
        "held one-on-ones with",
        "held a series of meetings with",
        "held talks in turn with",
        "met successively with",
        "held back-to-back meetings with",
    ],
)
def test_words_that_tell_that_each_was_met_apart(words: str, register: Register) -> None:
    """Whom somebody met one by one make a meeting each, where a list alone tells of one crowd."""
    crowd = parties("Wang Yi held talks with the ambassadors of Laos, Oman and Peru.", register)
    assert crowd == [("meeting", ["CHN", "LAO", "OMN", "PER"])]
    text = f"Wang Yi {words} the ambassadors of Laos, Oman and Peru."
    assert parties(text, register) == [("meeting", ["CHN", iso]) for iso in ("LAO", "OMN", "PER")]


def test_an_ambassador_pays_no_visit_where_he_is_posted(register: Register) -> None:
    """Nor does who is at home: only the guest of two who travel through a state visits it."""
    assert parties("China's ambassador to Angola toured Luanda.", register) == []
    text = "Vladimir Putin and Kim Jong Un drove through Pyongyang."
    assert parties(text, register) == [("visit", ["PRK", "RUS"])]


def test_each_who_received_a_guest_did_so_apart(register: Register) -> None:
    """Who "was received by A and B" met two; whom "A and B received" met both at once."""
    text = "Antony Blinken was received by President Lukashenko and Foreign Minister Aleinik."
    assert parties(text, register) == [("meeting", ["BLR", "USA"])] * 2
    text = "President Lukashenko and Foreign Minister Aleinik received Antony Blinken."
    assert parties(text, register) == [("meeting", ["BLR", "USA"])]


def test_who_moved_first_is_noted(register: Register) -> None:
    """A call has two actors, and one of them may have asked for it: who phones."""
    text = "Narendra Modi telephoned Vladimir Putin on Friday."
    doc = Document("d", text, language="en", published="2023-06-17")

    [report] = extract(doc, register=register).reports

    moved = {c.actor.polity: c.note for c in report.having(Role.ACTOR) if c.actor}
    assert moved["st:ind"] == "initiated"
    assert "initiated" not in {c.note for c in report.having(Role.RECIPIENT)}


def test_what_is_said_in_a_contact_is_its_content(register: Register) -> None:
    """Praise is an act only where the two did not meet."""
    met = "Emmanuel Macron met William Ruto in Nairobi. Macron congratulated Ruto on his election."
    alone = "Emmanuel Macron congratulated William Ruto on his election."

    assert [channel for channel, _ in parties(met, register)] == ["meeting"]
    assert [channel for channel, _ in parties(alone, register)] == ["support"]


def test_a_state_and_its_territory_are_no_two_parties(register: Register) -> None:
    """What is done inside a state is no diplomacy."""
    assert parties("The United States sent medical supplies to Puerto Rico.", register) == []
    assert parties("The United States sent medical supplies to Haiti.", register) != []


def test_each_of_two_acts_against_the_other(register: Register) -> None:
    """What two do to each other are two acts, each with its own actor."""
    text = "Russia and Norway expelled each other's diplomats on Friday."
    doc = Document("d", text, language="en", published="2023-06-17")

    reports = extract(doc, register=register).reports

    acting = {c.actor.polity for r in reports for c in r.having(Role.ACTOR) if c.actor}
    assert acting == {"st:rus", "st:nor"}
