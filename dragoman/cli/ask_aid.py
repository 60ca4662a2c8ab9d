"""The command about aid: gifts both ways, sums by unit, what is said of returns."""

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.asking import Desk, FigureOption, TableOption, asking
from dragoman.cli.desk import Format, FormatOption, LedgerArgument, cited, clip, dates, short
from dragoman.cli.terminal import out, table
from dragoman.model import InputError

if TYPE_CHECKING:
    from dragoman.ask.aid import Aid, Tally
    from dragoman.ask.gifts import Gift
    from dragoman.ask.given_back import ClaimedReturn

_WHAT = 70  # characters of what was given that a table prints


def aid(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME [OTHER]",
            help="A state or organization, and another one: a name, a code such as CHN, or an id. "
            "Without the other, all others.",
        ),
    ],
    ledger: LedgerArgument,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
    figure: FigureOption = None,
) -> None:
    """List gifts both ways in their own units, pledged and delivered, and claimed returns."""
    from dragoman.ask.asking import aid as ask

    if len(names) > 2:
        raise InputError(
            f"aid is between two; {len(names)} names were typed. A name of several words is "
            "put in quotes"
        )
    with asking(ledger, format_, table_, figure) as desk:
        sides = [desk.state(name) for name in names]
        answer = ask(desk.book, *sides)

        def show() -> None:
            out(f"Aid: {' and '.join(map(desk.call, sides))}")
            out()
            _print_gifts(answer, desk)
            _print_sums(answer, desk)
            _print_returns(answer, desk)

        desk.give(answer, show, notes=[answer.returns.sentence()] if answer.returns else ())


def _print_gifts(answer: "Aid", desk: Desk) -> None:
    table(
        ("when", "given by", "to", "stage", "what, as worded", "docs", "event, claims"),
        (
            (
                _when(row),
                desk.call(row.giver),
                desk.call(row.receiver),
                row.stage,
                _what(row),
                str(row.n_documents),
                cited(row.event, row.claims),
            )
            for row in answer.rows
        ),
    )


def _when(row: "Gift") -> str:
    told = f" (told by {row.told_by})" if row.told_by and not row.dates else ""
    return f"{dates(row.dates)}{told}"


def _what(row: "Gift") -> str:
    together = " (told for several together)" if row.together else ""
    return f"{clip('; '.join(row.gave) or '(not told)', _WHAT)}{together}"


def _print_sums(answer: "Aid", desk: Desk) -> None:
    out()
    out("By unit, as reported; units are never added up")
    table(
        ("given by", "to", "unit", "pledged", "delivered", "claims"),
        (
            (
                desk.call(row.giver),
                desk.call(row.receiver),
                row.unit if row.unit is not None else "(gifts)",
                *_sums(row),
                short(row.claims, most=2),
            )
            for row in answer.tallies
        ),
    )
    out()
    out("Delivered, the one over the other")
    for balance in answer.balances:
        one, other = desk.call(balance.one), desk.call(balance.other)
        out(f"  {one} and {other}, {balance.words(one, other)}  {short(balance.claims, most=2)}")


def _sums(row: "Tally") -> tuple[str, str]:
    def words(told: str | None, n: int) -> str:
        if told is None:
            return "-"
        return told if row.unit is None or n == 1 else f"{told} ({n} gifts)"

    return words(row.pledged, row.n_pledged), words(row.delivered, row.n_delivered)


def _print_returns(answer: "Aid", desk: Desk) -> None:
    if answer.claimed:
        out()
        out("Claimed returns: what a source says, and no statistics")
    for claimed in answer.claimed:
        out(f"  {desk.quote(claimed.quote)}")
        out(f"    {_who_says(claimed, desk)}  {short(claimed.claims, most=2)}")
        back = f" and {claimed.gave_back}" if claimed.gave_back else ""
        worded = (
            f"; in its words {desk.quote(claimed.in_its_words)}" if claimed.in_its_words else ""
        )
        out(f"    {claimed.gave}{back}: {claimed.apart()}{worded}")
    if answer.umbrellas:
        out()
        out("To many at once: nobody is read out of it, and it is in no sum")
    for umbrella in answer.umbrellas:
        out(f"  {desk.call(umbrella.giver)}, {umbrella.words}:")
        out(f"    {desk.quote(umbrella.quote)}")
    if answer.returns:
        out()
        out(answer.returns.sentence())


def _who_says(claimed: "ClaimedReturn", desk: Desk) -> str:
    said = f"said by {desk.call(claimed.speaker)}, " if claimed.speaker else ""
    day = f", {claimed.published}" if claimed.published else ""
    return f"{said}{claimed.source}{day}"
