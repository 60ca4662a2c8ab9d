"""Set Dragoman up in .venv-demo, and show on the sample documents what it does."""

import argparse
import json
import shlex
import subprocess
import time
from pathlib import Path

from _environment import ROOT, WINDOWS, Environment, clean_environ, say, stop

LEDGER, DIGEST = "demo-ledger", "demo-digest.html"

# What the samples really answer: two visits to and from one leader, told by two
# documents; seven channels; and a call of which both sides published a readout.
LEADER, MONTH = "Xi Jinping", "2023-03"
COUNTRY = "IND"
CALL = ("--actor", "USA", "--channel", "video_meeting", "--since", "2022-03", "--until", "2022-03")


def main() -> int:
    """Run the demo; the exit status is 0 when all of it worked."""
    parser = argparse.ArgumentParser(prog="tools/demo", description=__doc__)
    parser.parse_args()
    start = time.monotonic()
    environment = Environment(".venv-demo", "run.txt")
    environment.ready()
    say(
        "The samples were written for this project in the style of real outlets; they are not "
        "quotations of anyone (samples/README.md)."
    )
    # In a ledger of an earlier demo, documents that another version read are read anew.
    again = ("--again",) if (ROOT / LEDGER).exists() else ()
    show(
        environment,
        "Seventy documents into a ledger",
        *("read", "samples", "--into", LEDGER, *again),
    )
    show(
        environment,
        "A leader's circle in a month: with whom, through which channel, and the claims behind it",
        *("circle", LEADER, "--month", MONTH, LEDGER),
    )
    show(environment, "The channels of a country", "channels", COUNTRY, LEDGER)
    show(
        environment,
        "One call in the readouts of both sides",
        *("show", event_of(environment), LEDGER),
    )
    show(
        environment,
        "A month as a page, every sentence cited",
        *("digest", LEADER, "--month", MONTH, LEDGER, "-o", DIGEST),
    )
    program = shown(environment.dragoman)
    say(
        f"\nDone in {time.monotonic() - start:.0f} s. Open {shown(ROOT / DIGEST)} in a browser, "
        "then try a folder of your own (text, Markdown, HTML, tables):\n\n"
        f"  {program} read FOLDER --into my-ledger\n"
        f"  {program} coverage my-ledger\n"
        f"  {program} --help\n\n"
        "docs/start.md goes on from here."
    )
    return 0


def event_of(environment: Environment) -> str:
    """Return the id of the event that two sides tell of, as a person would look it up."""
    answer = subprocess.run(
        environment.command("events", LEDGER, *CALL, "--format", "json"),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=clean_environ(),
    )
    try:
        return str(json.loads(answer.stdout)["rows"][0]["event"])
    except (ValueError, LookupError):
        stop(f"The ledger has no such call: {answer.stderr.decode('utf-8', 'replace').strip()}")


def show(environment: Environment, heading: str, *command: str) -> None:
    """Print a command as a person would type it, and run it; stop where it fails."""
    words = " ".join(f'"{word}"' if " " in word else word for word in command)
    say(f"\n--- {heading}\n$ dragoman {words}\n")
    status = subprocess.run(
        environment.command(*command), cwd=ROOT, stdin=subprocess.DEVNULL, env=clean_environ()
    ).returncode
    if status:
        stop(
            f"The demo ended early, because 'dragoman {command[0]}' gave exit status {status}. "
            f"If the folder {LEDGER} was there before, delete it and run this again."
        )


def shown(program: Path) -> str:
    """Return a program's path as it is typed from where the user stands."""
    here = Path.cwd()
    near = program.relative_to(here) if program.is_relative_to(here) else program
    if WINDOWS:
        return f'"{near}"' if " " in str(near) else str(near)
    return shlex.quote(str(near))
