"""The commands about one party's contacts: with whom, how often, and through which channels."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.asking import Desk, FigureOption, TableOption, asking
from dragoman.cli.desk import (
    AtOption,
    Format,
    FormatOption,
    LedgerArgument,
    MonthOption,
    NameArgument,
    SinceOption,
    UntilOption,
    called_in,
    cited,
    count,
    dates,
    short,
)
from dragoman.cli.terminal import out, progress, table
from dragoman.model import CONTACT_CHANNELS, Channel

if TYPE_CHECKING:
    from dragoman.ask import ChannelCount, ChannelMix, Circle, CloudShare, Contact, Partner


def circle(
    name: NameArgument,
    ledger: LedgerArgument,
    month: MonthOption,
    all_channels: Annotated[
        bool,
        typer.Option("--all-channels", help="Aid, agreements, protests too: not only contacts."),
    ] = False,
    by_partner: Annotated[
        bool | None,
        typer.Option(
            "--by-partner/--by-event",
            help="One row for each; without either, partners from 10 events on in a table.",
        ),
    ] = None,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
    figure: FigureOption = None,
) -> None:
    """List whom somebody dealt with, how often, and the claims that say so."""
    from dragoman.ask.asking import circle as ask
    from dragoman.ask.circle import FEWEST

    with asking(ledger, format_, table_, figure) as desk:
        who = desk.actor(name, window=month)
        asked = frozenset(Channel) if all_channels else CONTACT_CHANNELS
        answer = ask(desk.book, who, month, channels=asked)
        few = answer.basis.n_events < FEWEST

        def show() -> None:
            out(f"{desk.call(who)}, {answer.basis.window}")
            out()
            if by_partner or (by_partner is None and not few):
                _print_partners(answer, desk)
            else:
                _print_contacts(answer, desk)
                if few:
                    out()
                    out(answer.no_ranks)

        desk.give(answer, show, table="partners" if by_partner else "rows")


def channels(
    name: NameArgument,
    ledger: LedgerArgument,
    since: SinceOption = None,
    until: UntilOption = None,
    by_month: Annotated[bool, typer.Option("--by-month", help="One row for each month.")] = False,
    breaks: Annotated[
        bool, typer.Option("--breaks", help="Look for months in which the cloud share changed.")
    ] = False,
    at: AtOption = None,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
    figure: FigureOption = None,
) -> None:
    """Count the channels of somebody's contacts, and the cloud share."""
    from dragoman.ask.asking import channels as ask

    with asking(ledger, format_, table_, figure) as desk:
        who = desk.actor(name, window=since)
        with progress("looking for breaks") as tell:
            answer = ask(desk.book, who, since, until, breaks=breaks, at=at, tell=tell)

        def show() -> None:
            out(f"{desk.call(who)}, {answer.basis.window or 'all of the ledger'}")
            out()
            _print_channels(answer.by_month if by_month else answer.rows, by_month=by_month)
            out()
            for share in answer.shares:
                _print_share(share)
            if by_month:
                out()
                _print_cloud_months(answer)
            if answer.breaks:
                out()
            for search in answer.breaks:
                out(search.sentence())

        said = [
            *(share.sentence() for share in answer.shares),
            *(search.sentence() for search in answer.breaks),
        ]
        desk.give(
            answer,
            show,
            notes=said,
            table="by_month" if by_month else "rows",
        )


def _print_contacts(answer: "Circle", desk: Desk) -> None:
    table(
        ("when", "channel", "with", "docs", "event, claims"),
        (
            (
                f"{dates(row.dates)}{' (ongoing)' if row.status == 'ongoing' else ''}",
                row.channel,
                _with(row, desk),
                str(row.n_documents),
                cited(row.event, row.claims),
            )
            for row in answer.rows
        ),
    )


def _with(row: "Contact", desk: Desk) -> str:
    """Name a counterpart: a person with the state, a state with its people."""
    beside = [id_ for id_ in row.named if id_ != row.other]
    if row.other != row.polity and row.polity:
        # An office says the state already.
        beside = [] if row.other in row.inferred else [row.polity]
    brackets = f" ({called_in(desk.register, beside, row)})" if beside else ""
    return f"{called_in(desk.register, [row.other], row)}{brackets}"


def _print_partners(answer: "Circle", desk: Desk) -> None:
    """Print one row for each partner, and what may be said of ranks and changes."""
    compared = any(one.change != "not compared" for one in answer.partners)
    table(
        (
            *("with", "events", "95 % interval", "rank", "by channel", "protocol", "first"),
            *("last", "before", "change", "claims"),
        ),
        (_partner(one, desk, compared=compared) for one in answer.partners),
    )
    out()
    if answer.no_ranks:
        out(answer.no_ranks)
    if any(one.n_protocol for one in answer.partners):
        out("Protocol: letters of congratulation, condolence or greeting, in no other column.")
    out(answer.compared)
    for one in answer.gone:
        out(f"None now with {desk.call(one.partner)}, after {count(one.n_before, 'event')}.")


def _partner(one: "Partner", desk: Desk, *, compared: bool) -> tuple[str, ...]:
    return (
        desk.call(one.partner),
        str(one.n_events),
        f"{one.low:.1f}-{one.high:.1f}",
        f"{one.rank} ({one.rank_low}-{one.rank_high})" if one.rank else "",
        ", ".join(part.replace("=", " ") for part in one.by_channel),
        str(one.n_protocol or ""),
        one.first or "",
        one.last or "",
        *((str(one.n_before), one.change) if compared else ("", "")),
        short(one.claims, most=1),
    )


def _print_channels(rows: "Sequence[ChannelCount]", *, by_month: bool) -> None:
    table(
        ("month", "channel", "events", "docs", "event ids", "claims"),
        (
            (
                (row.month or "(not settled)") if by_month else "",
                row.channel,
                str(row.n_events),
                str(row.n_documents),
                " ".join(row.events[:2])
                + (f" +{len(row.events) - 2}" if len(row.events) > 2 else ""),
                short(row.claims, most=1),
            )
            for row in rows
        ),
    )


def _print_share(share: "CloudShare") -> None:
    """Print one reading of the cloud share with its interval."""
    low, high = share.low, share.high
    known = low is not None and high is not None
    more = f" 95 % interval {low:.0%} to {high:.0%}." if known else ""
    out(f"{share.sentence()}{more}")


def _print_cloud_months(answer: "ChannelMix") -> None:
    """Print both readings of the cloud share by month, with the documents there were to read."""
    n = len(answer.documents)
    readings = (answer.months[:n], answer.months[n:])
    out("Cloud share by month (without, with verbal messages; 95 % interval)")
    table(
        ("month", "without", "of", "95 %", "with", "of", "95 %", "docs", "by steady outlets"),
        (
            (
                docs.month,
                *(
                    cell
                    for one in (months[i] for months in readings)
                    for cell in (
                        "-" if one.share is None else f"{one.share:.0%}",
                        str(one.known),
                        "" if one.low is None else f"{one.low:.0%}-{one.high:.0%}",
                    )
                ),
                str(docs.n_documents),
                str(docs.n_steady),
            )
            for i, docs in enumerate(answer.documents)
        ),
    )
