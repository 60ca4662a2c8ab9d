"""The command that lists what was said, by whom and on which side."""

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.asking import Desk, FigureOption, TableOption, asking
from dragoman.cli.desk import (
    Format,
    FormatOption,
    LedgerArgument,
    SinceOption,
    UntilOption,
    short,
    words_of,
)
from dragoman.cli.terminal import harmless, out, table
from dragoman.model import Stance

if TYPE_CHECKING:
    from dragoman.ask import Voice, Voices


def voices(
    ledger: LedgerArgument,
    topic: Annotated[
        str | None, typer.Option(metavar="TOPIC", help="Only on this topic; see the codebook.")
    ] = None,
    event: Annotated[
        str | None,
        typer.Option(metavar="EVENT", help="Only on this event: its id, or the start of it."),
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only about this state; may be repeated."),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only by this person, office or state.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help="Only officials, media, experts, netizens or other; may be repeated.",
        ),
    ] = None,
    stance: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STANCE", help=f"Only this stance; may be repeated: {', '.join(Stance)}."
        ),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
    figure: FigureOption = None,
) -> None:
    """List what officials, media, experts and netizens said, with quotes."""
    from dragoman.ask.asking import voices as ask
    from dragoman.ask.show import find_event
    from dragoman.ask.voices import VoiceKind

    with asking(ledger, format_, table_, figure) as desk:
        answer = ask(
            desk.book,
            topic=topic,
            event=find_event(desk.book, event) if event is not None else None,
            about=tuple(desk.state(name) for name in about or ()),
            by=desk.actor(by, window=since) if by is not None else None,
            kinds=words_of(VoiceKind, kind, "--kind"),
            stances=words_of(Stance, stance, "--stance"),
            since=since,
            until=until,
        )

        def show() -> None:
            for row in answer.rows:
                _print_voice(row, desk)
            _print_counts(answer, desk)

        desk.give(
            answer,
            show,
            rests_on=answer.sentence(),
            next_="The stance is that of the words, towards what they speak of. "
            "'dragoman search WORDS LEDGER' finds more.",
        )


def _print_voice(row: "Voice", desk: Desk) -> None:
    state = desk.call(row.polity) if row.polity else ""
    whose = f" ({state})" if state and row.speaker != row.polity else ""
    account = f", {desk.call(row.side)}\u2019s account" if row.side else ""
    out(
        f"{row.published or '(no date)'}  {harmless(desk.call(row.speaker))}{whose}, {row.kind}, "
        f"{row.stance}: {harmless(row.source)}{account}  {short(row.claims)}"
    )
    topics = f"on {', '.join(row.topics)}" if row.topics else ""
    named = ", ".join(map(desk.call, row.about))
    tags = "; ".join(filter(None, (topics, f"about {named}" if named else "")))
    if tags:
        out(f"    {tags}")
    out(f"    {harmless(row.cue)}: {desk.quote(' '.join(row.quote.split()))}")
    out()


def _print_counts(answer: "Voices", desk: Desk) -> None:
    for counted in ("kind", "side", "outlet", "state"):
        groups = [group for group in answer.counts if group.by == counted]
        if len(groups) < 2:
            continue
        table(
            (counted, "statements", *Stance, "docs"),
            (
                (
                    desk.call(group.key),
                    *map(str, (group.n, group.supports, group.opposes, group.neutral)),
                    *map(str, (group.undecided, group.n_documents)),
                )
                for group in groups
            ),
        )
        out()
