"""What the tests of formats share: the events of August 2020, and a wild document beside them."""

import pytest
import standin_ledger
from standin_ledger import StandIn

from dragoman.export.formats import About, Stream
from dragoman.model import Channel

WILD = '=HYPERLINK("x") Wang Yi met\tPresident Putin\non August 31, "again" \u0007<b>& so on.'


class Register(standin_ledger.Register):
    """The stand-in register, with codes."""

    def iso3(self, ident: str) -> str | None:
        """Return the code of a state, and of a place's state."""
        if ident == "pl:hainan":
            return "CHN"
        return ident[3:].upper() if ident.startswith("st:") else None


@pytest.fixture
def wild(ledger: StandIn) -> StandIn:
    """The ledger of August 2020 with a document that means no good to any format."""
    ledger.document(
        "d9", WILD, outlet="+Gazette", published="2020-09-01", title="-1+1", url="javascript:x"
    )
    ledger.report(
        "r99",
        "d9",
        WILD,
        "meeting",
        "happened",
        [
            ("actor", "pe:wang-yi", "Wang Yi"),
            ("actor", "pe:vladimir-putin", "President Putin"),
            ("date", "2020-08-31", "August 31"),
            ("topic", "=1+1", "again"),
        ],
        rule="meeting.met",
    )
    ledger.event("ev:wild", "meeting", "happened", ["r99"], ("2020-08-31", "2020-08-31"))
    return ledger


@pytest.fixture
def stream(wild: StandIn) -> Stream:
    """All events, quotations up to 60 characters."""
    return Stream(wild, Register(), 60)


@pytest.fixture
def about() -> About:
    """What the exports are made from."""
    return About("1.0", "A ledger of tests.", 60)


def only(ledger: StandIn, *channels: Channel) -> Stream:
    """Return the events of some channels."""
    return Stream(ledger, Register(), 60, channels=channels)
