"""Who is meant, and what it rests on: damaged names, roles of others, leaders left unnamed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.actors import Register
from dragoman.actors.checking import coverage, gaps, overlaps
from dragoman.actors.resolving import resolve

Reader = Callable[..., list[Any]]

# (text, day, words of a mention, its ids, the method)
CASES = [
    # Damaged names, by what the text leaves in question.
    ("French President Makkron spoke.", "2021-03-05", "French President Makkron",
     "pe:emmanuel-macron", "likeness"),
    ("Zimbabwe's Mnangagwaa spoke.", "2019-03-05", "Zimbabwe's Mnangagwaa",
     "pe:emmerson-mnangagwa", "likeness"),
    ("The Finn Pekka Khaavisto came.", "2021-03-05", "The Finn Pekka Khaavisto",
     "pe:pekka-haavisto", "likeness"),
    ("Poland voted. Prime Minister Moravecki left.", "2021-03-05",
     "Prime Minister Moravecki", "pe:mateusz-morawiecki", "likeness"),
    # Through Chinese.
    ("Indonesian President Zuoke spoke.", "2020-08-20", "Indonesian President Zuoke",
     "pe:joko-widodo", "surname"),
    # Titles that others than officials bear, once the text has introduced the official.
    ("China's Foreign Minister Wang Yi spoke.\nDirector Wang left.", "2024-08-28", "Director Wang",
     "pe:wang-yi", "name"),
    ("Minister Fidan met Greece's foreign minister in Turkey.", "2024-05-01", "Minister Fidan",
     "pe:hakan-fidan", "surname"),
    # Who leads an organ.
    ("The head of Polish diplomacy left.", "2016-05-01", "The head of Polish diplomacy",
     "pe:witold-waszczykowski", "office"),
    ("The head of the Russian Foreign Ministry left.", "2016-05-01",
     "The head of the Russian Foreign Ministry", "pe:sergey-lavrov", "office"),
    # Both states of an ambassador.
    ("The ambassador of Russia to China spoke.", "2018-05-01", "The ambassador of Russia to China",
     "pe:andrey-denisov", "office"),
    ("French President Macron met his German colleague.", "2018-05-01", "his German colleague",
     "pe:frank-walter-steinmeier", "office"),
    # Leaders of long ago, by the full name.
    ("Since Richard Nixon came, China and the United States talk.", "2022-05-01", "Richard Nixon",
     "pe:richard-nixon", "name"),
    # The crown is shared.
    ("The Australian head of state came.", "2021-05-01", "The Australian head of state",
     "pe:elizabeth-ii", "office"),
]  # fmt: skip


@pytest.mark.parametrize("text, day, words, ids, method", CASES)
def test_who_is_meant_and_by_what(
    read: Reader, text: str, day: str, words: str, ids: str, method: str
) -> None:
    """The mention gives the person, and its basis the method and the tenures it rests on."""
    [hit] = [hit for hit in read(text, day) if hit.words == words]

    assert hit.ids == ids
    assert hit.actor.basis.method == method
    assert hit.actor.basis.inferred is (method == "office")


def test_a_basis_names_the_tenures(read: Reader, register: Register) -> None:
    """The facts are ids that the register gives back, and cover the day."""
    [hit] = read("Russian ambassador to China Denisov spoke.", "2018-05-01")
    [fact] = hit.actor.basis.facts
    tenure = register.fact(fact)

    assert tenure is not None
    assert (tenure.person, tenure.office) == ("pe:andrey-denisov", "of:rus.amb.chn")
    assert tenure.covers(date(2018, 5, 1), date(2018, 5, 1), strict=True)
    assert register.fact("pe:nobody|of:rus.fm|2001") is None


UNNAMED = (
    "A Chinese official is to meet Russian President Putin this week.\n"
    "The Chinese official will pay a state visit to Kazakhstan."
)


def test_an_unnamed_leader_is_an_office_without_a_person(read: Reader) -> None:
    """With a leader's circumstances the office is inferred; the facts name who fits, nobody else.

    Without them, or where the state's own leader is named, an official is an official.
    """
    day = "2022-09-13"
    [hidden, *_] = read(UNNAMED, day)
    [plain, *_] = read(UNNAMED.replace("a state visit", "a visit"), day)
    [named, *_] = read(UNNAMED + "\nPresident Xi Jinping spoke.", day)

    assert (hidden.actor.office, hidden.actor.person) == ("of:chn.head", None)
    assert hidden.actor.basis.inferred
    assert [fact.split("|")[0] for fact in hidden.actor.basis.facts] == ["pe:xi-jinping"]
    assert (plain.actor.office, named.actor.office) == (None, None)


ROLES = [
    # (text, day, words, ids): who is not meant.
    ("The Korean foreign minister Hayashi came.", "2022-07-08",
     "The Korean foreign minister Hayashi", "?"),
    ("Bavarian Premier Morrisson spoke to Australia.", "2020-05-10", "Premier Morrisson", "?"),
    # A leader's title is no reason to take some other official of the name.
    ("US President Bush spoke.", "2020-08-12", "US President Bush", "of:usa.head"),
    ("Japanese Prime Minister Sato spoke.", "2020-08-12", "Japanese Prime Minister Sato",
     "of:jpn.hog"),
    ("Spanish Prime Minister Garcia spoke.", "2020-08-12", "Spanish Prime Minister Garcia",
     "of:esp.hog"),
    ("The head of Russia's FSB came.", "2022-05-01", "The head of Russia's FSB", "st:rus"),
    ("She served as the Russian ambassador to China.", "2018-05-01",
     "the Russian ambassador to China", "of:rus.amb.chn"),
    ("Emmanuel Macron met his German counterparts.", "2018-05-01", "his German counterparts",
     "st:deu"),
]  # fmt: skip


@pytest.mark.parametrize("text, day, words, ids", ROLES)
def test_a_role_that_is_nobodys_of_the_day(
    read: Reader, text: str, day: str, words: str, ids: str
) -> None:
    """What a title does not say of today's holder names no person."""
    [hit] = [hit for hit in read(text, day) if hit.words == words]

    assert hit.ids == ids


def test_members_of_a_list_are_of_one_side(read: Reader) -> None:
    """Between semicolons, a name with a title nobody knows is of the side named before it."""
    hits = read(
        "Present were Ken Salazar, United States Ambassador to Mexico; Ana Teo, Head of the Unit; "
        "and Cho Haneul, Legal Counselor.",
        "2023-12-28",
    )

    assert [hit.ids for hit in hits] == ["pe:ken-salazar", "st:usa", "st:usa"]


@pytest.mark.parametrize(
    "text, place",
    [
        ("They met in Samarham, Uzbekistan, on Friday.", "pl:samarkand"),
        ("He flew to Geneeva, Switzerland.", "pl:geneva"),
        ("They met in Springfielt, Uzbekistan.", None),
    ],
)
def test_a_city_is_like_one_of_its_state(read: Reader, text: str, place: str | None) -> None:
    """A damaged city is compared with the cities of the state behind it, and with no others."""
    places = [hit.mention.place for hit in read(text, "2022-09-13") if hit.kind == "place"]

    assert places == ([place] if place else [])


def test_words_alone_are_resolved_with_their_context(register: Register) -> None:
    """What else the document says is read before the words, and only the words are answered."""
    [alone] = resolve("the minister", register, on="2020-08-24") or [None]
    [within] = resolve(
        "the minister", register, on="2020-08-24",
        context="Hungarian foreign minister sialto arrived.",
    )  # fmt: skip
    [dated] = resolve("the French president", register, on="2020-08-24")
    [undated] = resolve("the French president", register, on=None)

    assert alone is None or not alone.mention.actors
    assert [actor.person for actor in within.mention.actors] == ["pe:peter-szijjarto"]
    assert [fact.office for fact in dated.facts] == ["of:fra.head"]
    assert undated.facts == ()


VISIT = (
    "Hungarian Foreign Minister Peter Szijjarto arrived in Beijing on Monday.\n"
    "Foreign Minister Wang Yi welcomed him.\nThe visiting minister met Premier Li Keqiang."
)


def test_who_visits_is_not_of_the_house(read: Reader) -> None:
    """In the host's own account "the visiting minister" is the guest."""
    words = {hit.words: hit.ids for hit in read(VISIT, "2020-08-25", side="st:chn")}

    assert words["him"] == "pe:peter-szijjarto"
    assert words["The visiting minister"] == "pe:peter-szijjarto"


# --- what the register holds and lacks -----------------------------------------------------------

ROWS = """\
person,names,also,family,office,from,to,certainty,as_of,source,note
pe:ana-teo,Ana Teo,,Teo,of:x-sml.fm,2015,2017,year,,mine,
pe:bo-teo,Bo Teo,,Teo,of:x-sml.fm,2016-03-01,2018-06-01,day,,mine,
pe:cho-teo,Cho Teo,,Teo,of:x-sml.fm,2019-06-01,,day,2020-12-31,mine,
pe:dan-teo,Dan Teo,,Teo,of:x-sml.fm,2017,2018,year,,mine,
"""


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """Our register with an office of our own."""
    layer: Path = tmp_path_factory.mktemp("layer")
    (layer / "offices").mkdir()
    (layer / "offices" / "own.csv").write_text(ROWS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dragoman.actors.index.cache_folder", lambda: layer / "cache")
        return Register.load([layer])


def test_only_sure_overlaps_are_told(mine: Register) -> None:
    """Years are taken at their shortest: who held office "to 2017" may have left in January."""
    found = [
        (one.first.person, one.second.person)
        for one in overlaps(mine)
        if one.office == "of:x-sml.fm"
    ]

    assert found == [("pe:ana-teo", "pe:bo-teo")]


def test_gaps_and_coverage_of_an_office(mine: Register) -> None:
    """A gap is longer than the slack; a year is known when more than half of its days are."""
    [gap] = gaps(mine, "of:x-sml.fm", since=date(2015, 1, 1), until=date(2020, 12, 31))
    years = {
        year: coverage(mine, ["st:x-sml"], office_class="fm", years=[year]).covered
        for year in range(2014, 2022)
    }

    assert (gap.start, gap.end, gap.days) == (date(2019, 1, 1), date(2019, 5, 31), 151)
    assert [year for year, known in years.items() if known] == [2015, 2016, 2017, 2018, 2019, 2020]


def test_where_the_head_governs_there_is_no_gap(register: Register) -> None:
    """The president of the United States is the head of government that it has."""
    whole = {"since": date(2015, 1, 1), "until": date(2025, 12, 31)}

    assert list(gaps(register, "of:usa.hog", **whole)) == []
    assert coverage(register, ["st:usa"], office_class="hog", years=range(2015, 2026)).share == 1
