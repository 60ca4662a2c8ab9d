"""Readings of names, and how like a damaged name is to a known one."""

from dragoman.actors.likeness.choosing import Candidate, Choice, choose, demands, enough, rank
from dragoman.actors.likeness.comparing import likeness, word_likeness
from dragoman.actors.likeness.readings import mediated, sound

__all__ = [
    "Candidate",
    "Choice",
    "choose",
    "demands",
    "enough",
    "likeness",
    "mediated",
    "rank",
    "sound",
    "word_likeness",
]
