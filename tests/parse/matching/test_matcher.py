"""Compiled patterns: scores, order, what comes near, cost, bounds."""

import pickle
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.parse.matching import Definition, NearMatch, Phrase, Used, compile_patterns
from dragoman.parse.matching.matcher import MOST_TRIGGERS
from dragoman.parse.matching.search import Search
from dragoman.parse.parses import Labels, Parses, Tree

PATTERNS = [
    Definition("visit.visited", "visit.yml", "[visit:VERB] >subject {actor} >object {place}"),
    Definition("visit.by", "visit.yml", "[visit] ?>subject {actor} ; ?to|in {place} ; ?with {w}"),
    Definition("talks", "talks.yml", "[talk] <object ([hold] >subject {a}) ; with|between {a}"),
    Definition("letter", "letter.yml", "[bring|hand over] >> [letter] >subject {c} ; from {a}"),
    Definition("any", "any.yml", "[visit|meet] >conj*>>nmod {x} !<ccomp [say] ?<<advcl {y}"),
]
LABELS = Labels(
    ("NOUN", "VERB", "PROPN", "ADP", "PRON", "AUX"),
    ("", "VerbForm=Part|Tense=Past", "VerbForm=Inf"),
    (
        *("root", "nsubj", "obj", "conj", "case", "nmod", "acl:relcl", "xcomp", "advcl", "obl"),
        *("nsubj:pass", "acl", "ccomp", "fixed", "punct"),
    ),
    ("O", "B-PER"),
)
WORDS = ("visit", "to", "hold", "talk", "who", "with", "hand", "over", "letter", "by", "bring")


def tree_of(heads: list[int], seed: int) -> Tree:
    """Build a tree with these heads, and labels and words drawn by the seed."""
    draw, n = np.random.default_rng(seed), len(heads)
    words = tuple(WORDS[i] for i in draw.integers(len(WORDS), size=n))
    deprel = draw.integers(1, len(LABELS.deprel), size=n)
    deprel[heads.index(-1)] = 0
    places = np.arange(n, dtype=np.int32) * 7
    return Parses(
        texts=(" ".join(words),),
        bounds=np.array([0, n], np.int32),
        start=places,
        end=places + 6,
        form=words,
        lemma=words,
        upos=draw.integers(len(LABELS.upos), size=n).astype(np.uint8),
        feats=draw.integers(len(LABELS.feats), size=n).astype(np.uint16),
        head=np.array(heads, np.int32),
        deprel=deprel.astype(np.uint8),
        probability=draw.random(n).astype(np.float32),
        ner=draw.integers(2, size=n).astype(np.uint8),
        labels=LABELS,
    )[0]


@st.composite
def any_tree(draw: st.DrawFn) -> Tree:
    """Trees of any shape: each token hangs on one that was placed before, in any order."""
    n = draw(st.integers(1, 14))
    order = draw(st.permutations(range(n)))
    heads = [-1] * n
    for i, token in enumerate(order[1:], 1):
        heads[token] = order[draw(st.integers(0, i - 1))]
    return tree_of(heads, draw(st.integers(0, 2**20)))


@given(any_tree())
def test_any_tree_is_matched_alike(tree):
    """No error, scores from 0 to 1, phrases inside; each pattern finds what it finds alone."""
    matcher = compile_patterns(PATTERNS)

    found = matcher.find(tree)

    for pattern in PATTERNS:
        alone = compile_patterns([pattern]).find(tree)
        assert alone == tuple(match for match in found if match.name == pattern.name)
    assert [match.trigger for match in found] == sorted(match.trigger for match in found)
    for match in found:
        assert 0 <= match.score <= 1
        for phrases in match.captures.values():
            assert all(0 <= p.start <= p.head < p.end <= len(tree) for p in phrases)
    missed = {(near.name, near.trigger) for near in matcher.near(tree)}
    met = {(match.name, match.trigger) for match in found}
    assert not missed & met
    visits = [i for i, token in enumerate(tree) if token.lemma == "visit"]
    names = ("visit.visited", "visit.by", "any")
    assert {(name, i) for i in visits for name in names} <= missed | met


def test_score_and_what_it_is_made_of(build):
    """The chances of the arcs, and for a phrase its case arc and how far it hangs."""
    tree = build("""
        Xi _ PROPN 2 nsubj 0.9
        sent send VERB 0 root
        a _ DET 4 det
        letter _ NOUN 2 obj 0.8
        of _ ADP 6 case 0.5
        thanks thank NOUN 4 nmod 0.5
        to _ ADP 8 case 0.75
        Modi _ PROPN 6 nmod 0.1
    """)
    pattern = "[send] >subject {actor} ?>obj>nmod {what} ; to {recipient}"

    [match] = compile_patterns([Definition("r", "f.yml", pattern)]).find(tree)

    assert match.used == (
        Used(">subject {actor}", (0,), pytest.approx(0.9), 0),
        Used("?>obj>nmod {what}", (3, 5), pytest.approx(0.4), 0),
        Used("to {recipient}", (6, 7), pytest.approx(0.75 * 0.85**2), 3),
    )
    assert match.score == pytest.approx(0.9 * 0.75 * 0.85**2), "what is optional does not count"


def test_a_chance_that_is_not_known_counts_as_one(build, find):
    """Parsers that give no chances, and treebanks, have NaN there."""
    tree = build("Xi _ PROPN 2 nsubj nan\nleft leave VERB 0 root nan")

    [match] = compile_patterns([Definition("r", "f", "[leave] >subject {a}")]).find(tree)

    assert match.score == 1


def test_order_is_by_trigger_and_then_as_defined(trees):
    """What is found comes in the order of the sentence, then of the rules."""
    texts = ["[meet]", "[visit]", "[visit|meet] >subject {a}", "[meet] >object {b}"]
    matcher = compile_patterns([Definition(f"r{i}", "f", text) for i, text in enumerate(texts)])

    found = matcher.find(trees["Macron, who visited Kyiv, met Scholz."])

    assert [(match.trigger, match.name) for match in found] == [
        (3, "r1"),
        (3, "r2"),
        (6, "r0"),
        (6, "r2"),
        (6, "r3"),
    ]


def test_a_phrase_is_cut_for_one_pattern_only(build):
    """What a phrase of one pattern has taken still belongs to the capture of another."""
    tree = build("""
        sent send VERB 0 root
        tents tent NOUN 1 obj
        to _ ADP 4 case
        Laos _ PROPN 2 nmod
    """)
    texts = ["[send] >object {a} ; to {b}", "[send] >object {a}"]
    matcher = compile_patterns([Definition("r", "f", text) for text in texts])

    assert [match.captures["a"] for match in matcher.find(tree)] == [
        (Phrase(1, 1, 2),),
        (Phrase(1, 1, 4),),
    ]


def test_kinds_are_what_the_caller_says(trees):
    """`{role:kind}` asks for what the caller knows the tokens to be."""
    pattern = Definition("r", "f.yml", "[visit] >subject {actor:person} >object {place:state}")
    tree = trees["Macron visited Kyiv."]
    matcher = compile_patterns([pattern], kinds={"person", "state"})
    nobody = frozenset[str]()

    assert matcher.find(tree) == ()
    kinds = [frozenset({"person"}), nobody, frozenset({"state"}), nobody]
    assert [match.captures["actor"] for match in matcher.find(tree, kinds=kinds)] == [
        (Phrase(0, 0, 1),)
    ]
    assert matcher.find(tree, kinds=[nobody, *kinds[1:]]) == ()


def test_what_came_near_says_what_was_missing(trees):
    """For who writes rules: the trigger was there, and which parts were not."""
    patterns = [
        Definition("a", "f", "[visit:NOUN] >subject {x}"),
        Definition("b", "f", "[visit] >subject {x:NOUN} >object {y} ; to  {z} ; !>advmod [not]"),
        Definition("c", "f", "[visit] >object {y}"),
        Definition("d", "f", "[leave]"),
    ]
    tree = trees["Macron did not visit Kyiv."]

    assert compile_patterns(patterns).near(tree) == (
        NearMatch("a", patterns[0].pattern, 3, ("[visit:NOUN]",)),
        NearMatch("b", patterns[1].pattern, 3, (">subject {x:NOUN}", "!>advmod [not]", "to {z}")),
    )


def test_a_matcher_goes_to_other_processes_and_threads(trees):
    """Pickled and unpickled it finds the same; threads may share it."""
    matcher = compile_patterns(PATTERNS)
    again = pickle.loads(pickle.dumps(matcher))  # noqa: S301 - our own
    sentences = list(trees.values())
    expected = [matcher.find(tree) for tree in sentences]

    assert sum(map(len, expected)) > 20
    assert [again.find(tree) for tree in sentences] == expected
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(matcher.find, sentences)) == expected


def test_no_sentence_and_no_pattern(trees):
    """Nothing is found in nothing, and by nothing."""
    empty = Parses(
        ("",),
        np.zeros(2, np.int32),
        *(np.zeros(0, np.int32),) * 2,
        (),
        (),
        np.zeros(0, np.uint8),
        np.zeros(0, np.uint16),
        np.zeros(0, np.int32),
        np.zeros(0, np.uint8),
        np.zeros(0, np.float32),
        np.zeros(0, np.uint8),
        LABELS,
    )[0]

    assert compile_patterns(PATTERNS).find(empty) == ()
    assert compile_patterns([]).find(trees["Macron visited Kyiv."]) == ()


def cost(matcher, tree: Tree) -> int:
    """Return how many functions are called for a sentence."""
    count = 0

    def called(_frame, event, _arg) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(called)
    matcher.find(tree)
    sys.setprofile(None)
    return count


def test_cost_does_not_grow_with_rules_about_other_words(trees):
    """500 rules whose triggers are not in the sentence cost what 50 do."""
    rules = [Definition(f"r{i}", "f", f"[verb{i}|act{i}] >subject {{a}}") for i in range(500)]
    tree = trees["In Geneva, Wang Yi held talks with Lavrov and Blinken."]
    few, many = (compile_patterns([*rules[:n], *PATTERNS]) for n in (50, 500))

    assert few.find(tree) == many.find(tree)
    assert cost(many, tree) == cost(few, tree) > 100


def test_a_rule_is_not_tried_where_its_words_are_missing(trees, monkeypatch):
    """A word of a part that must be there, or a preposition, decides before the tree does."""
    texts = ["[visit] >object [city]", "[visit] ; to {x}", "[visit] >subject ([a] >nmod [b])"]
    matcher = compile_patterns(Definition("r", "f", text) for text in texts)
    monkeypatch.setattr(Search, "match", None)

    assert matcher.find(trees["Macron visited Kyiv."]) == ()
    with pytest.raises(TypeError):
        matcher.find(trees["Li Qiang paid short visits to Italy, Norway and France."])


HARD = {
    "a chain": lambda n: [i - 1 for i in range(n)],
    "a chain the other way": lambda n: [*range(1, n), -1],
    "one head for all": lambda n: [-1] + [0] * (n - 1),
}


@pytest.mark.parametrize("shape", HARD)
@pytest.mark.parametrize("relation", [3, 1, 5, None])
def test_time_is_bounded(shape, relation):
    """A sentence of 1,000 words, deep or flat, full of triggers, is done in a second or so."""
    tree = tree_of(HARD[shape](1000), seed=1)
    if relation is not None:
        root = tree.heads.index(-1)
        deprel = np.full(1000, relation, np.uint8)
        deprel[root] = 0
        deprel[::3][1:] = 4
        tree = Parses(
            **{f: getattr(tree.parses, f) for f in Parses.__slots__ if f != "deprel"}, deprel=deprel
        )[0]
    start = time.perf_counter()

    compile_patterns(PATTERNS).find(tree)

    assert time.perf_counter() - start < 3


@pytest.mark.parametrize("shape", HARD)
@pytest.mark.parametrize(
    "pattern",
    [
        "[visit] " + ">> ([] " * 5 + ">> {x}" + ")" * 5,
        "[visit] >*>*>*>*>*>*>*>conj {x} <*<*<*<*<*<*<conj {y}",
        "[visit] " + "".join(f">> {{x{i}}} ?<<advcl [] " for i in range(8)),
        "[visit] " + "; ?to|by|with [] " * 60,
        "[visit] " + ">subject|object ([] " * 11 + ">subject {x}" + ")" * 11,
    ],
)
def test_time_is_bounded_for_the_worst_pattern(shape, pattern):
    """What a careless hand may write is done in seconds on what a careless page may hold."""
    tree = tree_of(HARD[shape](500), seed=2)
    start = time.perf_counter()

    compile_patterns([Definition("r", "f", pattern)]).find(tree)

    assert time.perf_counter() - start < 15


def test_time_is_bounded_for_many_patterns(build):
    """500 rules on 3,500 words full of triggers and prepositions take seconds, not minutes."""
    rows = ["met meet VERB 0 root"]
    for i in range(700):
        at = len(rows)
        rows += [
            f"with _ ADP {at + 2} case",
            f"minister{i} _ NOUN 1 obl",
            f"of _ ADP {at + 4} case",
            f"state{i} _ PROPN {at + 2} nmod",
            "met meet VERB 1 conj" if i % 30 == 0 else ", _ PUNCT 1 punct",
        ]
    rules = [
        Definition("r", "f", f"[meet] ; with {{a}} ; of ([] <nmod [minister{i}])")
        for i in range(500)
    ]
    tree = build("\n".join(rows))
    start = time.perf_counter()

    compile_patterns(rules).find(tree)

    assert time.perf_counter() - start < 5


def test_a_word_is_a_trigger_so_many_times(build):
    """Of a word that stands a hundred times the first ones are taken."""
    tree = build("visit _ VERB 0 root\n" + "visit _ VERB 1 dep\n" * 99)

    found = compile_patterns([Definition("r", "f", "[visit]")]).find(tree)

    assert [match.trigger for match in found] == list(range(MOST_TRIGGERS))


def test_five_hundred_names_in_a_row(build):
    """A list is captured whole, however long."""
    names = "\n".join(f"name{i} _ PROPN 3 conj" for i in range(499))
    tree = build(f"met meet VERB 0 root\nwith _ ADP 3 case\nname _ PROPN 1 obl\n{names}")

    [match] = compile_patterns([Definition("r", "f", "[meet] ; with {other}")]).find(tree)

    assert len(match.captures["other"]) == 500


@pytest.mark.parametrize(
    ("have", "of", "kinds", "fits"),
    [
        ("visit", None, None, True),
        ("visit", None, {"person", "state"}, True),
        ("visit", None, {"person"}, False),  # nobody for {place:state}
        ("visit", None, (), False),
        ("visit", {"talks"}, None, False),
        ("hold talk", None, None, False),  # neither "with" nor "between"
        ("hold talk with", None, (), True),
        ("hand letter", None, None, False),  # "hand over" needs both its words
        ("hand over letter", None, None, True),
        ("see face to", {"seen"}, None, True),  # the hyphens are no letters
        ("see face", {"seen"}, None, False),
    ],
)
def test_a_pattern_may_fit_where_all_that_it_needs_is_there(
    have: str, of: set[str] | None, kinds: set[str] | None, fits: bool
) -> None:
    """It needs a word of each list that must be met, and somebody for each kind it asks for."""
    matcher = compile_patterns(
        [
            Definition("visit", "", "[visit] >subject {a:person|PROPN} >object {p:state}"),
            Definition("talks", "", "[talk] <object [hold] ; with|between {a}"),
            Definition("letter", "", "[hand over] >object [letter] ?>iobj [king]"),
            Definition("seen", "", "[see] >obl [face-to-face]"),
        ],
        kinds=("person", "state"),
    )
    assert matcher.may_fit(set(have.split()), of=of, kinds=kinds) is fits
    assert matcher.words >= {"visit", "hand", "over", "face", "to", "with"}
