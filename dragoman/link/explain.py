"""Why reports are of one happening, and why two happenings are two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.link.book import load_book
from dragoman.link.cases import Case, Source, cases_of
from dragoman.link.compare import Comparison, compare, observe
from dragoman.link.groups import Group
from dragoman.model import Report

_COMPARED = 200  # reports of an event that are compared with each other


@dataclass(frozen=True, slots=True)
class Bond:
    """A report, and the other one of its event that it has most in common with."""

    report: int  # its place among the reports that were given
    other: int
    comparison: Comparison | None  # None: nothing speaks for it but a person's decision


@dataclass(frozen=True, slots=True)
class Apart:
    """Why two groups of reports are two happenings.

    `because` names what makes it impossible that they are one; with "score", nothing does,
    and they have too little in common.
    """

    because: str
    comparison: Comparison | None


def bonds(reports: Sequence[Report], sources: Mapping[str, Source]) -> tuple[Bond, ...]:
    """Return for each report of an event what it has in common with the nearest other one.

    Args:
        reports: Of one event.
        sources: What is known of their documents.
    """
    cases = list(cases_of(reports[:_COMPARED], sources))
    found = []
    for i, case in enumerate(cases):
        ranked = [(_compare(case, other), -j) for j, other in enumerate(cases) if i != j]
        if ranked:
            best, other = max(ranked, key=lambda pair: (_score(pair[0]), pair[1]))
            found.append(Bond(i, -other, best))
    return tuple(found)


def _score(comparison: Comparison | None) -> float:
    return comparison.score if comparison else float("-inf")


def apart(ours: Sequence[Report], theirs: Sequence[Report], sources: Mapping[str, Source]) -> Apart:
    """Return why two events are two.

    Args:
        ours: The reports of the one.
        theirs: The reports of the other.
        sources: What is known of their documents.
    """
    mine = list(cases_of(ours[:_COMPARED], sources))
    others = list(cases_of(theirs[:_COMPARED], sources))
    found = [c for one in mine for two in others if (c := _compare(one, two))]
    best = max(found, key=lambda comparison: comparison.score, default=None)
    if best is None:
        return Apart("days" if _share_channels(mine, others) else "channels", None)
    hold, other = Group.of(mine), Group.of(others)
    return Apart(hold.keeps_apart(other) or "score", best)


def _compare(one: Case, two: Case) -> Comparison | None:
    book = load_book()
    how = {
        "home": one.doc_id == two.doc_id,
        "copies": one.copies is not None and one.copies == two.copies,
    }
    if observe(one.said, two.said, book, **how) is None:
        return None
    return compare(one.said, two.said, book, **how)


def _share_channels(mine: Sequence[Case], others: Sequence[Case]) -> bool:
    kin = load_book().kin
    return any(
        one.said.family == two.said.family or frozenset((one.said.family, two.said.family)) in kin
        for one in mine
        for two in others
    )
