"""Events by facets: which fit, how many fit with each further value, and in what order.

When a view is opened, every event's values are put into two tables in memory (`memory.main`),
since the counts of all facets at once are asked for with every page. The view itself is only
read.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from dragoman.ask.window import between
from dragoman.ledger.search import Place

KINDS = (
    "actor",
    "channel",
    "status",
    "month",
    "outlet",
    "side",
    "language",
    "place",
    "topic",
    "reviewed",
)
"""The facets, in the order of the page."""

ALL_OF = frozenset({"actor"})
"""Facets of which an event must have every chosen value; of the others, one."""

UNKNOWN = "-"
"""The value of an event that has none: no outlet is known, no month is told."""

FEW, MANY = 10, 400
"""Values of a facet that a page shows, and that it shows when it is asked for more."""

PLACES = 2_000
"""Places that a search by words looks at, the best first."""

SORTS = ("new", "old", "told", "best")

_EVENTS = """
CREATE OR REPLACE TABLE memory.main.event AS
SELECT (row_number() OVER (ORDER BY first_day, last_day, event_id))::INTEGER AS nth,
       event_id, section = 'body' AS in_body, first_day, last_day, n_documents,
       len(list_filter(dates, lambda day: regexp_matches(day, '^[0-9]{4}-[0-9]{2}-[0-9]{2}'))) > 0
           AS exact
FROM events ORDER BY nth
"""

_FACETS = """
CREATE OR REPLACE TABLE memory.main.facet AS
WITH own AS (SELECT m.nth, e.* FROM events AS e JOIN memory.main.event AS m USING (event_id)),
told AS (
    SELECT own.nth, er.report_id, d.outlet, d.side, d.language
    FROM own JOIN event_reports AS er USING (event_id)
    JOIN reports AS r ON r.report_id = er.report_id AND r.section = own.section
    JOIN documents AS d ON d.doc_id = er.doc_id
), values_ AS (
    SELECT told.nth, 'actor' AS kind,
           unnest([c.polity, c.person, CASE WHEN c.person IS NULL THEN c.office END]) AS value
    FROM told JOIN claims AS c USING (report_id)
    WHERE c.role IN ('actor', 'recipient', 'host', 'carrier')
    UNION ALL SELECT nth, 'channel', channel FROM own
    UNION ALL SELECT nth, 'status', status FROM own
    UNION ALL SELECT nth, 'month', coalesce(month, '-') FROM own LEFT JOIN LATERAL (
        SELECT unnest(list_distinct(list_transform(list_filter(dates,
            lambda day: regexp_matches(day, '^[0-9]{4}-[0-9]{2}')), lambda day: day[:7]))) AS month
        ) ON true
    UNION ALL SELECT nth, 'outlet', coalesce(nullif(outlet, ''), '-') FROM told
    UNION ALL SELECT nth, 'side', coalesce(nullif(side, ''), '-') FROM told
    UNION ALL SELECT nth, 'language', coalesce(nullif(language, ''), '-') FROM told
    UNION ALL SELECT told.nth, c.role, c.value FROM told JOIN claims AS c USING (report_id)
        WHERE c.role IN ('place', 'topic')
    UNION ALL SELECT nth,
        'reviewed', CASE WHEN bool_or(d.report_id IS NULL) THEN 'no' ELSE 'yes' END
        FROM told LEFT JOIN decisions AS d USING (report_id) GROUP BY nth
)
SELECT DISTINCT nth, kind, value FROM values_ WHERE value IS NOT NULL ORDER BY kind, value, nth
"""


@dataclass(frozen=True, slots=True)
class Query:
    """Which events are asked for, and how they are shown: all of it stands in the address.

    Args:
        q: Words; see `ledger.search.places`.
        chosen: The values by facet.
        since: EDTF; an event that a document dates then or later.
        until: Likewise.
        teasers: Whether events known only from a teaser are among them.
        sort: One of `SORTS`.
        more: The facet of which many values are shown.
        page: From 1.
        per: Events on a page.
    """

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    teasers: bool = False
    sort: str = "new"
    more: str = ""
    page: int = 1
    per: int = 50

    def pairs(self) -> list[tuple[str, str]]:
        """Return it as the parameters of an address, without what is as usual."""
        out = [("q", self.q)] if self.q else []
        out += [(kind, value) for kind in KINDS for value in self.chosen.get(kind, ())]
        usual = Query(sort="best" if self.q else "new")
        for name in ("since", "until", "sort", "more", "page", "per"):
            if getattr(self, name) != getattr(usual, name):
                out.append((name, str(getattr(self, name))))
        return [*out, ("teasers", "1")] if self.teasers else out


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a facet: how many events one has that adds it to what is asked."""

    value: str
    n: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one facet, the most frequent first; months newest first."""

    kind: str
    counts: tuple[Count, ...]
    n_values: int


@dataclass(frozen=True, slots=True)
class Found:
    """The events of one page of the list, and all the counts beside it."""

    total: int
    ids: tuple[str, ...]
    facets: tuple[Facet, ...]
    teasers: int  # further ones, that are known only from a teaser
    cut: bool  # there were more places with the words than were looked at


def build(db: duckdb.DuckDBPyConnection) -> None:
    """Make the tables in memory for a view that was opened."""
    db.execute(_EVENTS)
    db.execute(_FACETS)


# Of each event, which of the chosen facets it has, as bits: those that have all are found; one
# that lacks a single facet still counts among the values of that facet.
_PASSED = """
CREATE OR REPLACE TEMP TABLE passed AS
WITH wanted AS (SELECT unnest($kinds::VARCHAR[]) AS kind, unnest($values::VARCHAR[]) AS value,
                       unnest($bits::INTEGER[]) AS bit),
has AS (SELECT f.nth, bit_or(w.bit) AS mask FROM memory.main.facet AS f JOIN wanted AS w
        ON f.kind = w.kind AND f.value = w.value GROUP BY f.nth),
words AS (
    SELECT m.nth, min(h.rank) AS rank
    FROM (SELECT unnest($docs::VARCHAR[]) AS doc_id, unnest($starts::INTEGER[]) AS first,
                 unnest($ends::INTEGER[]) AS last, unnest($ranks::INTEGER[]) AS rank) AS h
    JOIN reports AS r ON r.doc_id = h.doc_id AND r."start" < h.last AND h.first < r."end"
    JOIN event_reports AS er ON er.report_id = r.report_id
    JOIN memory.main.event AS m ON m.event_id = er.event_id
    GROUP BY m.nth)
SELECT m.nth, coalesce(h.mask, 0) AS mask, w.rank, m.in_body
FROM memory.main.event AS m LEFT JOIN has AS h USING (nth) LEFT JOIN words AS w USING (nth)
WHERE (NOT $searched OR w.rank IS NOT NULL)
  AND ($since IS NULL OR (m.last_day >= $since AND m.first_day <= $until
       AND (m.exact OR (m.first_day >= $since AND m.last_day <= $until))))
  AND bit_count($full::INTEGER - coalesce(h.mask, 0)) <= 1
"""

_COUNTS = """
WITH bits AS (SELECT unnest($kinds::VARCHAR[]) AS kind, unnest($bits::INTEGER[]) AS bit),
own AS (SELECT kind, bit FROM bits WHERE kind NOT IN (SELECT unnest($all_of::VARCHAR[]))
        GROUP BY ALL),
chosen AS (SELECT unnest($kinds::VARCHAR[]) AS kind, unnest($values::VARCHAR[]) AS value),
fits AS (SELECT nth, $full::INTEGER - mask AS lacks FROM passed WHERE in_body OR $teasers),
counts AS (
    SELECT f.kind, f.value, count(*) AS n
    FROM memory.main.facet AS f JOIN fits AS p USING (nth) LEFT JOIN own AS o ON o.kind = f.kind
    WHERE p.lacks = 0 OR p.lacks = o.bit
    GROUP BY f.kind, f.value),
shown AS (
    SELECT kind, value, n, c.value IS NOT NULL AS is_chosen,
           count(*) OVER (PARTITION BY kind) AS n_values,
           row_number() OVER (PARTITION BY kind ORDER BY
               CASE WHEN kind = 'month' THEN value END DESC NULLS LAST, n DESC, value) AS place
    FROM counts FULL JOIN chosen AS c USING (kind, value))
SELECT kind, value, coalesce(n, 0), is_chosen, n_values FROM shown
WHERE place <= CASE WHEN kind = $more THEN $many ELSE $few END OR is_chosen
ORDER BY kind, place
"""

_ORDERS = {
    "new": "m.first_day DESC NULLS LAST, m.last_day DESC, m.event_id",
    "old": "m.first_day NULLS LAST, m.last_day, m.event_id",
    "told": "m.n_documents DESC, m.first_day DESC NULLS LAST, m.event_id",
    "best": "p.rank NULLS LAST, m.first_day DESC NULLS LAST, m.event_id",
}

_TOTALS = """
SELECT count(*) FILTER (in_body OR $teasers), count(*) FILTER (NOT in_body AND NOT $teasers)
FROM passed WHERE mask = $full
"""

_IDS = """
SELECT m.event_id FROM passed AS p JOIN memory.main.event AS m USING (nth)
WHERE p.mask = $full AND (p.in_body OR $teasers)
ORDER BY {order} LIMIT $per OFFSET $skip
"""


def find(db: duckdb.DuckDBPyConnection, query: Query, hits: Sequence[Place]) -> Found:
    """Return the events of one page, and the counts of every facet.

    Args:
        db: A connection of this request alone; a temporary table is made in it.
        query: What is asked.
        hits: The places that have the words, the best first, where words are asked for.

    Raises:
        InputError: The window is none.
    """
    kinds, values, bits = _bits(query.chosen)
    window = between(query.since or None, query.until or None)
    common: dict[str, Any] = {"full": sum(set(bits)), "teasers": query.teasers}
    db.execute(
        _PASSED,
        {
            "kinds": kinds,
            "values": values,
            "bits": bits,
            "docs": [hit.doc_id for hit in hits],
            # A title is found for all that its document tells.
            "starts": [0 if hit.start is None else hit.start for hit in hits],
            "ends": [2**31 - 1 if hit.end is None else hit.end for hit in hits],
            "ranks": list(range(len(hits))),
            "searched": bool(query.q),
            "since": window.first if window else None,
            "until": window.last if window else None,
            "full": common["full"],
        },
    )
    total, teasers = db.execute(_TOTALS, common).fetchone() or (0, 0)
    ids = db.execute(
        _IDS.format(order=_ORDERS[query.sort]),
        common | {"per": query.per, "skip": (query.page - 1) * query.per},
    ).fetchall()
    rows = db.execute(
        _COUNTS,
        common
        | {"kinds": kinds, "values": values, "bits": bits, "all_of": sorted(ALL_OF)}
        | {"more": query.more, "many": MANY, "few": FEW},
    ).fetchall()
    counts: dict[str, list[Count]] = defaultdict(list)
    n_values: dict[str, int] = {}
    for kind, value, n, chosen, in_all in rows:
        counts[kind].append(Count(value, n, chosen))
        n_values[kind] = in_all
    return Found(
        total,
        tuple(event for (event,) in ids),
        tuple(Facet(k, tuple(counts[k]), n_values[k]) for k in KINDS if k in counts),
        teasers,
        len(hits) >= PLACES,
    )


def _bits(chosen: Mapping[str, tuple[str, ...]]) -> tuple[list[str], list[str], list[int]]:
    """Give each chosen facet a bit; each value its own where all are wanted."""
    kinds, values, bits = [], [], []
    bit = 1
    for kind in KINDS:
        for value in chosen.get(kind, ()):
            kinds.append(kind)
            values.append(value)
            bits.append(bit)
            bit *= 2 if kind in ALL_OF else 1
        if kind not in ALL_OF and chosen.get(kind):
            bit *= 2
    return kinds, values, bits
