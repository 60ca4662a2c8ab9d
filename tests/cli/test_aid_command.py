"""`dragoman aid`: on the stand-in ledger, and on the seeds, where the question comes from."""

import json
from pathlib import Path

import pytest
from command_line import Run

from dragoman.cli.app import main

AID = """\
Aid: Italy and China

when  given by  to     stage      what, as worded  docs  event, claims
2008  Italy     China  delivered  doctors          1     ev:aid [c32] +3

By unit, as reported; units are never added up
given by  to     unit     pledged  delivered  claims
Italy     China  (gifts)  -        1          [c32] [c30] +2

Delivered, the one over the other
  Italy and China, gifts: 1 more from Italy  [c32] [c30] +2

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
    assert (code, told["query"]["who"], len(told["rows"])) == (0, "st:ita", 1)
    assert told["balances"][0]["low"] == 1
    assert "known between 1 pair" in told["returns"]["refused"]

    code, out, err = run("aid Italy LEDGER --format csv")
    assert (code, out.count("\n"), "known between 1 pair" in err) == (0, 2, True)


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
    assert "(no date) (told by 2020-03) China Italy delivered a team of experts" in out
    assert "“We have never forgotten that Italy used to help us before and now" in out
    assert "said by Li Junhua" in out
    assert "in its words “Twelve years ago" in out
    assert "one pair: not testable" in out
    assert "China, more than one hundred countries:" in out
