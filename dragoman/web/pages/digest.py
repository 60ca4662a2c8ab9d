"""Digest: a month of somebody's as a brief, read here or taken along as a file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from dragoman.ask import asking
from dragoman.ask.digest import Digest
from dragoman.ask.english import date_words, month_words
from dragoman.ask.window import window
from dragoman.export.digest import (
    Notes,
    Source,
    digest_docx,
    digest_html,
    digest_markdown,
    digest_pdf,
)
from dragoman.export.digest.sources import in_order
from dragoman.model import InputError
from dragoman.web.asked import asked, citation, given, known, named, tried, typed_as
from dragoman.web.frame import Book, Nav, address, page, said
from dragoman.web.shelf import Reading

router = APIRouter()
nav = Nav(70, "Digest", "/digest", "A month of one actor as a brief, to read and to take along.")


class File(StrEnum):
    """A form in which a digest is taken along."""

    HTML = "html"
    MARKDOWN = "md"
    DOCX = "docx"
    PDF = "pdf"


_FILES: Mapping[File, tuple[str, str]] = {
    File.HTML: ("HTML", "text/html; charset=utf-8"),
    File.MARKDOWN: ("Markdown", "text/markdown; charset=utf-8"),
    File.DOCX: (
        "DOCX",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    File.PDF: ("PDF", "application/pdf"),
}
_FEW = 24

# Of each state the month with the most events.
_MONTHS = """
WITH counts AS (
    SELECT a.value AS who, m.value AS month, count(*) AS n FROM memory.main.facet AS a
    JOIN memory.main.facet AS m ON m.nth = a.nth AND m.kind = 'month' AND m.value <> '-'
    JOIN memory.main.event AS e ON e.nth = a.nth AND e.in_body
    WHERE a.kind = 'actor' AND starts_with(a.value, 'st:') GROUP BY ALL)
SELECT who, arg_max(month, (n, month)), max(n), sum(n) AS total FROM counts
GROUP BY who ORDER BY total DESC, who LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class DigestQuery:
    """Whose digest and of when, as typed."""

    who: str
    month: str

    def answer(self, book: Reading) -> Digest:
        """Write it.

        Raises:
            InputError: Nobody is asked for, or no window.
        """
        if not self.who or not self.month:
            raise InputError("A digest is of somebody and a window, such as Indonesia and 2020-08.")
        window(self.month)
        return asked(
            book,
            asking.digest,
            who=named(book, self.who),
            month=self.month,
            quote_chars=book.config.quote_chars,
        )


def digest_query(
    who: Annotated[str, Query(max_length=200)] = "",
    month: Annotated[str, Query(max_length=40)] = "",
) -> DigestQuery:
    """Return what an address asks for."""
    return DigestQuery(who.strip(), month.strip())


Asked = Annotated[DigestQuery, Depends(digest_query)]


@router.get("/digest")
def digest_page(request: Request, book: Book, query: Asked, whole: bool = False) -> Response:
    """Show a digest; without somebody and a window, what could be asked for.

    The brief itself comes when the page stands, unless the whole is asked for at once.
    """
    refused, status, who, brief = "", 200, "", None
    if query.who or query.month:
        found, refused, status = tried(request, lambda: _named(book, query))
        who = found or ""
    if who and whole:
        brief, refused, status = tried(request, lambda: query.answer(book))
    pairs = given(request, "whole")
    return page(
        request,
        "digest.html",
        book,
        title=_title(book, who, query) if who else "Digest",
        named=bool(who),
        status=status,
        refused=refused,
        asked=query,
        waits=bool(who and not whole),
        typed=typed_as(book, who or query.who),
        known=known(book),
        frequent=[] if who else book.once("digest months", lambda: _months(book)),
        files=[(address(f"/digest/file/{one}", pairs), _FILES[one][0]) for one in File],
        pairs=pairs,
        brief_at=address("/digest/brief", pairs),
        whole_at=address("/digest", [*pairs, ("whole", "1")]),
        **_brief(book, brief),
    )


@router.get("/digest/brief")
def digest_brief(request: Request, book: Book, query: Asked) -> Response:
    """Return the brief alone, or why there is none: a script asks for it."""
    who, refused, _ = tried(request, lambda: _named(book, query))
    brief = None
    if who:
        brief, refused, _ = tried(request, lambda: query.answer(book))
    return page(
        request,
        "digest-part.html",
        book,
        title=_title(book, who, query) if who else "Digest",
        refused=refused,
        **_brief(book, brief),
    )


@router.get("/digest/file/{form}")
def digest_file(
    book: Book, query: Asked, form: Annotated[File, Path(description="The file's ending.")]
) -> Response:
    """Return a digest as a file."""
    brief = query.answer(book)
    cite, longest = citation(book), book.config.quote_chars
    write = {
        File.HTML: digest_html,
        File.MARKDOWN: digest_markdown,
        File.DOCX: digest_docx,
        File.PDF: digest_pdf,
    }[form]
    name = re.sub(r"[^0-9a-z]+", "-", f"{brief.who}-{brief.window}".lower()).strip("-")
    return Response(
        write(brief, cite=cite, quote_chars=longest),
        media_type=_FILES[form][1],
        headers={"Content-Disposition": f'attachment; filename="digest-{name}.{form}"'},
    )


def _title(book: Reading, who: str, query: DigestQuery) -> str:
    return f"{book.label(who)}, {month_words(query.month)}"


def _named(book: Reading, query: DigestQuery) -> str:
    """Return whose digest it is.

    Raises:
        InputError: Nobody is asked for, or no window that means anything.
        UnknownName: Nobody is called so.
    """
    if not query.who or not query.month:
        raise InputError("A digest is of somebody and a window: fill in both.")
    window(query.month)
    return named(book, query.who)


def _brief(book: Reading, digest: Digest | None) -> dict[str, Any]:
    """Return what the templates need that a digest is written with."""
    if digest is None:
        return {"digest": None}
    notes = Notes(digest, quote_chars=book.config.quote_chars)
    places = _places(book, notes)
    return {
        "digest": digest,
        "notes": notes,
        "before": in_order,
        "at": lambda source: _at(source, places),
        "worded": lambda remark: said(remark, book.label),
    }


_PLACES = """
SELECT claim_id, "start", "end" FROM claims
WHERE list_contains($docs, doc_id) AND list_contains($claims, claim_id)
UNION ALL SELECT statement_id, "start", "end" FROM statements
WHERE list_contains($docs, doc_id) AND list_contains($claims, statement_id)
"""


def _places(book: Reading, notes: Notes) -> dict[str, tuple[int, int]]:
    """Return where the words of each claim and statement stand in their document."""
    rows = book.db.execute(
        _PLACES,
        {
            "docs": sorted({source.doc_id for source in notes.sources}),
            "claims": sorted({claim for source in notes.sources for claim in source.claims}),
        },
    ).fetchall()
    return {claim: (start, end) for claim, start, end in rows}


def _at(source: Source, places: Mapping[str, tuple[int, int]]) -> str:
    """Return the address of a source in its document."""
    spans = [places[claim] for claim in source.claims if claim in places]
    if not spans:
        return f"/document/{source.doc_id}"
    start, end = spans[0]
    return f"/document/{source.doc_id}?at={start}-{end}#at"


def _months(book: Reading) -> list[tuple[str, str, str, int]]:
    """Return states with the month of which the ledger tells most."""
    rows = book.db.execute(_MONTHS, [_FEW]).fetchall()
    return [(who, month, date_words(month), n) for who, month, n, _ in rows]
