"""The stream that the formats write: which events, how long the quotations, and where to."""

from pathlib import Path

import pytest
from standin_ledger import StandIn

from dragoman.ask.record import happenings
from dragoman.ask.window import between
from dragoman.export.formats import FORMATS, About, Stream, Written, export
from dragoman.export.formats.place import placed
from dragoman.export.formats.record import Names, shown
from dragoman.model import Channel, InputError, NothingFound


def events(stream: Stream) -> set[str]:
    """Return the ids of a stream's events."""
    return {record.happening.id for record in stream}


def test_stream_has_what_questions_have(wild: StandIn, stream: Stream) -> None:
    """The same happenings, whole but for the length of the quotations."""
    told = {h.id: happenings(wild, event=h.id)[0] for h in happenings(wild)}
    whole = {r.happening.id: r.happening for r in Stream(wild, stream.names, 10_000)}

    assert whole == told
    assert len(stream) == len(told)


def test_small_batches_lose_nothing(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events come by day whatever the number in memory, undated ones last."""
    whole = [record.happening.id for record in stream]
    monkeypatch.setattr("dragoman.export.formats.record._AT_ONCE", 2)

    assert [record.happening.id for record in stream] == whole
    assert set(whole[-2:]) == {"ev:teaser", "ev:undated"}


@pytest.mark.parametrize("limit", [20, 60])
def test_no_quotation_is_longer_than_allowed(wild: StandIn, names: Names, limit: int) -> None:
    """The setting holds for reports and claims alike, and a reader sees where words are cut."""
    for record in Stream(wild, names_with_codes(names), limit):
        for report in record.happening.reports:
            for row in (report, *report.claims):
                assert len(row.quote) <= limit
                assert shown(row).endswith("…") == (row.end - row.start > limit)


def names_with_codes(names: Names) -> Names:
    """Return the stand-in register with codes."""
    names.iso3 = lambda ident: None  # type: ignore[method-assign]
    return names


def test_window_and_channels_choose(stream: Stream) -> None:
    """What no document dates into the window is left out and counted; carriers are found."""
    stream = Stream(stream.ledger, stream.names, 60, asked=between("2020-08-20", "2020-08-25"))
    assert events(stream) == {"ev:letter", "ev:call", "ev:meeting"}
    assert stream.undated == 5

    carried = Stream(stream.ledger, stream.names, 60, who="pe:retno-marsudi")
    assert events(carried) == {"ev:letter"}
    aid = Stream(stream.ledger, stream.names, 60, channels=[Channel.AID])
    assert events(aid) == {"ev:aid"}


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_there_stays_without_force(
    name: str, stream: Stream, about: About, tmp_path: Path
) -> None:
    """A second export is refused; with force it replaces the first, and gives the same."""
    into = tmp_path / "out"

    def contents() -> dict[str, bytes]:
        files = [into] if into.is_file() else sorted(into.iterdir())
        return {path.name: path.read_bytes() for path in files}

    export(FORMATS[name], stream, into, about)
    first = contents()
    with pytest.raises(InputError, match="add --force"):
        export(FORMATS[name], stream, into, about)
    export(FORMATS[name], stream, into, about, force=True)

    assert contents() == first
    assert set(first) == set(FORMATS[name].files or ["out"])
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["csv", "gexf"])
def test_interruption_leaves_nothing_half(
    name: str, stream: Stream, about: About, tmp_path: Path
) -> None:
    """What was there before stays whole; where nothing was, nothing is."""

    def stopped(n: int) -> object:
        for record, _ in zip(stream, range(n), strict=False):
            yield record
        raise KeyboardInterrupt

    into = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        export(FORMATS[name], stopped(3), into, about)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []

    export(FORMATS[name], stream, into, about)
    with pytest.raises(KeyboardInterrupt):
        export(FORMATS[name], stopped(3), into, about, force=True)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_force_spares_what_is_no_export(stream: Stream, about: About, tmp_path: Path) -> None:
    """A folder with anything else in it is never replaced, and a folder is no file."""
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="holds notes"):
        export(FORMATS["csv"], stream, tmp_path, about, force=True)
    with pytest.raises(InputError, match="is a folder"):
        export(FORMATS["gexf"], stream, tmp_path, about, force=True)
    with pytest.raises(InputError, match="no folder"):
        export(FORMATS["gexf"], stream, tmp_path / "a" / "b", about)

    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_left_overs_of_a_killed_run_go(tmp_path: Path) -> None:
    """Those for the same place, and no others."""
    for name in (".aside-1-out", ".aside-1-another"):
        (tmp_path / name).write_text("half")

    with placed(tmp_path / "out", (), force=False) as aside:
        aside.write_text("whole")

    assert sorted(path.name for path in tmp_path.iterdir()) == [".aside-1-another", "out"]


def test_nothing_to_write_is_said(stream: Stream, about: About, tmp_path: Path) -> None:
    """With the reasons, and no empty file."""
    teasers = [r for r in stream if r.happening.section != "body"]
    with pytest.raises(NothingFound, match="1 known only from a teaser"):
        export(FORMATS["graphml"], teasers, tmp_path / "out", about)
    assert list(tmp_path.iterdir()) == []


def test_reasons_come_by_number() -> None:
    """The most frequent first."""
    written = Written()
    written.left_out.update({"a": 1, "b": 3, "c": 3})

    assert list(written.reasons()) == ["b", "c", "a"]
