"""The application put together: pages, API, safety and errors."""

import contextlib
import importlib
import pkgutil
import secrets
from collections.abc import AsyncIterator
from hashlib import blake2b
from pathlib import Path

import duckdb
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from dragoman import __version__
from dragoman.model import DragomanError, InputError, NothingFound, UnknownName
from dragoman.web import pages
from dragoman.web.answers import ERRORS, as_json
from dragoman.web.frame import Nav, page, said
from dragoman.web.fresh import Fresh
from dragoman.web.safety import HEADERS, Admit, Guard, check_form
from dragoman.web.settings import Settings
from dragoman.web.shelf import Rebuilding, Shelf

_TITLES = {
    400: "That cannot be asked",
    403: "Not done",
    404: "Not found",
    405: "Not done",
    413: "Too much",
    422: "That cannot be asked",
    503: "Not now",
}
_HERE = Path(__file__).parent


def create_app(ledger: Path, settings: Settings | None = None) -> FastAPI:
    """Return the application on a ledger.

    Args:
        ledger: The ledger's folder; it is opened at once, and never written to.
        settings: How it is served; None: to this computer alone.

    Raises:
        LedgerError: It is no ledger, or one of a newer version, or damaged.
    """
    settings = settings or Settings()
    shelf = Shelf(ledger, settings.query_seconds, settings.quiet_seconds)

    @contextlib.asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        """Close what is open when the server ends."""
        yield
        shelf.close()

    app = FastAPI(
        title="Dragoman",
        version=__version__,
        description="A ledger of who dealt with whom. Every row names the claims behind it.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # they would load scripts from elsewhere
        redoc_url=None,
        lifespan=life,
        dependencies=[Depends(check_form)],
    )
    app.state.settings = settings
    app.state.shelf = shelf
    app.state.ledger_name = ledger.resolve().name
    _add_pages(app)
    app.mount("/static", _Static(directory=_HERE / "static"))
    _add_errors(app)
    # The last one added is the outermost.
    app.add_middleware(Fresh, shelf=shelf)
    app.add_middleware(Admit, settings=settings)
    app.add_middleware(
        SessionMiddleware,
        secret_key=secrets.token_hex(32),
        # A browser keeps one jar for all ports of a host: two servers must not share a name.
        session_cookie=f"dragoman-{blake2b(bytes(ledger.resolve()), digest_size=4).hexdigest()}",
        max_age=settings.session_seconds,
        same_site="strict",
    )
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(Guard, settings=settings)
    return app


class _Static(StaticFiles):
    """Files that a browser keeps where their address names their contents."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        versioned = scope["query_string"].startswith(b"v=")
        kept = "public, max-age=31536000, immutable"
        response.headers["Cache-Control"] = kept if versioned else "no-cache"
        return response


def _add_pages(app: FastAPI) -> None:
    """Add every module of `pages/`: its `router`, its `api` under /api, its `nav`."""
    nav: list[Nav] = []
    for found in sorted(pkgutil.iter_modules(pages.__path__), key=lambda m: m.name):
        module = importlib.import_module(f"{pages.__name__}.{found.name}")
        app.include_router(module.router, include_in_schema=False)
        api: APIRouter | None = getattr(module, "api", None)
        if api is not None:
            app.include_router(api, prefix="/api", responses=ERRORS)
        place: Nav | None = getattr(module, "nav", None)
        if place is not None:
            nav.append(place)
    app.state.nav = sorted(nav)


def _add_errors(app: FastAPI) -> None:
    statuses: dict[type[Exception], int] = {
        Rebuilding: 503,
        NothingFound: 404,
        UnknownName: 404,
        InputError: 400,
        DragomanError: 503,
    }
    for kind, status in statuses.items():

        def told(request: Request, error: Exception, status: int = status) -> Response:
            # Who must type an id to be understood has to see it, and so has a program.
            ids = isinstance(error, UnknownName) or request.url.path.startswith("/api/")
            label = str if ids else request.app.state.shelf.label
            return sorry(request, status, said(str(error), label))

        app.add_exception_handler(kind, told)

    def of_http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        detail = "There is no such page." if error.detail == "Not Found" else error.detail
        return sorry(request, error.status_code, detail)

    def invalid(request: Request, error: Exception) -> Response:
        if not isinstance(error, RequestValidationError):
            raise error
        faults = "; ".join(
            f"{fault['loc'][-1] if fault['loc'] else 'the request'}: {fault['msg']}"
            for fault in error.errors()
        )
        return sorry(request, 422, f"The address or form says what it cannot mean. {faults}.")

    def too_long(request: Request, _: Exception) -> Response:
        return sorry(
            request,
            503,
            "This took too long and was stopped. Ask for less at once: a shorter window, one "
            "actor, fewer words.",
        )

    def broken(request: Request, _: Exception) -> Response:
        response = sorry(
            request,
            500,
            "Something went wrong here that should not have. The terminal in which 'dragoman "
            "serve' runs shows what; please report it.",
        )
        response.headers.update(HEADERS)  # this one does not pass the guard
        return response

    app.add_exception_handler(HTTPException, of_http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(duckdb.InterruptException, too_long)
    app.add_exception_handler(Exception, broken)


def sorry(request: Request, status: int, sentence: str) -> Response:
    """Return an error as a sentence: a page, or JSON under /api."""
    if request.url.path.startswith("/api/"):
        response = as_json({"error": sentence}, status)
    else:
        title = _TITLES.get(status, "Something went wrong")
        response = page(request, "sorry.html", None, title=title, status=status, sentence=sentence)
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response
