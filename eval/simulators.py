#!/usr/bin/env python3
"""Measure the estimators of the questions in worlds whose truth is known.

usage: python eval/simulators.py --question circle|channels [--runs N] [--jobs N]

Prints a table. The seeds are fixed; the tests run the same simulators with fewer worlds.
"""

# ruff: noqa: T201 - a command prints

import argparse
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from dragoman.ask.simulate import channels, circle

Row = tuple[str, ...]

CIRCLE = [
    circle.World(partners, events, rates)
    for rates in ("lognormal", "zipf", "equal")
    for partners, events in ((8, 30), (20, 40), (20, 100), (40, 400), (100, 1000))
]

CHANNELS = [
    *(channels.World(a_month, rho) for a_month in (5, 10, 20, 40) for rho in (0.0, 0.05, 0.1)),
    *(channels.World(a_month, 0.0, (0.3, 0.5)) for a_month in (5, 10, 20)),
    channels.World(10, 0.05, (0.3, 0.5)),
    channels.World(10, 0.0, (0.3, 0.4)),
    channels.World(10, 0.0, (0.3, 0.5), 36),
    channels.World(10, 0.0, (0.3, 0.6, 0.3)),
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one question's worlds and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--question", choices=QUESTIONS, required=True)
    parser.add_argument("--runs", type=int, default=1000, help="how many of each world")
    parser.add_argument("--jobs", type=int, default=1, help="how many worlds at once")
    asked = parser.parse_args(arguments)
    head, measure, worlds = QUESTIONS[asked.question]
    print_row(head)
    print_row(["---"] * len(head))
    with ProcessPoolExecutor(asked.jobs) as pool:
        for row in pool.map(partial(measure, runs=asked.runs), worlds):
            print_row(row)
    return 0


def circle_row(world: circle.World, runs: int) -> Row:
    """Measure rank intervals in one world."""
    held = circle.ranks_held(world, runs, seed=7)
    return (
        world.rates,
        str(world.n_partners),
        f"{world.n_events:g}",
        f"{held.refused:.0%}",
        known(held.held, ".1%"),
        known(held.first_held, ".1%"),
        known(held.width, ".0%"),
    )


def channels_row(world: channels.World, runs: int) -> Row:
    """Measure the search for breaks in one world."""
    found = channels.breaks_found(world, runs, seed=7)
    return (
        ", ".join(f"{share:g}" for share in world.shares),
        f"{world.a_month:g}",
        str(world.n_months),
        f"{world.overdispersion:g}",
        f"{found.any_found:.1%}",
        f"{found.right_number:.1%}",
        known(found.error, "g"),
        known(found.held, ".1%"),
        known(found.width, "g"),
    )


def known(value: float, form: str) -> str:
    """Return a figure as text; "-" where there was nothing to measure it on."""
    return "-" if math.isnan(value) else format(value, form)


def print_row(cells: Iterable[str]) -> None:
    """Print a row of a Markdown table."""
    print(f"| {' | '.join(cells)} |", flush=True)


QUESTIONS: dict[str, tuple[Row, Callable[..., Row], Sequence[object]]] = {
    "circle": (
        ("rates", "partners", "events", "refused", "true rank held", "of the first", "width"),
        circle_row,
        CIRCLE,
    ),
    "channels": (
        (
            "share",
            "a month",
            "months",
            "overdispersion",
            "break found",
            "right number",
            "median error",
            "90 % set holds it",
            "months in it",
        ),
        channels_row,
        CHANNELS,
    ),
}


if __name__ == "__main__":
    sys.exit(main())
