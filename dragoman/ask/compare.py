"""Two accounts side by side: what both tell, what only one does, in which order, with what words.

A side whose account is not in the ledger is silent here, which is not a denial. Definitions:
measure (h), "two-sided readout comparison".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.ask.book import Answer, Basis, Book
from dragoman.ask.nothing import require_documents
from dragoman.ask.record import (
    BODY,
    CLAIM_COLUMNS,
    ClaimRow,
    DocRow,
    claim_row,
    documents,
    happenings,
    ids,
)
from dragoman.ask.show import SINGLE, find_event
from dragoman.ask.stats.alignment import (
    align,
    features,
    interval_of_difference,
    jaccard,
    kendall,
    weights,
)
from dragoman.ask.window import compatible, finest
from dragoman.extract.details.topics import topics_of
from dragoman.model import PARTY_ROLES, Document, InputError, NothingFound, Role
from dragoman.text import prepare

FEWEST = 5
"""Below this many claims on a side no measure is given."""
FEWEST_PAIRS = 5
"""Below this many mismatched pairs of the same two sources there is no baseline."""
POOL = 12
"""Documents of a source that the baseline is taken from; all their pairs are compared."""

BOTH, HERE, THERE, DIFFER = "both", "only here", "only there", "differ"


@dataclass(frozen=True, slots=True)
class Readout:
    """One account: the documents that give it, or nobody's.

    Attributes:
        side: The polity whose account it is; None for a document of nobody's.
        label: What to call it.
        documents: Its documents, copies of one text once.
        n_claims: What it says that can be held against another account.
        n_sentences: In the body of its documents.
    """

    side: str | None
    label: str
    documents: tuple[str, ...]
    n_claims: int = 0
    n_sentences: int = 0

    @property
    def is_silent(self) -> bool:
        """Whether the ledger has no account of this side: that denies nothing."""
        return not self.documents


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One thing that an account says, and what the other says of it.

    Attributes:
        kind: `event`, `claim` (on an event that both tell), `topic`, or `stance`.
        about: The role of a claim, the channel of an event, the speaker of a stance.
        value: What is said: a day, an id, a topic, or words. Of what differs, both.
        where: `both`, `only here`, `only there`, or `differ`.
        here, there: The words of each side; empty where it says nothing.
        rank_here, rank_there: Of a topic: the how-manieth that the account comes to.
        places: Where the words stand: document, first character, and the one after the last.
        claims: The claims behind it. A topic may have none, and then rests on its places.
    """

    kind: str
    about: str
    value: str
    where: str
    here: str
    there: str
    rank_here: int | None
    rank_there: int | None
    places: tuple[str, ...]
    claims: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a row that cites neither claim nor place."""
        if not self.claims and not self.places:
            raise ValueError(f"{self.kind} {self.value!r} cites nothing: that is not an answer")


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Two sentences that tell the same matter, by how much, and by which words."""

    here: str
    there: str
    score: float
    shared: tuple[str, ...]
    places: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Measures:
    """How much of each account is in the other. Shares from 0 to 1.

    Attributes:
        here_in_there, there_in_here: Of the sentences of the one, how many the other tells.
        topics: Jaccard of the topics.
        claims: Of the claims that either makes, how many both make.
        agreeing: Of the claims on which both speak, how many agree.
        order: Kendall's tau of the shared topics' first mention; None for fewer than two.
        baseline: The mean of the two shares in mismatched accounts of the same two sources: what
            their boilerplate alone gives. None where the ledger has too few.
        n_baseline: How many mismatched pairs that rests on.
        alignment: The mean of the two shares less the baseline; None without one.
        low, high: 95 % interval of it, or of the mean of the two shares where there is no
            baseline. The matcher's own errors are not in it.
    """

    here_in_there: float
    there_in_here: float
    topics: float | None
    claims: float | None
    agreeing: float | None
    order: float | None
    baseline: float | None
    n_baseline: int
    alignment: float | None
    low: float
    high: float

    def sentence(self) -> str:
        """Say what was measured."""
        shares = (
            f"{self.here_in_there:.0%} of the sentences here are told there, and "
            f"{self.there_in_here:.0%} of those there are told here"
        )
        if self.baseline is None or self.alignment is None:
            return (
                f"{shares} (mean {self.low:.0%} to {self.high:.0%}, 95 %). What boilerplate alone "
                "would give is not known: the ledger has too few other documents of these two."
            )
        return (
            f"{shares}; mismatched documents of the two share {self.baseline:.0%} "
            f"({self.n_baseline} pairs). Alignment beyond boilerplate: {self.alignment:+.0%} "
            f"({self.low:+.0%} to {self.high:+.0%}, 95 %)."
        )


@dataclass(frozen=True, slots=True)
class Comparison(Answer[ComparedRow]):
    """Two accounts, row by row, with their sentences paired.

    Attributes:
        event: The event that they are accounts of; None for two documents.
        here, there: The accounts.
        silent: Parties of the event without an account in the ledger.
        others: Documents of the event that are nobody's account, or another side's.
        pairs: Sentences that tell the same, in the order of `here`.
        measures: None where they are refused.
        refused: Why; empty where they are not.
    """

    here: Readout = Readout(None, "", ())
    there: Readout = Readout(None, "", ())
    event: str | None = None
    silent: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    pairs: tuple[SentencePair, ...] = ()
    measures: Measures | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence of an account, and where it stands."""

    words: str
    place: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """An account, read."""

    readout: Readout
    docs: tuple[DocRow, ...]
    lines: tuple[_Line, ...]
    language: frozenset[str]

    def topics(self) -> dict[str, list[_Line]]:
        """Return the topics in the order in which the account comes to them."""
        found: dict[str, list[_Line]] = {}
        for line in self.lines:
            for topic in line.topics:
                found.setdefault(topic, []).append(line)
        return found


def compare(
    ledger: Book,
    typed: str,
    other: str | None = None,
    *,
    here: str | None = None,
    there: str | None = None,
) -> Comparison:
    """Set two accounts of an event side by side, or any two documents.

    Args:
        ledger: Open for reading.
        typed: Id of an event, a report or a claim; with `other`, of a document, or its name.
        other: The other document.
        here: The polity whose account comes first; else the first by id that gives one.
        there: The polity of the other account.

    Raises:
        InputError: A start fits several, or the event is told by nobody of its parties.
        NothingFound: There is no such event or document.
    """
    require_documents(ledger)
    if other is not None:
        one, two = _document(ledger, typed), _document(ledger, other)
        if one.id == two.id:
            raise InputError(f"{typed!r} and {other!r} are one document; a comparison takes two")
        first, second = _read(ledger, one.side, [one]), _read(ledger, two.side, [two])
        return _compared(ledger, first, second)
    event = find_event(ledger, typed)
    [happening] = happenings(ledger, event=event)
    parties = sorted({c.polity for c in happening.having(*PARTY_ROLES) if c.polity})
    telling = [side for side in parties if side in happening.sides]
    for side in (here, there):
        if side is not None and side not in parties:
            raise InputError(f"{side} is no party to {event}; its parties are {', '.join(parties)}")
    docs = _once(ledger, happening.docs)
    if not telling:
        names = ", ".join(doc.name or doc.id for doc in docs)
        raise InputError(
            f"No document of {event} is known as the account of one of its parties "
            f"({', '.join(parties)}). It is told by {names}; 'dragoman compare DOCUMENT DOCUMENT' "
            "compares any two."
        )
    ranked = [s for s in (*telling, *parties) if s not in (here, there)]
    rest = iter(dict.fromkeys(ranked))
    here = here or next(rest)
    there = there or next(rest, None)
    texts = [
        _read(ledger, side, [d for d in docs if side and d.side == side]) for side in (here, there)
    ]
    return _compared(
        ledger,
        *texts,
        event=event,
        silent=tuple(side for side in parties if side not in happening.sides),
        others=tuple(d.id for d in docs if d.side not in (here, there)),
    )


def _compared(
    ledger: Book,
    here: _Text,
    there: _Text,
    *,
    event: str | None = None,
    silent: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
) -> Comparison:
    told = _told(ledger, here), _told(ledger, there)
    rows = [
        *_events_and_claims(told[0], told[1], event),
        *_stances(ledger, here, there),
        *_topics(here, there, told),
    ]
    counts = [sum(row.where not in skipped for row in rows) for skipped in ((THERE,), (HERE,))]
    sides = [
        Readout(t.readout.side, t.readout.label, t.readout.documents, n, len(t.lines))
        for t, n in zip((here, there), counts, strict=True)
    ]
    refused = _refusal(ledger, here, there, counts)
    found: list[list[Mapping[str, float]]] = [
        [features(line.words) for line in text.lines] for text in (here, there)
    ]
    pairs: tuple[SentencePair, ...] = ()
    measures = None
    if not refused:
        pool = [_pool(ledger, text, but=(here, there)) for text in (here, there)]
        marks = _marks(ledger, {doc for texts in pool for doc in texts})
        others_of = [group for texts in pool for group in texts.values()]
        weight = weights(one for group in [*found, *others_of] for one in group)
        aligned = align(found[0], found[1], weight)
        pairs = tuple(
            SentencePair(
                here.lines[p.here].words,
                there.lines[p.there].words,
                p.score,
                p.shared,
                (here.lines[p.here].place, there.lines[p.there].place),
            )
            for p in aligned
        )
        baseline = [
            len(align(a, b, weight)) * (1 / len(a) + 1 / len(b)) / 2
            for one, a in pool[0].items()
            for other, b in pool[1].items()
            # What tells of one happening, or copies one text, is no mismatched pair.
            if one != other and a and b and not marks.get(one, set()) & marks.get(other, set())
        ]
        flags_here = [i in {p.here for p in aligned} for i in range(len(found[0]))]
        flags_there = [i in {p.there for p in aligned} for i in range(len(found[1]))]
        measures = _measures(rows, flags_here, flags_there, baseline)
    docs = (*here.docs, *there.docs)
    basis = Basis(
        n_events=len({row.value for row in rows if row.kind == "event"}),
        n_documents=len(docs),
        outlets=tuple(sorted({doc.outlet for doc in docs if doc.outlet})),
        withdrawn=len(ledger.withdrawn()),
    )
    return Comparison(
        ComparedRow,
        tuple(rows),
        basis,
        here=sides[0],
        there=sides[1],
        event=event,
        silent=silent,
        others=others,
        pairs=pairs,
        measures=measures,
        refused=refused,
    )


def _refusal(ledger: Book, here: _Text, there: _Text, counts: Sequence[int]) -> str:
    """Return why nothing is measured; empty where it can be."""
    for text in (here, there):
        if text.readout.is_silent:
            return (
                f"The ledger has no account of {text.readout.label}. "
                "It is silent here, which is not a denial."
            )
    if here.language and there.language and not here.language & there.language:
        return "The two are in different languages, and their words cannot be compared."
    groups = [_groups(ledger, text.readout.documents) for text in (here, there)]
    if groups[0] & groups[1]:
        return "The two are copies of one text: that they agree says nothing."
    for text, n in zip((here, there), counts, strict=True):
        if n < FEWEST or not text.lines:
            return (
                f"{text.readout.label} makes {n} claims that could be compared, and a measure "
                f"takes at least {FEWEST}."
            )
    return ""


def _measures(
    rows: Sequence[ComparedRow],
    here: Sequence[bool],
    there: Sequence[bool],
    baseline: Sequence[float],
) -> Measures:
    topics = [row for row in rows if row.kind == "topic"]
    claims = [row for row in rows if row.kind != "topic"]
    spoken = [row for row in claims if row.where in (BOTH, DIFFER)]
    shared = sorted(
        (row.rank_here, row.rank_there)
        for row in topics
        if row.rank_here is not None and row.rank_there is not None
    )
    if len(baseline) < FEWEST_PAIRS:
        baseline = ()
    shares = sum(here) / len(here), sum(there) / len(there)
    base = sum(baseline) / len(baseline) if baseline else None
    low, high = interval_of_difference(here, there, baseline)
    return Measures(
        shares[0],
        shares[1],
        jaccard(
            [row.value for row in topics if row.where != THERE],
            [row.value for row in topics if row.where != HERE],
        ),
        sum(row.where == BOTH for row in claims) / len(claims) if claims else None,
        sum(row.where == BOTH for row in spoken) / len(spoken) if spoken else None,
        kendall([rank for _, rank in shared]),
        base,
        len(baseline),
        None if base is None else sum(shares) / 2 - base,
        low,
        high,
    )


def _document(ledger: Book, typed: str) -> DocRow:
    typed = typed.strip().strip("[]")
    rows = ledger.db.execute(
        "SELECT doc_id, doc_id = $typed OR name = $typed FROM documents"
        " WHERE $typed <> '' AND (starts_with(doc_id, $typed) OR name = $typed) ORDER BY 1",
        {"typed": typed},
    ).fetchall()
    found = [doc for doc, exact in rows if exact] or [doc for doc, _ in rows]
    if not found:
        raise NothingFound(
            f"No document of this ledger has the id or name {typed!r}. "
            "'dragoman show EVENT LEDGER' prints the documents of an event."
        )
    if len(found) > 1:
        few = ", ".join(found[:4]) + (", ..." if len(found) > 4 else "")
        raise InputError(f"{typed!r} means {len(found)} documents: {few}; type one of these ids")
    return documents(ledger, found)[found[0]]


def _once(ledger: Book, docs: Sequence[DocRow]) -> list[DocRow]:
    """Leave out copies of a text of which the same side has another."""
    group = dict(
        ledger.db.execute(
            "SELECT doc_id, group_id FROM copies WHERE list_contains($docs, doc_id)",
            {"docs": [doc.id for doc in docs]},
        ).fetchall()
    )
    kept: dict[tuple[str | None, str], DocRow] = {}
    for doc in sorted(docs, key=lambda d: (d.published or "~", d.id)):
        kept.setdefault((doc.side, group.get(doc.id, doc.id)), doc)
    return list(kept.values())


def _groups(ledger: Book, docs: Iterable[str]) -> set[str]:
    rows = ledger.db.execute(
        "SELECT DISTINCT group_id FROM copies WHERE list_contains($docs, doc_id)",
        {"docs": list(docs)},
    ).fetchall()
    return {group for (group,) in rows}


def _read(ledger: Book, side: str | None, docs: Sequence[DocRow]) -> _Text:
    texts = {
        row[0]: (row[1], row[2])
        for row in ledger.db.execute(
            "SELECT doc_id, text, language FROM documents WHERE list_contains($docs, doc_id)",
            {"docs": [doc.id for doc in docs]},
        ).fetchall()
    }
    lines = tuple(line for doc in docs for line in _lines(doc.id, texts[doc.id][0]))
    languages = frozenset(texts[doc.id][1] for doc in docs if texts[doc.id][1])
    label = ", ".join(dict.fromkeys(doc.label for doc in docs)) or (side or "the other side")
    readout = Readout(side, label, tuple(doc.id for doc in docs))
    return _Text(readout, tuple(docs), lines, languages)


def _lines(doc_id: str, text: str) -> list[_Line]:
    """Return the sentences in the body of a text, with their topics."""
    doc = Document(doc_id, text)
    clean = prepare(doc)
    found = []
    for sentence in clean.sentences:
        if sentence.section == BODY:
            start, end = clean.repaired.back(sentence.start, sentence.end)
            topics = topics_of(clean.text, sentence.start, sentence.end)
            found.append(
                _Line(" ".join(text[start:end].split()), f"{doc_id}:{start}-{end}", topics)
            )
    return found


_POOL = """
SELECT doc_id, text FROM documents
WHERE ((outlet IS NOT NULL AND list_contains($outlets, outlet))
       OR (outlet IS NULL AND list_contains($sides, side)))
  AND NOT list_contains($but, doc_id)
ORDER BY doc_id LIMIT $most
"""


def _pool(
    ledger: Book, text: _Text, *, but: Iterable[_Text]
) -> dict[str, list[Mapping[str, float]]]:
    """Return other documents of an account's sources, sentence by sentence."""
    outlets = sorted({doc.outlet for doc in text.docs if doc.outlet})
    sides = sorted({doc.side for doc in text.docs if doc.side and not doc.outlet})
    rows = ledger.db.execute(
        _POOL,
        {
            "outlets": outlets,
            "sides": sides,
            "but": [doc.id for one in but for doc in one.docs],
            "most": POOL,
        },
    ).fetchall()
    return {doc: [features(line.words) for line in _lines(doc, words)] for doc, words in rows}


def _marks(ledger: Book, docs: Iterable[str]) -> dict[str, set[str]]:
    """Return of what happenings documents tell, and whose copies they are, by document."""
    found: dict[str, set[str]] = {}
    for doc, mark in ledger.db.execute(
        "SELECT doc_id, event_id FROM event_reports WHERE list_contains($docs, doc_id)"
        " UNION SELECT doc_id, group_id FROM copies WHERE list_contains($docs, doc_id)",
        {"docs": sorted(docs)},
    ).fetchall():
        found.setdefault(doc, set()).add(mark)
    return found


_TOLD = f"""
SELECT er.event_id, r.channel, r.status, r."start", r."end", r.quote, {CLAIM_COLUMNS}
FROM reports AS r
JOIN event_reports AS er ON er.report_id = r.report_id
JOIN claims AS c ON c.report_id = r.report_id
WHERE r.section = 'body' AND list_contains($docs, r.doc_id)
ORDER BY r.doc_id, r."start", r."end", r.report_id, c."start", c.claim_id
"""  # noqa: S608 - our own words


@dataclass(slots=True)
class _Telling:
    """What one account says of one event."""

    channels: dict[str, None]
    words: str
    place: str
    claims: list[ClaimRow]


def _told(ledger: Book, text: _Text) -> dict[str, _Telling]:
    rows = ledger.db.execute(_TOLD, {"docs": list(text.readout.documents)}).fetchall()
    found: dict[str, _Telling] = {}
    for event, channel, status, start, end, quote, *claim in rows:
        row = claim_row(claim)
        place = f"{row.doc_id}:{start}-{end}"
        telling = found.setdefault(event, _Telling({}, " ".join(quote.split()), place, []))
        telling.channels[f"{channel}, {status}"] = None
        telling.claims.append(row)
    return found


def _events_and_claims(
    ours: Mapping[str, _Telling], theirs: Mapping[str, _Telling], event: str | None
) -> Iterable[ComparedRow]:
    """Give the events that either tells, the asked one first, and the claims on shared ones."""
    for one in sorted(
        {**ours, **theirs}, key=lambda e: (e != event, e not in ours, e not in theirs)
    ):
        told = [side[one] for side in (ours, theirs) if one in side]
        parties = [c for t in told for c in t.claims if c.role in PARTY_ROLES]
        where = BOTH if len(told) == 2 else HERE if one in ours else THERE
        yield ComparedRow(
            "event",
            "; ".join(dict.fromkeys(channel for t in told for channel in t.channels)),
            one,
            where,
            ours[one].words if one in ours else "",
            theirs[one].words if one in theirs else "",
            None,
            None,
            tuple(t.place for t in told),
            ids(parties or [c for t in told for c in t.claims]),
        )
        if where == BOTH:
            yield from _claims(ours[one].claims, theirs[one].claims)


def _claims(ours: Sequence[ClaimRow], theirs: Sequence[ClaimRow]) -> Iterable[ComparedRow]:
    """Give what two accounts claim of one event, by role."""
    by_role: dict[str, tuple[dict[str, list[ClaimRow]], dict[str, list[ClaimRow]]]] = {}
    for side, claims in enumerate((ours, theirs)):
        for claim in claims:
            value = _value(claim)
            if value is not None:
                role = "who" if claim.role in PARTY_ROLES else claim.role
                by_role.setdefault(role, ({}, {}))[side].setdefault(value, []).append(claim)
    for role, (mine, yours) in by_role.items():
        if role == Role.DATE:
            mine, yours = ({v: d[v] for v in finest(tuple(d))} for d in (mine, yours))
        pairs = [(a, b) for a in mine for b in yours if _fits(role, a, b)]
        if role in SINGLE and mine and yours and not pairs:
            yield _row(role, f"{' / '.join(mine)} | {' / '.join(yours)}", DIFFER, mine, yours)
            continue
        for a, b in pairs:
            value = a if len(a) >= len(b) else b  # of "August" and "20 August", the finer
            yield _row(role, value, BOTH, {a: mine[a]}, {b: yours[b]})
        for a in mine:
            if not any(a == one for one, _ in pairs):
                yield _row(role, a, HERE, {a: mine[a]}, {})
        for b in yours:
            if not any(b == two for _, two in pairs):
                yield _row(role, b, THERE, {}, {b: yours[b]})


def _value(claim: ClaimRow) -> str | None:
    """Return what a claim says, as it is compared; None for what is no matter of comparison."""
    if claim.role in PARTY_ROLES or claim.role == Role.CARRIER:
        return claim.person or claim.name or claim.office  # that the states took part, both say
    if claim.role in (Role.STATUS, Role.TOPIC):
        return None  # the event's row has the one, the topics' rows the other
    return claim.value if claim.value.startswith(("pl:", "st:", "me:")) else claim.value.casefold()


def _fits(role: str, one: str, other: str) -> bool:
    return compatible(one, other) if role == Role.DATE else one == other


def _row(
    about: str,
    value: str,
    where: str,
    mine: Mapping[str, Sequence[ClaimRow]],
    yours: Mapping[str, Sequence[ClaimRow]],
) -> ComparedRow:
    ours = [claim for claims in mine.values() for claim in claims]
    theirs = [claim for claims in yours.values() for claim in claims]
    return ComparedRow(
        "claim",
        about,
        value,
        where,
        "; ".join(dict.fromkeys(" ".join(c.quote.split()) for c in ours)),
        "; ".join(dict.fromkeys(" ".join(c.quote.split()) for c in theirs)),
        None,
        None,
        tuple(dict.fromkeys(f"{c.doc_id}:{c.start}-{c.end}" for c in (*ours, *theirs))),
        ids([*ours, *theirs]),
    )


_STATEMENTS = """
SELECT doc_id, "start", "end", quote, coalesce(person, office, polity), stance, topics
FROM statements
WHERE section = 'body' AND list_contains($docs, doc_id) AND polity IS NOT NULL
  AND len(topics) > 0
ORDER BY doc_id, "start", "end", statement_id
"""


def _stances(ledger: Book, here: _Text, there: _Text) -> Iterable[ComparedRow]:
    """Give who is quoted on a topic with what stance."""
    said: dict[tuple[str, str], tuple[list[_Said], list[_Said]]] = {}
    for side, text in enumerate((here, there)):
        rows = ledger.db.execute(_STATEMENTS, {"docs": list(text.readout.documents)}).fetchall()
        for doc, start, end, quote, who, stance, topics in rows:
            for topic in topics:
                found = said.setdefault((who, topic), ([], []))
                found[side].append(
                    _Said(stance or "neutral", " ".join(quote.split()), f"{doc}:{start}-{end}")
                )
    for (who, topic), (mine, yours) in said.items():
        stances = {one.stance for one in mine}, {one.stance for one in yours}
        same = stances[0] & stances[1]
        where = (BOTH if same else DIFFER) if mine and yours else HERE if mine else THERE
        shown = [", ".join(sorted(found)) for found in stances if found]
        yield ComparedRow(
            "stance",
            who,
            f"{topic}: {' | '.join(shown if where == DIFFER else shown[:1])}",
            where,
            "; ".join(dict.fromkeys(one.quote for one in mine)),
            "; ".join(dict.fromkeys(one.quote for one in yours)),
            None,
            None,
            tuple(dict.fromkeys(one.place for one in (*mine, *yours))),
            (),
        )


@dataclass(frozen=True, slots=True)
class _Said:
    """What somebody is quoted with."""

    stance: str
    quote: str
    place: str


def _topics(
    here: _Text, there: _Text, told: Iterable[Mapping[str, _Telling]]
) -> Iterable[ComparedRow]:
    """Give the topics in the order of the first account, then those of the other alone."""
    ours, theirs = here.topics(), there.topics()
    claimed: dict[tuple[str, str], ClaimRow] = {}
    for tellings in told:
        for claim in (c for t in tellings.values() for c in t.claims if c.role == Role.TOPIC):
            claimed[claim.value, f"{claim.doc_id}:{claim.start}-{claim.end}"] = claim
    ranks = [{topic: n for n, topic in enumerate(found, 1)} for found in (ours, theirs)]
    for topic in {**ours, **theirs}:
        mine, yours = ours.get(topic, []), theirs.get(topic, [])
        yield ComparedRow(
            "topic",
            "topic",
            topic,
            BOTH if mine and yours else HERE if mine else THERE,
            mine[0].words if mine else "",
            yours[0].words if yours else "",
            ranks[0].get(topic),
            ranks[1].get(topic),
            tuple(line.place for line in (*mine, *yours)),
            ids(c for line in (*mine, *yours) if (c := claimed.get((topic, line.place)))),
        )
