"""The frame that answers come in."""

from collections.abc import Iterator

from dragoman.ask.book import Later


def test_records_are_made_once_and_only_when_somebody_looks() -> None:
    """An answer with a million further records costs nothing until they are asked for."""
    made: list[int] = []

    def make() -> Iterator[str]:
        made.append(1)
        yield from ("one", "two")

    later = Later(make)
    assert not made

    assert (list(later), len(later), later[0], later[1:]) == (["one", "two"], 2, "one", ("two",))
    assert later == ("one", "two")
    assert made == [1]
