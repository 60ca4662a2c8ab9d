"""`dragoman check` on the stand-in ledger: what exactly it prints."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer
from standin_ledger import Register, StandIn

from dragoman.cli import app as line
from dragoman.cli import ask_check

Run = Callable[..., tuple[int, str, str]]


class Facts(Register):
    """The stand-in's names; it knows one pair's relations."""

    def relations(self, state: str) -> list[dict[str, str]]:
        """Return a row for China and Indonesia."""
        row = {"state": "st:chn", "with": "st:idn", "established": "1950-04-13", "restored": ""}
        return [row | {"source": "relations", "note": "", "as_of": "2025-12"}]

    def mechanism(self, ident: str) -> None:
        """Know none."""


@pytest.fixture
def run(
    ledger: StandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run a command line on a ledger in which two reports count something."""
    with_claims(ledger)

    @contextmanager
    def opened(path: Path, *, write: bool = False) -> Iterator[StandIn]:
        yield ledger

    ledger.config = SimpleNamespace(quote_chars=400)  # type: ignore[attr-defined]
    monkeypatch.setattr(ask_check, "open_ledger", opened)
    monkeypatch.setattr(ask_check, "load_register", lambda book: Facts())
    commands: Any = typer.Typer()
    commands.command()(ask_check.check)
    commands.command(name="other")(lambda: None)
    monkeypatch.setattr(line, "app", commands)

    def run_line(*words: str) -> tuple[int, str, str]:
        code = line.main(["check", *words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_line


def with_claims(ledger: StandIn) -> None:
    """Let the stand-in's call be the second of the year, and the letter an anniversary."""
    for claim, report, doc, value, note in (
        ("o1", "r5", "d3", "second call this year", "check=ordinal;number=2;unit=call"),
        ("o2", "r2", "d2", "70th anniversary of ties", "check=anniversary;number=70;unit=ties"),
    ):
        words = "diplomatic ties" if claim == "o2" else value
        value = value.replace("ties", words)
        ledger.db.execute(
            'INSERT INTO claims (claim_id, report_id, doc_id, nth, role, value, start, "end",'
            " quote, rule, note) VALUES (?, ?, ?, 9, 'ordinal', ?, 0, 5, ?, 'ordinal.named', ?)",
            [claim, report, doc, value, value, note],
        )


TEXT = """\
2 claims, held to the documents of 2020-08-22 to 2020-09-01

supported: “70th anniversary of diplomatic ties”
  China; Indonesia; said by Jakarta Gazette on 2020-08-23
  Diplomatic relations established 1950-04-13; 2020 is 70 years later.
  Source: diplomatic relations established: 1950-04-13 (relations.csv, source relations; as of 2025-12)
  ev:letter [o2]

refused: “second call this year”
  Xi Jinping; Emmanuel Macron; said by Hainan Courier on 2020-09-01
  The window starts on 2020-01-01, and the documents of the ledger start on 2020-08-22.
  ev:call [o1]

2 events in 2 documents (Hainan Courier, Jakarta Gazette).
Not in the ledger is not “did not happen”.
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""  # noqa: E501


def test_claims_are_printed_with_their_verdicts(run: Run) -> None:
    """Each with who says so, the reason, and what can be followed."""
    assert run("LEDGER") == (0, TEXT, "")


def test_readings_and_completeness_are_printed(run: Run, ledger: StandIn) -> None:
    """With an earlier document the year can be judged, by both readings of "this year"."""
    ledger.document("early", "Nothing.", outlet=None, published="2019-01-02")
    code, out, _ = run("LEDGER", "--actor", "France", "--recall", "0.9")

    assert code == 0
    assert "not confirmed: “second call this year”" in out
    assert "  by telephone, calendar year 2020: not confirmed. Recorded before" in out
    assert "  by telephone, twelve months: not confirmed. Recorded before" in out
    assert "  The ledger has them all with a probability of 82%.\n" in out


def test_json_has_all_of_it(run: Run) -> None:
    """Rows with claims, and since when the ledger has documents."""
    code, out, _ = run("LEDGER", "--event", "ev:letter", "--format", "json")
    whole = json.loads(out)

    assert (code, whole["since"], whole["until"]) == (0, "2020-08-22", "2020-09-01")
    assert [row["verdict"] for row in whole["rows"]] == ["supported"]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--recall", "2"), "a recall of 2 cannot be"),
        (("--actor", "Italy"), "No report of events with st:ita in this ledger counts"),
        (("--event", "ev:nowhere"), "No event, report or claim of this ledger has the id"),
    ],
)
def test_mistakes_are_one_line(run: Run, words: tuple[str, ...], error: str) -> None:
    """And the exit code is 2."""
    code, out, err = run("LEDGER", *words)

    assert (code, out) == (2, "")
    assert err.startswith("dragoman: ") and error in err and err.count("\n") == 1
