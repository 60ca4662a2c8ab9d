"""What goes into linking beside the reports, and what comes out."""

from dataclasses import dataclass

from dragoman.model.claim import Event


@dataclass(frozen=True, slots=True)
class Text:
    """What linking asks of a document."""

    doc_id: str
    text: str
    published: str | None = None  # EDTF
    side: str | None = None  # the polity whose account it is


@dataclass(frozen=True, slots=True)
class Copies:
    """Documents with nearly the same text: one source, and how far it spread."""

    id: str
    first: str  # the one that was published first
    docs: tuple[str, ...]  # two or more, by id


@dataclass(frozen=True, slots=True)
class Edge:
    """That two reports are, or are not, about one happening, as a person decided."""

    a: str  # ids of reports
    b: str
    same: bool
    number: int = 0  # of the decision


@dataclass(frozen=True, slots=True)
class Unclear:
    """A report without a day of its own that could be of several happenings, and so is of none."""

    report: str  # its id
    fitting: int  # how many happenings fit about equally well


@dataclass(frozen=True, slots=True)
class Linked:
    """Events, which documents are copies of each other, and what could not be placed."""

    events: tuple[Event, ...]
    copies: tuple[Copies, ...] = ()
    unclear: tuple[Unclear, ...] = ()
