"""The claims that documents make of how often and since when, with what their reports say."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dragoman.ask.book import Book
from dragoman.ask.counting import days_of, hull
from dragoman.ask.record import ClaimRow, DocRow, documents, who_in
from dragoman.ask.scratch import scratch
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


# Few events are claimed to be the second or the first; they come before whose they are.
_CHECKS = """
CREATE TEMP TABLE picked AS
WITH found AS (
    SELECT c.report_id, er.event_id, c.doc_id, c."start", c.nth
    FROM claims AS c JOIN event_reports AS er ON er.report_id = c.report_id
    WHERE c.role = 'ordinal' AND starts_with(c.note, 'check=')
      AND ($event IS NULL OR er.event_id = $event)),
whose AS (
    SELECT e.event_id FROM events AS e
    WHERE e.event_id IN (SELECT event_id FROM found) AND {who} AND {other})
SELECT f.report_id, f.event_id, r.channel, r.status, r.section, coalesce(r.speakers, []), f.nth
FROM found AS f JOIN reports AS r ON r.report_id = f.report_id
WHERE f.event_id IN (SELECT event_id FROM whose)
ORDER BY f.doc_id, f."start", f.event_id, f.report_id, f.nth
"""

_CLAIMS = """
SELECT c.nth, c.claim_id, c.report_id, c.doc_id, c.role, c.value, c.polity, c.office, c.person,
       c.name, c."start", c."end", c.quote, c.speaker, c.rule, c.note
FROM claims AS c
WHERE c.report_id IN (SELECT report_id FROM picked) ORDER BY c.report_id, c.nth
"""


def claimed(ledger: Book, who: str | None, other: str | None, event: str | None) -> list[Told]:
    """Fetch the claims of events of somebody, of two, or of one event, in order of the text."""
    asked = {"event": event, "who": who, "other": other, "roles": sorted(PARTY_ROLES)}
    query = _CHECKS.format(
        who=who_in(who, PARTY_ROLES),
        other=who_in(other, PARTY_ROLES).replace("$who", "$other"),
    )
    claims: dict[str, list[tuple[int, ClaimRow]]] = defaultdict(list)
    with scratch(ledger) as db:
        db.execute(query, {name: value for name, value in asked.items() if f"${name}" in query})
        picked = db.execute("FROM picked").fetchall()
        for nth, *row in db.execute(_CLAIMS).fetchall():
            claims[row[1]].append((nth, ClaimRow(*row)))
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
