"""Names that stand alone, and states that a text calls by what they are."""

from collections.abc import Callable

import pytest

from dragoman.actors import Register
from dragoman.actors.pools import spelling_keys

Read = Callable[..., list[object]]


def _actors(found: list) -> dict[str, str]:
    """Return the words of each mention with whom they mean."""
    return {one.words: one.ids for one in found}


@pytest.mark.parametrize(
    ("text", "day", "words", "person"),
    [
        # The state is in the text: a common name is its best known bearer's.
        ("Israel waited. Bennett flew to Moscow.", "2022-03-06", "Bennett", "pe:naftali-bennett"),
        ("Seoul agreed. Yoon will go.", "2023-03-16", "Yoon", "pe:yoon-suk-yeol"),
        ("Albania wants talks. Rama came.", "2022-12-07", "Rama", "pe:edi-rama"),
        # Another leader beside him.
        ("Trump and Kim met.", "2019-02-28", "Kim", "pe:kim-jong-un"),
        ("Trudeau hosted Abe.", "2018-06-09", "Abe", "pe:shinzo-abe"),
        ("Putin called Erdoghan.", "2020-10-26", "Erdoghan", "pe:recep-tayyip-erdogan"),
        ("Macron told von der Leyen so.", "2023-07-01", "von der Leyen", "pe:ursula-von-der-leyen"),
        ("Biden spoke with bin Salman.", "2023-07-01", "bin Salman", "pe:mohammed-bin-salman"),
        # A name that is a word, where it acts.
        ("South Korea waited. Moon said no.", "2018-04-27", "Moon", "pe:moon-jae-in"),
        # By the given name, as the Vietnamese are called.
        ("PM Chinh came.", "2024-05-22", "PM Chinh", "pe:pham-minh-chinh"),
        # The page's own spelling goes on.
        (
            "Kazakh President Kasym-Zhomart Tokaev spoke. Tokaev left.",
            "2024-02-20", "Tokaev", "pe:kassym-jomart-tokayev",
        ),
    ],
)  # fmt: skip
def test_one_name_means_who_everybody_knows(
    read: Read, text: str, day: str, words: str, person: str
) -> None:
    """In office on the day, and told from namesakes by what else the text names."""
    assert _actors(read(text, day)).get(words) == person


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("Bennett scored twice.", "2022-03-06", "Bennett"),
        ("South Korea waited. Moon landings failed.", "2018-04-27", "Moon"),
        ("South Korea lost. Lee scored, and the coach praised Park.", "2025-08-01", "Lee"),
        ("Putin spoke. Lee opened a shop.", "2011-01-01", "Lee"),
        ("South Korea waited. Kim's noodle shop burned.", "2019-02-28", "Kim"),
        ("Trump spoke of a singer called Kim.", "2019-02-28", "Kim"),
        ("Mexico thanked Ebrard, and Macron called Morales.", "2019-11-12", "Morales"),
        ("Biden and Morgan State University agreed.", "2023-09-28", "Morgan"),
        ("India and Biden condemned Jaish-e-Mohammad.", "2023-06-22", "Mohammad"),
    ],
)
def test_one_name_that_may_be_anybodys_means_nobody(
    read: Read, text: str, day: str, words: str
) -> None:
    """A player, a shop, a university; or two leaders of about the same days."""
    assert words not in _actors(read(text, day))


@pytest.mark.parametrize(
    ("text", "day", "words", "ids"),
    [
        ("Riyadh agreed. The kingdom will send aid.", "2022-07-16", "The kingdom", "st:sau"),
        ("Taipei was told. Pelosi visits the island.", "2022-08-02", "the island", "st:twn"),
        ("Haiti mourned. The Caribbean nation asked for help.", "2021-07-08",
         "The Caribbean nation", "st:hti"),
        ("Seoul protested. The North fired.", "2023-03-16", "The North", "st:prk"),
        ("Orban spoke for the EU. Then the bloc met.", "2024-07-08", "the bloc", "og:eu"),
        ("Macron said his country would help.", "2023-02-20", "his country", "st:fra"),
        ("North and South Korea talked.", "2018-04-27", "North and South Korea",
         "st:prk st:kor"),
        ("The Swedish embassy was stormed. The embassy closed.", "2023-07-20", "The embassy",
         "st:swe"),
        ("Guterres flew to Doha for talks with the emir.", "2023-08-20", "the emir",
         "pe:tamim-bin-hamad"),
    ],
)  # fmt: skip
def test_a_state_is_called_by_what_it_is(
    read: Read, text: str, day: str, words: str, ids: str
) -> None:
    """By its form, its region, an organ or a ruler: of the one that was named."""
    assert _actors(read(text, day)).get(words) == ids


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Riyadh and Amman agreed. The kingdom said so.", "The kingdom"),
        ("Japan sailed in the South China Sea.", "the South"),
        ("Norway is the Kingdom of Norway.", "the Kingdom"),
        ("The bees of France lost the kingdom.", "the kingdom"),
        ("Canada gave US$20 million and A$3 million.", "US"),
        ("The US army sails to the Central African Republic.", "the Central African"),
    ],
)
def test_what_fits_two_states_or_none_is_no_state(read: Read, text: str, words: str) -> None:
    """Two kingdoms in one sentence, a longer name, a currency."""
    assert words not in _actors(read(text, "2023-02-20"))


@pytest.mark.parametrize(
    ("text", "words", "ids"),
    [
        ("HE Foreign Minister of Oman spoke.", "HE Foreign Minister of Oman",
         "pe:badr-bin-hamad-al-busaidi"),
        ("Her Excellency the Ambassador of Turkey came.",
         "Her Excellency the Ambassador of Turkey", "of:tur.amb"),
        ("Sweden's Ankara ambassador came.", "Sweden's Ankara ambassador", "of:swe.amb.tur"),
        ("A spokesman for the Ministry of Foreign Affairs of the DPRK spoke.",
         "A spokesman for the Ministry of Foreign Affairs of the DPRK", "of:prk.spokes"),
        ("The minister of transportation of Iraq came.", "The minister of transportation of Iraq",
         "of:irq.minister"),
        ("US Treasury Secretary Yellen met her Mexican and Canadian counterparts.",
         "her Mexican and Canadian counterparts",
         "pe:rogelio-ramirez-de-la-o pe:chrystia-freeland"),
    ],
)  # fmt: skip
def test_offices_as_state_media_write_them(read: Read, text: str, words: str, ids: str) -> None:
    """The calling belongs to the mention, and the state stands behind or before."""
    assert _actors(read(text, "2024-02-20")).get(words) == ids


def test_our_country_is_the_home_of_the_page(read: Read) -> None:
    """As translated pages of ministries write it."""
    text = "The minister of foreign affairs of our country Hossein Amirabdollahian left."
    [found] = read(text, "2023-08-20", url="https://www.irna.ir/news/1")
    assert found.ids == "pe:hossein-amir-abdollahian"


def test_a_king_is_the_home_states(read: Read) -> None:
    """Two kings are called Abdullah; a page of one's state means him."""
    found = read("His Majesty King Abdullah spoke.", "2023-10-20", url="https://www.petra.gov.jo/1")
    assert [one.ids for one in found] == ["pe:abdullah-ii"]


@pytest.mark.parametrize(
    ("written", "listed"),
    [("Tokaev", "Tokayev"), ("Selman", "Salman"), ("Erdoghan", "Erdogan"), ("Tameem", "Tamim")],
)
def test_transcriptions_sound_alike(written: str, listed: str) -> None:
    """Whatever vowels and glides a transcription chose."""
    assert spelling_keys(written) & spelling_keys(listed)


def test_the_lists_of_names_hold_together(register: Register) -> None:
    """A name that is also a word is never one that means somebody without further signs."""
    assert register.lists.names_and_words <= register.lists.not_alone
    states = {polity.id for polity in register.states()}
    for owners in register.lists.forms.values():
        assert all(owner in states or owner.startswith("og:") for owner in owners)
