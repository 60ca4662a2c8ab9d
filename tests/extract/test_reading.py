"""A sentence as the rules see it: short names for who is known, kinds, and the way back."""

import pytest
from reading_making import readings_of

from dragoman.extract.reading import KINDS, Reading, named_at


def read_one(text: str) -> Reading:
    """Return the reading of the only sentence of a text."""
    _, [reading] = readings_of(text, published="2023-06-17")
    return reading


def kinds_of(text: str, word: str) -> frozenset[str]:
    """Return the kinds of the token that stands for some words."""
    reading = read_one(text)
    [token] = [i for i in range(len(reading.tree)) if reading.words(i) == word]
    return reading.kinds[token]


def parties_at(text: str, word: str) -> list[str]:
    """Return the states and organizations that a token names."""
    reading = read_one(text)
    [token] = [i for i, t in enumerate(reading.tree) if t.form == word]
    return [actor.polity or "" for _, actor in named_at(reading, token)]


def test_a_phrase_that_names_one_person_is_one_short_name() -> None:
    """The parser is not given titles, and the token leads back to all words of the phrase."""
    text = (
        "National Security Advisor Sullivan met with his national security advisor counterpart "
        "Akiba Takeo of Japan."
    )

    reading = read_one(text)

    assert reading.tree.text == "Miller met with Carter."
    assert [reading.words(i) for i in (0, 3)] == [
        "National Security Advisor Sullivan",
        "his national security advisor counterpart Akiba Takeo of Japan",
    ]
    assert reading.words(0, 4) == text


def test_remarks_in_parentheses_are_not_parsed() -> None:
    """Unless a name runs over them."""
    reading = read_one("Wang Yi (right) met Retno Marsudi (left) in Jakarta (Indonesia).")

    assert "right" not in reading.tree.text
    assert "left" not in reading.tree.text


def test_every_token_leads_back_to_words_of_the_text() -> None:
    """Spans lie inside the sentence and never go back."""
    _, readings = readings_of(
        "President Xi Jinping (China) met Prime Minister Narendra Modi. They agreed. "
        "On Monday the Hungarian foreign minister sialto flew to Kazan, Russia.",
        published="2023-06-17",
    )

    for reading in readings:
        starts = [start for start, _ in reading.spans]
        assert starts == sorted(starts)
        for start, end in reading.spans:
            assert reading.sentence.start <= start < end <= reading.sentence.end


@pytest.mark.parametrize(
    ("text", "word", "kinds"),
    [
        ("Wang Yi met Putin.", "Wang Yi", {"party", "person"}),
        ("China sent tents.", "China", {"party", "state", "place"}),
        ("The Turkish engineers left.", "engineers", {"party", "group"}),
        ("Turkish companies left.", "companies", set()),
        ("NATO met in Vilnius.", "NATO", {"party", "organization"}),
        ("They met in Geneva.", "Geneva", {"place"}),
        ("The two sides met.", "sides", {"both"}),
    ],
)
def test_kinds(text: str, word: str, kinds: set[str]) -> None:
    """What a pattern may ask of a capture."""
    assert kinds_of(text, word) >= kinds
    assert kinds_of(text, word) <= set(KINDS)
    if not kinds:
        assert kinds_of(text, word) == frozenset()


@pytest.mark.parametrize(
    ("text", "word", "polities"),
    [
        ("The Chinese and Russian delegations met.", "delegations", ["st:chn", "st:rus"]),
        ("Officials of Japan and Oman met.", "Officials", ["st:jpn", "st:omn"]),
        ("Germany said it would send tents to Laos.", "it", ["st:deu"]),
        ("Tents arrived, and it would send more.", "it", []),
        ("Reporters from Japan met.", "Reporters", []),
    ],
)
def test_who_a_token_names(text: str, word: str, polities: list[str]) -> None:
    """A group stands for all states that hang on it, "it" for the state that says so."""
    assert parties_at(text, word) == polities


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("Tehran, IRNA - President Raisi met Xi Jinping.", "Miller met Carter."),
        ("(ANSA) - ROME, JUL 16 - Giorgia Meloni met Rutte.", "Miller met Carter."),
        ("Hanoi, May 15 (Prensa Latina) Prime Minister Chinh met Xi.", "Miller met Carter."),
        ("Damascus-SANA, President Bashar al-Assad met Lavrov.", "Miller met Carter."),
        ("China - Japan relations suffer, Kishida said.", "China - Japan relations suffer, "),
    ],
)
def test_a_dateline_is_not_parsed(text: str, parsed: str) -> None:
    """The parser would take its town for the subject."""
    assert read_one(text).tree.text.startswith(parsed)


def test_a_place_before_a_name_is_no_part_of_it() -> None:
    """In "In Samarkand Miller held talks" the parser would make one name of the two."""
    reading = read_one("In Samarkand the Foreign Minister of Uzbekistan met Lavrov.")

    assert reading.tree.text == "In Samarkand , Miller met Carter."


def test_a_noun_that_two_states_share_stays_and_names_both() -> None:
    """Read "EU and UK negotiators": they are no single person."""
    text = "EU and UK negotiators met in London."

    assert sorted(parties_at(text, "negotiators")) == ["og:eu", "st:gbr"]
    assert "several" in kinds_of(text, "negotiators")


def test_who_is_quoted_says_we() -> None:
    """Read "We condemn the attack, President Iohannis said"."""
    text = "We strongly condemn the attack, President Iohannis said."

    assert parties_at(text, "We") == ["st:rou"]


def test_a_comma_that_closes_a_name_is_not_parsed() -> None:
    """One that parts two names is."""
    text = (
        "At the invitation of the Prime Minister of India, Mr. Narendra Modi, the President of "
        "China, Mr. Xi Jinping, will visit Delhi."
    )
    parsed = read_one(text).tree.text
    assert parsed == "At the invitation of Miller, Carter will visit Delhi."


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Macron travelled to Egypt's Ain Sokhna.", "Ain"),
        ("Macron landed on Cypriot soil.", "soil"),
    ],
)
def test_a_part_of_a_state_is_a_place_though_nobody_knows_it(text: str, word: str) -> None:
    """It hangs on the state: "Egypt's Ain Sokhna", "Cypriot soil"."""
    assert "place" in kinds_of(text, word)
    assert "place" not in kinds_of("Macron praised Egypt's hospital.", "hospital")


def test_who_leads_a_delegation_is_who_it_stands_for() -> None:
    """Rather than nobody, where its state is not named."""
    assert parties_at("A team headed by Wang Yi arrived in Hanoi.", "team") == ["st:chn"]


def test_a_list_of_two_in_a_headline_has_no_and() -> None:
    """The one behind the comma is a second person, and no word for the first."""
    assert parties_at("Erdogan to call Putin, Zelensky on grain", "Carter") == ["st:rus", "st:ukr"]
