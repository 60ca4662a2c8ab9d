"""Whether a happening took place: read from the verb group, what governs it, and cue words.

The caller gives the words that name an interaction inside a sentence: a verb ("met",
"will meet") or a noun ("talks"). A verb is read by its tense and auxiliaries; an
infinitive by what governs it ("expected to", "invited him to"); a noun by the words
beside it ("upcoming", "planned for Thursday"), by what is said of it ("was called off"),
and else by the verb that governs it ("will hold talks"). The cue words are data, with
the sentences that they decide beside them: `rules/status.yml`. In the manner of ConText
(Harkema et al. 2009), each has a place relative to the trigger and a scope that ends at
words of another clause.
"""

from dragoman.extract.status.background import is_background
from dragoman.extract.status.found import StatusFound
from dragoman.extract.status.read import read_status

__all__ = ["StatusFound", "is_background", "read_status"]
