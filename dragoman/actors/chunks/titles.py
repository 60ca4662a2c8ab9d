"""Phrases around a title: "Hungarian foreign minister sialto", "his Polish counterpart"."""

from dataclasses import replace

from dragoman.actors.chunks.closed import DETERMINERS, NUMBERS
from dragoman.actors.chunks.complements import read_complement, read_head_of_part
from dragoman.actors.chunks.line import Line
from dragoman.actors.chunks.names import is_given_title, read_name
from dragoman.actors.chunks.parts import Chunk, Name
from dragoman.actors.chunks.runs import joined_by, read_run
from dragoman.actors.chunks.standing import read_state
from dragoman.actors.chunks.states import (
    organ_before_title,
    polities_at,
    read_adjectives,
    read_polities,
)
from dragoman.actors.chunks.titled import read_names_after

# Before an office, what makes it any holder's: "no head of the Indian government".
_ANY = frozenset({"no", "any", "every", "each", "another", "some"})
_ANY_LEADER = frozenset({"foreign", "world", "first", "only", "western", "global", "other"})
_OWN = frozenset({"his", "her", "their", "its", "our"})
_COUNTERPARTS = frozenset({"counterpart", "counterparts", "homologue", "homologues"})
# These mean one only with a state: "his Ukrainian colleague", not "my colleagues".
_COLLEAGUES = frozenset({"colleague", "colleagues", "opposite"})
# Between "delegation" and "led by": "of senior officials from the United States".
_BETWEEN = frozenset({"of", "from", "the", "-", "bloc", "group", "union"})


# Plain words that such a phrase may hold before its title, or end with; all others are listed.
_PLAIN_WORDS = _COUNTERPARTS | _COLLEAGUES | NUMBERS.keys()


def read_noun_phrase(line: Line, place: int) -> tuple[list[Chunk], int] | None:
    """Read a phrase around a title: "Hungarian foreign minister sialto", "the minister"."""
    here = place
    determiner = ""
    if line.items[here].has("hon") and line.norm(here + 1) == "the":
        here += 1  # "HH the Amir", "Her Excellency the Ambassador of Turkey"
    if line.norm(here) in DETERMINERS and line.plain(here):
        determiner = line.norm(here)
        here += 1
    if line.plain(here) and line.norm(here) not in _PLAIN_WORDS:
        return None
    polities: tuple[str, ...] = ()
    hint = ""
    former = False
    post: str | None = None
    coming = False  # "the new prime minister" is not who holds the office
    lesser = False  # "the deputy agriculture minister"
    military = ""
    steps = 0
    while steps < 12 and here < len(line.items):
        steps += 1
        item = line.items[here]
        if item.has("title", "titles", "nostate") or line.norm(here) in _COUNTERPARTS:
            break
        if polities and determiner and line.norm(here) in _COLLEAGUES:
            break
        counted = line.item(here + 1)
        if line.norm(here) in NUMBERS and counted is not None and counted.has("grp"):
            here += 1
            continue
        if item.has("mod"):
            former = former or "former" in item.kinds["mod"]
            # "Upcoming" is how translation says both arriving and leaving: the tenure decides.
            coming = coming or ("next" in item.kinds["mod"] and line.norm(here) != "upcoming")
            here += 1
            if line.norm(here) == "-":
                here += 1
            continue
        if item.has("hon") and not line.plain(here):
            military = line.wording(here) if polities and line.wording(here) in _RANKS else ""
            here += 1
            continue
        if polities and _is_of_title(line, here):
            lesser = lesser or line.norm(here) in _LESSER
            here += 1
            continue
        organ = organ_before_title(line, here)
        if organ:
            hint = hint or f"organ:{item.first('organ')}"
            polities, here = polities or organ[0], organ[1]
            continue
        own = polities_at(line, here)
        if not own or (here == place and _is_where(line, here)):
            break
        hint = line.wording(here) if item.has("body") else hint
        if item.has("named") and not item.has("pol", "adj", "metonym"):
            hint = hint or f"organ:{item.first('named').split('|')[1]}"
        if line.possessive(here + 1):
            polities, here = own, here + 2
            continue
        if polities and item.has("capital") and _is_envoy(line, here + 1):
            post, here = own[0], here + 1  # "Sweden's Ankara ambassador"
            continue
        more, after = read_adjectives(line, here)
        if not more:
            break
        polities = (*polities, *more) if item.has("named") and polities else more
        here = after
        if line.norm(here) == "-" and line.glued(here):
            return None
    title = line.item(here)
    if title is None:
        return None
    if military and not title.has("title", "titles", "nostate"):
        officer = Chunk(
            "office", line.at(place), line.at(here), titles=((military, "military"),),
            polities=polities, former=former, tall=True, joined=joined_by(line, place),
        )  # fmt: skip
        return read_names_after(line, officer, here, determined=bool(determiner))
    if line.norm(here) in _COUNTERPARTS | _COLLEAGUES:
        return _read_counterpart(line, place, here, polities, determiner)
    if title.has("nostate"):
        if not polities and (led := read_head_of_part(line, here)) is not None:
            heading, states, end = led
            base = Chunk(
                "office", line.at(place), line.until(end), titles=heading, polities=states,
                former=former, definite=determiner == "the", hint="organ:part",
                tall=line.tall(here), joined=joined_by(line, place),
            )  # fmt: skip
            return read_names_after(line, base, end, determined=bool(determiner)) or ([base], end)
        return _read_stranger(line, place, here, polities)
    if not title.has("title", "titles") or is_given_title(line, here):
        return None
    if (
        here == place
        and title.first("title" if title.has("title") else "titles") == "leader"
        and (
            line.norm(place - 1 if place else len(line.items)) in _ANY_LEADER
            and not line.tall(here)
        )
    ):
        return None  # "the first foreign leader Erdogan hosted"
    step = _read_office(line, place, here, polities, determiner, former, hint)
    if step is not None and lesser:
        step = [replace(c, titles=_lower(c.titles)) for c in step[0]], step[1]
    if step is not None and post:
        step = [replace(c, towards=c.towards or post) for c in step[0]], step[1]
    if step is not None and (coming or _is_predicate(line, place)):
        chunks = [c if c.name else replace(c, definite=False) for c in step[0]]
        return chunks, step[1]
    return step


def _is_where(line: Line, here: int) -> bool:
    """Return whether a capital says where: "In Kinshasa Secretary Blinken met"."""
    item = line.items[here]
    capital = item.has("capital") and not item.has("pol", "adj")
    return capital and line.norm(here - 1) == "in" and not line.possessive(here + 1)


def _says(line: Line, here: int) -> bool:
    """Return whether a name stands there with a verb of saying behind it."""
    scanned = read_name(line, here, after_title=True)
    return scanned is not None and line.norm(scanned.after) in _SAYING


_SAYING = frozenset({"said", "says", "announced", "told", "added", "confirmed", "wrote"})
_LESSER = frozenset({"deputy", "vice", "assistant", "junior", "additional", "associate", "under"})
_RANKS = frozenset(
    {"admiral", "rear admiral", "vice admiral", "general", "lieutenant general", "major general",
     "brigadier general", "brigadier", "colonel", "lieutenant colonel", "commodore", "marshal",
     "field marshal", "air marshal", "air chief marshal", "gen.", "lt. gen.", "maj. gen.", "adm.",
     "col.", "lt. col."}
)  # fmt: skip
_BELOW = {"head": "vice", "hog": "dpm", "fm": "deputyfm", "defmin": "minister",
          "finmin": "minister", "trademin": "minister", "nsa": "deputynsa"}  # fmt: skip


def _lower(titles: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return the titles of a deputy of who has these."""
    return tuple((f"deputy {word}", _BELOW.get(general, general)) for word, general in titles)


def _is_of_title(line: Line, here: int) -> bool:
    """Return whether a word stands between a state and a title: "Thai deputy fisheries minister".

    Whether a title follows is for the caller to see.
    """
    item, word = line.items[here], line.norm(here)
    if word in ("and", "&", ","):
        ahead = line.item(here + 1)
        field = ahead is not None and (_is_portfolio(line, here + 1) or ahead.has("title"))
        return field and _is_portfolio(line, here - 1)
    if word in line.lists.qualifiers:
        return not item.has("organ")
    return word in _LESSER or _is_portfolio(line, here)


def _is_portfolio(line: Line, here: int) -> bool:
    item = line.items[here]
    return not item.kinds and line.lists.portfolios.issuperset(
        line.words.norm[item.start : item.end]
    )


def _is_envoy(line: Line, place: int) -> bool:
    item = line.item(place)
    return item is not None and item.has("title") and item.first("title") == "amb"


def _is_predicate(line: Line, place: int) -> bool:
    """Return whether a title says what somebody was or becomes: "served as the ambassador to"."""
    before = line.norm(place - 1) if place else ""
    if before in ("become", "became", "becoming"):
        return True
    return before == "as" and place > 1 and line.norm(place - 2) in _SERVED


_SERVED = frozenset({"served", "serving", "serves", "worked", "elected", "confirmed", "nominated",
                     "appointed", "in", "inauguration", "election", "nomination"})  # fmt: skip


def _read_office(
    line: Line,
    place: int,
    here: int,
    polities: tuple[str, ...],
    determiner: str,
    former: bool,
    hint: str,
) -> tuple[list[Chunk], int] | None:
    titles: list[tuple[str, str]] = []
    towards: str | None = None
    tail = (0, 0)
    plural = False
    title_at = here
    first_after = here
    while len(titles) < 5:
        item = line.item(here)
        if item is None or not item.has("title", "titles"):
            break
        if is_given_title(line, here):
            break
        kind = "titles" if item.has("titles") and not item.has("title") else "title"
        plural = plural or kind == "titles"
        titles.append((line.wording(here), item.first(kind)))
        here += 1
        states, sent, after, body = read_complement(line, here, plural, titles[-1][1])
        if after > here:
            if states and not sent and titles[-1][1] in ("amb", "permrep", "envoy"):
                # "the ambassador of Russia to China"
                _none, sent, further, _hint = read_complement(line, after, plural, titles[-1][1])
                after = further if sent else after
            if sent and not towards:
                tail = (line.at(here + 1), line.until(after))
            polities = states if states and (not polities or polities == states) else polities
            towards = towards or sent
            hint = hint or body
            here = after
        elif titles[-1][1] in _OF_PORTFOLIOS:
            here, owners = _skip_portfolios(line, here)
            polities = polities or owners
        if line.norm(here) == "-" and line.norm(here + 1) in ("designate", "elect"):
            here += 2
            states, sent, after, _body = read_complement(line, here, plural, titles[-1][1])
            polities, towards, here = polities or states, towards or sent, after
        if len(titles) == 1:
            first_after = here
        follow = here
        if line.norm(follow) in (",", "/"):
            follow += 1
        if line.norm(follow) in ("and", "&"):
            follow += 1
            if determiner == "the" and read_name(line, follow + 1, after_title=True):
                break  # "the Vice President and President Tinubu" are two
        elif (
            follow > here
            and determiner == "the"
            and line.tall(follow)
            and read_name(line, follow + 1, after_title=True)
        ):
            break  # "the President, Leader Schumer, and ..." are several
        elif follow > here and determiner in ("a", "an") and _says(line, follow + 1):
            break  # "expelled an Indian diplomat, Foreign Minister Joly said"
        while (look := line.item(follow)) is not None and look.has("mod") and follow > here:
            follow += 1
        look = line.item(follow)
        if look is None or not look.has("title") or plural:
            break
        if follow == here and not (line.tall(here) and line.tall(here - 1)):
            break  # "National Security Advisor Ambassador Celso Amorim" is one
        here = follow
    if not polities:
        alone = [s for w, _class in titles if (s := line.lists.of_one_state.get(w))]
        polities = tuple(alone[:1])
    if line.norm(here) in _COUNTERPARTS and not towards:
        return _read_counterpart(line, place, here, polities, determiner)
    base = Chunk(
        "office",
        line.at(place),
        line.until(here),
        titles=tuple(titles),
        polities=polities,
        towards=towards,
        tail=tail,
        plural=plural,
        former=former,
        own=determiner in _OWN,
        definite=determiner not in ("a", "an")
        and bool(determiner or polities)
        and line.norm(place - 1 if place else len(line.items)) not in _ANY,
        hint=hint,
        tall=line.tall(title_at),
        joined=joined_by(line, place),
    )
    named = read_names_after(line, base, here, determined=bool(determiner))
    if named:
        return named
    # Without a name, only the first title is sure to belong here.
    single = replace(base, titles=tuple(titles[:1]), end=line.until(first_after))
    if (led := _read_led_by(line, single, first_after)) is not None:
        return led
    generic = titles[0][1] in ("official", "leader")
    if generic and not polities:
        return None
    if titles[0][0] == "official" and line.norm(first_after) in line.lists.official_things:
        return None
    owned = base.joined == "owner"
    if not determiner and not polities and not owned and not _is_bare_title(line, place):
        return None
    return [single], first_after


_OF_PORTFOLIOS = frozenset({"fm", "minister", "deputyfm", "trademin", "finmin", "defmin", "dpm"})


def _skip_portfolios(line: Line, here: int) -> tuple[int, tuple[str, ...]]:
    """Read past ", European Union and Cooperation" behind a minister, and "of Spain" then.

    Behind "for" other large words may stand before: "for Political Affairs".
    """
    at, last = here, here
    named = line.norm(here) in ("for", "of")
    while at < min(here + 14, len(line.items)):
        word = line.norm(at)
        item = line.items[at]
        words = line.words.norm[item.start : item.end]
        abroad = item.has("adj") and line.norm(at + 1) == "abroad"
        if line.tall(at) and at > here and (abroad or line.lists.portfolios.issuperset(words)):
            last = at + 1
        elif (
            named
            and (line.plain(at) or abroad)
            and (line.tall(at) or words[0] in line.lists.portfolios)
        ):
            last = at + 1 if words[0] in line.lists.portfolios else last
        elif word not in (",", "and", "&", "of", "for", "the", "with"):
            break
        at += 1
    if last == here:
        return here, ()
    if line.norm(last) in ("of", "in"):
        states, end = read_polities(line, last + 1, False)
        whole = states and (line.norm(last) == "of" or line.items[end - 1].has("pol"))
        return (end, states) if whole else (last, ())
    return last, ()


def _read_led_by(line: Line, party: Chunk, here: int) -> tuple[list[Chunk], int] | None:
    """Read "a Chinese delegation led by Vice Premier He Lifeng" as him, of that state."""
    if party.titles[0][0] != "delegation":
        return None
    polities = party.polities
    for at in range(here, min(here + 12, len(line.items))):
        if line.norm(at) in ("led", "headed") and line.norm(at + 1) == "by":
            here = at
            break
        item = line.items[at]
        known = item.has("titles", "mod") or polities_at(line, at) or line.tall(at)
        if not known and line.norm(at) not in _BETWEEN:
            return None
        polities = polities or polities_at(line, at)
    else:
        return None
    step = read_noun_phrase(line, here + 2) or read_run(line, here + 2)
    if not polities or step is None or len(step[0]) != 1 or not step[0][0].name:
        return None
    [head] = step[0]
    if len(head.name_norms) < 2 and not head.titles and head.how != "known":
        return None
    if not set(head.polities) <= set(polities):
        # "An ECOWAS delegation led by Nigeria's former ruler": he acts for the delegation.
        head = replace(head, titles=(), former=False)
    return [replace(head, kind="person", start=party.start, polities=polities)], step[1]


def _is_bare_title(line: Line, place: int) -> bool:
    """Return whether a title without article or state can stand for somebody here."""
    item = line.items[place]
    if line.wording(place) == "fm":
        return place == 0 or line.norm(place - 1) == ":"  # a headline's
    return item.has("title") and line.tall(place) and item.first("title") in ("head", "hog")


def _read_counterpart(
    line: Line, place: int, here: int, polities: tuple[str, ...], determiner: str
) -> tuple[list[Chunk], int]:
    after = here + 1
    if line.norm(here) == "opposite" and line.norm(after) == "number":
        after += 1
    if not polities and line.norm(after) in ("from", "of", "in"):
        states, end = read_polities(line, after + 1, line.norm(here).endswith("s"))
        if states:
            polities, after = states, end
    if not polities and (states := polities_at(line, after)):
        following = line.item(after + 1)
        named = line.items[after].has("adj") and following and line.tall(after + 1)
        if named or line.norm(after + 1) == ",":
            polities, after = states, after + 1
    base = Chunk(
        "office",
        line.at(place),
        line.until(after),
        titles=(("counterpart", "counterpart"),),
        polities=polities,
        plural=line.norm(here).endswith("s"),
        own=determiner in _OWN,
        definite=True,
        joined=joined_by(line, place),
    )
    return read_names_after(line, base, after, determined=True) or ([base], after)


def _read_behind_region(line: Line, here: int) -> Name | None:
    """Read the name behind "governor of Kirkuk, Zebari,"."""
    if line.norm(here) != "of":
        return None
    for at in range(here + 1, min(here + 5, len(line.items))):
        if line.norm(at) == ",":
            return read_name(line, at + 1, after_title=True) if at > here + 1 else None
        if not line.tall(at) and line.norm(at) not in ("the", "and"):
            return None
    return None


def _read_stranger(
    line: Line, place: int, here: int, polities: tuple[str, ...]
) -> tuple[list[Chunk], int] | None:
    """Read past "Georgia Governor Brian Kemp": neither the state nor the name is an actor.

    The state of "Ukraine's opposition leader" stays.
    """
    scanned = read_name(line, here + 1, after_title=True) or _read_behind_region(line, here + 1)
    owner = line.norm(place) in DETERMINERS and line.plain(place) and place + 1 < here
    at = place + 1 if owner else place
    clear = polities and line.items[at].has("adj", "pol", "org", "body")
    if clear and not polities[0].startswith("?") and polities_at(line, at):
        kept = read_state(line, at, at, polities_at(line, at))
        if kept is not None:
            return kept
    if scanned is None:
        if place == here:
            return None
        return [Chunk("nobody", line.at(place), line.until(here + 1))], here + 1
    wording = line.wording(here)
    if wording in line.register.titles.get("also_of_state", ()) and scanned.count > 1:
        # "Chairman Kim Jong-un": a title that an official may have as well.
        return [
            Chunk(
                "run", line.at(here), scanned.end, name=scanned.text, name_norms=scanned.norms,
                how="known" if scanned.known else "",
            )
        ], scanned.after  # fmt: skip
    trade = wording in line.lists.trades
    known = Chunk(
        "person" if scanned.known and not trade else "stranger",
        line.at(here),
        scanned.end,
        name=scanned.text,
        name_norms=scanned.norms,
        how="known" if scanned.known and not trade else wording,
    )
    return [known], scanned.after
