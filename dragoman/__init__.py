"""Dragoman turns the public record of diplomacy into a sourced, queryable ledger.

    >>> import dragoman
    >>> doc = dragoman.Document("d1", "Wang Yi visited Singapore on 20 August 2020.")
    >>> [report] = dragoman.extract(doc).reports
    >>> str(report.channel), sorted(report.polities)
    ('visit', ['st:chn', 'st:sgp'])

The verbs `read`, `extract` and `link` make values; a `Ledger` keeps them; `circle`,
`channels`, `coverage`, `digest` and `events` ask it. Everything else is private by its place.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.ask import channels, circle, coverage, digest, events
    from dragoman.extract import extract
    from dragoman.link import link
    from dragoman.model import (
        Actor,
        Channel,
        Claim,
        Document,
        DragomanError,
        Event,
        Issue,
        Report,
        Role,
        Span,
        Status,
    )
    from dragoman.read import read
    from dragoman.run import Ledger, read_into

__version__ = "0.1.0"

_HOME = {
    "read": "read",
    "extract": "extract",
    "link": "link",
    "Ledger": "run",
    "read_into": "run",
    **dict.fromkeys(("channels", "circle", "coverage", "digest", "events"), "ask"),
    **dict.fromkeys(("Actor", "Channel", "Claim", "Document", "DragomanError"), "model"),
    **dict.fromkeys(("Event", "Issue", "Report", "Role", "Span", "Status"), "model"),
}

__all__ = [*sorted(_HOME), "__version__"]


class _Package(ModuleType):
    """The package, with its public names loaded when they are first asked for.

    Importing it stays cheap, and `dragoman.read` is the verb although a room has that
    name too: the import machinery, which would put the room there, is not heard.
    """

    def __getattribute__(self, name: str) -> object:
        """Return the public name `name`, or any other attribute as usual."""
        home = _HOME.get(name)
        if home is None:
            return super().__getattribute__(name)
        return getattr(import_module(f"dragoman.{home}"), name)


sys.modules[__name__].__class__ = _Package
