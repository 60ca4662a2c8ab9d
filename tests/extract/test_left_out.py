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
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_parties_that_are_left_out_are_found(
    text: str, expected: set[tuple[str, str]], register: Register
) -> None:
    """Who is meant comes from the sentence's other words, or from the sentences before."""
    document = Document(Document.make_id(text, None), text, language="en", published="2023-02-08")

    found = extract(document, register=register).reports

    assert {(str(r.channel), " ".join(sorted(filter(None, r.polities)))) for r in found} == expected
