"""Small documents, reports and ledgers for the tests of the ledger."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq

from dragoman.ledger import Ledger
from dragoman.ledger.inputs import Inputs
from dragoman.ledger.parts import done_table
from dragoman.ledger.tables import (
    BASIS,
    RUN_TABLES,
    SAID,
    PartTables,
    Row,
    fingerprint,
    rows_of_issues,
    rows_of_reports,
    rows_of_sections,
    table,
)
from dragoman.model import (
    Actor,
    Basis,
    Channel,
    Claim,
    Document,
    Edge,
    Event,
    Issue,
    Linked,
    Report,
    Role,
    Section,
    SectionKind,
    Span,
    Status,
    Text,
)

TEXT = "Wang Yi met Retno on 20 August 2020.\n\nRelated: Joko will visit Rome in October 2020."


def document(number: int, text: str = TEXT, **fields: str) -> Document:
    """Return a document of its own address."""
    url = f"https://example.org/{number}"
    named = {"name": f"{number}.txt", "published": "2020-08-21", "title": f"Title {number}"}
    return Document(Document.make_id(text, url), text, url=url, **{**named, **fields})


def report(
    doc: Document,
    *,
    parties: Sequence[Actor] = (Actor("st:chn", person="pe:wang-yi"), Actor("st:idn", "of:idn.fm")),
    words: str = "Wang Yi met Retno on 20 August 2020.",
    day: str | None = "2020-08-20",
    channel: Channel = Channel.MEETING,
    status: Status = Status.HAPPENED,
    section: SectionKind = SectionKind.BODY,
) -> Report:
    """Return a report on some words of a document."""
    start = doc.text.index(words)
    span = Span.of(doc, start, start + len(words))
    claims = [Claim(Role.ACTOR, who.id, span, None, "meeting.met", who) for who in parties]
    if day:
        claims.append(Claim(Role.DATE, day, span, "Xinhua", "date.day", note="in the text"))
    return Report(doc.id, channel, status, tuple(claims), span, "meeting.met", section)


def teaser(doc: Document) -> Report:
    """Return the report on what a document only announces."""
    words = "Joko will visit Rome in October 2020."
    parties = (Actor("st:idn", person="pe:joko-widodo"), Actor("st:ita"))
    return report(
        doc,
        parties=parties,
        words=words,
        day="2020-10",
        channel=Channel.VISIT,
        status=Status.PLANNED,
        section=SectionKind.TEASER,
    )


def made_of(
    docs: Iterable[Document], *, rule: str = "s1", basis: Basis | None = None
) -> PartTables:
    """Return what a plain extractor makes of documents: a meeting and a teaser of each."""
    rows: dict[str, list[Row]] = {name: [] for name in RUN_TABLES}
    prints = {}
    for doc in docs:
        prints[doc.id] = fingerprint(doc)
        wang = Actor("st:chn", person="pe:wang-yi", basis=basis)
        parties = (wang, Actor("st:idn", "of:idn.fm"))
        reports = [report(doc, parties=parties)] if "met Retno" in doc.text else []
        reports += [teaser(doc)] if "Related" in doc.text else []
        report_rows, claim_rows = rows_of_reports(reports)
        rows["reports"] += report_rows
        rows["claims"] += claim_rows
        rows["sections"] += rows_of_sections(
            doc.id, [Section(SectionKind.BODY, 0, len(doc.text), rule)]
        )
        rows["issues"] += rows_of_issues(
            [Issue("dates", "vague time", repr(doc.title), doc.name or doc.id)], doc_id=doc.id
        )
    return PartTables(done_table(prints, set()), {n: table(n, rows[n]) for n in RUN_TABLES})


def link(reports: Iterable[Report], texts: Iterable[Text], edges: Sequence[Edge]) -> Linked:
    """Group reports of the same channel, parties, section and dates."""
    groups = defaultdict(list)
    for r in reports:
        dates = tuple(claim.value for claim in r.having(Role.DATE))
        groups[r.channel, r.status, r.section, tuple(sorted(r.polities)), dates].append(r.id)
    return Linked(
        tuple(
            Event(f"ev:{min(ids)}", channel, status, tuple(sorted(ids)), polities, dates)
            for (channel, status, _, polities, dates), ids in groups.items()
        )
    )


def ledger_of(
    path: Path, docs: Sequence[Document], *, part_size: int = 2, fingerprint: str = "one"
) -> Path:
    """Make a ledger of documents, or add them to one, in parts of a size."""
    if not path.exists():
        Ledger.create(path)
    with Ledger.open(path, write=True, link=link) as book:
        run = book.open_run(fingerprint)
        for first in range(0, len(docs), part_size):
            part = docs[first : first + part_size]
            book.add_documents(part)
            book.add_part(run, made_of(part))
        book.rebuild()
    return path


def opened(path: Path) -> Ledger:
    """Open a ledger for asking."""
    return Ledger.open(path, link=link)


VIEW = (
    "documents",
    "sections",
    "reports",
    "claims",
    "statements",
    "issues",
    "events",
    "event_reports",
)


def view_of(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return every table of a ledger's view, row by row."""
    with opened(path) as book:
        return {name: book.table(name).to_pylist() for name in VIEW}


def make_old(path: Path) -> None:
    """Turn a ledger into one of format 0, whose documents had no side."""
    make_without_basis(path)
    for part in (path / "documents").glob("*.parquet"):
        pq.write_table(pq.read_table(part).drop_columns(["side"]), part)
    (path / "format.json").write_text('{"format": 0}')


def make_without_basis(path: Path) -> None:
    """Turn a ledger into one of format 1, that did not keep how a person was resolved."""
    make_sideless(path)
    for name in ("claims", "statements"):
        for part in (path / "runs").rglob(f"{name}.parquet"):
            pq.write_table(pq.read_table(part).drop_columns(list(BASIS)), part)
    (path / "format.json").write_text('{"format": 1}')


def make_sideless(path: Path) -> None:
    """Turn a ledger into one of format 2, whose statements did not say whom they are about."""
    make_long(path)
    for part in (path / "runs").rglob("statements.parquet"):
        pq.write_table(pq.read_table(part).drop_columns(list(SAID)), part)
    (path / "format.json").write_text('{"format": 2}')


def make_long(path: Path) -> None:
    """Turn a ledger into one of format 3, that wrote hashes as words, and kept no ties."""
    for part in (path / "runs").rglob("ties.parquet"):
        part.unlink()
    file = path / "inputs.sqlite"
    with closing(sqlite3.connect(file)) as db, closing(Inputs(path, file, write=False)) as inputs:
        keys = [key for (key,) in db.execute("SELECT key FROM inputs").fetchall()]
        known = [found for key in keys if (found := inputs.get(key))]
        db.executescript(
            "DROP TABLE inputs; CREATE TABLE inputs (key TEXT PRIMARY KEY, name TEXT NOT NULL,"
            " size INTEGER, mtime_ns INTEGER, source TEXT, settings TEXT NOT NULL,"
            " docs TEXT NOT NULL); CREATE INDEX inputs_by_size ON inputs (size)"
        )
        db.executemany(
            "INSERT INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (i.key, i.name, i.size, i.mtime_ns, i.source, i.settings, json.dumps(i.docs))
                for i in known
            ],
        )
        db.commit()
    (path / "format.json").write_text('{"format": 3}')
