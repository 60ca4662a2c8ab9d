"""What became of decisions: the rows, the command that lists them, and the view built anew."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.cli.desk import (
    Format,
    FormatOption,
    JsonOption,
    LedgerArgument,
    count,
    open_ledger,
    print_csv,
    print_json,
    user,
)
from dragoman.cli.terminal import harmless, note, out
from dragoman.model import (
    DECISION_STATES,
    Decision,
    DecisionKind,
    DecisionState,
    InputError,
    LedgerError,
    NothingFound,
)
from dragoman.model.config import did_you_mean
from dragoman.model.decision import key_of

SHOWN = 60
"""Characters of the words that a line on a decision quotes."""

_COLUMNS = (
    *("number", "kind", "target", "state", "says", "by", "at", "reason", "detail", "document"),
    *("doc_id", "report_id", "remedy"),
)
"""What is told of a decision as CSV; JSON has its anchors too."""


def decisions(
    ledger: LedgerArgument,
    state: Annotated[
        str | None,
        typer.Option(metavar="STATE", help=f"Only of one state: {', '.join(DecisionState)}."),
    ] = None,
    format_: FormatOption = Format.TABLE,
    as_json: JsonOption = False,
) -> None:
    """List what was decided, what became of it, and what to do about it."""
    if state is not None and state not in tuple(DecisionState):
        near = did_you_mean(state, tuple(DecisionState))
        raise InputError(f"--state {state!r} is none of {', '.join(DecisionState)}{near}")
    rows = [row for row in decided_rows(ledger) if state in (None, row["state"])]
    if as_json or format_ is Format.JSON:
        print_json(rows)
        return
    if not rows:
        what = f"No decision is {state}" if state else "Nothing was decided"
        raise NothingFound(f"{what} in {ledger}. 'dragoman decide --help' says how to decide")
    if format_ is Format.CSV:
        print_csv(rows, _COLUMNS)
        return
    print_decided(rows, ledger, as_json=False)


def take_back(
    numbers: Annotated[
        list[int],
        typer.Argument(metavar="NUMBER...", help="Decisions, as 'dragoman decisions' has them."),
    ],
    ledger: LedgerArgument,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who takes them back; you, if not given.")
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, for those who later ask.")] = "",
    later: Annotated[
        bool, typer.Option("--later", help="Keep it; bring the view up to date another time.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Take decisions back, as if they had not been made. Both stay on the record.

    To take back a taking back is to decide it again.
    """
    from dragoman.ledger.deciding import Decider

    with open_ledger(ledger) as book:
        known = {decision.number: decision for decision in book.decisions()}
        if strange := [n for n in numbers if n not in known]:
            held = f"it has 1 to {max(n or 0 for n in known)}" if known else "nothing was decided"
            raise NothingFound(
                f"{ledger} has no decision {strange[0]}; {held}. 'dragoman decisions {ledger}' "
                "lists them"
            )
        who = Decider(by or user(), reason.strip())
        made = book.decide([who.take_back(known[n]) for n in dict.fromkeys(numbers)])
    if not as_json:
        out(f"{count(len(made), 'decision')} taken back." if made else "Nothing new in it.")
    if made and not later:
        build_view(ledger)
    print_decided(decided_rows(ledger, [*numbers, *made]), ledger, as_json=as_json, few=True)


def build_view(ledger: Path) -> None:
    """Bring the view up to date; where somebody else writes, that is left to another time."""
    try:
        with open_ledger(ledger, write=True) as book:
            book.rebuild()
    except LedgerError as error:
        note(
            f"dragoman: the view was not brought up to date ({error}); the decisions are kept, and "
            f"'dragoman decide {ledger} --build' does it later"
        )


REMEDY: Mapping[str, str] = {
    DecisionState.APPLIED: "",
    DecisionState.AGREES: "",
    DecisionState.STALE: "look at it, and decide anew",
    DecisionState.ORPHANED: "nothing, or decide it of other words",
    DecisionState.OVERRULED: "",
    "waiting": "bring the view up to date: --build",
}
"""What to do about a decision of each state; "waiting" is made later than the view."""


def decided_rows(ledger: Path, numbers: Sequence[int] | None = None) -> list[dict[str, Any]]:
    """Return decisions with what became of them; all, if no numbers are given."""
    from dragoman.run import Ledger

    with Ledger.open(ledger) as book:
        kept = [d for d in book.decisions() if numbers is None or d.number in numbers]
        table = book.db.sql(
            "SELECT d.*, coalesce(name, doc_id) AS document"
            " FROM decisions AS d LEFT JOIN documents USING (doc_id)"
        )
        became = {row["number"]: row for row in table.to_arrow_table().to_pylist()}
    rows = []
    for decision in kept:
        row = became.get(decision.number or 0, {})
        state = row.get("state", "waiting")
        report_id = row.get("report_id")
        remedy = REMEDY[state]
        if state == DecisionState.STALE and report_id:
            remedy = f"dragoman show {report_id} {ledger}; then decide anew"
        rows.append(
            {
                **asdict(decision),
                "says": _says(decision),
                "state": state,
                "detail": row.get("detail", ""),
                "doc_id": row.get("doc_id"),
                "document": row.get("document"),
                "report_id": report_id,
                "remedy": remedy,
            }
        )
    return rows


def _says(decision: Decision) -> str:
    """Return a decision in words."""
    value, seen, anchors = decision.value, decision.seen, decision.anchors
    kind = decision.kind.replace("_", " ")
    if decision.kind is DecisionKind.WITHDRAW:
        return f"withdraw document {decision.target}"
    if decision.kind is DecisionKind.ALIAS and value:
        return f"{value['form'][0]!r} is {value['actor'][0]}"
    if not anchors and value:
        return f"{kind}: {' and '.join(value.get('actor', ()))}"
    if not anchors:
        return kind
    slot, quotes = anchors[0].slot, [f"\u201c{clipped(anchor.quote)}\u201d" for anchor in anchors]
    what = slot.role or slot.channel
    if decision.kind is DecisionKind.CORRECT:
        what = f"{slot.role} {_values(seen)} to {_values(value)}"
    elif slot.role:
        what = f"{slot.role} {_values(value or seen)}"
    return f"{kind} {what}: {' and '.join(quotes)}"


def _values(values: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(key_of(role, value) for role, found in values.items() for value in found)


def clipped(words: str) -> str:
    """Return words in one line, cut to what a line has room for."""
    flat = " ".join(words.split())
    return flat if len(flat) <= SHOWN else f"{flat[: SHOWN - 1]}…"


def print_decided(
    rows: Sequence[Mapping[str, Any]], ledger: Path, *, as_json: bool, few: bool = False
) -> None:
    """Print decisions with what became of them; `few`: of many, those with something to do."""
    if as_json:
        print_json(rows)
        return
    counts = {state: sum(row["state"] == state for row in rows) for state in REMEDY}
    shown = rows if not few or len(rows) <= SHOWN else [r for r in rows if r["remedy"]][:SHOWN]
    for row in shown:
        out(f"{row['number']:>4}  {row['state']:<9}  {harmless(row['says'])}")
        when = f"{row['at'][:10]}, {row['by']}"
        where = f", {row['document']}" if row["document"] else ""
        why = f": {row['reason']}" if row["reason"] else ""
        out(f"                 {harmless(f'{when}{where}{why}')}")
        if row["detail"]:
            out(f"                 {harmless(row['detail'])}")
        if row["remedy"]:
            out(f"                 to do: {harmless(row['remedy'])}")
    if rows:
        out()
        out(", ".join(f"{n} {state}" for state, n in counts.items() if n) + ".")
    for state in DecisionState:
        if counts[state] and state in (DecisionState.STALE, DecisionState.ORPHANED):
            out(f"{state}: {DECISION_STATES[state]}")
