"""`dragoman export`, on the stand-in ledger: what it writes, says and refuses."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from command_line import Run
from standin_ledger import Register, StandIn

from dragoman.cli import ask_export
from dragoman.export.formats import FORMATS


class Coded(Register):
    """Knows the codes of states too."""

    def iso3(self, ident: str) -> str | None:
        """Return the code."""
        return ident[3:].upper() if ident.startswith("st:") else None


@pytest.fixture
def register() -> Coded:
    """The names, with codes."""
    return Coded()


@pytest.fixture
def run(run: Run, ledger: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a line in an empty folder, on a ledger whose quotations are short."""
    ledger.config = SimpleNamespace(quote_chars=30)  # type: ignore[attr-defined]
    monkeypatch.chdir(tmp_path)
    return run


def test_export_says_what_it_wrote_and_left_out(run: Run) -> None:
    """Numbers on the output, what did not come beside it."""
    assert run("export LEDGER --as gexf --into out.gexf") == (
        0,
        "out.gexf: events 8, edges 8, nodes 6\n",
        "Left out: 1 event: known only from a teaser.\nLeft out: 1 event: no document dates it.\n",
    )


def test_filters_and_the_setting_hold(run: Run, tmp_path: Path) -> None:
    """Only what is asked for comes, with quotations as long as the ledger's settings say."""
    line = "export LEDGER --as JSONL --into out --actor CHN --channel letter --channel call"
    code, printed, errors = run(f"{line} --from 2020-08 --to 2020-08")

    assert (code, printed) == (
        0,
        "out: events 2, parties 5, documents 3, reports 3, claims 11\n",
    )
    assert errors == "Left out: 1 event: not dated finely enough to say.\n"
    found = (tmp_path / "out" / "events.jsonl").read_text("utf-8").splitlines()
    events = [json.loads(line) for line in found]
    assert [event["event"] for event in events] == ["ev:letter", "ev:call"]
    assert events[0]["reports"][0]["quote"] == "In Baoting, Foreign Minister R…".replace(
        "R…", "R …"
    )
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert "China; letter, call; 2020-08/2020-08" in package["description"]
    assert "cut at 30 characters" in package["description"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_named_in_the_help(name: str, run: Run) -> None:
    """The list in the help is written by hand; it lacks none, and says what is a folder."""
    folders, files = ask_export.NAMES.split(";")

    assert name in (folders if FORMATS[name].files else files)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("export LEDGER --as cvs --into out", "did you mean 'csv'?"),
        ("export LEDGER --as csv --into LEDGER/out", "lies in the ledger's folder"),
        ("export LEDGER --as csv --into nowhere/out", "is no folder; make it first"),
        ("export LEDGER --as csv --into out --channel leter", "did you mean 'letter'?"),
        ("export LEDGER --as csv --into out --actor Chna", "nobody is known as 'Chna'"),
        ("export LEDGER --as csv --into out --actor CHN --from 1950 --to 1951", "run from 2008"),
        ("export LEDGER --as csv --into out --from 1950 --to 1951", "dated from 2008-01-01"),
        ("export LEDGER --as csv --into out --from 2020-13", "has the month 13"),
        (
            "export LEDGER --as csv --into out --channel force",
            "No event of this ledger is by force. It holds",
        ),
        ("export LEDGER --as ical --into out --channel aid", "never announced"),
        ("export LEDGER --as csv", "Missing option '--into'"),
    ],
)
def test_errors_are_one_line_and_leave_nothing(
    run: Run, line: str, words: str, tmp_path: Path
) -> None:
    """What was met and what to do, exit code 2, and no file."""
    code, printed, errors = run(line)

    assert (code, printed) == (2, "")
    assert words in errors
    assert len(errors.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten_unasked(run: Run, tmp_path: Path) -> None:
    """A file that is there stays until --force."""
    (tmp_path / "out").write_text("mine")

    code, _, errors = run("export LEDGER --as graphml --into out")
    assert code == 2
    assert "is there already" in errors
    assert (tmp_path / "out").read_text() == "mine"

    assert run("export LEDGER --as graphml --into out --force")[0] == 0
    assert (tmp_path / "out").read_text().startswith("<?xml")


def test_an_empty_ledger_says_so(
    run: Run, empty_ledger: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the way to fill it."""

    @contextmanager
    def opened(path: Path, *, write: bool = False) -> Iterator[StandIn]:
        empty_ledger.config = SimpleNamespace(quote_chars=30)  # type: ignore[attr-defined]
        yield empty_ledger

    monkeypatch.setattr(ask_export, "open_ledger", opened)

    code, _, errors = run("export LEDGER --as csv --into out")

    assert code == 2
    assert "The ledger is empty" in errors
