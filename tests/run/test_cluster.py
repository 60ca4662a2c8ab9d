"""Parts done on a cluster: two processes of Dask on this machine stand for one."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import runner_stub
from runner_stub import SETUP, read
from test_runner import opened, view_of, write

from dragoman.ledger.tables import RUN_TABLES
from dragoman.model import ConfigError, Document
from dragoman.run import Setup, extract_part
from dragoman.run.cluster import Cluster, each_there, extract_there
from dragoman.run.spreading import over_cluster

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")

pytestmark = [
    pytest.mark.slow,
    # What Dask and the loop it runs in leave open when they end is theirs.
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
    pytest.mark.filterwarnings("ignore:.*:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Start a scheduler and two workers that know the stub; return where they listen."""
    old = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path(__file__).parent), old]))
    try:
        with (
            dask.config.set({"distributed.scheduler.allowed-failures": 0}),
            distributed.LocalCluster(
                n_workers=2,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                worker_dashboard_address=None,
                silence_logs=50,
            ) as cluster,
        ):
            yield cluster.scheduler_address
    finally:
        if old is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = old


def test_a_cluster_gives_what_this_machine_gives(address: str, tmp_path: Path) -> None:
    """The view is equal row for row, and a document that ends its worker is named."""
    docs = tmp_path / "docs"
    for number in range(12):
        write(docs, number, "odd FAIL" if number == 5 else "odd")
    read([docs], tmp_path / "here")
    read([docs], tmp_path / "there", cluster=address)
    assert view_of(tmp_path / "there") == view_of(tmp_path / "here")


def test_a_part_is_equal_in_every_byte(address: str, tmp_path: Path) -> None:
    """The tables that come back, as the ledger packs them."""
    from dragoman.ledger.parts import Parts

    docs = [Document(f"d{n}", f"CHN met IDN on 2020-08-0{n}. odd", name=f"{n}.txt") for n in (1, 2)]
    with distributed.Client(address, set_as_default=False) as client:
        there = client.submit(extract_there, docs, SETUP, SETUP.fingerprint, 60).result()
    written = []
    for name, made in (("here", extract_part(docs, setup=SETUP)), ("there", there)):
        parts = Parts(tmp_path / name)
        folder = parts.add_part(parts.open_run("x"), made)
        written.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert len(written[0]) == len(RUN_TABLES) + 1
    assert written[0] == written[1]


@pytest.mark.skipif(sys.platform == "win32", reason="the stub kills itself by a signal")
def test_what_ends_a_worker_there_is_named(address: str, tmp_path: Path) -> None:
    """One document kills its worker, one hangs; Dask starts others, and all else is done."""
    docs, path = tmp_path / "docs", tmp_path / "ledger"
    for number, word in enumerate(["", "", "KILL", "", "HANG"]):
        write(docs, number, word)
    summary = read([docs], path, cluster=address, document_seconds=3)
    assert (summary.read, summary.failed, summary.events) == (5, 2, 3)
    with opened(path) as book:
        issues = book.issues(stage="extract").to_pylist()
    assert {issue["place"] for issue in issues} == {"d002.txt", "d004.txt"}
    assert {issue["detail"] for issue in issues} == {
        "the worker of the cluster that read it ended, or took longer than 3 s "
        "(document_seconds), twice"
    }


def test_shares_of_linking_are_done_there(address: str) -> None:
    """Each by whichever worker is free, in their order."""
    shares = [[1], [2, 3]]
    assert each_there(address, sum, shares) == [1, 5]
    assert list(over_cluster(address)(sum, shares)) == [1, 5]


def test_shares_of_linking_are_done_here_when_the_cluster_has_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All has been read by then."""
    monkeypatch.setattr("dragoman.run.cluster.PATIENCE", 1)
    assert list(over_cluster("tcp://127.0.0.1:9")(sum, [[1], [2, 3]])) == [1, 5]


def test_another_version_is_refused(address: str) -> None:
    """Before anything is read, and by a worker that came later."""
    with pytest.raises(ConfigError, match="another version of dragoman"):
        extract_there([], SETUP, "another", 60)


def test_who_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one sentence."""
    monkeypatch.setattr("dragoman.run.cluster.PATIENCE", 1)
    with pytest.raises(ConfigError, match=r"^tcp://127\.0\.0\.1:9: no scheduler of Dask"):
        Cluster("tcp://127.0.0.1:9", Setup(), 60)


def test_a_worker_of_another_version_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing is read then."""
    write(tmp_path / "docs", 1)
    monkeypatch.setattr(Setup, "fingerprint", "ours")
    with pytest.raises(ConfigError, match=r"tcp://\S+ has another version of dragoman"):
        read([tmp_path / "docs"], tmp_path / "ledger", cluster=address)
    assert runner_stub
