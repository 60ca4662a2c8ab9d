"""The walk over a sentence, from left to right, a chunk at a time."""

from dragoman.actors.chunks.closed import DETERMINERS
from dragoman.actors.chunks.line import Line
from dragoman.actors.chunks.parts import Chunk
from dragoman.actors.chunks.pointers import read_pointer
from dragoman.actors.chunks.runs import read_owned_name, read_run
from dragoman.actors.chunks.standing import read_standing
from dragoman.actors.chunks.titles import read_noun_phrase

# Small plain words that can open a chunk; every other one is passed over at once.
_OPENERS = (
    DETERMINERS
    | {"he", "she", "him", "they", "we", "both", "two", "three", "four", "five", "six",
       "counterpart", "counterparts", "homologue", "homologues"}
)  # fmt: skip


def read_chunks(line: Line) -> list[Chunk]:
    """Return the chunks of the sentence, in order, none overlapping."""
    found: list[Chunk] = []
    after = 0
    norms, upper, particles = line.words.norm, line.words.upper, line.lists.particles
    for place, item in enumerate(line.items):
        if place < after:
            continue
        word = norms[item.start]
        if not (item.kinds or upper[item.start] or word in _OPENERS or word in particles):
            continue
        step = (
            read_pointer(line, place)
            or read_noun_phrase(line, place)
            or read_owned_name(line, place)
            or read_run(line, place)
            or read_standing(line, place)
        )
        if step is not None:
            chunks, after = step
            found.extend(chunk for chunk in chunks if chunk.kind != "nobody")
    return found
