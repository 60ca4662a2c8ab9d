"""Who says so: the chain from the outlet inward, at the words of an act."""

import pytest
from reading_making import readings_of, register

from dragoman.extract.attribution import sources_of, voices_of


def chain(text: str, act: str, **fields: str) -> tuple[str, ...]:
    """Return who says that the act took place whose word is `act`."""
    clean, readings = readings_of(text, **fields)
    at = clean.text.index(act)
    number, reading = next((i, r) for i, r in enumerate(readings) if at < r.sentence.end)
    trigger = reading.token_at(at)
    assert trigger is not None
    return voices_of(reading, trigger, clean, before=readings[:number], register=register())


SENTENCES = [
    # speech verbs in front, behind and in the middle
    ("The ministry said on Monday that Wang Yi met Lavrov.", "met", ("ministry",)),
    ("Wang Yi met Lavrov, the defence ministry said on Monday.", "met", ("defence ministry",)),
    ("Macron, a source close to ECOWAS said, met Tinubu.", "met", ("source close to ECOWAS",)),
    ("Boric told reporters that he had met Lula.", "met", ("Gabriel Boric",)),
    # the outlet is the outer voice, whoever comes first in the sentence
    (
        "Wang Yi met Lavrov, a senior diplomat said, AFP reported.",
        "met",
        ("Agence France-Presse", "senior diplomat"),
    ),
    (
        "Two government sources told Reuters that Modi had called Trump.",
        "called",
        ("Reuters", "Two government sources"),
    ),
    (
        "Macron was quoted by Le Monde as saying that France expelled two diplomats.",
        "expelled",
        ("Le Monde", "Emmanuel Macron"),
    ),
    (
        "Kyodo quoted officials as saying that Kishida had visited Kyiv.",
        "visited",
        ("Kyodo News", "officials"),
    ),
    (
        "State news agency APA reported, quoting officials it did not name, that Aliyev met Putin.",
        "met",
        ("APA", "officials"),
    ),
    # whom an outlet cites behind its own verb, and the outlet that somebody told it to
    (
        "Lavrov met Wang Yi, Interfax reported with reference to the Russian Foreign Ministry.",
        "met",
        ("Interfax", "Russian Foreign Ministry"),
    ),
    (
        "Putin will visit Turkey, Peskov told Rossiya-1 television.",
        "visit",
        ("Rossiya-1", "Peskov"),
    ),
    # sources without a verb of speaking
    ("According to TASS, Putin met Xi in Kazan.", "met", ("TASS",)),
    ("Putin met Xi in Kazan, according to a person close to him.", "met", ("person close to him",)),
    ("State television VTV showed Maduro receiving Lula.", "receiving", ("VTV",)),
    ("Raisi: Iran rejects the sanctions", "rejects", ("Ebrahim Raisi",)),
    ("In a statement, the Kremlin said Putin had spoken to Erdogan.", "spoken", ("Kremlin",)),
    ("Putin met Xi, Cuban state media said.", "met", ("Cuban state media",)),
    (
        "Putin met Xi, two sources familiar with the matter said.",
        "met",
        ("two sources familiar with the matter",),
    ),
    # by the words, where no tree tells
    ("Wang Yi met Lavrov in Moscow, reports SVT.", "met", ("SVT",)),
    ("Wang Yi met Lavrov in Moscow, reports the Miami Herald.", "met", ("Miami Herald",)),
    ("As Anadolu reported, Wang Yi met Lavrov in Moscow.", "met", ("Anadolu Agency",)),
    (
        "Wang Yi met Lavrov. This was reported by the Kremlin press service.",
        "met",
        ("Kremlin press service",),
    ),
    (
        "It was learned from diplomatic sources that Wang Yi met Lavrov.",
        "met",
        ("diplomatic sources",),
    ),
    ("Wang Yi met Lavrov in Moscow, and Kyodo reported that Japan was worried.", "met", ()),
    # nobody says it, or says something else
    ("Wang Yi met Lavrov in Moscow.", "met", ()),
    ("Wang Yi met Lavrov and said that China supports talks.", "met", ()),
    ("The ministry would not say whether Wang Yi had met Lavrov.", "met", ()),
    ("The poll showed that voters had met the minister.", "met", ()),
]


@pytest.mark.parametrize(("text", "act", "expected"), SENTENCES)
def test_a_sentence_credits_its_speakers(text: str, act: str, expected: tuple[str, ...]) -> None:
    """Whoever says the words around the act, the one who says more in front."""
    assert chain(text, act) == expected


def test_the_chain_begins_with_whose_text_it_is() -> None:
    """Outlet by its address, agency of the dateline, then the speaker."""
    text = "KAZAN, Oct 22 (Xinhua) -- Putin met Modi on Tuesday, the Kremlin said."
    found = chain(text, "met", url="https://www.reuters.com/world/1")
    assert found == ("Reuters", "Xinhua News Agency", "Kremlin")


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        ("The Kremlin issued it. He spoke. The statement said Putin met Xi.", "met", "statement"),
        (
            "Blinken said that talks went well. He added that Wang Yi had visited Paris.",
            "visited",
            "Antony Blinken",
        ),
        (
            "The foreign ministry in Tokyo said Kishida was in Kyiv. He will visit Poland, "
            "the ministry said.",
            "visit",
            "foreign ministry in Tokyo, Japan",
        ),
        (
            "Dar met Muttaqi, the Foreign Office said. Talks on trade were held, it said.",
            "Talks",
            "Foreign Office",
        ),
        (
            "State news agency APA reported the trip. Aliyev met Michel, the agency said.",
            "met",
            "APA",
        ),
        (
            'Blinken said: "We will go on. Today I met Wang Yi in Paris. That was good."',
            "met",
            "Antony Blinken",
        ),
    ],
)
def test_speakers_hold_over_sentences(text: str, act: str, expected: str) -> None:
    """Pronouns, bare nouns and open quotations lead back to who was named before."""
    assert chain(text, act)[-1] == expected


@pytest.mark.parametrize(
    ("fields", "text", "expected"),
    [
        ({"title": "Statement from President Joe Biden on Sudan"}, "", "President Joe Biden"),
        (
            {},
            "The below is attributable to Spokesperson Ned Price:\n\n",
            "Spokesperson Ned Price",
        ),
        ({}, "Ministry of Foreign Affairs of Japan\n\n", "Ministry of Foreign Affairs of Japan"),
        ({}, "OFFICE OF THE SPOKESPERSON\n\n", "OFFICE OF THE SPOKESPERSON"),
        (
            {"title": "Joint Statement by Qatar and Rwanda on the ceasefire"},
            "",
            "Joint Statement by Qatar and Rwanda",
        ),
        ({"outlet": "Xinhua"}, "", "Xinhua News Agency"),
        ({"url": "https://tass.com/politics/1"}, "", "TASS"),
    ],
)
def test_a_document_says_whose_it_is(fields: dict[str, str], text: str, expected: str) -> None:
    """Its outlet and address, and the lines of its head that name who issues it."""
    clean, _ = readings_of(f"{text}The two ministers met on Monday.\n", **fields)
    assert expected in sources_of(clean, register())


@pytest.mark.parametrize(
    "title",
    [
        "Readout of President Biden's Call with President Xi",
        "Statement of support for Ukraine",
        "India expels six diplomats",
        "News | White House | Congress",
        "The leaders issued a Joint Statement on trade",
        "Government of Guatemala for graciously agreeing",
        "New data (Report)",
    ],
)
def test_a_headline_is_no_issuer(title: str) -> None:
    """What a text is about does not issue it."""
    clean, _ = readings_of("The two ministers met on Monday.\n", title=title)
    assert sources_of(clean, register()) == ()


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Tehran, IRNA - Raisi received Assad.", "IRNA"),
        ("Vientiane, (KPL) The prime minister received Wang Yi.", "Lao News Agency"),
        ("SOCHI, May 2. /TASS/. Putin met Merkel.", "TASS"),
        ("TASS: Putin met Merkel", "TASS"),
        ("Putin met Merkel. ANGOP", "ANGOP"),
        ("Published in Dawn, July 9th, 2024", "Dawn"),
        ("Granma International", "Granma International"),
    ],
)
def test_lines_of_a_page_tell_whose_text_it_is(line: str, source: str) -> None:
    """Datelines of all shapes, labels, credits behind the last word, and mastheads are sources."""
    clean, _ = readings_of(f"{line}\n\nModi met Xi in Kazan on Monday.")

    assert source in sources_of(clean, register())
