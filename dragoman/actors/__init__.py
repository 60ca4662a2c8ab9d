"""Who is meant: the register of known actors, and the finder of mentions."""

from dragoman.actors.mentions import find_mentions
from dragoman.actors.register import Person, Place, Polity, Register, Tenure

__all__ = ["Person", "Place", "Polity", "Register", "Tenure", "find_mentions"]
