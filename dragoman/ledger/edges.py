"""Judgements that two things are, or are not, one: which of them hold together."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)
Judged = tuple[int, Thing, Thing, bool]
"""The number of a decision, the two that it is about, and whether they are one."""


def agreeing(judged: Iterable[Judged[Thing]]) -> tuple[list[Judged[Thing]], dict[int, str]]:
    """Return the judgements that hold, by number, and for each other one what contradicts it.

    A later one holds against earlier ones. They contradict each other also by way of others:
    who says that a is b and b is c has said that a is c.

    >>> agreeing([(1, "a", "b", True), (2, "b", "c", True), (3, "a", "c", False)])
    ([(2, 'b', 'c', True), (3, 'a', 'c', False)], {1: 'contradicted by decisions 2 and 3'})
    """
    root: dict[Thing, Thing] = {}
    members: dict[Thing, list[Thing]] = {}
    apart: dict[Thing, dict[Thing, int]] = defaultdict(dict)  # by root: what it is not, and why
    beside: dict[Thing, dict[Thing, int]] = defaultdict(dict)  # what it is, directly
    held: list[Judged[Thing]] = []
    contradicted: dict[int, str] = {}
    for number, a, b, same in sorted(judged, key=lambda one: one[0], reverse=True):
        for thing in (a, b):
            root.setdefault(thing, thing)
            members.setdefault(thing, [thing])
        one, other = root[a], root[b]
        against: set[int] = set()
        if not same and one == other:
            against = _way(beside, a, b)
        elif same and one != other and (why := apart[one].get(other)):
            against = {why} | _behind(held, why, a, b, beside)
        if against or (a == b and not same):
            contradicted[number] = _by(against)
            continue
        held.append((number, a, b, same))
        if not same:
            apart[one][other] = apart[other][one] = number
        else:
            beside[a].setdefault(b, number)
            beside[b].setdefault(a, number)
            if one != other:
                _join(one, other, root, members, apart)
    return held[::-1], contradicted


def _join(
    one: Thing,
    other: Thing,
    root: dict[Thing, Thing],
    members: dict[Thing, list[Thing]],
    apart: dict[Thing, dict[Thing, int]],
) -> None:
    """Make the smaller of two groups part of the larger."""
    if len(members[one]) < len(members[other]):
        one, other = other, one
    for thing in members[other]:
        root[thing] = one
    members[one] += members.pop(other)
    for third, number in apart.pop(other, {}).items():
        apart[one][third] = apart[third][one] = number
        del apart[third][other]


def _behind(
    held: Iterable[Judged[Thing]],
    why: int,
    a: Thing,
    b: Thing,
    beside: Mapping[Thing, Mapping[Thing, int]],
) -> set[int]:
    """Return the decisions by which a "not the same" of two others is one of a and b."""
    _, x, y, _ = next(one for one in held if one[0] == why)
    straight = _way(beside, a, x) | _way(beside, b, y)
    return straight or _way(beside, a, y) | _way(beside, b, x)


def _way(beside: Mapping[Thing, Mapping[Thing, int]], a: Thing, b: Thing) -> set[int]:
    """Return the decisions by which a is b; none when they are not, or are one and the same."""
    came: dict[Thing, tuple[Thing, int] | None] = {a: None}
    queue = deque([a])
    while queue:
        here = queue.popleft()
        for there, number in beside.get(here, {}).items():
            if there not in came:
                came[there] = here, number
                queue.append(there)
    way: set[int] = set()
    step = came.get(b)
    while step is not None:
        way.add(step[1])
        step = came[step[0]]
    return way


def _by(numbers: set[int]) -> str:
    if not numbers:
        return "contradicts itself"
    *others, last = map(str, sorted(numbers))
    first = f"s {', '.join(others)} and" if others else ""
    return f"contradicted by decision{first} {last}"
