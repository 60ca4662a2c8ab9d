"""What `tools/bench` lets run, each figure in a process of its own: `_bench_work.py NAME JSON`.

The answer is one JSON object on the last line of the output.
"""

import contextlib
import json
import math
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from _bench_texts import Maker  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpora" / "white-house"
Row = dict[str, Any]


def sample(n: int, folder: Path) -> str:
    """Put files with about `n` documents into a folder, and say what they are.

    Real ones, where the corpus lies beside the checkout.
    """
    if not CORPUS.is_dir():
        Maker().write(folder, 0, n, each=100)
        return "made up"
    folder.mkdir()
    every = sorted(CORPUS.rglob("*.md"))
    for path in Random(7).sample(every, min(n, len(every))):  # noqa: S311 - a sample
        shutil.copy(path, folder)
    return "white-house"


def sizes(root: Path) -> dict[str, int]:
    """Return the bytes of a ledger's parts, by the first word of their path."""
    found: dict[str, int] = {}
    for path in sorted(root.rglob("*")):
        if path.is_file():
            name = path.relative_to(root).parts[0]
            found[name] = found.get(name, 0) + path.stat().st_size
    return found


def n_bytes(docs: Iterable[Any]) -> int:
    """Return the bytes of the texts of documents."""
    return sum(len(doc.text.encode()) for doc in docs)


def peak(who: int = resource.RUSAGE_SELF) -> float:
    """Return the most memory that a process, or any of its children, ever had, in MB."""
    return resource.getrusage(who).ru_maxrss / 1024


def alone() -> None:
    """Have all done in this process: one that is a servant itself starts no others."""
    multiprocessing.current_process().daemon = True


def stages(n: int) -> Row:
    """Read documents into a ledger in this process, and say where the time went."""
    alone()
    from _bench_stages import timed

    from dragoman.ledger.parts import Parts
    from dragoman.model.config import Config
    from dragoman.run import read_into
    from dragoman.text import prepare

    with tempfile.TemporaryDirectory() as folder:
        source = sample(n, stories := Path(folder, "stories"))
        warm = Maker().write(Path(folder, "warm"), 0, 20)
        config = replace(Config(), workers=1)
        read_into(warm, Path(folder, "warm-ledger"), config=config)
        root = Path(folder, "ledger")
        summary, took = timed(lambda: read_into([stories], root, config=config))
        docs = [doc for part in Parts(root).load(set(Parts(root).known())) for doc in part]
        sentences = sum(len(prepare(doc).sentences) for doc in docs)
        by_name = sizes(root)
    return {
        "source": source,
        "documents": summary.documents,
        "sentences": sentences,
        "seconds": took.seconds,
        "stages": {**took.stages, "other": took.other},
        "peak_mb": peak(),
        "sizes": by_name,
        "text": n_bytes(docs),
    }


def workers(n: int, count: int) -> Row:
    """Read documents with so many workers: seconds by the clock, memory of the largest, sizes."""
    from dragoman.ledger.parts import Parts
    from dragoman.model.config import Config
    from dragoman.run import read_into

    with tempfile.TemporaryDirectory() as folder:
        source = sample(n, stories := Path(folder, "stories"))
        config = replace(Config(), workers=count, part_size=max(1, min(100, n // 8)))
        began = time.monotonic()
        summary = read_into([stories], root := Path(folder, "ledger"), config=config)
        seconds = time.monotonic() - began
        parts = Parts(root)
        text = sum(map(n_bytes, parts.load(set(parts.known()))))
        by_name = sizes(root)
    return {
        "source": source,
        "documents": summary.documents,
        "seconds": seconds,
        "driver_mb": peak(),
        "worker_mb": peak(resource.RUSAGE_CHILDREN),
        "sizes": by_name,
        "text": text,
    }


def warc(n: int) -> Row:
    """Read a web archive to text."""
    from _made_warc import write_warc

    from dragoman.read import read

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pages.warc.gz")
        write_warc(path, n)
        began = time.process_time()
        found = sum(1 for _ in read(path))
        seconds = time.process_time() - began
    return {"pages": n, "documents": found, "seconds": seconds, "peak_mb": peak()}


def growth(n: int, *, real: bool) -> Row:
    """Read made-up stories and link them; by our extractor, or by one that knows the truth."""
    from _bench_stages import timed

    from dragoman.model.config import Config
    from dragoman.run import Setup, read_into

    alone()
    setup = None if real else Setup(extractor="_bench_texts:tell")
    config = replace(Config(), workers=1)
    with tempfile.TemporaryDirectory() as folder:
        root, more = Path(folder, "ledger"), max(1, n // 1000)
        paths = Maker().write(Path(folder, "stories"), 0, n)
        later = Maker().write(Path(folder, "later"), n, n + more)
        if real:  # models and register are loaded once, however many documents there are
            read_into(later, Path(folder, "warm"), config=config)
        first = peak()
        summary, took = timed(lambda: read_into(paths, root, config=config, setup=setup))
        most = peak()
        _, added = timed(lambda: read_into(later, root, config=config, setup=setup))
        by_name = sizes(root)
    return {
        "documents": summary.documents,
        "events": summary.events,
        "seconds": took.seconds,
        "stages": {**took.stages, "other": took.other},
        "more": more,
        "more_seconds": added.seconds,
        "peak_mb": most,
        "before_mb": first,
        "sizes": by_name,
    }


def gate(n: int) -> Row:
    """Let the gate judge the sentences of made-up stories `n` times over.

    `steps` are the bytecodes that the interpreter took for the last time: the same number on
    every machine of one Python. What C code does inside them is not in it; valgrind counts that.
    """
    from dragoman.actors import Register, find_mentions
    from dragoman.extract import load_rules
    from dragoman.extract.gate import gate_of
    from dragoman.model import Document
    from dragoman.text import prepare

    register, judges = Register.load(), gate_of(load_rules())
    made = [Maker().story(number) for number in range(40)]
    clean = [prepare(Document(str(one.number), one.text)) for one in made]
    found = [find_mentions(one, register, day="2019-01-01") for one in clean]

    def judge() -> None:
        for text, mentions in zip(clean, found, strict=True):
            judges.held(text, mentions, register, home="st:usa", stricken=False)

    for _ in range(n):
        judge()
    each = sum(len(one.sentences) for one in clean)
    return {"sentences": n * each, "steps": steps_of(judge) / each if n == 1 else 0}


def steps_of(work: Callable[[], object]) -> int:
    """Return how many bytecodes are taken to do something."""
    steps = 0

    def count(frame: FrameType, event: str, _: object) -> Any:
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        return count

    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(None)
    return steps


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Return by which power something grows: the slope of a line through the logarithms.

    >>> round(exponent([(10, 5), (100, 50), (1000, 500)]), 3)
    1.0
    """
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    across = sum((x - mean_x) * (y - mean_y) for x, y in logs)
    return across / sum((x - mean_x) ** 2 for x, _ in logs)


WORK: dict[str, Callable[..., Row]] = {
    "stages": stages,
    "workers": workers,
    "warc": warc,
    "growth": growth,
    "gate": gate,
}


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Leave the output to the answer alone."""
    with open(os.devnull, "w") as nothing, contextlib.redirect_stdout(nothing):  # noqa: PTH123
        yield


if __name__ == "__main__":
    with quiet():
        answer = WORK[sys.argv[1]](**json.loads(sys.argv[2]))
    print(json.dumps(answer))
