"""The command line: one command per stage or question. `main` is what `dragoman` runs."""

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; see `dragoman.cli.app.main`."""
    from dragoman.cli.app import main as run

    return run(argv)


__all__ = ["main"]
