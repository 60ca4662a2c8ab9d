"""The name or names behind titles, straight or between commas."""

from dataclasses import replace

from dragoman.actors.chunks.describing import is_apposition
from dragoman.actors.chunks.line import Line
from dragoman.actors.chunks.names import is_no_person, read_name
from dragoman.actors.chunks.parts import Chunk, Name
from dragoman.actors.chunks.states import polities_at, read_polities, starts_phrase


def read_names_after(
    line: Line, base: Chunk, here: int, *, determined: bool
) -> tuple[list[Chunk], int] | None:
    """Read the name or names after titles, straight or between commas."""
    here = _skip_brackets(line, here)
    scanned = read_name(line, here, after_title=True)
    if scanned is None and line.norm(here) == "," and (base.polities or determined):
        scanned = read_name(line, here + 1, after_title=True)
        first = line.item(here + 1)
        titled = first is not None and first.has("hon")  # "the emir, Sheikh Tamim, ..."
        if scanned is not None and not _closes(line, scanned, titled=titled):
            scanned = None
    if scanned is None or is_no_person(line, scanned):
        return None
    chunks = [_named(base, scanned)]
    after = _read_state_after(line, scanned, chunks, base)
    while base.plural and len(chunks) < 8:
        follow = after
        if line.norm(follow) == ",":
            follow += 1
        if line.norm(follow) in ("and", "&"):
            follow += 1
        if follow == after:
            break
        scanned = read_name(line, follow, after_title=False)
        if scanned is None or is_apposition(line, scanned.after):
            break
        later = replace(base, start=line.at(follow), polities=base.polities)
        chunks.append(_named(later, scanned))
        after = _read_state_after(line, scanned, chunks, base)
    states = base.polities
    if len(states) == len(chunks) > 1 and all(chunk.polities == states for chunk in chunks):
        # "The prime ministers of Georgia and Armenia, Irakli Garibashvili and Nikol Pashinyan".
        chunks = [
            replace(chunk, polities=(state,)) for chunk, state in zip(chunks, states, strict=True)
        ]
    return chunks, after


def _skip_brackets(line: Line, here: int) -> int:
    """Read past "(with residence in Astana)" where a comma and a name follow, or the name."""
    if line.norm(here) != "(":
        return here
    for at in range(here + 2, min(here + 10, len(line.items))):
        if line.norm(at) == ")":
            named = read_name(line, at + 1 + (line.norm(at + 1) == ","), after_title=True)
            return at + 1 if named is not None and named.count > 1 else here
    return here


def _closes(line: Line, scanned: Name, *, titled: bool) -> bool:
    """Return whether an inserted name ends as insertions do, or is of a known person."""
    sign = line.norm(scanned.after)
    if scanned.count < 2 and not scanned.known and not titled:
        return False
    return sign in ("", ",", ".", ")", ";", ":", "who", "-", "\u2014", "!", "?")


def _named(base: Chunk, scanned: Name) -> Chunk:
    return replace(
        base,
        kind="person",
        end=scanned.end,
        name=scanned.text,
        name_norms=scanned.norms,
        plural=False,
        gender=scanned.gender,
    )


def _read_state_after(line: Line, scanned: Name, chunks: list[Chunk], base: Chunk) -> int:
    """Read "of Japan", "(Japan)" after a name whose state is not yet said; extend its chunk."""
    after = scanned.after
    if line.norm(after) == "(" and line.norm(after + 2) == ")" and not base.polities:
        states = polities_at(line, after + 1)
        if states:
            chunks[-1] = replace(chunks[-1], polities=states, end=line.until(after + 3))
            return after + 3
    if line.norm(after) == "of":
        states, end = read_polities(line, after + 1, False)
        if states and not starts_phrase(line, end - 1):
            known = chunks[-1].polities
            if not known or base.plural or known == states:
                chunks[-1] = replace(chunks[-1], polities=states, end=line.until(end))
                after = end
    return after
