#!/usr/bin/env python3
"""Measure the linker on pairs of reports that two readers judged, beside a plain rule.

usage: python eval/linking.py [--fit] [--errors] [--pin]

The reports are those that a careful reader makes of the documents (the gold rows), so that the
figures are of linking alone. The plain rule takes reports of one day, one pair of parties and one
channel for one happening. `--fit` prints weights for `dragoman/link/linking.yml`: a logistic
regression on the `work` pairs, held near the weights that stand there. `--errors` prints the work
pairs that come out wrong. `--pin` writes `eval/linking.md`.
"""

# ruff: noqa: T201 - a command prints

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sets import ROOT, SHARED

from dragoman.actors import Register
from dragoman.link import Source, link
from dragoman.link.book import load_book
from dragoman.link.cases import Case, cases_of
from dragoman.link.compare import observe
from dragoman.model import CHANNELS, Actor, Channel, Claim, Report, Role, Span, Status

FOLDER = ROOT / "eval" / "linking"
GOLD = (
    FOLDER / "documents.jsonl",
    ROOT / "eval" / "gold" / "written.jsonl",
    FOLDER / "white-house.jsonl",
    SHARED / "gold" / "white-house.jsonl",
)
"""Where the rows of the documents stand that the pairs are of."""

NEAR_PRIOR = 2.0
"""How strongly a weight is held at what a person set (the precision of its prior)."""

_ROLES = {
    "initiator": Role.ACTOR,
    "member": Role.ACTOR,
    "counterpart": Role.RECIPIENT,
    "recipient": Role.RECIPIENT,
    "host": Role.HOST,
    "carrier": Role.CARRIER,
}
_CHANNELS: dict[str, Channel] = {}
for _channel, _info in CHANNELS.items():
    _CHANNELS.setdefault(_info.gold or "", _channel)
_CHANNELS["other"] = Channel.COOPERATION

Pair = tuple[str, str]
"""Two reports, by name: "document#event"."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair of reports with the verdicts of two readers; None: could not tell."""

    id: str
    pair: Pair
    kind: str
    one: bool | None
    two: bool | None

    @property
    def same(self) -> bool | None:
        """What both say; None where they do not agree."""
        return self.one if self.one == self.two else None


def load_pairs() -> tuple[list[Judged], Mapping[str, frozenset[str]]]:
    """Return the judged pairs, and the ids of each part."""
    verdicts = {row["id"]: row for row in _rows(FOLDER / "judged.jsonl")}
    pairs = [
        Judged(row["id"], (row["a"], row["b"]), row["kind"], found["one"], found["two"])
        for row in _rows(FOLDER / "pairs.jsonl")
        if (found := verdicts.get(row["id"]))
    ]
    split = json.loads((FOLDER / "split.json").read_text(encoding="utf-8"))
    return pairs, {part: frozenset(ids) for part, ids in split.items()}


def load_reports(names: Iterable[str]) -> tuple[dict[str, Report], dict[str, Source]]:
    """Return all reports of the documents that some reports are of, by name, and the sources."""
    wanted = {name.partition("#")[0] for name in names}
    register = Register.load()
    polities = {register.iso3(state.id): state.id for state in register.states()}
    reports: dict[str, Report] = {}
    sources: dict[str, Source] = {}
    for path in GOLD:
        for row in _rows(path) if path.exists() else ():
            if row["id"] not in wanted or row["id"] in sources:
                continue
            side = polities.get(row.get("side"))
            sources[row["id"]] = Source(row.get("doc_date"), side)
            for nth, event in enumerate(row["events"]):
                name = f"{row['id']}#{event['id']}"
                reports[name] = _report(row["id"], nth, event, polities)
    return reports, sources


def _report(
    doc: str, nth: int, event: Mapping[str, object], polities: Mapping[object, str]
) -> Report:
    quote = next(iter(event.get("evidence") or ()), "")
    span = Span(doc, nth * 1000, nth * 1000 + 999, str(quote))
    claims = []
    for member in event["participants"]:
        code = member.get("country")
        polity = polities.get(code) or (f"og:{code.lower()}" if code else None)
        actor = Actor(
            polity, _office(polity, member.get("office")), None, member.get("person"), "gold"
        )
        claims.append(Claim(_ROLES[member["role"]], polity or "", span, None, "gold", actor))
    # A day that is only that of the report is none that the text gives.
    dated = event.get("date_precision") != "approx"
    for role, value in (
        (Role.DATE, event.get("date") if dated else None),
        (Role.PLACE, event.get("place")),
    ):
        if value:
            claims.append(Claim(role, str(value), span, None, "gold"))
    if event["status"] == "cancelled":
        claims.append(Claim(Role.STATUS, "cancelled", span, None, "gold"))
    return Report(
        doc,
        _CHANNELS[str(event["type"])],
        Status(str(event["status"])),
        tuple(claims),
        span,
        "gold",
        background=bool(event.get("background")),
    )


def _office(polity: str | None, title: object) -> str | None:
    words = str(title or "").casefold()
    if not polity or not words:
        return None
    for kind, signs in _OFFICES.items():
        if any(sign in words for sign in signs):
            return f"of:{polity[3:]}.{kind}"
    return None


_OFFICES = {
    "vice": ("vice", "deputy", "assistant", "under"),
    "fm": ("foreign", "secretary of state", "external affairs"),
    "def": ("defen",),
    "head": ("president", "king", "emir", "sultan", "supreme leader", "general secretary"),
    "hog": ("prime minister", "premier", "chancellor", "taoiseach"),
}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


# --------------------------------------------------------------------------- figures


@dataclass(frozen=True, slots=True)
class Figures:
    """How well pairs were told apart: by pair, and by report (B-cubed)."""

    right: int  # taken as one, and one
    false: int  # taken as one, but two
    missed: int
    wrong: frozenset[str]
    b3: float

    @property
    def precision(self) -> float:
        """Of the pairs taken as one, how many are."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that are one, how many were taken so."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(2 * self.right + self.false + self.missed, 1)


def by_linker(reports: Mapping[str, Report], sources: Mapping[str, Source]) -> dict[str, str]:
    """Return for each report the event that our linker puts it in."""
    name_of = {report.id: name for name, report in reports.items()}
    return {
        name_of[report]: event.id
        for event in link(reports.values(), sources, one_act_each=True)
        for report in event.reports
    }


def by_rule(reports: Mapping[str, Report]) -> dict[str, str]:
    """Return for each report the event by the plain rule: same day, same pair, same channel."""
    return {
        name: "|".join(
            [
                report.channel,
                *sorted(report.polities),
                *(claim.value for claim in report.having(Role.DATE)),
            ]
            + ([] if any(report.having(Role.DATE)) else [name])
        )
        for name, report in reports.items()
    }


def figures(pairs: Sequence[Judged], where: Mapping[str, str]) -> Figures:
    """Compare groups with what the readers agree on."""
    right = false = missed = 0
    wrong = set()
    for pair in pairs:
        together = where[pair.pair[0]] == where[pair.pair[1]]
        right += together and pair.same is True
        false += together and pair.same is False
        missed += not together and pair.same is True
        if together is not pair.same:
            wrong.add(pair.id)
    return Figures(right, false, missed, frozenset(wrong), _b_cubed(pairs, where))


def _b_cubed(pairs: Sequence[Judged], where: Mapping[str, str]) -> float:
    """Return B-cubed F1 over the reports of the pairs, the readers' groups being what is linked."""
    above: dict[str, str] = {}

    def find(name: str) -> str:
        while above.setdefault(name, name) != name:
            name = above[name]
        return name

    for pair in pairs:
        one, two = (find(name) for name in pair.pair)
        if pair.same:
            above[one] = two
    names = sorted(above)
    mine, theirs = defaultdict(set), defaultdict(set)
    for name in names:
        mine[where[name]].add(name)
        theirs[find(name)].add(name)
    shares = [
        (len(mine[where[n]] & theirs[find(n)]), len(mine[where[n]]), len(theirs[find(n)]))
        for n in names
    ]
    precision = sum(both / ours for both, ours, _ in shares) / max(len(names), 1)
    recall = sum(both / held for both, _, held in shares) / max(len(names), 1)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def kappa(pairs: Sequence[Judged]) -> float:
    """Return Cohen's kappa of the two readers, a doubt being an answer of its own."""
    agreed = sum(pair.one == pair.two for pair in pairs) / len(pairs)
    ones, twos = Counter(pair.one for pair in pairs), Counter(pair.two for pair in pairs)
    chance = sum(ones[answer] * twos[answer] for answer in ones) / len(pairs) ** 2
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


# --------------------------------------------------------------------------- weights


def fit(
    pairs: Sequence[Judged],
    reports: Mapping[str, Report],
    sources: Mapping[str, Source],
    strength: float = NEAR_PRIOR,
) -> dict[str, float]:
    """Return weights that tell the pairs apart, each held near the one that stands in the file.

    Pairs that cannot be of one happening (other channels, other days) are left out: no
    weight decides on them. So are those within one document: a gold row is one act, so that
    there nothing is told twice, as it is in what a machine reads.
    """
    book = load_book()
    names = list(book.observations)
    prior = np.array([book.observations[name].weight for name in names])
    cases = _cases(reports, sources)
    rows, truth = [], []
    for pair in pairs:
        one, two = (cases[name] for name in pair.pair)
        seen = observe(one.said, two.said, book, home=one.doc_id == two.doc_id, copies=False)
        if seen is not None and pair.same is not None and one.doc_id != two.doc_id:
            rows.append([float(name == "base" or name in seen) for name in names])
            truth.append(float(pair.same))
    x, y, w = np.array(rows), np.array(truth), prior.copy()
    for _ in range(100):  # Newton's method; the penalty keeps it well-posed
        chance = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (y - chance) - strength * (w - prior)
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + strength * np.eye(len(names))
        step = np.linalg.solve(bend, slope)
        w += step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(value), 1) for name, value in zip(names, w, strict=True)}


def _cases(reports: Mapping[str, Report], sources: Mapping[str, Source]) -> dict[str, Case]:
    return dict(zip(reports, cases_of(reports.values(), sources), strict=True))


# --------------------------------------------------------------------------- printing


def main() -> int:
    """Measure, and print or pin what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--fit", action="store_true", help="print weights fitted on the work part")
    parser.add_argument("--errors", action="store_true", help="print the work pairs that are wrong")
    parser.add_argument("--pin", action="store_true", help="write eval/linking.md")
    args = parser.parse_args()
    pairs, split = load_pairs()
    reports, sources = load_reports(name for pair in pairs for name in pair.pair)
    there = [pair for pair in pairs if all(name in reports for name in pair.pair)]
    where = {"linker": by_linker(reports, sources), "plain rule": by_rule(reports)}
    text = table(there, split, where, missing=len(pairs) - len(there))
    print(text)
    if args.pin:
        (ROOT / "eval" / "linking.md").write_text(text, encoding="utf-8")
    work = [pair for pair in there if pair.id in split["work"] and pair.same is not None]
    if args.errors:
        for pair in work:
            together = where["linker"][pair.pair[0]] == where["linker"][pair.pair[1]]
            if together is not pair.same:
                print_pair(pair, reports, sources, together=together)
    if args.fit:
        before = load_book().observations
        for name, weight in fit(work, reports, sources).items():
            print(f"{name:18} {before[name].weight:+.1f} -> {weight:+.1f}")
    return 0


def table(
    pairs: Sequence[Judged],
    split: Mapping[str, frozenset[str]],
    where: Mapping[str, Mapping[str, str]],
    *,
    missing: int,
) -> str:
    """Return the figures as a page."""
    sure = [pair for pair in pairs if pair.same is not None]
    same = sum(bool(pair.same) for pair in sure)
    rule = where["plain rule"]
    hard = [pair for pair in sure if (rule[pair.pair[0]] == rule[pair.pair[1]]) is not pair.same]
    lines = [
        "# Linking, measured",
        "",
        "Written by `python eval/linking.py --pin`; what the pairs are: `eval/linking/README.md`.",
        "",
        f"{len(pairs)} pairs of reports, judged by two readers who did not see each other's "
        f"verdicts: {len(sure)} agreed (Cohen's kappa {kappa(pairs):.2f}), {same} of them one "
        f"happening and {len(sure) - same} two. "
        + (f"{missing} pairs are of documents that are not on this machine. " if missing else ""),
        "The readers are agents of one make, so that kappa says less than it would of people. "
        "The reports are those of the gold rows, one for each act of a document: the figures are "
        "of linking alone. Weights were fitted on `work`, and rounded by hand; `check` was "
        "watched as figures.",
        "",
        "| pairs | | precision | recall | F1 | B-cubed F1 | wrong |",
        "|---|---|---|---|---|---|---|",
    ]
    parts = {**split, "all": frozenset(pair.id for pair in sure)}
    chosen = {part: [pair for pair in sure if pair.id in ids] for part, ids in parts.items()}
    chosen["all, of two documents"] = [p for p in sure if _doc(p.pair[0]) != _doc(p.pair[1])]
    chosen["those that the plain rule gets wrong"] = hard
    for part, judged in chosen.items():
        for who, groups in where.items():
            found = figures(judged, groups)
            lines.append(
                f"| {part} ({len(judged)}) | {who} | {found.precision:.3f} | {found.recall:.3f} | "
                f"{found.f1:.3f} | {found.b3:.3f} | {len(found.wrong)} |"
            )
    return "\n".join([*lines, ""])


def _doc(name: str) -> str:
    return name.partition("#")[0]


def print_pair(
    pair: Judged, reports: Mapping[str, Report], sources: Mapping[str, Source], *, together: bool
) -> None:
    """Print a pair that came out wrong, and what was observed of it."""
    print(f"\n{pair.id} {pair.kind}: {'taken as one' if together else 'kept apart'}")
    cases = _cases(reports, sources)
    one, two = (cases[name] for name in pair.pair)
    seen = observe(one.said, two.said, load_book(), home=one.doc_id == two.doc_id, copies=False)
    for name in pair.pair:
        report = reports[name]
        people = ", ".join(c.actor.name or c.value for c in report.claims if c.actor)
        dates = ", ".join(c.value for c in report.having(Role.DATE)) or "undated"
        print(f"  {name.rpartition('/')[2]}: {report.channel}, {report.status}, {people}, {dates}")
        print(f"    {' '.join(report.evidence.quote.split())[:200]}")
    weights = load_book().observations
    names = ("base", *seen) if seen else ()
    total = sum(weights[name].weight for name in names)
    print(f"  {total:+.1f} {' '.join(names)}" if names else "  cannot be one")


if __name__ == "__main__":
    sys.exit(main())
