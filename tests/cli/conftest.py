"""The stand-in ledger, as fixtures."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "ask"))

import standin_ledger


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    """Close the ledgers that a test has opened."""
    yield
    while standin_ledger.OPEN:
        standin_ledger.OPEN.pop().close()


@pytest.fixture
def ledger() -> standin_ledger.StandIn:
    """The ledger of August 2020."""
    return standin_ledger.august()


@pytest.fixture
def empty_ledger() -> standin_ledger.StandIn:
    """A ledger into which nothing was read."""
    return standin_ledger.empty()


@pytest.fixture
def names() -> standin_ledger.Register:
    """A register of the names in it."""
    return standin_ledger.Register()
