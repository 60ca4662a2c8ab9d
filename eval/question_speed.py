#!/usr/bin/env python3
"""How long every question takes to a ledger of 10,000 and of 1,000,000 made-up events.

usage: python eval/question_speed.py [--sizes N ...] [--only WORD] [--keep FOLDER] [--profile]
                                     [--pin]

Each question is asked of the state that acts most often, or of it and the second, and of the
month in the middle of the record. Seconds are of this process, of all its threads, the best of
some rounds; the peak of memory is what the process has held at most, up to and with that
question. `--keep` leaves the ledgers in a folder, and takes them from it the next time;
`--profile` prints where a question's time goes; `--pin` writes `question_speed.md`.
"""

# ruff: noqa: S603, T201 - runs itself; a command prints

import argparse
import cProfile
import json
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from _synthetic import Made, make, opened
from _throughput import machine

from dragoman import ask
from dragoman.actors import Register
from dragoman.ask.show import reason

PINNED = Path(__file__).with_name("question_speed.md")
SIZES = (10_000, 1_000_000)
WANTED = {10_000: 1.0, 1_000_000: 5.0}
"""Seconds that a question may take: issue 7."""


def questions(book: Made) -> Mapping[str, Callable[[], Any]]:
    """Return every question, by what it is called in the table."""
    register = Register.load()

    def one(query: str) -> Any:
        return (book.db.execute(query).fetchone() or ("",))[0]

    by_size = (
        "SELECT who FROM (SELECT unnest(polities) AS who FROM events)"
        " GROUP BY who ORDER BY count(*) DESC, who LIMIT 1 OFFSET "
    )
    most, second = one(f"{by_size}0"), one(f"{by_size}1")
    person = f"pe:made-{most[3:]}"
    month = one("SELECT strftime(median(first_day), '%Y-%m') FROM events")
    event = one("SELECT event_id FROM events ORDER BY n_documents DESC, n_sources, 1 LIMIT 1")
    # An event that two of its parties tell of themselves.
    both = one("SELECT event_id FROM events ORDER BY len(sides) DESC, n_documents DESC, 1 LIMIT 1")
    claim = one("SELECT max(claim_id) FROM claims")
    year = month[:4]
    return {
        "circle, a state, a month": lambda: ask.circle(book, most, month),
        "circle, a person, a year": lambda: ask.circle(book, person, year),
        "channels, a state": lambda: ask.channels(book, most),
        "channels, a state, a year": lambda: ask.channels(book, most, year, year),
        "events, all, a month": lambda: ask.events(book, since=month, until=month),
        "events, a state, a year": lambda: ask.events(book, actor=most, since=year, until=year),
        "show, an event": lambda: ask.show(book, event),
        "show, a claim": lambda: ask.show(book, claim),
        "why, a claim": lambda: reason(book, claim),
        "pair": lambda: ask.pair(book, most, second),
        "pair, a year": lambda: ask.pair(book, most, second, year, year),
        "partnerships": lambda: ask.partnerships(book, most, second, register=register),
        "aid, a state": lambda: ask.aid(book, most),
        "aid, a pair": lambda: ask.aid(book, most, second),
        "plans, a state": lambda: ask.plans(book, who=most),
        "agenda": lambda: ask.agenda(book),
        "agenda, in the middle": lambda: ask.agenda(book, as_of=month),
        "compare": lambda: ask.compare(book, both),
        "check, a state": lambda: ask.check(book, register, who=most),
        "check, an event": lambda: _or_nothing(lambda: ask.check(book, register, event=event)),
        "voices, a topic about a state": lambda: ask.voices(book, topic="trade", about=[most]),
        "voices, an event": lambda: _or_nothing(lambda: ask.voices(book, event=event)),
        "coverage": lambda: ask.coverage(book),
        "issues": lambda: ask.issues(book),
        "digest, a month": lambda: ask.digest(book, most, month, names=register.label),
        "a name that is none": lambda: _or_nothing(lambda: ask.circle(book, "st:none", month)),
    }


def _or_nothing(ask_it: Callable[[], Any]) -> Any:
    from dragoman.model import NothingFound

    try:
        return ask_it()
    except NothingFound as error:
        return error


def measure(path: Path, *, only: str = "", rounds: int = 3, profile: bool = False) -> None:
    """Print a line of JSON for each question to a made ledger."""
    book = opened(path)
    for name, ask_it in questions(book).items():
        if only not in name:
            continue
        best = float("inf")
        for _ in range(rounds):
            began = time.process_time()
            ask_it()
            best = min(best, time.process_time() - began)
            if best > max(WANTED.values()):
                break
        mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"name": name, "s": best, "mb": mb}), flush=True)
        if profile:
            watch = cProfile.Profile()
            watch.runcall(ask_it)
            pstats.Stats(watch).strip_dirs().sort_stats("cumtime").print_stats(45)


def main() -> int:
    """Make the ledgers, ask in a process for each, print the table, and pin it if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--only", default="", help="questions whose name holds this")
    parser.add_argument("--keep", type=Path, help="where ledgers are left, and taken from")
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    parser.add_argument("--pin", action="store_true", help=f"write eval/{PINNED.name}")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        measure(args.one, only=args.only, profile=args.profile)
        return 0
    found: dict[str, dict[int, tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in args.sizes:
            path = (args.keep or Path(folder)) / f"made-{size}.duckdb"
            if not path.exists():
                make(path, size)
            command = [sys.executable, __file__, "--one", str(path), "--only", args.only]
            command += ["--profile"] if args.profile else []
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as asked:
                for line in asked.stdout or ():
                    if not line.startswith('{"name"'):
                        print(line, end="")
                        continue
                    row = json.loads(line)
                    found.setdefault(row["name"], {})[size] = row["s"], row["mb"]
                    slow = " !" if row["s"] > WANTED.get(size, float("inf")) else ""
                    print(
                        f"{size:>9,}  {row['s']:7.2f} s {row['mb']:7,.0f} MB  {row['name']}{slow}",
                        flush=True,
                    )
            if asked.returncode:
                return asked.returncode
    if args.pin:
        PINNED.write_text(_page(found, args.sizes), encoding="utf-8")
    return 0


def _page(found: Mapping[str, Mapping[int, tuple[float, float]]], sizes: list[int]) -> str:
    heads = [f"{size:,} events, s | peak MB" for size in sizes]
    lines = [
        "# How long questions take",
        "",
        "Written by `python eval/question_speed.py --pin`; seconds of processor time, of all",
        f"threads, the best of three, on {machine()}.",
        "",
        f"| question | {' | '.join(heads)} |",
        f"|---|{'---:|---:|' * len(sizes)}",
    ]
    for name, by_size in found.items():
        cells = [
            f"{by_size[size][0]:.2f} | {by_size[size][1]:,.0f}" if size in by_size else "- | -"
            for size in sizes
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
