"""Write names of other alphabets in Latin letters, given name first, for matching.

Only alphabets that write all sounds are read here; what needs a dictionary stays unread.
"""

import re
import unicodedata

_LETTERS = (  # a letter and what it is written as
    "аa бb вv гg дd еe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy"
    " ь эe юyu яya іi їyi єye ўw ґg"
    " αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs τt υy φf χch ψps ωo ςs"
)
_LATIN = {pair[0]: pair[1:] for pair in _LETTERS.split()}
_KEPT = {"й": "\x01", "ў": "\x02", "ї": "\x03"}  # letters of their own, not letters with a mark
_FATHER = re.compile(r"(?i)([вт]ич|віч|вна|ўна)$")


def some(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


def latin(word: str) -> str:
    """Write Cyrillic or Greek letters in Latin ones.

    >>> latin("Дарчиев"), latin("Λιάκος")
    ('Darchiev', 'Liakos')
    """
    word = word.lower()
    for letter, mark in _KEPT.items():
        word = word.replace(letter, mark)
    bare = "".join(m for m in unicodedata.normalize("NFD", word) if not unicodedata.combining(m))
    for letter, mark in _KEPT.items():
        bare = bare.replace(mark, letter)
    made = "".join(_LATIN.get(mark, mark) for mark in bare)
    return "-".join(part[:1].upper() + part[1:] for part in made.split("-"))


def given_first(name: str) -> list[str]:
    """Return the words of a name, given name first and without the father's.

    >>> given_first("Дарчиев, Александр Никитич"), given_first("Красільчук Володимир Ярославович")
    (['Александр', 'Дарчиев'], ['Володимир', 'Красільчук'])
    """
    if ", " in name:
        family, _, rest = name.partition(", ")
    else:
        words = name.split()
        turned = len(words) == 3 and _FATHER.search(words[2]) and not _FATHER.search(words[1])
        family = words[0] if turned else words[-1]
        rest = " ".join(words[1:] if turned else words[:-1])
    given = [word for word in rest.split() if not _FATHER.search(word)]
    return [*(given or rest.split()), family]
