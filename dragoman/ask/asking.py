"""The questions as Python asks them: actors by name, and the ledger's own register behind it.

`dragoman.circle` is this module's, and so is every other question. Each is the function of that
name in its own module, which takes ids alone, with one step before it: names become ids, words
of the codebook are checked, and what was asked is noted in the answer.

>>> import tempfile
>>> from pathlib import Path
>>> import dragoman
>>> folder = Path(tempfile.mkdtemp())
>>> _ = (folder / "one.txt").write_text(
...     "On 20 August 2020, Indonesian Foreign Minister Retno Marsudi visited China. Wang Yi and "
...     "Retno Marsudi met in Baoting. China delivered 100 ventilators to Indonesia."
... )
>>> _ = dragoman.read_into([folder / "one.txt"], folder / "ledger")
>>> ledger = dragoman.Ledger.open(folder / "ledger")
>>> asked = dragoman.circle(ledger, "Indonesia", "2020-08")
>>> [(row.other, row.channel) for row in asked.rows if row.channel != "aid"]
[('st:chn', 'meeting'), ('st:chn', 'visit')]
>>> asked.query
{'question': 'circle', 'who': 'st:idn', 'month': '2020-08'}
>>> list(asked.tables())
['rows', 'basis', 'partners', 'gone', 'about']
>>> dragoman.pair(ledger, "China", "Indonesia").tables()["visits"].num_rows
2
>>> dragoman.circle(ledger, "Indonesa", "2020-08")
Traceback (most recent call last):
dragoman.model.errors.UnknownName: nobody is known as 'Indonesa'; did you mean Indonesia...?
>>> dragoman.events(ledger, channels=["vist"])
Traceback (most recent call last):
dragoman.model.errors.InputError: channels: 'vist' is none of ...; did you mean 'visit'?
>>> ledger.close()
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import partial, wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from dragoman import ask as _room
from dragoman.ask.book import Answer, Book
from dragoman.ask.names import ID, Names, actor
from dragoman.ask.window import window
from dragoman.model import Channel, InputError, SectionKind, Stance, Status, UnknownName
from dragoman.model.config import did_you_mean

if TYPE_CHECKING:
    from dragoman.actors import Register
    from dragoman.ask import (
        Checked,
        Coverage,
        agenda,
        aid,
        channels,
        circle,
        compare,
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

_ACTORS: Mapping[str, tuple[str, ...]] = {
    "agenda": ("who",),
    "aid": ("who", "other"),
    "channels": ("who",),
    "circle": ("who",),
    "compare": ("here", "there"),
    "digest": ("who",),
    "events": ("actor",),
    "issues": (),
    "network": ("who",),
    "pair": ("one", "other"),
    "partnerships": ("one", "other"),
    "plans": ("who",),
    "show": (),
    "voices": ("about", "by"),
}
"""The questions that are asked as they stand in their modules, with their actors."""

__all__ = [
    "actor_id",
    "agenda",
    "aid",
    "by_name",
    "channels",
    "check",
    "circle",
    "compare",
    "coverage",
    "digest",
    "events",
    "issues",
    "network",
    "pair",
    "partnerships",
    "plans",
    "register_of",
    "show",
    "voices",
]

P = ParamSpec("P")
A = TypeVar("A")

_NOTE = """
    {actors} may be a name ("Indonesia", "Xi Jinping"), a code ("IDN") or an id ("st:idn"). A
    name that nobody has, or several have, raises `UnknownName`, which says the nearest ones.
"""

_WORDS: Mapping[str, type[StrEnum]] = {
    "channels": Channel,
    "statuses": Status,
    "stances": Stance,
    "section": SectionKind,
}
"""Parameters that hold words of a codebook; `kinds`, which only `voices` has, is another."""

_WHEN = ("month", "since", "as_of")
"""Parameters that say when: the day decides between two holders of one name."""

_HOW = ("ledger", "register", "names", "tell")
"""Parameters that are no part of what is asked."""


def by_name(*actors: str) -> Callable[[Callable[P, A]], Callable[P, A]]:
    """Let a question be asked by names: these of its parameters are actors.

    A question that wants a register, or what to call an id, gets the ledger's own where it is
    given none.
    """

    def named(question: Callable[P, A]) -> Callable[P, A]:
        known = signature(question)

        @wraps(question)
        def ask(*args: P.args, **kwargs: P.kwargs) -> A:
            given = known.bind(*args, **kwargs)
            told = given.arguments
            ledger = told["ledger"]
            when = next((told[name] for name in _WHEN if told.get(name)), None)
            for name, value in told.items():
                if name in actors and value is not None:
                    told[name] = _each(value, partial(actor_id, ledger, when=when))
                elif value is not None and _words(name):
                    told[name] = _each(value, partial(_word, name))
            if "register" in known.parameters and told.get("register") is None:
                told["register"] = register_of(ledger)
            if "names" in known.parameters and "names" not in told:
                told["names"] = register_of(ledger).label
            answer = question(*given.args, **given.kwargs)
            if not isinstance(answer, Answer):
                return answer
            query = {
                name: noted
                for name, value in told.items()
                if name not in _HOW
                and (noted := _noted(name, value)) != _noted(name, known.parameters[name].default)
            }
            answered: Any = replace(answer, query={"question": question.__name__, **query})
            return answered  # type: ignore[no-any-return]

        ask.__module__ = __name__
        if actors:
            listed = " and ".join(f"`{name}`" for name in actors)
            ask.__doc__ = f"{question.__doc__}{_NOTE.format(actors=listed)}"
        return ask

    return named


def register_of(ledger: Book) -> "Register":
    """Return the register with the layers that a ledger's settings name.

    A ledger that has a `register` has loaded it already.
    """
    from dragoman.actors import Register
    from dragoman.ledger import Ledger

    if isinstance(own := getattr(ledger, "register", None), Register):
        return own
    if not isinstance(ledger, Ledger):
        return Register.load()
    return Register.load(tuple(ledger.root / layer for layer in ledger.config.layers))


def actor_id(
    ledger: Book, typed: str, *, when: str | None = None, register: Names | None = None
) -> str:
    """Return the id of the actor that a name means; an id is returned as it is.

    Args:
        ledger: Open for reading.
        typed: A name, a code or an id.
        when: An EDTF window; its first day decides between two holders of a name.
        register: What is asked; None: the ledger's own.

    Raises:
        UnknownName: Nobody is called so, or several are; the sentence names those near.
    """
    if ID.fullmatch(typed):
        return typed
    register = register or register_of(ledger)
    try:
        return actor(register, typed, ledger=ledger)
    except UnknownName:
        on = window(when).first.isoformat() if when else None
        if on is None or len(register.lookup(typed, on)) != 1:
            raise
        return actor(register, typed, ledger=ledger, on=on)


def _each(value: Any, found: Callable[[str], str]) -> Any:
    """Do to a word, or to each of several."""
    return found(value) if isinstance(value, str) else tuple(found(one) for one in value)


def _word(name: str, typed: str) -> StrEnum:
    """Return a word of the codebook that a parameter was given.

    Raises:
        InputError: It is none; the nearest is offered.
    """
    kind = _words(name)
    known = tuple(str(word) for word in kind)
    if typed not in known:
        raise InputError(
            f"{name}: {typed!r} is none of {', '.join(known)}{did_you_mean(typed, known)}"
        )
    return next(word for word in kind if word == typed)


def _words(name: str) -> tuple[StrEnum, ...]:
    """Return the words that a parameter can hold; none where it is of no codebook."""
    if name == "kinds":
        from dragoman.ask.voices import VoiceKind

        return tuple(VoiceKind)
    return tuple(_WORDS.get(name, ()))


def _noted(name: str, value: Any) -> Any:
    """Return what a parameter was given as JSON knows it; words of a codebook in its order."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str) or not isinstance(value, Collection):
        return str(value)
    return [str(one) for one in (_words(name) or value) if one in value]


@by_name("who", "other")
def check(
    ledger: Book,
    *,
    who: str | None = None,
    other: str | None = None,
    event: str | None = None,
    recall: float | None = None,
) -> "Checked":
    """Hold what documents count ("second meeting this year") against what the ledger has.

    Args:
        ledger: Open for reading.
        who: Only claims of events to which this person, office or polity is a party.
        other: Only claims of events to which this one is a party as well.
        event: Only claims of the event with this id.
        recall: The share of such events that the ledger has, where somebody measured it.

    Returns:
        Rows by day of the document, each with its verdict, the readings of its words, and how
        probable it is that the ledger lacks nothing.

    Raises:
        InputError: `recall` is no share.
        NothingFound: No document counts anything that could be checked.
    """
    register = register_of(ledger)
    return _room.check(ledger, register, who=who, other=other, event=event, recall=recall)


@by_name()
def coverage(
    ledger: Book, *, matrix: bool = False, between: tuple[str, str] | None = None
) -> "Coverage":
    """Count the documents of a ledger, and say how far they are from the whole.

    Args:
        ledger: Open for reading.
        matrix: Return each event with the outlets that tell of it.
        between: Two outlets, or two sides by name or id: say what each tells more often.

    Returns:
        Rows by outlet (most documents first), side, language, month and section.

    Raises:
        InputError: Of one of the two in `between` there is no document.
        NothingFound: No document was read, and none was skipped.
    """
    tellers = tuple(_teller(ledger, one) for one in between) if between else None
    return _room.coverage(ledger, matrix=matrix, between=tellers)  # type: ignore[arg-type]


def _teller(ledger: Book, typed: str) -> str:
    """Return the outlet, or else the id of the side, that a name means; a name of neither as is."""
    outlets = ledger.db.execute(
        "SELECT DISTINCT outlet FROM documents WHERE lower(outlet) = lower($typed) ORDER BY 1",
        {"typed": typed},
    ).fetchall()
    if outlets:
        exact = [name for (name,) in outlets if name == typed]
        return str(exact[0] if exact else outlets[0][0])
    try:
        return actor_id(ledger, typed)
    except UnknownName:
        return typed


def __getattr__(name: str) -> object:
    """Return a question; it is loaded, with its module, when it is first asked for."""
    if name not in _ACTORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return globals().setdefault(name, by_name(*_ACTORS[name])(getattr(_room, name)))
