"""The documentation says what the code does, and its examples run."""

import doctest
import inspect
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import _pages
import pytest

from dragoman import model
from dragoman.model.config import Config

ROOT = Path(__file__).parent.parent.parent
PAGES = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted(ROOT.glob("docs/**/*.md")),
)
IDS = [page.relative_to(ROOT).as_posix() for page in PAGES]

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")

# Classes of the model that no page needs to explain: parts of the tables of the codebook.
NOT_NOUNS = {
    *("ChannelInfo", "DecisionKind", "DecisionState", "Direction", "MentionKind", "Presence"),
    "SectionKind",
}


def commands() -> Iterator[tuple[str, Any]]:
    """Yield each command with its name; a group of commands is one."""
    import typer.main

    from dragoman.cli.app import app

    program: Any = typer.main.get_command(app)
    for name, command in sorted(program.commands.items()):
        if not command.hidden:
            yield name, command


def test_every_command_is_documented() -> None:
    """Each command has its section in docs/commands.md, with the help it prints."""
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    for name, help_text in _pages.helps():
        assert f"\n## {name}\n\n```\n{help_text}\n```\n" in text, f"{name}: tools/check --mend"


def test_every_command_and_option_has_help() -> None:
    """Nobody has to guess what a command or an option is for."""
    for name, command in commands():
        assert command.help, name
        for parameter in command.params:
            assert parameter.help, f"{name}: {parameter.name}"


def test_every_setting_is_documented() -> None:
    """Each setting has its row in docs/settings.md."""
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    for setting in fields(Config):
        assert f"| `{setting.name}` |" in text, setting.name


def test_glossary_and_model_have_the_same_nouns() -> None:
    """Each class in the glossary exists, and each noun of the model is explained there."""
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    explained = set(re.findall(r"^\*\*[^*]+\*\* \(`([A-Z]\w+)`\)", text, re.MULTILINE))
    nouns = {
        name
        for name in model.__all__
        if inspect.isclass(noun := getattr(model, name))
        and (is_dataclass(noun) or issubclass(noun, Enum))
    }

    assert explained == nouns - NOT_NOUNS


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_links_resolve(page: Path) -> None:
    """A link inside the documentation leads to a file, and to a heading of it."""
    for target in LINK.findall(re.sub(FENCE, "", page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, heading = target.partition("#")
        file = (page.parent / name).resolve() if name else page

        assert file.exists(), f"{page.name}: {target}"
        if heading:
            assert heading in headings(file), f"{page.name}: {target}"


def test_every_page_can_be_found() -> None:
    """Each page is linked from the list of pages."""
    index = ROOT / "docs" / "README.md"
    linked = {
        (page.parent / target.partition("#")[0]).resolve()
        for page in (index, ROOT / "docs" / "decisions" / "README.md")
        for target in LINK.findall(page.read_text("utf-8"))
    }
    missing = [page.name for page in ROOT.glob("docs/**/*.md") if page.resolve() not in linked]

    assert set(missing) <= {"README.md"}


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_shell_lines_use_commands_and_options_that_exist(page: Path) -> None:
    """A line that a reader may copy starts a command that exists, with options it has."""
    known = {
        name: {option for parameter in command.params for option in (*parameter.opts, "--help")}
        for name, command in commands()
    }
    groups = {name: command.commands for name, command in commands() if _is_group(command)}
    for line in shell_lines(page):
        words = shlex.split(line.partition(" #")[0], posix=True)
        assert words[1] in {*known, "--help", "--version"}, f"{page.name}: {line}"
        if words[1] in groups:  # "register add": the options are those of the command in it
            assert words[2] in groups[words[1]], f"{page.name}: {line}"
            known[words[1]] = {o for p in groups[words[1]][words[2]].params for o in p.opts}
        for word in words[2:]:
            option = word.partition("=")[0]
            if re.fullmatch(r"-\w|--[\w-]+", option):
                assert option in known[words[1]], f"{page.name}: {line}"


def _is_group(command: Any) -> bool:
    return hasattr(command, "commands")


PYTHON_PAGES = [p for p in PAGES if ">>> " in p.read_text("utf-8")]


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", PYTHON_PAGES, ids=[p.relative_to(ROOT).as_posix() for p in PYTHON_PAGES]
)
def test_python_examples_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The Python examples of a page, run in order over the samples, print what they say."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    code = "\n".join(
        body for kind, body in FENCE.findall(page.read_text("utf-8")) if ">>> " in body
    )
    parsed = doctest.DocTestParser().get_doctest(code, {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner(
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.REPORT_NDIFF
    )
    report: list[str] = []
    runner.run(parsed, out=report.append)

    assert parsed.examples, "no example was found"
    assert not report, "".join(report)


def test_decisions_are_numbered_and_listed() -> None:
    """Each decision has its number, date and row in the list."""
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(
        r"\[(\d+)\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text("utf-8")
    )
    files = sorted(path.name for path in folder.glob("[0-9]*.md"))

    assert [name for _, name in listed] == files
    for number, name in listed:
        title, _, state = (folder / name).read_text("utf-8").split("\n", 3)[:3]
        assert title.startswith(f"# {number}. ") and int(name[:4]) == int(number), name
        assert re.match(r"\d{4}-\d\d-\d\d, (accepted|replaced)", state), f"{name}: {state}"


def test_decisions_are_shown_by_tests_that_exist() -> None:
    """What a decision calls its proof is there."""
    for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        for file, name in re.findall(r"(tests/[\w/]+\.py)::(\w+)", path.read_text("utf-8")):
            assert (ROOT / file).exists(), f"{path.name}: {file}"
            assert f"def {name}(" in (ROOT / file).read_text("utf-8"), f"{path.name}: {name}"


def headings(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as the usual viewers make them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def shell_lines(page: Path) -> Iterator[str]:
    """Yield the lines of a page that start the program."""
    for kind, body in FENCE.findall(page.read_text("utf-8")):
        if kind in ("", "sh", "console"):
            for line in body.replace("\\\n", " ").splitlines():
                line = line.removeprefix("$ ").strip()
                if line.startswith("dragoman ") and "..." not in line:
                    yield line
