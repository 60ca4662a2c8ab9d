"""`dragoman plans` and `dragoman agenda`, on the stand-in ledger: what exactly they print."""

import json
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from standin_ledger import Register, StandIn

from dragoman.cli import ask_plans
from dragoman.cli.app import app, main

Run = Callable[[str], tuple[int, str, str]]


def add_command(*commands: Callable[..., None]) -> None:
    """Register commands that the program does not have yet."""
    known = {command.callback for command in app.registered_commands}
    for command in commands:
        if command not in known:
            app.command()(command)


@pytest.fixture
def run(
    ledger: StandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run a command line on the ledger of August 2020."""

    @contextmanager
    def opened(path: Path) -> Iterator[StandIn]:
        yield ledger

    assert isinstance(app, typer.Typer)
    add_command(ask_plans.plans, ask_plans.agenda)
    monkeypatch.setattr(ask_plans, "open_ledger", opened)
    monkeypatch.setattr(ask_plans, "load_register", lambda book: Register())

    def run_line(line: str) -> tuple[int, str, str]:
        code = main(shlex.split(line))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_line


PLANS = """\
Plans as of 2020-09-01

announced   for         moved to  outcome  held  channel  who                           to  documents  event    claims
2020-08-28  2020-08-30            open           meeting  Vladimir Putin, Xi Jinping        1          ev:plan  [c23] [c26] [c25] [c24]

Plans, 1 with a day (open 1): realization refused, it needs 20 plans.
No estimate below 20 plans with a day: meeting 1.

1 event in 1 document.
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""  # noqa: E501

AGENDA = """\
Agenda from 2020-08-28 to 2020-09-11

when        channel  who                         to  where      state  announced   documents  event    claims
2020-08-30  meeting  Vladimir Putin, Xi Jinping      Samarkand  open   2020-08-28  1          ev:plan  [c23] [c26] [c25] [c24]

0 open plans are for later.

1 event in 1 document.
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""  # noqa: E501


def test_plans_are_printed_with_their_refusals(run: Run) -> None:
    """What became of each, and why there is no estimate."""
    code, out, err = run("plans LEDGER")

    assert (code, " ".join(out.split()), err) == (0, " ".join(PLANS.split()), "")


def test_the_agenda_is_printed_as_of_a_day(run: Run) -> None:
    """The weeks begin on that day."""
    code, out, err = run("agenda LEDGER --as-of 2020-08-28 --weeks 2")

    assert (code, " ".join(out.split()), err) == (0, " ".join(AGENDA.split()), "")


def test_other_formats(run: Run) -> None:
    """JSON has the estimates too; CSV says them on the error stream."""
    code, out, _ = run("plans LEDGER --format json --actor 'Xi Jinping'")
    told = json.loads(out)
    assert (code, told["as_of"], len(told["rows"])) == (0, "2020-09-01", 1)
    assert told["realization"][0]["refused"] == "it needs 20 plans"

    code, out, err = run("plans LEDGER --format csv")
    assert (code, out.count("\n"), "it needs 20 plans" in err) == (0, 2, True)

    code, out, _ = run("agenda LEDGER --as-of 2020-08-28 --format json")
    assert json.loads(out)["until"] == "2020-09-25"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("agenda LEDGER", "Nothing is planned from 2020-09-01 to 2020-09-29"),
        ("plans LEDGER --channel tea", "--channel 'tea' is none of"),
        ("plans LEDGER --as-of soon", "A month is written 2020-08"),
        ("plans LEDGER --actor Wang", "did you mean one of these"),
        ("plans LEDGER --channel summit", "speaks of such a plan"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(run: Run, line: str, words: str) -> None:
    """With what there is instead, and the exit code of failure."""
    code, out, err = run(line)

    assert (code, out) == (2, "")
    assert words in err and err.count("\n") == 1
