"""The command that makes one ledger of several."""

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.desk import count
from dragoman.cli.terminal import out
from dragoman.model import InputError


def merge(
    ledgers: Annotated[list[Path], typer.Argument(metavar="LEDGER...", help="Two or more.")],
    into: Annotated[
        Path, typer.Option("--into", metavar="LEDGER", help="The new one; it is made.")
    ],
) -> None:
    """Make one ledger of several, decisions included. What two of them have comes once.

    The ledger that is named first has the word where two have a document. What one has
    withdrawn is withdrawn. The ledgers themselves stay as they are.
    """
    from dragoman.ledger.joining import join
    from dragoman.run.runner import our_link

    if len(ledgers) < 2:
        raise InputError("name two ledgers or more, and the new one after --into")
    joined = join(ledgers, into, our_link)
    for path, n in zip(ledgers, joined.taken, strict=True):
        out(f"{count(n, 'document')} from {path}")
    out(
        f"{into} holds {count(sum(joined.taken), 'document')} and "
        f"{count(joined.decisions, 'decision')}."
    )
    if joined.known:
        out(f"{count(joined.known, 'document')} that an earlier one has too came once.")
    if joined.withdrawn:
        out(f"{count(joined.withdrawn, 'document')} withdrawn from another did not come.")
    out("Its settings are the defaults; settings of your own are in each ledger's dragoman.toml.")
