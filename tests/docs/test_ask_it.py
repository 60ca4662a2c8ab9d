"""The questions of README.md, asked of the samples."""

import re
import shlex
from pathlib import Path

import pytest

from dragoman.cli import main
from dragoman.run import read_into

ROOT = Path(__file__).parent.parent.parent
BLOCK = re.compile(r"## Ask it\n.*?```sh\n(.*?)```", re.DOTALL)
TYPED = re.compile(r"\.\.\.|\b(EVENT|CLAIM|REPORT|DOCUMENT|TEXTS)\b|dragoman (serve|watch)\b")
"""What a reader has to fill in first, or what does not end or goes online."""


@pytest.fixture(scope="module")
def read(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the samples."""
    ledger = tmp_path_factory.mktemp("ask-it") / "ledger"
    read_into([samples], ledger)
    return ledger


@pytest.mark.slow
def test_each_question_of_the_readme_has_an_answer(
    read: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newcomer who types what stands there sees an answer, not a sentence about nothing."""
    pytest.importorskip("altair", reason="one line draws, which the extra 'figures' brings")
    monkeypatch.chdir(tmp_path)
    found = BLOCK.search((ROOT / "README.md").read_text("utf-8"))
    assert found
    lines = [line for line in found[1].splitlines() if not TYPED.search(line.partition("#")[0])]
    assert len(lines) > 15

    codes = {
        line: main([str(read) if word == "LEDGER" else word for word in words(line)])
        for line in lines
    }

    assert {line: code for line, code in codes.items() if code} == {}


def words(line: str) -> list[str]:
    """Return what is typed behind the name of the program, without the remark."""
    return shlex.split(line, comments=True)[1:]
