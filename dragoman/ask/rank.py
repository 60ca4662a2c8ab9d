"""The rank at which somebody deals with somebody, by the office that is claimed."""

from collections.abc import Iterable
from enum import StrEnum

from dragoman.ask.record import ClaimRow


class Rank(StrEnum):
    """Whose office it is. A president who also governs is a head."""

    HEAD = "head of state"
    HOG = "head of government"
    FM = "foreign minister"
    OTHER = "other"


_BY_OFFICE = {"head": Rank.HEAD, "hog": Rank.HOG, "fm": Rank.FM}


def rank_of(office: str) -> Rank:
    """Return the rank of an office's id.

    >>> str(rank_of("of:chn.fm")), str(rank_of("of:rus.amb.chn")), str(rank_of("of:chn.deputyfm"))
    ('foreign minister', 'other', 'other')
    """
    return _BY_OFFICE.get(office.partition(".")[2], Rank.OTHER)


def ranks_of(claims: Iterable[ClaimRow]) -> frozenset[Rank]:
    """Return the ranks of those whom claims name; empty where only a state is named."""
    return frozenset(
        rank_of(claim.office) if claim.office else Rank.OTHER
        for claim in claims
        if claim.office or claim.person or claim.name
    )
