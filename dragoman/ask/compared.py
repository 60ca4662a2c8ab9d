"""What an answer of `compare` is made of: accounts, rows, sentences paired, and measures."""

from dataclasses import dataclass

from dragoman.ask.book import Answer

BOTH, HERE, THERE, DIFFER = "both", "only here", "only there", "differ"


@dataclass(frozen=True, slots=True)
class Readout:
    """One account: the documents that give it, or nobody's.

    Attributes:
        side: The polity whose account it is; None for a document of nobody's.
        label: What to call it.
        documents: Its documents, copies of one text once.
        n_claims: What it says that can be held against another account.
        n_sentences: In the body of its documents.
    """

    side: str | None
    label: str
    documents: tuple[str, ...]
    n_claims: int = 0
    n_sentences: int = 0

    @property
    def is_silent(self) -> bool:
        """Whether the ledger has no account of this side: that denies nothing."""
        return not self.documents


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One thing that an account says, and what the other says of it.

    Attributes:
        kind: `event`, `claim` (on an event that both tell), `topic`, or `stance`.
        about: The role of a claim, the channel of an event, the speaker of a stance.
        value: What is said: a day, an id, a topic, or words. Of what differs, both.
        where: `both`, `only here`, `only there`, or `differ`.
        here, there: The words of each side; empty where it says nothing.
        rank_here, rank_there: Of a topic: the how-manieth that the account comes to.
        places: Where the words stand: document, first character, and the one after the last.
        claims: The claims behind it. A topic may have none, and then rests on its places.
    """

    kind: str
    about: str
    value: str
    where: str
    here: str
    there: str
    rank_here: int | None
    rank_there: int | None
    places: tuple[str, ...]
    claims: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a row that cites neither claim nor place."""
        if not self.claims and not self.places:
            raise ValueError(f"{self.kind} {self.value!r} cites nothing: that is not an answer")


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Two sentences that tell the same matter, by how much, and by which words."""

    here: str
    there: str
    score: float
    shared: tuple[str, ...]
    places: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Measures:
    """How much of each account is in the other. Shares from 0 to 1.

    Attributes:
        here_in_there, there_in_here: Of the sentences of the one, how many the other tells.
        topics: Jaccard of the topics.
        claims: Of the claims that either makes, how many both make.
        agreeing: Of the claims on which both speak, how many agree.
        order: Kendall's tau of the shared topics' first mention; None for fewer than two.
        baseline: The mean of the two shares in mismatched accounts of the same two sources: what
            their boilerplate alone gives. None where the ledger has too few.
        n_baseline: How many mismatched pairs that rests on.
        alignment: The mean of the two shares less the baseline; None without one.
        low, high: 95 % interval of it, or of the mean of the two shares where there is no
            baseline. The matcher's own errors are not in it.
    """

    here_in_there: float
    there_in_here: float
    topics: float | None
    claims: float | None
    agreeing: float | None
    order: float | None
    baseline: float | None
    n_baseline: int
    alignment: float | None
    low: float
    high: float

    def sentence(self) -> str:
        """Say what was measured."""
        shares = (
            f"{self.here_in_there:.0%} of the sentences here are told there, and "
            f"{self.there_in_here:.0%} of those there are told here"
        )
        if self.baseline is None or self.alignment is None:
            return (
                f"{shares} (mean {self.low:.0%} to {self.high:.0%}, 95 %). What boilerplate alone "
                "would give is not known: the ledger has too few other documents of these two."
            )
        return (
            f"{shares}; mismatched documents of the two share {self.baseline:.0%} "
            f"({self.n_baseline} pairs). Alignment beyond boilerplate: {self.alignment:+.0%} "
            f"({self.low:+.0%} to {self.high:+.0%}, 95 %)."
        )


@dataclass(frozen=True, slots=True)
class Comparison(Answer[ComparedRow]):
    """Two accounts, row by row, with their sentences paired.

    Attributes:
        event: The event that they are accounts of; None for two documents.
        here, there: The accounts.
        silent: Parties of the event without an account in the ledger.
        others: Documents of the event that are nobody's account, or another side's.
        pairs: Sentences that tell the same, in the order of `here`.
        measures: None where they are refused.
        refused: Why; empty where they are not.
    """

    here: Readout = Readout(None, "", ())
    there: Readout = Readout(None, "", ())
    event: str | None = None
    silent: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    pairs: tuple[SentencePair, ...] = ()
    measures: Measures | None = None
    refused: str = ""
