"""Events of a ledger written in other people's formats, as one call from Python."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.ask import asking
from dragoman.ask.window import between
from dragoman.model import Channel, InputError

if TYPE_CHECKING:
    from dragoman.export.formats import Written
    from dragoman.ledger import Ledger


def export_events(
    ledger: "Ledger",
    as_: str,
    into: Path,
    *,
    actor: str | None = None,
    channels: Collection[Channel] = (),
    since: str | None = None,
    until: str | None = None,
    force: bool = False,
) -> "Written":
    """Write events, with what documents say of them, in a format that other programs read.

    Args:
        ledger: Open for reading.
        as_: csv, jsonl, parquet, sqlite, plover or icews (folders); graphml, gexf, jsonld,
            annotations or ical (files).
        into: The folder or file to be made. It is written whole or not at all.
        actor: Only events with this party or carrier; a name, a code or an id.
        channels: Only these; none given: all.
        since: First month (or day, or year), EDTF.
        until: Last one, counted in whole.
        force: Replace what an earlier export has left there.

    Returns:
        How many rows or nodes were written, and how many events were left out, and why.

    Raises:
        InputError: There is no such format, or something lies at `into` already.
        NothingFound: None of the events can be told in this format.
        UnknownName: Nobody is called so; the sentence names those near.
    """
    from dragoman import __version__
    from dragoman.export.cite import cite
    from dragoman.export.formats import FORMATS, About, Stream, export
    from dragoman.ledger.migrate import FORMAT
    from dragoman.model.config import did_you_mean

    if as_ not in FORMATS:
        raise InputError(f"{as_!r} is none of {', '.join(FORMATS)}{did_you_mean(as_, FORMATS)}")
    told = asking.events(ledger, actor=actor, channels=channels, since=since, until=until)
    who, quote_chars = told.query.get("actor"), ledger.config.quote_chars
    asked = between(since, until)
    words = [who or "", ", ".join(channels), asked.words if asked else ""]
    return export(
        FORMATS[as_],
        Stream(ledger, asking.register_of(ledger), quote_chars, who, channels, asked),
        into,
        About(
            __version__,
            cite(ledger, version=__version__, ledger_format=str(FORMAT)).plain(),
            quote_chars,
            "; ".join(word for word in words if word) or "all events",
        ),
        force=force,
    )
