"""`dragoman compare` on the stand-in ledger: what exactly it prints."""

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
from dragoman.cli import ask_compare

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    ledger: StandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run a command line on the ledger of August 2020."""
    ledger.db.execute(
        'CREATE TABLE statements (statement_id TEXT, doc_id TEXT, start BIGINT, "end" BIGINT,'
        " quote TEXT, polity TEXT, office TEXT, person TEXT, stance TEXT, topics TEXT[],"
        " section TEXT)"
    )

    @contextmanager
    def opened(path: Path, *, write: bool = False) -> Iterator[StandIn]:
        yield ledger

    ledger.config = SimpleNamespace(quote_chars=400)  # type: ignore[attr-defined]
    monkeypatch.setattr(ask_compare, "open_ledger", opened)
    monkeypatch.setattr(ask_compare, "load_register", lambda book: Register())
    commands: Any = typer.Typer()
    commands.command()(ask_compare.compare)
    commands.command(name="other")(lambda: None)
    monkeypatch.setattr(line, "app", commands)

    def run_line(*words: str) -> tuple[int, str, str]:
        code = line.main(["compare", *words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_line


HEAD = """\
Here:  Hainan Courier (account of China): 6 claims, 2 sentences
There: Jakarta Gazette (account of Indonesia): 3 claims, 2 sentences

Both say
"""


def test_both_accounts_are_set_side_by_side(run: Run) -> None:
    """What both say, where they differ, what one alone says, and why nothing is measured."""
    code, out, err = run("ev:letter", "LEDGER")

    assert (code, err) == (0, "")
    assert out[: len(HEAD)] == HEAD
    assert "They differ\n  claim  date  2020-08-20 | 2020-08-21  “August 20” | “21 August”" in out
    only = out[out.index("Only here") :]
    assert "Joko Widodo" in only and "Hainan " in only
    assert "Not measured. Jakarta Gazette makes 3 claims that could be compared" in out
    assert out.endswith("prints the sentence behind an event or a [claim].\n")


def test_a_silent_side_is_named(run: Run) -> None:
    """Nobody's account is no denial."""
    _, out, _ = run("ev:call", "LEDGER")

    assert "There: France: no account in the ledger. Silent, not denying.\n" in out
    assert "Not measured. The ledger has no account of France." in out


def test_json_and_the_other_order(run: Run) -> None:
    """The side that is asked for comes first; the accounts stand beside the rows."""
    code, out, _ = run("ev:letter", "LEDGER", "--here", "Indonesia", "--format", "json")
    whole = json.loads(out)

    assert code == 0
    assert (whole["here"]["side"], whole["there"]["side"]) == ("st:idn", "st:chn")
    assert whole["measures"] is None and whole["refused"]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("LEDGER",), "a comparison takes an event, or two documents"),
        (("d1", "d9", "LEDGER"), "No document of this ledger has the id or name 'd9'"),
        (("ev:letter", "LEDGER", "--there", "Italy"), "st:ita is no party to ev:letter"),
    ],
)
def test_mistakes_are_one_line(run: Run, words: tuple[str, ...], error: str) -> None:
    """And the exit code is 2."""
    code, out, err = run(*words)

    assert (code, out) == (2, "")
    assert err.startswith("dragoman: ") and error in err and err.count("\n") == 1
