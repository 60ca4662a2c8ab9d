"""What decides what is made of a document: the setup, what names it, and what it loads."""

import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Protocol, Self

import dragoman
from dragoman.model import ConfigError, Document, Issue, Report, Section, Statement
from dragoman.model.config import FILE_NAME as CONFIG_NAME
from dragoman.model.config import Config
from dragoman.model.wording import Wording

EXTRACTOR = "dragoman.run.setup:our_extractor"
OWN_PARSER = "dragoman"


class Extracted(Protocol):
    """What an extractor returns for a document: `dragoman.extract.Extraction`, or its like."""

    @property
    def reports(self) -> Sequence[Report]:
        """What the document says about happenings."""

    @property
    def statements(self) -> Sequence[Statement]:
        """What it says that somebody said."""

    @property
    def sections(self) -> Sequence[Section]:
        """Its parts."""

    @property
    def issues(self) -> Sequence[Issue]:
        """What was met in it and not understood."""

    @property
    def ties(self) -> Sequence[Wording]:
        """What it calls the tie of states."""


Extractor = Callable[[Iterable[Document]], Iterable[Extracted | Exception]]
"""What is made of each document, in their order; an exception, returned and not raised, stands
for a document that failed. Both sides are taken as they come, so that whoever watches sees
that the work goes on."""


@dataclass(frozen=True, slots=True)
class Setup:
    """All that decides what a worker makes of a document; it travels to each process.

    Args:
        layers: Folders with the user's own register, the last one winning.
        languages: Documents known to be in another language are not extracted.
        extractor: "module:function" of what makes an extractor from this setup; a name
            and not the thing, so that a process started afresh can find it.
        parser: Who parses, as the setting `parser` says it; a name for the same reason.
    """

    layers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    extractor: str = EXTRACTOR
    parser: str = OWN_PARSER

    @classmethod
    def of(cls, config: Config, root: Path) -> Self:
        """Return the setup that a ledger's settings ask for.

        Raises:
            ConfigError: A layer of the register is no folder.
        """
        layers = [(root / layer).resolve() for layer in config.layers]
        for named, layer in zip(config.layers, layers, strict=True):
            if not layer.is_dir():
                raise ConfigError(
                    f"{root / CONFIG_NAME}: layers names {named!r}, and there is no folder {layer}"
                )
        return cls(tuple(map(str, layers)), config.languages, parser=config.parser)

    @property
    def fingerprint(self) -> str:
        """A hash of the package's code, rules and register, of the layers, and of the settings.

        Documents read with the same one are not read again.

        Raises:
            ConfigError: The parser of others that is asked for is not there.
        """
        package = Path(dragoman.__file__).parent
        ours = ("actors", "extract", "model", "parse", "register", "rules", "text", "weights")
        return hash_of(
            dragoman.__version__,
            *(hash_of_folder(package / name) for name in ours),
            *(hash_of_folder(Path(layer)) for layer in self.layers),
            json.dumps(self.languages),
            self.extractor,
            _parser_name(self.parser),
        )


@cache
def load(setup: Setup) -> Extractor:
    """Return the extractor of a setup; loaded once per process."""
    module, _, function = setup.extractor.partition(":")
    made: Extractor = getattr(importlib.import_module(module), function)(setup)
    return made


def one_by_one(extract: Callable[[Document], Extracted]) -> Extractor:
    """Return an extractor that does each document for itself."""

    def each(docs: Iterable[Document]) -> Iterator[Extracted | Exception]:
        for doc in docs:
            try:
                found: Extracted | Exception = extract(doc)
            except Exception as error:  # whatever a hostile document can set off
                found = error
            yield found

    return each


def our_extractor(setup: Setup) -> Extractor:
    """Return the project's extractor, with its rules and register loaded."""
    from dragoman.actors import Register
    from dragoman.extract import extract_all, load_rules
    from dragoman.parse import choose_parser

    register = Register.load([Path(layer) for layer in setup.layers])
    rules = load_rules()
    parser = choose_parser(setup.parser)
    return partial(extract_all, register=register, rules=rules, parser=parser)


@cache
def _parser_name(setting: str) -> str:
    """Return what names a parser with its version; ours is known by its code and weights."""
    if setting == OWN_PARSER:
        return setting
    from dragoman.parse import choose_parser

    return f"{setting} {choose_parser(setting).name}"


def hash_of(*parts: str) -> str:
    """Return a hash of texts; no two lists of texts share one."""
    marked = "".join(f"{len(part)}:{part}" for part in parts)
    return blake2b(marked.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def hash_of_folder(folder: Path) -> str:
    """Return a hash of the code and data in a folder; that of nothing when it is not there."""
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    )
    contents = (blake2b(path.read_bytes(), digest_size=16).hexdigest() for path in files)
    names = (path.relative_to(folder).as_posix() for path in files)
    return hash_of(*(f"{name} {content}" for name, content in zip(names, contents, strict=True)))
