"""What a change of rules did: the reports of two runs over the same documents, compared."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from dragoman.model import PARTY_ROLES, NothingFound, Report, Role, UnknownName


class Run(Protocol):
    """What one extractor made."""

    @property
    def id(self) -> str:
        """How it is called."""

    @property
    def number(self) -> int:
        """Its place in the order of runs."""


R = TypeVar("R", bound=Run)


class Runs(Protocol[R]):
    """A ledger, as far as its runs are asked for."""

    def runs(self) -> Sequence[R]:
        """The runs, oldest first."""

    def read_by(self, run: R) -> set[str]:
        """The documents that a run has read."""

    def told_by_both(
        self, old: R, new: R
    ) -> Iterator[tuple[str, Sequence[Report], Sequence[Report]]]:
        """The documents that two runs have read, with the reports of each."""


class Kind(StrEnum):
    """What became of a report from one run to the other."""

    APPEARED = "appeared"
    VANISHED = "vanished"
    CHANGED = "changed"


Values = Mapping[str, tuple[str, ...]]
"""What a report says, by field; see `values_of`."""

FIELDS = (
    "sentence",
    "channel",
    "status",
    "parties",
    "date",
    "place",
    "details",
    "context",
    "speakers",
    "rule",
)
"""The fields in which reports are compared, in the order in which they are shown."""

_OWN_FIELD = {Role.DATE: "date", Role.PLACE: "place", Role.STATUS: "status"}


@dataclass(frozen=True, slots=True)
class Change:
    """A report that only one run has, or that the two tell differently; one is None, or none."""

    old: Report | None
    new: Report | None

    @property
    def kind(self) -> Kind:
        """Whether it appeared, vanished, or changed."""
        if self.old is None:
            return Kind.APPEARED
        return Kind.VANISHED if self.new is None else Kind.CHANGED

    @property
    def report(self) -> Report:
        """The report as it is now, or as it was where it is gone.

        Raises:
            ValueError: There is neither.
        """
        found = self.new or self.old
        if found is None:
            raise ValueError("a change is of a report, and here is none")
        return found

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that found it, the new one first."""
        return tuple(dict.fromkeys(one.rule for one in (self.new, self.old) if one))

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in which the two differ; all that are filled, where there is one only."""
        old, new = (values_of(one) if one else {} for one in (self.old, self.new))
        return tuple(name for name in FIELDS if old.get(name, ()) != new.get(name, ()))


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many reports of a rule are not as they were; what changed counts for the new rule."""

    rule: str
    appeared: int
    vanished: int
    changed: int


@dataclass(frozen=True, slots=True)
class Diff:
    """How two runs differ over the documents that both have read."""

    old: str
    new: str
    n_documents: int
    only_old: int  # documents that only the old run has read
    only_new: int
    n_old: int  # reports
    n_new: int
    rules: tuple[RuleCount, ...]  # most changes first
    changes: tuple[Change, ...]  # by document and place

    def count(self, kind: Kind) -> int:
        """Return how many reports this became of."""
        return sum(change.kind is kind for change in self.changes)

    @property
    def fields(self) -> tuple[tuple[str, int], ...]:
        """In what the changed reports differ, and how many do in it, most first."""
        counts = Counter(
            name for one in self.changes if one.kind is Kind.CHANGED for name in one.fields
        )
        return tuple(sorted(counts.items(), key=lambda row: (-row[1], FIELDS.index(row[0]))))

    @property
    def same(self) -> int:
        """How many reports are as they were."""
        return self.n_new - self.count(Kind.APPEARED) - self.count(Kind.CHANGED)


def diff(ledger: Runs[R], old: str | None = None, new: str | None = None) -> Diff:
    """Compare what two runs report of the documents that both have read.

    Args:
        ledger: Open for reading.
        old: The earlier run: its id, the beginning of it, or its number. None: the last but
            one.
        new: The later run; None: the last.

    Raises:
        NothingFound: There are not two runs, or no document was read by both.
        UnknownName: There is no such run, or several begin so.
    """
    runs = ledger.runs()
    if len(runs) < 2:
        made = "one run" if runs else "no run"
        raise NothingFound(
            f"the ledger holds {made}, and it takes two; after a change of rules or settings "
            "'dragoman read --again' makes another"
        )
    before = named(runs, old) if old is not None else runs[-2]
    after = named(runs, new) if new is not None else runs[-1]
    changes: list[Change] = []
    n_documents = n_old = n_new = 0
    for _, was, now in ledger.told_by_both(before, after):
        changes.extend(compare(was, now))
        n_documents += 1
        n_old += len(was)
        n_new += len(now)
    if not n_documents:
        raise NothingFound(
            f"no document was read both by {before.id} and by {after.id}; 'dragoman read --again' "
            "reads those of the ledger anew"
        )
    read = ledger.read_by(before), ledger.read_by(after)
    return Diff(
        before.id,
        after.id,
        n_documents,
        len(read[0] - read[1]),
        len(read[1] - read[0]),
        n_old,
        n_new,
        _by_rule(changes),
        tuple(changes),
    )


def named(runs: Sequence[R], typed: str) -> R:
    """Return the run that is meant by its id, the beginning of it, or its number.

    Raises:
        UnknownName: None is, or several are.
    """
    number = typed.strip().lower().removeprefix("r")
    found = [run for run in runs if typed == run.id or number == str(run.number)]
    found = found or [run for run in runs if typed and run.id.startswith(typed)]
    if len(found) != 1:
        known = ", ".join(run.id for run in runs)
        what = "several runs begin with" if found else "there is no run"
        raise UnknownName(f"{what} {typed!r}; runs, oldest first: {known}")
    return found[0]


def compare(old: Sequence[Report], new: Sequence[Report]) -> Iterator[Change]:
    """Yield what is not the same in two lists of reports on one document, in its order.

    Reports whose sentences overlap are of one happening if their channel is the same, or two
    of their parties; those that have most in common are paired first.
    """
    left = Counter(map(_key, new))
    was = []
    for report in old:
        if left[_key(report)]:
            left[_key(report)] -= 1
        else:
            was.append(report)
    now = []
    for report in reversed(new):
        if left[_key(report)]:
            left[_key(report)] -= 1
            now.append(report)
    now.sort(key=_place)
    pairs = sorted(_likenesses(was, now), key=lambda pair: (-pair[0], pair[1:]))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in pairs:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    changes = [Change(one, now[partner[i]] if i in partner else None) for i, one in enumerate(was)]
    changes += [Change(None, one) for j, one in enumerate(now) if j not in taken]
    yield from sorted(changes, key=lambda change: _place(change.report))


def values_of(report: Report) -> Values:
    """Return what a report says, by the fields of `FIELDS`; what it does not say is absent."""
    found: dict[str, list[str]] = {}
    for claim in report.claims:
        if claim.role in PARTY_ROLES or claim.role is Role.CARRIER:
            name = claim.actor.name if claim.actor and not claim.actor.person else None
            words = f"{claim.role} {claim.value}" + (f" ({name})" if name else "")
            found.setdefault("parties", []).append(words)
        elif claim.role not in _OWN_FIELD:
            note = f" ({claim.note})" if claim.note else ""
            found.setdefault("details", []).append(f"{claim.role} {claim.value}{note}")
        elif claim.role is not Role.STATUS:
            found.setdefault(_OWN_FIELD[claim.role], []).append(claim.value)
    told = {name: tuple(sorted(set(words))) for name, words in found.items()}
    context = [str(report.section)] if report.section != "body" else []
    context += ["background"] if report.background else []
    return told | {
        "sentence": (report.evidence.quote,),
        "channel": (str(report.channel),),
        "status": (str(report.status),),
        "rule": (report.rule,),
        **({"context": tuple(context)} if context else {}),
        **({"speakers": report.speakers} if report.speakers else {}),
    }


def _key(report: Report) -> tuple[object, ...]:
    """Return all in which reports are compared, and where it stands."""
    values = values_of(report)
    return (report.evidence.start, report.evidence.end, *(values.get(name) for name in FIELDS))


def _place(report: Report) -> tuple[int, int, str]:
    return report.evidence.start, report.evidence.end, report.id


def _likenesses(was: Sequence[Report], now: Sequence[Report]) -> Iterator[tuple[float, int, int]]:
    """Yield the pairs that can be of one happening: how like they are, and their places."""
    starts = [report.evidence.start for report in now]
    longest = max((one.evidence.end - one.evidence.start for one in now), default=0)
    for i, one in enumerate(was):
        for j in range(bisect_left(starts, one.evidence.start - longest), len(now)):
            other = now[j]
            if other.evidence.start >= one.evidence.end:
                break
            if other.evidence.end > one.evidence.start and (worth := _likeness(one, other)):
                yield worth, i, j


def _likeness(one: Report, two: Report) -> float:
    both = one.polities & two.polities
    if one.channel is not two.channel and len(both) < 2:
        return 0.0
    all_of_them = one.polities | two.polities
    shared = len(both) / len(all_of_them) if all_of_them else 1.0
    dates = [{claim.value for claim in report.having(Role.DATE)} for report in (one, two)]
    return (
        4 * shared
        + 2 * (one.channel is two.channel)
        + (one.rule == two.rule)
        + (dates[0] == dates[1])
        + (one.status is two.status)
    )


def _by_rule(changes: Iterable[Change]) -> tuple[RuleCount, ...]:
    counts = Counter((change.rules[0], change.kind) for change in changes)
    rows = [
        RuleCount(rule, *(counts[rule, kind] for kind in Kind))
        for rule in {rule for rule, _ in counts}
    ]
    return tuple(
        sorted(rows, key=lambda row: (-(row.appeared + row.vanished + row.changed), row.rule))
    )
