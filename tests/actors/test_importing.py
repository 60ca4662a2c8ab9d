"""A query's result beside the register: every kind of file, every kind of row."""

import json
from pathlib import Path

import pytest

from dragoman.actors import Register
from dragoman.actors.importing import Found, Kind, read_query
from dragoman.actors.tokens import name_words
from dragoman.model import InputError

HEAD = "person,personLabel,positionLabel,countryLabel,start,end,startPrecision,endPrecision"


@pytest.fixture
def held(register: Register) -> dict[str, str]:
    """What the register says of one tenure known to the day, and of one known to the month."""
    day = next(
        t
        for office in register.offices()
        for t in register.tenures_of(office)
        if t.person == "pe:andrey-denisov" and office == "of:rus.amb.chn"
    )
    return {"from": day.start, "to": day.end}


def query(tmp_path: Path, register: Register, *lines: str, head: str = HEAD) -> list[Found]:
    """Read a table of these lines."""
    path = tmp_path / "query.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return list(read_query(path, register, as_of="2026-02"))


def one(tmp_path: Path, register: Register, line: str, head: str = HEAD) -> Found:
    """Read a table of one line."""
    [found] = query(tmp_path, register, line, head=head)
    return found


def test_a_new_tenure(tmp_path: Path, register: Register) -> None:
    """Nobody knew of it: with the item as a note, and the file as the source."""
    found = one(
        tmp_path, register,
        "http://www.wikidata.org/entity/Q1,Ada Nobody,Ambassador of France to Nauru,,"
        "2019-05-00T00:00:00Z,,10,",
    )  # fmt: skip

    assert found.kind is Kind.NEW
    assert found.row is not None
    assert found.row.cells() == {
        "person": "pe:ada-nobody", "names": "Ada Nobody", "also": "", "family": "",
        "office": "of:fra.amb.nru", "from": "2019-05", "to": "", "certainty": "month",
        "as_of": "2026-02", "source": "wikidata-query:query.csv", "note": "wikidata Q1",
    }  # fmt: skip


def test_same_finer_and_different(tmp_path: Path, register: Register, held: dict[str, str]) -> None:
    """A coarser date is no news; a finer one is; more than a month is a difference."""
    rows = {
        "same": f"{held['from'][:7]}-01T00:00:00Z,{held['to'][:4]}-01-01T00:00:00Z,10,9",
        "differs": f"2014-06-01T00:00:00Z,{held['to']}T00:00:00Z,11,11",
    }
    for kind, days in rows.items():
        found = one(tmp_path, register, f",Andrey Denisov,Russian ambassador to China,,{days}")
        assert (found.kind, held["from"] in found.ours) == (Kind(kind), True)


def test_a_finer_row_keeps_what_ours_knows_better(tmp_path: Path, register: Register) -> None:
    """The start is finer in the query, the end in ours: the row takes both."""
    ours = next(
        t
        for office in register.offices()
        for t in register.tenures_of(office)
        if (len(t.start), len(t.end)) == (4, 10)
        and t.end > f"{t.start}-12-31"
        and len(register.tenures_of(office)) == 1
        and register.named(name_words(register.label(t.person))) == {t.person}
    )
    found = one(
        tmp_path, register,
        f",{register.label(ours.person)},{ours.office},,{ours.start}-07-04,{ours.end[:4]},,",
    )  # fmt: skip

    assert found.kind is Kind.FINER
    assert found.row is not None
    assert (found.row.start, found.row.end) == (f"{ours.start}-07-04", ours.end)
    assert (found.row.person, found.row.certainty) == (ours.person, "day")
    assert f"finer than from {ours.start} to {ours.end}" in found.row.note


def test_another_holder_differs(tmp_path: Path, register: Register) -> None:
    """An office for one that ours gives to somebody else in that time."""
    found = one(
        tmp_path, register,
        ",Ada Nobody,Minister of Foreign Affairs,Indonesia,2016-01-02T00:00:00Z,"
        "2018-01-02T00:00:00Z,11,11",
    )  # fmt: skip

    assert found.kind is Kind.DIFFERS
    assert "Retno Marsudi" in found.ours


@pytest.mark.parametrize(
    ("label", "country", "office"),
    [
        ("Minister of Foreign Affairs", "Indonesia", "of:idn.fm"),
        ("President of France", "France", "of:fra.head"),
        ("Ambassador of Germany to the European Union", "", "of:deu.amb.eu"),
        ("of:idn.defmin", "", "of:idn.defmin"),
        ("idn.defmin", "", "of:idn.defmin"),
    ],
)
def test_labels_of_positions(
    tmp_path: Path, register: Register, label: str, country: str, office: str
) -> None:
    """With the state in the label, or in a column of its own."""
    found = one(tmp_path, register, f",Ada Nobody,{label},{country},2001,2002,,")

    assert found.row is not None
    assert found.row.office == office


@pytest.mark.parametrize(
    ("label", "country", "why"),
    [
        ("Lord Mayor of Nowhere", "France", "is no title with a state"),
        ("private secretary of the Minister of Foreign Affairs", "France", "not as a whole"),
        ("Q123", "France", "has no label"),
        ("", "France", "has no label"),
        ("fra.hed", "", "no class of offices"),
        ("ambassador", "France", "an ambassador is to somewhere"),
    ],
)
def test_offices_that_cannot_be_made_out(
    tmp_path: Path, register: Register, label: str, country: str, why: str
) -> None:
    """Kept apart and told; the title of somebody near a minister is not the minister's."""
    found = one(tmp_path, register, f",Ada Nobody,{label},{country},2001,2002,,")

    assert (found.kind, found.row) == (Kind.UNKNOWN_OFFICE, None)
    assert why in found.ours


@pytest.mark.parametrize(
    ("times", "start", "end"),
    [
        ("2015-01-01T00:00:00Z,2016-03-04T00:00:00Z,,", "2015", "2016-03-04"),
        ("2015-01-01,2016-01-01,,", "2015", "2016"),
        ("2015-01-01T00:00:00Z,2016-01-01T00:00:00Z,11,10", "2015-01-01", "2016-01"),
        ("+2015-06-01T00:00:00Z,,9,", "2015", ""),
        ("2015-06,,,", "2015-06", ""),
        ("2015-06-07T00:00:00Z,http://www.wikidata.org/.well-known/genid/ab12,11,", "2015-06-07",
         ""),
        ("2015-06-07T00:00:00Z,,http://wikiba.se/ontology#11,", "2015-06-07", ""),
    ],
)  # fmt: skip
def test_times(tmp_path: Path, register: Register, times: str, start: str, end: str) -> None:
    """No finer than they are known: the first of January without a precision is a year."""
    found = one(tmp_path, register, f",Ada Nobody,of:fra.amb.nru,,{times}")

    assert found.row is not None
    assert (found.row.start, found.row.end) == (start, end)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Q1,Q1,idn.fm,,2001,2002,,", "no English name"),
        (",,idn.fm,,2001,2002,,", "names no person"),
        (",Ada Nobody,idn.fm,,,2002,,", "no start"),
        (",Ada Nobody,idn.fm,,soon,2002,,", "'soon' is no time"),
        (",Ada Nobody,idn.fm,,2001-02-30,2002,,", "no day of any year"),
        (",Ada Nobody,idn.fm,,2003,2002,,", "ends 2002, before it starts"),
        (",Ada Nobody,idn.fm,,1900-01-01T00:00:00Z,2002,7,", "coarser than a year"),
        (",阿达,idn.fm,,2001,2002,,", "no Latin letter"),
    ],
)
def test_rows_that_cannot_be_read(tmp_path: Path, register: Register, line: str, why: str) -> None:
    """Each says why; the others are read."""
    found = query(tmp_path, register, line, ",Ada Nobody,of:fra.amb.nru,,2001,2002,,")

    assert [one.kind for one in found] == [Kind.UNREADABLE, Kind.NEW]
    assert why in found[0].ours
    assert found[0].line == 2


def test_an_office_for_all_rows(tmp_path: Path, register: Register) -> None:
    """A query about one office names none."""
    path = tmp_path / "q.csv"
    path.write_text("item,itemLabel,start_date\nQ7,Ada Nobody,2001-05-06\n", encoding="utf-8")

    [found] = read_query(path, register, office="of:fra.amb.nru", as_of="2002")
    assert found.row is not None
    assert (found.row.office, found.row.note) == ("of:fra.amb.nru", "wikidata Q7")
    with pytest.raises(InputError, match=r"--office idn\.fm"):
        read_query(path, register)


def test_the_day_of_the_file(tmp_path: Path, register: Register) -> None:
    """Who is still in office was so when the query was made: when the file was written."""
    import os

    path = tmp_path / "q.csv"
    path.write_text("name,office,start\nAda Nobody,fra.amb.nru,2001\n", encoding="utf-8")
    os.utime(path, (1_600_000_000, 1_600_000_000))

    [found] = read_query(path, register)
    assert found.row is not None
    assert found.row.as_of == "2020-09-13"


BINDING = {
    "personLabel": {"type": "literal", "xml:lang": "en", "value": "Ada Nobody"},
    "position": {"type": "literal", "value": "fra.amb.nru"},
    "startTime": {"type": "literal", "value": "2001-05-06T00:00:00Z"},
}
FLAT = {"personLabel": "Ada Nobody", "position": "fra.amb.nru", "startTime": "2001-05-06"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("q.json", json.dumps({"head": {}, "results": {"bindings": [BINDING]}})),
        ("q.json", json.dumps([FLAT])),
        ("q.tsv", '?personLabel\t?position\t?startTime\n"Ada Nobody"@en\t"fra.amb.nru"\t'
                  '"2001-05-06T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>\n'),
        ("q.csv", "\ufeffPersonLabel,Position,START_TIME\r\nAda Nobody,fra.amb.nru,2001-05-06\r\n"),
    ],
)  # fmt: skip
def test_kinds_of_files(tmp_path: Path, register: Register, name: str, text: str) -> None:
    """As the query service writes them, and as people save them again."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")

    [found] = read_query(path, register, as_of="2002")
    assert found.row is not None
    assert (found.row.person, found.row.start) == ("pe:ada-nobody", "2001-05-06")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "has no row"),
        ("personLabel,start\n", "has no row"),
        ("a,b\n1,2\n", "no column for the person"),
        ("personLabel,office\nAda,fra.fm\n", "no column for the start"),
        ("[1, 2]", "no result of a query"),
        ('{"results": 3}', "no result of a query"),
        ("[{", "is no JSON"),
        ("[" * 5000, "is no JSON"),
    ],
)
def test_files_that_are_none(tmp_path: Path, register: Register, text: str, why: str) -> None:
    """One sentence with the file, what was met and what is allowed."""
    path = tmp_path / "q.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=why):
        read_query(path, register)


def test_a_file_that_cannot_be_opened(tmp_path: Path, register: Register) -> None:
    """No such file; bytes that are no text."""
    with pytest.raises(InputError, match="cannot be read"):
        read_query(tmp_path / "none.csv", register)
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="no UTF-8 text"):
        read_query(tmp_path / "b.csv", register)


def test_equal_rows_come_once(tmp_path: Path, register: Register) -> None:
    """A query with two spouses gives every tenure twice."""
    line = ",Ada Nobody,of:fra.amb.nru,,2001,2002,,"

    assert len(query(tmp_path, register, line, line, "")) == 1
