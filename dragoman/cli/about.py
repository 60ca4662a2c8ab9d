"""Commands about Dragoman and about a ledger as a whole."""

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.desk import LedgerArgument, open_ledger
from dragoman.cli.terminal import out, raw

if TYPE_CHECKING:
    from dragoman.ask import Book
    from dragoman.export.cite import LedgerCitation


def codebook() -> None:
    """Print the codebook as Markdown: channels, statuses, roles, sections."""
    from dragoman.export.codebook import codebook as page

    raw(page())


def cite(
    ledger: LedgerArgument,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="As a BibTeX entry.")] = False,
) -> None:
    """Print how to cite a ledger. Its contents are fixed by a hash."""
    with open_ledger(ledger) as book:
        found = citation(book)
    out(found.bibtex().rstrip("\n") if bibtex else found.plain())


def citation(book: "Book") -> "LedgerCitation":
    """Return how to cite an open ledger."""
    from dragoman import __version__
    from dragoman.export.cite import cite as describe

    return describe(book, version=__version__, ledger_format=ledger_format())


def ledger_format() -> str:
    """Return the version of the format in which ledgers are written."""
    from dragoman.ledger.migrate import FORMAT

    return str(FORMAT)
