"""Tokens: the words of a sentence as the Universal Dependencies treebanks cut them."""

from importlib.resources import files

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model.errors import RuleError
from dragoman.parse import tokens
from dragoman.parse.tokens import tokenize
from dragoman.text.rulefile import words_of

RULES = yaml.safe_load(files("dragoman.parse").joinpath("tokens.yml").read_text("utf-8"))

# Pieces of text that rules are about, to be glued together in any order.
_SHARDS = (
    *(
        "u2014",
        "Middot;",
        "&amp;",
        "n't",
        "’s",
        "'s",
        "don't",
        "cannot",
        "its",
        "U.S.",
        "Mr.",
        "No.",
    ),
    *(
        "10",
        "1,000",
        "3.5",
        "$",
        "%",
        "http://",
        "www.",
        "a@b.c",
        "<br>",
        "</",
        "co-",
        "non-",
        "e-",
    ),
    *("--", "...", "?!", ":-)", "9/11", "713-853-3989", "A&", "_", "__", "#", "@", "'", "’", "“"),
    *("”", "(", ")", "[", "]", "a", "I.", "e.g.", ".com"),
)
_ANYTHING = st.text(st.characters(exclude_categories=()), max_size=80)
_GLUED = st.lists(
    st.sampled_from([*_SHARDS, " ", "\u00a0", "\ud800", "\u0301", "\u200d", "😀", "中"])
).map("".join)


def words(text: str) -> list[str]:
    """Return the tokens as words."""
    return [text[start:end] for start, end in zip(*tokenize(text), strict=True)]


@pytest.mark.parametrize("example", RULES["examples"], ids=lambda example: str(example["text"]))
def test_an_example_of_the_lists_is_cut_as_it_says(example: dict[str, object]) -> None:
    """Each example in tokens.yml comes out as the tokens beside it."""
    assert words(str(example["text"])) == example["tokens"]


@pytest.mark.parametrize("word", RULES["joined"])
def test_joined_words_part_in_any_case(word: str) -> None:
    """Lower case, upper case and a capital part at the same place."""
    parts = RULES["joined"][word]
    assert words(word) == parts
    assert words(word.upper()) == [part.upper() for part in parts]
    assert words(f"{word.capitalize()}, so.") == [parts[0].capitalize(), *parts[1:], ",", "so", "."]


@pytest.mark.parametrize(
    "abbreviation", sorted({*RULES["abbreviations"], *words_of("sentences.yml", "never_ends")})
)
def test_an_abbreviation_keeps_its_stop(abbreviation: str) -> None:
    """Before a number each keeps it: that is where even those like "No." do."""
    assert words(f"see {abbreviation}. 5 there") == ["see", f"{abbreviation}.", "5", "there"]


@pytest.mark.parametrize("prefix", RULES["prefixes"])
def test_a_prefix_stays_with_its_word(prefix: str) -> None:
    """A prefix and its hyphen are part of the word, a word and its hyphen are not."""
    assert words(f"a {prefix}-military, peace-loving") == [
        "a", f"{prefix}-military", ",", "peace", "-", "loving",
    ]  # fmt: skip


def test_no_abbreviation_is_listed_twice() -> None:
    """What the splitter lists is known from there."""
    known = words_of("sentences.yml", "never_ends") | words_of("sentences.yml", "may_end")
    assert not known & set(RULES["abbreviations"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The stop of a sentence.
        ("He left.", "He left ."),
        ("“He left.”", "“ He left . ”"),
        ("It was plan B.", "It was plan B ."),
        ("Joseph R. Biden, Jr. spoke", "Joseph R. Biden , Jr. spoke"),
        ("He flew to the U.S.", "He flew to the U.S."),
        ("tea, coffee, etc.", "tea , coffee , etc ."),
        ("tea, etc. were", "tea , etc. were"),
        ("at 4 p.m. on Aug. 7", "at 4 p.m. on Aug. 7"),
        ("GEN. PRELOGAR of Cargill Inc..", "GEN. PRELOGAR of Cargill Inc .."),
        ("in the U.S, they", "in the U.S , they"),
        # Stops that were glued.
        ("broke out.With", "broke out . With"),
        ("U.S.President", "U.S. President"),
        ("J.Smith", "J. Smith"),
        ("in 2022.The", "in 2022 . The"),
        ("trade,security,and aid", "trade , security , and aid"),
        # Numbers.
        ("1,000,000.50 or .5", "1,000,000.50 or .5"),
        ("[1,2]", "[ 1 , 2 ]"),
        ("12,000,8,000 and 1,28,000", "12,000 , 8,000 and 1,28,000"),
        ("Dec. 25,2004, 55,7", "Dec. 25 , 2004 , 55,7"),
        ("$16bn, €2m, £3-£5", "$ 16 bn , € 2 m , £ 3 - £ 5"),
        ("24°C at 100%", "24 ° C at 100 %"),
        ("2017-2018, 21st, 1980s", "2017 - 2018 , 21st , 1980s"),
        ("07/17/2000 and 2020-03-01", "07/17/2000 and 2020-03-01"),
        ("call +49 713-853-3989", "call +49 713-853-3989"),
        ("in 2003's war", "in 2003 's war"),
        # Apostrophes.
        ("I'd've", "I 'd 've"),
        ("I'm you're we'll he'd it's", "I 'm you 're we 'll he 'd it 's"),
        ("WON'T, WASN’T", "WO N'T , WAS N’T"),
        ("Putin´s Xi‘s", "Putin ´s Xi ‘s"),
        ("its a deal, its deal", "it s a deal , its deal"),
        ("get 'em, 'cause", "get 'em , 'cause"),
        ("the 'new' era", "the ' new ' era"),
        # Slashes, ampersands, underscores.
        ("he/she w/o AT&T, B&B", "he / she w/o AT&T , B&B"),
        ("_italic_ ENW_GCP", "_ italic _ ENW_GCP"),
        # Addresses.
        ("(see https://a.org/b?c=1).", "( see https://a.org/b?c=1 ) ."),
        ("go to mfa.gov.cn, kremlin.ru.", "go to mfa.gov.cn , kremlin.ru ."),
        ("@POTUS #peace", "@POTUS #peace"),
        # Debris.
        ("youu2014u2014", "you u2014 u2014"),
        ("Macronnbsp;said", "Macron nbsp; said"),
        ("<b>Xi</b> &nbsp; **Putin**", "<b> Xi </b> &nbsp; ** Putin **"),
        # Other scripts and signs.
        ("习近平 मोदी Zoë Zoe\u0308", "习近平 मोदी Zoë Zoe\u0308"),
        ("\ufeffThe coop\u00aderation", "\ufeffThe coop\u00aderation"),
        ("👍🏽👨‍👩‍👧 ok", "👍🏽 👨‍👩‍👧 ok"),
    ],
)  # fmt: skip
def test_a_text_is_cut_as_the_treebanks_do(text: str, expected: str) -> None:
    """Cases by class; a blank in the expectation is a cut."""
    assert words(text) == expected.split()


@settings(max_examples=400, deadline=1000)
@given(_ANYTHING | _GLUED)
def test_every_character_but_white_space_is_in_one_token(text: str) -> None:
    """In any text tokens are in order, apart, not empty, and leave out white space alone."""
    starts, ends = tokenize(text)
    assert len(starts) == len(ends)
    at = 0
    for start, end in zip(starts, ends, strict=True):
        assert at <= start < end
        assert not text[at:start].strip()
        assert not any(character.isspace() for character in text[start:end])
        at = end
    assert not text[at:].strip()


@settings(max_examples=100, deadline=1000)
@given(_GLUED)
def test_the_memory_changes_nothing(text: str) -> None:
    """A text is cut alike whether its stretches were met before or not."""
    tokens._seen.clear()
    assert tokenize(text) == tokenize(text)


@pytest.mark.parametrize(
    "sign", ["a", ".", "1", "-", "'", "n't", "1-", "a.", "@", "<a", "www.", "a ", "1,"]
)
def test_long_texts_of_one_sign_take_time_in_proportion(sign: str) -> None:
    """A hundred thousand of them are cut at once; had a rule to start over, it took minutes."""
    starts, _ = tokenize(sign * 100_000)
    assert starts


def test_the_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is emptied when full, and never holds a long stretch."""
    monkeypatch.setattr(tokens, "_REMEMBERED", 50)
    tokens._seen.clear()
    tokenize(" ".join(f"word{number}" for number in range(500)) + " " + "a" * 1000)
    assert len(tokens._seen) <= 50
    assert all(len(stretch) < 60 for stretch in tokens._seen)


def test_a_list_that_holds_no_words_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """YAML reads a bare no as a truth value; the message says so."""
    monkeypatch.setattr(
        tokens, "_load", lambda: {"units": [False], "joined": {"dont": ["do", "n"]}}
    )
    with pytest.raises(RuleError, match=r"units must be a list of words.*lack quotes"):
        tokens._words("units")
    with pytest.raises(RuleError, match=r"joined: \['do', 'n'\] do not make 'dont'"):
        tokens._table("joined")
