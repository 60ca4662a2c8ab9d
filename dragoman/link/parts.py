"""What belongs to what: a visit contains its meetings, a summit the talks on its margins."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from dragoman.link.cases import OPEN
from dragoman.link.compare import alike
from dragoman.link.groups import Group
from dragoman.model import Channel, Event

WHOLES = frozenset({Channel.VISIT, Channel.SUMMIT})
"""What other happenings can be part of."""

PARTS = frozenset(
    {
        Channel.MEETING,
        Channel.DIALOGUE,
        Channel.NEGOTIATION,
        Channel.AGREEMENT,
        Channel.JOINT_STATEMENT,
        Channel.COMMEMORATION,
        Channel.CREDENTIALS,
        Channel.GIFT,
        Channel.EXERCISE,
    }
)
"""What can be part of a visit or a summit."""


def parts_of(found: Sequence[tuple[Group, Event]]) -> Mapping[str, str]:
    """Return, for each event that is part of another, the id of the whole.

    A part has its parties among those of the whole, lies within its days, and has nobody of
    the visitor's side whom the visit does not know; of a summit, it is at the same place or in
    the same series. Where several wholes fit, the one with the fewest days and parties is
    meant; where two fit equally, none.
    """
    wholes: dict[str, list[tuple[Group, Event]]] = defaultdict(list)
    for group, event in found:
        if event.channel in WHOLES and group.core and not group.is_vague:
            for polity in event.polities:
                wholes[polity].append((group, event))
    parts = {}
    for group, event in found:
        if event.channel not in PARTS or group.is_vague or len(event.polities) < 2:
            continue
        fitting = {
            whole.id: (holder.core[1] - holder.core[0], len(whole.polities), whole.id)
            for holder, whole in wholes.get(event.polities[0], ())
            if holder.core and _contains(holder, whole, group, event)
        }
        ranked = sorted(fitting.values())
        if ranked and (len(ranked) == 1 or ranked[0][:2] < ranked[1][:2]):
            parts[event.id] = ranked[0][2]
    return parts


def _contains(holder: Group, whole: Event, group: Group, event: Event) -> bool:
    if not holder.core or not group.core or not set(event.polities) <= set(whole.polities):
        return False
    if (whole.status in OPEN) is not (event.status in OPEN):
        return False
    if group.core[0] < holder.core[0] or group.core[1] > holder.core[1]:
        return False
    if whole.channel is Channel.SUMMIT:
        return event.channel is Channel.MEETING and _is_on_its_margins(holder, group)
    visitors = holder.givers or frozenset(whole.polities)
    return all(
        alike(names, holder.persons[polity])
        for polity, names in group.persons.items()
        if polity in visitors and polity in holder.persons
    )


def _is_on_its_margins(holder: Group, group: Group) -> bool:
    def of(one: Group, name: str) -> set[str]:
        return {value for said in one.said for value in getattr(said, name)}

    return any(of(holder, name) & of(group, name) for name in ("places", "mechanisms"))
