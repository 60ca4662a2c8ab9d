"""The generated layer of persons: what the tool makes of rows, and what it refuses to guess."""

import csv
import io
from pathlib import Path

import _persons
import pytest

from dragoman.actors.register import Register

HEAD = "state,office,of,title,person,native,family,start,end,as_of,certainty,aliases,note\n"


def _build(folder: Path, **layers: str) -> tuple[list[dict[str, str]], list[str]]:
    for name, rows in layers.items():
        (folder / f"hand-{name}.csv").write_text(HEAD + rows, encoding="utf-8")
    text, report = _persons.build(folder)
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(lines)))), report


def _bare(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [{**row, "note": ""} for row in csv.DictReader(lines)]


def test_certainty_is_believed_over_digits(tmp_path: Path) -> None:
    """A full day that is sure to the month only is cut to the month, and to the year."""
    rows, report = _build(
        tmp_path,
        one="TUV,foreign_minister,,Minister,Ana Teo,,Teo,2019-03-04,2021-05-06,,month,,\n"
        "TUV,defence_minister,,Minister,Ana Teo,,Teo,2022-03-04,,2025-01,year,,\n",
    )

    assert [(r["office"], r["from"], r["to"], r["as_of"]) for r in rows] == [
        ("of:tuv.fm", "2019-03", "2021-05", ""),
        ("of:tuv.defmin", "2022", "", "2025-01"),
    ]
    assert report == []


REFUSED = [
    ("TUV,foreign_minister,,Minister,Ana Teo,,Teo,,2021,,year,,\n", "no start"),
    ("TUV,foreign_minister,,Minister,Ana Teo,,Teo,2022,2021,,year,,\n", "ends before it starts"),
    ("TUV,foreign_minister,,Minister,Ana Teo,,Teo,2022-13,,2025,month,,\n", "no date"),
    ("ZZZ,foreign_minister,,Minister,Ana Teo,,Teo,2020,2021,,year,,\n", "unknown state"),
    ("TUV,ambassador,ZZZ,Ambassador,Ana Teo,,Teo,2020,2021,,year,,\n", "sent to nobody known"),
]


@pytest.mark.parametrize("row, why", REFUSED)
def test_what_cannot_be_meant_is_reported(tmp_path: Path, row: str, why: str) -> None:
    """A row without a start, with impossible days or an unknown state is a line of the report."""
    rows, [line] = _build(tmp_path, one=row)

    assert rows == []
    assert line.startswith(f"{why}: hand-one: Ana Teo")


def test_one_person_has_one_id_over_rows_and_files(tmp_path: Path) -> None:
    """Accents, a listed alias and a spelling in the same office do not make a second person."""
    rows, report = _build(
        tmp_path,
        one="TUV,foreign_minister,,Minister,Aná Teo,,Teo,2019,2021,,year,Anna Teo,\n"
        "TUV,ambassador,FJI,Ambassador,Andrei Loto,,Loto,2020-03,2022-01,,month,,\n",
        two="TUV,head_of_government,,Prime Minister,Anna Teo,,Teo,2022,2023,,year,,\n"
        "TUV,ambassador,FJI,Ambassador,Andrey Loto,,Loto,2020-06,2022-01,,month,,\n",
    )

    assert sorted({row["person"] for row in rows}) == ["pe:ana-teo", "pe:andrei-loto"]
    assert [row["office"] for row in rows] == ["of:tuv.fm", "of:tuv.hog", "of:tuv.amb.fji"]
    assert rows[0]["names"] == "Aná Teo;Anna Teo"
    assert [line.partition(":")[0] for line in report] == ["two layers", "two spellings joined",
                                                           "two spellings joined"]  # fmt: skip


def test_namesakes_stay_two(tmp_path: Path) -> None:
    """Two states' namesakes, two Chinese characters, and successors of one family are two."""
    rows, report = _build(
        tmp_path,
        one="TUV,defence_minister,,Minister,Mark Loto,,Loto,2019,2021,,year,,\n"
        "FJI,defence_minister,,Minister,Mark Loto,,Loto,2019,2021,,year,,\n"
        "CHN,ambassador,TUV,Ambassador,Gao Ming,高风,Gao,2019,2021,,year,,\n"
        "CHN,ambassador,FJI,Ambassador,Gao Ming,高峰,Gao,2019,2021,,year,,\n"
        "VNM,ambassador,TUV,Ambassador,Vo Thi Anh,,Vo,2023-01-18,2023-03-02,,day,,\n"
        "VNM,ambassador,TUV,Ambassador,Vo Van Thu,,Vo,2023-03-02,,2025,day,,\n",
    )

    assert sorted({row["person"] for row in rows}) == [
        "pe:gao-ming-chn", "pe:gao-ming-chn-amb-fji", "pe:mark-loto-fji", "pe:mark-loto-tuv",
        "pe:vo-thi-anh", "pe:vo-van-thu",
    ]  # fmt: skip
    assert [line.partition(":")[0] for line in report] == ["two namesakes kept apart"]


def test_who_was_sent_is_one_person_there_and_here(tmp_path: Path) -> None:
    """Beijing's officials in Hong Kong and in organizations join by their characters alone."""
    rows, _ = _build(
        tmp_path,
        one="CHN,ambassador,TUV,Ambassador,Zhou Ming,周明,Zhou,2010,2012,,year,,\n"
        "CHN,ambassador,FJI,Ambassador,Zhou Ming,周鸣,Zhou,2013,2015,,year,,\n"
        "HKG,other,,Commissioner,Zhou Ming,周鸣,Zhou,2016,2018,,year,,\n"
        "SCO,secretary_general,,Secretary-General,Zhou Ming,周明,Zhou,2019,2021,,year,,\n"
        "UN,other,,Under-Secretary-General,Zhou Ming,周茗,Zhou,2019,2021,,year,,\n",
    )

    of_person: dict[str, set[str]] = {}
    for row in rows:
        of_person.setdefault(row["person"], set()).add(row["office"])
    assert sorted(map(sorted, of_person.values())) == [
        ["of:chn.amb.fji", "of:hkg.official"],
        ["of:chn.amb.tuv", "of:sco.sg"],
        ["of:un.official"],
    ]


def test_two_ids_read_as_one_person_are_joined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The id that stays keeps its name first; the other one's is a further name."""
    table = tmp_path / "same_persons.csv"
    table.write_text("id,same_as,why\npe:ana-teo,pe:anna-maria-teo,read\n", encoding="utf-8")
    monkeypatch.setattr(_persons, "SAME", table)
    rows, _ = _build(
        tmp_path,
        one="UN,other,,Under-Secretary-General,Ana Teo,,Teo,2019,2021,,year,,\n"
        "TUV,foreign_minister,,Minister,Anna Maria Teo,,Teo,2015,2017,,year,,\n",
    )

    assert [(row["person"], row["names"], row["office"]) for row in rows] == [
        ("pe:anna-maria-teo", "Anna Maria Teo;Ana Teo", "of:tuv.fm"),
        ("pe:anna-maria-teo", "", "of:un.official"),
    ]


def test_no_file_names_an_id_that_was_joined_to_another(register: Register) -> None:
    """Who stays is known, who went is nobody any more, and nobody stays and goes."""
    same = _persons.same_persons()
    people = set(register.people())

    assert set(same.values()) <= people
    assert not set(same) & people
    assert not set(same) & set(same.values())
    readings = (_persons.REGISTER / "readings").glob("*.csv")
    lines = "\n".join(path.read_text(encoding="utf-8") for path in readings).splitlines()
    named = {line.partition(",")[0] for line in lines}
    assert not set(same) & named


def test_the_reviewed_files_win(tmp_path: Path) -> None:
    """A tenure that a reviewed file has is not written; a longer one is reported."""
    rows, report = _build(
        tmp_path,
        one="CHN,head_of_state,,President,Xi Jinping,习近平,Xi,2014-03-14,,2026-02,day,Xi Dada,\n"
        "CHN,defence_minister,,Minister,Xi Jinping,习近平,Xi,1999,2000,,year,,\n",
    )

    assert [(row["person"], row["names"], row["office"]) for row in rows] == [
        ("pe:xi-jinping", "", "of:chn.defmin")
    ]
    assert rows[0]["also"] == "Xi Dada"
    assert [line.split()[0] for line in report] == ["reviewed"]


def test_aliases_are_names_and_no_titles(tmp_path: Path) -> None:
    """Titles come off an alias, acronyms and other scripts are left out, Latin ones stay."""
    [row], _ = _build(
        tmp_path,
        one="VNM,defence_minister,,Minister,Nguyen Ba,Nguyễn Bạ,Nguyen,2019,2021,,year,"
        "President Ngyen Ba;NBA;Secretary of War Ba;Ngyen,\n",
    )

    assert row["also"] == "Ngyen Ba;Ngyen"  # the name in Vietnamese letters folds to the name


def test_a_code_can_be_an_organization(tmp_path: Path) -> None:
    """BFA with a secretary-general is the Boao Forum, and its officer the state's own man."""
    rows, _ = _build(
        tmp_path,
        one="BFA,secretary_general,,Secretary-General,Ana Teo,,Teo,2019,2021,,year,,\n"
        "TUV,foreign_minister,,Minister,Ana Teo,,Teo,2015,2017,,year,,\n"
        "BFA,foreign_minister,,Minister,Jo Kab,,Kab,2015,2017,,year,,\n",
    )

    assert [(row["person"], row["office"]) for row in rows] == [
        ("pe:ana-teo", "of:tuv.fm"), ("pe:ana-teo", "of:boao.sg"), ("pe:jo-kab", "of:bfa.fm"),
    ]  # fmt: skip


def test_two_layers_that_differ_are_a_note(tmp_path: Path) -> None:
    """The row of the finer layer stays and says what the other one has."""
    rows, _ = _build(
        tmp_path,
        one="TUV,foreign_minister,,Minister,Ana Teo,,Teo,2019-03-04,2021-05-06,,day,,\n",
        two="TUV,foreign_minister,,Minister,Ana Teo,,Teo,2019-06,2021-05,,month,,\n",
    )

    assert [(row["from"], row["note"]) for row in rows] == [
        ("2019-03-04", "hand-two has 2019-06 to 2021-05")
    ]


def test_the_file_is_what_the_layers_give(shared: Path) -> None:
    """The layers make the file, notes of other sources aside (see the layer of tenures)."""
    text, report = _persons.build(shared / "register")

    assert _bare(_persons.TARGET.read_text(encoding="utf-8")) == _bare(text)
    assert sum(line.startswith("no start") for line in report) == 26
