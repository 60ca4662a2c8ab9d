"""The command that shows what a change of rules did to what a ledger tells."""

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.desk import LedgerArgument, count, open_ledger
from dragoman.cli.terminal import harmless, is_terminal, out, raw, table
from dragoman.model import InputError
from dragoman.model.config import did_you_mean

if TYPE_CHECKING:
    from dragoman.ask import Change, Diff


class DiffFormat(StrEnum):
    """How it is printed."""

    TEXT = "text"
    JSON = "json"


MOST = 50
"""Reports that are printed as text, unless another number is asked for."""

_STYLES = {"appeared": "green", "vanished": "red", "changed": "yellow"}
_SIGNS = {"appeared": "+", "vanished": "-", "changed": "~"}


def diff(
    ledger: LedgerArgument,
    runs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RUN",
            help="Two runs, each by its number or the beginning of its id; the last two, if none.",
            show_default=False,
        ),
    ] = None,
    rule: Annotated[
        str | None,
        typer.Option(metavar="RULE", help="Only this rule, or all of a channel: meeting."),
    ] = None,
    field: Annotated[
        str | None,
        typer.Option(metavar="FIELD", help="Only reports that changed in this: status, date..."),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="N", help=f"How many reports to print; {MOST} as text, if not given."
        ),
    ] = None,
    format_: Annotated[
        DiffFormat, typer.Option("--format", help="How to print it.")
    ] = DiffFormat.TEXT,
) -> None:
    """Show what appeared, vanished and changed between two runs over the same documents.

    A run is all that one version of rules and settings read; after a change of them
    'dragoman read --again' begins another.
    """
    from dragoman.ask import diff as ask
    from dragoman.ask.diff import FIELDS, Kind

    if field is not None and field not in FIELDS:
        near = did_you_mean(field, FIELDS)
        raise InputError(f"--field {field!r} is none of {', '.join(FIELDS)}{near}")
    if runs and len(runs) != 2:
        raise InputError(f"{count(len(runs), 'run')} named; name two, or none for the last two")
    old, new = runs or (None, None)
    with open_ledger(ledger) as book:
        found = ask(book, old, new)
        names = {doc_id: known.name or doc_id for doc_id, known in book.known().items()}
        longest = book.config.quote_chars
    changes = [
        change
        for change in found.changes
        if (rule is None or any(_covers(rule, one) for one in change.rules))
        and (field is None or (change.kind is Kind.CHANGED and field in change.fields))
    ]
    if format_ is DiffFormat.JSON:
        raw(json.dumps(_json(found, changes[:limit], names), ensure_ascii=False, indent=1) + "\n")
        return
    _print_counts(found, rule)
    shown = changes[: MOST if limit is None else limit]
    for change in shown:
        _print_change(change, names.get(change.report.doc_id, change.report.doc_id), longest)
    if len(changes) > len(shown):
        out()
        out(f"and {len(changes) - len(shown):,} more; --limit N shows more, --rule RULE others")


def _covers(asked: str, rule: str) -> bool:
    return rule == asked or rule.startswith(f"{asked}.")


def _print_counts(found: "Diff", rule: str | None) -> None:
    from dragoman.ask.diff import Kind

    alone = [
        f"{n:,} only by {run}"
        for n, run in ((found.only_old, found.old), (found.only_new, found.new))
        if n
    ]
    left = f"; {', '.join(alone)}, not compared" if alone else ""
    both = f"{count(found.n_documents, 'document')} read by both{left}"
    out(f"{found.old} \u2192 {found.new}: {both}.")
    became = ", ".join(f"{found.count(kind):,} {kind}" for kind in Kind)
    out(f"{count(found.n_old, 'report')}, now {found.n_new:,}: {became}, {found.same:,} as before.")
    if found.fields:
        out(f"Changed: {', '.join(f'{name} {n:,}' for name, n in found.fields)}.")
    rows = [row for row in found.rules if rule is None or _covers(rule, row.rule)]
    if rows:
        out()
        table(
            ("rule", "appeared", "vanished", "changed"),
            ((r.rule, str(r.appeared), str(r.vanished), str(r.changed)) for r in rows),
        )


def _print_change(change: "Change", name: str, longest: int) -> None:
    from dragoman.ask.diff import values_of

    out()
    sign = f"{_SIGNS[change.kind]} {change.kind}"
    _say([(sign, _STYLES[change.kind]), (f"  {name}  {' < '.join(change.rules)}", "")])
    quote = " ".join(change.report.evidence.quote.split())
    _say([(f"  {quote if len(quote) <= longest else f'{quote[:longest]}…'}", "bold")])
    old, new = (values_of(one) if one else {} for one in (change.old, change.new))
    for field in change.fields:
        if field == "rule" or (field == "sentence" and not (old and new)):
            continue  # they stand above
        was, now = old.get(field, ()), new.get(field, ())
        if field == "details":  # many, of which few differ
            was, now = _without(was, now), _without(now, was)
        pieces = [(f"    {field:9} ", "dim")]
        if change.old is not None:
            pieces.append(("; ".join(was) or "none", _STYLES["vanished"]))
        if change.old is not None and change.new is not None:
            pieces.append((" \u2192 ", "dim"))
        if change.new is not None:
            pieces.append(("; ".join(now) or "none", _STYLES["appeared"]))
        _say(pieces)


def _without(values: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value not in others)


def _say(pieces: Sequence[tuple[str, str]]) -> None:
    """Print pieces of a line, each with its style where the output is a terminal."""
    if not is_terminal():
        out("".join(words for words, _ in pieces))
        return
    from rich.console import Console
    from rich.text import Text

    line = Text.assemble(*((harmless(words), style) for words, style in pieces))
    Console(file=sys.stdout, highlight=False, soft_wrap=True).print(line)


def _json(found: "Diff", changes: "Sequence[Change]", names: dict[str, str]) -> dict[str, Any]:
    from dataclasses import asdict

    from dragoman.ask.diff import Kind, values_of

    return {
        "old": found.old,
        "new": found.new,
        "documents": {
            "both": found.n_documents,
            "only_old": found.only_old,
            "only_new": found.only_new,
        },
        "reports": {
            "old": found.n_old,
            "new": found.n_new,
            **{str(kind): found.count(kind) for kind in Kind},
            "same": found.same,
        },
        "fields": dict(found.fields),
        "rules": [asdict(row) for row in found.rules],
        "changes": [
            {
                "kind": str(change.kind),
                "document": change.report.doc_id,
                "name": names.get(change.report.doc_id),
                "start": change.report.evidence.start,
                "end": change.report.evidence.end,
                "differ": list(change.fields) if change.old and change.new else [],
                "old": values_of(change.old) if change.old else None,
                "new": values_of(change.new) if change.new else None,
            }
            for change in changes
        ],
    }
