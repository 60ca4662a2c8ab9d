"""`dragoman compare`: two accounts side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.asking import Desk, FigureOption, TableOption, asking
from dragoman.cli.desk import Format, FormatOption, clip, count, short
from dragoman.cli.terminal import harmless, out, table
from dragoman.model import InputError

if TYPE_CHECKING:
    from dragoman.ask.compare import ComparedRow, Comparison, Readout

_WORDS = 60  # characters of a sentence that a row prints

SideOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="A party whose account to take; else the first that has one."
    ),
]


def compare(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="EVENT|DOCUMENTS LEDGER",
            help="An event, by its id or a claim's, or two documents, by name or id; the ledger.",
        ),
    ],
    here: SideOption = None,
    there: SideOption = None,
    sentences: Annotated[
        bool, typer.Option("--sentences", help="Print the sentences that tell the same.")
    ] = False,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
    figure: FigureOption = None,
) -> None:
    """Set two accounts of an event side by side, or any two documents."""
    from dragoman.ask.asking import compare as ask

    if not 2 <= len(what) <= 3:
        raise InputError("a comparison takes an event, or two documents, and then the ledger")
    *asked, folder = what
    with asking(Path(folder), format_, table_, figure) as desk:
        sides = [desk.actor(side) if side is not None else None for side in (here, there)]
        answer = ask(desk.book, *asked, here=sides[0], there=sides[1])
        desk.give(answer, lambda: _print(answer, desk, sentences=sentences))


def _print(answer: "Comparison", desk: Desk, *, sentences: bool) -> None:
    out(f"Here:  {_account(answer.here, desk)}")
    out(f"There: {_account(answer.there, desk)}")
    for side in answer.silent:
        if side != answer.there.side:
            out(f"{desk.call(side)} has no account here: silent, not denying.")
    for where, title in (
        ("both", "Both say"),
        ("differ", "They differ"),
        ("only here", "Only here"),
        ("only there", "Only there"),
    ):
        rows = [row for row in answer.rows if row.where == where]
        if rows:
            out()
            out(title)
            table((), [_cells(row, desk) for row in rows])
    out()
    if sentences and answer.pairs:
        out("Sentences that tell the same")
        for pair in answer.pairs:
            out(f"  {pair.score:.2f}  by {', '.join(pair.shared[:6])}")
            out(f"    {desk.quote(pair.here)}")
            out(f"    {desk.quote(pair.there)}")
        out()
    if answer.measures is None:
        refused = answer.refused
        for one in (answer.here, answer.there):
            if one.is_silent and one.side:
                refused = refused.replace(one.side, desk.call(one.side))
        out(f"Not measured. {harmless(refused)}")
        return
    out(answer.measures.sentence())
    if answer.measures.order is not None:
        out(
            "Order of the shared topics, Kendall's tau (1: the same, -1: the other way round): "
            f"{answer.measures.order:+.2f}"
        )


def _account(account: "Readout", desk: Desk) -> str:
    side = desk.call(account.side) if account.side else ""
    if account.is_silent:
        return f"{side or 'the other side'}: no account in the ledger. Silent, not denying."
    n = f"{count(account.n_claims, 'claim')}, {count(account.n_sentences, 'sentence')}"
    return harmless(f"{account.label}{f' (account of {side})' if side else ''}: {n}")


def _cells(row: "ComparedRow", desk: Desk) -> tuple[str, ...]:
    value = desk.call(row.value) if row.kind == "claim" else row.value
    about = desk.call(row.about) if row.kind == "stance" else row.about
    if row.kind == "topic":
        ranks = [str(rank) for rank in (row.rank_here, row.rank_there) if rank is not None]
        about = f"topic, {' | '.join(ranks)} in order"
    most = min(_WORDS, desk.book.config.quote_chars)
    words = [f"\u201c{clip(text, most)}\u201d" for text in (row.here, row.there) if text]
    cites = short(row.claims, most=2) or row.places[0]
    return f"  {row.kind}", about, value, " | ".join(words), cites
