"""The frame that every page stands in: templates, what they can call, and how errors look."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from dragoman.ask.english import date_words
from dragoman.ask.quote import cut, shorten
from dragoman.ask.wording import by_office, value_words
from dragoman.export.digest import safe_url
from dragoman.export.pages import clean
from dragoman.web import safety
from dragoman.web.lines import short_day
from dragoman.web.shelf import Reading, Shelf


@dataclass(frozen=True, slots=True, order=True)
class Nav:
    """A page's place in the navigation; `rank` says where among the others.

    A page with a sentence on what it answers stands in the menu of questions.
    """

    rank: int
    title: str
    path: str
    about: str = ""
    foot: bool = False  # at the foot of every page, not in its bar


def reading(request: Request) -> Iterator[Reading]:
    """Yield the ledger for one request; what `Book` stands for in a handler."""
    shelf: Shelf = request.app.state.shelf
    with shelf.reading() as book:
        request.state.mark = book.volume.mark  # of what the answer is made: see fresh.py
        yield book


Book = Annotated[Reading, Depends(reading)]
"""The type of a handler's parameter that is to be the ledger."""


def page(
    request: Request,
    template: str,
    book: Reading | None,
    *,
    title: str,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """Return a page.

    Args:
        request: What it answers.
        template: Name of its template.
        book: The ledger; None on pages that must do without, such as errors.
        title: Of the page, as plain text.
        status: Of HTTP.
        **values: What the template needs besides.
    """
    here = request.url.path
    text = (
        environment()
        .get_template(template)
        .render(
            request=request,
            book=book,
            title=title,
            nav=request.app.state.nav,
            questions=any(here.startswith(one.path) for one in request.app.state.nav if one.about),
            here=here,
            ledger_name=request.app.state.ledger_name,
            asks_secret=safety.settings_of(request).secret is not None,
            csrf_field=lambda: _csrf_field(request),
            csrf=lambda: safety.csrf(request),
            feed_of=lambda path, pairs: feed_of(request, path, pairs),
            label=book.label if book else str,
            **values,
        )
    )
    return HTMLResponse(text, status)


def _csrf_field(request: Request) -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(safety.csrf(request))


def address(path: str, pairs: Sequence[tuple[str, str]] = ()) -> str:
    """Return an address of this server with parameters.

    >>> address("/events", [("q", "a b")])
    '/events?q=a+b'
    """
    return f"{path}?{urlencode(pairs)}" if pairs else path


def feed_of(request: Request, path: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return the address of a feed, with a token for it alone where the server asks for one."""
    secret = safety.settings_of(request).secret
    token = [("token", safety.feed_token(secret, path, pairs))] if secret else []
    return address(path, [*pairs, *token])


@cache
def static(name: str) -> str:
    """Return the address of a file of `static/`, which changes when the file does."""
    found = files("dragoman.web") / "static" / name
    return f"/static/{name}?v={blake2b(found.read_bytes(), digest_size=6).hexdigest()}"


def number(value: int) -> str:
    """Write a number with its thousands apart.

    >>> number(12345)
    '12,345'
    """
    return f"{value:,}"


def plural(n: int, noun: str) -> str:
    """Count a noun.

    >>> plural(1, "event"), plural(1200, "event")
    ('1 event', '1,200 events')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def words(value: str) -> str:
    """Write a word of a vocabulary as a reader says it.

    >>> words("verbal_message")
    'verbal message'
    """
    return value.replace("_", " ")


_ID = re.compile(r"\b(?:st|og|of|pe):[a-z0-9]+(?:[.\-][a-z0-9]+)*")


def said(sentence: str, label: Callable[[str], str] = str) -> str:
    """Return a sentence of `ask/` as a page says it: names for ids, and no commands to type.

    Of a sentence that only names a command nothing is left.

    >>> said("Nothing has st:chn; 'dragoman events LEDGER' lists them. Ask for less.", str.upper)
    'Nothing has ST:CHN. Ask for less.'
    >>> said("3 more statements: 'dragoman voices LEDGER'.")
    '3 more statements.'
    """
    told: list[str] = []
    for part in re.split(r"(?<=[.;])\s+", sentence):
        if "'dragoman " in part:
            before, colon, _ = part.partition(": 'dragoman ")
            if not colon:
                if told:
                    told[-1] = told[-1].rstrip(";.") + "."
                continue
            part = f"{before}."
        told.append(part)
    return _ID.sub(lambda found: label(found.group()), " ".join(told))


@cache
def environment() -> Environment:
    """Return the templates. Everything is escaped; a name that is not there is an error."""
    found = Environment(
        # A digest is read here in the templates that it is written with.
        loader=ChoiceLoader(
            [
                PackageLoader("dragoman.web", "templates"),
                PackageLoader("dragoman.export", "templates"),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    found.globals |= {
        "address": address,
        "static": static,
        "safe_url": safe_url,
        "cut": cut,
        "shorten": shorten,
        "by_office": by_office,
    }
    found.filters |= {
        "number": number,
        "plural": plural,
        "words": words,
        "day": date_words,
        "value": value_words,
        "said": said,
        "short": short_day,
    }
    return found


def _finalize(value: Any) -> Any:
    """Write what a template prints: control characters and turned directions made visible."""
    if value is None:
        return ""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return escape(clean(value))
    return value
