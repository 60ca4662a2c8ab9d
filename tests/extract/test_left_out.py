"""Parties that a sentence leaves out, shares or points back to: whole short texts."""

import pytest

from dragoman.actors import Register
from dragoman.extract import extract
from dragoman.model import Document


@pytest.fixture(scope="module")
def register() -> Register:
    """The register that ships."""
    return Register.load()


TEXTS = [
    pytest.param(
        "A strong earthquake hit Nepal on Monday. Bhutan's rescuers pulled a girl out alive.",
        {("aid", "st:btn st:npl")},
        id="help is for the state that was struck",
    ),
    pytest.param(
        "Bhutan's rescuers pulled a girl out alive.", set(), id="nobody is known to be struck"
    ),
    pytest.param(
        "Algiers recalled its ambassador to France. A day later it closed its airspace to French "
        "aircraft.",
        {("expulsion", "st:dza st:fra"), ("sanction", "st:dza st:fra")},
        id="it is the state that acted before",
    ),
    pytest.param(
        "Sweden breaks with doctrine, will send 5,000 rockets to Ukraine.",
        {("aid", "st:swe st:ukr")},
        id="a second verb behind a comma has the first one's subject",
    ),
    pytest.param(
        "Talks between Putin and Erdogan failed. The Putin-Erdogan meeting took place in Sochi.",
        {("meeting", "st:rus st:tur")},
        id="two persons in one word",
    ),
    pytest.param(
        "The Prime Ministers of Georgia and Armenia, Irakli Garibashvili and Nikol Pashinyan, "
        "met in Tbilisi.",
        {("meeting", "st:arm st:geo")},
        id="names are the states' one by one",
    ),
    pytest.param(
        "Putin's envoy met Turkish President Recep Tayyip Erdogan in Istanbul.",
        {("meeting", "st:rus st:tur")},
        id="a leader's envoy is his state's",
    ),
    pytest.param(
        "Albanian Prime Minister Edi Rama arrived in Rome on Monday. His talks with Italian Prime "
        "Minister Giorgia Meloni ended late.",
        {("visit", "st:alb st:ita"), ("meeting", "st:alb st:ita")},
        id="his talks",
    ),
    pytest.param(
        "Indonesian Foreign Minister Retno Marsudi met Timorese Foreign Minister Bendito Freitas "
        "and Samoan Prime Minister Fiame Mata'afa separately. A meeting with Fijian President "
        "Wiliame Katonivere was held too.",
        {("meeting", "st:idn st:tls"), ("meeting", "st:idn st:wsm"), ("meeting", "st:fji st:idn")},
        id="who met people of two states met the third",
    ),
    pytest.param(
        "Omani Foreign Minister Badr Albusaidi met Fijian President Wiliame Katonivere. A meeting "
        "with Samoan Prime Minister Fiame Mata'afa was held too.",
        {("meeting", "st:fji st:omn")},
        id="of two who met either may have met the third",
    ),
    pytest.param(
        "In a letter to Thai King Vajiralongkorn, Samdech Techo Prime Minister Hun Sen sent his "
        "good wishes.",
        {("letter", "st:khm st:tha")},
        id="a title that nobody knows before the name",
    ),
    pytest.param(
        "Peruvian President Dina Boluarte must travel to Chile in March. Boluarte must travel to "
        "Brazil.",
        {("visit", "st:chl st:per")},
        id="what must be is planned where its day is named, else wished",
    ),
    pytest.param(
        "King Mohammed VI travelled to Juba. The sovereign will start a new tour, which takes in "
        "Ghana and Zambia.",
        {("visit", "st:mar st:ssd"), ("visit", "st:gha st:mar"), ("visit", "st:mar st:zmb")},
        id="the stops of a tour do not travel to each other",
    ),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_parties_that_are_left_out_are_found(
    text: str, expected: set[tuple[str, str]], register: Register
) -> None:
    """Who is meant comes from the sentence's other words, or from the sentences before."""
    document = Document(Document.make_id(text, None), text, language="en", published="2023-02-08")

    found = extract(document, register=register).reports

    assert {(str(r.channel), " ".join(sorted(filter(None, r.polities)))) for r in found} == expected
