"""What each file gave: kept by its path, and forgotten where it no longer is."""

from contextlib import closing
from pathlib import Path

import pytest

from dragoman.ledger.inputs import Input, Inputs

HASH = "ab" * 32


@pytest.mark.parametrize(
    ("old", "forgotten"),
    [
        (Input("../gone/1.txt", "1.txt", 3, 4, HASH), True),
        (Input("1.txt", "1.txt", 3, 4, HASH), True),
        (Input("../gone/x.txt", "1.txt", 3, 4, HASH), True),
        (Input("../gone/11.txt", "11.txt", 3, 4, HASH), False),
        (Input("../gone/1.txt", "2.txt", 3, 4, HASH), False),
        (Input("../gone/1.txt", "1.txt", 5, 4, HASH), False),
        (Input("../gone/1.txt", "1.txt", 3, 4, "cd" * 32), False),
        (Input("../gone/1.txt", "1.txt", 3, 4, None), False),
        (Input("https://example.org/1.txt", "1.txt", 3, 4, HASH), False),
        (Input("../there/1.txt", "1.txt", 3, 4, HASH), False),
    ],
)
def test_a_file_that_was_moved_is_known_once(tmp_path: Path, old: Input, forgotten: bool) -> None:
    """The same name, size and bytes, and nothing at the old place."""
    root = tmp_path / "ledger"
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "1.txt").touch()
    root.mkdir()
    new = Input("../new/1.txt", "1.txt", 3, 4, HASH)
    with closing(Inputs(root, root / "inputs.sqlite", write=True)) as inputs:
        inputs.record([old, new])
        assert inputs.get(new.key) == new
        assert inputs.get(old.key) == (None if forgotten else old)
