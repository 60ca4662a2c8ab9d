"""Questions to a ledger: one module each, typed rows with the claims behind them."""

from dragoman.ask.aid import Aid, aid
from dragoman.ask.book import Answer, Basis, Book
from dragoman.ask.channels import ChannelCount, ChannelMix, DocumentsOfMonth, channels
from dragoman.ask.check import Checked, CheckRow, check
from dragoman.ask.circle import Circle, Contact, Partner, circle
from dragoman.ask.cloud import BreakSearch, CloudBreak, CloudMonth, CloudShare
from dragoman.ask.compare import ComparedRow, Comparison, compare
from dragoman.ask.coverage import Coverage, CoverageRow, coverage
from dragoman.ask.diff import Change, Diff, RuleCount, diff
from dragoman.ask.digest import Digest, digest
from dragoman.ask.events import EventRow, events
from dragoman.ask.issues import IssueGroup, issues
from dragoman.ask.names import Names, actor
from dragoman.ask.network import Network, network
from dragoman.ask.pair import Dealing, Pair, pair
from dragoman.ask.partnerships import Partnerships, Tie, partnerships
from dragoman.ask.plans import Agenda, Plans, agenda, plans
from dragoman.ask.show import Disagreement, Dossier, show
from dragoman.ask.voices import Voice, Voices, voices

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
