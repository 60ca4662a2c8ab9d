"""Phrases that describe somebody named before: "..., Hungary's foreign minister"."""

from dragoman.actors.chunks.complements import read_complement, read_head_of_part
from dragoman.actors.chunks.line import Line
from dragoman.actors.chunks.names import read_name
from dragoman.actors.chunks.parts import Chunk
from dragoman.actors.chunks.states import organ_before_title, polities_at


def is_apposition(line: Line, place: int) -> bool:
    """Return whether a comma and a describing phrase stand here."""
    return line.norm(place) == "," and read_description(line, place + 1) is not None


def read_description(line: Line, place: int) -> tuple[Chunk, int] | None:
    """Read a describing phrase: "Hungary's foreign minister", "Prime Minister of Japan"."""
    step = _describe(line, place)
    if step is None:
        return None
    chunk, after = step
    return chunk, after


def _describe(line: Line, place: int) -> tuple[Chunk, int] | None:
    here = place
    if line.norm(here) in ("the", "a", "an") or line.norm(here) in ("who", "also"):
        here += 1
    polities: tuple[str, ...] = ()
    former = False
    hint = ""
    for _ in range(5):
        item = line.item(here)
        if item is None:
            return None
        if item.has("title"):
            break
        if polities and line.norm(here) in line.lists.qualifiers:
            here += 1
            continue
        if item.has("mod"):
            former = former or "former" in item.kinds["mod"]
            here += 1
            continue
        organ = organ_before_title(line, here)
        if organ:
            here = organ[1]
            continue
        own = polities_at(line, here)
        if not own:
            return None
        hint = line.wording(here) if item.has("body") else hint
        polities = own
        here += 2 if line.possessive(here + 1) else 1
    item = line.item(here)
    if item is not None and (led := read_head_of_part(line, here)) is not None and not polities:
        heading, states, end = led
        if read_name(line, end, after_title=True) is not None:
            return None
        return Chunk("office", line.at(place), line.until(end), titles=heading, polities=states,
                     former=former, hint="organ:part"), end  # fmt: skip
    if item is None or not item.has("title"):
        return None
    titles: list[tuple[str, str]] = []
    towards: str | None = None
    while (item := line.item(here)) is not None and item.has("title") and len(titles) < 4:
        titles.append((line.wording(here), item.first("title")))
        here += 1
        states, sent, after, body = read_complement(line, here, False, titles[-1][1])
        if line.norm(here) == "-" and line.norm(here + 1) in ("designate", "elect"):
            states, sent, after, body = read_complement(line, here + 2, False, titles[-1][1])
            here += 2
        if states or sent:
            if states and not sent and titles[-1][1] in ("amb", "permrep", "envoy"):
                # "the ambassador of Russia to China"
                _none, sent, further, _hint = read_complement(line, after, False, titles[-1][1])
                after = further if sent else after
            polities, towards, here = polities or states, towards or sent, after
            hint = hint or body
        if line.norm(here) == "and" and (look := line.item(here + 1)) and look.has("title"):
            here += 1
    if not polities:
        alone = [s for w, _class in titles if (s := line.lists.of_one_state.get(w))]
        polities = tuple(alone[:1])
    if read_name(line, here, after_title=True) is not None:
        return None  # the title belongs to the next name
    vague = titles[0][1] in ("official", "leader") or titles[0][0] in ("minister", "secretary")
    if not polities and vague:
        return None
    chunk = Chunk(
        "office", line.at(place), line.until(here), titles=tuple(titles),
        polities=polities, towards=towards, former=former, hint=hint,
    )  # fmt: skip
    return chunk, here


def ends_apposition(line: Line, place: int) -> bool:
    """Return whether what stands here can follow an inserted description."""
    return line.norm(place) in (
        "", ",", ".", ")", ";", ":", "and", "-", "\u2014", "!", "?", "who", "in", "on", "at",
        "said", "told", "also", "of", "for",
    )  # fmt: skip
