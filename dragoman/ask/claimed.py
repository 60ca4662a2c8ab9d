"""The claims that documents make of how often and since when, with what their reports say."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dragoman.ask.book import Book
from dragoman.ask.counting import days_of, hull
from dragoman.ask.record import CLAIM_COLUMNS, ClaimRow, DocRow, claim_row, documents
from dragoman.ask.window import finest
from dragoman.model import PARTY_ROLES, Role
from dragoman.model.note import read_note


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with its report: what is to be checked."""

    claim: ClaimRow
    event: str
    channel: str
    status: str
    section: str
    doc: DocRow
    speakers: tuple[str, ...]
    claims: tuple[ClaimRow, ...]
    note: Mapping[str, str]
    days: tuple[date, date] | None  # of what the claim is made of
    dates: tuple[str, ...]

    @property
    def number(self) -> int | None:
        """The how-manieth it is said to be; None for a superlative."""
        text = self.note.get("number", "")
        return int(text) if text.isdigit() else None


_CHECKS = """
WITH found AS (
    SELECT c.report_id, er.event_id, c.doc_id, c."start", c.nth
    FROM claims AS c JOIN event_reports AS er ON er.report_id = c.report_id
    WHERE c.role = 'ordinal' AND starts_with(c.note, 'check=')
      AND ($event IS NULL OR er.event_id = $event)),
named AS (
    SELECT DISTINCT er.event_id, p.polity, p.office, p.person
    FROM event_reports AS er JOIN claims AS p ON p.report_id = er.report_id
    WHERE er.event_id IN (SELECT event_id FROM found) AND list_contains($roles, p.role)
      AND ($who IN (p.polity, p.office, p.person) OR $other IN (p.polity, p.office, p.person)))
SELECT f.report_id, f.event_id, r.channel, r.status, r.section, coalesce(r.speakers, []), f.nth
FROM found AS f JOIN reports AS r ON r.report_id = f.report_id
WHERE ($who IS NULL OR f.event_id IN (
        SELECT event_id FROM named WHERE $who IN (polity, office, person)))
  AND ($other IS NULL OR f.event_id IN (
        SELECT event_id FROM named WHERE $other IN (polity, office, person)))
ORDER BY f.doc_id, f."start", f.event_id, f.report_id, f.nth
"""

_CLAIMS = f"""
SELECT {CLAIM_COLUMNS}, c.nth FROM claims AS c
WHERE c.report_id IN (SELECT unnest($reports::VARCHAR[])) ORDER BY c.report_id, c.nth
"""  # noqa: S608 - our own words


def claimed(ledger: Book, who: str | None, other: str | None, event: str | None) -> list[Told]:
    """Fetch the claims of events of somebody, of two, or of one event, in order of the text."""
    picked = ledger.db.execute(
        _CHECKS, {"who": who, "other": other, "event": event, "roles": sorted(PARTY_ROLES)}
    ).fetchall()
    claims: dict[str, list[tuple[int, ClaimRow]]] = defaultdict(list)
    for *row, nth in ledger.db.execute(
        _CLAIMS, {"reports": sorted({row[0] for row in picked})}
    ).fetchall():
        claims[row[1]].append((nth, claim_row(row)))
    docs = documents(ledger, {found[0][1].doc_id for found in claims.values()})
    told = []
    for report, event_id, channel, status, section, speakers, nth in picked:
        own = tuple(claim for _, claim in claims[report])
        claim = next(claim for at, claim in claims[report] if at == nth)
        doc = docs[claim.doc_id]
        # A date inside such words is from when on it is counted, and not the day of anything.
        counts = [c for c in own if c.role == Role.ORDINAL]
        dates = finest(
            tuple(
                c.value
                for c in own
                if c.role == Role.DATE
                and not any(o.start <= c.start and c.end <= o.end for o in counts)
            )
        )
        days = hull(dates) or (days_of(doc.published) if not dates and doc.published else None)
        told.append(
            Told(
                claim, event_id, channel, status, section, doc, tuple(speakers), own,
                read_note(claim.note), days, dates,
            )
        )  # fmt: skip
    return told


def polities(told: Told) -> frozenset[str]:
    """Return whose the claimed event is."""
    return frozenset(c.polity for c in told.claims if c.role in PARTY_ROLES and c.polity)
