"""Dragoman turns the public record of diplomacy into a sourced, queryable ledger.

    >>> import dragoman
    >>> doc = dragoman.Document("d1", "Wang Yi visited Singapore on 20 August 2020.")
    >>> [report] = dragoman.extract(doc).reports
    >>> str(report.channel), sorted(report.polities)
    ('visit', ['st:chn', 'st:sgp'])

The verbs `read`, `extract` and `link` make values; a `Ledger` keeps them, and the questions
(`circle`, `channels`, `pair`, `check` and the others of `QUESTIONS`) ask it. An actor is given by
name or id. A question returns an `Answer`: typed rows, each with the ids of the claims behind
it, what they rest on, and all of it as Arrow tables (`answer.tables()`); `figure_of` draws it,
and `export_events` writes events in other people's formats. What went wrong in a way
that a user can do something about is a `DragomanError`. Everything else is private by its place.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.actors import Register
    from dragoman.ask.asking import (
        agenda,
        aid,
        channels,
        check,
        circle,
        compare,
        coverage,
        digest,
        events,
        issues,
        network,
        pair,
        partnerships,
        plans,
        show,
        voices,
    )
    from dragoman.ask.book import Answer
    from dragoman.ask.tables import tables
    from dragoman.export.events import export_events
    from dragoman.export.figures import figure_of
    from dragoman.extract import extract
    from dragoman.link import link
    from dragoman.model import (
        Actor,
        Channel,
        Claim,
        Document,
        DragomanError,
        Event,
        InputError,
        Issue,
        NothingFound,
        Report,
        Role,
        Span,
        Status,
        UnknownName,
    )
    from dragoman.read import read
    from dragoman.run import Ledger, read_into

__version__ = "0.1.0"

QUESTIONS = (
    *("agenda", "aid", "channels", "check", "circle", "compare", "coverage", "digest", "events"),
    *("issues", "network", "pair", "partnerships", "plans", "show", "voices"),
)
"""The names of the questions that can be put to a ledger."""

_HOME = {
    "read": "read",
    "extract": "extract",
    "link": "link",
    "Ledger": "run",
    "read_into": "run",
    "Register": "actors",
    "Answer": "ask.book",
    "tables": "ask.tables",
    "export_events": "export.events",
    "figure_of": "export.figures",
    **dict.fromkeys(QUESTIONS, "ask.asking"),
    **dict.fromkeys(("Actor", "Channel", "Claim", "Document", "DragomanError", "Event"), "model"),
    **dict.fromkeys(("InputError", "Issue", "NothingFound", "Report", "Role", "Span"), "model"),
    **dict.fromkeys(("Status", "UnknownName"), "model"),
}

__all__ = [*sorted(_HOME), "QUESTIONS", "__version__"]


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
