"""What is known of a document beside its text."""

import pytest

from dragoman.read.facts import find_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Blinken met Tokayev and Mirziyoyev in Budapest", "en"),
        ("Premier Rutte sprak met Macron en met Scholz over de oorlog in Oekraïne.", "nl"),
        ("El presidente Petro se reunió con el presidente Lula en Brasilia.", "es"),
        ("President Ramaphosa received German President Frank-Walter Steinmeier in 2018.", "en"),
        ("Præsidenten vil held og lykke ønske den danske minister by for by.", "da"),
        ("Der Präsident will in Berlin mit Xi Jinping sprechen, so der Sprecher.", "de"),
        ("On 20 August 2020 Wang Yi met Retno Marsudi in Baoting and Sanya.", "en"),
        ("In the spring, Danish Prime Minister Mette Frederiksen visited Kyiv.", "en"),
        ("Menteri Luar Negeri Retno Marsudi bertemu dengan Wang Yi di Sanya pada Agustus.", "id"),
        ("Statsminister Mette Frederiksen in Kyiv: mødtes med præsident Zelenskyj.", "da"),
        ("Der Bundeskanzler Scholz traf in Berlin den Präsidenten Macron zum Gespräch.", "de"),
    ],
)
def test_names_do_not_make_a_language(text: str, language: str) -> None:
    """A short English headline full of names is English."""
    assert find_language(text) == language
