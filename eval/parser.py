#!/usr/bin/env python3
"""Measure the parser on treebanks that it was not trained on, and hold the pinned floors.

usage: python eval/parser.py [--set NAME] [--weights FOLDER] [--no-cost] [--no-report] [--json]
       python eval/parser.py [--pin] [--lower-floor REASON]

Writes `parser.md`, which also says what each figure counts. Without `../shared` only the
committed sample and what the parser costs are measured, and the page is left alone.
`--pin` raises the floors of `parser.json`; it never lowers one, unless `--lower-floor` says why,
and the reason is then kept in the file. Exits with 1 when a figure is below its floor.
"""

# ruff: noqa: T201 - a command prints

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "eval")]

import matcher  # noqa: E402
from _noise import SEED, fixed_copy  # noqa: E402
from _treebanks import Gold, load, locked, read_treebank  # noqa: E402

from dragoman.model import DragomanError  # noqa: E402
from dragoman.parse.parses import Parses, Tree  # noqa: E402

TREEBANKS = ROOT.parent / "shared" / "treebanks"
SAMPLE = ROOT / "eval" / "treebank-sample"
WEIGHTS = ROOT / "dragoman" / "weights" / "en"
FLOORS = ROOT / "eval" / "parser.json"
REPORT = ROOT / "eval" / "parser.md"

CORE = frozenset({"nsubj", "obj", "iobj", "csubj", "ccomp", "xcomp"})
"""Relations, whatever their subtype, that say who did what."""

FUNCTION = frozenset({"aux", "cop", "mark", "det", "clf", "case", "cc", "punct"})
"""Relations that CLAS leaves out: words of grammar, and marks."""

BINS = 10
SURE = 0.9
"""The probability from which an arc is taken as it stands."""

SPEED_ROUNDS = 3


class TokenParser(Protocol):
    """What is measured: a parser that also takes the words as given."""

    def parse(self, texts: Sequence[str]) -> Parses:
        """Parse sentences as they stand."""
        ...

    def parse_tokens(
        self, texts: Sequence[str], starts: Sequence[Sequence[int]], ends: Sequence[Sequence[int]]
    ) -> Parses:
        """Parse sentences whose words are known."""
        ...


# --------------------------------------------------------------------------- sets


@dataclass(frozen=True, slots=True)
class TestSet:
    """Sentences with their trees.

    Attributes:
        name: As in `parser.json`.
        title: As in the table.
        files: Of the lock; none for the sample, whose files are all in its folder.
        genre: The only genre taken; "" for all.
        noised: Whether it is also measured with noise.
    """

    name: str
    title: str
    files: tuple[str, ...] = ()
    genre: str = ""
    noised: bool = False

    @property
    def is_there(self) -> bool:
        """Whether its files are on this machine."""
        return all((TREEBANKS / file).is_file() for file in self.files)

    def sentences(self) -> list[Gold]:
        """Return its sentences."""
        if not self.files:
            found = [gold for path in sample_files() for gold in read_treebank(path)]
        else:
            found = [gold for file in self.files for gold in load(TREEBANKS, file)]
        return [gold for gold in found if self.genre in ("", gold.genre)]

    def fingerprint(self) -> str:
        """Return a digest of what is measured: figures of two digests cannot be compared."""
        if not self.files:
            digests = [sha256(path.read_bytes()).hexdigest() for path in sample_files()]
        else:
            entries = [locked()[file] for file in self.files]
            digests = [entry.sha256 for entry in entries]
            digests += [locked()[entry.names].sha256 for entry in entries if entry.names]
        parts = (*digests, self.genre, SEED if self.noised else "")
        return sha256("\n".join(parts).encode()).hexdigest()[:16]


def sample_files() -> list[Path]:
    """Return the treebank files of the committed sample."""
    return sorted(SAMPLE.glob("*.conllu"))


EWT, PUD, GUM = "en_ewt-test.conllu", "en_pud.conllu", "en_gum-free-test.conllu"
GUM_DEV = "en_gum-free-dev.conllu"

SETS = (
    TestSet("ewt", "EWT test", (EWT,), noised=True),
    TestSet("pud", "PUD", (PUD,), noised=True),
    TestSet("gum-news", "GUM news test", (GUM,), "news", noised=True),
    TestSet("gum-news-both", "GUM news dev and test", (GUM_DEV, GUM), "news"),
    TestSet("gum", "GUM test, all genres", (GUM,)),
    TestSet("sample", "sample"),
)
"""What is measured. None of it is trained on; the sample is drawn from the test parts."""


# --------------------------------------------------------------------------- counting


@dataclass(frozen=True)
class Tally:
    """What was counted on one set; the properties are shares from 0 to 1."""

    counts: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Tally") -> "Tally":
        """Count two sets as one."""
        return Tally(self.counts + other.counts)

    def share(self, right: str, of: str) -> float:
        """Return one count as a share of another; NaN where there is nothing to share."""
        return self.counts[right] / self.counts[of] if self.counts[of] else math.nan

    def f1(self, what: str) -> float:
        """Return the balanced mean of precision and recall of what was counted three ways."""
        of = self.counts[f"{what} gold"] + self.counts[f"{what} found"]
        return 2 * self.counts[f"{what} right"] / of if of else math.nan

    @cached_property
    def bins(self) -> list[tuple[int, float, float]]:
        """How many arcs, their mean probability and the share that is right, by tenth."""
        c = self.counts
        return [
            (
                n,
                c[f"bin {i} thousandths"] / 1000 / n if n else math.nan,
                c[f"bin {i} right"] / n if n else math.nan,
            )
            for i in range(BINS)
            for n in [c[f"bin {i}"]]
        ]

    @property
    def calibration_error(self) -> float:
        """How far probability and accuracy are apart, on average over arcs (ECE, ten bins)."""
        words = sum(n for n, _, _ in self.bins)
        apart = sum(n * abs(mean - right) for n, mean, right in self.bins if n)
        return apart / words if words else math.nan


def count_on_words(parser: TokenParser, sentences: Sequence[Gold]) -> Tally:
    """Parse the treebank's own words and count what comes out right, word by word."""
    parses = parser.parse_tokens(
        [gold.text for gold in sentences],
        [gold.start for gold in sentences],
        [gold.end for gold in sentences],
    )
    counts: Counter[str] = Counter()
    for gold, tree in zip(sentences, parses, strict=True):
        if len(gold) != len(tree):
            raise ValueError(f"{gold.id}: {len(gold)} words went in and {len(tree)} came out")
        _count_tags(gold, tree, counts)
        _count_arcs(gold, tree, counts)
        if gold.ner is not None:
            theirs, ours = _names(gold.ner), _names([token.ner for token in tree])
            counts["NER gold"] += len(theirs)
            counts["NER found"] += len(ours)
            counts["NER right"] += len(theirs & ours)
    return Tally(counts)


def _count_tags(gold: Gold, tree: Tree, counts: Counter[str]) -> None:
    for i, token in enumerate(tree):
        counts["words"] += 1
        counts["UPOS"] += token.upos == gold.upos[i]
        counts["feats"] += token.feats == gold.feats[i]
        counts["lemma"] += gold.lemma[i] in ("_", token.lemma)


def _count_arcs(gold: Gold, tree: Tree, counts: Counter[str]) -> None:
    for i, token in enumerate(tree):
        relation, ours = gold.deprel[i], token.deprel
        same_head = token.head == gold.head[i]
        right = same_head and ours == relation
        counts["UAS"] += same_head
        counts["LAS"] += right
        counts["universal LAS"] += same_head and _universal(ours) == _universal(relation)
        for what, means in (("core", _is_core), ("CLAS", _is_content)):
            counts[f"{what} gold"] += means(relation)
            counts[f"{what} found"] += means(ours)
            counts[f"{what} right"] += right and means(relation)
        if not math.isnan(token.probability):
            tenth = min(int(token.probability * BINS), BINS - 1)
            counts[f"bin {tenth}"] += 1
            counts[f"bin {tenth} right"] += right
            counts[f"bin {tenth} thousandths"] += round(1000 * token.probability)
            counts["sure"] += token.probability > SURE
            counts["sure right"] += token.probability > SURE and right


def _universal(relation: str) -> str:
    return relation.partition(":")[0]


def _is_core(relation: str) -> bool:
    return _universal(relation) in CORE


def _is_content(relation: str) -> bool:
    return _universal(relation) not in FUNCTION


def _names(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Return the names that BIO tags say: first word, the word after the last, kind."""
    names = set()
    first, kind = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if kind and tag != f"I-{kind}":
            names.add((first, i, kind))
            kind = ""
        if tag != "O" and not kind:
            first, kind = i, tag[2:]
    return names


def count_on_text(parser: TokenParser, sentences: Sequence[Gold]) -> Tally:
    """Parse the bare text and count arcs over the treebank's words, found by their place.

    A word is right when a token has exactly its place, its relation, and for head a token that
    shares a character with the word's head. Words that one token has swallowed together are
    one wrong word; a word whose place is no token otherwise is wrong too.
    """
    counts: Counter[str] = Counter()
    parses = parser.parse([gold.text for gold in sentences])
    for gold, tree in zip(sentences, parses, strict=True):
        tokens = tree.tokens
        at = {(token.start, token.end): token for token in tokens}
        swallowed = set()
        for i, place in enumerate(zip(gold.start, gold.end, strict=True)):
            token = at.get(place)
            if token is None:
                around = next(
                    (t.index for t in tokens if t.start <= place[0] and place[1] <= t.end), None
                )
                if around in swallowed:
                    continue
                if around is not None:
                    swallowed.add(around)
                counts["words on text"] += 1
                continue
            counts["words on text"] += 1
            counts["found on text"] += 1
            head = gold.head[i]
            if head < 0 or token.head < 0:
                same_head = head < 0 and token.head < 0
            else:
                above = tokens[token.head]
                same_head = above.start < gold.end[head] and gold.start[head] < above.end
            counts["UAS on text"] += same_head
            counts["LAS on text"] += same_head and token.deprel == gold.deprel[i]
    return Tally(counts)


def _as_noised(tally: Tally) -> Tally:
    return Tally(Counter({k.replace("on text", "on noise"): n for k, n in tally.counts.items()}))


def measure(parser: TokenParser, one: TestSet) -> Tally:
    """Return what was counted on a set: on its words, on its text, on its noised text."""
    sentences = one.sentences()
    tally = count_on_words(parser, sentences) + count_on_text(parser, sentences)
    if one.noised:
        noised = [fixed_copy(gold).apply(gold) for gold in sentences]
        tally += _as_noised(count_on_text(parser, noised))
    return tally


# --------------------------------------------------------------------------- what it costs


@dataclass(frozen=True, slots=True)
class Cost:
    """What parsing takes.

    Attributes:
        speed: Words for each CPU-second, from bare text to parses.
        start: CPU-seconds of a fresh process from its start to the first parse.
        memory: Megabytes that it holds once the parser is loaded.
        at_work: Megabytes at most, when it parsed a batch.
        size: Megabytes of the model file.
        matching: Milliseconds that 500 patterns take for a sentence of the sample, parsed.
    """

    speed: float
    start: float
    memory: float
    at_work: float
    size: float
    matching: float


_FRESH = """
import json, sys, time
from pathlib import Path

def memory(key):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(key)) * 1024 / 1e6

from dragoman.parse.parser import DragomanParser, load_parser
parser = DragomanParser(Path(sys.argv[1])) if sys.argv[1:] else load_parser()
loaded = memory("VmRSS")
parser.parse(["The minister met the president in Samarkand."])
start = time.process_time()
parser.parse(["The minister met the president of the republic in Samarkand on Monday ."] * 500)
print(json.dumps([start, loaded, memory("VmHWM")]))
"""


def measure_cost(
    parser: TokenParser, texts: Sequence[str], weights: Path | None, *, rounds: int = SPEED_ROUNDS
) -> Cost:
    """Return what parsing takes: speed on some texts, the rest in fresh processes.

    Each is the best of a few rounds, since whatever else runs on the machine only slows.
    """
    speeds = []
    for _ in range(rounds):
        started = time.process_time()
        parses = parser.parse(texts)
        speeds.append(len(parses.form) / (time.process_time() - started))
    command = [sys.executable, "-c", _FRESH, *([str(weights)] if weights else [])]
    fresh = []
    for _ in range(rounds):
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            # As the commands have it.
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        fresh.append(json.loads(done.stdout))
    start, memory, at_work = map(min, zip(*fresh, strict=True))
    size = sum(path.stat().st_size for path in (weights or WEIGHTS).glob("*.onnx")) / 1e6
    parsed = parser.parse([gold.text for path in sample_files() for gold in read_treebank(path)])
    many = matcher.timed("many", matcher.patterns(500), parsed, rounds)
    return Cost(max(speeds), start, memory, at_work, size, many.mean)


# --------------------------------------------------------------------------- figures and floors

Figure = Callable[[Tally], float]

FIGURES: Mapping[str, Figure] = {
    "UAS": lambda t: t.share("UAS", "words"),
    "LAS": lambda t: t.share("LAS", "words"),
    "universal LAS": lambda t: t.share("universal LAS", "words"),
    "CLAS": lambda t: t.f1("CLAS"),
    "core precision": lambda t: t.share("core right", "core found"),
    "core recall": lambda t: t.share("core right", "core gold"),
    "UPOS": lambda t: t.share("UPOS", "words"),
    "feats": lambda t: t.share("feats", "words"),
    "lemma": lambda t: t.share("lemma", "words"),
    "NER F1": lambda t: t.f1("NER"),
    "words found in text": lambda t: t.share("found on text", "words on text"),
    "LAS on text": lambda t: t.share("LAS on text", "words on text"),
    "LAS on noise": lambda t: t.share("LAS on noise", "words on noise"),
}
"""The figures that have floors, where a set has them: more is better in each."""

SAMPLE_FIGURES = ("UAS", "LAS", "UPOS", "lemma")
"""Those of the sample: a hundred sentences are too few for more."""

MARGIN = 0.005
SAMPLE_MARGIN = 0.02
"""How far under what was measured a floor lies: int8 sums come out a little otherwise on
processors of another make, and among a hundred sentences that weighs more."""

ABOUT = (
    "What the parser reached on each set, less a margin for processors of another make (half a "
    "point; two on the sample), cut to three digits. 'fingerprint' is that of the treebank and of "
    "its noise: if they change, figures cannot be compared and the floors are pinned anew. "
    "eval/parser.py --pin raises floors; to lower one takes --lower-floor REASON, which is kept "
    "under 'lowered'."
)

Floors = dict[str, Any]


def figures_of(name: str, tally: Tally) -> dict[str, float]:
    """Return the figures of a set that have floors."""
    wanted = SAMPLE_FIGURES if name == "sample" else FIGURES
    found = {figure: FIGURES[figure](tally) for figure in wanted}
    return {figure: value for figure, value in found.items() if not math.isnan(value)}


def load_floors() -> Floors:
    """Return `parser.json`, or what it begins with."""
    if FLOORS.is_file():
        return dict(json.loads(FLOORS.read_text(encoding="utf-8")))
    return {"about": ABOUT, "sets": {}, "lowered": []}


def below_floor(measured: Mapping[str, Tally], floors: Floors) -> list[str]:
    """Return a sentence for each figure below its floor; one for a set that changed."""
    complaints = []
    for one in SETS:
        entry = floors["sets"].get(one.name)
        if entry is None or one.name not in measured:
            continue
        if entry["fingerprint"] != one.fingerprint():
            complaints.append(
                f"{one.name}: the treebank or its noise is not what the floors were pinned on; "
                "look at the figures and pin them anew with --lower-floor REASON"
            )
            continue
        reached = figures_of(one.name, measured[one.name])
        complaints += (
            f"{one.name}: {figure} is {reached.get(figure, 0.0):.4f}, and its floor is {floor:.3f}"
            for figure, floor in entry["figures"].items()
            if not reached.get(figure, 0.0) >= floor
        )
    return complaints


def pin(measured: Mapping[str, Tally], floors: Floors, reason: str | None) -> Floors:
    """Return the floors raised to what was measured; lowered only with a reason."""
    pinned: dict[str, Any] = dict(floors["sets"])
    lowered: list[Any] = list(floors["lowered"])
    today = datetime.now(UTC).date().isoformat()
    for one in SETS:
        if one.name not in measured:
            continue
        digest = one.fingerprint()
        old = pinned.get(one.name, {"figures": {}})
        if old.get("fingerprint", digest) != digest:
            if not reason:
                continue
            what = "the treebank or its noise changed"
            lowered.append({"on": today, "set": one.name, "what": what, "because": reason})
            old = {"figures": {}}
        figures = dict(old["figures"])
        margin = SAMPLE_MARGIN if one.name == "sample" else MARGIN
        for figure, value in figures_of(one.name, measured[one.name]).items():
            reached = int((value - margin) * 1000 + 1e-9) / 1000
            floor = figures.get(figure, reached)
            if value < floor and reason:
                what = f"{figure} from {floor:.3f} to {reached:.3f}"
                lowered.append({"on": today, "set": one.name, "what": what, "because": reason})
                floor = reached
            figures[figure] = max(floor, reached)
        pinned[one.name] = {"fingerprint": digest, "figures": figures}
    return {"about": ABOUT, "sets": pinned, "lowered": lowered}


def write_floors(floors: Floors) -> None:
    """Write `parser.json`, one form for one content."""
    text = json.dumps(floors, indent=2, ensure_ascii=False) + "\n"
    FLOORS.write_text(text, encoding="utf-8", newline="\n")


# --------------------------------------------------------------------------- the report


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that the parser is asked for: a bound that it must reach, and one to aim at."""

    title: str
    read: Callable[[Mapping[str, Tally], Cost | None], float]
    bound: float
    aim: float
    at_most: bool = False
    form: str = "{:.1f}"

    def verdict(self, value: float) -> str:
        """Say in a word how far the figure came."""
        if math.isnan(value):
            return "not measured"
        sign = -1 if self.at_most else 1
        if sign * value >= sign * self.aim:
            return "aim reached"
        return "reached" if sign * value >= sign * self.bound else "short"


def _of(name: str, figure: str) -> Callable[[Mapping[str, Tally], Cost | None], float]:
    return lambda sets, _cost: 100 * FIGURES[figure](sets[name]) if name in sets else math.nan


def _loss(name: str) -> Callable[[Mapping[str, Tally], Cost | None], float]:
    clean, noised = FIGURES["LAS on text"], FIGURES["LAS on noise"]
    return lambda sets, _cost: (
        100 * (clean(sets[name]) - noised(sets[name])) if name in sets else math.nan
    )


def _cost(what: str) -> Callable[[Mapping[str, Tally], Cost | None], float]:
    return lambda _sets, cost: float(getattr(cost, what)) if cost else math.nan


ASKED = (
    Asked("LAS, EWT test", _of("ewt", "LAS"), 87.5, 90),
    Asked("LAS, PUD", _of("pud", "LAS"), 85, 88),
    Asked("LAS, GUM news test", _of("gum-news", "LAS"), 85, 88),
    Asked("core arguments precision, PUD", _of("pud", "core precision"), 86, 90),
    Asked("core arguments recall, PUD", _of("pud", "core recall"), 86, 90),
    Asked("core arguments precision, GUM news test", _of("gum-news", "core precision"), 86, 90),
    Asked("core arguments recall, GUM news test", _of("gum-news", "core recall"), 86, 90),
    Asked("LAS lost on noise, EWT test", _loss("ewt"), 6, 3, True),
    Asked("LAS lost on noise, PUD", _loss("pud"), 6, 3, True),
    Asked("LAS lost on noise, GUM news test", _loss("gum-news"), 6, 3, True),
    Asked("NER F1, PUD", _of("pud", "NER F1"), 71, 80),
    Asked("words per CPU-second", _cost("speed"), 4500, 10000, form="{:,.0f}"),
    Asked("start-up, CPU-seconds", _cost("start"), 0.5, 0.25, True, "{:.2f}"),
    Asked("memory after load, MB", _cost("memory"), 150, 110, True, "{:.0f}"),
    Asked("model file, MB", _cost("size"), 26, 20, True),
    Asked("500 patterns on a parsed sentence, ms", _cost("matching"), 0.2, 0.05, True, "{:.3f}"),
)
"""What the parser is asked for; shares in points of a hundred."""

MEANS = """\
All words count, punctuation too. Shares are in points of a hundred.

- *LAS*: head and relation with its subtype (`nmod:poss`) are right, on the treebank's own words.
  *UAS*: the head alone. *universal LAS*: subtypes left aside, as in the CoNLL 2018 shared task.
  *CLAS*: F1 over words whose relation is not one of grammar or a mark, subtypes counted.
- *core P*, *core R*: of the arcs that we call nsubj, obj, iobj, csubj, ccomp or xcomp, with any
  subtype, the share whose head and whole relation are right; of those of the treebank, the share
  that we give so.
- *lemma*: as written, capitals included; a word to which the treebank gives none counts as right.
  *feats*: all of a word's features.
- *NER F1*: names with the very same words and kind. EWT and PUD have UNER's names; GUM's are made
  by script of its entities (`tools/_treebanks.py`), so its figure is softer ground.
- *on text*: the parser finds the words itself. A word is right when a token has exactly its place,
  the relation, and a head that shares a character with the treebank's. Words that one token
  swallowed together are one wrong word. *noised*: the same on the copy that `tools/_noise.py`
  damages as machine translation does, over the words that are left. *lost to noise*: from clean
  text to noised; *lost in all*: from the treebank's own words to noised text.
- *words per CPU-second*: bare text to parses, one thread, EWT test, PUD and GUM test in one batch,
  best of three. *start-up*: CPU-seconds of a fresh process from its start to its first parse, numpy
  without threads of its own, as the commands have it.
  *memory*: resident, in a fresh process. *500 patterns*: made up in `eval/matcher.py`, on the
  sample's sentences as the parser reads them; the mean over all, most of which match none. All
  but memory swing by a tenth and more on a busy machine.
"""


def _hundredths(value: float) -> str:
    return "-" if math.isnan(value) else f"{100 * value:.1f}"


def report_of(measured: Mapping[str, Tally], cost: Cost | None, floors: Floors) -> str:
    """Return the page: what is asked and reached, all figures, calibration, what they mean."""
    lines = [
        "# How well the parser reads",
        "",
        "Made by `python eval/parser.py`, from the model that ships, on sentences that it was not "
        "trained on. Do not edit.",
        "",
        "| figure | asked | aim | measured | |",
        "|---|---:|---:|---:|---|",
    ]
    for one in ASKED:
        value = one.read(measured, cost)
        sign = "≤" if one.at_most else "≥"
        said = "-" if math.isnan(value) else one.form.format(value)
        lines.append(
            f"| {one.title} | {sign} {one.bound:,g} | {one.aim:,g} | {said} "
            f"| {one.verdict(value)} |"
        )
    if cost:
        lines += ["", f"After a batch of 500 sentences the process holds {cost.at_work:.0f} MB."]
    lines += ["", "## On the treebank's own words", ""]
    columns = ("UAS", "LAS", "universal LAS", "CLAS", "core precision", "core recall", "UPOS",
               "feats", "lemma", "NER F1")  # fmt: skip
    heads = [c.replace("precision", "P").replace("recall", "R") for c in columns]
    lines += [f"| set | words | {' | '.join(heads)} |", "|---|" + "---:|" * (len(columns) + 1)]
    titled = [(one, measured[one.name]) for one in SETS if one.name in measured]
    for one, tally in titled:
        cells = [_hundredths(FIGURES[figure](tally)) for figure in columns]
        lines.append(f"| {one.title} | {tally.counts['words']:,} | {' | '.join(cells)} |")
    lines += ["", "## On text, clean and noised", ""]
    lines += [
        "| set | words found | LAS on own words | LAS on text | noised | lost to noise "
        "| lost in all | words found in noise |",
        "|---|" + "---:|" * 7,
    ]
    for one, tally in titled:
        own, text, noise = (FIGURES[f](tally) for f in ("LAS", "LAS on text", "LAS on noise"))
        found = FIGURES["words found in text"](tally)
        in_noise = tally.share("found on noise", "words on noise")
        cells = map(_hundredths, (found, own, text, noise, text - noise, own - noise, in_noise))
        lines.append(f"| {one.title} | {' | '.join(cells)} |")
    lines += _calibration(measured)
    lines += ["", "## What the figures count", "", MEANS]
    lines += ["## Floors", "", f"Pinned in `parser.json`: {floors['about']}"]
    return "\n".join(lines) + "\n"


def _calibration(measured: Mapping[str, Tally]) -> list[str]:
    """Say how far the probability of an arc can be believed, on all test sets together."""
    taken = [measured[name] for name in ("ewt", "pud", "gum") if name in measured]
    whole = sum(taken, Tally())
    if not whole.counts["words"] or not sum(n for n, _, _ in whole.bins):
        return []
    lines = [
        "",
        "## Probability",
        "",
        "Head and relation of an arc both right, against the probability given; EWT test, PUD and "
        "GUM test together, own words.",
        "",
        "| probability | arcs | mean | right |",
        "|---|---:|---:|---:|",
    ]
    for i, (n, mean, right) in enumerate(whole.bins):
        tenth = f"{i / BINS:.1f} to {(i + 1) / BINS:.1f}"
        lines.append(f"| {tenth} | {n:,} | {_hundredths(mean)} | {_hundredths(right)} |")
    sure, precise = whole.share("sure", "words"), whole.share("sure right", "sure")
    lines += [
        "",
        f"On average the two are {100 * whole.calibration_error:.1f} points apart. Of a hundred "
        f"arcs {_hundredths(sure)} have a probability above {SURE}; of a hundred of these "
        f"{_hundredths(precise)} are right.",
    ]
    return lines


# --------------------------------------------------------------------------- the command


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, check the floors, write the page; return the exit code."""
    command = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    command.add_argument("--set", dest="name", choices=[s.name for s in SETS], help="one set only")
    command.add_argument("--weights", type=Path, help="another model than the one that ships")
    command.add_argument("--no-cost", action="store_true", help="measure no speed and memory")
    command.add_argument("--no-report", action="store_true", help="do not write parser.md")
    command.add_argument("--json", action="store_true", help="print the figures as JSON")
    command.add_argument("--pin", action="store_true", help="raise the floors")
    command.add_argument(
        "--lower-floor",
        metavar="REASON",
        help="also lower floors that are not reached, and keep the reason in parser.json",
    )
    options = command.parse_args(arguments)
    if options.lower_floor is not None and len(options.lower_floor.split()) < 3:
        command.error("--lower-floor takes the reason, in words that a reader understands later")
    if options.weights and (options.pin or options.lower_floor):
        command.error("floors are those of the model that ships; leave --weights away")

    parser = _loaded(options.weights)
    wanted = [one for one in SETS if options.name in (None, one.name)]
    for one in wanted:
        if not one.is_there:
            print(f"{one.name}: not on this machine, left out", file=sys.stderr)
    wanted = [one for one in wanted if one.is_there]
    measured = {one.name: measure(parser, one) for one in wanted}
    cost = None
    if not options.no_cost and not options.name:
        cost = measure_cost(parser, _speed_texts(), options.weights)
    print(_json_of(measured, cost) if options.json else _lines_of(measured, cost))

    floors = load_floors()
    if options.pin or options.lower_floor:
        floors = pin(measured, floors, options.lower_floor)
        write_floors(floors)
    whole = len(measured) == len(SETS) and cost is not None
    if whole and not options.no_report and not options.weights:
        REPORT.write_text(report_of(measured, cost, floors), encoding="utf-8", newline="\n")
    complaints = [] if options.weights else below_floor(measured, floors)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


def _loaded(weights: Path | None) -> TokenParser:
    # Here, so that what only counts needs no model and no runtime for it.
    from dragoman.parse.parser import DragomanParser, load_parser

    return DragomanParser(weights) if weights else load_parser()


def _speed_texts() -> list[str]:
    """Return what speed is measured on: all test sentences, or the sample many times over."""
    whole = [one for one in SETS if one.name in ("ewt", "pud", "gum") and one.is_there]
    if len(whole) == 3:
        return [gold.text for one in whole for gold in one.sentences()]
    return [gold.text for gold in SETS[-1].sentences()] * 20


def _lines_of(measured: Mapping[str, Tally], cost: Cost | None) -> str:
    lines = []
    for name, tally in measured.items():
        figures: Iterable[str] = (
            f"{figure} {_hundredths(read(tally))}"
            for figure, read in FIGURES.items()
            if not math.isnan(read(tally))
        )
        lines.append(f"{name:14} {'  '.join(figures)}")
    if cost:
        lines.append(
            f"cost           {cost.speed:,.0f} words/s  start {cost.start:.2f} s  "
            f"memory {cost.memory:.0f} MB, at work {cost.at_work:.0f} MB  file {cost.size:.1f} MB"
        )
    return "\n".join(lines)


def _json_of(measured: Mapping[str, Tally], cost: Cost | None) -> str:
    """Return all figures as JSON, shares from 0 to 1."""
    sets: dict[str, dict[str, float]] = {}
    for name, tally in measured.items():
        figures = {figure: read(tally) for figure, read in FIGURES.items()}
        figures["calibration error"] = tally.calibration_error
        figures["sure"] = tally.share("sure", "words")
        figures["sure and right"] = tally.share("sure right", "sure")
        sets[name] = {f: round(v, 5) for f, v in figures.items() if not math.isnan(v)}
    whole: dict[str, Any] = {"sets": sets}
    if cost:
        whole["cost"] = {key: round(getattr(cost, key), 3) for key in cost.__slots__}
    return json.dumps(whole, indent=2)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except DragomanError as problem:
        sys.exit(str(problem))
