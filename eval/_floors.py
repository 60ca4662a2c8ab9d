"""The figures that have floors, and the floors: raised by a run, lowered only with a reason."""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from _attribution import attributed
from _figures import Figure
from sets import Corpus

from dragoman.run.score import Figures, Negatives, Scores

FLOORS = Path(__file__).resolve().parent / "floors.json"

WHOLE = "all"
"""The name of the part that is the whole set."""

ABOUT = (
    "What Dragoman reached on each set, cut to three digits; nothing is random, so no figure may "
    "fall below its floor. 'fingerprint' is that of gold and texts: if they change, figures "
    "cannot be compared and the floors are pinned anew. eval/report.py --pin raises floors; to "
    "lower one takes --lower-floor REASON, which is kept under 'lowered'."
)

QUIET = "false events per 5 documents without events"

FIGURES: Mapping[str, Callable[[Scores], float | None]] = {
    "F1": lambda scores: scores.overall.f1,
    "soft F1": lambda scores: scores.soft_f1,
    "precision": lambda scores: scores.overall.precision,
    "recall": lambda scores: scores.overall.recall,
    "status": lambda scores: scores.attributes.status.value,
    "date equal": lambda scores: scores.attributes.date_exact.value,
    "persons F1": lambda scores: _f1_of_named(scores.attributes.persons),
    "attribution": lambda scores: attributed(scores.outcomes).value,
    QUIET: lambda scores: _per_five(scores.negatives),
}
"""The figures that have floors; None where the gold has nothing to get right."""

DOWNWARD = frozenset({QUIET})
"""The figures that are better when lower; their floor is a ceiling."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one set, by part; the whole is a part too."""

    corpus: Corpus
    fingerprint: str
    parts: Mapping[str, Scores]
    unread: tuple[str, ...]


def _f1_of_named(persons: Figures) -> float | None:
    return persons.f1 if persons.right + persons.missed else None  # `phrases` name none


def _per_five(negatives: Negatives) -> float | None:
    return 5 * negatives.false / negatives.documents if negatives.documents else None


Floors = dict[str, Any]


def load_floors() -> Floors:
    """Return `floors.json`, or what it begins with."""
    if FLOORS.is_file():
        return dict(json.loads(FLOORS.read_text(encoding="utf-8")))
    return {"about": ABOUT, "sets": {}, "figures": {}, "lowered": []}


def _cut(figure: float, name: str = "") -> float:
    if name in DOWNWARD:
        return math.ceil(figure * 1000 - 1e-9) / 1000
    return int(figure * 1000 + 1e-9) / 1000


def _is_worse(reached: float, floor: float, name: str) -> bool:
    return reached > floor if name in DOWNWARD else reached < floor


def below_floor(
    results: Iterable[Measured], floors: Floors, others: Iterable[Figure] = ()
) -> list[str]:
    """Return a sentence for each figure below its floor, and for each set that changed."""
    complaints = []
    pinned: dict[str, Any] = floors["sets"]
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
                if reached is not None and _is_worse(reached, floor, figure):
                    complaints.append(
                        f"{name}, {part}: {figure} is {reached:.4f}, and its floor is {floor:.3f}"
                    )
    of_all: dict[str, Any] = floors.get("figures", {})
    for other in (other for other in others if other.value is not None):
        floor = max(of_all.get(other.name, {}).get("floor", 0), other.least or 0)
        if other.value < floor:
            complaints.append(f"{other.name} is {other.value:.4f}, and its floor is {floor:.3f}")
    return complaints


def pin(
    results: Iterable[Measured],
    floors: Floors,
    reason: str | None,
    others: Iterable[Figure] = (),
) -> Floors:
    """Return the floors raised to what was measured; lowered only with a reason."""
    pinned: dict[str, Any] = dict(floors["sets"])
    lowered: list[Any] = list(floors["lowered"])
    for result in results:
        name = result.corpus.name
        old = pinned.get(name, {"parts": {}})
        if old.get("fingerprint", result.fingerprint) != result.fingerprint:
            if not reason:
                continue
            lowered.append(
                {"on": _today(), "set": name, "what": "gold or texts changed", "because": reason}
            )
            old = {"parts": {}}
        parts: dict[str, dict[str, float]] = {}
        for part, scores in result.parts.items():
            parts[part] = {}
            for figure, read in FIGURES.items():
                before, value = old["parts"].get(part, {}).get(figure), read(scores)
                what = name, f"{part}: {figure} "
                if (floor := _raised(before, value, figure, what, reason, lowered)) is not None:
                    parts[part][figure] = floor
        pinned[name] = {
            "fingerprint": result.fingerprint,
            "documents": result.parts[WHOLE].documents,
            "parts": parts,
        }
    of_all: dict[str, Any] = dict(floors.get("figures", {}))
    for other in (other for other in others if other.pinned):
        before = of_all.get(other.name, {}).get("floor")
        what = other.name, ""
        if (floor := _raised(before, other.value, "", what, reason, lowered)) is not None:
            of_all[other.name] = {"of": other.of, "floor": floor}
    return {"about": ABOUT, "sets": pinned, "figures": of_all, "lowered": lowered}


def _raised(
    before: float | None,
    value: float | None,
    figure: str,
    what: tuple[str, str],
    reason: str | None,
    lowered: list[Any],
) -> float | None:
    """Return the new floor; where it is lowered, `lowered` grows by what, in which set, and why."""
    if value is None:
        return before
    reached = _cut(value, figure)
    if before is None or not _is_worse(reached, before, figure):
        return reached
    if not reason:
        return before
    name, prefix = what
    change = f"{prefix}from {before:.3f} to {reached:.3f}"
    lowered.append({"on": _today(), "set": name, "what": change, "because": reason})
    return reached


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def write_floors(floors: Floors) -> None:
    """Write `floors.json`, one form for one content."""
    FLOORS.write_text(
        json.dumps(floors, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
    )
