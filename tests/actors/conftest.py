"""A register and a small stand-in for a clean text, one sentence to a line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from dragoman.actors import Register
from dragoman.actors.mentions import find_mentions
from dragoman.model import Actor, Document, Mention, SectionKind, Sentence


@dataclass(frozen=True)
class Dateline:
    """What the finder reads of a dateline."""

    place: str | None = None
    agency: str | None = None


@dataclass(frozen=True)
class Clean:
    """A text whose lines are its sentences."""

    doc: Document
    text: str
    sentences: tuple[Sentence, ...]
    dateline: Dateline | None = None


@dataclass(frozen=True)
class Found:
    """A mention with its words, as the tables of the tests write it."""

    words: str
    kind: str
    mention: Mention

    @property
    def ids(self) -> str:
        """The most specific ids, "?" for somebody unknown."""
        return " ".join(actor.id or "?" for actor in self.mention.actors)

    @property
    def actor(self) -> Actor:
        """The only actor."""
        [actor] = self.mention.actors
        return actor


def clean(text: str, agency: str | None = None, **fields: str) -> Clean:
    """Make a clean text out of lines; `fields` are those of the document."""
    sentences: list[Sentence] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            sentences.append(Sentence(start, start + len(line), SectionKind.BODY))
        start += len(line) + 1
    doc = Document("d", text, **fields)  # type: ignore[arg-type]
    dateline = Dateline(agency=agency) if agency else None
    return Clean(doc, text, tuple(sentences), dateline)


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """Our own register, compiled into a cache of the test run's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dragoman.actors.index.cache_folder", lambda: tmp_path_factory.getbasetemp())
        yield Register.load()


@pytest.fixture(scope="session", name="clean")
def clean_fixture() -> Callable[..., Clean]:
    """Return what makes a clean text out of lines."""
    return clean


@pytest.fixture(scope="session")
def read(register: Register) -> Callable[..., list[Found]]:
    """Read a text and return all its mentions in order."""

    def reader(text: str, day: str | None = "2020-08-20", **fields: str) -> list[Found]:
        made = clean(text, **fields)
        return [
            Found(text[mention.start : mention.end], mention.kind.value, mention)
            for mentions in find_mentions(made, register, day=day)
            for mention in mentions
        ]

    return reader
