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
        (
            "On 20 August 2020 Wang Yi met Retno Marsudi in Baoting. China delivered 100"
            " ventilators to Indonesia.",
            "en",
        ),
        ("On 20 August 2020 Péter Szijjártó met Mette Frederiksen in Baoting.", "en"),
        ("Retno Marsudi met Andrej Plenković in Bucharest on trade.", "en"),
        ("Mette Frederiksen congratulates Recep Tayyip Erdoğan", "en"),
        ("Pedro Sánchez visited Budapest; Ursula von der Leyen hosted him.", "en"),
        ("Bundeskanzler Scholz traf Präsident Xi Jinping in Peking.", "de"),
        ("Premier Rutte ontmoet president Macron in Parijs voor overleg", "nl"),
        ("Presiden Jokowi bertemu Presiden Xi Jinping Senin siang di Beijing", "id"),
        ("In the spring, Danish Prime Minister Mette Frederiksen visited Kyiv.", "en"),
        ("Menteri Luar Negeri Retno Marsudi bertemu dengan Wang Yi di Sanya pada Agustus.", "id"),
        ("Statsminister Mette Frederiksen in Kyiv: mødtes med præsident Zelenskyj.", "da"),
        ("Der Bundeskanzler Scholz traf in Berlin den Präsidenten Macron zum Gespräch.", "de"),
    ],
)
def test_names_do_not_make_a_language(text: str, language: str) -> None:
    """A short English headline full of names is English."""
    assert find_language(text) == language
