"""Offices without a name: "the Chinese president", "their foreign ministers", "the ministry"."""

from dataclasses import replace

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.bare import read_bare_office
from dragoman.actors.mentions.classes import polities_of
from dragoman.actors.mentions.holders import holder_of
from dragoman.actors.mentions.owned import polities_of_owner, read_own_office
from dragoman.actors.mentions.pronouns import subject_before
from dragoman.actors.mentions.scene import Scene
from dragoman.model import Actor, Mention, MentionKind


def _dominant_state(scene: Scene) -> str | None:
    """Return the state that is named at least twice as often as any other."""
    top = scene.counts.most_common(2)
    if not top or top[0][1] < 3:
        return None
    if len(top) > 1 and top[0][1] < 2 * top[1][1]:
        return None
    return top[0][0]


def read_office(scene: Scene, chunk: Chunk) -> Mention | None:
    """Read a chunk with a title and no name."""
    polities = polities_of(scene, chunk)
    if chunk.titles and chunk.titles[0][1] == "counterpart":
        return _read_counterpart(scene, chunk, polities)
    if chunk.plural and not (chunk.own and not polities):
        return _read_offices(scene, chunk, polities)
    if not polities and any(polity.startswith("?") for polity in chunk.polities):
        return None
    if not polities and chunk.own:
        return read_own_office(scene, chunk)
    if not polities and chunk.joined == "owner":
        polities = polities_of_owner(scene, chunk)
        chunk = replace(chunk, definite=True)
    if not polities:
        return read_bare_office(scene, chunk)
    actor = holder_of(scene, chunk, polities[0])
    return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (actor,))


def _read_offices(scene: Scene, chunk: Chunk, polities: tuple[str, ...]) -> Mention | None:
    """Read "the foreign ministers of China, Japan and South Korea"."""
    if not polities:
        return None
    # One state's "foreign ministers" are those of all years; several states' are today's.
    named = len(polities) > 1 and chunk.titles[0][1] != "official"
    if not named or any(polity.startswith("og:") for polity in polities):
        for polity in polities:
            scene.memory.state(chunk.start, polity, True)
        actors = tuple(Actor(polity, how="role") for polity in polities)
    else:
        actors = tuple(
            holder_of(scene, replace(chunk, definite=True), polity) for polity in polities
        )
    return Mention(chunk.start, chunk.end, MentionKind.OFFICE, actors)


def _read_counterpart(scene: Scene, chunk: Chunk, polities: tuple[str, ...]) -> Mention | None:
    """Read "his Polish counterpart": the same office, of another state."""
    before = subject_before(scene, chunk.start, "", but=scene.speaker)
    office_class = before.office_class if before else ""
    if not polities:
        return Mention(chunk.start, chunk.end, MentionKind.OFFICE) if chunk.own else None
    actors = []
    for polity in polities:
        several = chunk.plural and len(polities) == 1
        if several or not office_class or office_class in ("official", "spouse"):
            actors.append(Actor(polity, how="role"))
            scene.memory.state(chunk.start, polity, True)
            continue
        title = Chunk("office", chunk.start, chunk.end, titles=(("", office_class),),
                      definite=True)  # fmt: skip
        actors.append(replace(holder_of(scene, title, polity), how="counterpart"))
    return Mention(chunk.start, chunk.end, MentionKind.OFFICE, tuple(actors))


_BARE = frozenset({"fm", "def", "emb", "head", "hog", "ministry"})
_MINISTRIES = ("fm", "def", "min")


def _named_before(scene: Scene, chunk: Chunk) -> str | None:
    """Return whose such an organ was when the text last named one: "the embassy" is that one."""
    if chunk.group in ("fm", "def"):
        return None if scene.home else scene.organs.get(chunk.group)
    if chunk.group == "ministry":
        found = {scene.organs[kind] for kind in _MINISTRIES if kind in scene.organs}
        return found.pop() if len(found) == 1 else None
    return scene.organs.get(chunk.group)


def read_organ(scene: Scene, chunk: Chunk) -> Mention | None:
    """Read a ministry, embassy or government as its state."""
    polities = polities_of(scene, chunk)
    if chunk.group == "own":
        if not scene.home:
            return None
        polities = (scene.home,)
    if not polities:
        if chunk.polities or chunk.group not in _BARE:
            return None
        state = _named_before(scene, chunk)
        if state is None and chunk.group != "emb":
            state = scene.home or scene.where or scene.own or scene.guess
        if state is None and chunk.group in ("fm", "def"):
            state = _dominant_state(scene)
        if state is None:
            return Mention(chunk.start, chunk.end, MentionKind.ORGAN)
        polities = (state,)
    if len(polities) == 1:
        scene.organs[chunk.group] = polities[0]
    for polity in polities:
        scene.memory.state(chunk.start, polity, True)
    actors = tuple(Actor(polity, how=chunk.how or "context") for polity in polities)
    return Mention(chunk.start, chunk.end, MentionKind.ORGAN, actors)
