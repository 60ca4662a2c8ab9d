"""Stretches of a sentence that name somebody or something, before anybody is resolved.

One pass from left to right over the sentence's words, each looked up once in the register's
lexicon. What is found is a `Chunk`: which words are name, title and state, and nothing yet
about who that is. Every step consumes at least one word and looks a bounded number of words
ahead, so the time grows with the length of the sentence and with nothing else.
"""

from dragoman.actors.chunks.closed import HOME, SHORT
from dragoman.actors.chunks.line import Line
from dragoman.actors.chunks.parts import Chunk
from dragoman.actors.chunks.walk import read_chunks

__all__ = ["HOME", "SHORT", "Chunk", "Line", "read_chunks"]
