"""What a file of a layer says that it cannot mean: one line each, with the line to look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_MOST = 100  # problems of one file that are told one by one
_LONG = 80  # a value in a sentence: longer ones are cut, for a file may hold anything


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in one file that cannot be meant, and what became of it.

    `str()` of it is one line of text, whatever the file holds.
    """

    file: str  # relative to its layer, "offices/IDN.yml"
    line: int  # 1-based; 0 where a file as a whole is meant
    met: str  # what was met
    allowed: str  # what is allowed, what to do
    left_out: str  # what the register now lacks: "the tenure", "the file"; "" for nothing
    layer: str  # name of the layer's folder, "" for our own

    def __str__(self) -> str:
        where = f"{self.layer}/{self.file}" if self.layer else self.file
        said = f"{where}:{self.line}: {self.met}" if self.line else f"{where}: {self.met}"
        if self.allowed:
            said += f"; allowed: {self.allowed}"
        if self.left_out:
            said += f"; left out: {self.left_out}"
        line = " ".join(said.split())
        return "".join(mark if mark.isprintable() else "\ufffd" for mark in line)


@dataclass(frozen=True, slots=True)
class Where:
    """A line of a file of a layer; `depth` is 0 for our own layer, then 1, 2... upwards."""

    layer: str
    depth: int
    file: str
    line: int = 0

    def at(self, line: int) -> "Where":
        """Return another line of the same file."""
        return Where(self.layer, self.depth, self.file, line)

    def problem(self, met: str, allowed: str, left_out: str = "") -> Problem:
        """Return what is wrong here."""
        return Problem(self.file, self.line, met, allowed, left_out, self.layer)

    def __str__(self) -> str:
        where = f"{self.layer}/{self.file}" if self.layer else self.file
        return f"{where}:{self.line}"


class Entry(dict[str, Any]):
    """What a file says of one thing: a dictionary that knows the line of each of its keys."""

    __slots__ = ("lines", "where")

    def __init__(
        self, said: dict[str, Any], where: Where, lines: dict[str, int] | None = None
    ) -> None:
        """Take what is said, the place of the whole, and the lines of single keys."""
        super().__init__(said)
        self.where = where
        self.lines = lines or {}

    def problem(self, met: str, allowed: str, left_out: str = "", *, key: str = "") -> Problem:
        """Return what is wrong with the entry, at the line of the key if one is given."""
        where = self.where.at(self.lines.get(key, self.where.line))
        return where.problem(met, allowed, left_out)


def shown(value: object) -> str:
    """Return a value as a sentence quotes it: its repr, cut where it is long.

    >>> shown("of:idn.fm"), len(shown("a" * 1000))
    ("'of:idn.fm'", 80)
    """
    text = repr(value[: 2 * _LONG] if isinstance(value, str) else value)
    return text if len(text) <= _LONG else text[: _LONG - 2] + ".."


def one_of(values: object) -> str:
    """Return allowed values as a list to read.

    >>> one_of({"year", "day"})
    'day, year'
    """
    return ", ".join(sorted(str(value) for value in values))  # type: ignore[attr-defined]


def unknown_below(entry: Entry, verb: str, ident: str, left: str = "") -> Problem:
    """Return the problem of an entry that changes what is not there."""
    return entry.problem(
        f"it {verb} {shown(ident)}, which no layer below has", "ids of the layers below", left
    )


class Problems(list[Problem]):
    """Problems as they are found; of each file only so many as somebody will read.

    A file of ten million bad lines makes a hundred problems and a count.
    """

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self._counts: dict[tuple[str, str], int] = {}

    def append(self, problem: Problem) -> None:
        """Keep a problem, or count it if its file has enough of them."""
        file = (problem.layer, problem.file)
        count = self._counts[file] = self._counts.get(file, 0) + 1
        if count <= _MOST:
            super().append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Keep or count each of several."""
        for problem in problems:
            self.append(problem)

    def in_order(self) -> list[Problem]:
        """Return them by layer, file and line, and for each file how many more there are."""
        layers: dict[str, int] = {}
        for problem in self:
            layers.setdefault(problem.layer, len(layers))
        more = [
            Problem(file, 0, f"{count - _MOST} more problems", "mend those that are told first",
                    "what they name", layer)
            for (layer, file), count in self._counts.items()
            if count > _MOST
        ]  # fmt: skip
        told = sorted(self, key=lambda one: (layers[one.layer], one.file, one.line))
        return [*told, *more]


class Contradictions:
    """Where a layer says something else than one below it about the same fact."""

    def __init__(self) -> None:
        """Begin with none."""
        self.found = Problems()

    def add(self, new: Entry, old: Entry, met: str, there: str, left_out: str = "") -> None:
        """Note that an entry overrules an older one, which says `there`."""
        self.found.append(
            new.problem(
                met, f"one of the two; {old.where} has {there}",
                left_out or f"what {old.where} has",
            )
        )  # fmt: skip

    def place(self, new: Entry, old: Entry, kind: str) -> None:
        """Note it if a place changes its state or those who claim it."""
        if kind != "places" or new.where.depth <= old.where.depth:
            return
        for column in ("state", "claims"):
            if new[column] != old[column]:
                self.add(
                    new, old, f"{new['id']}: {column} is {shown(new[column])}", shown(old[column])
                )
