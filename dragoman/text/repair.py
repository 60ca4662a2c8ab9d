"""Repairs of what machine translation and flattened pages leave in a text.

The rules are in `repairs.yml`. A repaired text is what the later stages read; every
position in it maps back to the text as obtained, because evidence is quoted from there.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from dragoman.model.errors import RuleError
from dragoman.text.rulefile import check, compile_pattern, load

_FILE = "repairs.yml"
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"\]]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64}"
)
_REACH = 500  # characters to either side; no real address is longer
_SLOT = re.compile(r"\{(char )?(\d)\}")

# Rules can make work for each other ("&amp;hellip;"). Two rounds are the usual case; the cap
# only bounds texts built to keep them busy.
_MAX_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Repair:
    """One stretch `[start, end)` of the original text, and what it reads like now.

    `rule` joins several ids by "+" where one repair worked on the result of another.
    """

    rule: str
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text with its repairs, in order, and the way back."""

    text: str
    repairs: tuple[Repair, ...]
    length: int  # of the original text
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)  # in `text`
    _ends: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the shortest stretch of the original that `[start, end)` of `text` came from.

        A repair is not divided: a stretch that has part of its result has the whole of its
        original. A stretch of nothing but inserted characters comes back empty. The whole
        comes back as the whole, with what was deleted at its edges.

        Raises:
            ValueError: The stretch does not lie inside the repaired text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(
                f"[{start}, {end}) does not lie inside the repaired text, which has "
                f"{len(self.text)} characters"
            )
        if start == 0 and end == len(self.text):
            return 0, self.length
        if start == end:
            at = self._end(start) if start else 0
            return at, at
        first, last = self._start(start), self._end(end)
        return first, max(first, last)

    def _start(self, at: int) -> int:
        """Where the character at `at` begins in the original."""
        number = bisect_right(self._starts, at) - 1
        if number < 0:
            return at
        if at < self._ends[number]:
            return self.repairs[number].start
        return self.repairs[number].end + at - self._ends[number]

    def _end(self, at: int) -> int:
        """Where the character before `at` ends in the original."""
        number = bisect_left(self._starts, at) - 1
        if number < 0:
            return at
        if at <= self._ends[number]:
            return self.repairs[number].end
        return self.repairs[number].end + at - self._ends[number]


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    pattern: re.Pattern[str]
    parts: tuple[str | int, ...]  # literal text, n: group n stays, -n: the character of group n
    needs: tuple[str, ...]
    in_urls: bool

    def edits(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, after) for all that the rule changes, kept groups left out."""
        if self.needs and not any(word in text for word in self.needs):
            return
        for match in self.pattern.finditer(text):
            edits = list(self._one(match))
            if self.in_urls or not any(_in_address(text, a, b) for a, b, _ in edits):
                yield from edits

    def _one(self, match: re.Match[str]) -> Iterator[tuple[int, int, str]]:
        at, after = match.start(), ""
        for part in self.parts:
            if isinstance(part, str):
                after += part
            elif part < 0:
                after += chr(int(match[-part], 16))
            else:
                yield from _minimal(match.string, at, match.start(part), after)
                at, after = match.end(part), ""
        yield from _minimal(match.string, at, match.end(), after)


def _minimal(text: str, start: int, end: int, after: str) -> Iterator[tuple[int, int, str]]:
    """Yield the edit without what it leaves the same at its edges; nothing if all is the same."""
    before = text[start:end]
    if before == after:
        return
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    yield start + head, end - tail, after[head : len(after) - tail]


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether the stretch touches an address; looked for only in the words around it."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    for space in " \n":
        low = max(low, text.rfind(space, low, start) + 1)
        found = text.find(space, end, high)
        high = found if found >= 0 else high
    around = text[low:high]
    if "//" not in around and "www." not in around and "@" not in around:
        return False
    return any(
        match.start() + low < end and start < match.end() + low
        for match in _ADDRESS.finditer(around)
    )


@cache
def rules() -> tuple[_Rule, ...]:
    """Return the rules of `repairs.yml`, in its order, which is that of their use.

    Raises:
        RuleError: The file says something that no rule can mean.
    """
    content = load(_FILE)
    entries = content["rules"]
    required = {"id", "pattern", "replace", "finds", "passes_over"}
    check(_FILE, entries, required, {"needs", "in_urls"})
    words = content.get("words", {})
    found = []
    for entry in entries:
        pattern = compile_pattern(_FILE, entry["id"], entry["pattern"], words)
        parts: list[str | int] = []
        at, kept = 0, 0
        for slot in _SLOT.finditer(entry["replace"]):
            number = int(slot[2])
            if number > pattern.groups or number <= kept:
                raise RuleError(
                    f"{_FILE}: rule {entry['id']!r} puts {slot[0]} where its pattern has no such "
                    f"group; groups are kept in their order, and it has {pattern.groups}."
                )
            if not slot[1]:
                kept = number
            parts += [entry["replace"][at : slot.start()], -number if slot[1] else number]
            at = slot.end()
        parts.append(entry["replace"][at:])
        found.append(
            _Rule(
                entry["id"],
                pattern,
                tuple(parts),
                tuple(entry.get("needs", ())),
                bool(entry.get("in_urls")),
            )
        )
    return tuple(found)


@dataclass(slots=True)
class _Change:
    """`[start, end)` of the original became `[at, at + len(after))` of the draft."""

    start: int
    end: int
    at: int
    after: str
    rules: tuple[str, ...]

    @property
    def span(self) -> tuple[int, int]:
        return self.at, self.at + len(self.after)


def repair(text: str) -> Repaired:
    """Return the text with the debris of translation and of flattened pages put right.

    Clean text comes back as it is, and repairing twice changes nothing more.
    """
    changes: list[_Change] = []
    draft = text
    done: set[str] = set()  # rules that have nothing to do in the draft as it is
    for _ in range(_MAX_ROUNDS):
        for rule in rules():
            if rule.id in done:
                continue
            edits = list(rule.edits(draft))
            if edits:
                draft, changes = _apply(text, draft, changes, edits, rule.id)
                done.clear()
            else:
                done.add(rule.id)
        if len(done) == len(rules()):
            break
    return Repaired(
        text=draft,
        repairs=tuple(
            Repair("+".join(c.rules), c.start, c.end, text[c.start : c.end], c.after)
            for c in changes
        ),
        length=len(text),
        _starts=tuple(c.at for c in changes),
        _ends=tuple(c.at + len(c.after) for c in changes),
    )


def _apply(
    text: str,
    draft: str,
    changes: Sequence[_Change],
    edits: Sequence[tuple[int, int, str]],
    rule: str,
) -> tuple[str, list[_Change]]:
    """Apply the edits of one rule to the draft, and fold them into the changes so far.

    An edit that meets the result of an earlier change joins it: the two become one change
    of the original. Both lists are in order and without overlap; so is what comes back.
    """
    pieces: list[str] = []
    merged: list[_Change] = []
    done = 0  # of the draft, copied to pieces
    length = 0  # of pieces
    shift = 0  # from draft to original, behind all changes seen so far
    c = e = 0
    while c < len(changes) or e < len(edits):
        # A group begins with the first change or edit; a group of both takes in what meets it.
        group_c, group_e = c, e
        if e == len(edits) or (c < len(changes) and changes[c].at <= edits[e][0]):
            low, high = changes[c].at, changes[c].at + len(changes[c].after)
            c += 1
        else:
            low, high = edits[e][:2]
            e += 1
        while True:
            if c < len(changes) and e > group_e and _meets(low, high, *changes[c].span):
                high = max(high, changes[c].span[1])
                c += 1
            elif e < len(edits) and c > group_c and _meets(low, high, *edits[e][:2]):
                high = max(high, edits[e][1])
                e += 1
            else:
                break
        start = low + shift
        for change in changes[group_c:c]:
            shift = change.end - (change.at + len(change.after))
        end = high + shift
        after = ""
        at = low
        for first, last, put in edits[group_e:e]:
            after += draft[at:first] + put
            at = last
        after += draft[at:high]
        names = tuple(dict.fromkeys(n for change in changes[group_c:c] for n in change.rules))
        if e > group_e and rule not in names:
            names += (rule,)
        pieces.append(draft[done:low])
        length += low - done
        done = high
        # Only a change that grew out of two can have come to leave its edges as they were.
        if c > group_c and e > group_e:
            for first, last, put in _minimal(text, start, end, after):
                head = first - start
                merged.append(_Change(first, last, length + head, put, names))
        else:
            merged.append(_Change(start, end, length, after, names))
        pieces.append(after)
        length += len(after)
    pieces.append(draft[done:])
    return "".join(pieces), merged


def _meets(low: int, high: int, start: int, end: int) -> bool:
    """Whether `[start, end)` overlaps `[low, high)`, or touches it where one is empty."""
    if start < high and low < end:
        return True
    return (low == high or start == end) and start <= high and low <= end
