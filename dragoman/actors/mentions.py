"""Find who is meant: from a clean text to mentions, with the document as memory.

First every sentence is read into chunks. Then the persons that the document introduces
are gathered: who was called by which name, title and state, anywhere in it, the title
included. Last the sentences are walked again and every chunk becomes a mention: names by
the register or by what the document says of them, titles by their holder on the day or by
the person the document last gave that office, "the two leaders" and "he" by who was there
before. What cannot be told stays without an actor.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlsplit

from rapidfuzz.distance import JaroWinkler

from dragoman.actors.chunks import Chunk, Line
from dragoman.actors.compiling import name_words
from dragoman.actors.register import Register, class_of, office_id, rank
from dragoman.actors.tokens import fold, split_words
from dragoman.model import Actor, Document, Mention, MentionKind, SectionKind, Sentence


class DatelineLike(Protocol):
    """What is read of a dateline."""

    @property
    def place(self) -> str | None:
        """The place it names."""

    @property
    def agency(self) -> str | None:
        """The agency it names."""


class CleanTextLike(Protocol):
    """What is read of a clean text; `dragoman.text.prepare` makes one."""

    @property
    def doc(self) -> Document:
        """The document it was made from."""

    @property
    def text(self) -> str:
        """The repaired text; offsets of mentions count in it."""

    @property
    def sentences(self) -> Sequence[Sentence]:
        """The sentences of body and teasers."""

    @property
    def dateline(self) -> DatelineLike | None:
        """The first dateline."""


NAME_LIKE = 0.86
"""Jaro-Winkler similarity from which an unknown spelling after a state's title is its holder's
name: "Marcon" for Macron is 0.95, "Jenisov" for Denisov 0.90; the best wrong name seen
inside such a pool was 0.75."""

NAME_LIKE_NEARBY = 0.90
"""The same where the state stands elsewhere in the sentence: there is more to confuse."""

MANY = 200
"""More persons than any real document names; beyond it hostile text is not searched further."""

BACK = 4
"""How many sentences "the minister" and "the two leaders" look back. Wire stories repeat a
name at least every third paragraph, which is about four sentences."""

FAR = 30.0
"""Years from all of somebody's tenures after which the name means somebody else."""

_KNOWN_BY_NAME = frozenset({"head", "hog", "vice", "fm", "sg", "council", "commission", "crown"})
# Who is also called so: the envoy at the UN and the trade representative are "ambassador".
_CALLED_SO = {"amb": ("permrep", "trademin"), "permrep": ("amb",)}
_LEADERS = frozenset({"head", "hog", "crown", "council", "commission", "party", "leader"})
_MINISTERS = frozenset({"fm", "defmin", "finmin", "trademin", "minister", "deputyfm", "councilor"})
_VAGUE = frozenset({"minister", "leader", "official", "aide", "envoy", "counterpart", "sg"})
_HOLDABLE = frozenset(
    {"head", "hog", "vice", "fm", "defmin", "parl", "nsa", "crown", "party", "sg", "council",
     "commission", "finmin", "trademin", "amb"}
)  # fmt: skip
_WOMEN = frozenset({"queen", "princess", "spokeswoman", "chairwoman", "crown princess",
                    "first lady"})  # fmt: skip


def find_mentions(
    clean: CleanTextLike, register: Register, *, day: str | None
) -> tuple[tuple[Mention, ...], ...]:
    """Find the stretches of each sentence that name actors or places.

    Args:
        clean: A text with its sentences.
        register: Who is known.
        day: The day of the document, EDTF; it decides who held an office. Without one a
            title names an office and nobody.

    Returns:
        One tuple for each sentence of `clean.sentences`, in their order; mentions are
        sorted, do not overlap, and count in `clean.text`. A mention without actors names
        somebody who could not be told apart ("Congo"), or a bare place.
    """
    return _Finder(clean, register, day).find()


@dataclass(slots=True)
class _Entity:
    """A person of the document, as far as it tells."""

    name: str
    norms: tuple[str, ...]
    polity: str | None = None
    office: str | None = None
    office_class: str = ""
    person: str | None = None
    gender: str = ""
    keys: set[str] = field(default_factory=set)  # by which a later fragment means it
    weak: set[str] = field(default_factory=set)  # only after a title or honorific
    wordings: set[str] = field(default_factory=set)  # the titles it is given

    def actor(self, how: str) -> Actor:
        return Actor(self.polity, self.office, self.person, self.name, how)


@dataclass(slots=True)
class _Memory:
    """What was mentioned, sentence by sentence, for words that point back."""

    persons: list[list[tuple[int, _Entity]]] = field(default_factory=list)
    states: list[list[tuple[int, str, bool]]] = field(default_factory=list)  # (at, id, acts)

    acting: Counter[str] = field(default_factory=Counter)  # how often each state acted so far
    met: dict[int, _Entity] = field(default_factory=dict)  # everybody so far, each once

    def person(self, at: int, entity: _Entity) -> None:
        self.persons[-1].append((at, entity))
        if len(self.met) <= MANY:
            self.met[id(entity)] = entity
        if entity.polity:
            self.state(at, entity.polity, True)

    def state(self, at: int, polity: str, acts: bool) -> None:
        self.states[-1].append((at, polity, acts))
        if acts and polity.startswith("st:"):
            self.acting[polity] += 1

    def open(self) -> None:
        self.persons.append([])
        self.states.append([])


class _Finder:
    def __init__(self, clean: CleanTextLike, register: Register, day: str | None) -> None:
        self.clean = clean
        self.register = register
        self.day = day
        self.text = clean.text
        self.entities: list[_Entity] = []
        self.by_key: dict[str, list[_Entity]] = {}
        self.by_weak: dict[str, list[_Entity]] = {}
        self.by_person: dict[str, _Entity] = {}
        self.by_norms: dict[tuple[str, ...], _Entity] = {}
        self.by_first: dict[str, list[_Entity]] = {}
        self.by_polity: dict[str, list[_Entity]] = {}
        self.memory = _Memory()
        self.entity_of: dict[tuple[int, int], _Entity] = {}
        self._of_title: dict[tuple[int, int], _Entity] = {}
        self.in_title = False  # whether the title is being read
        self.speaker: _Entity | None = None
        overrides = register.overrides
        self.family_first = frozenset(overrides.get("family_first", ()))
        self.family_either = frozenset(overrides.get("family_either", ()))
        self.given_last = frozenset(overrides.get("given_last", ()))
        self.said: set[str] = set()
        self.strangers: set[str] = set()  # words of names that nobody is known by

    # --- the whole ----------------------------------------------------------------------------

    def find(self) -> tuple[tuple[Mention, ...], ...]:
        sentences = self.clean.sentences
        lines = [split_words(self.text, s.start, s.end) for s in sentences]
        common = frozenset(
            norm
            for words in lines
            for norm, raw in zip(words.norm, words.raw, strict=True)
            if raw[0].islower()
        )
        read = [Line(self.register, self.text, words, common).chunks() for words in lines]
        self.clear = self._settle_ambiguous(read)
        self.counts = self._count_states(read)
        self.said = {p for chunks in read for chunk in chunks for p in self._polities(chunk)}
        self.home = self._home()
        order = sorted(range(len(read)), key=lambda n: sentences[n].section is not SectionKind.BODY)
        self.strangers = {
            word
            for chunks in read
            for chunk in chunks
            if chunk.kind in ("run", "stranger") and len(chunk.name_norms) > 1 and not chunk.how
            for word in chunk.name_norms
        }
        titled = self._title_chunks(common)
        self.in_title = True
        for several in (True, False):
            self._meet(titled, several)
        self.in_title = False
        self._of_title, self.entity_of = self.entity_of, {}
        self.speaker = self._speaker(titled)
        for several in (True, False):
            for number in order:
                self._meet(read[number], several)
        for entity in self.entities:
            if entity.polity:
                self.by_polity.setdefault(entity.polity, []).append(entity)
        found: list[tuple[Mention, ...]] = []
        section: SectionKind | None = None
        for sentence, chunks in zip(sentences, read, strict=True):
            if sentence.section is not section:
                self.memory = _Memory()
                section = sentence.section
            self.memory.open()
            found.append(self._sentence(chunks))
        return tuple(found)

    def _title_chunks(self, common: frozenset[str]) -> list[Chunk]:
        """Read the title too: it often says the state that the text leaves out."""
        title = self.clean.doc.title
        if not title or len(title) > 1000:
            return []
        words = split_words(title, 0, len(title))
        chunks = Line(self.register, title, words, common).chunks()
        return [c for c in chunks if c.kind == "person" and c.name_norms]

    def _speaker(self, titled: list[Chunk]) -> _Entity | None:
        """Return who says "I": the one person whose statement the title says it is."""
        title = self.clean.doc.title or ""
        match = _SPEAKS.match(title)
        if match is None:
            return None
        for number, chunk in enumerate(titled):
            if not 0 <= chunk.start - match.end() <= 12:
                continue
            following = titled[number + 1 : number + 2]
            if following and title[chunk.end : following[0].start].strip() in ("and", "&", ","):
                return None  # a joint statement has no "I"
            entity = self._of_title.get((chunk.start, chunk.end))
            return entity if entity is not None and entity.polity else None
        return None

    def _settle_ambiguous(self, read: list[list[Chunk]]) -> dict[str, str | None]:
        """Decide "Congo", "Korean", "Georgia" for the document, or leave them undecided."""
        seen: Counter[str] = Counter()
        for chunks in read:
            for chunk in chunks:
                for polity in chunk.polities:
                    if not polity.startswith("?"):
                        seen[polity] += 1
        settled: dict[str, str | None] = {}
        for chunks in read:
            for chunk in chunks:
                for polity in chunk.polities:
                    if polity.startswith("?") and polity not in settled:
                        settled[polity] = self._settle(polity[1:].split(";"), seen)
        return settled

    def _settle(self, candidates: list[str], seen: Counter[str]) -> str | None:
        if candidates == ["st:geo"]:
            return self._georgia(seen)
        if len(candidates) == 1:
            return candidates[0] if candidates[0] in ("st:jor", "st:tcd") else None
        named = [polity for polity in candidates if seen[polity]]
        if len(named) == 1:
            return named[0]
        return None

    def _georgia(self, seen: Counter[str]) -> str | None:
        if seen["st:geo"]:
            return "st:geo"
        cues = {fold(cue) for cue in self.register.overrides.get("us_cues", ())}
        words = {fold(word) for word in self.text[:200_000].split()}
        bare = {word.strip(".,;:()'\"") for word in words}
        if cues & (words | bare):
            return None
        others = [polity for polity in seen if polity not in ("st:geo", "st:usa")]
        return "st:geo" if others else None

    def _polity(self, polity: str) -> str | None:
        return self.clear.get(polity) if polity.startswith("?") else polity

    def _polities(self, chunk: Chunk) -> tuple[str, ...]:
        known = (self._polity(polity) for polity in chunk.polities)
        return tuple(dict.fromkeys(polity for polity in known if polity))

    def _count_states(self, read: list[list[Chunk]]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for chunks in read:
            for chunk in chunks:
                counts.update(p for p in self._polities(chunk) if p.startswith("st:"))
        return counts

    def _home(self) -> str | None:
        """Return the state whose "the foreign ministry" needs no name, if that is sure.

        Whose account it is; else the state that owns the outlet or the agency of the
        dateline.
        """
        doc = self.clean.doc
        if doc.side and doc.side.startswith("st:"):
            return doc.side
        outlets: list[str | None] = []
        if doc.url:
            try:
                host = urlsplit(doc.url).hostname
            except ValueError:
                host = None
            outlets.append(self.register.outlet_by_domain(host) if host else None)
        if doc.outlet:
            outlets.append(self.register.outlet_by_name(doc.outlet))
        dateline = self.clean.dateline
        if dateline is not None and dateline.agency:
            outlets.append(self.register.outlet_by_name(dateline.agency))
        for outlet in outlets:
            if outlet and (state := self.register.outlet_state(outlet)):
                return state
        return None

    def _dominant(self) -> str | None:
        """Return the state that is named at least twice as often as any other."""
        top = self.counts.most_common(2)
        if not top or top[0][1] < 3:
            return None
        if len(top) > 1 and top[0][1] < 2 * top[1][1]:
            return None
        return top[0][0]

    # --- who the document introduces --------------------------------------------------------------

    def _meet(self, chunks: list[Chunk], several: bool) -> None:
        """Gather the persons of a sentence, joining fragments to whom they mean.

        Names of several words go first, over the whole document, so that a headline's
        single name finds whom the text introduces below it.
        """
        previous: _Entity | None = None
        for chunk in chunks:
            if chunk.kind == "pronoun":
                continue
            if not chunk.name_norms:
                states = self._polities(chunk) if chunk.kind == "office" else ()
                previous = _Entity("", (), states[0]) if len(states) == 1 else None
                continue
            entity = self.entity_of.get((chunk.start, chunk.end))
            named = chunk.kind == "person" or (chunk.kind == "run" and chunk.how == "known")
            if named and entity is None and (len(chunk.name_norms) > 1) is several:
                entity = self._introduce(chunk, previous)
                if entity is not None:
                    self.entity_of[(chunk.start, chunk.end)] = entity
            previous = entity or self._foreseen(chunk)

    def _foreseen(self, chunk: Chunk) -> _Entity | None:
        """Return for whom "Putin" stands before names of one word are gathered."""
        norms = tuple(name_words(chunk.name))
        person = self.register.alone(norms)
        if person is None:
            return None
        return _Entity(chunk.name, norms, self._polity_on(person, ""), person=person)

    def _introduce(self, chunk: Chunk, previous: _Entity | None) -> _Entity | None:
        polities = self._polities(chunk)
        polity = polities[0] if len(polities) == 1 else None
        if polity is None and chunk.joined == "owner" and chunk.titles and previous is not None:
            polity = previous.polity  # "Putin aide Yuri Ushakov"
        office_class, towards = self._class(chunk, polity)
        norms = tuple(name_words(chunk.name)) or chunk.name_norms
        known = self._recall(norms, polity, office_class, chunk) if len(norms) == 1 else None
        if known is not None and not self._belied(known, norms, polity, office_class, chunk):
            self._learn(known, chunk, polity, office_class, towards)
            return known
        person = self._identify(norms, polity, office_class, chunk)
        if person is None and self.in_title and chunk.titles and len(norms) > 1:
            # "Vice President Harris Lower Costs": in a title the name may end anywhere.
            person = self._identify(norms[:1], polity, office_class, chunk)
            if person is not None:
                norms = norms[:1]
                chunk = replace(chunk, name=chunk.name.split()[0], name_norms=norms)
        if person is None and (same := self.by_norms.get(norms)):
            if polity and same.polity and polity != same.polity and not chunk.former:
                return same if not same.person else None
            self._learn(same, chunk, polity, office_class, towards)
            return same
        if person is not None and (same := self.by_person.get(person)):
            self._learn(same, chunk, polity, office_class, towards)
            self._index(same, norms)
            return same
        if person is None and len(norms) == 1 and not polity and not chunk.titles:
            return None
        if person is None and chunk.kind == "run":
            return None
        entity = _Entity(chunk.name, norms, person=person, gender=self._gender(chunk))
        if person is not None:
            known_person = self.register.person(person)
            if known_person is not None:
                entity.gender = known_person.gender or entity.gender
        if polity is None and chunk.titles:
            polity = self._inherited(chunk, office_class, previous, person, norms)
        self._learn(entity, chunk, polity, office_class, towards)
        self.entities.append(entity)
        self.by_first.setdefault(norms[0], []).append(entity)
        self._index(entity, norms)
        return entity

    def _inherited(
        self,
        chunk: Chunk,
        office_class: str,
        previous: _Entity | None,
        person: str | None,
        norms: tuple[str, ...],
    ) -> str | None:
        """Say whose minister it is where the sentence does not.

        "Kamikawa and Defense Minister Minoru Kihara" are of one state; a title alone, in a
        government's own account or an outlet it owns, is of that state, unless the register
        knows that its holder has another name.
        """
        if person is not None:
            return None
        if (
            chunk.joined
            and previous is not None
            and previous.polity
            and (previous.name or chunk.joined == "including")
            and (previous.office_class != office_class or chunk.joined == ";")
            and office_class not in ("head", "hog", "counterpart")
        ):
            return previous.polity
        if self.home and office_class not in ("counterpart", "official"):
            if office_class in ("head", "hog", "fm", "vice", "crown"):
                holders = self.register.holders(office_id(self.home, office_class), self.day)
                if holders or office_class != "fm":
                    return None
            return self.home
        return None

    def _learn(
        self,
        entity: _Entity,
        chunk: Chunk,
        polity: str | None,
        office_class: str,
        towards: str | None,
    ) -> None:
        """Add to what is known of a person what this chunk says."""
        entity.wordings.update(_SAME.get(wording, wording) for wording, _class in chunk.titles)
        if len(chunk.name) > len(entity.name) and len(chunk.name_norms) > 1:
            entity.name = chunk.name
        entity.gender = entity.gender or self._gender(chunk)
        if polity and not entity.polity:
            entity.polity = polity
        if entity.person and not entity.polity:
            entity.polity = self._polity_on(entity.person, office_class)
        if chunk.former or office_class in ("", "official", "counterpart"):
            if entity.person and not entity.office and not chunk.former:
                self._serve(entity, None)
            return
        better = not entity.office_class or entity.office_class in _VAGUE
        if better:
            entity.office_class = office_class
        if entity.person:
            self._serve(entity, office_class)
        elif entity.polity and better:
            entity.office = office_id(entity.polity, office_class, towards)

    def _serve(self, entity: _Entity, office_class: str | None) -> None:
        """Name the office that a known person holds on the day, the said one if held."""
        assert entity.person is not None  # noqa: S101 - callers look first
        held = None
        if office_class:
            held = self.register.office_on(
                entity.person, self.day, polity=entity.polity, only=office_class
            )
        held = held or self.register.office_on(entity.person, self.day, polity=entity.polity)
        if held and (not entity.office or office_class == class_of(held)):
            # A post without an office of its own is told by its state and its holder.
            entity.office = held if class_of(held) != "official" else None
            entity.office_class = class_of(held)
        elif not held and office_class and entity.polity and not entity.office:
            entity.office_class = office_class
            office = office_id(entity.polity, office_class)
            # "Michael Froman, President" of a council is not the state's, who is somebody else.
            taken = self.register.holders(office, self.day)
            if office_class not in _VAGUE and (not taken or self._ever(entity.person, office)):
                entity.office = office

    def _ever(self, person: str, office: str) -> bool:
        known = self.register.person(person)
        return known is not None and any(tenure.office == office for tenure in known.tenures)

    def _polity_on(self, person: str, office_class: str) -> str | None:
        """Return for whom somebody acts on the day, else for whom they ever did, if for one."""
        held = self.register.office_on(person, self.day)
        if office_class:
            held = self.register.office_on(person, self.day, only=office_class) or held
        if held:
            return self.register.polity_of(held)
        known = self.register.person(person)
        if known is None:
            return None
        states = {polity for polity in known.polities if polity.startswith("st:")}
        if len(states) == 1:
            return states.pop()
        return self.register.closest(person, self.day)

    def _index(self, entity: _Entity, norms: tuple[str, ...]) -> None:
        """Make a person findable by the fragments that the text may use later."""
        if entity.person:
            self.by_person.setdefault(entity.person, entity)
        self.by_norms.setdefault(norms, entity)
        known = self.register.person(entity.person) if entity.person else None
        names = {norms}
        if known is not None:
            if known.family:
                self._key(entity, " ".join(name_words(known.family)))
            names |= {tuple(name_words(name)) for name in known.names}
        for words in names:
            plain = tuple(w for w in words if len(w) > 1 and w not in _SUFFIX)
            if not plain:
                continue
            if len(plain) == 1:
                self._key(entity, plain[0])
                continue
            if known is None or not known.family:
                for key in self._family(entity, plain):
                    self._key(entity, key)
            for word in plain:
                if len(word) > 2 and word not in _ARABIC:
                    self._weak(entity, word)

    def _family(self, entity: _Entity, words: tuple[str, ...]) -> list[str]:
        """Guess by which words of an unknown name the text will go on."""
        polity = entity.polity or ""
        capitals = [w for w in entity.name.split() if len(w) > 2 and w.isupper()]
        if len(capitals) == 1 and len(entity.name.split()) > 1:
            return [" ".join(name_words(capitals[0]))]
        if polity in self.family_first:
            return [words[0]]
        keys = [words[-1]]
        if polity in self.family_either:
            keys.append(words[0])
        particles = {"bin", "ibn", "di", "de", "da", "von", "van", "le", "la", "der", "den", "del"}
        if len(words) > 2 and words[-2] in particles:
            keys.append(" ".join(words[-2:]))
        if len(words) > 2 and "bin" in words:
            place = words.index("bin")
            keys.append(" ".join(words[place : place + 2]))
            keys.append(" ".join(words[: place + 2]))
        if len(words) > 2:
            keys.append(" ".join(words[-2:]))
        return keys

    def _key(self, entity: _Entity, key: str) -> None:
        if key and key not in entity.keys:
            entity.keys.add(key)
            self.by_key.setdefault(key, []).append(entity)

    def _weak(self, entity: _Entity, key: str) -> None:
        if key not in entity.weak:
            entity.weak.add(key)
            self.by_weak.setdefault(key, []).append(entity)

    def _recall(
        self, norms: tuple[str, ...], polity: str | None, office_class: str, chunk: Chunk
    ) -> _Entity | None:
        """Return the one person of the document that a fragment means."""
        key = " ".join(norms)
        candidates = self.by_key.get(key, [])
        if not candidates and (chunk.titles or chunk.gender or chunk.definite):
            candidates = self.by_weak.get(key, [])[: MANY + 1]
            if office_class and office_class not in _VAGUE:
                # "King Abdullah" and "Crown Prince Hussein": a given name is not enough.
                candidates = [e for e in candidates if self._may_be(e, office_class)]
        if len(candidates) > MANY:
            return None
        if polity:
            candidates = [e for e in candidates if e.polity in (None, polity)]
        if len(candidates) > 1 and office_class and office_class not in _VAGUE:
            same = [e for e in candidates if e.office_class == office_class]
            candidates = same or candidates
        if len(candidates) > 1 and chunk.gender:
            candidates = [e for e in candidates if e.gender in ("", chunk.gender)]
        return candidates[0] if len(candidates) == 1 else None

    def _belied(
        self,
        entity: _Entity,
        norms: tuple[str, ...],
        polity: str | None,
        office_class: str,
        chunk: Chunk,
    ) -> bool:
        """Return whether a title says that a name is not the one met: after Jill Biden, he."""
        if not office_class or office_class in _VAGUE or self._may_be(entity, office_class):
            return False
        other = self._identify(norms, polity, office_class, chunk)
        return other is not None and other != entity.person

    def _may_be(self, entity: _Entity, office_class: str) -> bool:
        own = entity.office_class
        return (
            own in ("", office_class, "official", "counterpart")
            or own in _VAGUE
            or bool(
                entity.person
                and self.register.office_on(entity.person, self.day, only=office_class)
            )
        )

    def _class(self, chunk: Chunk, polity: str | None) -> tuple[str, str | None]:
        """Return the class of a chunk's main title, for its state, and whither it is sent."""
        best = ""
        for wording, general in chunk.titles:
            office_class = self.register.title_class(wording, general, polity)
            if chunk.hint:
                bodies = self.register.titles.get("by_body", {}).get(chunk.hint, {})
                office_class = bodies.get(wording, office_class)
            if office_class == "none":
                continue
            if not best or rank(f"of:x.{office_class}") < rank(f"of:x.{best}"):
                best = office_class
        if best == "leader":
            best = self.register.leader_class(polity) if polity else "leader"
        towards = self._polity(chunk.towards) if chunk.towards else None
        return best, towards if best in ("amb", "permrep", "envoy") else None

    @staticmethod
    def _gender(chunk: Chunk) -> str:
        if chunk.gender in ("m", "f"):
            return chunk.gender
        return "f" if any(wording in _WOMEN for wording, _ in chunk.titles) else ""

    # --- who the register knows -------------------------------------------------------------

    def _identify(
        self, norms: tuple[str, ...], polity: str | None, office_class: str, chunk: Chunk
    ) -> str | None:
        """Return the person of a name, by full name, by title and family name, by likeness."""
        for words in _variants(norms):
            found = self.register.named(words)
            if found and len(words) < len(norms):
                found = frozenset(p for p in found if self._keeps_family(p, words))
            if found and (person := self._choose(found, polity, office_class, chunk)):
                return person
        for short in _variants(norms) if len(norms) < 3 else ():
            person = self.register.alone(short)
            if person and self._choose(frozenset({person}), polity, office_class, chunk):
                return person
            found = self.register.of_family(short)
            if found and (polity or office_class):
                # "Secretary Yellen", in her own government's account, needs no state.
                own = self.home if office_class in ("minister", "aide") and chunk.titles else None
                serving = self._serving(found, polity or own, office_class)
                if len(serving) == 1:
                    return serving[0]
        if len(norms) == 1 and self._royal(chunk):
            return self.register.crowned(norms[0], self.day, polity=polity)
        return self._like(norms, polity, office_class)

    def _choose(
        self, found: frozenset[str], polity: str | None, office_class: str, chunk: Chunk
    ) -> str | None:
        persons = [p for p in sorted(found) if self._plausible(p, polity, office_class, chunk)]
        if polity:
            persons = [p for p in persons if self._acts_for(p, polity)]
        if len(persons) == 1:
            return persons[0]
        serving = [p for p in persons if self.register.office_on(p, self.day)]
        return serving[0] if len(serving) == 1 else None

    def _royal(self, chunk: Chunk) -> bool:
        """Return whether a name follows a monarch's title or a prince's."""
        if any(_SAME.get(wording, wording) in _CROWNS for wording, _class in chunk.titles):
            return True
        words = self.text[chunk.start : chunk.end].split()
        return bool(words) and words[0].lower() in _PRINCES

    def _keeps_family(self, person: str, words: tuple[str, ...]) -> bool:
        """Return whether a shortened name still holds the person's own: not "Juan Carlos"."""
        known = self.register.person(person)
        if known is None or known.reviewed:
            return known is not None
        family = name_words(known.family)
        return bool(family) and len(words) > len(family) and set(family) <= set(words)

    def _plausible(self, person: str, polity: str | None, office_class: str, chunk: Chunk) -> bool:
        """Return whether a name that this person bears can mean this person here.

        Nobody decades off. Where nobody reviewed the entry, the document must say
        something that fits: the state, or a title of a class that the person held; a high
        office is enough for a name that is not everybody's ("Mark Brown").
        """
        known = self.register.person(person)
        if known is None or self.register.years_off(person, self.day) > FAR:
            return False
        if known.reviewed or polity:
            return True
        if known.polities & self.said or self.home in known.polities:
            return True
        classes = {class_of(tenure.office) for tenure in known.tenures}
        if office_class and office_class not in _VAGUE:
            return office_class in classes
        if not classes & _KNOWN_BY_NAME:
            return False
        first = name_words(chunk.name)[:1]
        if not first or first[0] not in self.register.lists.common_given:
            return True
        family = " ".join(name_words(known.family))
        return self.register.reigning(family, self.day) == person

    def _acts_for(self, person: str, polity: str) -> bool:
        known = self.register.person(person)
        return known is not None and (polity in known.polities or not known.polities)

    def _serving(self, found: frozenset[str], polity: str | None, office_class: str) -> list[str]:
        """Return those who hold an office of that state and class on the day."""
        held = {
            person: office
            for person in sorted(found)
            if (office := self.register.office_on(person, self.day, polity=polity))
        }
        if office_class and office_class not in _VAGUE:
            classes = (office_class, *_CALLED_SO.get(office_class, ()))
            return [
                p
                for p in held
                if any(
                    self.register.office_on(p, self.day, polity=polity, only=name)
                    for name in classes
                )
            ]
        return list(held) if polity else []

    def _like(self, norms: tuple[str, ...], polity: str | None, office_class: str) -> str | None:
        """Return the holder of the office on the day if the name is much like theirs."""
        if not office_class or office_class not in _HOLDABLE or len(norms) > 5:
            return None
        if polity:
            person = self.register.holder(office_id(polity, office_class), self.day)
            return person if person and self._alike(norms, person) >= NAME_LIKE else None
        near = [state for state, _count in self.counts.most_common(12)]
        pool = {
            person
            for state in near
            if (person := self.register.holder(office_id(state, office_class), self.day))
        }
        alike = [p for p in sorted(pool) if self._alike(norms, p) >= NAME_LIKE_NEARBY]
        return alike[0] if len(alike) == 1 else None

    def _alike(self, norms: tuple[str, ...], person: str) -> float:
        """Compare a spelling with the names of a person: whole names, or names of reference."""
        known = self.register.person(person)
        if known is None:
            return 0.0
        joined = "".join(norms)
        best = 0.0
        for name in known.names:
            words = name_words(name)
            if len(norms) > 1 and len(words) > 1:
                best = max(best, JaroWinkler.similarity(joined, "".join(words)))
        if len(norms) == 1 and len(joined) >= 4:
            family = "".join(name_words(known.family)) if known.family else ""
            if len(family) >= 4:
                best = max(best, JaroWinkler.similarity(joined, family))
        return best

    # --- one sentence -----------------------------------------------------------------------------

    def _sentence(self, chunks: list[Chunk]) -> tuple[Mention, ...]:
        found: list[Mention] = []
        for chunk in chunks:
            mention = self._mention(chunk)
            if mention is not None:
                found.append(mention)
        return tuple(found)

    def _mention(self, chunk: Chunk) -> Mention | None:
        match chunk.kind:
            case "person" | "run":
                return self._person(chunk)
            case "office":
                return self._office(chunk)
            case "pronoun":
                return self._pronoun(chunk)
            case "group":
                return self._group(chunk)
            case "organ":
                return self._organ(chunk)
            case "outlet":
                return Mention(chunk.start, chunk.end, MentionKind.OUTLET)
            case "place":
                return Mention(chunk.start, chunk.end, MentionKind.PLACE, (), chunk.place)
            case "polity" | "pair" | "org":
                return self._named_polity(chunk)
            case _:
                return None

    def _named_polity(self, chunk: Chunk) -> Mention | None:
        actors = tuple(Actor(polity, how=chunk.how) for polity in self._polities(chunk))
        if not actors and not any(";" in polity for polity in chunk.polities):
            return None  # a word that is a state's only at times: "the Americas"
        kind = MentionKind.POLITY
        if all(polity.startswith("og:") for polity in chunk.polities):
            kind = MentionKind.ORGANIZATION
        place = chunk.place
        if place is not None and place.startswith("?"):
            place = self._polity(place)
        acts = chunk.how not in ("place", "adjective")
        for actor in actors:
            if actor.polity:
                self.memory.state(chunk.start, actor.polity, acts)
        return Mention(chunk.start, chunk.end, kind, actors, place)

    def _person(self, chunk: Chunk) -> Mention | None:
        entity = self.entity_of.get((chunk.start, chunk.end))
        how = "alias"
        if entity is None or chunk.kind == "run":
            known = entity
            polities = self._polities(chunk)
            polity = polities[0] if len(polities) == 1 else None
            entity = known or self._recall_run(chunk, polity)
            how = "alias" if known and len(chunk.name_norms) > 1 else "coreference"
            if entity is None and len(chunk.name_norms) == 1:
                entity, how = self._one_name(chunk, polity), "alias"
        elif chunk.titles:
            how = "title"
        if entity is None:
            return self._owner_only(chunk)
        if polities := self._polities(chunk):
            entity.polity = entity.polity or polities[0]
        # "Biden" is a fragment; the mention still says who is meant.
        self._remember(chunk.start, entity)
        actor = entity.actor(how)
        if actor.office is None and actor.polity and chunk.titles[:1] == _COUNTERPART:
            subject = self._subject(chunk.start, "", but=entity)
            if subject and subject.office_class not in ("", "official", "spouse", "counterpart"):
                actor = replace(actor, office=office_id(actor.polity, subject.office_class))
        if chunk.former:
            actor = replace(actor, office=None)
        return Mention(chunk.start, chunk.end, MentionKind.PERSON, (actor,))

    def _owner_only(self, chunk: Chunk) -> Mention | None:
        """Keep the state of "Turkey's Somebody" when nobody knows the somebody."""
        polities = self._polities(chunk)
        if chunk.kind == "run" and polities and chunk.name:
            end = self.text.find(chunk.name.split()[0], chunk.start)
            stop = end if end > chunk.start else chunk.end
            words = self.text[chunk.start : stop].rstrip()
            for mark in ("'s", "\u2019s", "'", "\u2019"):
                if words.endswith(mark):
                    words = words[: -len(mark)]
                    break
            if words:
                self.memory.state(chunk.start, polities[0], True)
                return Mention(
                    chunk.start,
                    chunk.start + len(words),
                    MentionKind.POLITY,
                    (Actor(polities[0], how="alias"),),
                    polities[0] if polities[0].startswith("st:") else None,
                )
        return None

    def _recall_run(self, chunk: Chunk, polity: str | None) -> _Entity | None:
        norms = tuple(name_words(chunk.name)) or chunk.name_norms
        if (same := self.by_norms.get(norms)) and (len(norms) > 1 or " ".join(norms) in same.keys):
            return same
        if len(norms) == 1 and (norms[0] in self.register.lists.no_names or not norms[0].isalpha()):
            return None
        if (entity := self._recall(norms, polity, "", chunk)) is not None:
            return entity
        if len(norms) > 1:
            return self._variant(norms, chunk)
        return None

    def _one_name(self, chunk: Chunk, polity: str | None) -> _Entity | None:
        """Return whom one name means that the document does not introduce.

        "Poland's Duda" by the state, "Mr. Sullivan" in his own government's account, and
        "Lavrov" because there is but one.
        """
        if polity is None and not chunk.definite:
            return self._reigning(chunk)
        own = polity or self.home
        norms = tuple(name_words(chunk.name)) or chunk.name_norms
        if self._royal(chunk):
            royal = self.register.crowned(norms[0], self.day, polity=polity)
            return self._enter(chunk, royal, polity) if royal else None
        if own is None or norms[0] in self.strangers:
            return None if own else self._reigning(chunk)
        serving = self._serving(self.register.of_family(norms), own, "")
        ranked = sorted(
            serving, key=lambda p: rank(self.register.office_on(p, self.day, polity=own) or "")
        )
        if len(ranked) > 1:
            first, second = (self.register.office_on(p, self.day, polity=own) for p in ranked[:2])
            if rank(first or "")[0] == rank(second or "")[0]:
                return None
        if not ranked:
            return self._reigning(chunk) if polity is None else None
        return self._enter(chunk, ranked[0], own)

    def _enter(self, chunk: Chunk, person: str, polity: str | None) -> _Entity:
        """Make a person known to the rest of the document."""
        norms = tuple(name_words(chunk.name)) or chunk.name_norms
        entity = self.by_person.get(person) or _Entity(chunk.name, norms, polity, person=person)
        self._learn(entity, replace(chunk, titles=()), polity, "", None)
        self._index(entity, norms)
        return entity

    def _reigning(self, chunk: Chunk) -> _Entity | None:
        """Return the leader or foreign minister whom wires call by this name without a title."""
        word = chunk.name_norms[0]
        if word in self.strangers or chunk.name.isupper():
            return None
        person = self.register.reigning(word, self.day)
        if person is None:
            return None
        return self._enter(chunk, person, None)

    def _variant(self, norms: tuple[str, ...], chunk: Chunk) -> _Entity | None:
        """Join "Yang Jiezheng" to Yang Jiechi: one family name, given names that begin alike."""
        plain = tuple(w for w in norms if len(w) > 1 and w not in _SUFFIX)
        alike = []
        for entity in self.by_first.get(plain[0], [])[:MANY] if plain else ():
            words = tuple(w for w in entity.norms if len(w) > 1 and w not in _SUFFIX)
            same_ends = len(plain) > 1 and plain[-1] == words[-1]
            same_start = (
                entity.polity in self.family_first
                and len(plain) == len(words) == 2
                and plain[1][:3] == words[1][:3]
            )
            if same_ends or same_start:
                alike.append(entity)
        return alike[0] if len(alike) == 1 else None

    def _remember(self, at: int, entity: _Entity) -> None:
        self.memory.person(at, entity)

    # --- offices without a name ------------------------------------------------------------------

    def _office(self, chunk: Chunk) -> Mention | None:
        polities = self._polities(chunk)
        if chunk.titles and chunk.titles[0][1] == "counterpart":
            return self._counterpart(chunk, polities)
        if chunk.plural and not (chunk.own and not polities):
            return self._offices(chunk, polities)
        if not polities and any(polity.startswith("?") for polity in chunk.polities):
            return None
        if not polities and chunk.own:
            return self._own_office(chunk)
        if not polities and chunk.joined == "owner":
            polities = self._polities_of_owner(chunk)
            chunk = replace(chunk, definite=True)
        if not polities:
            return self._bare_office(chunk)
        actor = self._holder(chunk, polities[0])
        return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (actor,))

    def _holder(self, chunk: Chunk, polity: str) -> Actor:
        """Say who "the Chinese president" is: of the document first, then of the register."""
        office_class, towards = self._class(chunk, polity)
        if office_class in ("official", "", "spouse"):
            self.memory.state(chunk.start, polity, True)
            return Actor(polity, how="role")
        office = office_id(polity, office_class, towards)
        if chunk.former:
            return Actor(polity, how="role")
        entity = self._serving_here(polity, office_class) if chunk.definite else None
        if entity is not None:
            self._remember(chunk.start, entity)
            return replace(entity.actor("title"), office=entity.office or office)
        person = None
        if office_class in _HOLDABLE and chunk.definite:
            person = self.register.holder(office, self.day)
        if person is not None:
            entity = self.by_person.get(person)
            if entity is None:
                known = self.register.person(person)
                entity = _Entity("", (), polity, office, office_class, person)
                entity.gender = known.gender if known else ""
                self.by_person[person] = entity
            self._remember(chunk.start, entity)
            return Actor(polity, office, person, None, "title")
        nobody = _Entity("", (), polity, office, office_class)
        self._remember(chunk.start, nobody)
        return Actor(polity, office, how="role")

    def _serving_here(self, polity: str, office_class: str) -> _Entity | None:
        """Return the one person to whom the document gives this office."""
        found = [
            entity
            for entity in self.by_polity.get(polity, [])[:MANY]
            if entity.polity == polity
            and (
                entity.office_class == office_class
                or (
                    entity.person
                    and self.register.office_on(
                        entity.person, self.day, polity=polity, only=office_class
                    )
                )
            )
        ]
        return found[0] if len(found) == 1 else None

    def _offices(self, chunk: Chunk, polities: tuple[str, ...]) -> Mention | None:
        """Read "the foreign ministers of China, Japan and South Korea"."""
        if not polities:
            return None
        # One state's "foreign ministers" are those of all years; several states' are today's.
        named = len(polities) > 1 and chunk.titles[0][1] != "official"
        if not named or any(polity.startswith("og:") for polity in polities):
            for polity in polities:
                self.memory.state(chunk.start, polity, True)
            actors = tuple(Actor(polity, how="role") for polity in polities)
        else:
            actors = tuple(
                self._holder(replace(chunk, definite=True), polity) for polity in polities
            )
        return Mention(chunk.start, chunk.end, MentionKind.OFFICE, actors)

    def _own_office(self, chunk: Chunk) -> Mention | None:
        """Read "its ambassador to Iran", "their foreign ministers": of who acts before it.

        Where that is not clear, the state that an envoy is sent to still stands.
        """
        states = self._owners(chunk)
        office_class, _towards = self._class(chunk, states[0] if len(states) == 1 else None)
        if states and office_class not in ("", "official", "aide", "spouse", "minister", "leader"):
            whole = replace(chunk, definite=True)
            actors = tuple(self._holder(whole, state) for state in states)
            return Mention(chunk.start, chunk.end, MentionKind.OFFICE, actors)
        sent = self._polity(chunk.towards) if chunk.towards else None
        if sent is None:
            return None
        self.memory.state(chunk.tail[0], sent, False)
        place = sent if sent.startswith("st:") else None
        return Mention(*chunk.tail, MentionKind.POLITY, (Actor(sent, how="alias"),), place)

    def _owners(self, chunk: Chunk) -> tuple[str, ...]:
        """Return the states that "its" or "their" means: the subject's, two of them for "their".

        The state that acts last before it in the sentence; in the sentence before, only where
        one state alone acts. An envoy is not sent to his own state.
        """
        if self.text[chunk.start : chunk.start + 4].lower() == "our ":
            own = self.speaker.polity if self.speaker else None
            return (own,) if own and not chunk.plural else ()
        sent = self._polity(chunk.towards) if chunk.towards else None
        word = self.text[chunk.start : chunk.end].split()[0].lower()
        here = self._acting(-1, word, sent, chunk.start)
        distinct = list(dict.fromkeys(here))
        if chunk.plural:
            return tuple(distinct) if 2 <= len(distinct) <= 3 else ()
        if here:
            return (here[-1],)
        before = set(self._acting(-2, word, sent, chunk.start))
        return (before.pop(),) if len(before) == 1 else ()

    def _acting(self, number: int, word: str, sent: str | None, before: int) -> list[str]:
        """Return the states that act in a sentence and can own: persons "his", states "its"."""
        if len(self.memory.states) < -number:
            return []
        named = {at for at, entity in self.memory.persons[number] if entity.name}
        held = {at for at, _entity in self.memory.persons[number]}
        return [
            state
            for at, state, acts in sorted(self.memory.states[number])
            if at < before and acts and state != sent and not self._oblique(at)
            if (word != "its" or at not in named) and (word not in ("his", "her") or at in held)
        ]

    def _polities_of_owner(self, chunk: Chunk) -> tuple[str, ...]:
        """Return the state of "Macron" in "Macron's spokesman"."""
        before = [entity for at, entity in self.memory.persons[-1] if at < chunk.start]
        return (before[-1].polity,) if before and before[-1].polity else ()

    def _bare_office(self, chunk: Chunk) -> Mention | None:
        """Read "the prime minister": whoever had that office last, else the home state's."""
        office_class, _towards = self._class(chunk, self.home if chunk.tall else None)
        if office_class == "spouse" and chunk.tall and self.home and chunk.definite:
            return Mention(
                chunk.start, chunk.end, MentionKind.OFFICE, (Actor(self.home, how="role"),)
            )
        if office_class in ("", "spokes", "aide", "spouse", "party"):
            return None
        if not chunk.definite or chunk.former:
            return None
        own_words = chunk.titles[0][0] not in _CROWNS and not _SAME.get(chunk.titles[0][0])
        if chunk.tall and self.home and own_words and office_class in ("head", "vice", "hog"):
            # A government's own account writes its own President large and without a state.
            office = office_id(self.home, office_class)
            if self._serving_here(self.home, office_class) or self.register.holder(
                office, self.day
            ):
                actor = self._holder(chunk, self.home)
                return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (actor,))
        entity = self._last_of(office_class, chunk)
        if chunk.titles[0][0] in _OF_NO_STATE and not self.home and entity is not None:
            # In an account whose side is unknown: only if no other head of state is about.
            heads = [e for e in self.entities[:MANY] if self._fits(e, office_class, "")]
            entity = entity if len(heads) == 1 else None
        if entity is not None:
            self._remember(chunk.start, entity)
            return Mention(
                chunk.start, chunk.end, MentionKind.OFFICE, (entity.actor("coreference"),)
            )
        if self.home and self.register.has_office(office_id(self.home, office_class)):
            actor = self._holder(chunk, self.home)
            return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (actor,))
        self._remember(chunk.start, _Entity("", ()))
        return Mention(chunk.start, chunk.end, MentionKind.OFFICE)

    def _last_of(self, office_class: str, chunk: Chunk) -> _Entity | None:
        """Return who held such an office in the nearest sentence before; nobody if two did."""
        wording = chunk.titles[0][0]
        for persons in reversed(self.memory.persons[-BACK - 1 :]):
            fitting: list[_Entity] = []
            for _at, entity in persons:
                if self._fits(entity, office_class, wording) and entity not in fitting:
                    fitting.append(entity)
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                own = [e for e in fitting if self.home and e.polity == self.home]
                return own[0] if len(own) == 1 else None
        fitting = [e for e in self.entities[:MANY] if self._fits(e, office_class, wording)]
        if self.home:
            fitting = [e for e in fitting if e.polity == self.home] or fitting
        return fitting[0] if len(fitting) == 1 else None

    def _fits(self, entity: _Entity, office_class: str, wording: str) -> bool:
        plain = _SAME.get(wording, wording)
        if plain in _CROWNS and entity.wordings and plain not in entity.wordings:
            return False
        if office_class == "head" and entity.wordings & _CROWNS and plain == "president":
            return False
        if entity.polity:
            office_class = self.register.title_class(wording, office_class, entity.polity)
        if office_class == "leader":
            return entity.office_class in _LEADERS
        if office_class == "minister":
            if wording == "secretary":
                return entity.polity == "st:usa" and entity.office_class in _MINISTERS
            return entity.office_class in _MINISTERS
        if office_class == "amb":
            return entity.office_class in ("amb", "permrep")
        if office_class == entity.office_class:
            return True
        return bool(
            entity.person
            and self.register.office_on(
                entity.person, self.day, polity=entity.polity, only=office_class
            )
        )

    def _counterpart(self, chunk: Chunk, polities: tuple[str, ...]) -> Mention | None:
        """Read "his Polish counterpart": the same office, of another state."""
        before = self._subject(chunk.start, "", but=self.speaker)
        office_class = before.office_class if before else ""
        if not polities:
            return Mention(chunk.start, chunk.end, MentionKind.OFFICE) if chunk.own else None
        actors = []
        for polity in polities:
            if not office_class or office_class in ("official", "spouse"):
                actors.append(Actor(polity, how="role"))
                self.memory.state(chunk.start, polity, True)
                continue
            title = Chunk("office", chunk.start, chunk.end, titles=(("", office_class),),
                          definite=True)  # fmt: skip
            actors.append(replace(self._holder(title, polity), how="counterpart"))
        return Mention(chunk.start, chunk.end, MentionKind.OFFICE, tuple(actors))

    def _organ(self, chunk: Chunk) -> Mention | None:
        polities = self._polities(chunk)
        if chunk.group == "own":
            if not self.home:
                return None
            polities = (self.home,)
        if not polities:
            if chunk.polities or chunk.group not in ("fm", "def"):
                return None
            state = self.home or self._dominant()
            if state is None:
                return Mention(chunk.start, chunk.end, MentionKind.ORGAN)
            polities = (state,)
        for polity in polities:
            self.memory.state(chunk.start, polity, True)
        actors = tuple(Actor(polity, how=chunk.how or "context") for polity in polities)
        return Mention(chunk.start, chunk.end, MentionKind.ORGAN, actors)

    # --- words that point back --------------------------------------------------------------

    def _subject(self, before: int, gender: str, but: _Entity | None = None) -> _Entity | None:
        """Return whom "he" means: the first person of this sentence, else of those before."""
        for number, persons in enumerate(reversed(self.memory.persons[-3:])):
            oblique: _Entity | None = None
            for at, entity in persons:
                if number == 0 and at >= before:
                    break
                if entity is but or (gender and entity is self.speaker):
                    continue  # who says "I" is never "he"
                if gender and entity.gender not in ("", gender):
                    continue
                if not self._oblique(at):
                    return entity
                oblique = oblique or entity
            if oblique is not None and number:
                return oblique
        return None

    def _oblique(self, at: int) -> bool:
        """Return whether a mention hangs on a preposition or a verb, and is no subject."""
        words = self.text[max(0, at - 24) : at].split()
        return bool(words) and words[-1].lower() in _OBLIQUE

    def _pronoun(self, chunk: Chunk) -> Mention | None:
        if chunk.group in ("i", "we"):
            return self._first_person(chunk)
        if chunk.group == "they":
            entities = self._pair_of_persons(chunk.start, {"persons"}, 2, back=1)
            if entities is None:
                return None
            actors = tuple(entity.actor("pronoun") for entity in entities)
            return Mention(chunk.start, chunk.end, MentionKind.PERSON, actors)
        entity = self._subject(chunk.start, "m" if chunk.group == "he" else "f")
        if entity is None:
            return None
        if not entity.polity and not entity.name and not entity.person:
            return Mention(chunk.start, chunk.end, MentionKind.PERSON)
        self._remember(chunk.start, entity)
        return Mention(chunk.start, chunk.end, MentionKind.PERSON, (entity.actor("pronoun"),))

    def _first_person(self, chunk: Chunk) -> Mention | None:
        """Read "I" in a statement as who makes it, and "we" as the state; not in quotations."""
        if self.speaker is None or self._inside_quotes(chunk.start):
            return None
        if chunk.group == "we":
            actor = Actor(self.speaker.polity, how="first-person")
            return Mention(chunk.start, chunk.end, MentionKind.POLITY, (actor,))
        # The state does not act by it: "both parties" are those of whom the statement speaks.
        self.memory.persons[-1].append((chunk.start, self.speaker))
        actor = self.speaker.actor("first-person")
        return Mention(chunk.start, chunk.end, MentionKind.PERSON, (actor,))

    def _inside_quotes(self, at: int) -> bool:
        """Return whether a quotation is open: since the paragraph began, or the marks before."""
        start = self.text.rfind("\n\n", 0, at) + 1
        before = self.text[max(start, at - 5000) : at]
        curly = sum(_QUOTES.get(mark, 0) for mark in before)
        return curly > 0 or before.count('"') % 2 == 1

    def _group(self, chunk: Chunk) -> Mention | None:
        """Read "the two leaders", "both sides"; without a clear antecedent, nobody."""
        if chunk.group == "states":
            states = self._our_pair(chunk) or self._pair_of_states(chunk.start, chunk.number or 2)
            if states is None:
                return Mention(chunk.start, chunk.end, MentionKind.POLITY)
            actors = tuple(Actor(state, how="coreference") for state in states)
            return Mention(chunk.start, chunk.end, MentionKind.POLITY, actors)
        entities = self._pair_of_persons(chunk.start, {chunk.group}, chunk.number, back=BACK)
        if entities is None and chunk.group == "leaders":
            # "Leaders" is said of a vice president and of security advisers as well.
            entities = self._pair_of_persons(chunk.start, {"senior"}, chunk.number, back=1)
        if entities is None:
            return Mention(chunk.start, chunk.end, MentionKind.PERSON)
        for entity in entities:
            self._remember(chunk.start, entity)
        actors = tuple(entity.actor("coreference") for entity in entities)
        return Mention(chunk.start, chunk.end, MentionKind.PERSON, actors)

    def _pair_of_persons(
        self, before: int, groups: set[str], number: int, *, back: int
    ) -> list[_Entity] | None:
        """Return the persons of the nearest sentences who are as many as said, or None.

        All of one sort (leaders, ministers, anybody), each of another state. More than
        the number in the nearest sentences that hold enough is no clear antecedent.
        """
        group = next(iter(groups))
        here = self._distinct(self.memory.persons[-1], group, before)
        if (number and len(here) == number) or (not number and 2 <= len(here) <= 4):
            return self._each_of_another_state(here, group)
        found: list[_Entity] = list(here) if group == "persons" else []
        least = number or 2
        for persons, states in zip(
            reversed(self.memory.persons[-back - 1 : -1]),
            reversed(self.memory.states[-back - 1 : -1]),
            strict=True,
        ):
            said = self._distinct(persons, group, before)
            if not said and not found and group == "leaders":
                said = self._leaders_of(states)
                if len(said) != least:
                    said = []
            if len(said) != least and group != "persons":
                # "Michel would bring the two leaders together": he is not one of them.
                said = [entity for entity in said if entity not in here]
            found.extend(entity for entity in said if entity not in found)
            if len(found) >= least:
                break
        if not number:
            number = len(found) if 2 <= len(found) <= 4 else 0
        if number < 2 or len(found) != number:
            return self._main_pair(group, number)
        return self._each_of_another_state(found, group)

    def _distinct(
        self, persons: list[tuple[int, _Entity]], group: str, before: int
    ) -> list[_Entity]:
        found: list[_Entity] = []
        for at, entity in persons:
            if group == "persons" and entity is self.speaker:
                continue  # "they" are never who says "I"
            if at < before and self._of_group(entity, group) and entity not in found:
                found.append(entity)
        return found

    @staticmethod
    def _each_of_another_state(found: list[_Entity], group: str) -> list[_Entity] | None:
        if group == "persons" or len({entity.polity for entity in found}) == len(found):
            return found
        return None

    def _leaders_of(self, states: list[tuple[int, str, bool]]) -> list[_Entity]:
        """Return the document's leaders of the states that act in a sentence."""
        found: list[_Entity] = []
        for _at, state, acts in states:
            own = self.by_polity.get(state, [])[:MANY]
            leaders = [entity for entity in own if entity.office_class in _LEADERS]
            if acts and len(leaders) == 1 and leaders[0] not in found:
                found.append(leaders[0])
        return found

    def _main_pair(self, group: str, number: int) -> list[_Entity] | None:
        """Fall back on the document's only such persons, if they are exactly as many."""
        met = self.memory.met.values() if len(self.memory.met) <= MANY else ()
        found = [entity for entity in met if self._of_group(entity, group)]
        if group == "persons" or number < 2 or len(found) != number:
            return None
        return found if len({entity.polity for entity in found}) == number else None

    @staticmethod
    def _of_group(entity: _Entity, group: str) -> bool:
        if group == "persons":
            return True
        if group == "leaders":
            return entity.office_class in _LEADERS
        if group == "senior":
            return entity.office_class in _LEADERS | {"vice", "dpm", "nsa", "fm"}
        if group == "ministers":
            return entity.office_class in _MINISTERS
        return entity.office_class == group

    def _pair_of_states(self, before: int, number: int) -> list[str] | None:
        """Return the states of the nearest sentences, those that act before those named."""
        here = self._distinct_states(self.memory.states[-1], before, acting=True)
        if len(here) == number:
            return here
        if number == 2 and (main := self._main_states()) is not None:
            return main
        for acting in (True, False):
            found: list[str] = []
            for states in reversed(self.memory.states[-BACK - 1 :]):
                more = self._distinct_states(states, before, acting=acting)
                found.extend(state for state in more if state not in found)
                if len(found) >= number:
                    break
            if len(found) == number:
                return found
        return None

    def _our_pair(self, chunk: Chunk) -> list[str] | None:
        """Read "our two countries" as the speaker's and the one other that acts nearby."""
        before = self.text[max(0, chunk.start - 4) : chunk.start].lower()
        if self.speaker is None or self.speaker.polity is None or before != "our ":
            return None
        own = self.speaker.polity
        for states in reversed(self.memory.states[-BACK - 1 :]):
            others = self._distinct_states(states, chunk.start, acting=True)
            others = [state for state in others if state != own]
            if others:
                return [own, others[0]] if len(others) == 1 else None
        return None

    @staticmethod
    def _distinct_states(
        states: list[tuple[int, str, bool]], before: int, *, acting: bool
    ) -> list[str]:
        found: list[str] = []
        for at, state, acts in states:
            fits = at < before and state.startswith("st:") and (acts or not acting)
            if fits and state not in found:
                found.append(state)
        return found

    def _main_states(self) -> list[str] | None:
        """Return the two states that the text so far is mostly about, if they stand out."""
        top = self.memory.acting.most_common(3)
        if len(top) == 2 or (len(top) > 2 and 2 * top[1][1] >= 3 * top[2][1]):
            return [state for state, _count in top[:2]]
        return None


# Titles of documents in which one person speaks: "Statement from President Joe Biden on ...".
_SPEAKS = re.compile(
    r"\W*(?:press )?(?:statement|remarks|message|letter|op-ed)\b[^:]{0,40}? "
    r"(?:from|by|of) (?:the )?",
    re.IGNORECASE,
)
_QUOTES = {"\u201c": 1, "\u201d": -1}
_CROWNS = frozenset({"king", "queen", "emir", "sultan", "emperor", "pope", "grand duke"})
_PRINCES = frozenset({"sheikh", "shaikh", "sheikha", "prince", "princess"})
_SAME = {"amir": "emir", "prince of": "emir"}
_OF_NO_STATE = frozenset({"president of the republic", "head of state", "head of government"})
_OBLIQUE = frozenset({"with", "to", "of", "by", "from", "for", "on", "under", "between", "told",
                      "met", "after", "the"})  # fmt: skip
_COUNTERPART = (("counterpart", "counterpart"),)
_SUFFIX = frozenset({"jr", "sr", "ii", "iii", "iv"})
_ARABIC = frozenset({"bin", "ibn", "bint", "abu", "abd", "von", "van", "der", "den", "del", "dos"})


def _variants(norms: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return a name's words as they stand and with what a document may add left out.

    >>> _variants(("joseph", "r", "biden", "jr"))
    [('joseph', 'r', 'biden', 'jr'), ('joseph', 'biden')]
    >>> _variants(("xis",))
    [('xis',), ('xi',)]
    """
    found = [norms]
    if len(norms[-1]) > 2 and norms[-1].endswith("s"):
        # Translation loses the apostrophe: "President Xis message".
        found.append((*norms[:-1], norms[-1][:-1]))
    plain = tuple(w for w in norms if len(w) > 1 and w not in _SUFFIX)
    if plain and plain != norms:
        found.append(plain)
    if len(plain) > 2:
        found.extend(plain[:length] for length in range(len(plain) - 1, 1, -1))
        found.append((plain[0], plain[-1]))
        found.extend(plain[start:] for start in range(1, len(plain) - 1))
    return list(dict.fromkeys(found))
