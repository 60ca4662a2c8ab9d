"""The golden digests: which they are, and how they are written anew.

`python tests/golden_digests.py` writes them; read the difference before it is kept.
"""

import json
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "export" / "golden"
RENEW = "python tests/golden_digests.py"

DOCUMENTS = {
    "wr01": ("st:usa", "Briefing Room"),
    "wr02": ("st:chn", "Ministry Readouts"),
    "wr16": (None, None),
    "wr21": (None, None),
    "wr35": ("st:chn", "State Media"),
    "wr57": (None, None),
}
"""Samples with whose account each gives, and the outlet that the test says it is of."""

DIGESTS = (
    ("st:chn", "2022-03"),  # a video call with an account of each side
    ("st:chn", "2024-01"),  # a tour with meetings that belong to its visits; an anniversary
    ("st:ind", "2024-10"),  # talks, a pledge, a dispute that two sides tell of
)


def golden(who: str, month: str) -> Path:
    """Return where a golden digest lies."""
    return GOLDEN / f"{who[3:]}-{month}.md"


def make_ledger(folder: Path) -> Path:
    """Read the documents of the golden digests into a ledger."""
    from dragoman.run import read_into

    docs = folder / "documents"
    docs.mkdir(parents=True)
    lines = []
    for name, (side, outlet) in DOCUMENTS.items():
        shutil.copy(ROOT / "samples" / f"{name}.txt", docs)
        about = {"file": f"{name}.txt", "side": side, "outlet": outlet}
        lines.append(json.dumps({key: value for key, value in about.items() if value}))
    (docs / "meta.jsonl").write_text("\n".join(lines), encoding="utf-8")
    read_into([docs], folder / "ledger")
    return folder / "ledger"


def make_digest(ledger: Path, who: str, month: str) -> str:
    """Write one digest as Markdown, as the command line does."""
    from dragoman.actors import Register
    from dragoman.ask import digest
    from dragoman.export.digest import digest_markdown
    from dragoman.run import Ledger

    register = Register.load(())
    with Ledger.open(ledger) as book:
        brief = digest(book, who, month, names=register.label, register=register)
    return digest_markdown(brief)


def main() -> None:
    """Write all of them."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = make_ledger(Path(folder))
        for who, month in DIGESTS:
            golden(who, month).write_text(make_digest(ledger, who, month), encoding="utf-8")


if __name__ == "__main__":
    main()
