"""Whose page it is decides whom its bare titles mean: mastheads, capitals on top, its officials."""

import pytest

from dragoman.actors import Register
from dragoman.actors.mentions import find_mentions
from dragoman.model import Actor, Document
from dragoman.text import prepare


def actors(register: Register, text: str, day: str) -> dict[str, tuple[Actor, ...]]:
    """Return whom the mentions of a text mean, by their words."""
    clean = prepare(Document("d", text, published=day))
    found = (m for mentions in find_mentions(clean, register, day=day) for m in mentions)
    return {clean.text[m.start : m.end]: m.actors for m in found}


PERSONS = [
    # The state whose leaders are called by their titles alone.
    ("President Macron spoke with the President of Ukraine, Volodymyr Zelenskyy, on Monday. The "
     "Prime Minister was informed.", "2023-03-15", "The Prime Minister", "pe:elisabeth-borne"),
    # Officials named without their state, and nobody else's.
    ("Foreign minister AK Abdul Momen said Dhaka had agreed. The prime minister will go there.",
     "2022-06-03", "The prime minister", "pe:sheikh-hasina"),
    ("The Foreign Minister Dr Tandi Dorji met the Indian ambassador. His Majesty received him.",
     "2022-06-03", "His Majesty", "pe:jigme-khesar-namgyel-wangchuck"),
    # A capital on top, in capitals or before an agency.
    ("SUVA: The Prime Minister met the ambassador of Japan on Friday.",
     "2023-03-15", "The Prime Minister", "pe:sitiveni-rabuka"),
    # A paper named after its place, an organ that needs no state, an organization's own page.
    ("The Malta Messenger\n\nThe Prime Minister met the ambassador of Japan on Friday.",
     "2023-03-15", "The Prime Minister", "pe:robert-abela"),
    ("Lusaka Times\n\nThe President met the ambassador of Japan on Friday.",
     "2023-03-15", "The President", "pe:hakainde-hichilema"),
    ("United Nations | Office of the Spokesperson\n\nThe Secretary-General thanked the African "
     "Development Bank on Friday.", "2022-05-05", "The Secretary-General", "pe:antonio-guterres"),
    ("JANE ROE, DEPARTMENT SPOKESPERSON\n\nMS ROE: The Secretary met the leaders in Kingston.",
     "2024-03-12", "The Secretary", "pe:antony-blinken"),
    # Adjectives of two states: the one named last before.
    ("Felix Tshisekedi of the Democratic Republic of the Congo came. The Congolese leader left. "
     "Denis Sassou Nguesso of the Republic of the Congo left.", "2022-07-06",
     "The Congolese leader",
     "pe:felix-tshisekedi"),
    # Monarchs by their realm, and consorts.
    ("Queen Rania met Queen Camilla.", "2023-05-06", "Queen Rania", "pe:queen-rania"),
    ("King Salman arrived in Cairo.", "2016-04-07", "King Salman",
     "pe:salman-bin-abdulaziz-al-saud"),
    ("In Kinshasa Secretary Blinken met the president.", "2022-08-10", "Secretary Blinken",
     "pe:antony-blinken"),
    # Names: initials, a whole name as family name, apposition.
    ("A.G. Lukashenko met Putin.", "2023-10-18", "A.G. Lukashenko", "pe:alexander-lukashenko"),
    ("Myanmar foreign minister Than Swe spoke.", "2023-10-18",
     "Myanmar foreign minister Than Swe", "pe:than-swe"),
    ("He met Serj Sarkisian, his Armenian counterpart, there.", "2017-08-05",
     "Serj Sarkisian, his Armenian counterpart", "pe:serzh-sargsyan"),
    ("He met Fuad Masoum the president of Iraq there.", "2017-08-05",
     "Fuad Masoum the president of Iraq", "pe:fuad-masum"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day", "words", "person"), PERSONS)
def test_a_bare_title_is_that_of_the_page(
    register: Register, text: str, day: str, words: str, person: str
) -> None:
    """The page's own words say whose it is where no address does."""
    assert [actor.person for actor in actors(register, text, day)[words]] == [person]


STRANGERS = [
    ("The ambassador of Japan (with residence in Astana), Adam Ewart, left.", "st:jpn"),
    ("The Chinese ambassador, Du Xiaohui, left.", "st:chn"),
    ("Peru sent its cabinet secretary Adam Ewart.", "st:per"),
    ("They were Mr. Adam Ewart (Panama) and others.", "st:pan"),
]


@pytest.mark.parametrize(("text", "polity"), STRANGERS)
def test_an_unknown_official_has_the_state_that_the_text_gives(
    register: Register, text: str, polity: str
) -> None:
    """Between office and name may stand a bracket; "its" is of who acts; "(Panama)" is a state."""
    found = [a for one in actors(register, text, "2023-03-15").values() for a in one if a.name]

    assert [actor.polity for actor in found] == [polity]


NOBODY = [
    ("The mayor of Lima, Ohio, met the one of Malta, NY.", "2023-03-15"),
    ("The Prime Minister's XI beat the visitors.", "2016-06-01"),
    ("The President of Real Madrid, Adam Ewart, spoke.", "2016-06-01"),
    ("John Kerry met others.", "2010-03-15"),
]


@pytest.mark.parametrize(("text", "day"), NOBODY)
def test_what_only_looks_like_a_state_or_a_leader_is_none(
    register: Register, text: str, day: str
) -> None:
    """A town of the Union is no state, a team no president, a namesake no misspelt leader."""
    found = actors(register, text, day)

    assert not [a for one in found.values() for a in one if a.person or a.polity]


def test_who_follows_an_unknown_subject_is_not_who_was_before(register: Register) -> None:
    """After "Adam Ewart was in Ankara, where" he is not the president of the sentence before."""
    found = actors(register, "Jacob Zuma left. Adam Ewart was in Ankara, where he met people.",
                   "2011-05-24")  # fmt: skip

    assert not [actor.person for actor in found.get("he", ()) if actor.person]
