"""`dragoman read --again` and `dragoman diff`: what a change of rules did to a ledger."""

import json
from pathlib import Path

import pytest

from dragoman import run
from dragoman.cli.app import main
from dragoman.ledger.parts import Parts, done_table
from dragoman.ledger.tables import (
    RUN_TABLES,
    PartTables,
    fingerprint,
    rows_of_reports,
    table,
)
from dragoman.model import Actor, Channel, Claim, Document, Report, Role, Span, Status

FIRST = "Wang Yi met Lavrov on Monday."
SECOND = "Macron will visit Kyiv."
THIRD = "Xi phoned \u202eModi\x1b[31m."


def document(number: int, text: str) -> Document:
    """Return a document of its own address."""
    url = f"https://example.org/{number}"
    return Document(Document.make_id(text, url), text, url=url, name=f"{number}.txt")


def report(
    doc: Document,
    words: str,
    rule: str,
    *,
    status: Status = Status.HAPPENED,
    day: str | None = None,
    parties: tuple[str, ...] = ("st:chn", "st:rus"),
) -> Report:
    """Return a report whose channel is that of its rule's name."""
    start = doc.text.index(words)
    span = Span.of(doc, start, start + len(words))
    claims = [Claim(Role.ACTOR, who, span, None, rule, Actor(who)) for who in parties]
    if day:
        claims.append(Claim(Role.DATE, day, span, None, "date.day"))
    return Report(doc.id, Channel(rule.split(".")[0]), status, tuple(claims), span, rule)


def made(docs: list[Document], reports: list[Report]) -> PartTables:
    """Return what an extractor would hand over."""
    rows, claims = rows_of_reports(reports)
    tables = {name: table(name, []) for name in RUN_TABLES}
    tables |= {"reports": table("reports", rows), "claims": table("claims", claims)}
    return PartTables(done_table({doc.id: fingerprint(doc) for doc in docs}, set()), tables)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Two runs over two documents; a third that the first run has alone."""
    path = tmp_path / "L"
    run.Ledger.create(path)
    one, two, three = (document(n, f"{FIRST} {SECOND} {THIRD}") for n in (1, 2, 3))
    with run.Ledger.open(path, write=True) as book:
        book.add_documents([one, two, three])
        old = book.open_run("old rules")
        book.add_part(
            old,
            made(
                [one, two, three],
                [
                    report(one, FIRST, "meeting.met"),
                    report(one, SECOND, "visit.visited", parties=("st:fra", "st:ukr")),
                    report(two, FIRST, "meeting.met", day="2023-06-12"),
                    report(three, FIRST, "meeting.met"),
                ],
            ),
        )
        new = book.open_run("new rules")
        again = report(
            one, SECOND, "visit.will", status=Status.PLANNED, parties=("st:fra", "st:ukr")
        )
        part = [report(one, FIRST, "meeting.met"), again, report(two, THIRD, "call.phoned")]
        book.add_part(new, made([one, two], part))
        book.rebuild()
    return path


TEXT = """\
r1-{old} → r2-{new}: 2 documents read by both; 1 only by r1-{old}, not compared.
3 reports, now 3: 1 appeared, 1 vanished, 1 changed, 1 as before.
Changed: status 1, rule 1.

rule         appeared  vanished  changed
call.phoned  1         0         0
meeting.met  0         1         0
visit.will   0         0         1
"""


def test_counts_come_first(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """How many documents both runs have read, and by rule what became of the reports."""
    assert main(["diff", str(ledger), "--limit", "0"]) == 0
    out = capsys.readouterr().out
    with run.Ledger.open(ledger) as book:
        old, new = (one.id.partition("-")[2] for one in book.runs())
    assert out.startswith(TEXT.format(old=old, new=new))
    assert "and 3 more" in out


def test_each_report_is_shown_with_its_sentence(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Old and new values stand side by side; what a text smuggles in is not obeyed."""
    assert main(["diff", str(ledger), "1", "r2"]) == 0
    out = capsys.readouterr().out
    changed = f"~ changed  1.txt  visit.will < visit.visited\n  {SECOND}\n"
    assert f"{changed}    status    happened → planned\n" in out
    assert f"- vanished  2.txt  meeting.met\n  {FIRST}\n    channel   meeting\n" in out
    assert "    date      2023-06-12\n" in out
    assert "+ appeared  2.txt  call.phoned\n  Xi phoned Modi\u241b[31m.\n" in out


def test_runs_can_be_named_either_way_round(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What appeared from the first to the second vanishes from the second to the first."""
    assert main(["diff", str(ledger), "2", "1", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    kinds = {
        one["name"]: one["kind"] for one in found["changes"] if one["old"] and one["new"] is None
    }
    assert kinds == {"2.txt": "vanished"}
    assert found["documents"] == {"both": 2, "only_old": 0, "only_new": 1}
    [changed] = [one for one in found["changes"] if one["differ"]]
    assert changed["differ"] == ["status", "rule"]
    assert (changed["old"]["status"], changed["new"]["status"]) == (["planned"], ["happened"])


@pytest.mark.parametrize(
    ("rule", "n"), [("visit", 1), ("visit.visited", 1), ("meeting.met", 1), ("visi", 0)]
)
def test_one_rule_or_channel(
    rule: str, n: int, ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A report counts for the rule that found it before and for the one that does now."""
    assert main(["diff", str(ledger), "--rule", rule, "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["changes"]) == n


def test_one_field(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only what changed in it is shown; a field that is none is refused."""
    assert main(["diff", str(ledger), "--field", "status"]) == 0
    out = capsys.readouterr().out
    assert (out.count("~ changed"), out.count("+ appeared")) == (1, 0)
    assert main(["diff", str(ledger), "--field", "statu"]) == 2
    assert "did you mean 'status'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["1"], "1 run named; name two"),
        (["1", "7"], "there is no run '7'; runs, oldest first: r1-"),
        (["r", "2"], "several runs begin with 'r'"),
    ],
)
def test_a_run_that_is_not_there(
    arguments: list[str], message: str, ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error says which there are."""
    assert main(["diff", str(ledger), *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_withdrawn_document_is_not_compared(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is gone from all runs."""
    assert main(["forget", "2.txt", str(ledger), "--reason", "asked for", "--yes"]) == 0
    capsys.readouterr()
    assert main(["diff", str(ledger), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["documents"]["both"] == 1
    assert [one["kind"] for one in found["changes"]] == ["changed"]


def test_what_is_hidden_is_not_compared(ledger: Path) -> None:
    """Documents that no answer shows, though their rows are still there, are left out."""
    parts = Parts(ledger)
    old, new = parts.runs()
    shown = [doc_id for doc_id, _, _ in parts.told_by_both(old, new, set())]
    assert len(shown) == 2
    assert [i for i, _, _ in parts.told_by_both(old, new, {shown[0]})] == shown[1:]


def test_reading_again_makes_a_run_to_compare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From reading over a change of settings to the difference, without the files."""
    path, texts = str(tmp_path / "L"), tmp_path / "a.txt"
    texts.write_text("Foreign Minister Wang Yi met with Russian Foreign Minister Lavrov in Rome.")
    assert main(["read", str(texts), "--into", path]) == 0
    assert main(["diff", path]) == 2
    assert "holds one run" in capsys.readouterr().err
    texts.unlink()
    assert main(["read", "--again", "--into", path]) == 0
    assert "Nothing to do: all documents stand as" in capsys.readouterr().out
    (tmp_path / "L" / "dragoman.toml").write_text('languages = ["en", "de"]\n')
    assert main(["read", "--again", "--into", path]) == 0
    assert f"  dragoman diff {path}\n" in capsys.readouterr().out
    assert main(["diff", path]) == 0
    assert "0 appeared, 0 vanished, 0 changed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [([], "name files or folders to read, or --again"), (["--again"], "does not exist")],
)
def test_reading_nothing(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a path there is nothing to read but a ledger, which must be there."""
    assert main(["read", *arguments, "--into", str(tmp_path / "none")]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
