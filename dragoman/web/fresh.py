"""Tells whoever asks again under /api, or for a feed, that nothing has changed since."""

from hashlib import blake2b

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman import __version__
from dragoman.web.shelf import Shelf

FEED = "/events.atom"


class Fresh:
    """Gives answers that depend on the view and the address alone an ETag, and honours it.

    What an answer was made of is known from the reading that made it (`request.state.mark`);
    before it is made, only where the newest view is the one that is open.
    """

    def __init__(self, app: ASGIApp, shelf: Shelf) -> None:
        self._app = app
        self._shelf = shelf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 304 where whoever asks has the answer, or pass the request on."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _is_kept(scope["path"]):
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        mark = self._shelf.mark
        if mark is not None:
            tag = _tag(mark, scope)
            has = Headers(scope=scope).get("if-none-match", "")
            if tag in (one.strip() for one in has.split(",")):
                headers = [(b"etag", tag.encode()), (b"cache-control", _CACHE.encode())]
                await send({"type": "http.response.start", "status": 304, "headers": headers})
                await send({"type": "http.response.body"})
                return

        async def tagged(message: Message) -> None:
            made_of = state.get("mark")
            began = message["type"] == "http.response.start" and message["status"] == 200
            if began and made_of is not None:
                out = MutableHeaders(scope=message)
                out["ETag"] = _tag(made_of, scope)
                out["Cache-Control"] = _CACHE
            await send(message)

        await self._app(scope, receive, tagged)


_CACHE = "private, no-cache"  # keep it, and ask each time whether it still holds


def _is_kept(path: str) -> bool:
    return path.startswith("/api/") or path == FEED


def _tag(mark: object, scope: Scope) -> str:
    """Return a weak tag: the same rows may be packed in other bytes."""
    told = repr((__version__, mark, scope["path"], scope["query_string"]))
    return f'W/"{blake2b(told.encode(), digest_size=12).hexdigest()}"'
