"""Renew the lock files in requirements/ from pyproject.toml.

A lock names every package with its version and the hashes of its files, for
Python 3.11 to 3.14 on Linux, macOS and Windows at once, so that pip alone can
install exactly these. Pins stay as they are unless pyproject.toml forbids them or
--upgrade is given. Needs uv (pip install uv) and a connection.
"""

import argparse
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from tempfile import TemporaryDirectory

from _environment import ROOT, clean_environ, say, stop
from _python import NEWEST, OLDEST

HEAD = """\
# {what}
# Made by tools/lock from pyproject.toml; change that file and run the tool again.
# Install with: python -m pip install --require-hashes -r requirements/{name}
"""
# Macs with Intel processors are not among them: onnxruntime, which runs the parser, has no
# wheel that fits both them and the newest Python; and it asks for this macOS.
PLATFORMS = (
    *("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"),
    *("aarch64-apple-darwin", "x86_64-pc-windows-msvc"),
)
MACOS = "14.0"


def main() -> int:
    """Write both locks, then see that each package has wheels for each platform."""
    parser = argparse.ArgumentParser(prog="tools/lock", description=__doc__.split("\n\n")[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    options = parser.parse_args()
    uv = find_uv()
    compile_lock(uv, "run.txt", "What Dragoman needs to run.", upgrade=options.upgrade)
    compile_lock(
        uv,
        "dev.txt",
        "What Dragoman needs to run, and what tools/check needs besides.",
        *("--group", "dev", "--constraint", "requirements/run.txt"),
        upgrade=options.upgrade,
    )
    if has_no_wheel(uv, "dev.txt"):  # which holds all of run.txt
        say("A package without a wheel needs a compiler on that machine: pin another version.")
        return 1
    return 0


def find_uv() -> list[str]:
    """Return how to start uv, or stop and say where to get it."""
    if path := shutil.which("uv"):
        return [path]
    if find_spec("uv"):
        return [sys.executable, "-m", "uv"]
    return stop("tools/lock needs uv, and finds none. Install it with: python -m pip install uv")


def compile_lock(uv: list[str], name: str, what: str, *options: str, upgrade: bool) -> None:
    """Write one lock file; the old one, if there, is what its pins stay close to."""
    lock = ROOT / "requirements" / name
    lock.parent.mkdir(exist_ok=True)
    command = [
        *(*uv, "pip", "compile", "pyproject.toml", "--quiet", "--universal"),
        *("--python-version", f"{OLDEST[0]}.{OLDEST[1]}", "--generate-hashes", "--only-binary"),
        *(":all:", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-config"),
        *("--output-file", f"requirements/{name}", *options),
        *(("--upgrade",) if upgrade else ()),
    ]
    done = subprocess.run(command, cwd=ROOT, env=clean_environ())
    if done.returncode:
        stop(f"uv could not find versions for requirements/{name}; its words stand above.")
    pins = re.sub(r"\A(#.*\n)*", "", lock.read_text("utf-8"))
    lock.write_text(HEAD.format(what=what, name=name) + pins, encoding="utf-8", newline="\n")
    say(f"requirements/{name}: {pins.count('==')} packages")


def has_no_wheel(uv: list[str], name: str) -> bool:
    """Return whether a pinned package lacks a wheel somewhere, and say where."""
    lacking = False
    for platform in PLATFORMS:
        for minor in range(OLDEST[1], NEWEST[1] + 1):
            environ = clean_environ() | {"MACOSX_DEPLOYMENT_TARGET": MACOS}
            with TemporaryDirectory() as aside:  # the pins are asked for, and not wanted
                command = [
                    *(*uv, "pip", "compile", f"requirements/{name}", "--quiet", "--no-config"),
                    *("--only-binary", ":all:", "--python-platform", platform),
                    *("--python-version", f"3.{minor}", "--output-file", f"{aside}/pins.txt"),
                ]
                done = subprocess.run(
                    command, cwd=ROOT, capture_output=True, text=True, env=environ
                )
            if done.returncode:
                lacking = True
                say(f"requirements/{name} on {platform}, Python 3.{minor}:\n{done.stderr.strip()}")
    return lacking
