"""What every question shares: the open ledger with its names, the formats, the figure, the foot."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.desk import (
    Format,
    called,
    clip,
    find_actor,
    find_state,
    load_register,
    open_ledger,
    print_json,
    require_one_file_ending,
    require_room,
)
from dragoman.cli.terminal import harmless, note, out, raw
from dragoman.model import InputError, NothingFound

if TYPE_CHECKING:
    from dragoman.actors import Register
    from dragoman.ask import Answer
    from dragoman.run import Ledger

TableOption = Annotated[
    str | None,
    typer.Option(
        "--table", metavar="NAME", help="With --format csv: which table of the answer; else rows."
    ),
]
FigureOption = Annotated[
    Path | None,
    typer.Option(
        "--figure", metavar="FILE", help="Draw it too: a .svg, .png, .html or .json file."
    ),
]

_ID = re.compile(r"\b(?:st|og|of|pe):[a-z0-9][a-z0-9.\-]*[a-z0-9]")

SHOW = "'dragoman show ID LEDGER' prints the sentence behind an event or a [claim]."
"""The foot of an answer: what to ask next."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An open ledger with its register, and how its answer is to be given."""

    book: "Ledger"
    register: "Register"
    folder: Path
    format: Format
    table: str | None = None
    figure: Path | None = None

    def actor(self, typed: str, *, window: str | None = None) -> str:
        """Return the id of whom a name means; the window may decide between two."""
        return find_actor(self.register, typed, self.book, window=window)

    def state(self, typed: str) -> str:
        """Return the id of the state or organization that a name means."""
        return find_state(self.register, typed, self.book)

    def call(self, id_: str) -> str:
        """Return what to call an actor."""
        return called(self.register, id_)

    def quote(self, words: str) -> str:
        """Return words of a document in quotation marks, as long as the settings allow."""
        return f"\u201c{clip(harmless(words), self.book.config.quote_chars)}\u201d"

    def give(
        self,
        answer: "Answer[Any]",
        show: Callable[[], None],
        *,
        notes: Sequence[str] = (),
        rests_on: str = "",
        next_: str = SHOW,
        table: str = "rows",
        more: Mapping[str, Any] | None = None,
    ) -> None:
        """Print an answer as it was asked for, and draw it if that was asked.

        Args:
            answer: What was found.
            show: Prints it for people; what it rests on and the next command come below.
            notes: What stands beside the rows of a CSV, on the error stream.
            rests_on: How much it rests on, where the basis has no words for it.
            next_: What to ask next.
            table: What a CSV has, if nothing else was asked for.
            more: What JSON has too: what people see and no field of the answer holds.
        """
        rests_on = rests_on or answer.basis.sentence()
        if self.figure is not None:
            self._draw(answer, self.figure)
        if self.format is Format.JSON:
            print_json(whole(answer) | dict(more or {}))
        elif self.format is Format.CSV:
            raw(_csv(answer, self.table or table))
            for line in (rests_on, *notes):
                note(line)
        else:
            show()
            out()
            out(rests_on)
            out(next_.replace("LEDGER", str(self.folder)))

    def _draw(self, answer: "Answer[Any]", path: Path) -> None:
        from dragoman.export.figures import figure_of, write

        drawn = figure_of(answer, query=answer.query, names=self.register.label)
        note(f"Figure: {' and '.join(str(file) for file in write(drawn, path))}")


@contextmanager
def asking(
    ledger: Path,
    format_: Format = Format.TABLE,
    table: str | None = None,
    figure: Path | None = None,
) -> Iterator[Desk]:
    """Open a ledger for a question.

    An error that a question raises is worded with names in the place of ids.

    Raises:
        InputError: A table is asked for without CSV, or the figure cannot be written.
    """
    if table is not None and format_ is not Format.CSV:
        raise InputError("--table says what --format csv prints; JSON has all tables at once")
    if figure is not None:
        from dragoman.export.figures.files import ENDINGS

        require_one_file_ending(figure, ENDINGS)
        require_room(figure)
        if ledger.resolve() in figure.resolve().parents:
            raise InputError(f"{figure} lies in the ledger's folder, which is Dragoman's own")
    with open_ledger(ledger) as book:
        register = load_register(book)
        try:
            yield Desk(book, register, ledger, format_, table, figure)
        except (InputError, NothingFound) as error:
            error.args = (_ID.sub(lambda found: called(register, found[0]), str(error)),)
            raise


def whole(answer: "Answer[Any]") -> dict[str, Any]:
    """Return all that an answer says, as JSON has it: what was asked first."""
    from dragoman.export.plain import plain

    told: dict[str, Any] = plain(answer)
    del told["kind"]
    return {"query": told.pop("query"), "basis": told.pop("basis"), **told}


def _csv(answer: "Answer[Any]", name: str) -> str:
    from dragoman.export.tables import answer_csv, table_csv

    if name == "rows":
        return answer_csv(answer)
    from dragoman.model.config import did_you_mean

    tables = answer.tables()
    if name not in tables:
        raise InputError(
            f"--table {name!r} is none of {', '.join(tables)}{did_you_mean(name, tables)}"
        )
    return table_csv(tables[name])
