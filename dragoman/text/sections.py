"""Sections: what of a page is the document, what announces others, and what is furniture.

The rules are in `sections.yml`. They look at lines (in a hard-wrapped text at paragraphs); what
no rule claims is body, because losing body is worse than keeping debris.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.model.document import Section
from dragoman.model.errors import RuleError
from dragoman.model.vocabulary import SectionKind
from dragoman.text.layout import blocks, is_wrapped, lines
from dragoman.text.printed import is_date_line
from dragoman.text.rulefile import check, compile_pattern, load

_FILE = "sections.yml"
_WHERE = ("any", "head", "foot")
_OPENS = ("line", "block", "entry")

_STOP = re.compile(r"[.!?…][\"'”’»)\]*_]*$")
_LONGEST = 600  # characters of a line that a rule may claim; longer ones are text

# A paragraph: many words and a full stop. Blurbs under link headlines are mostly cut off.
_PROSE_WORDS = 20
# A link headline has at least as many words; "-- SPA" and "Ankara" are none.
_HEADLINE_WORDS = (4, 24)


@dataclass(frozen=True, slots=True)
class LineRule:
    """One entry of `sections.yml`."""

    id: str
    kind: SectionKind
    pattern: re.Pattern[str] | None  # None: the line is a date line
    where: str
    opens: str
    max_words: int

    def matches(self, line: str) -> bool:
        """Return whether the rule finds the line, wherever on the page it stands."""
        if len(line) > _LONGEST:
            return False
        if self.pattern is None:
            return is_date_line(line)
        return self.pattern.search(line) is not None and len(line.split()) <= self.max_words


@dataclass(slots=True)
class _Unit:
    start: int
    end: int
    words: str  # the line with single spaces; "" for a very long one
    prose: bool
    kind: SectionKind = SectionKind.BODY
    rule: str = "body"


@cache
def line_rules() -> tuple[LineRule, ...]:
    """Return the rules of `sections.yml`, in its order.

    Raises:
        RuleError: The file says something that no rule can mean.
    """
    content = load(_FILE)
    entries: list[dict[str, Any]] = content["rules"]
    allowed = {"pattern", "date_line", "where", "opens", "max_words"}
    check(_FILE, entries, {"id", "kind", "finds", "passes_over"}, allowed)
    found = []
    for entry in entries:
        where, opens = entry.get("where", "any"), entry.get("opens", "line")
        if where not in _WHERE or opens not in _OPENS:
            raise RuleError(
                f"{_FILE}: rule {entry['id']!r} has where {where!r} and opens {opens!r}. "
                f"Allowed: {', '.join(_WHERE)}; {', '.join(_OPENS)}."
            )
        if entry["kind"] not in ("debris", "teaser"):
            raise RuleError(
                f"{_FILE}: rule {entry['id']!r} has the kind {entry['kind']!r}. Allowed: debris, "
                "teaser. Body is what no rule claims."
            )
        if ("pattern" in entry) == bool(entry.get("date_line")):
            raise RuleError(f"{_FILE}: rule {entry['id']!r} needs a pattern or date_line: true.")
        pattern = None
        if "pattern" in entry:
            pattern = compile_pattern(
                _FILE, entry["id"], entry["pattern"], content.get("words", {})
            )
        found.append(
            LineRule(
                entry["id"],
                SectionKind(entry["kind"]),
                pattern,
                where,
                opens,
                int(entry.get("max_words", 40)),
            )
        )
    return tuple(found)


def find_sections(text: str) -> tuple[Section, ...]:
    """Return the sections of a text: in order, without overlap, covering it whole.

    Args:
        text: As repaired. An empty text has no sections.
    """
    return divide(text, wrapped=is_wrapped(text))


def divide(text: str, *, wrapped: bool) -> tuple[Section, ...]:
    """Return the sections of a text of which it is known whether its lines are wrapped."""
    if not text:
        return ()
    units = [_unit(text, start, end) for start, end in blocks(text, lines(text), wrapped=wrapped)]
    _mark(units)
    _mark_link_headlines(units)
    return _sections(text, units)


def _unit(text: str, start: int, end: int) -> _Unit:
    if end - start > 4 * _LONGEST:
        return _Unit(start, end, "", prose=True)
    words = " ".join(text[start:end].split())
    count = words.count(" ") + 1
    return _Unit(start, end, words, count >= _PROSE_WORDS and _STOP.search(words[-8:]) is not None)


def _mark(units: Sequence[_Unit]) -> None:
    """Give the units that a rule claims their kind, and those in the block that it opens."""
    prose = [number for number, unit in enumerate(units) if unit.prose]
    head_ends = prose[0] if prose else len(units)
    foot_begins = prose[-1] + 1 if prose else 0
    block: LineRule | None = None
    entry_left = 0
    for number, unit in enumerate(units):
        rule = _rule(unit, head=number < head_ends, foot=number >= foot_begins)
        if rule:
            unit.kind, unit.rule = rule.kind, rule.id
            # Above the first paragraph "Latest news" is a menu, with the article under it.
            if rule.opens != "line" and (number > head_ends or not prose):
                block = rule
            entry_left = 2 if rule.opens == "entry" else 0
        elif block and entry_left:
            unit.kind, unit.rule = block.kind, block.id
            entry_left -= 1
        elif block and _resumes(units, number):
            block = None
        elif block:
            unit.kind, unit.rule = block.kind, block.id


def _rule(unit: _Unit, *, head: bool, foot: bool) -> LineRule | None:
    if not unit.words or len(unit.words) > _LONGEST:
        return None
    for rule in line_rules():
        if rule.where == "head" and not head:
            continue
        if rule.where == "foot" and not foot:
            continue
        if rule.matches(unit.words):
            return rule
    return None


def _resumes(units: Sequence[_Unit], number: int) -> bool:
    """Whether the body goes on at a unit inside a block of teasers.

    One paragraph may be the blurb of a link headline; two in a row, or one that nothing but
    furniture follows, is the article again.
    """
    if not units[number].prose:
        return False
    for position in range(number + 1, len(units)):
        if _rule(units[position], head=False, foot=False) is None:
            return units[position].prose
    return True


def _mark_link_headlines(units: Sequence[_Unit]) -> None:
    """Mark headline-like lines that stand at the foot without a heading of their own.

    Just above "(Web editor: ...)", or below "ADVERTISEMENT" or a line that asks to subscribe,
    a line of a headline's length without a full stop is a link to another story.
    """
    prose = [n for n, unit in enumerate(units) if unit.prose and unit.kind is SectionKind.BODY]
    if not prose:
        return
    last = prose[-1]
    above = ("debris.web-editor", "teaser.heading")
    below = ("debris.advertisement", "debris.subscription")
    for number in range(last + 1, len(units)):
        unit = units[number]
        if unit.kind is not SectionKind.BODY or not _is_headline(unit.words):
            continue
        follows = units[number - 1].rule in (*below, "teaser.link-headline")
        after = units[number + 1].rule if number + 1 < len(units) else ""
        precedes = number == last + 1 and after in above
        if follows or precedes:
            unit.kind, unit.rule = SectionKind.TEASER, "teaser.link-headline"


def _is_headline(words: str) -> bool:
    count = words.count(" ") + 1
    return (
        _HEADLINE_WORDS[0] <= count <= _HEADLINE_WORDS[1]
        and words[0].isupper()
        and _STOP.search(words[-8:]) is None
    )


def _sections(text: str, units: Sequence[_Unit]) -> tuple[Section, ...]:
    """Join neighbours of one kind and rule; the space between goes to what stands before it."""
    found: list[Section] = []
    start, kind, rule = 0, SectionKind.BODY, "body"
    if units:
        kind, rule = units[0].kind, units[0].rule
    for unit in units[1:]:
        if (unit.kind, unit.rule) != (kind, rule):
            found.append(Section(kind, start, unit.start, rule))
            start, kind, rule = unit.start, unit.kind, unit.rule
    found.append(Section(kind, start, len(text), rule))
    return tuple(found)
