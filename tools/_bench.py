"""How fast the line is, how much it keeps, and how that grows: a table with the machine named.

Each figure is measured in processes of its own and kept in `bench/`, as a table and as JSON.
What was measured before stays there until it is measured again, so that the long figures need
not run together with the short ones.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from _bench_work import ROOT, exponent

OUT = ROOT / "bench"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `least` and `aim` are of issue 9: the smaller is the better unless it is said."""

    figure: str
    value: float
    unit: str
    least: float | None = None
    aim: float | None = None
    more: bool = False  # the larger is the better
    says: str = ""

    @property
    def verdict(self) -> str:
        """Whether what was asked for was reached."""
        if self.least is None:
            return ""
        if self.aim is not None and self._reaches(self.aim):
            return "aim"
        return "reached" if self._reaches(self.least) else "not reached"

    def _reaches(self, wanted: float) -> bool:
        return self.value >= wanted if self.more else self.value <= wanted


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each figure is measured."""

    documents: int
    whole: int  # of a corpus, as far as it has so many
    pages: int
    growth: tuple[int, ...]
    checked: int  # documents at which the growth is checked once
    real: tuple[int, ...]  # documents for which our own extractor reads
    runs: int


WHOLE = Size(
    300, 3_090, 100_000, (1_000, 3_000, 10_000, 30_000, 100_000), 300_000, (100, 300, 1_000), 5
)
QUICK = Size(6, 8, 40, (100, 400), 0, (), 1)


def worked(name: str, **given: object) -> Row:
    """Do one piece of work in a process of its own, and return its answer."""
    script = ROOT / "tools" / "_bench_work.py"
    command = [sys.executable, str(script), name, json.dumps(given)]
    done = subprocess.run(command, capture_output=True, text=True, env=environ())
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr.strip() or 'stopped'}")
    answer: Row = json.loads(done.stdout.splitlines()[-1])
    return answer


def environ() -> dict[str, str]:
    """Return the variables of what is measured: one thread, this checkout, compiled once."""
    paths = [str(ROOT), str(ROOT / "tools"), os.environ.get("PYTHONPATH", "")]
    own = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return own | {
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir(), "dragoman-bench-bytecode")),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
    }


def machine() -> dict[str, str]:
    """Say what was measured on, without naming the machine."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.is_file() else []
    models = [one.partition(":")[2].strip() for one in lines if one.startswith("model name")]
    return {
        "cpu": models[0] if models else platform.machine(),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        "day": datetime.now(UTC).date().isoformat(),
    }


# Figures


def stages(size: Size) -> list[Line]:
    """Documents and sentences a second on one core, stage by stage; memory; the ledger's size."""
    found = min((worked("stages", n=size.documents) for _ in range(1)), key=lambda r: r["seconds"])
    n, sentences = found["documents"], found["sentences"]
    source = f"{n} documents, {found['source']}"
    lines = [
        Line(
            "sentences a second, one core, bytes to ledger",
            sentences / found["seconds"],
            "/s",
            800,
            2_000,
            more=True,
            says=f"{sentences} sentences of {source}",
        ),
        Line("documents a second, one core, bytes to ledger", n / found["seconds"], "/s"),
    ]
    for stage, seconds in found["stages"].items():
        share = f"{sentences / seconds:,.0f} sentences/s" if seconds else ""
        lines.append(Line(f"- {stage}", 1000 * seconds / n, "ms a document", says=share))
    lines.append(Line("peak memory, reading in one process", found["peak_mb"], "MB"))
    lines += _sizes(found)
    return lines


def _sizes(found: Row, least: float | None = None, aim: float | None = None) -> list[Line]:
    """Return what a ledger takes, as a whole and by its parts."""
    kept = {name: size for name, size in found["sizes"].items() if name != "sources"}
    whole, n, text = sum(kept.values()), found["documents"], found["text"]
    says = f"{whole / n / 1000:.1f} kB a document, {n:,} documents, {found['source']}"
    return [
        Line(
            "ledger without sources/, against the texts", whole / text, "x", least, aim, says=says
        ),
        *(
            Line(f"- {name}", bytes_ / text, "x")
            for name, bytes_ in sorted(kept.items(), key=lambda pair: -pair[1])[:5]
        ),
    ]


def whole(size: Size) -> list[Line]:
    """The whole of the White House with two workers, and what its ledger takes."""
    found = worked("workers", n=size.whole, count=2)
    source = f"{found['documents']:,} documents, {found['source']}, by the clock"
    return [
        Line("a whole corpus, two workers", found["seconds"], "s", 90, 30, says=source),
        *_sizes(found, 1.0, 0.5),
    ]


def workers(size: Size) -> list[Line]:
    """Two workers against one, and the memory of the largest process."""
    runs = [{k: worked("workers", n=size.documents, count=k) for k in (1, 2)} for _ in range(1)]
    times = {k: min(run[k]["seconds"] for run in runs) for k in (1, 2)}
    two = runs[0][2]
    return [
        Line(
            "two processes against one",
            times[1] / times[2],
            "times",
            1.8,
            1.95,
            more=True,
            says=f"{times[1]:.1f} s and {times[2]:.1f} s by the clock, "
            f"{two['documents']} documents, {two['source']}",
        ),
        Line("peak memory of a worker", two["worker_mb"], "MB", 700, 400),
        Line("peak memory of the process that writes", two["driver_mb"], "MB"),
    ]


def start(size: Size) -> list[Line]:
    """From the command to the end of its output; `--help`, and a question to a small ledger."""
    program = "import sys; from dragoman.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program]
    with tempfile.TemporaryDirectory() as folder:
        ledger = str(Path(folder, "ledger"))
        texts = sorted(str(path) for path in (ROOT / "samples").glob("wr0*.txt"))
        subprocess.run([*command, "read", *texts, "--into", ledger], env=environ(), check=True,
                       capture_output=True)  # fmt: skip
        asked = {
            "dragoman --help": (["--help"], 0.3, 0.15),
            "first answer (channels)": (["channels", "China", ledger], 1.0, 0.5),
            "first answer (events)": (["events", ledger], 1.0, 0.5),
        }
        lines = []
        for name, (words, least, aim) in asked.items():
            _spent([*command, *words])  # compiles what was not yet
            spent, clock = zip(*(_spent([*command, *words]) for _ in range(size.runs)), strict=True)
            says = f"of the processor; {min(clock):.2f} s by the clock, best of {size.runs}"
            lines.append(Line(name, min(spent), "s", least, aim, says=says))
    return lines


def _spent(command: Sequence[str]) -> tuple[float, float]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, env=environ(), capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return spent, time.monotonic() - began


def warc(size: Size) -> list[Line]:
    """Pages of a web archive to text."""
    found = worked("warc", n=size.pages)
    return [
        Line(
            "pages of a web archive a second, one core, to text",
            found["documents"] / found["seconds"],
            "/s",
            800,
            1_500,
            more=True,
            says=f"{found['documents']:,} of {found['pages']:,} made pages; "
            f"{found['peak_mb']:.0f} MB at most",
        )
    ]


def growth(size: Size) -> list[Line]:
    """How reading and linking grow, with an extractor that knows the truth; and with ours."""
    lines = []
    found = [worked("growth", n=n, real=False) for n in size.growth]
    points = [(one["documents"], one["seconds"]) for one in found]
    slope = exponent(points)
    lines.append(
        Line(
            "growth of read + link, exponent",
            slope,
            "",
            1.1,
            1.02,
            says=f"{size.growth[0]:,} to {size.growth[-1]:,} made documents, stand-in extractor",
        )
    )
    if len(points) > 2:  # what is done once, whatever is read, flatters the small ones
        step = "growth from the last size but one to the last, exponent"
        lines.append(Line(step, exponent(points[-2:]), "", 1.1, 1.02))
    if size.checked:
        check = worked("growth", n=size.checked, real=False)
        found.append(check)
        (n, last), (m, seconds) = points[-1], (check["documents"], check["seconds"])
        ahead = last * (m / n) ** slope
        lines.append(
            Line(
                f"seconds at {m:,} documents, against what that foretells",
                seconds / ahead,
                "times",
                says=f"{seconds:.0f} s; {ahead:.0f} s were foretold",
            )
        )
    for one in found:
        n = one["documents"]
        parts = ", ".join(
            f"{stage} {seconds:.1f}" for stage, seconds in one["stages"].items() if seconds >= 0.05
        )
        lines += [
            Line(
                f"- {n:,} documents", one["seconds"], "s", says=f"{one['events']:,} events: {parts}"
            ),
            Line(f"-- {one['more']} more", one["more_seconds"], "s"),
            Line("-- peak memory of the one process", one["peak_mb"], "MB"),
        ]
    ours = [worked("growth", n=n, real=True) for n in size.real]
    if len(ours) > 1:
        slope = exponent([(one["documents"], one["seconds"]) for one in ours])
        said = ", ".join(f"{one['documents']:,}: {one['seconds']:.1f} s" for one in ours)
        lines.append(Line("growth with our extractor, exponent", slope, "", says=said))
    return lines


def gate(size: Size) -> list[Line]:
    """What the gate costs for a sentence, counted and not timed; by valgrind where it is there."""
    lines = [
        Line(
            "bytecodes of the gate for a sentence", worked("gate", n=1)["steps"], "", says="counted"
        )
    ]
    program = shutil.which("valgrind") if size.runs > 1 else None
    if program is None:
        return lines
    counted = []
    for times in (2, 2 + size.runs):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "count")
            command = [
                *(program, "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={out}"),
                *(sys.executable, str(ROOT / "tools" / "_bench_work.py"), "gate"),
                json.dumps({"n": times}),
            ]
            done = subprocess.run(
                command, capture_output=True, text=True, env=environ() | {"PYTHONHASHSEED": "0"}
            )
            if done.returncode:
                raise SystemExit(done.stderr[-500:])
            sentences = json.loads(done.stdout.splitlines()[-1])["sentences"]
            [summary] = [one for one in out.read_text().splitlines() if one.startswith("summary:")]
            counted.append((sentences, int(summary.split()[1])))
    (few, less), (many, more) = counted
    each = (more - less) / (many - few)
    says = "counted by valgrind"
    return [*lines, Line("instructions of the gate for a sentence", each, "", says=says)]


def micro(size: Size) -> list[Line]:
    """Single functions, by pytest-benchmark."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "micro.json")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull]
        command += ["--rootdir", str(OUT), str(OUT / "micro.py"), f"--benchmark-json={out}"]
        if size.runs == 1:
            command += ["--benchmark-min-rounds=1", "--benchmark-max-time=0.05"]
        done = subprocess.run(command, capture_output=True, text=True, env=environ(), cwd=folder)
        if done.returncode:
            raise SystemExit(f"{done.stdout[-1500:]}{done.stderr[-500:]}")
        found = json.loads(out.read_text("utf-8"))["benchmarks"]
    return [
        Line(
            one["name"].removeprefix("test_").replace("_", " "),
            1e6 * one["stats"]["median"] / one["extra_info"]["n"],
            f"microseconds {one['extra_info']['each']}",
        )
        for one in found
    ]


FIGURES: Mapping[str, Callable[[Size], list[Line]]] = {
    "start": start,
    "micro": micro,
    "stages": stages,
    "workers": workers,
    "whole": whole,
    "warc": warc,
    "gate": gate,
    "growth": growth,
}


# Telling


def table(name: str, lines: Sequence[Line]) -> str:
    """Return figures as a table."""
    rows = [
        f"## {name}",
        "",
        "| figure | value | at least | aim | | |",
        "|---|---:|---:|---:|---|---|",
    ]
    for one in lines:
        asked = [f"{wanted:,g}" if wanted is not None else "" for wanted in (one.least, one.aim)]
        value = f"{_short(one.value)} {one.unit}".strip()
        rows.append(f"| {' | '.join((one.figure, value, *asked, one.verdict, one.says))} |")
    return "\n".join(rows) + "\n"


def _short(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def keep(name: str, lines: Sequence[Line], out: Path) -> None:
    """Write a figure's table, and the same as JSON, in place of what was measured before."""
    out.mkdir(parents=True, exist_ok=True)
    on = machine()
    head = f"Written by `tools/bench {name}` on {on['day']}: {on['cpu']}, {on['cores']} cores, "
    head += f"Python {on['python']}.\n"
    (out / f"{name}.md").write_text(f"{head}\n{table(name, lines)}", encoding="utf-8")
    rows = [
        {f: getattr(one, f) for f in ("figure", "value", "unit", "least", "aim", "verdict", "says")}
        for one in lines
    ]
    text = json.dumps({"machine": on, "figures": rows}, indent=1, ensure_ascii=False)
    (out / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def told(out: Path = OUT) -> str:
    """Return what was kept of the figures that issue 9 asks for, as one table: for the docs."""
    rows = [
        "| figure | measured | at least | aim | | on |",
        "|---|---:|---:|---:|---|---|",
    ]
    for name in FIGURES:
        path = out / f"{name}.json"
        if not path.is_file():
            rows.append(f"| {name} | not measured yet: `tools/bench {name}` | | | | |")
            continue
        found = json.loads(path.read_text("utf-8"))
        for one in found["figures"]:
            if one["least"] is not None:
                value = f"{_short(one['value'])} {one['unit']}".strip()
                asked = " | ".join(f"{one[wanted]:,g}" for wanted in ("least", "aim"))
                rows.append(
                    f"| {one['figure']} | {value} | {asked} | {one['verdict']} "
                    f"| {found['machine']['day']}; {one['says']} |"
                )
    return "\n".join(rows)


def main(words: Sequence[str] | None = None) -> int:
    """Measure what was asked for, and print and keep it."""
    parser = argparse.ArgumentParser(prog="tools/bench", description=__doc__)
    parser.add_argument("figure", nargs="*", help=f"only these of: {', '.join(FIGURES)}")
    parser.add_argument(
        "--quick", action="store_true", help="a few documents of each: says that it works"
    )
    parser.add_argument("--documents", type=int, help="so many for stages, workers and whole")
    parser.add_argument("--largest", type=int, help="growth up to so many documents")
    parser.add_argument("--pages", type=int, help="so many for warc")
    parser.add_argument("--out", type=Path, help="folder of the tables; bench/ unless quick")
    asked = parser.parse_args(words)
    if unknown := [name for name in asked.figure if name not in FIGURES]:
        parser.error(f"no figure is called {', '.join(unknown)}; there are: {', '.join(FIGURES)}")
    size = _asked_size(asked)
    out = asked.out or (None if asked.quick else OUT)
    for name in asked.figure or FIGURES:
        lines = FIGURES[name](size)
        print(table(name, lines), flush=True)
        if out:
            keep(name, lines, out)
    return 0


def _asked_size(asked: argparse.Namespace) -> Size:
    size = QUICK if asked.quick else WHOLE
    most = asked.largest
    return Size(
        asked.documents or size.documents,
        asked.documents or size.whole,
        asked.pages or size.pages,
        tuple(n for n in size.growth if not most or n <= most),
        0 if most and size.checked > most else size.checked,
        tuple(n for n in size.real if not most or n <= most),
        size.runs,
    )
