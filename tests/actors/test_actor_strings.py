"""Organs, houses, parties and places: which name a state, and which name none."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from _tables import read_csv, read_yaml

from dragoman.actors import Register, compiling

ROOT = Path(__file__).parents[2]
OWN = compiling.OWN

Reader = Callable[..., list]  # type: ignore[type-arg]

STATES = [
    ("The Supreme Court of India ruled.", "st:ind"),
    ("Myanmar's Supreme Court ruled.", "st:mmr"),
    ("Brazilian federal police arrested two.", "st:bra"),
    ("The Turkish central bank raised rates.", "st:tur"),
    ("China's health ministry said so.", "st:chn"),
    ("The South Korean National Intelligence Service reported it.", "st:kor"),
    ("The Libyan House of Representatives met.", "st:lby"),
    ("The Australian House of Representatives met.", "st:aus"),
    ("The Canadian House of Commons voted.", "st:can"),
    ("The FBI opened an office.", "st:usa"),
    ("The Tatmadaw denied it.", "st:mmr"),
    ("The Bundesbank denied it.", "st:deu"),
    ("The Bank of England denied it.", "st:gbr"),
    ("The Storting approved it.", "st:nor"),
    ("The Riksdag approved it.", "st:swe"),
    ("The Jogorku Kenesh approved it.", "st:kgz"),
    ("The Japanese Diet approved it.", "st:jpn"),
    ("The Milli Majlis approved it.", "st:aze"),
    ("Akorda denied it.", "st:kaz"),
    ("Rashtrapati Bhavan denied it.", "st:ind"),
    ("The Quirinale denied it.", "st:ita"),
    ("Wisma Putra denied it.", "st:mys"),
    ("Torre Tagle denied it.", "st:per"),
    ("Global Affairs Canada denied it.", "st:can"),
    ("The Department of State Services denied it.", "st:nga"),
    ("The State Department denied it.", "st:usa"),
    ("The Korean People's Army denied it.", "st:prk"),
    ("The Lao People's Revolutionary Party denied it.", "st:lao"),
    ("East Timorese officials denied it.", "st:tls"),
    ("Ecuadorean officials denied it.", "st:ecu"),
]


@pytest.mark.parametrize("text, polity", STATES)
def test_an_organ_names_its_state(read: Reader, text: str, polity: str) -> None:
    """A state beside a generic word, or an organ's own name, gives that state and no other."""
    found = {actor.polity for one in read(text) for actor in one.mention.actors}

    assert found == {polity}


NOBODY = [
    ("The African National Congress denied it.", "a party"),
    ("The Japanese Communist Party denied it.", "a party"),
    ("The Indian National Congress denied it.", "a party"),
    ("The Russian Orthodox Church denied it.", "a church"),
    ("The Greek Orthodox Church denied it.", "a church"),
    ("Turkish Red Crescent teams arrived.", "a society"),
    ("The Revolutionary Armed Forces of Colombia denied it.", "an armed group"),
    ("The Free Syrian Army denied it.", "an armed group"),
    ("Sudan People's Liberation Army in Opposition fighters fled.", "an armed group"),
    ("The Lebanese Forces denied it.", "a party, written large"),
    ("The Bank of China denied it.", "a company"),
    ("The State Bank of India denied it.", "a company"),
    ("British Columbia denied it.", "a province"),
    ("Inner Mongolia denied it.", "a region"),
    ("Western Australia denied it.", "a part of a state"),
    ("Delhi Police denied it.", "a city's"),
    ("The Supreme Court of California ruled.", "a part of a state"),
    ("The Supreme Court ruled.", "no state beside it"),
    ("The House of Representatives met.", "no state beside it"),
]


@pytest.mark.parametrize("text, what", NOBODY)
def test_what_is_no_state_gives_none(read: Reader, text: str, what: str) -> None:
    """Parties, churches, companies, provinces and armed groups are not the state they name."""
    assert [one.mention for one in read(text) if one.mention.actors] == [], what


VENUES = [
    ("Xi met him at the Diaoyutai State Guesthouse.", "pl:diaoyutai", "CHN"),
    ("They met at Camp David.", "pl:camp-david", "USA"),
    ("They met at Bocharov Ruchei.", "pl:bocharov-ruchei", "RUS"),
    ("They met at the Akasaka Palace.", "pl:akasaka-palace", "JPN"),
    ("They met at Hyderabad House.", "pl:hyderabad-house", "IND"),
    ("They met at Panmunjom.", "pl:panmunjom", None),
    ("They met in Srinagar.", "pl:srinagar", None),
    ("They met in Yalta.", "pl:yalta", None),
]


@pytest.mark.parametrize("text, place, code", VENUES)
def test_a_venue_is_a_place(
    read: Reader, register: Register, text: str, place: str, code: str | None
) -> None:
    """A residence or summit venue is where; one on disputed ground belongs to no one state."""
    assert place in [one.mention.place for one in read(text)]
    assert register.iso3(place) == code


def test_a_named_organ_is_of_one_state() -> None:
    """No own name of an organ stands under two polities."""
    owners: dict[str, set[str]] = {}
    for row in read_yaml(OWN / "organs.yml")["named"]:
        for name in row["names"]:
            owners.setdefault(name.lower(), set()).add(row["polity"])

    assert {name: of for name, of in owners.items() if len(of) > 1} == {}


def test_places_have_one_row_for_each_name() -> None:
    """No id and no name of a place comes twice for one state."""
    rows = list(read_csv(OWN / "places.csv"))
    names = [
        (name.lower(), row["state"])
        for row in rows
        for name in (row["name"], *filter(None, row["aliases"].split(";")))
    ]

    assert len({row["id"] for row in rows}) == len(rows)
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """The module `eval/actor_strings.py`."""
    sys.path.insert(0, str(ROOT / "eval"))
    try:
        yield importlib.import_module("actor_strings")
    finally:
        sys.path.remove(str(ROOT / "eval"))


def test_marked_stretches_keep_their_places(script: ModuleType) -> None:
    """The marks go, and each stretch stands where its words stand."""
    text, found = script.stretches("<s>Iran</s> warned <t>its <s>own</s> army</t>.")

    assert text == "Iran warned its own army."
    assert [(column, text[start:end]) for column, start, end in found] == [
        ("source", "Iran"),
        ("target", "its own army"),
    ]


def test_a_string_is_read_in_its_sentence(script: ModuleType, register: Register) -> None:
    """The mentions that share words with a stretch give its countries; adjectives do not act."""
    source, target = script.read_sentence(
        "<s>The Indian government</s> expelled <t>a Turkish man</t>.", register
    )

    assert (source.countries, source.acting) == (("IND",), True)
    assert (target.countries, target.acting) == (("TUR",), False)


def test_the_frequent_ones_come_first_and_need_a_reason(script: ModuleType) -> None:
    """Spellings of one string count together; what the reviewed file lacks is named."""
    readings = [
        script.Reading(words, "source", countries, (), bool(countries))
        for words, countries in [
            ("protesters", ()),
            ("The Taliban", ()),
            ("the Taliban", ()),
            ("Iran", ("IRN",)),
        ]
    ]

    found = script.without_country(readings)

    assert [(one.string, one.times) for one in found] == [("The Taliban", 2), ("protesters", 1)]
    reasons = {"taliban": script.Reason("armed group", "no state")}
    assert [one.string for one in script.unexplained(found, reasons)] == ["protesters"]


@pytest.mark.parametrize(
    "text, message",
    [
        ("classes: {a: b}\nstrings: {c: {x: y}}", "not among the classes"),
        ("classes: {a: b}\nstrings: {a: {The x: y, x: z}}", "two reasons"),
    ],
)
def test_a_broken_reason_is_named(
    script: ModuleType, tmp_path: Path, text: str, message: str
) -> None:
    """A class that is not explained, and a second reason for one string, are refused."""
    path = tmp_path / "reasons.yml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match=message):
        script.read_reasons(path)


def test_the_most_frequent_have_their_reasons(script: ModuleType, register: Register) -> None:
    """Each of the hundred most frequent strings without a country has a reviewed reason."""
    if not script.SENTENCES.is_file():
        pytest.skip("needs the PLOVER sentences")
    _classes, reasons = script.read_reasons(script.REASONS)

    found = script.without_country(script.read_all(script.SENTENCES, register))

    assert script.unexplained(found[: script.MOST], reasons) == []
