"""What follows a title: "of China", "to Russia", "for Yemen"."""

from dragoman.actors.chunks.closed import HOME, SHORT
from dragoman.actors.chunks.line import Line
from dragoman.actors.chunks.names import read_name
from dragoman.actors.chunks.states import polities_at, read_polities


def read_complement(
    line: Line, place: int, plural: bool, office_class: str
) -> tuple[tuple[str, ...], str | None, int, str]:
    """Read "of China", "to Russia", "of the European Council" after a title.

    Returns:
        States it belongs to, the state an envoy is sent to, the place after it, and the
        wording of a body.
    """
    word = line.norm(place)
    item = line.item(place)
    if item is not None and item.has("amb") and item.first("amb") in SHORT:
        return (f"?{item.first('amb')}",), None, place + 1, ""  # "Foreign Minister RF Lavrov"
    if word in ("at", "in") and (worked := _read_ministry(line, place + 1)):
        return worked
    if word not in ("of", "to", "in", "for", "from") or not line.plain(place):
        return (), None, place, ""
    if word == "of" and line.norm(place + 1) == "our" and line.norm(place + 2) in _OURS:
        return (HOME,), None, place + 3, ""
    near = _read_near(line, place, plural, office_class)
    if near[2] > place or word not in ("of", "for") or plural:
        return near
    part = read_part_of_state(line, place + 1)
    return (part[0], None, part[1], "organ:part") if part else near


_OURS = frozenset({"country", "state", "nation", "republic"})


def _read_ministry(line: Line, here: int) -> tuple[tuple[str, ...], None, int, str] | None:
    """Read "at the Ministry of Defence of Kenya" after "State Secretary"."""
    here += line.norm(here) == "the"
    item = line.item(here)
    if item is None or not item.has("organ") or not line.wording(here).startswith("ministry"):
        return None
    states, end = read_polities(line, here + 2, False) if line.norm(here + 1) == "of" else ((), 0)
    return states, None, end if states else here + 1, ""


def _read_near(
    line: Line, place: int, plural: bool, office_class: str
) -> tuple[tuple[str, ...], str | None, int, str]:
    word = line.norm(place)
    here = place + 1
    if line.norm(here) == "the":
        here += 1
    item = line.item(here)
    if item is None:
        return (), None, place, ""
    if word == "of" and not plural and (led := _read_led_organ(line, here)) is not None:
        return led
    envoy = office_class in ("amb", "permrep", "envoy")
    if word == "to":
        if envoy:
            sent, after = read_polities(line, place + 1, False)
            if sent:
                return (), sent[0], after, ""
            if line.norm(here - 1) == "the" and line.norm(here) in _HERE and line.tall(here):
                return (), HOME, here + 1, ""  # "the Ambassador of India to the Kingdom"
        elif item.has("title", "adj", "pol") and office_class in ("aide", "nsa", "deputynsa"):
            return _read_served(line, here, place)
        return (), None, place, ""
    if word == "in":
        if office_class == "amb" and item.has("capital", "pol"):
            sent, after = read_polities(line, place + 1, False)
            return (), sent[0] if sent else None, after if sent else place, ""
        return (), None, place, ""
    if word == "for" and office_class == "spokes" and (led := _read_led_organ(line, here)):
        return led
    if word == "for" and office_class in ("envoy", "aide"):
        return (), None, _skip_region(line, here) or place, ""
    if word == "for" or (word == "from" and office_class != "official"):
        return (), None, place, ""
    if item.has("organ", "named") and not item.has("pol"):
        after = here + 1
        if line.norm(after) == "of":
            states, end = read_polities(line, after + 1, False)
            if states:
                return states, None, end, ""
        named = polities_at(line, here)
        return (named, None, after, "") if named else ((), None, place, "")
    if not plural and (inside := _read_whole(line, here)):
        return inside[0], None, inside[1], ""
    states, after = read_polities(line, place + 1, plural)
    if line.norm(after) in line.lists.members:
        return (), None, place, ""  # "the first foreign minister of EU countries"
    last = line.items[after - 1] if states else None
    adjective = last is not None and last.has("adj") and not last.has("pol")
    if adjective and line.tall(after) and line.norm(after) in _REALMS:
        after += 1  # "the Rwandan Republic"
    if adjective and not plural and line.tall(after) and line.plain(after):
        return (), None, place, ""  # "Chief Executive of Saudi Aramco"
    body = line.wording(here) if states and item.has("body") else ""
    return (states, None, after, body) if states else ((), None, place, "")


_HERE = frozenset({"kingdom", "sultanate", "republic", "emirate", "state"})
_REALMS = frozenset({"republic", "federation", "kingdom", "state", "nation", "people"})
_PART_WORDS = frozenset({"of", "the", "and", "for", "on", "at", "in", "&", ",", "-", "with"})
_LONGEST_PART = 16


def read_part_of_state(line: Line, here: int) -> tuple[tuple[str, ...], int] | None:
    """Read "the Asian Affairs Bureau of Japan's foreign ministry": the state, and the end.

    A part is a department or the like, however long its name is; the state stands behind it.
    A company, a club, an institute is none, whosever it is.
    """
    part = False
    for at in range(here, min(here + _LONGEST_PART, len(line.items))):
        item, word = line.items[at], line.norm(at)
        if item.has("named") and not item.has("pol"):
            return (item.first("named").split("|")[0],), at + 1
        if part and word in ("of", "at", "in"):
            states, end = read_polities(line, at + 1, False)
            if states and word != "in":
                whole = _read_whole(line, end - 1)
                return states, whole[1] if whole else end
            continue
        named = item.has("organ")
        if line.tall(at) and polities_at(line, at):
            whole = _read_whole(line, at)
            if whole is not None and word not in ("china", "asia"):
                return whole
        company = line.lists.company_words if at > here else frozenset()
        if word in company or item.has("title", "titles", "person", "hon"):
            return None
        if named or word in line.lists.state_parts:
            part = True
        elif not line.tall(at) and word not in _PART_WORDS:
            return None
    return None


def read_head_of_part(
    line: Line, here: int
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...], int] | None:
    """Read "Director of the Department of Asian Affairs of Japan": an official, of a state.

    The word alone is said of all sorts of heads; the part of a state makes it an office.
    """
    wording = line.wording(here)
    if not line.items[here].has("nostate") or line.norm(here + 1) not in ("of", "for"):
        return None
    if wording not in line.register.titles.get("also_of_state", ()):
        return None
    part = read_part_of_state(line, here + 2)
    return (((wording, "official"),), part[0], part[1]) if part else None


def _read_led_organ(line: Line, here: int) -> tuple[tuple[str, ...], str | None, int, str] | None:
    """Read "the Russian Foreign Ministry", "Polish diplomacy" after "head of": who leads it.

    What the head of such an organ is, stands in `by_body` of titles.yml as "organ:fm".
    """
    states = polities_at(line, here)
    at = here
    if states:
        if line.possessive(here + 1):
            at = here + 2
        elif line.items[here].has("adj"):
            at = here + 1
        elif not line.items[here].has("named"):
            return None
    item = line.item(at)
    if item is None:
        return None
    if item.has("named") and not item.has("body"):
        polity, kind = item.first("named").split("|")
        return states or (polity,), None, at + 1, f"organ:{kind}"
    if item.has("organ"):
        kind, end = item.first("organ"), at + 1
        if not states and line.norm(end) == "of":
            states, end = read_polities(line, end + 1, False)
            end = end if states else at + 1
        return states, None, end, f"organ:{kind}"
    return (states, None, at + 1, "organ:fm") if line.norm(at) == "diplomacy" else None


def _skip_region(line: Line, here: int) -> int | None:
    """Read past "Yemen" in "special envoy for Yemen Hans Grundberg", up to a known name."""
    for after in range(here, min(here + 9, len(line.items))):
        item = line.items[after]
        if item.has("person", "hon") and after > here:
            name = read_name(line, after, after_title=True)
            return after if name is not None and name.known else None
        small = line.norm(after) in ("the", "of", "and", "-")
        if not (line.tall(after) or small) or item.has("title", "titles"):
            return None
    return None


def _read_whole(line: Line, here: int) -> tuple[tuple[str, ...], int] | None:
    """Read "Niger's junta", "the Ukrainian Armed Forces": a state and a part of it."""
    states = polities_at(line, here)
    if not states:
        return None
    after = here + 1
    owned = line.possessive(after)
    if owned:
        after += 1
    elif not line.items[here].has("adj", "named", "org", "body"):
        return None
    for ahead in range(after, min(after + 4, len(line.items))):
        item = line.items[ahead]
        if line.norm(ahead) == "delegation" and line.norm(ahead + 1) == "to":
            host, end = read_polities(line, ahead + 2, False)
            return states, end if host else ahead + 1
        if item.has("organ", "named") or line.norm(ahead) in line.lists.parts:
            return states, ahead + 1
        if item.kinds and not item.has("mod"):
            break
        if line.norm(ahead) in (",", "."):
            break
    return None


def _read_served(line: Line, here: int, place: int) -> tuple[tuple[str, ...], str | None, int, str]:
    """Read "to the Prime Minister of Italy": whom an adviser serves gives the state."""
    states = polities_at(line, here)
    at = here + 1 if states else here
    item = line.item(at)
    if item is None or not item.has("title"):
        return (), None, place, ""
    after = at + 1
    if not states and line.norm(after) == "of":
        states, end = read_polities(line, after + 1, False)
        after = end if states else after
    return states, None, after, ""
