"""Which words are verbs, in which form, and with which auxiliaries: "was", "not", "expected".

Guessed from endings, short lists and neighbours, without a dictionary. Where that is not
enough ("visit", "talks"), the words beside it decide.
"""

from dragoman.extract.status.sentence import SentenceWords
from dragoman.extract.status.words import (
    ADVERBS,
    AUXILIARIES,
    BARE_VERBS,
    BE,
    DETERMINERS,
    DO,
    EITHER,
    MODALS,
    NOT_VERBS,
    PARTICIPLES,
    PAST,
    PREPOSITIONS,
    PRESENT,
    STOPS,
    WEEKDAYS,
)


def is_ing(word: str) -> bool:
    """Say whether a word looks like "meeting"; short ones ("king") do not."""
    return len(word) > 5 and word.endswith("ing") and word != "spring"


def is_past(word: str) -> bool:
    """Say whether a word looks like a past form: "met", "visited"."""
    return word in PAST or (len(word) > 4 and word.endswith("ed") and word not in NOT_VERBS)


def is_participle(word: str) -> bool:
    """Say whether a word looks like a past participle: "held", "visited"."""
    return word in PARTICIPLES or (word.endswith("ed") and word not in NOT_VERBS)


def auxiliaries_of(sentence: SentenceWords, head: int) -> tuple[list[int], int]:
    """Return the auxiliaries of a verb, left to right, and the token in front of them."""
    found: list[int] = []
    index = head - 1
    while index >= 0 and head - index <= 10:
        word = sentence.word(index)
        if word in AUXILIARIES:
            found.insert(0, index)
        elif word in ("on", "this", "late", "early"):
            if sentence.word(index + 1) not in WEEKDAYS:
                break
        elif word not in ADVERBS and not word.endswith("ly"):
            break
        index -= 1
    while (
        found
        and sentence.word(found[0]) == "'s"
        and sentence.word(index) not in ("he", "she", "it", "who", "that", "there")
    ):
        found.pop(0)  # a possessive, not "is"
    return found, index


def verb_before(sentence: SentenceWords, index: int, reach: int = 40) -> int | None:
    """Return the nearest verb at or before a token, in the same clause."""
    for position in range(min(index, len(sentence.words) - 1), max(-1, index - reach), -1):
        word = sentence.word(position)
        if word in STOPS:
            return None
        if is_finite(sentence, position, word):
            return position
    return None


def modal_before(sentence: SentenceWords, index: int) -> int | None:
    """Return the verb that a bare form behind "and" is coordinate with: "will go and meet"."""
    for position in range(index - 1, max(-1, index - 30), -1):
        word = sentence.word(position)
        if word in STOPS:
            return None
        if word in MODALS or word == "to":
            for verb in range(position + 1, index):
                if sentence.word(verb) in BARE_VERBS or (
                    sentence.word(verb) not in ADVERBS | AUXILIARIES
                ):
                    return verb
    return None


def is_finite(sentence: SentenceWords, position: int, word: str) -> bool:
    """Say whether a word is a verb that can carry a clause; "to meet" and "will meet" count."""
    before = sentence.word(position - 1)
    if before in DETERMINERS and before not in ("that", "both", "each", "all", "some"):
        return False
    if word in PRESENT or word in ("am", "been"):
        return not (word in EITHER and not either_is_verb(sentence, position))
    if is_past(word):
        return before not in PREPOSITIONS or before in ("to", "by")
    chain, _ = auxiliaries_of(sentence, position)
    words = [sentence.word(index) for index in chain]
    if is_ing(word):
        return any(one in BE for one in words)
    return any(one in MODALS or one == "to" for one in words) and (
        word not in DETERMINERS | PREPOSITIONS | ADVERBS | STOPS | {",", "."}
        and not word[0].isdigit()
        and not sentence.capital(position)
    )


def either_is_verb(sentence: SentenceWords, index: int) -> bool:
    """Say whether "visit", "talks", "meeting" is a verb here."""
    word = sentence.word(index)
    chain, _ = auxiliaries_of(sentence, index)
    before, behind = sentence.word(index - 1), sentence.word(index + 1)
    if any(sentence.word(one) != "to" for one in chain):
        if is_ing(word):
            return True
        return any(sentence.word(one) in MODALS | DO or sentence.word(one) == "to" for one in chain)
    if before == "to":
        if is_ing(word):
            return sentence.word(index - 2) == "forward"
        return word not in ("talks", "visits", "calls", "tours", "exchanges")
    if is_ing(word):
        return behind not in PREPOSITIONS | STOPS | {",", ".", "'s", "and", ""} and (
            before
            in ("before", "after", "while", "of", "for", "by", "from", "since", "in", "without")
            or before == ","
        )
    if before in ("who", "he", "she", "they", "it", "we", "i", "which"):
        return True
    if before in DETERMINERS | PREPOSITIONS:
        return False
    if word in ("visits", "calls", "hosts", "tours", "travels"):
        return sentence.capital(index - 1)
    if word in ("visit", "call", "host", "tour", "travel", "talk"):
        return before in ("and", "or") and modal_before(sentence, index - 1) is not None
    return False
