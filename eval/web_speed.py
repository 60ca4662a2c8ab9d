#!/usr/bin/env python3
"""How long the pages take over a ledger of 100,000 made-up events, on one core.

usage: python eval/web_speed.py [--events N] [--only WORD] [--keep FOLDER] [--profile] [--pin]

The server is asked without a browser, in a process that has one core. Milliseconds are those of
the processor, of all its threads, the best of three; the second figure is what a reader waits for
when nobody else is there. The peak of memory is what the process has held at most, up to and with
that page. `--keep` leaves the ledger in a folder, and takes it from it the next time; `--profile`
prints where a page's time goes; `--pin` writes `web_speed.md`.
"""

# ruff: noqa: S603, T201 - runs itself; a command prints

import argparse
import cProfile
import gzip
import json
import os
import pstats
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from _synthetic import make
from _throughput import machine

from dragoman.ledger import search, view
from dragoman.run import Ledger

PINNED = Path(__file__).with_name("web_speed.md")
EVENTS = 100_000
WANTED_MB = 1_000
FIRST, WORDS = 300, 500
"""Milliseconds that the facets with a page of events may take, and a search: issue 8."""


def make_ledger(folder: Path, events: int) -> None:
    """Make a ledger whose view and index are of so many made-up events; it has no parts."""
    Ledger.create(folder)
    with Ledger.open(folder, write=True) as ledger:
        ledger.rebuild()
    path = folder / view.FILE_NAME
    with closing(view.open_view(path)) as db:
        stamp = db.execute("SELECT * FROM view_stamp").fetchall()
    path.unlink()
    make(path, events)
    with view.connect(path) as db:
        db.execute("CREATE TABLE view_stamp (state VARCHAR, made_by VARCHAR, format INTEGER)")
        db.execute("INSERT INTO view_stamp VALUES (?, ?, ?)", stamp[0])
    with closing(view.open_view(path)) as db:
        search.build(folder / search.FILE_NAME, db, stamp[0][0])


@contextmanager
def client(ledger: Path) -> Iterator[Any]:
    """Yield what asks the pages without a browser."""
    from dragoman.web import create_app

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that httpx has a successor
        from starlette.testclient import TestClient
    with TestClient(create_app(ledger), base_url="http://127.0.0.1") as found:
        yield found


def addresses(ask: Any) -> Mapping[str, tuple[str, float]]:
    """Return an address for each thing that is timed, by what the table calls it, and its limit."""
    first = ask.get("/api/events?sort=told&per=1").json()
    facets = first["facets"]
    [event] = first["rows"]
    most, second = list(facets["actor"])[:2]
    month = list(facets["month"])[len(facets["month"]) // 2]
    channel, other = list(facets["channel"])[:2]
    both = f"actor={most}&channel={channel}&channel={other}&status=happened&month={month}"
    return {
        "events, the first page": ("/events", FIRST),
        "events, the most told first": ("/events?sort=told", FIRST),
        "events, page 1,000": ("/events?page=1000", FIRST),
        "events of an actor": (f"/events?actor={most}", FIRST),
        "events of two actors": (f"/events?actor={most}&actor={second}", FIRST),
        "events by four facets": (f"/events?{both}", FIRST),
        "events of two years": ("/events?since=2010&until=2011", FIRST),
        "events, 400 values of a facet": ("/events?more=month", FIRST),
        "events as JSON": ("/api/events", FIRST),
        "events as CSV": ("/api/events?format=csv", FIRST),
        "search, a word in most documents": ("/events?q=President", WORDS),
        "search, two words": ("/events?q=tents+capital", WORDS),
        "search, words together": ('/events?q="held+a+summit"', WORDS),
        "search, a word and two facets": (f"/events?q=security&{both}", WORDS),
        "an event": (f"/event/{event['event']}", FIRST),
        "a document": (f"/document/{event['documents'][0]}", FIRST),
        "overview": ("/", FIRST),
    }


def measure(ledger: Path, *, only: str = "", profile: bool = False) -> None:
    """Print a line of JSON for each address."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    began = time.process_time()
    with client(ledger) as ask:
        opened = time.process_time() - began
        print(json.dumps(_row("opening it, once", opened, opened, b"", None)), flush=True)
        for name, (address, limit) in addresses(ask).items():
            if only not in name:
                continue
            best, waited, page = timed(ask, address)
            print(json.dumps(_row(name, best, waited, page, limit)), flush=True)
            if profile:
                watch = cProfile.Profile()
                watch.runcall(ask.get, address)
                pstats.Stats(watch).strip_dirs().sort_stats("cumtime").print_stats(45)


def timed(ask: Any, address: str, rounds: int = 3) -> tuple[float, float, bytes]:
    """Return the seconds of the processor and of the clock, the least of some rounds, and the page.

    What a page makes once for a view is made before.
    """
    best = waited = float("inf")
    for _ in range(rounds + 1):
        cpu, clock = time.process_time(), time.perf_counter()
        response = ask.get(address)
        best = min(best, time.process_time() - cpu)
        waited = min(waited, time.perf_counter() - clock)
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code} {response.text}")
    return best, waited, response.content


def _row(name: str, cpu: float, waited: float, page: bytes, limit: float | None) -> dict[str, Any]:
    return {
        "name": name,
        "ms": cpu * 1000,
        "waited": waited * 1000,
        "mb": peak(),
        "kb": sent(page) if page else 0,
        "limit": limit,
    }


def sent(page: bytes) -> float:
    """Return the kilobytes that a browser gets of a page."""
    return len(gzip.compress(page, 6)) / 1000


def peak() -> float:
    """Return the most megabytes that this process has held.

    What `getrusage` says begins with what its parent had held when it was started.
    """
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    [line] = [one for one in status.read_text().splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def main() -> int:
    """Make the ledger, time the pages in a process of their own, print, and pin if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--keep", type=Path, help="where the ledger is left, and taken from")
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    parser.add_argument("--pin", action="store_true", help=f"write eval/{PINNED.name}")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        measure(args.one, only=args.only, profile=args.profile)
        return 0
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        ledger = (args.keep or Path(folder)) / f"made-{args.events}"
        if not ledger.exists():
            make_ledger(ledger, args.events)
        command = [sys.executable, __file__, "--one", str(ledger), "--only", args.only]
        command += ["--profile"] if args.profile else []
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as asked:
            for line in asked.stdout or ():
                if not line.startswith('{"name"'):
                    print(line, end="")
                    continue
                rows.append(row := json.loads(line))
                slow = " !" if row["ms"] > (row["limit"] or float("inf")) else ""
                print(
                    f"{row['ms']:7.0f} ms {row['waited']:7.0f} ms {row['mb']:5.0f} MB"
                    f" {row['kb']:5.0f} KB  {row['name']}{slow}",
                    flush=True,
                )
        if asked.returncode:
            return asked.returncode
    if args.pin:
        PINNED.write_text(_page(rows, args.events), encoding="utf-8")
    return 0


def _page(rows: list[dict[str, Any]], events: int) -> str:
    lines = [
        "# How long pages take",
        "",
        "Written by `python eval/web_speed.py --pin`: milliseconds of the processor, of all",
        f"threads, the best of three, over a ledger of {events:,} made-up events, on one core of",
        f"{machine()}.",
        "",
        "| page | ms | wanted | peak MB | KB sent |",
        "|---|---:|---:|---:|---:|",
    ]
    for row in rows:
        wanted = f"{row['limit']:.0f}" if row["limit"] else ""
        kb = f"{row['kb']:.0f}" if row["kb"] else ""
        lines.append(f"| {row['name']} | {row['ms']:.0f} | {wanted} | {row['mb']:.0f} | {kb} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
