#!/usr/bin/env python3
"""Measure what the pattern matcher costs for a parsed sentence, on one core.

usage: python eval/matcher.py [--rounds N] [--treebank FILE.conllu]

Patterns are made from the verbs and nouns of diplomacy in the shapes that rules have, 50 and 500
of them; a third row has 500 whose triggers occur in no sentence, which must cost no more than 50
of those. The trees are the news of GUM's development part, as annotated. Each time is the best of
some rounds, each over all sentences, whose parses are given as arrays: what a pattern looks at is
turned into words within the time. The mean over the sentences with a match is what counts where
sentences were chosen before because something may be found in them. The same on every machine are
the numbers of patterns, of those that ask for the trigger's part of speech ("with pos"), of matches
and of sentences with one.
"""

# ruff: noqa: T201, SIM905 - a command prints; lists of words are easier to read as lines

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sets import SHARED

from dragoman.parse.conllu import read_conllu
from dragoman.parse.matching import Definition, compile_patterns
from dragoman.parse.parses import Parses, Tree

TREEBANK = SHARED / "treebanks" / "en_gum-free-dev.conllu"
ROUNDS = 7

VERBS = (
    "meet visit tour receive host welcome greet invite summon call telephone phone ring contact "
    "write send deliver bring hand convey transmit present exchange sign ink ratify conclude "
    "negotiate discuss agree pledge promise donate provide supply grant give offer ship announce "
    "condemn denounce criticise protest warn threaten sanction ban expel recall recognise restore "
    "sever suspend cancel postpone support back endorse praise thank congratulate condole urge ask "
    "tell inform brief assure propose mediate attend open chair hold have make pay conduct begin "
    "start end complete travel fly go come arrive depart leave return land commemorate mark "
    "celebrate appoint accredit launch join withdraw say state declare stress reaffirm"
).split()
NOUNS = (
    "visit meeting talk call conversation letter message telegram note agreement treaty memorandum "
    "statement communique summit conference dialogue consultation negotiation round exercise drill "
    "aid assistance relief vaccine mask loan grant sanction embargo protest invitation delegation "
    "ambassador envoy credential embassy relation tie ceremony anniversary condolence greeting"
).split()
EACH = 6
"""Lemmas of a set: so many words share a pattern, and each verb is shared by some thirty."""
SHAPES = (
    "[{verbs}:VERB] >subject {{actor:PROPN|NOUN}} >object {{recipient:PROPN|NOUN}}",
    "[{verbs}:VERB] >subject {{actor}} >object [{nouns}] ; ?from|by {{actor}} ; to|with {{other}}",
    "[{verbs}:VERB] >subject {{actor:PROPN}} !>advmod [not] ; with {{other:PROPN}} ; ?in {{place}}",
    "[{nouns}:NOUN] <object ([{verbs}] >subject {{actor}}) ; ?with {{other}} ; ?in {{place}}",
    "[{nouns}:NOUN] ; between|of|by {{actor:PROPN}} ; ?to|in {{place}}",
    "[{nouns}:NOUN] <obl ([:VERB] >subject {{actor}}) ; with {{other}} ; ?on the sidelines of []",
    "[{verbs}|{expressions}:VERB] >subject {{actor}} >object {{thing}} ; ?to {{recipient}}",
)


@dataclass(frozen=True, slots=True)
class Row:
    """What so many patterns cost.

    Milliseconds for a sentence: the mean, the mean over the sentences `having` a match, and
    what 99 of 100 sentences stay under. `tagged` patterns ask for the trigger's part of speech.
    """

    patterns: str
    count: int
    tagged: int
    matches: int
    having: int
    mean: float
    found: float
    most: float

    @property
    def line(self) -> str:
        """The figures in one line."""
        return (
            f"{self.patterns:22} patterns {self.count:4}, with pos {self.tagged:4}  "
            f"matches {self.matches:4} in {self.having:3} sentences  mean {self.mean:.4f} ms  "
            f"with a match {self.found:.4f} ms  99 of 100 under {self.most:.4f} ms"
        )


def patterns(count: int, suffix: str = "") -> list[Definition]:
    """Return patterns of all shapes, over sets of verbs and nouns drawn with a fixed seed."""
    draw = Random(5)  # noqa: S311 - no secret
    made = []
    for i in range(count):
        verbs, nouns = draw.sample(VERBS, EACH), draw.sample(NOUNS, EACH)
        text = SHAPES[i % len(SHAPES)].format(
            verbs="|".join(word + suffix for word in verbs),
            nouns="|".join(word + suffix for word in nouns),
            expressions=f"hand{suffix} over|take{suffix} part",
        )
        made.append(Definition(f"made.{i}", "made.yml", text))
    return made


def news(path: Path) -> Parses:
    """Return the sentences of a treebank's news; all of them where it names no genre."""
    text = path.read_text(encoding="utf-8")
    documents = [f"# newdoc{document}" for document in text.split("# newdoc")[1:]]
    return read_conllu("".join(d for d in documents if "_news_" in d.split("\n")[0]) or text)


def timed(name: str, made: Sequence[Definition], parses: Parses, rounds: int) -> Row:
    """Return what patterns cost; for each sentence the best of the rounds."""
    matcher = compile_patterns(made)
    best = [float("inf")] * len(parses)
    counts = [0] * len(parses)
    for _round in range(rounds):
        trees: Sequence[Tree] = list(parses)  # fresh: a tree keeps what it has worked out
        for i, tree in enumerate(trees):
            start = time.perf_counter_ns()
            counts[i] = len(matcher.find(tree))
            best[i] = min(best[i], (time.perf_counter_ns() - start) / 1e6)
    found = [cost for cost, count in zip(best, counts, strict=True) if count]
    return Row(
        name,
        len(made),
        sum(":" in pattern.pattern.split("]")[0] for pattern in made),
        sum(counts),
        len(found),
        sum(best) / len(best),
        sum(found) / len(found) if found else 0.0,
        sorted(best)[len(best) * 99 // 100],
    )


def measure(parses: Parses, rounds: int = ROUNDS) -> list[Row]:
    """Return the rows of the table."""
    given = {
        "none": patterns(0),
        "few": patterns(50),
        "many": patterns(500),
        "many, no trigger there": patterns(500, "zq"),
    }
    return [timed(n, made, parses, rounds) for n, made in given.items()]


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="the best of so many")
    parser.add_argument("--treebank", type=Path, default=TREEBANK, help="a CoNLL-U file")
    options = parser.parse_args()
    if not options.treebank.is_file():
        print(f"{options.treebank} is not there; give a CoNLL-U file with --treebank")
        return 1
    parses = news(options.treebank)
    words = len(parses.form)
    print(f"{len(parses)} sentences, {words / max(len(parses), 1):.1f} words each")
    for row in measure(parses, max(options.rounds, 1)):
        print(row.line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
