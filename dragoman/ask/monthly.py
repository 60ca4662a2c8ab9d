"""How much there was to read of each month: the strip below a line of time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.ask.book import Book
from dragoman.ask.gifts import span_of


@dataclass(frozen=True, slots=True)
class DocumentsOfMonth:
    """How much there was to read of a month: the strip below a line."""

    month: str
    n_documents: int  # published in it
    n_steady: int  # of these, by outlets with documents of the first and the last quarter


_PUBLISHED = """
SELECT substr(published, 1, 7) AS month, coalesce(outlet, ''), count(*) FROM documents
WHERE length(published) >= 7 AND month BETWEEN $first AND $last
GROUP BY ALL
"""

_ENDS = """
SELECT min(substr(published, 1, 7)), max(substr(published, 1, 7)) FROM documents
WHERE regexp_matches(published, '^\\d{4}-\\d{2}')
"""


def published(ledger: Book, span: Sequence[str]) -> dict[str, dict[str, int]]:
    """Count the documents published in each month, by outlet; "" is not known."""
    found: dict[str, dict[str, int]] = {month: {} for month in span}
    if span:
        ends = {"first": span[0], "last": span[-1]}
        for month, outlet, n in ledger.db.execute(_PUBLISHED, ends).fetchall():
            found.get(month, {})[outlet] = n  # a range of years is no month
    return found


def steady(of_month: Mapping[str, Mapping[str, int]], span: Sequence[str]) -> frozenset[str]:
    """Return the outlets with documents of the first and of the last quarter of the months."""
    quarter = -(-len(span) // 4)
    first, last = (
        {outlet for month in months for outlet in of_month[month] if outlet}
        for months in (span[:quarter], span[len(span) - quarter :])
    )
    return frozenset(first & last)


def strip(
    of_month: Mapping[str, Mapping[str, int]], throughout: frozenset[str]
) -> tuple[DocumentsOfMonth, ...]:
    """Return the counts of `published` by month, with those of the steady outlets."""
    return tuple(
        DocumentsOfMonth(
            month,
            sum(by_outlet.values()),
            sum(n for outlet, n in by_outlet.items() if outlet in throughout),
        )
        for month, by_outlet in of_month.items()
    )


def documents_over(ledger: Book, dates: Iterable[str]) -> tuple[DocumentsOfMonth, ...]:
    """Count the documents of the months from the first to the last of some EDTF dates.

    Only of the months between the ledger's first and last document: there are none before and
    after, and events can lie centuries off.
    """
    days = span_of(sorted(set(dates)))
    first, last = ledger.db.execute(_ENDS).fetchone() or (None, None)
    if days is None or first is None:
        return ()
    span = _months(max(days[0].isoformat()[:7], first), min(days[1].isoformat()[:7], last))
    found = published(ledger, span)
    return strip(found, steady(found, span))


def _months(first: str, last: str) -> tuple[str, ...]:
    """Return the months from one to another, both included.

    >>> _months("2020-11", "2021-01"), _months("2021-01", "2020-11")
    (('2020-11', '2020-12', '2021-01'), ())
    """
    ends = [12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last)]
    return tuple(f"{n // 12:04}-{n % 12 + 1:02}" for n in range(ends[0], ends[1] + 1))
