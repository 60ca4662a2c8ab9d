"""What `circle` and `channels` print of partners, months and breaks."""

import json
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from standin_ledger import Register, StandIn

from dragoman.cli import questions
from dragoman.cli.app import main

Run = Callable[[str], tuple[int, str, str]]


@pytest.fixture
def run(
    ledger: StandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run a command line on the ledger of August 2020."""

    @contextmanager
    def opened(path: Path, *, write: bool = False) -> Iterator[StandIn]:
        yield ledger

    monkeypatch.setattr(questions, "open_ledger", opened)
    monkeypatch.setattr(questions, "load_register", lambda book: Register())

    def run_line(line: str) -> tuple[int, str, str]:
        code = main(shlex.split(line))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_line


PARTNERS = """\
China, 2020-08

with       events  95 %     rank  by channel          protocol  first       last        before  change        claims
France     2       0.2-7.2  -     call 1, visit 1               2020-08     2020-08     0       not compared  [c13] [c14] [c15] +3
Italy      2       0.2-7.2  -     visit 1, meeting 1            2020-08     2020-08     0       not compared  [c9] [c10] [c11] +3
Indonesia  1       0.0-5.6  -     letter 1                      2020-08-20  2020-08-21  0       not compared  [c1] [c2] [c4] +3

A list without ranks: 5 events, and ranks take 10.
Not compared with 2020-07: no outlet has documents of both windows.

"""  # noqa: E501


def test_partners_are_printed_with_intervals_and_reasons(run: Run) -> None:
    """One row each; why there are no ranks, and why nothing is compared."""
    code, printed, _ = run("circle CHN --month 2020-08 --by-partner LEDGER")

    assert code == 0
    assert printed.startswith(PARTNERS)


def test_partners_as_json_and_csv(run: Run) -> None:
    """JSON has them beside the events; CSV has them when they are asked for."""
    _, printed, _ = run("circle CHN --month 2020-08 --format json LEDGER")
    whole = json.loads(printed)
    assert [one["partner"] for one in whole["partners"]] == ["st:fra", "st:ita", "st:idn"]
    assert len(whole["rows"]) == 5

    _, printed, _ = run("circle CHN --month 2020-08 --by-partner --format csv LEDGER")
    assert printed.splitlines()[0].startswith("partner,polity,n_events,low,high,rank,")
    assert len(printed.splitlines()) == 4


MONTHS = """\
Cloud share by month (without, with verbal messages; 95 % interval)
month    without  of  95 %     with  of  95 %     documents  by steady outlets
2020-08  40%      5   12%-77%  40%   5   12%-77%  3          2
"""


def test_the_share_is_printed_by_month_over_the_documents(run: Run) -> None:
    """Both readings with their bands, and how much there was to read."""
    code, printed, _ = run("channels CHN --from 2020-08 --to 2020-08 --by-month LEDGER")

    assert code == 0
    assert MONTHS in printed


def test_a_search_that_is_refused_says_why(run: Run) -> None:
    """One month is too few, in both readings; the JSON has the reason too."""
    _, printed, _ = run("channels CHN --from 2020-08 --to 2020-08 --breaks LEDGER")
    assert printed.count("refused, because 5 contacts of known presence in 1 month are too") == 2

    _, printed, _ = run("channels CHN --from 2020-08 --breaks --format json LEDGER")
    assert [one["p_value"] for one in json.loads(printed)["breaks"]] == [None, None]


def test_a_month_outside_is_one_line(run: Run) -> None:
    """A month to compare at that leaves nothing on one side."""
    code, printed, errors = run("channels CHN --from 2020-08 --at 2021-01 LEDGER")

    assert (code, printed) == (2, "")
    assert "2021-01 leaves no month with contacts on one side" in errors
