"""Which phrases belong to the clause of a trigger, and how near they are."""

import pytest

from dragoman.parse.matching import Definition, compile_patterns
from dragoman.parse.matching.clause import FARTHEST

CLAUSES = [
    (
        "a finite clause inside is closed",
        """
        Xi _ PROPN 2 nsubj
        wrote write VERB 0 root
        that _ SCONJ 5 mark
        Modi _ PROPN 5 nsubj
        flew fly VERB 2 ccomp
        to _ ADP 7 case
        Rome _ PROPN 5 obl
        """,
        "write",
        None,
    ),
    (
        "a finite clause outside is closed",
        """
        Xi _ PROPN 2 nsubj
        told tell VERB 0 root
        to _ ADP 4 case
        Modi _ PROPN 2 obl
        that _ SCONJ 7 mark
        he _ PRON 7 nsubj
        writes write VERB 2 ccomp
        """,
        "write",
        None,
    ),
    (
        "an infinitive is half open",
        """
        Xi _ PROPN 2 nsubj
        agreed agree VERB 0 root
        to _ PART 4 mark
        fly _ VERB 2 xcomp
        to _ ADP 6 case
        Rome _ PROPN 4 obl
        """,
        "agree",
        4,
    ),
    (
        "a participle behind a noun is half open",
        """
        Xi _ PROPN 2 nsubj
        wrote write VERB 0 root
        letters letter NOUN 2 obj
        addressed address VERB 3 acl
        to _ ADP 6 case
        Modi _ PROPN 4 obl
        """,
        "write",
        5,
    ),
    (
        "a coordinated verb with a subject of its own is closed",
        """
        Xi _ PROPN 2 nsubj
        wrote write VERB 0 root
        and _ CCONJ 5 cc
        Modi _ PROPN 5 nsubj
        flew fly VERB 2 conj
        to _ ADP 7 case
        Rome _ PROPN 5 obl
        """,
        "write",
        None,
    ),
    (
        "a coordinated verb shares what follows it with a bare verb before it",
        """
        Xi _ PROPN 2 nsubj
        wrote write VERB 0 root
        and _ CCONJ 4 cc
        spoke speak VERB 2 conj
        to _ ADP 6 case
        Modi _ PROPN 4 obl
        """,
        "write",
        4,
    ),
    (
        "but not with a verb that has its own object",
        """
        Xi _ PROPN 2 nsubj
        wrote write VERB 0 root
        poems poem NOUN 2 obj
        and _ CCONJ 5 cc
        flew fly VERB 2 conj
        to _ ADP 7 case
        Rome _ PROPN 5 obl
        """,
        "write",
        None,
    ),
    (
        "the second verb has what stands before the first",
        """
        To to ADP 2 case
        Modi _ PROPN 4 obl
        Xi _ PROPN 4 nsubj
        spoke speak VERB 0 root
        and _ CCONJ 6 cc
        wrote write VERB 4 conj
        """,
        "write",
        4,
    ),
    (
        "and, less surely, what follows it",
        """
        Xi _ PROPN 2 nsubj
        spoke speak VERB 0 root
        to _ ADP 4 case
        Modi _ PROPN 2 obl
        and _ CCONJ 6 cc
        wrote write VERB 2 conj
        """,
        "write",
        6,
    ),
    (
        "a noun has the whole clause of its verb",
        """
        Xi _ PROPN 2 nsubj
        sent send VERB 0 root
        a _ DET 4 det
        letter _ NOUN 2 obj
        to _ ADP 6 case
        Modi _ PROPN 2 obl
        """,
        "letter",
        2,
    ),
    (
        "a participle has what hangs on its noun",
        """
        Xi _ PROPN 2 nsubj
        read _ VERB 0 root
        letters letter NOUN 2 obj
        written write VERB 3 acl
        to _ ADP 6 case
        Putin _ PROPN 3 nmod
        """,
        "write",
        4,
    ),
    (
        "and no more",
        """
        Xi _ PROPN 2 nsubj
        read _ VERB 0 root
        to _ ADP 4 case
        Modi _ PROPN 2 obl
        letters letter NOUN 2 obj
        written write VERB 5 acl
        """,
        "write",
        None,
    ),
    *(
        (
            f"a clause is closed as {rel}",
            f"""
            met meet VERB 3 {rel}
            Xi _ PROPN 1 obj
            helped help VERB 0 root
            to _ ADP 5 case
            Modi _ PROPN 3 obl
            """,
            "meet",
            None,
        )
        for rel in (
            *("ccomp", "csubj", "csubj:pass", "csubj:outer", "parataxis", "advcl"),
            *("advcl:relcl", "acl:relcl"),
        )
    ),
]


@pytest.mark.parametrize(
    ("table", "trigger", "steps"), [pytest.param(*case[1:], id=case[0]) for case in CLAUSES]
)
def test_clause(table, trigger, steps, build):
    """The phrase with "to" is found so many steps away, or not at all."""
    matcher = compile_patterns([Definition("r", "f.yml", f"[{trigger}] ; to {{x}}")])

    found = matcher.find(build(table))

    assert [match.used[-1].steps for match in found] == ([] if steps is None else [steps])


def test_the_nearest_phrase_is_taken(build):
    """Of two phrases that would do, the one that hangs nearer to the trigger fills the role."""
    tree = build("""
        visits visit NOUN 0 root
        of _ ADP 3 case
        envoys envoy NOUN 1 nmod
        to _ ADP 5 case
        Rome _ PROPN 3 nmod
        to _ ADP 7 case
        Oslo _ PROPN 1 nmod
    """)
    matcher = compile_patterns([Definition("r", "f.yml", "[visit] ; to {first} ; to {second}")])

    [match] = matcher.find(tree)

    assert [match.captures["first"][0].head, match.captures["second"][0].head] == [6, 4]


@pytest.mark.parametrize(("links", "found"), [(FARTHEST - 1, 1), (FARTHEST, 0)])
def test_a_phrase_may_hang_only_so_far(links, found, build):
    """The page says how many steps."""
    rows = "\n".join(f"of{i} _ NOUN {i + 1} nmod" for i in range(links))
    tree = build(
        f"visit _ NOUN 0 root\n{rows}\nto _ ADP {links + 3} case\nX _ PROPN {links + 1} nmod"
    )
    matcher = compile_patterns([Definition("r", "f.yml", "[visit] ; to {x}")])

    assert len(matcher.find(tree)) == found
