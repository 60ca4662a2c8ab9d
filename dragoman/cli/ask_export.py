"""The command that writes events in other people's formats."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.desk import (
    ChannelOption,
    LedgerArgument,
    SinceOption,
    UntilOption,
    count,
    find_actor,
    load_register,
    open_ledger,
    words_of,
)
from dragoman.cli.terminal import note, out, progress
from dragoman.model import Channel, InputError

if TYPE_CHECKING:
    from dragoman.export.formats import Format, Record, Stream

NAMES = (
    "csv, jsonl, parquet, sqlite, plover, icews (folders); graphml, gexf, jsonld, annotations, "
    "ical (files)"
)


def export(
    ledger: LedgerArgument,
    as_: Annotated[str, typer.Option("--as", metavar="FORMAT", help=f"One of {NAMES}.")],
    into: Annotated[
        Path, typer.Option("--into", metavar="PATH", help="The folder or file; it is made.")
    ],
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only events with this party or carrier.")
    ] = None,
    channel: ChannelOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace an earlier export of this format.")
    ] = False,
) -> None:
    """Write events, with what documents say of them, in a format that other programs read."""
    from dragoman.ask import events
    from dragoman.ask.window import between
    from dragoman.cli.about import citation
    from dragoman.export.formats import About, Stream
    from dragoman.export.formats import export as write

    format_ = _format(as_)
    asked = between(since, until)
    if ledger.resolve() in (into.resolve(), *into.resolve().parents):
        raise InputError(f"{into} lies in the ledger's folder, which is Dragoman's own")
    with open_ledger(ledger) as book:
        register = load_register(book)
        who = find_actor(register, actor, book, window=since) if actor is not None else None
        channels = words_of(Channel, channel, "--channel")
        stream = Stream(book, register, book.config.quote_chars, who, channels, asked)
        cited = citation(book)
        words = [
            register.label(who) if who else "",
            ", ".join(channels),
            asked.words if asked else "",
        ]
        about = About(
            cited.version,
            cited.plain(),
            book.config.quote_chars,
            "; ".join(word for word in words if word) or "all events",
        )
        # The question has the sentence for a ledger that holds nothing of the kind.
        none = partial(events, book, actor=who, channels=channels, since=since, until=until)
        with progress("exporting") as tell:
            written = write(format_, _told(stream, tell, none), into, about, force=force)
    out(f"{into}: {', '.join(f'{noun} {n:,}' for noun, n in written.what.items())}")
    for why, n in written.reasons().items():
        note(f"Left out: {count(n, 'event')}: {why}.")
    if stream.undated:
        note(f"Left out: {count(stream.undated, 'event')}: not dated finely enough to say.")


def _format(typed: str) -> "Format":
    from dragoman.export.formats import FORMATS
    from dragoman.model.config import did_you_mean

    name = typed.strip().lower()
    if name not in FORMATS:
        raise InputError(
            f"--as {typed!r} is none of {', '.join(FORMATS)}{did_you_mean(name, FORMATS)}"
        )
    return FORMATS[name]


def _told(
    stream: "Stream", tell: Callable[[int, int, str], None], say: Callable[[], object]
) -> "Iterator[Record]":
    """Yield the records and tell how far they are; where there are none, let `say` say so."""
    n = 0
    for n, record in enumerate(stream, 1):
        if not n % 100:
            tell(n, len(stream), "")
        yield record
    if not n:
        say()
