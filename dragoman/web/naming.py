"""Actors on a page: a person never without the state, and where each has a page."""

from dragoman.web.shelf import Reading

ACTORS = ("st:", "og:", "of:", "pe:")
"""How the ids of those begin who have a page."""


def called(book: Reading, ident: str, polity: str | None = None) -> str:
    """Return what to call an actor, a person with the state: "Wang Yi (China)".

    Args:
        book: The ledger.
        ident: An id; words are returned as they are.
        polity: The state or organization, where the ledger says it; else the register may.
    """
    label = book.label(ident)
    if ident.startswith(("st:", "og:", "of:")):
        return label  # an office says its state
    polities = {polity} if polity else set()
    if ident.startswith("pe:") and not polity:
        person = book.register.person(ident)
        polities = set(person.polities) if person else set()
    states = ", ".join(sorted(map(book.label, polities)))
    return f"{label} ({states})" if states else label


def actor_path(ident: str) -> str:
    """Return the address of an actor's page; "" for who has none.

    >>> actor_path("st:idn"), actor_path("a delegation")
    ('/actor/st:idn', '')
    """
    return f"/actor/{ident}" if ident.startswith(ACTORS) else ""


def pair_path(one: str | None, other: str | None) -> str:
    """Return the address of what lies between two; "" unless both are states or organizations.

    >>> pair_path("st:idn", "og:asean"), pair_path("st:idn", "pe:wang-yi")
    ('/pair/st:idn/og:asean', '')
    """
    sides = ("st:", "og:")
    fits = one and other and one != other and one.startswith(sides) and other.startswith(sides)
    return f"/pair/{one}/{other}" if fits else ""
