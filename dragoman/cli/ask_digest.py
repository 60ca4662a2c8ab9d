"""The command that writes a brief."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.asking import asking
from dragoman.cli.desk import (
    LedgerArgument,
    MonthOption,
    NameArgument,
    count,
    require_one_file_ending,
    write_file,
)
from dragoman.cli.terminal import out

ENDINGS = (".html", ".htm", ".md", ".docx", ".pdf")


def digest(
    name: NameArgument,
    ledger: LedgerArgument,
    month: MonthOption,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="A .html, .md, .docx or .pdf file; without it, Markdown.",
        ),
    ] = None,
) -> None:
    """Write a month as a brief in which every sentence is cited."""
    from dragoman.ask import digest as ask
    from dragoman.cli.about import citation
    from dragoman.export import digest as export

    ending = require_one_file_ending(output, ENDINGS) if output else ".md"
    with asking(ledger) as desk:
        longest = desk.book.config.quote_chars
        brief = ask(
            desk.book,
            desk.actor(name, window=month),
            month,
            names=desk.register.label,
            register=desk.register,
            quote_chars=longest,
        )
        cite = citation(desk.book).plain()
    if output is None:
        out(export.digest_markdown(brief, cite=cite, quote_chars=longest).rstrip("\n"))
        return
    writers: dict[str, Callable[..., str | bytes]] = {
        ".md": export.digest_markdown,
        ".docx": export.digest_docx,
        ".pdf": export.digest_pdf,
    }
    write = writers.get(ending, export.digest_html)
    write_file(output, write(brief, cite=cite, quote_chars=longest))
    out(f"{output}: {count(len(brief.sentences), 'cited sentence')}. {brief.basis.sentence()}")
