"""Names of the generated layer: whom they mean, and above all whom they do not."""

from collections.abc import Callable
from typing import Any

import pytest
from _tables import read_csv

from dragoman.actors import Register
from dragoman.actors.compiling import OWN
from dragoman.model.edtf import interval

Reader = Callable[..., list[Any]]

# (text, day, {words: ids}); a name that must mean nobody is not in the text's mentions
WHOM = [
    # A full name, and the family name after it.
    ("Foreign Minister Sameh Shoukry of Egypt came.\nShoukry left.", "2023-05-01",
     {"Foreign Minister Sameh Shoukry of Egypt": "pe:sameh-shoukry",
      "Shoukry": "pe:sameh-shoukry"}),
    # A title and a name without the state.
    ("Foreign Minister Sameh Shoukry spoke.", "2023-05-01",
     {"Foreign Minister Sameh Shoukry": "pe:sameh-shoukry"}),
    # A leader's full name alone is enough.
    ("Robert Fico flew home.", "2024-02-01", {"Robert Fico": "pe:robert-fico"}),
    # A middle name or initial that the register lacks.
    ("President Luis R. Abinader of the Dominican Republic came.", "2023-02-01",
     {"President Luis R. Abinader of the Dominican Republic": "pe:luis-abinader"}),
    # Wires name leaders and foreign ministers barely.
    ("Blinken flew to Ankara and met Fidan.", "2023-11-06",
     {"Blinken": "pe:antony-blinken", "Fidan": "pe:hakan-fidan"}),
    ("Ramaphosa hosted Ruto.", "2023-11-06",
     {"Ramaphosa": "pe:cyril-ramaphosa", "Ruto": "pe:william-ruto"}),
    # Rulers go by their given names.
    ("King Salman called Sultan Haitham of Oman.", "2023-06-20",
     {"King Salman": "pe:salman-bin-abdulaziz-al-saud",
      "Sultan Haitham of Oman": "pe:haitham-bin-tariq-al-said"}),
    ("Sheikh Tamim received Pope Francis.", "2023-06-20",
     {"Sheikh Tamim": "pe:tamim-bin-hamad", "Pope Francis": "pe:francis"}),
    # The state's own name is enough for a family name.
    ("Poland's Duda and Lithuania's Nauseda met.", "2023-06-20",
     {"Poland's Duda": "pe:andrzej-duda", "Lithuania's Nauseda": "pe:gitanas-nauseda"}),
    # An official of an organization acts for it.
    ("The UN envoy, Hans Grundberg, spoke.", "2023-06-20",
     {"The UN envoy, Hans Grundberg": "pe:hans-grundberg"}),
]  # fmt: skip


@pytest.mark.parametrize("case", WHOM, ids=lambda case: case[0][:40])
def test_a_known_name_is_its_bearer(read: Reader, case: tuple[str, str, dict[str, str]]) -> None:
    """A full name, a name with a title, and a leader's family name mean their bearer."""
    text, day, expected = case

    found = {hit.words: hit.ids for hit in read(text, day) if hit.mention.actors}

    assert expected.items() <= found.items()


NOBODY = [
    ("Mark Brown opened the shop.", "2023-05-01", "a first name that is everybody's, no state"),
    ("Judge Mark Brown ruled.", "2023-05-01", "no office of a state, nothing of his islands"),
    ("FICO scores rose.", "2024-02-01", "an acronym"),
    ("Jane Fico spoke.\nFico laughed.", "2024-02-01", "the document has another Fico"),
    ("Park met Kim.", "2015-05-01", "names of millions"),
    ("Davis met Brown.", "2023-05-01", "names of many, some of them leaders"),
    ("Montenegro joined.", "2024-06-01", "Portugal's prime minister is also a state"),
    ("Juan Carlos Iturregui left.", "2012-05-01", "two given names are no king"),
    ("Tiani spoke.", "2010-05-01", "thirteen years before he was anybody"),
    ("Tony Abbott won the cup.", "2075-05-01", "sixty years after his office"),
    ("Osmani spoke.", "2023-06-01", "two states' leaders"),
    ("Sheikh Mohammed smiled.", "2023-06-20", "three rulers are called so"),
]  # fmt: skip


@pytest.mark.parametrize("text, day, why", NOBODY, ids=lambda value: str(value)[:30])
def test_a_namesake_is_nobody(read: Reader, text: str, day: str, why: str) -> None:
    """What could be anybody's name names no person."""
    assert [hit.words for hit in read(text, day) if "pe:" in hit.ids] == [], why


def test_his_state_named_makes_a_common_name_his(read: Reader) -> None:
    """The Cook Islands beside him, Mark Brown is their prime minister."""
    hits = read("Mark Brown spoke for the Cook Islands.", "2023-05-01")

    assert hits[0].ids == "pe:mark-brown"


def test_a_council_is_not_the_state(read: Reader) -> None:
    """The president of a council, once his country's envoy, is not given its presidency."""
    [hit] = read("Ambassador Michael Froman, President of the United States council, spoke.",
                 "2023-06-20")[:1]  # fmt: skip

    assert hit.actor.office != "of:usa.head"


def test_two_families_joined_by_a_hyphen_are_nobody(read: Reader) -> None:
    """After "the Biden-Harris Administration", "President Biden" is still he."""
    hits = read(
        "The Biden-Harris Administration acts. President Biden left.", "2023-06-20",
        title="FACT SHEET: President Biden Designates Castner Range National Monument",
    )  # fmt: skip

    assert [hit.ids for hit in hits] == ["st:usa", "pe:joe-biden"]


def test_reviewed_goes_before_generated(register: Register) -> None:
    """Where a reviewed row fills an office, a generated one does not make it two holders."""
    held = register.holders("of:syr.head", "2024-12-20")

    assert {tenure.person for tenure in held} == {"pe:ahmed-al-sharaa"}
    assert not register.person("pe:luc-frieden").reviewed  # type: ignore[union-attr]
    assert register.person("pe:xi-jinping").reviewed  # type: ignore[union-attr]


def test_the_generated_layer_is_in_order() -> None:
    """Days are no finer than their certainty, ends follow starts, open ones say as of when."""
    rows = list(read_csv(OWN / "offices" / "_generated" / "hand.csv"))

    assert len(rows) > 5500
    for row in rows:
        if not row["office"]:
            continue
        length = {"day": 10, "month": 7, "year": 4}[row["certainty"]]
        assert row["from"] and len(row["from"]) <= length >= len(row["to"]), row
        assert row["to"] or row["as_of"], row
        if row["to"]:
            assert interval(row["to"])[1] >= interval(row["from"])[0], row  # type: ignore[index]


@pytest.mark.parametrize(
    "state, iso", [("European Union", "eu"), ("United Nations", "un"), ("Boao Forum", "boao")]
)
def test_codes_that_are_also_a_states_are_the_organizations(
    register: Register, state: str, iso: str
) -> None:
    """The layers' BFA is the Boao Forum where it has a secretary-general, not Burkina Faso."""
    assert register.lookup(state) == [f"og:{iso}"]
    ban = register.person("pe:ban-ki-moon")
    assert ban is not None and "st:bfa" not in ban.polities
