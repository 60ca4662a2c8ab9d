"""Who is meant: the register of known actors, and the finder of mentions."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.actors.mentions import find_mentions
    from dragoman.actors.register import Person, Place, Polity, Register, Tenure

_HOME = {
    **dict.fromkeys(("Person", "Place", "Polity", "Register", "Tenure"), "register"),
    "find_mentions": "mentions",
}

__all__ = ["Person", "Place", "Polity", "Register", "Tenure", "find_mentions"]


def __getattr__(name: str) -> object:
    """Return a public name; a question asks the register, and none of the finder."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
