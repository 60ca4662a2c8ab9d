#!/usr/bin/env python3
"""Look up the country of real actor strings, and say why those without one have none.

usage: python eval/actor_strings.py [--write] [--all]

The strings are the actors and recipients that people marked in the 1,050 sentences of the PLOVER
training file. Each sentence is read as a document without a day, and every mention that shares
words with the marked stretch says a state or an organization, or only a place. Prints the shares,
and the strings without a country that `actor_strings.yml` has no reason for (`--all`: those too
that are seldom); exits with 1 where one of the hundred most frequent has none. `--write` writes
`actor_strings.md`: strings of a few words, never a sentence.
"""

# ruff: noqa: T201 - a command prints

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from dragoman.actors import Register
from dragoman.actors.mentions import find_mentions
from dragoman.actors.tokens import fold
from dragoman.model import Document
from dragoman.text import prepare

HERE = Path(__file__).resolve().parent
SENTENCES = HERE.parent.parent / "shared" / "gold" / "PLV_train.tsv"
REASONS = HERE / "actor_strings.yml"
REPORT = HERE / "actor_strings.md"

MOST = 100
"""How many of the strings without a country must have a reason."""

PASSIVE = ("adjective", "place")
"""How a mention gives a country that does not act there."""

HEAD = (
    "| column | strings | with a country | share | it acts | share | place only | nothing |",
    "|---|---|---|---|---|---|---|---|",
)

_MARKED = re.compile(r"<([st])>(.*?)</\1>")
_TAG = re.compile(r"</?[st]>")


@dataclass(frozen=True, slots=True)
class Reading:
    """One marked stretch and what its mentions give.

    `countries` are codes of states and organizations, in the order of the text; `places` are
    names of places that act for nobody there. `acting`: one of the countries is more than an
    adjective ("a Turkish man") or where something is ("northern Iraq").
    """

    string: str
    column: str
    countries: tuple[str, ...]
    places: tuple[str, ...]
    acting: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a string has no country: one of the classes of the file, and a few words."""

    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Without:
    """A string that gave no country, how often, and its usual spelling."""

    key: str
    string: str
    times: int
    places: tuple[str, ...]


def key_of(string: str) -> str:
    """Return what spellings of one string share: small letters, no article at the start.

    >>> key_of("The Taliban") == key_of("the  Taliban")
    True
    """
    words = fold(string).split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) and words[1:] else words)


def stretches(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Return a marked sentence without its marks, and where the marked stretches stand in it.

    >>> stretches("<s>Iran</s> warned <t>Iraq</t>.")
    ('Iran warned Iraq.', [('source', 0, 4), ('target', 12, 16)])
    """
    found: list[tuple[str, int, int]] = []
    for match in _MARKED.finditer(marked):
        start = len(_TAG.sub("", marked[: match.start(2)]))
        words = _TAG.sub("", match[2])
        found.append(("source" if match[1] == "s" else "target", start, start + len(words)))
    return _TAG.sub("", marked), found


def read_sentence(marked: str, register: Register) -> list[Reading]:
    """Return what the mentions inside each marked stretch of one sentence give."""
    text, places = stretches(marked)
    doc = Document(Document.make_id(text, None), text)
    clean = prepare(doc)
    mentions = [
        (span.start, span.end, mention)
        for sentence in find_mentions(clean, register, day=None)
        for mention in sentence
        for span in [clean.span(mention.start, mention.end)]
    ]
    readings: list[Reading] = []
    for column, start, end in places:
        here = [mention for first, last, mention in mentions if first < end and start < last]
        polities = [actor.polity for mention in here for actor in mention.actors if actor.polity]
        codes = [register.iso3(polity) or polity for polity in polities]
        bare = [m.place for m in here if m.place and not m.actors]
        readings.append(
            Reading(
                text[start:end],
                column,
                tuple(dict.fromkeys(codes)),
                tuple(dict.fromkeys(register.label(place) for place in bare)),
                any(a.how not in PASSIVE for m in here for a in m.actors if a.polity),
            )
        )
    return readings


def read_all(path: Path, register: Register) -> list[Reading]:
    """Return the readings of all marked stretches of the file, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            reading
            for row in csv.DictReader(file, delimiter="\t")
            for reading in read_sentence(row["marked_sentence"], register)
        ]


def without_country(readings: Iterable[Reading]) -> list[Without]:
    """Return the strings that gave no country, the most frequent first, then by the alphabet."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    places: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for reading in readings:
        if not reading.countries:
            key = key_of(reading.string)
            spellings[key][reading.string] += 1
            places[key].update(dict.fromkeys(reading.places))
    found = [
        Without(key, sorted(seen, key=lambda s: (-seen[s], s))[0], seen.total(), tuple(places[key]))
        for key, seen in spellings.items()
    ]
    return sorted(found, key=lambda one: (-one.times, one.key))


def read_reasons(path: Path) -> tuple[dict[str, str], dict[str, Reason]]:
    """Read the reviewed file: the classes with what they mean, and the reason of each string.

    Raises:
        ValueError: A string stands under two classes, or under one that is not explained.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    classes: dict[str, str] = content["classes"]
    reasons: dict[str, Reason] = {}
    for kind, strings in content["strings"].items():
        if kind not in classes:
            raise ValueError(
                f"{path.name}: {kind!r} is not among the classes: {', '.join(classes)}"
            )
        for string, why in strings.items():
            key = key_of(str(string))
            if key in reasons:
                raise ValueError(f"{path.name}: {string!r} has two reasons; keep one")
            reasons[key] = Reason(kind, why)
    return classes, reasons


def unexplained(found: Sequence[Without], reasons: Mapping[str, Reason]) -> list[Without]:
    """Return the strings that the reviewed file has no reason for."""
    return [one for one in found if one.key not in reasons]


def shares(readings: Sequence[Reading]) -> list[str]:
    """Return one line for each column, and for both: how many, and the shares."""
    lines = []
    for name, columns in (
        ("source", ("source",)), ("target", ("target",)), ("both", ("source", "target")),
    ):  # fmt: skip
        these = [reading for reading in readings if reading.column in columns]
        country = sum(bool(reading.countries) for reading in these)
        place = sum(bool(reading.places and not reading.countries) for reading in these)
        acting = sum(reading.acting for reading in these)
        whole = max(len(these), 1)
        lines.append(
            f"| {name} | {len(these):,} | {country:,} | {country / whole:.1%} "
            f"| {acting:,} | {acting / whole:.1%} "
            f"| {place:,} | {len(these) - country - place:,} |"
        )
    return lines


def report(
    readings: Sequence[Reading], classes: Mapping[str, str], reasons: Mapping[str, Reason]
) -> str:
    """Return the page: shares, the strings without a country by class, and the first hundred."""
    found = without_country(readings)
    counts: Counter[str] = Counter()
    for one in found:
        reason = reasons.get(one.key)
        counts[reason.kind if reason else "not reviewed"] += one.times
    lines = [
        "# Countries of actor strings",
        "",
        f"Made by `python eval/actor_strings.py --write`: the {len(readings):,} actors and "
        "recipients marked in the",
        "sentences of the PLOVER training file, each read in its sentence without a day. A string",
        "has a country where a mention that shares words with it gives a state or an organization;",
        '*it acts* leaves out "a Turkish man" and "northern Iraq";',
        "*place only* is a named place that acts for nobody. Reasons are reviewed by hand",
        "(`actor_strings.yml`).",
        "",
        *HEAD,
        *shares(readings),
        "",
        "## Why the others have none",
        "",
        "| class | strings, each time counted | what it is |",
        "|---|---|---|",
    ]
    for kind, times in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        lines.append(f"| {kind} | {times} | {classes.get(kind, 'no reason written down yet')} |")
    lines += [
        "",
        f"## The {min(MOST, len(found))} most frequent without a country",
        "",
        "| times | string | class | why |",
        "|---|---|---|---|",
    ]
    for one in found[:MOST]:
        reason = reasons.get(one.key, Reason("not reviewed", ""))
        string = one.string.replace("|", "/")
        lines.append(f"| {one.times} | {string} | {reason.kind} | {reason.why} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Print the shares and what has no reason; write the page if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write actor_strings.md")
    parser.add_argument("--all", action="store_true", help="list the seldom ones without reason")
    options = parser.parse_args()
    if not SENTENCES.is_file():
        print(f"{SENTENCES.name} is not on this machine: nothing was looked up")
        return 0
    readings = read_all(SENTENCES, Register.load())
    classes, reasons = read_reasons(REASONS)
    found = without_country(readings)
    print("\n".join((HEAD[0], *shares(readings))))
    missing = unexplained(found[:MOST], reasons)
    for one in unexplained(found, reasons) if options.all else missing:
        print(f"no reason: {one.times} {one.string}  {' '.join(one.places)}")
    if options.write:
        REPORT.write_text(report(readings, classes, reasons), encoding="utf-8")
    if missing:
        print(f"{len(missing)} of the {MOST} most frequent have no reason in {REASONS.name}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
