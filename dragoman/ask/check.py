"""What documents count ("second meeting this year", "first visit since 2017"), held to the ledger.

Not in the ledger is not "did not happen": with each verdict goes how probable it is that
the ledger lacks nothing. Definitions: measure (i), "claims check".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.ask.book import Answer, Basis, Book, Later
from dragoman.ask.checked import RECALLS, CheckRow, Recorded
from dragoman.ask.checking import Desk, Facts
from dragoman.ask.claimed import claimed
from dragoman.ask.nothing import require_documents
from dragoman.ask.record import BODY, documents
from dragoman.ask.unwatched import unwatched
from dragoman.model import InputError, NothingFound, Status

__all__ = ["RECALLS", "CheckRow", "Checked", "Facts", "Recorded", "check"]


@dataclass(frozen=True, slots=True)
class Checked(Answer[CheckRow]):
    """The claims that were checked, and since when the ledger has documents."""

    since: str | None = None
    until: str | None = None
    recorded: Sequence[Recorded] = ()  # made when somebody looks at them


@unwatched()
def check(
    ledger: Book,
    register: Facts,
    *,
    who: str | None = None,
    other: str | None = None,
    event: str | None = None,
    recall: float | None = None,
) -> Checked:
    """Hold what documents count against what the ledger has.

    Args:
        ledger: Open for reading.
        register: For names, for the days of relations and for editions of standing meetings.
        who: Only claims of events to which this person, office or polity is a party.
        other: Only claims of events to which this one is a party as well.
        event: Only claims of the event with this id.
        recall: The share of such events that the ledger has, where somebody measured it.

    Returns:
        Rows by day of the document. Claims that a document only quotes to deny are left out.

    Raises:
        InputError: `recall` is no share.
        NothingFound: No document counts anything that could be checked.
    """
    if recall is not None and not 0 < recall <= 1:
        raise InputError(f"a recall of {recall:g} cannot be; it is a share such as 0.85")
    require_documents(ledger)
    told = claimed(ledger, who, other, event)
    asserted = [one for one in told if one.status not in (Status.DENIED, Status.CANCELLED)]
    if not asserted:
        parties = " and ".join(one for one in (who, other) if one)
        whose = f" of events with {parties}" if parties else f" of {event}" if event else ""
        raise NothingFound(
            f"No report{whose} in this ledger counts what could be checked: the how-manieth it "
            "is, the first since when, an anniversary, how many times."
        )
    desk = Desk(ledger, register, recall)
    rows = desk.rows(asserted)
    ordered = tuple(sorted(rows, key=lambda r: (r.said_on or "~", r.document, r.claims)))
    docs = documents(ledger, {row.document for row in ordered} | desk.cited)
    basis = Basis(
        n_events=len({event for row in ordered for event in (row.event, *row.events)}),
        n_documents=len(docs),
        outlets=tuple(sorted({doc.outlet for doc in docs.values() if doc.outlet})),
        teasers=len({row.event for row in ordered if row.section != BODY}),
        withdrawn=len(ledger.withdrawn()),
        not_happened=len({one.event for one in told}) - len({one.event for one in asserted}),
    )
    first, last = desk.record.first, desk.record.last
    return Checked(
        CheckRow,
        ordered,
        basis,
        str(first) if first else None,
        str(last) if last else None,
        Later(lambda: desk.recorded(ordered)),
    )
