"""Text: repairs of machine translation, sections, sentences, datelines, and the way back."""

from dragoman.text.clean import CleanText, prepare
from dragoman.text.dateline import Dateline, find_dateline
from dragoman.text.day import Day, find_day
from dragoman.text.figures import Order
from dragoman.text.repair import Repair, Repaired, repair
from dragoman.text.sections import find_sections
from dragoman.text.sentences import find_sentences

__all__ = [
    "CleanText",
    "Dateline",
    "Day",
    "Order",
    "Repair",
    "Repaired",
    "find_dateline",
    "find_day",
    "find_sections",
    "find_sentences",
    "prepare",
    "repair",
]
