"""The command that serves the pages."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from dragoman.cli.serving import _settings, serve
from dragoman.model import InputError
from dragoman.web.settings import is_loopback, read_secret


def test_others_are_served_only_with_a_secret(tmp_path: Path) -> None:
    """Any host but this computer demands a token or password, and the sentence says why."""
    with pytest.raises(InputError, match="other computers reach the ledger too") as said:
        _settings("0.0.0.0", None, [])  # noqa: S104 - that is the question
    assert "--token-file" in str(said.value)

    token = tmp_path / "token"
    token.write_text("a long enough secret\n")
    settings = _settings("192.0.2.7", token, ["ledger.example"])
    assert settings.secret == token.read_text().strip()
    assert {"192.0.2.7", "ledger.example", "localhost"} <= set(settings.hosts)
    assert _settings("127.0.0.1", None, []).secret is None


@pytest.mark.parametrize(("text", "says"), [(None, "cannot be read"), ("short\n", "5 characters")])
def test_a_secret_that_is_none(tmp_path: Path, text: str | None, says: str) -> None:
    """A file that is not there, or a token that can be tried out, is refused."""
    path = tmp_path / "token"
    if text is not None:
        path.write_text(text)

    with pytest.raises(InputError, match=says):
        read_secret(path)


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("localhost.evil.example", False),
        ("192.168.1.2", False),
    ],
)
def test_which_addresses_are_this_computer(host: str, own: bool) -> None:
    """Only what no other computer reaches is loopback."""
    assert is_loopback(host) is own


_SERVE = "import sys; from dragoman.cli import main; sys.exit(main(['serve', *sys.argv[1:]]))"


def test_serve_prints_its_address_and_ends_cleanly(web_ledger: Path) -> None:
    """The command serves at the address that it prints; Ctrl-C ends it without a trace."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(web_ledger), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    address = line.split(": ", 1)[1].split()[0]
    with urllib.request.urlopen(address, timeout=20) as page:  # noqa: S310
        assert b"Dragoman" in page.read()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)

    assert process.returncode in (0, 130)
    assert "Traceback" not in errors and "leaked" not in errors


def test_a_port_that_is_taken_is_said(web_ledger: Path) -> None:
    """Two servers at one port: the second says so in a sentence."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-c", _SERVE, str(web_ledger), "--port", port],
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 2
    assert "--port 0 takes one that is free" in done.stderr and "Traceback" not in done.stderr


def test_without_the_extra_it_says_what_to_install(
    web_ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dragoman itself needs none of the packages that the pages need."""
    monkeypatch.setitem(sys.modules, "uvicorn", None)

    with pytest.raises(InputError, match=r"package uvicorn: .*pip install"):
        serve(web_ledger)
