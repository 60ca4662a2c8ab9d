"""Which Python the tools run on. This file must parse on every Python 3, however old."""

import shutil
import sys

OLDEST, NEWEST = (3, 11), (3, 14)  # for these, every package of the locks has a wheel


def check_python(tool):  # type: ignore[no-untyped-def]
    """Stop with a sentence unless this Python is one that the locks are made for."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    minors = range(NEWEST[1], OLDEST[1] - 1, -1)
    found = [name for name in map("python3.{}".format, minors) if shutil.which(name)]
    if found:
        advice = "Run it with another one: {} {}".format(found[0], tool)
    else:
        advice = "Install one of these and run: python3.{} {}".format(NEWEST[1] - 1, tool)
    sys.exit(
        "{} needs Python 3.{} to 3.{}; this is {}.{} ({}). {}".format(
            tool, OLDEST[1], NEWEST[1], *sys.version_info[:2], sys.executable, advice
        )
    )
