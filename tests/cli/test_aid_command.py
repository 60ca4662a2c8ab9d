"""`dragoman aid`: on the stand-in ledger, and on the seeds, where the question comes from."""

import json
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from standin_ledger import Register, StandIn

from dragoman.cli import ask_aid
from dragoman.cli.app import app, main

Run = Callable[[str], tuple[int, str, str]]


@pytest.fixture(autouse=True)
def known_command() -> None:
    """The program has the command, or gets it for these tests."""
    if ask_aid.aid not in {command.callback for command in app.registered_commands}:
        app.command()(ask_aid.aid)


@pytest.fixture
def run(
    ledger: StandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run a command line on the ledger of August 2020."""

    @contextmanager
    def opened(path: Path) -> Iterator[StandIn]:
        yield ledger

    ledger.db.execute(
        "CREATE TABLE IF NOT EXISTS statements (doc_id TEXT, polity TEXT, office TEXT,"
        ' person TEXT, start BIGINT, "end" BIGINT)'
    )
    ledger.config = SimpleNamespace(quote_chars=400)  # type: ignore[attr-defined]
    monkeypatch.setattr(ask_aid, "open_ledger", opened)
    monkeypatch.setattr(ask_aid, "load_register", lambda book: Register())

    def run_line(line: str) -> tuple[int, str, str]:
        code = main(shlex.split(line))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_line


AID = """\
Aid: Italy and China

when  given by  to     stage      what, as worded  documents  event   claims
2008  Italy     China  delivered  doctors          1          ev:aid  [c32] [c30] [c33] [c31]

By unit, as reported; units are never added up
given by  to     unit     pledged  delivered  claims
Italy     China  (gifts)  -        1          [c32] [c30] [c33] [c31]

Delivered, the one over the other
  Italy and China, gifts: 1 more from Italy  [c32] [c30] [c33] [c31]

Time to first return: one pair: not testable. A single story is an anecdote, whoever tells it.

1 event in 1 document.
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""


def test_aid_is_printed_with_what_cannot_be_tested(run: Run) -> None:
    """The gift, its sums, and no statistics of a single pair."""
    assert run("aid Italy China LEDGER") == (0, AID, "")


def test_other_formats(run: Run) -> None:
    """JSON has the sums and claims of return; CSV says the refusal on the error stream."""
    code, out, _ = run("aid Italy LEDGER --format json")
    told = json.loads(out)
    assert (code, told["between"], len(told["rows"])) == (0, ["st:ita"], 1)
    assert told["balances"][0]["low"] == 1
    assert "known between 0 pairs" in told["time_to_first_return"]["refused"]

    code, out, err = run("aid Italy LEDGER --format csv")
    assert (code, out.count("\n"), "known between 0 pairs" in err) == (0, 2, True)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("aid Italy China France LEDGER", "aid is between two; 3 names were typed"),
        ("aid 'Wang Yi' LEDGER", "no state or organization"),
        ("aid China CHN LEDGER", "aid is between two sides"),
        ("aid China Germany LEDGER", "1 gift between st:chn and st:ita"),
        ("aid Indonesia LEDGER", "gave or received aid"),
        ("aid Wang LEDGER", "did you mean one of these"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(run: Run, line: str, words: str) -> None:
    """With what there is instead, and the exit code of failure."""
    code, out, err = run(line)

    assert (code, out) == (2, "")
    assert words in err and err.count("\n") == 1


def test_the_seed_of_italy(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """2008 there and by March 2020 back, the ambassador quoted, and no test of one story."""
    seeds = shared / "seeds"
    if not seeds.is_dir():
        pytest.skip("needs the folder ../shared/seeds beside the checkout")
    assert main(["read", str(seeds), "--into", str(tmp_path / "L"), "--workers", "1"]) in (0, 3)
    capsys.readouterr()

    assert main(["aid", "CHN", "ITA", str(tmp_path / "L")]) == 0
    out = " ".join(capsys.readouterr().out.split())

    assert "2008 Italy China delivered two special planes" in out
    assert "(no day; told by 2020-03) China Italy delivered a team of experts" in out
    assert "“We have never forgotten that Italy used to help us before and now" in out
    assert "said by Li Junhua" in out
    assert "in its words “Twelve years ago" in out
    assert "one pair: not testable" in out
    assert "China, more than one hundred countries:" in out
