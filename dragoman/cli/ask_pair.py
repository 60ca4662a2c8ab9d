"""The commands about two states: what lies between them, and what their tie is called."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.asking import Desk, FigureOption, TableOption, asking
from dragoman.cli.desk import (
    SHORT,
    Format,
    FormatOption,
    LedgerArgument,
    SinceOption,
    UntilOption,
    called_in,
    cited,
    count,
    dates,
    happened,
    short,
)
from dragoman.cli.terminal import harmless, out, table

if TYPE_CHECKING:
    from dragoman.ask.pair import Ahead, Dealing, Pair
    from dragoman.ask.partnerships import Partnerships, Tie

OneArgument = Annotated[
    str, typer.Argument(metavar="ONE", help="A state or organization: China, CHN or st:chn.")
]
OtherArgument = Annotated[str, typer.Argument(metavar="OTHER", help="Another.")]


def pair(
    one: OneArgument,
    other: OtherArgument,
    ledger: LedgerArgument,
    since: SinceOption = None,
    until: UntilOption = None,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
    figure: FigureOption = None,
) -> None:
    """List all that lies between two states, who visited whom, and the last contacts."""
    from dragoman.ask.asking import pair as ask

    with asking(ledger, format_, table_, figure) as desk:
        sides = desk.state(one), desk.state(other)
        answer = ask(desk.book, *sides, since, until)

        def show() -> None:
            names = [desk.call(side) for side in sides]
            out(f"{' and '.join(names)}, {answer.basis.window or 'all of the ledger'}")
            out()
            table(
                ("when", "channel", *names, "others", "docs", "event, claims"),
                (_line(row, answer, desk) for row in answer.rows),
            )
            _print_summary(answer, desk)

        desk.give(answer, show)


def _line(row: "Dealing", answer: "Pair", desk: Desk) -> Sequence[str]:
    is_part = any(whole.event == row.part_of for whole in answer.rows)
    by = f", by {desk.call(row.by)}" if row.by else ""
    return (
        dates(row.dates),
        f"{'  part: ' if is_part else ''}{happened(row.channel, row.status)}{by}",
        called_in(desk.register, row.one, row),
        called_in(desk.register, row.other, row),
        ", ".join(map(desk.call, row.others)),
        str(row.n_documents),
        cited(row.event, row.claims),
    )


def _print_summary(answer: "Pair", desk: Desk) -> None:
    if answer.by_channel:
        out()
        out("By channel, of what happened")
        table(
            ("channel", "events", "first", "last"),
            (
                (row.channel, str(row.n_events), dates(row.first), dates(row.last))
                for row in answer.by_channel
            ),
        )
    if answer.last:
        out()
        out("Last contact")
        table(
            ("rank", "of", "when", "channel", "event"),
            (
                (
                    row.rank,
                    "both sides" if row.both else "one side at least",
                    dates(row.dates),
                    row.channel,
                    row.event,
                )
                for row in answer.last
            ),
        )
    if answer.visits:
        out()
        out("Visits")
        table(
            ("visitor", "to", "who", "visits", "last", "events"),
            (
                (
                    desk.call(row.visitor),
                    desk.call(row.host),
                    f"{desk.call(row.who)} ({row.rank})" if row.who else "all",
                    str(row.n_events),
                    dates(row.last),
                    " ".join(row.events[:3]) + (" ..." if len(row.events) > 3 else ""),
                )
                for row in answer.visits
            ),
        )
    if answer.ahead:
        out()
        out(f"Plans ahead, as of {answer.as_of or 'a day that no document gives'}")
        table(
            ("set for", "channel", "outcome", "announced", "event, claims"),
            (
                (
                    dates(row.dates),
                    row.channel,
                    _outcome(row),
                    row.announced_on or "",
                    cited(row.event, row.claims),
                )
                for row in answer.ahead
            ),
        )
    if answer.together:
        n = len(answer.together)
        out()
        out(
            f"Together towards others: {n} event{'' if n == 1 else 's'} "
            f"({', '.join(answer.together[:4])}{', ...' if n > 4 else ''})"
        )


def _outcome(row: "Ahead") -> str:
    return f"{row.outcome}, its day has passed" if row.past else row.outcome


def partnerships(
    one: OneArgument,
    other: OtherArgument,
    ledger: LedgerArgument,
    since: SinceOption = None,
    until: UntilOption = None,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
    figure: FigureOption = None,
) -> None:
    """List what the tie of two states was called, how it was judged, when, and by whom."""
    from dragoman.ask.asking import partnerships as ask

    with asking(ledger, format_, table_, figure) as desk:
        sides = desk.state(one), desk.state(other)
        answer = ask(desk.book, *sides, since, until)

        def show() -> None:
            names = " and ".join(map(desk.call, sides))
            out(f"{names}, {answer.basis.window or 'all of the ledger'}")
            for row in answer.rows:
                out()
                _print_tie(row, desk)
            _print_recorded(answer)

        wordings = count(len(answer.rows), "wording")
        docs = count(answer.basis.n_documents, "document")
        untied = (
            f" {answer.untied} more in documents on both are of other states, or of nobody that "
            "could be made out."
            if answer.untied
            else ""
        )
        desk.give(
            answer,
            show,
            rests_on=f"{wordings} in {docs}; each is what its speaker says.{untied}",
            next_=f"'dragoman pair {' '.join(sides)} LEDGER' lists what lies between them.",
        )


def _print_tie(row: "Tie", desk: Desk) -> None:
    out(f"{row.day or '(no date)'}  {_what(row)}, {_by(row, desk)}  {_cited(row)}")
    if row.others:
        out(f"    names {', '.join(map(desk.call, row.others))} too")
    out(f"    {desk.quote(' '.join(row.quote.split()))}")


def _print_recorded(answer: "Partnerships") -> None:
    if answer.recorded:
        out()
    for held in answer.recorded:
        known = [
            f"{held.partnership} since {held.since}" if held.partnership else "",
            f"relations since {held.established}" if held.established else "",
            held.note,
        ]
        out(
            f"On record, as of {held.as_of}, whatever the documents say: "
            f"{'; '.join(filter(None, known))}."
        )


def _cited(row: "Tie") -> str:
    """Return what the words rest on; where they are in no claim, their place in the document."""
    places = [claim.partition(":") for claim in row.claims if ":" in claim]
    if places:
        return " ".join(f"[{doc[:SHORT]}:{place}]" for doc, _, place in places)
    return short(row.claims, most=4)


def _what(row: "Tie") -> str:
    words = "" if row.kind == "act" else f" \u201c{harmless(row.words)}\u201d"
    return f"{row.kind if row.kind != 'act' else f'relations, {row.wording}'}{words}"


def _by(row: "Tie", desk: Desk) -> str:
    side = f", {desk.call(row.side)}\u2019s account" if row.side else ""
    if row.by is None:
        return f"{harmless(row.source)}{side} (it or a speaker in the sentence)"
    if not row.by:
        return f"{harmless(row.source)} itself{side}"
    state = f" ({desk.call(row.polity)})" if row.polity and row.by != row.polity else ""
    return f"{harmless(desk.call(row.by))}{state} in {harmless(row.source)}{side}"
