#!/usr/bin/env python3
"""Measure Dragoman on the sets of `sets.py`, write `report.md`, and hold the pinned floors.

usage: python eval/report.py [--pin] [--lower-floor REASON] [--only SET] [--no-report]

Exits with 1 when a figure is below its floor in `floors.json`. `--pin` raises the
floors to what was measured; it never lowers one, unless `--lower-floor` says why, and
the reason is then kept in the file.
"""

# ruff: noqa: T201 - a command prints

import argparse
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sets import CORPORA, ROOT, Corpus, describe

from dragoman.model import DragomanError
from dragoman.run.evaluate import evaluate
from dragoman.run.schema import read_rows
from dragoman.run.score import Error, ErrorClass, Figures, Scores, find_errors, score

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
REPORT = HERE / "report.md"

WHOLE = "all"
"""The name of the part that is the whole set."""

EXAMPLES = 3
"""Examples of each class of error in the report; `tools/errors` prints all."""

FIGURES: Mapping[str, Callable[[Scores], float]] = {
    "F1": lambda scores: scores.overall.f1,
    "soft F1": lambda scores: scores.soft_f1,
}
"""The figures that have floors. Precision and recall have none: a good change trades them."""

ABOUT = (
    "What Dragoman reached on each set, cut to three digits; nothing is random, so no figure may "
    "fall below its floor. 'fingerprint' is that of gold and texts: if they change, figures "
    "cannot be compared and the floors are pinned anew. eval/report.py --pin raises floors; to "
    "lower one takes --lower-floor REASON, which is kept under 'lowered'."
)


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one set, by part; the whole is a part too."""

    corpus: Corpus
    fingerprint: str
    parts: Mapping[str, Scores]
    unread: tuple[str, ...]


def measure(corpus: Corpus) -> Measured:
    """Run the package over a set and score it, whole and by part."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "predictions.jsonl"
        with corpus.folder() as texts:
            result = evaluate(texts, corpus.gold, out)
        gold, predictions = list(read_rows(corpus.gold)), list(read_rows(out))
    parts = {WHOLE: result.scores}
    for part, ids in corpus.parts().items():
        parts[part] = score(gold, predictions, ids=ids)
    return Measured(corpus, corpus.fingerprint(), parts, result.unread)


# --------------------------------------------------------------------------- floors

Floors = dict[str, object]


def load_floors() -> Floors:
    """Return `floors.json`, or what it begins with."""
    if FLOORS.is_file():
        return dict(json.loads(FLOORS.read_text(encoding="utf-8")))
    return {"about": ABOUT, "sets": {}, "lowered": []}


def _cut(figure: float) -> float:
    return int(figure * 1000 + 1e-9) / 1000


def below_floor(results: Iterable[Measured], floors: Floors) -> list[str]:
    """Return a sentence for each figure below its floor, and for each set that changed."""
    complaints = []
    pinned: dict = floors["sets"]  # type: ignore[assignment]
    for result in results:
        name = result.corpus.name
        entry = pinned.get(name)
        if entry is None:
            continue
        if entry["fingerprint"] != result.fingerprint:
            complaints.append(
                f"{name}: gold or texts are not those that the floors were pinned on; "
                "look at the figures and pin them anew with --lower-floor REASON"
            )
            continue
        for part, figures in entry["parts"].items():
            for figure, floor in figures.items():
                reached = FIGURES[figure](result.parts[part])
                if reached < floor:
                    complaints.append(
                        f"{name}, {part}: {figure} is {reached:.4f}, and its floor is {floor:.3f}"
                    )
    return complaints


def pin(results: Iterable[Measured], floors: Floors, reason: str | None) -> Floors:
    """Return the floors raised to what was measured; lowered only with a reason."""
    pinned: dict = dict(floors["sets"])  # type: ignore[call-overload]
    lowered: list = list(floors["lowered"])  # type: ignore[call-overload]
    today = datetime.now(UTC).date().isoformat()
    for result in results:
        name = result.corpus.name
        old = pinned.get(name, {"parts": {}})
        if old.get("fingerprint", result.fingerprint) != result.fingerprint:
            if not reason:
                continue
            lowered.append(
                {"on": today, "set": name, "what": "gold or texts changed", "because": reason}
            )
            old = {"parts": {}}
        parts: dict[str, dict[str, float]] = {}
        for part, scores in result.parts.items():
            parts[part] = {}
            for figure, read in FIGURES.items():
                reached = _cut(read(scores))
                floor = old["parts"].get(part, {}).get(figure, reached)
                if reached < floor and reason:
                    lowered.append(
                        {
                            "on": today,
                            "set": name,
                            "what": f"{part}: {figure} from {floor:.3f} to {reached:.3f}",
                            "because": reason,
                        }
                    )
                    floor = reached
                parts[part][figure] = max(floor, reached)
        pinned[name] = {
            "fingerprint": result.fingerprint,
            "documents": result.parts[WHOLE].documents,
            "parts": parts,
        }
    return {"about": ABOUT, "sets": pinned, "lowered": lowered}


def write_floors(floors: Floors) -> None:
    """Write `floors.json`, one form for one content."""
    FLOORS.write_text(
        json.dumps(floors, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
    )


# --------------------------------------------------------------------------- the report


def version() -> str:
    """Return the version of the package in this checkout."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def report_of(results: Sequence[Measured]) -> str:
    """Return the report as Markdown: figures, figures by channel, errors, examples."""
    today = datetime.now(UTC).date().isoformat()
    lines = [
        "# How good Dragoman is",
        "",
        f"Measured on {today} with version {version()} by `python eval/report.py`, which writes "
        "this page. `eval/README.md` says what the sets and figures are. Rules are written from "
        "the part `work` only; the honest figure is that of `check`.",
        "",
        "| set | part | documents | precision | recall | F1 | soft F1 | right | false | missed "
        "| persons F1 | status | date found |",
        "|---|---|" + "---:|" * 11,
    ]
    for result in results:
        for part, scores in result.parts.items():
            a, o = scores.attributes, scores.overall
            cells = [
                str(scores.documents),
                *(f"{v:.3f}" for v in (o.precision, o.recall, o.f1, scores.soft_f1)),
                *(str(n) for n in (o.right, o.false, o.missed)),
                f"{a.persons.f1:.3f}",
                *(_share(s.value) for s in (a.status, a.date_found)),
            ]
            lines.append(f"| {result.corpus.name} | {part} | {' | '.join(cells)} |")
    for result in results:
        if result.unread:
            lines += ["", f"{result.corpus.name}: {len(result.unread)} documents without a text."]
    lines += ["", "## By channel", ""]
    lines += _by_channel(results)
    lines += ["", "## What goes wrong", ""]
    lines += _error_table(results)
    for result in results:
        lines += _examples(result)
    return "\n".join(lines) + "\n"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _columns(results: Sequence[Measured]) -> list[tuple[str, Scores]]:
    return [
        (f"{result.corpus.name}, {part}", scores)
        for result in results
        for part, scores in result.parts.items()
        if part != WHOLE or len(result.parts) == 1
    ]


def _by_channel(results: Sequence[Measured]) -> list[str]:
    columns = _columns(results)
    types = list(dict.fromkeys(t for _, scores in columns for t in scores.by_type))
    none = Figures()
    return [
        "F1, and in brackets right / false / missed; channels under the gold's names.",
        "",
        f"| channel | {' | '.join(name for name, _ in columns)} |",
        "|---|" + "---:|" * len(columns),
        *(
            f"| {t} | " + " | ".join(_cell(s.by_type.get(t, none)) for _, s in columns) + " |"
            for t in types
        ),
    ]


def _cell(figures: Figures) -> str:
    if figures == Figures():
        return "-"
    return f"{figures.f1:.2f} ({figures.right} / {figures.false} / {figures.missed})"


def _error_table(results: Sequence[Measured]) -> list[str]:
    counts = [
        (name, Counter(error.what for error in find_errors(scores.outcomes)))
        for name, scores in _columns(results)
    ]
    total: Counter[ErrorClass] = sum((count for _, count in counts), Counter())
    return [
        "A missed and a false event that differ in one thing only are one error, named after it. "
        "Status, date and persons are also counted on matched events.",
        "",
        f"| error | {' | '.join(name for name, _ in counts)} |",
        "|---|" + "---:|" * len(counts),
        *(
            f"| {what} | " + " | ".join(str(count[what]) for _, count in counts) + " |"
            for what, _ in total.most_common()
        ),
    ]


def _examples(result: Measured) -> list[str]:
    """Return examples from the part that rules are written from, if it may be quoted."""
    if not result.corpus.quotable or "work" not in result.parts:
        return []
    errors = find_errors(result.parts["work"].outcomes)
    lines = ["", f"## Examples from {result.corpus.name}, work", ""]
    by_class = Counter(error.what for error in errors)
    for what, size in by_class.most_common():
        lines += [f"### {what} ({size})", ""]
        lines += _spread([error for error in errors if error.what is what])
    return lines


def _spread(errors: Sequence[Error]) -> list[str]:
    """Describe a few errors from different places of the list."""
    step = max(1, len(errors) // EXAMPLES)
    lines: list[str] = []
    for error in errors[::step][:EXAMPLES]:
        lines.append(f"- {error.doc_id}")
        for side, event in (("gold", error.gold), ("ours", error.predicted)):
            if event is not None:
                lines.append(f"  - {side}: {_escape(describe(event))}")
                lines += [f"    > {_escape(words)}" for words in event.evidence[:1]]
    return [*lines, ""]


def _escape(text: str) -> str:
    """Return words of a document so that Markdown shows them and obeys none of them."""
    flat = " ".join(text.split())
    for character in "\\`*_[]<>|#":
        flat = flat.replace(character, f"\\{character}")
    return flat


# --------------------------------------------------------------------------- the command


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, check the floors, write the report; return the exit code."""
    parser = argparse.ArgumentParser(
        description="Measure Dragoman, write eval/report.md, hold the floors of eval/floors.json."
    )
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was measured")
    parser.add_argument(
        "--lower-floor",
        metavar="REASON",
        help="also lower floors that are not reached, and keep the reason in floors.json",
    )
    parser.add_argument("--only", choices=[c.name for c in CORPORA], help="one set only")
    parser.add_argument("--no-report", action="store_true", help="do not write eval/report.md")
    given = parser.parse_args(arguments)
    if given.lower_floor is not None and len(given.lower_floor.split()) < 3:
        parser.error("--lower-floor takes the reason, in words that a reader understands later")

    results = []
    for corpus in CORPORA:
        if given.only not in (None, corpus.name):
            continue
        if not corpus.is_there:
            print(f"{corpus.name}: not on this machine, left out")
            continue
        results.append(measure(corpus))
        for part, scores in results[-1].parts.items():
            o = scores.overall
            print(
                f"{corpus.name + ', ' + part:22} P {o.precision:.3f}  R {o.recall:.3f}  "
                f"F1 {o.f1:.3f}  soft F1 {scores.soft_f1:.3f}  ({scores.documents} documents)"
            )
    floors = load_floors()
    if given.pin or given.lower_floor:
        floors = pin(results, floors, given.lower_floor)
        write_floors(floors)
    if not given.no_report and given.only is None:
        REPORT.write_text(report_of(results), encoding="utf-8", newline="\n")
    complaints = below_floor(results, floors)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except DragomanError as problem:
        sys.exit(str(problem))
