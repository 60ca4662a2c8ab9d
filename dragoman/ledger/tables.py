"""The tables of a ledger, and the way between their rows and the nouns of the model.

The columns are the same in the Parquet parts and in the view. `doc_id` stands in every
table, so that one document's rows can be chosen, replaced or taken out everywhere.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from functools import cache
from hashlib import blake2b
from operator import is_not
from typing import Any, TypeVar, cast

import pyarrow as pa

from dragoman.model import (
    Actor,
    Basis,
    Channel,
    Claim,
    Document,
    Issue,
    Report,
    Role,
    Section,
    SectionKind,
    Span,
    Stance,
    Statement,
    Status,
)
from dragoman.model.wording import Wording

Row = dict[str, Any]

_TEXT, _INT, _FLAG, _TEXTS = pa.string(), pa.int64(), pa.bool_(), pa.list_(pa.string())
_NUMBER = pa.float64()

# Whom words were taken for, and the basis of that (`model.Basis`); both null where nobody is.
_WHO = {"polity": _TEXT, "office": _TEXT, "person": _TEXT, "name": _TEXT, "how": _TEXT}
BASIS: Mapping[str, pa.DataType] = {
    "method": _TEXT,
    "score": _NUMBER,
    "pool": _INT,
    "facts": _TEXTS,
    "inferred": _FLAG,
}
"""The columns that say how a person was resolved."""

SAID: Mapping[str, pa.DataType] = {
    "about": _TEXTS,
    "stance": _TEXT,
    "topics": _TEXTS,
    "section": _TEXT,
}
"""The columns that say what a statement is about, and whose side it takes."""


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


SCHEMAS: Mapping[str, pa.Schema] = {
    "documents": _schema(
        doc_id=_TEXT,
        text=_TEXT,
        title=_TEXT,
        url=_TEXT,
        outlet=_TEXT,
        side=_TEXT,
        published=_TEXT,
        published_from=_TEXT,
        language=_TEXT,
        source=_TEXT,
        name=_TEXT,
        fingerprint=_TEXT,
        n_chars=_INT,
    ),
    "sections": _schema(doc_id=_TEXT, kind=_TEXT, start=_INT, end=_INT, rule=_TEXT),
    "reports": _schema(
        report_id=_TEXT,
        doc_id=_TEXT,
        channel=_TEXT,
        status=_TEXT,
        rule=_TEXT,
        section=_TEXT,
        background=_FLAG,
        speakers=_TEXTS,
        start=_INT,
        end=_INT,
        quote=_TEXT,
    ),
    # One claim can stand in several reports ("visited five countries"): its id is not a key.
    # `nth` is its place in the report.
    "claims": _schema(
        claim_id=_TEXT,
        report_id=_TEXT,
        doc_id=_TEXT,
        nth=_INT,
        role=_TEXT,
        value=_TEXT,
        **_WHO,
        **BASIS,
        start=_INT,
        end=_INT,
        quote=_TEXT,
        speaker=_TEXT,
        rule=_TEXT,
        note=_TEXT,
    ),
    "statements": _schema(
        statement_id=_TEXT,
        doc_id=_TEXT,
        speaker_start=_INT,
        speaker_end=_INT,
        speaker_quote=_TEXT,
        cue_start=_INT,
        cue_end=_INT,
        cue_quote=_TEXT,
        start=_INT,
        end=_INT,
        quote=_TEXT,
        **_WHO,
        **BASIS,
        **SAID,
    ),
    # What a sentence calls the tie of states, and whom it names: see `model.wording`.
    "ties": _schema(
        doc_id=_TEXT,
        kind=_TEXT,
        entry=_TEXT,
        start=_INT,
        end=_INT,
        sentence_start=_INT,
        sentence=_TEXT,
        named=_TEXTS,
    ),
    "issues": _schema(
        stage=_TEXT,
        what=_TEXT,
        detail=_TEXT,
        place=_TEXT,
        doc_id=_TEXT,
        start=_INT,
        end=_INT,
        quote=_TEXT,
        skipped=_FLAG,
    ),
    "events": _schema(
        event_id=_TEXT,
        channel=_TEXT,
        status=_TEXT,
        dates=_TEXTS,
        first_day=pa.date32(),
        last_day=pa.date32(),
        polities=_TEXTS,
        persons=_TEXTS,
        n_reports=_INT,
        n_documents=_INT,
        section=_TEXT,
        part_of=_TEXT,
        n_sources=_INT,
        sides=_TEXTS,
    ),
    "event_reports": _schema(event_id=_TEXT, report_id=_TEXT, doc_id=_TEXT),
    # `credits`: whom the document that was published first credits its account to, as worded.
    "copies": _schema(doc_id=_TEXT, group_id=_TEXT, first=_FLAG, credits=_TEXT),
    # `doc_id` and `report_id` are those of today; `seen` and `value` are JSON, lists by role.
    "decisions": _schema(
        number=_INT,
        kind=_TEXT,
        doc_id=_TEXT,
        report_id=_TEXT,
        role=_TEXT,
        seen=_TEXT,
        value=_TEXT,
        by=_TEXT,
        at=_TEXT,
        reason=_TEXT,
        state=_TEXT,
        detail=_TEXT,
    ),
}
"""Every table with its columns, in their order."""

RUN_TABLES = ("sections", "reports", "claims", "statements", "ties", "issues")
"""What an extractor produces for a part; `documents` beside them says which it has done."""

DONE = _schema(doc_id=_TEXT, fingerprint=_TEXT, failed=_FLAG)
"""The list of documents of one part of a run, with the fingerprint each had then."""

ORDER: Mapping[str, tuple[str, ...]] = {
    "documents": ("doc_id",),
    "sections": ("doc_id", "start", "end", "kind", "rule"),
    "reports": ("doc_id", "start", "end", "report_id"),
    "claims": ("doc_id", "report_id", "nth"),
    "statements": ("doc_id", "start", "end", "statement_id"),
    "ties": ("doc_id", "start", "end", "entry"),
    "issues": ("place", "doc_id", "start", "end", "stage", "what", "detail", "quote", "skipped"),
    "events": ("first_day", "last_day", "event_id"),
    "event_reports": ("event_id", "doc_id", "report_id"),
    "copies": ("group_id", "doc_id"),
    "decisions": ("number",),
}
"""What each table is sorted by in the view; total, so that equal contents are equal tables."""


@dataclass(frozen=True, slots=True)
class PartTables:
    """What an extractor made of a part: `done` (see `DONE`) and one table per `RUN_TABLES`."""

    done: pa.Table
    tables: Mapping[str, pa.Table]


def fingerprint(doc: Document) -> str:
    """Return a hash of what an extractor can see of a document.

    A known document with another fingerprint had its metadata corrected, and is read again.
    """
    doc = mend(doc)
    parts = (doc.text, doc.title, doc.url, doc.outlet, doc.side, doc.published, doc.language)
    # A length before each part: no two lists of parts run together to the same text.
    marked = "".join("-" if part is None else f"{len(part)}:{part}" for part in parts)
    return blake2b(marked.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def text_hash(text: str) -> str:
    """Return a hash of the text alone, by which a withdrawn one is known at another address."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


Noun = TypeVar("Noun")


def mend(value: Noun) -> Noun:
    """Return the value with each lone surrogate of its texts replaced by U+FFFD.

    A lone surrogate (half a character, from a broken decoder or a JSON escape) has no
    place in UTF-8, so neither Arrow nor a terminal takes it. One code point stands for
    one, so offsets keep their meaning.
    """
    return cast("Noun", _mend(value))


def _mend(value: Any) -> Any:
    if isinstance(value, str):
        whole = value.isascii() or isinstance(value, Enum)
        return value if whole else _SURROGATE.sub("\ufffd", value)
    if isinstance(value, tuple):
        mended = tuple(map(_mend, value))
        return mended if any(map(is_not, mended, value)) else value
    new_values = {}
    kind: type = type(value)
    for name in _fields_of(kind):
        old = getattr(value, name)
        if (new := _mend(old)) is not old:
            new_values[name] = new
    return replace(value, **new_values) if new_values else value


_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def _fields_of(kind: type) -> tuple[str, ...]:
    """Return the names of what a dataclass holds; of any other type none."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def table(name: str, rows: Iterable[Row]) -> pa.Table:
    """Return rows as a table with the columns of `SCHEMAS[name]`."""
    return pa.Table.from_pylist(list(rows), schema=SCHEMAS[name])


def rows_of_documents(docs: Iterable[Document]) -> list[Row]:
    """Return one row per document."""
    rows = []
    for doc in docs:
        print_of, doc = fingerprint(doc), mend(doc)
        row = {f.name: getattr(doc, f.name) for f in fields(Document) if f.name != "id"}
        rows.append(row | {"doc_id": doc.id, "fingerprint": print_of, "n_chars": len(doc.text)})
    return rows


def documents_of_rows(rows: Iterable[Row]) -> list[Document]:
    """Return the documents of rows, in their order."""
    names = [f.name for f in fields(Document) if f.name != "id"]
    return [Document(id=row["doc_id"], **{name: row[name] for name in names}) for row in rows]


def rows_of_sections(doc_id: str, sections: Iterable[Section]) -> list[Row]:
    """Return one row per section of a document."""
    return [
        {"doc_id": doc_id, "kind": s.kind, "start": s.start, "end": s.end, "rule": s.rule}
        for s in map(mend, sections)
    ]


def sections_of_rows(rows: Iterable[Row]) -> list[Section]:
    """Return the sections of rows, in their order."""
    return [
        Section(SectionKind(row["kind"]), row["start"], row["end"], row["rule"]) for row in rows
    ]


def rows_of_reports(reports: Iterable[Report]) -> tuple[list[Row], list[Row]]:
    """Return the rows of the reports and those of their claims."""
    report_rows: list[Row] = []
    claim_rows: list[Row] = []
    for report in map(mend, reports):
        report_id = report.id
        report_rows.append(
            {
                "report_id": report_id,
                "doc_id": report.doc_id,
                "channel": report.channel,
                "status": report.status,
                "rule": report.rule,
                "section": report.section,
                "background": report.background,
                "speakers": report.speakers,
                **_span(report.evidence),
            }
        )
        claim_rows.extend(
            {
                "claim_id": claim.id,
                "report_id": report_id,
                "doc_id": claim.evidence.doc_id,
                "nth": nth,
                "role": claim.role,
                "value": claim.value,
                **_who(claim.actor),
                **_span(claim.evidence),
                "speaker": claim.speaker,
                "rule": claim.rule,
                "note": claim.note,
            }
            for nth, claim in enumerate(report.claims)
        )
    return report_rows, claim_rows


def claim_of_row(row: Row) -> Claim:
    """Return the claim of a row."""
    return Claim(
        role=Role(row["role"]),
        value=row["value"],
        evidence=Span(row["doc_id"], row["start"], row["end"], row["quote"]),
        speaker=row["speaker"],
        rule=row["rule"],
        actor=_actor(row),
        note=row["note"],
    )


def reports_of_rows(report_rows: Iterable[Row], claim_rows: Iterable[Row]) -> list[Report]:
    """Return the reports of rows with their claims, in the order of the report rows."""
    claims: dict[str, list[tuple[int, Claim]]] = {}
    for row in claim_rows:
        claims.setdefault(row["report_id"], []).append((row["nth"], claim_of_row(row)))
    return [
        Report(
            doc_id=row["doc_id"],
            channel=Channel(row["channel"]),
            status=Status(row["status"]),
            claims=tuple(
                claim for _, claim in sorted(claims.get(row["report_id"], ()), key=lambda c: c[0])
            ),
            evidence=Span(row["doc_id"], row["start"], row["end"], row["quote"]),
            rule=row["rule"],
            section=SectionKind(row["section"]),
            background=row["background"],
            speakers=tuple(row["speakers"]),
        )
        for row in report_rows
    ]


def rows_of_statements(statements: Iterable[Statement]) -> list[Row]:
    """Return one row per statement."""
    return [
        {
            "statement_id": statement.id,
            "doc_id": statement.doc_id,
            **_span(statement.speaker, "speaker_"),
            **_span(statement.cue, "cue_"),
            **_span(statement.content),
            **_who(statement.actor),
            **{name: getattr(statement, name) for name in SAID},
        }
        for statement in map(mend, statements)
    ]


def statements_of_rows(rows: Iterable[Row]) -> list[Statement]:
    """Return the statements of rows, in their order."""

    def span(row: Row, prefix: str = "") -> Span:
        return Span(
            row["doc_id"], row[f"{prefix}start"], row[f"{prefix}end"], row[f"{prefix}quote"]
        )

    return [
        Statement(
            doc_id=row["doc_id"],
            speaker=span(row, "speaker_"),
            cue=span(row, "cue_"),
            content=span(row),
            actor=_actor(row),
            about=tuple(row["about"]),
            stance=Stance(row["stance"]),
            topics=tuple(row["topics"]),
            section=SectionKind(row["section"]),
        )
        for row in rows
    ]


def rows_of_ties(ties: Iterable[Wording]) -> list[Row]:
    """Return one row per wording; its own words are in those of its sentence."""
    return [
        {
            "doc_id": tie.words.doc_id,
            "kind": tie.kind,
            "entry": tie.entry,
            "start": tie.words.start,
            "end": tie.words.end,
            "sentence_start": tie.sentence.start,
            "sentence": tie.sentence.quote,
            "named": tie.named,
        }
        for tie in map(mend, ties)
    ]


def rows_of_issues(issues: Iterable[Issue], *, doc_id: str | None = None) -> list[Row]:
    """Return one row per issue.

    Args:
        issues: In any order.
        doc_id: The document that they belong to, for those that point at no words.
    """
    return [
        {
            "stage": issue.stage,
            "what": issue.what,
            "detail": issue.detail,
            "place": issue.where,
            "doc_id": issue.span.doc_id if issue.span else doc_id,
            "start": issue.span.start if issue.span else None,
            "end": issue.span.end if issue.span else None,
            "quote": issue.span.quote if issue.span else None,
            "skipped": issue.skipped,
        }
        for issue in map(mend, issues)
    ]


def issues_of_rows(rows: Iterable[Row]) -> list[Issue]:
    """Return the issues of rows, in their order."""
    return [
        Issue(
            row["stage"],
            row["what"],
            row["detail"],
            row["place"],
            None
            if row["start"] is None
            else Span(row["doc_id"], row["start"], row["end"], row["quote"]),
            row["skipped"],
        )
        for row in rows
    ]


def concat(name: str, tables: Sequence[pa.Table]) -> pa.Table:
    """Return tables of one name as one; none give an empty table with its columns."""
    return pa.concat_tables(tables) if tables else SCHEMAS[name].empty_table()


def _span(span: Span, prefix: str = "") -> Row:
    return {
        f"{prefix}start": span.start,
        f"{prefix}end": span.end,
        f"{prefix}quote": span.quote,
    }


def _who(actor: Actor | None) -> Row:
    # `how` is never null for an actor: that is how "nobody" and "an unknown one" differ.
    basis = actor.basis if actor else None
    return {
        **{name: getattr(actor, name) if actor else None for name in _WHO},
        **{name: getattr(basis, name) if basis else None for name in BASIS},
    }


def _actor(row: Row) -> Actor | None:
    if row["how"] is None:
        return None
    return Actor(**{name: row[name] for name in _WHO}, basis=_basis(row))


def _basis(row: Row) -> Basis | None:
    if row["method"] is None:
        return None
    return Basis(**{name: row[name] for name in BASIS} | {"facts": tuple(row["facts"] or ())})
