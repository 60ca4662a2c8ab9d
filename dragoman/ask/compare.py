"""Two accounts side by side: what both tell, what only one does, in which order, with what words.

A side whose account is not in the ledger is silent here, which is not a denial. Definitions:
measure (h), "two-sided readout comparison".
"""

from collections.abc import Mapping, Sequence

from dragoman.ask.accounts import (
    Account,
    find_document,
    groups_of,
    marks_of,
    once,
    pool,
    read_account,
)
from dragoman.ask.book import Basis, Book
from dragoman.ask.compared import (
    BOTH,
    DIFFER,
    HERE,
    THERE,
    ComparedRow,
    Comparison,
    Measures,
    Readout,
    SentencePair,
)
from dragoman.ask.comparing import events_and_claims, stances, tellings, topics
from dragoman.ask.nothing import require_documents
from dragoman.ask.record import happenings
from dragoman.ask.show import find_event
from dragoman.ask.stats.alignment import (
    align,
    features,
    interval_of_difference,
    jaccard,
    kendall,
    weights,
)
from dragoman.model import PARTY_ROLES, InputError

__all__ = [
    "BOTH",
    "DIFFER",
    "HERE",
    "THERE",
    "ComparedRow",
    "Comparison",
    "Measures",
    "Readout",
    "SentencePair",
    "compare",
]

FEWEST = 5
"""Below this many claims on a side no measure is given."""
FEWEST_PAIRS = 5
"""Below this many mismatched pairs of the same two sources there is no baseline."""


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
        one, two = find_document(ledger, typed), find_document(ledger, other)
        if one.id == two.id:
            raise InputError(f"{typed!r} and {other!r} are one document; a comparison takes two")
        first, second = read_account(ledger, one.side, [one]), read_account(ledger, two.side, [two])
        return _compared(ledger, first, second)
    event = find_event(ledger, typed)
    [happening] = happenings(ledger, event=event)
    parties = sorted({c.polity for c in happening.having(*PARTY_ROLES) if c.polity})
    telling = [side for side in parties if side in happening.sides]
    for side in (here, there):
        if side is not None and side not in parties:
            raise InputError(f"{side} is no party to {event}; its parties are {', '.join(parties)}")
    docs = once(ledger, happening.docs)
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
        read_account(ledger, side, [d for d in docs if side and d.side == side])
        for side in (here, there)
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
    here: Account,
    there: Account,
    *,
    event: str | None = None,
    silent: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
) -> Comparison:
    told = tellings(ledger, here), tellings(ledger, there)
    rows = [
        *events_and_claims(told[0], told[1], event),
        *stances(ledger, here, there),
        *topics(here, there, told),
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
        pools = [pool(ledger, text, but=(here, there)) for text in (here, there)]
        marks = marks_of(ledger, {doc for texts in pools for doc in texts})
        others_of = [group for texts in pools for group in texts.values()]
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
            for one, a in pools[0].items()
            for other, b in pools[1].items()
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


def _refusal(ledger: Book, here: Account, there: Account, counts: Sequence[int]) -> str:
    """Return why nothing is measured; empty where it can be."""
    for text in (here, there):
        if text.readout.is_silent:
            return (
                f"The ledger has no account of {text.readout.label}. "
                "It is silent here, which is not a denial."
            )
    if here.language and there.language and not here.language & there.language:
        return "The two are in different languages, and their words cannot be compared."
    groups = [groups_of(ledger, text.readout.documents) for text in (here, there)]
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
