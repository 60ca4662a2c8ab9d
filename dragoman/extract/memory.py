"""Whom a document has been about so far, for sentences that leave their parties out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from dragoman.extract.parties import Party
from dragoman.model import CHANNELS, Channel, Direction, Role

TALKS = frozenset({"call", "meeting", "summit"})
"""Families of channels in which people talk."""


class Memory:
    """The pairs that the reports of a document are about so far, and who they were."""

    def __init__(self) -> None:
        self._pairs: Counter[frozenset[str]] = Counter()
        self._latest: dict[str, Party] = {}
        self._met: set[frozenset[str]] = set()

    def learn(self, channel: Channel, polities: frozenset[str], parties: Iterable[Party]) -> None:
        """Take in a report."""
        if CHANNELS[channel].family in TALKS:
            self._met.add(polities)
        if len(polities) == 2:
            self._pairs[polities] += 1
        for party in parties:
            if party.actor.polity:
                self._latest[party.actor.polity] = party

    def has_met(self, polities: frozenset[str]) -> bool:
        """Say whether a contact of just these parties was reported already."""
        return polities in self._met

    @property
    def pair(self) -> frozenset[str]:
        """The two parties that nearly all reports so far are about; empty if there are none."""
        ranked = self._pairs.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] < 3 * ranked[1][1]):
            return frozenset()
        return ranked[0][0]

    def missing(self, named: frozenset[str], channel: Channel) -> tuple[Party, ...]:
        """Return the parties of the pair that are not named; none where others are."""
        if len(named) > 1 or not named <= self.pair:
            return ()
        mutual = CHANNELS[channel].direction is Direction.MUTUAL
        return tuple(
            replace(
                party,
                actor=replace(party.actor, how="context"),
                role=Role.ACTOR if mutual else party.role,
                apart=False,
                moved=False,
            )
            for polity in sorted(self.pair - named)
            if (party := self._latest[polity])
        )
