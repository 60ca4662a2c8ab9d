"""W3C Web Annotation: the evidence, pointed at in the documents."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman.ask.record import ClaimRow, DocRow, ReportRow
from dragoman.export.formats.about import About, Written
from dragoman.export.formats.entries import web_address, write_entries
from dragoman.export.formats.record import Record

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_OURS = {"dragoman": "urn:dragoman:vocabulary:"}

AROUND = 32
"""Characters of the sentence that a quotation is given with on each side, so that it is found."""


def write(events: Iterable[Record], path: Path, about: About) -> Written:
    """Write an annotation for each report, which marks its sentence, and for each claim.

    The target is the document's address, or an URN where it has none. The quotation and
    the position select the same words; what the setting `quote_chars` cut is selected up
    to there, and `dragoman:end` says where it ends in truth. Positions count in the text
    as the ledger has it: on the page itself, go by the quotation.
    """
    written = Written()
    head = {
        "@context": [CONTEXT, _OURS],
        "id": "urn:dragoman:export",
        "type": "AnnotationPage",
        "dragoman:about": about.text(),
        "dragoman:citation": about.citation,
    }
    written.what["annotations"] = write_entries(
        path, head, "items", _entries(events, about, written)
    )
    return written


def _entries(events: Iterable[Record], about: About, written: Written) -> Iterator[dict[str, Any]]:
    creator = {
        "id": "urn:dragoman:software",
        "type": "Software",
        "name": f"Dragoman {about.version}",
    }
    for record in events:
        written.what["events"] += 1
        event = f"urn:dragoman:event:{record.happening.id}"
        for report in record.happening.reports:
            id_ = f"urn:dragoman:report:{report.id}"
            words = f"{report.channel.replace('_', ' ')}, {report.status}: {record.sentence}"
            yield {
                "id": id_,
                "type": "Annotation",
                "motivation": "linking",
                "creator": creator,
                "body": [event, _text(words, "describing")],
                "target": _target(report, report),
                "dragoman:rule": report.rule,
                "dragoman:section": report.section,
            }
            for nth, claim in enumerate(report.claims):
                yield {
                    "id": f"urn:dragoman:claim:{report.id}:{nth}",
                    "type": "Annotation",
                    "motivation": "tagging",
                    "creator": creator,
                    "body": [_text(f"{claim.role}: {claim.value}", "tagging")],
                    "target": _target(report, claim),
                    "dragoman:claim": claim.id,
                    "dragoman:report": id_,
                    "dragoman:event": event,
                    "dragoman:role": claim.role,
                    "dragoman:value": claim.value,
                    "dragoman:speaker": claim.speaker,
                    "dragoman:rule": claim.rule,
                }


def _text(words: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": words, "format": "text/plain", "purpose": purpose}


def _target(report: ReportRow, row: ReportRow | ClaimRow) -> dict[str, Any]:
    end = row.start + len(row.quote)
    quote = {"type": "TextQuoteSelector", "exact": row.quote}
    at = row.start - report.start
    if row is not report and at >= 0 and at + len(row.quote) <= len(report.quote):
        # Only words of the report's own quotation: no more of the document goes out.
        quote["prefix"] = report.quote[max(0, at - AROUND) : at]
        quote["suffix"] = report.quote[at + len(row.quote) :][:AROUND]
    return {
        "type": "SpecificResource",
        "source": _source(report.doc),
        "dragoman:document": f"urn:dragoman:document:{report.doc.id}",
        "dragoman:end": row.end if end < row.end else None,
        "selector": [quote, {"type": "TextPositionSelector", "start": row.start, "end": end}],
    }


def _source(doc: DocRow) -> str:
    return web_address(doc.url) or f"urn:dragoman:document:{doc.id}"
