"""Full text over titles, texts and the words that reports rest on.

A SQLite FTS5 index, derived like the view and swapped in with it. It keeps no text, only
which words a place has: what a hit quotes is read from the parts, and so are the places of
words that must stand together. Accents are ignored.
Scripts without spaces are indexed by pairs of characters, so that a name of two is found.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dragoman.ledger.files import aside

FILE_NAME = "search.sqlite"
"""What the index is called in a ledger."""

FORMAT = 3
"""The version of the index: goes up when the way that text is cut into words changes."""

CHUNK = 600
"""Characters of a text that are one place to find, at most: about a paragraph of a wire story.
A document of a single line is cut too, where it has a space."""

_AT_ONCE = 500  # documents in memory together

_FEW, _MANY = 500, 20_000  # places looked at in one go for words that must stand together

# A place with a report is one's words; one without a start is a title. They are numbered in the
# order in which they are found: the titles, the words of reports, the texts, each by document.
_TOKENS = 'tokenize = "unicode61 remove_diacritics 2"'
_SCHEMA = f"""
CREATE TABLE documents (doc INTEGER PRIMARY KEY, doc_id TEXT NOT NULL);
CREATE TABLE places (
    place_id INTEGER PRIMARY KEY,
    doc INTEGER NOT NULL,
    start INTEGER,
    length INTEGER,
    report_id TEXT
);
CREATE VIRTUAL TABLE words USING fts5 (
    body, content = '', detail = none, columnsize = 0, {_TOKENS}
);
CREATE TABLE stamp (state TEXT NOT NULL, format INTEGER NOT NULL);
"""

# Han, kana, hangul, Thai: written without spaces between words.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_RUN = re.compile(f"[{_UNSPACED}]+")
_TERM = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Place:
    """A place that holds the words of a query.

    `start` and `end` count in the document's text; for a title they are None.
    """

    kind: str  # title | report | text
    doc_id: str
    report_id: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Hit(Place):
    """A place with what stands there."""

    quote: str


def build(path: Path, db: duckdb.DuckDBPyConnection, state: str) -> None:
    """Build the index over a view in a new file and put it where the old one is."""
    new = aside(path)
    try:
        with closing(sqlite3.connect(new)) as index:
            index.execute("PRAGMA journal_mode = OFF")
            index.execute("PRAGMA synchronous = OFF")
            index.executescript(_SCHEMA)
            numbers: dict[str, int] = {}
            for number, (place, words) in enumerate(_places(db), start=1):
                doc = numbers.setdefault(place.doc_id, len(numbers))
                length = None if place.start is None else (place.end or 0) - place.start
                row = (number, doc, place.start, length, place.report_id)
                index.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?)", row)
                index.execute(
                    "INSERT INTO words (rowid, body) VALUES (?, ?)", (number, _spaced(words))
                )
            index.executemany(
                "INSERT INTO documents VALUES (?, ?)", ((n, doc) for doc, n in numbers.items())
            )
            index.execute("INSERT INTO words (words) VALUES ('optimize')")
            index.execute("INSERT INTO stamp VALUES (?, ?)", (state, FORMAT))
            index.commit()
            index.execute("VACUUM")  # the pages from which the words were put together
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def state_of(path: Path) -> str | None:
    """Return the state of the view that an index was built over; None when it is of no use."""
    if not path.exists():
        return None
    try:
        with closing(_open(path)) as index:
            rows = index.execute("SELECT state, format FROM stamp").fetchall()
    except sqlite3.Error:
        return None
    return str(rows[0][0]) if rows and rows[0][1] == FORMAT else None


def search(path: Path, db: duckdb.DuckDBPyConnection, query: str, limit: int) -> list[Hit]:
    """Return the first places for a query with their words; see `places`."""
    return quoted(db, places(path, db, query, limit))


def places(path: Path, db: duckdb.DuckDBPyConnection, query: str, limit: int) -> list[Place]:
    """Return the first places for a query, at most `limit`.

    All words of the query must stand in a place; words in quotation marks must stand
    together, and `min*` finds every word that begins so. Nothing else in a query has a
    meaning of its own. Titles come first, then the words of reports, then the texts, each
    by document and position.

    Only for words that must stand together is any text read, from the view `db`. An index
    older than the view may know a document that has gone: `quoted` leaves it out.
    """
    terms = _terms(query)
    if not terms or limit < 1:
        return []
    cut = _words([term for term, _ in terms])
    together = " ".join(f'"{term}"{more}' for term, more in terms)
    words = " ".join(
        " ".join(f'"{word}"' for word in found) + more
        for found, (_, more) in zip(cut, terms, strict=True)
        if found
    )
    if not words or max(map(len, cut)) == 1:
        return _having(path, words, limit) if words else []
    found: list[Place] = []
    seen, few = 0, _FEW
    while len(found) < limit:
        near = _having(path, words, few, seen)
        found += _standing(quoted(db, near), together)
        if len(near) < few:
            break
        seen, few = seen + few, min(few * 4, _MANY)
    return found[:limit]


def _having(path: Path, match: str, limit: int, after: int = 0) -> list[Place]:
    """Return the places that have the words of an FTS5 query, but for the first ones."""
    with closing(_open(path)) as index:
        rows = index.execute(
            "SELECT doc_id, report_id, start, start + length FROM ("
            " SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ? OFFSET ?) AS hits"
            " JOIN places ON place_id = hits.rowid JOIN documents USING (doc) ORDER BY place_id",
            (match, limit, after),
        ).fetchall()
    return [
        Place(_kind(report, start), doc, report, start, end) for doc, report, start, end in rows
    ]


def _standing(hits: Sequence[Hit], match: str) -> list[Place]:
    """Return the hits that an FTS5 query finds something in, asked of an index of them alone."""
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute(f"CREATE VIRTUAL TABLE words USING fts5 (body, content = '', {_TOKENS})")
        index.executemany(
            "INSERT INTO words (rowid, body) VALUES (?, ?)",
            ((number, _spaced(hit.quote)) for number, hit in enumerate(hits)),
        )
        rows = index.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY 1", (match,))
        found = [hits[number] for (number,) in rows.fetchall()]
    return [Place(hit.kind, hit.doc_id, hit.report_id, hit.start, hit.end) for hit in found]


def _kind(report: str | None, start: int | None) -> str:
    if report is not None:
        return "report"
    return "title" if start is None else "text"


def quoted(db: duckdb.DuckDBPyConnection, found: Sequence[Place]) -> list[Hit]:
    """Return places with what stands there: for a title the title.

    A text is read only where nothing shorter holds the words: each takes milliseconds.
    """

    def read(query: str, kind: str, column: str) -> dict[str, str]:
        wanted = sorted({str(getattr(place, column)) for place in found if place.kind == kind})
        return dict(db.execute(query, [wanted]).fetchall()) if wanted else {}

    titles = read(_TITLES, "title", "doc_id")
    quotes = read(_QUOTES, "report", "report_id")
    texts = read(_TEXTS, "text", "doc_id")
    hits = []
    for place in found:
        if place.kind == "title":
            quote = titles.get(place.doc_id)
        elif place.kind == "report":
            quote = quotes.get(place.report_id or "")
        else:
            text = texts.get(place.doc_id)
            quote = None if text is None else text[place.start : place.end]
        if quote is not None:
            own = (place.kind, place.doc_id, place.report_id, place.start, place.end)
            hits.append(Hit(*own, quote))
    return hits


_TITLES = """
SELECT doc_id, title FROM documents WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))
"""
_QUOTES = """
SELECT report_id, quote FROM reports WHERE report_id IN (SELECT unnest(?::VARCHAR[]))
"""
_TEXTS = """
SELECT doc_id, text FROM texts WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))
"""


def _places(db: duckdb.DuckDBPyConnection) -> Iterator[tuple[Place, str]]:
    titles = db.execute("SELECT doc_id, title FROM documents WHERE title <> '' ORDER BY doc_id")
    for doc_id, title in titles.fetchall():
        yield Place("title", doc_id, None, None, None), title
    reports = db.execute(
        'SELECT doc_id, report_id, start, "end", quote FROM reports'
        " ORDER BY doc_id, start, report_id"
    ).fetchall()
    for doc_id, report_id, start, end, quote in reports:
        yield Place("report", doc_id, report_id, start, end), quote
    texts = db.execute("SELECT doc_id, text FROM texts")  # while a view is built, by id
    while rows := texts.fetchmany(_AT_ONCE):
        for doc_id, text in rows:
            for start, end in chunks(text):
                yield Place("text", doc_id, None, start, end), text[start:end]


def chunks(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield the stretches of a text that are indexed as one place.

    Lines without an empty one between them belong together, as far as they have room: many
    texts are broken every seventy characters. Long lines are cut.

    >>> list(chunks("Wang Yi\nmet Retno.\n\nTwo."))
    [(0, 18), (20, 24)]
    """
    place: tuple[int, int] | None = None
    for start, end in _lines(text):
        if place and end - place[0] <= CHUNK and len(text[place[1] : start].splitlines()) < 2:
            place = place[0], end
            continue
        if place:
            yield place
        place = start, end
    if place:
        yield place


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text, the long ones cut."""
    for line in re.finditer(r"[^\r\n]*\S[^\r\n]*", text):
        start = line.start()
        while line.end() - start > CHUNK:
            ends = [text.rfind(mark, start + CHUNK // 2, start + CHUNK) for mark in (". ", " ")]
            end = next((e + 1 for e in ends if e > 0), start + CHUNK)
            yield start, end
            start = end
        if text[start : line.end()].strip():
            yield start, line.end()


def _spaced(text: str) -> str:
    """Return the text as it is indexed: unspaced scripts as pairs, and single characters.

    >>> _spaced("王毅 in Roma")
    ' 王毅 王 毅  in Roma'
    """

    def pairs(run: re.Match[str]) -> str:
        word = run[0]
        twos = [word[i : i + 2] for i in range(len(word) - 1)]
        return f" {' '.join([*twos, *word])} "

    return _RUN.sub(pairs, text.replace("\0", " "))


def _words(terms: Sequence[str]) -> list[list[str]]:
    """Return the words that FTS5 itself cuts each term into."""
    found: list[list[str]] = [[] for _ in terms]
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute(f"CREATE VIRTUAL TABLE words USING fts5 (body, {_TOKENS})")
        index.execute("CREATE VIRTUAL TABLE cut USING fts5vocab (words, instance)")
        index.executemany("INSERT INTO words (rowid, body) VALUES (?, ?)", enumerate(terms))
        for nth, word in index.execute("SELECT doc, term FROM cut ORDER BY doc, offset"):
            found[nth].append(word)
    return found


def _terms(query: str) -> list[tuple[str, str]]:
    """Return the terms of a query, each with "*" if words need only begin so.

    In quotes, none of them is an operator of FTS5.
    """
    terms = []
    for phrase, word in _TERM.findall(query.replace("\0", " ")):
        term = phrase or word
        prefix = "*" if word.endswith("*") and len(word) > 2 else ""
        rest = _RUN.sub(" ", term).replace('"', " ").strip("* ")
        if any(c.isalnum() for c in rest):
            terms.append((rest, prefix))
        for run in _RUN.findall(term):
            twos = [run[i : i + 2] for i in range(len(run) - 1)] or [run]
            terms.extend((two, "") for two in twos)
    return terms


def _open(path: Path) -> sqlite3.Connection:
    # Derived, and replaced rather than changed: nothing to lock.
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
