"""The commands about plans: what became of them, and what is to come."""

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.asking import FigureOption, TableOption, asking
from dragoman.cli.desk import (
    AsOfOption,
    ChannelOption,
    Format,
    FormatOption,
    LedgerArgument,
    called_in,
    cited,
    dates,
    words_of,
)
from dragoman.cli.terminal import out, table
from dragoman.model import Channel

if TYPE_CHECKING:
    from dragoman.ask.plans import Plans

_TAIL = ("docs", "event, claims")
_PLAN = ("announced", "set for", "outcome", "channel", "who", "to", *_TAIL)
_AGENDA = ("when", "channel", "who", "to", "where", "outcome", "announced", *_TAIL)

ActorOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Only plans with this party.")
]


def plans(
    ledger: LedgerArgument,
    actor: ActorOption = None,
    channel: ChannelOption = None,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
    figure: FigureOption = None,
) -> None:
    """List what was announced and what became of it, and how often plans are held."""
    from dragoman.ask.asking import plans as ask

    with asking(ledger, format_, table_, figure) as desk:
        answer = ask(
            desk.book,
            who=desk.actor(actor, window=as_of) if actor is not None else None,
            channels=words_of(Channel, channel, "--channel"),
            as_of=as_of,
        )

        def show() -> None:
            out(f"Plans as of {answer.as_of or 'a day that no document gives'}")
            out()
            table(
                _PLAN,
                (
                    (
                        row.announced_on or "(no date)",
                        dates(row.for_when)
                        + (f", moved to {dates(row.moved_to)}" if row.moved_to else ""),
                        row.outcome + (f" {dates(row.held_on)}" if row.held_on else ""),
                        row.channel,
                        called_in(desk.register, row.actors, row),
                        called_in(desk.register, row.recipients, row),
                        str(row.n_documents),
                        cited(row.event, row.claims),
                    )
                    for row in answer.rows
                ),
            )
            _print_estimates(answer)

        desk.give(answer, show, notes=[answer.realization[0].sentence()])


def agenda(
    ledger: LedgerArgument,
    actor: ActorOption = None,
    channel: ChannelOption = None,
    as_of: AsOfOption = None,
    weeks: Annotated[int, typer.Option(min=1, max=520, help="How many weeks from that day.")] = 4,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
    figure: FigureOption = None,
) -> None:
    """List what is planned for the coming weeks, and what of it was called off."""
    from dragoman.ask.asking import agenda as ask

    with asking(ledger, format_, table_, figure) as desk:
        answer = ask(
            desk.book,
            who=desk.actor(actor, window=as_of) if actor is not None else None,
            channels=words_of(Channel, channel, "--channel"),
            as_of=as_of,
            weeks=weeks,
        )

        def show() -> None:
            out(f"Agenda from {answer.as_of} to {answer.until}")
            out()
            table(
                _AGENDA,
                (
                    (
                        dates(row.set_for),
                        row.channel,
                        called_in(desk.register, row.actors, row),
                        called_in(desk.register, row.recipients, row),
                        ", ".join(map(desk.call, row.places)),
                        f"{row.outcome}, moved" if row.moved else row.outcome,
                        row.announced_on or "(no date)",
                        str(row.n_documents),
                        cited(row.plan, row.claims),
                    )
                    for row in answer.rows
                ),
            )
            out()
            later = "plan is" if answer.n_later == 1 else "plans are"
            out(f"{answer.n_later} open {later} for later.")

        desk.give(answer, show)


def _print_estimates(answer: "Plans") -> None:
    from dragoman.ask.plans import LEAST_PLANS

    out()
    small = []
    for found in answer.realization:
        if found.channel and found.n_plans < LEAST_PLANS:
            small.append(f"{found.channel} {found.n_plans}")
            continue
        out(found.sentence())
        if found.shares:
            table(
                ("  within", "held", "called off", "denied", "held, at least", "at most"),
                (
                    (
                        f"  {share.days} days",
                        *(
                            f"{p.share:.0%} ({p.low:.0%} to {p.high:.0%})"
                            for p in (share.held, share.cancelled, share.denied)
                        ),
                        f"{share.least_held:.0%}",
                        f"{share.most_held:.0%}",
                    )
                    for share in found.shares
                ),
            )
    for lead in answer.leads:
        if lead.median is not None:
            of = f" of channel {lead.channel}" if lead.channel else ""
            out(
                f"Announced before their day: half of {lead.n_plans} plans{of} at most "
                f"{lead.median:g} days, a quarter at most {lead.first:g}, three quarters at "
                f"most {lead.third:g}."
            )
    if small:
        out(f"No estimate below {LEAST_PLANS} plans with a day: {', '.join(small)}.")
