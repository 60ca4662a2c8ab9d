"""What a ledger holds, who told it, and how much the tellers must have missed."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from dragoman.ask.book import Answer, Basis, Book
from dragoman.ask.contrast import Contrast, Told, contrast
from dragoman.ask.nothing import require_documents
from dragoman.ask.scratch import scratch
from dragoman.ask.stats.missed import chapman, refusal
from dragoman.ask.stats.shares import wilson

DOMINANT = 0.8
"""The share of the documents of one side above which every answer is mostly that side's."""

PATTERNS = 50
"""Combinations of outlets that are returned, the most frequent ones."""

CONDITIONS = (
    "The bound holds if each side gathers its own news and could have told of each of these "
    "events. That big events are easier to see, or that one side copies the other, makes it "
    "lower and leaves it a bound; sides that keep silent on what the other tells make it no "
    "bound. It is no correction for any other count."
)
"""What must be true for a bound on the missed events, and what it is not for."""

_BY = {
    "outlet": "coalesce(nullif(outlet, ''), '(not known)')",
    "side": "coalesce(nullif(side, ''), '(not known)')",
    "language": "coalesce(nullif(language, ''), '(could not tell)')",
    "month": """CASE WHEN published IS NULL OR published = '' THEN '(no date)'
                     WHEN starts_with(published, 'X') THEN '(year not known)'
                     WHEN length(published) = 4 THEN published || ' (month not known)'
                     ELSE substr(published, 1, 7) END""",
}

# Few reports stand outside a body, and it is they that are looked for.
_IN_BODY = "report_id NOT IN (SELECT report_id FROM reports WHERE section <> 'body')"

_NUMBERS = f"""
CREATE TEMP TABLE told AS
WITH placed AS (SELECT report_id, section FROM reports WHERE section <> 'body')
SELECT e.rowid AS event, d.rowid AS doc, coalesce(p.section, 'body') AS section
FROM event_reports AS er JOIN events AS e ON e.event_id = er.event_id
JOIN documents AS d ON d.doc_id = er.doc_id LEFT JOIN placed AS p ON p.report_id = er.report_id;

CREATE TEMP TABLE docs AS
SELECT rowid AS doc, doc_id, {", ".join(f"{by} AS {key}" for key, by in _BY.items())},
       dense_rank() OVER (ORDER BY nullif(outlet, '') NULLS LAST) AS gatherer,
       outlet <> '' AS is_known,
       rowid IN (SELECT doc FROM told WHERE section = 'body') AS is_reporting
FROM documents
"""  # noqa: S608 - our own words, as below
"""Who tells of what, by the places in the tables: numbers are told apart quicker than words."""

_COUNT = """
SELECT d.{by}, count(*), count(*) FILTER (is_reporting), coalesce(any_value(n), 0)
FROM docs AS d LEFT JOIN (
    SELECT {by}, count(*) AS n FROM (
        SELECT DISTINCT {by}, event FROM told JOIN docs USING (doc) WHERE section = 'body')
    GROUP BY {by}) AS of ON of.{by} = d.{by}
GROUP BY d.{by}
"""

_SECTIONS = """
WITH kinds AS (
    SELECT DISTINCT doc, kind FROM sections AS s JOIN docs AS d ON d.doc_id = s.doc_id),
of AS (
    SELECT section, count(DISTINCT doc) AS n_reporting, count(DISTINCT event) AS n_events
    FROM told WHERE (doc, section) IN (SELECT doc, kind FROM kinds) GROUP BY section)
SELECT kind, count(*), coalesce(any_value(n_reporting), 0), coalesce(any_value(n_events), 0)
FROM kinds LEFT JOIN of ON of.section = kind
GROUP BY kind ORDER BY kind
"""

_SKIPPED = """
SELECT stage, what, count(*), list(DISTINCT coalesce(place, '') || ': ' || coalesce(detail, ''))
FROM issues WHERE skipped
GROUP BY stage, what ORDER BY count(*) DESC, stage, what
"""

# What took place, and who gathered it: a copy of another document is no second source.
_GATHERED = f"""
WITH happened AS (
    SELECT * FROM events WHERE section = 'body' AND status IN ('happened', 'ongoing')),
gathered AS (
    SELECT er.event_id, nullif(d.outlet, '') AS outlet, nullif(d.side, '') AS side
    FROM event_reports AS er JOIN documents AS d ON d.doc_id = er.doc_id
    WHERE {_IN_BODY} AND er.doc_id NOT IN (SELECT doc_id FROM copies WHERE NOT first))
"""  # noqa: S608

_ACCOUNTS = """
SELECT CASE WHEN len(sides) = 1 THEN sides[1] END, len(sides), count(*)
FROM events
WHERE section = 'body' AND status IN ('happened', 'ongoing') AND len(polities) >= 2
GROUP BY 1, 2 ORDER BY 3 DESC, 1
"""

_TOLD_BY = f"""{_GATHERED},
told AS (
    SELECT h.event_id, h.channel, h.first_day, list_sort(list(DISTINCT g.outlet)) AS outlets
    FROM happened AS h JOIN gathered AS g ON g.event_id = h.event_id
    WHERE g.outlet IS NOT NULL
    GROUP BY h.event_id, h.channel, h.first_day)
"""  # noqa: S608 - our own words

_PATTERNS = f"""
WITH happened AS (
    SELECT rowid AS event FROM events WHERE section = 'body' AND status IN ('happened', 'ongoing')),
gathered AS (
    SELECT DISTINCT event, gatherer FROM told JOIN docs USING (doc)
    WHERE is_known AND section = 'body' AND event IN (SELECT event FROM happened)
      AND doc_id NOT IN (SELECT doc_id FROM copies WHERE NOT first)),
each AS (SELECT list(gatherer ORDER BY gatherer) AS gatherers FROM gathered GROUP BY event)
SELECT gatherers, count(*) FROM each GROUP BY gatherers ORDER BY 2 DESC, 1 LIMIT {PATTERNS}
"""  # noqa: S608

_MATRIX = f"""{_TOLD_BY}
SELECT event_id, channel, first_day, outlets FROM told ORDER BY first_day NULLS LAST, event_id
"""  # noqa: S608

# Only events that both sides are party to: the other side's dealings with third states are
# nothing that a side could be expected to tell.
_SHARED = f"""
WITH happened AS (
    SELECT rowid AS event, event_id, channel, polities, sides FROM events
    WHERE section = 'body' AND status IN ('happened', 'ongoing') AND len(polities) > 1
      AND ($of IS NULL OR list_contains(polities, $of))),
copied AS (
    SELECT DISTINCT event_id FROM event_reports
    WHERE doc_id IN (SELECT doc_id FROM copies WHERE NOT first)),
retold AS (
    SELECT er.event_id, list(DISTINCT d.side) AS told
    FROM event_reports AS er JOIN documents AS d ON d.doc_id = er.doc_id
    WHERE er.event_id IN (SELECT event_id FROM copied) AND {_IN_BODY} AND d.side <> ''
      AND er.doc_id NOT IN (SELECT doc_id FROM copies WHERE NOT first)
    GROUP BY er.event_id),
own AS (
    SELECT event, event_id, channel, unnest(polities) AS who,
           CASE WHEN c.event_id IS NULL THEN sides ELSE coalesce(told, []) END AS told
    FROM happened LEFT JOIN copied AS c USING (event_id) LEFT JOIN retold USING (event_id)),
known AS (
    SELECT event, event_id, channel, who, list_contains(told, who) AS tells FROM own
    WHERE who IN (SELECT side FROM documents WHERE side <> '')),
marked AS (
    SELECT a.event_id, a.channel, a.who AS one, b.who AS other, a.tells AS by_one,
           b.tells AS by_other
    FROM known AS a JOIN known AS b ON b.event = a.event AND a.who < b.who)
"""  # noqa: S608

_TOLD = """count(*) FILTER (by_one), count(*) FILTER (by_other),
       count(*) FILTER (by_one AND by_other), count(*)"""

_PAIRS = f"""{_SHARED}
SELECT one, other, NULL, NULL, {_TOLD} FROM marked GROUP BY one, other ORDER BY one, other
"""  # noqa: S608

_LISTS = f"""{_SHARED},
ranks AS (
    SELECT m.event_id, min(CASE split_part(c.office, '.', -1)
                           WHEN 'head' THEN 1 WHEN 'hog' THEN 2 WHEN 'fm' THEN 3 ELSE 4 END) AS top
    FROM (SELECT DISTINCT event_id FROM marked) AS m
    JOIN event_reports AS er ON er.event_id = m.event_id
    JOIN claims AS c ON c.report_id = er.report_id
    WHERE c.role IN ('actor', 'recipient', 'host') AND c.office IS NOT NULL
    GROUP BY m.event_id),
ranked AS (
    SELECT m.*, ['head of state', 'head of government', 'foreign minister', 'other'][
                coalesce(r.top, 4)] AS rank
    FROM marked AS m LEFT JOIN ranks AS r ON r.event_id = m.event_id)
SELECT one, other, channel, rank, {_TOLD}
FROM ranked
GROUP BY GROUPING SETS ((one, other), (one, other, channel), (one, other, rank))
ORDER BY one, other, channel NULLS FIRST, rank NULLS FIRST
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How many documents share an outlet, a side, a language, a month or a kind of section."""

    by: str
    key: str
    n_documents: int
    n_reporting: int  # of these, how many report any event
    n_events: int  # how many events they tell of; one told by two outlets is in both rows


@dataclass(frozen=True, slots=True)
class Skipped:
    """Files or documents that were not read, and why."""

    stage: str
    what: str
    n: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accounts:
    """Of what took place between two or more parties: whose own accounts are here.

    The account of a party is a document whose side is that party. A side without one is
    silent here, which is no denial.
    """

    one: int  # events that one party alone tells of
    several: int  # that two parties or more do
    none: int  # that no party does, or nobody knows whose side the documents are
    by_side: tuple[tuple[str, int], ...]  # who alone tells, of how many
    share: float | None  # one-sided, of those with any party's account; None: refused
    interval: tuple[float, float] | None  # 95 %, Wilson

    def sentence(self) -> str:
        """Say the share with its counts, or why there is none."""
        if self.share is None or self.interval is None:
            return (
                "Share of one-sided events: refused, because no event has a party's own account "
                "(the 'side' of documents says whose account it is)."
            )
        low, high = self.interval
        n = self.one + self.several
        return (
            f"One-sided: {self.share:.0%} ({low:.0%} to {high:.0%}), {self.one} of {n} "
            f"event{'' if n == 1 else 's'} that any party tells of; of {self.none} more, none does."
        )


@dataclass(frozen=True, slots=True)
class Pattern:
    """How many events exactly these outlets tell of; a copy is its first publisher's."""

    outlets: tuple[str, ...]
    n_events: int


@dataclass(frozen=True, slots=True)
class ToldBy:
    """One line of the matrix of events and outlets."""

    event: str
    channel: str
    day: str | None  # the first that any document gives
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """How many events between two parties there were at least, by what each of them tells."""

    one: str
    other: str
    stratum: str  # "all", "channel: call" or "rank: other"
    n_one: int
    n_other: int
    n_both: int
    estimate: float | None  # Chapman's; for a figure, never as a number of events
    least: int | None  # None: refused
    most: float | None  # the upper end, which holds only for independent sides
    refused: str | None
    n_ledger: int = 0  # events between them that the ledger has, whoever tells them
    recall_at_most: float | None = None  # the share that this is of `least`; None: no bound

    @property
    def seen(self) -> int:
        """How many events either side tells of."""
        return self.n_one + self.n_other - self.n_both

    def sentence(self, name: Callable[[str], str] = str) -> str:
        """Say the bound with its counts, or why it is refused; `name` says what to call a side."""
        which = "" if self.stratum == "all" else f" ({self.stratum})"
        one, other = name(self.one), name(self.other)
        start = f"{one} and {other}{which}: "
        if self.least is None:
            return f"{start}bound on missed events refused, {self.refused}."
        return (
            f"{start}at least about {self.least} events took place, {self.seen} of them told "
            f"({self.n_one} by {one}, {self.n_other} by {other}, {self.n_both} by both)."
        )


@dataclass(frozen=True, slots=True)
class Dominance:
    """That more than `DOMINANT` of the documents whose side is known are one side's."""

    side: str
    n_documents: int
    of: int

    def sentence(self, name: Callable[[str], str] = str) -> str:
        """Say so; `name` says what to call a side."""
        return (
            f"{self.n_documents} of the {self.of} documents whose side is known are "
            f"{name(self.side)}\u2019s: what this ledger says is mostly what that side says."
        )


@dataclass(frozen=True, slots=True)
class Coverage(Answer[CoverageRow]):
    """What there was to read, who told of what, and what was not read."""

    skipped: tuple[Skipped, ...] = ()
    accounts: Accounts = Accounts(0, 0, 0, (), None, None)
    patterns: tuple[Pattern, ...] = ()
    matrix: tuple[ToldBy, ...] = ()  # empty unless asked for
    missed: tuple[Missed, ...] = ()  # every pair of sides, then its strata that give a bound
    dominance: Dominance | None = None  # every answer is then mostly one side's
    contrast: Contrast | None = None  # of two tellers, where that was asked for
    told_more: tuple[Told, ...] = ()  # what differs between them


def coverage(
    ledger: Book, *, matrix: bool = False, between: tuple[str, str] | None = None
) -> Coverage:
    """Count the documents of a ledger, and say how far they are from the whole.

    Args:
        ledger: Open for reading.
        matrix: Return each event with the outlets that tell of it.
        between: Two outlets, or the ids of two sides: say what each tells more often.

    Returns:
        Rows by outlet (most documents first), side, language, month and section. Documents
        without outlet, side, language or date have a row of their own.

    Raises:
        InputError: Of one of the two in `between` there is no document.
        NothingFound: No document was read, and none was skipped.
    """
    skipped = tuple(
        Skipped(stage, what, n, tuple(sorted(examples)[:3]))
        for stage, what, n, examples in ledger.db.execute(_SKIPPED).fetchall()
    )
    if not skipped:
        require_documents(ledger)
    rows, patterns = _counted(ledger)
    total = ledger.db.execute("SELECT count(*) FROM documents").fetchone() or (0,)
    outlets = ledger.db.execute(
        "SELECT DISTINCT outlet FROM documents WHERE outlet <> '' ORDER BY outlet"
    ).fetchall()
    in_body, teasers = ledger.db.execute(
        "SELECT count(*) FILTER (section = 'body'), count(*) FILTER (section <> 'body') FROM events"
    ).fetchone() or (0, 0)
    basis = Basis(
        n_events=in_body,
        n_documents=total[0],
        outlets=tuple(outlet for (outlet,) in outlets),
        teasers=teasers,
        withdrawn=len(ledger.withdrawn()),
    )
    compared, told_more = contrast(ledger, *between) if between else (None, ())
    lines = ledger.db.execute(_MATRIX).fetchall() if matrix else ()
    return Coverage(
        CoverageRow,
        tuple(rows),
        basis,
        skipped=skipped,
        accounts=_accounts(ledger.db.execute(_ACCOUNTS).fetchall()),
        patterns=patterns,
        matrix=tuple(
            ToldBy(event, channel, day.isoformat() if day else None, tuple(names))
            for event, channel, day, names in lines
        ),
        missed=tuple(_missed(ledger.db.execute(_LISTS, {"of": None}).fetchall())),
        dominance=_dominance([row for row in rows if row.by == "side"]),
        contrast=compared,
        told_more=told_more,
    )


def _counted(ledger: Book) -> tuple[list[CoverageRow], tuple[Pattern, ...]]:
    """Count documents and events by what documents have in common, and by who tells of them."""
    with scratch(ledger) as db:
        db.execute(_NUMBERS)
        rows = [
            CoverageRow(by, *row)
            for by in _BY
            for row in sorted(
                db.execute(_COUNT.format(by=by)).fetchall(),
                key=lambda row: (by != "month" and -row[1], row[0]),
            )
        ]
        rows += (CoverageRow("section", *row) for row in db.execute(_SECTIONS).fetchall())
        names = dict(
            db.execute("SELECT DISTINCT gatherer, outlet FROM docs WHERE is_known").fetchall()
        )
        patterns = tuple(
            Pattern(tuple(names[one] for one in gatherers), n)
            for gatherers, n in db.execute(_PATTERNS).fetchall()
        )
    return rows, patterns


def recall_bounds(
    ledger: Book, wanted: Collection[frozenset[str]] = ()
) -> dict[tuple[str, str], float]:
    """Return of each pair of sides what share of their events the ledger has at most.

    Chapman's lower bound on how many there were is an upper bound on that share, under
    `CONDITIONS`; pairs without a bound are not there.

    Args:
        ledger: Open for reading.
        wanted: Whom it is asked of: where one is in all of these, only of pairs with that one.
    """
    of_all = frozenset.intersection(*wanted) if wanted else frozenset()
    return {
        (one.one, one.other): one.recall_at_most
        for one in _missed(ledger.db.execute(_PAIRS, {"of": min(of_all, default=None)}).fetchall())
        if one.recall_at_most is not None
    }


def _accounts(rows: Iterable[tuple[str | None, int, int]]) -> Accounts:
    one, several, none = 0, 0, 0
    by_side: list[tuple[str, int]] = []
    for side, n_sides, n in rows:
        if side is not None:
            one += n
            by_side.append((side, n))
        elif n_sides:
            several += n
        else:
            none += n
    told = one + several
    return Accounts(
        one,
        several,
        none,
        tuple(by_side),
        one / told if told else None,
        wilson(one, told) if told else None,
    )


def _missed(
    rows: Iterable[tuple[str, str, str | None, str | None, int, int, int, int]],
) -> Iterable[Missed]:
    for one, other, channel, rank, *lists in rows:
        n_one, n_other, n_both, n_ledger = lists
        stratum = f"channel: {channel}" if channel else f"rank: {rank}" if rank else "all"
        why_not = refusal(n_one, n_other, n_both)
        if why_not and stratum != "all":
            continue
        bound = None if why_not else chapman(n_one, n_other, n_both)
        yield Missed(
            one,
            other,
            stratum,
            *(n_one, n_other, n_both),
            bound.estimate if bound else None,
            bound.least if bound else None,
            bound.most if bound else None,
            why_not,
            n_ledger,
            min(1.0, n_ledger / bound.least) if bound else None,
        )


def _dominance(sides: Sequence[CoverageRow]) -> Dominance | None:
    known = [row for row in sides if row.key.startswith(("st:", "og:"))]
    total = sum(row.n_documents for row in known)
    most = max(known, key=lambda row: row.n_documents, default=None)
    if most is None or most.n_documents <= DOMINANT * total:
        return None
    return Dominance(most.key, most.n_documents, total)
