"""From words to their dictionary forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.parse.lemmas import apply_rule, choose_lemma, find_rule

WORDS = frozenset({"convey", "achieve", "plan", "country", "visit", "leaf", "tie", "meet"})
SEEN = {("met", "VERB"): "meet", ("better", "ADJ"): "good"}


@pytest.mark.parametrize(
    ("form", "lemma", "rule"),
    [
        ("visits", "visit", "l1"),
        ("Visits", "visit", "l1"),  # a capital makes no other rule
        ("countries", "country", "l3y"),
        ("Xi", "Xi", "k0"),
        ("the", "the", "l0"),
        ("UNITED", "United", "t0"),
        ("went", "go", "=go"),
        ("“", '"', '="'),
        ("a1", "a2", "=a2"),  # not "l12", which would take twelve characters off
    ],
)
def test_the_simplest_rule_is_found_and_leads_back(form, lemma, rule):
    """One rule for as many words as possible, and it gives the lemma again."""
    assert find_rule(form, lemma) == rule
    assert apply_rule(rule, form) == lemma


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_every_rule_leads_to_its_lemma(form, lemma):
    """Whatever word and lemma."""
    assert apply_rule(find_rule(form, lemma), form) == lemma


@given(
    st.text(min_size=1, max_size=12), st.sampled_from(["l3y", "k9", "t1", "=go", "k0", "l20ing"])
)
def test_a_rule_leaves_no_word_without_lemma(form, rule):
    """A rule that was learnt from other words never gives an empty lemma."""
    assert apply_rule(rule, form)


@pytest.mark.parametrize("rule", ["", "x1", "l", "=", "3"])
def test_what_is_no_rule_is_refused(rule):
    """A broken label set is told at once."""
    with pytest.raises(ValueError, match="no lemma rule"):
        apply_rule(rule, "word")


@pytest.mark.parametrize(
    ("form", "upos", "rule", "lemma"),
    [
        pytest.param("Met", "VERB", "l0", "meet", id="the treebanks know better than the rule"),
        pytest.param("met", "NOUN", "l0", "met", id="of another part of speech they do not"),
        pytest.param("conveyed", "VERB", "l1", "convey", id="conveye is no word"),
        pytest.param("achieved", "VERB", "l2", "achieve", id="achiev is no word"),
        pytest.param("planned", "VERB", "l2", "plan", id="plann is no word"),
        pytest.param("tying", "VERB", "l3", "tie", id="ty is no word"),
        pytest.param("leaves", "NOUN", "l1", "leaf", id="leave is not in the list"),
        pytest.param("visits", "NOUN", "l1", "visit", id="the rule was right"),
        pytest.param("TIES", "NOUN", "k0", "TIES", id="what keeps its capitals is left alone"),
        pytest.param("TIES", "NOUN", "l1", "tie", id="capitals of a headline"),
        pytest.param("reiterated", "VERB", "l2", "reiterate", id="no verb ends in at"),
        pytest.param("mobilizing", "VERB", "l3", "mobilize", id="no verb ends in iz"),
        pytest.param("underscored", "VERB", "l2", "underscore", id="score, encore"),
        pytest.param("deepening", "VERB", "l3e", "deepen", id="deepene is spelled like no verb"),
        pytest.param("Beneficiaries", "NOUN", "l1", "beneficiary", id="ies is y"),
        pytest.param("underscores", "VERB", "l2", "underscore", id="the s alone goes"),
        pytest.param("overtook", "VERB", "l3ake", "overtake", id="irregular: the rule decides"),
        pytest.param("hotlines", "NOUN", "l0", "hotlines", id="the rule leaves it: so do we"),
        pytest.param("Kyivs", "PROPN", "k0", "Kyivs", id="names are left alone"),
    ],
)
def test_a_lemma_is_a_word_where_one_is_known(form, upos, rule, lemma):
    """Seen lemmas first, then the rule, then a regular form that is a word."""
    assert choose_lemma(form, upos, rule, seen=SEEN, words=WORDS) == lemma
