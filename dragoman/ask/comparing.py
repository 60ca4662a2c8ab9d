"""What two accounts say, row by row: events, claims on those that both tell, stances, topics."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.ask.accounts import Account
from dragoman.ask.book import Book
from dragoman.ask.compared import BOTH, DIFFER, HERE, THERE, ComparedRow
from dragoman.ask.record import CLAIM_COLUMNS, ClaimRow, claim_row, ids
from dragoman.ask.show import SINGLE
from dragoman.ask.window import compatible, finest
from dragoman.model import PARTY_ROLES, Role

_TOLD = f"""
SELECT er.event_id, r.channel, r.status, r."start", r."end", r.quote, {CLAIM_COLUMNS}
FROM reports AS r
JOIN event_reports AS er ON er.report_id = r.report_id
JOIN claims AS c ON c.report_id = r.report_id
WHERE r.section = 'body' AND list_contains($docs, r.doc_id)
ORDER BY r.doc_id, r."start", r."end", r.report_id, c."start", c.claim_id
"""  # noqa: S608 - our own words


@dataclass(slots=True)
class Telling:
    """What one account says of one event."""

    channels: dict[str, None]
    words: str
    place: str
    claims: list[ClaimRow]


def tellings(ledger: Book, text: Account) -> dict[str, Telling]:
    """Return what an account says, by event."""
    rows = ledger.db.execute(_TOLD, {"docs": list(text.readout.documents)}).fetchall()
    found: dict[str, Telling] = {}
    for event, channel, status, start, end, quote, *claim in rows:
        row = claim_row(claim)
        place = f"{row.doc_id}:{start}-{end}"
        telling = found.setdefault(event, Telling({}, " ".join(quote.split()), place, []))
        telling.channels[f"{channel}, {status}"] = None
        telling.claims.append(row)
    return found


def events_and_claims(
    ours: Mapping[str, Telling], theirs: Mapping[str, Telling], event: str | None
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


def stances(ledger: Book, here: Account, there: Account) -> Iterable[ComparedRow]:
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


def topics(
    here: Account, there: Account, told: Iterable[Mapping[str, Telling]]
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
