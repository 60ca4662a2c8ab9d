"""Decisions shown over a view are what a view built anew shows."""

from contextlib import closing
from pathlib import Path

import web_making

from dragoman.ledger import view
from dragoman.ledger.deciding import Decider
from dragoman.ledger.pending import PATH
from dragoman.model import DecisionKind
from dragoman.run import Ledger

TABLES = ("events", "event_reports", "reports", "claims", "decisions")


def test_shown_over_is_as_built(tmp_path: Path) -> None:
    """Every table is the same, for each kind of decision, and for one on top of what is built."""
    path = web_making.add(tmp_path / "own", [*web_making.stories(), *web_making.calls(4)])
    who = Decider("Ann", at="2026-01-01T10:00:00+00:00")
    with Ledger.open(path) as book:
        rows = book.db.execute("SELECT event_id FROM events ORDER BY n_reports DESC, 1").fetchall()
        told = [[(book.document(r.doc_id), r) for r in book.reports(e)] for (e,) in rows]
        date = next(claim for claim in told[2][0][1].claims if claim.role == "date")
        reject = who.judge(DecisionKind.REJECT, *told[1][0])
        book.decide(
            [
                reject,
                who.judge_claim(DecisionKind.CORRECT, *told[2][0], date, "2031-01-01"),
                *who.judge_pairs(DecisionKind.NOT_SAME, told[0][:1], told[0][1:]),
                *who.judge_pairs(DecisionKind.SAME, told[3], told[4]),
            ]
        )
    for _ in range(2):
        with Ledger.open(path) as book, closing(view.open_view(path / view.FILE_NAME)) as db:
            pending = book.show_over(db)
            assert pending.shown and not pending.waiting
            db.execute(f"SET search_path = '{PATH}'")
            over = {name: set(map(repr, db.sql(f"FROM {name}").fetchall())) for name in TABLES}
        with Ledger.open(path, write=True) as book:
            book.rebuild()
            built = {n: set(map(repr, book.db.sql(f"FROM {n}").fetchall())) for n in TABLES}
            assert over == built
            book.decide([who.take_back(reject)])
