"""A command line on the stand-in ledger, whatever folder it names."""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from command_line import Run
from standin_ledger import Register, StandIn
from statement_making import TABLE

from dragoman.cli import about, ask_export, asking
from dragoman.cli.app import main


@pytest.fixture
def register() -> Any:
    """Who knows the names; a test file may have its own."""
    return Register()


@pytest.fixture
def run(
    ledger: StandIn,
    register: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command line on the ledger of August 2020."""

    @contextmanager
    def opened(path: Path, *, write: bool = False) -> Iterator[StandIn]:
        yield ledger

    ledger.db.execute(TABLE)
    ledger.config = SimpleNamespace(quote_chars=400)  # type: ignore[attr-defined]
    for module in (asking, about, ask_export):
        monkeypatch.setattr(module, "open_ledger", opened)
    for module in (asking, ask_export):
        monkeypatch.setattr(module, "load_register", lambda book: register)
    monkeypatch.setattr("dragoman.ask.asking.register_of", lambda book: register)

    def run_line(line: str) -> tuple[int, str, str]:
        code = main(shlex.split(line))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_line
