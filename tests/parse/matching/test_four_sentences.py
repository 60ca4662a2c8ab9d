"""The sentences that rules will lean on, parsed right and with the mistakes that parsers make."""

import pytest

from dragoman.parse import load_parser
from dragoman.parse.matching import Definition, compile_patterns

LETTER = (
    "Indonesian Foreign Minister Retno brought a letter from President Joko to President Xi "
    "Jinping."
)
BOOKS = (
    "In France, Wang Yi conveyed President Xi's message to President Macron and handed over the "
    "books presented by President Xi."
)
TASS = (
    "The Russian official media TASS reported that Denisov told Yang Jiechi that, under the "
    "leadership of the two heads of state, Russia-China relations have achieved significant "
    "results."
)
SUMMIT = (
    "China and Russia will hold their second face-to-face meeting this year on the sidelines of "
    "the SCO summit in Samarkand."
)

BROUGHT = """
    [bring|deliver|hand over] >subject {carrier} >object [letter|message]
    ; from {actor} ; to {recipient}
"""
CONVEYED = """
    [convey|deliver] >subject {carrier} >object ([message] >subject {actor})
    ; to {recipient} ; ?in {place}
"""
HANDED_OVER = """
    [hand over|present] >subject {carrier} >object ([book|gift]{thing} ?<object ([present] >subject {actor}))
    ; ?to {recipient} ; ?in {place}
"""  # noqa: E501 - one part of a pattern
TOLD = (
    "[tell|inform] >subject {actor} >object {recipient} ?<ccomp ([report|say] >subject {speaker})"
)
MEETING = """
    [meeting|summit:NOUN] <object ([hold] >subject {actor} ?>aux {will})
    ; ?on the sidelines of {occasion} ; ?in {place}
"""
OF_LETTER = {
    "carrier": ["Indonesian Foreign Minister Retno"],
    "actor": ["President Joko"],
    "recipient": ["President Xi Jinping"],
}


@pytest.mark.parametrize(
    ("head", "relation", "factor"),
    [
        pytest.param("brought", "obl", 1.0, id="on the verb"),
        pytest.param("letter", "nmod", 0.85, id="on the letter"),
        pytest.param("President", "nmod", 0.85**2, id="on the other president"),
    ],
)
def test_letter_whichever_word_the_recipient_hangs_on(
    head, relation, factor, trees, mistaken, find
):
    """Three checkpoints hung "to President Xi" on three words; the roles are the same."""
    tree = mistaken(trees[LETTER], President2=(head, relation))
    matcher = compile_patterns([Definition("brought", "letter.yml", BROUGHT)])

    assert find(BROUGHT, tree) == [OF_LETTER]
    assert matcher.find(tree)[0].used[-1].factor == pytest.approx(factor)


def test_letter_from_the_trigger_letter(trees, find):
    """A rule may begin with the noun as well as with the verb."""
    pattern = "[letter] <object ([bring] >subject {carrier}) ; from {actor} ; to {recipient}"

    assert find(pattern, trees[LETTER]) == [OF_LETTER]


def test_message(trees, find):
    """Who conveyed whose message to whom, and where."""
    assert find(CONVEYED, trees[BOOKS]) == [
        {
            "carrier": ["Wang Yi"],
            "actor": ["President Xi"],
            "recipient": ["President Macron"],
            "place": ["France"],
        }
    ]


@pytest.mark.parametrize(
    ("word", "head", "relation"),
    [
        pytest.param("over", "handed", "compound:prt", id="right"),
        pytest.param("over", "books", "case", id="the particle hangs on the books"),
        pytest.param("President2", "message", "nmod", id="Macron hangs on the message"),
    ],
)
def test_books(word, head, relation, trees, mistaken, find):
    """The second verb has the subject, recipient and place of the first; the giver is Xi."""
    tree = mistaken(trees[BOOKS], **{word: (head, relation)})

    assert find(HANDED_OVER, tree)[0] == {
        "carrier": ["Wang Yi"],
        "thing": ["the books"],
        "actor": ["President Xi"],
        "recipient": ["President Macron"],
        "place": ["France"],
    }


@pytest.mark.parametrize(
    "arcs",
    [
        pytest.param({}, id="right"),
        pytest.param({"TASS": ("reported", "nsubj")}, id="two subjects"),
        pytest.param(
            {"media": ("TASS", "compound"), "TASS": ("reported", "nsubj")}, id="the name is head"
        ),
        pytest.param({"Yang": ("told", "obj")}, id="the hearer is a direct object"),
    ],
)
def test_told(arcs, trees, mistaken, find):
    """Who told whom, and who reports it."""
    [found] = find(TOLD, mistaken(trees[TASS], **arcs))

    assert found["actor"] == ["Denisov"]
    assert found["recipient"] == ["Yang Jiechi"]
    assert found["speaker"] == ["The Russian official media TASS"]


@pytest.mark.parametrize(
    ("head", "relation"), [("summit", "nmod"), ("hold", "obl"), ("meeting", "nmod")]
)
def test_meeting_on_the_sidelines(head, relation, trees, mistaken, find):
    """Both parties, the occasion and the place, wherever "in Samarkand" hangs."""
    tree = mistaken(trees[SUMMIT], Samarkand=(head, relation))

    [found] = find(MEETING, tree)

    assert found == {
        "actor": ["China", "Russia"],
        "will": ["will"],
        "occasion": ["the SCO summit"],
        "place": ["Samarkand"],
    }


OF_BOOKS = {
    "carrier": ["Wang Yi"],
    "thing": ["the books"],
    "actor": ["President Xi"],
    "recipient": ["President Macron"],
    "place": ["France"],
}


@pytest.mark.parametrize(
    ("sentence", "pattern", "roles"),
    [
        pytest.param(LETTER, BROUGHT, OF_LETTER, id="letter"),
        pytest.param(
            BOOKS, CONVEYED, {k: v for k, v in OF_BOOKS.items() if k != "thing"}, id="message"
        ),
        pytest.param(BOOKS, HANDED_OVER, OF_BOOKS, id="books"),
        pytest.param(TASS, TOLD, {"actor": ["Denisov"], "recipient": ["Yang Jiechi"]}, id="told"),
        pytest.param(
            SUMMIT,
            MEETING,
            {
                "actor": ["China", "Russia"],
                "will": ["will"],
                "occasion": ["the SCO summit"],
                "place": ["Samarkand"],
            },
            id="sidelines",
        ),
    ],
)
def test_our_parser_and_the_matcher_together_get_the_roles_right(sentence, pattern, roles, find):
    """From the sentence as text to its roles, by the weights that ship."""
    [tree] = load_parser().parse([sentence])

    found = find(pattern, tree)

    assert roles in [{role: match.get(role) for role in roles} for match in found]
    speakers = [speaker for match in found for speaker in match.get("speaker", ())]
    assert all("media" in speaker or "TASS" in speaker for speaker in speakers)
