"""What to say when the ledger has nothing: what there is instead."""

from dragoman.ask.book import Book
from dragoman.ask.record import PLACED_STATUSES, happenings
from dragoman.ask.window import Placing, Window, place
from dragoman.model import NothingFound, Role

_SPAN = "SELECT min(first_day), max(last_day), count(*) FROM events WHERE section = 'body'"
_OFTEN = """
SELECT polity, count(DISTINCT report_id) AS n FROM claims
WHERE polity IS NOT NULL AND role IN ('actor', 'recipient', 'host')
GROUP BY polity ORDER BY n DESC, polity LIMIT 5
"""


def is_empty(ledger: Book) -> bool:
    """Return whether no document was ever read into the ledger."""
    row = ledger.db.execute("SELECT count(*) FROM documents").fetchone()
    return not row or row[0] == 0


def require_documents(ledger: Book) -> None:
    """Raise `NothingFound` for a ledger without documents, with the way to fill it."""
    if is_empty(ledger):
        raise NothingFound(
            "The ledger is empty: no document has been read into it. "
            "'dragoman read PATH... --into LEDGER' reads files and folders."
        )


def nothing(
    ledger: Book, who: str, asked: Window | None, what: str = "dealt with anybody"
) -> NothingFound:
    """Return the error for a question about `who` that has no row: it says what there is."""
    require_documents(ledger)
    first, last, n_events = ledger.db.execute(_SPAN).fetchone() or (None, None, 0)
    if n_events == 0:
        return NothingFound(
            "The documents of this ledger report no event. "
            "'dragoman issues LEDGER' lists what was met in them and not understood."
        )
    found = happenings(ledger, who=who)
    known = [happening for happening in found if happening.body]
    if not known:
        return NothingFound(_nobody(ledger, who, n_teasers=len(found)))
    if asked and first and (asked.last < first or asked.first > last):
        undated = sum(place(h.dates, asked) is Placing.UNKNOWN for h in known)
        also = (
            f" {undated} event{'' if undated == 1 else 's'} of {who} "
            f"{'is' if undated == 1 else 'are'} not dated finely enough to say."
            if undated
            else ""
        )
        return NothingFound(
            f"Nothing in {asked.words}: the dated events of this ledger run from {first} to "
            f"{last}.{also}"
        )
    days = sorted(value for h in known for value in h.dates if not value.startswith("X"))
    if not days:
        when = ", none of them dated"
    elif days[0] == days[-1]:
        when = f", dated {days[0]}"
    else:
        when = f", dated from {days[0]} to {days[-1]}"
    unreal = sum(h.status not in PLACED_STATUSES for h in known)
    also = f" ({unreal} of them not said to have happened)" if unreal else ""
    window = f" in {asked.words}" if asked else ""
    n = len(known)
    return NothingFound(
        f"Nothing in this ledger says that {who} {what}{window}. It has {who} as a party "
        f"to {n} event{'' if n == 1 else 's'}{also}{when}; 'dragoman events LEDGER' lists them."
    )


def _nobody(ledger: Book, who: str, *, n_teasers: int) -> str:
    also = ""
    carried = len(happenings(ledger, who=who, roles=(Role.CARRIER,)))
    if carried:
        also = (
            f" It knows {who} only as the carrier of what others sent ({carried}), "
            "which makes nobody a party."
        )
    if n_teasers:
        also += f" It knows {who} only from teasers of other documents ({n_teasers})."
    often = ", ".join(row[0] for row in ledger.db.execute(_OFTEN).fetchall())
    return (
        f"No event of this ledger has {who} as a party.{also} Its events most often name "
        f"{often or 'nobody'}."
    )
