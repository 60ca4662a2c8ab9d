"""A tenure that a user enters: what is checked, what it is held against, what is written."""

from pathlib import Path

import pytest

from dragoman.actors import Register, adding
from dragoman.actors.adding import COLUMNS, NewTenure
from dragoman.actors.layers.layer import read_layer
from dragoman.actors.layers.problem import Problem
from dragoman.model import InputError


def tenure(
    person: str = "pe:ada-nobody",
    office: str = "of:fra.amb.nru",
    start: str = "2019",
    end: str = "2021",
    *,
    names: tuple[str, ...] = ("Ada Nobody",),
    source: str = "a book",
    note: str = "",
) -> NewTenure:
    """Return a row of an invented person."""
    certainty = adding.certainty_of(start, end)
    return NewTenure(person, office, start, end, certainty, "", source, note, names)


@pytest.mark.parametrize(
    ("typed", "office"),
    [
        ("rus.amb.chn", "of:rus.amb.chn"),
        ("of:idn.fm", "of:idn.fm"),
        ("OF:UN.SG", "of:un.sg"),
        ("Russian ambassador to China", "of:rus.amb.chn"),
        ("Ambassador of the United States to the United Kingdom", "of:usa.amb.gbr"),
        ("president of France", "of:fra.head"),
        ("nru.defmin", "of:nru.defmin"),  # nobody held it, and it can be held all the same
    ],
)
def test_an_office_is_read(register: Register, typed: str, office: str) -> None:
    """By its id, by words of a document, by words of a list."""
    assert adding.read_office(register, typed) == office


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("fra.hed", "'hed' is no class of offices; did you mean head?"),
        ("frx.fm", "no state or organization has the code 'frx'"),
        ("fra.amb.zzzz", "no state or organization has the code 'zzzz'"),
        ("fra.amb", "an ambassador is to somewhere"),
        ("fra.fm.chn", "only envoys have a second code"),
        ("French ambassador", "an ambassador is to somewhere"),
        ("the weather", "names no office that could be made out"),
        ("the French president and the Chinese president", "names several offices"),
    ],
)
def test_no_office_is_said_so(register: Register, typed: str, said: str) -> None:
    """Which part of it is unknown, and what is near."""
    with pytest.raises(InputError, match=said):
        adding.read_office(register, typed)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2019", "2018", ""), "ends 2018, before it starts"),
        (("2019-13", "", "2020"), "--from '2019-13' is no date"),
        (("2019-02-30", "", "2020"), "no date"),
        (("2019/2020", "2021", ""), "no date"),
        (("XXXX-05", "2021", ""), "no date"),
        (("", "2021", ""), "needs a start"),
        (("2019", "", ""), "add --as-of"),
        (("2019", "", "2018-05"), "before the start"),
    ],
)
def test_days_that_cannot_be_meant(days: tuple[str, str, str], said: str) -> None:
    """Each is named, with what is allowed."""
    with pytest.raises(InputError, match=said):
        adding.read_days(*days)


def test_days_as_precise_as_known() -> None:
    """Years, months and days; an end in the year of the start is no end before it."""
    for days in (("2019-05", "2019", ""), ("2019", "", "2019"), ("2019-05-02", "2020-01", "")):
        adding.read_days(*days)


@pytest.mark.parametrize(
    ("typed", "ident", "found"),
    [
        ("Retno Marsudi", None, ("pe:retno-marsudi", ())),
        ("retno  marsudi", None, ("pe:retno-marsudi", ())),
        ("pe:retno-marsudi", None, ("pe:retno-marsudi", ())),
        ("Ada Nobody", None, ("pe:ada-nobody", ("Ada Nobody",))),
        ("Åsa Ünknown-Óther", None, ("pe:asa-unknown-other", ("Åsa Ünknown-Óther",))),
        ("Wang Yi", "pe:wang-yi-2", ("pe:wang-yi-2", ("Wang Yi",))),
        ("Wang Yi", "pe:wang-yi", ("pe:wang-yi", ())),
        ("Wangg Yii", "pe:wang-yi", ("pe:wang-yi", ("Wangg Yii",))),
    ],
)
def test_a_person_is_found_or_new(
    register: Register, typed: str, ident: str | None, found: tuple[str, tuple[str, ...]]
) -> None:
    """A full name finds them; whoever is new gets an id and a name to write down."""
    assert adding.find_person(register, typed, ident) == found


@pytest.mark.parametrize(
    ("typed", "ident", "said"),
    [
        ("Macron", None, "part of another's: .*pe:emmanuel-macron"),
        ("pe:nobody-there", None, "no person of this id is known"),
        ("Ada Nobody", "ada", "ids of persons look like"),
        ("...", None, "no name of a person"),
        ("=HYPERLINK(Ada)", None, "no name of a person"),
        ("Ada; Bo Nobody", None, "no name of a person"),
        ("阿达", None, "no Latin letter"),
    ],
)
def test_a_person_who_is_not_clear(
    register: Register, typed: str, ident: str | None, said: str
) -> None:
    """Part of a name, an id of nobody, a name without letters."""
    with pytest.raises(InputError, match=said):
        adding.find_person(register, typed, ident)


def test_a_person_of_the_layer_is_known(register: Register, tmp_path: Path) -> None:
    """A second row finds whom the first one named; a YAML file counts too."""
    adding.write([tenure()], tmp_path, register)
    (tmp_path / "offices" / "TUV.yml").write_text(
        "- {id: pe:bo-nobody, names: {en: [Bo Nobody]}, offices: []}\n", encoding="utf-8"
    )
    beside = adding.people_of(tmp_path)

    assert adding.find_person(register, "Ada Nobody", beside=beside) == ("pe:ada-nobody", ())
    assert adding.find_person(register, "Bo Nobody", beside=beside) == ("pe:bo-nobody", ())
    assert adding.find_person(register, "pe:bo-nobody", beside=beside) == ("pe:bo-nobody", ())
    assert adding.people_of(tmp_path / "none") == {}


def test_two_namesakes_are_asked_about(register: Register) -> None:
    """Nobody chooses for the user; the sentence names both with what they are known for."""
    from dragoman.actors.checking import namesakes

    pair = next(iter(namesakes(register)))
    with pytest.raises(InputError, match="several persons are called so") as error:
        adding.find_person(register, pair.name)
    assert all(person in str(error.value) for person in pair.persons)


def test_what_ours_says_is_told(register: Register) -> None:
    """The same tenure with other dates, another holder then; a change of office is neither."""
    held = register.tenures_of("of:idn.fm")
    retno = next(t for t in held if t.person == "pe:retno-marsudi")
    later = tenure("pe:retno-marsudi", "of:idn.fm", "2015-06", retno.end)
    other = tenure("pe:ada-nobody", "of:idn.fm", "2016", "2018")
    before = tenure("pe:ada-nobody", "of:idn.amb.nru", "1990", "1991")

    assert "starts elsewhere" in adding.compare(register, later)[0]
    assert "Retno Marsudi held it then" in adding.compare(register, other)[0]
    assert adding.compare(register, before) == ()


def test_a_row_is_written_and_read(register: Register, tmp_path: Path) -> None:
    """Into the table of the state, under a head; the register with the layer then knows it."""
    [written] = adding.write([tenure(note='says "so", twice')], tmp_path, register)

    assert written.path == tmp_path / "offices" / "FRA.csv"
    lines = written.path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# Tenures of France")
    assert lines[written.line - 1] == (
        'pe:ada-nobody,Ada Nobody,,,of:fra.amb.nru,2019,2021,year,,a book,"says ""so"", twice"'
    )
    problems: list[Problem] = []
    layer = read_layer(tmp_path, "mine", 1, problems)
    assert [row["from"] for row in layer.of("tenures")] == ["2019"]
    assert problems == []


def test_the_same_row_twice_changes_nothing(register: Register, tmp_path: Path) -> None:
    """Also when the second time brings no names, because the person is known by then."""
    adding.write([tenure()], tmp_path, register)
    path = tmp_path / "offices" / "FRA.csv"
    before = path.read_bytes()

    for again in (tenure(), tenure(names=())):
        [written] = adding.write([again], tmp_path, register)
        assert not written.changed
        assert path.read_bytes() == before


def test_a_corrected_row_takes_the_place_of_the_old(register: Register, tmp_path: Path) -> None:
    """Same person, office and start; the other lines stay as somebody wrote them."""
    adding.write([tenure(), tenure("pe:bo-nobody", names=("Bo Nobody",))], tmp_path, register)
    path = tmp_path / "offices" / "FRA.csv"
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    old = path.read_text(encoding="utf-8").splitlines()

    [written] = adding.write([tenure(end="2022-05", names=())], tmp_path, register)

    new = path.read_text(encoding="utf-8").splitlines()
    assert written.was == old[written.line - 1]
    assert ",2019,2022-05,year," in new[written.line - 1]
    assert "Ada Nobody" in new[written.line - 1]
    assert [line for line in new if line not in old] == [new[written.line - 1]]
    assert new[-1] == "# mine"


def test_a_second_office_needs_no_names(register: Register, tmp_path: Path) -> None:
    """They stand at the person's first row of the table."""
    rows = [tenure(), tenure(office="of:fra.amb.tuv", start="2021", end="2022")]
    adding.write(rows, tmp_path, register)

    assert (tmp_path / "offices" / "FRA.csv").read_text(encoding="utf-8").count("Ada Nobody") == 1


def test_a_table_of_other_columns(register: Register, tmp_path: Path) -> None:
    """Their order is kept; without a needed column nothing is written."""
    path = tmp_path / "offices" / "FRA.csv"
    path.parent.mkdir()
    path.write_text("office,person,to,from,source,names,certainty\n", encoding="utf-8")
    adding.write([tenure()], tmp_path, register)
    assert path.read_text(encoding="utf-8").splitlines()[1] == (
        "of:fra.amb.nru,pe:ada-nobody,2021,2019,a book,Ada Nobody,year"
    )
    with pytest.raises(InputError, match="has no column note"):
        adding.write([tenure(note="x")], tmp_path, register)

    path.write_text("person,office\n", encoding="utf-8")
    with pytest.raises(InputError, match="has no column from and no column to"):
        adding.write([tenure()], tmp_path, register)
    assert path.read_text(encoding="utf-8") == "person,office\n"


def test_cells_hold_no_line_breaks() -> None:
    """One line is one row, whatever was typed."""
    cells = tenure(note="a\nb\r\nc", source=" x\ty ").cells()

    assert set(cells) == set(COLUMNS)
    assert (cells["note"], cells["source"]) == ("a b c", "x y")
