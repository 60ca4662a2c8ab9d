"""iCalendar: what was announced, as all-day entries of a calendar."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.ask.plan import Outcome, Plan, Turn
from dragoman.export.formats.about import About, Written
from dragoman.export.formats.entries import web_address
from dragoman.export.formats.record import Record, days_of, is_exact, shown
from dragoman.model import InputError
from dragoman.model.extras import install

if TYPE_CHECKING:
    from icalendar import Calendar

STATUSES = {
    Outcome.HELD: "CONFIRMED",
    Outcome.OPEN: "TENTATIVE",
    Outcome.UNKNOWN: "TENTATIVE",
    Outcome.CANCELLED: "CANCELLED",
    Outcome.DENIED: "CANCELLED",
    Outcome.POSTPONED: "CANCELLED",
}
"""What a calendar shows of a plan. One that is open is confirmed once two of its parties' own
accounts announce it; one that was put off without a new day will not be on its day."""

_WORDS = {
    Outcome.HELD: "It took place.",
    Outcome.OPEN: "It is announced.",
    Outcome.UNKNOWN: "Its day is past, and no document says what became of it.",
    Outcome.CANCELLED: "It was called off.",
    Outcome.DENIED: "It was denied.",
    Outcome.POSTPONED: "It was put off, without a new day.",
}

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def write(events: Iterable[Record], path: Path, about: About) -> Written:
    """Write the plans among events whose day some document gives.

    Raises:
        InputError: The package icalendar is not there.
    """
    try:
        from icalendar import Calendar
    except ImportError:
        raise InputError(f"calendars need the package icalendar: {install('export')}") from None
    written = Written()
    calendar = Calendar()
    calendar.add("prodid", f"-//Dragoman//Dragoman {about.version}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Announced events of diplomacy")
    calendar.add("x-wr-caldesc", about.text())
    for record in events:
        plan = record.plan
        if plan is None:
            written.left_out["never announced, as far as documents say"] += 1
        elif record.is_teaser:
            written.left_out["known only from a teaser"] += 1
        elif not (spells := _spells(record, plan)):
            written.left_out["announced without a day"] += 1
        else:
            _add(calendar, record, plan, spells)
            written.what["events"] += 1
            written.what["entries"] += len(spells)
    path.write_bytes(calendar.to_ical())
    return written


def _spells(record: Record, plan: Plan) -> list[tuple[date, date]]:
    """Return the days that a plan was held on, or is last set for; two, where they disagree."""
    dates = plan.held_on or next(
        (step.dates for step in reversed(plan.steps) if step.dates), record.dates
    )
    return [days for value in dates if is_exact(value) and (days := days_of(value))]


def _add(
    calendar: "Calendar", record: Record, plan: Plan, spells: Iterable[tuple[date, date]]
) -> None:
    from icalendar import Event

    happening = record.happening
    status = STATUSES[plan.outcome]
    if plan.outcome is Outcome.OPEN and len(happening.sides) > 1:
        status = "CONFIRMED"
    # The report that told it first stays the same when more is read; the event's id need not.
    uid = plan.steps[0].report
    stamp = max((s.on for s in plan.steps if s.on and is_exact(s.on)), default=None)
    for nth, (first, last) in enumerate(spells):
        entry: Event = Event()
        entry.add("uid", f"{uid}{f'-{nth + 1}' if nth else ''}@dragoman")
        entry.add("dtstamp", _moment(stamp))
        entry.add("dtstart", first)
        entry.add("dtend", last + timedelta(days=1))  # the day after, as iCalendar has it
        entry.add("summary", _clean(record.sentence))
        entry.add("status", status)
        entry.add("transp", "TRANSPARENT")
        entry.add("sequence", sum(s.turn is not Turn.REPEATED for s in plan.steps) - 1)
        entry.add("categories", [happening.channel.replace("_", " ")])
        entry.add("description", _clean(_description(record, plan)))
        if record.spots:
            entry.add("location", _clean(" or ".join(spot.name for spot in record.spots)))
        url = next((url for doc in happening.docs if (url := web_address(doc.url))), None)
        if url:
            entry.add("url", url)
        calendar.add_component(entry)


def _moment(day: str | None) -> datetime:
    found = days_of(day) if day else None
    return datetime.combine(found[1], datetime.min.time(), UTC) if found else _NEVER


def _description(record: Record, plan: Plan) -> str:
    lines = [_WORDS[plan.outcome]]
    for step in plan.steps:
        when = f"{step.on}: " if step.on else ""
        days = f" ({' or '.join(step.dates)})" if step.dates else ""
        lines.append(f"{when}{step.turn}{days}, {step.outlet}")
    lines += [f"\u201c{shown(report)}\u201d" for report in record.happening.counted]
    lines.append(f"Event {record.happening.id}")
    return "\n".join(lines)


def _clean(text: str) -> str:
    """Return text without control characters, which no calendar may hold."""
    return "".join(c if c == "\n" or c.isprintable() else " " for c in text)
