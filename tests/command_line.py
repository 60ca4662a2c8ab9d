"""What tests of commands share: how a line is run (tests/cli/conftest.py), counted claims."""

from collections.abc import Callable

from standin_ledger import Register, StandIn

from dragoman.actors import Register as Shipped

Run = Callable[[str], tuple[int, str, str]]
"""Runs a line and returns the exit code, what was printed, and the error stream."""


class Facts(Register):
    """The stand-in's names; it knows one pair's relations."""

    def relations(self, state: str) -> list[dict[str, str]]:
        """Return a row for China and Indonesia."""
        row = {"state": "st:chn", "with": "st:idn", "established": "1950-04-13", "restored": ""}
        return [row | {"source": "relations", "note": "", "as_of": "2025-12"}]

    def mechanism(self, ident: str) -> None:
        """Know none."""


def with_claims(ledger: StandIn) -> None:
    """Let the stand-in's call be the second of the year, and the letter an anniversary."""
    for claim, report, doc, value, note in (
        ("o1", "r5", "d3", "second call this year", "check=ordinal;number=2;unit=call"),
        ("o2", "r2", "d2", "70th anniversary of ties", "check=anniversary;number=70;unit=ties"),
    ):
        words = "diplomatic ties" if claim == "o2" else value
        value = value.replace("ties", words)
        ledger.db.execute(
            'INSERT INTO claims (claim_id, report_id, doc_id, nth, role, value, start, "end",'
            " quote, rule, note) VALUES (?, ?, ?, 9, 'ordinal', ?, 0, 5, ?, 'ordinal.named', ?)",
            [claim, report, doc, value, value, note],
        )


class BothRegisters(Register):
    """Calls everybody as the stand-in does, and finds names as the register as shipped does."""

    def __init__(self) -> None:
        self._shipped = Shipped.load()

    def __getattr__(self, name: str) -> object:
        return getattr(self._shipped, name)
