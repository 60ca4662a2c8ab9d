"""What headings say of the items below them."""

import re

from dragoman.extract.dates import find_dates
from dragoman.extract.listed.page import HEADING, PEOPLE, Line, Owner, Page, as_owner
from dragoman.extract.listed.words import AHEAD, HEAD, JOINT, LEAD, OFFICE, ONE, PAGE, PAST, SEEING
from dragoman.model import Actor, Channel, MentionKind, SectionKind
from dragoman.text import CleanText
from dragoman.text.layout import lines

_FIRST = 12
"""Sentences in which a page says what it is."""
_TOP = 1_000
"""Characters in which a title stands that was taken for a line with a day."""
_DONE = "activities"
"""The word of a page that looks back."""


def read_top(page: Page, clean: CleanText) -> None:
    """Take in the title, and a line with a day on top: "Public Schedule for October 2, 2012"."""
    page.ahead = PAGE.search(clean.doc.title or "") is not None
    debris = [one for one in clean.sections if one.kind is SectionKind.DEBRIS and one.start < _TOP]
    for start, end in lines(clean.text, 0, min(len(clean.text), _TOP)) if debris else ():
        if PAGE.search(clean.text, start, min(end, start + HEADING)) and any(
            one.start <= start < one.end for one in debris
        ):
            days = find_dates(clean.text, start, end, anchor=clean.doc.published)
            if len(days) == 1:
                page.ahead, page.day = True, days[0]


def opens(page: Page, line: Line, home: str | None, number: int) -> bool:
    """Take in a heading: whose page it is, and what its items are; say whether it is one."""
    text = line.text
    titled = PAGE.search(text) if number < _FIRST and not HEAD.match(text) else None
    lead = _lead(line)
    if titled is None and lead is None:
        return False
    owner = _owner(page, line, home)
    if owner is not None and (page.owner is None or not _is_less(owner, page.owner)):
        page.owner = owner
    page.ahead = page.ahead or (titled is not None and titled.group().lower() != _DONE)
    page.joint = number if lead is not None and JOINT.search(text) else None
    if lead is not None:
        page.seen = Channel[lead.lastgroup or ""]
        page.past = PAST.search(text) is not None and not AHEAD.search(text)
        page.ahead = page.ahead or AHEAD.search(text) is not None
    elif SEEING.search(text):
        page.seen = Channel.MEETING
    page.day = line.days[0] if len(line.days) == 1 else None
    return True


def _lead(line: Line) -> re.Match[str] | None:
    """Return the word that says of a list what the next lines only name somebody for."""
    leads = [*LEAD.finditer(line.text)]
    if not leads:
        return None
    lead = leads[-1]
    word = lead.group().lower()
    if line.text.endswith(":"):
        return lead if word not in ONE or JOINT.search(line.text) else None
    below = line.clean.text[line.sentence.end : line.sentence.end + 1] == "\n"
    return lead if below and word.endswith("s") and word != "talks" else None


def _owner(page: Page, line: Line, home: str | None) -> Owner | None:
    """Return whose page it is: who is named, else somebody of the state whose account it is."""
    own = [m for m in line.named if m.kind in (*PEOPLE, MentionKind.ORGAN)]
    owner = next((found for m in own if (found := as_owner(m)) is not None), None)
    if owner is None and home and page.owner is None and OFFICE.search(line.text):
        return Owner(Actor(home, how="context"), line.sentence.start, line.sentence.end)
    return owner


def _is_less(one: Owner, two: Owner) -> bool:
    """Say whether a later heading says less of the same owner: "the Minister"."""
    return one.actor.polity == two.actor.polity and not one.actor.name
