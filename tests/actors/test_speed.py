"""How fast the register opens and mentions are found, and what it keeps in memory."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dragoman.actors import Register, index

ROOT = Path(__file__).resolve().parents[2]
EVAL = ROOT / "eval"

OPENING = """
import json, sys, time
from pathlib import Path
from dragoman.actors import Register, index
index.cache_folder = lambda: Path(sys.argv[1])
start = time.process_time()
register = Register.load()
loaded = time.process_time() - start
assert register.lookup("IDN") == ["st:idn"]
print(json.dumps({"load": loaded, "all": time.process_time()}))
"""

KEEPING = """
import gc, json, os, sys
from itertools import cycle, islice
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import speed
from dragoman.actors import Register, index
index.cache_folder = lambda: Path(sys.argv[1])
def resident():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
texts = list(islice(cycle(speed.documents()), 200))
gc.collect()
before = resident()
register = Register.load()
opened = resident()
found = len(speed.find_all(texts, register))
gc.collect()
print(json.dumps({"opened": opened - before, "read": resident() - before, "found": found}))
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index of our own files in it."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "cache_folder", lambda: folder)
        Register.load()
    assert list(folder.glob("register-*.sqlite"))
    return folder


@pytest.fixture(scope="module")
def speed() -> ModuleType:
    """The module `eval/speed.py`, which is no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(EVAL))
        return importlib.import_module("speed")


def _alone(code: str, *arguments: Path) -> dict[str, float]:
    """Run some code in a process of its own and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def test_a_fresh_process_opens_the_register_at_once(cache: Path) -> None:
    """With the index made, loading takes under 0.3 s of work in a process that has read nothing."""
    best = min(_alone(OPENING, cache)["load"] for _ in range(3))

    assert best < 0.3


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_the_index_is_small_in_memory(cache: Path) -> None:
    """Opened, and after 200 documents were read, the register takes under 60 MB."""
    grown = _alone(KEEPING, cache, EVAL)

    assert grown["found"] > 4000
    assert grown["opened"] < 60
    assert grown["read"] < 60


def test_mentions_are_resolved_fast(speed: ModuleType) -> None:
    """The resolving step does 20,000 mentions a second on one core; see `eval/speed.py`.

    Asked for here is a third of it, so that a slow or busy machine fails no run.
    """
    _first, whole, alone = speed.measure(3)

    assert whole.mentions == alone.mentions > 1000
    assert alone.mentions / alone.seconds > 6_600
    assert whole.mentions / whole.seconds > 2_500


def test_what_was_read_before_changes_nothing(speed: ModuleType, register: Register) -> None:
    """The step that is timed alone finds the very mentions that the whole finds."""
    texts = speed.documents()[:10]
    whole = speed.find_all(texts, register)
    with speed.read_before(texts, register):
        alone = speed.find_all(texts, register)

    assert alone == whole
