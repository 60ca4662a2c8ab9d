"""Verdicts on what a text counts: from how many are recorded to what that says. No ledger here.

Definitions and formulas: measure (i), "claims check".
"""

import math
from collections.abc import Iterable
from enum import StrEnum

SOURCES = 2
"""How many independent sources must tell an occasion, for it to contradict a number."""


class Verdict(StrEnum):
    """What the record says of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_CONFIRMED = "not confirmed"
    DEFINITION = "definition-dependent"  # it holds by one reading of its words, by another not
    REFUSED = "refused"  # the record cannot say: it starts later, or the words name no day


def judge_number(
    number: int, recorded: int, possible: int, well_sourced: int, *, at_least: bool = False
) -> Verdict:
    """Judge "the second meeting": is this many recorded, the claimed one among them?

    Args:
        number: As claimed.
        recorded: Occasions in the window that are surely there and surely apart.
        possible: Further ones, whose day or sameness is not settled.
        well_sourced: How many of `recorded` at least `SOURCES` independent sources tell.
        at_least: The words set no upper end ("more than 40 times").

    >>> str(judge_number(2, 2, 0, 0)), str(judge_number(2, 3, 0, 3)), str(judge_number(2, 3, 0, 2))
    ('supported', 'contradicted', 'not confirmed')
    """
    if at_least:
        return Verdict.SUPPORTED if recorded >= number else Verdict.NOT_CONFIRMED
    if recorded > number and well_sourced > number:
        return Verdict.CONTRADICTED
    if recorded == number and not possible:
        return Verdict.SUPPORTED
    return Verdict.NOT_CONFIRMED


def judge_empty(inside: int, possible: int) -> Verdict:
    """Judge "the first since 2017": one occasion inside the empty time contradicts it.

    >>> str(judge_empty(0, 0)), str(judge_empty(1, 0)), str(judge_empty(0, 1))
    ('supported', 'contradicted', 'not confirmed')
    """
    if inside:
        return Verdict.CONTRADICTED
    return Verdict.NOT_CONFIRMED if possible else Verdict.SUPPORTED


def judge_anniversary(number: int, years: int) -> Verdict:
    """Judge an anniversary in the calendar year that is so many `years` after the first.

    In the 72nd year the 71st anniversary falls: who says "72nd" then counts years, not their ends.

    >>> [str(judge_anniversary(72, years)) for years in (72, 71, 73)]
    ['supported', 'definition-dependent', 'contradicted']
    """
    if years == number:
        return Verdict.SUPPORTED
    return Verdict.DEFINITION if years == number - 1 else Verdict.CONTRADICTED


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """Return one verdict for several readings of a claim's words.

    A reading that the record cannot judge does not stand in the way of "not confirmed", but
    it does in the way of "supported" and of "contradicted": who chooses it is not answered.

    >>> str(together([Verdict.SUPPORTED, Verdict.NOT_CONFIRMED]))
    'definition-dependent'
    >>> str(together([Verdict.REFUSED, Verdict.NOT_CONFIRMED]))
    'not confirmed'
    """
    found = set(verdicts)
    if found == {Verdict.REFUSED, Verdict.NOT_CONFIRMED}:
        return Verdict.NOT_CONFIRMED
    return found.pop() if len(found) == 1 else Verdict.DEFINITION


def complete(expected: float, recall: float) -> float:
    """Return the probability that no occasion of a window is missing from the record.

    What is missed is taken as Poisson with the mean `expected` times one less `recall`.

    Args:
        expected: Occasions in the window that there truly were, on average.
        recall: The share of such occasions that the record has.

    Raises:
        ValueError: `recall` is no share, or `expected` is negative.

    >>> round(complete(2, 0.8), 2), round(complete(6, 0.8), 2), round(complete(6, 0.95), 2)
    (0.67, 0.3, 0.74)
    """
    if not 0 < recall <= 1 or expected < 0:
        raise ValueError(f"a recall of {recall} or {expected} expected occasions cannot be")
    return math.exp(-expected * (1 - recall))
