"""From a sentence to its dates: each rule where its words are, then from left to right."""

import re
from collections.abc import Iterator

from dragoman.extract.dates.book import FROM_ANTECEDENT, Rule, load_book
from dragoman.extract.dates.found import DateFound
from dragoman.extract.dates.hints import find_hints
from dragoman.extract.dates.reading import Context, Value, anchor_of

_AFTER = re.compile(
    r"(?:,?\s(?:early\s|late\s)?(?:morning|afternoon|evening|night|noon|midday|lunchtime)(?!\w))?"
    r"(?:\s\(?local\stime\)?)?(?:['’]s(?!\w))?"
)
_SAYING = r"said|says|told|reported|announced|added|wrote|confirmed|stated|declared|tweeted|posted"
_SAID_BEFORE = re.compile(
    rf"\b(?:{_SAYING})(?:\s(?:reporters|journalists|media|here|later|late|early"
    rf"|in\s(?:a|an|its|his)\s\w+(?:\s\w+)?|on\s(?:Twitter|X|Facebook|Telegram)))?\s*$"
)
_SAID_AFTER = re.compile(rf"\s(?:{_SAYING})\b(?!\s(?:to|an?|the|his|her|their|its)\b)")
_AHEAD = re.compile(
    r"\b(?:planned|scheduled|slated|due|set|expected|booked|opening|starting|beginning|opens|starts"
    r"|begins|to be held|to (?:have )?taken? place|to be signed)(?:\s(?:here|for))?\s*$"
    r"|\b(?:will|would|shall|likely to|expected to|set to|plans? to|scheduled to|hopes? to|due to"
    r"|slated to|poised to|planning to|about to|intends? to|(?:is|are|was|were) to)"
    r"\s(?:(?!\b(?:since|after|when|where|who|which)\b)[^,;:.]){0,80}$"
)


def find_dates(
    text: str, start: int, end: int, *, anchor: str | None, previous: str | None = None
) -> tuple[DateFound, ...]:
    """Return the date expressions of `text[start:end]`, in order, without overlap.

    Args:
        text: The repaired text of a document; English.
        start: Where the sentence begins. Nothing outside it is read.
        end: Where it ends, exclusive.
        anchor: EDTF of the document's day, or of its month or year where no more is
            known. None: what is relative stays unresolved, and a date without a year
            stays yearless (`XXXX-07-22`).
        previous: EDTF of the date named last before this sentence, for "the same day"
            and "a month later"; inside the sentence its own dates take over.

    Raises:
        ValueError: `anchor` or `previous` is no EDTF date.

    >>> [(d.value, d.rule) for d in find_dates("They met on the 12th.", 0, 21, anchor="2022-09-13")]
    [('2022-09-12', 'date.day-of-month')]
    """
    hints = find_hints(text[start:end])
    day = anchor_of(anchor, "document")
    last = anchor_of(previous, "previous date")
    if not hints:
        return ()
    book = load_book()
    context = Context(
        text, start, end, day, last, last if last and last.day else None, book.named_days
    )
    taken = bytearray(end - start)
    for name in book.names.finditer(text, start, end):
        taken[name.start() - start : name.end() - start] = b"\1" * (name.end() - name.start())
    matches: list[tuple[re.Match[str], Rule, Value]] = []
    for rule in book.rules:
        if rule.needs not in hints:
            continue
        for match in rule.regex.finditer(text, start, end):
            first, stop = match.span()
            if 1 in taken[first - start : stop - start]:
                continue
            value = _read(rule, context, match, anchor)
            if value is None:
                continue
            first = first if value.start is None else value.start
            stop = stop if value.end is None else value.end
            taken[first - start : stop - start] = b"\1" * (stop - first)
            matches.append((match, rule, value))
    if not matches:
        return ()
    matches.sort(key=lambda found: found[0].start())
    return tuple(_resolved(context, matches))


_LEAP_YEAR = "2000"
"""Stands in for the year of a day that has none."""

_WITHIN_DAYS = frozenset({"day_word", "day_of_month"})
"""Readers that need to know the day and not the year."""


def _read(rule: Rule, context: Context, match: re.Match[str], anchor: str | None) -> Value | None:
    """Return what a match means; from a day without a year, "yesterday" is one too."""
    if anchor is None or not anchor.startswith("XXXX-") or rule.reads not in _WITHIN_DAYS:
        return rule.read(context, match)
    day = anchor_of(anchor.replace("XXXX", _LEAP_YEAR), "document")
    found = rule.read(context._replace(anchor=day), match)
    if found is None or found.value is None:
        return found
    value, past, future = (
        each and re.sub(r"\d{4}(?=-)", "XXXX", each)
        for each in (found.value, found.past, found.future)
    )
    if len(anchor) < 10 or "XXXX-02-29" in (value, past, future):
        return found._replace(value=None, past=None, future=None, anchor=None)
    return found._replace(value=value, past=past, future=future, anchor=f"document day {anchor}")


def _yearless(found: Value | None) -> Value | None:
    """Return what is counted from a day without a year without one too, or unresolved."""
    if found is None or found.value is None or "XXXX" not in (found.anchor or ""):
        return found
    value = re.sub(r"\d{4}(?=-)", "XXXX", found.value)
    return found._replace(value=value if len(value) == len("XXXX-01-01") else None)


def _resolved(
    context: Context, matches: list[tuple[re.Match[str], Rule, Value]]
) -> Iterator[DateFound]:
    """Yield the dates from left to right, each the antecedent of the next."""
    done = context.start
    for match, rule, first in matches:
        value: Value | None = first
        if rule.reads in FROM_ANTECEDENT:
            value = _yearless(rule.read(context, match))
        if value is None or match.start() < done:
            continue
        start = max(done, match.start() if value.start is None else value.start)
        end = match.end() if value.end is None else value.end
        after = _AFTER.match(context.text, end, context.end)
        end = after.end() if after else end
        kind = value.kind
        if kind == "when":
            before = context.before(start)
            if _SAID_BEFORE.search(before) or _SAID_AFTER.match(context.text, end, context.end):
                kind = "said"
        if value.future and (kind == "until" or _AHEAD.search(context.before(start, 100))):
            value = value._replace(value=value.future)
        yield DateFound(
            start=start,
            end=end,
            value=value.value,
            rule=rule.id,
            anchor=value.anchor if value.value else None,
            past=value.past,
            future=value.future,
            approx=value.approx,
            kind=kind,
        )
        done = end
        if value.value and kind not in ("since", "until"):
            named = anchor_of(value.value, "previous date")
            if named is not None:
                context = context._replace(previous=named)
            if named is not None and named.day:
                context = context._replace(day=named)
