"""The command that compares a ledger with GDELT's events."""

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.asking import SHOW, TableOption, asking
from dragoman.cli.desk import Format, FormatOption, LedgerArgument, count
from dragoman.cli.terminal import harmless, out, table

_NONE = "'dragoman coverage LEDGER' says of which days and sides the ledger has documents."
"""What to ask next where no event of the ledger lies in the days of the file."""


def gdelt(
    ledger: LedgerArgument,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", exists=True, dir_okay=False, help="GDELT's events, also packed as .zip."
        ),
    ],
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
) -> None:
    """Compare a ledger with GDELT's events: what each has of the other, by channel."""
    from dragoman.ask.gdelt import CAVEATS
    from dragoman.ask.gdelt import gdelt as ask

    with asking(ledger, format_, table_) as desk:
        answer = ask(desk.book, file)

        def show() -> None:
            out(
                f"GDELT, {answer.first or 'no day'} to {answer.last or 'no day'}: "
                f"{count(answer.n_lines, 'line')} between two states, {answer.n_theirs} of them by "
                f"pair, day and root code; the ledger has something of {answer.n_theirs_both}."
            )
            for issue in answer.left_out:
                out(f"  left out: {harmless(issue.detail)}")
            out()
            table(
                ("channel", "CAMEO", "in the ledger", "also in GDELT", "same code as"),
                (
                    (
                        row.channel,
                        row.codes,
                        str(row.n_events),
                        str(row.n_both),
                        ", ".join(row.same_code),
                    )
                    for row in answer.rows
                ),
            )
            out()
            if answer.bound:
                out(f"Of both together there were {answer.bound.sentence()}.")
            else:
                out(f"No bound on what both miss, {answer.refused}.")
            for caveat in CAVEATS:
                out(caveat)

        desk.give(answer, show, next_=SHOW if answer.rows else _NONE)
