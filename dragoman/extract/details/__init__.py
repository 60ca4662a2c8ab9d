"""What belongs to an act beside its parties and its day.

Where it took place, the level of a visit, the purpose of a letter, the mechanism that it was a
session of, for the how-manieth time, how much of what was given, and the topics of the words
around it. All but the topics is read from the tree: what a word hangs on decides, not what
stands near. Words and their examples are data: `rules/details.yml`, `rules/topics.yml`.
"""

from dragoman.extract.details.carrying import carry_places
from dragoman.extract.details.checks import CheckClaim, CheckKind, checks_of, looks_back
from dragoman.extract.details.details import details
from dragoman.extract.details.notes import read_note, write_note
from dragoman.extract.details.places import place_of
from dragoman.extract.details.quantities import Quantity, items_of, quantities
from dragoman.extract.details.topics import topics_of

__all__ = [
    "CheckClaim",
    "CheckKind",
    "Quantity",
    "carry_places",
    "checks_of",
    "details",
    "items_of",
    "looks_back",
    "place_of",
    "quantities",
    "read_note",
    "topics_of",
    "write_note",
]
