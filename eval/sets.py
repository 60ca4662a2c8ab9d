"""The sets of documents that Dragoman is measured on, and how an event is put in one line."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from dragoman.run.evaluate import Part, find_texts, load_split
from dragoman.run.schema import GoldEvent, read_rows

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents with a hand-made record.

    `texts` is a folder, or the gold itself where each of its rows carries its `text`.
    `quotable`: its texts were written for this project and may be quoted in a report.
    `split`: its parts stand in a `split.json` beside the gold.
    """

    name: str
    gold: Path
    texts: Path
    quotable: bool
    split: bool

    @property
    def is_there(self) -> bool:
        """Whether gold and texts are on this machine."""
        return self.gold.is_file() and self.texts.exists()

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Open the texts as a folder of `ID.txt`; what was unpacked goes when it is closed."""
        if self.texts.is_dir():
            yield self.texts
            return
        with TemporaryDirectory() as aside:
            for line in self.texts.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                head = f"URL: https://phrases.example/{row['id']}\nDate: {row['doc_date']}\n\n"
                path = Path(aside) / f"{row['id']}.txt"
                path.write_text(head + row["text"], encoding="utf-8")
            yield Path(aside)

    def parts(self) -> dict[Part, frozenset[str]]:
        """Return the ids of each part; empty for a set that is not divided."""
        if not self.split:
            return {}
        parts = load_split(self.gold)
        return {"work": parts["work"], "check": parts["check"]}

    def fingerprint(self) -> str:
        """Return a digest of gold and texts: figures of two digests cannot be compared."""
        digest = sha256(self.gold.read_bytes())
        ids = [document.id or "" for document in read_rows(self.gold)]
        with self.folder() as texts:
            found = find_texts(ids, texts)
            for name in ids:
                digest.update(f"\0{name}\0".encode())
                digest.update(found[name].read_bytes() if name in found else b"")
        return digest.hexdigest()[:16]


CORPORA = (
    Corpus("written", ROOT / "eval" / "gold" / "written.jsonl", ROOT / "samples", True, True),
    Corpus(
        "phrases",
        ROOT / "eval" / "phrases" / "phrases.jsonl",
        ROOT / "eval" / "phrases" / "phrases.jsonl",
        True,
        True,
    ),
    Corpus(
        "white-house",
        SHARED / "gold" / "white-house.jsonl",
        SHARED / "corpora" / "white-house",
        False,
        True,
    ),
    Corpus("seeds", SHARED / "seeds" / "gold.jsonl", SHARED / "seeds", False, False),
)
"""All sets. The first two ship with the project; the others lie in `../shared`, or are left out."""


def describe(event: GoldEvent) -> str:
    """Put an event in one line: type, status, day, place, and who.

    A person stands behind the code of the state; "?" stands for an unknown date, and an
    optional participant is in brackets.
    """
    who = []
    for participant in event.participants:
        words = participant.country or "?"
        if participant.person:
            words += f":{participant.person}"
        if participant.role in ("initiator", "host", "carrier"):
            words += f" ({participant.role})"
        who.append(f"[{words}]" if participant.optional else words)
    kind = "|".join([event.type or "?", *sorted(event.types)])
    status = "|".join([event.status or "?", *sorted(event.statuses)])
    where = f" @ {event.place}" if event.place else ""
    flag = " (background)" if event.background else ""
    return f"{kind}, {status}, {event.date or '?'}{where}{flag}: {'; '.join(who)}"
