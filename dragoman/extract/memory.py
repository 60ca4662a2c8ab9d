"""Whom a document has been about so far, for sentences that leave their parties out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dragoman.extract.parties import Party
from dragoman.model import CHANNELS, Actor, Channel, Direction, Mention, Role

TALKS = frozenset({"call", "meeting", "summit"})
"""Families of channels in which people talk."""

_ACROSS = {Role.ACTOR: Role.RECIPIENT, Role.RECIPIENT: Role.ACTOR}
"""In what one side does to the other, who is not named has the role that is left."""

DEALINGS = TALKS | {"message", "protest"}
"""Those in which one side tells the other something: what is said then is content."""

_ADDRESSED = frozenset({Channel.LETTER, Channel.VERBAL_MESSAGE, Channel.SUPPORT, Channel.CALL})
"""Channels in which somebody says something to somebody, who hears it from others too."""

_FACE_TO_FACE = frozenset({"meeting", "summit"})


class Memory:
    """The pairs that the reports of a document are about so far, who they were, and who travels.

    A pair is what nearly all reports are about. A document about a tour has many pairs and
    one traveller: "The trip also takes in Oman", "talks with Foreign Minister Busaidi" are
    his. Rounds of talks are those of the sides that talked before: "A second round is due".
    """

    def __init__(
        self, home: str | None = None, stricken: tuple[str, Mention] | None = None
    ) -> None:
        """Begin a document.

        Args:
            home: The state whose account it is, where that is sure.
            stricken: The state that the document tells was struck by a disaster, and where
                it is named.
        """
        self._home = home
        self._stricken = stricken
        self._targets: dict[str, Counter[str]] = {}
        self._pairs: Counter[frozenset[str]] = Counter()
        self._latest: dict[str, Party] = {}
        self._met: set[frozenset[str]] = set()
        self._travels: Counter[str] = Counter()
        self._travellers: dict[str, Party] = {}
        self._stops: dict[str, dict[str, Party]] = {}
        self._hosts: set[str] = set()
        self._place: Party | None = None
        self._callers: dict[str, tuple[Party, set[str]]] = {}
        self._contact: tuple[Party, ...] = ()
        self._addressee: Party | None = None
        self._opened: frozenset[str] | None = None
        self._rounds: tuple[Party, ...] = ()

    def learn(
        self,
        channel: Channel,
        polities: frozenset[str],
        parties: Iterable[Party],
        *,
        background: bool = False,
    ) -> None:
        """Take in a report.

        One of the `background` is what the next sentence may go on about ("They had met in
        Windhoek, where a memorandum was signed"), but no more what the document is about.
        """
        parties = tuple(party for party in parties if party.actor.polity)
        if CHANNELS[channel].family in TALKS:
            self._contact = parties
        if channel in _ADDRESSED:
            to = [party for party in parties if party.role is Role.RECIPIENT]
            self._addressee = to[-1] if to else self._addressee
        if channel is Channel.VISIT:
            places = [party for party in parties if party.role is Role.RECIPIENT]
            self._place = places[-1] if places else self._place
        if channel is Channel.VISIT and not (background and self._travels):
            self._learn_journey(parties)
        if self._opened is None:
            self._opened = frozenset(map(_name, parties)) if _is_contact(channel) else frozenset()
        if channel in _ACTS:
            self._targets.setdefault(_ACTS[channel], Counter()).update(_targets(parties, channel))
        if background:
            return
        if CHANNELS[channel].family in TALKS:
            self._met.add(polities)
            self._learn_callers(parties, polities)
        if channel is Channel.NEGOTIATION:
            self._rounds = parties
        if len(polities) == 2 and all(party.actor.how != "adjective" for party in parties):
            self._pairs[polities] += 1
        for party in parties:
            self._latest[party.actor.polity or ""] = party
        self._learn_whereabouts(polities)

    def talk(self, parties: Iterable[Party]) -> None:
        """Take in who speak with each other on the page: "we met in Samarkand" is of them."""
        self._latest |= {party.actor.polity or "": party for party in parties}
        self._pairs[frozenset(self._latest)] += 1

    def _learn_journey(self, parties: Sequence[Party]) -> None:
        for party in parties:
            if party.role is Role.ACTOR and (who := _name(party)):
                self._travels[who] += 1
                self._travellers[who] = party
                stops = self._stops.setdefault(who, {})
                for stop in parties:
                    if stop.role is Role.RECIPIENT:
                        stops.pop(stop.actor.polity or "", None)
                        stops[stop.actor.polity or ""] = stop

    def _learn_callers(self, parties: Sequence[Party], polities: frozenset[str]) -> None:
        for party in parties:
            if party.role is Role.ACTOR and (who := _name(party)):
                met = self._callers.setdefault(who, (party, set()))[1]
                met |= polities - {party.actor.polity}

    def _learn_whereabouts(self, polities: frozenset[str]) -> None:
        """Put the stop that was told of last at the end of the traveller's."""
        who = self.traveller
        if who is None or who.actor.polity not in polities:
            return
        self._hosts |= polities - {who.actor.polity}
        stops = self._stops[_name(who)]
        for polity in [polity for polity in stops if polity in polities]:
            stops[polity] = stops.pop(polity)

    def has_met(self, polities: frozenset[str]) -> bool:
        """Say whether a contact of just these parties was reported already."""
        return polities in self._met

    def opened_with(self, parties: Iterable[Party]) -> bool:
        """Say whether a document began with a contact of those who act, and told of none since.

        "Biden spoke with Rutte. He condemned the attack on Ukraine": that is what he said there.
        """
        acting = {_name(party) for party in parties if party.role is Role.ACTOR}
        here = {_name(party) for party in self._contact}
        return bool(acting) and "" not in acting and acting <= (self._opened or set()) & here

    @property
    def pair(self) -> frozenset[str]:
        """The two parties that nearly all reports so far are about; empty if there are none."""
        ranked = self._pairs.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] < 3 * ranked[1][1]):
            return frozenset()
        return ranked[0][0]

    @property
    def traveller(self) -> Party | None:
        """The person whose journeys most reports are about; None where nobody travels."""
        ranked = self._travels.most_common(1)
        return self._travellers[ranked[0][0]] if ranked else None

    @property
    def _caller(self) -> Party | None:
        """The one person whom the document tells to have met people of two states or more."""
        busy = [party for party, met in self._callers.values() if len(met) > 1]
        return busy[0] if len(busy) == 1 else None

    def is_abroad(self, parties: Iterable[Party]) -> bool:
        """Say whether one of them is the traveller of the document."""
        who = self.traveller
        return who is not None and _name(who) in {_name(party) for party in parties}

    def settled(self, parties: tuple[Party, ...], channel: Channel) -> tuple[Party, ...]:
        """Return the parties as the reports so far tell who is meant by "he" and "the sides".

        "On Tuesday he saw Rama in Tirana. In Pristina Osmani is to receive him": hosts stay at
        home. "The two sides" are those of the contact that was told of last.
        """
        parties = self._sides_meant(parties)
        who = self.traveller
        if who is None or channel not in (*TALKS_IN_PERSON, Channel.VISIT):
            return parties
        own = who.actor.polity
        named = [party for party in parties if party.actor.how != "pronoun"]
        hosts = (self._stops[_name(who)].keys() | self._hosts) - _polities(named) - {own}
        if own in _polities(named) or not any(
            party.role in (Role.HOST, Role.RECIPIENT) for party in named
        ):
            return parties
        return tuple(
            replace(party, actor=replace(who.actor, how="pronoun"))
            if party.actor.how == "pronoun"
            and party.role is Role.ACTOR
            and party.actor.polity in hosts
            else party
            for party in parties
        )

    def _sides_meant(self, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        sides = _polities(parties)
        last = _polities(self._contact)
        referring = all(party.actor.how == "coreference" and not _name(party) for party in parties)
        if not referring or len(sides) != 2 or len(last) != 2 or len(sides & last) != 1:
            return parties
        [own] = sides & last
        other = next(party for party in self._contact if party.actor.polity not in sides)
        state = replace(other.actor, person=None, name=None, office=None, how="coreference")
        return tuple(
            party if party.actor.polity == own else replace(party, actor=state) for party in parties
        )

    def missing(
        self, parties: Sequence[Party], channel: Channel, *, told: bool = False
    ) -> tuple[Party, ...]:
        """Return who takes part beside those that the words name; nobody where it is unclear.

        Args:
            parties: Those whom the words name.
            channel: Of what is told.
            told: The sentence names a place, which "there" can mean.
        """
        named = _polities(parties)
        if channel is Channel.NEGOTIATION and ((sides := self._sides(named)) or self._rounds):
            return _recalled(sides, channel)
        if channel is Channel.AID and (struck := self.relieved(parties)):
            return struck
        if channel is Channel.LETTER and (addressed := self._addressed_too(parties, named)):
            return addressed
        if len(named) < 2 and named <= (pair := self.pair) and pair:
            missing = [self._latest[polity] for polity in sorted(pair - named)]
            taken = {party.role for party in parties}
            if len(taken) == len(missing) == 1 and not taken - _ACROSS.keys():
                missing = [replace(missing[0], role=_ACROSS[taken.pop()])]
            if channel is Channel.VISIT and _are_places(parties) and not _are_people(missing):
                return ()  # "the tour began in Atlanta": states do not travel
            return _recalled(missing, channel)
        if channel in _ACTS and (other := self._target(parties, named, channel)):
            return (other,)
        if channel is Channel.VISIT:
            return self._journey(parties, named, told=told)
        if channel in TALKS_IN_PERSON and _is_met(parties):
            return self._visitor(named)
        if not parties and CHANNELS[channel].direction is Direction.MUTUAL:
            return _recalled(self._contact, channel)
        return ()

    def _addressed_too(self, parties: Sequence[Party], named: frozenset[str]) -> tuple[Party, ...]:
        """Return to whom others wrote before: "Similar messages were sent by the presidents of"."""
        last = self._addressee
        alike = all(party.role is Role.ACTOR for party in parties)
        if last is None or not parties or not alike or last.actor.polity in named:
            return ()
        return _recalled([last], Channel.LETTER)

    def relieved(self, parties: Sequence[Party]) -> tuple[Party, ...]:
        """Return the stricken state as whom others help, where the words name only them."""
        first = next(iter(parties), None)
        if first is None or self._stricken is None or first.role is not Role.ACTOR:
            return ()
        state, mention = self._stricken
        if len(_polities(parties)) != 1 or state in _polities(parties):
            return ()
        return (Party(Role.RECIPIENT, Actor(state, how="context"), mention),)

    def _target(
        self, parties: Sequence[Party], named: frozenset[str], channel: Channel
    ) -> Party | None:
        """Return who is not named in what one side does to the other.

        Where one state acts, the one against whom, or for whom, the document tells that
        others acted too: "Chile recalled its ambassador as well". Where only the other is
        named, and it is not yet known who deals with it, the state whose account it is.
        """
        roles = {party.role for party in parties}
        if len(named) != 1 or len(roles) != 1:
            return None
        first, mutual, polity = parties[0], CHANNELS[channel].direction is Direction.MUTUAL, None
        acts = first.role is Role.ACTOR and not first.apart
        if acts:
            ranked = self._targets.get(_ACTS[channel], Counter()).most_common(2)
            if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
                polity = ranked[0][0]
        if polity is None and not self._pairs and acts is (channel is Channel.AID):
            polity = self._home
        if polity is None or polity in named:
            return None
        role = Role.ACTOR if mutual or first.role is Role.RECIPIENT else Role.RECIPIENT
        return replace(
            first, role=role, actor=Actor(polity, how="context"), apart=False, moved=False
        )

    def visitor(
        self, parties: Sequence[Party], channel: Channel, *, told: bool = False
    ) -> tuple[Party, ...]:
        """Return the traveller, for words that name only whom he meets where he goes.

        "..., followed by talks with Foreign Minister Haimbe" in an account of a trip to Zambia.
        """
        named = _polities(parties)
        who = self.traveller
        if who is None or channel not in TALKS_IN_PERSON or not _is_met(parties):
            return ()
        stops = self._stops[_name(who)]
        return self._visitor(named) if named <= stops.keys() and _are_people(parties) else ()

    def _visitor(self, named: frozenset[str]) -> tuple[Party, ...]:
        who = self.traveller or self._caller
        if who is None or not named or who.actor.polity in named:
            return ()
        return _recalled([who], Channel.MEETING)

    def _journey(
        self, parties: Sequence[Party], named: frozenset[str], *, told: bool
    ) -> tuple[Party, ...]:
        """Return who goes to the states named, or where the person named goes."""
        who = self.traveller
        if who is None or not parties:
            return ()
        if _are_places(parties):
            return () if who.actor.polity in named else _recalled([who], Channel.VISIT)
        stops = self._stops.get(_name(parties[0])) if len(parties) == 1 else None
        there = list(stops.values())[-1] if stops else None if told else self._place
        if there is None or there.actor.polity in named:
            return ()
        return _recalled([there], Channel.VISIT)

    def _sides(self, named: frozenset[str]) -> list[Party]:
        """Return the sides of the talks told of before, if those named are among them."""
        sides = self._rounds or self._contact
        if len(_polities(sides)) < 2 or not named <= _polities(sides):
            return []
        return [party for party in sides if party.actor.polity not in named]


def _is_contact(channel: Channel) -> bool:
    return CHANNELS[channel].family in TALKS and channel is not Channel.VISIT


TALKS_IN_PERSON = frozenset(
    channel for channel in Channel if CHANNELS[channel].family in _FACE_TO_FACE
) - {Channel.VISIT, Channel.SUMMIT}
"""Channels of contacts that a traveller has where he goes."""


_ACTS = {
    Channel.AID: "help",
    **dict.fromkeys(
        (Channel.EXPULSION, Channel.SUMMON, Channel.PROTEST, Channel.SANCTION, Channel.RELATIONS,
         Channel.FORCE),
        "harm",
    ),
}  # fmt: skip
"""What one state does to another, and whether others do likewise out of the same cause."""


def _targets(parties: Iterable[Party], channel: Channel) -> list[str]:
    """Return to whom it is done, twice, and who attacked, once: they are whom others answer."""
    struck = channel is Channel.FORCE
    return [
        party.actor.polity
        for party in parties
        if party.actor.polity and (party.role is Role.ACTOR if struck else _is_target(party))
        for _ in range(1 if struck else 2)
    ]


def _is_target(party: Party) -> bool:
    return party.role is Role.RECIPIENT or party.apart


def _name(party: Party) -> str:
    """Return what tells a person from others; "" for a state."""
    return party.actor.person or party.actor.name or party.actor.office or ""


def _polities(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(party.actor.polity for party in parties if party.actor.polity)


def _is_met(parties: Sequence[Party]) -> bool:
    """Say whether all are those whom somebody else meets: "talks with", "the turn of"."""
    return bool(parties) and all(party.apart or party.role is Role.HOST for party in parties)


def _are_places(parties: Sequence[Party]) -> bool:
    return bool(parties) and all(party.role is Role.RECIPIENT for party in parties)


def _are_people(parties: Sequence[Party]) -> bool:
    return all(_name(party) for party in parties)


def across(parties: Sequence[Party], other: Party) -> tuple[Party, ...]:
    """Return another party in the role that is left beside those of one; () where none is."""
    roles = {party.role for party in parties} - {Role.CARRIER}
    if len(roles) != 1 or roles.isdisjoint(_ACROSS):
        return ()
    actor = replace(other.actor, how="context")
    return (replace(other, actor=actor, role=_ACROSS[roles.pop()], apart=False, moved=False),)


def _recalled(parties: Iterable[Party], channel: Channel) -> tuple[Party, ...]:
    """Return parties as those of another happening."""
    mutual = CHANNELS[channel].direction is Direction.MUTUAL
    return tuple(
        replace(
            party,
            actor=replace(party.actor, how="context"),
            role=Role.ACTOR if mutual else party.role,
            apart=False,
            moved=False,
        )
        for party in parties
    )
