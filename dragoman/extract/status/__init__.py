"""Whether a happening took place: read from the tree, from the trigger upward.

A verb is read by its auxiliaries and its form; an infinitive, a gerund or a noun by the
word that governs it, and that word by what governs it in turn: in "denied plans to meet"
the plan makes the meeting planned, and the denial denies both. The words that govern so
are data, with the sentences that they decide beside them: `rules/status.yml`.
"""

from dragoman.extract.status.background import is_background
from dragoman.extract.status.read import read_status
from dragoman.extract.status.verdict import StatusFound

__all__ = ["StatusFound", "is_background", "read_status"]
