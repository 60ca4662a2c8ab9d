"""What two states' tie was called, how it was judged and changed, when, and who said so."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.ask.book import Answer, Basis, Book, require_claims
from dragoman.ask.monthly import DocumentsOfMonth, documents_over
from dragoman.ask.nothing import require_documents
from dragoman.ask.record import Happening, happenings, ids
from dragoman.ask.scratch import scratch
from dragoman.ask.unwatched import unwatched
from dragoman.ask.window import Placing, Window, between, finest, place
from dragoman.model import (
    PARTY_ROLES,
    Channel,
    InputError,
    NothingFound,
    Role,
)

if TYPE_CHECKING:
    import duckdb

    from dragoman.actors import Register

ACT = "act"
"""The kind of a row that is a change of relations, and no name or judgement of them."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What one document has somebody say of the tie between two states, or do to it.

    Nobody's words are taken for the state of relations: each stands with who said it.
    """

    kind: str  # tier, tie, assessment or act
    wording: str  # the entry of `extract/ties.yml`; of an act its status
    words: str  # as the document has them; of an act its sentence
    day: str | None  # EDTF: when an act took place, else when the document was published
    by: str | None  # who says so: an id, or words; "": the document; None: it or a speaker in it
    polity: str | None  # the state that the speaker speaks for
    source: str  # the outlet, else the file
    outlet: str | None
    side: str | None  # whose account the document gives
    tied_by: str  # why it is of these two: "sentence", "statement" or "report"
    others: tuple[str, ...]  # further states that the sentence names; they may be meant as well
    quote: str  # the sentence
    doc_id: str
    start: int  # of the words, in the document
    end: int
    claims: tuple[str, ...]  # of claims or of a statement; else DOCUMENT:START-END; never empty

    def __post_init__(self) -> None:
        require_claims(f"the wording {self.words!r}", self.claims)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the register has of the tie, from public record; no document of the ledger says so."""

    partnership: str
    since: str
    established: str
    note: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Partnerships(Answer[Tie]):
    """The tie of two states as documents have it, in order of time."""

    recorded: tuple[Recorded, ...] = ()
    untied: int = 0  # wordings in documents on both states that are of no two states we could tell
    documents: tuple[DocumentsOfMonth, ...] = ()  # of the months of the wordings


@dataclass(frozen=True, slots=True)
class _Worded:
    """A row of `ties` with what its document says of itself."""

    doc_id: str
    kind: str
    entry: str
    start: int
    end: int
    sentence_start: int
    sentence: str
    named: Sequence[str]
    outlet: str | None
    side: str | None
    published: str | None
    source: str


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement, as far as a wording in it is concerned."""

    id: str
    start: int
    end: int
    by: str
    polity: str | None
    about: Sequence[str]


@unwatched()
def partnerships(
    ledger: Book,
    one: str,
    other: str,
    since: str | None = None,
    until: str | None = None,
    *,
    register: "Register | None" = None,
) -> Partnerships:
    """List tiers and ties of two states, judgements of them, and changes, in order of time.

    Only documents that name both states in a claim or statement are looked at, and of these the
    body: what its sentences call the tie of states, and whom they name, is kept as they are
    read. Words are of the pair when their sentence names both, when the statement that holds
    them is of one and about the other, or when the report in their sentence has both as
    parties.

    Args:
        ledger: Open for reading.
        one: Id of a state or organization.
        other: Another.
        since: First month (or day, or year) of the window, EDTF; None: from the start.
        until: Last one, counted in whole; None: to the end.
        register: Says what is on record.

    Raises:
        InputError: One is no state or organization, both are one, or the window means nothing.
        NothingFound: No row; the sentence says what the ledger has instead.
    """
    for who in (one, other):
        if not who.startswith(("st:", "og:")):
            raise InputError(f"{who} is no state or organization; type two, as CHN or st:chn")
    if one == other:
        raise InputError(f"{one} twice: type two different states or organizations")
    asked = between(since, until)
    require_documents(ledger)
    with scratch(ledger) as db:
        db.execute(_NAMING, {"one": one, "other": other})
        wordings = db.execute(_WORDINGS).fetchall()
        [(n_documents,)] = db.execute("SELECT count(*) FROM naming").fetchall()
        said = _rows_by_document(db, _STATEMENTS)
        told = _rows_by_document(db, _PARTIES)
    found = [
        _tie(_Worded(*row), [_Said(*one) for one in said[row[0]]], told[row[0]], {one, other})
        for row in wordings
    ]
    rows = [tie for tie in found if tie]
    untied = found.count(None)
    rows += _acts(ledger, one, other)
    rows = [row for row in rows if _is_asked(row, asked)]
    if not rows:
        raise _nothing(one, other, asked, n_documents, untied)
    rows.sort(key=lambda row: (row.day is None, _sorted_day(row.day), row.doc_id, row.start))
    outlets = {row.outlet for row in rows if row.outlet}
    basis = Basis(
        n_events=len({row.claims for row in rows if row.kind == ACT}),
        n_documents=len({row.doc_id for row in rows}),
        outlets=tuple(sorted(outlets)),
        window=asked.words if asked else "",
        withdrawn=len(ledger.withdrawn()),
    )
    recorded = tuple(_recorded(register, one, other)) if register else ()
    over = documents_over(ledger, (row.day for row in rows if row.day))
    return Partnerships(Tie, tuple(rows), basis, recorded=recorded, untied=untied, documents=over)


_NAMING = """
CREATE TEMP TABLE naming AS
WITH named AS (
    SELECT doc_id, polity AS who FROM claims WHERE polity IN ($one, $other)
    UNION ALL SELECT doc_id, polity FROM statements WHERE polity IN ($one, $other)
    UNION ALL SELECT doc_id, unnest(about) FROM statements)
SELECT doc_id FROM named WHERE who IN ($one, $other)
GROUP BY doc_id HAVING count(DISTINCT who) = 2
"""

_WORDINGS = """
CREATE TEMP TABLE worded AS
SELECT t.* FROM ties AS t JOIN naming USING (doc_id);

SELECT t.doc_id, t.kind, t.entry, t."start", t."end", t.sentence_start, t.sentence, t.named,
       d.outlet, d.side, d.published, coalesce(nullif(d.outlet, ''), nullif(d.name, ''), d.doc_id)
FROM worded AS t JOIN documents AS d ON d.doc_id = t.doc_id
ORDER BY t.doc_id, t."start", t."end", t.entry
"""

_STATEMENTS = """
SELECT doc_id, statement_id, "start", "end",
       coalesce(person, name, office, polity, speaker_quote), polity, about
FROM statements
WHERE doc_id IN (SELECT doc_id FROM worded) AND section = 'body'
ORDER BY doc_id, "end" - "start", statement_id
"""

_PARTIES = """
SELECT r.doc_id, r."start", r."end", list(DISTINCT c.polity), list(DISTINCT c.claim_id)
FROM reports AS r JOIN claims AS c ON c.report_id = r.report_id
WHERE r.doc_id IN (SELECT doc_id FROM worded) AND r.section = 'body'
  AND c.role IN ('actor', 'recipient', 'host')
GROUP BY r.doc_id, r.report_id, r."start", r."end"
ORDER BY r.doc_id, r."end" - r."start", r.report_id
"""


def _rows_by_document(
    db: "duckdb.DuckDBPyConnection", query: str
) -> dict[str, list[Sequence[Any]]]:
    found: dict[str, list[Sequence[Any]]] = defaultdict(list)
    for doc_id, *row in db.execute(query).fetchall():
        found[doc_id].append(row)
    return found


def _tie(
    worded: _Worded,
    said: Sequence[_Said],
    reports: Sequence[Sequence[Any]],
    pair: Collection[str],
) -> Tie | None:
    """Return a wording as one of the pair; None for words of nobody we can tell."""
    start, end, sentence = worded.start, worded.end, worded.sentence
    until = worded.sentence_start + len(sentence)
    speaks = any(worded.sentence_start <= s.start < until for s in said)
    holding = next((s for s in said if s.start <= start and end <= s.end), None)
    around = [r for r in reports if r[0] <= start and end <= r[1]]
    named = set(worded.named)
    report = next((r for r in around if set(pair) <= set(r[2])), None)
    of_speaker = {holding.polity, *holding.about} if holding else set()
    of: Collection[str | None]
    if set(pair) <= named:
        tied_by, of = "sentence", named
    elif set(pair) <= of_speaker:
        tied_by, of = "statement", of_speaker
    elif report and not named - set(pair):
        tied_by, of = "report", report[2]
    else:
        return None
    cited: tuple[str, ...] = (f"{worded.doc_id}:{start}-{end}",)
    if holding:
        cited = (holding.id,)
    elif report:
        cited = tuple(sorted(report[3]))
    words = sentence[start - worded.sentence_start : end - worded.sentence_start]
    return Tie(
        worded.kind,
        worded.entry,
        " ".join(words.split()),
        worded.published,
        holding.by if holding else None if speaks else "",
        holding.polity if holding else None,
        worded.source,
        worded.outlet,
        worded.side,
        tied_by,
        tuple(sorted({who for who in of if who and who.startswith("st:")} - set(pair))),
        sentence,
        worded.doc_id,
        start,
        end,
        cited,
    )


def _acts(ledger: Book, one: str, other: str) -> Iterator[Tie]:
    """Yield every report that relations of the two were set up, raised, lowered or cut."""
    events = ledger.db.execute(
        "SELECT event_id FROM events WHERE channel = $channel AND section = 'body'"
        " AND list_contains(polities, $one) AND list_contains(polities, $other) ORDER BY 1",
        {"channel": Channel.RELATIONS, "one": one, "other": other},
    ).fetchall()
    for happening in happenings(ledger, among=[event for (event,) in events]):
        yield from _tellings(happening, {one, other})


def _tellings(happening: Happening, pair: Collection[str]) -> Iterator[Tie]:
    for report in happening.body:
        parties = [claim for claim in report.claims if claim.role in PARTY_ROLES]
        dates = finest(tuple(c.value for c in report.claims if c.role == Role.DATE))
        yield Tie(
            ACT,
            report.status,
            " ".join(report.quote.split()),
            next(iter(dates), None) or report.doc.published,
            report.speakers[-1] if report.speakers else "",
            None,
            report.doc.source,
            report.doc.outlet,
            report.doc.side,
            "report",
            tuple(sorted({c.polity for c in parties if c.polity} - set(pair))),
            report.quote,
            report.doc.id,
            report.start,
            report.end,
            ids(c for c in report.claims if c.role in PARTY_ROLES or c.role == Role.DATE),
        )


def _is_asked(row: Tie, asked: Window | None) -> bool:
    return asked is None or place((row.day,) if row.day else (), asked) is Placing.INSIDE


def _sorted_day(day: str | None) -> str:
    return "~" if day is None or day.startswith("X") else day


def _recorded(register: "Register", one: str, other: str) -> Iterator[Recorded]:
    for row in register.relations(one):
        if {row["state"], row["with"]} == {one, other}:
            yield Recorded(
                row["partnership"],
                row["partnership_since"],
                row["established"],
                row["note"],
                row["as_of"],
            )


def _nothing(
    one: str, other: str, asked: Window | None, n_documents: int, untied: int
) -> NothingFound:
    when = f" in {asked.words}" if asked else ""
    if not n_documents:
        return NothingFound(
            f"No document of this ledger that names both {one} and {other} has words that could "
            "name or judge their tie. 'dragoman pair' lists what lies between them."
        )
    also = (
        f" In them {untied} such wording{' is' if untied == 1 else 's are'} of other states, or "
        "of nobody that could be made out."
        if untied
        else ""
    )
    return NothingFound(
        f"Nothing{when} names or judges the tie of {one} and {other}, although {n_documents} "
        f"document{' names' if n_documents == 1 else 's name'} both.{also}"
    )
