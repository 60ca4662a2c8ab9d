"""What the chunks of a sentence are made of, and what they are."""

from dataclasses import dataclass, field

from dragoman.actors.wordings import Kinds


@dataclass(frozen=True, slots=True)
class Item:
    """A wording of the lexicon as it stands in the sentence, or one plain word."""

    start: int  # in words
    end: int
    kinds: Kinds  # kind of wording -> ids; empty for a plain word

    def has(self, *kinds: str) -> bool:
        """Return whether the words can be of one of these kinds."""
        own = self.kinds
        if not own:
            return False
        for kind in kinds:  # noqa: SIM110 - asked a million times; a generator costs double
            if kind in own:
                return True
        return False

    def first(self, kind: str) -> str:
        """Return the first id of a kind."""
        return self.kinds[kind][0]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch that names somebody, by its parts. Offsets count in the text."""

    # person | office | run | polity | pair | organ | org | outlet | place | group | form | pronoun
    kind: str
    start: int
    end: int
    name: str = ""  # as written, without titles
    name_norms: tuple[str, ...] = ()
    titles: tuple[tuple[str, str], ...] = ()  # (wording, class), in their order
    polities: tuple[str, ...] = ()
    towards: str | None = None  # of an ambassador
    tail: tuple[int, int] = (0, 0)  # where that state stands
    plural: bool = False
    former: bool = False
    own: bool = False  # "his", "its": the state is somebody's in the sentence
    definite: bool = False
    gender: str = ""
    place: str | None = None
    how: str = ""
    group: str = ""
    number: int = 0
    joined: str = ""  # the "and", "," or ";" that it follows; "owner": a person before it
    tall: bool = False  # the title is written large: "the President"
    hint: str = ""  # what stands for a body: "European Council"
    body: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Name:
    """A name as scanned: where it ends, its words, and whether the register has it."""

    after: int
    end: int
    text: str
    norms: tuple[str, ...]
    count: int
    known: bool
    gender: str
    begin: int
