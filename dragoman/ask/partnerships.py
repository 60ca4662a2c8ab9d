"""What two states' tie was called, how it was judged and changed, when, and who said so."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.ask.book import Answer, Basis, Book, require_claims
from dragoman.ask.monthly import DocumentsOfMonth, documents_over
from dragoman.ask.nothing import require_documents
from dragoman.ask.record import BODY, Happening, happenings, ids
from dragoman.ask.tiewords import Found, find_ties, stems
from dragoman.ask.unwatched import unwatched
from dragoman.ask.window import Placing, Window, between, finest, place
from dragoman.model import (
    PARTY_ROLES,
    Channel,
    Document,
    InputError,
    NothingFound,
    Role,
    SpanError,
)

if TYPE_CHECKING:
    from dragoman.actors import Register

ACT = "act"
"""The kind of a row that is a change of relations, and no name or judgement of them."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What one document has somebody say of the tie between two states, or do to it.

    Nobody's words are taken for the state of relations: each stands with who said it.
    """

    kind: str  # tier, tie, assessment or act
    wording: str  # the entry of `ties.yml`; of an act its status
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
class _Said:
    """A statement, as far as a wording in it is concerned."""

    id: str
    start: int
    end: int
    by: str
    polity: str | None
    about: frozenset[str]


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

    Only documents that name both states in a claim or statement are searched, and of these the
    body. Words are of the pair when their sentence names both, when the statement that holds
    them is of one and about the other, or when the report in their sentence has both as
    parties.

    Args:
        ledger: Open for reading.
        one: Id of a state or organization.
        other: Another.
        since: First month (or day, or year) of the window, EDTF; None: from the start.
        until: Last one, counted in whole; None: to the end.
        register: Finds the names in a sentence, and says what is on record. Without it only
            statements and reports tie words to the pair.

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
    holding = _documents(ledger, one, other)
    said = _rows_by_document(ledger, _STATEMENTS, holding)
    told = _rows_by_document(ledger, _PARTIES, holding)
    rows: list[Tie] = []
    untied = 0
    for doc in holding:
        statements = [_said(*row) for row in said.get(doc.id, ())]
        found = list(_wordings(doc, statements, told.get(doc.id, ()), {one, other}, register))
        rows += (tie for tie in found if tie)
        untied += found.count(None)
    rows += _acts(ledger, one, other)
    rows = [row for row in rows if _is_asked(row, asked)]
    if not rows:
        [(n_documents,)] = ledger.db.execute(_HOW_MANY, {"one": one, "other": other}).fetchall()
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
WITH named AS (
    SELECT doc_id, polity AS who FROM claims WHERE polity IN ($one, $other)
    UNION ALL SELECT doc_id, polity FROM statements WHERE polity IN ($one, $other)
    UNION ALL SELECT doc_id, unnest(about) FROM statements),
naming AS (
    SELECT doc_id FROM named WHERE who IN ($one, $other)
    GROUP BY doc_id HAVING count(DISTINCT who) = 2)
"""

_HOW_MANY = f"{_NAMING} SELECT count(*) FROM naming"  # noqa: S608 - our own words

_DOCS = f"""{_NAMING}
SELECT d.doc_id, d.text, d.title, d.url, d.outlet, d.side, d.published, d.name
FROM documents AS d
WHERE d.doc_id IN (SELECT doc_id FROM naming) AND regexp_matches(d.text, $words)
ORDER BY d.doc_id
"""  # noqa: S608

_STATEMENTS = """
SELECT doc_id, statement_id, "start", "end",
       coalesce(person, name, office, polity, speaker_quote), polity, about
FROM statements
WHERE doc_id IN (SELECT unnest($docs::VARCHAR[])) AND section = 'body'
ORDER BY doc_id, "end" - "start", statement_id
"""

_PARTIES = """
SELECT r.doc_id, r."start", r."end", list(DISTINCT c.polity), list(DISTINCT c.claim_id)
FROM reports AS r JOIN claims AS c ON c.report_id = r.report_id
WHERE r.doc_id IN (SELECT unnest($docs::VARCHAR[])) AND r.section = 'body'
  AND c.role IN ('actor', 'recipient', 'host')
GROUP BY r.doc_id, r.report_id, r."start", r."end"
ORDER BY r.doc_id, r."end" - r."start", r.report_id
"""


def _said(
    statement: str, start: int, end: int, by: str, polity: str | None, about: Sequence[str]
) -> _Said:
    return _Said(statement, start, end, by, polity, frozenset(about))


def _rows_by_document(
    ledger: Book, query: str, docs: Sequence[Document]
) -> dict[str, list[Sequence[Any]]]:
    found: dict[str, list[Sequence[Any]]] = {}
    for doc_id, *row in ledger.db.execute(query, {"docs": [doc.id for doc in docs]}).fetchall():
        found.setdefault(doc_id, []).append(row)
    return found


def _documents(ledger: Book, one: str, other: str) -> list[Document]:
    rows = ledger.db.execute(_DOCS, {"one": one, "other": other, "words": stems()}).fetchall()
    return [
        Document(
            doc_id,
            text,
            title=title,
            url=url,
            outlet=outlet,
            side=side,
            published=published,
            name=name,
        )
        for doc_id, text, title, url, outlet, side, published, name in rows
    ]


def _wordings(
    doc: Document,
    said: Sequence[_Said],
    reports: Sequence[Sequence[Any]],
    pair: Collection[str],
    register: "Register | None",
) -> Iterator[Tie | None]:
    """Yield what a document calls the tie of the pair; None for words of nobody we can tell."""
    from dragoman.text.clean import prepare

    clean = prepare(doc)
    hits: list[tuple[int, Found]] = [
        (number, found)
        for number, sentence in enumerate(clean.sentences)
        if sentence.section == BODY
        for found in find_ties(clean.text[sentence.start : sentence.end])
    ]
    if not hits:
        return
    mentions = _named(clean, register)
    for number, found in hits:
        sentence = clean.sentences[number]
        try:
            words = clean.span(sentence.start + found.start, sentence.start + found.end)
            whole = clean.span(sentence.start, sentence.end)
        except SpanError:  # words that only a repair put there
            continue
        speaks = any(whole.start <= s.start < whole.end for s in said)
        holding = next((s for s in said if s.start <= words.start and words.end <= s.end), None)
        around = [r for r in reports if r[0] <= words.start and words.end <= r[1]]
        named = mentions.get(number, frozenset())
        report = next((r for r in around if set(pair) <= set(r[2])), None)
        of_speaker = {holding.polity, *holding.about} if holding else set()
        if set(pair) <= named:
            tied_by, of = "sentence", named
        elif set(pair) <= of_speaker:
            tied_by, of = "statement", frozenset(who for who in of_speaker if who)
        elif report and not named - set(pair):
            tied_by, of = "report", frozenset(who for who in report[2] if who)
        else:
            yield None
            continue
        cited: tuple[str, ...] = (f"{doc.id}:{words.start}-{words.end}",)
        if holding:
            cited = (holding.id,)
        elif report:
            cited = tuple(sorted(report[3]))
        yield Tie(
            found.kind,
            found.wording,
            " ".join(words.quote.split()),
            doc.published,
            holding.by if holding else None if speaks else "",
            holding.polity if holding else None,
            doc.outlet or doc.name or doc.id,
            doc.outlet,
            doc.side,
            tied_by,
            tuple(sorted(who for who in of - set(pair) if who.startswith("st:"))),
            whole.quote,
            doc.id,
            words.start,
            words.end,
            cited,
        )


def _named(clean: Any, register: "Register | None") -> Mapping[int, frozenset[str]]:
    """Return the states and organizations that each sentence names, by its number."""
    if register is None:
        return {}
    from dragoman.actors import find_mentions

    found = find_mentions(clean, register, day=clean.doc.published)
    return {
        number: frozenset(a.polity for mention in line for a in mention.actors if a.polity)
        for number, line in enumerate(found)
    }


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
