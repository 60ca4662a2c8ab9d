"""Questions to a ledger: one module each, typed rows with the claims behind them."""

from dragoman.ask.book import Answer, Basis, Book
from dragoman.ask.channels import ChannelCount, ChannelMix, CloudShare, channels
from dragoman.ask.circle import Contact, circle
from dragoman.ask.coverage import Coverage, CoverageRow, coverage
from dragoman.ask.diff import Change, Diff, RuleCount, diff
from dragoman.ask.digest import Digest, digest
from dragoman.ask.events import EventRow, events
from dragoman.ask.issues import IssueGroup, issues
from dragoman.ask.names import Names, actor
from dragoman.ask.show import Disagreement, Dossier, show

__all__ = [
    "Answer",
    "Basis",
    "Book",
    "Change",
    "ChannelCount",
    "ChannelMix",
    "CloudShare",
    "Contact",
    "Coverage",
    "CoverageRow",
    "Diff",
    "Digest",
    "Disagreement",
    "Dossier",
    "EventRow",
    "IssueGroup",
    "Names",
    "RuleCount",
    "actor",
    "channels",
    "circle",
    "coverage",
    "diff",
    "digest",
    "events",
    "issues",
    "show",
]
