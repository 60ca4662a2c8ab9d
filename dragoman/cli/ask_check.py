"""`dragoman check`: what documents count, held to the ledger."""

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.asking import SHOW, Desk, FigureOption, TableOption, asking
from dragoman.cli.desk import Format, FormatOption, LedgerArgument, count, short
from dragoman.cli.terminal import harmless, out

if TYPE_CHECKING:
    from dragoman.ask import CheckRow


def check(
    ledger: LedgerArgument,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only claims of events with this party.")
    ] = None,
    event: Annotated[
        str | None,
        typer.Option(
            metavar="EVENT", help="Only claims of this event; its id or the start of one."
        ),
    ] = None,
    recall: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            help="The share of such events that the ledger has, where it was measured: 0.85.",
        ),
    ] = None,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
    figure: FigureOption = None,
) -> None:
    """Check what documents count: "second meeting this year", "first visit since 2017"."""
    from dragoman.ask.asking import check as ask
    from dragoman.ask.show import find_event

    with asking(ledger, format_, table_, figure) as desk:
        answer = ask(
            desk.book,
            who=desk.actor(actor) if actor is not None else None,
            event=find_event(desk.book, event) if event is not None else None,
            recall=recall,
        )

        def show() -> None:
            span = f" of {answer.since} to {answer.until}" if answer.since else ""
            out(f"{count(len(answer.rows), 'claim')}, held to the documents{span}")
            for row in answer.rows:
                out()
                _print_row(row, desk)

        desk.give(
            answer, show, next_=f"Not in the ledger is not \u201cdid not happen\u201d.\n{SHOW}"
        )


def _print_row(row: "CheckRow", desk: Desk) -> None:
    out(harmless(f"{row.verdict}: \u201c{row.words}\u201d"))
    said_on = f" on {row.said_on}" if row.said_on else ""
    teaser = "" if row.section == "body" else f", {row.section}"
    parties = "; ".join(map(desk.call, row.parties))
    out(harmless(f"  {parties}; said by {row.said_by}{said_on}{teaser}"))
    several = row.verdict != "refused" and len(row.readings) > 1
    for line in row.readings if several else (row.because,):
        out(f"  {harmless(line)}")
    if row.source:
        out(f"  Source: {harmless(row.source)}")
    if row.completeness():
        out(f"  {row.completeness()}")
    out(f"  {row.event} {short(row.claims, most=6)}")
