"""What a question needs of a ledger, and the frame that every answer comes in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, overload

from dragoman.ask.tables import columns, metadata_of, table, tables

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


class Book(Protocol):
    """A ledger that is open for reading: a connection with the ledger's tables."""

    @property
    def db(self) -> "duckdb.DuckDBPyConnection":
        """The connection; questions only ever select."""

    def withdrawn(self) -> Sequence[object]:
        """The decisions by which documents were taken out."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer rests on, and what was left out of it.

    Not in the ledger is not "did not happen": the counts say how much was there to read.
    """

    n_events: int = 0
    n_documents: int = 0
    outlets: tuple[str, ...] = ()  # of the documents behind the rows, by name; unknown ones not
    window: str = ""  # as asked, EDTF; "" where the question has none
    teasers: int = 0  # events known only from announcements of other documents
    withdrawn: int = 0  # documents taken out of the ledger, of whatever content
    undated: int = 0  # events that no document dates finely enough to place
    not_happened: int = 0  # planned, cancelled, denied or hypothetical
    other_channels: int = 0  # events in channels that the question does not ask about
    no_counterpart: int = 0  # events in which nobody else could be made out

    def left_out(self) -> tuple[str, ...]:
        """Say in words what was left out; empty when nothing was."""
        return tuple(
            words.format(n=n, s="" if n == 1 else "s", is_="is" if n == 1 else "are")
            for n, words in (
                (self.undated, "{n} event{s} that no document dates finely enough"),
                (self.teasers, "{n} event{s} known only from a teaser"),
                (self.not_happened, "{n} event{s} not said to have happened (plans and the like)"),
                (self.other_channels, "{n} event{s} in channels that are no contact"),
                (self.no_counterpart, "{n} event{s} in which nobody else could be made out"),
                (self.withdrawn, "{n} document{s} withdrawn from the ledger"),
            )
            if n
        )

    def sentence(self) -> str:
        """Say in one sentence how much the answer rests on."""
        events = f"{self.n_events} event{'' if self.n_events == 1 else 's'}"
        docs = f"{self.n_documents} document{'' if self.n_documents == 1 else 's'}"
        outlets = f" ({', '.join(self.outlets)})" if self.outlets else ""
        left_out = self.left_out()
        tail = f" Not counted: {'; '.join(left_out)}." if left_out else ""
        return f"{events} in {docs}{outlets}.{tail}"


def require_claims(row: str, claims: tuple[str, ...]) -> None:
    """Refuse a row that cites nothing.

    Raises:
        ValueError: `claims` is empty.
    """
    if not claims:
        raise ValueError(f"{row} cites no claim, and a row without a claim is not an answer")


Row = TypeVar("Row")


class Later(Sequence[Row]):
    """Records that are made when somebody looks at them: few do, and there can be a million."""

    def __init__(self, make: Callable[[], Iterable[Row]]) -> None:
        self._make = make
        self._made: tuple[Row, ...] | None = None

    def _rows(self) -> tuple[Row, ...]:
        if self._made is None:
            self._made = tuple(self._make())
        return self._made

    @overload
    def __getitem__(self, nth: int) -> Row: ...
    @overload
    def __getitem__(self, nth: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, nth: int | slice) -> Row | tuple[Row, ...]:
        """Return one of them, or several."""
        return self._rows()[nth]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._rows())

    def __eq__(self, other: object) -> bool:
        """Return whether the other one holds the same records."""
        return isinstance(other, Sequence) and self._rows() == tuple(other)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Answer(Generic[Row]):
    """The rows of an answer and what they rest on."""

    kind: type[Row]
    rows: tuple[Row, ...]
    basis: Basis
    query: Mapping[str, Any] = field(  # what was asked, where it was asked through `dragoman`
        default_factory=dict, kw_only=True, compare=False, repr=False
    )

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as plain dictionaries, tuples as lists."""
        return [_plain(asdict(row)) for row in self.rows]  # type: ignore[call-overload]

    def tables(self) -> "dict[str, pa.Table]":
        """Return all that the answer holds as Arrow tables; see `dragoman.ask.tables.tables`."""
        return tables(self)

    def to_arrow(self) -> "pa.Table":
        """Return the rows as an Arrow table, which pandas and polars read without a copy.

        The columns are there, and typed, even when there is no row. What else the answer holds
        is in `tables`, and what rides along with each of them rides along here.
        """
        return table(columns(self.kind), self.rows, metadata_of(self))


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in record.items()
    }
