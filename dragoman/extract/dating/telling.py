"""How a document tells of an act: from afar, as a headline, as its own account, as a round-up."""

import re

from dragoman.extract.dates import DateFound, find_dates
from dragoman.extract.dating.traits import SIGNED
from dragoman.extract.dating.words import OUTCOMES, THANKING, TREATING
from dragoman.extract.reading import Reading
from dragoman.model import Channel, SectionKind
from dragoman.model.edtf import interval
from dragoman.text import CleanText

_ACCOUNT = re.compile(
    r"\b(?:readouts?|statements?|press\s+releases?|communiqu[eé]s?|fact\s+sheet|nominations?"
    r"|announce(?:s|ment)?|joint\s+declaration)\b",
    re.IGNORECASE,
)
"""What a document calls itself, where it is an official account of an act."""

_HEAD = 400
"""How far from its top a document says what it is."""

_FRAME = re.compile(r"\b(?:In|During|Over)\s+the\s+(?:past|last)\s+")


def is_afar(reading: Reading, trigger: int, channel: Channel | None) -> bool:
    """Say whether a sentence only speaks of an act: "condemned the attack", "thanked him for".

    The day on which they spoke of it is not that of the act. What is signed or said is an
    exception: it is welcomed on the day.
    """
    tree, here = reading.tree, trigger
    if tree[trigger].upos == "VERB" and not tree[trigger].deprel.startswith(("acl", "advcl")):
        return False
    if channel is Channel.FORCE and tree[trigger].upos == "NOUN":
        return True
    while tree.heads[here] >= 0:
        relation, here = tree[here].deprel.partition(":")[0], tree.heads[here]
        lemma = tree[here].lemma.lower()
        if relation in ("conj", "root", "parataxis", "ccomp"):
            return False
        if lemma in THANKING and relation in ("obl", "nmod", "advcl", "obj"):
            return True
        if lemma in OUTCOMES and relation == "nmod":
            return True
        if tree[here].upos == "VERB":
            looked_at = lemma in TREATING - {"welcome", "hail"} and relation in ("obj", "nsubj")
            return looked_at and channel not in SIGNED
    return False


def is_headline(reading: Reading, trigger: int, clean: CleanText) -> bool:
    """Say whether a happening is told in the present tense, on top and without a full stop."""
    first, last = reading.sentence.start, reading.sentence.end
    if first > _HEAD or clean.text[last - 1 : last] in ".!?":
        return False
    tree, verb = reading.tree, trigger
    while tree[verb].upos not in ("VERB", "AUX") and tree.heads[verb] >= 0:
        if tree[verb].deprel.startswith("nsubj"):
            return False  # "The partnership boasts momentum"
        verb = tree.heads[verb]
    return "Tense=Pres|VerbForm=Fin" in tree[verb].feats


def is_account(clean: CleanText) -> bool:
    """Say whether a document calls itself a readout, a statement or the like."""
    return bool(_ACCOUNT.search(clean.doc.title or "") or _ACCOUNT.search(clean.text, 0, _HEAD))


def find_frame(clean: CleanText) -> DateFound | None:
    """Return the month that a round-up looks back on: "In the past August, China ...".

    None where no clause opens like that, or where two of them name different times.
    """
    frames: dict[str, DateFound] = {}
    for sentence in clean.sentences:
        opening = _FRAME.search(clean.text, sentence.start, sentence.end)
        if opening is None or sentence.section is not SectionKind.BODY:
            continue
        for found in find_dates(
            clean.text, sentence.start, sentence.end, anchor=clean.doc.published
        ):
            if found.value and found.start <= opening.end() <= found.end + 1:
                frames.setdefault(found.value, found)
    months = [found for value, found in frames.items() if re.fullmatch(r"\d{4}-\d{2}", value)]
    return months[0] if len(frames) == len(months) == 1 else None


_LONG_AGO = 150
"""A day without a year, so many days back, is rather the coming one, where no tense decides."""


def is_long_ago(day: str, published: str | None) -> bool:
    """Say whether a day lies far back from the day of the document."""
    happening = interval(day)
    document = interval(published) if published else None
    return bool(happening and document and (document[0] - happening[1]).days > _LONG_AGO)
