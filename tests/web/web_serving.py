"""A server on loopback, and a ledger in which three states deal with each other."""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import web_making

from dragoman.model import Channel, Document, Report, Role, Status
from dragoman.web import create_app

AID = "China delivered 100 ventilators to Indonesia on 2 September 2020."
SUMMIT = "Xi Jinping, Joko Widodo and President Macron held a summit on 1 September 2020."
CALL = "On 5 September 2020 Joko Widodo spoke by phone with President Macron."
VISIT = "Wang Yi paid his second visit to Indonesia this year on 7 September 2020."


def read(response: Any) -> str:
    """Return the text of a page, a space for each tag."""
    body = re.sub(r"<(script|noscript|dialog|datalist).*?</\1>", "", response.text, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def three() -> tuple[Document, list[Report]]:
    """Return a document on a summit of three, a call of two, aid and a visit."""
    doc = web_making.document(
        f"{SUMMIT} {CALL} {AID} {VISIT}",
        "https://wire.example/three",
        title="Three",
        outlet="Wire 1",
        published="2020-09-08",
        name="three.txt",
    )
    xi, joko, macron = "pe:xi-jinping", "pe:joko-widodo", "pe:emmanuel-macron"
    actor = Role.ACTOR
    told = [
        (SUMMIT, Channel.SUMMIT, [
            (actor, xi, "Xi Jinping"), (actor, joko, "Joko Widodo"),
            (actor, macron, "President Macron"), (Role.DATE, "2020-09-01", "1 September 2020"),
        ]),
        (CALL, Channel.CALL, [
            (actor, joko, "Joko Widodo"), (actor, macron, "President Macron"),
            (Role.DATE, "2020-09-05", "5 September 2020"),
        ]),
        (AID, Channel.AID, [
            (actor, "st:chn", "China"), (Role.RECIPIENT, "st:idn", "Indonesia"),
            (Role.ITEM, "100 ventilators", "100 ventilators"),
            (Role.DATE, "2020-09-02", "2 September 2020"),
        ]),
        (VISIT, Channel.VISIT, [
            (actor, "pe:wang-yi", "Wang Yi"), (Role.RECIPIENT, "st:idn", "Indonesia"),
            (Role.DATE, "2020-09-07", "7 September 2020"),
        ]),
    ]  # fmt: skip
    return doc, [
        web_making.told(doc, sentence, channel, claims, status=Status.HAPPENED)
        for sentence, channel, claims in told
    ]


def make(folder: Path) -> Path:
    """Make the ledger of the other tests of the pages, with these three states in it."""
    made = [*web_making.stories(), *web_making.calls(60), three()]
    return web_making.add(folder / "ledger", made)


@contextlib.contextmanager
def serve(ledger: Path) -> Iterator[str]:
    """Yield the address of a server."""
    import uvicorn

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    server = uvicorn.Server(uvicorn.Config(create_app(ledger), log_level="error"))
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listener.close()
