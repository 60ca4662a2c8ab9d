"""Names of persons: which words are one, and where it ends."""

from collections.abc import Sequence

from dragoman.actors.chunks.line import Line
from dragoman.actors.chunks.parts import Name

_SON_OF = frozenset({"bin", "ibn", "bint", "ben"})
OPENING = frozenset({"al", "el", "bin", "von"})
"""Particles by which a text, writing them small, begins a name: "told von der Leyen"."""
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def read_name(line: Line, place: int, *, after_title: bool) -> Name | None:
    """Read a person's name; None where there is none."""
    gender = ""
    here = place
    while (item := line.item(here)) is not None and item.has("hon") and here - place < 4:
        sort = item.first("hon")
        gender = gender or (sort if sort in ("m", "f") else "")
        here += 1
        if line.norm(here) == ".":
            here += 1
    start = here
    known: Sequence[str] = ()
    count = 0
    full = False
    while here < len(line.items) and count < 9:
        item = line.items[here]
        word = line.norm(here)
        if item.has("person") and (not full or count == 0):
            if count and not line.tall(here):
                break
            if count and item.end - item.start > 1 and line.norm(here - 1) not in _SON_OF:
                # A whole name inside a run of large words: what is before is no name.
                start, count = here, 0
            known = known or item.kinds["person"]
            full = full or item.end - item.start > 1
            count += item.end - item.start
            here += 1
            continue
        joined = word == "-" and here > start and line.glued(here)
        if joined and (is_name_word(line, here + 1, False) or _is_second_half(line, here + 1)):
            # Both halves at once: the second may be small, as in Cho Tae-yong.
            if not full and count == 1:
                known = []  # "the Biden-Harris administration": not he
            count += 1
            here += 2
            continue
        if word in line.lists.particles and _is_particle(line, here, count):
            count += not count and line.tall(here)  # "Du Xiaohui", "Von der Leyen"
            here += 1
            full = False
            continue
        if word in _SUFFIXES and count:
            here += 1
            break
        if full and not _joins_full(line, here):
            break
        if known and count == 1 and line.headline:
            break  # "President Biden Designates Castner Range"
        if not is_name_word(line, here, (after_title or bool(gender)) and count == 0):
            if count and (
                _is_family(line, here)
                or _is_titled(line, here)
                or (gender and _is_place(line, here))
            ):
                count += 1
                here += 1
            break
        count += 1
        here += 1
    if not count:
        return None
    if (
        line.norm(here) == ","
        and line.norm(here + 1) in ("jr.", "jr", "sr.", "iii")
        and line.tall(here + 1)
    ):
        here += 2
    first, last = line.items[start], line.items[here - 1]
    begin, end = line.words.starts[first.start], line.words.ends[last.end - 1]
    norms = tuple(
        part
        for word in line.words.norm[first.start : last.end]
        if word[0].isalnum() and word not in ("al", "el")
        for part in word.split(".")
        if part
    )
    return Name(here, end, line.text[begin:end], norms, count, bool(known), gender, begin)


def _is_second_half(line: Line, here: int) -> bool:
    """Return whether a word after a hyphen is the small end of a given name: Tae-yong."""
    word = line.norm(here)
    return line.plain(here) and word.isalpha() and 2 <= len(word) <= 7 and len(word) > 1


def _joins_full(line: Line, here: int) -> bool:
    """Return whether a full name known to the register goes on: "... Al Nahyan"."""
    previous = line.norm(here - 1)
    if previous in line.lists.particles or previous == "-":
        return True
    # A second family name: "Alicia Bárcena Ibarra".
    word = line.norm(here)
    return (
        line.plain(here)
        and not line.headline
        and word not in line.lists.not_persons
        and word not in line.common
    )


def _is_particle(line: Line, here: int, count: int) -> bool:
    if not count and not line.tall(here) and not OPENING & {line.norm(here), line.norm(here - 1)}:
        return False
    follow = here + 1
    if line.norm(follow) == "-":
        follow += 1
    if line.norm(follow) in line.lists.particles:
        follow += 1
    item = line.item(follow)
    if item is not None and item.has("person") and line.tall(follow):
        return True
    return is_name_word(line, follow, False)


def _is_titled(line: Line, here: int) -> bool:
    """Return whether a title's word is a family name: "Envoy Bob King"."""
    item = line.items[here]
    lone = item.end - item.start == 1 and item.has("title", "nostate", "hon")
    given = line.norm(here - 1) in line.lists.common_given
    return lone and given and line.tall(here) and not line.tall(here + 1)


def _is_place(line: Line, here: int) -> bool:
    """Return whether one large word is a place's name: behind "Ms. Ana" Lima is none."""
    item = line.items[here]
    lone = item.end - item.start == 1 and item.has("pol", "place", "capital", "amb")
    return lone and line.tall(here) and line.tall(here - 1)


def _is_family(line: Line, here: int) -> bool:
    """Return whether a place's name ends a person's: "Lisa O. Monaco", "Ben Rhodes"."""
    item = line.items[here]
    before = line.norm(here - 1)
    lone = item.end - item.start == 1 and item.has("pol", "place", "capital", "amb")
    initial = len(before.rstrip(".")) == 1
    given = initial or before in line.lists.common_given
    return lone and given and line.tall(here) and line.tall(here - 1)


def is_name_word(line: Line, here: int, after_title: bool) -> bool:
    """Return whether a word can be part of a person's name."""
    item = line.item(here)
    if item is None or not line.tall(here):
        return False
    word = line.norm(here)
    if not word[0].isalpha() or word in line.lists.no_names:
        return False
    if item.has("person"):
        return True
    if is_given_title(line, here):
        return True
    if item.kinds:
        # "Minister Sydney Mufamadi", "Chad Smith": a place's name as a given name.
        follow = line.item(here + 1)
        lone = item.end - item.start == 1 and item.has("place", "capital", "amb", "pol", "neg")
        given = lone and ((after_title and not item.has("neg")) or is_given(line, here))
        return bool(given and follow and not follow.kinds and is_name_word(line, here + 1, False))
    return not (line.headline and (word in line.common or word in line.lists.not_persons))


def is_given_title(line: Line, here: int) -> bool:
    """Return whether a title is a first name: "Sultan bin Saad Al Muraikhi"."""
    return line.tall(here) and line.norm(here + 1) in _SON_OF


def is_given(line: Line, here: int) -> bool:
    """Return whether a word is also a first name: Jordan, Chad."""
    item = line.items[here]
    return line.words.raw[item.start] in line.lists.given_names


def is_no_person(line: Line, scanned: Name) -> bool:
    """Return whether an unknown run of large words names a thing: it holds "council"."""
    return not scanned.known and not line.lists.not_persons.isdisjoint(scanned.norms)
