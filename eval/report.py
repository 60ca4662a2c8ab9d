#!/usr/bin/env python3
"""Measure Dragoman on the sets of `sets.py`, write `report.md`, and hold the pinned floors.

usage: python eval/report.py [--pin [--label LABEL]] [--lower-floor REASON] [--only SET]
                             [--no-report] [--jobs N]

Exits with 1 when a figure is below its floor in `floors.json`. `--pin` raises the
floors to what was measured and adds the run to `history.jsonl`; it never lowers a
floor, unless `--lower-floor` says why, and the reason is then kept in the file.
"""

# ruff: noqa: T201 - a command prints

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import _gate
import _history
import _plover
import _readouts
import _throughput
import wild
from _figures import Figure
from _floors import (
    DOWNWARD,
    FIGURES,
    QUIET,
    WHOLE,
    Measured,
    below_floor,
    load_floors,
    pin,
    write_floors,
)
from sets import CORPORA, ROOT, Corpus, describe

from dragoman.model import DragomanError
from dragoman.run.evaluate import evaluate
from dragoman.run.schema import read_rows
from dragoman.run.score import (
    Error,
    ErrorClass,
    Figures,
    Scores,
    find_errors,
    score,
)

HERE = Path(__file__).resolve().parent
REPORT = HERE / "report.md"

EXAMPLES = 3
"""Examples of each class of error in the report; `tools/errors` prints all."""

BOTH = ("written", "white-house")
ASKED: Sequence[tuple[str, Sequence[str], str, float, float | None]] = (
    ("F1", ("written",), "check", 0.78, 0.92),
    ("precision", ("written",), "check", 0.85, None),
    ("F1", ("white-house",), "check", 0.80, 0.93),
    ("precision", ("white-house",), "check", 0.88, None),
    ("recall", ("seeds",), WHOLE, 0.85, 1.0),
    ("status", BOTH, "check", 0.92, 0.97),
    ("date equal", BOTH, "check", 0.90, 0.97),
    ("persons F1", BOTH, "check", 0.90, 0.96),
    (QUIET, (*BOTH, "phrases"), WHOLE, 1.0, 0.0),
    ("attribution", BOTH, "check", 0.80, 0.95),
)
"""What is asked for: figure, sets, part, at least (at most for the false), and the aim."""

ASKED_OF_ALL: Mapping[str, tuple[float | None, float | None]] = {
    _readouts.NAME: (0.95, 0.99),
    wild.NAME: (0.90, 0.95),
    _plover.NAME: (None, 0.70),
    _throughput.NAME: (_throughput.WANTED, 1000),
    _gate.RECALL: (_gate.LEAST, None),
    _gate.SHARE: (None, None),
}
"""The same for the figures that belong to no set."""


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


def measure_others(corpora: Sequence[Corpus]) -> list[Callable[[], Figure]]:
    """Return what is still to be measured beside the sets."""
    return [
        _readouts.measure,
        _plover.measure,
        partial(_gate.recall, corpora),
        _gate.share,
        wild.figure,
    ]


# --------------------------------------------------------------------------- the report


def version() -> str:
    """Return the version of the package in this checkout."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def report_of(
    results: Sequence[Measured],
    others: Sequence[Figure] = (),
    runs: Sequence[_history.Run] = (),
) -> str:
    """Return the report as Markdown: figures, figures by channel, errors, runs, examples."""
    today = datetime.now(UTC).date().isoformat()
    lines = [
        "# How good Dragoman is",
        "",
        f"Measured on {today} with version {version()} by `python eval/report.py`, which writes "
        "this page. `eval/README.md` says what the sets and figures are. Rules are written from "
        "the part `work` only; the honest figure is that of `check`.",
        "",
        "## What it must show",
        "",
        *_asked(results, others),
        "",
        "## By set",
        "",
        "| set | part | documents | precision | recall | F1 | soft F1 | right | false | missed "
        "| persons F1 | status | date found | date equal | attribution |",
        "|---|---|" + "---:|" * 13,
    ]
    for result in results:
        for part, scores in result.parts.items():
            a, o = scores.attributes, scores.overall
            cells = [
                str(scores.documents),
                *(f"{v:.3f}" for v in (o.precision, o.recall, o.f1, scores.soft_f1)),
                *(str(n) for n in (o.right, o.false, o.missed)),
                _share(FIGURES["persons F1"](scores)),
                *(_share(s.value) for s in (a.status, a.date_found, a.date_exact)),
                _share(FIGURES["attribution"](scores)),
            ]
            lines.append(f"| {result.corpus.name} | {part} | {' | '.join(cells)} |")
    for result in results:
        if result.unread:
            lines += ["", f"{result.corpus.name}: {len(result.unread)} documents without a text."]
    lines += ["", "## By channel", ""]
    lines += _by_channel(results)
    lines += ["", "## What goes wrong", ""]
    lines += _error_table(results)
    if runs:
        lines += ["", "## From first to last run", "", *_history.tables(runs, IN_HISTORY)]
    for result in results:
        lines += _examples(result)
    return "\n".join(lines) + "\n"


def _asked(results: Sequence[Measured], others: Sequence[Figure]) -> list[str]:
    """Return the table of what is asked for and what was reached."""
    by_name = {result.corpus.name: result for result in results}
    lines = [
        "| figure | set | reached | at least | aim |",
        "|---|---|---:|---:|---:|",
    ]
    for figure, names, part, least, aim in ASKED:
        bound = f"at most {least:g}" if figure in DOWNWARD else f"{least:.2f}"
        for result in (by_name[name] for name in names if name in by_name):
            scores = result.parts.get(part)
            if scores is not None:
                reached = _share(FIGURES[figure](scores))
                if figure == QUIET:
                    reached += f" ({scores.negatives.false} in {scores.negatives.documents})"
                lines.append(
                    f"| {figure} | {result.corpus.name}, {part} | {reached} | {bound} "
                    f"| {'-' if aim is None else f'{aim:g}'} |"
                )
    for other in others:
        asked = ASKED_OF_ALL.get(other.name, (None, None))
        cells = ("-" if value is None else f"{value:g}" for value in asked)
        lines.append(f"| {other.name} | - | {_number(other.value)} | {' | '.join(cells)} |")
    lines += ["", *(f"- {other.name}: {other.says}." for other in others)]
    return lines


def _number(value: float | None) -> str:
    return _share(value) if value is None or value < 2 else f"{value:.0f}"


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


# --------------------------------------------------------------------------- history

IN_HISTORY = ("F1", "precision", "recall")
"""The figures that are shown of every run beside its errors."""


def run_of(label: str, results: Sequence[Measured], others: Sequence[Figure]) -> _history.Run:
    """Return this run as the history keeps it."""
    columns = _columns(results)
    return _history.Run(
        datetime.now(UTC).date().isoformat(),
        version(),
        label,
        {
            name: {
                figure: round(value, 4)
                for figure, read in FIGURES.items()
                if (value := read(scores)) is not None
            }
            for name, scores in columns
        },
        {other.name: round(other.value, 4) for other in others if other.value is not None},
        {
            name: dict(Counter(str(error.what) for error in find_errors(scores.outcomes)))
            for name, scores in columns
        },
    )


# --------------------------------------------------------------------------- the command


def measure_all(
    corpora: Sequence[Corpus], others: Sequence[Callable[[], Figure]], jobs: int
) -> tuple[list[Measured], list[Figure]]:
    """Measure sets and other figures side by side in some processes."""
    with ProcessPoolExecutor(jobs) as pool:
        waiting = [pool.submit(other) for other in others]
        results = list(pool.map(measure, corpora))
        return results, [future.result() for future in waiting]


def _lines(results: Iterable[Measured], others: Iterable[Figure]) -> Iterator[str]:
    for result in results:
        for part, scores in result.parts.items():
            o = scores.overall
            yield (
                f"{result.corpus.name + ', ' + part:22} P {o.precision:.3f}  R {o.recall:.3f}  "
                f"F1 {o.f1:.3f}  soft F1 {scores.soft_f1:.3f}  ({scores.documents} documents)"
            )
            more = {n: read(scores) for n, read in FIGURES.items() if n not in IN_HISTORY}
            told = [f"{n} {v:.3f}" for n, v in more.items() if v is not None and n != "soft F1"]
            yield f"{'':22} " + "  ".join(told)
    for other in others:
        yield f"{other.name}: {_number(other.value)} ({other.says})"
        yield from (f"  {line}" for line in other.lines)


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
    parser.add_argument("--label", help="with --pin: what the run is called in the history")
    parser.add_argument("--jobs", type=int, default=2, help="processes to measure in")
    parser.add_argument("--only", choices=[c.name for c in CORPORA], help="one set only")
    parser.add_argument("--no-report", action="store_true", help="do not write eval/report.md")
    given = parser.parse_args(arguments)
    if given.lower_floor is not None and len(given.lower_floor.split()) < 3:
        parser.error("--lower-floor takes the reason, in words that a reader understands later")

    corpora = [corpus for corpus in CORPORA if given.only in (None, corpus.name)]
    for corpus in corpora:
        if not corpus.is_there:
            print(f"{corpus.name}: not on this machine, left out")
    corpora = [corpus for corpus in corpora if corpus.is_there]
    waiting = measure_others(corpora) if given.only is None else []
    results, others = measure_all(corpora, waiting, given.jobs)
    if given.only is None:
        others.append(_throughput.measure())  # alone, when the others are done
    for line in _lines(results, others):
        print(line)
    floors = load_floors()
    if given.pin or given.lower_floor:
        floors = pin(results, floors, given.lower_floor, others)
        write_floors(floors)
        if given.only is None:
            _history.add(run_of(given.label or version(), results, others))
    if not given.no_report and given.only is None:
        REPORT.write_text(
            report_of(results, others, _history.load()), encoding="utf-8", newline="\n"
        )
    complaints = below_floor(results, floors, others)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except DragomanError as problem:
        sys.exit(str(problem))
