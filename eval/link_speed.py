"""How long it takes to link many reports, and how that grows: made-up reports, realistic skew.

Run `python eval/link_speed.py [N ...]`; each N runs in a process of its own.
"""

# ruff: noqa: S311, S603, T201 - made-up reports; runs itself; a command prints

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from dragoman.link import Source, link
from dragoman.model import Actor, Channel, Claim, Report, Role, Span, Status

SUMMIT_SHARE = 0.005
"""Reports of one pair of states on one day: 5,000 of a million."""

_STATES = [f"st:s{i:02}" for i in range(190)]
_CHANNELS = [Channel.MEETING] * 5 + [Channel.VISIT] * 4 + [Channel.CALL] * 3
_CHANNELS += [Channel.AGREEMENT, Channel.LETTER, Channel.AID, Channel.CRITICISM, Channel.DIALOGUE]
_KIN = {Channel.MEETING: Channel.DIALOGUE, Channel.CALL: Channel.VIDEO_MEETING}


def reports(n: int, seed: int = 7) -> Iterator[tuple[Report, str]]:
    """Yield reports with the day on which their document was published.

    How often a state acts and how often a happening is told falls off as a power; a fifth of
    the reports give no day, a tenth only the month, a tenth are off by one, a third name no
    person, some give the channel another name. A hundred thousand reports are of one year.
    """
    rng = random.Random(seed)
    days = max(365 * n // 100_000, 90)
    often = [1 / (rank + 1) ** 0.8 for rank in range(len(_STATES))]
    made = told = 0
    summit = Happening(rng, _STATES[0], _STATES[1], date(2015, 3, 15), Channel.MEETING)
    while made < n:
        if told < n * SUMMIT_SHARE:
            happening, times = summit, 1
            told += 1
        else:
            one, two = rng.choices(_STATES, often, k=2)
            if one == two:
                continue
            day = date(2015, 1, 1) + timedelta(days=rng.randrange(days))
            happening = Happening(rng, one, two, day, rng.choice(_CHANNELS))
            times = min(int(rng.paretovariate(1.0)), 400)
        for _ in range(min(times, n - made)):
            yield happening.told(rng, f"d{made // 3:07}", made)
            made += 1


class Happening:
    """Something that reports are about."""

    def __init__(self, rng: random.Random, one: str, two: str, day: date, channel: Channel) -> None:
        self.parties, self.day, self.channel = (one, two), day, channel
        rank = rng.choice(["head", "fm", "fm", "minister"])
        self.persons = tuple(f"pe:{party[3:]}-{rank}" for party in self.parties)
        self.place = f"pl:{rng.choice(self.parties)[3:]}-capital"

    def told(self, rng: random.Random, doc: str, at: int) -> tuple[Report, str]:
        """Return one report of it, and the day on which that was published."""
        span = Span(doc, at, at + 9, "x" * 9)
        claims = []
        for nth, (party, person) in enumerate(zip(self.parties, self.persons, strict=True)):
            named = rng.random() < 0.67
            actor = Actor(polity=party, person=person if named else None, how="made up")
            role = Role.RECIPIENT if nth and self.channel is Channel.VISIT else Role.ACTOR
            claims.append(Claim(role, actor.id, span, None, "made up", actor=actor))
        chance, day = rng.random(), self.day
        if chance > 0.3:
            day += timedelta(days=chance > 0.9)
            claims.append(Claim(Role.DATE, day.isoformat(), span, None, "made up"))
        elif chance > 0.2:
            claims.append(Claim(Role.DATE, f"{day:%Y-%m}", span, None, "made up"))
        if rng.random() < 0.5:
            claims.append(Claim(Role.PLACE, self.place, span, None, "made up"))
        claims.append(Claim(Role.TOPIC, rng.choice("abcdefgh"), span, None, "made up"))
        channel = self.channel if rng.random() < 0.85 else _KIN.get(self.channel, self.channel)
        status = Status.HAPPENED if rng.random() < 0.85 else Status.PLANNED
        published = self.day + timedelta(days=rng.choice([0, 0, 0, 1, 1, 2]))
        report = Report(doc, channel, status, tuple(claims), span, "made up")
        return report, published.isoformat()


def measure(n: int) -> dict[str, float]:
    """Return the seconds, the peak of memory in MB and the events that `n` reports gave."""
    sources: dict[str, Source] = {}

    def stream() -> Iterator[Report]:
        for report, published in reports(n):
            sources.setdefault(report.doc_id, Source(published=published))
            yield report

    began = time.process_time()
    for _ in stream():
        pass
    making = time.process_time() - began
    sources.clear()
    began = time.process_time()
    events = link(stream(), sources)
    seconds = time.process_time() - began - making
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    biggest = max(len(event.reports) for event in events)
    return {"reports": n, "s": seconds, "mb": peak, "events": len(events), "biggest": biggest}


def main() -> int:
    """Measure each size in a process of its own, and print the growth between them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.sizes[0])))
        return 0
    before: dict[str, float] | None = None
    for n in args.sizes:
        command = [sys.executable, __file__, "--one", str(n)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        now = json.loads(done.stdout)
        grown = ""
        if before:
            up = math.log(now["s"] / before["s"]) / math.log(now["reports"] / before["reports"])
            grown = f"  exponent {up:.2f}"
        print(
            f"{n:>9,} reports {now['s']:7.1f} s {now['mb']:7,.0f} MB {now['events']:>8,} events, "
            f"the biggest of {now['biggest']:,}{grown}",
            flush=True,
        )
        before = now
    return 0


if __name__ == "__main__":
    sys.exit(main())
