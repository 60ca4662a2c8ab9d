"""A PostgreSQL server on this machine alone, for the tests of a team's decisions."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PASSWORD = "s3cret-of-the-desk"  # noqa: S105 - of a server that lives as long as the tests
SERVICE_USER = "postgres"


class Server:
    """A server in a folder of its own, listening on loopback."""

    def __init__(self, programs: Path, folder: Path, user: str | None) -> None:
        self._programs, self._folder, self._user = programs, folder, user
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        secret = folder / "password"
        secret.write_text(PASSWORD)
        if user:
            shutil.chown(folder, user)
            shutil.chown(secret, user)
        self._run(
            *("initdb", "--auth=scram-sha-256", "--username=desk", f"--pwfile={secret}"),
            *("--no-sync", "--encoding=UTF8", "--locale=C", "--pgdata", str(folder / "data")),
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-h 127.0.0.1 -p {self._port} -c unix_socket_directories='' -F"
        log = str(self._folder / "log")
        self._control("start", "-w", "-t", "60", "-o", options, "-l", log)

    def stop(self) -> None:
        """Stop it at once, in the midst of whatever goes on."""
        self._control("stop", "-m", "immediate")

    def url(self, database: str = "postgres") -> str:
        """Return the address of a database."""
        return f"postgresql://desk:{PASSWORD}@127.0.0.1:{self._port}/{database}"

    def new_database(self, name: str) -> str:
        """Make an empty database and return its address."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as db:
            db.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", "--silent", "--pgdata", str(self._folder / "data"), *words)

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *words],
            user=self._user,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        )
        assert done.returncode == 0, f"{program}: {(done.stdout or b'').decode()}"


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """Yield a server that runs; skip the test where there is none to start."""
    pytest.importorskip("psycopg", reason="psycopg, of the extra [team], is not installed")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    program = found[-1] if found else shutil.which("initdb")
    if program is None:
        pytest.skip("no PostgreSQL server is installed here (on Debian: apt install postgresql)")
    user = None
    if os.geteuid() == 0:  # the server refuses to run as root
        user = SERVICE_USER
        try:
            pwd.getpwnam(user)
        except KeyError:
            pytest.skip(f"PostgreSQL does not run as root, and there is no user {user!r}")
    folder = Path(tempfile.mkdtemp(prefix="dragoman-postgres-"))
    try:
        one = Server(Path(program).resolve().parent, folder, user)
        one.start()
        try:
            yield one
        finally:
            with contextlib.suppress(AssertionError):  # a test may have stopped it
                one.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
