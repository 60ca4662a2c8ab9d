#!/usr/bin/env python3
"""Measure, mention by mention, whom the finder takes the gold's participants for.

usage: python eval/mentions.py [--set NAME] [--part work|check] [--only OUTCOME]
       python eval/mentions.py [--pin] [--lower-floor REASON] [--write]

`written` and `white-house` are made by script of the gold: each participant with a surface is
looked up where the gold's evidence has it, in its document, on the document's day. `names` is a
set of mentions of its own, written blind (`names/README.md`). For a mention of a person the
finder must give that person; for one of a state, a ministry or an unnamed official, the country;
for a negative, nobody of those that a careless resolver would give.

Prints one line for each set and part; `--only` prints the cases of one outcome (missed, wrong,
taken...), of the work part alone: nobody reads the check part. `--write` writes `mentions.md`.
`--pin` raises the floors of `mentions.json` to what was measured; it never lowers one, unless
`--lower-floor` says why, and the reason is then kept in the file. Exits with 1 when a figure is
below its floor.
"""

# ruff: noqa: T201 - a command prints

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sets import CORPORA, ROOT, Corpus

from dragoman.actors import Register
from dragoman.actors.likeness import likeness
from dragoman.actors.mentions import find_mentions
from dragoman.actors.tokens import name_words
from dragoman.model import Actor, Document, Mention
from dragoman.model.config import Config
from dragoman.read import find_sources, read_source
from dragoman.run.evaluate import find_texts
from dragoman.run.schema import code_of, read_rows
from dragoman.text import prepare

NAMES = ROOT / "eval" / "names" / "names.jsonl"
FLOORS = ROOT / "eval" / "mentions.json"
REPORT = ROOT / "eval" / "mentions.md"

PARTS = ("work", "check")
GOLD = ("written", "white-house")
"""The sets that are made of the gold; what is asked of the resolver is asked of these."""

PERSON = ("right", "named", "missed", "wrong")
"""What became of a mention of a person: the id of the register; the full name that the document
gives somebody whom the register does not know; nobody; somebody else."""

OTHER = ("country", "nobody", "abroad")
"""And of one without a person: the right country; none at all; another country."""

NEGATIVE = ("left", "taken")
"""And of one that means none of certain persons: it was left alone; it was taken for one."""

SAME = 0.85
"""Likeness from which two spellings that share a word are one name: the gold has the usual
English one, the register may show another first."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place of a document, and who is meant there."""

    document: str
    start: int
    end: int
    surface: str
    country: str | None
    person: str | None
    never: tuple[str, ...] = ()  # persons whom a careless resolver would give


@dataclass(frozen=True, slots=True)
class Case:
    """A point, and what was found there."""

    point: Point
    found: tuple[Actor, ...]
    outcome: str

    @property
    def line(self) -> str:
        """The case in one line, as `--only` prints it."""
        found = "; ".join(
            f"{one.polity} {one.office} {one.person or one.name} ({one.how})" for one in self.found
        )
        one = self.point
        never = f" not {', '.join(one.never)}" if one.never else ""
        who = f"{one.country}:{one.person}{never}"
        return f"{one.document}: {one.surface!r} is {who}; found {found or '-'}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each outcome came."""

    outcomes: Counter[str]

    @property
    def persons(self) -> int:
        """Mentions of a person."""
        return sum(self.outcomes[name] for name in PERSON)

    @property
    def recall(self) -> float:
        """The share of the persons that were given, by id or by the document's full name."""
        return (self.outcomes["right"] + self.outcomes["named"]) / max(self.persons, 1)

    @property
    def known(self) -> float:
        """The share of the persons that were given by an id of the register."""
        return self.outcomes["right"] / max(self.persons, 1)

    @property
    def precision(self) -> float:
        """The share of the persons given, negatives included, that are right."""
        wrong = self.outcomes["wrong"] + self.outcomes["taken"]
        right = self.outcomes["right"] + self.outcomes["named"]
        return right / max(right + wrong, 1)

    @property
    def wrong_country(self) -> float:
        """The share of all mentions that were given another country."""
        return self.outcomes["abroad"] / max(self.outcomes.total(), 1)

    @property
    def country(self) -> float:
        """The share of the mentions without a person that were given their country."""
        of = sum(self.outcomes[name] for name in OTHER)
        return self.outcomes["country"] / max(of, 1)

    @property
    def negatives(self) -> int:
        """Mentions that mean none of certain persons."""
        return sum(self.outcomes[name] for name in NEGATIVE)

    @property
    def left(self) -> float:
        """The share of the negatives that were given to none of those."""
        return self.outcomes["left"] / max(self.negatives, 1)

    def __add__(self, other: "Tally") -> "Tally":
        """Count two sets as one."""
        return Tally(self.outcomes + other.outcomes)

    @property
    def line(self) -> str:
        """The figures in one line."""
        negatives = self.negatives
        left = f"  negatives left {self.outcomes['left']} of {negatives}" if negatives else ""
        return (
            f"persons {self.persons:4}  recall {self.recall:.3f} (by id {self.known:.3f})  "
            f"precision {self.precision:.3f}  country {self.country:.3f}  "
            f"wrong country {self.wrong_country:.3f}{left}"
        )


def _points_of_gold(corpus: Corpus, part: str) -> Iterator[tuple[Document, list[Point]]]:
    """Yield the documents of a gold with its participants, each person and surface once."""
    wanted = corpus.parts()[part]  # type: ignore[index]
    rows = [row for row in read_rows(corpus.gold) if row.id in wanted]
    with corpus.folder() as texts:
        paths = find_texts([row.id for row in rows if row.id], texts)
        for row in rows:
            if row.id not in paths:
                continue
            doc = _read(paths[row.id])
            points: dict[tuple[str, str | None, str], Point] = {}
            for event in row.events:
                for one in event.participants:
                    key = (one.country, one.person, one.surface or "")
                    place = _place(doc.text, event.evidence, one.surface or "")
                    if one.surface and place and key not in points:
                        points[key] = Point(row.id, *place, one.surface, one.country, one.person)
            yield doc, list(points.values())


def _read(path: Path) -> Document:
    settings = Config()
    [source] = find_sources([path], [])
    found = read_source(source, max_bytes=settings.max_bytes, mapping=settings.columns, issues=[])
    return next(iter(found))


def _place(text: str, evidence: tuple[str, ...], surface: str) -> tuple[int, int] | None:
    """Return where a surface stands: inside the event's evidence, else anywhere."""
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, surface.split())) + r"(?!\w)")
    for quote in evidence:
        around = re.search(r"\s+".join(map(re.escape, quote.split())), text)
        if around and (match := pattern.search(text, *around.span())):
            return match.span()
    match = pattern.search(text)
    return match.span() if match else None


def _points_of_names(part: str) -> Iterator[tuple[Document, list[Point]]]:
    """Yield the documents of the blind set with its mentions."""
    wanted = set(json.loads((NAMES.parent / "split.json").read_text("utf-8"))["names"][part])
    for line in NAMES.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["id"] not in wanted:
            continue
        text = row["text"]
        doc = Document(
            row["id"], text, title=row.get("title"), outlet=row.get("outlet"),
            published=row["doc_date"],
        )  # fmt: skip
        points = []
        for one in row["mentions"]:
            found = list(re.finditer(rf"(?<!\w){re.escape(one['surface'])}(?!\w)", text))
            match = found[one.get("nth", 1) - 1]
            points.append(
                Point(
                    row["id"],
                    match.start(),
                    match.end(),
                    one["surface"],
                    one["country"],
                    one["person"],
                    tuple(one.get("not", ())),
                )
            )
        yield doc, points


def cases(name: str, part: str, register: Register) -> Iterator[Case]:
    """Yield what was found at every point of one part of a set."""
    corpora = {corpus.name: corpus for corpus in CORPORA}
    documents = _points_of_names(part) if name == "names" else _points_of_gold(corpora[name], part)
    for doc, points in documents:
        clean = prepare(doc)
        mentions = [
            (span.start, span.end, mention)
            for sentence in find_mentions(clean, register, day=doc.published)
            for mention in sentence
            for span in [clean.span(mention.start, mention.end)]
        ]
        for point in points:
            found = _actors_at(mentions, point)
            yield Case(point, found, _outcome(point, found, register))


def _actors_at(mentions: list[tuple[int, int, Mention]], point: Point) -> tuple[Actor, ...]:
    """Return the actors of the mentions that share words with a point."""
    return tuple(
        actor
        for start, end, mention in mentions
        if start < point.end and point.start < end
        for actor in mention.actors
    )


def _outcome(point: Point, found: tuple[Actor, ...], register: Register) -> str:
    persons = {actor.person for actor in found if actor.person}
    if point.never:
        others = {p for p in persons if not _is_exactly(register, p, point.person)}
        banned = any(_is(register, ident, name) for ident in others for name in point.never)
        other = persons and point.person is None
        if banned or other:
            return "taken"
        if point.person is None:
            return "left"
    if point.person is None:
        if point.country is None or point.country in _countries(found, register):
            return "country"
        return "abroad" if any(actor.polity for actor in found) else "nobody"
    if any(_is(register, ident, point.person) for ident in persons):
        return "right"
    if any(_same_name(point.person, actor.name) for actor in found if not actor.person):
        return "named"
    return "wrong" if persons else "missed"


def _countries(found: tuple[Actor, ...], register: Register) -> set[str]:
    """Return the codes of the actors, and of where they are sent: "ambassador to Jamaica"."""
    ids = {actor.polity for actor in found if actor.polity}
    for actor in found:
        _owner, _, post = (actor.office or "").removeprefix("of:").partition(".")
        towards = post.partition(".")[2]
        ids |= {f"st:{towards}", f"og:{towards}"} if towards else set()
    return {code_of(register.iso3(ident)) for ident in ids}


def _is(register: Register, ident: str, name: str) -> bool:
    """Return whether a person of the register is the one of this usual name."""
    if ident in register.lookup(name):
        return True
    person = register.person(ident)
    own = (*person.names, *person.also) if person is not None else ()
    return any(_same_name(name, spelling) for spelling in own)


def _is_exactly(register: Register, ident: str, name: str | None) -> bool:
    """Return whether a person of the register bears this very name: no Costa is a Costa Silva."""
    person = register.person(ident)
    if name is None or person is None:
        return False
    return any(set(name_words(name)) == set(name_words(own)) for own in person.names)


def _same_name(name: str, other: str | None) -> bool:
    """Return whether two full names are one: "Abdourahamane Tiani" is "Abdourahmane Tiani"."""
    mine, theirs = name_words(name), name_words(other or "")
    if min(len(mine), len(theirs)) < 2:
        return False
    shared = set(mine) & set(theirs)
    if len(shared) >= min(len(set(mine)), len(set(theirs))):
        return True
    return bool(shared) and likeness(mine, theirs) >= SAME


def measure(name: str, part: str, register: Register) -> Tally:
    """Return how often each outcome came in one part of a set."""
    return Tally(Counter(case.outcome for case in cases(name, part, register)))


def sets() -> list[str]:
    """Return the sets that are on this machine."""
    return [
        *(c.name for c in CORPORA if c.is_there and c.name in GOLD),
        "names",
    ]


Measured = Mapping[str, Mapping[str, Tally]]
"""Tallies by set and part."""


# --------------------------------------------------------------------------- floors

FIGURES: Mapping[str, Callable[[Tally], float]] = {
    "recall": lambda tally: tally.recall,
    "by id": lambda tally: tally.known,
    "precision": lambda tally: tally.precision,
    "country right": lambda tally: tally.country,
    "country not wrong": lambda tally: 1 - tally.wrong_country,
    "negatives left": lambda tally: tally.left if tally.negatives else 1.0,
}
"""The figures that have floors: more is better in each."""

ABOUT = (
    "Whom the finder took the mentions of each set for, cut to three digits; nothing is random, "
    "so no figure may fall below its floor. 'fingerprint' is that of gold and texts: if they "
    "change, figures cannot be compared and the floors are pinned anew. eval/mentions.py --pin "
    "raises floors; to lower one takes --lower-floor REASON, which is kept under 'lowered'."
)

Floors = dict[str, object]


def fingerprint(name: str) -> str:
    """Return a digest of a set's rows and texts."""
    if name == "names":
        files = (NAMES, NAMES.parent / "split.json")
        return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]
    return next(corpus for corpus in CORPORA if corpus.name == name).fingerprint()


def load_floors() -> Floors:
    """Return `mentions.json`, or what it begins with."""
    if FLOORS.is_file():
        return dict(json.loads(FLOORS.read_text(encoding="utf-8")))
    return {"about": ABOUT, "sets": {}, "lowered": []}


def _cut(figure: float) -> float:
    return int(figure * 1000 + 1e-9) / 1000


def below_floor(name: str, part: str, tally: Tally, floors: Floors) -> list[str]:
    """Return a sentence for each figure of a part below its floor; one for a set that changed."""
    entry = floors["sets"].get(name)  # type: ignore[attr-defined]
    if entry is None:
        return []
    if entry["fingerprint"] != fingerprint(name):
        return [
            f"{name}: rows or texts are not those that the floors were pinned on; look at the "
            "figures and pin them anew with --lower-floor REASON"
        ]
    return [
        f"{name}, {part}: {figure} is {reached:.4f}, and its floor is {floor:.3f}"
        for figure, floor in entry["parts"].get(part, {}).items()
        if (reached := FIGURES[figure](tally)) < floor
    ]


def pin(measured: Measured, floors: Floors, reason: str | None) -> Floors:
    """Return the floors raised to what was measured; lowered only with a reason."""
    pinned: dict[str, Any] = dict(floors["sets"])  # type: ignore[call-overload]
    lowered: list[Any] = list(floors["lowered"])  # type: ignore[call-overload]
    today = datetime.now(UTC).date().isoformat()

    def note(name: str, what: str) -> None:
        lowered.append({"on": today, "set": name, "what": what, "because": reason})

    for name, parts in measured.items():
        digest = fingerprint(name)
        old = pinned.get(name, {"parts": {}})
        if old.get("fingerprint", digest) != digest:
            if not reason:
                continue
            note(name, "rows or texts changed")
            old = {"parts": {}}
        figures: dict[str, dict[str, float]] = {}
        for part, tally in parts.items():
            figures[part] = {}
            for figure, read in FIGURES.items():
                reached = _cut(read(tally))
                floor = old["parts"].get(part, {}).get(figure, reached)
                if reached < floor and reason:
                    note(name, f"{part}: {figure} from {floor:.3f} to {reached:.3f}")
                    floor = reached
                figures[part][figure] = max(floor, reached)
        pinned[name] = {"fingerprint": digest, "parts": {**old["parts"], **figures}}
    return {"about": ABOUT, "sets": pinned, "lowered": lowered}


def write_floors(floors: Floors) -> None:
    """Write `mentions.json`, one form for one content."""
    text = json.dumps(floors, indent=2, ensure_ascii=False) + "\n"
    FLOORS.write_text(text, encoding="utf-8", newline="\n")


# --------------------------------------------------------------------------- the report

ASKED: Mapping[str, tuple[Callable[[Tally], bool], str]] = {
    "recall": (lambda tally: tally.recall >= 0.90, "at least 0.90"),
    "precision": (lambda tally: tally.precision >= 0.97, "at least 0.97"),
    "wrong country": (lambda tally: tally.wrong_country <= 0.01, "at most 0.01"),
}
"""What is asked of the resolver on the gold."""

MEANS = """\
- *persons*: mentions that mean a person; each person and surface of a document counts once.
- *recall*: the share of them for which that person was given, by an id of the register or, where
  the register does not know them, by the full name that the document gives.
- *by id*: the share given by an id of the register.
- *precision*: of all persons given where one was looked for, negatives included, the share that
  is right. A wrong person is worse than none.
- *country right*: of the mentions of a state, ministry or unnamed official, the share given their
  country or organization.
- *wrong country*: the share of all mentions that mean no person and were given another country
  and not their own. A person taken for a foreigner is in *precision*, not here.
- *negatives*: mentions that mean none of certain persons (namesakes, things named after people,
  a name under another country's title), and how many were given to none of these.
"""

OUTCOMES = """\
- *right*, *named*, *missed*, *wrong*: a person was given by id, given by the document's full name,
  not given, given as somebody else.
- *country*, *nobody*, *abroad*: a mention without a person was given its country, nothing, another
  country.
- *left*, *taken*: a negative was left alone, or taken for somebody.
"""

LIMITS = """\
- `written` and `white-house` are made by script of the gold's participants: a surface is looked up
  where the evidence has it, so pronouns and repetitions are hardly in it; a person whom the gold
  leaves out is not asked for, and a person given beside the surface is not counted as wrong.
- `written` has one writer; `white-house` is one government's channel, where its own officials go
  without a state. Both are mostly of well-known leaders and ministers.
- `names` has one writer and one labeller, invented wording and mangled spellings made up after
  real kinds of failure: harsher and denser than news. Its labels are from memory of public record,
  without a second reading. Figures there say whether a rule follows how names go wrong, not how
  often they do. Africa and the Pacific are thin.
- A mention of an ambassador counts for the state that he is sent to as well as for his own.
- Names are held to be the same when they share a word and their letters are alike: two brothers in
  one mention could pass for each other.
- Where few mentions are in a column, one mention moves it by a percent: read the counts below.
"""


def _cells(tally: Tally) -> str:
    share = f"{tally.outcomes['left']} of {tally.negatives}" if tally.negatives else "-"
    figures = (
        tally.recall, tally.known, tally.precision, tally.country, tally.wrong_country,
    )  # fmt: skip
    return " | ".join([str(tally.persons), *(f"{one:.3f}" for one in figures), share])


def report_of(measured: Measured) -> str:
    """Return the page: one table of figures, what they mean, their limits, the counts."""
    rows = [
        (name, part, tally) for name, parts in measured.items() for part, tally in parts.items()
    ]
    gold = [
        ("both of the gold", part, measured["written"][part] + measured["white-house"][part])
        for part in PARTS
        if all(part in measured.get(name, {}) for name in GOLD)
    ]
    lines = [
        "# Who is meant, mention by mention",
        "",
        "Made by `python eval/mentions.py --write`. Rules are written from the part `work` only;",
        "nobody reads `check`, and nothing of its text stands here. `check` is the honest figure.",
        "",
        "| set | part | persons | recall | by id | precision | country right | wrong country "
        "| negatives |",
        "|---|---|" + "---:|" * 7,
        *(f"| {name} | {part} | {_cells(tally)} |" for name, part, tally in [*rows, *gold]),
        "",
        *_asked(gold, rows),
        "## What the columns mean",
        "",
        MEANS,
        "## Limits",
        "",
        LIMITS,
        "## How often each outcome came",
        "",
        f"| set | part | {' | '.join((*PERSON, *OTHER, *NEGATIVE))} |",
        "|---|---|" + "---:|" * len((*PERSON, *OTHER, *NEGATIVE)),
    ]
    for name, part, tally in [*rows, *gold]:
        counts = (str(tally.outcomes[one]) for one in (*PERSON, *OTHER, *NEGATIVE))
        lines.append(f"| {name} | {part} | {' | '.join(counts)} |")
    return "\n".join([*lines, "", OUTCOMES])


def _asked(
    gold: Sequence[tuple[str, str, Tally]], rows: Sequence[tuple[str, str, Tally]]
) -> list[str]:
    """Say of each figure that is asked of the resolver on the gold whether it is reached.

    Args:
        gold: The two sets taken together, by part.
        rows: Every set, by part.
    """
    if not gold:
        return ["The White House's pages are not on this machine: the gold is not whole.", ""]
    lines = []
    for figure, (reached, words) in ASKED.items():
        said = (f"{'reached' if reached(tally) else 'not reached'} on {part}"
                for _name, part, tally in gold)  # fmt: skip
        lines.append(f"- {figure} {words}: {', '.join(said)}")
    short = [
        f"{name} {part}: {figure}"
        for name, part, tally in rows
        if name != "names"
        for figure, (reached, _words) in ASKED.items()
        if not reached(tally)
    ]
    alone = f"Not reached by one set alone: {'; '.join(short) or 'none'}."
    abroad = [
        f"{tally.outcomes['abroad']} of {sum(tally.outcomes[name] for name in OTHER)} on {part}"
        for _name, part, tally in gold
    ]
    share = (
        "The share of wrong countries is of all mentions; of those that mean no person it is "
        f"{' and '.join(abroad)}."
    )
    return ["Asked of the gold's two sets together:", "", *lines, "", alone, share, ""]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures, or the cases of one outcome; pin, write, and look at the floors."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--set", dest="name", choices=sets(), help="only this set")
    parser.add_argument("--part", choices=PARTS, help="only this part")
    parser.add_argument("--only", choices=(*PERSON, *OTHER, *NEGATIVE), help="print such cases")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was measured")
    parser.add_argument(
        "--lower-floor",
        metavar="REASON",
        help="also lower floors that are not reached, and keep the reason in mentions.json",
    )
    parser.add_argument("--write", action="store_true", help="write mentions.md")
    options = parser.parse_args(arguments)
    if options.lower_floor is not None and len(options.lower_floor.split()) < 3:
        parser.error("--lower-floor takes the reason, in words that a reader understands later")
    if options.write and (options.name or options.part or options.only):
        parser.error("--write writes the page of all sets and parts")
    register = Register.load()
    wanted = [options.name] if options.name else sets()
    if options.only:
        for name in wanted:
            for case in cases(name, "work", register):
                if case.outcome == options.only:
                    print(case.line)
        return 0
    measured: dict[str, dict[str, Tally]] = {}
    for name in wanted:
        for part in [options.part] if options.part else PARTS:
            tally = measure(name, part, register)
            measured.setdefault(name, {})[part] = tally
            print(f"{name:12}{part:6} {tally.line}")
    floors = load_floors()
    if options.pin or options.lower_floor:
        floors = pin(measured, floors, options.lower_floor)
        write_floors(floors)
    if options.write:
        REPORT.write_text(report_of(measured), encoding="utf-8", newline="\n")
    complaints = [
        line
        for name, parts in measured.items()
        for part, tally in parts.items()
        for line in below_floor(name, part, tally, floors)
    ]
    for line in dict.fromkeys(complaints):
        print(line, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
