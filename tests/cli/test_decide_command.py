"""`dragoman decide` and `decisions`: what people say holds, and what becomes of it is told."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dragoman.cli.app import main
from dragoman.run import Ledger

MEETING = (
    "Foreign Minister Wang Yi met with Indonesian Foreign Minister Retno Marsudi in Hainan "
    "on August 20, 2020. The two sides exchanged views.\n"
)
CALL = "President Xi Jinping spoke by phone with French President Macron on August 25, 2020.\n"
ABROAD = (
    "French President Emmanuel Macron called Chinese President Xi Jinping on August 27, 2020.\n"
)

Run = Callable[..., str]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of three documents: a meeting, and a call that is told twice with other days."""
    root = tmp_path_factory.mktemp("read")
    (root / "texts").mkdir()
    for name, text in (("meeting", MEETING), ("call", CALL), ("abroad", ABROAD)):
        (root / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    assert main(["read", str(root / "texts"), "--into", str(root / "L"), "--workers", "1"]) == 0
    return root


@pytest.fixture
def ledger(read: Path, tmp_path: Path) -> Path:
    """A copy of it, to decide on."""
    shutil.copytree(read / "texts", tmp_path / "texts")
    return Path(shutil.copytree(read / "L", tmp_path / "L"))


@pytest.fixture
def run(ledger: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `decide` on the ledger, or another command, and returns what it prints."""

    def decide(*words: str, command: str = "decide", code: int = 0) -> str:
        capsys.readouterr()
        assert main([command, str(ledger), *words]) == code, capsys.readouterr().err
        printed = capsys.readouterr()
        return printed.err if code else printed.out

    return decide


def events(ledger: Path) -> dict[str, dict[str, Any]]:
    """Return the events of a ledger by channel and first day."""
    with Ledger.open(ledger) as book:
        rows = book.events().to_pylist()
    return {f"{row['channel']} {row['first_day']}": row for row in rows}


def ids(ledger: Path, channel: str, role: str | None = None) -> list[str]:
    """Return the ids of the reports of a channel, or of their claims of a role."""
    query = (
        "SELECT report_id FROM reports WHERE channel = $channel ORDER BY report_id"
        if role is None
        else "SELECT c.claim_id FROM claims AS c JOIN reports USING (report_id)"
        " WHERE channel = $channel AND role = $role ORDER BY c.doc_id, nth"
    )
    with Ledger.open(ledger) as book:
        values = {"channel": channel} | ({"role": role} if role else {})
        return [found for (found,) in book.db.execute(query, values).fetchall()]


def test_a_corrected_date_stays_corrected_when_documents_are_read_again(
    ledger: Path, run: Run
) -> None:
    """And is listed with who set it, why, and that it is applied."""
    [claim] = ids(ledger, "meeting", "date")
    said = run("correct", claim, "2020-08-21", "--by", "Ann", "--reason", "the host's own day")
    assert said.startswith(
        "1 decision kept.\n   1  applied    correct date 2020-08-20 to 2020-08-21"
    )
    assert "meeting 2020-08-21" in events(ledger)
    assert main(["read", str(ledger.parent / "texts"), "--into", str(ledger), "--again"]) == 0
    assert "meeting 2020-08-21" in events(ledger)
    listed = run(command="decisions")
    assert "Ann, meeting.txt: the host's own day" in listed
    assert listed.endswith("1 applied.\n")


def test_a_person_is_typed_by_name_and_kept_with_office_and_state(ledger: Path, run: Run) -> None:
    """As of the day of the report."""
    claim = ids(ledger, "meeting", "actor")[0]
    run("correct", claim, "Xi Jinping")
    row = events(ledger)["meeting 2020-08-20"]
    assert "pe:xi-jinping" in row["persons"]
    assert set(row["polities"]) == {"st:chn", "st:idn"}
    [decision] = json.loads(run("--json", command="decisions"))
    head, line = run("--format", "csv", command="decisions").splitlines()
    assert head.startswith("number,kind,target,state,says") and line.startswith("1,")
    assert decision["value"]["actor"][0].startswith("pe:xi-jinping of:chn.")


def test_a_report_is_rejected_and_taken_back(ledger: Path, run: Run) -> None:
    """A later decision overrules the one before."""
    [report] = ids(ledger, "meeting")
    saved = ledger.parent / "kept.jsonl"
    run("accept", report)
    run("--export", str(saved))
    run("reject", report)
    assert not any(key.startswith("meeting") for key in events(ledger))
    line = json.loads(saved.read_text()) | {"reason": "after all", "at": "2030-01-01"}
    saved.write_text(json.dumps(line))
    run("--from", str(saved))
    assert "meeting 2020-08-20" in events(ledger)
    states = [d["state"] for d in json.loads(run("--json", command="decisions"))]
    assert states == ["overruled", "overruled", "applied"]


def test_a_decision_is_taken_back_by_its_number(
    ledger: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report counts again, both decisions stay on the record; a number of none is told."""
    [report] = ids(ledger, "meeting")
    run("reject", report, "--by", "Ann")
    assert not ids_of_events(ledger, "meeting")

    assert main(["take-back", "1", str(ledger), "--by", "Bob", "--reason", "too hasty"]) == 0
    assert "taken back by decision 2" in capsys.readouterr().out
    assert ids_of_events(ledger, "meeting")
    assert main(["take-back", "9", str(ledger)]) == 2
    assert "has no decision 9; it has 1 to 2" in capsys.readouterr().err


def ids_of_events(ledger: Path, channel: str) -> list[str]:
    """Return the days of the events of a channel."""
    return [day for day in events(ledger) if day.startswith(channel)]


def test_events_are_merged_and_split(ledger: Path, run: Run) -> None:
    """Two days that no linker joins; and apart again."""
    one, other = sorted(key for key in events(ledger) if key.startswith("call"))
    run("merge", *(events(ledger)[key]["event_id"] for key in (one, other)))
    merged = events(ledger)[one]
    assert (merged["n_reports"], merged["dates"]) == (2, ["2020-08-25", "2020-08-27"])
    said = run("merge", merged["event_id"], ids(ledger, "call")[0], code=2)
    assert "is one event already, and nothing is merged with itself" in said
    run("split", merged["event_id"], ids(ledger, "call")[0])
    assert {one, other} <= events(ledger).keys()
    assert "contradicted by decision 2" in run("--state", "overruled", command="decisions")


def test_a_missed_report_is_added_with_a_claim(ledger: Path, run: Run) -> None:
    """By the words that say so, which must stand in the document once."""
    words = "The two sides exchanged views."
    said = run("add", "meeting.txt", "The three sides", "channel=dialogue", code=2)
    assert "'The three sides' is not in document" in said
    run("add", "meeting.txt", words, "channel=dialogue", "actor=CHN", "actor=Joko Widodo")
    [report] = ids(ledger, "dialogue")
    run("add", report, "place=Jakarta")
    with Ledger.open(ledger) as book:
        rows = book.claims([report]).to_pylist()
    assert {row["value"] for row in rows if row["role"] == "actor"} == {"st:chn", "pe:joko-widodo"}
    assert all(row["quote"] == words for row in rows)
    assert [row["rule"] for row in rows if row["role"] == "place"] == ["decision.added"]


def test_channel_and_status_are_corrected_for_a_whole_event(ledger: Path, run: Run) -> None:
    """Typed as people write them."""
    run("correct", events(ledger)["meeting 2020-08-20"]["event_id"], "channel=Video meeting")
    run("correct", ids(ledger, "video_meeting")[0], "status=planned")
    assert events(ledger)["video_meeting 2020-08-20"]["status"] == "planned"


def test_actors_are_named_by_people(ledger: Path, run: Run) -> None:
    """An alias in one document, and two ids that are one."""
    run("alias", "Macron", "Joko Widodo", "--in", "call.txt")
    assert "pe:joko-widodo" in events(ledger)["call 2020-08-25"]["persons"]
    run("same-actor", "pe:xi-jinping", "pe:emmanuel-macron")
    assert "pe:emmanuel-macron" not in events(ledger)["call 2020-08-27"]["persons"]
    assert "pe:xi-jinping and itself" in run("same-actor", "Xi Jinping", "Xi Jinping", code=2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["acept", "x"], "'acept' is nothing to decide. There are: accept, reject"),
        (["accept"], "accept ID..."),
        (["accept", "zzzz"], "no event, report or claim has the id 'zzzz'"),
        (["correct", "ev:", "x"], "begins 3 ids"),
        (["merge", "ev:1"], "merge EVENT EVENT..."),
        ([], "name one thing to do"),
        (["accept", "x", "--from", "y"], "name one thing to do"),
        (["--from", "nowhere.jsonl"], "nowhere.jsonl: cannot be read"),
        (["accept", "x", "--in", "meeting.txt"], "--in is for an alias"),
        (["alias", "Nobody", "CHN", "--in", "meeting.txt"], "'Nobody' is not in document"),
        (["alias", "Retno", "Nobdy Known"], "nobody is known as 'Nobdy Known'"),
    ],
)
def test_what_cannot_be_decided_is_said(run: Run, words: list[str], said: str) -> None:
    """What was met, and what is allowed; nothing is kept."""
    assert said in run(*words, code=2)
    assert "Nothing was decided in" in run(command="decisions", code=2)


def test_values_that_no_role_has_are_said(ledger: Path, run: Run) -> None:
    """With the words that there are."""
    [report] = ids(ledger, "meeting")
    assert "'phone' is no channel. There are: call" in run(
        "correct", report, "channel=phone", code=2
    )
    assert "'last May' is not an EDTF date" in run("correct", report, "date=last May", code=2)
    assert "did you mean 'date'?" in run("correct", report, "dat=2020", code=2)
    assert "has 2 claims of the role actor: correct one of" in run(
        "correct", report, "actor=CHN", code=2
    )


def test_a_file_is_taken_whole_or_not_at_all(ledger: Path, run: Run, read: Path) -> None:
    """A quote that is nowhere, and lines that contradict each other, are named."""
    path = ledger.parent / "f.jsonl"
    run("accept", *ids(ledger, "meeting"), *ids(ledger, "call"))
    run("--export", str(path))
    good = [json.loads(line) for line in path.read_text().splitlines()]
    shutil.rmtree(ledger)
    shutil.copytree(read / "L", ledger)

    lost = json.loads(json.dumps(good[1]))
    lost["anchors"][0] |= {"quote": "Nobody said this.", "doc_id": "gone", "text_hash": ""}
    pair = {"kind": "same", "anchors": [good[0]["anchors"][0], good[1]["anchors"][0]]}
    for lines, said in (
        ([good[0], lost], "line 2: the quote 'Nobody said this.' is nowhere in document gone"),
        ([good[0], pair, pair | {"kind": "not_same"}], "line 2: same is contradicted by a later"),
        ([good[0], {"kind": "accept", "verdict": 1}], "line 2: unknown field 'verdict'"),
    ):
        path.write_text("\n".join(map(json.dumps, lines)))
        assert f"{path}, {said}" in run("--from", str(path), code=2)
        assert "Nothing was decided" in run(command="decisions", code=2)

    short = {"kind": "reject", "anchors": [{"doc_id": good[0]["anchors"][0]["doc_id"]}]}
    anchor = short["anchors"][0]
    anchor |= {"quote": good[0]["anchors"][0]["quote"], "slot": good[0]["anchors"][0]["slot"]}
    path.write_text("\n".join(map(json.dumps, [*good, short])))
    assert run("--from", str(path)).startswith("4 decisions kept.")
    path.write_text("\n".join(map(json.dumps, good)))
    assert run("--from", str(path)) == "Nothing new in it.\n"
    assert not any(key.startswith("meeting") for key in events(ledger))


def test_tasks_go_to_label_studio_and_come_back(ledger: Path, run: Run) -> None:
    """All reports of the body, or those of an event that is named."""
    path = ledger.parent / "tasks.json"
    run(
        "--export",
        str(path),
        "--as",
        "label-studio",
        events(ledger)["meeting 2020-08-20"]["event_id"],
    )
    [task] = json.loads(path.read_text())
    verdict = {"from_name": "verdict", "type": "choices", "value": {"choices": ["reject"]}}
    task |= {"id": 1, "annotations": [{"result": [verdict], "completed_by": 3}]}
    path.write_text(json.dumps([task]))
    assert run("--from", str(path), "--as", "label-studio").startswith("1 decision kept.")
    assert not any(key.startswith("meeting") for key in events(ledger))
    assert ": 2 tasks." in run("--export", str(path), "--as", "prodigy")


def test_while_another_reads_a_decision_is_kept_for_later(
    ledger: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody has to wait; the view follows when there is time."""
    [report] = ids(ledger, "meeting")
    with Ledger.open(ledger, write=True):
        assert main(["decide", str(ledger), "reject", report]) == 0
        assert "the decisions are kept, and" in capsys.readouterr().err
    assert "to do: bring the view up to date: --build" in run(command="decisions")
    run("--build")
    assert "1 applied." in run(command="decisions")
    assert not any(key.startswith("meeting") for key in events(ledger))


def test_what_is_to_be_done_is_told(ledger: Path, run: Run) -> None:
    """A stale decision says what stands there now, and how to look at it."""
    [claim] = ids(ledger, "meeting", "date")
    path = ledger.parent / "f.jsonl"
    run("correct", claim, "2020-08-21", "--later")
    run("--export", str(path))
    line = json.loads(path.read_text())
    line |= {"seen": {"date": ["2020-07"]}, "at": "2030-01-01"}
    path.write_text(json.dumps(line | {"value": {"date": ["2020-08-30"]}}))
    run("--from", str(path))
    listed = run("--state", "stale", command="decisions")
    assert "the date is 2020-08-21 now" in listed
    assert "to do: look at it, and decide anew" in listed
    assert "--state 'stail' is none of" in run("--state", "stail", command="decisions", code=2)


def test_two_ledgers_become_one(ledger: Path, run: Run, read: Path, tmp_path: Path) -> None:
    """With what was decided in either; a ledger with itself is named."""
    [report] = ids(ledger, "meeting")
    run("reject", report, "--later")
    words = ("merge", str(ledger), str(read / "L"), "--into", str(tmp_path / "both"))
    assert main([*words]) == 0
    assert not any(key.startswith("meeting") for key in events(tmp_path / "both"))
    with Ledger.open(tmp_path / "both") as book:
        assert book.documents().num_rows == 3
    assert main(["read", str(ledger.parent / "texts"), "--into", str(tmp_path / "both")]) == 0
    said = run("--into", str(tmp_path / "it"), command="merge", code=2)
    assert "name two ledgers or more" in said
    said = run(str(ledger), "--into", str(tmp_path / "it"), command="merge", code=2)
    assert "is named twice" in said
