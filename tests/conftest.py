"""What several test files share."""

from pathlib import Path

import pytest

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
