"""Who came after whom: successions of polities, which may not run in a circle."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from dragoman.actors.layers.problem import Entry, Problem


@dataclass(frozen=True, slots=True)
class _Links:
    """The successions accepted so far: from a polity to those that came after it."""

    after: dict[str, dict[str, list[tuple[Entry, str]]]] = field(default_factory=dict)

    def path(self, start: str, goal: str) -> list[str]:
        """Return the polities from start to goal along the links; nothing if there is no way."""
        came: dict[str, str | None] = {start: None}
        waiting = [start]
        while waiting:
            here = waiting.pop()
            if here == goal:
                way = [here]
                while (before := came[way[-1]]) is not None:
                    way.append(before)
                return way[::-1]
            for following in self.after.get(here, ()):
                if following not in came:
                    came[following] = here
                    waiting.append(following)
        return []


def without_cycles(rows: Iterable[Entry], problems: list[Problem]) -> None:
    """Take out of the rows all links that make a polity its own successor.

    The rows are read in order; the one that closes a cycle is the one to look at, and all
    links of the cycle are left out, for nobody can tell which of them is wrong.
    """
    links = _Links()
    for row in rows:
        for key in ("successor", "predecessor"):
            for other in _split(row.get(key, "")):
                before, after = (row["id"], other) if key == "successor" else (other, row["id"])
                way = links.path(after, before)
                if not way:
                    links.after.setdefault(before, {}).setdefault(after, []).append((row, other))
                    continue
                said = " is followed by ".join(repr(ident) for ident in (*way, after))
                problems.append(
                    row.problem(
                        f"a cycle: {said}", "successors that never lead back",
                        f"the {len(way)} links of the cycle" if len(way) > 1 else "the link",
                    )
                )  # fmt: skip
                _cut(row, other)
                for one, two in pairwise(way):
                    for linked, named in links.after[one].pop(two):
                        _cut(linked, named)


def _cut(row: Entry, other: str) -> None:
    """Take a polity out of the row's successors and predecessors."""
    for key in ("successor", "predecessor"):
        row[key] = ";".join(part for part in _split(row.get(key, "")) if part != other)


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
