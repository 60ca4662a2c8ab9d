"""The command that fetches what is new in feeds and lists, and reads it."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.desk import PARTIAL, count
from dragoman.cli.terminal import harmless, note, out, progress
from dragoman.cli.work import print_summary
from dragoman.model import InputError
from dragoman.model.extras import install

if TYPE_CHECKING:
    from dragoman.fetch import Round, Wanted

EXAMPLES = 5


def watch(
    wanted: Annotated[
        Path,
        typer.Argument(
            metavar="FEEDS.toml",
            help="Feeds and pages to fetch; or a text file with an address a line.",
        ),
    ],
    into: Annotated[
        Path, typer.Option("--into", metavar="LEDGER", help="The ledger; made if it is not there.")
    ],
    pages: Annotated[
        Path | None,
        typer.Option(
            "--pages", metavar="FOLDER", help="Where what is fetched goes; beside the ledger."
        ),
    ] = None,
    every: Annotated[
        int | None,
        typer.Option(min=1, metavar="MINUTES", help="Again and again, until it is stopped."),
    ] = None,
) -> None:
    """Fetch what is new, politely, and read it. The only command that goes online."""
    from dragoman.fetch import read_wanted

    asked = read_wanted(wanted)
    if not asked.feeds and not asked.pages:
        raise InputError(f"{wanted}: it names neither a feed nor a page")
    folder = pages or _beside(into)
    while True:
        troubled = _once(asked, folder, into)
        if every is None:
            break
        note(f"The next round begins in {count(every, 'minute')}; Ctrl-C stops.")
        time.sleep(60 * every)
    if troubled:
        raise typer.Exit(PARTIAL)


def local_paths(paths: Sequence[str], into: Path) -> list[str]:
    """Fetch the addresses of the web among some paths, and put the folder they are in there.

    Under the same rules as `watch`: each page once, politely, from public addresses only.
    """
    from dragoman.read import is_web

    web = [path for path in paths if is_web(path)]
    if not web:
        return list(paths)
    from dragoman.fetch import wanted_pages

    folder = _beside(into)
    _fetch(wanted_pages(web), folder)
    return [
        *(path for path in paths if path not in web),
        *([str(folder)] if folder.is_dir() else []),
    ]


def _beside(into: Path) -> Path:
    return into.with_name(f"{into.name}-pages")


def _once(wanted: "Wanted", folder: Path, into: Path) -> bool:
    """Fetch and read once; say whether something could not be had or read."""
    from dragoman.run import read_into

    found = _fetch(wanted, folder)
    if not any(folder.rglob("meta.jsonl")):
        return bool(found.refused)
    with progress("reading") as tell:
        summary = read_into([folder], into, progress=tell)
    print_summary(summary, into)
    return bool(found.refused) or summary.partial


def _fetch(wanted: "Wanted", folder: Path) -> "Round":
    """Fetch what is new into a folder, and print what came of it."""
    try:
        from dragoman.fetch import Client, fetch_round

        client = Client(wanted.limits)
    except ModuleNotFoundError as error:
        if error.name not in ("httpcore", "protego", "feedparser"):
            raise
        raise InputError(f"fetching needs the extra 'feeds': {install('feeds')}") from None
    done = 0
    try:
        with progress("fetching") as tell:

            def told(address: str) -> None:
                nonlocal done
                done += 1
                tell(done - 1, max(done, len(wanted.feeds) + len(wanted.pages)), address)

            found = fetch_round(wanted, folder, client=client, tell=told)
    finally:
        client.close()
    _print_round(found, folder)
    return found


def _print_round(found: "Round", folder: Path) -> None:
    same = f" ({found.unchanged} unchanged)" if found.unchanged else ""
    asked = f"{count(found.feeds, 'feed')} asked{same}: " if found.feeds else ""
    out(f"{asked}{count(found.pages, 'new page')} into {folder}, {found.known} known.")
    if found.left:
        out(f"{count(found.left, 'page')} left to the next round: this one was full.")
    for address, why in found.refused[:EXAMPLES]:
        out(f"  not fetched: {harmless(address)}: {harmless(why)}")
    if len(found.refused) > EXAMPLES:
        out(f"  ... and {len(found.refused) - EXAMPLES} more")
