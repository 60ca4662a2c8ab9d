"""Claims, the reports that bundle them, and the events that group reports."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b

from dragoman.model.document import Span
from dragoman.model.vocabulary import (
    PARTY_ROLES,
    Channel,
    Role,
    SectionKind,
    Stance,
    Status,
)


def _digest(*parts: object, size: int = 8) -> str:
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


class MentionKind(StrEnum):
    """What a mention names."""

    PERSON = "person"
    OFFICE = "office"
    POLITY = "polity"
    ORGANIZATION = "organization"
    ORGAN = "organ"
    OUTLET = "outlet"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Basis:
    """What it rests on that a person is meant: how like the name, of how many, by which facts."""

    method: str  # name | surname | alone | throne | likeness | office: how the person was found
    score: float = 1.0  # likeness of the document's spelling to the name; 1.0: as it is listed
    pool: int = 1  # how many persons could have been meant
    facts: tuple[str, ...] = ()  # ids of the register's tenures that were used
    inferred: bool = False  # the words name an office, and the person follows from the day


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is meant, as far as it could be told. Unknown parts are None, never guessed.

    Ids are readable: polity "st:idn" or organization "og:sco"; office "of:idn.fm";
    person "pe:retno-marsudi". `name` is a person's name as the document writes it
    (without titles), kept also when the register knows nobody of that name.
    """

    polity: str | None = None
    office: str | None = None
    person: str | None = None
    name: str | None = None
    how: str = ""  # alias | title | coreference | pronoun | ... : the way it was resolved
    basis: Basis | None = field(default=None, compare=False)  # None: no person was chosen

    @property
    def id(self) -> str:
        """Return the most specific id that is known; "" when nothing is."""
        return self.person or self.office or self.polity or ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a sentence that names actors, or a place.

    Offsets count in the text that the finder was given (the repaired text).
    `actors` holds more than one for collective words ("the two ministers",
    "both sides"); it is empty for a bare place. `place` is an id such as
    "pl:samarkand" or "st:fra" where the mention can be read as a place.
    """

    start: int
    end: int
    kind: MentionKind
    actors: tuple[Actor, ...] = ()
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion about one event, at one place of one document.

    Claims are never edited or merged. When two documents disagree, both claims
    stay; an event only groups them, and an answer shows the disagreement.
    """

    role: Role
    value: str  # actor or place id, EDTF date as precise as the text, or words
    evidence: Span
    speaker: str | None  # whom the document credits, as worded; None: its own voice
    rule: str  # what produced the claim, e.g. "letter.brought"
    actor: Actor | None = None  # for the roles that somebody holds
    note: str | None = None  # for a date: its anchor; for a quantity: unit and bound

    @property
    def id(self) -> str:
        """Stable across runs: the same words read by the same rule give the same id."""
        return _digest(
            self.evidence.doc_id,
            self.evidence.start,
            self.evidence.end,
            self.role,
            self.value,
            self.actor.name if self.actor else None,
            self.speaker,
            self.rule,
            size=10,
        )


@dataclass(frozen=True, slots=True)
class Report:
    """What one document says about one happening: a bundle of claims."""

    doc_id: str
    channel: Channel
    status: Status
    claims: tuple[Claim, ...]
    evidence: Span  # the sentence or clause that reports it
    rule: str
    section: SectionKind = SectionKind.BODY
    background: bool = False  # an earlier or outside happening, told as context
    speakers: tuple[str, ...] = ()  # the chain of who says so, outlet inward

    @property
    def id(self) -> str:
        """Stable across runs, and blind to the rule's name."""
        parties = sorted(f"{c.role}={c.value}" for c in self.claims if c.role in PARTY_ROLES)
        return _digest(
            self.doc_id,
            self.evidence.start,
            self.evidence.end,
            self.channel,
            self.status,
            *parties,
            *sorted(claim.value for claim in self.having(Role.DATE)),
        )

    def having(self, role: Role) -> Iterator[Claim]:
        """Yield the claims of one role, in their order."""
        return (claim for claim in self.claims if claim.role is role)

    @property
    def polities(self) -> frozenset[str]:
        """The states and organizations that are parties; carriers are not."""
        return frozenset(
            claim.actor.polity
            for claim in self.claims
            if claim.role in PARTY_ROLES and claim.actor and claim.actor.polity
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """What a speaker said, inside or outside an event."""

    doc_id: str
    speaker: Span
    cue: Span
    content: Span
    actor: Actor | None = None
    about: tuple[str, ...] = ()  # polities that the content names, but for the speaker's
    stance: Stance = Stance.NEUTRAL
    topics: tuple[str, ...] = ()
    section: SectionKind = SectionKind.BODY

    @property
    def id(self) -> str:
        """Stable across runs."""
        return _digest(self.doc_id, self.speaker.start, self.content.start, self.content.end)


@dataclass(frozen=True, slots=True)
class Event:
    """A happening that one or more reports are about. Owns no facts: it groups them."""

    id: str
    channel: Channel
    status: Status
    reports: tuple[str, ...]  # report ids, never empty
    polities: tuple[str, ...]
    dates: tuple[str, ...] = ()  # every date claimed; more than one means disagreement
    part_of: str | None = None  # the visit or summit that it belongs to
