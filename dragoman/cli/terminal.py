"""Text on a terminal: documents' words made harmless, columns aligned, streams that cannot fail."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from dragoman.parse.drawing.words import columns as width
from dragoman.parse.drawing.words import harmless

__all__ = [
    "harmless",
    "is_terminal",
    "marked",
    "note",
    "out",
    "prepare_streams",
    "progress",
    "raw",
    "table",
    "width",
]


def prepare_streams() -> None:
    """Let output to any code page go on, and let closed streams be empty ones.

    What a code page lacks becomes a question mark. A stream that was closed before we began
    is None to Python; nothing comes from it here, and what is written to it is gone.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def out(text: str = "", *, file: IO[str] | None = None) -> None:
    """Write a line that holds no control characters but line breaks."""
    stream = file or sys.stdout
    stream.write(f"{harmless(text, lines=True)}\n")


def note(text: str) -> None:
    """Write a line beside the answer, on the error stream."""
    out(text, file=sys.stderr)


def raw(text: str) -> None:
    """Write a whole format (JSON, CSV) as it is; on a terminal, without control characters."""
    sys.stdout.write(harmless(text, lines=True) if is_terminal() else text)


def is_terminal() -> bool:
    """Return whether a person sees the output as it is written."""
    return sys.stdout.isatty()


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows in columns: ruled and wrapped for a terminal, plain and aligned else."""
    cells = [[harmless(cell) for cell in row] for row in rows]
    if is_terminal():
        _rich_table(head, cells)
        return
    widths = [max(width(row[n]) for row in [list(head), *cells]) for n in range(len(head))]
    for row in [list(head), *cells]:
        padded = (
            f"{cell}{' ' * (wide - width(cell))}" for cell, wide in zip(row, widths, strict=True)
        )
        out("  ".join(padded).rstrip())


def _rich_table(head: Sequence[str], cells: Iterable[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    ruled = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in head:
        ruled.add_column(name, overflow="fold")
    for row in cells:
        ruled.add_row(*(Text(cell) for cell in row))
    Console(file=sys.stdout, highlight=False).print(ruled)


def marked(pieces: Iterable[tuple[str, bool]]) -> str:
    """Return a quotation with the marked words between arrows, on one line.

    >>> marked([("On ", False), ("20 August", True)])
    'On »20 August«'
    """
    return "".join(
        f"»{harmless(text)}«" if is_marked else harmless(text) for text, is_marked in pieces
    )


@contextmanager
def progress(words: str) -> Iterator[Callable[[int, int, str], None]]:
    """Show a bar on the error stream where a person sees it, and nothing else elsewhere.

    What it gives is told how much is done, of how much, and what is being done now.
    """
    if not sys.stderr.isatty():
        yield lambda done, total, doing: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(words, total=None)

        def tell(done: int, total: int, doing: str) -> None:
            described = escape(harmless(doing)) or words
            bar.update(task, completed=done, total=total or None, description=described)

        yield tell
