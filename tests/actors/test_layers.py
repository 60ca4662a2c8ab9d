"""The register's layers: each fault of a file is one line, and the rest still works."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.actors import layers as room
from dragoman.actors.layers import Problem, contents, read_layers, shared_wordings
from dragoman.actors.layers.schema import ENTRIES, MAPS, NAMES, TABLES, kind_of
from dragoman.model import RegisterError

REGISTER = Path(room.__file__).resolve().parents[2] / "register"

OWN = {
    "polities.csv": "# head\nid,iso3,kind,name\nst:aaa,AAA,un-member,Aland\n"
    "st:bbb,BBB,un-member,Beland\nst:ccc,CCC,un-member,Celand\n",
    "orgs.yml": "- {id: 'og:oo', acronym: OO, names: [Oo Organization]}\n",
    "titles.yml": "classes:\n  head: {names: [president]}\n  hog: {names: [premier]}\n"
    "  fm: {names: [foreign minister]}\n  amb: {names: [ambassador]}\n",
    "places.csv": "id,name,state,claims\npl:port,Port,st:aaa,\npl:isle,Isle,,st:aaa;st:bbb\n",
    "aliases.csv": "entity,alias,lang,kind\nst:aaa,Freedonia,en,short\n"
    "st:aaa,Gulf,en,ambiguous\nst:bbb,Gulf,en,ambiguous\n",
    "offices/AAA.yml": """\
- id: pe:old-head
  names: {en: [Old Head]}
  family: Head
  offices:
    - {office: of:aaa.head, from: 2015-03-01, to: 2021-02-10, certainty: day, source: s}
- id: pe:old-fm
  names: {en: [Old Fm]}
  offices:
    - {office: of:aaa.fm, from: 2019-06-01, certainty: day, source: s, as_of: 2026-02}
""",
    "offices/public-record/small.csv": """\
person,names,also,family,office,from,to,certainty,as_of,source,note
pe:read-once,Read Once,,Once,of:ccc.fm,2016-02,2019-03,month,,public record,ccc.example
pe:made-one,Made One Public,,One,of:bbb.fm,2016-02,2019-03,month,,public record,
""",
    "offices/_generated/hand.csv": """\
person,names,also,family,office,from,to,certainty,as_of,source
pe:made-one,Made One,Mayd Wun,One,of:bbb.fm,2016,2019,year,,s
pe:made-one,,,,of:bbb.hog,2021,2022,year,,s
pe:old-head,Old Q. Head,Olde Head,Head,of:aaa.head,2015,2021,year,,s
pe:old-head,,,,of:aaa.hog,2011,2014,year,,s
""",
}
TENURES = "person,names,also,family,office,from,to,certainty,as_of,source,note\n"
GOOD_ROW = "pe:good,Good One,,One,of:ccc.fm,2010,2011,year,,s,\n"
GOOD = "- {id: pe:good, names: {en: [Good One]}}\n"

Files = dict[str, str | bytes]


def put(root: Path, files: Files | dict[str, str]) -> Path:
    """Write files below a folder and return it."""
    root.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        held = content if isinstance(content, bytes) else content.encode()
        (root / name).write_bytes(held)
    return root


def read(
    tmp_path: Path, *users: Files | dict[str, str]
) -> tuple[dict[str, Any], list[str], list[str]]:
    """Read the small register of this file with users' layers mine, mine2... on top."""
    own = put(tmp_path / "own", OWN)
    folders = [
        put(tmp_path / (f"mine{place}" if place > 1 else "mine"), files)
        for place, files in enumerate(users, start=1)
    ]
    table, problems, contradictions = read_layers(own, folders)
    json.dumps(table)
    return table, [str(one) for one in problems], [str(one) for one in contradictions]


def offices(table: dict[str, Any], person: str) -> list[tuple[str, str, str]]:
    """Return the tenures of a person, short: (office, from, to)."""
    return [
        (held["office"], held.get("from", ""), held.get("to", ""))
        for held in table["persons"][person]["offices"]
    ]


# --- faults: what a file holds, and the lines that say so ----------------------------------------


def who_held(tenure: str) -> str:
    """Return a file with a person of this one tenure, and another person."""
    return "- {id: pe:x, names: {en: [X Y]}, offices: [" + tenure + "]}\n" + GOOD


SPAN = "from: '2018', to: '2019'"
IDS = "ids of polities.csv and orgs.yml, such as st:idn"
POLITIES = "ids of polities.csv, such as st:idn"
DAY = "2020, 2020-08 or 2020-08-20, as much as is known"
LOOKED = "the day until which it is known not to have ended, 2026-02 or 2026-02-14"
COLUMNS = "also, as_of, certainty, family, from, names, note, office, person, remove, source, to"

YAML_FAULTS: list[tuple[str, str, list[str]]] = [
    # What entries say.
    ("an unknown key", "- {id: pe:x, names: {en: [X Y]}, ofices: []}\n" + GOOD,
     ["1: the unknown key 'ofices'; allowed: offices, if that is meant; left out: the key "
      "'ofices'"]),
    ("an id twice", GOOD + "- id: pe:good\n  names: {en: [X Y]}\n",
     ["2: 'pe:good' for the second time (first in offices/X.yml:1); allowed: each once in a "
      "layer; left out: the second entry"]),
    ("no id", "- {names: {en: [X Y]}}\n" + GOOD,
     ["1: an entry without id; allowed: entries with id; left out: the entry"]),
    ("no id of ours", "- {id: PE:X, names: {en: [X Y]}}\n" + GOOD,
     ["1: id is 'PE:X'; allowed: a text like pe:retno-marsudi; left out: the entry PE:X"]),
    ("a text where a list is meant", "- {id: pe:x, names: {en: X Y}}\n" + GOOD,
     ["1: names: en is 'X Y'; allowed: a list, [..., ...], each a text; left out: the value "
      "'X Y'",
      "1: pe:x has no English name; allowed: names: {en: [...]}"]),
    ("a list where a text is meant", "- {id: pe:x, names: {en: [X Y]}, family: [A]}\n" + GOOD,
     ["1: family is a list; allowed: a text; left out: the value"]),
    ("no truth value", "- {id: pe:x, names: {en: [X Y]}, alone: maybe}\n" + GOOD,
     ["1: alone is 'maybe'; allowed: true or false; left out: the value 'maybe'"]),
    ("a value that is not allowed", "- {id: pe:x, names: {en: [X Y]}, gender: x}\n" + GOOD,
     ["1: gender is 'x'; allowed: f, m; left out: the value 'x'"]),
    ("no language", "- {id: pe:x, names: {english: [X], en: [X Y]}}\n" + GOOD,
     ["1: names has the key 'english'; allowed: a language: en, zh, zh-Hant; left out: what "
      "names has under 'english'"]),
    ("a key twice", "- id: pe:x\n  names: {en: [X Y]}\n  family: A\n  family: B\n" + GOOD,
     ["4: the key 'family' for the second time (first in line 3); allowed: each key once; left "
      "out: the second"]),
    ("entries that are none", "- pe:x\n- [1]\n-\n" + GOOD,
     ["1: an entry that is 'pe:x'; allowed: entries that begin with '- id: ...'; left out: the "
      "entry",
      "2: an entry that is a list; allowed: entries that begin with '- id: ...'; left out: the "
      "entry",
      "3: an entry that is empty; allowed: entries that begin with '- id: ...'; left out: the "
      "entry"]),
    ("no English name", "- {id: pe:x, offices: []}\n" + GOOD,
     ["1: pe:x has no English name; allowed: names: {en: [...]}"]),
    ("a spelling without its document",
     "- {id: pe:x, names: {en: [X Y]}, seen_as: [{text: Ab}, {text: Cd, from: d}, {from: e}]}\n"
     + GOOD,
     ["1: an entry without text; allowed: entries with text; left out: the spelling",
      "1: pe:x is seen as 'Ab' without the document that showed it; allowed: {text: ..., from: "
      "<document>}; left out: the spelling 'Ab'"]),
    ("changes of nobody",
     "- {id: pe:no1, remove: true}\n- {id: pe:no2, extend: true, family: A}\n" + GOOD,
     ["1: it removes 'pe:no1', which no layer below has; allowed: ids of the layers below",
      "2: it extends 'pe:no2', which no layer below has; allowed: ids of the layers below; left "
      "out: the entry"]),
    # What tenures say.
    ("an end before the start",
     who_held("{office: of:aaa.fm, from: '2020', to: '2019', source: s}"),
     ["1: pe:x, of:aaa.fm ends '2019', before '2020'; allowed: an end that is no earlier than "
      "the start; left out: the tenure"]),
    ("an office of nobody", who_held(f"{{office: of:zzz.fm, {SPAN}, source: s}}"),
     [f"1: pe:x holds 'of:zzz.fm', an office of nobody known ('zzz'); allowed: {IDS}; left out: "
      "the tenure"]),
    ("no class of offices", who_held(f"{{office: of:aaa.xx, {SPAN}, source: s}}"),
     ["1: pe:x holds 'of:aaa.xx'; no class of titles.yml is 'xx'; allowed: amb, commission, "
      "council, fm, head, hog; left out: the tenure"]),
    ("an ambassador to nobody", who_held(f"{{office: of:aaa.amb.zzz, {SPAN}, source: s}}"),
     [f"1: pe:x holds 'of:aaa.amb.zzz', towards nobody known ('zzz'); allowed: {IDS}; left out: "
      "the tenure"]),
    ("no office", who_held(f"{{office: minister, {SPAN}, source: s}}"),
     ["1: pe:x holds 'minister', which is no office; allowed: of:<state or "
      "organization>.<class>, as of:idn.fm or of:rus.amb.chn; left out: the tenure"]),
    ("nothing held", who_held(f"{{{SPAN}, source: s}}"),
     ["1: an entry without office; allowed: entries with office; left out: the tenure"]),
    ("a day of another calendar",
     who_held("{office: of:aaa.fm, from: 1.5.2018, to: '2019', source: s}"),
     [f"1: pe:x, of:aaa.fm: from is '1.5.2018', no date; allowed: {DAY}; left out: the tenure"]),
    ("a day without a year",
     who_held("{office: of:aaa.fm, from: XXXX-05, to: '2019', source: s}"),
     [f"1: pe:x, of:aaa.fm: from is 'XXXX-05', no date; allowed: {DAY}; left out: the tenure"]),
    ("a day that was not",
     who_held("{office: of:aaa.fm, from: 2018-02-30, to: '2019', source: s}"),
     [f"1: pe:x, of:aaa.fm: from is '2018-02-30', no date; allowed: {DAY}; left out: the "
      "tenure"]),
    ("open, and nobody looked", who_held("{office: of:aaa.hog, from: '2018', source: s}"),
     [f"1: pe:x, of:aaa.hog: it is open and has no as_of; allowed: {LOOKED}; left out: whether "
      "it went on after its start"]),
    ("open at both ends", who_held("{office: of:aaa.hog, source: s}"),
     [f"1: pe:x, of:aaa.hog: it is open and has no as_of; allowed: {LOOKED}; left out: the "
      "tenure"]),
    ("looked on no day",
     who_held("{office: of:aaa.hog, from: '2018', as_of: today, source: s}"),
     [f"1: pe:x, of:aaa.hog: as_of is 'today', no date; allowed: {LOOKED}; left out: whether it "
      "went on after its start"]),
    ("no source", who_held(f"{{office: of:aaa.hog, {SPAN}}}"),
     ["1: pe:x, of:aaa.hog has no source; allowed: an id of sources.yml, or 'public record'"]),
    ("a certainty of no kind",
     who_held(f"{{office: of:aaa.hog, {SPAN}, source: s, certainty: so}}"),
     ["1: certainty is 'so'; allowed: day, month, year; left out: the value 'so'"]),
    ("dates finer than their certainty",
     who_held("{office: of:aaa.hog, from: 2018-03-01, to: 2018-09-30, source: s, "
                   "certainty: month}"),
     ["1: pe:x, of:aaa.hog: '2018-03-01' to '2018-09-30' and certainty is month; allowed: dates "
      "no finer than their certainty; left out: all finer than the month"]),
]  # fmt: skip


@pytest.mark.parametrize(
    "text, lines", [pytest.param(text, lines, id=name) for name, text, lines in YAML_FAULTS]
)
def test_a_fault_of_an_entry_is_told_and_the_next_entry_works(
    tmp_path: Path, text: str, lines: list[str]
) -> None:
    """One line each: where, what was met, what is allowed, what is left out because of it."""
    table, problems, _ = read(tmp_path, {"offices/X.yml": text})

    assert problems == [f"mine/offices/X.yml:{line}" for line in lines]
    assert table["persons"]["pe:good"]["names"] == {"en": ["Good One"]}


FILE_FAULTS: list[tuple[str, str | bytes, str]] = [
    ("an open bracket", "- id: pe:x\n  names: {en: [X\n",
     "3: no YAML: while parsing a flow sequence did not find expected ',' or ']'; allowed: YAML; "
     "mind brackets, quotes, spaces"),
    ("a billion laughs", "- &a [b, b]\n- &c [*a, *a]\n- [*c, *c]\n",
     "2: the alias '*a'; allowed: what it stands for, in full"),
    ("a tag", "- !!python/object/apply:os.system [ls]\n",
     "1: the tag 'tag:yaml.org,2002:python/object/apply:os.system'; allowed: values without tags"),
    ("a deep nest", "[" * 100_000,
     "1: a nest deeper than 16; allowed: flatter entries"),
    ("two documents", "- {id: pe:x}\n---\n- {id: pe:y}\n",
     "2: a second document ('---'); allowed: one document in a file"),
    ("a control sign", "# \u00e9\u00e9\u00e9\n- id: \x07\n",
     "2: no YAML: the sign '\\x07'; allowed: text without control signs"),
    ("a map", "id: pe:x\n",
     "1: a file that is a map; allowed: entries that begin with '- id: ...'"),
    ("a text", "Once upon a time",
     "1: a file that is 'Once upon a time'; allowed: entries that begin with '- id: ...'"),
    ("Latin letters", "- id: pe:x\n  family: Péter\n".encode("latin-1"),
     "2: the byte 0xe9, which is no UTF-8; allowed: text in UTF-8; save it so"),
    ("UTF-16", "- id: pe:x".encode("utf-16"),
     "1: the byte 0xff, which is no UTF-8; allowed: text in UTF-8; save it so"),
    ("an archive", b"PK\x03\x04\n\x00\x01",
     "2: a byte of zero: this is no text; allowed: text in UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(
    "held, line", [pytest.param(held, line, id=name) for name, held, line in FILE_FAULTS]
)
def test_a_file_that_cannot_be_read_is_left_out_whole(
    tmp_path: Path, held: str | bytes, line: str
) -> None:
    """Its one line says at which line to look; the files beside it work."""
    table, problems, _ = read(tmp_path, {"offices/X.yml": held, "offices/Y.yml": GOOD})

    assert problems == [f"mine/offices/X.yml:{line}; left out: the file"]
    assert {"pe:good", "pe:old-head"} <= set(table["persons"])


TABLE_FAULTS: list[tuple[str, str | bytes, list[str]]] = [
    ("too few cells", TENURES + "pe:x,X Y,,Y,of:aaa.fm,2010,2011\n" + GOOD_ROW,
     ["2: 7 cells; allowed: as many as the head has, 11; left out: the row"]),
    ("an open quote", TENURES + 'pe:x,"X Y,,Y,of:aaa.fm,2010,2011,year,,s,\n' + GOOD_ROW,
     ["2: a quote that its line does not close; allowed: cells as in a,\"b, c\",d; no line "
      "breaks; left out: the row"]),
    ("an unknown column", TENURES.replace("\n", ",colour\n") + GOOD_ROW.replace("\n", ",red\n"),
     [f"1: the unknown column 'colour'; allowed: {COLUMNS}; left out: the column"]),
    ("a column that is nearly one", TENURES.replace("note", "notes") + GOOD_ROW,
     ["1: the unknown column 'notes'; allowed: note, if that is meant; left out: the column"]),
    ("a column without a name", TENURES.replace("\n", ",\n") + GOOD_ROW.replace("\n", ",\n"),
     [f"1: a column without a name; allowed: {COLUMNS}; left out: the column"]),
    ("a column twice", TENURES.replace("\n", ",note\n") + GOOD_ROW.replace("\n", ",n\n"),
     ["1: the column 'note' for the second time; allowed: each column once; left out: the "
      "second"]),
    ("a byte order mark", b"\xef\xbb\xbf" + (TENURES + GOOD_ROW).encode(),
     ["1: a byte order mark before the first letter; allowed: UTF-8 without one"]),
    ("line ends of Windows", (TENURES + GOOD_ROW).replace("\n", "\r\n"),
     [r"1: lines that end in '\r\n'; allowed: lines that end in '\n'"]),
    ("no id of a person", TENURES + "x,X Y,,Y,of:aaa.fm,2010,2011,year,,s,\n" + GOOD_ROW,
     ["2: person is 'x'; allowed: a text like pe:retno-marsudi; left out: the row"]),
    ("a person without a name", TENURES + "pe:x,,,,of:aaa.fm,2010,2011,year,,s,\n" + GOOD_ROW,
     ["2: pe:x has no name in any layer; allowed: names at the person's first row; left out: "
      "the person"]),
    ("a row twice", TENURES + GOOD_ROW + GOOD_ROW,
     ["3: 'pe:good of:ccc.fm 2010 2011' for the second time (first in offices/T.csv:2); "
      "allowed: each once in a layer; left out: the second row"]),
    ("an end before the start", TENURES + GOOD_ROW + "pe:good,,,,of:aaa.hog,2010,2009,year,,s,\n",
     ["3: pe:good, of:aaa.hog ends '2009', before '2010'; allowed: an end that is no earlier "
      "than the start; left out: the tenure"]),
    ("a certainty of no kind", TENURES + GOOD_ROW.replace("year", "so"),
     ["2: pe:good, of:ccc.fm: certainty is 'so'; allowed: day, month, year; left out: the "
      "certainty; the dates' own digits say it"]),
    ("an empty row of a spreadsheet", TENURES + ",,, ,,,,,,,\n\n" + GOOD_ROW, []),
    ("no note, as in older files",
     TENURES.replace(",note", "") + GOOD_ROW.replace(",\n", "\n"), []),
]  # fmt: skip


@pytest.mark.parametrize(
    "held, lines", [pytest.param(held, lines, id=name) for name, held, lines in TABLE_FAULTS]
)
def test_a_fault_of_a_row_is_told_and_the_next_row_works(
    tmp_path: Path, held: str | bytes, lines: list[str]
) -> None:
    """A table loses the row, the cell or the column, never the rest of the file."""
    table, problems, _ = read(tmp_path, {"offices/T.csv": held})

    assert problems == [f"mine/offices/T.csv:{line}" for line in lines]
    assert ("of:ccc.fm", "2010", "2011") in offices(table, "pe:good")


@pytest.mark.parametrize(
    "held, line",
    [
        ("person,names,office,from,source\npe:x,X Y,of:aaa.fm,2010,s\n",
         "1: no column to; allowed: the columns person, office, from, to, source and what else "
         "the file has"),
        ("person;names;office\npe:x;X Y;of:aaa.fm\n",
         "1: cells that no comma parts; allowed: cells with commas between them"),
        ((TENURES + GOOD_ROW).encode() + b"pe:x,\xe9\n",
         "3: the byte 0xe9, which is no UTF-8; allowed: text in UTF-8; save it so"),
        (b"\x89PNG\r\n\x1a\n\0\0", "3: a byte of zero: this is no text; allowed: text in UTF-8"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_left_out_whole(
    tmp_path: Path, held: str | bytes, line: str
) -> None:
    """A head without the needed columns, other separators, other encodings: one line."""
    table, problems, _ = read(
        tmp_path, {"offices/T.csv": held, "offices/U.csv": TENURES + GOOD_ROW}
    )

    assert problems == [f"mine/offices/T.csv:{line}; left out: the file"]
    assert "pe:x" not in table["persons"]
    assert ("of:ccc.fm", "2010", "2011") in offices(table, "pe:good")


OTHER_FAULTS: list[tuple[str, str, list[str], str, list[str]]] = [
    ("places.csv",
     "id,name,state,claims\npl:a,A,st:zzz,\npl:b,B,st:aaa,\npl:b,B2,st:aaa,\n"
     "pl:c,C,st:aaa,st:aaa;st:bbb\npl:d,D,,st:bbb;st:aaa\npl:,E,st:aaa,\npl:f,,st:aaa,\n",
     [f"2: pl:a: state is 'st:zzz', which is no polity; allowed: {POLITIES}; left out: the row",
      "4: 'pl:b' for the second time (first in places.csv:3); allowed: each once in a layer; "
      "left out: the second row",
      "5: pl:c has claims and the state 'st:aaa'; allowed: claims and no state where a place is "
      "disputed; left out: the state",
      "6: the claims of pl:d are 'st:bbb;st:aaa'; allowed: the order of the alphabet, "
      "st:aaa;st:bbb",
      "7: id is 'pl:'; allowed: a text like pl:samarkand; left out: the row",
      "8: no name; allowed: name: a text; left out: the row"],
     "places", ["pl:port", "pl:isle", "pl:b", "pl:c", "pl:d"]),
    ("outlets.yml",
     "- {id: 'ou:a', name: A, state: 'st:zzz', owner: state}\n"
     "- {id: 'ou:b', name: B, state: 'st:aaa', owner: me}\n"
     "- {id: 'ou:c', name: C, state: 'st:aaa', owner: state, domains: x.y}\n",
     [f"1: state is 'st:zzz', which nobody is; allowed: {IDS}; left out: the entry ou:a",
      "2: owner is 'me'; allowed: party, private, public, state; left out: the entry ou:b",
      "3: domains is 'x.y'; allowed: a list, [..., ...], each a text; left out: the value 'x.y'"],
     "outlets", ["ou:c"]),
    ("orgs.yml",
     "- {id: 'og:a', names: [A]}\n- {id: 'og:b', acronym: B, names: [Bee]}\n",
     ["1: an entry without acronym; allowed: entries with id, acronym, names; left out: the "
      "entry og:a"],
     "orgs", ["og:oo", "og:b"]),
    ("groups.yml",
     "- {id: g, names: [G], members: ['st:aaa', 'st:zzz'], as_of: '2026'}\n"
     "- {id: h, names: [H], members: ['st:aaa']}\n",
     [f"1: g has the member 'st:zzz', which nobody is; allowed: {IDS}; left out: the member",
      "2: h does not say as of when its members are; allowed: as_of: \"2026-11-22\""],
     "groups", ["g", "h"]),
    ("overrides.yml",
     "monarchies: ['st:aaa', 'st:zzz']\nmonarchys: []\ngiven_names: Jordan\n",
     [f"1: monarchies names 'st:zzz', which nobody is; allowed: {POLITIES}; left out: what is "
      "said of 'st:zzz'",
      "2: the unknown key 'monarchys'; allowed: monarchies, if that is meant; left out: the key "
      "'monarchys'",
      "3: given_names is 'Jordan'; allowed: a list, [..., ...], each a text; left out: the value "
      "'Jordan'"],
     "overrides", ["monarchies"]),
    ("titles.yml", "by_polity:\n  'st:zzz': {a: fm}\n  'st:aaa': {a: fm}\n",
     [f"2: by_polity names 'st:zzz', which nobody is; allowed: {IDS}; left out: what is said of "
      "'st:zzz'"],
     "titles", ["classes", "by_polity"]),
    ("words.yml", "- a\n",
     ["1: a file that is a list; allowed: named lists, name: [..., ...]; left out: the file"],
     "words", []),
    ("mechanisms.yml",
     "- {id: 'me:a', name: A, members: ['st:aaa', 'st:zzz'], first_year: soon,\n"
     "   editions: [{n: 1, date: '2020', place: 'pl:nn'}, {n: two, place: online}]}\n",
     ["1: first_year is 'soon'; allowed: a number of digits; left out: the value 'soon'",
      f"1: me:a has the member 'st:zzz', which nobody is; allowed: {IDS}; left out: the member",
      "2: n is 'two'; allowed: a number of digits; left out: the value 'two'",
      "2: place is 'pl:nn', which no place is; allowed: ids of places.csv, 'online', or a name; "
      "left out: the place"],
     "mechanisms", ["me:a"]),
    ("history.csv",
     "id,from,successor,predecessor,source\nst:aaa,,st:bbb,,s\nst:bbb,,st:ccc,,s\n"
     "st:ccc,,st:aaa,,s\nst:x-old,yore,st:aaa;st:zzz,st:x-old,s\n",
     ["4: a cycle: 'st:aaa' is followed by 'st:bbb' is followed by 'st:ccc' is followed by "
      "'st:aaa'; allowed: successors that never lead back; left out: the 3 links of the cycle",
      "5: from is 'yore'; allowed: a date such as 2020, 2020-08 or 2020-08-20; left out: the "
      "cell 'yore'",
      f"5: the successor of st:x-old is 'st:zzz', which nobody is; allowed: {POLITIES}; left "
      "out: the successor",
      "5: a cycle: 'st:x-old' is followed by 'st:x-old'; allowed: successors that never lead "
      "back; left out: the link"],
     "history", ["st:aaa", "st:bbb", "st:ccc", "st:x-old"]),
    ("sources.yml", "- {id: mine, title: Mine}\n- {id: other}\n",
     ["2: an entry without title; allowed: entries with id, title; left out: the entry other"],
     "sources", ["mine"]),
    ("authorities.yml", "- {id: a, polity: 'st:zzz'}\n- {id: b, polity: 'st:aaa'}\n",
     [f"1: polity is 'st:zzz', which nobody is; allowed: {IDS}; left out: the entry a"],
     "authorities", ["b"]),
]  # fmt: skip


@pytest.mark.parametrize(
    "file, text, lines, part, kept", [pytest.param(*row, id=row[0]) for row in OTHER_FAULTS]
)
def test_the_other_files_are_looked_through_too(
    tmp_path: Path, file: str, text: str, lines: list[str], part: str, kept: list[str]
) -> None:
    """Each kind of file has its own keys, and what it names must be there."""
    table, problems, _ = read(tmp_path, {file: text})

    assert problems == [f"mine/{file}:{line}" for line in lines]
    assert list(table[part]) == kept


ROW_FAULTS: list[tuple[str, str, list[str], str, list[dict[str, str]]]] = [
    ("aliases.csv",
     "entity,alias,lang,kind\nst:zzz,Zed,en,short\nst:aaa,Aa,en,nick\nst:aaa,Ab,en,short\n"
     "st:aaa,Ab,en,short\nst:aaa,,en,short\n",
     [f"2: 'Zed' is of 'st:zzz', which is no polity; allowed: {POLITIES}; left out: the row",
      "3: kind is 'nick'; allowed: acronym, adjective, ambiguous, demonym, former, metonym, "
      "official, short; left out: the row",
      "5: 'st:aaa Ab en short' for the second time (first in aliases.csv:4); allowed: each once "
      "in a layer; left out: the second row",
      "6: no alias; allowed: alias: a text; left out: the row"],
     "aliases", [{"entity": "st:aaa", "alias": "Ab"}]),
    ("memberships.csv",
     "polity,org,status,from,source\nst:aaa,og:zz,member,2001,s\nst:aaa,og:oo,fan,x,\n",
     [f"2: org is 'og:zz', which nobody is; allowed: {IDS}; left out: the row",
      "3: status is 'fan'; allowed: associate, candidate, former, invited, member, observer, "
      "partner, suspended; left out: the cell 'fan'",
      "3: from is 'x'; allowed: a date such as 2020, 2020-08 or 2020-08-20; left out: the cell "
      "'x'",
      "3: no source; allowed: an id of sources.yml, or 'public record'"],
     "memberships", [{"polity": "st:aaa", "org": "og:oo", "from": ""}]),
    ("relations.csv",
     "state,with,established,source\nst:aaa,st:zzz,2001,s\nst:aaa,st:bbb,2001,s\n"
     "st:bbb,st:aaa,2001,s\n",
     [f"2: with is 'st:zzz', which nobody is; allowed: {IDS}; left out: the row",
      "4: 'st:aaa st:bbb' for the second time (first in relations.csv:3); allowed: each once in "
      "a layer; left out: the second row"],
     "relations", [{"state": "st:aaa", "with": "st:bbb"}]),
    ("readings/zh.csv", "person,name,state,zh,pinyin,form,source\n"
     "pe:old-head,,,\u4e60,xi,full,s\n,,,\u674e,li,,s\npe:nn,,,\u738b,wang,,s\n"
     ",Ann,st:zzz,\u5b89,an,,s\n,Ann,st:aaa,\u5b89,an,wide,s\n",
     ["3: no person, no id and no name; allowed: a person of offices/, or a name; left out: the "
      "row",
      "4: person is 'pe:nn', whom nobody is; allowed: a person of offices/, or a name; left out: "
      "the row",
      f"5: state is 'st:zzz', which nobody is; allowed: {IDS}; left out: the row",
      "6: form is 'wide'; allowed: full, short; left out: the cell 'wide'"],
     "readings", [{"person": "pe:old-head", "pinyin": "xi"}, {"name": "Ann", "form": ""}]),
    ("readings/things.csv",
     "id,kind,zh,pinyin,also_means,source\nog:oo,organization,\u6b27,ou,,s\n"
     "og:oh,organization,\u6b27,ou,,s\npl:port,place,\u6e2f,gang,pl:isle,s\n",
     ["3: it is a reading of 'og:oh', which is nothing we know; allowed: ids of the register's "
      "files; left out: the row"],
     "readings", [{"id": "og:oo", "pinyin": "ou"}, {"id": "pl:port", "also_means": "pl:isle"}]),
    ("_generated/polity_names.csv", "id,lang,short\nst:zzz,en,Z\nst:aaa,fr,Alande\n",
     [f"2: id is 'st:zzz', which nobody is; allowed: {IDS}; left out: the row"],
     "polity_names", [{"id": "st:aaa", "lang": "fr", "short": "Alande", "formal": ""}]),
]  # fmt: skip


@pytest.mark.parametrize(
    "file, text, lines, part, kept", [pytest.param(*row, id=row[0]) for row in ROW_FAULTS]
)
def test_the_other_tables_are_looked_through_too(
    tmp_path: Path, file: str, text: str, lines: list[str], part: str, kept: list[dict[str, str]]
) -> None:
    """What cannot be meant is left out of a table, and the good rows are in it."""
    table, problems, _ = read(tmp_path, {file: text})

    assert problems == [f"mine/{file}:{line}" for line in lines]
    last = table[part][-len(kept) :]
    assert [{key: row[key] for key in want} for row, want in zip(last, kept, strict=True)] == kept


def test_organs_add_up(tmp_path: Path) -> None:
    """Words of a layer's organs.yml stand beside ours; an organ of nobody is left out."""
    table, problems, _ = read(
        tmp_path,
        {"organs.yml": "generic: {fm: [foreign ministry, [a]]}\nnamed:\n"
         "  - {polity: 'st:zzz', class: fm, names: [A]}\n"
         "  - {polity: 'st:aaa', class: fm, names: [B]}\n"},
    )  # fmt: skip

    assert problems == [
        "mine/organs.yml:1: generic: fm is a list; allowed: a text; left out: the value",
        f"mine/organs.yml:3: polity names 'st:zzz', which nobody is; allowed: {IDS}; left out: "
        "what is said of 'st:zzz'",
    ]
    assert table["organs"]["generic"] == {"fm": ["foreign ministry"]}
    assert [row["polity"] for row in table["organs"]["named"]] == ["st:aaa"]


def test_the_links_of_a_cycle_are_left_out(tmp_path: Path) -> None:
    """Nobody can tell which link is wrong, so none of the circle stays; others do."""
    table, _, _ = read(
        tmp_path,
        {"history.csv": "id,successor,predecessor\nst:aaa,st:bbb;st:ccc,\nst:bbb,,st:ccc\n"
         "st:ccc,st:aaa,\n"},
    )  # fmt: skip

    assert [
        (row["id"], row["successor"], row["predecessor"]) for row in table["history"].values()
    ] == [("st:aaa", "st:bbb", ""), ("st:bbb", "", "st:ccc"), ("st:ccc", "", "")]


# --- files and folders ---------------------------------------------------------------------------


def test_strange_names_are_told_and_ignored(tmp_path: Path) -> None:
    """A file or folder that means nothing here is named with what was perhaps meant."""
    _, problems, _ = read(
        tmp_path,
        {"orgs.yaml": "", "office/X.yml": "", "offices/notes.cvs": "", ".git/config": "",
         "README.md": "", "LICENSE": ""},
    )  # fmt: skip
    known = ", ".join(sorted(name for name in NAMES if "_generated" not in name))

    assert problems == [
        f"mine/office: a folder of the name 'office'; allowed: {known}; left out: the folder",
        "mine/offices/notes.cvs: a file of the name 'offices/notes.cvs'; allowed: "
        "offices/*.csv, if that is meant; left out: the file",
        "mine/orgs.yaml: a file of the name 'orgs.yaml'; allowed: orgs.yml, if that is meant; "
        "left out: the file",
    ]


def test_a_folder_full_of_other_things_is_told_in_a_few_lines(tmp_path: Path) -> None:
    """Somebody's home as a layer is not told file by file."""
    _, problems, _ = read(tmp_path, {f"{number}.doc": "" for number in range(500)})

    assert len(problems) == 21
    assert problems[0] == (
        "mine/.: 480 more files and folders of names that mean nothing here; allowed: the files "
        "that dragoman/register has; left out: 480 files and folders"
    )


def test_a_stamp_sees_all_that_a_layer_is_read_from(tmp_path: Path) -> None:
    """Another byte, another file, or another strange name changes it; a link to nothing is told."""
    mine = put(tmp_path / "mine", {"offices/X.yml": GOOD, "README.md": "a"})
    before = list(contents(mine))
    assert before == [("offices/X.yml", GOOD.encode())]
    (mine / "README.md").write_text("b")
    assert list(contents(mine)) == before
    (mine / "orgs.yml").symlink_to(mine / "nowhere")
    (mine / "orgs.yaml").write_text("")

    assert [name for name, _ in contents(mine)] == ["offices/X.yml", "orgs.yaml", "orgs.yml"]


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    """What is no plain file is not opened."""
    _, problems, _ = read(tmp_path, {"places.csv/x": ""})

    assert problems == [
        "mine/places.csv: a folder that nobody can read as text; allowed: a plain file; left "
        "out: the folder"
    ]


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is read as far as its limit and no further."""
    monkeypatch.setattr("dragoman.actors.layers.texts.LARGEST", 2_000)

    _, problems, _ = read(tmp_path, {"offices/X.yml": "#" * 2_001})

    assert problems == [
        "mine/offices/X.yml: a file of more than 2,000 bytes; allowed: smaller ones; part it; "
        "left out: the file"
    ]


def test_a_layer_that_is_no_folder_is_an_error(tmp_path: Path) -> None:
    """A folder that is not there is a mistake of the settings, not of the files."""
    with pytest.raises(RegisterError, match="is no folder"):
        read_layers(put(tmp_path / "own", OWN), [tmp_path / "missing"])


def test_empty_files_say_nothing(tmp_path: Path) -> None:
    """An empty file, or one of comments, is fine, whatever it is called."""
    for held in ("", "\n", "# nothing yet\n"):
        files = {name.replace("*", "x"): held for name in NAMES}
        table, problems, contradictions = read(tmp_path, files)

        assert (problems, contradictions) == ([], [])
        assert "pe:old-head" in table["persons"]


def test_a_file_of_a_thousand_faults_is_told_a_hundred_times(tmp_path: Path) -> None:
    """Nobody reads more, and what is not told is counted."""
    _, problems, _ = read(tmp_path, {"offices/T.csv": TENURES + "a\n" * 1_000 + GOOD_ROW})

    assert len(problems) == 101
    assert problems[-1] == (
        "mine/offices/T.csv: 900 more problems; allowed: mend those that are told first; left "
        "out: what they name"
    )


def test_a_problem_is_one_line_whatever_it_quotes(tmp_path: Path) -> None:
    """Line breaks and escape signs of a file do not reach the terminal."""
    _, problems, _ = read(tmp_path, {"organs.yml": 'generic: {"a\\n\\e[31mb": 1}\n'})

    assert len(problems) == 1
    assert problems[0].isprintable()
    assert str(Problem("a\nb.yml", 3, "m", "", "", "")) == "a b.yml:3: m"


# --- layer over layer ----------------------------------------------------------------------------


def test_reviewed_tenures_win_over_public_and_generated_ones(tmp_path: Path) -> None:
    """One tenure is told once, by the highest; what only the lower know is kept and marked."""
    table, problems, contradictions = read(tmp_path)

    assert (problems, contradictions) == ([], [])
    head = table["persons"]["pe:old-head"]
    assert offices(table, "pe:old-head") == [
        ("of:aaa.head", "2015-03-01", "2021-02-10"), ("of:aaa.hog", "2011", "2014"),
    ]  # fmt: skip
    assert head["names"] == {"en": ["Old Head"]}
    assert head["also"] == ["Olde Head"]
    assert [held.get("generated", False) for held in head["offices"]] == [False, True]
    made = table["persons"]["pe:made-one"]
    assert offices(table, "pe:made-one") == [
        ("of:bbb.fm", "2016-02", "2019-03"), ("of:bbb.hog", "2021", "2022"),
    ]  # fmt: skip
    assert [held.get("public", False) for held in made["offices"]] == [True, False]
    assert made["names"] == {"en": ["Made One Public", "Made One"]}
    assert made["generated"] is True
    assert table["persons"]["pe:read-once"]["offices"][0]["note"] == "ccc.example"


def test_an_entry_replaces_extends_or_takes_out(tmp_path: Path) -> None:
    """The same id again replaces ours; `extend` adds to it; `remove` takes it out."""
    table, problems, contradictions = read(
        tmp_path,
        {"orgs.yml": "- {id: 'og:oo', extend: true, names: [Oho]}\n",
         "places.csv": "id,name,state,claims,remove\npl:port,,,,true\n",
         "offices/X.yml": "- {id: pe:old-head, extend: true, names: {en: [O. Head], fr: [Tete]},"
         " offices: [{office: of:aaa.amb.bbb, from: '2010', to: '2011', source: s}]}\n"
         "- {id: pe:old-fm, names: {en: [New Fm]}}\n"
         "- {id: pe:made-one, remove: true}\n"
         "- {id: pe:read-once, extend: true, seen_as: [{text: Red Wants, from: d}]}\n"
         "- {id: pe:read-once, extend: true, gender: f}\n"},
    )  # fmt: skip

    assert (problems, contradictions) == ([], [])
    assert table["orgs"]["og:oo"]["names"] == ["Oo Organization", "Oho"]
    assert list(table["places"]) == ["pl:isle"]
    assert table["persons"]["pe:old-head"]["names"] == {
        "en": ["Old Head", "O. Head"],
        "fr": ["Tete"],
    }
    assert offices(table, "pe:old-head") == [
        ("of:aaa.head", "2015-03-01", "2021-02-10"), ("of:aaa.amb.bbb", "2010", "2011"),
        ("of:aaa.hog", "2011", "2014"),
    ]  # fmt: skip
    assert table["persons"]["pe:old-fm"]["names"] == {"en": ["New Fm"]}
    assert offices(table, "pe:old-fm") == []
    assert "pe:made-one" not in table["persons"]
    assert table["persons"]["pe:read-once"]["seen_as"] == [{"text": "Red Wants", "from": "d"}]
    assert table["persons"]["pe:read-once"]["gender"] == "f"
    assert offices(table, "pe:read-once") == [("of:ccc.fm", "2016-02", "2019-03")]


def test_named_lists_are_replaced_or_extended(tmp_path: Path) -> None:
    """A list of a layer takes the place of ours, unless its file says `extend`."""
    first = {"words.yml": "parts: [junta]\nmembers: [nations]\n"}
    table, _, _ = read(tmp_path, first, {"words.yml": "parts: [mission]\n"})
    assert table["words"] == {"parts": ["mission"], "members": ["nations"]}

    extended, _, _ = read(tmp_path, first, {"words.yml": "extend: true\nparts: [mission]\n"})
    assert extended["words"] == {"parts": ["junta", "mission"], "members": ["nations"]}


def test_what_names_something_taken_out_goes_in_silence(tmp_path: Path) -> None:
    """Our files make no mistake by naming a polity that a user does not want."""
    table, problems, _ = read(
        tmp_path, {"polities.csv": "id,name,kind,remove\nst:ccc,,,true\n"}
    )  # fmt: skip

    assert problems == []
    assert "st:ccc" not in table["polities"]
    assert offices(table, "pe:read-once") == []


def test_what_names_something_taken_out_below_is_a_mistake(tmp_path: Path) -> None:
    """A layer above the one that took a polity out should know."""
    _, problems, _ = read(
        tmp_path,
        {"polities.csv": "id,name,kind,remove\nst:ccc,,,true\n"},
        {"aliases.csv": "entity,alias,lang,kind\nst:ccc,Cee,en,short\n"},
    )

    assert problems == [
        f"mine2/aliases.csv:2: 'Cee' is of 'st:ccc', which is no polity; allowed: {POLITIES}; left "
        "out: the row"
    ]


def test_a_cycle_is_closed_by_the_layer_on_top(tmp_path: Path) -> None:
    """Our successions are in order; whoever turns one round is told at that row."""
    head = "id,successor,source\n"
    _, problems, _ = read(
        tmp_path,
        {"history.csv": head + "st:aaa,,s\nst:bbb,st:aaa,s\n"},
        {"history.csv": head + "st:aaa,st:bbb,s\n"},
    )

    assert problems == [
        "mine2/history.csv:2: a cycle: 'st:bbb' is followed by 'st:aaa' is followed by 'st:bbb'; "
        "allowed: successors that never lead back; left out: the 2 links of the cycle"
    ]


def test_two_files_that_agree_are_no_fault(tmp_path: Path) -> None:
    """The same tenure in two tables of a layer is one tenure; both rows' names are kept."""
    table, problems, _ = read(
        tmp_path,
        {"offices/T.csv": TENURES + GOOD_ROW,
         "offices/U.csv": TENURES + GOOD_ROW.replace("Good One", "Good A. One")},
    )  # fmt: skip

    assert problems == []
    assert offices(table, "pe:good") == [("of:ccc.fm", "2010", "2011")]
    assert table["persons"]["pe:good"]["names"] == {"en": ["Good One", "Good A. One"]}


def test_a_spelling_without_its_document_is_not_used(tmp_path: Path) -> None:
    """Of the spellings only those with their documents are in the table."""
    table, _, _ = read(
        tmp_path,
        {"offices/X.yml": "- {id: pe:x, names: {en: [X Y]}, seen_as: [{text: Ab}, "
         "{text: Cd, from: d}]}\n"},
    )  # fmt: skip

    assert table["persons"]["pe:x"]["seen_as"] == [{"text": "Cd", "from": "d"}]


def row(person: str, office: str, start: str, end: str, as_of: str = "") -> str:
    """Return a row of tenures."""
    certainty = {4: "year", 7: "month"}.get(len(start or end), "day")
    return f"{person},,,,{office},{start},{end},{certainty},{as_of},mine,\n"


OVER = [
    # A user closes what we have open: news, no contradiction, and ours is replaced.
    ("closed later", row("pe:old-fm", "of:aaa.fm", "2019-06-01", "2026-05-01"),
     {"pe:old-fm": [("of:aaa.fm", "2019-06-01", "2026-05-01")]}, []),
    ("the same, coarser", row("pe:old-head", "of:aaa.head", "2015", "2021"),
     {"pe:old-head": [("of:aaa.head", "2015", "2021"), ("of:aaa.hog", "2011", "2014")]}, []),
    ("ended before we saw it go on", row("pe:old-fm", "of:aaa.fm", "2019-06-01", "2024-01-15"),
     {"pe:old-fm": [("of:aaa.fm", "2019-06-01", "2024-01-15")]},
     ["2: of:aaa.fm, '2019-06-01' to '2024-01-15': it ends elsewhere in another layer; allowed: "
      "one of the two; offices/AAA.yml:9 has '2019-06-01', open on '2026-02'; left out: what "
      "offices/AAA.yml:9 has"]),
    ("moved by two months", row("pe:old-head", "of:aaa.head", "2015-05-02", "2021-02-10"),
     {"pe:old-head": [("of:aaa.head", "2015-05-02", "2021-02-10"),
                      ("of:aaa.hog", "2011", "2014")]},
     ["2: of:aaa.head, '2015-05-02' to '2021-02-10': it starts elsewhere in another layer; "
      "allowed: one of the two; offices/AAA.yml:5 has '2015-03-01' to '2021-02-10'; left out: "
      "what offices/AAA.yml:5 has"]),
    ("moved by three weeks", row("pe:old-head", "of:aaa.head", "2015-03-22", "2021-02-10"),
     {"pe:old-head": [("of:aaa.head", "2015-03-22", "2021-02-10"),
                      ("of:aaa.hog", "2011", "2014")]}, []),
    ("a second term", row("pe:old-head", "of:aaa.head", "2023-03-01", "2024-03-01"),
     {"pe:old-head": [("of:aaa.head", "2015-03-01", "2021-02-10"),
                      ("of:aaa.head", "2023-03-01", "2024-03-01"),
                      ("of:aaa.hog", "2011", "2014")]}, []),
    ("a second term that begins two weeks early",
     row("pe:old-head", "of:aaa.head", "2021-01-25", "2024-03-01"),
     {"pe:old-head": [("of:aaa.head", "2015-03-01", "2021-02-10"),
                      ("of:aaa.head", "2021-01-25", "2024-03-01"),
                      ("of:aaa.hog", "2011", "2014")]}, []),
    ("as we say, and acting before",
     row("pe:old-head", "of:aaa.head", "2015-01-01", "2021-02-10")
     + row("pe:old-head", "of:aaa.head", "2015-03-01", "2021-02-10"),
     {"pe:old-head": [("of:aaa.head", "2015-01-01", "2021-02-10"),
                      ("of:aaa.head", "2015-03-01", "2021-02-10"),
                      ("of:aaa.hog", "2011", "2014")]}, []),
    # Nobody reviewed what a script made: it is replaced without a word.
    ("what a script made", row("pe:made-one", "of:bbb.hog", "2021-03", "2022-11"),
     {"pe:made-one": [("of:bbb.hog", "2021-03", "2022-11"), ("of:bbb.fm", "2016-02", "2019-03")]},
     []),
    # Offices of one holder.
    ("a successor since we looked",
     row("pe:made-one", "of:aaa.fm", "2026-05-04", "", as_of="2026-10"),
     {"pe:old-fm": [("of:aaa.fm", "2019-06-01", "2026-05-04")],
      "pe:made-one": [("of:aaa.fm", "2026-05-04", ""), ("of:bbb.fm", "2016-02", "2019-03"),
                      ("of:bbb.hog", "2021", "2022")]}, []),
    ("a successor on the same day", row("pe:made-one", "of:aaa.head", "2021-02-10", "2022-01-01"),
     {"pe:old-head": [("of:aaa.head", "2015-03-01", "2021-02-10"),
                      ("of:aaa.hog", "2011", "2014")]}, []),
    ("another holder in between", row("pe:made-one", "of:aaa.head", "2017-01-01", "2017-06-30"),
     {"pe:old-head": [("of:aaa.head", "2015-03-01", "2017-01-01"),
                      ("of:aaa.head", "2017-06-30", "2021-02-10"),
                      ("of:aaa.hog", "2011", "2014")]},
     ["2: pe:made-one holds of:aaa.head '2017-01-01' to '2017-06-30', and pe:old-head too; "
      "allowed: one of the two; offices/AAA.yml:5 has pe:old-head '2015-03-01' to '2021-02-10'; "
      "left out: pe:old-head in that time"]),
    ("another holder all the time", row("pe:made-one", "of:aaa.head", "2014-01-01", "2022-06-30"),
     {"pe:old-head": [("of:aaa.hog", "2011", "2014")]},
     ["2: pe:made-one holds of:aaa.head '2014-01-01' to '2022-06-30', and pe:old-head too; "
      "allowed: one of the two; offices/AAA.yml:5 has pe:old-head '2015-03-01' to '2021-02-10'; "
      "left out: pe:old-head in that time"]),
    ("an office of many holders", row("pe:made-one", "of:aaa.amb.bbb", "2017-01-01", "2018-06-30"),
     {"pe:old-head": [("of:aaa.head", "2015-03-01", "2021-02-10"),
                      ("of:aaa.hog", "2011", "2014")]}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    "text, held, lines",
    [pytest.param(text, held, lines, id=name) for name, text, held, lines in OVER],
)
def test_a_users_tenure_wins_and_says_what_it_contradicts(
    tmp_path: Path, text: str, held: dict[str, list[tuple[str, str, str]]], lines: list[str]
) -> None:
    """The later layer wins; where ours was reviewed and says something else, it is told."""
    table, problems, contradictions = read(tmp_path, {"offices/T.csv": TENURES + text})

    assert problems == []
    assert contradictions == [f"mine/offices/T.csv:{line}" for line in lines]
    for person, tenures in held.items():
        assert offices(table, person) == tenures
        for tenure in table["persons"][person]["offices"]:
            assert not (tenure.get("to") and tenure.get("as_of"))


def test_a_shared_office_is_no_contradiction(tmp_path: Path) -> None:
    """Where our files have two holders at once, a third contradicts nobody."""
    two = (
        TENURES
        + "pe:p,P Q,,Q,of:ccc.head,2010,2020,year,,s,\npe:r,R S,,S,of:ccc.head,2010,2020,year,,s,\n"
    )
    more = TENURES + "pe:t,T U,,U,of:ccc.head,2012,2014,year,,s,\n"

    table, problems, contradictions = read(
        tmp_path, {"offices/T.csv": two}, {"offices/T.csv": more}
    )

    assert (problems, contradictions) == ([], [])
    assert offices(table, "pe:p") == [("of:ccc.head", "2010", "2020")]


def test_two_layers_of_a_user_contradict_each_other(tmp_path: Path) -> None:
    """The layers of a user among themselves are compared as ours and theirs are."""
    ours = TENURES + "pe:p,P Q,,Q,of:ccc.fm,2010-01,2012-01,month,,s,\n"
    theirs = TENURES + "pe:p,P Q,,Q,of:ccc.fm,2010-06,2012-01,month,,s,\n"

    table, _, contradictions = read(tmp_path, {"offices/T.csv": ours}, {"offices/T.csv": theirs})

    assert contradictions == [
        "mine2/offices/T.csv:2: of:ccc.fm, '2010-06' to '2012-01': it starts elsewhere in another "
        "layer; allowed: one of the two; mine/offices/T.csv:2 has '2010-01' to '2012-01'; left "
        "out: what mine/offices/T.csv:2 has"
    ]
    assert offices(table, "pe:p") == [("of:ccc.fm", "2010-06", "2012-01")]


def test_a_person_replaced_says_what_is_contradicted(tmp_path: Path) -> None:
    """An entry that replaces a reviewed person is compared tenure by tenure."""
    table, _, contradictions = read(
        tmp_path,
        {"offices/X.yml": "- id: pe:old-head\n  names: {en: [Old Head]}\n  offices:\n"
         "    - {office: of:aaa.head, from: '2015-03-01', to: '2020-01-01', source: mine}\n"},
    )  # fmt: skip

    assert contradictions == [
        "mine/offices/X.yml:4: of:aaa.head, '2015-03-01' to '2020-01-01': it ends elsewhere in "
        "another layer; allowed: one of the two; offices/AAA.yml:5 has '2015-03-01' to "
        "'2021-02-10'; left out: what offices/AAA.yml:5 has"
    ]
    assert offices(table, "pe:old-head") == [("of:aaa.head", "2015-03-01", "2020-01-01")]


@pytest.mark.parametrize(
    "file, text, lines",
    [
        ("places.csv", "id,name,state,claims\npl:port,Port,st:bbb,\n",
         ["2: pl:port: state is 'st:bbb'; allowed: one of the two; places.csv:2 has 'st:aaa'; "
          "left out: what places.csv:2 has"]),
        ("places.csv", "id,name,state,claims\npl:isle,Isle,st:aaa,\n",
         ["2: pl:isle: state is 'st:aaa'; allowed: one of the two; places.csv:3 has ''; left "
          "out: what places.csv:3 has",
          "2: pl:isle: claims is ''; allowed: one of the two; places.csv:3 has 'st:aaa;st:bbb'; "
          "left out: what places.csv:3 has"]),
        ("places.csv", "id,name,state,claims\npl:port,Port of A,st:aaa,\n", []),
        ("aliases.csv", "entity,alias,lang,kind\nst:bbb,freedonia,en,short\n",
         ["2: 'freedonia' is short of st:bbb; allowed: one of the two; aliases.csv:2 has short "
          "of st:aaa; left out: what aliases.csv:2 has"]),
        ("aliases.csv", "entity,alias,lang,kind\nst:bbb,Gulf,en,short\n",
         ["2: 'Gulf' is short of st:bbb; allowed: one of the two; aliases.csv:3 has ambiguous of "
          "st:aaa; left out: what aliases.csv:3 has",
          "2: 'Gulf' is short of st:bbb; allowed: one of the two; aliases.csv:4 has ambiguous of "
          "st:bbb; left out: what aliases.csv:4 has"]),
        ("aliases.csv", "entity,alias,lang,kind\nst:ccc,Gulf,en,ambiguous\n", []),
        ("aliases.csv", "entity,alias,lang,kind\nst:aaa,Freedonia,en,short\n", []),
    ],
)  # fmt: skip
def test_places_and_aliases_of_somebody_else_are_told(
    tmp_path: Path, file: str, text: str, lines: list[str]
) -> None:
    """A place in another state and an alias of another entity: the later layer has its way."""
    table, problems, contradictions = read(tmp_path, {file: text})

    assert problems == []
    assert contradictions == [f"mine/{file}:{line}" for line in lines]
    new = text.splitlines()[1].split(",")
    if file == "places.csv":
        assert table["places"][new[0]]["state"] == new[2]
    else:
        meant = {r["entity"] for r in table["aliases"] if r["alias"].lower() == new[1].lower()}
        assert new[0] in meant
        assert meant == {new[0]} or new[3] == "ambiguous"


def test_memberships_by_hand_win_over_those_by_script(tmp_path: Path) -> None:
    """A dated row takes the place of the script's undated one; other polities keep theirs."""
    head = "polity,org,status,from,to,certainty,as_of,source,note\n"
    table, problems, _ = read(
        tmp_path,
        {"_generated/memberships.csv": head + "st:aaa,og:oo,member,,,,2026,s,\n"
         "st:bbb,og:oo,member,,,,2026,s,\n",
         "memberships.csv": head + "st:aaa,og:oo,observer,2001,2005,year,,s,\n"
         "st:aaa,og:oo,member,2005,,year,2026,s,\n"},
    )  # fmt: skip

    assert problems == []
    assert [(r["polity"], r["status"], r["from"]) for r in table["memberships"]] == [
        ("st:bbb", "member", ""), ("st:aaa", "observer", "2001"), ("st:aaa", "member", "2005"),
    ]  # fmt: skip


def test_a_users_relation_takes_the_place_of_the_pairs_rows(tmp_path: Path) -> None:
    """Relations are the pair's, whoever is named first; another day is a contradiction."""
    head = "state,with,established,severed,source\n"
    table, problems, contradictions = read(
        tmp_path,
        {"relations.csv": head + "st:aaa,st:bbb,1990-05,2001,s\nst:aaa,st:bbb,,2011,s\n"},
        {"relations.csv": head + "st:bbb,st:aaa,1992,,s\n"},
    )

    assert problems == []
    assert [(r["state"], r["established"]) for r in table["relations"]] == [("st:bbb", "1992")]
    assert contradictions == [
        "mine2/relations.csv:2: st:aaa and st:bbb: established is '1992'; allowed: one of the "
        "two; mine/relations.csv:2 has '1990-05'; left out: what mine/relations.csv:2 has"
    ]


def test_sources_are_looked_up_where_a_layer_lists_them(tmp_path: Path) -> None:
    """A layer with sources.yml may name these, ours and the public record; others name freely."""
    rows = TENURES + "".join(
        f"pe:x{place},X Y,,Y,of:aaa.amb.bbb,2010,2011,year,,{source},\n"
        for place, source in enumerate(
            ("mine", "mine; public record", "https://example.org/x", "min")
        )
    )
    sources = "- {id: mine, title: Mine}\n"

    _, free, _ = read(tmp_path, {"offices/T.csv": rows})
    _, looked_up, _ = read(tmp_path, {"offices/T.csv": rows, "sources.yml": sources})

    assert free == []
    assert looked_up == [
        "mine/offices/T.csv:5: the unknown source 'min' (told once for the file); allowed: ids of "
        "sources.yml such as mine, or 'public record'"
    ]


def test_wordings_of_two_are_told() -> None:
    """One wording of two polities must be marked ambiguous; kinds of words do not mix."""
    entries = [
        [["freedonia"], "pol", "st:aaa", "cap"], [["freedonia"], "org", "og:oo", "cap"],
        [["alandic"], "adj", "st:aaa", "cap"], [["alandic"], "pol", "st:bbb", "cap"],
        [["gulf"], "amb", "st:aaa;st:bbb", "cap"], [["port"], "place", "pl:port", "cap"],
    ]  # fmt: skip

    assert [str(one) for one in shared_wordings(entries)] == [
        "aliases.csv: 'freedonia' is og:oo and st:aaa; allowed: one meaning; or mark it ambiguous "
        "for each in aliases.csv"
    ]


# --- our own layer, and any bytes ----------------------------------------------------------------


@pytest.mark.slow
def test_our_own_files_have_no_problem_and_load_in_time() -> None:
    """Ids, tenures, sources and successions of the register are in order, and read in seconds."""
    start = time.process_time()
    table, problems, contradictions = read_layers(REGISTER, [])
    took = time.process_time() - start

    assert [str(problem) for problem in problems] == []
    assert contradictions == []
    assert len(table["persons"]) > 5_000
    assert took < 6

    # The same said again by a user is neither a problem nor a contradiction.
    again, problems, contradictions = read_layers(REGISTER, [REGISTER])

    assert [str(problem) for problem in (*problems, *contradictions)] == []
    assert set(again["persons"]) == set(table["persons"])
    assert again["places"] == table["places"]


BYTES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text(alphabet="-:{}[],'\"\n #&*!|>%@` abid0129", max_size=120).map(str.encode),
    st.lists(
        st.sampled_from([
            "- ", "id: pe:a", "id: 'st:aaa'", "\n  ", "\n", "names: ", "{en: [A B]}", "offices:",
            "remove: true", "extend: true", "office: of:aaa.head", "from: 2010", "members: ",
            "[", "]", "{", "}", ",", "st:aaa", "pe:old-head", "2020", "of:aaa.head", "true", '"',
            "id,name,state,claims", "person,names,office,from,to,source", "text: a", "polity: ",
            "entity,alias,kind", "id,successor,predecessor", "state,with,severed,established",
        ]),
        max_size=40,
    ).map(lambda parts: "".join(parts).encode()),
)  # fmt: skip


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from([name.replace("*", "x") for name in NAMES]), held=BYTES)
def test_no_bytes_of_any_file_raise(
    tmp_path_factory: pytest.TempPathFactory, name: str, held: bytes
) -> None:
    """Whatever stands in a file, the rest is read, and the problems are one line each."""
    tmp_path = tmp_path_factory.mktemp("bytes", numbered=True)

    table, problems, contradictions = read(tmp_path, {name: held})

    assert "og:oo" in table["orgs"]
    assert all(line.isprintable() for line in (*problems, *contradictions))


VALUES = st.sampled_from([
    "st:aaa", "st:zzz", "og:oo", "pe:old-head", "pe:made-one", "pe:new", "pl:port", "me:a", "ou:a",
    "true", "false", "2010", "2015-03", "2020-02-30", "of:aaa.head", "of:zzz.hog", "day", "x", "",
    "mine", "short", "ambiguous", "Gulf", "Freedonia", "1",
])  # fmt: skip
NESTED = st.sampled_from([
    "[a, b]", "{en: [A B]}", "[[a]]", "{a: {b: c}}", "{a: [b]}", "~", "[{text: A, from: d}]",
    "[{office: of:aaa.head, from: '2016', to: '2018', source: s}]", "[{n: 1}]",
])  # fmt: skip


@st.composite
def nearly_right(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a file of the right keys or columns that hold one thing or another."""
    name = draw(st.sampled_from([name.replace("*", "x") for name in NAMES]))
    kind = kind_of(name)
    if kind in TABLES:
        columns = sorted(draw(st.sets(st.sampled_from([*TABLES[kind].columns]))))
        columns += [column for column in TABLES[kind].needs if column not in columns]
        lines = draw(st.lists(st.lists(VALUES, min_size=len(columns), max_size=len(columns))))
        return name, "\n".join(",".join(cells) for cells in [columns, *lines])
    keys = [*(ENTRIES[kind] if kind in ENTRIES else MAPS[str(kind)]).keys]
    entry = st.dictionaries(st.sampled_from(keys), VALUES.map(repr) | NESTED, max_size=8)
    said = [
        "{" + ", ".join(f"{key}: {value}" for key, value in one.items()) + "}"
        for one in draw(st.lists(entry, max_size=4))
    ]
    if kind in MAPS:
        return name, "".join(said[:1])
    return name, "\n".join(f"- {one}" for one in said)


@settings(max_examples=200, deadline=None)
@given(layers=st.lists(st.lists(nearly_right(), max_size=4), max_size=3))
def test_nothing_that_is_nearly_right_raises(
    tmp_path_factory: pytest.TempPathFactory, layers: list[list[tuple[str, str]]]
) -> None:
    """Entries of the right keys and wrong values leave a table that all of us can read."""
    table, _, _ = read(tmp_path_factory.mktemp("nearly"), *map(dict, layers))

    for ident, person in table["persons"].items():
        assert person["id"] == ident
        assert isinstance(person["names"], dict)
        assert all(held["office"] and held["certainty"] for held in person["offices"])
    assert all(org["names"] and org["acronym"] for org in table["orgs"].values())
    assert all(outlet["state"] and outlet["owner"] for outlet in table["outlets"].values())
    assert all({"names", "members"} <= set(group) for group in table["groups"].values())


DATES = st.one_of(
    st.integers(2010, 2016).map(str),
    st.dates(min_value=date(2010, 1, 1), max_value=date(2016, 12, 31)).map(str),
    st.dates(min_value=date(2010, 1, 1), max_value=date(2016, 12, 31)).map(
        lambda day: f"{day:%Y-%m}"
    ),
)
HELD = st.lists(
    st.tuples(
        st.sampled_from(["pe:old-head", "pe:old-fm", "pe:made-one", "pe:new"]),
        st.sampled_from(["of:aaa.head", "of:aaa.fm", "of:aaa.hog"]),
        DATES, st.one_of(st.just(""), DATES),
    ),
    max_size=6,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(layers=st.lists(HELD, min_size=1, max_size=3))
def test_the_last_layer_has_its_way(
    tmp_path_factory: pytest.TempPathFactory, layers: list[list[tuple[str, str, str, str]]]
) -> None:
    """Whatever layers say of offices, what the last says of its own is in the table as it says."""
    written = [
        {"offices/T.csv": TENURES + "".join(
            f"{person},Some Body,,Body,{office},{start},{end},,2026-02,s,\n"
            for person, office, start, end in held
        )}
        for held in layers
    ]  # fmt: skip

    table, problems, _ = read(tmp_path_factory.mktemp("held"), *written)

    for person, office, start, end in layers[-1]:
        before = any(f"{office} ends '{end}', before '{start}'" in line for line in problems)
        assert before or (office, start, end) in offices(table, person)
    for person in table["persons"].values():
        for held in person["offices"]:
            assert not held.get("to") or held["from"][:4] <= held["to"][:4]
