"""The house itself: locks, tools, what must not stand in any file."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import _check
import _environment
import pytest
from _environment import Environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dragoman

ROOT = Path(__file__).parent.parent

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("run.txt", "dev.txt")

# Folders of this or that machine. In an address (https://x.example/home/) they are harmless.
MACHINE_PATH = re.compile(r"(?<![\w.}>-])/(?:work|root|home|Users)/\w")


def pins(lock: str) -> dict[str, set[str]]:
    """Return the locked versions of each package; several where they hang on the Python."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / "requirements" / lock).read_text("utf-8").splitlines():
        if match := re.match(r"([\w.-]+)==([^\s;]+)", line):
            found.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return found


@pytest.mark.parametrize(
    "lock, wanted",
    [
        pytest.param("run.txt", PROJECT["project"]["dependencies"], id="run"),
        pytest.param(
            "dev.txt",
            PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"],
            id="dev",
        ),
    ],
)
def test_every_dependency_is_locked(lock: str, wanted: list[str]) -> None:
    """Each package of pyproject.toml is pinned to versions that pyproject.toml allows."""
    locked = pins(lock)
    for requirement in map(Requirement, wanted):
        versions = locked.get(canonicalize_name(requirement.name), set())
        allowed = {version for version in versions if requirement.specifier.contains(version)}

        assert versions and versions == allowed, (
            f"requirements/{lock} has {requirement.name} {sorted(versions)}, "
            f"pyproject.toml wants {requirement}: run tools/lock"
        )


def test_both_locks_agree() -> None:
    """What is tested is what runs: the lock for checking holds the lock for running."""
    run, dev = pins("run.txt"), pins("dev.txt")

    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_hashes_all(lock: str) -> None:
    """A lock installs from any index, and nothing in it comes without a hash."""
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^ *#.*\n?", "", text))

    assert "://" not in text and "--index" not in text and "--find-links" not in text
    for entry in filter(str.strip, entries):
        assert "--hash=sha256:" in entry, entry


def test_version_is_said_once_and_the_same() -> None:
    """The package and its metadata give one version."""
    assert dragoman.__version__ == PROJECT["project"]["version"]


def test_every_room_is_under_the_import_contract() -> None:
    """No room of the package is forgotten in the contract on imports."""
    [contract] = PROJECT["tool"]["importlinter"]["contracts"]
    layers = {name.strip() for layer in contract["layers"] for name in layer.split("|")}
    rooms = {f"dragoman.{init.parent.name}" for init in ROOT.glob("dragoman/*/__init__.py")}

    assert rooms - {"dragoman.rules", "dragoman.register"} == layers


def test_no_path_of_a_machine() -> None:
    """No file names a folder of the machine that it was written on."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in tracked()
        for number, line in enumerate(read(path).splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]

    assert not found, "\n".join(found)


def test_changelog_fragments_are_sentences() -> None:
    """Each fragment is named ISSUE.KIND.md and holds one or two whole sentences."""
    kinds = "|".join(kind["directory"] for kind in PROJECT["tool"]["towncrier"]["type"])
    fragments = [p for p in (ROOT / "changelog.d").iterdir() if p.name != "README.md"]
    for path in fragments:
        assert re.fullmatch(rf"(\d+|\+[\w-]+)\.({kinds})(\.\d+)?\.md", path.name), path.name
        text = path.read_text("utf-8").strip()
        assert text.endswith(".") and len(text) < 400, f"{path.name}: {text!r}"


@pytest.mark.parametrize("name", ["_python.py", "check", "demo", "lock"])
def test_tools_answer_on_an_old_python(name: str) -> None:
    """What runs before the version is looked at parses on every Python 3."""
    tree = ast.parse((ROOT / "tools" / name).read_text("utf-8"))
    newer = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.JoinedStr, ast.NamedExpr, ast.Match, ast.AnnAssign))
        or (isinstance(node, ast.ImportFrom) and node.module == "__future__")
    ]

    assert not newer, [ast.unparse(node) for node in newer]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no bit for programs")
def test_tools_are_programs() -> None:
    """Every tool, and what CI calls, can be started by its name."""
    tools = [path for path in (ROOT / "tools").iterdir() if not path.suffix and path.is_file()]
    for path in [*tools, ROOT / ".ci" / "run"]:
        assert os.access(path, os.X_OK), path.name
        assert path.read_text("utf-8").startswith("#!/usr/bin/env "), path.name


def test_an_environment_is_whole_only_when_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half made, made from another lock, or with a broken Python, it is made anew."""
    (tmp_path / "requirements").mkdir()
    lock = tmp_path / "requirements" / "run.txt"
    lock.write_text("a==1\n", encoding="utf-8")
    monkeypatch.setattr(_environment, "ROOT", tmp_path)
    environment = Environment(".venv-x", "run.txt")
    environment.python.parent.mkdir(parents=True)
    stamp = environment.folder / _environment._STAMP

    assert not environment._is_whole(), "nothing says that it was finished"
    stamp.write_text(environment._stamp(), encoding="utf-8")
    assert not environment._is_whole(), "its Python does not start"
    monkeypatch.setattr(environment, "python", Path(sys.executable))
    assert environment._is_whole()
    lock.write_text("a==2\n", encoding="utf-8")
    assert not environment._is_whole(), "the lock has changed"


@pytest.mark.parametrize(
    "log, word",
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "disk"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "lock"),
        ("ERROR: No matching distribution found for lxml==6.1.3", "ready-made"),
        # pip ends with "no matching distribution" also when it never reached the index
        (
            "WARNING: Retrying after connection broken by NewConnectionError\n"
            "ERROR: No matching distribution found for lxml==6.1.3",
            "could not be installed. Without a connection",
        ),
        ("ERROR: something else", "proxy"),
    ],
)
def test_a_failed_installation_says_what_to_do(log: str, word: str) -> None:
    """The advice fits what pip met."""
    assert word in _environment._advice(log)


@pytest.mark.parametrize(
    "code, fine, shown",
    [
        pytest.param("print('fine words')", True, False, id="well"),
        pytest.param("print('what broke'); raise SystemExit(3)", False, True, id="fails"),
    ],
)
def test_a_step_prints_only_what_failed(
    code: str, fine: bool, shown: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """A step is one line when all is well; when not, its words and the remedy follow."""
    step = _check.Step("a step", (sys.executable, "-c", code), "Do this.")

    assert _check.run_step(step) is fine
    printed = capsys.readouterr().out
    assert ("what broke" in printed, "Do this." in printed) == (shown, shown)
    assert "fine words" not in printed and "a step" in printed


def test_a_program_that_is_missing_fails_its_step(capsys: pytest.CaptureFixture[str]) -> None:
    """A checker that does not start counts as a failure, not as silence."""
    assert not _check.run_step(_check.Step("gone", ("no-such-program-anywhere",), "Install it."))
    assert "no-such-program-anywhere" in capsys.readouterr().out


def test_closing_line_of_the_tests_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """How many tests passed can be read also when all is well."""
    code = "print('dots'); print('12 passed in 0.1s')"
    _check.run_step(_check.Step("tests", (sys.executable, "-c", code), "", shows_end=True))

    assert capsys.readouterr().out.splitlines()[-1] == "12 passed in 0.1s"


def tracked() -> list[Path]:
    """Return the files of the checkout that belong to it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
    )
    if listed.returncode:
        pytest.skip("needs git, to tell the project's files from others")
    names: list[Any] = listed.stdout.decode("utf-8", "surrogateescape").split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def read(path: Path) -> str:
    """Return a file as text, whatever is in it."""
    return path.read_text("utf-8", errors="replace")
