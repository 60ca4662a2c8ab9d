"""What is not parsed would have told nothing: nothing is lost for the time that is won."""

import sys
from pathlib import Path
from random import Random

import pytest
from reading_making import register

from dragoman import read
from dragoman.extract import extract_all
from dragoman.extract.gate import Gate
from dragoman.model import Document, Report
from dragoman.text import CleanText

SHARED = Path(__file__).parents[3] / "shared"
SAMPLES = sorted(Path(__file__).parents[2].glob("samples/*.txt"))
WHITE_HOUSE = sorted(SHARED.glob("corpora/white-house/**/*.md"))


def told(docs: list[Document]) -> list[tuple[Report, ...]]:
    """Return the reports of each document."""
    found = []
    for one in extract_all(docs, register=register()):
        assert not isinstance(one, Exception)
        found.append(one.reports)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("paths", [SAMPLES, WHITE_HOUSE], ids=["samples", "white-house"])
def test_no_report_is_lost(paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No document is skipped as silent and no sentence held back: the reports are the same.

    Statements are left out: in a document that names nobody abroad they are no diplomacy.
    """
    if not paths:
        pytest.skip("needs the folder ../shared beside the checkout")
    docs = [doc for path in Random(9).sample(paths, 30) for doc in read(path)]
    ours = told(docs)

    def nothing(_gate: Gate, clean: CleanText, *_: object, **__: object) -> list[None]:
        return [None] * len(clean.sentences)

    monkeypatch.setattr(sys.modules["dragoman.extract.extraction"], "is_silent", lambda *_: False)
    monkeypatch.setattr(Gate, "held", nothing)

    assert told(docs) == ours
