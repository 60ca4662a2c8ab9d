"""Patterns that are none: where it says so, what was met, what is allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import RuleError
from dragoman.parse.matching import Definition, compile_patterns
from dragoman.parse.matching.syntax import DEEPEST

WRONG = [
    ("[visit] >nsbj {a}", 10, "the relation 'nsbj'. Did you mean 'nsubj'?"),
    ("[visit] >subject|obj {a}", 10, "indirect and clause do not mix"),
    ("[visit] >subject+ {a}", 10, "and are one step"),
    ("[visit] >clause []", 10, "'clause' goes up"),
    ("[visit] >nmod:whose {a}", 10, "the relation 'nmod:whose'"),
    ("[visit] >foo:* {a}", 10, "the relation 'foo:*'"),
    ("[visit] >>nmod* {a}", 11, "already any number of steps; leave out '*'"),
    ("[visit] >nmod| {a}", 16, "met '{a}', expected a relation"),
    ("[visit:VREB]", 8, "the part of speech 'VREB'. Did you mean 'VERB'?"),
    ("[visit Tens=Past]", 8, "the field 'Tens'. Did you mean 'Tense'?"),
    ("[visit Tense=Future]", 14, "the value of Tense 'Future'. Allowed: Past, Pres."),
    ("[visit ner=CITY]", 12, "the value of ner 'CITY'. Allowed: LOC, ORG, PER."),
    ("[visit :VERB Tense]", 14, "expected 'Feature=Value' or ']'"),
    ("[visit", 7, "met the end, expected 'Feature=Value' or ']'"),
    ("[visit|]", 8, "met ']', expected a lemma or $set"),
    ("[$visits]", 2, "the set '$visits'. Did you mean 'visit'? Allowed: none, visit."),
    ("[$none]", 2, "the set '$none' is empty"),
    ("[visit] >obj {sender}", 15, "the role 'sender'. Allowed: actor, other, recipient."),
    ("[visit] >obj {Actor}", 15, "expected a role in lower-case letters"),
    ("[visit] >obj {actor:leader}", 21, "the kind or part of speech 'leader'. Allowed: ADJ"),
    ("[visit] >obj {actor", 20, "met the end, expected '}' after a role"),
    ("[visit] !>obj {actor}", 15, "nothing can be captured behind '!'"),
    ("[visit] ; !from ([letter] >nmod {actor})", 33, "nothing can be captured behind '!'"),
    ("[visit] >obj", 13, "met the end, expected a word: [lemma], {role} or (...)"),
    ("[visit] >obj ([letter] >nmod {actor}", 37, "met the end, expected ')'"),
    ("[visit] >obj (>nmod {actor})", 15, "met '>nmod {actor', expected a word: [lemma] or {role}"),
    ("[visit] {actor} {other}", 17, "what hangs on a word follows it as '>relation [word]'"),
    ("[visit] ; {actor}", 11, "met '{actor}', expected a preposition or $set"),
    ("[visit] ; with [minister] >nmod {other}", 27, "goes in brackets, as in 'with ([minister]"),
    ("[visit] ; from", 15, "met the end, expected a word"),
    ("[visit] from {actor}", 9, "met 'from {actor}', expected '>', '<', ';' or the end"),
    ("{actor} >obj {other}", 1, "a pattern begins with its trigger"),
    ("", 1, "met the end; a pattern begins with its trigger"),
    ("[:VERB] >subject {actor}", 1, "the first word is the trigger and needs lemmas"),
    ("[visit] >obj " + "([] >obj " * 50, None, f"brackets more than {DEEPEST} deep"),
]
SETS = {"visit": ["visit", "tour"], "none": []}
ROLES = ["actor", "recipient", "other"]


@pytest.mark.parametrize(("pattern", "column", "says"), WRONG)
def test_what_is_wrong_is_said(pattern, column, says):
    """The message names file, rule and column, and what is allowed; a caret marks the place."""
    roles = None if "{a}" in pattern else ROLES

    with pytest.raises(RuleError) as error:
        compile_patterns([Definition("visit.paid", "visit.yml", pattern)], sets=SETS, roles=roles)

    first, *_rest, caret = str(error.value).split("\n")
    assert first.startswith("visit.yml: rule 'visit.paid', column ")
    assert says in first
    if column:
        assert f"column {column}:" in first
        assert caret == " " * (4 + column - 1) + "^"


def test_the_whole_message():
    """What a rule writer reads."""
    pattern = "[bring|deliver:VERB]\n  >subjct {carrier}\n; from {actor}"

    with pytest.raises(RuleError) as error:
        compile_patterns([Definition("letter.brought", "letter.yml", pattern)])

    first, line, caret = str(error.value).split("\n")
    assert first.startswith(
        "letter.yml: rule 'letter.brought', line 2, column 4: met the relation 'subjct'. "
        "Did you mean 'subject'? Allowed: acl, acl:*, acl:relcl, advcl,"
    )
    assert line == "      >subjct {carrier}"
    assert caret == "       ^"


def test_brackets_side_by_side_are_not_deep():
    """Only brackets within brackets are counted."""
    compile_patterns([Definition("r", "f.yml", "[visit] " + ">obj ([letter] >nmod {x}) " * 20)])


@given(st.text(alphabet="[]{}()<>|:;=!?*+$ \n\tvisitVERBnsubj_0é", max_size=60))
def test_any_text_is_a_pattern_or_a_rule_error(text):
    """Nothing that a person may write ends in another error."""
    for pattern in (text, f"[visit] {text}"):
        try:
            compile_patterns([Definition("rule", "file.yml", pattern)], sets=SETS)
        except RuleError as error:
            assert "file.yml: rule 'rule', " in str(error)
