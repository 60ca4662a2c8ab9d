"""Titles that no list holds whole: a field or a rank between the state and "minister"."""

from collections.abc import Callable
from typing import Any

import pytest

Reader = Callable[..., list[Any]]  # text to mentions with their words; see conftest.py

DAY = "2024-07-10"

TITLES = [
    ("Fisheries Minister", "minister"),
    ("Water Resources Minister", "minister"),
    ("Transport and Communications Minister", "minister"),
    ("Deputy Agriculture Minister", "minister"),
    ("Public Health Minister", "minister"),
    ("Minister of Textiles", "minister"),
    ("Minister of Labour, War Invalids and Social Affairs", "minister"),
    ("Additional Foreign Secretary", "deputyfm"),
    ("Junior Foreign Minister", "deputyfm"),
    ("Deputy Prime Minister", "dpm"),
    ("Rear Admiral", "military"),
    ("Lieutenant General", "military"),
    ("Ambassador-at-Large", "envoy"),
]


@pytest.mark.parametrize("owner", ["Thai", "Zambia's"])
@pytest.mark.parametrize(("title", "office_class"), TITLES)
def test_fields_and_ranks_stand_between_state_and_title(
    read: Reader, owner: str, title: str, office_class: str
) -> None:
    """The whole phrase names one person of the state, in an office of the right class."""
    state = "tha" if owner == "Thai" else "zmb"
    [hit, other] = read(f"{owner} {title} Warani Mobutsa met Chinese Premier Li Qiang.", DAY)

    assert hit.words == f"{owner} {title} Warani Mobutsa"
    assert (hit.actor.polity, hit.actor.office) == (f"st:{state}", f"of:{state}.{office_class}")
    assert other.actor.person == "pe:li-qiang"


def test_a_deputy_is_not_who_he_deputises_for(read: Reader) -> None:
    """Without a name, "the Thai junior foreign minister" is not the foreign minister."""
    [hit] = read("The Thai junior foreign minister spoke.", DAY)

    assert hit.actor.polity == "st:tha"
    assert hit.actor.person is None


@pytest.mark.parametrize(
    ("sentence", "words", "state"),
    [
        (
            "The Minister of State for Foreign Affairs Sultan bin Saad Al Muraikhi met the "
            "Ambassador of Ecuador to the State of Qatar.",
            "The Minister of State for Foreign Affairs Sultan bin Saad Al Muraikhi",
            "st:qat",
        ),
    ],
)
def test_a_title_without_a_state_is_of_where_the_text_was_written(
    read: Reader, sentence: str, words: str, state: str
) -> None:
    """Whither the ambassadors are sent says whose minister it is."""
    found = {hit.words: hit for hit in read(sentence, DAY)}

    assert found[words].actor.polity == state


@pytest.mark.parametrize(
    ("sentence", "words", "office"),
    [
        (
            "Chinese Ambassador to Fiji Zhou Jian met Fiji's prime minister.",
            "Chinese Ambassador to Fiji Zhou Jian",
            "of:chn.amb.fji",
        ),
        (
            "Lu Kun, Chinese Ambassador to Ghana, met Ghana's president.",
            "Lu Kun, Chinese Ambassador to Ghana",
            "of:chn.amb.gha",
        ),
    ],
)
def test_an_unknown_envoy_is_not_another_official_of_like_name(
    read: Reader, sentence: str, words: str, office: str
) -> None:
    """Likeness never takes an ambassador for the chief justice, or for one posted elsewhere."""
    found = {hit.words: hit for hit in read(sentence, DAY)}

    assert (found[words].actor.office, found[words].actor.person) == (office, None)


def test_counterparts_from_several_states_are_of_each(read: Reader) -> None:
    """Those of "her counterparts from Fiji, Samoa and Tonga" are three."""
    found = read("Foreign Minister Penny Wong met her counterparts from Fiji, Samoa and Tonga", DAY)

    assert [actor.polity for actor in found[-1].mention.actors] == ["st:fji", "st:wsm", "st:ton"]
