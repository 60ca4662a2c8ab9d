"""What a read did, and how it says so."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from dragoman.model import Issue

Progress = Callable[[int, int, str], None]
"""Told of each step: how many documents are done, of how many known so far, and what goes on."""

DUPLICATE = "same text and address"
WITHDRAWN = "withdrawn"
# The reader's words for a sidecar or a README, and for a path that leads nowhere: that is
# said, and not kept, because it says something of the command and nothing of the record.
NO_DOCUMENT = "not a document"
MISTYPED = "no such file"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a read did. `found` = `read` + `unchanged` + `skipped`, whatever happens."""

    found: int = 0
    read: int = 0  # extracted now
    unchanged: int = 0  # in the ledger already
    skipped: int = 0  # not in it, each with its reason in `skips`
    failed: int = 0  # of those read: the extractor gave up on them
    issues: int = 0  # met this time, without the skipped ones
    documents: int = 0  # in the ledger now
    events: int = 0  # in the ledger now, announced ones (teasers) left out
    older: int = 0  # as another version's extractor left them; `again` reads them anew
    seconds: float = 0.0
    interrupted: bool = False
    skips: tuple[Issue, ...] = ()

    @property
    def partial(self) -> bool:
        """Whether something was left unread that a person may want to look at.

        A second copy of a document, one that was withdrawn, or a README is not that.
        """
        troubled = any(
            issue.what != NO_DOCUMENT and not of_a_document(issue) for issue in self.skips
        )
        return self.interrupted or self.failed > 0 or troubled


class Tally:
    """The counts of a read that is under way, and who is told of its steps."""

    def __init__(self, progress: Progress | None) -> None:
        self.total = 0  # documents and files that are known of so far
        self.counts = Summary()
        self._progress = progress
        self._done = 0
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has taken until now."""
        return time.monotonic() - self._began

    def summary(self) -> Summary:
        """Return the counts of now."""
        now = self.counts
        found = now.read + now.unchanged + now.skipped
        return replace(now, found=found, seconds=self.seconds)

    def count(self, **counts: Any) -> None:
        """Add to the counts."""
        now = self.counts
        self.counts = replace(now, **{name: getattr(now, name) + n for name, n in counts.items()})

    def met(self, issues: Iterable[Issue]) -> None:
        """Count what a file was skipped for, and what was not understood."""
        found = tuple(issues)
        skips = tuple(issue for issue in found if issue.skipped)
        self.count(skips=skips, skipped=len(skips), issues=len(found) - len(skips))

    def step(self, n: int, what: str) -> None:
        """Say that so many more documents are done."""
        self._done += n
        self.tell(what)

    def tell(self, what: str) -> None:
        """Say what goes on."""
        if self._progress:
            self._progress(self._done, max(self.total, self._done), what)


class Interrupted(KeyboardInterrupt):
    """Somebody stopped a read. What was written is safe; the next read goes on from it."""

    def __init__(self, summary: Summary) -> None:
        super().__init__("stopped; what was read is kept, and the next read goes on from there")
        self.summary = summary


def of_a_document(skip: Issue) -> bool:
    """Say whether a skip is of a document that could be read; the others are of files or lines."""
    return skip.what in (DUPLICATE, WITHDRAWN)
