"""The coming weeks drawn: a row for each plan, its days, and how it stands."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dragoman.ask.english import date_words, list_of
from dragoman.ask.plans import Agenda, AgendaRow
from dragoman.export.figures import look
from dragoman.export.figures.base import (
    Figure,
    Namer,
    Table,
    called,
    count,
    draw,
    in_text,
    make,
    note,
    refused,
    short,
)
from dragoman.export.figures.timeline import When, rows_over_time, stacked, told, when

MOST_ROWS = 60
"""How many plans are drawn, the next first; all are in the table."""


@draw.register
def _(answer: Agenda, *, query: Mapping[str, Any], names: Namer) -> Figure:
    who = f" of {in_text(query['who'], names)}" if query.get("who") else ""
    whole = told((f"{answer.as_of}/{answer.until}",))
    shown = answer.rows[:MOST_ROWS]
    labels = _labels(shown, names)
    states = Counter(_state(row) for row in answer.rows)
    return make(
        "agenda",
        stacked(_strip(answer, labels), note(_notes(answer))),
        title=f"Plans{who} for {whole}",
        subtitle=f"{count(len(answer.rows), 'plan')} in "
        f"{count(answer.basis.n_documents, 'document')}, as the ledger knew on "
        f"{date_words(str(answer.as_of))}",
        alt=_alt(answer, labels, states),
        tables=[_table(answer, names)],
        query=query,
        basis=answer.basis,
        events=[row.plan for row in answer.rows],
        claims=[claim for row in answer.rows for claim in row.claims],
    )


def _state(row: AgendaRow) -> str:
    return "moved, open" if row.moved and row.outcome == "open" else str(row.outcome)


def _labels(rows: tuple[AgendaRow, ...], names: Namer) -> dict[str, str]:
    """Return what to call each plan, by its event; no two are called the same."""
    found: dict[str, str] = {}
    for row in rows:
        who = ", ".join(called(one, names) for one in row.actors)
        to = ", ".join(called(one, names) for one in row.recipients or row.places)
        words = f"{look.CHANNEL[row.channel].label}: {who or 'not told who'}"
        label = short(f"{words}{f' to {to}' if to and row.recipients else ''}", 52)
        n = sum(one.startswith(label) for one in found.values())
        found[row.plan] = f"{label} ({n + 1})" if n else label
    return found


def _strip(answer: Agenda, labels: Mapping[str, str]) -> Any:
    if answer.as_of is None or answer.until is None:
        return refused("From which day the weeks are counted is not known.")
    first, last = answer.as_of, answer.until
    rows = [
        {
            "row": labels[row.plan],
            "when": When(max(span.first, first), max(first, min(span.last, last))),
            "state": _state(row),
            "words": told(row.set_for),
            "tip": f"{labels[row.plan]}: {told(row.set_for)}, {_state(row)}",
        }
        for row in answer.rows
        if row.plan in labels and (span := when(row.set_for))
    ]
    over = ((first - timedelta(days=1)).isoformat(), (last + timedelta(days=1)).isoformat())
    return rows_over_time(rows, list(labels.values()), over)


def _notes(answer: Agenda) -> list[str]:
    more = len(answer.rows) - MOST_ROWS
    return [
        "A line spans the days that a date can mean, or that the plan takes.",
        f"{count(more, 'later plan')} of these weeks not drawn; in the table." if more > 0 else "",
        f"{count(answer.n_later, 'open plan')} for later; {answer.n_vague} for no month or day "
        "that is told.",
        "What no document of the ledger announces is not here.",
    ]


def _alt(answer: Agenda, labels: Mapping[str, str], states: Counter[str]) -> str:
    listed = "; ".join(
        f"{labels[row.plan]}, {told(row.set_for)}, {_state(row)}" for row in answer.rows[:12]
    )
    more = f"; and {len(answer.rows) - 12} more" if len(answer.rows) > 12 else ""
    return (
        f"A calendar strip with a row for each of {count(len(answer.rows), 'plan')}: "
        f"{list_of([f'{n} {state}' for state, n in states.most_common()])}. {listed}{more}."
    )


def _table(answer: Agenda, names: Namer) -> Table:
    return Table(
        "Plans",
        ("set for", "state", "channel", "who", "to", "where", "announced", "documents", "event"),
        tuple(
            (
                " or ".join(row.set_for),
                _state(row),
                row.channel,
                ", ".join(called(one, names) for one in row.actors),
                ", ".join(called(one, names) for one in row.recipients),
                ", ".join(called(one, names) for one in row.places),
                row.announced_on,
                row.n_documents,
                row.plan,
            )
            for row in answer.rows
        ),
    )
