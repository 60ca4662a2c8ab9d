"""A user's folder on top of our register: what it says is what a text is read by."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dragoman.actors import Register, find_mentions
from dragoman.model import Actor

Maker = Callable[..., Any]
Load = Callable[..., Register]

TENURES = "person,names,also,family,office,from,to,certainty,as_of,source,note\n"

MINE = {
    "places.csv": "id,name,state,kind,aliases,claims,administered_by,note\n"
    "pl:zembla,Zembla,st:nor,city,Novaya Zembla,,,\n"
    "pl:samarkand,Samarkand,st:tjk,city,Samarqand,,,\n",
    "aliases.csv": "entity,alias,lang,kind\nst:fra,Freedonia,en,short\nst:bel,Holland,en,short\n",
    # A new person, a minister of ours who leaves early, and who came after.
    "offices/mine.csv": TENURES
    + "pe:ana-teo,Ana Teo,Anna Theo,Teo,of:tuv.fm,2019-01-01,2022-01-01,day,,mine,\n"
    "pe:sergey-lavrov,,,,of:rus.fm,2004-03-09,2021-06-30,day,,mine,\n"
    "pe:ivan-novik,Ivan Novik,,Novik,of:rus.fm,2021-07-01,2024-01-01,day,,mine,\n",
    # One that is taken out.
    "offices/IDN.yml": "- {id: pe:retno-marsudi, remove: true}\n",
}
YOURS = {
    "offices/yours.csv": TENURES
    + "pe:ana-teo,Ana Teo,,Teo,of:tuv.fm,2019-01-01,2023-09-01,day,,yours,\n",
    "aliases.csv": "entity,alias,lang,kind\nst:ita,Freedonia,en,short\n",
}
BROKEN = {
    "offices/TUV.yml": "- id: pe:ana-teo\n  names: {en: [Ana Teo]}\n  family: Teo\n  ofices: []\n"
    "  offices:\n"
    "    - {office: of:tuv.fm, from: '2020', to: '2019', certainty: year, source: mine}\n"
    "    - {office: of:tuv.defmin, from: '2019', to: '2022', certainty: year, source: mine}\n"
    "- {id: pe:ana-teo, names: {en: [Anna Theo]}}\n",
    "offices/NRU.yml": "- id: pe:x\n  names: {en: [X\n",
    "history.csv": "id,successor,source\nst:fra,st:ita,public record\n"
    "st:ita,st:fra,public record\n",
    "places.csv": "id,name,state\npl:zembla,Zembla,st:nor\npl:nowhere,Nowhere,st:zzz\n",
    "note.csv": "nothing of ours\n",
}


def put(root: Path, files: dict[str, str]) -> Path:
    """Write files below a folder and return it."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    """Load the register with layers of these files on top, with a cache of this module's own."""
    made: dict[str, Register] = {}
    folder = tmp_path_factory.mktemp("layers")
    every = {"mine": MINE, "yours": YOURS, "broken": BROKEN}
    for name, files in every.items():
        put(folder / name, files)

    def loader(*names: str) -> Register:
        key = " ".join(names)
        if key not in made:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("dragoman.actors.index.cache_folder", lambda: folder / "cache")
                made[key] = Register.load([folder / name for name in names])
        return made[key]

    return loader


def actors(clean: Maker, register: Register, text: str, day: str) -> list[Actor]:
    """Return the actors that a text names on a day, by this register."""
    found = find_mentions(clean(text), register, day=day)
    return [actor for sentence in found for mention in sentence for actor in mention.actors]


# (text, day, ids by our register, ids with the user's layer on top)
OVER = [
    ("a new person", "Tuvaluan Foreign Minister Ana Teo spoke.", "2020-08-20",
     "of:tuv.fm", "pe:ana-teo"),
    ("another spelling of hers", "Tuvaluan Foreign Minister Anna Theo spoke.", "2020-08-20",
     "of:tuv.fm", "pe:ana-teo"),
    ("her office alone", "Tuvalu's foreign minister spoke.", "2021-08-20", None, "pe:ana-teo"),
    ("a tenure that ends", "The Russian foreign minister spoke.", "2022-08-20",
     "pe:sergey-lavrov", "pe:ivan-novik"),
    ("a tenure before its end", "The Russian foreign minister spoke.", "2020-08-20",
     "pe:sergey-lavrov", "pe:sergey-lavrov"),
    ("a person taken out", "Indonesian Foreign Minister Retno Marsudi spoke.", "2020-08-20",
     "pe:retno-marsudi", "of:idn.fm"),
    ("and a damaged name of hers", "Indonesian Foreign Minister raitno spoke.", "2020-08-20",
     "pe:retno-marsudi", "of:idn.fm"),
    ("a new name of a state", "Freedonia protested.", "2020-08-20", "", "st:fra"),
    ("a name given to another state", "Holland protested.", "2020-08-20", "st:nld", "st:bel"),
    ("what no layer speaks of", "French President Marcon spoke.", "2020-08-20",
     "pe:emmanuel-macron", "pe:emmanuel-macron"),
]  # fmt: skip


@pytest.mark.parametrize(
    "text, day, ours, mine", [pytest.param(*row[1:], id=row[0]) for row in OVER]
)
def test_a_text_is_read_by_the_users_layer(
    clean: Maker, register: Register, load: Load, text: str, day: str, ours: str | None, mine: str
) -> None:
    """Where the user's folder says another thing than our files, it is what a text means."""
    before = " ".join(str(actor.id) for actor in actors(clean, register, text, day))
    after = " ".join(str(actor.id) for actor in actors(clean, load("mine"), text, day))

    assert after == mine
    if ours is not None:
        assert before == ours


def test_a_place_is_the_users(clean: Maker, register: Register, load: Load) -> None:
    """A new place is found in a text, by its other name too; one of ours changes its state."""
    [[first], [second]] = find_mentions(
        clean("They met in Zembla.\nThey met in Novaya Zembla."), load("mine"), day="2020"
    )
    ours, mine = register.place("pl:samarkand"), load("mine").place("pl:samarkand")

    assert (first.place, second.place) == ("pl:zembla", "pl:zembla")
    assert ours is not None and ours.state == "st:uzb"
    assert mine is not None and mine.state == "st:tjk"


def test_a_layer_takes_nothing_from_the_register_without_it(
    clean: Maker, register: Register, load: Load
) -> None:
    """Both are loaded in one process, and neither knows of the other."""
    assert load("mine").holder("of:tuv.fm", "2020-08-20") == "pe:ana-teo"
    assert register.holder("of:tuv.fm", "2020-08-20") != "pe:ana-teo"
    assert register.lookup("Retno Marsudi") == ["pe:retno-marsudi"]
    assert load("mine").lookup("Retno Marsudi") == []


def test_what_contradicts_our_register_is_told(load: Load) -> None:
    """Each is a line with both files and lines; nothing is merged in silence, and none is wrong."""
    mine = load("mine")

    assert not [line for line in mine.problems if line.startswith("mine/")]
    about = {"mine/places.csv:3: pl:samarkand", "mine/aliases.csv:3: 'Holland'",
             "mine/offices/mine.csv:3: of:rus.fm"}  # fmt: skip
    for words in about:
        [line] = [line for line in mine.contradictions if line.startswith(words)]
        assert "allowed: one of the two" in line
        assert "left out" in line
    assert not [line for line in mine.contradictions if "ana-teo" in line or "Freedonia" in line]


def test_two_layers_of_a_user_that_contradict_are_told(clean: Maker, load: Load) -> None:
    """The later one wins, and the line names both files."""
    both = load("mine", "yours")

    assert not [line for line in both.problems if line.startswith(("mine/", "yours/"))]
    [tenure] = [line for line in both.contradictions if "of:tuv.fm" in line]
    assert tenure == (
        "yours/offices/yours.csv:2: of:tuv.fm, '2019-01-01' to '2023-09-01': it ends elsewhere in "
        "another layer; allowed: one of the two; mine/offices/mine.csv:2 has '2019-01-01' to "
        "'2022-01-01'; left out: what mine/offices/mine.csv:2 has"
    )
    [alias] = [line for line in both.contradictions if "Freedonia" in line]
    assert alias == (
        "yours/aliases.csv:2: 'Freedonia' is short of st:ita; allowed: one of the two; "
        "mine/aliases.csv:2 has short of st:fra; left out: what mine/aliases.csv:2 has"
    )
    text = "Tuvalu's foreign minister came to Freedonia."
    assert [a.id for a in actors(clean, both, text, "2023-08-20")] == ["pe:ana-teo", "st:ita"]
    back = load("yours", "mine")
    assert [a.polity for a in actors(clean, back, "Freedonia protested.", "2023")] == ["st:fra"]


FAULTS = [
    "broken/offices/TUV.yml:4: the unknown key 'ofices'; allowed: offices, if that is meant",
    "broken/offices/TUV.yml:6: pe:ana-teo, of:tuv.fm ends '2019', before '2020'; allowed: an end "
    "that is no earlier than the start; left out: the tenure",
    "broken/offices/TUV.yml:8: 'pe:ana-teo' for the second time (first in offices/TUV.yml:1)",
    "broken/offices/NRU.yml:3: no YAML: while parsing a flow sequence",
    "broken/history.csv:3: a cycle: 'st:fra' is followed by 'st:ita' is followed by 'st:fra'",
    "broken/places.csv:3: pl:nowhere: state is 'st:zzz', which is no polity",
    "broken/note.csv",
]


@pytest.mark.parametrize("line", FAULTS, ids=lambda line: line[:40])
def test_a_fault_is_one_line_with_file_and_line(load: Load, line: str) -> None:
    """A layer's fault says where it is, what was met, what is allowed, and what is left out."""
    [problem] = [one for one in load("broken").problems if one.startswith(line)]

    assert "; allowed: " in problem
    assert "; left out: " in problem
    assert "\n" not in problem


def test_what_is_not_faulty_works_all_the_same(clean: Maker, load: Load) -> None:
    """The good rows of a bad layer are used, and the rest of the register is whole."""
    broken = load("broken")
    said = (
        "Tuvaluan Defence Minister Ana Teo met French President Marcon and Hungarian foreign "
        "minister sialto in Zembla."
    )

    assert len([one for one in broken.problems if one.startswith("broken/")]) == len(FAULTS)
    assert [a.id for a in actors(clean, broken, said, "2020-08-20")] == [
        "pe:ana-teo", "pe:emmanuel-macron", "pe:peter-szijjarto",
    ]  # fmt: skip
    assert broken.place("pl:zembla") is not None
    assert broken.holder("of:tuv.fm", "2020-06") != "pe:ana-teo"
