"""The exceptions, drawn once.

DragomanError
├── SpanError       a span that does not quote its document
├── RuleError       a rule file that says something it cannot mean
├── RegisterError   a register file likewise
├── ConfigError     dragoman.toml
├── LedgerError     a folder that is no ledger, or of another version
├── UnknownName     a name or id that nobody answers to
├── NothingFound    a question that the ledger has nothing on
└── InputError      an argument that means nothing here

The command line turns each into one sentence, without a trace.
"""


class DragomanError(Exception):
    """Whatever goes wrong in a way that a user can do something about."""


class SpanError(DragomanError):
    """A span does not quote the words it points at."""


class RuleError(DragomanError):
    """A rule file holds what no rule may."""


class RegisterError(DragomanError):
    """A register file holds what no register may."""


class ConfigError(DragomanError):
    """`dragoman.toml` holds an unknown key or a value of the wrong kind."""


class LedgerError(DragomanError):
    """The folder is no ledger, is of another version, or cannot be written."""


class UnknownName(DragomanError):
    """Nobody in the register or the ledger answers to this name."""


class NothingFound(DragomanError):
    """The question is well put, and the ledger has nothing on it."""


class InputError(DragomanError):
    """An argument or a file that cannot be what was asked for."""
