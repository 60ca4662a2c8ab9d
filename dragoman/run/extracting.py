"""What a worker does with a part: documents in, the tables of a ledger out."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from dragoman.ledger.parts import done_table
from dragoman.ledger.tables import (
    RUN_TABLES,
    PartTables,
    Row,
    fingerprint,
    rows_of_issues,
    rows_of_reports,
    rows_of_sections,
    rows_of_statements,
    rows_of_ties,
    table,
)
from dragoman.model import Document, Issue, Report, SpanError
from dragoman.run.setup import Extracted, Extractor, Setup, load

FAILED = "extractor failed"

Sign = Callable[[], object]
"""Called whenever work has come a document further: a sign of life for whoever watches."""


def extract_part(
    documents: Sequence[Document], *, setup: Setup, sign: Sign = lambda: None
) -> PartTables:
    """Return what the extractor makes of some documents, in the columns of a ledger.

    Depends on nothing but the documents and the setup; what it needs is loaded once per
    process. A document that the extractor fails on gives an issue, and the rest goes on.
    """
    readable = [doc for doc in documents if doc.language in (None, *setup.languages)]
    ids = [doc.id for doc in readable]
    found = dict(zip(ids, _found(readable, load(setup), sign), strict=False))
    rows: dict[str, list[Row]] = {name: [] for name in RUN_TABLES}
    failed = set()
    for doc in documents:
        one = found.get(doc.id)
        try:
            if isinstance(one, Exception):
                raise one
            made = _rows(doc, one) if one else _not_read(doc, setup)
        except Exception as error:  # whatever a hostile document can set off
            failed.add(doc.id)
            made = _failure(doc, f"{type(error).__name__}: {' '.join(str(error).split())[:500]}")
        for name, more in made.items():
            rows[name].extend(more)
    return _part(documents, rows, failed)


def lost(doc: Document, why: str) -> PartTables:
    """Return the tables of a document on which a worker ended, not just failed."""
    return _part([doc], _failure(doc, why), {doc.id})


def joined(made: Sequence[PartTables]) -> PartTables:
    """Return parts as one."""
    return PartTables(
        pa.concat_tables([part.done for part in made]),
        {name: pa.concat_tables([part.tables[name] for part in made]) for name in RUN_TABLES},
    )


def name_of(doc: Document) -> str:
    """Return what a document is called where something is said of it."""
    return doc.name or doc.id


# How


def _found(
    docs: Sequence[Document], extractor: Extractor, sign: Sign
) -> Iterator[Extracted | Exception]:
    """Yield what is made of each document; where all breaks off, the rest is done one by one."""

    def signed(given: Iterable[Document]) -> Iterator[Document]:
        for doc in given:
            sign()
            yield doc

    done = 0
    try:
        for found in extractor(signed(docs)):
            sign()
            done += 1
            yield found
    except Exception:  # noqa: S110 - which document it is, is about to be seen
        pass
    for doc in docs[done:]:
        try:
            [alone] = extractor(signed([doc]))
        except Exception as error:  # whatever a hostile document can set off
            alone = error
        yield alone


def _not_read(doc: Document, setup: Setup) -> dict[str, list[Row]]:
    issue = Issue(
        "run",
        "language not read",
        f"{doc.language}; dragoman.toml has languages = {json.dumps(setup.languages)}",
        name_of(doc),
    )
    return {"issues": rows_of_issues([issue], doc_id=doc.id)}


def _failure(doc: Document, why: str) -> dict[str, list[Row]]:
    issue = Issue("extract", FAILED, why, name_of(doc))
    return {"issues": rows_of_issues([issue], doc_id=doc.id)}


def _rows(doc: Document, found: Extracted) -> dict[str, list[Row]]:
    issues = list(found.issues)
    reports, claims = rows_of_reports(_sound(doc, found.reports, issues))
    return {
        "sections": rows_of_sections(doc.id, found.sections),
        "reports": reports,
        "claims": claims,
        "statements": rows_of_statements(found.statements),
        "ties": rows_of_ties(found.ties),
        "issues": rows_of_issues(issues, doc_id=doc.id),
    }


def _sound(doc: Document, reports: Iterable[Report], issues: list[Issue]) -> Iterator[Report]:
    """Pass on the reports whose every span quotes the document, each id once; name the others."""
    seen = set()
    for report in reports:
        try:
            for span in (report.evidence, *(claim.evidence for claim in report.claims)):
                span.check(doc)
        except SpanError as error:
            issues.append(
                Issue("run", "span that does not quote its document", str(error), name_of(doc))
            )
            continue
        if report.id in seen:
            issues.append(
                Issue(
                    "run",
                    "two reports that cannot be told apart",
                    f"{report.channel}, {report.status}, rule {report.rule}: "
                    "same words and same parties; the first is kept",
                    name_of(doc),
                    report.evidence,
                )
            )
            continue
        seen.add(report.id)
        yield report


def _part(
    documents: Sequence[Document], rows: Mapping[str, list[Row]], failed: set[str]
) -> PartTables:
    prints = {doc.id: fingerprint(doc) for doc in documents}
    return PartTables(
        done_table(prints, failed), {name: table(name, rows.get(name, [])) for name in RUN_TABLES}
    )
