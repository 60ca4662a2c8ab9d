"""Text on a terminal: documents' words made harmless, columns aligned, streams that cannot fail."""

import os
import re
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
    """Print rows in columns: ruled and wrapped for a terminal, plain and aligned else.

    A column without a single entry is left out. An empty head prints none: such rows belong to
    the text above them. On a terminal too narrow for the longest words, each row is a block.
    """
    cells = [[harmless(cell) for cell in row] for row in rows]
    lines = [list(head), *cells] if head else cells
    kept = [n for n in range(len(max(lines, default=()))) if any(row[n] for row in cells or lines)]
    lines = [[line[n] for n in kept] for line in lines]
    widths = [max(width(line[n]) for line in lines) for n in range(len(kept))]
    if is_terminal():
        _on_terminal(lines, widths, headed=bool(head))
        return
    for line in lines:
        out(_padded(line, widths))


def _padded(line: Sequence[str], widths: Sequence[int]) -> str:
    cells = zip(line, widths, strict=True)
    return "  ".join(f"{cell}{' ' * (wide - width(cell))}" for cell, wide in cells).rstrip()


_BREAK = re.compile(r"(?<=\d/)(?=[\dX])|(?<=[a-z]_)(?=[a-z])|(?<=[a-z]-)(?=[A-Z])")
"""Where a word may be broken: between two days, in `verbal_message`, in a double name."""


def _on_terminal(lines: Sequence[Sequence[str]], widths: Sequence[int], *, headed: bool) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False)
    room = console.width - 2 * (len(widths) - 1)
    least = [
        max(width(word) for line in lines for word in _BREAK.sub(" ", f"{line[n]} ").split(" "))
        for n in range(len(widths))
    ]
    if sum(least) > room and headed:
        for line in lines[1:]:
            table((), [pair for pair in zip(lines[0], line, strict=True) if pair[1]])
            out()
        return
    ruled = Table(
        box=SIMPLE_HEAD,
        show_edge=False,
        show_header=headed,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        header_style="bold",
    )
    fitted = _fit(widths, least, room)
    for n, wide in enumerate(fitted):
        ruled.add_column(lines[0][n] if headed else "", overflow="fold", width=wide)
    for line in lines[headed:]:
        ruled.add_row(*(Text(_broken(*cell)) for cell in zip(line, fitted, strict=True)))
    console.print(ruled)


def _broken(cell: str, wide: int) -> str:
    """Return a cell with the words broken that are too long for its column."""
    return " ".join(w if width(w) <= wide else _BREAK.sub("\n", w) for w in cell.split(" "))


def _fit(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Return widths of columns that fit in a room: the widest is narrowed first, to its least.

    >>> _fit([20, 5, 30], [10, 5, 8], 35)
    [15, 5, 15]
    """
    fitted = list(widths)
    while sum(fitted) > room:
        wide = [n for n, now in enumerate(fitted) if now > least[n]]
        if not wide:
            break
        fitted[max(wide, key=lambda n: fitted[n])] -= 1
    return fitted


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
