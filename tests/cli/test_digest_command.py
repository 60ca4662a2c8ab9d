"""The command that writes a brief, on a stand-in ledger."""

from pathlib import Path

import pytest
from golden_digests import make_ledger

from dragoman.cli import main


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of a few samples."""
    return make_ledger(tmp_path_factory.mktemp("digest"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ending", "start"),
    [("html", b"<!DOCTYPE"), ("md", b"# China"), ("docx", b"PK"), ("pdf", b"%PDF")],
)
def test_the_ending_says_in_what_format(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str, start: bytes
) -> None:
    """One brief, four formats; the line printed says how much it rests on."""
    file = tmp_path / f"brief.{ending}"

    assert main(["digest", "CHN", str(path), "--month", "2024-01", "-o", str(file)]) == 0
    assert file.read_bytes().startswith(start)
    assert "cited sentences. 9 events in 1 document" in capsys.readouterr().out


@pytest.mark.slow
def test_bad_input_is_one_line(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another ending, an actor that nobody is, a window outside the ledger."""
    for words, said in (
        (["CHN", "--month", "2024-01", "-o", str(tmp_path / "b.txt")], "is none of"),
        (["Nobodia", "--month", "2024-01"], "nobody is known as"),
        (["CHN", "--month", "1950-01"], "run from"),
    ):
        assert main(["digest", words[0], str(path), *words[1:]]) == 2
        assert said in capsys.readouterr().err
