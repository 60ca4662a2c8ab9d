"""Run what CI runs, in an environment of its own (.venv-check).

One line for each step; what a step prints is shown only when it fails. All steps
run, whatever failed before them.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import time
import tomllib
from dataclasses import dataclass

from _environment import ROOT, Environment, clean_environ, run, say

# A test that hangs must not hold CI for ever; the whole suite takes a few minutes.
LIMIT_S = 20 * 60

# Connections that a failed test holds on to; says nothing about the failure.
_FAREWELL = re.compile(r"nanobind: | - leaked | - \.\.\. skipped remainder|See https://nanobind")


@dataclass(frozen=True)
class Step:
    """One thing that is checked."""

    name: str
    command: tuple[str, ...]
    remedy: str
    mend: tuple[str, ...] = ()  # the command that a machine can mend it with
    shows_end: bool = False  # print the last line of the output also when all is well


def steps(environment: Environment, *, fast: bool = False) -> list[Step]:
    """List the steps in the order in which they run: the quick ones first."""
    python = (str(environment.python), "-m")
    ruff = environment.program("ruff")
    generated = [p for p in sorted(ROOT.glob("docs/**/*.md")) if "[[[cog" in p.read_text("utf-8")]
    card = "dragoman/weights/en/MODEL_CARD.md"
    pages = ("README.md", card, *(p.relative_to(ROOT).as_posix() for p in generated))
    cog = (*python, "cogapp", "-I", "tools", "-n", "utf-8")
    mendable = "tools/check --mend does it."
    return [
        Step(
            "style",
            (ruff, "check", "--output-format", "concise"),
            f"What a machine can mend of this, {mendable}",
            mend=(ruff, "check", "--fix-only", "--quiet"),
        ),
        Step(
            "format",
            (ruff, "format", "--check", "--output-format", "concise"),
            f"To be formatted; {mendable}",
            mend=(ruff, "format", "--quiet"),
        ),
        Step("types", (*python, "mypy"), "Everything in dragoman/ is typed, strictly."),
        Step(
            "tool-types",
            (*python, "mypy", *(f"tools/{p.name}" for p in sorted(ROOT.glob("tools/_*.py")))),
            "The tools are typed as strictly as the rest.",
        ),
        Step(
            "imports",
            (environment.program("lint-imports"), "--no-cache"),
            "Imports go down only; the order of the rooms stands in pyproject.toml.",
        ),
        Step(
            "docstrings",
            (*python, "interrogate", "--verbose", "--omit-covered-files", "dragoman"),
            "Every public name says what it means.",
        ),
        Step(
            "rules",
            (*python[:1], "-c", "from dragoman.extract import load_rules; load_rules()"),
            "A file of dragoman/rules says what it cannot mean, or its keys or rules stand in "
            "another order than theirs; the last line above names it.",
        ),
        Step(
            "docs",
            (*cog, "--check", "--diff", *pages),
            f"These pages do not say what the code says; {mendable}",
            mend=(*cog, "-r", *pages),
        ),
        Step(
            "changelog",
            (*python, "towncrier", "build", "--draft", "--version", "next"),
            "changelog.d/README.md says what a fragment looks like.",
        ),
        Step(
            "tests",
            (*python, "pytest", "-n", "2", *(("-m", "not slow and not nightly") if fast else ())),
            "Run one again with: .venv-check/bin/pytest PATH::NAME",
            shows_end=True,
        ),
    ]


def run_step(step: Step) -> bool:
    """Run one step, print its line, and return whether all was well."""
    start = time.monotonic()
    try:
        done = subprocess.run(
            step.command,
            cwd=ROOT,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=LIMIT_S,
            env=clean_environ(),
        )
        printed, errors, fine = _text(done.stdout), _text(done.stderr), done.returncode == 0
    except subprocess.TimeoutExpired as late:
        printed, errors = _text(late.stdout), f"stopped after {LIMIT_S // 60} minutes"
        fine = False
    except OSError as error:
        printed, errors, fine = "", f"{step.command[0]} does not start: {error}", False
    say(f"{'ok    ' if fine else 'FAILED'} {step.name:<11} {time.monotonic() - start:6.1f} s")
    # Shown also when all is well: errors stand apart, because libraries write their
    # farewells there, behind the last line that counts.
    if step.shows_end and fine and printed:
        say(printed.splitlines()[-1])
    if not fine:
        say("\n".join(filter(None, (_shorten(errors), _shorten(printed), step.remedy, " "))))
    return fine


def _shorten(output: str) -> str:
    """Leave out the middle of a very long output, and what DuckDB says when a test has failed."""
    lines = [line for line in output.splitlines() if not _FAREWELL.match(line)]
    if len(lines) > 400:
        lines[100:-250] = [f"[... {len(lines) - 350} lines are left out here ...]"]
    return "\n".join(lines)


def _text(output: bytes | None) -> str:
    return (output or b"").decode("utf-8", "replace").strip()


def training_step() -> Step | None:
    """Return the tests of training, in an environment with torch; None where it cannot be had.

    Torch is large, and its files differ from one machine to the next, so it is in no lock:
    pyproject.toml pins it, and whoever has no room or connection for it goes without.
    """
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    packages = [p for p in wanted["optional-dependencies"]["train"] if not p.startswith("gt-")]
    environment = Environment(".venv-train", "dev.txt")
    environment.ready()
    there = "from importlib.util import find_spec as f; import sys; sys.exit(not f('torch'))"
    if run([environment.python, "-c", there], quiet=True):
        say(f"Adding {', '.join(packages)} to {environment.folder.name}.")
        pip = (environment.python, "-m", "pip", "install", "--disable-pip-version-check")
        if run([*pip, "--quiet", "--no-input", *packages], quiet=True):
            say("skip   training    torch could not be installed here; nothing else needs it.")
            return None
    return Step(
        "training",
        (str(environment.python), "-m", "pytest", "-p", "no:cacheprovider", "tests/training"),
        "Run one again with: .venv-train/bin/pytest tests/training::NAME",
        shows_end=True,
    )


def tree() -> dict[str, str] | None:
    """Return path and digest of each changed or new file; None outside a git checkout."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return None
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
    )
    if listed.returncode:
        return None
    names = sorted(set(listed.stdout.decode("utf-8", "surrogateescape").split("\0")) - {""})
    return {
        name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        for name in names
        if (ROOT / name).is_file()
    }


def tree_is_same(before: dict[str, str] | None) -> bool:
    """Print whether the steps left the checkout's files as they were."""
    if before is None:
        say("ok     tree        (no git here: not looked at)")
        return True
    now = tree() or {}
    changed = sorted(name for name in before.keys() | now if before.get(name) != now.get(name))
    say(f"{'FAILED' if changed else 'ok    '} tree")
    if changed:
        say("A step changed or left behind: " + ", ".join(changed) + "\n")
    return not changed


def main() -> int:
    """Run the steps that were asked for; the exit status is 0 when all was well."""
    parser = argparse.ArgumentParser(prog="tools/check", description="Run what CI runs.")
    parser.add_argument("--fast", action="store_true", help="leave the slow tests out")
    parser.add_argument("--mend", action="store_true", help="first mend what a machine can mend")
    parser.add_argument(
        "--training", action="store_true", help="also test the training of the parser (torch)"
    )
    parser.add_argument("step", nargs="*", help="run only these, e.g. 'types tests'")
    options = parser.parse_args()
    environment = Environment(".venv-check", "dev.txt")
    known = {step.name: step for step in steps(environment, fast=options.fast)}
    if unknown := [name for name in options.step if name not in known]:
        parser.error(f"no step is called {', '.join(unknown)}; there are: {', '.join(known)}")
    wanted = [known[name] for name in options.step or known]
    environment.ready()
    for step in wanted:
        if options.mend and step.mend:
            run(step.mend, quiet=True)
    if options.training and (training := training_step()):
        wanted.append(training)
    before = tree()
    failed = [step.name for step in wanted if not run_step(step)]
    if not tree_is_same(before):
        failed.append("tree")
    if failed:
        say(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0
