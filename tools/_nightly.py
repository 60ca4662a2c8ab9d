"""What is too long for every change, by name; what is done is not done again.

The results of a night stand in a folder, a file for each check with how it ended and what it
printed. Called again with the same folder, only what has not ended well runs: a machine that
was restarted goes on where it was. CI runs `tools/nightly --short`: the same, small.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PYTHON = (sys.executable,)
_PYTEST = (*_PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider")


@dataclass(frozen=True, slots=True)
class Check:
    """Something that is run whole at night, and short in CI."""

    says: str
    whole: tuple[tuple[str, ...], ...]
    short: tuple[tuple[str, ...], ...]
    hours: float = 2.0  # after which it is stopped
    corpora: bool = False  # reads ../shared, and is left out where that is not


def _eval(name: str, *words: str) -> tuple[str, ...]:
    return (*_PYTHON, str(ROOT / "eval" / f"{name}.py"), *words)


def _bench(*words: str) -> tuple[str, ...]:
    return (*_PYTHON, str(ROOT / "tools" / "bench"), *words)


CHECKS = {
    "kill": Check(
        "workers, the driver and the whole group killed at random moments; a full disk",
        ((*_PYTEST, "-m", "nightly", "tests/run"),),
        ((*_PYTEST, "-m", "not nightly", "-k", "kill or disk", "tests/run"),),
        hours=3,
    ),
    "growth": Check(
        "read + link from 10^3 to 10^5 made documents, checked at 3x10^5",
        (_bench("growth"),),
        (_bench("growth", "--quick"),),
        hours=6,
    ),
    "link": Check(
        "a million reports linked",
        (_eval("link_speed"),),
        (_eval("link_speed", "1000", "3000"),),
        hours=3,
    ),
    "simulators": Check(
        "the estimators of the questions in made worlds whose truth is known",
        tuple(
            _eval("simulators", "--question", one, "--runs", "1000")
            for one in ("circle", "channels")
        ),
        tuple(
            _eval("simulators", "--question", one, "--runs", "2") for one in ("circle", "channels")
        ),
        hours=6,
    ),
    "bench": Check(
        "all other figures of tools/bench",
        (_bench("start", "micro", "stages", "workers", "warc", "gate"),),
        (_bench("start", "stages", "--quick"),),
    ),
    "precision": Check(
        "precision, recall and the other figures of the sets, against their floors",
        (_eval("report"),),
        ((*_PYTEST, "tests/run/test_floors.py"),),
        corpora=True,
    ),
    "questions": Check(
        "how long questions and pages take over made ledgers",
        (_eval("question_speed"), _eval("web_speed")),
        ((*_PYTEST, "tests/ask/test_question_speed.py", "tests/web/test_web_speed.py"),),
    ),
}


def run(name: str, folder: Path, *, short: bool) -> dict[str, object]:
    """Run a check, keep what it printed, and return how it ended."""
    check = CHECKS[name]
    began = time.monotonic()
    log = folder / f"{name}.txt"
    ended, code = "ok", 0
    paths = [str(ROOT), str(ROOT / "eval"), os.environ.get("PYTHONPATH", "")]
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    with log.open("w", encoding="utf-8") as out:
        for command in check.short if short else check.whole:
            try:
                code = subprocess.run(
                    command,
                    cwd=ROOT,
                    env=environ,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    timeout=check.hours * 3600,
                ).returncode
            except subprocess.TimeoutExpired:
                ended, code = f"stopped after {check.hours:g} h", 1
            if code:
                ended = ended if ended != "ok" else f"failed ({code})"
                break
    lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    result: dict[str, object] = {
        "check": name,
        "ended": ended,
        "minutes": round((time.monotonic() - began) / 60, 1),
        "day": datetime.now(UTC).date().isoformat(),
        "short": short,
        "last": lines[-1][:100] if lines else "",
    }
    (folder / f"{name}.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return result


def done(name: str, folder: Path, *, short: bool) -> dict[str, object] | None:
    """Return how a check ended in this folder, where it ended well; else None."""
    try:
        result: dict[str, object] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return result if result.get("ended") == "ok" and result.get("short") is short else None


def main(words: Sequence[str] | None = None) -> int:
    """Run what was asked for, and return 0 where all of it ended well."""
    parser = argparse.ArgumentParser(
        prog="tools/nightly",
        description=__doc__,
        epilog="; ".join(f"{name}: {check.says}" for name, check in CHECKS.items()),
    )
    parser.add_argument("check", nargs="*", help=f"only these of: {', '.join(CHECKS)}")
    parser.add_argument("--short", action="store_true", help="the small form that CI runs")
    parser.add_argument(
        "--into", type=Path, help="folder of the results; the day's below .nightly/ otherwise"
    )
    parser.add_argument("--again", action="store_true", help="also what has ended well")
    asked = parser.parse_args(words)
    if unknown := [name for name in asked.check if name not in CHECKS]:
        parser.error(f"no check is called {', '.join(unknown)}; there are: {', '.join(CHECKS)}")
    today = datetime.now(UTC).date().isoformat()
    folder: Path = asked.into or ROOT / ".nightly" / today
    folder.mkdir(parents=True, exist_ok=True)
    failed = False
    print("| check | ended | minutes | the last line |\n|---|---|---:|---|", flush=True)
    for name in asked.check or CHECKS:
        before = None if asked.again else done(name, folder, short=asked.short)
        if before is None and CHECKS[name].corpora and not (ROOT.parent / "shared").is_dir():
            print(f"| {name} | left out: no ../shared here | | |", flush=True)
            continue
        result = before or run(name, folder, short=asked.short)
        ended = f"{result['ended']}{' (before)' if before else ''}"
        print(f"| {name} | {ended} | {result['minutes']} | {result['last']} |", flush=True)
        failed = failed or result["ended"] != "ok"
    if failed:
        print(f"\nWhat failed printed its reasons into {folder.name}/NAME.txt.")
    return int(failed)
