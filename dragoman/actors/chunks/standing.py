"""What stands by itself: states, organs, organizations, outlets and places."""

from dragoman.actors.chunks.line import Line
from dragoman.actors.chunks.names import is_given, is_name_word
from dragoman.actors.chunks.parts import Chunk
from dragoman.actors.chunks.states import before_states, polities_at, read_adjectives, read_polities

_LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "inside", "through", "around", "across", "via", "within"}
)


def read_standing(line: Line, place: int) -> tuple[list[Chunk], int] | None:
    """Read a state, an organ, an organization, an outlet or a place that stands by itself."""
    here = place
    if line.norm(here) == "the" and line.plain(here):
        here += 1
    item = line.item(here)
    if item is None or (item.has("neg") and not _is_in_union(line, here)):
        return None
    if not item.kinds:
        return _read_ministry(line, place, here) or _read_koreas(line, here)
    if item.has("outlet") and not item.has("pol", "org"):
        kind, ident = "outlet", item.first("outlet")
        return [Chunk(kind, line.at(place), line.until(here + 1), body=(ident,))], here + 1
    organ = _read_organ(line, place, here)
    if organ:
        return organ
    if item.has("named"):
        polity = item.first("named").split("|")[0]
        chunk = Chunk(
            "organ", line.at(place), line.until(here + 1), polities=(polity,), how="alias"
        )
        return [chunk], here + 1
    states = polities_at(line, here)
    if item.has("grp"):
        if not states or not before_states(line, here):
            return None
        end = line.until(here + 2)
        return [Chunk("pair", line.at(place), end, polities=states, how="group")], here + 2
    if states:
        return read_state(line, place, here, states)
    if item.has("place") and _is_place(line, here):
        ids = tuple(item.kinds["place"])
        chunk = Chunk("place", line.at(place), line.until(here + 1), place=ids[0], body=ids)
        return [chunk], here + 1
    return None


def _is_in_union(line: Line, here: int) -> bool:
    """Return whether a state of the Union is where somebody goes: "flew to Hawaii"."""
    item = line.items[here]
    travels = line.norm(here - 1) in ("to", "in", "for")
    return travels and item.first("neg") == "us-state" and item.has("place")


def _read_ministry(line: Line, place: int, here: int) -> tuple[list[Chunk], int] | None:
    """Read "the ministry": the one that was named before."""
    if line.norm(here) != "ministry" or here == place:
        return None
    if _goes_on(line, here + 1):
        return None
    chunk = Chunk("organ", line.at(place), line.until(here + 1), group="ministry")
    return [chunk], here + 1


def _read_koreas(line: Line, here: int) -> tuple[list[Chunk], int] | None:
    """Read "North" in "North and South Korea" with the state behind it."""
    word = line.norm(here)
    if word not in ("north", "south") or line.norm(here + 1) not in ("and", ","):
        return None
    other = line.item(here + 2)
    if other is None or not line.tall(here) or not other.has("pol", "adj"):
        return None
    states = polities_at(line, here + 2)
    if states[:1] not in (("st:kor",), ("st:prk",)) or line.norm(here + 2) == word:
        return None
    own = "st:prk" if word == "north" else "st:kor"
    chunk = Chunk("pair", line.at(here), line.until(here + 3), polities=(own, *states), how="pair")
    return [chunk], here + 3


def _is_place(line: Line, here: int) -> bool:
    """Return whether a place's name is not part of somebody's or something's name."""
    before = line.item(here - 1)
    if (
        before is not None
        and not before.kinds
        and line.tall(here - 1)
        and line.norm(here - 1) not in line.lists.no_names
        and line.norm(here - 1) not in line.lists.directions
        and not line.headline
        and here - 1 > 0
        and line.words.raw[before.start][0].isalpha()
    ):
        return False
    return not _is_company(line, here)


def _is_company(line: Line, here: int) -> bool:
    """Return whether a state's or city's name opens a company's, team's or paper's."""
    company = line.lists.company_words
    things = line.lists.thing_words
    word = line.norm(here + 1)
    if word in things and line.plain(here + 1) and not line.tall(here + 1):
        return True
    for ahead in range(1, 4):
        word = line.norm(here + ahead)
        if not word or not line.tall(here + ahead) or not line.plain(here + ahead):
            break
        if word in company and line.norm(here + ahead + 1) not in ("force", "base", "forces"):
            return not line.headline
    before = line.norm(here - 1)
    if before in line.lists.things_before and not line.headline:
        return True  # "the tanker Iran Dena", "Calle Venezuela"
    first = line.norm(here - 2) if before == "of" else ""
    if before == "the" and line.norm(here - 2) == "of":
        first = line.norm(here - 3)
    if first == "city" and line.items[here].has("place", "capital"):
        return False  # "the Kazakh city of Almaty"
    return bool(first) and first in line.lists.organ_words_before


def _read_organ(line: Line, place: int, here: int) -> tuple[list[Chunk], int] | None:
    """Read "the Chinese Foreign Ministry", "Ministry of Foreign Affairs of Japan"."""
    item = line.items[here]
    if item.has("organ") and not item.has("pol", "named"):
        kind = item.first("organ")
        after = here + 1
        states: tuple[str, ...] = ()
        if line.norm(after) in ("of", "in"):
            several = line.wording(here).endswith("s") and line.norm(after) == "of"
            states, end = read_polities(line, after + 1, several)
            if line.norm(after) == "in" and not (
                states and kind in ("fm", "def") and line.items[end - 1].has("capital")
            ):
                states = ()
            after = end if states else after
        if not states and here > place and _is_own_administration(line, here):
            chunk = Chunk("organ", line.at(place), line.until(after), group="own")
            return [chunk], after
        bare = (
            kind in _BARE
            and line.norm(here) != "presidency"
            and line.norm(here - 1 if here > place else here) == "the"
        )
        if not states and (kind not in ("fm", "def") or here == place) and not bare:
            return None
        if not states and kind not in ("fm", "def") and _goes_on(line, after):
            return None
        if not states and line.wording(here).endswith("ies"):
            return None  # "the foreign ministries" are several
        chunk = Chunk(
            "organ", line.at(place), line.until(after), polities=states, group=kind,
            how="alias" if states else "",
        )  # fmt: skip
        return [chunk], after
    states = polities_at(line, here)
    if not states:
        return None
    after = here + 1
    if line.possessive(after):
        after += 1
        if (look := line.item(after)) is not None and look.has("mod"):
            after += 1
    else:
        states, after = read_adjectives(line, here)
    following = line.item(after)
    if not states or following is None or not following.has("organ"):
        return None
    if following.has("pol", "named"):
        return None
    chunk = Chunk(
        "organ",
        line.at(place),
        line.until(after + 1),
        polities=states,
        group=following.first("organ"),
        how="alias",
    )
    return [chunk], after + 1


_BARE = frozenset({"fm", "emb", "head", "hog"})
"""Organs that "the" is enough for: whose they are, the text says before, or it is at home."""


def _goes_on(line: Line, after: int) -> bool:
    """Return whether a larger name goes on, or an owner follows: "the presidency of the EU"."""
    return line.norm(after) in ("of", "in", "for") or (line.tall(after) and not line.headline)


def _is_own_administration(line: Line, here: int) -> bool:
    return line.norm(here) == "administration" and line.tall(here)


def read_state(
    line: Line, place: int, here: int, states: tuple[str, ...]
) -> tuple[list[Chunk], int] | None:
    """Read a state's name, adjective, capital or metonym, or a pair of states."""
    item = line.items[here]
    if _is_company(line, here):
        return None
    adjective = item.has("adj", "noun") and not item.has("pol", "org", "metonym", "capital")
    if not adjective and not _is_state_name(line, here):
        return None
    pair = _read_pair(line, place, here, states)
    if pair:
        return pair
    if item.has("adj") and line.words.norm[item.start] in ("sino", "russo", "franco"):
        return None
    ident = states[0]
    start = here if adjective and not item.has("noun") else place
    spot: str | None = None
    how = "alias"
    if item.has("org", "body"):
        chunk = Chunk("org", line.at(place), line.until(here + 1), polities=states, how=how)
        return [chunk], here + 1
    if adjective:
        how = "adjective"
    elif item.has("capital", "metonym"):
        spot = item.first("capital") if item.has("capital") else None
        if spot is None and item.has("place"):
            spot = item.first("place")
        how = "metonym"
        if item.has("pol"):
            spot, how = ident, "alias"
    elif item.has("pol", "amb"):
        spot = ident
    if how == "metonym" and line.norm(here - 1) == "of" and _is_local(line, here - 2):
        how = "place"  # "the mayor of Athens"
    if line.norm(here - 1) in _LOCATIVE or (here > place and line.norm(place - 1) in _LOCATIVE):
        how = "place" if not adjective else how
    chunk = Chunk(
        "polity", line.at(start), line.until(here + 1), polities=states, place=spot, how=how
    )
    return [chunk], here + 1


def _is_local(line: Line, before: int) -> bool:
    item = line.item(before)
    return item is not None and item.has("nostate")


def _is_state_name(line: Line, here: int) -> bool:
    """Return whether the words are a state's and not a person's, as in "Jordan Smith"."""
    item = line.items[here]
    before, after = line.item(here - 1), line.item(here + 1)
    if item.has("capital", "place") and not item.has("pol") and not _is_place(line, here):
        return False
    return not (
        is_given(line, here)
        and after is not None
        and not after.kinds
        and is_name_word(line, here + 1, False)
        and line.norm(here - 1) not in ("of", "in", "from", "to", "with", "and", "between")
        and (before is None or not before.has("adj", "pol"))
        and not line.headline
    )


def _is_dateline(line: Line, here: int) -> bool:
    """Return whether a town in capitals opens the line: "RIYADH - Russian President Putin"."""
    if here or line.norm(1) != "-" or line.glued(1) or not line.items[0].has("capital"):
        return False
    behind = line.item(2)
    shouted = behind is not None and line.words.raw[behind.start].isupper()
    return all(raw.isupper() for raw in line.words.raw[: line.items[0].end]) and not shouted


def _read_pair(
    line: Line, place: int, here: int, states: tuple[str, ...]
) -> tuple[list[Chunk], int] | None:
    """Read "China-Russia", "Sino-Russian", "Japan-U.S.-ROK" as one."""
    found = list(states)
    at = here
    if _is_dateline(line, here):
        return None
    while len(found) < 5:
        follow = at + 1
        if line.norm(follow) in ("-", "/"):
            follow += 1
        elif not (
            line.items[at].has("pol")
            and (look := line.item(follow))
            and look.has("pol")
            and not look.has("adj")
        ):
            break
        more = polities_at(line, follow)
        item = line.item(follow)
        if not more or item is None or not item.has("pol", "adj", "org", "amb"):
            break
        found.extend(more)
        at = follow
    if len(found) < 2:
        return None
    chunk = Chunk("pair", line.at(place), line.until(at + 1), polities=tuple(found), how="pair")
    return [chunk], at + 1
