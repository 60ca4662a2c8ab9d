"""Reading a text that is in no ledger, in a process of its own.

Whatever somebody drops is read elsewhere than in the server: a text that takes too long, or
too much memory, costs that process, which the next text gets anew. It keeps its parser and
register from text to text, and nothing of any text.
"""

import contextlib
import json
import multiprocessing
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from dragoman.model import DragomanError, InputError
from dragoman.run import Setup, Summary
from dragoman.run.summary import DUPLICATE, NO_DOCUMENT

MOST_BYTES = 4_000_000
"""Of a file; a longer one is for the command line."""

MOST_CHARACTERS = 100_000
"""Of a text. The longest communiques have some 60,000."""

MOST_SENTENCES = 400
"""Sentences that are explained; the reports of the rest would be looked at by nobody."""

READ_SECONDS = 40.0
"""After this a text is given up."""

WAIT_SECONDS = 20.0
"""How long somebody waits for the texts of others."""

ADD_SECONDS = 3600.0
"""After this a text that is put into the ledger is given up; building the view takes minutes."""

_IDLE_SECONDS = 900.0  # after this the process ends and gives its memory back
_GOING = 2.0  # for a process that is ending
_MEMORY = 4_000_000_000  # bytes of address space; what is used is a fraction of it
_FACTS = ("title", "url", "outlet", "published", "side", "language")

SUFFIXES = {
    suffix: kind
    for kind, suffixes in {
        "text": (".txt", ".text", ".md", ".markdown"),
        "page": (".html", ".htm", ".xhtml"),
        "PDF": (".pdf",),
        "Word": (".docx",),
    }.items()
    for suffix in suffixes
}
"""Endings of files that hold one document; any other is read as its bytes say."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody wants to see read: the bytes of a file, and what is known of it.

    A text that was pasted is the file that it would be.
    """

    content: bytes
    suffix: str = ".txt"
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the file is called here: nothing of what somebody called it goes into a path."""
        return f"{sha256(self.content).hexdigest()[:12]}{self.suffix}"

    def write(self, folder: Path) -> Path:
        """Put the file into a folder, with what is known of it beside it; return its path."""
        path = folder / self.name
        path.write_bytes(self.content)
        told = {"file": self.name} | {k: v for k, v in self.facts.items() if k in _FACTS and v}
        (folder / "meta.jsonl").write_text(json.dumps(told), encoding="utf-8")
        return path


class Bench:
    """The process that reads, begun when it is first needed.

    Args:
        setup: Who reads, and with which register; a ledger's own.
        seconds: After these a text is given up.
    """

    def __init__(self, setup: Setup, seconds: float = READ_SECONDS) -> None:
        self.setup = setup
        self._seconds = seconds
        self._turn = threading.Lock()
        self._process: Any = None
        self._ours: Connection | None = None

    def close(self) -> None:
        """End the process."""
        process, ours = self._process, self._ours
        self._process = self._ours = None
        if process is not None:
            process.kill()
            process.join()
        if ours is not None:
            ours.close()

    def read(self, given: Given) -> dict[str, Any]:
        """Return what a text gives, as plain values; see `tried`.

        Raises:
            InputError: It cannot be read, or took too long or too much memory.
        """
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise InputError("Other texts are being read just now. Try it again in a moment.")
        try:
            told = self._ask(given)
        finally:
            self._turn.release()
        if "refused" in told:
            raise InputError(told["refused"])
        return told

    def _ask(self, given: Given) -> dict[str, Any]:
        # The process may have ended since, having had nothing to do: then another is begun.
        for _ in range(2):
            ours = self._begun()
            try:
                with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
                    ours.send(str(given.write(Path(folder))))
                    if ours.poll(self._seconds):
                        told: dict[str, Any] = json.loads(ours.recv_bytes())
                        return told
                self.close()
                raise InputError(
                    f"This text was given up after {self._seconds:.0f} seconds. Try a part of it; "
                    "'dragoman explain FILE' takes its time."
                )
            except (EOFError, OSError):
                self._process.join(_GOING)
                ended_well = self._process.exitcode == 0
                self.close()
                if not ended_well:
                    break
        raise InputError(
            "The process that read this text ended over it: it took too much memory. Try a part "
            "of it."
        )

    def _begun(self) -> Connection:
        if self._ours is None or not self._process.is_alive():
            self.close()
            context = multiprocessing.get_context("spawn")
            self._ours, theirs = context.Pipe()
            self._process = context.Process(
                target=_read_on, args=(theirs, self.setup), name="dragoman-try", daemon=True
            )
            self._process.start()
            theirs.close()
        return self._ours


def _read_on(pipe: Connection, setup: Setup) -> None:
    """Read one text after the other; what runs in the process."""
    _limit_memory()
    reader = _reader(setup)
    while pipe.poll(_IDLE_SECONDS):
        try:
            path = Path(pipe.recv())
        except EOFError:
            return
        try:
            told = tried(path, setup, *reader)
        except DragomanError as error:
            told = {"refused": str(error)}
        except (MemoryError, RecursionError):
            told = {"refused": "This text takes too much memory. Try a part of it."}
        except Exception as error:  # whatever a hostile text can set off
            told = {"refused": f"The reader failed on this text ({type(error).__name__})."}
        pipe.send_bytes(json.dumps(told).encode())


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _reader(setup: Setup) -> tuple[Any, Any, Any]:
    from dragoman.actors import Register
    from dragoman.extract import load_rules
    from dragoman.parse import choose_parser

    register = Register.load([Path(layer) for layer in setup.layers])
    return register, load_rules(), choose_parser(setup.parser)


def tried(path: Path, setup: Setup, register: Any, rules: Any, parser: Any) -> dict[str, Any]:
    """Return what a file gives, as plain values.

    `document` has its text and facts, `sentences` what `export.explained` tells of each,
    with `reports`, `statements` and `mentions` placed in the text as obtained.

    Raises:
        InputError: There is no document in it, or too long a one.
    """
    from dragoman.export.explained import told_of
    from dragoman.extract.explaining import explain
    from dragoman.text import prepare

    doc, notes = _document(path)
    clean = prepare(doc)
    n_sentences = len(clean.sentences)
    is_read = doc.language is None or doc.language in setup.languages
    if not is_read:
        listed = ", ".join(setup.languages)
        notes.append(
            f"The text is taken to be in {doc.language!r}, and the rules read {listed}: a ledger "
            "would only keep it. If that is wrong, say its language."
        )
        clean = replace(clean, sentences=())
    if len(clean.sentences) > MOST_SENTENCES:
        notes.append(f"The first {MOST_SENTENCES} of {n_sentences:,} sentences are read here.")
        clean = replace(clean, sentences=clean.sentences[:MOST_SENTENCES])
    sentences = []
    for number, one in enumerate(explain(clean, register, rules, parser), 1):
        row = told_of(number, one, clean)
        for mention in row["mentions"]:
            first, last = (mention[end] + row["start"] for end in ("start", "end"))
            mention["place_in_text"] = clean.repaired.back(first, last)
        for told, report in zip(row["reports"], one.reports, strict=True):
            told["place_in_text"] = report.evidence.start, report.evidence.end
        for told, statement in zip(row["statements"], one.step.statements, strict=True):
            told["place_in_text"] = statement.content.start, statement.content.end
        for told, issue in zip(row["issues"], one.issues, strict=True):
            told["place_in_text"] = issue.span and (issue.span.start, issue.span.end)
        row["place_in_text"] = clean.repaired.back(row["start"], row["end"])
        sentences.append(row)
    return {
        "document": {name: getattr(doc, name) for name in _SHOWN},
        "notes": notes,
        "n_sentences": n_sentences,
        "sentences": sentences,
        "sections": [
            (str(part.kind), *clean.repaired.back(part.start, part.end), part.rule)
            for part in clean.sections
        ],
        "repairs": [
            (mended.start, mended.end, mended.before, mended.after, mended.rule)
            for mended in clean.repaired.repairs
        ],
    }


_SHOWN = ("id", "text", "title", "url", "outlet", "side", "published", "published_from", "language")


def _document(path: Path) -> tuple[Any, list[str]]:
    """Return the first document of a file, and what is to be said of its reading.

    Raises:
        InputError: There is none, or it is too long.
    """
    from dragoman.model import Issue
    from dragoman.read import find_sources, read_source

    issues: list[Issue] = []
    documents = (
        doc
        for source in find_sources([path], issues)
        for doc in read_source(source, max_bytes=MOST_BYTES, mapping={}, issues=issues)
    )
    first = next(documents, None)
    said = [f"{issue.what}: {issue.detail}" for issue in issues]
    if first is None:
        raise InputError(f"There is no document in it ({'; '.join(said) or 'nothing to read'}).")
    if len(first.text) > MOST_CHARACTERS:
        raise InputError(
            f"The text has {len(first.text):,} characters, and {MOST_CHARACTERS:,} are the most "
            "here. Try a part of it, or 'dragoman explain FILE'."
        )
    if next(documents, None) is not None:
        said.append("The file holds several documents; this is the first of them.")
    return first, said


class Adding:
    """A text on its way into the ledger, in a process of its own that may be killed.

    A ledger survives that: what was written before is complete, and the next read goes on.
    """

    def __init__(self, root: Path, given: Given, doc_id: str) -> None:
        self.doc_id = doc_id
        self.said = ""  # how it ended; "" while it goes on
        self.failed = False
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_add, args=(theirs, root, given), name="dragoman-add", daemon=True
        )
        self._process.start()
        theirs.close()
        threading.Thread(target=self._watch, name="dragoman-add", daemon=True).start()

    def close(self) -> None:
        """Stop; what is in the ledger by then stays in it."""
        self._process.kill()
        self._process.join()

    def _watch(self) -> None:
        said, failed = "It took too long and was stopped.", True
        with contextlib.suppress(EOFError, OSError):
            if self._ours.poll(ADD_SECONDS):
                failed, said = json.loads(self._ours.recv_bytes())
        self.close()
        self.failed, self.said = failed, said


def _add(pipe: Connection, root: Path, given: Given) -> None:
    """Read a text into the ledger; what runs in the process."""
    from dragoman.model.config import FILE_NAME, Config
    from dragoman.run import read_into

    try:
        with _folder(root) as folder:
            given.write(folder)
            settings = root / FILE_NAME
            config = Config.load(settings) if settings.exists() else Config()
            summary = read_into([folder], root, config=replace(config, workers=1))
        failed, said = _said(summary)
    except DragomanError as error:
        failed, said = True, str(error)
    except Exception as error:  # whatever a hostile text can set off
        failed, said = True, f"The reader failed on this text ({type(error).__name__})."
    pipe.send_bytes(json.dumps((failed, said)).encode())


@contextlib.contextmanager
def _folder(root: Path) -> Iterator[Path]:
    # In the ledger's folder, so that what it notes of the file names no place outside.
    with tempfile.TemporaryDirectory(prefix="added-", dir=root) as folder:
        yield Path(folder)


def _said(summary: Summary) -> tuple[bool, str]:
    """Say how it ended, and whether nothing came of it."""
    if summary.read and not summary.failed:
        return False, "It is in the ledger."
    if summary.failed:
        return True, "It is in the ledger, but the reader failed on it."
    skips = [one for one in summary.skips if one.what not in (NO_DOCUMENT, DUPLICATE)]
    if skips:
        return True, f"It was not put into the ledger: {skips[0].what} ({skips[0].detail})."
    return False, "It was in the ledger already."
