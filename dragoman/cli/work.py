"""Commands that read documents, take them out, and measure."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.desk import (
    PARTIAL,
    LedgerArgument,
    count,
    layers_of,
    open_ledger,
    register_of,
    settings_of,
    user,
)
from dragoman.cli.terminal import harmless, note, out, progress, raw
from dragoman.model import InputError

if TYPE_CHECKING:
    from dragoman.model import Issue
    from dragoman.model.config import Config
    from dragoman.run import Ledger, Summary

EXAMPLES = 3


class Part(StrEnum):
    """A part of a gold's split."""

    WORK = "work"
    CHECK = "check"


def read(
    into: Annotated[
        Path, typer.Option("--into", metavar="LEDGER", help="The ledger; made if it is not there.")
    ],
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Files and folders; also addresses, such as s3://bucket/folder. A meta.jsonl "
            "beside them may give URL, outlet, day, language and side.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, max=256, help="How many processes read; the machine's cores if not given."
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="The scheduler of a Dask cluster whose workers read, such as tcp://HOST:8786.",
        ),
    ] = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Read anew what an earlier version or other rules have read; without PATH, what "
            "the ledger holds.",
        ),
    ] = False,
) -> None:
    """Read documents into a ledger. Safe to repeat: what it has is not read twice."""
    from dragoman.cli.watching import local_paths
    from dragoman.run import Interrupted, read_into

    if not paths:
        if not again:
            raise InputError("name files or folders to read, or --again for what the ledger holds")
        settings_of(into)  # says what is wrong when there is no ledger

    paths = local_paths(paths or [], into)
    config = _with_workers(into, workers) if workers else None
    try:
        with progress("reading") as tell:
            summary = read_into(
                paths or [],
                into,
                config=config,
                again=again,
                progress=tell,
                apart=True,
                cluster=cluster,
            )
    except Interrupted as stop:
        note(f"{count(stop.summary.read, 'document')} read before it was stopped; they are kept.")
        raise
    print_summary(summary, into, named=bool(paths))
    if again and summary.read:
        out(f"  dragoman diff {into}")
    if layers_of(into):
        register_of(None, into)  # says what is wrong with them
    if summary.partial:
        raise typer.Exit(PARTIAL)


def forget(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="Its id, the start of it, or its file name.")
    ],
    ledger: LedgerArgument,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept with the decision.")],
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who decides; you, if not given.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take a document out for good, with all that was read in it."""
    if not reason.strip():
        raise InputError("--reason is empty; say why, for those who later ask")
    with open_ledger(ledger, write=True) as book:
        doc = book.document(document)
        label = ", ".join(part for part in (doc.name, doc.title, doc.outlet, doc.published) if part)
        out(f"{doc.id}  {harmless(label)}")
        if not yes:
            if not sys.stdin.isatty():
                raise InputError("nobody is there to confirm this; add --yes to take it out")
            typer.confirm("Take it out for good?", abort=True)
        decision = book.forget(doc.id, reason=reason.strip(), by=by or user())
        out(f"Taken out by {harmless(decision.by)}. It is not read again; the decision is kept.")
        same = decision.payload.get("same_text", "").split()
        if same:
            out(
                f"{count(len(same), 'other document')} of the ledger with the very same text "
                f"{'was' if len(same) == 1 else 'were'} left: {' '.join(same)}"
            )


def evaluate(
    texts: Annotated[Path, typer.Argument(metavar="TEXTS", help="Folder of ID.txt or ID.md.")],
    gold: Annotated[Path, typer.Option(metavar="GOLD.jsonl", help="What a person recorded.")],
    out_: Annotated[
        Path, typer.Option("--out", metavar="FILE.jsonl", help="Where the predictions go.")
    ],
    all_channels: Annotated[
        bool, typer.Option("--all-channels", help="Channels without a type in the gold, as other.")
    ] = False,
    teasers: Annotated[bool, typer.Option("--teasers", help="What teasers report too.")] = False,
    part: Annotated[
        Part | None, typer.Option(help="Only this part of the split.json beside the gold.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as JSON.")] = False,
) -> None:
    """Predict the documents of a gold, and score the predictions."""
    from dragoman.run.evaluate import evaluate as run
    from dragoman.run.evaluate import format_scores

    with progress("reading") as tell:
        result = run(
            texts,
            gold,
            out_,
            all_channels=all_channels,
            teasers=teasers,
            part=part.value if part else None,
            progress=lambda done, total: tell(done, total, ""),
        )
    if as_json:
        import json
        from dataclasses import asdict

        figures = {"scores": asdict(result.scores), "unread": list(result.unread)}
        raw(json.dumps(figures, ensure_ascii=False, indent=2, default=str) + "\n")
    else:
        out(format_scores(result).rstrip("\n"))
    if result.partial:
        raise typer.Exit(PARTIAL)


def _with_workers(into: Path, workers: int) -> "Config":
    from dataclasses import replace

    from dragoman.model.config import FILE_NAME, Config

    path = into / FILE_NAME
    return replace(Config.load(path) if path.exists() else Config(), workers=workers)


def print_summary(summary: "Summary", into: Path, *, named: bool = True) -> None:
    """Print what a read did, and what to ask next."""
    if not summary.read and summary.unchanged:
        known = f"{count(summary.unchanged, 'document')} already"
        again = f"; {summary.skipped} skipped as before" if summary.skipped else ""
        out(f"Nothing to do: {into} has {known}, as they are{again}.")
    elif not summary.read and not summary.skipped:
        why = "there is no document in what was named"
        why = why if named else "all documents stand as this version reads them"
        out(f"Nothing to do: {why}.")
    else:
        unchanged = f", {summary.unchanged} unchanged" if summary.unchanged else ""
        out(
            f"{count(summary.found, 'document')} found: {summary.read} read{unchanged}, "
            f"{summary.skipped} skipped, in {summary.seconds:.1f} s."
        )
    if summary.failed:
        out(f"Of those read, {summary.failed} could not be searched for events.")
    if summary.skips:
        out()
        _print_skips(summary.skips)
    if summary.issues:
        out()
        out(
            f"Not understood: {count(summary.issues, 'place')}; "
            f"'dragoman issues {into}' lists them."
        )
    if summary.older:
        out(
            f"{count(summary.older, 'document')} stand as another version read them; "
            "--again reads them anew."
        )
    _print_next(into)


def _print_skips(skips: "Sequence[Issue]") -> None:
    groups: dict[str, list[Issue]] = {}
    for issue in skips:
        groups.setdefault(issue.what, []).append(issue)
    out("Skipped")
    for what, group in sorted(groups.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        out(f"  {len(group)}  {harmless(what)}")
        for issue in group[:EXAMPLES]:
            out(f"       {harmless(issue.where)}: {harmless(issue.detail)}")
        if len(group) > EXAMPLES:
            out(f"       and {len(group) - EXAMPLES} more")


_BUSIEST = """
SELECT party, strftime(first_day, '%Y-%m') AS month, count(*) AS n
FROM (SELECT unnest(polities) AS party, first_day, last_day FROM events
      WHERE section = 'body' AND status = 'happened')
WHERE starts_with(party, 'st:') AND strftime(first_day, '%Y-%m') = strftime(last_day, '%Y-%m')
GROUP BY party, month ORDER BY n DESC, party, month DESC LIMIT 1
"""


def _print_next(into: Path) -> None:
    """Say what the ledger holds and what to ask it, with a name and month that it has."""
    with open_ledger(into) as book:
        n_docs, n_events = _holds(book)
        busiest = book.db.execute(_BUSIEST).fetchone()
    out()
    out(f"{into} holds {count(n_docs, 'document')} and {count(n_events, 'event')}.")
    if not n_docs:
        return
    out("Ask next:")
    if busiest:
        party, month, _ = busiest
        who = party[3:].upper() if len(party) == len("st:chn") else party
        out(f"  dragoman circle {who} --month {month} {into}")
        out(f"  dragoman channels {who} {into}")
        out(f"  dragoman digest {who} --month {month} {into} -o digest.html")
    out(f"  dragoman events {into}")
    out(f"  dragoman coverage {into}")


def _holds(book: "Ledger") -> tuple[int, int]:
    row = book.db.execute(
        "SELECT (SELECT count(*) FROM documents),"
        " (SELECT count(*) FROM events WHERE section = 'body')"
    ).fetchone()
    return row if row else (0, 0)
