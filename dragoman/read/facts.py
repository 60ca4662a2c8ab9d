"""What is known of a document beside its text, gathered from wherever it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from dragoman.model import Document
from dragoman.read.decode import whole_characters
from dragoman.read.hints import HintBook
from dragoman.text import find_day

# The languages that the public record of diplomacy is met in. A closed set keeps short English
# texts from being taken for Maltese or Luxembourgish.
LANGUAGES = (
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr",
    "hu", "hy", "id", "it", "ja", "ka", "kk", "ko", "lt", "lv", "mn", "ms", "nl", "no", "pl",
    "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "th", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
_FEWEST_LETTERS = 40
_SHORT = 300
_ENGLISH = re.compile(
    r"\b(?:the|and|with|from|said|says|meets?|talks|after|received|visited|visits|foreign"
    r"|between|would|their|his|has|who|phones|called|thanked|congratulates|congratulated|letter"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_MOST_ENGLISH = frozenset(
    re.findall(r"\w+", "the of and to for that with is was are from by he his their has")
)
_ENGLISH_SHARE = 0.15  # of English prose it is a quarter, of other prose with English in it less
_OFTEN_ENGLISH = re.compile(
    r"\b(?:of|met|in|on|to|will|held|[Pp]resident|[Mm]inister)\b"
)  # or Dutch
"""Words of English, two of which tell it where a text is so short that statistics fail."""
_FUNCTION_WORDS = {
    "cs": "a je se na v že do s o i", "da": "og det er en at på af med til den",
    "de": "der die das und ist den mit von zu ein in im", "es": "el la los de que y en con por una",
    "et": "ja on ei et see ka kui oli", "fi": "ja on ei se että oli ovat kun myös",
    "fr": "le la les de et des du en est une", "hr": "i je u na se da su s za od",
    "hu": "a az és hogy nem is egy volt", "id": "dan di yang dengan untuk pada ke dari ini itu",
    "it": "il la di che e del con per una gli", "lt": "ir su iš kad yra buvo į",
    "lv": "un ir ar no uz ka par bija", "ms": "dan di yang dengan untuk pada ke dari ini itu",
    "nl": "de het een en van dat met voor zijn niet", "no": "og det er en at på av med til den",
    "pl": "i w na z się do że jest nie o", "pt": "o a os de que e em com por uma",
    "ro": "și de la în cu pe o este din un", "sk": "a je sa na v že do s o i",
    "sl": "in je v na se da so s za od", "sq": "dhe në e të për me një nga",
    "sv": "och det är en att på av med till som", "sw": "na ya wa kwa ni katika za la",
    "tr": "ve bir bu ile için da de olan", "vi": "và của các là trong cho với được",
}  # fmt: skip
"""Words that hardly a sentence of a language does without; taken by nothing but their frequency."""
_SHARED = {"in", "met", "to", "on"}
"""Function words of other languages that are words of English too."""
_NAME = re.compile(
    r"\b[^\W\d_a-z][\w'’-]*"
    r"(?: (?:v[ao]n(?: der?)?|de(?:r|l| la| los)?|d[aio]s?|bin|al|el) (?=[^\W\d_a-z]))?"
)
"""A word with a capital, and the particle between it and the next one: "Ursula von der Leyen"."""
_SAMPLE = 4000


@dataclass(frozen=True, slots=True)
class Facts:
    """What one place (a sidecar, a head, a row) says of a document; None: nothing."""

    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    side: str | None = None


def make_document(
    text: str,
    *,
    meta: Mapping[str, str | None],
    head: Facts,
    source: str | None,
    name: str,
    hints: HintBook,
) -> Document:
    """Return the document, each fact from the sidecar, else from its head, else from the text.

    Its title stands above the text where the text does not begin with it.

    The day is looked for in the text and the address only where neither names it. What is
    known of the outlet comes after what the document says of itself.
    """
    url = meta.get("url") or head.url
    known = hints.of(url)
    published, came_from = meta.get("published"), "meta"
    if not published:
        published, came_from = head.published, "head"
    if not published:
        day = find_day(text, url, known.dates)
        published, came_from = (day.value, day.came_from) if day else (None, "")
    title = meta.get("title") or head.title
    text = headed(text, whole_characters(title)) if title else text
    doc = Document(
        id=Document.make_id(text, url),
        text=text,
        title=title,
        url=url,
        outlet=meta.get("outlet") or head.outlet,
        side=meta.get("side") or head.side,
        published=published,
        published_from=came_from or None,
        language=meta.get("language") or head.language or known.language or find_language(text),
        source=source,
        name=name,
    )
    clean = {
        field: whole_characters(value)
        for field in ("title", "url", "outlet", "side", "language", "name")
        if (value := getattr(doc, field))
    }
    return replace(doc, **clean)


_HEAD = 600
"""Characters of a text in which its title may stand: behind a kicker, a date, a byline."""


def headed(text: str, title: str) -> str:
    r"""Return a text with its title above it, unless it begins with that.

    >>> headed("Xi met Modi.", "Readout"), headed("READOUT\n\nXi met Modi.", "Readout")
    ('Readout\n\nXi met Modi.', 'READOUT\n\nXi met Modi.')
    """
    words = re.findall(r"\w+", title.casefold())
    start = re.findall(r"\w+", text[: _HEAD + len(title)].casefold())
    if not words or " ".join(words) in " ".join(start):
        return text
    return f"{title}\n\n{text}"


def find_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language that the text is most like, out of `LANGUAGES`.

    None for a text of fewer than 40 letters: too few to tell.
    """
    start = max(0, len(text) // 2 - _SAMPLE // 2) if len(text) > 2 * _SAMPLE else 0
    sample = text[start : start + _SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < _FEWEST_LETTERS:
        return None
    if _looks_english(sample) if letters < _SHORT else _is_english(sample):
        return "en"  # names of the world's leaders look like many languages
    guessed = str(_identifier().classify(sample)[0])
    if letters < _SHORT and guessed in _FUNCTION_WORDS:
        plain = _NAME.sub(" ", sample)
        words = set(re.findall(r"\w+", plain))
        theirs = words & {*_FUNCTION_WORDS[guessed].split()}
        if not theirs - _SHARED and (
            _ENGLISH.search(sample)
            or len(_OFTEN_ENGLISH.findall(plain)) > len(theirs)
            or str(_identifier().classify(plain)[0]) == "en"
        ):
            return "en"  # the names alone are of that language
    return guessed


def _looks_english(sample: str) -> bool:
    """Say whether a text has words of English, some that no other language has among them."""
    sure, likely = (set(words.findall(sample)) for words in (_ENGLISH, _OFTEN_ENGLISH))
    return bool(sure) and len(sure) + len(likely) > 2


def _is_english(sample: str) -> bool:
    """Say whether English words are so many that the statistics need not be asked."""
    words = sample.split()
    return sum(word in _MOST_ENGLISH for word in words) > _ENGLISH_SHARE * len(words)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loads numpy: only when needed

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([code for code in LANGUAGES if code in set(identifier.labels)])
    return identifier
