"""`dragoman compare` on the stand-in ledger: what exactly it prints."""

import json

from command_line import Run

HEAD = """\
Here:  Hainan Courier (account of China): 6 claims, 2 sentences
There: Jakarta Gazette (account of Indonesia): 3 claims, 1 sentence

Both say
"""


def test_both_accounts_are_set_side_by_side(run: Run) -> None:
    """What both say, where they differ, what one alone says, and why nothing is measured."""
    code, out, err = run("compare ev:letter LEDGER")

    assert (code, err) == (0, "")
    assert out[: len(HEAD)] == HEAD
    assert "They differ\n  claim  date  2020-08-20 | 2020-08-21  “August 20” | “21 August”" in out
    only = out[out.index("Only here") :]
    assert "Joko Widodo" in only and "Hainan " in only
    assert "Not measured. Jakarta Gazette makes 3 claims that could be compared" in out
    assert out.endswith("prints the sentence behind an event or a [claim].\n")


def test_a_silent_side_is_named(run: Run) -> None:
    """Nobody's account is no denial."""
    _, out, _ = run("compare ev:call LEDGER")

    assert "There: France: no account in the ledger. Silent, not denying.\n" in out
    assert "Not measured. The ledger has no account of France." in out


def test_json_and_the_other_order(run: Run) -> None:
    """The side that is asked for comes first; the accounts stand beside the rows."""
    code, out, _ = run("compare ev:letter LEDGER --here Indonesia --format json")
    whole = json.loads(out)

    assert code == 0
    assert (whole["here"]["side"], whole["there"]["side"]) == ("st:idn", "st:chn")
    assert whole["measures"] is None and whole["refused"]
