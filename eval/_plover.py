"""PLOVER root codes by the shipped rules, the pair given, on 1,050 sentences.

The sentences mark who acts and on whom, states or not: "the Afghan government", "100 Taliban
prisoners". The pair is given to the rules as it is to other systems: each marked span
becomes one mention, of a state of its own that stands in for it, and the words stay as they
are. It is a person's mention where the finder took most of it for a person, else a state's. A
sentence in which no report has both stand-ins has no root and counts as wrong.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from unittest.mock import patch

from _figures import Figure, register
from sets import SHARED

from dragoman import actors
from dragoman.extract import extract
from dragoman.model import Actor, Document, Mention, MentionKind, Report, Role
from dragoman.run.gold import plover_root
from dragoman.text import CleanText

SENTENCES = SHARED / "gold" / "PLV_train.tsv"
NAME = "PLOVER root, macro-F1, pair given"
STAND_INS = ("st:ury", "st:lao")
"""Two states of which these sentences say next to nothing."""
_MARK = re.compile(r"<(/?)([st])>")
_PEOPLE = (MentionKind.PERSON, MentionKind.OFFICE)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its marks, and where they stood: who acts, on whom."""

    text: str
    spans: tuple[tuple[int, int], ...]


def unmark(marked: str) -> Marked:
    """Take the marks out of a sentence.

    >>> unmark("<s>Iran</s> blames <t>Iraq</t>.")
    Marked(text='Iran blames Iraq.', spans=((0, 4), (12, 16)))
    """
    text, at = "", 0
    edges: dict[str, list[int]] = {"s": [], "t": []}
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        edges[match[2]].append(len(text))
        at = match.end()
    spans = tuple((min(edges[side]), max(edges[side])) for side in "st" if edges[side])
    return Marked(text + marked[at:], spans)


def give_pair(
    clean: CleanText, found: Sequence[Sequence[Mention]], spans: Sequence[tuple[int, int]]
) -> tuple[tuple[Mention, ...], ...]:
    """Put the two marked spans, which count in the document, in the place of what was found."""
    given = [list(mentions) for mentions in found]
    for (start, end), polity in zip(spans, STAND_INS, strict=False):
        inside = [at for at in range(len(clean.text)) if _meets(clean, at, start, end)]
        if not inside:
            continue
        first, last = inside[0], inside[-1] + 1
        for sentence, mentions in zip(clean.sentences, given, strict=True):
            if not sentence.start <= first < last <= sentence.end:
                continue
            own = [m for m in mentions if m.start < last and first < m.end]
            person = any(m.kind in _PEOPLE and 2 * (m.end - m.start) > last - first for m in own)
            kind = MentionKind.PERSON if person else MentionKind.POLITY
            name = clean.text[first:last] if person else None
            mention = Mention(first, last, kind, (Actor(polity, name=name, how="given"),))
            kept = [m for m in mentions if m not in own]
            mentions[:] = sorted([*kept, mention], key=lambda m: m.start)
    return tuple(map(tuple, given))


def _meets(clean: CleanText, at: int, start: int, end: int) -> bool:
    first, last = clean.repaired.back(at, at + 1)
    return start <= first < last <= end


def reports_of(marked: Marked) -> tuple[Report, ...]:
    """Return what the rules find in a sentence whose pair is given."""

    def finder(clean: CleanText, known: actors.Register, *, day: str | None) -> object:
        return give_pair(clean, actors.find_mentions(clean, known, day=day), marked.spans)

    doc = Document(Document.make_id(marked.text, None), marked.text, language="en")
    with ExitStack() as stack:
        for name in [n for n in sys.modules if n.split(".")[:2] == ["dragoman", "extract"]]:
            if hasattr(sys.modules[name], "find_mentions"):
                stack.enter_context(patch.object(sys.modules[name], "find_mentions", finder))
        return extract(doc, register=register()).reports


def root_of(reports: Sequence[Report]) -> str | None:
    """Return the root of the report on the pair; one in which the first acts goes before.

    This set has one root for what PLOVER keeps apart as CONCEDE and RETREAT.
    """
    pair = [report for report in reports if set(STAND_INS) <= report.polities]
    for report in sorted(pair, key=lambda report: STAND_INS[0] not in _acting(report)):
        root = plover_root([report], report.channel, report.status)
        if root:
            return {"CONCEDE": "YIELD", "RETREAT": "YIELD"}.get(root, root)
    return None


def _acting(report: Report) -> set[str | None]:
    return {claim.actor.polity for claim in report.having(Role.ACTOR) if claim.actor}


def macro_f1(pairs: Sequence[tuple[str, str | None]]) -> dict[str, float]:
    """Return the F1 of each root of the gold, from pairs of gold and ours."""
    right = Counter(gold for gold, ours in pairs if gold == ours)
    gold, ours = Counter(g for g, _ in pairs), Counter(o for _, o in pairs)
    return {root: 2 * right[root] / (gold[root] + ours[root]) for root in sorted(gold)}


def rows() -> Iterator[tuple[str, Marked]]:
    """Yield the gold root and the sentence of each row."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield row["gold_root"], unmark(row["marked_sentence"])


def measure() -> Figure:
    """Return the macro-F1, and the F1 of each root."""
    if not SENTENCES.is_file():
        return Figure.missing(NAME, "../shared/gold/PLV_train.tsv is not on this machine")
    pairs = [(gold, root_of(reports_of(marked))) for gold, marked in rows()]
    each = macro_f1(pairs)
    given = sum(ours is not None for _, ours in pairs)
    right = sum(gold == ours for gold, ours in pairs)
    says = f"{given} of {len(pairs)} sentences get a root, {right} the right one"
    lines = tuple(f"{root} {value:.2f}" for root, value in each.items())
    return Figure(NAME, sum(each.values()) / len(each), len(pairs), says, lines=lines)
