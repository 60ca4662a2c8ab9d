"""Words that point back: "the two leaders", "both sides", "they", "I"."""

from dragoman.actors.chunks.closed import NUMBERS
from dragoman.actors.chunks.line import Line
from dragoman.actors.chunks.parts import Chunk

# What can follow "her" only where it is an object: "met her at the airport", not "her visit".
_AFTER_OBJECT = frozenset(
    {"", ".", ",", ";", ":", ")", "!", "?", "at", "in", "on", "to", "for", "with", "and", "by",
     "from", "after", "before", "as", "that", "about", "during", "over", "a", "an", "the", "upon",
     "into", "off", "back", "there", "here", "when", "while", "whether", "if"}
)  # fmt: skip


# "The two top diplomats", "both African leaders".
_BETWEEN = frozenset(
    {"top", "senior", "visiting", "respective", "high", "new", "young", "pacific", "african",
     "asian", "european", "arab", "gulf", "caribbean", "nordic", "baltic", "neighbouring",
     "neighboring", "allied", "friendly", "brotherly", "fraternal"}
)  # fmt: skip
# Words that count themselves: "the pair", "the duo".
_COUNTING = {"pair": 2, "duo": 2, "trio": 3}
# Without a number, the only ones of the text so far or nobody: "the delegations", "the teams".
_OF_THE_TEXT = frozenset({"delegations", "teams", "negotiators", "parties", "countries"})
# Without a number too common to point back at anybody.
_COMMON = frozenset(
    {"states", "nations", "governments", "peoples", "men", "women", "officials", "diplomats",
     "envoys", "counterparts", "statesmen", "politicians", "koreas", "armies", "navies",
     "militaries", "foreign ministries", "parliaments", "neighbours", "neighbors", "capitals"}
)  # fmt: skip


# What such words begin with; beside them only "His Majesty" does.
_OPENING = frozenset(
    {"he", "she", "they", "i", "we", "his", "her", "him", "their", "the", *NUMBERS}
)


_DIGNITIES = {"majesty": "majesty", "highness": "highness", "royal highness": "highness",
              "holiness": "holiness"}  # fmt: skip


def read_pointer(line: Line, place: int) -> tuple[list[Chunk], int] | None:
    """Read "the two leaders", "both sides", "they", "he"."""
    word = line.norm(place)
    if word not in _OPENING and not line.items[place].has("hon"):
        return None
    if word in ("he", "she", "they") and line.plain(place):
        if line.words.raw[line.items[place].start] == "HE" and not line.plain(place + 1):
            return None  # "HE Minister of Foreign Affairs": His Excellency
        if line.norm(place + 1) == "the":
            return None  # "HE the Special Envoy"
        if line.norm(place + 1) in ("who", "that"):
            return None  # "he who tied the bell": nobody in particular
        chunk = Chunk("pronoun", line.at(place), line.until(place + 1), group=word)
        return [chunk], place + 1
    if word in ("i", "we") and _is_first_person(line, place):
        chunk = Chunk("pronoun", line.at(place), line.until(place + 1), group=word)
        return [chunk], place + 1
    if word in ("his", "her") and line.plain(place) and _is_of_contact(line, place + 1):
        group = "he" if word == "his" else "she"
        chunk = Chunk("pronoun", line.at(place), line.until(place + 1), group=group, own=True,
                      number=place)  # fmt: skip
        return [chunk], place + 1
    if word in ("him", "her") and line.plain(place) and line.norm(place + 1) in _AFTER_OBJECT:
        chunk = Chunk("pronoun", line.at(place), line.until(place + 1), group=word)
        return [chunk], place + 1
    if (majesty := _read_majesty(line, place)) is not None:
        return majesty
    if (form := _read_form(line, place)) is not None:
        return form
    if word == "the" and (monarch := _read_monarch(line, place)) is not None:
        return monarch
    if word == "the" and (aged := _read_aged(line, place)) is not None:
        return aged
    here = place
    definite = word == "the"
    if definite:
        here += 1
    number = NUMBERS.get(line.norm(here), 0)
    if number:
        here += 1
        if line.norm(here) in _BETWEEN:
            here += 1
    elif not definite:
        return None
    item = line.item(here)
    if item is None:
        return None
    words = line.words
    noun = ""
    for length in (3, 2, 1):
        last = item.start + length
        candidate = " ".join(words.norm[item.start : last])
        if candidate in line.lists.group_nouns:
            noun = candidate
            break
    if not noun:
        if number == 2 and definite and line.plain(here) and not line.tall(here):
            return _read_bare_two(line, place, here)
        return None
    number = number or _COUNTING.get(noun, 0)
    if number and noun in _COUNTING and not definite:
        return None
    strict = not number and noun in _OF_THE_TEXT
    if not number and noun in _COMMON:
        return None
    if number and not definite and word != "both" and line.lists.group_nouns[noun] == "persons":
        return None  # "three officials" were not met before
    after = here
    while after < len(line.items) and line.items[after].start < last:
        after += 1
    # "the leaders of Serbia and Kosovo" says itself who they are.
    if line.norm(after) == "of":
        return None
    chunk = Chunk(
        "group",
        line.at(place),
        line.until(after),
        group=line.lists.group_nouns[noun],
        number=number,
        how="strict" if strict else "",
    )
    return [chunk], after


def _read_aged(line: Line, place: int) -> tuple[list[Chunk], int] | None:
    """Read "the 87-year-old" as a person, where no noun follows that says of what."""
    norms = [line.norm(place + ahead) for ahead in range(1, 7)]
    if not norms[0].isdigit() or norms[1:5] != ["-", "year", "-", "old"]:
        return None
    follow = line.item(place + 6)
    if follow is not None and (follow.kinds or line.tall(place + 6)):
        return None  # "the 87-year-old president", "the 19-year-old Dane"
    if norms[5] in line.lists.trades or norms[5] in ("man", "woman", "boy", "girl", "son"):
        return None
    return [Chunk("pronoun", line.at(place), line.until(place + 6), group="aged")], place + 6


_CONTACTS = frozenset({"visit", "trip", "tour", "talks", "meeting", "meetings", "call",
                       "conversation", "discussions", "negotiations", "consultations", "stay",
                       "journey", "stopover", "arrival", "summit", "dinner", "lunch",
                       "audience", "phone", "telephone", "swing"})  # fmt: skip


def _is_of_contact(line: Line, place: int) -> bool:
    """Return whether a contact stands at a place or shortly behind: "his first visit"."""
    for ahead in range(place, min(place + 5, len(line.items))):
        word = line.norm(ahead)
        if word in _CONTACTS:
            return True
        if not (word.isalnum() or word == "-") or line.tall(ahead) or word in ("and", "with", "to"):
            return False
    return False


_KOREAS = frozenset({"north", "south"})
_LAND = frozenset({"country", "nation", "homeland"})


def _read_form(line: Line, place: int) -> tuple[list[Chunk], int] | None:
    """Read "the kingdom", "the Caribbean nation", "the North", "his country"."""
    word = line.norm(place)
    item = line.item(place + 1)
    if item is None:
        return None
    norms = line.words.norm
    if word in ("his", "her", "their"):
        several = word == "their" and norms[item.start] in ("countries", "nations")
        if not several and (word == "their" or norms[item.start] not in _LAND):
            return None
        group = "states" if several else "own"
        chunk = Chunk("group" if several else "form", line.at(place), line.until(place + 2),
                      group=group, number=2 * several, how=word)  # fmt: skip
        return [chunk], place + 2
    if word != "the":
        return None
    for length in (3, 2, 1):
        last = item.start + length
        form = " ".join(norms[item.start : last])
        if form in line.lists.forms:
            break
    else:
        return None
    after = place + 1
    while after < len(line.items) and line.items[after].start < last:
        after += 1
    whole = line.items[after - 1].end == last and not item.has("pol", "org", "place", "named")
    if not whole or item.has("neg"):
        return None  # "the Central African Republic", "the South China Sea"
    named = line.norm(after) in ("of", "for", "-") or (line.tall(after) and not line.headline)
    if named or (form in _KOREAS and not line.tall(place + 1)):
        return None  # "the Kingdom of Saudi Arabia", "the Island Times", "the north"
    chunk = Chunk("form", line.at(place), line.until(after), group=form)
    return [chunk], after


def _read_majesty(line: Line, place: int) -> tuple[list[Chunk], int] | None:
    """Read "His Majesty" by itself, without a title or a name behind it, as an office."""
    item = line.items[place]
    if not item.has("hon") or item.end - item.start < 2:
        return None
    wording = line.wording(place)
    class_name = _DIGNITIES.get(wording.split(" ", 1)[1])
    follow = line.item(place + 1)
    if class_name is None or (follow is not None and (follow.kinds or line.tall(place + 1))):
        return None
    if line.norm(place + 1) in ("the", "sheikh") or not line.tall(place):
        return None
    chunk = Chunk(
        "office", line.at(place), line.until(place + 1), titles=((wording, class_name),),
        definite=True, gender="f" if wording.startswith("her ") else "m",
    )  # fmt: skip
    return [chunk], place + 1


def _read_monarch(line: Line, place: int) -> tuple[list[Chunk], int] | None:
    """Read "the Sovereign" and "the monarch" as "His Majesty" is read."""
    if line.norm(place + 1) not in ("sovereign", "monarch") or not line.plain(place + 1):
        return None
    follow = line.norm(place + 2)
    verb = follow in _AFTER_TWO or (follow.endswith("ed") and len(follow) > 4)
    large = line.tall(place + 1) and not line.headline and follow.isalpha()
    if line.tall(place + 2) or not (verb or large or follow in ("", ".", ",", "'s", "\u2019s")):
        return None  # "the Sovereign Council", "the sovereign debt"
    titles = (("his majesty", "majesty"),)
    chunk = Chunk("office", line.at(place), line.until(place + 2), titles=titles, definite=True)
    return [chunk], place + 2


def _is_first_person(line: Line, place: int) -> bool:
    """Return whether "I" or "we" is one, and no numeral: "World War I", "Charles I of ...".

    A small word must follow; none that is large may stand before it.
    """
    follow = line.item(place + 1)
    if not line.plain(place) or follow is None:
        return False
    small = line.words.raw[follow.start][0].islower()
    named = line.tall(place - 1) and line.norm(place - 1) not in line.lists.no_names
    return small and not (line.norm(place) == "i" and named)


_AFTER_TWO = frozenset(
    {"met", "had", "have", "also", "were", "are", "later", "shook", "will", "spoke", "held",
     "last", ".", ",", ";", "did", "do", "since", "would", "could", "can", "may", "should", "then",
     "first", "again", "said", "told", "sat", "took", "went", "broke", "saw", "plan", "meet",
     "sealed", "struck", "put", "made", "got", "came", "left", "gave", "flew", "ate", "both",
     "reportedly", "jointly", "briefly", "reached", "inked", "vowed", "is", "has"}
)  # fmt: skip


def _read_bare_two(line: Line, place: int, here: int) -> tuple[list[Chunk], int] | None:
    """Read "the two" as persons where a verb or a mark follows, not a noun."""
    word = line.norm(here)
    if word not in _AFTER_TWO and not (word.endswith("ed") and len(word) > 4):
        return None
    chunk = Chunk("group", line.at(place), line.until(here), group="persons", number=2)
    return [chunk], here
