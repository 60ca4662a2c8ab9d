"""Figures and classes of errors of every pinned run, from first to last."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dragoman.run.score import ErrorClass

HISTORY = Path(__file__).resolve().parent / "history.jsonl"

Table = Mapping[str, Mapping[str, float]]
"""Numbers by set and part ("written, check"), then by name."""


@dataclass(frozen=True, slots=True)
class Run:
    """One pinned run. `more` holds the figures that belong to no set."""

    on: str
    version: str
    label: str
    figures: Table
    more: Mapping[str, float]
    errors: Table


def load(path: Path = HISTORY) -> list[Run]:
    """Return the runs from first to last."""
    if not path.is_file():
        return []
    return [Run(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def add(run: Run, path: Path = HISTORY) -> bool:
    """Write a run behind the others, unless it measured what the last one did."""
    runs = load(path)
    if runs and (runs[-1].figures, runs[-1].more, runs[-1].errors) == (
        run.figures,
        run.more,
        run.errors,
    ):
        return False
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(asdict(run), ensure_ascii=False) + "\n")
    return True


def tables(runs: Sequence[Run], figures: Sequence[str]) -> list[str]:
    """Return Markdown: for each set and part, a row for each run with figures and errors."""
    lines: list[str] = []
    for part in dict.fromkeys(part for run in runs for part in run.figures):
        met = {name for run in runs for name in run.errors.get(part, {})}
        classes = [str(what) for what in ErrorClass if what in met]
        lines += _table(
            part,
            [*figures, *classes],
            [
                (run, [_cell(run.figures.get(part, {}).get(name)) for name in figures]
                 + [str(run.errors.get(part, {}).get(name, 0)) for name in classes])
                for run in runs
                if part in run.figures
            ],
        )  # fmt: skip
    names = list(dict.fromkeys(name for run in runs for name in run.more))
    return lines + _table(
        "what belongs to no set", names, [(r, [_cell(r.more.get(n)) for n in names]) for r in runs]
    )


def _table(
    title: str, columns: Sequence[str], rows: Sequence[tuple[Run, Sequence[str]]]
) -> list[str]:
    if not columns:
        return []
    return [
        f"### {title[0].upper()}{title[1:]}",
        "",
        f"| run | {' | '.join(columns)} |",
        "|---|" + "---:|" * len(columns),
        *(f"| {run.on}, {run.label} | {' | '.join(cells)} |" for run, cells in rows),
        "",
    ]


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}" if value < 2 else f"{value:.0f}"
