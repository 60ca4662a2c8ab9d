"""Dates in sentences: what they say, resolved no finer than they say it.

English only. A rule finds words ("on the 12th"), and resolves them against the day of
the document or the date named before ("the following day"). What depends on the tense
("on Monday", "March 21") keeps both its nearest past and its nearest future reading,
and `choose` takes the one that fits the status. What cannot be resolved is still found,
with the value None: the caller can say that it met a vague time. The rules, each with
the sentences that it finds and passes over, stand in `rules/dates.yml`.
"""

from dragoman.extract.dates.find import find_dates
from dragoman.extract.dates.found import DateFound, carry, choose

__all__ = ["DateFound", "carry", "choose", "find_dates"]
