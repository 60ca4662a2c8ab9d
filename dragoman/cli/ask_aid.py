"""The command about aid: gifts both ways, sums by unit, what is said of returns."""

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
)
from dragoman.cli.questions import _clip, _dates, _foot, _other_format
from dragoman.cli.terminal import harmless, note, out, table
from dragoman.model import InputError

if TYPE_CHECKING:
    from dragoman.ask import Names
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
) -> None:
    """List gifts both ways in their own units, pledged and delivered, and claimed returns."""
    from dragoman.ask.aid import aid as ask

    if len(names) > 2:
        raise InputError(
            f"aid is between two; {len(names)} names were typed. A name of several words is "
            "put in quotes"
        )
    with open_ledger(ledger) as book:
        register = load_register(book)
        sides = [find_actor(register, name, book) for name in names]
        answer = ask(book, *sides)
        more = {
            "between": sides,
            "tallies": [asdict(row) for row in answer.tallies],
            "balances": [asdict(row) for row in answer.balances],
            "claimed_returns": [asdict(row) for row in answer.claimed],
            "umbrellas": [asdict(row) for row in answer.umbrellas],
            "time_to_first_return": asdict(answer.returns) if answer.returns else None,
        }
        if _other_format(answer, format_, more):
            if format_ is Format.CSV and answer.returns:
                note(answer.returns.sentence())
            return
        out(f"Aid: {' and '.join(called(register, side) for side in sides)}")
        out()
        table(
            ("when", "given by", "to", "stage", "what, as worded", "documents", "event", "claims"),
            (
                (
                    _when(row),
                    called(register, row.giver),
                    called(register, row.receiver),
                    row.stage,
                    _what(row),
                    str(row.n_documents),
                    row.event,
                    short(row.claims, most=4),
                )
                for row in answer.rows
            ),
        )
        _print_sums(answer, register)
        _print_returns(answer, register, book.config.quote_chars)
        _foot(answer, ledger)


def _when(row: "Gift") -> str:
    if row.dates:
        return _dates(row.dates)
    return f"(no day; told by {row.told_by})" if row.told_by else "(no day)"


def _what(row: "Gift") -> str:
    together = " (told for several together)" if row.together else ""
    return f"{_clip('; '.join(row.gave) or '(not told)', _WHAT)}{together}"


def _print_sums(answer: "Aid", register: "Names") -> None:
    out()
    out("By unit, as reported; units are never added up")
    table(
        ("given by", "to", "unit", "pledged", "delivered", "claims"),
        (
            (
                called(register, row.giver),
                called(register, row.receiver),
                row.unit if row.unit is not None else "(gifts)",
                *_sums(row),
                short(row.claims, most=4),
            )
            for row in answer.tallies
        ),
    )
    out()
    out("Delivered, the one over the other")
    for balance in answer.balances:
        one, other = called(register, balance.one), called(register, balance.other)
        out(f"  {one} and {other}, {balance.words(one, other)}  {short(balance.claims, most=4)}")


def _sums(row: "Tally") -> tuple[str, str]:
    def words(told: str | None, n: int) -> str:
        if told is None:
            return "-"
        return told if row.unit is None or n == 1 else f"{told} ({n} gifts)"

    return words(row.pledged, row.n_pledged), words(row.delivered, row.n_delivered)


def _print_returns(answer: "Aid", register: "Names", quote_chars: int) -> None:
    if answer.claimed:
        out()
        out("Claimed returns: what a source says, and no statistics")
    for claimed in answer.claimed:
        out(f"  \u201c{_clip(harmless(claimed.quote), quote_chars)}\u201d")
        out(f"    {_who_says(claimed, register)}  {short(claimed.claims, most=6)}")
        back = f" and {claimed.gave_back}" if claimed.gave_back else ""
        worded = (
            f"; in its words \u201c{_clip(harmless(claimed.in_its_words), quote_chars)}\u201d"
            if claimed.in_its_words
            else ""
        )
        out(f"    {claimed.gave}{back}: {claimed.apart()}{worded}")
    if answer.umbrellas:
        out()
        out("To many at once: nobody is read out of it, and it is in no sum")
    for umbrella in answer.umbrellas:
        out(f"  {called(register, umbrella.giver)}, {umbrella.words}:")
        out(f"    \u201c{_clip(harmless(umbrella.quote), quote_chars)}\u201d")
    out()
    if answer.returns:
        out(answer.returns.sentence())


def _who_says(claimed: "ClaimedReturn", register: "Names") -> str:
    said = f"said by {called(register, claimed.speaker)}, " if claimed.speaker else ""
    day = f", {claimed.published}" if claimed.published else ""
    return f"{said}{claimed.source}{day}"
