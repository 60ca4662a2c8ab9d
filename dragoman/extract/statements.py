"""Statements: what somebody said, about whom, and which side the words take.

What states, officials, experts, media and netizens say, in direct and indirect speech. News
that an outlet only passes on ("Xinhua reported that Wang met Lavrov") is no statement: who
says so is told by the report of it.
"""

import re
from collections.abc import Iterator

from dragoman.extract.details.topics import topics_of
from dragoman.extract.reading import Reading, named_at
from dragoman.extract.speakers import (
    Takes,
    can_speak,
    is_pronoun,
    listed,
    mention_of,
    phrase_of,
    speech_words,
    subjects_of,
)
from dragoman.extract.speech import Speech, is_cue, speeches_of
from dragoman.model import Actor, Mention, SpanError, Stance, Statement
from dragoman.text import CleanText

_FEWEST = 3
"""Tokens of what is said; fewer are a name or a fragment."""

_NEAR = 2
"""Tokens that may part two stretches of one saying: commas, quotation marks."""

_LONGEST = 3000
"""Characters that a quotation may run on behind its sentence."""

_CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»"}
_TRIM = " \t\r\n,;:-–—"
_THAT = re.compile(r"(?:that|as|how)\s+", re.IGNORECASE)
_QUOTED_LINE = re.compile(r"\s*[\"“«]")
_PERSONAL = frozenset({"i", "we", "you", "it", "this", "that", "which", "who", "what"})


def find_statements(reading: Reading, clean: CleanText) -> Iterator[Statement]:
    """Yield what is said in a sentence, in the order of the words that say it.

    A quotation that runs on behind the sentence belongs to its speaker. States and
    organizations, and the side that is taken, are read from the sentence alone.
    """
    taken: list[tuple[int, int]] = []
    for speech in speeches_of(reading):
        if not _is_statement(reading, speech):
            continue
        speaker = speech.speakers[0]
        said = _said(reading, speech) if speech.content else _following(reading, clean)
        if said is None:
            continue
        start, end = _trim(clean.text, said[0], _run_on(clean, *said))
        if end - start < 2 or (start, end) in taken:
            continue
        taken.append((start, end))
        actor = _actor(reading, speaker)
        try:
            yield Statement(
                doc_id=clean.doc.id,
                speaker=clean.span(*phrase_of(reading, speaker)),
                cue=clean.span(*reading.span(speech.cue)),
                content=clean.span(start, end),
                actor=actor,
                about=_about(reading, start, end, actor),
                stance=stance_of(reading, speech, actor),
                topics=topics_of(clean.text, start, end),
                section=reading.sentence.section,
            )
        except SpanError:  # words that only a repair put there quote nothing
            continue


def _is_statement(reading: Reading, speech: Speech) -> bool:
    """Say whether somebody says this as their own, and not an outlet as news."""
    speaker = speech.speakers[0]
    if speech.takes is Takes.RELAY or not can_speak(reading, speaker):
        return False
    if speech.takes is Takes.OBJECT and _is_within(reading, speech.cue):
        return False
    token = reading.tree[speaker]
    mention = mention_of(reading, speaker)
    known = mention is not None and any(actor.id for actor in mention.actors)
    if token.upos == "PRON" and token.form.lower() in _PERSONAL and not known:
        return False
    is_news = "outlet" in reading.kinds[speaker] or (
        token.lemma.lower() in listed("news") and "person" not in reading.kinds[speaker]
    )
    if not is_news:
        return True
    tree, cue = reading.tree, speech.cue
    opinion = any(tree[child].lemma.lower() in listed("opinions") for child in tree.children[cue])
    return opinion or tree[cue].lemma.lower() in listed("comments")


def _is_within(reading: Reading, cue: int) -> bool:
    """Say whether "Iran rejects the plan" is what somebody says, and no statement itself."""
    tree = reading.tree
    while tree.heads[cue] >= 0:
        above = tree.heads[cue]
        if tree[cue].deprel in ("ccomp", "xcomp") and is_cue(reading, above):
            return True
        cue = above
    return False


def _said(reading: Reading, speech: Speech) -> tuple[int, int] | None:
    """Return where the words stand that are said: `"We agree," he said, "and will sign."`.

    What follows an inserted "he said" and is neither a quotation nor the rest of the clause
    ("..., he said, ending months of doubt") is the document's own.
    """
    tree = reading.tree
    runs: list[list[int]] = []
    for token in sorted(speech.content):
        if runs and token - runs[-1][-1] <= _NEAR:
            runs[-1].append(token)
        else:
            runs.append([token])
    fewest = _FEWEST - (speech.takes is Takes.OBJECT)
    kept = runs[:1]
    for run in runs[1:]:
        first = next((t for t in run if tree[t].upos != "PUNCT"), run[0])
        whole = any(_is_main_subject(reading, t, set(runs[0])) for t in runs[0])
        goes_on = tree[first].deprel == "cc" or tree[first].form == "that"
        goes_on = goes_on or any(tree[t].form in _CLOSING for t in run)
        if not whole or goes_on:
            kept.append(run)
    tokens = [t for run in kept for t in run]
    if sum(tree[t].upos != "PUNCT" for t in tokens) < fewest:
        return None
    return reading.span(tokens[0], tokens[-1])


def _is_main_subject(reading: Reading, token: int, inside: set[int]) -> bool:
    tree = reading.tree
    head = tree.heads[token]
    return (
        tree[token].deprel.startswith("nsubj")
        and head in inside
        and tree[head].deprel != "acl:relcl"
    )


def _following(reading: Reading, clean: CleanText) -> tuple[int, int] | None:
    """Return the sentence behind one that ends with a colon."""
    for sentence in clean.sentences:
        if sentence.start >= reading.sentence.end:
            return (sentence.start, sentence.end) if sentence.end > sentence.start else None
    return None


def _run_on(clean: CleanText, start: int, end: int) -> int:
    """Return where a quotation ends that is not closed within its sentence."""
    text = clean.text
    begin = start - 1 if start and text[start - 1] in _CLOSING else start
    words = text[begin:end]
    if '"' in words:
        open_ = words.count('"') % 2 == 1
        closing = '"'
    else:
        open_ = words.count("“") > words.count("”")
        closing = "”"
    if not open_ or text[end : end + 1] in ('"', "”"):
        return end
    limit = text.find("\n\n", end)
    limit = min(len(text) if limit < 0 else limit, end + _LONGEST)
    close = text.find(closing, end, limit)
    return end if close < 0 else close + 1


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out commas and "that" at the ends; take in quotation marks that stand around."""
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    if match := _THAT.match(text, start, end):
        start = match.end()
    quoted = text[start : start + 1] in _CLOSING
    if not quoted and start and text[start - 1] in _CLOSING and text[end : end + 1] in ('"', "”"):
        return start - 1, end + 1
    if (
        quoted
        and text[start:end].count(_CLOSING[text[start]][0]) % 2 == 1
        and text[end : end + 1] in ('"', "”")
    ):
        return start, end + 1
    return start, end


def _actor(reading: Reading, speaker: int) -> Actor | None:
    """Return who speaks, where the words name one: an official, a ministry, a state."""
    actors = [actor for _, actor in named_at(reading, speaker)]
    if not actors and (mention := reading.inside.get(speaker)) is not None:
        actors = [actor for actor in mention.actors if actor.id]
    return actors[0] if len(actors) == 1 else None


def _about(reading: Reading, start: int, end: int, actor: Actor | None) -> tuple[str, ...]:
    """Return the states and organizations that some words name, but for the speaker's own."""
    own = actor.polity if actor else None
    named = [
        named.polity
        for mention in reading.mentions
        if start <= mention.start < end and _names_somebody(mention)
        for named in mention.actors
        if named.polity and named.polity != own
    ]
    return tuple(dict.fromkeys(named))


def _names_somebody(mention: Mention) -> bool:
    return bool(mention.actors) and not is_pronoun(mention)


def stance_of(reading: Reading, speech: Speech, actor: Actor | None) -> Stance:
    """Return the side that somebody takes, by the lists of `rules/statements.yml`.

    Words count that are said of the speaker or the speaker's state ("France supports"), that
    judge ("is unacceptable"), or that the speaker gives ("voiced support"); what others
    support does not. A negation turns a word round; words of both sides leave it undecided.
    """
    found: set[Stance] = set()
    cue = [speech.cue]
    cue += [c for c in reading.tree.children[speech.cue] if reading.tree[c].deprel == "advmod"]
    for token in (*cue, *sorted(speech.content)):
        stance = speech_words().stances.get(reading.tree[token].lemma.lower())
        if stance is None:
            continue
        own = token in cue or stance is Stance.UNDECIDED
        if not own and not _is_own(reading, token, actor):
            continue
        if stance is not Stance.UNDECIDED and _is_negated(reading, token):
            stance = Stance.OPPOSES if stance is Stance.SUPPORTS else Stance.SUPPORTS
        found.add(stance)
    if not found:
        return Stance.NEUTRAL
    return found.pop() if len(found) == 1 else Stance.UNDECIDED


def _is_own(reading: Reading, token: int, actor: Actor | None) -> bool:
    """Say whether a word tells what the speaker holds, and not what another does."""
    tree, first = reading.tree, token
    while tree[first].deprel == "conj":
        first = tree.heads[first]
    deprel = tree[first].deprel.split(":")[0]
    if tree[token].upos != "VERB":
        judges = any(tree[child].deprel == "cop" for child in tree.children[token])
        return judges or deprel == "obj"
    if deprel in ("amod", "compound"):
        return False
    subjects = subjects_of(reading, token)
    if not subjects:
        return tree[token].deprel in ("xcomp", "ccomp") and not any(
            tree[child].deprel == "aux:pass" for child in tree.children[token]
        )
    polity = actor.polity if actor else None
    for subject in subjects:
        mention = mention_of(reading, subject)
        named = mention.actors if mention is not None else ()
        if tree[subject].upos == "PRON" or (polity and any(a.polity == polity for a in named)):
            return True
    return False


def _is_negated(reading: Reading, token: int) -> bool:
    tree, negations = reading.tree, listed("negations")
    here, negated = token, False
    for _ in range(3):
        negated ^= any(
            tree[child].lemma.lower() in negations or tree[child].form.lower() in negations
            for child in tree.children[here]
        )
        if here != token and tree[here].lemma.lower() in negations:
            negated = not negated
        if tree[here].deprel not in ("obj", "xcomp") or tree.heads[here] < 0:
            break
        here = tree.heads[here]
    return negated
