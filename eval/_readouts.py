"""Recall on readouts that name channel and counterpart in their titles, the title withheld.

"Readout of X's Call with Y of Z" is a free answer key: a report of a call of the United
States with Z must be found in the body alone. Z is whom the register resolves Y to. Titles
that name no foreign person or office, or an organization beside, give no key.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from _figures import Figure, documents, gold_ids, ident, register, white_house

from dragoman.actors import Register, find_mentions
from dragoman.extract import extract
from dragoman.model import CHANNELS, Document, MentionKind, Report, SectionKind
from dragoman.run.schema import FAMILIES
from dragoman.text import prepare

NAME = "title-keyed readouts, recall"
HOME = "st:usa"
_KEY = re.compile(r"\breadout of\b.*?\b(?P<channel>call|meeting) with (?P<whom>.+)", re.I | re.S)
_PEOPLE = (MentionKind.PERSON, MentionKind.OFFICE)


@dataclass(frozen=True, slots=True)
class Key:
    """What a title says: a call or a meeting, with a state."""

    channel: str
    state: str

    def is_met_by(self, report: Report) -> bool:
        """Whether a report is of the key's family of channels, with both states."""
        kind = CHANNELS[report.channel].gold
        return (
            report.section is SectionKind.BODY
            and {HOME, self.state} <= report.polities
            and any({kind, self.channel} <= family for family in FAMILIES)
        )


def keys_of(doc: Document, known: Register) -> frozenset[Key]:
    """Return what the title of a document says; empty where it is no such title."""
    match = _KEY.search(doc.title or "")
    if match is None:
        return frozenset()
    title = replace(doc, text=doc.title or "", title=None, url=None)
    named = [
        mention
        for mentions in find_mentions(prepare(title), known, day=doc.published)
        for mention in mentions
        if mention.start >= match.start("whom")
    ]
    if any(mention.kind is MentionKind.ORGANIZATION for mention in named):
        return frozenset()  # "United Nations Coordinator Sigrid Kaag" is no Dutch minister then
    actors = [a for mention in named if mention.kind in _PEOPLE for a in mention.actors]
    states = {actor.polity for actor in actors} - {HOME}
    channel = match["channel"].lower()
    return frozenset(Key(channel, s) for s in states if s and s.startswith("st:"))


def without_title(doc: Document) -> Document:
    """Return a document without its title, its address (it repeats it) and its headline."""
    title = _flat(doc.title or "")
    text = "\n".join("" if _flat(line) == title else line for line in doc.text.split("\n"))
    return replace(doc, id=Document.make_id(text, None), text=text, title=None, url=None)


def _flat(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split()).strip("#*_ ")


def measure(
    paths: Iterable[Path] | None = None,
    reports_of: Callable[[Document], tuple[Report, ...]] | None = None,
) -> Figure:
    """Return the share of keys that are found, and the ids of those that are not."""
    files = list(white_house() if paths is None else paths)
    if not files:
        return Figure.missing(NAME, "../shared/corpora/white-house is not on this machine")
    files = [path for path in files if "readout" in path.name]
    read = reports_of or (lambda doc: extract(doc, register=register()).reports)
    found = of = 0
    missed = []
    for path, doc in documents(files):
        keys = keys_of(doc, register())
        reports = read(without_title(doc)) if keys else ()
        for key in sorted(keys, key=str):
            of += 1
            if any(key.is_met_by(report) for report in reports):
                found += 1
            elif paths is not None or ident(path) not in gold_ids()[1]:
                missed.append(f"{path.stem}: {key.channel} with {key.state}")
    says = f"{found} of {of} keys; {len(files)} readouts, some with no foreign counterpart"
    return Figure(NAME, found / of if of else None, of, says, lines=tuple(missed))
