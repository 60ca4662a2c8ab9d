"""Which date belongs to which happening: in its sentence by the tree, else in its document.

In the sentence, the way through the tree from the word that names the happening to the
time phrase decides: a date of another clause, of the saying ("said on Tuesday") or of
another happening ("ahead of the summit in July") is further away than one of its own.
What its sentence leaves open, the document may tell elsewhere: the headline's meeting has
the day of the first paragraph's, the signing that of the talks. Each such date quotes the
words that it comes from and names its rule; where nothing tells, there is no date.
"""

from dragoman.extract.dating.document import Dating
from dragoman.extract.dating.sentence import date_of

__all__ = ["Dating", "date_of"]
