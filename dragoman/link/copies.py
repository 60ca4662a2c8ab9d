"""Copies first: which documents have nearly the same text.

A wire story printed by forty papers is one source with a wide spread. Texts are compared by
the five-word sequences they share, estimated by MinHash; the same words weeks later are no
copy but are said again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b

from dragoman.model import Copies, Text
from dragoman.model.edtf import interval

ALIKE = 0.8
"""The share of five-word sequences that two copies have in common (Jaccard)."""

NEWS = 14
"""Days after which the same words are another text."""

_LENGTH, _SEED = 128, 1
_BANDS = 32  # of four: texts that share 0.8 meet in one of them with a probability of 1 - 1e-7
_WORDS = 5
_SHORT = 20  # words below which only equal texts are copies
_WORD = re.compile(r"\w+")


def find_copies(texts: Iterable[Text]) -> tuple[Copies, ...]:
    """Return the groups of documents with nearly the same text, by id.

    Each text is compared with the first of every group by document id, so that the order in
    which texts come must be that of their ids for the result not to depend on it.

    Args:
        texts: In the order of their ids; they are not kept.
    """
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(ALIKE, _LENGTH, _BANDS)
    leaders: list[tuple[RMinHash, int | None]] = []
    short: dict[str, list[int]] = defaultdict(list)
    groups: list[list[tuple[str, int | None]]] = []
    for text in texts:
        words = _WORD.findall(text.text.casefold())
        day = _day(text.published)
        sketch = RMinHash(_LENGTH, _SEED)
        if len(words) < _SHORT:
            near = short[" ".join(words)]
        else:
            sketch.update(
                [" ".join(run) for run in zip(*(words[i:] for i in range(_WORDS)), strict=False)]
            )
            near = sorted(
                int(key) for key in index.query(sketch) if leaders[key][0].jaccard(sketch) >= ALIKE
            )
        found = next((key for key in near if _is_near(leaders[key][1], day)), None)
        if found is not None:
            groups[found].append((text.doc_id, day))
            continue
        key = len(leaders)
        leaders.append((sketch, day))
        groups.append([(text.doc_id, day)])
        if len(words) < _SHORT:
            if words:
                near.append(key)
        else:
            index.insert(key, sketch)
    return tuple(
        sorted((_copies(group) for group in groups if len(group) > 1), key=lambda found: found.id)
    )


def _copies(group: list[tuple[str, int | None]]) -> Copies:
    docs = tuple(sorted(doc for doc, _ in group))
    first = min(group, key=lambda entry: (entry[1] is None, entry[1] or 0, entry[0]))[0]
    return Copies(f"co:{blake2b(docs[0].encode(), digest_size=6).hexdigest()}", first, docs)


def _day(published: str | None) -> int | None:
    try:
        days = interval(published) if published else None
    except ValueError:
        return None
    return days[0].toordinal() if days else None


def _is_near(one: int | None, two: int | None) -> bool:
    return one is None or two is None or abs(one - two) <= NEWS
