"""Questions to a ledger: one module each, typed rows with the claims behind them."""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.ask.aid import Aid, aid
    from dragoman.ask.book import Answer, Basis, Book
    from dragoman.ask.channels import ChannelCount, ChannelMix, channels
    from dragoman.ask.check import Checked, CheckRow, check
    from dragoman.ask.circle import Circle, Contact, Partner, circle
    from dragoman.ask.cloud import BreakSearch, CloudBreak, CloudMonth, CloudShare
    from dragoman.ask.compare import ComparedRow, Comparison, compare
    from dragoman.ask.coverage import Coverage, CoverageRow, coverage
    from dragoman.ask.diff import Change, Diff, RuleCount, diff
    from dragoman.ask.digest import Digest, digest
    from dragoman.ask.events import EventRow, events
    from dragoman.ask.issues import IssueGroup, issues
    from dragoman.ask.monthly import DocumentsOfMonth
    from dragoman.ask.names import Names, actor
    from dragoman.ask.network import Network, network
    from dragoman.ask.pair import Dealing, Pair, pair
    from dragoman.ask.partnerships import Partnerships, Tie, partnerships
    from dragoman.ask.plans import Agenda, Plans, agenda, plans
    from dragoman.ask.show import Disagreement, Dossier, show
    from dragoman.ask.voices import Voice, Voices, voices

_HOME = {
    name: module
    for module, names in {
        "aid": ("Aid", "aid"),
        "book": ("Answer", "Basis", "Book"),
        "channels": ("ChannelCount", "ChannelMix", "channels"),
        "check": ("Checked", "CheckRow", "check"),
        "circle": ("Circle", "Contact", "Partner", "circle"),
        "cloud": ("BreakSearch", "CloudBreak", "CloudMonth", "CloudShare"),
        "compare": ("ComparedRow", "Comparison", "compare"),
        "coverage": ("Coverage", "CoverageRow", "coverage"),
        "diff": ("Change", "Diff", "RuleCount", "diff"),
        "digest": ("Digest", "digest"),
        "events": ("EventRow", "events"),
        "issues": ("IssueGroup", "issues"),
        "monthly": ("DocumentsOfMonth",),
        "names": ("Names", "actor"),
        "network": ("Network", "network"),
        "pair": ("Dealing", "Pair", "pair"),
        "partnerships": ("Partnerships", "Tie", "partnerships"),
        "plans": ("Agenda", "Plans", "agenda", "plans"),
        "show": ("Disagreement", "Dossier", "show"),
        "voices": ("Voice", "Voices", "voices"),
    }.items()
    for name in names
}

__all__ = [
    "Agenda",
    "Aid",
    "Answer",
    "Basis",
    "Book",
    "BreakSearch",
    "Change",
    "ChannelCount",
    "ChannelMix",
    "CheckRow",
    "Checked",
    "Circle",
    "CloudBreak",
    "CloudMonth",
    "CloudShare",
    "ComparedRow",
    "Comparison",
    "Contact",
    "Coverage",
    "CoverageRow",
    "Dealing",
    "Diff",
    "Digest",
    "Disagreement",
    "DocumentsOfMonth",
    "Dossier",
    "EventRow",
    "IssueGroup",
    "Names",
    "Network",
    "Pair",
    "Partner",
    "Partnerships",
    "Plans",
    "RuleCount",
    "Tie",
    "Voice",
    "Voices",
    "actor",
    "agenda",
    "aid",
    "channels",
    "check",
    "circle",
    "compare",
    "coverage",
    "diff",
    "digest",
    "events",
    "issues",
    "network",
    "pair",
    "partnerships",
    "plans",
    "show",
    "voices",
]


class _Room(ModuleType):
    """The room, with each question loaded when it is first asked: one needs no other.

    Questions have the names of their modules; as in the package itself, the name is the question.
    """

    def __getattribute__(self, name: str) -> object:
        """Return the public name `name`, or any other attribute as usual."""
        home = _HOME.get(name)
        if home is None:
            return super().__getattribute__(name)
        return getattr(import_module(f"{__name__}.{home}"), name)


sys.modules[__name__].__class__ = _Room
