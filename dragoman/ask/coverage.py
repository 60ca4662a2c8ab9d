"""What a ledger holds: documents by outlet, language, month and section, and what it skipped."""

from dataclasses import dataclass

from dragoman.ask.book import Answer, Basis, Book
from dragoman.ask.nothing import require_documents

_BY = {
    "outlet": "coalesce(nullif(outlet, ''), '(not known)')",
    "language": "coalesce(nullif(language, ''), '(could not tell)')",
    "month": """CASE WHEN published IS NULL OR published = '' THEN '(no date)'
                     WHEN length(published) = 4 THEN published || ' (month not known)'
                     ELSE substr(published, 1, 7) END""",
}

_COUNT = """
WITH told AS (
    SELECT er.doc_id, er.event_id
    FROM event_reports AS er JOIN reports AS r ON r.report_id = er.report_id
    WHERE r.section = 'body'),
docs AS (SELECT doc_id, {key} AS key FROM documents)
SELECT docs.key, count(DISTINCT docs.doc_id), count(DISTINCT told.doc_id),
       count(DISTINCT told.event_id)
FROM docs LEFT JOIN told ON told.doc_id = docs.doc_id
GROUP BY docs.key
ORDER BY {order}
"""

_SECTIONS = """
SELECT s.kind, count(DISTINCT s.doc_id), count(DISTINCT r.doc_id), count(DISTINCT er.event_id)
FROM sections AS s
LEFT JOIN reports AS r ON r.doc_id = s.doc_id AND r.section = s.kind
LEFT JOIN event_reports AS er ON er.report_id = r.report_id
GROUP BY s.kind ORDER BY s.kind
"""

_SKIPPED = """
SELECT stage, what, count(*), list(DISTINCT coalesce(place, '') || ': ' || coalesce(detail, ''))
FROM issues WHERE skipped
GROUP BY stage, what ORDER BY count(*) DESC, stage, what
"""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How many documents share an outlet, a language, a month or a kind of section."""

    by: str
    key: str
    n_documents: int
    n_reporting: int  # of these, how many report any event
    n_events: int  # how many events they tell of; one told by two outlets is in both rows


@dataclass(frozen=True, slots=True)
class Skipped:
    """Files or documents that were not read, and why."""

    stage: str
    what: str
    n: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage(Answer[CoverageRow]):
    """What there was to read, and what was not read."""

    skipped: tuple[Skipped, ...] = ()


def coverage(ledger: Book) -> Coverage:
    """Count the documents of a ledger by outlet, language, month and section.

    Returns:
        Rows by outlet (most documents first), language, month and section. Documents
        without outlet, language or date have a row of their own.

    Raises:
        NothingFound: No document was read, and none was skipped.
    """
    skipped = tuple(
        Skipped(stage, what, n, tuple(sorted(examples)[:3]))
        for stage, what, n, examples in ledger.db.execute(_SKIPPED).fetchall()
    )
    if not skipped:
        require_documents(ledger)
    rows: list[CoverageRow] = []
    for by, key in _BY.items():
        order = "docs.key" if by == "month" else "count(DISTINCT docs.doc_id) DESC, docs.key"
        query = _COUNT.format(key=key, order=order)  # only the constants above
        rows += (CoverageRow(by, *row) for row in ledger.db.execute(query).fetchall())
    rows += (CoverageRow("section", *row) for row in ledger.db.execute(_SECTIONS).fetchall())
    total = ledger.db.execute("SELECT count(*) FROM documents").fetchone() or (0,)
    outlets = ledger.db.execute(
        "SELECT DISTINCT outlet FROM documents WHERE outlet <> '' ORDER BY outlet"
    ).fetchall()
    n_events = ledger.db.execute("SELECT count(*) FROM events WHERE section = 'body'").fetchone()
    teasers = ledger.db.execute("SELECT count(*) FROM events WHERE section <> 'body'").fetchone()
    basis = Basis(
        n_events=n_events[0] if n_events else 0,
        n_documents=total[0],
        outlets=tuple(outlet for (outlet,) in outlets),
        teasers=teasers[0] if teasers else 0,
        withdrawn=len(ledger.withdrawn()),
    )
    return Coverage(CoverageRow, tuple(rows), basis, skipped=skipped)
