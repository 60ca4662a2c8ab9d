"""Every id that an answer cites leads to words of a document."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from dragoman import ask
from dragoman.actors import Register
from dragoman.ask.cited import cited
from dragoman.ask.compare import ComparedRow, SentencePair
from dragoman.ask.given_back import ClaimedReturn
from dragoman.model import DragomanError, InputError, NothingFound
from dragoman.run import Ledger, read_into

_WHERE = {"claims": "claim", "claim": "claim", "statement": "claim", "places": "claim"}
_WHERE |= {"events": "event", "event": "event", "plan": "event"}
_WHERE |= {"gave_back": "event", "part_of": "event", "protocol_events": "event"}
_WHERE |= {"events_before": "event", "report": "report", "documents": "document"}
_WHERE |= {"doc_id": "document", "document": "document"}
"""What the ids in a field of an answer's rows are of."""


def _cited(value: Any) -> Iterator[tuple[str, str]]:
    """Yield what kind of id is cited, and the id, through all that an answer holds."""
    if isinstance(value, tuple | list):
        for one in value:
            yield from _cited(one)
    elif is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            ids = (inner,) if isinstance(inner, str) else inner
            kind = _WHERE.get(field.name)
            if field.name == "places" and not isinstance(value, ComparedRow | SentencePair):
                continue
            if isinstance(value, ClaimedReturn) and field.name == "gave":
                kind = "event"
            if kind and isinstance(ids, tuple) and all(isinstance(one, str) for one in ids):
                yield from ((kind, one) for one in ids if one)
            elif not isinstance(inner, str):
                yield from _cited(inner)


def _answers(book: Ledger, register: Register) -> Iterator[tuple[str, Any]]:
    """Ask every question of those whom the ledger tells most of."""
    often = book.db.execute(
        "SELECT p FROM (SELECT unnest(polities) AS p FROM events) GROUP BY p"
        " ORDER BY count(*) DESC, p LIMIT 4"
    ).fetchall()
    one, *others = (row[0] for row in often)
    span = "2000/2030"
    asked = {
        "circle": lambda: ask.circle(book, one, span),
        "channels": lambda: ask.channels(book, one),
        "events": lambda: ask.events(book),
        "aid": lambda: ask.aid(book, one),
        "plans": lambda: ask.plans(book),
        "agenda": lambda: ask.agenda(book, as_of="2020-08", weeks=400),
        "check": lambda: ask.check(book, register),
        "coverage": lambda: ask.coverage(book, matrix=True),
        "voices": lambda: ask.voices(book),
        "digest": lambda: ask.digest(book, one, span, names=register.label),
    }
    for other in others:
        asked |= {
            f"pair {other}": lambda other=other: ask.pair(book, one, other),
            f"partnerships {other}": lambda other=other: ask.partnerships(
                book, one, other, register=register
            ),
        }
    told = book.db.execute(
        "SELECT event_id FROM events WHERE len(sides) > 0 ORDER BY n_documents DESC, 1 LIMIT 4"
    ).fetchall()
    asked |= {f"compare {e}": lambda e=e: ask.compare(book, e) for (e,) in told}
    for name, question in asked.items():
        try:
            yield name, question()
        except (InputError, NothingFound):
            continue


@pytest.mark.slow
def test_every_cited_id_leads_to_words(samples: Path, tmp_path: Path) -> None:
    """Claims by the dossier of their event, statements and places by `cited`, to the text."""
    read_into([samples], tmp_path / "ledger")
    with Ledger.open(tmp_path / "ledger") as book:
        register = Register.load()
        db = book.db
        texts = dict(db.execute("SELECT doc_id, text FROM texts").fetchall())
        events = {row[0] for row in db.execute("SELECT event_id FROM events").fetchall()}
        reports, claims = set[str](), set[str]()
        for event in sorted(events):
            for report in ask.show(book, event).reports:
                reports.add(report.id)
                assert texts[report.doc.id][report.start : report.end] == report.quote
                for claim in report.claims:
                    assert texts[claim.doc_id][claim.start : claim.end] == claim.quote
                    claims.add(claim.id)
        asked = {}
        lost = set()
        for name, answer in _answers(book, register):
            ids = set(_cited(answer))
            asked[name.split()[0]] = len(ids)
            for kind, id_ in ids:
                known = {"event": events, "report": reports, "document": set(texts)}
                if kind == "claim" and id_ not in claims:
                    try:
                        words = cited(book, id_)
                    except DragomanError:
                        lost.add((name, kind, id_))
                        continue
                    assert texts[words.doc.id][words.start : words.end] == words.quote
                    assert words.quote in words.around
                elif kind != "claim" and id_ not in known[kind]:
                    lost.add((name, kind, id_))

    assert not lost
    assert set(asked) >= {"circle", "channels", "events", "plans", "voices", "pair", "digest"}
    asked.pop("coverage")  # it names events only where outlets are known
    assert min(asked.values()) > 3
