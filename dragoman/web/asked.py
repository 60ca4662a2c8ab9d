"""A question asked for a page: names made ids, its answer kept for the figure."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from inspect import signature
from typing import Any, TypeVar

from fastapi import Request
from starlette.responses import Response

from dragoman import __version__
from dragoman.ask.asking import actor_id
from dragoman.ask.book import Answer
from dragoman.ask.english import list_of
from dragoman.ask.names import ID
from dragoman.export.cite import cite
from dragoman.export.figures import figure_of
from dragoman.ledger.migrate import FORMAT
from dragoman.model import DragomanError, InputError, NothingFound, UnknownName
from dragoman.web.frame import address, page
from dragoman.web.shelf import Reading

KEPT = 8
"""Answers of one view that are kept: a page asks for its figure and its files right after."""

KNOWN = 200
"""Names that a form offers, those with the most events."""

PER_PAGE = 50

UNKNOWN = "(not known)"
"""The key of `ask/` for documents of no known side or outlet."""

Value = TypeVar("Value")
Row = TypeVar("Row")

_ACTORS = """
SELECT value FROM memory.main.facet WHERE kind = 'actor'
GROUP BY value ORDER BY count(*) DESC, value LIMIT ?
"""


_DOCUMENTS = """
SELECT doc_id FROM documents
WHERE ($side = '' OR coalesce(nullif(side, ''), $no) = $side)
  AND ($outlet = '' OR coalesce(nullif(outlet, ''), $no) = $outlet)
ORDER BY doc_id
"""


class _Lately:
    """The answers asked for last, by what was asked."""

    def __init__(self) -> None:
        self._found: OrderedDict[object, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object, make: Callable[[], Value]) -> Value:
        """Return the answer; make it, and forget the oldest, where it is not there."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                kept: Value = self._found[key]
                return kept
        made = make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > KEPT:
                self._found.popitem(last=False)
        return made


def asked(book: Reading, question: Callable[..., Value], /, **given: Any) -> Value:
    """Return the answer to a question of `ask.asking`; asked again of the same view, the same.

    Args:
        book: The ledger.
        question: It gets the ledger's own register and names where it takes them.
        **given: Its parameters; None, "" and an empty tuple are not given.

    Raises:
        InputError: It cannot be asked without a parameter that is not given.
    """
    told = {name: value for name, value in given.items() if value not in (None, "", ())}
    takes = signature(question).parameters
    needed = [name for name, one in takes.items() if one.default is one.empty][1:]  # not the ledger
    if missing := [name for name in needed if name not in told]:
        raise InputError(f"This cannot be asked without {list_of(missing)}: the address gives none")
    own = {"register": book.register, "names": book.label}
    own = {name: value for name, value in own.items() if name in takes}
    lately = book.once("lately", _Lately)
    key = (question.__module__, question.__qualname__, tuple(sorted(told.items())))
    return lately.get(key, lambda: question(book, **told, **own))


def tried(request: Request, ask: Callable[[], Value]) -> tuple[Value | None, str, int]:
    """Ask, and return the answer, or why there is none, with the status of the page.

    A page with a form keeps it beside the sentence, so that what was typed can be mended. Where
    nothing was typed, that there is nothing is no fault of the address.
    """
    try:
        return ask(), "", 200
    except (NothingFound, UnknownName) as error:
        return None, str(error), 404 if given(request) else 200
    except InputError as error:
        return None, str(error), 400


def named(book: Reading, typed: str) -> str:
    """Return the id of an actor that somebody typed; "" for nothing typed.

    Raises:
        UnknownName: Nobody is called so, or several are.
    """
    typed = " ".join(typed.split())
    return actor_id(book, typed, register=book.register) if typed else ""


def typed_as(book: Reading, ident: str) -> str:
    """Return what to type for an actor: the name, where it is nobody else's; words stay."""
    if not ID.fullmatch(ident):
        return ident
    label = book.label(ident)
    return label if book.register.lookup(label) == [ident] else ident


def known(book: Reading) -> tuple[str, ...]:
    """Return the names that a form offers."""

    def names() -> tuple[str, ...]:
        found = book.db.execute(_ACTORS, [KNOWN]).fetchall()
        return tuple(dict.fromkeys(typed_as(book, actor) for (actor,) in found))

    return book.once("known", names)


def citation(book: Reading) -> str:
    """Return how to cite the ledger, as a sentence."""
    version, form = __version__, str(FORMAT)
    return book.once("citation", lambda: cite(book, version=version, ledger_format=form).plain())


def drawn(request: Request, book: Reading, ask: Callable[[], Answer[Any]]) -> Response:
    """Return the figure of an answer, as the part of a page that comes after it.

    What cannot be drawn is said in its place, with the status of a success: a script asks.
    """
    figure, refused = None, ""
    try:
        figure = figure_of(ask(), names=book.label)
    except DragomanError as error:
        refused = str(error)
    return page(request, "figure.html", book, title="Figure", figure=figure, refused=refused)


def changed(request: Request, **changes: str | int | None) -> str:
    """Return the page's own address with parameters changed, and on its first page.

    Args:
        request: Of the page.
        **changes: "" or None takes one away; `page` keeps the others.
    """
    kept = [(k, v) for k, v in given(request) if k not in changes]
    return address(request.url.path, [*kept, *((k, str(v)) for k, v in changes.items() if v)])


def given(request: Request, *but: str) -> list[tuple[str, str]]:
    """Return the parameters of a page's address that say anything, without the page's number."""
    return [(k, v) for k, v in request.query_params.multi_items() if v and k not in ("page", *but)]


def on_page(rows: Sequence[Row], nth: int, per: int = PER_PAGE) -> tuple[Sequence[Row], int]:
    """Return the rows of one page, and how many pages there are."""
    return rows[(nth - 1) * per : nth * per], -(-len(rows) // per)


def documents_of(book: Reading, side: str = "", outlet: str = "") -> tuple[str, ...]:
    """Return the documents of a side and an outlet, for a question that takes `docs`.

    Args:
        book: The ledger.
        side: An id, or `UNKNOWN`; "": any.
        outlet: A name, or `UNKNOWN`; "": any.

    Returns:
        () where neither is asked for; where there are none, an id that no document has.
    """
    if not side and not outlet:
        return ()
    rows = book.db.execute(_DOCUMENTS, {"side": side, "outlet": outlet, "no": UNKNOWN}).fetchall()
    return tuple(doc for (doc,) in rows) or ("-",)
