"""The commands on the register: who, resolve, why, and a layer of one's own."""

import csv
import io
import json
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from standin_ledger import StandIn

from dragoman.actors import Register
from dragoman.cli import about, asking, persons
from dragoman.cli.app import main

Run = Callable[[str], tuple[int, str, str]]

ADD = "--from 2019-05 --to 2021 --source 'a book'"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line on our own register."""

    def run_line(line: str) -> tuple[int, str, str]:
        code = main(shlex.split(line))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_line


@pytest.fixture(scope="module")
def layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A layer with an invented person, an office that is open, and a row that cannot be meant."""
    folder = tmp_path_factory.mktemp("layer")
    (folder / "offices").mkdir()
    (folder / "offices" / "NRU.csv").write_text(
        "person,names,also,family,office,from,to,certainty,as_of,source,note\n"
        "pe:ada-nobody,Ada Nobody,,Nobody,of:nru.nsa,2019-05,2021,year,,a book,page 3\n"
        "pe:bo-nobody,Bo Nobody,,Nobody,of:nru.nsa,2021-06,,month,2021-08,a book,\n"
        "pe:bo-nobody,,,,of:nru.defmin,2021,2020,year,,a book,\n",
        encoding="utf-8",
    )
    return folder


def rows(printed: str) -> list[dict[str, str]]:
    """Return the rows of a CSV that was printed."""
    return list(csv.DictReader(io.StringIO(printed)))


# --- who -----------------------------------------------------------------------------------------


def test_who_held_an_office_on_a_day(run: Run) -> None:
    """One row: who, from when to when, how precisely, and where we have that from."""
    code, printed, errors = run("who rus.amb.chn --on 2022-09-12")

    assert (code, errors) == (0, "")
    head, _, names, row = printed.splitlines()
    assert head == "ambassador, Russian Federation, to China (of:rus.amb.chn), on 2022-09-12"
    assert names.split() == ["who", "from", "to", "certainty", "source"]
    assert row.startswith("Andrey Denisov (pe:andrey-denisov)  2013-04-22  2022-09-13  day")
    assert "hand-east-asia" in row


@pytest.mark.parametrize(
    "office", ["of:rus.amb.chn", "RUS.AMB.CHN", "'Russian ambassador to China'",
               "'ambassador of the Russian Federation to China'"],
)  # fmt: skip
def test_who_takes_ids_and_words(run: Run, office: str) -> None:
    """As documents word it, as lists do, and by id."""
    _, printed, _ = run(f"who {office} --on 2022-09-12 --format json")

    found = json.loads(printed)
    assert found["office"] == "of:rus.amb.chn"
    assert [row["person"] for row in found["rows"]] == ["pe:andrey-denisov"]


def test_who_without_a_day_lists_all(run: Run) -> None:
    """By start; what is not known to have ended is said so, with the day of the look."""
    _, printed, _ = run("who rus.amb.chn --format csv")
    found = rows(printed)

    assert [row["from"] for row in found] == sorted(row["from"] for row in found)
    assert {"pe:andrey-denisov", "pe:igor-morgulov"} <= {row["person"] for row in found}
    _, printed, _ = run("who rus.amb.chn")
    assert "not known to have ended as of 20" in printed


def test_who_says_what_is_uncertain(run: Run, layer: Path) -> None:
    """An open tenure that nobody looked at for years is no answer without a word on that."""
    line = f"who nru.nsa --layer {layer} --format json --on"
    sure = {}
    for day in ("2021-07", "2022-02", "2024"):
        _, printed, _ = run(f"{line} {day}")
        sure[day] = {row["person"]: row["how_sure"] for row in json.loads(printed)["rows"]}

    assert sure["2021-07"]["pe:bo-nobody"] == ""
    assert sure["2022-02"]["pe:bo-nobody"] == "likely: nobody looked after 2021-08"
    assert sure["2024"] == {"pe:bo-nobody": "uncertain: nobody looked after 2021-08"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("who rus.amb.nru --on 2020", "Nobody is known to have held of:rus.amb.nru"),
        ("who rus.amb.nru --on 2020", "offices near it: of:rus.amb."),
        ("who idn.fm --on 1920", "Nobody is known to have held of:idn.fm (foreign minister, In"),
        ("who idn.fm --on 1920", "'dragoman who idn.fm' lists all"),
        ("who idn.fmm", "'fmm' is no class of offices; did you mean fm?"),
        ("who xqx.fm", "no state or organization has the code 'xqx'"),
        ("who weather", "'weather' names no office"),
        ("resolve minister --context nofile.txt", "is no file that is there"),
        ("who idn.fm --on soon", "--on: 'soon' is not an EDTF date"),
        ("who idn.fm --on XXXX-05", "has no year"),
        ("who idn.fm --layer /no/such/folder", "is no folder"),
        ("who idn.fm --ledger /no/such/folder", "does not exist"),
        ("resolve ' '", "the words are empty"),
        ("resolve 'it rains' --on 2020", "Nobody is mentioned in 'it rains'"),
        ("resolve Xi --side Atlantis", "--side 'Atlantis' is no state"),
        ("register gaps --state Atlantis", "--state 'Atlantis' is no state"),
        ("register gaps --office fmm", "--office 'fmm' is no class"),
        ("register gaps --from 2020 --to 2019", "--to 2019 is before --from 2020"),
        ("register add X", "Missing"),
        (f"register add 'Ada Nobody' fra.hed {ADD} --layer L", "did you mean head?"),
        (f"register add Macron fra.head {ADD} --layer L", "pe:emmanuel-macron"),
        ("register add 'A B' fra.head --from 2020 --source x --layer L", "add --as-of"),
        ("register add 'A B' fra.head --from 2020 --to 2019 --source x --layer L", "before it"),
        ("register add 'A B' fra.head --from 2020 --to 2021 --source ' ' --layer L", "--source is"),
        ("register import none.csv --layer L", "none.csv: cannot be read"),
    ],
)
def test_errors_are_one_line(
    run: Run, line: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was met and what is allowed; exit code 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    code, printed, errors = run(line)

    assert (code, printed) == (2, "")
    assert errors.startswith("dragoman: ")
    assert errors.count("\n") == 1
    assert words in errors
    assert list(tmp_path.iterdir()) == []


# --- resolve -------------------------------------------------------------------------------------


def test_resolve_says_who_and_why(run: Run) -> None:
    """The words, the person, the office, the method in words, the facts."""
    code, printed, _ = run("resolve 'Hungarian foreign minister sialto' --on 2020-08-24")

    assert code == 0
    assert printed.startswith("“Hungarian foreign minister sialto”\n")
    assert "(pe:peter-szijjarto), foreign minister, Hungary (of:hun.fm)\n" in printed
    assert "found by" in printed
    assert "of 1 who could be meant\n" in printed
    assert "rests on  foreign minister, Hungary, from 2014-09" in printed


def test_resolve_keeps_the_office_of_nobody(run: Run) -> None:
    """Who held it is told as passed over, each with a likeness and what was asked for."""
    _, printed, _ = run("resolve 'Italian Foreign Minister Xyzzy Quux' --on 2020-08")

    assert "nobody known as Xyzzy Quux; kept: foreign minister, Italy (of:ita.fm)\n" in printed
    assert "passed over  Luigi Di Maio (2019-09" in printed
    assert " is asked for of " in printed


def test_resolve_marks_what_is_inferred(run: Run) -> None:
    """A title without a name has a holder on a day, and none without a day."""
    line = "resolve 'the foreign minister of Indonesia' --format json"
    _, printed, _ = run(f"{line} --on 2020-08")
    [actor] = json.loads(printed)["mentions"][0]["actors"]
    assert (actor["person"], actor["inferred"]) == ("pe:retno-marsudi", True)
    assert actor["facts"][0]["office"] == "of:idn.fm"

    _, printed, _ = run(line)
    [actor] = json.loads(printed)["mentions"][0]["actors"]
    assert (actor["person"], actor["office"]) == (None, "of:idn.fm")
    _, printed, _ = run("resolve 'the foreign minister of Indonesia'")
    assert "without --on, no title names its holder" in printed


def test_resolve_reads_a_context(run: Run, tmp_path: Path) -> None:
    """What else the document says, as words or from a file, and whose account it is."""
    file = tmp_path / "context.txt"
    file.write_text("President Joko Widodo received Sergey Lavrov in Jakarta.\n", encoding="utf-8")
    for context in (file, f"'{file.read_text(encoding='utf-8').strip()}'"):
        _, printed, _ = run(f"resolve 'Widodo' --on 2020-08 --context {context} --format csv")
        assert [row["person"] for row in rows(printed)] == ["pe:joko-widodo"]

    _, printed, _ = run("resolve 'the foreign ministry' --on 2020 --side CHN --format csv")
    assert [row["polity"] for row in rows(printed)] == ["st:chn"]


# --- why -----------------------------------------------------------------------------------------

WHY = """\
Hainan Courier, A letter in Baoting, 2020-08-22
  “In Baoting, »Foreign Minister Retno« handed over a letter from President Joko to \
President Xi on August 20.”

  carrier     Retno Marsudi (pe:retno-marsudi)
  as          foreign minister, Indonesia (of:idn.fm)
  words       a title, with or without a name (title)
  found by    a spelling like the name of somebody who fits state, office and day (likeness)
  score       0.78, of 2 who could be meant
"""


@pytest.fixture
def on_ledger(run: Run, ledger: StandIn, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the stand-in ledger, with our own register."""

    @contextmanager
    def opened(path: Path, *, write: bool = False) -> Iterator[StandIn]:
        yield ledger

    ledger.config = SimpleNamespace(quote_chars=400)  # type: ignore[attr-defined]
    ledger.db.execute(
        "UPDATE claims SET how = 'title', method = 'likeness', score = 0.78, pool = 2, "
        "facts = ['pe:retno-marsudi|of:idn.fm|2014-10-27', 'pe:retno-marsudi|of:idn.fm|1999'] "
        "WHERE claim_id = 'c3'"
    )
    for module in (about, persons, asking):
        monkeypatch.setattr(module, "open_ledger", opened)
    for module in (persons, asking):
        monkeypatch.setattr(module, "load_register", lambda book: Register.load())
    monkeypatch.setattr("dragoman.ask.asking.register_of", lambda book: Register.load())
    return run


def test_why_a_claim_names_somebody(on_ledger: Run) -> None:
    """The words in their sentence, the method, the facts as they are now, what would change it."""
    code, printed, _ = on_ledger("why c3 LEDGER")

    assert code == 0
    assert printed.startswith(WHY)
    rest = printed.removeprefix(WHY)
    assert "  rests on    foreign minister, Indonesia, from 2014-10-27 to 2024-10-20; " in rest
    assert "pe:retno-marsudi|of:idn.fm|1999: the register no longer says so\n" in rest
    assert "  changed by  somebody of that office or state whose name is more like it" in rest


def test_why_as_json(on_ledger: Run) -> None:
    """The same for programs: a fact that is gone has no `now`."""
    _, printed, _ = on_ledger("why c3 LEDGER --json")
    told: dict[str, Any] = json.loads(printed)

    assert (told["method"], told["score"], told["pool"]) == ("likeness", 0.78, 2)
    assert [fact["now"] is None for fact in told["facts"]] == [False, True]
    assert told["words"] == "Foreign Minister Retno"


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("why c1 LEDGER", 0, "not kept: an older version read this document"),
        ("why c4 LEDGER", 0, "the claim is about no actor"),
        ("why zz LEDGER", 2, "No claim of this ledger has the id 'zz'"),
        ("why c LEDGER", 2, "'c' begins the ids of"),
        ("why [c3] LEDGER", 0, "Retno Marsudi"),
    ],
)
def test_why_of_other_claims(on_ledger: Run, line: str, code: int, words: str) -> None:
    """One read before reasons were kept, one of no actor, none, several."""
    found, printed, errors = on_ledger(line)

    assert found == code
    assert words in printed + errors


# --- whom nobody names ---------------------------------------------------------------------------

BY_OFFICE = "the head of state of France (Emmanuel Macron, by office)"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("circle 'Xi Jinping' --month 2020-08 LEDGER", f"call     {BY_OFFICE}  1 "),
        ("events LEDGER --channel call", f"  {BY_OFFICE}, "),
        ("show ev:call LEDGER", f"    actor  {BY_OFFICE}  “"),
        ("digest 'Xi Jinping' --month 2020-08 LEDGER", f"spoke by telephone with {BY_OFFICE} on"),
    ],
)
def test_an_inferred_person_is_a_gloss(
    on_ledger: Run, ledger: StandIn, line: str, words: str
) -> None:
    """Who follows from an office and a day stands behind the office, and in no quotation."""
    ledger.db.execute(
        "UPDATE claims SET method = 'office', inferred = true WHERE person = 'pe:emmanuel-macron'"
    )
    _, printed, _ = on_ledger(line)

    assert words in " ".join(printed.split("\n"))
    for quoted in re.findall("“[^”]*”", printed):
        assert "by office" not in quoted


def test_an_inferred_post_is_an_official(on_ledger: Run, ledger: StandIn) -> None:
    """Where only the sort of dealings gives the post, it is one that fits."""
    ledger.db.execute(
        "UPDATE claims SET method = 'circumstances', inferred = true, person = NULL "
        "WHERE person = 'pe:emmanuel-macron'"
    )
    words = "an official of France (the post fits the head of state)"

    _, printed, _ = on_ledger("digest 'Xi Jinping' --month 2020-08 LEDGER")
    assert f"spoke by telephone with {words} on 25 August." in printed
    _, printed, _ = on_ledger("circle 'Xi Jinping' --month 2020-08 LEDGER --format json")
    [row] = [row for row in json.loads(printed)["rows"] if row["channel"] == "call"]
    assert (row["inferred"], row["by_office"]) == (["of:fra.head"], ["of:fra.head"])


def test_a_person_whom_one_document_names_is_named(on_ledger: Run, ledger: StandIn) -> None:
    """What another infers takes nothing away; and an inference is no account of who it was."""
    ledger.db.execute(
        "UPDATE claims SET method = 'office', inferred = true, person = 'pe:wang-yi', "
        "polity = 'st:idn' WHERE claim_id = 'c6'"
    )
    _, printed, _ = on_ledger("show ev:letter LEDGER")
    assert "who of" not in printed
    ledger.db.execute("UPDATE claims SET person = 'pe:joko-widodo' WHERE claim_id = 'c6'")
    _, printed, _ = on_ledger("show ev:letter LEDGER --json")
    assert json.loads(printed)["event"]["inferred"] == []


# --- register ------------------------------------------------------------------------------------


def test_check_groups_and_counts(run: Run, layer: Path) -> None:
    """What cannot be meant with its file and line; exit code 3 says that there is some."""
    code, printed, _ = run(f"register check --layer {layer}")

    assert code == 3
    assert [line.partition(":")[0] for line in printed.splitlines() if line[0] != " "] == [
        "Problems",
        "Layers that contradict each other",
        "Two holders of an office for one",
        "Names that several persons bear",
        "Names of reference that are no part of the name",
    ]
    _, printed, _ = run(f"register check --layer {layer} --format json")
    groups = json.loads(printed)
    assert all(group["count"] == len(group["rows"]) for group in groups.values())
    [ours] = [row for row in groups["Problems"]["rows"] if "NRU.csv:4" in row]
    assert "of:nru.defmin ends '2020', before '2021'" in ours


def test_check_of_a_sound_register(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that cannot be meant: exit code 0, whatever is doubtful."""
    from dragoman.cli import registry

    sound = Register.load()
    sound.problems = ()
    monkeypatch.setattr(registry, "register_of", lambda *_, **__: sound)

    assert run("register check")[0] == 0


def test_gaps_of_a_state(run: Run, layer: Path) -> None:
    """Days without a known holder, and the share of years with one."""
    _, printed, _ = run(
        f"register gaps --state NRU --office nsa --from 2018 --to 2023 --layer {layer} "
        "--format json"
    )
    found = json.loads(printed)

    assert [(gap["from"], gap["to"]) for gap in found["gaps"]] == [
        ("2018-01-01", "2019-04-30"),
        ("2022-01-01", "2023-12-31"),
    ]
    [share] = found["coverage"]
    assert (share["known"], share["of"]) == (3, 6)


def test_gaps_of_all_states(run: Run) -> None:
    """Members and observers of the United Nations, Kosovo and Taiwan; and the G20 apart."""
    _, printed, _ = run("register gaps --from 2020 --to 2020 --format json")
    found = json.loads(printed)

    assert [(s["class"], s["states"], s["n_states"]) for s in found["coverage"]] == [
        (name, group, count)
        for name in ("head", "hog", "fm")
        for group, count in (("all", 197), ("G20", 19))
    ]
    assert "st:usa" in found["head_governs"]
    assert "of:usa.hog" not in {gap["office"] for gap in found["gaps"]}
    _, printed, _ = run("register gaps --state USA --from 2020 --to 2020")
    assert printed.startswith("No gap.\n")
    assert "governed alone count as known: USA\n" in printed


def test_add_writes_a_row_that_wins(run: Run, layer: Path, tmp_path: Path) -> None:
    """What ours says is told before anybody is surprised; the same again changes nothing."""
    mine = tmp_path / "mine"
    line = f"register add 'Ada Nobody' 'Indonesian foreign minister' {ADD} --layer {mine}"
    code, printed, _ = run(line)

    assert code == 0
    assert printed.startswith("Ada Nobody (pe:ada-nobody), foreign minister, Indonesia (of:idn.fm)")
    assert "ours says: Retno Marsudi held it then, from 2014-10-27" in printed
    table = mine / "offices" / "IDN.csv"
    before = table.read_bytes()
    code, printed, _ = run(line)
    assert (code, printed) == (0, f"{table}:5 says so already; nothing was changed.\n")
    assert table.read_bytes() == before

    _, printed, _ = run(f"who idn.fm --on 2020 --layer {mine} --format csv")
    assert "pe:ada-nobody" in {row["person"] for row in rows(printed)}


def test_import_shows_and_takes(run: Run, layer: Path, tmp_path: Path) -> None:
    """Nothing is written before --take; a difference only with --take-differing."""
    query = tmp_path / "query.csv"
    query.write_text(
        "personLabel,positionLabel,start,end\n"
        "Cy Nobody,Ambassador of Nauru to Tuvalu,2019-02-03,2020-03-04\n"
        "Andrey Denisov,Russian ambassador to China,2014-06-01,2022-09-13\n"
        "Cy Nobody,Lord Mayor of Nowhere,2019,2020\n"
        "Cy Nobody,nru.fm,soon,2020\n",
        encoding="utf-8",
    )
    mine = tmp_path / "mine"
    line = f"register import {query} --layer {mine}"

    code, printed, _ = run(line)
    assert code == 0
    groups = [line.partition(" (")[0] for line in printed.splitlines() if line[:1].strip()]
    assert groups == [
        "new: 1", "differs: 1", "unknown office: 1", "cannot be read: 1",
        "Nothing is written yet; --take writes what is new or finer into your layer.",
    ]  # fmt: skip
    assert not mine.exists()
    _, printed, _ = run(f"{line} --take")
    assert printed.endswith(f"1 written to {mine / 'offices' / 'NRU.csv'}.\n")
    _, printed, _ = run(f"{line} --take-differing --format json")
    assert json.loads(printed)["written"] == 1
    assert {path.name for path in (mine / "offices").iterdir()} == {"NRU.csv", "RUS.csv"}


def test_the_layers_of_a_ledger(run: Run, layer: Path, tmp_path: Path) -> None:
    """A ledger's settings name layers, and the commands can take them from there."""
    from dragoman.ledger import Ledger

    Ledger.create(tmp_path / "L")
    (tmp_path / "L" / "dragoman.toml").write_text(f'layers = ["{layer.as_posix()}"]\n')

    code, printed, _ = run(f"who nru.nsa --on 2020 --ledger {tmp_path / 'L'} --format csv")
    assert code == 0
    assert [row["person"] for row in rows(printed)] == ["pe:ada-nobody"]


def test_the_group_alone_prints_its_help(run: Run) -> None:
    """As 'register --help' does."""
    assert run("register") == run("register --help")
    assert "\nCommands:\n" in run("register")[1]


def test_why_an_event_is_one(on_ledger: Run) -> None:
    """What its reports have in common, with weights that add up, and what lies beside it."""
    code, printed, _ = on_ledger("why ev:letter LEDGER")

    assert code == 0
    assert printed.startswith("ev:letter: 2 reports taken as one happening\n")
    assert "because" in printed

    _, printed, _ = on_ledger("why ev:letter LEDGER --json")
    told: dict[str, Any] = json.loads(printed)
    for bond in told["bonds"]:
        assert bond["score"] == pytest.approx(sum(one["weight"] for one in bond["weighed"]))


def test_why_of_an_event_that_is_not_there(on_ledger: Run) -> None:
    """The sentence says where ids are listed."""
    code, _, errors = on_ledger("why ev:nowhere LEDGER")

    assert code == 2
    assert "'dragoman events LEDGER' lists events" in errors
