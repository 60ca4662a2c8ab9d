"""From a word to its dictionary form: as treebanks have it, or by a rule the parser chooses.

A rule is short text: how to case the word, how many characters to take off its end, and
what to put there instead. A word that shares no beginning with its lemma is replaced.

    >>> apply_rule("l1y", "Countries")  # the parser would not choose this one
    'countriey'
    >>> apply_rule("l3y", "Countries")
    'country'
    >>> apply_rule("=go", "went")
    'go'
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from dragoman.parse.irregular import irregular_verbs

KEEP = "k0"
"""The rule of a word that is its own lemma, case and all."""

_RULE = re.compile(r"(?P<case>[klt])(?P<cut>\d+)(?P<ending>.*)|=(?P<whole>.+)", re.DOTALL)
_CASES: dict[str, Callable[[str], str]] = {"k": str, "l": str.lower, "t": str.capitalize}


def find_rule(form: str, lemma: str) -> str:
    """Return the simplest rule that turns `form` into `lemma`.

    Simplest: takes off the fewest characters; lower case before the case as it stands
    before a capital, so that "the" and "The" have one rule; a replacement comes last.
    """
    found = []
    for rank, case in enumerate("lkt"):
        cased = _CASES[case](form)
        shared = _shared(cased, lemma)
        # What stands behind the number must not be read as part of it.
        if shared and not lemma[shared : shared + 1].isdigit():
            found.append(
                (len(cased) - shared, rank, f"{case}{len(cased) - shared}{lemma[shared:]}")
            )
    return min(found)[2] if found else f"={lemma}" if lemma else KEEP


def apply_rule(rule: str, form: str) -> str:
    """Return the lemma of `form` by `rule`; the form itself where the rule would leave nothing.

    Raises:
        ValueError: `rule` is none.
    """
    match = _RULE.fullmatch(rule)
    if match is None:
        raise ValueError(f"no lemma rule: {rule!r}; they look like 'l3y' or '=go'")
    if match["whole"]:
        return match["whole"]
    cased = _CASES[match["case"]](form)
    return (cased[: max(len(cased) - int(match["cut"]), 0)] + match["ending"]) or form


# How regular words end, and how their lemmas do.
_REGULAR = {
    "VERB": (
        *(("ied", "y"), ("ies", "y"), ("ying", "ie")),
        *(("ed", ""), ("ed", "e"), ("es", ""), ("es", "e"), ("s", ""), ("ing", ""), ("ing", "e")),
    ),
    "NOUN": (("ies", "y"), ("ves", "f"), ("ves", "fe"), ("es", ""), ("s", ""), ("men", "man")),
}
_DOUBLED = re.compile(r"(.*([bdfgklmnprtvz]))\2(?:ed|ing)")


def regular_lemmas(form: str, upos: str) -> Iterator[str]:
    """Yield what a regular verb or noun in lower case may be a form of, the likeliest first.

    >>> list(regular_lemmas("conveyed", "VERB"))
    ['convey', 'conveye']
    >>> list(regular_lemmas("planned", "VERB"))
    ['plan', 'plann', 'planne']
    """
    if upos == "VERB" and (match := _DOUBLED.fullmatch(form)):
        yield match[1]
    for ending, instead in _REGULAR.get(upos, ()):
        if form.endswith(ending) and form != ending:
            yield form.removesuffix(ending) + instead


# Stems that English does not end a verb with: "reiterat", "mobiliz", "advanc", "resolv", "handl".
# But "visit", "deepen", "target": after a vowel or two consonants of another kind the stem stands.
_WANTS_E = re.compile(
    r".*(?:[^aeiou]at|[iu]at|[iy]z|[^aeiou]is|[cuv]|[dr]g|[^aeiou]ag|cor|rs|ns|ys|[bcdfgkpstz]l)"
)


def spelled_lemma(form: str, upos: str) -> str | None:
    """Return what an inflected verb or plural noun in lower case is a form of, by spelling alone.

    None where the ending is no regular one. For words that no list knows.

    >>> [spelled_lemma(f, "VERB") for f in ("reiterated", "mobilizing", "deepened", "resolves")]
    ['reiterate', 'mobilize', 'deepen', 'resolve']
    >>> [spelled_lemma(f, "NOUN") for f in ("beneficiaries", "enrollees", "hotline")]
    ['beneficiary', 'enrollee', None]
    """
    if upos == "NOUN":
        if form.endswith("ies"):
            return form.removesuffix("ies") + "y"
        if re.search(r"(?:[sxz]|[cs]h)es$", form):
            return form.removesuffix("es")
        return form.removesuffix("s") if re.search(r"[^su]s$", form) else None
    for ending in ("ied", "ies"):
        if form.endswith(ending):
            return form.removesuffix(ending) + "y"
    if re.search(r"[iy][sz]es$", form):
        return form.removesuffix("s")
    if re.search(r"[^s]s$", form):
        return form.removesuffix("es" if re.search(r"(?:s|x|[cs]h)es$", form) else "s")
    if (match := re.fullmatch(r"(.{2,})(?:ed|ing)", form)) is None:
        return None
    if doubled := _DOUBLED.fullmatch(form):
        return doubled[1]
    return match[1] + ("e" if _WANTS_E.fullmatch(match[1]) else "")


def choose_lemma(
    form: str,
    upos: str,
    rule: str,
    *,
    seen: Mapping[tuple[str, str], str],
    words: Collection[str],
) -> str:
    """Return the lemma of a word.

    What the treebanks say of the word comes first, then the list of irregular verbs. A rule that
    leads to no word ("conveye") gives way to a regular form that does, and where none does to
    the one that is spelled like one; a rule that keeps capitals ("AIDS") or the word as it is
    does not.

    Args:
        form: As it stands in the text.
        upos: Its part of speech.
        rule: What the parser chose.
        seen: Lemmas by form in lower case and part of speech.
        words: Words that there are, in lower case.
    """
    lowered = form.lower()
    if known := seen.get((lowered, upos)):
        return known
    if upos == "VERB" and (known := irregular_verbs().get(lowered)):
        return known
    lemma = apply_rule(rule, form)
    if upos not in _REGULAR or not lemma.islower() or lemma in words:
        return lemma
    if known := next((w for w in regular_lemmas(lowered, upos) if w in words), None):
        return known
    return (spelled_lemma(lowered, upos) if lemma != lowered else None) or lemma


def _shared(one: str, other: str) -> int:
    """Count the characters that both begin with."""
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return i
    return min(len(one), len(other))
