"""`dragoman network`: counterparts, and which of them dealt with each other."""

from command_line import Run


def test_counterparts_and_their_links_are_listed(run: Run) -> None:
    """The counts stand in rows with claims, and the foot says that a link is only a count."""
    code, told, _ = run("network China LEDGER")

    assert code == 0
    assert "Counterparts: China" in told
    assert any(line.startswith("Indonesia") and "[" in line for line in told.splitlines())
    assert "it says nothing of how close anybody is" in told


def test_links_are_a_table_of_their_own(run: Run) -> None:
    """As every answer's: CSV by name."""
    code, told, _ = run("network China LEDGER --format csv --table links")

    assert (code, told.splitlines()[0].split(",")[:3]) == (0, ["one", "other", "n_events"])
