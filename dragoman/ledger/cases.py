"""A report while decisions are carried out on it: as the machine tells it, and as people do."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field, replace

from dragoman.model import (
    PARTY_ROLES,
    Channel,
    Claim,
    Report,
    Role,
    Slot,
    Span,
    Status,
)
from dragoman.model.decision import HOLDERS, Values, actor_in_words, actor_of_words, key_of

CORRECTED, ADDED = "decision", "decision.added"
"""The rules of what a person corrected, and of reports and claims that a person added."""

CHANNEL, STATUS = "channel", "status"
"""The values of a report that are its own; a claim stands behind the status, but need not."""


def value_of(claim: Claim) -> str:
    """Return a claim's value as a decision keeps it."""
    if claim.role in HOLDERS and claim.actor:
        return actor_in_words(claim.actor) or claim.value
    return claim.value


def told(report: Report) -> dict[str, tuple[str, ...]]:
    """Return what a report says, as the values that a decision keeps of it."""
    values: dict[str, list[str]] = {CHANNEL: [report.channel], STATUS: [report.status]}
    for claim in report.claims:
        if claim.role is not Role.STATUS:
            values.setdefault(claim.role, []).append(value_of(claim))
    return {role: tuple(dict.fromkeys(found)) for role, found in values.items()}


def slot_of(report: Report, role: str = "") -> Slot:
    """Return the slot of a report, or of one of its values."""
    return Slot(report.channel, tuple(sorted(report.polities)), role)


def gist(report: Report) -> str:
    """Return a report on one line: its channel, status, parties and dates."""
    parties = ", ".join(claim.value for claim in report.claims if claim.role in PARTY_ROLES)
    dates = " or ".join(dict.fromkeys(claim.value for claim in report.having(Role.DATE)))
    return " ".join(part for part in (report.channel, report.status, parties, dates) if part)


AUDITED = (STATUS, CHANNEL, "parties", Role.DATE.value)
"""What an audit asks for."""

_TOOK_PLACE = {Status.ONGOING.value: Status.HAPPENED.value}


def differing(answer: Values, seen: Values) -> tuple[str, ...]:
    """Return on which of `AUDITED` an audit's answer is not what a report says.

    That something goes on is not told from that it happened. Parties are the same where their
    states and organizations are, and every person whom the answer names is among them.

    Args:
        answer: The parties as "actor", whatever their roles are; none of a role: the document
            does not say. Empty: the words report nothing.
        seen: What the report says; see `told`.
    """
    if not answer:
        return AUDITED
    told_ = [v for role in PARTY_ROLES for v in seen.get(role, ())]
    ours, theirs = map(_parties, (answer.get(Role.ACTOR, ()), told_))
    same = {
        STATUS: _placed(answer) == _placed(seen),
        CHANNEL: answer.get(CHANNEL) == seen.get(CHANNEL),
        "parties": ours[0] == theirs[0] and ours[1] <= theirs[1],
        Role.DATE.value: _dates(answer) <= _dates(seen)
        and bool(_dates(answer)) == bool(_dates(seen)),
    }
    return tuple(what for what in AUDITED if not same[what])


def _placed(values: Values) -> set[str]:
    return {_TOOK_PLACE.get(value, value) for value in values.get(STATUS, ())}


def _dates(values: Values) -> set[str]:
    return set(values.get(Role.DATE, ()))


def _parties(values: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return the states and organizations among parties, and the persons."""
    actors = [actor_of_words(value) for value in values]
    return {a.polity for a in actors if a.polity}, {a.person for a in actors if a.person}


def keys(role: str, values: Iterable[str]) -> set[str]:
    """Return what decides whether values of a role are the same ones."""
    return {key_of(role, value) for value in values}


def corrected(claim: Claim, value: str) -> Claim:
    """Return a claim with the value that a person gave it; it rests on the same words.

    The note on a date says what anchored the machine's, so it goes with that.
    """
    note = None if claim.role is Role.DATE else claim.note
    if claim.role not in HOLDERS:
        return replace(claim, value=value, rule=CORRECTED, note=note)
    actor = actor_of_words(value)
    if actor.name is None and claim.actor:
        actor = replace(actor, name=claim.actor.name)
    return replace(claim, value=actor.id, actor=actor, rule=CORRECTED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of a decision stand now."""

    doc_id: str
    start: int
    end: int

    def meets(self, span: Span) -> bool:
        """Say whether a span has some of these words."""
        return span.doc_id == self.doc_id and span.start < self.end and self.start < span.end


@dataclass(slots=True, eq=False)
class Part:
    """A claim, as the machine read it and as it is now; None: there is none."""

    machine: Claim | None
    now: Claim | None
    decided: bool = False  # a person said what it is now

    @property
    def keys(self) -> set[str]:
        """What decides whether it is the claim that somebody saw, or already the one wanted."""
        return {key_of(c.role, value_of(c)) for c in (self.machine, self.now) if c}

    def is_read_from(self, role: str, place: Place) -> bool:
        """Say whether it is of a role, and rests on some of these words."""
        claim = self.machine or self.now
        return claim is not None and claim.role == role and place.meets(claim.evidence)


@dataclass(slots=True, eq=False)
class Case:
    """A report, and what has been decided of it so far."""

    machine: Report | None  # None: a person added it
    own: Report  # channel, status and rule as they are now; its claims are in `parts`
    parts: list[Part]
    live: bool = True  # False: rejected
    held: dict[Hashable, tuple[int, object]] = field(default_factory=dict)

    @classmethod
    def of(cls, report: Report) -> "Case":
        """Return the case of a report that the machine tells."""
        return cls(report, report, [Part(claim, claim) for claim in report.claims])

    @classmethod
    def added(cls, report: Report) -> "Case":
        """Return the case of a report that a person adds."""
        return cls(None, report, [Part(None, claim, decided=True) for claim in report.claims])

    @property
    def now(self) -> Report:
        """The report as it is now."""
        return replace(self.own, claims=tuple(part.now for part in self.parts if part.now))

    @property
    def versions(self) -> list[Report]:
        """The report as the machine tells it, if it does, and as it is now."""
        return [self.machine, self.now] if self.machine else [self.now]

    def fits(self, slot: Slot, channels: Collection[str]) -> bool:
        """Say whether it has one of the channels, and the parties of a slot or more or fewer."""
        parties = set(slot.parties)
        return any(
            report.channel in channels
            and (parties <= report.polities or report.polities <= parties)
            for report in self.versions
        )

    def likeness(self, slot: Slot, seen: Values) -> tuple[bool, bool, int]:
        """Return how like it is to the report that a person saw; the greater, the more."""
        shared = max(
            sum(len(keys(r, v) & keys(r, told(report).get(r, ()))) for r, v in seen.items())
            for report in self.versions
        )
        same = any(set(slot.parties) == report.polities for report in self.versions)
        return self.live, same, shared

    def set_channel(self, value: str) -> None:
        """Give it another channel."""
        by_machine = self.machine is not None and self.machine.channel == value
        rule = self.machine.rule if self.machine and by_machine else CORRECTED
        self.own = replace(self.own, channel=Channel(value), rule=rule)

    def set_status(self, value: str) -> None:
        """Give it another status, and the claim behind it with it."""
        self.own = replace(self.own, status=Status(value))
        parts = [p for p in self.parts if (c := p.machine or p.now) and c.role is Role.STATUS]
        if not parts:
            claim = Claim(Role.STATUS, value, self.own.evidence, None, CORRECTED)
            self.parts.append(Part(None, claim, decided=True))
        for part in parts:
            if (was := part.machine or part.now) is not None:
                part.now = was if was.value == value else corrected(was, value)
