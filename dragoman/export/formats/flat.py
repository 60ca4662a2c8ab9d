"""The tables into which events are laid out, for every format that is made of tables.

One description serves the CSV, the Parquet, the SQLite file and the data package: what a
column means is said here and nowhere else.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.export.formats.record import Record, shown
from dragoman.model import Role

TEXT, NUMBER, FLAG, DAY, LIST = "text", "number", "flag", "day", "list"
"""The kinds of columns. A list is one of texts."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, and what that means."""

    name: str
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: what a row is, the columns that name it, and those that name rows of others."""

    name: str
    about: str
    key: tuple[str, ...]
    links: Mapping[str, str]  # column: the sheet whose key it is
    columns: tuple[Column, ...]


_QUOTE = "Its words, cut where the setting quote_chars says; a cut one ends in \u2026."
_START = "Where they begin in the text of the document as the ledger has it, in characters from 0."
_END = "Where they end; the character there is the first that is none of them."

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "events",
        "One happening each, which one or more documents report. What is told only by the "
        "announcement of another document has the section teaser; do not count it.",
        ("event",),
        {},
        (
            Column("event", TEXT, "Id of the event."),
            Column("channel", TEXT, "How the parties dealt with each other; see the codebook."),
            Column(
                "status", TEXT, "happened, ongoing, planned, cancelled, denied or hypothetical."
            ),
            Column("section", TEXT, "body, or teaser: known only from an announcement."),
            Column("sentence", TEXT, "The event in words, made from its claims."),
            Column(
                "dates",
                LIST,
                "Every date claimed, EDTF, as precise as the documents; more than one may be "
                "disagreement.",
            ),
            Column("first_day", DAY, "The first day that the dates can mean."),
            Column("last_day", DAY, "The last day that they can mean."),
            Column("actors", LIST, "Who acted: ids, or words where the register has nobody."),
            Column("recipients", LIST, "To whom, hosts included."),
            Column("carriers", LIST, "Who brought it for another; no parties."),
            Column("places", LIST, "Where: ids, or words."),
            Column("topics", LIST, "What it was about."),
            Column("levels", LIST, "Levels of a visit."),
            Column("mechanisms", LIST, "The standing series that it belongs to."),
            Column("purposes", LIST, "Purposes of a letter, or which way relations went."),
            Column("items", LIST, "What was given, sent or signed, as worded."),
            Column("quantities", LIST, "How much of it, as worded."),
            Column("ordinals", LIST, "Its number, or a claim such as 'first since 2017'."),
            Column("part_of", TEXT, "The event that it was part of, which need not be here."),
            Column("sides", LIST, "The parties whose own account a document gives."),
            Column("outcome", TEXT, "What became of it where it was announced; else empty."),
            Column("n_documents", NUMBER, "How many documents report it."),
            Column("n_sources", NUMBER, "How many, copies of one text counted once."),
            Column("claims", LIST, "Ids of the claims behind this row."),
        ),
    ),
    Sheet(
        "parties",
        "Who took part in an event, one row for each of their roles. A carrier is no party, "
        "and comes with that role.",
        ("event", "nth"),
        {"event": "events"},
        (
            Column("event", TEXT, "Id of the event."),
            Column("nth", NUMBER, "Number of the row within the event, from 0."),
            Column("role", TEXT, "actor, recipient, host or carrier."),
            Column("id", TEXT, "Of a person, office, state or organization; else words."),
            Column("name", TEXT, "What they are called."),
            Column("polity", TEXT, "Id of their state or organization."),
            Column("polity_name", TEXT, "What it is called. Listing implies no position."),
            Column("country", TEXT, "ISO 3166 alpha-3 code of their state, if it has one."),
            Column("words", TEXT, "How a document names them."),
            Column("by_office", TEXT, "No document names them: the office that they follow from."),
            Column("claims", LIST, "Ids of the claims that say so."),
        ),
    ),
    Sheet(
        "reports",
        "What one document says of one event.",
        ("report",),
        {"event": "events", "document": "documents"},
        (
            Column("report", TEXT, "Id of the report."),
            Column("event", TEXT, "Id of the event."),
            Column("document", TEXT, "Id of the document."),
            Column("channel", TEXT, "The channel by this document."),
            Column("status", TEXT, "The status by this document."),
            Column("section", TEXT, "body or teaser."),
            Column("background", FLAG, "Whether it is told as background to other news."),
            Column("rule", TEXT, "The rule that found it."),
            Column("speakers", LIST, "Who says so, from the outlet inward."),
            Column("start", NUMBER, _START),
            Column("end", NUMBER, _END),
            Column("quote", TEXT, _QUOTE),
        ),
    ),
    Sheet(
        "claims",
        "One assertion each, of one report, with its words. One that stands in several reports "
        "has a row in each.",
        ("report", "nth"),
        {"report": "reports"},
        (
            Column("report", TEXT, "Id of the report."),
            Column("nth", NUMBER, "Number of the claim within the report, from 0."),
            Column("claim", TEXT, "Id of the claim."),
            Column("role", TEXT, "What it says of the event: actor, date, place, topic..."),
            Column("value", TEXT, "An id, a date in EDTF, or words."),
            Column("polity", TEXT, "For who took part: their state or organization."),
            Column("office", TEXT, "Their office."),
            Column("person", TEXT, "The person."),
            Column("name", TEXT, "The name as worded, if the register has another or nobody."),
            Column("inferred", FLAG, "Whether the person follows from the office and the day."),
            Column("start", NUMBER, _START),
            Column("end", NUMBER, _END),
            Column("quote", TEXT, _QUOTE),
            Column("speaker", TEXT, "Whom the document credits; empty: its own voice."),
            Column("rule", TEXT, "The rule that found it."),
            Column("note", TEXT, "Of a date its anchor, of a quantity what was read in it."),
        ),
    ),
    Sheet(
        "documents",
        "The documents that the events are from. Their texts are not exported.",
        ("document",),
        {},
        (
            Column("document", TEXT, "Id of the document."),
            Column("title", TEXT, "Its title."),
            Column("url", TEXT, "Its address."),
            Column("outlet", TEXT, "Who published it."),
            Column("side", TEXT, "The party whose own account it is."),
            Column("published", TEXT, "When, EDTF."),
            Column("file", TEXT, "The file that it was read from."),
        ),
    ),
)
"""The tables, in the order in which they are read best."""

Row = dict[str, Any]


def rows(records: Iterable[Record]) -> Iterator[tuple[str, Row]]:
    """Yield the rows of all tables, each with its table's name, event by event."""
    seen: set[str] = set()
    for record in records:
        yield "events", _event(record)
        for nth, taker in enumerate(record.takers):
            yield (
                "parties",
                {
                    "event": record.happening.id,
                    "nth": nth,
                    "role": taker.role,
                    "id": taker.id,
                    "name": taker.name,
                    "polity": taker.polity,
                    "polity_name": taker.polity_name,
                    "country": taker.country,
                    "words": taker.words,
                    "by_office": taker.by_office,
                    "claims": list(taker.claims),
                },
            )
        for report in record.happening.reports:
            doc = report.doc
            if doc.id not in seen:
                seen.add(doc.id)
                yield (
                    "documents",
                    {
                        "document": doc.id,
                        "title": doc.title,
                        "url": doc.url,
                        "outlet": doc.outlet,
                        "side": doc.side,
                        "published": doc.published,
                        "file": doc.name,
                    },
                )
            yield (
                "reports",
                {
                    "report": report.id,
                    "event": record.happening.id,
                    "document": doc.id,
                    "channel": report.channel,
                    "status": report.status,
                    "section": report.section,
                    "background": report.background,
                    "rule": report.rule,
                    "speakers": list(report.speakers),
                    "start": report.start,
                    "end": report.end,
                    "quote": shown(report),
                },
            )
            for nth, claim in enumerate(report.claims):
                yield (
                    "claims",
                    {
                        "report": report.id,
                        "nth": nth,
                        "claim": claim.id,
                        "role": claim.role,
                        "value": claim.value,
                        "polity": claim.polity,
                        "office": claim.office,
                        "person": claim.person,
                        "name": claim.name,
                        "inferred": claim.inferred,
                        "start": claim.start,
                        "end": claim.end,
                        "quote": shown(claim),
                        "speaker": claim.speaker,
                        "rule": claim.rule,
                        "note": claim.note,
                    },
                )


def _event(record: Record) -> Row:
    happening = record.happening

    def who(*roles: Role) -> list[str]:
        return list(dict.fromkeys(taker.id for taker in record.having(*roles)))

    return {
        "event": happening.id,
        "channel": happening.channel,
        "status": happening.status,
        "section": happening.section,
        "sentence": record.sentence,
        "dates": list(happening.dates),
        "first_day": min((first for first, _ in record.spells), default=None),
        "last_day": max((last for _, last in record.spells), default=None),
        "actors": who(Role.ACTOR),
        "recipients": who(Role.RECIPIENT, Role.HOST),
        "carriers": who(Role.CARRIER),
        "places": [spot.id for spot in record.spots],
        "topics": list(record.values(Role.TOPIC)),
        "levels": list(record.values(Role.LEVEL)),
        "mechanisms": list(record.values(Role.MECHANISM)),
        "purposes": list(record.values(Role.PURPOSE)),
        "items": list(record.values(Role.ITEM)),
        "quantities": list(record.values(Role.QUANTITY)),
        "ordinals": list(record.values(Role.ORDINAL)),
        "part_of": happening.part_of,
        "sides": list(happening.sides),
        "outcome": record.plan.outcome if record.plan else None,
        "n_documents": len(happening.docs),
        "n_sources": happening.n_sources,
        "claims": list(dict.fromkeys(claim.id for claim in happening.claims)),
    }
