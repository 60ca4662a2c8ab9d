"""Words that point back to whom other words named: "them", "the four", "the ministry"."""

import pytest

from dragoman.actors import Register
from dragoman.extract import extract
from dragoman.model import Document


@pytest.fixture(scope="module")
def register() -> Register:
    """The register that ships with the package."""
    return Register.load()


def parties(text: str, register: Register, url: str | None = None) -> set[tuple[str, str]]:
    """Return channel and codes of the parties of each report of a text."""
    doc = Document(
        Document.make_id(text, url), text, url=url, language="en", published="2023-06-17"
    )
    return {
        (report.channel.value, " ".join(sorted(register.iso3(p) or p for p in report.polities)))
        for report in extract(doc, register=register).reports
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Macron, Scholz and Draghi travelled to Kyiv, where Zelensky received them.",
            ("meeting", "DEU FRA ITA UKR"),
        ),
        (
            "Olaf Scholz, Emmanuel Macron and Mario Draghi travelled together. They toured the "
            "ruins of Irpin. Zelensky then received the three in Kyiv.",
            ("meeting", "DEU FRA ITA UKR"),
        ),
        (
            "The Japanese Embassy in Beijing advised citizens to be careful. The embassy filed a "
            "protest with the Chinese government on Friday.",
            ("protest", "CHN JPN"),
        ),
        (
            "Turkey's Foreign Ministry said it was watching the case. The ministry summoned the "
            "Swedish ambassador the next day.",
            ("summon", "SWE TUR"),
        ),
        (
            "Foreign Minister Gabrielius Landsbergis spoke to reporters in Vilnius. The ministry "
            "summoned the Russian ambassador in the morning.",
            ("summon", "LTU RUS"),
        ),
    ],
)
def test_words_point_back_to_whom_others_named(
    text: str, expected: tuple[str, str], register: Register
) -> None:
    """A list of just so many, the nearest; an organ by its noun, or by who heads it."""
    assert expected in parties(text, register)


@pytest.mark.parametrize(
    "text",
    [
        "Macron and Scholz stood beside him. Zelensky received the two parcels in Kyiv.",
        "France's Foreign Ministry said it was watching. The ministry of a friend helped Kyiv.",
        "Macron met Scholz. Zelensky received the five in Kyiv.",
    ],
)
def test_they_mean_nobody_where_it_is_unclear(text: str, register: Register) -> None:
    """A number before a noun counts that; a list of another length is not meant."""
    assert not any("UKR" in codes and "FRA" in codes for _, codes in parties(text, register))


def test_the_home_of_a_document_deals_with_envoys(register: Register) -> None:
    """A local paper leaves out whose ministry it is; a wire from elsewhere names it."""
    text = "The ministry summoned the Indian ambassador on Friday."

    assert parties(text, register, "https://www.dawn.com/news/1") == {("summon", "IND PAK")}
    assert parties(text, register, "https://www.reuters.com/1") == set()
