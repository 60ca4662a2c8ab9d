"""The notebooks run from top to bottom, as scripts, over the samples."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.run import read_into

pytest.importorskip(
    "marimo", reason="the notebooks need marimo, which the extra 'notebooks' brings"
)
pytest.importorskip("altair", reason="the notebooks draw, which the extra 'figures' brings")

ROOT = Path(__file__).parent.parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))
OWN_LEDGER = "both_sides_of_a_meeting"

SAYS = {
    "a_leaders_month": "4 contacts. 4 events in 3 documents.",
    "both_sides_of_a_meeting": "rows compared",
    "cloud_and_in_person": "1 break in the made-up world. Cloud share without verbal messages: "
    "no clear change",
}
"""What each prints when it is run as a script."""


@pytest.fixture(scope="module")
def read(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the samples, which those notebooks share that take one."""
    ledger = tmp_path_factory.mktemp("notebooks") / "ledger"
    read_into([samples], ledger)
    return ledger


@pytest.mark.slow
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_as_a_script(notebook: Path, read: Path, tmp_path: Path) -> None:
    """Each cell runs, nothing is warned of, and the last line says what was found."""
    given = [] if notebook.stem == OWN_LEDGER else ["--", "--ledger", str(read)]
    done = subprocess.run(
        [sys.executable, str(notebook), *given],
        capture_output=True, cwd=tmp_path, encoding="utf-8", timeout=240, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-3000:]
    assert SAYS[notebook.stem] in done.stdout
    assert "Warning" not in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_listed_and_shows_documents_as_words(notebook: Path) -> None:
    """The page on Python names it, and no words of a document are put into Markdown or HTML."""
    page = (ROOT / "docs" / "how-to" / "python.md").read_text("utf-8")
    assert f"notebooks/{notebook.name}" in page

    for call in ast.walk(ast.parse(notebook.read_text("utf-8"))):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("mo.md", "mo.Html"):
            told = {n.attr for n in ast.walk(call) if isinstance(n, ast.Attribute)}
            assert not told & {"sentence", "quote", "label", "alt", "because"}, told
