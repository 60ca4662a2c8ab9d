"""What tests of this folder share: helpers beside them, also for processes that they start."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

sys.path.insert(0, str(Path(__file__).parent))

EVAL = str(Path(__file__).parents[2] / "eval")


@pytest.fixture(scope="module")
def evaluation() -> Iterator[Callable[[str], ModuleType]]:
    """Import a module of `eval/` by name; all of them are gone afterwards."""
    sys.path.insert(0, EVAL)
    try:
        yield importlib.import_module
    finally:
        sys.path.remove(EVAL)
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None)).startswith(EVAL):
                del sys.modules[name]
