"""How many raw sentences a second one core reads, from bytes to reports.

Processor time is counted, of all threads: what other programs do on the machine matters
little, and a second thread gains nothing. The models are loaded before.
"""

import gc
import platform
import time
from pathlib import Path

from _figures import Figure, documents, register, sample

from dragoman.extract import extract_all
from dragoman.read.facts import find_language
from dragoman.run.processes import settle
from dragoman.text import prepare

NAME = "sentences a second, one core, bytes to reports"
LEAST = 150
"""Below this the report fails, on any machine; what is asked for is `WANTED`."""
WANTED = 300


def machine() -> str:
    """Return what the figure was measured on, without naming the machine."""
    info = Path("/proc/cpuinfo")
    models = [
        line.partition(":")[2].strip()
        for line in (info.read_text("utf-8").splitlines() if info.is_file() else ())
        if line.startswith("model name")
    ]
    return f"{models[0] if models else platform.machine()}, Python {platform.python_version()}"


def measure(paths: list[Path] | None = None) -> Figure:
    """Return sentences a second over the fixed sample of the white-house corpus."""
    paths = sample() if paths is None else paths
    if not paths:
        return Figure.missing(NAME, "../shared/corpora/white-house is not on this machine")
    warm = [doc for _, doc in documents(paths[:3])]
    list(extract_all(warm, register=register()))
    find_language("lorem ipsum dolor " * 30)  # loads what is asked where the words do not tell
    thresholds = gc.get_threshold()
    settle()
    start = time.process_time()
    docs = [doc for _, doc in documents(paths)]
    list(extract_all(docs, register=register()))
    seconds = time.process_time() - start
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    sentences = sum(len(prepare(doc).sentences) for doc in docs)
    says = f"{sentences} sentences of {len(docs)} documents in {seconds:.1f} s on {machine()}"
    return Figure(NAME, sentences / seconds, sentences, says, pinned=False, least=LEAST)
