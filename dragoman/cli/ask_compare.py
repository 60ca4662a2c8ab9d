"""`dragoman compare`: two accounts side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.desk import (
    Format,
    FormatOption,
    called,
    count,
    find_actor,
    load_register,
    open_ledger,
    short,
)
from dragoman.cli.questions import _aligned, _clip, _other_format
from dragoman.cli.terminal import harmless, out
from dragoman.model import InputError

if TYPE_CHECKING:
    from dragoman.actors import Register
    from dragoman.ask.compare import ComparedRow, Comparison, Readout

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
) -> None:
    """Set two accounts of an event side by side, or any two documents."""
    from dataclasses import asdict

    from dragoman.ask.compare import compare as ask

    if not 2 <= len(what) <= 3:
        raise InputError("a comparison takes an event, or two documents, and then the ledger")
    *asked, folder = what
    with open_ledger(Path(folder)) as book:
        register = load_register(book)
        sides = [find_actor(register, side, book) if side else None for side in (here, there)]
        answer = ask(book, *asked, here=sides[0], there=sides[1])
        more: dict[str, Any] = {
            "here": asdict(answer.here),
            "there": asdict(answer.there),
            "silent": answer.silent,
            "others": answer.others,
            "pairs": [asdict(pair) for pair in answer.pairs],
            "measures": asdict(answer.measures) if answer.measures else None,
            "refused": answer.refused,
        }
        if _other_format(answer, format_, more):
            return
        _print(answer, register, book.config.quote_chars, sentences=sentences)
        out()
        out(answer.basis.sentence())
        out(f"'dragoman show ID {folder}' prints the sentence behind an event or a [claim].")


def _print(answer: "Comparison", register: "Register", most: int, *, sentences: bool) -> None:
    out(f"Here:  {_account(answer.here, register)}")
    out(f"There: {_account(answer.there, register)}")
    for side in answer.silent:
        if side != answer.there.side:
            out(f"{called(register, side)} has no account here: silent, not denying.")
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
            _aligned([_cells(row, register, min(most, 60)) for row in rows])
    out()
    if sentences and answer.pairs:
        out("Sentences that tell the same")
        for pair in answer.pairs:
            out(f"  {pair.score:.2f}  by {', '.join(pair.shared[:6])}")
            out(f"    \u201c{harmless(_clip(pair.here, most))}\u201d")
            out(f"    \u201c{harmless(_clip(pair.there, most))}\u201d")
        out()
    if answer.measures is None:
        silent = [one.side for one in (answer.here, answer.there) if one.is_silent and one.side]
        refused = answer.refused
        for side in silent:
            refused = refused.replace(side, called(register, side))
        out(f"Not measured. {harmless(refused)}")
        return
    out(answer.measures.sentence())
    if answer.measures.order is not None:
        out(
            "Order of the shared topics, Kendall's tau (1: the same, -1: the other way round): "
            f"{answer.measures.order:+.2f}"
        )


def _account(account: "Readout", register: "Register") -> str:
    side = called(register, account.side) if account.side else ""
    if account.is_silent:
        return f"{side or 'the other side'}: no account in the ledger. Silent, not denying."
    n = f"{count(account.n_claims, 'claim')}, {count(account.n_sentences, 'sentence')}"
    return harmless(f"{account.label}{f' (account of {side})' if side else ''}: {n}")


def _cells(row: "ComparedRow", register: "Register", most: int) -> tuple[str, ...]:
    value = called(register, row.value) if row.kind == "claim" else row.value
    about = called(register, row.about) if row.kind == "stance" else row.about
    if row.kind == "topic":
        ranks = [str(rank) for rank in (row.rank_here, row.rank_there) if rank is not None]
        about = f"topic, {' | '.join(ranks)} in order"
    words = [f"\u201c{_clip(text, most)}\u201d" for text in (row.here, row.there) if text]
    cites = short(row.claims, most=2) or row.places[0]
    return f"  {row.kind}", about, value, " | ".join(words), cites
