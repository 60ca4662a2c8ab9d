"""Names without a title, with what owns or describes them."""

from dataclasses import replace

from dragoman.actors.chunks.describing import ends_apposition, read_description
from dragoman.actors.chunks.line import Line
from dragoman.actors.chunks.names import is_name_word, is_no_person, read_name
from dragoman.actors.chunks.parts import Chunk, Name
from dragoman.actors.chunks.states import polities_at, read_polities

_GRAND = frozenset({"international", "memorial", "national"})
_MAKERS = frozenset({"maker", "makers", "brand", "manufacturer", "producer", "retailer"})
_PHRASE_ENDS = frozenset({",", ".", ";", ":", "who", "and", "is", "was", "of", "said", "the", "his",
                          "her", "with", "in", "to", "turned"})  # fmt: skip


def joined_by(line: Line, place: int) -> str:
    """Return what joins a phrase to the one before: "and", ",", or "owner", a person's name."""
    if place == 0:
        return ""
    word = line.norm(place - 1)
    if word in ("and", ",", ";", "&", "including"):
        return word
    owner = line.items[place - 2 if line.possessive(place - 1) and place > 1 else place - 1]
    if owner.has("person"):
        return "owner"
    somewhere = owner.has("place") and not owner.has("pol", "capital", "adj", "metonym")
    somewhere = somewhere and line.norm(place - 2) not in ("in", "at", "near")
    region = (line.plain(place - 1) or somewhere) and line.tall(place - 1) and len(word) > 4
    unknown = word not in line.lists.no_names and word not in line.common and word.isalpha()
    return "region" if region and unknown and not line.headline else ""


def read_owned_name(line: Line, place: int) -> tuple[list[Chunk], int] | None:
    """Read "Turkey's Tayyip Erdogan": a name that a state's name owns."""
    at = place + 1 if line.norm(place) == "the" and line.plain(place) else place
    states = polities_at(line, at)
    if not states or line.items[at].has("grp"):
        return None
    owned = line.possessive(at + 1)
    if not owned and not (at > place and line.items[at].has("adj", "noun")):
        return None
    scanned = read_name(line, at + 2 if owned else at + 1, after_title=False)
    if scanned is None or is_no_person(line, scanned):
        return None
    if not owned and (scanned.count < 2 or line.headline):
        return None  # "the Finn Pekka Haavisto" is somebody, "the American Airlines" needs a look
    chunk = Chunk(
        "run", line.at(place), scanned.end, name=scanned.text, name_norms=scanned.norms,
        polities=states, gender=scanned.gender, how="known" if scanned.known else "",
        group="" if owned else "nationality",
    )  # fmt: skip
    return [chunk], scanned.after


def _is_numeral(line: Line, place: int, scanned: Name) -> bool:
    """Return whether "XI" is a team or a numeral: "the Prime Minister's XI"."""
    lone = scanned.norms == ("xi",) and scanned.text == "XI"
    return lone and not (line.headline and line.words.raw[0].isupper()) and line.tall(place)


def _read_counterpart(line: Line, place: int) -> tuple[Chunk, int] | None:
    """Read "his Armenian counterpart" behind a name and a comma."""
    states = polities_at(line, place + 1)
    if line.norm(place) not in ("his", "her", "their") or not states:
        return None
    if line.norm(place + 2) not in ("counterpart", "homologue", "colleague"):
        return None
    titles = (("counterpart", "counterpart"),)
    end = line.until(place + 3)
    return Chunk("office", line.at(place), end, titles=titles, polities=states), place + 3


def _is_namesake(line: Line, after: int) -> bool:
    """Return whether what follows a name is a calling or a thing: "Conte, coach of ...".

    Only callings that no official has; "Zelenskyy, a former comedian" is who he is.
    """
    things = line.lists.named_things
    if line.norm(after) in things:
        return True
    if line.norm(after) in _GRAND and line.norm(after + 1) in things:
        return True  # "Indira Gandhi International Airport"
    if line.norm(after) in ("a", "an", "the") and line.item(after + 1) is not None:
        return line.wording(after + 1) in line.lists.trades  # "Li Ronghao the singer"
    if line.norm(after) != ",":
        return False
    for ahead in range(after + 1, min(after + 11, len(line.items))):
        item = line.items[ahead]
        if ahead == after + 1 and line.norm(ahead) in ("a", "an", "the"):
            continue
        if item.has("nostate") and line.wording(ahead) in line.lists.trades:
            return True
        if line.norm(ahead) in _MAKERS and line.norm(ahead + 1) == "of":
            return True
        if line.norm(ahead) in things and line.norm(ahead - 1) in ("a", "an"):
            return True
        if item.has("title", "mod", "person") or line.norm(ahead) in _PHRASE_ENDS:
            return False
    return False


def _is_of_thing(line: Line, scanned: Name) -> bool:
    """Return whether "of the" and no state follow: "Wang Yi of the table tennis school"."""
    after = scanned.after
    if line.norm(after) != "of" or line.norm(after + 1) != "the" or line.headline:
        return False
    item = line.item(after + 2)
    return item is not None and (not item.kinds or (item.has("adj") and not item.has("pol")))


def _read_two(line: Line, place: int) -> tuple[list[Chunk], int] | None:
    """Read "Putin-Erdogan" where what the two have follows: "talks", "summit"."""
    last = place + 2
    if line.norm(place + 1) != "-" or not line.glued(place + 1):
        return None
    if line.norm(last + 1) not in _SHARED or not all(
        is_name_word(line, at, False) and line.items[at].end - line.items[at].start == 1
        for at in (place, last)
    ):
        return None
    halves = [
        Chunk("run", begin, end, name=line.text[begin:end], name_norms=(line.norm(at),))
        for at in (place, last)
        for begin, end in ((line.at(at), line.until(at + 1)),)
    ]
    return halves, last + 1


_SHARED = frozenset({"meeting", "meetings", "summit", "talks", "call", "phone", "telephone",
                     "conversation", "encounter", "handshake", "dialogue", "pact", "deal", "accord",
                     "agreement", "meet", "negotiations", "dinner", "lunch"})  # fmt: skip


def read_run(line: Line, place: int) -> tuple[list[Chunk], int] | None:
    """Read a name without a title; whose it is, is decided with the whole document."""
    if (two := _read_two(line, place)) is not None:
        return two
    item = line.items[place]
    opens = line.norm(place) in ("bin", "von") and line.plain(place)
    if not (item.has("person", "hon") or line.tall(place) or opens):
        return None
    if item.kinds and not item.has("person", "hon") and not is_name_word(line, place, False):
        return None
    scanned = read_name(line, place, after_title=False)
    if scanned is None:
        return None
    titled = item.has("hon") and not line.plain(place)
    chunk = Chunk(
        "run",
        line.at(place) if titled else scanned.begin,
        scanned.end,
        name=scanned.text,
        name_norms=scanned.norms,
        gender=scanned.gender,
        definite=item.has("hon"),
        how="known" if scanned.known else "",
        joined=joined_by(line, place),
    )
    if is_no_person(line, scanned) or _is_numeral(line, place, scanned):
        return None
    after = scanned.after
    if titled and line.norm(after) == "(" and line.norm(after + 2) == ")":
        states = polities_at(line, after + 1)
        if states and line.items[after + 1].has("pol"):  # "Ms. Ana Lima (Cabo Verde)"
            end = line.until(after + 3)
            return [replace(chunk, kind="person", end=end, polities=states)], after + 3
    if (
        _is_namesake(line, after)
        or _is_of_thing(line, scanned)
        or (line.norm(place - 1) in line.lists.things_before and not line.headline)
    ):
        return [Chunk("nobody", chunk.start, chunk.end)], after
    described = None
    if line.norm(after) in (",", "("):
        described = read_description(line, after + 1)
        if described and not ends_apposition(line, described[1]):
            described = None
    elif (look := line.item(after)) is not None and (
        look.has("title", "adj") or (line.norm(after) == "the" and scanned.count > 1)
    ):
        described = read_description(line, after)
        if described and not described[0].polities:
            described = None
    if described is None and line.norm(after) == "," and scanned.count > 1:
        described = _read_counterpart(line, after + 1)
    if described and (scanned.count > 1 or scanned.known or item.has("hon")):
        phrase, end = described
        chunk = replace(
            chunk, kind="person", end=phrase.end, titles=phrase.titles,
            polities=phrase.polities, towards=phrase.towards, former=phrase.former,
            hint=phrase.hint,
        )  # fmt: skip
        return [chunk], end
    if line.norm(after) == "of" and scanned.count > 1 and not line.headline:
        states, end = read_polities(line, after + 1, False)
        if states and line.items[end - 1].has("pol"):
            chunk = replace(chunk, kind="person", end=line.until(end), polities=states)
            return [chunk], end
    return [chunk], after
