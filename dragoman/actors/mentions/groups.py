"""Groups that point back: "the two leaders", "both sides", "our two countries"."""

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.scene import Entity, Scene
from dragoman.actors.mentions.sorts import BACK, LEADERS, MANY, MINISTERS
from dragoman.model import Actor, Mention, MentionKind

_NEAR = 3
"""How many sentences a group whose members were not told apart looks back for their states."""


def read_group(scene: Scene, chunk: Chunk) -> Mention | None:
    """Read "the two leaders", "both sides"; without a clear antecedent, nobody."""
    if chunk.how == "strict":
        return _read_strict(scene, chunk)
    if chunk.group == "states":
        states = _our_pair(scene, chunk) or _pair_of_states(scene, chunk.start, chunk.number or 2)
        if states is None:
            return Mention(chunk.start, chunk.end, MentionKind.POLITY)
        actors = tuple(Actor(state, how="coreference") for state in states)
        return Mention(chunk.start, chunk.end, MentionKind.POLITY, actors)
    entities = pair_of_persons(scene, chunk.start, {chunk.group}, chunk.number, back=BACK)
    of_state = "head" in scene.text[chunk.start : chunk.end].lower()
    if entities is None and chunk.group == "leaders" and not of_state:
        # "Leaders" is said of a vice president and of security advisers as well.
        entities = pair_of_persons(scene, chunk.start, {"senior"}, chunk.number, back=1)
    if entities is None:
        states = _states_of_group(scene, chunk)
        actors = tuple(Actor(state, how="coreference") for state in states or ())
        return Mention(chunk.start, chunk.end, MentionKind.PERSON, actors)
    for entity in entities:
        scene.remember(chunk.start, entity)
    actors = tuple(entity.actor("coreference") for entity in entities)
    return Mention(chunk.start, chunk.end, MentionKind.PERSON, actors)


def _read_strict(scene: Scene, chunk: Chunk) -> Mention | None:
    """Read "the delegations": of the two states that act in the text so far, and of no others."""
    states = sorted(scene.memory.acting)
    if len(states) != 2:
        return None
    actors = tuple(Actor(state, how="coreference") for state in states)
    return Mention(chunk.start, chunk.end, MentionKind.POLITY, actors)


def _states_of_group(scene: Scene, chunk: Chunk) -> list[str] | None:
    """Return whose "the two ministers" are where not each of them was told apart.

    The states that act nearby, if they are as many. Where somebody of another sort acts for
    them, "the two ministers" are others, who were not named.
    """
    nearby = zip(scene.memory.states[-_NEAR:], scene.memory.persons[-_NEAR:], strict=True)
    for states, persons in reversed(list(nearby)):
        acting = _distinct_states(states, chunk.start, acting=True)
        others = {
            e.polity for _at, e in persons if e.office_class and not _is_of_group(e, chunk.group)
        }
        if len(acting) == chunk.number > 1:
            return None if others.intersection(acting) else acting
        if len(acting) > 1:
            return None
    return None


def pair_of_persons(
    scene: Scene, before: int, groups: set[str], number: int, *, back: int
) -> list[Entity] | None:
    """Return the persons of the nearest sentences who are as many as said, or None.

    All of one sort (leaders, ministers, anybody), each of another state. More than
    the number in the nearest sentences that hold enough is no clear antecedent.
    """
    group = next(iter(groups))
    here = _distinct_persons(scene, scene.memory.persons[-1], group, before)
    if (number and len(here) == number) or (not number and 2 <= len(here) <= 4):
        return _each_of_another_state(here, group)
    found: list[Entity] = list(here) if group == "persons" else []
    least = number or 2
    for persons, states in zip(
        reversed(scene.memory.persons[-back - 1 : -1]),
        reversed(scene.memory.states[-back - 1 : -1]),
        strict=True,
    ):
        said = _distinct_persons(scene, persons, group, before)
        if not said and not found and group == "leaders":
            said = _leaders_of(scene, states)
            if len(said) != least:
                said = []
        if len(said) != least and group != "persons":
            # "Michel would bring the two leaders together": he is not one of them.
            said = [entity for entity in said if entity not in here]
        found.extend(entity for entity in said if entity not in found)
        if len(found) >= least:
            break
    if not number:
        number = len(found) if 2 <= len(found) <= 4 else 0
    if number < 2 or len(found) != number:
        return _main_pair(scene, group, number)
    return _each_of_another_state(found, group)


def _distinct_persons(
    scene: Scene, persons: list[tuple[int, Entity]], group: str, before: int
) -> list[Entity]:
    found: list[Entity] = []
    for at, entity in persons:
        if group == "persons" and entity is scene.speaker:
            continue  # "they" are never who says "I"
        if at < before and _is_of_group(entity, group) and entity not in found:
            found.append(entity)
    return found


def _each_of_another_state(found: list[Entity], group: str) -> list[Entity] | None:
    if group == "persons" or len({entity.polity for entity in found}) == len(found):
        return found
    return None


def _leaders_of(scene: Scene, states: list[tuple[int, str, bool]]) -> list[Entity]:
    """Return the document's leaders of the states that act in a sentence."""
    found: list[Entity] = []
    for _at, state, acts in states:
        own = scene.by_polity.get(state, [])[:MANY]
        leaders = [entity for entity in own if entity.office_class in LEADERS]
        if acts and len(leaders) == 1 and leaders[0] not in found:
            found.append(leaders[0])
    return found


def _main_pair(scene: Scene, group: str, number: int) -> list[Entity] | None:
    """Fall back on the document's only such persons, if they are exactly as many."""
    met = scene.memory.met.values() if len(scene.memory.met) <= MANY else ()
    found = [entity for entity in met if _is_of_group(entity, group)]
    if group == "persons" or number < 2 or len(found) != number:
        return None
    return found if len({entity.polity for entity in found}) == number else None


def _is_of_group(entity: Entity, group: str) -> bool:
    if group == "persons":
        return True
    if entity.past:
        return False
    if group == "leaders":
        return entity.office_class in LEADERS
    if group == "senior":
        return entity.office_class in LEADERS | {"vice", "dpm", "nsa", "fm"}
    if group == "ministers":
        return entity.office_class in MINISTERS or entity.office_class == "dpm"
    return entity.office_class == group


def _pair_of_states(scene: Scene, before: int, number: int) -> list[str] | None:
    """Return the states of the nearest sentences, those that act before those named."""
    here = _distinct_states(scene.memory.states[-1], before, acting=True)
    if len(here) == number:
        return here
    if number == 2 and (main := _main_states(scene)) is not None:
        return main
    for acting in (True, False):
        found: list[str] = []
        for states in reversed(scene.memory.states[-BACK - 1 :]):
            more = _distinct_states(states, before, acting=acting)
            found.extend(state for state in more if state not in found)
            if len(found) >= number:
                break
        if len(found) == number:
            return found
    return None


def _our_pair(scene: Scene, chunk: Chunk) -> list[str] | None:
    """Read "our two countries" as the speaker's and the one other that acts nearby."""
    before = scene.text[max(0, chunk.start - 4) : chunk.start].lower()
    if scene.speaker is None or scene.speaker.polity is None or before != "our ":
        return None
    own = scene.speaker.polity
    for states in reversed(scene.memory.states[-BACK - 1 :]):
        others = _distinct_states(states, chunk.start, acting=True)
        others = [state for state in others if state != own]
        if others:
            return [own, others[0]] if len(others) == 1 else None
    return None


def _distinct_states(
    states: list[tuple[int, str, bool]], before: int, *, acting: bool
) -> list[str]:
    found: list[str] = []
    for at, state, acts in states:
        fits = at < before and state.startswith("st:") and (acts or not acting)
        if fits and state not in found:
            found.append(state)
    return found


def _main_states(scene: Scene) -> list[str] | None:
    """Return the two states that the text so far is mostly about, if they stand out."""
    top = scene.memory.acting.most_common(3)
    if len(top) == 2 or (len(top) > 2 and 2 * top[1][1] >= 3 * top[2][1]):
        return [state for state, _count in top[:2]]
    return None
