"""Which events a brief tells when there are more than two pages hold: those of most weight."""

from collections.abc import Collection, Mapping, Sequence

from dragoman.ask.circle import is_protocol
from dragoman.ask.record import Happening
from dragoman.model import PARTY_ROLES, Channel, Role

MOST = 45
"""Events that the sections on what happened tell, all together; the others are counted."""

LEAST = 4
"""Of these, how many each section has, as far as it has any."""

_RANKS: Mapping[str, int] = {
    "head": 3, "hog": 3, "sg": 3, "council": 3, "commission": 3,
    "crown": 2, "vice": 2, "dpm": 2, "fm": 2, "defmin": 2, "parl": 2,
}  # fmt: skip
"""How high an office is; any other person or office counts 1, a state alone 0."""

_CHANNELS: Mapping[Channel, float] = {
    Channel.VISIT: 2.0,
    Channel.SUMMIT: 2.0,
    Channel.MEETING: 1.5,
    Channel.DIALOGUE: 1.5,
    Channel.NEGOTIATION: 1.5,
    Channel.LETTER: 1.2,
    Channel.GIFT: 0.5,
    Channel.VIDEO_MEETING: 1.5,
    Channel.CALL: 1.5,
    Channel.AGREEMENT: 1.5,
    Channel.JOINT_STATEMENT: 1.5,
    Channel.RELATIONS: 2.0,
    Channel.EXPULSION: 2.0,
    Channel.SANCTION: 2.0,
    Channel.FORCE: 2.0,
    Channel.SUPPORT: 0.0,
    Channel.REQUEST: 0.0,
    Channel.CRITICISM: 0.5,
}
"""How much a channel weighs; those not named weigh 1."""


def weight(happening: Happening, new: Collection[str] = ()) -> float:
    """Return how much an event weighs in a brief.

    The level of both sides, the sources (copies counted once), what kind of event it is, that
    a document calls it the first or the how-manieth, and that it is with somebody with whom
    there was nothing in the window before. Letters of protocol weigh less.
    """
    levels: dict[str | None, int] = {}
    for claim in happening.having(*PARTY_ROLES):
        rank = 0
        if claim.person or claim.office or claim.name:
            rank = _RANKS.get((claim.office or "").partition(".")[2].partition(".")[0], 1)
        levels[claim.polity] = max(rank, levels.get(claim.polity, 0))
    return (
        sum(sorted(levels.values())[-2:])
        + 0.5 * min(happening.n_sources, 4)
        + _CHANNELS.get(Channel(happening.channel), 1.0)
        + any(True for _ in happening.having(Role.ORDINAL))
        + bool(set(levels) & set(new))
        - 2 * is_protocol(happening)
    )


def choose(
    sections: Sequence[Sequence[Happening]], weights: Mapping[str, float], most: int = MOST
) -> frozenset[str]:
    """Return the events to tell: some of each section, then those of most weight.

    A visit or summit is told with what is told of it: whoever chooses a part chooses the whole.
    """
    ranked = [sorted(section, key=lambda h: (-weights[h.id], h.sort_key)) for section in sections]
    known = {happening.id: happening for section in sections for happening in section}
    rest = sorted(
        (h for section in ranked for h in section[LEAST:]),
        key=lambda h: (-weights[h.id], h.sort_key),
    )
    chosen: dict[str, None] = {}
    for happening in (*(h for section in ranked for h in section[:LEAST]), *rest):
        whole = happening.part_of if happening.part_of in known else None
        wanted = [id_ for id_ in (whole, happening.id) if id_ and id_ not in chosen]
        if len(chosen) + len(wanted) <= most:
            chosen |= dict.fromkeys(wanted)
    return frozenset(chosen)
