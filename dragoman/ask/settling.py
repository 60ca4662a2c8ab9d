"""From a value that somebody types for a role to the value that a decision keeps."""

from typing import TYPE_CHECKING

from dragoman.ask.book import Book
from dragoman.ask.names import actor as actor_called
from dragoman.model import Role
from dragoman.model.decision import HOLDERS, actor_of_words, check_value

if TYPE_CHECKING:
    from dragoman.actors import Register


def settle(register: "Register", book: Book, role: str, typed: str, day: str | None) -> str:
    """Return the value that was typed for a role, as decisions have it.

    Who holds a role gets the ids of office and state beside that of the person, as they were
    on that day.

    Raises:
        InputError: It is no value of that role.
        UnknownName: It names nobody, or several.
    """
    value = " ".join(typed.split())
    if role in ("channel", "status"):
        value = value.lower().replace("-", "_").replace(" ", "_")
    elif role == Role.PLACE and not value.startswith(("pl:", "st:")):
        ids = [ident for ident in register.lookup(value) if ident.startswith(("pl:", "st:"))]
        value = ids[0] if len(ids) == 1 else value
    elif role in HOLDERS:
        try:
            actor = actor_of_words(value)
        except ValueError:
            actor = actor_of_words(actor_called(register, value, ledger=book))
        value = _whole(register, actor.id or value, actor.name, day)
    if role != "form":
        check_value(role, value)
    return value


def _whole(register: "Register", ident: str, name: str | None, day: str | None) -> str:
    """Return an actor in words: with the office and the state that a person is known to have."""
    ids = [ident]
    if ident.startswith("pe:"):
        person = register.person(ident)
        polities = {register.polity_of(t.office) for t in person.tenures} if person else set()
        office = register.office_on(ident, day)
        polity = register.polity_of(office) if office else register.closest(ident, day)
        if polity is None and len(polities) == 1:
            [polity] = polities
        ids += [part for part in (office, polity) if part]
    elif ident.startswith("of:"):
        ids.append(register.polity_of(ident))
    elif not ident.startswith(("st:", "og:")):
        return ident
    return " ".join([*ids, *([f"name:{name}"] if name else [])])
