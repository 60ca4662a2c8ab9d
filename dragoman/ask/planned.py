"""The plans of a ledger, gathered by the database: of a state there can be tens of thousands."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any

from dragoman.ask.book import Book
from dragoman.ask.events import Who, who_is_who
from dragoman.ask.gifts import day_after
from dragoman.ask.plan import PATIENCE, Plan, Telling, is_put_off, plan_told
from dragoman.ask.record import ClaimRow, DocRow, documents, who_in
from dragoman.model import PARTY_ROLES, Channel, Role


@dataclass(frozen=True, slots=True)
class Planned:
    """An event that is, or was, a plan, with what a row says of it."""

    id: str
    channel: str
    who: Who
    places: tuple[str, ...]
    docs: tuple[str, ...]
    claims: tuple[str, ...]
    plan: Plan


_PICKED_FROM = """
WITH planned AS (
    SELECT e.event_id, e.channel, e.section
    FROM events AS e
    WHERE list_contains($channels, e.channel) AND {who} AND e.event_id IN (
        SELECT er.event_id
        FROM event_reports AS er JOIN reports AS r ON r.report_id = er.report_id
        WHERE r.status NOT IN ('happened', 'ongoing'))
      AND ($open IS NULL OR e.last_day IS NULL OR e.last_day >= $open
           OR len(list_filter(e.dates, lambda value: contains(value, 'X'))) > 0)){then}
SELECT event_id, channel, section FROM picked
"""

# Left out is what was set for days before `day`, by all that was published up to it. A text such
# as "2020-08" is compared by as much of the day as it has itself; "XXXX" is after every day.
_OPEN_THEN = """,
known AS (
    SELECT er.event_id, r.report_id,
           r.status = 'planned' AND length(d.published) <= 10
           AND (length(d.published) = 10 OR d.published < left($day, length(d.published))) AS sets
    FROM planned AS p JOIN event_reports AS er ON er.event_id = p.event_id
    JOIN reports AS r ON r.report_id = er.report_id JOIN documents AS d ON d.doc_id = er.doc_id
    WHERE d.published <= $day),
dated AS (
    SELECT t.event_id, t.sets, split_part(c.value, '/', -1) AS last
    FROM known AS t LEFT JOIN claims AS c ON c.report_id = t.report_id AND c.role = 'date'),
picked AS (
    SELECT * FROM planned WHERE event_id IN (
        SELECT event_id FROM dated GROUP BY event_id
        HAVING bool_or(last >= left($day, length(last))) OR NOT bool_or(sets AND last IS NOT NULL)))
"""

_ALL = """,
picked AS (FROM planned)
"""

_REPORTS = """
SELECT er.event_id, r.report_id, r."start", r.doc_id, r.status
FROM event_reports AS er JOIN reports AS r ON r.report_id = er.report_id
WHERE er.event_id IN (SELECT unnest($events::VARCHAR[])) AND r.section = 'body'
ORDER BY er.event_id, r.doc_id, r."start", r."end", r.report_id
"""

_DATES = """
SELECT report_id, list(value) FILTER (role = 'date'), list(quote) FILTER (role = 'status')
FROM claims
WHERE report_id IN (SELECT unnest($reports::VARCHAR[])) AND role IN ('date', 'status')
GROUP BY report_id
"""

_CLAIMS = """
WITH told AS (
    SELECT unnest($reports::VARCHAR[]) AS report_id, unnest($of::INTEGER[]) AS nth,
           unnest($docs::INTEGER[]) AS doc, unnest(range(len($reports))) AS place)
SELECT t.nth, c.claim_id, t.place, c."start", c."end",
       CASE WHEN list_contains($named, c.role)
            THEN concat_ws(chr(31), c.role, c.value, coalesce(c.polity, ''), coalesce(c.office, ''),
                           coalesce(c.person, ''), coalesce(c.name, ''),
                           coalesce(c.inferred, false)) END,
       CASE c.role WHEN 'place' THEN c.value END
FROM told AS t JOIN claims AS c ON c.report_id = t.report_id
ORDER BY t.doc, c."start", c."end", c.claim_id
"""


def planned(
    ledger: Book,
    who: str | None,
    channels: Collection[Channel],
    day: date | None,
    *,
    ahead: bool,
    then: bool,
) -> tuple[list[Planned], dict[str, DocRow], int]:
    """Return the plans as of a day, the documents that tell of them, and how many are teasers.

    Args:
        ledger: Open for reading.
        who: Only of this party; None: all.
        channels: Only these; none given: all.
        day: What is open on it is told from what is unknown; None: nothing is unknown.
        ahead: Those may be left out of which nothing can be open on that day.
        then: As of that day: what was published later is not known.
    """
    # As of an earlier day the record may not have had the days that it has now.
    since = day - PATIENCE if ahead and day and not then else None
    query = _PICKED_FROM.format(
        who=who_in(who, PARTY_ROLES), then=_OPEN_THEN if ahead and then and day else _ALL
    )
    picked = _rows(
        ledger,
        query,
        who=who,
        roles=sorted(PARTY_ROLES),
        channels=sorted(channels or set(Channel)),
        open=since,
        day=str(day),
    )
    channel_of = {event: channel for event, channel, _ in picked}
    reports = _rows(ledger, _REPORTS, events=list(channel_of))
    docs = documents(ledger, {row[3] for row in reports})
    if then and day:
        known = {id_ for id_, doc in docs.items() if doc.published}
        known = {id_ for id_ in known if day_after(docs[id_].published or "") <= day}
        reports = [row for row in reports if row[3] in known]
    plans = dict(_plans(ledger, reports, docs, day))
    told = [row for row in reports if row[0] in plans]
    nth = {event: n for n, event in enumerate(plans)}
    claims = _rows(
        ledger,
        _CLAIMS,
        reports=[row[1] for row in told],
        of=[nth[row[0]] for row in told],
        docs=[*accumulate(map(_is_another, [None, *told[:-1]], told))] if told else [],
        named=sorted({*PARTY_ROLES, Role.CARRIER}),
    )
    docs_of: dict[str, dict[str, None]] = defaultdict(dict)
    for event, _, _, doc_id, _ in told:
        docs_of[event][doc_id] = None
    found = [
        Planned(
            event,
            channel_of[event],
            _who(tuple(dict.fromkeys([line for *_, line in sorted(parties)]))),
            tuple(sorted(places)),
            tuple(docs_of[event]),
            tuple(dict.fromkeys(cited)),
            plans[event],
        )
        for event, (cited, parties, places) in zip(plans, _said_of(claims, len(plans)), strict=True)
        if cited
    ]
    return found, docs, sum(section != "body" for _, _, section in picked)


_Said = tuple[list[str], list[tuple[int, int, int, str, str]], set[str]]


def _said_of(claims: Iterable[Sequence[Any]], n_plans: int) -> list[_Said]:
    """Return of each plan its claims, those on the parties report by report, and the places."""
    found: list[_Said] = [([], [], set()) for _ in range(n_plans)]
    for nth, claim, report, start, end, party, place in claims:
        cited, parties, places = found[nth]
        cited.append(claim)
        if party is not None:
            parties.append((report, start, end, claim, party))
        elif place is not None:
            places.add(place)
    return found


def _is_another(before: Sequence[Any] | None, report: Sequence[Any]) -> bool:
    """Return whether a report is of another event or document than the one before."""
    return before is None or before[0] != report[0] or before[3] != report[3]


def _plans(
    ledger: Book, reports: Sequence[Any], docs: Mapping[str, DocRow], day: date | None
) -> Iterator[tuple[str, Plan]]:
    """Yield the events that are plans, by some reports that come event by event."""
    said = {
        report: (tuple(dates or ()), is_put_off(words or ()))
        for report, dates, words in _rows(ledger, _DATES, reports=[row[1] for row in reports])
    }
    for event, own in groupby(reports, key=itemgetter(0)):
        told = []
        for _, report, start, doc_id, status in own:
            doc = docs[doc_id]
            dates, put_off = said.get(report, ((), False))
            told.append(
                Telling(
                    *(report, start, doc_id, doc.label, doc.published, status, dates, put_off),
                    (),
                )
            )
        if plan := plan_told(told, day):
            yield event, plan


def _rows(ledger: Book, query: str, **asked: Any) -> list[tuple[Any, ...]]:
    used = {name: value for name, value in asked.items() if f"${name}" in query}
    return ledger.db.execute(query, used).fetchall()


@lru_cache(maxsize=100_000)
def _who(lines: tuple[str, ...]) -> Who:
    """Say who took part by what the claims on the parties are, each in a line."""
    claims = []
    for line in lines:
        role, value, polity, office, person, name, inferred = line.split("\x1f")
        parts = (polity or None, office or None, person or None, name or None)
        claims.append(
            ClaimRow(
                *("", "", "", role, value, *parts, 0, 0, "", None, "", None),
                inferred=inferred == "true",
            )
        )
    return who_is_who(claims)
