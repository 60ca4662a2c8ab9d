"""One document: the text as obtained, with all that was read off it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from dragoman.ask.record import CLAIM_COLUMNS, ClaimRow, claim_row
from dragoman.model import Document, NothingFound, UnknownName
from dragoman.text import Repair, repair
from dragoman.web.answers import as_json
from dragoman.web.frame import Book, page
from dragoman.web.lines import called, lines
from dragoman.web.marking import Mark, stretches
from dragoman.web.shelf import Reading

router = APIRouter()
api = APIRouter(tags=["documents"])

Key = Annotated[str, Path(max_length=200, description="Id of a document, or its start.")]
At = Annotated[
    str,
    Query(pattern=r"^(\d{1,9}-\d{1,9})?$", description="The words to show: from and to, 10-24."),
]

LONG = 400_000
"""Characters of a text that a page shows; a longer one is cut there, and says so."""

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"})

_REPORTS = """
SELECT r.report_id, er.event_id, r.channel, r.status, r.section, r.rule, r."start", r."end",
       coalesce(r.speakers, []) AS speakers
FROM reports AS r LEFT JOIN event_reports AS er ON er.report_id = r.report_id
WHERE r.doc_id = ? ORDER BY r."start", r."end", r.report_id
"""
_CLAIMS = f"SELECT DISTINCT {CLAIM_COLUMNS} FROM claims AS c WHERE c.doc_id = ?"  # noqa: S608
_STATEMENTS = """
SELECT statement_id, speaker_quote, cue_quote, polity, office, person, name, stance, topics,
       "start", "end", speaker_start, speaker_end, about
FROM statements WHERE doc_id = ? ORDER BY "start", "end", statement_id
"""
_SECTIONS = 'SELECT kind, "start", "end", rule FROM sections WHERE doc_id = ? ORDER BY "start"'
_ISSUES = """
SELECT stage, what, detail, "start", "end", quote FROM issues WHERE doc_id = ? ORDER BY ALL
"""
_COPIES = """
SELECT c.doc_id, c.first, d.title, d.outlet, d.published FROM copies AS c
JOIN documents AS d ON d.doc_id = c.doc_id
WHERE c.group_id = (SELECT group_id FROM copies WHERE doc_id = $doc) AND c.doc_id <> $doc
ORDER BY d.published, c.doc_id
"""


@dataclass(frozen=True, slots=True)
class Reported:
    """All that was read off one document."""

    doc: Document
    reports: tuple[dict[str, Any], ...]
    claims: tuple[ClaimRow, ...]
    statements: tuple[dict[str, Any], ...]
    sections: tuple[dict[str, Any], ...]
    issues: tuple[dict[str, Any], ...]
    repairs: tuple[Repair, ...]
    copies: tuple[dict[str, Any], ...]


@router.get("/document/{key}")
def document_page(request: Request, book: Book, key: Key, at: At = "") -> Response:
    """Show a document with everything that was read off it."""
    doc = find_document(book, key)
    if doc.id != key:
        return RedirectResponse(f"/document/{doc.id}", 302)
    told = reported(book, doc)
    marks = [*_marks(book, told), *_at(at)]
    return page(
        request,
        "document.html",
        book,
        title=doc.title or doc.name or doc.id,
        doc=doc,
        told=told,
        stretches=stretches(doc.text[:LONG], marks),
        cut=len(doc.text) > LONG,
        direction="rtl" if doc.language in _RIGHT_TO_LEFT else "auto",
        events={line.event: line for line in lines(book, _events(told))},
        speaker=lambda statement: _speaker(book, statement),
    )


@api.get("/document/{key}")
def document_api(book: Book, key: Key) -> Response:
    """A document with its text, sections, reports, claims, statements and issues."""
    told = reported(book, find_document(book, key))
    return as_json({name: getattr(told, name) for name in Reported.__slots__})


def find_document(book: Reading, key: str) -> Document:
    """Return the document of an id, or of the only id that begins so.

    Raises:
        UnknownName: Several begin so.
        NothingFound: None does, or it was taken out.
    """
    rows = book.db.execute(
        "SELECT doc_id FROM documents WHERE doc_id = $key OR (len($key) >= 4 AND"
        " starts_with(doc_id, $key)) ORDER BY doc_id <> $key, doc_id LIMIT 5",
        {"key": key},
    ).fetchall()
    found = [doc_id for (doc_id,) in rows]
    if found and (len(found) == 1 or found[0] == key):
        doc = book.document(found[0])
        if doc is not None:
            return doc
    if found:
        raise UnknownName(f"{key!r} can mean the documents {', '.join(found)}: write more of it")
    for decision in book.withdrawn():
        if decision.target == key:
            raise NothingFound(
                f"This document was withdrawn on {decision.at[:10]} by {decision.by}: "
                f"{decision.reason}"
            )
    raise NothingFound(f"No document of this ledger has the id {key!r}.")


def reported(book: Reading, doc: Document) -> Reported:
    """Return all that was read off a document."""

    def rows(query: str) -> tuple[dict[str, Any], ...]:
        found = book.db.execute(query, {"doc": doc.id} if "$doc" in query else [doc.id])
        names = [column[0] for column in found.description]
        return tuple(dict(zip(names, row, strict=True)) for row in found.fetchall())

    claims = book.db.execute(_CLAIMS, [doc.id]).fetchall()
    return Reported(
        doc,
        rows(_REPORTS),
        tuple(sorted(map(claim_row, claims), key=lambda c: (c.start, c.end, c.role, c.id))),
        rows(_STATEMENTS),
        rows(_SECTIONS),
        rows(_ISSUES),
        repair(doc.text).repairs,
        rows(_COPIES),
    )


def _events(told: Reported) -> list[str]:
    return list(dict.fromkeys(r["event_id"] for r in told.reports if r["event_id"]))


def _marks(book: Reading, told: Reported) -> Iterator[Mark]:
    """Yield what lies over the text. What a mark says is shown when somebody points at it."""
    for section in told.sections:
        if section["kind"] != "body":
            says = f"{section['kind']}, left out of every count ({section['rule']})"
            yield Mark(section["start"], section["end"], section["kind"], says)
    for report in told.reports:
        yield Mark(
            report["start"],
            report["end"],
            "report",
            f"report: {report['channel'].replace('_', ' ')}, {report['status']} ({report['rule']})",
            f"r-{report['report_id']}",
        )
    sentences = {(report["start"], report["end"]) for report in told.reports}
    for claim in told.claims:
        if (claim.start, claim.end) not in sentences:  # the whole sentence says nothing
            says = f"{claim.role}: {book.label(called(claim))}"
            yield Mark(claim.start, claim.end, "mention", says)
    for statement in told.statements:
        said = f"{_speaker(book, statement)} {statement['cue_quote']}"
        yield Mark(
            statement["start"],
            statement["end"],
            "statement",
            f"statement: {said}",
            f"s-{statement['statement_id']}",
        )
    for mended in told.repairs:
        says = f"read as “{mended.after}” ({mended.rule})"
        yield Mark(mended.start, mended.end, "repair", says)
    for issue in told.issues:
        if issue["start"] is not None:
            yield Mark(issue["start"], issue["end"], "issue", f"not understood: {issue['what']}")


def _at(at: str) -> Iterator[Mark]:
    if match := re.fullmatch(r"(\d+)-(\d+)", at):
        yield Mark(int(match[1]), int(match[2]), "at", "", "at")


def _speaker(book: Reading, statement: dict[str, Any]) -> str:
    who = statement["person"] or statement["name"] or statement["office"] or statement["polity"]
    return book.label(who) if who else str(statement["speaker_quote"])
