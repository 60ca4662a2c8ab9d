#!/usr/bin/env python3
"""Judged precision in the wild: draw reports, and tell what two readers made of them.

usage: python eval/wild.py draw SAMPLE [--seed N] [--size N] [--documents N] [--jobs N]
       python eval/wild.py store LABEL SAMPLE VERDICTS VERDICTS
       python eval/wild.py show

`draw` reads white-house documents that no gold records, as many as asked for and drawn too, and
writes reports, drawn with a fixed seed, for two readers who do not see each other's verdicts
(`wild/README.md` tells them what is asked). `store` keeps ids and verdicts, no texts, in
`wild/LABEL.jsonl`. `show` prints what is stored.
"""

# ruff: noqa: T201 - a command prints

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from _figures import Figure, documents, gold_ids, ident, register, white_house

from dragoman.extract import extract
from dragoman.model import PARTY_ROLES, Claim, Document, InputError, Report, Role, SectionKind
from dragoman.text import prepare

STORED = Path(__file__).resolve().parent / "wild"
NAME = "judged precision in the wild"
SEED, SIZE, DOCUMENTS = 2024, 200, 700

RIGHT = "right"
MISTAKES = ("false", "channel", "party", "status", "date")
"""What can be wrong, the gravest first: a verdict names the first that holds."""

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts of two readers on one drawing, in its order."""

    label: str
    pairs: tuple[tuple[str, str], ...]

    @property
    def precisions(self) -> tuple[float, float]:
        """The share that each reader found right."""
        first, second = zip(*self.pairs, strict=True)
        return first.count(RIGHT) / len(first), second.count(RIGHT) / len(second)

    @property
    def precision(self) -> float:
        """The mean of both readers."""
        return sum(self.precisions) / 2

    @property
    def kappa(self) -> float:
        """Cohen's kappa on right or not; 1 where both are of one mind on everything."""
        agreed = sum((a == RIGHT) == (b == RIGHT) for a, b in self.pairs) / len(self.pairs)
        p, q = self.precisions
        chance = p * q + (1 - p) * (1 - q)
        return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)

    @property
    def says(self) -> str:
        """Both figures, agreement and mistakes in one sentence."""
        p, q = self.precisions
        wrong = Counter(v for pair in self.pairs for v in pair if v != RIGHT)
        return (
            f"{self.label}: {len(self.pairs)} reports, readers {p:.3f} and {q:.3f}, kappa "
            f"{self.kappa:.2f}; mistakes named: "
            + (", ".join(f"{what} {count}" for what, count in wrong.most_common()) or "none")
        )


# --------------------------------------------------------------------------- draw


def rows_of(doc: Document, name: str, reports: Iterable[Report]) -> list[Row]:
    """Return what a reader is shown of each report in the body of a document."""
    sentences = prepare_sentences(doc)
    rows: list[Row] = []
    for report in (r for r in reports if r.section is SectionKind.BODY):
        start, end = report.evidence.start, report.evidence.end
        own = [n for n, (first, last) in enumerate(sentences) if first < end and start < last]
        first, last = (own[0], own[-1]) if own else (0, -1)
        around = sentences[max(0, first - 2) : first], sentences[last + 1 : last + 2]
        before, after = (" ".join(doc.text[a:b] for a, b in part) for part in around)
        rows.append(
            {
                "id": report.id,
                "doc": name,
                "title": doc.title,
                "published": doc.published,
                "before": " ".join(before.split()),
                "sentence": " ".join(report.evidence.quote.split()),
                "after": " ".join(after.split()),
                "channel": str(report.channel),
                "parties": [_party(c) for c in report.claims if c.role in PARTY_ROLES],
                "status": str(report.status),
                "date": [claim.value for claim in report.having(Role.DATE)],
                "background": report.background,
                "rule": report.rule,
            }
        )
    return rows


def prepare_sentences(doc: Document) -> list[tuple[int, int]]:
    """Return where the sentences of a document stand in its text."""
    clean = prepare(doc)
    return [clean.repaired.back(s.start, s.end) for s in clean.sentences]


def _party(claim: Claim) -> str:
    actor = claim.actor
    if actor is None:
        return f"{claim.role}: {claim.value}"
    words = [register().label(actor.polity)] if actor.polity else []
    words += [register().label(part) for part in (actor.office, actor.person) if part]
    words += [actor.name] if actor.name and not actor.person else []
    return f"{claim.role}: {', '.join(words)} ({' '.join(claim.evidence.quote.split())})"


def _read(path: Path) -> list[Row]:
    return [
        row
        for _, doc in documents([path])
        for row in rows_of(doc, ident(path), extract(doc, register=register()).reports)
    ]


def draw(rows: Sequence[Row], seed: int = SEED, size: int = SIZE) -> list[Row]:
    """Return rows drawn with a seed, in an order that tells nothing."""
    ordered = sorted(rows, key=lambda row: (str(row["doc"]), str(row["id"])))
    return random.Random(seed).sample(ordered, min(size, len(ordered)))  # noqa: S311


def _draw(out: Path, seed: int, size: int, documents: int, jobs: int) -> None:
    paths = [path for path in white_house() if ident(path) not in gold_ids()[0]]
    paths = random.Random(seed).sample(paths, min(documents, len(paths)))  # noqa: S311
    if not paths:
        raise InputError("../shared/corpora/white-house is not on this machine")
    with ProcessPoolExecutor(jobs) as pool:
        rows = [row for found in pool.map(_read, paths, chunksize=25) for row in found]
    drawn = draw(rows, seed, size)
    _write(out, drawn)
    print(f"{len(drawn)} of {len(rows)} reports from {len(paths)} documents, seed {seed}")


# --------------------------------------------------------------------------- verdicts


def _lines(path: Path) -> list[Row]:
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as problem:
        raise InputError(f"{path.name} cannot be read as JSON lines: {problem}") from None


def _write(path: Path, rows: Iterable[Row]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def join(sample: Sequence[Row], verdicts: Sequence[Sequence[Row]]) -> list[Row]:
    """Return ids with the verdict of each reader, and no texts.

    Raises:
        InputError: A reader left a report out, or gave a verdict that is none.
    """
    given = [{row["id"]: row.get("verdict") for row in reader} for reader in verdicts]
    rows: list[Row] = []
    for row in sample:
        both = [reader.get(row["id"]) for reader in given]
        for verdict in both:
            if verdict not in (RIGHT, *MISTAKES):
                raise InputError(
                    f"{row['id']}: the verdict is {verdict!r}; it is one of "
                    + ", ".join((RIGHT, *MISTAKES))
                )
        rows.append({"id": row["id"], "doc": row["doc"], "verdicts": both})
    return rows


def stored(folder: Path = STORED) -> list[Judged]:
    """Return what is stored, by label."""
    judged = []
    for path in sorted(folder.glob("*.jsonl")):
        pairs = [cast(tuple[str, str], tuple(cast(list[str], r["verdicts"]))) for r in _lines(path)]
        judged.append(Judged(path.stem, tuple(pairs)))
    return judged


def figure(folder: Path = STORED) -> Figure:
    """Return the precision of the drawing that was stored last, by label."""
    judged = stored(folder)
    if not judged:
        return Figure.missing(NAME, "nothing was judged yet (eval/wild.py)")
    last = judged[-1]
    return Figure(NAME, last.precision, len(last.pairs), last.says)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, store or show."""
    parser = argparse.ArgumentParser(description="Judged precision in the wild.")
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw", help="draw reports for two readers")
    drawing.add_argument("sample", type=Path)
    drawing.add_argument("--seed", type=int, default=SEED)
    drawing.add_argument("--size", type=int, default=SIZE)
    drawing.add_argument("--documents", type=int, default=DOCUMENTS)
    drawing.add_argument("--jobs", type=int, default=2)
    storing = commands.add_parser("store", help="keep ids and verdicts in eval/wild")
    storing.add_argument("label", help="names sort in the order of the drawings: 2026-11-22")
    storing.add_argument("sample", type=Path)
    storing.add_argument("verdicts", type=Path, nargs=2)
    commands.add_parser("show", help="print what is stored")
    given = parser.parse_args(arguments)
    if given.command == "draw":
        _draw(given.sample, given.seed, given.size, given.documents, given.jobs)
    elif given.command == "store":
        rows = join(_lines(given.sample), [_lines(path) for path in given.verdicts])
        _write(STORED / f"{given.label}.jsonl", rows)
    if given.command != "draw":
        print("\n".join(judged.says for judged in stored()) or "nothing was judged yet")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InputError as problem:
        sys.exit(str(problem))
