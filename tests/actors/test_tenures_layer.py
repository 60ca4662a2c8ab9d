"""The generated layer of tenures: every trap of the public tables, and that the hand layers win."""

import csv
import io
from pathlib import Path

import _merge
import _persons
import _same
import pytest
from _names import names
from _posts import Towards, offices
from _same import strong
from _tenures import Log, shared_days

HEAD = "iso,role,title,name,start,end,seen_first,seen_last,qid,src\n"
LAYER = "state,office,of,title,person,native,family,start,end,as_of,certainty,aliases,note\n"
EPS, CIA, BOOK = "wikidata-eps", "cia-wl-2019", "factbook"


def _row(
    name: str,
    start: str,
    end: str = "",
    *,
    iso: str = "TUV",
    role: str = "FM",
    title: str = "Minister of Foreign Affairs",
    seen: tuple[str, str] = ("", "2022-07-20"),
    qid: str = "",
    src: str = EPS,
) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(
        [iso, role, title, name, start, end, *seen, qid, src]
    )
    return out.getvalue()


def _listed(name: str, title: str = "Minister of Health", role: str = "MIN") -> str:
    """Return a line of the list of one day."""
    day = ("2019-06-01", "2019-06-01")
    return _row(name, "", role=role, title=title, seen=day, src=CIA)


def _build(folder: Path, *rows: str, hand: str = "") -> tuple[list[dict[str, str]], Log, list[str]]:
    """Build from rows of tenures.csv and of a hand layer; no other hand layer is looked at."""
    (folder / "tenures.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    (folder / "hand-one.csv").write_text(LAYER + hand, encoding="utf-8")
    text = _hand(folder)
    made, notes, log = _merge.build(folder, text, folder / "none")
    noted = [row["note"] for row in _read(_persons.with_notes(text, notes)) if row["note"]]
    return _read(made), log, noted


def _hand(folder: Path) -> str:
    return _persons.build(folder)[0]


def _read(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def _days(rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(row["person"], row["from"], row["to"]) for row in rows]


# --- what a title means --------------------------------------------------------------------------

POSTS = [
    ("TUV", "FM", "Minister of Foreign Affairs", ["of:tuv.fm"]),
    ("USA", "FM", "Secretary of State", ["of:usa.fm"]),
    ("VAT", "FM", "Secretary of State", ["of:vat.fm"]),
    ("AUT", "FM", "Secretary of State", []),
    ("IND", "FM", "Minister of Foreign Affairs", ["of:ind.deputyfm"]),
    ("IND", "FM", "Minister of External Affairs", ["of:ind.fm"]),
    ("RUS", "DEPFM", "Deputy Minister of Foreign Affairs", ["of:rus.deputyfm"]),
    ("RUS", "DEPFM", "Director of the Foreign Intelligence Service", ["of:rus.official"]),
    ("COD", "DEPFM", "Deputy Minister of Foreign Trade", []),
    ("GAB", "FM", "Junior Minister to the Minister of Foreign Affairs", ["of:gab.deputyfm"]),
    ("GBR", "MIN", "Secretary of State for Defence", ["of:gbr.defmin"]),
    ("GBR", "DEP", "Minister of State for Transport", []),
    ("ESP", "MIN", "Minister of Finance and Economic Model", []),  # Valencia's
    ("AUS", "MIN", "Minister for Gambling", []),  # a state's
    ("NOR", "MIN", "State Secretary", []),
    ("BIH", "HOG", "Prime Minister of Republika Srpska", []),
    ("NZL", "HOS", "Governor-General", ["of:nzl.official"]),
    ("PYF", "HOG", "President", ["of:pyf.hog"]),
    ("GBR", "OTH", "Mayor of London", []),
    ("GBR", "OTH", "Governor of the Bank of England", []),
    ("ISR", "OTH", "Speaker of the Knesset", ["of:isr.parl"]),
    ("UKR", "OTH", "Secretary of the National Security and Defense Council", ["of:ukr.nsa"]),
    ("FRA", "AMB<USA", "Ambassador", ["of:usa.amb.fra"]),
    ("FRA", "AMB>USA-CDA", "Charge d'Affaires", ["of:fra.amb.usa"]),
    ("FRA", "AMB>UN", "Permanent Representative to the UN, New York", ["of:fra.permrep.un"]),
    ("RUS", "AMB>x", "ambassador to the People's Republic of China", ["of:rus.amb.chn"]),
    ("ESP", "AMB>x", "ambassador to Panama and Bahamas", ["of:esp.amb.pan", "of:esp.amb.bhs"]),
    ("BLR", "AMB>x", "ambassador of Poland", []),
    ("NAM", "FM", "Minister of Foreign Affairs", ["of:nam.fm"]),
    ("ZZZ", "FM", "Minister of Foreign Affairs", []),
]


@pytest.mark.parametrize("iso, role, title, expected", POSTS)
def test_a_title_is_an_office_of_one_class_or_none(
    iso: str, role: str, title: str, expected: list[str]
) -> None:
    """Deputies, delegates and ministers of a part of the state are not taken for the minister."""
    assert list(offices(iso, role, title, Towards())) == expected


# --- names ---------------------------------------------------------------------------------------

NAMES = [
    ("XI Jinping", "CHN", [("Xi Jinping", "Xi")]),
    ("Emmanuel MACRON", "FRA", [("Emmanuel Macron", "Macron")]),
    ("Caryn R. McCLELLAND", "USA", [("Caryn R. McClelland", "McClelland")]),
    ("Peter Paire O'NEILL", "PNG", [("Peter Paire O'Neill", "O'Neill")]),
    ("Hugo DE JONGE and Carola SCHOUTEN", "NLD", [("Hugo de Jonge", "de Jonge"),
                                                  ("Carola Schouten", "Schouten")]),
    ("Nguyen Phu TRONG", "VNM", [("Nguyen Phu Trong", "Nguyen")]),
    ("THEIN SEIN", "MMR", [("Thein Sein", "")]),
    ("ALBERT II", "MCO", [("Albert II", "Albert")]),
    ("Charg\u00e9 d\u2019Affaires Alan S. PURCELL", "USA", [("Alan S. Purcell", "Purcell")]),
    ("Sr. Gen. MIN AUNG HLAING", "MMR", [("Min Aung Hlaing", "")]),
    ("Foreign Minister MUHAMMAD bin Abd al-Rahman Al Thani", "QAT",
     [("Muhammad bin Abd al-Rahman Al Thani", "Muhammad")]),
    ("SETTHA Thawisin, also spelled SRETTHA Thavisin", "THA", [("Settha Thawisin", "Settha")]),
    ("Moetai BROTHERSON Edouard FRITCH", "PYF", []),  # two names run together
    ("vacant", "JPN", []),
    ("YUN", "KOR", []),
]  # fmt: skip


@pytest.mark.parametrize("cell, iso, expected", NAMES)
def test_capitals_give_order_and_family_name(
    cell: str, iso: str, expected: list[tuple[str, str]]
) -> None:
    """Capitals mark the family name; titles and what stood round the name come off."""
    made = names(cell, "", capitals=True, iso=iso)

    assert [(name.shown, name.family) for name in made] == expected


LABELS = [
    ("Дарчиев, Александр Никитич", "RUS", "Aleksandr Darchiev"),
    ("Tariq Ahmad, Baron Ahmad of Wimbledon", "GBR", "Tariq Ahmad"),
    ("Masaki Saito (diplomat)", "JPN", "Masaki Saito"),
    ("\u200bFahad Al-Jalajel\u200b", "SAU", "Fahad Al-Jalajel"),
    ("Felipe VI of Spain", "ESP", "Felipe VI"),
    ("Q27146606", "BFA", None),
    ("김정길", "KOR", None),  # not read here
]


@pytest.mark.parametrize("label, iso, expected", LABELS)
def test_labels_are_written_in_latin_letters(label: str, iso: str, expected: str | None) -> None:
    """Alphabets are transliterated and kept as a spelling; what needs a dictionary is left out."""
    made = next(names(label, "", capitals=False, iso=iso), None)

    assert (made and made.shown) == expected
    assert made is None or label.isascii() or not label[0].isalpha() or label in made.also


# --- days ----------------------------------------------------------------------------------------

LEFT_OUT = [
    (_row("Ana Teo", "2022", "2021"), "ends before it starts"),
    (_row("Ana Teo", "2014s"), "no date that can be meant"),
    (_row("منذر صلاح", "2014"), "no name that can be read"),
    (_row("Emmanuel MACRON", "2017-05-14", iso="PYF", role="HOS", title="President", src=BOOK), ""),
    (_row("ELIZABETH II", "1952-02-06", iso="TUV", role="HOS", title="Queen", src=BOOK), ""),
    (_row("Ana Teo", "1990", "1999"), ""),
    (_row("LIU Yan", "2013", iso="TUV", role="HOG", title="", src=BOOK), ""),  # a spilled deputy
]


@pytest.mark.parametrize("row, kind", LEFT_OUT)
def test_what_cannot_be_meant_is_left_out(tmp_path: Path, row: str, kind: str) -> None:
    """Impossible days, unreadable names and a dependency's sovereign make no row."""
    rows, log, _ = _build(tmp_path, row)

    assert rows == []
    assert [said for said, lines in log.lines.items() if lines] == ([kind] if kind else [])


def test_days_are_as_coarse_as_the_source(tmp_path: Path) -> None:
    """A year stays a year; the coarser end is the row's certainty."""
    rows, *_ = _build(tmp_path, _row("Ana Teo", "2014-03-02", "2016"), _row("Jo Kab", "2017-05"))

    assert [(r["from"], r["to"], r["certainty"], r["as_of"]) for r in rows] == [
        ("2014-03-02", "2016", "year", ""),
        ("2017-05", "", "month", "2022-07-20"),
    ]


def test_reappointments_are_one_tenure(tmp_path: Path) -> None:
    """Terms that follow each other are joined, and a row left open ends with the later one."""
    rows, *_ = _build(
        tmp_path,
        _row("Ana Teo", "2010-01-01", qid="Q1"),
        _row("Ana Teo", "2012-01-01", "2014-05-01", qid="Q1"),
        _row("Ana Teo", "2019-01-01", "2020-01-01", qid="Q1"),
    )

    assert _days(rows) == [
        ("pe:ana-teo", "2010-01-01", "2014-05-01"),
        ("pe:ana-teo", "2019-01-01", "2020-01-01"),
    ]


def test_the_next_holder_closes_an_open_row(tmp_path: Path) -> None:
    """Who was left open ends where the next one starts; a minister only in the same post."""
    health, energy = "Minister of Health", "Minister of Energy"
    rows, *_ = _build(
        tmp_path,
        _row("Ana Teo", "2010-01-01"),
        _row("Jo Kab", "2012-01-01"),
        _row("Max Loto", "2012-02-01", role="MIN", title=health),
        _row("Ina Foto", "2013-01-01", role="MIN", title=health),
        _row("Eli Noa", "2014-01-01", role="MIN", title=energy),
    )

    assert _days(rows) == [
        ("pe:ana-teo", "2010-01-01", "2012-01-01"),
        ("pe:eli-noa", "2014-01-01", ""),
        ("pe:ina-foto", "2013-01-01", ""),
        ("pe:jo-kab", "2012-01-01", ""),
        ("pe:max-loto", "2012-02-01", "2013-01-01"),
    ]


def test_the_factbook_says_when_a_row_was_gone(tmp_path: Path) -> None:
    """`seen_last` is the first edition without the row; long silence gives a month, or no end."""
    book = {"role": "HOG", "title": "Prime Minister", "src": BOOK}
    rows, *_ = _build(
        tmp_path,
        _row("Ana TEO", "2010-01-01", seen=("2015-10-26", "2016-11-06"), **book),  # type: ignore[arg-type]
        _row("Jo KAB", "2016-08-01", seen=("2016-11-06", "2020-11-24"), **book),  # type: ignore[arg-type]
        _row("Max LOTO", "2020-07-03", seen=("2020-11-24", "2026-02-04"), **book),  # type: ignore[arg-type]
    )

    assert [(r["person"], r["to"], r["as_of"]) for r in rows] == [
        ("pe:ana-teo", "2016-08", ""),  # last seen in 2015-10
        ("pe:jo-kab", "", "2016-11-06"),  # nobody looked until 2020
        ("pe:max-loto", "", "2026-02-04"),
    ]


def test_the_list_of_one_day_is_known_as_of_that_day(tmp_path: Path) -> None:
    """A listed minister is known as of the day; somebody known to hold the post is not doubled."""
    rows, *_ = _build(
        tmp_path,
        _listed("Ana TEO"),
        _listed("Jo Maria KAB", "Minister of Foreign Affairs", "FM"),
        _row("Jo Kab", "2015-01-01", "2021-01-01"),
    )

    assert [(r["person"], r["from"], r["to"], r["as_of"], r["certainty"]) for r in rows] == [
        ("pe:ana-teo", "2019-06", "", "2019-06-01", "month"),
        ("pe:jo-kab", "2015-01-01", "2021-01-01", "", "day"),
    ]
    assert rows[0]["note"] == "Minister of Health; listed 2019-06-01, days not given"
    assert rows[1]["also"] == "Jo Maria Kab"


def test_a_page_older_than_its_list_is_left_out(tmp_path: Path) -> None:
    """Where the leader of a page had left before the day, its ministers are not believed."""
    rows, log, _ = _build(
        tmp_path,
        _listed("Ana TEO"),
        _listed("Jo KAB", "Prime Minister", "HOG"),
        _row("Jo Kab", "2010-01-01", "2019-01-15", role="HOG", title="Prime Minister"),
    )

    assert _days(rows) == [("pe:jo-kab", "2010-01-01", "2019-01-15")]
    assert log.lines["a page of the one-day list is older than the list"]


# --- one person ----------------------------------------------------------------------------------

ALIKE = [
    ("Hassan Rouhani", "Hasan Fereidun RUHANI", "irn", True, True),
    ("Li Qiang", "Li Keqiang", "chn", True, False),
    ("Kim Jong-un", "Kim Jong Un", "prk", False, True),
    ("Han Min-koo", "Han Min-goo", "kor", True, True),
    ("Kyaw Tin", "Kyaw Tint Swe", "mmr", False, False),
    ("Ruslan Zhaksylykov", "Ruslan Jaqsylyqov", "kaz", False, True),
    ("Khalifa bin Salman Al Khalifa", "Salman bin Khalifa Al Khalifa", "bhr", True, False),
    ("Mohamed bin Zayed Al Nahyan", "Muhammad bin Zayid Al Nuhayyan", "are", True, True),
    ("Abdulaziz bin Saud bin Nayef Al Saud", "Abdullah bin Bandar bin Abdulaziz Al Saud", "sau",
     True, False),
    ("Abdoulaye Diouf Sarr", "Abdoulaye Diop", "sen", False, False),
    ("Nurul Islam Nahid", "Nurul Islam Sujan", "bgd", False, False),
]  # fmt: skip


@pytest.mark.parametrize("one, other, code, near, same", ALIKE)
def test_likeness_of_names(one: str, other: str, code: str, near: bool, same: bool) -> None:
    """Spellings of a name are one; names that share a house or a family are not."""
    assert strong(one, other, code, near=near) is same


def test_two_items_are_two_persons(tmp_path: Path) -> None:
    """Namesakes with items of their own keep two ids, whatever their days."""
    rows, *_ = _build(
        tmp_path,
        _row("Ana Teo", "2010", "2012", qid="Q1"),
        _row("Ana Teo", "2014", "2016", qid="Q2", role="MIN", title="Minister of Health"),
    )

    assert [row["person"] for row in rows] == ["pe:ana-teo", "pe:ana-teo-tuv"]


def test_two_ids_read_as_one_person_are_joined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two items too, under the name of the id that stays; one tenure told twice is one row."""
    table = tmp_path / "same_persons.csv"
    table.write_text("id,same_as,why\npe:teo-ana,pe:ana-maria-teo,read\n", encoding="utf-8")
    monkeypatch.setattr(_persons, "SAME", table)
    rows, *_ = _build(
        tmp_path,
        _row("Teo Ana", "2010-01-01", "2012-01-01", qid="Q1"),
        _row("Ana Maria Teo", "2010-01-03", "2012-01-01", qid="Q2"),
        _row("Ana Maria Teo", "2014", "2016", qid="Q2", role="MIN", title="Minister of Health"),
    )

    assert [(row["person"], row["office"]) for row in rows] == [
        ("pe:ana-maria-teo", "of:tuv.fm"), ("pe:ana-maria-teo", "of:tuv.minister"),
    ]  # fmt: skip
    assert (rows[0]["names"], rows[0]["also"]) == ("Ana Maria Teo", "Teo Ana")


def test_a_namesake_read_as_another_stays_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The item of a namesake does not join the person of a hand layer."""
    hand = "CHN,foreign_minister,,Minister,Gao Ming,高明,Gao,2010,2012,,year,,\n"
    item = _row("Gao Ming", "2014", "2016", iso="CHN", qid="Q1", role="MIN",
                title="Minister of Justice")  # fmt: skip
    [joined], *_ = _build(tmp_path, item, hand=hand)
    monkeypatch.setattr(_same, "TWO", frozenset({("pe:gao-ming", "Q1")}))
    [apart], *_ = _build(tmp_path, item, hand=hand)

    assert (joined["person"], apart["person"]) == ("pe:gao-ming", "pe:gao-ming-chn")


def test_what_was_read_as_wrong_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row on the wrong page goes with a line of the report; a name is cut out of its words."""
    monkeypatch.setattr(_merge, "WRONG", {(EPS, "of:tuv.fm", "Ana Teo"): "was Fiji's"})
    monkeypatch.setattr(_merge, "NAMES", {"Jo Kab appointed in May": "Jo Kab"})
    rows, log, _ = _build(
        tmp_path,
        _row("Ana Teo", "2010", "2012"),
        _row("Jo Kab appointed in May", "2013", "2015"),
    )

    assert [row["names"] for row in rows] == ["Jo Kab"]
    assert len(log.lines["read as wrong and left out"]) == 1


def test_sources_meet_in_the_office(tmp_path: Path) -> None:
    """One office from about the same day, and alike names, are one person with one tenure."""
    rows, log, _ = _build(
        tmp_path,
        _row("Sergey Loto", "2014-03-02", "2018-05-01", qid="Q1", role="HOG", title="Premier"),
        _row("Sergei Ivanovich LOTO", "2014-03-05", role="HOG", title="Premier", src=BOOK,
             seen=("2015-10-26", "2016-11-06")),
    )  # fmt: skip

    assert _days(rows) == [("pe:sergey-loto", "2014-03-02", "2018-05-01")]
    assert rows[0]["also"] == "Sergei Ivanovich Loto"
    assert log.lines["two spellings are one person"]


# --- the hand layers win -------------------------------------------------------------------------

TEO = "TUV,foreign_minister,,Minister,Ana Teo,,Teo,2016-03-01,2020-01-15,,day,,\n"
CLASHES = [
    # the source's row, what is written, the note in hand.csv, the kind of line
    (_row("Ana Teo", "2016-03-03", "2020-01-20"), [], "", ""),
    (
        _row("Ana Teo", "2016-03-03", "2021-06-30"), [],
        "wikidata-eps has 2016-03-03 to 2021-06-30", "days of a hand layer and of a source differ",
    ),
    (
        _row("Anna Teo", "2016-03-01", "2020-01-15"), [], "", "two spellings are one person",
    ),
    (
        _row("Jo Kab", "2017-01-01", "2019-01-01"), [], "",
        "a second holder beside one of a hand layer",
    ),
    (_row("Jo Kab", "2012-01-01"), [("pe:jo-kab", "2012-01-01", "2016-03-01")], "", ""),
    (
        _row("Jo Kab", "2012-01-01", "2018-01-01"), [("pe:jo-kab", "2012-01-01", "2016-03-01")], "",
        "a second holder beside one of a hand layer",
    ),
    (
        _row("Jo Kab", "2016-03-02", "2020-01-15"), [], "",
        "another name for a hand layer's holder",
    ),
    (_row("Jo Kab", "2020-01-15", "2021"), [("pe:jo-kab", "2020-01-15", "2021")], "", ""),
    (_row("Ana Teo", "2012", "2014"), [("pe:ana-teo", "2012", "2014")], "", ""),
]  # fmt: skip


@pytest.mark.parametrize("row, expected, note, kind", CLASHES)
def test_a_hand_layer_wins(
    tmp_path: Path, row: str, expected: list[tuple[str, str, str]], note: str, kind: str
) -> None:
    """Nothing is repeated, no second holder stands beside one of theirs, and losers are told."""
    rows, log, noted = _build(tmp_path, row, hand=TEO)

    assert _days(rows) == expected
    assert noted == ([note] if note else [])
    assert [said for said, lines in log.lines.items() if lines] == ([kind] if kind else [])


def test_all_hand_layers_are_looked_at(tmp_path: Path) -> None:
    """Reviewed files and the public record hold offices too; their rows get no note."""
    folder = tmp_path / "none"
    (folder / "public-record").mkdir(parents=True)
    (folder / "TUV.yml").write_text(
        '- id: pe:ana-teo\n  names: {en: [Ana Teo]}\n  offices:\n'
        '    - {office: "of:tuv.fm", from: "2016-03-01", to: "2020-01-15", source: x}\n',
        encoding="utf-8",
    )  # fmt: skip
    (folder / "public-record" / "more.csv").write_text(
        "person,names,also,family,office,from,to,certainty,as_of,source,note\n"
        "pe:jo-kab,Jo Kab,,Kab,of:tuv.hog,2016-03,2020-01,month,,public record,\n",
        encoding="utf-8",
    )
    rows, log, noted = _build(
        tmp_path,
        _row("Ana Teo", "2016-03-01", "2021-01-15"),
        _row("Jo Kab", "2016-03-05", "2021-01-20", role="HOG", title="Prime Minister"),
        _row("Max Loto", "2017-01-01", "2018-01-01", role="HOG", title="Prime Minister"),
    )

    assert rows == [] and noted == []
    assert len(log.lines["days of a hand layer and of a source differ"]) == 2


def test_a_native_name_is_read_off_the_hand_layer(tmp_path: Path) -> None:
    """Characters that a hand layer spells are that person; the tenure is not repeated."""
    rows, *_ = _build(
        tmp_path,
        _row("王开文", "2010", "2013", iso="CHN", role="AMB>x", title="ambassador to Tuvalu"),
        hand="CHN,ambassador,TUV,Ambassador,Wang Kaiwen,王开文,Wang,2010,2013,,year,,\n",
    )

    assert rows == []


# --- the files -----------------------------------------------------------------------------------


def test_the_files_are_what_the_sources_give(shared: Path) -> None:
    """Nobody edited the generated files, and nobody forgot to build them."""
    folder = shared / "register"
    hand, said = _persons.build(folder)
    text, notes, log = _merge.build(folder, hand)

    assert _merge.TARGET.read_text(encoding="utf-8") == text
    assert _persons.TARGET.read_text(encoding="utf-8") == _persons.with_notes(hand, notes)
    assert _merge.REPORT.read_text(encoding="utf-8") == _merge.report(log, said)


def test_no_second_leader_beside_one_of_a_hand_layer() -> None:
    """No row of tenures.csv puts another head, premier or foreign minister beside theirs."""
    rows = _read(_merge.TARGET.read_text(encoding="utf-8"))
    people = _merge.known_people(_persons.TARGET.read_text(encoding="utf-8"),
                                 _merge.REGISTER / "offices")  # fmt: skip
    held = [(person.ident, *office) for person in people for office in person.known]
    second = [
        (row["office"], row["person"], ident)
        for row in rows if row["office"].endswith((".head", ".hog", ".fm"))
        for ident, office, start, end, _ in held
        if office == row["office"] and ident != row["person"] and office not in _merge.CO_HELD
        and shared_days((row["from"], row["to"] or row["as_of"]), (start, end)) > 31
    ]  # fmt: skip

    assert second == []


def test_the_file_is_small_and_whole() -> None:
    """The layer keeps to its size; names stand once for each new person; open rows have a day."""
    rows = _read(_merge.TARGET.read_text(encoding="utf-8"))
    keys = [(row["person"], row["office"], row["from"]) for row in rows]

    assert 15_000 < len(rows) < 25_000
    assert _merge.TARGET.stat().st_size < 3_000_000
    assert len(set(keys)) == len(keys)
    assert all(row["to"] or row["as_of"] for row in rows)
    named = [row["person"] for row in rows if row["names"]]
    assert len(set(named)) == len(named)
