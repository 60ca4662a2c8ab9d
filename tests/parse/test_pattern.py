"""The pattern language over masked sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import Actor, Mention, MentionKind, RuleError
from dragoman.parse import Masked, compile_pattern, mask

ROLES = frozenset({"actor", "other", "recipient", "carrier", "place"})
KINDS = {"P": MentionKind.PERSON, "S": MentionKind.POLITY, "L": MentionKind.PLACE}


def sentence(text: str) -> tuple[str, Masked]:
    """Mask a text: [P:Xi] is a person, [S:China] a state, [L:Paris] a place, [D:Monday] a date."""
    plain, mentions, dates = "", [], []
    for piece in text.replace("[", "\0[").replace("]", "]\0").split("\0"):
        if piece.startswith("["):
            kind, words = piece[1:-1].split(":")
            start, end = len(plain), len(plain) + len(words)
            plain += words
            if kind == "D":
                dates.append((start, end))
            else:
                actors = () if kind == "L" else (Actor(polity=f"st:{words.lower()}", how="alias"),)
                place = None if kind == "P" else f"pl:{words.lower()}"
                mentions.append(Mention(start, end, KINDS[kind], actors, place))
        else:
            plain += piece
    return plain, mask(plain, 0, len(plain), mentions, dates)


def roles(pattern: str, text: str) -> list[dict[str, str]]:
    """Return, for each match, the words of each role."""
    plain, masked = sentence(text)
    compiled = compile_pattern(pattern, where="test", roles=ROLES)
    return [
        {role: plain[slice(*masked.back(*span))] for role, span in sorted(match.roles.items())}
        for match in compiled.matches(masked)
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        # The subject, wherever it stands; words between the verb and its phrase.
        (
            "{actor} <meet> ~ with {other}",
            "[P:Xi], after lunch in [L:Paris], met briefly on [D:Monday] with [P:Macron].",
            [{"actor": "Xi", "other": "Macron"}],
        ),
        # A subject is not what a preposition governs.
        (
            "{actor} <visit> {place}",
            "[P:Xi] said in talks with [P:Putin] that he valued peace and visited [S:Kazakhstan].",
            [{"actor": "Xi", "place": "Kazakhstan"}],
        ),
        # A relative clause belongs to its antecedent.
        (
            "{actor} <visit> {place}",
            "The call with [P:Scholz], who visited [L:Kyiv], was short.",
            [{"actor": "Scholz", "place": "Kyiv"}],
        ),
        # Nobody there: no match.
        ("{actor} <visit> {place}", "It rained while tourists visited [L:Kyiv].", []),
        # Case-marked phrases may come in any order.
        (
            "{carrier} <bring> ~ <n:letter> ; from {actor} ; to {recipient}",
            "[P:Retno] brought to [P:Xi] a letter from [P:Joko].",
            [],
        ),
        (
            "{carrier} <bring> ~ <n:letter> ; from {actor} ; to {recipient}",
            "[P:Retno] brought a letter to [P:Xi] from [P:Joko].",
            [{"actor": "Joko", "carrier": "Retno", "recipient": "Xi"}],
        ),
        # A phrase behind "after" belongs to something else.
        (
            "{actor} <speak> by phone ; with {other}",
            "[P:Xi] spoke by phone after lunch with [P:Putin].",
            [],
        ),
        # Lists.
        (
            "{actor} <pay> ~ <n:visits> ; to {place}",
            "[P:Wang] paid official visits to [S:Italy], the [S:Netherlands] and [S:France].",
            [{"actor": "Wang", "place": "Italy, the Netherlands and France"}],
        ),
        # Nominal: between.
        (
            "<n:talks> between {actor}",
            "The talks between [P:Xi] and [P:Putin] went on.",
            [{"actor": "Xi and Putin"}],
        ),
        # Nor is the state behind a city that nobody knows.
        (
            "{actor} <visit> {place}",
            "[P:Xi] met farmers in Samarham, [S:Uzbekistan], and then visited [S:Kazakhstan].",
            [{"actor": "Xi", "place": "Kazakhstan"}],
        ),
        # Who is asked to do it does it.
        (
            "{actor} <visit> {place}",
            "[P:Biden] asked [P:Blinken] to visit [S:Mexico].",
            [{"actor": "Blinken", "place": "Mexico"}],
        ),
        # A possessive is no subject of the next verb.
        ("{actor} <visit> {place}", "[P:Xi]'s brother visited [L:Paris].", []),
        # Kinds of party.
        ("{actor} <call> {recipient:person}", "[P:Xi] called [S:France] a friend.", []),
    ],
)
def test_pattern_finds_roles(pattern: str, text: str, expected: list[dict[str, str]]) -> None:
    """Subject, object and case-marked phrases fill the roles of the pattern."""
    assert roles(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{sender} <write>", "has the role {sender}"),
        ("{actor:planet} <write>", "asks for {actor:planet}"),
        ("{actor} writes", "0 verbs and 0 nouns"),
        ("{actor} <write> <send>", "2 verbs"),
        ("({actor} <write>", "is no pattern"),
    ],
)
def test_a_pattern_that_means_nothing_is_refused(pattern: str, message: str) -> None:
    """The error quotes what was met."""
    with pytest.raises(RuleError, match="test") as caught:
        compile_pattern(pattern, where="test", roles=ROLES)
    assert message in str(caught.value)


def test_masking_maps_back() -> None:
    """Each masked character knows the words that it stands for; parentheses are gone."""
    plain, masked = sentence("[P:President Xi] (left) met  [P:Putin] on [D:Monday].")

    assert str(masked) == "⟨person⟩ met ⟨person⟩ on ⟨date⟩."
    assert plain[slice(*masked.back(0, 1))] == "President Xi"
    assert plain[slice(*masked.back(0, len(masked.text)))] == plain


@given(st.text())
def test_masking_any_text(text: str) -> None:
    """Whatever the text, nothing in it poses as a mention, and offsets lie inside it."""
    masked = mask(text, 0, len(text), [])

    assert not any("\ue000" <= char <= "\uf8ff" for char in masked.text)
    assert len(masked.origin) == len(masked.text)
    assert all(0 <= start < end <= len(text) for start, end in masked.origin)


@given(st.text(alphabet=st.sampled_from("\ue000\uf200 ,andthe'sofwithmetvisit"), max_size=400))
def test_patterns_end_on_hostile_text(text: str) -> None:
    """Long runs of names and commas take no longer than their length deserves."""
    mentions = [
        Mention(i, i + 1, MentionKind.PERSON, (Actor(polity="st:chn", how="alias"),))
        for i, char in enumerate(text)
        if char == "\ue000"
    ]
    masked = mask(text, 0, len(text), mentions)
    for pattern in ("{actor} <meet> ~ with {other}", "{actor} <pay> ~ <n:visit> ; to {place}"):
        compile_pattern(pattern, where="test", roles=ROLES).matches(masked)
