"""What several test files share."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import standin_ledger

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the checkout; tests that need it skip where it is absent."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("needs the folder ../shared beside the checkout (gold, seeds, corpora)")
    return SHARED


@pytest.fixture(scope="session")
def samples() -> Path:
    """The documents that ship with the project."""
    return ROOT / "samples"


@pytest.fixture
def ledger() -> Iterator[standin_ledger.StandIn]:
    """A stand-in ledger of August 2020, without files."""
    yield standin_ledger.august()
    _close()


@pytest.fixture
def empty_ledger() -> Iterator[standin_ledger.StandIn]:
    """A stand-in ledger into which nothing was read."""
    yield standin_ledger.empty()
    _close()


@pytest.fixture
def names() -> standin_ledger.Register:
    """A register of the names in the stand-in ledger."""
    return standin_ledger.Register()


def _close() -> None:
    while standin_ledger.OPEN:
        standin_ledger.OPEN.pop().close()
