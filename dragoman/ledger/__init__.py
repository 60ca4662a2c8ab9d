"""The ledger: a folder of parts, decisions, and a view that is rebuilt from them.

`Ledger` here groups reports only with the linker that it is given; `dragoman.run.Ledger`
is the same with the project's own.
"""

from dragoman.ledger.inputs import Input
from dragoman.ledger.ledger import Ledger
from dragoman.ledger.parts import Run
from dragoman.ledger.search import Hit
from dragoman.ledger.tables import SCHEMAS, PartTables
from dragoman.ledger.view import Linker

__all__ = ["SCHEMAS", "Hit", "Input", "Ledger", "Linker", "PartTables", "Run"]
