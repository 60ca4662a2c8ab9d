"""The commands about the ledger itself: what there was to read, and what was not understood."""

import math
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.asking import Desk, FigureOption, TableOption, asking
from dragoman.cli.desk import Format, FormatOption, LedgerArgument, clip, count
from dragoman.cli.terminal import harmless, out, table

if TYPE_CHECKING:
    from dragoman.ask import Coverage
    from dragoman.ask.contrast import Told


def coverage(
    ledger: LedgerArgument,
    matrix: Annotated[
        bool, typer.Option("--matrix", help="List each event with the outlets that tell of it.")
    ] = False,
    between: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="ONE OTHER",
            help="Two outlets or two sides: what each tells more often than the other.",
        ),
    ] = None,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
    figure: FigureOption = None,
) -> None:
    """Count what there was to read, by outlet, side, language and month, and what it misses."""
    from dragoman.ask.asking import coverage as ask

    with asking(ledger, format_, table_, figure) as desk:
        answer = ask(desk.book, matrix=matrix, between=between)

        def show() -> None:
            _print_counts(answer, desk)
            _print_bounds(answer, desk)
            _print_contrast(answer, desk)

        desk.give(
            answer,
            show,
            table="told_more" if between else "matrix" if matrix else "rows",
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


def _print_contrast(answer: "Coverage", desk: Desk) -> None:
    from dragoman.ask.contrast import NOT_OFTENER

    found = answer.contrast
    if found is None:
        return
    out()
    out(found.sentence(desk.register.label))
    sides = {"one": desk.call(found.one), "other": desk.call(found.other)}
    for more, teller in sides.items():
        clear = [row for row in answer.told_more if row.more == more]
        if clear:
            out()
            out(f"Told clearly more often by {teller}")
            clear.sort(key=lambda row: (_WHATS.index(row.what), -abs(row.log_odds)))
            table(
                ("what", "", *sides.values(), "odds", "95 %"),
                (
                    (row.what, row.kind, str(row.n_one), str(row.n_other), *_odds(row, more))
                    for row in clear
                ),
            )
    if answer.told_more:
        out(NOT_OFTENER)


_WHATS = ("channel", "topic", "word")


def _odds(row: "Told", more: str) -> tuple[str, str]:
    """Say how many times the odds of the one who tells it more often are the other's."""
    times, *ends = (
        math.exp(log if more == "one" else -log) for log in (row.log_odds, row.low, row.high)
    )
    return f"{times:.1f} times", f"{min(ends):.1f} to {max(ends):.1f}"


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
