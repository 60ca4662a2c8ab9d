"""Text on a terminal: documents' words made harmless, columns aligned, streams that cannot fail."""

import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import IO

_KEPT = "\n"
_TURNING = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
"""Marks that turn the direction of writing, and would let words hide or swap places."""


def harmless(text: str, *, lines: bool = False) -> str:
    r"""Return text that a terminal prints and does not obey.

    Control characters become visible pictures of themselves, so that an escape sequence
    neither colours nor links nor moves anything; marks that turn the direction of writing
    go. Line breaks and tabs become spaces.

    Args:
        text: From a document, or from anybody.
        lines: Keep line breaks.

    >>> harmless("\x1b]8;;http://x\x1b\\click\x9b2J")
    '␛]8;;http://x␛\\click�2J'
    """
    return "".join(_character(c, lines) for c in text)


def _character(c: str, lines: bool) -> str:
    if c == "\n" and lines:
        return c
    if c in "\t\n\r\v\f\u0085\u2028\u2029":
        return " "
    if c in _TURNING:
        return ""
    code = ord(c)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return "\ufffd" if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 else c


def prepare_streams() -> None:
    """Let output to any code page go on: what it lacks becomes a question mark."""
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


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> width("Xi"), width("习近平")
    (2, 6)
    """
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


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
