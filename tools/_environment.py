"""The environments that the tools make for themselves, and the sentences they say meanwhile.

Standard library only: this runs before anything is installed. An environment is a
folder such as `.venv-demo` at the root of the checkout, with the packages of one lock
file. Dragoman itself is not built: a `.pth` file points at the checkout, so an edit
shows at once, and a small starter script stands where pip would have put one.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent

_STAMP = "dragoman-environment.txt"
WINDOWS = os.name == "nt"

# Nothing imported from where the script lies; UTF-8 whatever the machine's locale says.
_FLAGS = ("-P", "-X", "utf8")

# Guarded, because workers that read documents import it again (Windows, macOS).
_MAIN = """\
import sys

from dragoman.cli import main

if __name__ == "__main__":
    sys.argv[0] = "dragoman"
    sys.exit(main())
"""


def stop(sentence: str) -> NoReturn:
    """End the tool with one sentence on standard error."""
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


def say(sentence: str) -> None:
    """Print a sentence now, also when the output goes to a file."""
    try:
        print(sentence, flush=True)
    except BrokenPipeError:  # whoever reads us has seen enough ("| head")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


class Environment:
    """A folder with its own Python and the packages of one lock file."""

    def __init__(self, name: str, lock: str) -> None:
        self.folder = ROOT / name
        self.lock = ROOT / "requirements" / lock
        self._programs = self.folder / ("Scripts" if WINDOWS else "bin")
        self.python = self._programs / ("python.exe" if WINDOWS else "python")
        self._main = self._programs / "dragoman-main.py"

    @property
    def dragoman(self) -> Path:
        """The starter script of the command line."""
        return self._programs / ("dragoman.cmd" if WINDOWS else "dragoman")

    def command(self, *words: str) -> list[str]:
        """Return the words that start the command line without a shell in between."""
        return [str(self.python), *_FLAGS, str(self._main), *words]

    def program(self, name: str) -> str:
        """Return the path of a program that one of the packages brought."""
        return str(self._programs / (f"{name}.exe" if WINDOWS else name))

    def ready(self) -> None:
        """Make the environment, unless a whole one of the same lock is there."""
        if self._is_whole():
            return
        packages = sum("==" in line for line in self.lock.read_text("utf-8").splitlines())
        say(
            f"Making {self.folder.name} with {packages} packages; the first time this takes a "
            "minute or two and downloads up to 200 MB."
        )
        self._remove()
        self._create()
        self._install(packages)
        self._point_at_checkout()
        (self.folder / _STAMP).write_text(self._stamp(), encoding="utf-8")

    def _stamp(self) -> str:
        # An environment cannot be moved, so its place is part of what makes it whole.
        digest = hashlib.sha256(self.lock.read_bytes()).hexdigest()
        maker = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
        return f"{digest}\n{maker}\n{sys.version_info[:2]}\n{self.folder}\n"

    def _is_whole(self) -> bool:
        # The stamp is written last, so an interrupted installation has none.
        try:
            if (self.folder / _STAMP).read_text("utf-8") != self._stamp():
                return False
        except (OSError, UnicodeDecodeError):
            return False
        try:
            answer = subprocess.run(
                [self.python, "-c", "import dragoman, typer, duckdb"],
                capture_output=True,
                stdin=subprocess.DEVNULL,
                env=clean_environ(),
            )
        except OSError:
            return False
        return answer.returncode == 0

    def _remove(self) -> None:
        try:
            if self.folder.is_symlink() or self.folder.is_file():
                self.folder.unlink()
            elif self.folder.exists():
                shutil.rmtree(self.folder)
        except OSError as error:
            stop(f"{self.folder} is in the way and cannot be removed ({error.strerror}).")

    def _create(self) -> None:
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(self.folder)],
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            env=clean_environ(),
        )
        if made.returncode:
            print((made.stdout + made.stderr).strip(), file=sys.stderr)
            stop(
                f"Python's own venv could not make {self.folder}. On Debian and Ubuntu it comes "
                "apart: sudo apt install python3-venv. Else see whether the disk is full."
            )

    def _install(self, packages: int) -> None:
        command = [
            *(str(self.python), "-m", "pip", "install", "--disable-pip-version-check"),
            *("--no-input", "--progress-bar", "off", "--only-binary", ":all:"),
            *("--require-hashes", "--requirement", str(self.lock)),
        ]
        shown = sys.stdout.isatty()
        lines = []
        collected = 0
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            env=clean_environ(),
        ) as pip:
            assert pip.stdout is not None  # noqa: S101
            for line in pip.stdout:
                lines.append(line)
                collected += line.startswith("Collecting ")
                if shown and line.startswith("Collecting "):
                    print(f"\r  {collected} of {packages} fetched", end="", flush=True)
                elif shown and line.startswith("Installing "):
                    print(f"\r  all {collected} fetched; unpacking ", end="", flush=True)
        if shown:
            print("\r" + " " * 40 + "\r", end="", flush=True)
        if pip.returncode:
            log = "".join(lines)
            print("".join(lines[-12:]).rstrip(), file=sys.stderr)
            stop(_advice(log))

    def _point_at_checkout(self) -> None:
        answer = subprocess.run(
            [self.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            capture_output=True,
            check=True,
            text=True,
            encoding="utf-8",
            env=clean_environ(),
        )
        # Python reads a .pth file in the machine's own encoding; this one is ASCII in any.
        entry = f"import sys; sys.path.append({str(ROOT)!a})\n"
        (Path(answer.stdout.strip()) / "dragoman-checkout.pth").write_text(entry, encoding="ascii")
        self._main.write_text(_MAIN, encoding="ascii")
        if WINDOWS:
            starter = f'@"%~dp0python.exe" {" ".join(_FLAGS)} "%~dp0{self._main.name}" %*\r\n'
        else:
            starter = f'#!/bin/sh\nexec {shlex.join(self.command())} "$@"\n'
        self.dragoman.write_text(starter, encoding="utf-8", newline="")
        self.dragoman.chmod(0o755)


def _advice(log: str) -> str:
    if "No space left" in log or "not enough space" in log:
        return "The disk is full: make room and run this again."
    if "DO NOT MATCH THE HASHES" in log:
        return (
            "A package is not the one that the lock names, so nothing was installed. Empty pip's "
            "cache (python -m pip cache purge) and run this again; if it stays, the package index "
            "in use serves altered files."
        )
    connection = (
        "Without a connection this cannot work the first time; behind a proxy set HTTPS_PROXY "
        "(http://user:password@host:port), with a mirror of the package index set PIP_INDEX_URL, "
        "then run this again."
    )
    if "No matching distribution" in log and "connection broken" not in log:
        return (
            "The package index in use cannot be reached, or has no ready-made file of a locked "
            "package for this machine; there are some for Linux (glibc), macOS and Windows on "
            f"usual processors. {connection}"
        )
    return f"The packages could not be installed. {connection}"


def clean_environ() -> dict[str, str]:
    """Return the surroundings for a child, without what would mix two Pythons up."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONHOME", "PYTHONPATH", "PIP_REQUIRE_VIRTUALENV", "PIP_USER"}
        and name not in {"PIP_TARGET", "PIP_PREFIX", "PIP_NO_BINARY", "VIRTUAL_ENV"}
    }
    # Output in UTF-8 whatever the machine's locale says: documents hold every script.
    return kept | {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}


def run(command: Sequence[str | Path], *, quiet: bool = False) -> int:
    """Run a program at the root of the checkout and return its exit status."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if quiet else None,
        env=clean_environ(),
    ).returncode
