"""The commands about two states: what lies between them, and what their tie is called."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.desk import (
    SHORT,
    Format,
    FormatOption,
    LedgerArgument,
    called,
    count,
    find_actor,
    load_register,
    open_ledger,
    short,
)
from dragoman.cli.questions import _clip, _dates, _foot, _other_format
from dragoman.cli.terminal import harmless, out, table

if TYPE_CHECKING:
    from dragoman.ask import Names
    from dragoman.ask.pair import Ahead, Dealing, Pair
    from dragoman.ask.partnerships import Tie
    from dragoman.run import Ledger

OneArgument = Annotated[
    str, typer.Argument(metavar="ONE", help="A state or organization: China, CHN or st:chn.")
]
OtherArgument = Annotated[str, typer.Argument(metavar="OTHER", help="Another.")]
FromOption = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="First month (or day, or year).")
]
ToOption = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="Last month (or day, or year).")
]


def pair(
    one: OneArgument,
    other: OtherArgument,
    ledger: LedgerArgument,
    since: FromOption = None,
    until: ToOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List all that lies between two states, who visited whom, and the last contacts."""
    from dataclasses import asdict

    from dragoman.ask.pair import pair as ask

    with open_ledger(ledger) as book:
        register = load_register(book)
        first, second = (find_state(register, name, book) for name in (one, other))
        answer = ask(book, first, second, since, until)
        parts = ("by_channel", "last", "visits", "ahead")
        more = {name: [asdict(part) for part in getattr(answer, name)] for name in parts}
        if _other_format(
            answer,
            format_,
            {
                "one": first,
                "other": second,
                "as_of": answer.as_of.isoformat() if answer.as_of else None,
                "together": answer.together,
                **more,
            },
        ):
            return
        names = called(register, first), called(register, second)
        out(f"{' and '.join(names)}, {answer.basis.window or 'all of the ledger'}")
        out()
        table(
            ("when", "channel", *names, "and", "documents", "event", "claims"),
            (_line(register, answer, row) for row in answer.rows),
        )
        _print_summary(register, answer)
        _foot(answer, ledger)


def find_state(register: "Names", typed: str, book: "Ledger") -> str:
    """Return the state or organization that a typed name means, if one alone is called so.

    "RUS" is also the name of a person, of whom nothing is asked here.

    Raises:
        UnknownName: Nobody is called so, or several are.
    """
    meant = [id_ for id_ in register.lookup(typed) if id_.startswith(("st:", "og:"))]
    return meant[0] if len(meant) == 1 else find_actor(register, typed, book)


def _line(register: "Names", answer: "Pair", row: "Dealing") -> Sequence[str]:
    is_part = any(whole.event == row.part_of for whole in answer.rows)
    status = "" if row.status == "happened" else f" ({row.status})"
    by = f", by {called(register, row.by)}" if row.by else ""
    return (
        _dates(row.dates),
        f"{'  part: ' if is_part else ''}{row.channel}{status}{by}",
        _people(register, row, row.one),
        _people(register, row, row.other),
        ", ".join(called(register, id_) for id_ in row.others),
        str(row.n_documents),
        row.event,
        short(row.claims, most=4),
    )


def _people(register: "Names", row: "Dealing", people: Iterable[str]) -> str:
    from dragoman.ask.wording import by_office

    return ", ".join(
        by_office(register.label, id_, row.by_office[row.inferred.index(id_)])
        if id_ in row.inferred
        else called(register, id_)
        for id_ in people
    )


def _print_summary(register: "Names", answer: "Pair") -> None:
    if answer.by_channel:
        out()
        out("By channel, of what happened")
        table(
            ("channel", "events", "first", "last"),
            (
                (row.channel, str(row.n_events), _dates(row.first), _dates(row.last))
                for row in answer.by_channel
            ),
        )
    if answer.last:
        out()
        out("Last contact")
        table(
            ("rank", "of", "when", "channel", "event"),
            (
                (
                    row.rank,
                    "both sides" if row.both else "one side at least",
                    _dates(row.dates),
                    row.channel,
                    row.event,
                )
                for row in answer.last
            ),
        )
    if answer.visits:
        out()
        out("Visits")
        table(
            ("visitor", "to", "who", "visits", "last", "events"),
            (
                (
                    called(register, row.visitor),
                    called(register, row.host),
                    f"{called(register, row.who)} ({row.rank})" if row.who else "all",
                    str(row.n_events),
                    _dates(row.last),
                    " ".join(row.events[:3]) + (" ..." if len(row.events) > 3 else ""),
                )
                for row in answer.visits
            ),
        )
    if answer.ahead:
        out()
        out(f"Plans ahead, as of {answer.as_of or 'a day that no document gives'}")
        table(
            ("for", "channel", "outcome", "announced", "event", "claims"),
            (
                (
                    *(_dates(row.dates), row.channel, _outcome(row), row.announced_on or ""),
                    *(row.event, short(row.claims, most=4)),
                )
                for row in answer.ahead
            ),
        )
    if answer.together:
        n = len(answer.together)
        out()
        out(
            f"Together towards others: {n} event{'' if n == 1 else 's'} "
            f"({', '.join(answer.together[:4])}{', ...' if n > 4 else ''})"
        )


def _outcome(row: "Ahead") -> str:
    return f"{row.outcome}, its day has passed" if row.past else row.outcome


def partnerships(
    one: OneArgument,
    other: OtherArgument,
    ledger: LedgerArgument,
    since: FromOption = None,
    until: ToOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List what the tie of two states was called, how it was judged, when, and by whom."""
    from dataclasses import asdict

    from dragoman.ask.partnerships import partnerships as ask

    with open_ledger(ledger) as book:
        register = load_register(book)
        first, second = (find_state(register, name, book) for name in (one, other))
        answer = ask(book, first, second, since, until, register=register)
        if _other_format(
            answer,
            format_,
            {
                "one": first,
                "other": second,
                "recorded": [asdict(row) for row in answer.recorded],
                "untied": answer.untied,
            },
        ):
            return
        names = called(register, first), called(register, second)
        out(f"{' and '.join(names)}, {answer.basis.window or 'all of the ledger'}")
        for row in answer.rows:
            out()
            out(f"{row.day or '(no date)'}  {_what(row)}, {_by(register, row)}  {_cited(row)}")
            if row.others:
                out(f"    names {', '.join(called(register, o) for o in row.others)} too")
            quote = _clip(" ".join(row.quote.split()), book.config.quote_chars)
            out(f"    \u201c{harmless(quote)}\u201d")
        out()
        for held in answer.recorded:
            known = [
                f"{held.partnership} since {held.since}" if held.partnership else "",
                f"relations since {held.established}" if held.established else "",
                held.note,
            ]
            out(
                f"On record, as of {held.as_of}, whatever the documents say: "
                f"{'; '.join(filter(None, known))}."
            )
        n = len(answer.rows)
        docs = answer.basis.n_documents
        untied = (
            f" {answer.untied} more in documents on both are of other states, or of nobody that "
            "could be made out."
            if answer.untied
            else ""
        )
        out(
            f"{count(n, 'wording')} in {count(docs, 'document')}; each is what its speaker "
            f"says.{untied}"
        )


def _cited(row: "Tie") -> str:
    """Return what the words rest on; where they are in no claim, their place in the document."""
    places = [claim.partition(":") for claim in row.claims if ":" in claim]
    if places:
        return " ".join(f"[{doc[:SHORT]}:{place}]" for doc, _, place in places)
    return short(row.claims, most=4)


def _what(row: "Tie") -> str:
    words = "" if row.kind == "act" else f" \u201c{harmless(row.words)}\u201d"
    return f"{row.kind if row.kind != 'act' else f'relations, {row.wording}'}{words}"


def _by(register: "Names", row: "Tie") -> str:
    side = f", {called(register, row.side)}\u2019s account" if row.side else ""
    if row.by is None:
        return f"{harmless(row.source)}{side} (it or a speaker in the sentence)"
    if not row.by:
        return f"{harmless(row.source)} itself{side}"
    state = f" ({called(register, row.polity)})" if row.polity and row.by != row.polity else ""
    return f"{harmless(called(register, row.by))}{state} in {harmless(row.source)}{side}"
