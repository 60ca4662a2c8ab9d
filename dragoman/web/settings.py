"""How the application is served: who may ask, and how long and how much."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from dragoman.model import InputError

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""The names of this computer, as a browser writes them; no page elsewhere can take one."""

LEAST_SECRET = 12
"""Characters that a token or password has at least; a shorter one can be tried out."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What may differ between two servers of one ledger.

    Args:
        hosts: Names that a request may call the server by. Any other is refused: a page of
            somebody else's could give its own name this computer's address.
        secret: Token or password that is asked for; None: nobody is asked.
        query_seconds: After this a query is stopped.
        session_seconds: After this without a request somebody is asked again.
        most_body: Bytes that a request may bring.
        may_add: Whether the page "Try it" may put a document into the ledger.
        quiet_seconds: After this without a decision the view is built anew; 0: never.
    """

    hosts: tuple[str, ...] = LOOPBACK
    secret: str | None = None
    query_seconds: float = 20.0
    session_seconds: int = 12 * 3600
    most_body: int = 20_000_000
    may_add: bool = False
    quiet_seconds: float = 30.0


def is_loopback(host: str) -> bool:
    """Say whether only this computer can reach a server at an address.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_secret(path: Path) -> str:
    """Return the token or password in the first line of a file.

    Raises:
        InputError: It cannot be read, or what is there is too short.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    secret = text.partition("\n")[0].strip()
    if len(secret) < LEAST_SECRET:
        raise InputError(
            f"{path}: the first line is the token or password, and has {len(secret)} characters; "
            f"{LEAST_SECRET} are the least, or it could be tried out"
        )
    return secret
