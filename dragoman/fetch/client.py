"""One request: to a public address, with a limit of bytes and of time, and through robots.txt."""

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from dragoman.fetch.wanted import Limits

ROBOTS_BYTES = 512 * 1024
"""What is read of a robots.txt, as RFC 9309 asks at least."""

_MOVED = (301, 302, 303, 307, 308)


class Refused(Exception):
    """An address was not fetched; the words say why."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer; `status` 304 says that nothing has changed, and then there is no content."""

    url: str  # after redirects
    status: int
    content: bytes
    kind: str  # the media type that it says it is
    etag: str | None = None
    modified: str | None = None
    asked_in_vain: tuple[str, ...] = field(default=())  # addresses that led here


class Client:
    """Fetches addresses, one at a time; a host is asked again only after its delay.

    Args:
        limits: What a request may cost.
        clock: Monotonic seconds.
        sleep: Waits so many seconds.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        import httpcore

        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}
        self._robots: dict[str, Any] = {}
        self._lines = guarded(allow_private=limits.allow_private, clock=clock)
        self._pool = httpcore.ConnectionPool(
            network_backend=self._lines, max_connections=4, retries=0
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """Fetch an address, following redirects, each of them asked for politely.

        Args:
            url: An http or https address.
            etag: What the answer was tagged with last time.
            modified: When it was last changed, in the server's words.

        Raises:
            Refused: By robots.txt, by a limit, by the kind of address, or by the other side.
        """
        asked: list[str] = []
        condition = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in condition.items() if value}
        while True:
            self._ask_robots(url)
            answer = self._one(url, headers, self._limits.max_bytes)
            target = answer.headers.get("location")
            if answer.status not in _MOVED or not target:
                break
            asked.append(url)
            url = _web(urljoin(url, target))
            if url in asked or len(asked) > self._limits.redirects:
                raise Refused(f"redirected in a circle or more than {self._limits.redirects} times")
        if answer.status not in (200, 304):
            raise Refused(f"the server answers {answer.status}")
        return Fetched(
            url,
            answer.status,
            answer.content,
            answer.headers.get("content-type", "").split(";")[0].strip().lower(),
            answer.headers.get("etag"),
            answer.headers.get("last-modified"),
            tuple(asked),
        )

    def _ask_robots(self, url: str) -> None:
        """Refuse an address that robots.txt closes to us; without one, all is open.

        A server that fails at it is left alone for this round (RFC 9309).
        """
        from protego import Protego

        root = _root(url)
        if root not in self._robots:
            try:
                answer = self._one(urljoin(root, "/robots.txt"), {}, ROBOTS_BYTES, cut=True)
            except Refused as error:
                self._robots[root] = f"its robots.txt cannot be had: {error}"
            else:
                text = answer.content.decode("utf-8", "replace") if answer.status == 200 else ""
                failed = answer.status >= 500
                self._robots[root] = (
                    f"its robots.txt gives {answer.status}" if failed else Protego.parse(text)
                )
        robots = self._robots[root]
        if isinstance(robots, str):
            raise Refused(robots)
        if not robots.can_fetch(url, self._limits.user_agent):
            raise Refused("robots.txt asks us not to")

    def _wait(self, root: str) -> None:
        robots = self._robots.get(root)
        asked = None
        if robots is not None and not isinstance(robots, str):
            asked = robots.crawl_delay(self._limits.user_agent)
        delay = max(self._limits.delay, min(float(asked or 0), 10 * self._limits.delay + 60))
        now = self._clock()
        ready = self._last.get(root, now - delay) + delay
        if ready > now:
            self._sleep(ready - now)
        self._last[root] = self._clock()

    def _one(
        self, url: str, headers: dict[str, str], limit: int, *, cut: bool = False
    ) -> "_Answer":
        """Make one request; `cut` takes the beginning of what is too long."""
        import httpcore

        self._wait(_root(url))
        self._lines.deadline = self._clock() + self._limits.seconds
        short = min(20.0, self._limits.seconds)
        ask = {
            "User-Agent": self._limits.user_agent,
            "Accept-Encoding": "gzip",
            "Host": urlsplit(url).netloc.rpartition("@")[2],
            **headers,
        }
        timeouts = {"connect": short, "read": short, "write": short, "pool": short}
        try:
            with self._pool.stream(
                "GET", url, headers=list(ask.items()), extensions={"timeout": timeouts}
            ) as response:
                said = {
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in response.headers
                }
                content = _take(
                    response.iter_stream(),
                    limit,
                    zipped=said.get("content-encoding", "").strip().lower(),
                    cut=cut,
                )
                return _Answer(response.status, said, content)
        except httpcore.TimeoutException:
            raise Refused(f"no whole answer within {self._limits.seconds:g} seconds") from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            words = " ".join(str(error).split())[:160] or type(error).__name__
            raise Refused(words) from None
        except (OSError, ValueError, UnicodeError) as error:
            raise Refused(f"{type(error).__name__}: {str(error)[:160]}") from None


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    content: bytes


def _take(chunks: Iterable[bytes], limit: int, *, zipped: str, cut: bool) -> bytes:
    """Return the bytes of an answer, unpacked, unless there are too many."""
    import zlib

    if zipped not in ("", "identity", "gzip", "x-gzip"):
        raise Refused(f"packed as {zipped[:40]!r}, which was not asked for")
    unpack = zlib.decompressobj(wbits=31) if "gzip" in zipped else None
    found = bytearray()
    for chunk in chunks:
        found += unpack.decompress(chunk, limit + 1 - len(found)) if unpack else chunk
        if len(found) > limit:
            if cut:
                return bytes(found[:limit])
            raise Refused(f"longer than {limit} bytes")
    return bytes(found)


def _web(url: str) -> str:
    if urlsplit(url).scheme not in ("http", "https"):
        raise Refused(f"leads to {urlsplit(url).scheme or 'nothing'}:, which is not the web")
    return url


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def guarded(*, allow_private: bool, clock: Callable[[], float]) -> Any:
    """Return what opens connections: to public addresses only, and until a deadline.

    A name is looked up here, and the address that was looked at is the one connected to, so that
    no second answer of a name server can lead elsewhere. `deadline`, by the clock, holds for all
    that is read from then on: a server that sends a byte a minute does not keep us.
    """
    import httpcore

    class Lines(httpcore.SyncBackend):
        """Opens connections; `deadline` is when all reading ends."""

        deadline = 0.0

        def connect_tcp(  # type: ignore[override]
            self, host: str, port: int, timeout: float | None = None, **options: Any
        ) -> httpcore.NetworkStream:
            """Connect to the first address of a host, if all of them are public."""
            try:
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            except (OSError, UnicodeError):
                raise Refused(f"nobody knows the host {host!r}") from None
            addresses = [str(entry[4][0]) for entry in found]
            private = [one for one in addresses if not ipaddress.ip_address(one).is_global]
            if private and not allow_private:
                at = "" if host == private[0] else f"{private[0]}, "
                raise Refused(
                    f"{host} is {at}an address of no public network; if it is meant, write "
                    "'allow_private = true' under [limits] in a .toml list"
                )
            return Line(super().connect_tcp(addresses[0], port, timeout, **options))

        def left(self, timeout: float | None) -> float:
            """Return the seconds that the next step may take."""
            left = self.deadline - clock()
            if left <= 0:
                raise httpcore.ReadTimeout
            return left if timeout is None else min(left, timeout)

    lines = Lines()

    class Line(httpcore.NetworkStream):
        """A connection on which the deadline is kept."""

        def __init__(self, under: httpcore.NetworkStream) -> None:
            self._under = under

        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            """Read some bytes."""
            return self._under.read(max_bytes, lines.left(timeout))

        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            """Write bytes."""
            self._under.write(buffer, lines.left(timeout))

        def start_tls(self, *args: Any, **options: Any) -> httpcore.NetworkStream:
            """Go on encrypted, under the same deadline."""
            return Line(self._under.start_tls(*args, **options))

        def close(self) -> None:
            """Close it."""
            self._under.close()

        def get_extra_info(self, info: str) -> Any:
            """Return what is known of the connection."""
            return self._under.get_extra_info(info)

    return lines
