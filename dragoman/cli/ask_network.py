"""The command about a party's counterparts, and which of them dealt with each other."""

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.asking import Desk, TableOption, asking
from dragoman.cli.desk import (
    Format,
    FormatOption,
    LedgerArgument,
    NameArgument,
    SinceOption,
    UntilOption,
    count,
    short,
)
from dragoman.cli.terminal import out, table

if TYPE_CHECKING:
    from dragoman.ask.network import Network

_MOST = 24


def network(
    name: NameArgument,
    ledger: LedgerArgument,
    since: SinceOption = None,
    until: UntilOption = None,
    most: Annotated[
        int, typer.Option(min=0, max=200, help="Of how many counterparts the links are looked at.")
    ] = _MOST,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
) -> None:
    """List with whom somebody dealt, and which of these dealt with each other."""
    from dragoman.ask.asking import network as ask

    with asking(ledger, format_, table_) as desk:
        who = desk.actor(name, window=since)
        answer = ask(desk.book, who, since, until, most=most)

        def show() -> None:
            out(f"Counterparts: {desk.call(who)}")
            out()
            _print_counterparts(answer, desk)
            _print_links(answer, desk)

        desk.give(
            answer,
            show,
            next_="'dragoman export LEDGER --as gexf --into FILE' writes all links of all parties "
            "for Gephi and other programs.",
        )


def _print_counterparts(answer: "Network", desk: Desk) -> None:
    table(
        ("with", "events", "by channel", "first", "last", "docs", "claims"),
        (
            (
                desk.call(row.other),
                str(row.n_events),
                ", ".join(part.replace("=", " ") for part in row.by_channel),
                row.first or "(no date)",
                row.last or "",
                str(row.n_documents),
                short(row.claims, most=2),
            )
            for row in answer.rows
        ),
    )


def _print_links(answer: "Network", desk: Desk) -> None:
    out()
    if answer.links:
        out("Of these with each other")
        table(
            ("one", "other", "events", "of these together with both", "docs", "claims"),
            (
                (
                    *(desk.call(link.one), desk.call(link.other), str(link.n_events)),
                    *(str(link.n_with), str(link.n_documents), short(link.claims, most=2)),
                )
                for link in answer.links
            ),
        )
    else:
        out("No document tells of two of these dealing with each other.")
    if answer.n_left_out:
        out(f"Links of {count(answer.n_left_out, 'more counterpart')} not looked at: --most.")
    out("A link counts what documents tell; it says nothing of how close anybody is.")
