"""Making many rows at once without Python looking for circles among them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unwatched() -> Iterator[None]:
    """Keep the search for circles of references still; memory is freed as ever.

    Rows hold no circles, and to look for some among a million takes as long as to make them.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
