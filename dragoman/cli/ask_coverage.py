"""The commands about the ledger itself: what there was to read, and what was not understood."""

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.asking import Desk, FigureOption, TableOption, asking
from dragoman.cli.desk import Format, FormatOption, LedgerArgument, clip, count
from dragoman.cli.terminal import harmless, out, table

if TYPE_CHECKING:
    from dragoman.ask import Coverage


def coverage(
    ledger: LedgerArgument,
    matrix: Annotated[
        bool, typer.Option("--matrix", help="List each event with the outlets that tell of it.")
    ] = False,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
    figure: FigureOption = None,
) -> None:
    """Count what there was to read, by outlet, side, language and month, and what it misses."""
    from dragoman.ask.asking import coverage as ask

    with asking(ledger, format_, table_, figure) as desk:
        answer = ask(desk.book, matrix=matrix)

        def show() -> None:
            _print_counts(answer, desk)
            _print_bounds(answer, desk)

        desk.give(
            answer,
            show,
            table="matrix" if matrix else "rows",
            next_="'dragoman issues LEDGER' lists what was met and not understood.",
        )


def _print_counts(answer: "Coverage", desk: Desk) -> None:
    for by in ("outlet", "side", "language", "month", "section"):
        out(f"By {by}")
        table(
            (by, "documents", "with events", "events"),
            (
                (desk.call(row.key), str(row.n_documents), str(row.n_reporting), str(row.n_events))
                for row in answer.rows
                if row.by == by
            ),
        )
        out()
    if answer.patterns:
        out("Told by exactly these outlets (a copy is its first publisher's)")
        table(
            ("events", "outlets"),
            ((str(p.n_events), ", ".join(p.outlets)) for p in answer.patterns),
        )
        out()
    if answer.matrix:
        names = list(dict.fromkeys(name for row in answer.matrix for name in row.outlets))
        table(
            ("event", "channel", "first day", *names),
            (
                (
                    *(row.event, row.channel, row.day or "(no date)"),
                    *("x" if name in row.outlets else "" for name in names),
                )
                for row in answer.matrix
            ),
        )
        out()
    if answer.skipped:
        out("Skipped")
        table(
            ("times", "stage", "why", "for example"),
            ((str(s.n), s.stage, s.what, "; ".join(s.examples)) for s in answer.skipped),
        )
        out()


def _print_bounds(answer: "Coverage", desk: Desk) -> None:
    from dragoman.ask.coverage import CONDITIONS

    if answer.dominance:
        out(answer.dominance.sentence(desk.register.label))
    out(answer.accounts.sentence())
    alone = ", ".join(f"{desk.call(s)} of {n}" for s, n in answer.accounts.by_side)
    if alone:
        out(f"Told by one party alone: {alone}.")
    for bound in answer.missed:
        out(bound.sentence(desk.register.label))
    if any(bound.least is not None for bound in answer.missed):
        out(CONDITIONS)
    elif not answer.missed:
        out(
            "Bound on missed events: refused, because no event has two parties whose own "
            "documents are here."
        )


def issues(
    ledger: LedgerArgument,
    stage: Annotated[
        str | None, typer.Option(metavar="STAGE", help="Only of one stage: read, text, dates...")
    ] = None,
    examples: Annotated[int, typer.Option(min=1, max=100, help="How many of each to show.")] = 3,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
) -> None:
    """List what was met and not understood, with examples."""
    from dragoman.ask.asking import issues as ask
    from dragoman.ask.nothing import require_documents

    with asking(ledger, format_, table_) as desk:
        answer = ask(desk.book, stage=stage, examples=examples)
        if not answer.rows:
            require_documents(desk.book)

        def show() -> None:
            if not answer.rows:
                out("Nothing was met that could not be read.")
            for row in answer.rows:
                skipped = f", {row.n_skipped} skipped" if row.n_skipped else ""
                out(
                    f"{row.stage}: {harmless(row.what)}  "
                    f"({row.n} times in {row.n_documents} documents or files{skipped})"
                )
                for example in row.examples:
                    out(f"    {clip(harmless(example), desk.book.config.quote_chars)}")

        desk.give(
            answer,
            show,
            rests_on=f"{count(answer.basis.n_documents, 'document')} read.",
            next_="'dragoman explain FILE' shows why a sentence gave nothing.",
        )
