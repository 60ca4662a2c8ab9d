"""How a word is written, in ten classes: what the parser's uncased vocabulary does not see.

The numbers are part of the weights; an order changed here needs a training.
"""

from functools import lru_cache

SHAPES = (
    "root",  # no word
    "lower",  # "met"
    "capital",  # "Wang"
    "upper",  # "UN"
    "initial",  # "J"
    "mixed",  # "McDonald", "iPhone"
    "number",  # "1,000"
    "alphanumeric",  # "COVID19", "5th"
    "uncased",  # letters of a script without case
    "sign",  # no letter or digit
)


@lru_cache(maxsize=1 << 16)
def shape_of(form: str) -> int:
    """Return the number of the word's shape in `SHAPES`.

    >>> [SHAPES[shape_of(w)] for w in ("met", "Wang", "UN", "J", "iPhone", "1,000", "G20", "—")]
    ['lower', 'capital', 'upper', 'initial', 'mixed', 'number', 'alphanumeric', 'sign']
    """
    letters = [c for c in form if c.isalpha()]
    digits = any(map(str.isdigit, form))
    if not letters:
        return 6 if digits else 9
    if digits:
        return 7
    cased = [c for c in letters if c.isupper() or c.islower()]
    if not cased:
        return 8
    if all(c.islower() for c in cased):
        return 1
    if all(c.isupper() for c in cased):
        return 3 if len(cased) > 1 else 4
    if cased[0].isupper() and all(c.islower() for c in cased[1:]):
        return 2
    return 5
