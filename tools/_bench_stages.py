"""How long each stage of reading takes, told apart by looking on as the program works.

Nothing is patched and no call is counted, so that the figures are those of the undisturbed
line: a thread wakes, sees in which file of the package the work is, and books there the
processor time since it last woke.
"""

import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import TypeVar

Made = TypeVar("Made")

STAGES: Mapping[str, tuple[str, ...]] = {
    "bytes to document": ("read/",),
    "prepare": ("text/",),
    "mentions": ("actors/",),
    "gate": ("extract/gate.py",),
    "parse": ("parse/",),
    "match": ("parse/matching/", "extract/loose.py", "extract/rulebook.py"),
    "reports": ("extract/",),
    "rows": ("ledger/tables.py", "run/"),
    "write": ("ledger/",),
    "link": ("link/",),
    "view": ("ledger/view.py", "ledger/applying.py", "ledger/search.py"),
}
"""The stages, in the order of the line, with the files of the package that are theirs. What one
stage asks of another room is its own; what stands in `_INSIDE` is told apart everywhere."""

_DRIVERS = ("extract/line.py", "extract/extraction.py", "model/")  # they only hand on
_INSIDE = ("gate", "match", "link", "view")
_EVERY = 0.003  # seconds


@dataclass(frozen=True, slots=True)
class Timed:
    """Processor seconds of all threads, in all and by stage."""

    seconds: float
    stages: Mapping[str, float]

    @property
    def other(self) -> float:
        """What no stage of ours was seen to take."""
        return max(0.0, self.seconds - sum(self.stages.values()))


def timed(work: Callable[[], Made]) -> tuple[Made, Timed]:
    """Do something, and return what it gave and how long each stage took."""
    main, stop = threading.get_ident(), threading.Event()
    booked: dict[str, float] = defaultdict(float)

    def look() -> None:
        last = time.process_time()
        while not stop.wait(_EVERY):
            frame = sys._current_frames().get(main)
            now = time.process_time()
            if stage := stage_of(places_of(frame)):
                booked[stage] += now - last
            last = now

    watcher = threading.Thread(target=look, daemon=True)
    begin = time.process_time()
    watcher.start()
    try:
        made = work()
    finally:
        stop.set()
        watcher.join()
    return made, Timed(time.process_time() - begin, {one: booked[one] for one in STAGES})


def places_of(frame: FrameType | None) -> list[str]:
    """Return the files of the package that are at work, the innermost first."""
    places = []
    while frame is not None:
        _, inside, place = frame.f_code.co_filename.replace("\\", "/").rpartition("/dragoman/")
        if inside:
            places.append(place)
        frame = frame.f_back
    return places


def stage_of(places: Sequence[str]) -> str | None:
    """Return whose work it is; None where no file of a stage is among them.

    >>> stage_of(["model/claim.py", "actors/finder.py", "extract/line.py", "run/runner.py"])
    'mentions'
    >>> stage_of(["actors/register.py", "extract/reports.py", "extract/line.py"])
    'reports'
    """
    found = [stage for place in places if (stage := _stage_of_file(place))]
    inside = [stage for stage in _INSIDE if stage in found]
    called = [stage for stage in found if stage != "rows"]
    return next(iter([*inside, *reversed(called), *found]), None)


def _stage_of_file(path: str) -> str | None:
    if path.startswith(_DRIVERS):
        return None
    fitting = [
        (len(place), stage)
        for stage, places in STAGES.items()
        for place in places
        if path.startswith(place)
    ]
    return max(fitting)[1] if fitting else None
