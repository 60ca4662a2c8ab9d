"""Grouping reports into events: blocks, pairs, groups, and what keeps groups apart.

First each document by itself: what it tells again is one act of it. Then the acts of all
documents, of which no two of one document are one happening. Both times what says the same is
compared once; what has a day comes first, the most alike pairs before others; then what has
only a month or a year; then what has no day, which joins a group only where nothing else
could be meant. The order of the reports changes nothing.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.link.book import Book
from dragoman.link.cases import OPEN, TOOK_PLACE, Case, Signature
from dragoman.link.compare import NEAR, alike
from dragoman.link.pairs import Spread, best, keys, pairs, scores
from dragoman.model import Edge, Status, Unclear

CLEAR = 0.7
"""By how much (log-odds) one group must fit better than all others to be the one meant."""

SURE = 1.0
"""By how much (log-odds) what has no day of its own must fit what another document tells."""

_LONGEST = 31  # days of the longest stay that is compared day by day
_MANY = 20  # groups of one pair around a vague date, among which none can be the one meant
_MOVED = 200  # days by which a plan is moved at most
_FOREVER = 10**6


@dataclass(slots=True)
class Group:
    """Reports of one happening, as they come together."""

    key: str
    said: list[Signature]
    cases: list[Case]
    core: tuple[int, int] | None  # the days on which all of them can be
    near: tuple[int, int] | None = None  # the same, or else when it was news
    docs: set[str] = field(default_factory=set)
    persons: dict[str, frozenset[str]] = field(default_factory=dict)
    givers: frozenset[str] = frozenset()
    ordinals: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()  # reports that a decision speaks of
    apart: frozenset[str] = frozenset()  # reports that it must not hold

    @classmethod
    def of(cls, cases: Sequence[Case]) -> "Group":
        """Return a group of reports that are one act of each of their documents."""
        whole, *rest = (cls._of(case) for case in cases)
        for one in rest:
            whole.take(one)
        return whole

    @classmethod
    def _of(cls, case: Case) -> "Group":
        said = case.said
        group = cls(case.id, [said], [case], said.days, said.days or case.reach, {case.doc_id})
        group.persons = dict(said.persons)
        group.givers, group.ordinals = said.givers, said.ordinals
        group.copies = frozenset([case.copies]) if case.copies else frozenset()
        return group

    @property
    def is_vague(self) -> bool:
        """Whether its days are only a month or a year in which it was, or too many."""
        long = bool(self.core and self.core[1] - self.core[0] > _LONGEST)
        return long or all(said.vague for said in self.said)

    def keeps_apart(self, other: "Group", *, moved: bool = False, home: bool = False) -> str | None:
        """Return what keeps two groups apart, whatever else they have in common; None: nothing.

        "decision": a person said that they are two. "document": a document tells them as two.
        "days": they are on different days. "givers": a visit there is no visit here. "session":
        a session has one number. "persons": nobody's place is taken by somebody else; the
        president met the guest, and so did the premier, are two meetings. "sentence": no
        sentence counts twice; "signed a joint statement and witnessed the signing of
        documents" are two acts.

        Args:
            other: The other group.
            moved: They are one plan, and the day that it was moved to.
            home: They are of one document, and it is asked whether that tells one act twice.
        """
        if self.decided & other.apart or other.decided & self.apart:
            return "decision"
        if not moved and not home and not self.docs.isdisjoint(other.docs):
            return "document"
        if not moved and self.core and other.core and _apart(self.core, other.core) > 1:
            return "days"
        if self.givers and other.givers and self.givers.isdisjoint(other.givers):
            return "givers"
        if self.ordinals and other.ordinals and self.ordinals.isdisjoint(other.ordinals):
            return "session"
        if any(
            not alike(names, other.persons[polity])
            for polity, names in self.persons.items()
            if polity in other.persons
        ):
            return "persons"
        if home:
            told = {case.place for case in self.cases}
            if any(case.place in told for case in other.cases):
                return "sentence"
        return None

    def take(self, other: "Group") -> None:
        """Take over everything of another group."""
        self.key = min(self.key, other.key)
        self.said = list(dict.fromkeys([*self.said, *other.said]))
        self.cases += other.cases
        if self.core and other.core:
            first, last = max(self.core[0], other.core[0]), min(self.core[1], other.core[1])
            # A plan that was moved is on its last day.
            far = _apart(self.core, other.core) > NEAR
            apart = max(self.core, other.core) if far else min(self.core, other.core)
            self.core = (first, last) if first <= last else apart
        else:
            self.core = self.core or other.core
        self.near = self.core or self.near or other.near
        for polity, names in other.persons.items():
            self.persons[polity] = self.persons.get(polity, frozenset()) | names
        self.givers |= other.givers
        self.ordinals |= other.ordinals
        self.docs |= other.docs
        self.copies |= other.copies
        self.decided |= other.decided
        self.apart |= other.apart


def group(
    cases: Iterable[Case],
    book: Book,
    edges: Sequence[Edge] = (),
    *,
    one_act_each: bool = False,
    spread: Spread = map,
) -> tuple[list[Group], list[Unclear]]:
    """Return the groups of reports that are of one happening; each report is in one.

    Beside them, the reports without a day that could be in several.

    Args:
        cases: The reports.
        book: The weights.
        edges: What people decided.
        one_act_each: No document tells an act twice, as in a record made by hand.
        spread: Where pairs are scored; see `pairs`.
    """
    by_doc: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_doc[case.doc_id].append(case)
    acts: list[list[Case]] = []
    for own in by_doc.values():
        if one_act_each or not _may_repeat(own):
            acts += ([case] for case in own)
        else:
            found, _ = _joined([[c] for c in own], book, edges, home=True)
            acts += (one.cases for one in found)
    by_doc.clear()
    return _joined(acts, book, edges, home=False, spread=spread)


def _may_repeat(own: Sequence[Case]) -> bool:
    """Say whether any two reports of a document have parties in common."""
    if len(own) == 1:
        return False
    found = [key for case in own for key in set(keys(case.said))]
    return len(set(found)) < len(found)


def _joined(
    acts: Iterable[Sequence[Case]],
    book: Book,
    edges: Sequence[Edge],
    *,
    home: bool,
    spread: Spread = map,
) -> tuple[list[Group], list[Unclear]]:
    """Bring acts together: of one document (`home`), or of all of them."""
    nodes = _nodes(acts, edges)
    roots = _Roots(nodes, book, home=home)
    at = {case.id: i for i, node in enumerate(nodes) for case in node.cases} if edges else {}
    _decide(edges, nodes, at)
    for edge in edges:
        if edge.same and edge.a in at and edge.b in at:
            roots.join(at[edge.a], at[edge.b], forced=True)
    fine = [i for i, node in enumerate(nodes) if node.core and not node.is_vague]
    for _, one, two in sorted(pairs(fine, nodes, book, spread)):
        roots.join(one, two)
    placed = set(fine)
    moved = _Moved(roots)
    if not home:
        moved.join(fine)
    late = _Late(roots, book, fine)
    late.place(i for i in range(len(nodes)) if i not in placed)
    if not home:
        moved.join(i for i, node in enumerate(nodes) if node.core)
    return roots.groups(), late.unclear


def _nodes(acts: Iterable[Sequence[Case]], edges: Iterable[Edge]) -> list[Group]:
    """Return the groups of acts that say the same; one without a day stands alone."""
    decided = {report for edge in edges for report in (edge.a, edge.b)}
    same: dict[object, list[Case]] = defaultdict(list)
    seen: dict[tuple[object, str], int] = defaultdict(int)
    for act in acts:
        first = act[0]
        if any(case.said.days is None or case.id in decided for case in act):
            same[first.id].extend(act)
            continue
        said = first.said if len(act) == 1 else frozenset(case.said for case in act)
        # Acts of one document that say the same are still two.
        nth = seen[said, first.doc_id]
        seen[said, first.doc_id] += 1
        same[said, nth].extend(act)
    seen.clear()
    nodes = [Group.of(sorted(held, key=lambda c: (c.place, c.id))) for held in same.values()]
    return sorted(nodes, key=lambda node: node.key)


def _decide(edges: Iterable[Edge], nodes: Sequence[Group], at: Mapping[str, int]) -> None:
    for edge in edges:
        for mine, other in ((edge.a, edge.b), (edge.b, edge.a)):
            if mine in at:
                node = nodes[at[mine]]
                node.decided |= {mine}
                if not edge.same:
                    node.apart |= {other}


class _Roots:
    """Which nodes have come together (disjoint sets)."""

    def __init__(self, nodes: list[Group], book: Book, *, home: bool) -> None:
        self.nodes = nodes
        self.home = home
        self._book = book
        self._above = list(range(len(nodes)))

    def find(self, i: int) -> int:
        """Return the node that holds the group of a node."""
        while self._above[i] != i:
            self._above[i] = self._above[self._above[i]]
            i = self._above[i]
        return i

    def join(self, one: int, two: int, *, forced: bool = False, moved: bool = False) -> bool:
        """Put two groups together unless something keeps them apart; say whether it was done.

        Args:
            one: A node of the one.
            two: A node of the other.
            forced: A person said so: only another decision keeps them apart.
            moved: They are on different days because a plan was moved.
        """
        a, b = self.find(one), self.find(two)
        if a == b:
            return True
        mine, other = self.nodes[a], self.nodes[b]
        if forced:
            if mine.decided & other.apart or other.decided & mine.apart:
                return False
        elif mine.keeps_apart(other, moved=moved, home=self.home) or (
            not moved and not self._is_like(mine, other)
        ):
            return False
        if len(mine.cases) < len(other.cases):
            a, b, mine, other = b, a, other, mine
        mine.take(other)
        self._above[b] = a
        self.nodes[b] = mine
        return True

    def _is_like(self, one: Group, two: Group) -> bool:
        """Say whether all that two groups say is alike on the whole, and none of it impossible."""
        if len(one.said) == len(two.said) == 1:
            return True  # they were compared when they were chosen
        found = scores(one, two, self._book)
        sure = [how for how in found if how is not None]
        return len(sure) == len(found) and sum(sure) >= self._book.threshold * len(sure)

    def groups(self) -> list[Group]:
        """Return the groups, by key."""
        held = {self.find(i) for i in range(len(self.nodes))}
        return sorted((self.nodes[i] for i in held), key=lambda found: found.key)


class _Moved:
    """Brings a plan together with the other day that it was moved to."""

    def __init__(self, roots: _Roots) -> None:
        self._roots = roots

    def join(self, dated: Iterable[int]) -> None:
        """Join each plan that is said to be moved with the one group that it can have become."""
        nodes, find = self._roots.nodes, self._roots.find
        placed = list(dated)
        held = {find(i) for i in placed}
        moved = sorted(i for i in held if any(said.moved for said in nodes[i].said))
        if not moved:
            return
        blocks: dict[object, list[int]] = defaultdict(list)
        for i in placed:
            for key in keys(nodes[i].said[0]):
                blocks[key].append(i)
        for i in moved:
            i = find(i)
            near = {find(j) for said in nodes[i].said for key in keys(said) for j in blocks[key]}
            found = sorted(j for j in near - {i} if self._is_other_day(nodes[i], nodes[j]))
            if len(found) == 1:
                self._roots.join(i, found[0], moved=True)

    def _is_other_day(self, one: Group, two: Group) -> bool:
        """Say whether one group is a plan, and the other the same happening on another day."""
        if not one.core or not two.core or not 1 < _apart(one.core, two.core) <= _MOVED:
            return False
        if {said.family for said in one.said}.isdisjoint(said.family for said in two.said):
            return False
        if one.keeps_apart(two, moved=True) or not _share_somebody(one, two):
            return False
        early = min(one, two, key=lambda group: group.core or (0, 0))
        # What took place was not moved.
        return not _took_place(early)


def _share_somebody(one: Group, two: Group) -> bool:
    """Say whether they name a person, or a series, in common."""
    if any(alike(names, two.persons.get(polity, ())) for polity, names in one.persons.items()):
        return True
    series = {name for said in one.said for name in said.mechanisms}
    return any(name in series for said in two.said for name in said.mechanisms)


class _Late:
    """Places what has no day of its own: beside what is there, where only one thing is meant."""

    def __init__(self, roots: _Roots, book: Book, placed: Iterable[int]) -> None:
        self._roots, self._book = roots, book
        self.unclear: list[Unclear] = []
        self._home: dict[str, list[int]] = defaultdict(list)
        self._near: dict[object, list[tuple[int, int, int]]] = defaultdict(list)
        for i in placed:
            self._add(i)

    def place(self, late: Iterable[int]) -> None:
        """Place nodes: those with a vague date by its length, then those with none."""
        for i in sorted(late, key=self._turn):
            target = self._target(self._roots.nodes[i])
            if target is not None:
                self._roots.join(i, target)
            self._add(i)

    def _turn(self, i: int) -> tuple[bool, int, int, int]:
        near = self._roots.nodes[i].near
        undated = self._roots.nodes[i].core is None
        return undated, near[1] - near[0] if near else _FOREVER, near[0] if near else 0, i

    def _add(self, i: int) -> None:
        node = self._roots.nodes[i]
        for doc in node.docs:
            self._home[doc].append(i)
        if node.near:
            for key in keys(node.said[0]):
                insort(self._near[key], (*node.near, i))

    def _target(self, node: Group) -> int | None:
        """Return the group that a node belongs to; None where there is none, or more."""
        nodes, find = self._roots.nodes, self._roots.find
        if self._roots.home:
            home = {find(i) for doc in node.docs for i in self._home[doc]}
            found = self._fitting(node, [i for i in home if nodes[i].core])
            # What nowhere has a day is one thing to its document.
            undated = self._fitting(node, [i for i in home if not nodes[i].core])
            return _clear(found) if found else undated[0][1] if undated else None
        around = self._around(node)
        if len(around) > _MANY:
            return None
        found = self._fitting(node, around)
        if node.said[0].status is Status.CANCELLED:  # what is called off has not been
            found = [one for one in found if not _took_place(nodes[one[1]])] or found
        sure = [one for one in found if -one[0] >= self._book.threshold + SURE]
        target = _clear(sure)
        if sure and target is None:
            self.unclear += (Unclear(case.id, len(sure)) for case in node.cases)
        return target

    def _around(self, node: Group) -> set[int]:
        """Return the groups that lie where a node without a day of its own may belong."""
        if node.near is None:
            return set()
        first, last = node.near
        return {
            self._roots.find(i)
            for key in keys(node.said[0])
            for start, end, i in self._near[key][: bisect_right(self._near[key], (last + 1,))]
            if end >= first - 1
        }

    def _fitting(self, node: Group, among: Iterable[int]) -> list[tuple[float, int]]:
        """Return the groups that a node can be told of, with their scores turned around."""
        found = []
        for i in among:
            other = self._roots.nodes[i]
            if not _in_time(node, other) or node.keeps_apart(other, home=self._roots.home):
                continue
            how = best(node, other, self._book)
            if how is not None and how >= self._book.threshold:
                found.append((-how, i))
        return sorted(found)


def _clear(found: Sequence[tuple[float, int]]) -> int | None:
    if len(found) > 1 and found[1][0] - found[0][0] < CLEAR:
        return None
    return found[0][1] if found else None


def _took_place(group: Group) -> bool:
    return any(said.status in TOOK_PLACE for said in group.said)


def _in_time(node: Group, other: Group) -> bool:
    """Say whether what is still to come, without a day, is not taken for what has been.

    Dates without a year go with the same dates only.
    """
    ours, theirs = node.cases[0], other.cases[0]
    if ours.yearless or (theirs.yearless and not other.core):
        return other.core is None and ours.yearless == theirs.yearless
    if node.core or other.core is None or ours.said.status not in OPEN:
        return True
    if all(said.status in OPEN for said in other.said):
        return True
    # What a page tells as done, it does not announce.
    return (
        ours.doc_id not in other.docs
        and ours.published is not None
        and other.core[1] >= ours.published[0]
    )


def _apart(one: tuple[int, int], two: tuple[int, int]) -> int:
    return max(one[0] - two[1], two[0] - one[1], 0)
