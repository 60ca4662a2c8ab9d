"""A queue of the review as one reviewer sees it, and the forms that were carried out."""

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dragoman.ask import review
from dragoman.ask.review import QUEUES, Audited, ReviewRow
from dragoman.ledger import view
from dragoman.ledger.view import load_reports
from dragoman.model import Anchor, NothingFound, Report
from dragoman.run import Ledger
from dragoman.web.frame import address
from dragoman.web.shelf import Reading

SEED = "1"
"""Which sample an audit draws, unless another is asked for."""

KEPT = 5_000
"""Forms that are remembered, so that one that is sent twice decides once."""


@dataclass(slots=True)
class _Form:
    lock: threading.Lock = field(default_factory=threading.Lock)
    went: str | None = None  # where whoever sent it was sent on to


class Forms:
    """Remembers the forms that were carried out, by their token."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Form] = OrderedDict()

    def once(self, token: str, act: Callable[[], str]) -> str:
        """Carry a form out, unless it was; where that fails it may be sent again."""
        if not token:
            return act()
        with self._lock:
            form = self._kept.setdefault(token, _Form())
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        with form.lock:
            if form.went is None:
                form.went = act()
            return form.went


class Desk:
    """A queue as one reviewer sees it."""

    def __init__(self, book: Reading, queue: str, seed: str, by: str) -> None:
        if queue not in QUEUES:
            raise NothingFound(f"There is no such list. There are: {', '.join(QUEUES.values())}.")
        self.book, self.queue, self.seed, self.by = book, queue, seed, by
        self.decisions = book.volume.decisions

    @property
    def rows(self) -> Sequence[ReviewRow]:
        """All that is, or was, to be looked at, in order."""
        book, key = self.book, ("review", self.queue, self.seed)
        if self.queue == "decisions":
            return book.once(key, lambda: review.fallen(book, self.decisions))
        found = book.once_per_view(key, self._make)
        if self.queue == "doubtful":
            more = book.once((*key, "two"), lambda: review.contested(book, self.decisions))
            ids = {row.report for row in more}
            return (*more, *(row for row in found if row.report not in ids))
        return found

    def _make(self) -> Sequence[ReviewRow]:
        with contextlib.closing(view.another(self.book.volume.db)) as db:
            plain = Reading(self.book.volume, db)  # without what was decided since
            return review.queue(plain, self.queue, (), self.seed, self._machine())

    def _machine(self) -> Sequence[Report]:
        """Return what the machine says of the documents that the view shows as decided."""
        book = self.book

        def make() -> Sequence[Report]:
            docs = [doc for (doc,) in book.db.execute(_DECIDED).fetchall()]
            if not docs:
                return ()
            with Ledger.open(book.volume.root) as ledger:
                return ledger.machine_reports(docs)

        return book.once_per_view("machine", make) if self.queue == "audit" else ()

    @property
    def open(self) -> frozenset[str]:
        """The keys of the rows that are still to be looked at."""
        rows = self.rows
        if self.queue != "audit":
            key = ("open", self.queue, self.seed)
            return self.book.once(key, lambda: review.still_open(self.book, rows))
        done = {_place(one.anchor) for one in self.audits if one.by == self.by}
        return frozenset(r.key for r in rows if (r.doc_id, r.start, r.end) not in done)

    @property
    def audits(self) -> tuple[Audited, ...]:
        """What reviewers answered."""
        return self.book.once("audits", lambda: review.audits(self.decisions))

    def next(self, after: str) -> str | None:
        """Return the key of what is to be looked at after something; None: nothing is left."""
        rows, open_ = self.rows, self.open
        here = next((n for n, row in enumerate(rows) if row.key == after), -1)
        around = [*rows[here + 1 :], *rows[:here]]
        return next((row.key for row in around if row.key in open_), None)

    def answered(self, row: ReviewRow) -> Audited | None:
        """Return what the reviewer answered on the words of a row."""
        place = row.doc_id, row.start, row.end
        mine = (one for one in self.audits if one.by == self.by)
        return next((one for one in mine if _place(one.anchor) == place), None)

    def drawn(self, row: ReviewRow) -> Report:
        """Return the report that was drawn, as the machine tells it."""
        for report in self._machine():
            if report.id == row.report:
                return report
        with contextlib.closing(view.another(self.book.volume.db)) as db:
            return load_reports(db, [row.report or ""])[0]

    def at(self, key: str | None, **more: object) -> str:
        """Return the address of something in this queue."""
        pairs = [("at", key)] if key else []
        pairs += [(name, str(value)) for name, value in more.items() if value]
        pairs += [("seed", self.seed)] if self.queue == "audit" and self.seed != SEED else []
        return address(f"/review/{self.queue}", pairs)


_DECIDED = """
SELECT DISTINCT doc_id FROM ledger.main.decisions
WHERE kind NOT IN ('audit', 'take_back', 'withdraw') AND doc_id IS NOT NULL ORDER BY 1
"""


def _place(anchor: Anchor) -> tuple[str, int, int]:
    return anchor.doc_id, anchor.start, anchor.end
