"""The command line: one command per stage or question. `main` is what `dragoman` runs."""

import os
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; see `dragoman.cli.app.main`."""
    # Nothing here gains by numpy's own threads, and to start them costs a tenth of a second.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from dragoman.cli.app import main as run

    return run(argv)


__all__ = ["main"]
