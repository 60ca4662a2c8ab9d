"""`dragoman check`: what documents count, held to the ledger."""

from typing import Annotated

import typer

from dragoman.cli.desk import (
    Format,
    FormatOption,
    LedgerArgument,
    called,
    count,
    find_actor,
    load_register,
    open_ledger,
    short,
)
from dragoman.cli.questions import _other_format
from dragoman.cli.terminal import harmless, out


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
) -> None:
    """Check what documents count: "second meeting this year", "first visit since 2017"."""
    from dragoman.ask.check import check as ask
    from dragoman.ask.show import find_event

    with open_ledger(ledger) as book:
        register = load_register(book)
        answer = ask(
            book,
            register,
            who=find_actor(register, actor, book) if actor else None,
            event=find_event(book, event) if event else None,
            recall=recall,
        )
        if _other_format(answer, format_, {"since": answer.since, "until": answer.until}):
            return
        span = f" of {answer.since} to {answer.until}" if answer.since else ""
        out(f"{count(len(answer.rows), 'claim')}, held to the documents{span}")
        for row in answer.rows:
            out()
            parties = "; ".join(called(register, id_) for id_ in row.parties)
            teaser = "" if row.section == "body" else f", {row.section}"
            out(harmless(f"{row.verdict}: \u201c{row.words}\u201d"))
            said_on = f" on {row.said_on}" if row.said_on else ""
            out(harmless(f"  {parties}; said by {row.said_by}{said_on}{teaser}"))
            several = row.verdict != "refused" and len(row.readings) > 1
            for line in row.readings if several else (row.because,):
                out(f"  {harmless(line)}")
            if row.source:
                out(f"  Source: {harmless(row.source)}")
            if row.completeness():
                out(f"  {row.completeness()}")
            out(f"  {row.event} {short(row.claims, most=6)}")
        out()
        out(answer.basis.sentence())
        out("Not in the ledger is not \u201cdid not happen\u201d.")
        out(f"'dragoman show ID {ledger}' prints the sentence behind an event or a [claim].")
