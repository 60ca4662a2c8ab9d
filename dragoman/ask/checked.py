"""What an answer of `check` is made of: claims with verdicts, and the occasions behind them."""

from dataclasses import dataclass

from dragoman.ask.book import require_claims

RECALLS = (0.8, 0.95)
"""What is assumed, one beside the other, where the recall of the ledger is not known."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One claim that a text makes and the record can be held against.

    Attributes:
        kind: ordinal, first_since, anniversary or count.
        words: As worded.
        number: As claimed; None for a superlative.
        said_by: Whom the document credits, else its outlet.
        said_on: EDTF day of the document; None where it is not known.
        verdict: See `Verdict`.
        because: Why, in a sentence; where readings differ, by each.
        readings: Each reading of the words with its count and verdict.
        starts: The first day of the window of each reading, in the same order; "" for none.
        recorded, possible: By the first reading: occasions recorded, with the claimed one,
            and further ones whose day or sameness is not settled. None where nothing is counted.
        first, last: The days of the first reading's window; None where the words name none.
        expected: Occasions in the window at the rate of the whole ledger, the claimed number
            at least.
        complete_80, complete_95: Probability that the ledger has all of them, if it has 80 %
            (95 %) of such events. None where nothing is counted.
        complete: The same, by the recall that was given.
        recall_at_most: The share of the two sides' events that the ledger has at most, by what
            each of them tells; None where `coverage` has no bound for them, or a recall was given.
        complete_at_most: The probability that the ledger has all of them, at most: by that share.
        n_others: Other documents of the window, which could have told of more.
        parties: Between whom it is counted, as specifically as the document names them.
        event: The event that the claim is made of.
        section: Where in the document it stands: body or teaser.
        document: Its document.
        events: The recorded occasions that were counted.
        source: Of a sourced table's day: what and where.
        claims: The claim itself, then those behind what was counted.
    """

    kind: str
    words: str
    number: int | None
    said_by: str
    said_on: str | None
    verdict: str
    because: str
    readings: tuple[str, ...]
    recorded: int | None
    possible: int | None
    first: str | None
    last: str | None
    expected: float | None
    complete_80: float | None
    complete_95: float | None
    complete: float | None
    n_others: int
    parties: tuple[str, ...]
    event: str
    section: str
    document: str
    events: tuple[str, ...]
    source: str | None
    claims: tuple[str, ...]
    recall_at_most: float | None = None
    complete_at_most: float | None = None
    starts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a row that cites nothing."""
        require_claims(f"the check of {self.words!r}", self.claims)

    def completeness(self) -> str:
        """Say how probable it is that the ledger lacks nothing; empty where nothing is counted."""
        if self.complete is not None:
            return f"The ledger has them all with a probability of {self.complete:.0%}."
        if self.recall_at_most is not None and self.complete_at_most is not None:
            return (
                f"By what both sides tell, the ledger has at most {self.recall_at_most:.0%} of "
                "their events, and so all of the window's with a probability of at most "
                f"{self.complete_at_most:.0%}, if each side gathers its own news."
            )
        if self.complete_80 is None or self.complete_95 is None:
            return ""
        return (
            f"If the ledger has {RECALLS[0]:.0%} of such events, it has all of the window's with "
            f"a probability of {self.complete_80:.0%}; if {RECALLS[1]:.0%}, {self.complete_95:.0%}."
        )


@dataclass(frozen=True, slots=True)
class Recorded:
    """An occasion that the ledger has, by one reading of a claim's words.

    The claimed occasion itself is none of them.
    """

    claim: str  # which is checked: the first of `CheckRow.claims`
    about: str  # the event that the claim is made of
    reading: str
    event: str
    first: str | None  # its days; None: no document tells one
    last: str | None
    counted: bool  # False: its day, or that it is not one of the others, is not settled
    claims: tuple[str, ...]  # by which it is counted; empty where it is not
