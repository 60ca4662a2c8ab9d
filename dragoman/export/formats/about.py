"""What is said of an export as a whole, and what a format says that it wrote."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class About:
    """What an export was made from."""

    version: str  # of Dragoman
    citation: str  # of the ledger
    quote_chars: int  # the longest quotation in it
    asked: str = "all events"  # which events, in words

    def text(self) -> str:
        """Return what a reader of the files should know, as one paragraph."""
        return (
            f"Exported by Dragoman {self.version}: {self.asked}. Every row names the claims that "
            "it rests on, and every claim the words of a document; documents that disagree both "
            "stay. What is not here may be missing from the documents: not in the ledger is not "
            f"'did not happen'. Quotations are cut at {self.quote_chars} characters; they belong "
            "to those who published the documents."
        )


@dataclass(slots=True)
class Written:
    """What came into the files, and what this format has no way to say."""

    what: Counter[str] = field(default_factory=Counter)  # how many of each: "events"
    left_out: Counter[str] = field(default_factory=Counter)  # events, by the reason

    def reasons(self) -> Mapping[str, int]:
        """Return the reasons for which events were left out, the most frequent first."""
        return dict(sorted(self.left_out.items(), key=lambda item: (-item[1], item[0])))
