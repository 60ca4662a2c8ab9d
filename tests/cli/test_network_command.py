"""The commands `network` and `take-back`."""

from pathlib import Path

import pytest
from command_line import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a ledger of one document in which three states meet."""
    (tmp_path / "one.txt").write_text(
        "On 20 August 2020, Wang Yi and Retno Marsudi met in Baoting. "
        "On 21 August 2020, Retno Marsudi and Emmanuel Macron met in Jakarta. "
        "On 22 August 2020, Wang Yi and Emmanuel Macron met in Paris."
    )
    assert run("read", str(tmp_path / "one.txt"), "--into", str(tmp_path / "L")).code == 0
    return tmp_path / "L"
