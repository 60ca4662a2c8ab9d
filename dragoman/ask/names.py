"""From what a user types to the id of an actor."""

import re
from typing import Protocol

from dragoman.ask.book import Book
from dragoman.model import UnknownName

ID = re.compile(r"(?:st|og|of|pe):[a-z0-9][a-z0-9.\-]*")
"""What is an id, and no name."""

PARTIES = ("st:", "og:", "of:", "pe:")
"""How the ids of those begin who can be party to an event; places and outlets cannot."""


class Names(Protocol):
    """What the register answers about names."""

    def lookup(self, name: str, on: str | None = None, /) -> list[str]:
        """Return the ids that a name can mean."""

    def suggest(self, name: str, /) -> list[str]:
        """Return names that are spelled alike."""

    def label(self, ident: str, /) -> str:
        """Return what to call an actor."""


def actor(names: Names, typed: str, *, ledger: Book | None = None, on: str | None = None) -> str:
    """Return the id of the one actor that a typed name means.

    Args:
        names: The register.
        typed: A name ("Xi Jinping", "Indonesia"), a code ("IDN") or an id ("pe:xi-jinping").
        ledger: Ids that occur in it are known even when the register lacks them.
        on: EDTF day that decides between holders of one office or name.

    Raises:
        UnknownName: Nobody is called so, or several are; the sentence names those near.
    """
    typed = " ".join(typed.split())
    if not typed:
        raise UnknownName("the name is empty; type a person, a state or an id such as st:idn")
    known = names.lookup(typed, on)
    found = [id_ for id_ in known if id_.startswith(PARTIES)]
    if known and not found:
        raise UnknownName(
            f"{typed!r} is {names.label(known[0])} ({known[0]}), which is no party to anything; "
            "type a person, a state, an organization or an office"
        )
    code = f"st:{typed.casefold()}"
    if code in found:
        return code  # RUS is the state, whoever else bears that name
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(f"{id_} ({names.label(id_)})" for id_ in found[:6])
        more = f" and {len(found) - 6} more" if len(found) > 6 else ""
        raise UnknownName(
            f"{typed!r} can mean {several}{more}; did you mean one of these? Type its id"
        )
    if ID.fullmatch(typed) and ledger is not None and _occurs(ledger, typed):
        return typed
    near = names.suggest(typed)[:4]
    if near:
        raise UnknownName(f"nobody is known as {typed!r}; did you mean {_either(near)}?")
    raise UnknownName(
        f"nobody is known as {typed!r}. A state is typed as China, CHN or st:chn, a person by "
        "full name or as pe:xi-jinping"
    )


def _either(near: list[str]) -> str:
    return near[0] if len(near) == 1 else f"{', '.join(near[:-1])} or {near[-1]}"


def _occurs(ledger: Book, typed: str) -> bool:
    row = ledger.db.execute(
        "SELECT count(*) FROM claims WHERE $id IN (polity, office, person)", {"id": typed}
    ).fetchone()
    return bool(row and row[0])
