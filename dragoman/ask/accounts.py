"""The accounts of an event, read sentence by sentence, and other documents of the same sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.ask.book import Book
from dragoman.ask.compared import Readout
from dragoman.ask.record import BODY, DocRow, documents
from dragoman.ask.stats.alignment import features
from dragoman.extract.details.topics import topics_of
from dragoman.model import Document, InputError, NothingFound
from dragoman.text import prepare

POOL = 12
"""Documents of a source that the baseline is taken from; all their pairs are compared."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of an account, and where it stands."""

    words: str
    place: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An account, read."""

    readout: Readout
    docs: tuple[DocRow, ...]
    lines: tuple[Line, ...]
    language: frozenset[str]

    def topics(self) -> dict[str, list[Line]]:
        """Return the topics in the order in which the account comes to them."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            for topic in line.topics:
                found.setdefault(topic, []).append(line)
        return found


def find_document(ledger: Book, typed: str) -> DocRow:
    """Return the document that somebody means: by its id, the start of it, or its name.

    Raises:
        InputError: A start fits several.
        NothingFound: There is none.
    """
    typed = typed.strip().strip("[]")
    rows = ledger.db.execute(
        "SELECT doc_id, doc_id = $typed OR name = $typed FROM documents"
        " WHERE $typed <> '' AND (starts_with(doc_id, $typed) OR name = $typed) ORDER BY 1",
        {"typed": typed},
    ).fetchall()
    found = [doc for doc, exact in rows if exact] or [doc for doc, _ in rows]
    if not found:
        raise NothingFound(
            f"No document of this ledger has the id or name {typed!r}. "
            "'dragoman show EVENT LEDGER' prints the documents of an event."
        )
    if len(found) > 1:
        few = ", ".join(found[:4]) + (", ..." if len(found) > 4 else "")
        raise InputError(f"{typed!r} means {len(found)} documents: {few}; type one of these ids")
    return documents(ledger, found)[found[0]]


def once(ledger: Book, docs: Sequence[DocRow]) -> list[DocRow]:
    """Leave out copies of a text of which the same side has another."""
    group = dict(
        ledger.db.execute(
            "SELECT doc_id, group_id FROM copies WHERE list_contains($docs, doc_id)",
            {"docs": [doc.id for doc in docs]},
        ).fetchall()
    )
    kept: dict[tuple[str | None, str], DocRow] = {}
    for doc in sorted(docs, key=lambda d: (d.published or "~", d.id)):
        kept.setdefault((doc.side, group.get(doc.id, doc.id)), doc)
    return list(kept.values())


def groups_of(ledger: Book, docs: Iterable[str]) -> set[str]:
    """Return the groups of copies that some documents belong to."""
    rows = ledger.db.execute(
        "SELECT DISTINCT group_id FROM copies WHERE list_contains($docs, doc_id)",
        {"docs": list(docs)},
    ).fetchall()
    return {group for (group,) in rows}


def read_account(ledger: Book, side: str | None, docs: Sequence[DocRow]) -> Account:
    """Read the documents of a side as one account; none: it is silent."""
    texts = {
        row[0]: (row[1], row[2])
        for row in ledger.db.execute(
            "SELECT doc_id, text, language FROM texts WHERE list_contains($docs, doc_id)",
            {"docs": [doc.id for doc in docs]},
        ).fetchall()
    }
    lines = tuple(line for doc in docs for line in _lines(doc.id, texts[doc.id][0]))
    languages = frozenset(texts[doc.id][1] for doc in docs if texts[doc.id][1])
    label = ", ".join(dict.fromkeys(doc.label for doc in docs)) or (side or "the other side")
    readout = Readout(side, label, tuple(doc.id for doc in docs))
    return Account(readout, tuple(docs), lines, languages)


def _lines(doc_id: str, text: str) -> list[Line]:
    """Return the sentences in the body of a text, with their topics."""
    doc = Document(doc_id, text)
    clean = prepare(doc)
    found = []
    for sentence in clean.sentences:
        if sentence.section == BODY:
            start, end = clean.repaired.back(sentence.start, sentence.end)
            topics = topics_of(clean.text, sentence.start, sentence.end)
            found.append(Line(" ".join(text[start:end].split()), f"{doc_id}:{start}-{end}", topics))
    return found


_POOL = """
SELECT doc_id, text FROM texts
WHERE ((outlet IS NOT NULL AND list_contains($outlets, outlet))
       OR (outlet IS NULL AND list_contains($sides, side)))
  AND NOT list_contains($but, doc_id)
ORDER BY doc_id LIMIT $most
"""


def pool(
    ledger: Book, text: Account, *, but: Iterable[Account]
) -> dict[str, list[Mapping[str, float]]]:
    """Return other documents of an account's sources, sentence by sentence."""
    outlets = sorted({doc.outlet for doc in text.docs if doc.outlet})
    sides = sorted({doc.side for doc in text.docs if doc.side and not doc.outlet})
    rows = ledger.db.execute(
        _POOL,
        {
            "outlets": outlets,
            "sides": sides,
            "but": [doc.id for one in but for doc in one.docs],
            "most": POOL,
        },
    ).fetchall()
    return {doc: [features(line.words) for line in _lines(doc, words)] for doc, words in rows}


def marks_of(ledger: Book, docs: Iterable[str]) -> dict[str, set[str]]:
    """Return of what happenings documents tell, and whose copies they are, by document."""
    found: dict[str, set[str]] = {}
    for doc, mark in ledger.db.execute(
        "SELECT doc_id, event_id FROM event_reports WHERE list_contains($docs, doc_id)"
        " UNION SELECT doc_id, group_id FROM copies WHERE list_contains($docs, doc_id)",
        {"docs": sorted(docs)},
    ).fetchall():
        found.setdefault(doc, set()).add(mark)
    return found
