"""States and organizations as modifiers and in lists: "Russian", "China, Japan and South Korea"."""

from dragoman.actors.chunks.line import Line

# No document lists more states at one title; a bound, so that hostile text costs no more.
_LONGEST_LIST = 60
_LONGEST_ROW = 8  # of adjectives before one title


def polities_at(line: Line, place: int) -> tuple[str, ...]:
    """Return the states or organizations that the item can mean; several if ambiguous."""
    item = line.item(place)
    if item is None or not item.kinds or item.has("neg"):
        return ()
    if "grp" in item.kinds:
        return _members(line, place)
    for kind in ("adj", "pol", "org", "body", "noun", "metonym"):
        if kind in item.kinds:
            return tuple(item.kinds[kind][:1])
    if "amb" in item.kinds:
        return (f"?{item.first('amb')}",)
    if "capital" in item.kinds:
        state = _place_state(line, item.first("capital"))
        return (state,) if state else ()
    if "named" in item.kinds:
        return (item.first("named").split("|")[0],)
    return ()


def _members(line: Line, place: int) -> tuple[str, ...]:
    """Return the states of "Baltic" in "Baltic foreign ministers"; the sea has none."""
    ident = line.items[place].first("grp")
    after = place + 1
    while (look := line.item(after)) is not None and look.has("mod"):
        after += 1
    of_region = line.norm(place - 1) == "of" or line.norm(place - 2) == "of"
    if (look is not None and look.has("titles")) or of_region:
        return line.register.members(ident)
    return line.register.members(ident) if before_states(line, place) else ()


def before_states(line: Line, place: int) -> bool:
    """Return whether "states" or the like follows: "the Nordic countries"."""
    return line.norm(place + 1) in ("states", "countries", "nations", "republics", "capitals")


def _place_state(line: Line, ident: str) -> str | None:
    place = line.register.place(ident)
    return place.state if place else None


def read_polities(line: Line, place: int, many: bool) -> tuple[tuple[str, ...], int]:
    """Read "China, Japan and South Korea" from `place` on; one state unless `many`."""
    found: list[str] = []
    here = place
    while True:
        after = here + 1 if line.norm(here) == "the" else here
        polities = polities_at(line, after)
        if not polities:
            break
        found.extend(polities)
        here = after + 1
        if not many or len(found) >= _LONGEST_LIST:
            break
        follow = here
        if line.norm(follow) == ",":
            follow += 1
        if line.norm(follow) in ("and", "&"):
            follow += 1
        if follow == here:
            break
        after = follow + 1 if line.norm(follow) == "the" else follow
        if not polities_at(line, after) or starts_phrase(line, after):
            break
        if line.norm(here) == "," and line.norm(after + 1) in _FINITE:
            break  # "envoys from Doha, and Jordan has scaled back its mission"
        here = follow
    return tuple(found), here


_FINITE = frozenset({"has", "have", "had", "is", "was", "were", "will", "would", "said", "says"})


def starts_phrase(line: Line, place: int) -> bool:
    """Return whether a state here belongs to what follows: "... and Chinese President"."""
    following = line.item(place + 1)
    item = line.items[place]
    return bool(
        item.has("adj") and not item.has("pol") and following and following.has("title", "mod")
    ) or line.norm(place + 1) in ("'s", "\u2019s")


def organ_before_title(line: Line, here: int) -> tuple[tuple[str, ...], int] | None:
    """Read past "Foreign Ministry" in "Chinese Foreign Ministry spokesperson"."""
    item = line.items[here]
    following = line.item(here + 1)
    if item.has("organ") and following and following.has("title", "titles"):
        own = (item.first("named").split("|")[0],) if item.has("named") else ()
        return own, here + 1
    return None


def read_adjectives(line: Line, place: int) -> tuple[tuple[str, ...], int]:
    """Read one state word, or "Russian, Indian and Chinese", before a title."""
    found = list(polities_at(line, place))
    here = place + 1
    while 0 < len(found) < _LONGEST_ROW:
        follow = here
        if line.norm(follow) == ",":
            follow += 1
        if line.norm(follow) in ("and", "&"):
            follow += 1
        if follow == here or not polities_at(line, follow):
            break
        if not line.items[follow].has("adj"):
            break
        found.extend(polities_at(line, follow))
        here = follow + 1
    if len(found) > 1:
        following = line.item(here)
        several = line.norm(here) in ("counterparts", "colleagues")
        if not following or not (several or following.has("titles", "title", "organ", "mod")):
            return tuple(found[:1]), place + 1
        if following.has("title") and not following.has("titles"):
            return (), place
    return tuple(found), here
