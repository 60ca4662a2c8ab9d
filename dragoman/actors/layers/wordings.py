"""Wordings that two states or organizations share."""

from collections.abc import Iterable, Sequence
from typing import Any

from dragoman.actors.layers.problem import Problem, shown


def shared_wordings(entries: Iterable[Sequence[Any]]) -> list[Problem]:
    """Return a problem for each wording of two polities or organizations.

    Such a wording must be marked ambiguous, else a sentence that holds it means whichever
    was read first.

    Args:
        entries: The lexicon: (words, kind, id, form).
    """
    owners: dict[tuple[str, str], set[str]] = {}
    for words, kind, ident, *_ in entries:
        if kind in ("pol", "adj", "noun", "metonym", "org", "body"):
            group = "adj" if kind in ("adj", "noun") else "name"
            owners.setdefault((" ".join(words), group), set()).add(ident)
    return [
        Problem(
            "aliases.csv", 0, f"{shown(wording)} is {' and '.join(sorted(idents))}",
            "one meaning; or mark it ambiguous for each in aliases.csv", "", "",
        )
        for (wording, _group), idents in sorted(owners.items())
        if len(idents) > 1
    ]  # fmt: skip
