"""What is known while one document is read: its persons, its states, and what was said last."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from dragoman.actors.mentions.sorts import MANY
from dragoman.actors.pools import Pools
from dragoman.actors.register import Register
from dragoman.model import Actor, Basis, Document, Sentence


@lru_cache(maxsize=4)
def pools_of(register: Register) -> Pools:
    """Return the pools of a register, which all documents share."""
    return Pools(register)


class DatelineLike(Protocol):
    """What is read of a dateline."""

    @property
    def place(self) -> str | None:
        """The place it names."""

    @property
    def agency(self) -> str | None:
        """The agency it names."""


class CleanTextLike(Protocol):
    """What is read of a clean text; `dragoman.text.prepare` makes one."""

    @property
    def doc(self) -> Document:
        """The document it was made from."""

    @property
    def text(self) -> str:
        """The repaired text; offsets of mentions count in it."""

    @property
    def sentences(self) -> Sequence[Sentence]:
        """The sentences of body and teasers."""

    @property
    def dateline(self) -> DatelineLike | None:
        """The first dateline."""


@dataclass(slots=True)
class Entity:
    """A person of the document, as far as it tells."""

    name: str
    norms: tuple[str, ...]
    polity: str | None = None
    office: str | None = None
    office_class: str = ""
    person: str | None = None
    gender: str = ""
    keys: set[str] = field(default_factory=set)  # by which a later fragment means it
    weak: set[str] = field(default_factory=set)  # only after a title or honorific
    wordings: set[str] = field(default_factory=set)  # the titles it is given
    basis: Basis | None = None  # why it is that person of the register
    past: bool = False  # held office only long before the day, or long after

    def actor(self, how: str) -> Actor:
        """Return the person as an actor of a mention."""
        return Actor(self.polity, self.office, self.person, self.name, how, self.basis)


@dataclass(slots=True)
class Memory:
    """What was mentioned, sentence by sentence, for words that point back."""

    persons: list[list[tuple[int, Entity]]] = field(default_factory=list)
    states: list[list[tuple[int, str, bool]]] = field(default_factory=list)  # (at, id, acts)

    acting: Counter[str] = field(default_factory=Counter)  # how often each state acted so far
    met: dict[int, Entity] = field(default_factory=dict)  # everybody so far, each once

    def person(self, at: int, entity: Entity) -> None:
        """Take in that a person was mentioned, and with them their state."""
        self.persons[-1].append((at, entity))
        if len(self.met) <= MANY:
            self.met[id(entity)] = entity
        if entity.polity:
            self.state(at, entity.polity, True)

    def state(self, at: int, polity: str, acts: bool) -> None:
        """Take in that a state was mentioned, and whether it acts there."""
        self.states[-1].append((at, polity, acts))
        if acts and polity.startswith("st:"):
            self.acting[polity] += 1

    def open(self) -> None:
        """Begin the next sentence."""
        self.persons.append([])
        self.states.append([])


@dataclass(frozen=True, slots=True)
class Identified:
    """Whom of the register a name means, and how that was found; see `model.Basis`."""

    person: str
    method: str
    score: float = 1.0
    pool: int = 1


class Scene:
    """One document under the finder: what the readers look up, and what they write down."""

    def __init__(self, clean: CleanTextLike, register: Register, day: str | None) -> None:
        """Begin a document; nobody is met yet."""
        self.clean = clean
        self.register = register
        self.pools = pools_of(register)
        self.day = day
        self.text = clean.text
        self.entities: list[Entity] = []  # everybody met, in the order of the introductions
        self.by_key: dict[str, list[Entity]] = {}
        self.by_weak: dict[str, list[Entity]] = {}
        self.by_person: dict[str, Entity] = {}
        self.by_norms: dict[tuple[str, ...], Entity] = {}
        self.by_first: dict[str, list[Entity]] = {}
        self.by_polity: dict[str, list[Entity]] = {}
        self.memory = Memory()
        self.entity_of: dict[tuple[int, int], Entity] = {}
        self.of_title: dict[tuple[int, int], Entity] = {}
        self.in_title = False  # whether the title is being read
        self.compared = 0  # how many damaged names were compared with the states of the text
        self.tried: dict[tuple[object, ...], Identified | None] = {}  # what `again` gave a name
        self.again = False  # whether the text is gone through a second time
        self.speaker: Entity | None = None
        overrides = register.overrides
        self.family_first = frozenset(overrides.get("family_first", ()))
        self.family_either = frozenset(overrides.get("family_either", ()))
        self.clear: dict[str, str | None] = {}  # what "Congo" means here, where that is settled
        self.counts: Counter[str] = Counter()  # how often each state is named
        self.home: str | None = None  # whose account it is
        self.desk: str | None = None  # where its outlet is at home, also an agency's
        self.where: str | None = None  # the state of the dateline
        self.own: str | None = None  # whose leaders it calls by their titles alone
        self.guess: str | None = None  # whose officials it names without their state
        self.official = False  # whether a government or an outlet of one gives the account
        self.visited: set[str] = set()  # states of the cities that are named
        self.beside = False  # whether a leader is named whom one name tells
        self.organs: dict[str, str] = {}  # whose ministry, embassy or palace was named last
        self.said: set[str] = set()  # every polity that is named
        self.officials: list[tuple[int, str]] = []  # where states' officials without a name stand
        self.of_leaders: bool | None = None  # whether the text speaks of state visits and the like
        self.unnamed_beside_leaders: set[str] | None = None  # states whose officials stand so
        self.strangers: set[str] = set()  # words of names that nobody is known by

    def first_of(self, entity: Entity) -> int:
        """Return where a person is introduced; the beginning where the title did it."""
        return min((at for (at, _end), one in self.entity_of.items() if one is entity), default=0)

    def remember(self, at: int, entity: Entity) -> None:
        """Take in that a person was mentioned at a place of the text."""
        self.memory.person(at, entity)
