"""Trees built by hand, for the tests of the pattern language."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from dragoman.parse.matching import Definition, compile_patterns
from dragoman.parse.parses import Labels, Parses, Tree

HERE = Path(__file__).parent


def build_tree(table: str) -> Tree:
    """Build a tree from rows `FORM LEMMA UPOS HEAD REL [Feature=Value|...] [CHANCE]`.

    Heads count from 1, the root's is 0; `_` as a lemma is the form. The text is the forms,
    joined by spaces.
    """
    rows = [row.split() for row in table.strip().splitlines()]
    forms = tuple(row[0] for row in rows)
    lemmas = tuple(row[0] if row[1] == "_" else row[1] for row in rows)
    feats = [next((x for x in row[5:] if "=" in x), "") for row in rows]
    chances = [next((float(x) for x in row[5:] if "=" not in x), 1.0) for row in rows]
    heads = [int(row[3]) - 1 for row in rows]
    assert sum(head == -1 for head in heads) == (1 if rows else 0), "one root"
    columns = [[row[2] for row in rows], feats, [row[4] for row in rows]]
    labels = [tuple(sorted(set(column))) for column in columns]
    starts = np.cumsum([0] + [len(form) + 1 for form in forms])[:-1]

    def coded(i: int) -> list[int]:
        return [labels[i].index(value) for value in columns[i]]

    return Parses(
        texts=(" ".join(forms),),
        bounds=np.array([0, len(rows)], np.int32),
        start=starts.astype(np.int32),
        end=(starts + [len(form) for form in forms]).astype(np.int32),
        form=forms,
        lemma=lemmas,
        upos=np.array(coded(0), np.uint8),
        feats=np.array(coded(1), np.uint16),
        head=np.array(heads, np.int32),
        deprel=np.array(coded(2), np.uint8),
        probability=np.array(chances, np.float32),
        ner=np.zeros(len(rows), np.uint8),
        labels=Labels(labels[0], labels[1], labels[2], ("O",)),
    )[0]


def rehang(tree: Tree, **arcs: tuple[str, str]) -> Tree:
    """Return a tree with other arcs: each word is given the head word and the relation.

    A word is its form, the second of equal forms with a 2 behind it.
    """

    def place(name: str) -> int:
        nth = int(name[-1]) - 1 if name[-1].isdigit() else 0
        return [t.index for t in tree if t.form == name.rstrip("0123456789")][nth]

    head, labels = tree.parses.head.copy(), list(tree.parses.labels.deprel)
    deprel = tree.parses.deprel.copy()
    for word, (above, rel) in arcs.items():
        head[place(word)] = place(above)
        if rel not in labels:
            labels.append(rel)
        deprel[place(word)] = labels.index(rel)
    named = replace(tree.parses.labels, deprel=tuple(labels))
    return replace(tree.parses, head=head, deprel=deprel, labels=named)[0]


def words(tree: Tree, phrase: tuple[int, int, int]) -> str:
    """Return the words of a phrase."""
    return " ".join(token.form for token in tree.tokens[phrase[1] : phrase[2]])


@pytest.fixture(scope="session")
def trees() -> Mapping[str, Tree]:
    """The trees of `trees.yml` by the words of their sentence, or by their name."""
    entries = yaml.safe_load((HERE / "trees.yml").read_text(encoding="utf-8"))
    return {entry["text"]: build_tree(entry["tree"]) for entry in entries}


@pytest.fixture(scope="session")
def build() -> Callable[[str], Tree]:
    """The maker of trees: from rows as in `trees.yml`."""
    return build_tree


@pytest.fixture(scope="session")
def mistaken() -> Callable[..., Tree]:
    """The maker of mistakes: a tree with some arcs hung elsewhere."""
    return rehang


Roles = dict[str, list[str]]


@pytest.fixture(scope="session")
def find() -> Callable[..., list[Roles]]:
    """What a pattern finds in a tree: for each match the words of each role."""

    def run(pattern: str, tree: Tree, **options: object) -> list[Roles]:
        matcher = compile_patterns(
            [Definition("rule", "file.yml", pattern)],
            **options,  # type: ignore[arg-type]
        )
        return [
            {role: [words(tree, p) for p in phrases] for role, phrases in match.captures.items()}
            for match in matcher.find(tree)
        ]

    return run
