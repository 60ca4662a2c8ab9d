"""Which reports are about one happening.

It merges nothing that the documents keep apart, averages nothing, and can say of each
report why it is where it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from dragoman.link.book import load_book
from dragoman.link.cases import Source, cases_of
from dragoman.link.copies import find_copies
from dragoman.link.events import event_of
from dragoman.link.groups import group
from dragoman.link.pairs import Spread
from dragoman.link.parts import parts_of
from dragoman.model import Edge, Event, Linked, Report, Text

__all__ = ["Source", "Spread", "find_copies", "link", "link_documents"]


def link(
    reports: Iterable[Report],
    sources: Mapping[str, Source] | None = None,
    edges: Sequence[Edge] = (),
    *,
    one_act_each: bool = False,
    spread: Spread = map,
) -> tuple[Event, ...]:
    """Group reports into events; each report falls into exactly one.

    Args:
        reports: With their claims, in any order; they are not kept.
        sources: What is known of their documents, by id.
        edges: What people decided about pairs of reports.
        one_act_each: No document tells an act twice, as in a record made by hand.
        spread: Where pairs are scored when there are very many; here, if not given.
    """
    return _link(reports, sources or {}, edges, one_act_each=one_act_each, spread=spread).events


def link_documents(
    reports: Iterable[Report],
    texts: Iterable[Text],
    edges: Sequence[Edge] = (),
    *,
    spread: Spread = map,
) -> Linked:
    """Find which documents are copies, and group the reports of all of them.

    Args:
        reports: As for `link`.
        texts: The documents, by id; what is not asked of them is not kept.
        edges: As for `link`.
        spread: As for `link`.
    """
    sources: dict[str, Source] = {}
    copies = find_copies(_noting(texts, sources))
    for group_ in copies:
        for doc_id in group_.docs:
            sources[doc_id] = replace(sources[doc_id], copies=group_.id)
    return replace(_link(reports, sources, edges, spread=spread), copies=copies)


def _link(
    reports: Iterable[Report],
    sources: Mapping[str, Source],
    edges: Sequence[Edge],
    *,
    one_act_each: bool = False,
    spread: Spread = map,
) -> Linked:
    cases = cases_of(reports, sources)
    groups, unclear = group(cases, load_book(), edges, one_act_each=one_act_each, spread=spread)
    events = [event_of(found) for found in groups]
    parts = parts_of(list(zip(groups, events, strict=True)))
    events = [replace(event, part_of=parts.get(event.id)) for event in events]
    ordered = sorted(events, key=lambda event: (event.dates or ("~",), event.id))
    return Linked(tuple(ordered), unclear=tuple(sorted(unclear, key=lambda one: one.report)))


def _noting(texts: Iterable[Text], sources: dict[str, Source]) -> Iterator[Text]:
    for text in texts:
        sources[text.doc_id] = Source(text.published)
        yield text
