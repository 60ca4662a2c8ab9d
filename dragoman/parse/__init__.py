"""From a sentence with its mentions to something that patterns run over.

Today that is the masked sentence; the dependency parser of a later release takes its
place behind the same rule files.
"""

from dragoman.parse.masked import Masked, Unit, mask
from dragoman.parse.pattern import Match, Pattern, compile_pattern

__all__ = ["Masked", "Match", "Pattern", "Unit", "compile_pattern", "mask"]
