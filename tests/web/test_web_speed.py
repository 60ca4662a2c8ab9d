"""How long the pages take over a ledger of ten thousand made-up events."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

EVAL = Path(__file__).parents[2] / "eval"

ALLOWED = 3
"""By how much another machine may be slower than the one for which the times are promised."""


@pytest.fixture(scope="module")
def speed() -> Iterator[ModuleType]:
    """The module `eval/web_speed.py`, which is in no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(EVAL))
        yield importlib.import_module("web_speed")


@pytest.mark.slow
def test_pages_of_many_events_come_at_once(speed: ModuleType, tmp_path: Path) -> None:
    """A tenth of the events that the times are promised for, in less than these times.

    Facets, pages, search, an event and a document: processor time, the best of three; and what
    a browser gets of each is under 500 KB compressed.
    """
    speed.make_ledger(tmp_path / "ledger", 10_000)
    slow, heavy = {}, {}
    with speed.client(tmp_path / "ledger") as ask:
        for name, (address, limit) in speed.addresses(ask).items():
            cpu, _, page = speed.timed(ask, address)
            if cpu * 1000 > limit * ALLOWED / 2:
                slow[name] = cpu
            if speed.sent(page) > 500:
                heavy[name] = speed.sent(page)

    assert not slow
    assert not heavy
