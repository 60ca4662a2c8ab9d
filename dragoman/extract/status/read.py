"""From a trigger to its status: cue words that reach over the clause, then verb or noun."""

from dragoman.extract.status.cues import read_scope, read_trigger, tells_earlier
from dragoman.extract.status.forms import auxiliaries_of, either_is_verb, is_ing, is_past
from dragoman.extract.status.found import StatusFound
from dragoman.extract.status.nouns import read_noun
from dragoman.extract.status.sentence import SentenceWords, split_words
from dragoman.extract.status.verbs import read_verb
from dragoman.extract.status.words import (
    ADVERBS,
    AUXILIARIES,
    BARE_VERBS,
    DETERMINERS,
    EITHER,
    NOUNS,
    PARTICIPLES,
    PRESENT,
)
from dragoman.model import UNMARKED, Status


def read_status(text: str, start: int, end: int, trigger: tuple[int, int]) -> StatusFound:
    """Read whether the happening that `trigger` names took place.

    Args:
        text: The repaired text of a document; English.
        start: Where the sentence begins. Nothing outside it is read.
        end: Where it ends, exclusive.
        trigger: The words that name the interaction, `[start, end)` of the text: a verb
            with or without its auxiliaries, or a noun phrase.

    >>> text = "The two ministers will meet again in Moscow."
    >>> read_status(text, 0, len(text), (23, 27)).status.value
    'planned'
    """
    sentence = split_words(text[start:end])
    inside = [
        index
        for index, (begin, stop) in enumerate(sentence.spans)
        if stop > trigger[0] - start and begin < trigger[1] - start
    ]
    if not inside:
        return StatusFound(Status.HAPPENED, False, None, UNMARKED)
    first, last = inside[0], inside[-1]
    head = first
    while head < last and (
        sentence.word(head) in AUXILIARIES
        or sentence.word(head) in ADVERBS
        or sentence.word(head) in DETERMINERS
    ):
        head += 1
    reading = read_scope(sentence, head)
    if reading is None:
        reading = read_trigger(sentence, head)
    if reading is None:
        verbal = _is_verb(sentence, head)
        reading = read_verb(sentence, head) if verbal else read_noun(sentence, head, last)
    background = reading.background or tells_earlier(sentence, first, last, reading.status)
    cue = (start + reading.cue[0], start + reading.cue[1]) if reading.cue else None
    return StatusFound(reading.status, background, cue, reading.rule)


def _is_verb(sentence: SentenceWords, head: int) -> bool:
    """Say whether a trigger is a verb here; else it is read as a noun."""
    word = sentence.word(head)
    if word in EITHER:
        return either_is_verb(sentence, head)
    if word in PRESENT or is_past(word) or word in PARTICIPLES or word in BARE_VERBS:
        return True
    if is_ing(word) and sentence.word(head - 1) not in DETERMINERS:
        return True
    chain, _ = auxiliaries_of(sentence, head)
    return bool(chain) and sentence.word(head - 1) in AUXILIARIES and word not in NOUNS
