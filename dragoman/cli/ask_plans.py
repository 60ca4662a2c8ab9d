"""The commands about plans: what became of them, and what is to come."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.desk import (
    Format,
    FormatOption,
    LedgerArgument,
    called,
    find_actor,
    load_register,
    open_ledger,
    short,
    words_of,
)
from dragoman.cli.questions import _foot, _other_format
from dragoman.cli.terminal import note, out, table
from dragoman.model import Channel

if TYPE_CHECKING:
    from dragoman.ask import Names
    from dragoman.ask.plans import AgendaRow, PlanRow, Plans

_TAIL = ("documents", "event", "claims")
_PLAN = ("announced", "for", "moved to", "outcome", "held", "channel", "who", "to", *_TAIL)
_AGENDA = ("when", "channel", "who", "to", "where", "state", "announced", *_TAIL)

ActorOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Only plans with this party.")
]
ChannelOption = Annotated[
    list[str] | None,
    typer.Option(metavar="CHANNEL", help="Only this channel; may be repeated. See the codebook."),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="As of this day: what was published later is not known. Without it, the last day "
        "of the ledger.",
    ),
]


def plans(
    ledger: LedgerArgument,
    actor: ActorOption = None,
    channel: ChannelOption = None,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List what was announced and what became of it, and how often plans are held."""
    from dragoman.ask.plans import plans as ask

    with open_ledger(ledger) as book:
        register = load_register(book)
        answer = ask(
            book,
            who=find_actor(register, actor, book, window=as_of) if actor else None,
            channels=words_of(Channel, channel, "--channel"),
            as_of=as_of,
        )
        more = {
            "as_of": answer.as_of.isoformat() if answer.as_of else None,
            "realization": [asdict(row) for row in answer.realization],
            "lead_times": [asdict(row) for row in answer.leads],
        }
        if _other_format(answer, format_, more):
            if format_ is Format.CSV:
                note(answer.realization[0].sentence())
            return
        out(f"Plans as of {answer.as_of or 'a day that no document gives'}")
        out()
        table(
            _PLAN,
            (
                (
                    row.announced_on or "(no day)",
                    _days(row.for_when),
                    _days(row.moved_to) if row.moved_to else "",
                    row.outcome,
                    _days(row.held_on) if row.held_on else "",
                    row.channel,
                    _who(register, row.actors, row),
                    _who(register, row.recipients, row),
                    str(row.n_documents),
                    row.event,
                    short(row.claims, most=4),
                )
                for row in answer.rows
            ),
        )
        _print_estimates(answer)
        _foot(answer, ledger)


def agenda(
    ledger: LedgerArgument,
    actor: ActorOption = None,
    channel: ChannelOption = None,
    as_of: AsOfOption = None,
    weeks: Annotated[int, typer.Option(min=1, max=520, help="How many weeks from that day.")] = 4,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List what is planned for the coming weeks, and what of it was called off."""
    from dragoman.ask.plans import agenda as ask

    with open_ledger(ledger) as book:
        register = load_register(book)
        answer = ask(
            book,
            who=find_actor(register, actor, book, window=as_of) if actor else None,
            channels=words_of(Channel, channel, "--channel"),
            as_of=as_of,
            weeks=weeks,
        )
        more = {"as_of": str(answer.as_of), "until": str(answer.until)}
        if _other_format(answer, format_, more | {"n_later": answer.n_later}):
            return
        out(f"Agenda from {answer.as_of} to {answer.until}")
        out()
        table(
            _AGENDA,
            (
                (
                    _days(row.set_for),
                    row.channel,
                    _who(register, row.actors, row),
                    _who(register, row.recipients, row),
                    ", ".join(called(register, place) for place in row.places),
                    f"{row.outcome}, moved" if row.moved else row.outcome,
                    row.announced_on or "(no day)",
                    str(row.n_documents),
                    row.plan,
                    short(row.claims, most=4),
                )
                for row in answer.rows
            ),
        )
        out()
        later = "plan is" if answer.n_later == 1 else "plans are"
        out(f"{answer.n_later} open {later} for later.")
        _foot(answer, ledger)


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


def _days(dates: Iterable[str]) -> str:
    from dragoman.ask.window import finest

    return " or ".join(finest(tuple(dates))) or "(no day)"


def _who(register: "Names", ids: Iterable[str], row: "PlanRow | AgendaRow") -> str:
    from dragoman.ask.wording import by_office

    offices = dict(zip(row.inferred, row.by_office, strict=True))
    return ", ".join(
        by_office(register.label, id_, offices[id_]) if id_ in offices else called(register, id_)
        for id_ in ids
    )
