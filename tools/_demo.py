"""Set Dragoman up in .venv-demo, and show on the sample documents what it does."""

import argparse
import shlex
import subprocess
import time
from pathlib import Path

from _environment import ROOT, WINDOWS, Environment, clean_environ, say, stop

LEDGER, DIGEST = "demo-ledger", "demo-digest.html"

# A month of which several samples tell, from both sides; see that the answer is not
# empty when the rules or the register change (tests/test_house.py does).
LEADER, COUNTRY, MONTH = "Vladimir Putin", "IND", "2022-03"


def main() -> int:
    """Run the demo; the exit status is that of the first command that fails."""
    parser = argparse.ArgumentParser(prog="tools/demo", description=__doc__)
    parser.parse_args()
    start = time.monotonic()
    environment = Environment(".venv-demo", "run.txt")
    environment.ready()
    say(
        "The samples were written for this project in the style of real outlets; they are not "
        "quotations (samples/README.md)."
    )
    for heading, command in (
        ("Seventy documents into a ledger", ("read", "samples", "--into", LEDGER)),
        (f"A leader's circle in a month: {LEADER}", ("circle", LEADER, "--month", MONTH, LEDGER)),
        (f"The channels of a country: {COUNTRY}", ("channels", COUNTRY, LEDGER)),
        (
            "A month as a page, every sentence cited",
            ("digest", COUNTRY, "--month", MONTH, LEDGER, "-o", DIGEST),
        ),
    ):
        status = show(environment, heading, command)
        if status:
            stop(f"The demo ended early: 'dragoman {command[0]}' gave exit status {status}.")
    program = shown(environment.dragoman)
    say(
        f"\nAll this took {time.monotonic() - start:.0f} s. Open {DIGEST} in a browser, and then "
        "try a folder of your own (text, Markdown, HTML, tables):\n\n"
        f"  {program} read FOLDER --into my-ledger\n"
        f"  {program} coverage my-ledger\n"
        f"  {program} --help\n\n"
        "docs/start.md goes on from here."
    )
    return 0


def show(environment: Environment, heading: str, command: tuple[str, ...]) -> int:
    """Print a command as a person would type it, run it, and return its exit status."""
    words = " ".join(shlex.quote(word) for word in command)
    say(f"\n--- {heading}\n$ dragoman {words}\n")
    return subprocess.run(
        environment.command(*command),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env=clean_environ(),
    ).returncode


def shown(program: Path) -> str:
    """Return a program's path as it is typed from where the user stands."""
    here = Path.cwd()
    near = program.relative_to(here) if program.is_relative_to(here) else program
    if WINDOWS:
        return f'"{near}"' if " " in str(near) else str(near)
    return shlex.quote(str(near))
