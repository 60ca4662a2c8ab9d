"""Dragoman turns the public record of diplomacy into a sourced, queryable ledger.

    >>> import dragoman
    >>> doc = dragoman.Document("d1", "Wang Yi visited Singapore on 20 August 2020.")
    >>> [report] = dragoman.extract(doc)
    >>> str(report.channel), sorted(report.polities)
    ('visit', ['st:chn', 'st:sgp'])

The verbs `read`, `extract` and `link` make values; a `Ledger` keeps them; `circle`,
`channels`, `coverage`, `digest` and `events` ask it. Everything else is private by its place.
"""

from importlib import import_module
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
    from dragoman.run import Ledger

__version__ = "0.1.0"

_HOME = {
    "read": "read",
    "extract": "extract",
    "link": "link",
    "Ledger": "run",
    "channels": "ask",
    "circle": "ask",
    "coverage": "ask",
    "digest": "ask",
    "events": "ask",
    "Actor": "model",
    "Channel": "model",
    "Claim": "model",
    "Document": "model",
    "DragomanError": "model",
    "Event": "model",
    "Issue": "model",
    "Report": "model",
    "Role": "model",
    "Span": "model",
    "Status": "model",
}

__all__ = [*sorted(_HOME), "__version__"]


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for: importing the package stays cheap."""
    if name not in _HOME:
        raise AttributeError(f"module 'dragoman' has no name {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"dragoman.{_HOME[name]}"), name)
