"""The command that serves a ledger's pages."""

import socket
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.desk import LedgerArgument
from dragoman.cli.terminal import out
from dragoman.model import InputError
from dragoman.model.extras import install

if TYPE_CHECKING:
    from dragoman.web import Settings

PORT = 8451
"""Where the pages are unless told otherwise; one that no well-known service has."""


def serve(
    ledger: LedgerArgument,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; 0: any that is free.")
    ] = PORT,
    host: Annotated[
        str,
        typer.Option(metavar="HOST", help="The address to listen at; others need --token-file."),
    ] = "127.0.0.1",
    token_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="A file whose first line is the token or password to ask for."
        ),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="A further name that browsers call it by; may be repeated."
        ),
    ] = None,
    add: Annotated[
        bool, typer.Option("--add", help="Let the page 'Try it' put documents into the ledger.")
    ] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open the pages in the browser.")] = False,
) -> None:
    """Serve the ledger's pages to a browser on this computer. Ctrl-C ends it."""
    try:
        import uvicorn

        from dragoman.web import create_app
    except ImportError as error:
        raise InputError(f"the pages need the package {error.name}: {install('web')}") from error
    settings = replace(_settings(host, token_file, name or []), may_add=add)
    app = create_app(ledger, settings)
    with _listen(host, port) as listener:
        address = f"http://{_host_in_address(host)}:{listener.getsockname()[1]}/"
        out(f"{ledger}: {address}  (Ctrl-C ends it)")
        if open_:
            import webbrowser

            webbrowser.open(address)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, date_header=False
        )
        uvicorn.Server(config).run(sockets=[listener])


def _settings(host: str, token_file: Path | None, names: list[str]) -> "Settings":
    """Return how to serve.

    Raises:
        InputError: Others can reach the server, and nothing would be asked of them.
    """
    from dragoman.web.settings import LOOPBACK, Settings, is_loopback, read_secret

    secret = read_secret(token_file) if token_file else None
    if is_loopback(host):
        own: list[str] = [_host_in_address(host)]
    elif secret is None:
        raise InputError(
            f"--host {host}: at this address other computers reach the ledger too, and could read "
            "all of it and decide in it. Name a file with a token or password of your own by "
            "--token-file, or leave --host out to serve this computer alone"
        )
    else:
        own = [host, socket.gethostname(), socket.getfqdn()]
    hosts = dict.fromkeys(one.lower() for one in (*LOOPBACK, *own, *names))
    return Settings(hosts=tuple(hosts), secret=secret)


def _host_in_address(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        InputError: The port is taken, or the address is none of this computer.
    """
    bare = host.strip("[]")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((bare, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise InputError(
            f"nothing can listen at {host} port {port} ({error.strerror or error}); another "
            "server may have it: --port 0 takes one that is free"
        ) from error
    return listener
