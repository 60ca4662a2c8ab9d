"""Made-up stories in any number, and what each of them tells: for measuring growth.

Everything follows from the number of a document and a seed, so that whoever knows the number
knows the truth: the stand-in extractor here yields what a template says and reads nothing.
States and ministers are those of the register; what happens is invented. One story in a
hundred is a copy of another one; an occasion is told by three documents in a row, on average,
and looked back at in a few later ones. A hundred thousand documents are of a year.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from dragoman.actors import Register
from dragoman.model import (
    Actor,
    Channel,
    Claim,
    Document,
    Issue,
    Report,
    Role,
    Section,
    Span,
    Statement,
    Status,
)

if TYPE_CHECKING:
    from dragoman.run import Setup

A_DAY = 274
"""Documents of one day: a hundred thousand a year."""

_FIRST = date(2019, 1, 1)
_COPIES = 0.01
_ADDRESS = "https://agency{outlet}.example/{number}"

# What is told, by channel; {a} and {b} are parties, {d} a day. All mutual ones name two actors.
_ACTS: Sequence[tuple[Channel, str]] = (
    *((Channel.MEETING, "{a} met with {b} on {d}."),) * 5,
    *((Channel.VISIT, "{a} paid an official visit to {b} on {d}."),) * 3,
    *((Channel.CALL, "{a} held a telephone conversation with {b} on {d}."),) * 3,
    (Channel.LETTER, "{a} sent a letter to {b} on {d}."),
    (Channel.AID, "{a} donated 200 tents to {b} on {d}."),
    (Channel.CRITICISM, "{a} condemned the decision of {b} on {d}."),
)
_DIRECTED = {Channel.VISIT, Channel.LETTER, Channel.AID, Channel.CRITICISM}

_FILLING = (
    "The {n} of the {a} {n} rose by {i} percent in the {a} quarter, according to the {n} office.",
    "Residents of the {a} district said that the {n} had closed the {n} for {i} days.",
    "A {a} {n} near the {n} was repaired after the {n} of last winter.",
    "Prices of {n} and {n} fell while the {n} of {n} stayed {a}.",
    "More than {i} workers of the {n} joined the {a} {n}, the union wrote.",
    "The {n} museum opened a {a} exhibition of {n} and {n}.",
    "Farmers expect a {a} harvest of {n} after {i} weeks without a {n}.",
    "The {a} team lost {i} matches before the {n} of the {n} cup.",
    "Engineers tested a {a} {n} that needs {i} percent less {n}.",
    "The court heard {i} witnesses about the {n} of the {a} {n}.",
)
_NOUNS = tuple(
    word
    for line in (
        "harbour railway copper cotton ferry bakery library tunnel forest",
        "market grain turbine orchard clinic choir quarry bridge lantern",
        "pipeline fishery museum tramway reservoir kiln garden barley engine",
        "printer warehouse theatre glacier meadow tannery workshop canal mill",
        "airport stadium vineyard laboratory",
    )
    for word in line.split()
)
_ADJECTIVES = tuple(
    word
    for line in (
        "northern quiet early modest public rural second wooden narrow",
        "annual coastal empty former broad steady local central heavy",
        "bright seasonal cheap ancient mobile digital",
    )
    for word in line.split()
)


@dataclass(frozen=True, slots=True)
class Told:
    """One act that a story tells, with the place of its words."""

    channel: Channel
    start: int
    end: int
    parties: tuple[tuple[Actor, int, int], ...]
    day: tuple[str, int, int]  # EDTF, and where it stands


@dataclass(frozen=True, slots=True)
class Story:
    """A document that was made up."""

    number: int
    title: str
    text: str
    published: str
    told: tuple[Told, ...]

    @property
    def row(self) -> dict[str, str]:
        """The columns that `dragoman read` takes from a table."""
        url = _ADDRESS.format(outlet=self.number % 40, number=self.number)
        return {
            "id": str(self.number),
            "title": self.title,
            "text": self.text,
            "published": self.published,
            "outlet": f"Agency {self.number % 40}",
            "url": url,
            "language": "en",
        }


class Maker:
    """Makes stories.

    Args:
        seed: Another one, other stories.
    """

    def __init__(self, seed: int = 7) -> None:
        self._seed = seed
        self._register = Register.load()
        states = [one for one in self._register.states() if self._minister(one.id, 2020)]
        states = Random(seed).sample(states, len(states))  # noqa: S311 - made up
        self._states = [(one.id, self._register.label(one.id)) for one in states]
        self._often = [1 / (rank + 1) ** 0.8 for rank in range(len(states))]

    @cache  # noqa: B019 - a maker lives as long as the program
    def _minister(self, state: str, year: int) -> tuple[str, str] | None:
        """Return id and name of the foreign minister in the middle of a year."""
        person = self._register.holder(f"of:{state[3:]}.fm", f"{year}-07-01")
        return (person, self._register.label(person)) if person else None

    def story(self, number: int) -> Story:
        """Return the story with a number; the same one each time."""
        draw = self._random("story", number)
        published = _FIRST + timedelta(days=number // A_DAY)
        if number > 100 and draw.random() < _COPIES:
            other = self.story(number - draw.randrange(1, 30))
            return Story(number, other.title, other.text, published.isoformat(), other.told)
        occasions = [number // 3]
        if draw.random() < 0.4:
            occasions.append(max(0, number // 3 - draw.randrange(1, 200)))
        text, told = "", list[Told]()
        for nth in range(draw.randrange(6, 12)):
            if nth % 3 == 0 and occasions:
                words, found = self._act(occasions.pop(0), len(text))
                told.append(found)
            else:
                words = self._filling(draw)
            text += words + ("\n" if nth % 3 == 2 else " ")
        return Story(number, self._filling(draw)[:60], text, published.isoformat(), tuple(told))

    def _act(self, occasion: int, at: int) -> tuple[str, Told]:
        """Return the sentence that tells an occasion, with what it says from `at` on."""
        draw = self._random("occasion", occasion)
        channel, form = draw.choice(_ACTS)
        (one, _), (two, _) = pair = draw.choices(self._states, self._often, k=2)
        if one == two:
            pair[1] = self._states[(self._states.index(pair[0]) + 1) % len(self._states)]
        day = _FIRST + timedelta(days=occasion * 3 // A_DAY - draw.randrange(3))
        words, parties = "", list[tuple[Actor, int, int]]()
        when = ("", 0, 0)
        for piece in form.replace("{", "\0{").replace("}", "}\0").split("\0"):
            start = at + len(words)
            if piece in ("{a}", "{b}"):
                actor, name = self._party(*pair[piece == "{b}"], day.year, channel, piece)
                words += name
                parties.append((actor, start, start + len(name)))
            elif piece == "{d}":
                said = f"{day:%B} {day.day}, {day.year}"
                words += said
                when = (day.isoformat(), start, start + len(said))
            else:
                words += piece
        return words, Told(channel, at, at + len(words), tuple(parties), when)

    def _party(
        self, state: str, label: str, year: int, channel: Channel, piece: str
    ) -> tuple[Actor, str]:
        """Return who is meant, and how a story calls them: a state alone, or its minister."""
        held = self._minister(state, year)
        alone = channel is Channel.AID or (piece == "{b}" and channel is Channel.VISIT)
        if held is None or alone:
            return Actor(polity=state, how="made up"), label
        person, name = held
        actor = Actor(polity=state, office=f"of:{state[3:]}.fm", person=person, how="made up")
        return actor, f"Foreign Minister {name} of {label}"

    def _filling(self, draw: Random) -> str:
        words = draw.choice(_FILLING)
        for slot, among in (("{n}", _NOUNS), ("{a}", _ADJECTIVES)):
            while slot in words:
                words = words.replace(slot, draw.choice(among), 1)
        return words.replace("{i}", str(draw.randrange(2, 900)))

    def _random(self, what: str, number: int) -> Random:
        return Random(f"{self._seed} {what} {number}")  # noqa: S311 - made up

    def write(self, folder: Path, first: int, last: int, *, each: int = 1000) -> list[Path]:
        """Write the stories from `first` up to `last`, in tables of so many rows each."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for begin in range(first, last, each):
            path = folder / f"stories-{begin:07}.jsonl"
            with path.open("w", encoding="utf-8") as file:
                for number in range(begin, min(begin + each, last)):
                    file.write(json.dumps(self.story(number).row, ensure_ascii=False) + "\n")
            paths.append(path)
        return paths


@dataclass(frozen=True, slots=True)
class Given:
    """What the stand-in for the extractor gives; see `dragoman.run.setup.Extracted`."""

    reports: tuple[Report, ...]
    statements: tuple[Statement, ...] = ()
    ties: tuple[()] = ()
    sections: tuple[Section, ...] = ()
    issues: tuple[Issue, ...] = ()


@cache
def maker() -> Maker:
    """Return the maker of this process."""
    return Maker()


def reports_of(doc: Document, story: Story) -> tuple[Report, ...]:
    """Return what a story tells, as reports on the document that it was read as."""
    reports = []
    for told in story.told:
        evidence = Span.of(doc, told.start, told.end)
        claims = []
        for nth, (actor, start, end) in enumerate(told.parties):
            role = Role.RECIPIENT if nth and told.channel in _DIRECTED else Role.ACTOR
            span = Span.of(doc, start, end)
            claims.append(Claim(role, actor.id, span, None, "made up", actor=actor))
        value, start, end = told.day
        claims.append(Claim(Role.DATE, value, Span.of(doc, start, end), None, "made up"))
        claims.append(Claim(Role.STATUS, Status.HAPPENED, evidence, None, "made up"))
        reports.append(
            Report(doc.id, told.channel, Status.HAPPENED, tuple(claims), evidence, "made up")
        )
    return tuple(reports)


def number_of(doc: Document) -> int:
    """Return the number of the story that a document was read from."""
    return int((doc.url or "").rpartition("/")[2])


def tell(_setup: "Setup") -> Callable[[Sequence[Document]], Iterator[Given]]:
    """Return the stand-in extractor; `Setup.extractor` names this function.

    It gives what templates say, in the time that it takes to look it up.
    """
    return lambda docs: (Given(reports_of(doc, maker().story(number_of(doc)))) for doc in docs)
