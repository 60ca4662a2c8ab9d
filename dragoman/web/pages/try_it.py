"""Try it: a text is read and explained before it goes into a ledger."""

import contextlib
import os
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, File, Form, HTTPException, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from dragoman.ask.wording import value_words
from dragoman.export.digest import safe_url
from dragoman.export.explained import Fact, facts
from dragoman.model import InputError, UnknownName
from dragoman.model.edtf import interval
from dragoman.run import Setup
from dragoman.web.asked import known, named, typed_as
from dragoman.web.frame import Book, Nav, page, plural
from dragoman.web.marking import Mark, stretches
from dragoman.web.naming import called
from dragoman.web.safety import settings_of
from dragoman.web.shelf import Reading
from dragoman.web.trying import MOST_BYTES, MOST_CHARACTERS, SUFFIXES, Adding, Bench, Given


@contextlib.asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    """End the processes with the server."""
    yield
    for name in ("bench", "adding"):
        if (running := getattr(app.state, name, None)) is not None:
            running.close()


router = APIRouter(lifespan=_life)
nav = Nav(90, "Try it", "/try")

_ID = re.compile(r"\b(?:st|og|of|pe|pl|me):[a-z0-9]+(?:[.\-][a-z0-9]+)*")
_PASTED = 4 * MOST_CHARACTERS
_FACTS = ("title", "url", "outlet", "published", "side", "language")

Text = Annotated[str, Form(max_length=_PASTED)]
Short = Annotated[str, Form(max_length=400)]


@router.get("/try")
def try_page(request: Request, book: Book) -> Response:
    """Ask for a text."""
    return _page(request, book, dict.fromkeys(("text", *_FACTS), ""))


@router.post("/try")
def try_text(
    request: Request,
    book: Book,
    text: Text = "",
    file: Annotated[UploadFile | None, File()] = None,
    title: Short = "",
    url: Short = "",
    outlet: Short = "",
    published: Short = "",
    side: Short = "",
    language: Short = "",
) -> Response:
    """Read a text and show all that it gives. Nothing of it is kept."""
    typed = {"text": text, "title": title, "url": url, "outlet": outlet}
    typed |= {"published": published, "side": side, "language": language}
    try:
        given = _given(book, file, typed)
        told = _bench(request, book).read(given)
    except (InputError, UnknownName) as error:
        return _page(request, book, typed, wrong=str(error), status=400)
    return _page(request, book, typed, given=given, told=told)


@router.post("/try/add")
def add(
    request: Request,
    book: Book,
    content: Annotated[str, Form(max_length=2 * MOST_BYTES)] = "",
    suffix: Annotated[str, Form(max_length=10)] = ".txt",
    document: Annotated[str, Form(pattern="^[0-9a-f]{16}$")] = "",
    title: Short = "",
    url: Short = "",
    outlet: Short = "",
    published: Short = "",
    side: Short = "",
    language: Short = "",
) -> Response:
    """Put what was tried into the ledger, as 'dragoman read' does."""
    if not _may_add(request, book):
        raise HTTPException(403, "This server does not write into the ledger; nothing was changed.")
    running: Adding | None = getattr(request.app.state, "adding", None)
    if running is not None and not running.said:
        raise InputError("Another text is being put into the ledger. Try it again when it is in.")
    typed = {"title": title, "url": url, "outlet": outlet, "published": published}
    typed |= {"side": side, "language": language}
    try:
        found = b64decode(content, validate=True)
    except (NotBase64, ValueError):
        raise InputError("This text was not sent from the page 'Try it'.") from None
    given = Given(_small(found), suffix if suffix in SUFFIXES else "", _facts(book, typed))
    request.app.state.adding = Adding(book.volume.root, given, document)
    return RedirectResponse("/try/added", 303)


@router.get("/try/added")
def added(request: Request, book: Book) -> Response:
    """Say how far the text is that was put into the ledger last."""
    running: Adding | None = getattr(request.app.state, "adding", None)
    here = running is not None and book.document(running.doc_id) is not None
    return page(request, "added.html", book, title="Into the ledger", adding=running, here_now=here)


def _page(
    request: Request,
    book: Reading,
    typed: Mapping[str, str],
    *,
    given: Given | None = None,
    told: Mapping[str, Any] | None = None,
    wrong: str = "",
    status: int = 200,
) -> Response:
    values: dict[str, Any] = {}
    if given is not None and told is not None:
        values = _shown(book, told)
        values["content"] = b64encode(given.content).decode()
        values["given"] = given
    return page(
        request,
        "try.html",
        book,
        title="Try it",
        status=status,
        typed=typed,
        told=told,
        wrong=wrong,
        offered=known(book),
        may_add=_may_add(request, book),
        most=MOST_CHARACTERS,
        most_bytes=MOST_BYTES,
        accepted=",".join(SUFFIXES),
        called=lambda ident: called(book, ident),
        **values,
    )


def _may_add(request: Request, book: Reading) -> bool:
    return settings_of(request).may_add and os.access(book.volume.root, os.W_OK)


def _bench(request: Request, book: Reading) -> Bench:
    """Return the process that reads as this ledger's settings say."""
    setup = Setup.of(book.config, book.volume.root)
    bench: Bench | None = getattr(request.app.state, "bench", None)
    if bench is None or bench.setup != setup:
        if bench is not None:
            bench.close()
        bench = request.app.state.bench = Bench(setup)
    return bench


def _given(book: Reading, file: UploadFile | None, typed: Mapping[str, str]) -> Given:
    """Return what is to be read: the file where there is one, else the text.

    Raises:
        InputError: There is neither, or it is too long, or a fact means nothing.
        UnknownName: Nobody is known whose account it could be.
    """
    told = _facts(book, typed)
    text = typed["text"].replace("\r\n", "\n")
    if file is not None and file.filename:
        if text.strip():
            raise InputError("There is a text and a file: leave one of them out.")
        suffix = PurePath(file.filename).suffix.lower()
        content = _small(file.file.read(MOST_BYTES + 1))
        return Given(content, suffix if suffix in SUFFIXES else "", told)
    if not text.strip():
        raise InputError("There is nothing to read: paste a text, or choose a file.")
    return Given(_small(text.encode("utf-8", "replace")), ".txt", told)


def _small(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        most = f"{MOST_BYTES // 1_000_000} megabytes"
        raise InputError(f"A file of more than {most} is for the command line: 'dragoman read'.")
    return content


def _facts(book: Reading, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was said of a text, the side as an id.

    Raises:
        InputError: A day, an address or a language that is none.
        UnknownName: A side that nobody is.
    """
    told = {name: " ".join(typed[name].split()) for name in typed if name != "text"}
    if told["url"] and not safe_url(told["url"]):
        raise InputError("The address is none of the web's: it begins with http:// or https://.")
    if told["published"]:
        try:
            interval(told["published"])
        except ValueError as error:
            raise InputError(f"The day of publication: {error}.") from None
    if told["side"]:
        told["side"] = named(book, told["side"])
        if not told["side"].startswith(("st:", "og:")):
            raise InputError("The side is a state or an organization whose own account it is.")
    if told["language"] and not re.fullmatch("[a-z]{2}", told["language"]):
        raise InputError("The language is written in two small letters: en.")
    return {name: value for name, value in told.items() if value}


def _shown(book: Reading, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page shows of a text that was read."""
    rows = told["sentences"]
    text = told["document"]["text"]
    return {
        "doc": told["document"],
        "stretches": stretches(text, _marks(book, told)),
        "reports": [(one, _roles(book, one)) for row in rows for one in row["reports"]],
        "statements": [one for row in rows for one in row["statements"]],
        "issues": [one for row in rows for one in row["issues"]],
        "loud": [(row, *_told(book, row)) for row in rows if _is_loud(row)],
        "quiet": [(row, *_told(book, row)) for row in rows if not _is_loud(row)],
        "summed": _sum(told),
        "side": typed_as(book, told["document"]["side"]) if told["document"]["side"] else "",
    }


def _is_loud(row: Mapping[str, Any]) -> bool:
    """Say whether more is to be told of a sentence than that it was passed over."""
    return any(row[name] for name in ("reports", "statements", "fired", "issues"))


def _told(book: Reading, row: Mapping[str, Any]) -> tuple[list[Fact], list[Fact]]:
    """Return what is told of a sentence, and apart from it the rules that nearly fired."""
    lines = [_with_names(book, fact) for fact in facts(dict(row))]
    return [f for f in lines if f.label != "nearly"], [f for f in lines if f.label == "nearly"]


def _roles(book: Reading, report: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what a report claims by role, in the order in which it does, in words."""
    found: dict[str, list[str]] = {}
    for claim in report["claims"]:
        if claim["role"] != "status":
            value = claim["value"]
            said = called(book, value) if _ID.fullmatch(value) else value_words(value, book.label)
            found.setdefault(claim["role"], []).append(said)
    return {role: tuple(dict.fromkeys(values)) for role, values in found.items()}


def _sum(told: Mapping[str, Any]) -> str:
    n_reports = sum(len(row["reports"]) for row in told["sentences"])
    n_statements = sum(len(row["statements"]) for row in told["sentences"])
    return (
        f"{plural(n_reports, 'report')} and {plural(n_statements, 'statement')} "
        f"in {plural(told['n_sentences'], 'sentence')}"
    )


def _with_names(book: Reading, fact: Fact) -> Fact:
    def name(words: str) -> str:
        return _ID.sub(lambda found: called(book, found[0]), words)

    return fact._replace(pieces=[(name(words), kind) for words, kind in fact.pieces])


def _marks(book: Reading, told: Mapping[str, Any]) -> Iterator[Mark]:
    """Yield what lies over the text; what a mark says is shown when somebody points at it."""
    for kind, start, end, rule in told["sections"]:
        if kind != "body":
            yield Mark(start, end, kind, f"{kind}, left out of every count ({rule})")
    for start, end, _, after, rule in told["repairs"]:
        yield Mark(start, end, "repair", f"read as “{after}” ({rule})")
    n_reports = n_statements = 0
    for row in told["sentences"]:
        for mention in row["mentions"]:
            who = dict.fromkeys([*mention["who"], mention["place"]])
            says = ", ".join(called(book, one) for one in who if one) or "nobody known"
            start, end = mention["place_in_text"]
            yield Mark(start, end, "mention", f"{mention['kind']}: {says}")
        for report in row["reports"]:
            n_reports += 1
            what = f"{report['channel'].replace('_', ' ')}, {report['status']}"
            says = f"report: {what} ({report['rule']})"
            start, end = report["place_in_text"]
            yield Mark(start, end, "report", says, f"r-{n_reports}")
        for one in row["statements"]:
            n_statements += 1
            says = f"statement: {one['speaker']} {one['cue']}"
            start, end = one["place_in_text"]
            yield Mark(start, end, "statement", says, f"s-{n_statements}")
        for issue in row["issues"]:
            if issue["place_in_text"]:
                start, end = issue["place_in_text"]
                yield Mark(start, end, "issue", f"not understood: {issue['what']}")
