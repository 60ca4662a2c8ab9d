"""What stands between a request and the pages: whose host, how much, from which form, and who.

The application has one user or a few who share a secret. What it guards against is the rest
of the web: a page elsewhere that makes the browser ask here, and documents that carry script.
"""

import hmac
import secrets
from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

from fastapi import HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.web.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none a browser sends forms from the origin "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

MOST_ADDRESS = 8_000  # bytes of an address with its parameters
FEEDS = ".atom"
"""How the path of a feed ends; its address carries a token of its own."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = ("/login", "/static/")


class Guard:
    """Refuses what no honest request is, and marks every response. The outermost layer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope, headers)
        if refused is not None:
            status, sentence = refused
            if scope["path"].startswith("/api/"):
                refusal = JSONResponse(
                    {"error": sentence}, status, {**HEADERS, "Connection": "close"}
                )
                await refusal(scope, receive, send)
            else:
                await _plain(send, status, sentence)
            return
        left = self._settings.most_body

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413, self._too_much())
            return message

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out.setdefault(name, value)
                out.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, counted, marked)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        host = _name(headers.get("host", ""))
        if host not in self._settings.hosts:
            return 421, (
                f"This server answers as {', '.join(self._settings.hosts)} and under no other "
                "name. Was it started with the name that you typed? 'dragoman serve --help' says "
                "how."
            )
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MOST_ADDRESS:
            return 414, "The address is too long."
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._settings.most_body:
            return 413, self._too_much()
        return None

    def _too_much(self) -> str:
        most = self._settings.most_body // 1_000_000
        return f"The request brings more than {most} megabytes, which is all that is taken."


def _name(host: str) -> str:
    """Return a host without its port.

    >>> _name("[::1]:8000"), _name("LOCALHOST:1")
    ('[::1]', 'localhost')
    """
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


async def _plain(send: Send, status: int, sentence: str) -> None:
    headers = {**HEADERS, "Content-Type": "text/plain; charset=utf-8", "Connection": "close"}
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        }
    )
    await send({"type": "http.response.body", "body": f"{sentence}\n".encode()})


class Admit:
    """Asks for the secret whoever has not shown it, in this session or with this request."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._secret = settings.secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or send whoever asks to the page that asks for the secret."""
        if scope["type"] != "http" or self._secret is None or scope["path"].startswith(_OPEN):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if request.session.get("admitted") is True or _bears(request, self._secret):
            await self._app(scope, receive, send)
            return
        if scope["path"].endswith(FEEDS):
            if _may_have_feed(request, self._secret):
                await self._app(scope, receive, send)
            else:
                how = "The address of this feed lacks its token. Copy it again from the page."
                await _plain(send, 401, how)
            return
        if scope["path"].startswith("/api/"):
            how = "Send the token or password: 'Authorization: Bearer TOKEN'."
            await JSONResponse({"error": how}, 401)(scope, receive, send)
            return
        query = f"?{request.url.query}" if request.url.query else ""
        wanted = f"{request.url.path}{query}" if request.method == "GET" else "/"
        there = f"/login?{urlencode({'next': wanted})}"
        await RedirectResponse(there, 303)(scope, receive, send)


def feed_token(secret: str, path: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return the token by which a feed reader, which knows no secret, may have one feed.

    It goes into the address, where others may see it: it opens this address and no other.
    """
    told = f"feed {path}?{urlencode(pairs)}"
    return hmac.new(secret.encode(), told.encode(), "sha256").hexdigest()[:40]


def _may_have_feed(request: Request, secret: str) -> bool:
    pairs = [(k, v) for k, v in request.query_params.multi_items() if k != "token"]
    given = request.query_params.get("token", "")
    right = feed_token(secret, request.url.path, pairs)
    return request.method == "GET" and hmac.compare_digest(given.encode(), right.encode())


def settings_of(request: Request) -> Settings:
    """Return how the application is served."""
    found: Settings = request.app.state.settings
    return found


def is_secret(request: Request, given: str) -> bool:
    """Say whether a text is the secret."""
    secret = settings_of(request).secret or ""
    return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())


def csrf(request: Request) -> str:
    """Return the word that a form of this session carries."""
    if "csrf" not in request.session:
        request.session["csrf"] = secrets.token_urlsafe(24)
    found: str = request.session["csrf"]
    return found


async def check_form(request: Request) -> None:
    """Refuse a request that changes something unless a form of this session sent it.

    The word comes in the field `csrf` or in the header `X-CSRF-Token`. A program that sends
    the secret itself needs none: no browser adds that header on its own.

    Raises:
        HTTPException: 403.
    """
    if request.method in _SAFE:
        return
    secret = settings_of(request).secret
    if secret is not None and _bears(request, secret):
        return
    given = request.headers.get("x-csrf-token")
    kind = request.headers.get("content-type", "")
    if given is None and kind.startswith(("application/x-www-form-urlencoded", "multipart/")):
        field = (await request.form()).get("csrf")
        given = field if isinstance(field, str) else None
    kept = request.session.get("csrf")
    if not given or not kept or not hmac.compare_digest(given.encode(), kept.encode()):
        raise HTTPException(
            403,
            "This form was not sent from a page of this session, or the session has ended. "
            "Open the page again and repeat what you did; nothing was changed.",
        )
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, "This form was sent from another site; nothing was changed.")


def _bears(request: Request, secret: str) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), secret.encode())
