"""A plain extractor and linker for the tests of the runner, and a program to be killed.

The extractor knows sentences like "CHN met IDN on 2020-08-20." A document can also ask for
trouble: FAIL (an exception), DIE (the process is killed, when it is a worker), KILL (it
is killed, worker or not), SLOW, HANG, BLOAT (it takes much memory).
"""

import multiprocessing
import os
import re
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.model import (
    Actor,
    Channel,
    Claim,
    Document,
    Edge,
    Event,
    Issue,
    Linked,
    Report,
    Role,
    Section,
    SectionKind,
    Span,
    Statement,
    Status,
    Text,
)
from dragoman.model.config import Config
from dragoman.model.wording import Wording
from dragoman.run import Setup, Summary, read_into
from dragoman.run.setup import Extractor, one_by_one

SETUP = Setup(extractor="runner_stub:extractor")
MET = re.compile(r"([A-Z]{3}) met ([A-Z]{3}) on (\d{4}-\d\d-\d\d)\.")
LOG = "RUNNER_STUB_LOG"
LIMITS = {"document_seconds", "worker_memory"}


@dataclass(frozen=True)
class Found:
    """What the stub makes of a document."""

    reports: tuple[Report, ...] = ()
    statements: tuple[Statement, ...] = ()
    sections: tuple[Section, ...] = ()
    issues: tuple[Issue, ...] = ()
    ties: tuple[Wording, ...] = ()


def extractor(setup: Setup) -> Extractor:
    """Return the stub; each document it sees is noted in the file that the environment names."""
    return one_by_one(extract)


def extract(doc: Document) -> Found:
    """Find meetings, or do what the document asks for."""
    if LOG in os.environ:
        with Path(os.environ[LOG]).open("a") as log:
            log.write(f"{doc.id}\n")
    if "SLOW" in doc.text:
        time.sleep(0.02)
    if "FAIL" in doc.text:
        raise RecursionError("nested too deep")
    if "DIE" in doc.text and multiprocessing.parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    if "KILL" in doc.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "HANG" in doc.text:
        time.sleep(60)
    if "BLOAT" in doc.text:
        held = bytearray(600_000_000)
        time.sleep(60 + len(held[:0]))
    reports = []
    for match in MET.finditer(doc.text):
        span = Span.of(doc, *match.span())
        who = [Actor(f"st:{match[n].lower()}", how="code") for n in (1, 2)]
        claims = [Claim(Role.ACTOR, a.id, span, None, "stub.met", a) for a in who]
        day = Claim(Role.DATE, match[3], Span.of(doc, *match.span(3)), None, "stub.day")
        reports.append(
            Report(doc.id, Channel.MEETING, Status.HAPPENED, (*claims, day), span, "stub.met")
        )
        if "BADSPAN" in doc.text:
            wrong = Span(doc.id, 0, 4, "what it does not say")
            reports[-1] = Report(
                doc.id, Channel.MEETING, Status.HAPPENED, (*claims, day), wrong, "stub.met"
            )
        if "TWICE" in doc.text:
            reports.append(reports[-1])
    issues = [
        Issue("stub", "odd word", match[0], "", Span.of(doc, *match.span()))
        for match in re.finditer("odd", doc.text)
    ]
    body = Section(SectionKind.BODY, 0, len(doc.text), "stub.all")
    return Found(tuple(reports), (), (body,), tuple(issues))


def link(reports: Iterable[Report], texts: Iterable[Text], edges: Sequence[Edge]) -> Linked:
    """Group meetings of the same parties on the same day."""
    groups = defaultdict(list)
    for report in reports:
        dates = tuple(claim.value for claim in report.having(Role.DATE))
        groups[tuple(sorted(report.polities)), dates].append(report.id)
    return Linked(
        tuple(
            Event(
                f"ev:{min(ids)}", Channel.MEETING, Status.HAPPENED, tuple(sorted(ids)), who, dates
            )
            for (who, dates), ids in groups.items()
        )
    )


def read(paths: Sequence[Path], ledger: Path, **options: object) -> Summary:
    """Read with the stub."""
    workers = int(str(options.pop("workers", 1)))
    limits = {name: options.pop(name) for name in LIMITS & options.keys()}
    config = Config(workers=workers, part_size=3, **limits)  # type: ignore[arg-type]
    options.setdefault("apart", workers > 1)
    return read_into(
        paths,
        ledger,
        config=config,
        setup=SETUP,
        link=link,
        **options,  # type: ignore[arg-type]
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    read([Path(sys.argv[1])], Path(sys.argv[2]), workers=int(sys.argv[3]))
