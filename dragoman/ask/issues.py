"""What was met in the documents and not understood, grouped."""

from dataclasses import dataclass

from dragoman.ask.book import Answer, Basis, Book
from dragoman.model import InputError

_GROUPS = """
SELECT stage, what, count(*) AS n, count(DISTINCT coalesce(doc_id, place)),
       count(*) FILTER (WHERE skipped)
FROM issues
WHERE $stage IS NULL OR stage = $stage
GROUP BY stage, what
ORDER BY n DESC, stage, what
"""

_EXAMPLES = """
SELECT place, detail, quote
FROM issues
WHERE stage = $stage AND what = $what
ORDER BY place, doc_id, "start", detail
LIMIT $limit
"""

_STAGES = "SELECT DISTINCT stage FROM issues ORDER BY stage"


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """One kind of thing that a stage met and has no reading for."""

    stage: str
    what: str
    n: int
    n_documents: int
    n_skipped: int  # how many times a whole file or document was left out for it
    examples: tuple[str, ...]


def issues(ledger: Book, *, stage: str | None = None, examples: int = 3) -> Answer[IssueGroup]:
    """Group what was not understood, most frequent first.

    Args:
        ledger: Open for reading.
        stage: Only what this room met: "read", "dates"...
        examples: How many to show of each group.

    Returns:
        One row per stage and phrase; none when everything was understood.

    Raises:
        InputError: No such stage has met anything, and others have.
    """
    known = [name for (name,) in ledger.db.execute(_STAGES).fetchall()]
    if stage is not None and known and stage not in known:
        raise InputError(f"no issue of the stage {stage!r}; stages with issues: {', '.join(known)}")
    rows = []
    for at, what, n, n_docs, n_skipped in ledger.db.execute(_GROUPS, {"stage": stage}).fetchall():
        shown = ledger.db.execute(
            _EXAMPLES, {"stage": at, "what": what, "limit": examples}
        ).fetchall()
        rows.append(IssueGroup(at, what, n, n_docs, n_skipped, tuple(map(_example, shown))))
    total = ledger.db.execute("SELECT count(*) FROM documents").fetchone() or (0,)
    return Answer(
        IssueGroup, tuple(rows), Basis(n_documents=total[0], withdrawn=len(ledger.withdrawn()))
    )


def _example(shown: tuple[str | None, str | None, str | None]) -> str:
    where, detail, quote = shown
    words = f"{where or '?'}: {detail or ''}".rstrip()
    return f"{words} \u2014 \u201c{quote}\u201d" if quote and quote not in words else words
