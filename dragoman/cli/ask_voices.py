"""The command that lists what was said, by whom and on which side."""

from typing import Annotated

import typer

from dragoman.cli.ask_pair import FromOption, ToOption, find_state
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
from dragoman.cli.questions import _clip, _other_format
from dragoman.cli.terminal import harmless, note, out, table
from dragoman.model import Stance


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
    since: FromOption = None,
    until: ToOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List what officials, media, experts and netizens said, with quotes."""
    from dataclasses import asdict

    from dragoman.ask.voices import VoiceKind
    from dragoman.ask.voices import voices as ask

    with open_ledger(ledger) as book:
        register = load_register(book)
        answer = ask(
            book,
            topic=topic,
            event=event,
            about=tuple(find_state(register, name, book) for name in about or ()),
            by=find_actor(register, by, book, window=since) if by else None,
            kinds=words_of(VoiceKind, kind, "--kind"),
            stances=words_of(Stance, stance, "--stance"),
            since=since,
            until=until,
        )
        more = {
            "counts": [asdict(row) for row in answer.counts],
            "event": answer.event,
            "undated": answer.undated,
            "copied": answer.copied,
        }
        if _other_format(answer, format_, more):
            if format_ is Format.CSV:
                note(answer.sentence())
            return
        for row in answer.rows:
            state = called(register, row.polity) if row.polity else ""
            whose = f" ({state})" if state and row.speaker != row.polity else ""
            account = f", {called(register, row.side)}\u2019s account" if row.side else ""
            speaker = f"{harmless(called(register, row.speaker))}{whose}"
            out(
                f"{row.published or '(no date)'}  {speaker}, {row.kind}, {row.stance}: "
                f"{harmless(row.source)}{account}  {short(row.claims)}"
            )
            topics = f"on {', '.join(row.topics)}" if row.topics else ""
            named = ", ".join(called(register, id_) for id_ in row.about)
            tags = "; ".join(filter(None, (topics, f"about {named}" if named else "")))
            if tags:
                out(f"    {tags}")
            quote = _clip(" ".join(row.quote.split()), book.config.quote_chars)
            out(f"    {harmless(row.cue)}: \u201c{harmless(quote)}\u201d")
            out()
        for counted in ("kind", "side", "outlet", "state"):
            groups = [count for count in answer.counts if count.by == counted]
            if len(groups) < 2:
                continue
            table(
                (counted, "statements", *Stance, "documents"),
                (
                    (
                        called(register, group.key),
                        *(str(n) for n in (group.n, group.supports, group.opposes)),
                        *(str(n) for n in (group.neutral, group.undecided, group.n_documents)),
                    )
                    for group in groups
                ),
            )
            out()
        out(answer.sentence())
        out("The stance is that of the words, towards what they speak of.")
