"""What one side or outlet tells more often than another: channels, topics and words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dragoman.ask.book import Book
from dragoman.ask.stats.odds import log_odds
from dragoman.model import InputError
from dragoman.model.config import did_you_mean

LEAST = 20
"""Documents of each teller that report anything, below which the two are not compared."""

FEWEST = 5
"""A kind that is in fewer documents or events of both together is left out."""

MOST_WORDS = 40
"""Words that are returned of each teller, those that differ most certainly."""

MOST_READ = 5_000
"""Documents of each teller whose words are counted; of more, so many by the hash of their ids."""

NOT_OFTENER = (
    "\u201cMore often\u201d is of what each publishes and this ledger has: not what either holds, "
    "and not what took place."
)


@dataclass(frozen=True, slots=True)
class Told:
    """How much more often one teller tells something than the other."""

    what: str  # "channel" (of the events it tells), "topic" or "word" (of its documents)
    kind: str
    n_one: int
    n_other: int
    log_odds: float  # the one's less the other's
    low: float  # 95 % interval
    high: float
    clear: bool  # it differs, with all others of its `what` taken into account
    documents: tuple[str, ...]  # of both, some that tell it, for a look

    @property
    def more(self) -> str:
        """Who tells it clearly more often: "one", "other", or "" where it is not clear."""
        return "" if not self.clear else "one" if self.log_odds > 0 else "other"


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two tellers, what each was looked at in, and what differs."""

    by: str  # "outlet" or "side"
    one: str
    other: str
    n_one: int  # documents that report anything, copies of others left out
    n_other: int
    events_one: int  # events that they tell of; one told by both is in both
    events_other: int
    language: str | None  # of the documents whose words are counted; None: they share none
    words_one: int  # how many documents that are
    words_other: int
    n_kinds: int  # channels, topics and words that were compared
    n_clear: int  # of these, how many differ clearly
    refused: str | None

    def sentence(self, name: Callable[[str], str] = str) -> str:
        """Say what was compared, or why it was not; `name` says what to call a side."""
        one, other = name(self.one), name(self.other)
        if self.refused:
            return f"What {one} tells more often than {other}: refused, {self.refused}."
        n = self.n_clear
        return (
            f"What {one} tells more often than {other}: {self.n_one} and {self.n_other} documents "
            f"that tell of {self.events_one} and {self.events_other} events; "
            f"{n or 'none'} of {self.n_kinds:,} channels, topics and words "
            f"{'differs' if n == 1 else 'differ'} clearly."
        )


_OF = """
WITH own AS (
    SELECT doc_id, language, {by} = $one AS ours FROM documents
    WHERE {by} IN ($one, $other)
      AND doc_id IN (SELECT doc_id FROM reports WHERE section = 'body')
      AND doc_id NOT IN (SELECT doc_id FROM copies WHERE NOT first))
"""

_SIZES = """
SELECT count(*) FILTER (ours), count(*) FILTER (NOT ours) FROM own
"""

_EVENTS = """,
told AS (
    SELECT e.event_id, e.channel, o.ours, min(er.doc_id) AS doc_id
    FROM event_reports AS er JOIN own AS o ON o.doc_id = er.doc_id
    JOIN events AS e ON e.event_id = er.event_id WHERE e.section = 'body'
    GROUP BY ALL)
SELECT channel, count(*) FILTER (ours), count(*) FILTER (NOT ours),
       array_slice(list_sort(list_distinct(list(doc_id))), 1, 5)
FROM told GROUP BY channel
"""

_TOPICS = """,
said AS (
    SELECT doc_id, value AS topic FROM claims WHERE role = 'topic'
    UNION SELECT doc_id, unnest(topics) FROM statements)
SELECT topic, count(*) FILTER (ours), count(*) FILTER (NOT ours),
       array_slice(list_sort(list(doc_id)), 1, 5)
FROM said JOIN own USING (doc_id) GROUP BY topic
"""

_LANGUAGE = """
SELECT language FROM own WHERE language IS NOT NULL AND NOT list_contains($unspaced, language)
GROUP BY language
HAVING least(count(*) FILTER (ours), count(*) FILTER (NOT ours)) >= $least
ORDER BY least(count(*) FILTER (ours), count(*) FILTER (NOT ours)) DESC, language LIMIT 1
"""

# A word counts once in a document.
_WORDS = """,
read AS (
    SELECT doc_id, ours FROM own WHERE language = $language
    QUALIFY row_number() OVER (PARTITION BY ours ORDER BY hash(doc_id), doc_id) <= $most),
bodies AS (
    SELECT doc_id, substr(d.text, s.start + 1, s."end" - s.start) AS words
    FROM sections AS s JOIN documents AS d USING (doc_id)
    WHERE s.kind = 'body' AND doc_id IN (SELECT doc_id FROM read)),
used AS (
    SELECT DISTINCT doc_id, ours, word
    FROM read JOIN (SELECT doc_id, unnest(regexp_extract_all(lower(words), '\\p{L}{3,}')) AS word
                    FROM bodies) USING (doc_id))
SELECT word, count(*) FILTER (ours), count(*) FILTER (NOT ours),
       array_slice(list_sort(list(doc_id)), 1, 5),
       (SELECT count(*) FILTER (ours) FROM read), (SELECT count(*) FILTER (NOT ours) FROM read)
FROM used GROUP BY word HAVING count(*) >= $fewest
"""

_UNSPACED = ("zh", "ja", "th", "km", "lo", "my")
"""Languages whose words are not parted by spaces: nothing here counts them."""


def contrast(ledger: Book, one: str, other: str) -> tuple[Contrast, tuple[Told, ...]]:
    """Compare what two outlets, or two sides, tell.

    Args:
        ledger: Open for reading.
        one: An outlet as documents name it, or the id of a side.
        other: Another of the same.

    Returns:
        What was compared, and rows by channel (of the events that each tells), topic (of its
        documents that report anything) and word (of those in the language that both have most
        of), each with most of the one's first; of words those that differ most certainly. An
        event that both tell counts for both, which makes intervals wider than they need be.

    Raises:
        InputError: One of them has no documents, or they are the same.
    """
    if one == other:
        raise InputError(f"{one!r} cannot be compared with itself")
    by = _kind(ledger, one, other)
    asked = {"one": one, "other": other}
    own = _OF.format(by=by)
    n_one, n_other = ledger.db.execute(own + _SIZES, asked).fetchone() or (0, 0)
    if min(n_one, n_other) < LEAST:
        few = f"because they have {n_one} and {n_other} documents that report anything"
        why_not = f"{few}, and it needs {LEAST} of each"
        return Contrast(by, one, other, n_one, n_other, 0, 0, None, 0, 0, 0, 0, why_not), ()
    channels = ledger.db.execute(own + _EVENTS, asked).fetchall()
    n_events = sum(row[1] for row in channels), sum(row[2] for row in channels)
    topics = ledger.db.execute(own + _TOPICS, asked).fetchall()
    told = _rows("channel", channels, *n_events) + _rows("topic", topics, n_one, n_other)
    language, words, n_words = _words(ledger, own, asked)
    told += words
    n_clear = sum(row.clear for row in told)
    sizes = (n_one, n_other, *n_events, language, *n_words, len(told), n_clear)
    shown = [row for row in told if row.what != "word"] + _few(words)
    return Contrast(by, one, other, *sizes, None), tuple(shown)


def _words(
    ledger: Book, own: str, asked: Mapping[str, str]
) -> tuple[str | None, list[Told], tuple[int, int]]:
    """Return the words, the language they are of, and how many documents of each were read."""
    found = ledger.db.execute(
        own + _LANGUAGE, {**asked, "least": LEAST, "unspaced": list(_UNSPACED)}
    ).fetchone()
    if found is None:
        return None, [], (0, 0)
    given = {**asked, "language": found[0], "most": MOST_READ, "fewest": FEWEST}
    rows = ledger.db.execute(own + _WORDS, given).fetchall()
    n_read = (rows[0][4], rows[0][5]) if rows else (0, 0)
    return found[0], _rows("word", [row[:4] for row in rows], *n_read), n_read


def _kind(ledger: Book, one: str, other: str) -> str:
    known = {}
    for by in ("outlet", "side"):
        rows = ledger.db.execute(
            f"SELECT DISTINCT {by} FROM documents WHERE {by} <> '' ORDER BY 1"  # noqa: S608
        ).fetchall()
        known[by] = [name for (name,) in rows]
        if one in known[by] and other in known[by]:
            return by
    every = [*known["outlet"], *known["side"]]
    strange = next((name for name in (one, other) if name not in every), None)
    if strange is None:
        raise InputError(f"{one!r} and {other!r} are not both outlets, nor both sides")
    there = f"it has those of {', '.join(every[:12])}" if every else "none has an outlet or a side"
    raise InputError(
        f"no document of this ledger is of {strange!r}; {there}"
        f"{did_you_mean(strange, tuple(every))}"
    )


def _rows(
    what: str, found: list[tuple[str, int, int, list[str]]], n_one: int, n_other: int
) -> list[Told]:
    kept = {kind: (a, b, docs) for kind, a, b, docs in found if a + b >= FEWEST}
    odds = log_odds(
        {kind: row[0] for kind, row in kept.items()},
        n_one,
        {kind: row[1] for kind, row in kept.items()},
        n_other,
    )
    rows = [
        Told(what, kind, kept[kind][0], kept[kind][1], at.log_odds, at.low, at.high, at.clear,
             tuple(kept[kind][2]))
        for kind, at in odds.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.log_odds, row.kind))


def _few(rows: list[Told]) -> list[Told]:
    """Keep the words that are most certainly one teller's, of both; in the same order."""

    def sure(row: Told) -> float:
        return abs(row.log_odds) / (row.high - row.low)

    kept = set()
    for ours in (True, False):
        side = sorted((row for row in rows if (row.log_odds > 0) is ours), key=sure, reverse=True)
        kept |= {row.kind for row in side[:MOST_WORDS]}
    return [row for row in rows if row.kind in kept]
