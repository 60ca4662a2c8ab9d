"""Find who is meant: from a clean text to mentions, with the document as memory.

First every sentence is read into chunks. Then the persons that the document introduces
are gathered: who was called by which name, title and state, anywhere in it, the title
included. Last the sentences are walked again and every chunk becomes a mention: names by
the register or by what the document says of them, titles by their holder on the day or by
the person the document last gave that office, "the two leaders" and "he" by who was there
before. What cannot be told stays without an actor.
"""

from dragoman.actors.mentions.finder import find_mentions
from dragoman.actors.mentions.scene import CleanTextLike, DatelineLike

__all__ = ["CleanTextLike", "DatelineLike", "find_mentions"]
