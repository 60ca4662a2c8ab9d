"""Stretches of a sentence that name somebody or something, before anybody is resolved.

One pass from left to right over the sentence's words, each looked up once in the register's
lexicon. What is found is a `Chunk`: which words are name, title and state, and nothing yet
about who that is. Every step consumes at least one word and looks a bounded number of words
ahead, so the time grows with the length of the sentence and with nothing else.
"""

from dataclasses import dataclass, field, replace

from dragoman.actors.register import Register, Wording
from dragoman.actors.tokens import Words

_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their", "its", "our"})
# Before an office, what makes it any holder's: "no head of the Indian government".
_ANY = frozenset({"no", "any", "every", "each", "another", "some"})
_OWN = frozenset({"his", "her", "their", "its", "our"})
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
# Small plain words that can open a chunk; every other one is passed over at once.
_OPENERS = (
    _DETERMINERS
    | {"he", "she", "they", "we", "both", "two", "three", "four", "five", "six", "counterpart",
       "counterparts", "homologue", "homologues"}
)  # fmt: skip
_LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "inside", "through", "around", "across", "via", "within"}
)
_COUNTERPARTS = frozenset({"counterpart", "counterparts", "homologue", "homologues"})
# No document lists more states at one title; a bound, so that hostile text costs no more.
_LONGEST_LIST = 60
_LONGEST_ROW = 8  # of adjectives before one title
# Between "delegation" and "led by": "of senior officials from the United States".
_BETWEEN = frozenset({"of", "from", "the", "-", "bloc", "group", "union"})
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}


@dataclass(frozen=True, slots=True)
class Item:
    """A wording of the lexicon as it stands in the sentence, or one plain word."""

    start: int  # in words
    end: int
    kinds: dict[str, list[str]]  # kind of wording -> ids; empty for a plain word

    def has(self, *kinds: str) -> bool:
        """Return whether the words can be of one of these kinds."""
        return any(kind in self.kinds for kind in kinds)

    def first(self, kind: str) -> str:
        """Return the first id of a kind."""
        return self.kinds[kind][0]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch that names somebody, by its parts. Offsets count in the text."""

    # person | office | run | polity | pair | organ | org | outlet | place | group | pronoun
    kind: str
    start: int
    end: int
    name: str = ""  # as written, without titles
    name_norms: tuple[str, ...] = ()
    titles: tuple[tuple[str, str], ...] = ()  # (wording, class), in their order
    polities: tuple[str, ...] = ()
    towards: str | None = None  # of an ambassador
    tail: tuple[int, int] = (0, 0)  # where that state stands
    plural: bool = False
    former: bool = False
    own: bool = False  # "his", "its": the state is somebody's in the sentence
    definite: bool = False
    gender: str = ""
    place: str | None = None
    how: str = ""
    group: str = ""
    number: int = 0
    joined: str = ""  # the "and", "," or ";" that it follows; "owner": a person before it
    tall: bool = False  # the title is written large: "the President"
    hint: str = ""  # what stands for a body: "European Council"
    body: tuple[str, ...] = field(default=())


class Line:
    """One sentence under the finder."""

    def __init__(self, register: Register, text: str, words: Words, common: frozenset[str]) -> None:
        """Segment the words by the lexicon.

        Args:
            register: Where wordings come from.
            text: The whole text; offsets count in it.
            words: The sentence's words.
            common: Words that the document also writes small; in a headline, where every
                word is large, they are no names.
        """
        self.register = register
        self.lists = register.lists
        self.text = text
        self.words = words
        self.common = common
        tall = [w for w, up in zip(words.raw, words.upper, strict=True) if up and len(w) > 3]
        small = [w for w in words.raw if len(w) > 3 and w[0].islower()]
        ends = bool(words.raw) and words.raw[-1] in (".", "!", "?")
        self.headline = 4 <= len(tall) <= 25 and len(tall) > 2 * len(small) and not ends
        self.items = self._segment()

    # --- segmentation -----------------------------------------------------------------------

    def _segment(self) -> list[Item]:
        words = self.words
        found: list[list[tuple[int, list[Wording]]]] = [
            self.register.wordings(words, place) for place in range(len(words))
        ]
        items: list[Item] = []
        place = 0
        while place < len(words):
            chosen = self._choose(found, place)
            if chosen is None:
                items.append(Item(place, place + 1, {}))
                place += 1
                continue
            end, wordings = chosen
            kinds: dict[str, list[str]] = {}
            for wording in wordings:
                kinds.setdefault(wording.kind, []).append(wording.id)
            items.append(Item(place, end, kinds))
            place = end
        return items

    @staticmethod
    def _choose(
        found: list[list[tuple[int, list[Wording]]]], place: int
    ) -> tuple[int, list[Wording]] | None:
        """Take the longest wording that does not cut a state's longer name in two.

        "president of the republic" must leave "Republic of Korea" whole.
        """
        for end, wordings in found[place]:
            crossed = any(
                other_end > end and any(w.kind in ("pol", "org", "named") for w in others)
                for inner in range(place + 1, end)
                for other_end, others in found[inner][:1]
            )
            if not crossed or (len(found[place]) == 1 and end - place == 1):
                return end, wordings
        return None

    # --- small looks --------------------------------------------------------------------------

    def item(self, place: int) -> Item | None:
        """Return the item at a place, None past the end."""
        return self.items[place] if 0 <= place < len(self.items) else None

    def norm(self, place: int) -> str:
        """Return the first folded word at a place, "" past the end."""
        item = self.item(place)
        return self.words.norm[item.start] if item else ""

    def _at(self, place: int) -> int:
        return self.words.starts[self.items[place].start]

    def _until(self, place: int) -> int:
        """Return the text offset where the item before `place` ends."""
        return self.words.ends[self.items[place - 1].end - 1]

    def _tall(self, place: int) -> bool:
        item = self.item(place)
        return item is not None and self.words.upper[item.start]

    def _plain(self, place: int) -> bool:
        item = self.item(place)
        return item is not None and not item.kinds

    def _glued(self, place: int) -> bool:
        """Return whether the item touches both its neighbours, as a hyphen inside a word does."""
        if not 0 < place < len(self.items) - 1:
            return False
        item = self.items[place]
        return (
            self.words.ends[item.start - 1] == self.words.starts[item.start]
            and self.words.ends[item.end - 1] == self.words.starts[item.end]
        )

    def _wording(self, place: int) -> str:
        item = self.items[place]
        return " ".join(self.words.norm[item.start : item.end]).replace(" - ", "-")

    # --- the walk -------------------------------------------------------------------------------

    def chunks(self) -> list[Chunk]:
        """Return the chunks of the sentence, in order, none overlapping."""
        found: list[Chunk] = []
        place = 0
        norms = self.words.norm
        upper = self.words.upper
        while place < len(self.items):
            item = self.items[place]
            word = norms[item.start]
            if (
                not item.kinds
                and not upper[item.start]
                and word not in _OPENERS
                and word not in self.lists.particles
            ):
                place += 1
                continue
            step = (
                self._group(place)
                or self._noun_phrase(place)
                or self._owned_name(place)
                or self._run(place)
                or self._simple(place)
            )
            if step is None:
                place += 1
                continue
            chunks, after = step
            found.extend(chunk for chunk in chunks if chunk.kind != "nobody")
            place = max(after, place + 1)
        return found

    # --- states as modifiers ----------------------------------------------------------------------

    def _polities(self, place: int) -> tuple[str, ...]:
        """Return the states or organizations that the item can mean; several if ambiguous."""
        item = self.item(place)
        if item is None or item.has("neg"):
            return ()
        if "grp" in item.kinds:
            return self._members(place)
        for kind in ("adj", "pol", "org", "body", "noun", "metonym"):
            if kind in item.kinds:
                return tuple(item.kinds[kind][:1])
        if "amb" in item.kinds:
            return (f"?{item.first('amb')}",)
        if "capital" in item.kinds:
            state = self._place_state(item.first("capital"))
            return (state,) if state else ()
        if "named" in item.kinds:
            return (item.first("named").split("|")[0],)
        return ()

    def _members(self, place: int) -> tuple[str, ...]:
        """Return the states of "Baltic" in "Baltic foreign ministers"; the sea has none."""
        ident = self.items[place].first("grp")
        after = place + 1
        while (look := self.item(after)) is not None and look.has("mod"):
            after += 1
        of_region = self.norm(place - 1) == "of" or self.norm(place - 2) == "of"
        if (look is not None and look.has("titles")) or of_region:
            return self.register.members(ident)
        return self.register.members(ident) if self._group_noun(place) else ()

    def _group_noun(self, place: int) -> bool:
        """Return whether "states" or the like follows: "the Nordic countries"."""
        return self.norm(place + 1) in ("states", "countries", "nations", "republics", "capitals")

    def _place_state(self, ident: str) -> str | None:
        place = self.register.place(ident)
        return place.state if place else None

    def _polity_list(self, place: int, many: bool) -> tuple[tuple[str, ...], int]:
        """Read "China, Japan and South Korea" from `place` on; one state unless `many`."""
        found: list[str] = []
        here = place
        while True:
            after = here + 1 if self.norm(here) == "the" else here
            polities = self._polities(after)
            if not polities:
                break
            found.extend(polities)
            here = after + 1
            if not many or len(found) >= _LONGEST_LIST:
                break
            follow = here
            if self.norm(follow) == ",":
                follow += 1
            if self.norm(follow) in ("and", "&"):
                follow += 1
            if follow == here:
                break
            after = follow + 1 if self.norm(follow) == "the" else follow
            if not self._polities(after) or self._starts_phrase(after):
                break
            here = follow
        return tuple(found), here

    def _starts_phrase(self, place: int) -> bool:
        """Return whether a state here belongs to what follows: "... and Chinese President"."""
        following = self.item(place + 1)
        item = self.items[place]
        return bool(
            item.has("adj") and not item.has("pol") and following and following.has("title", "mod")
        ) or self.norm(place + 1) in ("'s", "\u2019s")

    def _possessive(self, place: int) -> bool:
        return self.norm(place) in ("'s", "\u2019s") or (
            self.norm(place) in ("'", "\u2019")
            and place > 0
            and self.words.norm[self.items[place].start - 1].endswith("s")
        )

    # --- titles, offices and the names behind them ---------------------------------------------

    def _noun_phrase(self, place: int) -> tuple[list[Chunk], int] | None:
        """Read a phrase around a title: "Hungarian foreign minister sialto", "the minister"."""
        here = place
        determiner = ""
        if self.norm(here) in _DETERMINERS and self._plain(here):
            determiner = self.norm(here)
            here += 1
        polities: tuple[str, ...] = ()
        hint = ""
        former = False
        steps = 0
        while steps < 6 and here < len(self.items):
            steps += 1
            item = self.items[here]
            if item.has("title", "titles", "nostate") or self.norm(here) in _COUNTERPARTS:
                break
            counted = self.item(here + 1)
            if self.norm(here) in _NUMBERS and counted is not None and counted.has("grp"):
                here += 1
                continue
            if item.has("mod"):
                former = former or "former" in item.kinds["mod"]
                here += 1
                if self.norm(here) == "-":
                    here += 1
                continue
            if item.has("hon") and not self._plain(here):
                here += 1
                continue
            organ = self._organ_before_title(here)
            if organ:
                polities, here = polities or organ[0], organ[1]
                continue
            own = self._polities(here)
            if not own:
                break
            hint = self._wording(here) if item.has("body") else hint
            if self._possessive(here + 1):
                polities, here = own, here + 2
                continue
            more, after = self._adjectives(here)
            if not more:
                break
            polities = (*polities, *more) if item.has("named") and polities else more
            here = after
            if self.norm(here) == "-" and self._glued(here):
                return None
        title = self.item(here)
        if title is None:
            return None
        if self.norm(here) in _COUNTERPARTS:
            return self._counterpart(place, here, polities, determiner)
        if title.has("nostate"):
            return self._not_of_state(place, here, polities)
        if not title.has("title", "titles"):
            return None
        return self._office(place, here, polities, determiner, former, hint)

    def _organ_before_title(self, here: int) -> tuple[tuple[str, ...], int] | None:
        """Read past "Foreign Ministry" in "Chinese Foreign Ministry spokesperson"."""
        item = self.items[here]
        following = self.item(here + 1)
        if item.has("organ") and following and following.has("title", "titles"):
            own = (item.first("named").split("|")[0],) if item.has("named") else ()
            return own, here + 1
        return None

    def _adjectives(self, place: int) -> tuple[tuple[str, ...], int]:
        """Read one state word, or "Russian, Indian and Chinese", before a title."""
        found = list(self._polities(place))
        here = place + 1
        while 0 < len(found) < _LONGEST_ROW:
            follow = here
            if self.norm(follow) == ",":
                follow += 1
            if self.norm(follow) in ("and", "&"):
                follow += 1
            if follow == here or not self._polities(follow):
                break
            if not self.items[follow].has("adj"):
                break
            found.extend(self._polities(follow))
            here = follow + 1
        if len(found) > 1:
            following = self.item(here)
            if not following or not following.has("titles", "title", "organ", "mod"):
                return tuple(found[:1]), place + 1
            if following.has("title") and not following.has("titles"):
                return (), place
        return tuple(found), here

    def _complement(
        self, place: int, plural: bool, office_class: str
    ) -> tuple[tuple[str, ...], str | None, int, str]:
        """Read "of China", "to Russia", "of the European Council" after a title.

        Returns:
            States it belongs to, the state an envoy is sent to, the place after it, and the
            wording of a body.
        """
        word = self.norm(place)
        if word not in ("of", "to", "in", "for", "from") or not self._plain(place):
            return (), None, place, ""
        here = place + 1
        if self.norm(here) == "the":
            here += 1
        item = self.item(here)
        if item is None:
            return (), None, place, ""
        envoy = office_class in ("amb", "permrep", "envoy")
        if word == "to":
            if envoy:
                sent, after = self._polity_list(place + 1, False)
                if sent:
                    return (), sent[0], after, ""
            elif item.has("title", "adj", "pol") and office_class in ("aide", "nsa", "deputynsa"):
                return self._served(here, place)
            return (), None, place, ""
        if word == "in":
            if office_class == "amb" and item.has("capital", "pol"):
                sent, after = self._polity_list(place + 1, False)
                return (), sent[0] if sent else None, after if sent else place, ""
            return (), None, place, ""
        if word == "for" and office_class in ("envoy", "aide"):
            return (), None, self._region(here) or place, ""
        if word == "for" or (word == "from" and office_class != "official"):
            return (), None, place, ""
        if item.has("organ", "named") and not item.has("pol"):
            after = here + 1
            if self.norm(after) == "of":
                states, end = self._polity_list(after + 1, False)
                if states:
                    return states, None, end, ""
            named = self._polities(here)
            return (named, None, after, "") if named else ((), None, place, "")
        if not plural and (inside := self._whole(here)):
            return inside[0], None, inside[1], ""
        states, after = self._polity_list(place + 1, plural)
        if self.norm(after) in self.lists.members:
            return (), None, place, ""  # "the first foreign minister of EU countries"
        body = self._wording(here) if states and item.has("body") else ""
        return (states, None, after, body) if states else ((), None, place, "")

    def _region(self, here: int) -> int | None:
        """Read past "Yemen" in "special envoy for Yemen Hans Grundberg", up to a known name."""
        for after in range(here, min(here + 9, len(self.items))):
            item = self.items[after]
            if item.has("person", "hon") and after > here:
                name = self._name(after, after_title=True)
                return after if name is not None and name.known else None
            small = self.norm(after) in ("the", "of", "and", "-")
            if not (self._tall(after) or small) or item.has("title", "titles"):
                return None
        return None

    def _whole(self, here: int) -> tuple[tuple[str, ...], int] | None:
        """Read "Niger's junta", "the Ukrainian Armed Forces": a state and a part of it."""
        states = self._polities(here)
        if not states:
            return None
        after = here + 1
        owned = self._possessive(after)
        if owned:
            after += 1
        elif not self.items[here].has("adj", "named"):
            return None
        for ahead in range(after, min(after + 4, len(self.items))):
            item = self.items[ahead]
            if item.has("organ", "named") or self.norm(ahead) in self.lists.parts:
                return states, ahead + 1
            if item.kinds and not item.has("mod"):
                break
            if self.norm(ahead) in (",", "."):
                break
        return None

    def _served(self, here: int, place: int) -> tuple[tuple[str, ...], str | None, int, str]:
        """Read "to the Prime Minister of Italy": whom an adviser serves gives the state."""
        states = self._polities(here)
        at = here + 1 if states else here
        item = self.item(at)
        if item is None or not item.has("title"):
            return (), None, place, ""
        after = at + 1
        if not states and self.norm(after) == "of":
            states, after = self._polity_list(after + 1, False)
        return (states, None, after, "") if states else ((), None, place, "")

    def _office(
        self,
        place: int,
        here: int,
        polities: tuple[str, ...],
        determiner: str,
        former: bool,
        hint: str,
    ) -> tuple[list[Chunk], int] | None:
        titles: list[tuple[str, str]] = []
        towards: str | None = None
        tail = (0, 0)
        plural = False
        title_at = here
        first_after = here
        while len(titles) < 5:
            item = self.item(here)
            if item is None or not item.has("title", "titles"):
                break
            kind = "titles" if item.has("titles") and not item.has("title") else "title"
            plural = plural or kind == "titles"
            titles.append((self._wording(here), item.first(kind)))
            here += 1
            states, sent, after, body = self._complement(here, plural, titles[-1][1])
            if after > here:
                if sent and not towards:
                    tail = (self._at(here + 1), self._until(after))
                polities = states if states and (not polities or polities == states) else polities
                towards = towards or sent
                hint = hint or body
                here = after
            if len(titles) == 1:
                first_after = here
            follow = here
            if self.norm(follow) in (",", "/"):
                follow += 1
            if self.norm(follow) in ("and", "&"):
                follow += 1
                if determiner == "the" and self._name(follow + 1, after_title=True):
                    break  # "the Vice President and President Tinubu" are two
            while (look := self.item(follow)) is not None and look.has("mod") and follow > here:
                follow += 1
            look = self.item(follow)
            if follow == here or look is None or not look.has("title") or plural:
                break
            here = follow
        if self.norm(here) in _COUNTERPARTS and not towards:
            return self._counterpart(place, here, polities, determiner)
        base = Chunk(
            "office",
            self._at(place),
            self._until(here),
            titles=tuple(titles),
            polities=polities,
            towards=towards,
            tail=tail,
            plural=plural,
            former=former,
            own=determiner in _OWN,
            definite=determiner not in ("a", "an")
            and bool(determiner or polities)
            and self.norm(place - 1 if place else len(self.items)) not in _ANY,
            hint=hint,
            tall=self._tall(title_at),
            joined=self._joined(place),
        )
        named = self._names_after(base, here, determined=bool(determiner))
        if named:
            return named
        # Without a name, only the first title is sure to belong here.
        single = replace(base, titles=tuple(titles[:1]), end=self._until(first_after))
        if (led := self._led_by(single, first_after)) is not None:
            return led
        generic = titles[0][1] in ("official", "leader")
        if generic and not polities:
            return None
        if titles[0][0] == "official" and self.norm(first_after) in self.lists.official_things:
            return None
        owned = base.joined == "owner"
        if not determiner and not polities and not owned and not self._bare_title(place):
            return None
        return [single], first_after

    def _led_by(self, party: Chunk, here: int) -> tuple[list[Chunk], int] | None:
        """Read "a Chinese delegation led by Vice Premier He Lifeng" as him, of that state."""
        if party.titles[0][0] != "delegation":
            return None
        polities = party.polities
        for at in range(here, min(here + 12, len(self.items))):
            if self.norm(at) in ("led", "headed") and self.norm(at + 1) == "by":
                here = at
                break
            item = self.items[at]
            known = item.has("titles", "mod") or self._polities(at) or self._tall(at)
            if not known and self.norm(at) not in _BETWEEN:
                return None
            polities = polities or self._polities(at)
        else:
            return None
        step = self._noun_phrase(here + 2) or self._run(here + 2)
        if not polities or step is None or len(step[0]) != 1 or not step[0][0].name:
            return None
        [head] = step[0]
        if len(head.name_norms) < 2 and not head.titles and head.how != "known":
            return None
        if not set(head.polities) <= set(polities):
            # "An ECOWAS delegation led by Nigeria's former ruler": he acts for the delegation.
            head = replace(head, titles=(), former=False)
        return [replace(head, kind="person", start=party.start, polities=polities)], step[1]

    def _bare_title(self, place: int) -> bool:
        """Return whether a title without article or state can stand for somebody here."""
        item = self.items[place]
        return item.has("title") and self._tall(place) and item.first("title") in ("head", "hog")

    def _joined(self, place: int) -> str:
        if place == 0:
            return ""
        word = self.norm(place - 1)
        if word in ("and", ",", ";", "&", "including"):
            return word
        owner = self.items[place - 2 if self._possessive(place - 1) and place > 1 else place - 1]
        return "owner" if owner.has("person") else ""

    def _names_after(
        self, base: Chunk, here: int, *, determined: bool
    ) -> tuple[list[Chunk], int] | None:
        """Read the name or names after titles, straight or between commas."""
        scanned = self._name(here, after_title=True)
        if scanned is None and self.norm(here) == "," and (base.polities or determined):
            scanned = self._name(here + 1, after_title=False)
            if scanned is not None and not self._closes(scanned):
                scanned = None
        if scanned is None:
            return None
        chunks = [self._named(base, scanned)]
        after = self._after_name(scanned, chunks, base)
        while base.plural and len(chunks) < 8:
            follow = after
            if self.norm(follow) == ",":
                follow += 1
            if self.norm(follow) in ("and", "&"):
                follow += 1
            if follow == after:
                break
            scanned = self._name(follow, after_title=False)
            if scanned is None or self._appositive(scanned.after):
                break
            later = replace(base, start=self._at(follow), polities=base.polities)
            chunks.append(self._named(later, scanned))
            after = self._after_name(scanned, chunks, base)
        return chunks, after

    def _closes(self, scanned: "_Name") -> bool:
        """Return whether an inserted name ends as insertions do, or is of a known person."""
        sign = self.norm(scanned.after)
        if scanned.count < 2 and not scanned.known:
            return False
        return sign in ("", ",", ".", ")", ";", ":", "who", "-", "\u2014", "!", "?")

    @staticmethod
    def _named(base: Chunk, scanned: "_Name") -> Chunk:
        return replace(
            base,
            kind="person",
            end=scanned.end,
            name=scanned.text,
            name_norms=scanned.norms,
            plural=False,
            gender=scanned.gender,
        )

    def _after_name(self, scanned: "_Name", chunks: list[Chunk], base: Chunk) -> int:
        """Read "of Japan" after a name whose state is not yet said, and extend its chunk."""
        after = scanned.after
        if self.norm(after) == "of":
            states, end = self._polity_list(after + 1, False)
            if states and not self._starts_phrase(end - 1):
                known = chunks[-1].polities
                if not known or base.plural or known == states:
                    chunks[-1] = replace(chunks[-1], polities=states, end=self._until(end))
                    after = end
        return after

    def _counterpart(
        self, place: int, here: int, polities: tuple[str, ...], determiner: str
    ) -> tuple[list[Chunk], int]:
        after = here + 1
        if not polities and self.norm(after) in ("from", "of", "in"):
            states, end = self._polity_list(after + 1, False)
            if states:
                polities, after = states, end
        if not polities and (states := self._polities(after)):
            following = self.item(after + 1)
            named = self.items[after].has("adj") and following and self._tall(after + 1)
            if named or self.norm(after + 1) == ",":
                polities, after = states, after + 1
        base = Chunk(
            "office",
            self._at(place),
            self._until(after),
            titles=(("counterpart", "counterpart"),),
            polities=polities,
            plural=self.norm(here).endswith("s"),
            own=determiner in _OWN,
            definite=True,
            joined=self._joined(place),
        )
        return self._names_after(base, after, determined=True) or ([base], after)

    def _not_of_state(
        self, place: int, here: int, polities: tuple[str, ...]
    ) -> tuple[list[Chunk], int] | None:
        """Read past "Georgia Governor Brian Kemp": neither the state nor the name is an actor.

        The state of "Ukraine's opposition leader" stays.
        """
        scanned = self._name(here + 1, after_title=True)
        owner = self.norm(place) == "the" and place + 1 < here
        at = place + 1 if owner else place
        clear = polities and self.items[at].has("adj", "pol")
        if clear and not polities[0].startswith("?") and self._polities(at):
            kept = self._state(at, at, self._polities(at))
            if kept is not None:
                return kept
        if scanned is None:
            if place == here:
                return None
            return [Chunk("nobody", self._at(place), self._until(here + 1))], here + 1
        known = Chunk(
            "person" if scanned.known else "stranger",
            self._at(here),
            scanned.end,
            name=scanned.text,
            name_norms=scanned.norms,
        )
        return [known], scanned.after

    # --- names ------------------------------------------------------------------------------------

    def _name(self, place: int, *, after_title: bool) -> "_Name | None":
        """Read a person's name; None where there is none."""
        gender = ""
        here = place
        while (item := self.item(here)) is not None and item.has("hon") and here - place < 4:
            sort = item.first("hon")
            gender = gender or (sort if sort in ("m", "f") else "")
            here += 1
            if self.norm(here) == ".":
                here += 1
        start = here
        known: list[str] = []
        count = 0
        full = False
        while here < len(self.items) and count < 9:
            item = self.items[here]
            word = self.norm(here)
            if item.has("person") and (not full or count == 0):
                if count and not self._tall(here):
                    break
                if count and item.end - item.start > 1:
                    # A whole name inside a run of large words: what is before is no name.
                    start, count = here, 0
                known = known or item.kinds["person"]
                full = full or item.end - item.start > 1
                count += item.end - item.start
                here += 1
                continue
            joined = word == "-" and here > start and self._glued(here)
            if joined and (self._name_word(here + 1, False) or self._second_half(here + 1)):
                # Both halves at once: the second may be small, as in Cho Tae-yong.
                if not full and count == 1:
                    known = []  # "the Biden-Harris administration": not he
                count += 1
                here += 2
                continue
            if word in self.lists.particles and self._particle(here, count):
                here += 1
                full = False
                continue
            if word in _SUFFIXES and count:
                here += 1
                break
            if full and not self._joins_full(here):
                break
            if known and count == 1 and self.headline:
                break  # "President Biden Designates Castner Range"
            if not self._name_word(here, after_title and count == 0):
                break
            count += 1
            here += 1
        if not count:
            return None
        if (
            self.norm(here) == ","
            and self.norm(here + 1) in ("jr.", "jr", "sr.", "iii")
            and self._tall(here + 1)
        ):
            here += 2
        first, last = self.items[start], self.items[here - 1]
        begin, end = self.words.starts[first.start], self.words.ends[last.end - 1]
        norms = tuple(
            word.rstrip(".")
            for word in self.words.norm[first.start : last.end]
            if word[0].isalnum() and word not in ("al", "el")
        )
        return _Name(here, end, self.text[begin:end], norms, count, bool(known), gender, begin)

    def _second_half(self, here: int) -> bool:
        """Return whether a word after a hyphen is the small end of a given name: Tae-yong."""
        word = self.norm(here)
        return self._plain(here) and word.isalpha() and 2 <= len(word) <= 7 and len(word) > 1

    def _joins_full(self, here: int) -> bool:
        """Return whether a full name known to the register goes on: "... Al Nahyan"."""
        previous = self.norm(here - 1)
        if previous in self.lists.particles or previous == "-":
            return True
        # A second family name: "Alicia Bárcena Ibarra".
        word = self.norm(here)
        return (
            self._plain(here)
            and not self.headline
            and word not in self.lists.not_persons | self.common
        )

    def _particle(self, here: int, count: int) -> bool:
        if not count and not self._tall(here) and self.norm(here) not in ("al", "el", "bin"):
            return False
        follow = here + 1
        if self.norm(follow) == "-":
            follow += 1
        if self.norm(follow) in self.lists.particles:
            follow += 1
        item = self.item(follow)
        if item is not None and item.has("person") and self._tall(follow):
            return True
        return self._name_word(follow, False)

    def _name_word(self, here: int, after_title: bool) -> bool:
        """Return whether a word can be part of a person's name."""
        item = self.item(here)
        if item is None or not self._tall(here):
            return False
        word = self.norm(here)
        if not word[0].isalpha() or word in self.lists.no_names:
            return False
        if item.has("person"):
            return True
        if item.kinds:
            # "Minister Sydney Mufamadi", "Chad Smith": a place's name as a given name.
            follow = self.item(here + 1)
            lone = item.end - item.start == 1 and item.has("place", "capital", "amb", "pol")
            given = lone and (after_title or self._given(here))
            return bool(given and follow and not follow.kinds and self._name_word(here + 1, False))
        return not (self.headline and (word in self.common or word in self.lists.not_persons))

    def _given(self, here: int) -> bool:
        item = self.items[here]
        return self.words.raw[item.start] in self.lists.given_names

    def _appositive(self, place: int) -> bool:
        return self.norm(place) == "," and self._phrase_after(place + 1) is not None

    def _phrase_after(self, place: int) -> tuple[Chunk, int] | None:
        """Read a describing phrase: "Hungary's foreign minister", "Prime Minister of Japan"."""
        step = self._describe(place)
        if step is None:
            return None
        chunk, after = step
        return chunk, after

    def _describe(self, place: int) -> tuple[Chunk, int] | None:
        here = place
        if self.norm(here) in ("the", "a", "an") or self.norm(here) in ("who", "also"):
            here += 1
        polities: tuple[str, ...] = ()
        former = False
        hint = ""
        for _ in range(5):
            item = self.item(here)
            if item is None:
                return None
            if item.has("title"):
                break
            if item.has("mod"):
                former = former or "former" in item.kinds["mod"]
                here += 1
                continue
            organ = self._organ_before_title(here)
            if organ:
                here = organ[1]
                continue
            own = self._polities(here)
            if not own:
                return None
            hint = self._wording(here) if item.has("body") else hint
            polities = own
            here += 2 if self._possessive(here + 1) else 1
        item = self.item(here)
        if item is None or not item.has("title"):
            return None
        titles: list[tuple[str, str]] = []
        towards: str | None = None
        while (item := self.item(here)) is not None and item.has("title") and len(titles) < 4:
            titles.append((self._wording(here), item.first("title")))
            here += 1
            states, sent, after, body = self._complement(here, False, titles[-1][1])
            if states or sent:
                polities, towards, here = polities or states, towards or sent, after
                hint = hint or body
            if self.norm(here) == "and" and (look := self.item(here + 1)) and look.has("title"):
                here += 1
        if self._name(here, after_title=True) is not None:
            return None  # the title belongs to the next name
        vague = titles[0][1] in ("official", "leader") or titles[0][0] in ("minister", "secretary")
        if not polities and vague:
            return None
        chunk = Chunk(
            "office", self._at(place), self._until(here), titles=tuple(titles),
            polities=polities, towards=towards, former=former, hint=hint,
        )  # fmt: skip
        return chunk, here

    def _owned_name(self, place: int) -> tuple[list[Chunk], int] | None:
        """Read "Turkey's Tayyip Erdogan": a name that a state's name owns."""
        at = place + 1 if self.norm(place) == "the" and self._plain(place) else place
        if not self._possessive(at + 1):
            return None
        states = self._polities(at)
        if not states or self.items[at].has("grp"):
            return None
        scanned = self._name(at + 2, after_title=False)
        if scanned is None or self._blocked_as_person(scanned):
            return None
        chunk = Chunk(
            "run", self._at(place), scanned.end, name=scanned.text, name_norms=scanned.norms,
            polities=states, gender=scanned.gender, how="known" if scanned.known else "",
        )  # fmt: skip
        return [chunk], scanned.after

    def _blocked_as_person(self, scanned: "_Name") -> bool:
        return not scanned.known and any(word in self.lists.not_persons for word in scanned.norms)

    def _run(self, place: int) -> tuple[list[Chunk], int] | None:
        """Read a name without a title; whose it is, is decided with the whole document."""
        item = self.items[place]
        if not (item.has("person", "hon") or self._tall(place)):
            return None
        if item.kinds and not item.has("person", "hon") and not self._name_word(place, False):
            return None
        scanned = self._name(place, after_title=False)
        if scanned is None:
            return None
        titled = item.has("hon") and not self._plain(place)
        chunk = Chunk(
            "run",
            self._at(place) if titled else scanned.begin,
            scanned.end,
            name=scanned.text,
            name_norms=scanned.norms,
            gender=scanned.gender,
            definite=item.has("hon"),
            how="known" if scanned.known else "",
            joined=self._joined(place),
        )
        if self._blocked_as_person(scanned):
            return None
        after = scanned.after
        described = None
        if self.norm(after) in (",", "("):
            described = self._phrase_after(after + 1)
            if described and not self._ends_apposition(described[1]):
                described = None
        elif (look := self.item(after)) is not None and (look.has("title") or look.has("adj")):
            described = self._phrase_after(after)
            if described and not described[0].polities:
                described = None
        if described and (scanned.count > 1 or scanned.known or item.has("hon")):
            phrase, end = described
            chunk = replace(
                chunk, kind="person", end=phrase.end, titles=phrase.titles,
                polities=phrase.polities, towards=phrase.towards, former=phrase.former,
                hint=phrase.hint,
            )  # fmt: skip
            return [chunk], end
        if self.norm(after) == "of" and scanned.count > 1 and not self.headline:
            states, end = self._polity_list(after + 1, False)
            if states and self.items[end - 1].has("pol"):
                chunk = replace(chunk, kind="person", end=self._until(end), polities=states)
                return [chunk], end
        return [chunk], after

    def _ends_apposition(self, place: int) -> bool:
        return self.norm(place) in (
            "", ",", ".", ")", ";", ":", "and", "-", "\u2014", "!", "?", "who", "in", "on", "at",
            "said", "told", "also", "of", "for",
        )  # fmt: skip

    # --- groups and pronouns ----------------------------------------------------------------

    def _group(self, place: int) -> tuple[list[Chunk], int] | None:
        """Read "the two leaders", "both sides", "they", "he"."""
        word = self.norm(place)
        if word in ("he", "she", "they") and self._plain(place):
            if self.norm(place + 1) in ("who", "that"):
                return None  # "he who tied the bell": nobody in particular
            chunk = Chunk("pronoun", self._at(place), self._until(place + 1), group=word)
            return [chunk], place + 1
        if word in ("i", "we") and self._first_person(place):
            chunk = Chunk("pronoun", self._at(place), self._until(place + 1), group=word)
            return [chunk], place + 1
        here = place
        definite = word == "the"
        if definite:
            here += 1
        number = _NUMBERS.get(self.norm(here), 0)
        if number:
            here += 1
        elif not definite:
            return None
        item = self.item(here)
        if item is None:
            return None
        words = self.words
        noun = ""
        for length in (3, 2, 1):
            last = item.start + length
            candidate = " ".join(words.norm[item.start : last])
            if candidate in self.lists.group_nouns:
                noun = candidate
                break
        if not noun:
            if number == 2 and definite and self._plain(here) and not self._tall(here):
                return self._bare_two(place, here)
            return None
        if not number and noun in ("states", "parties", "countries", "nations", "governments",
                                   "peoples", "men", "officials", "diplomats", "delegations",
                                   "neighbours", "neighbors", "capitals"):  # fmt: skip
            return None
        after = here
        while after < len(self.items) and self.items[after].start < last:
            after += 1
        # "the leaders of Serbia and Kosovo" says itself who they are.
        if self.norm(after) == "of":
            return None
        chunk = Chunk(
            "group",
            self._at(place),
            self._until(after),
            group=self.lists.group_nouns[noun],
            number=number,
        )
        return [chunk], after

    def _first_person(self, place: int) -> bool:
        """Return whether "I" or "we" is one, and no numeral: "World War I", "Charles I of ...".

        A small word must follow; none that is large may stand before it.
        """
        follow = self.item(place + 1)
        if not self._plain(place) or follow is None:
            return False
        small = self.words.raw[follow.start][0].islower()
        named = self._tall(place - 1) and self.norm(place - 1) not in self.lists.no_names
        return small and not (self.norm(place) == "i" and named)

    def _bare_two(self, place: int, here: int) -> tuple[list[Chunk], int] | None:
        """Read "the two" as persons where a verb or a mark follows, not a noun."""
        word = self.norm(here)
        verbs = ("met", "had", "have", "also", "were", "are", "later", "discussed", "agreed",
                 "shook", "will", "talked", "spoke", "held", "exchanged", "last", ".", ",", "did",
                 "attended", "since", "signed")  # fmt: skip
        if word not in verbs:
            return None
        chunk = Chunk("group", self._at(place), self._until(here), group="persons", number=2)
        return [chunk], here

    # --- what stands by itself --------------------------------------------------------------

    def _simple(self, place: int) -> tuple[list[Chunk], int] | None:
        here = place
        if self.norm(here) == "the" and self._plain(here):
            here += 1
        item = self.item(here)
        if item is None or not item.kinds or item.has("neg"):
            return None
        if item.has("outlet") and not item.has("pol", "org"):
            kind, ident = "outlet", item.first("outlet")
            return [Chunk(kind, self._at(place), self._until(here + 1), body=(ident,))], here + 1
        organ = self._organ(place, here)
        if organ:
            return organ
        if item.has("named"):
            polity = item.first("named").split("|")[0]
            chunk = Chunk(
                "organ", self._at(place), self._until(here + 1), polities=(polity,), how="alias"
            )
            return [chunk], here + 1
        states = self._polities(here)
        if item.has("grp"):
            if not states or not self._group_noun(here):
                return None
            end = self._until(here + 2)
            return [Chunk("pair", self._at(place), end, polities=states, how="group")], here + 2
        if states:
            return self._state(place, here, states)
        if item.has("place") and self._is_place(here):
            chunk = Chunk(
                "place", self._at(place), self._until(here + 1), place=item.first("place")
            )
            return [chunk], here + 1
        return None

    def _is_place(self, here: int) -> bool:
        """Return whether a place's name is not part of somebody's or something's name."""
        before = self.item(here - 1)
        if (
            before is not None
            and not before.kinds
            and self._tall(here - 1)
            and self.norm(here - 1) not in self.lists.no_names | self.lists.directions
            and not self.headline
            and here - 1 > 0
            and self.words.raw[before.start][0].isalpha()
        ):
            return False
        return not self._company(here)

    def _company(self, here: int) -> bool:
        """Return whether a state's or city's name opens a company's, team's or paper's."""
        company = self.lists.company_words
        things = self.lists.thing_words
        word = self.norm(here + 1)
        if word in things and self._plain(here + 1) and not self._tall(here + 1):
            return True
        for ahead in range(1, 4):
            word = self.norm(here + ahead)
            if not word or not self._tall(here + ahead) or not self._plain(here + ahead):
                break
            if word in company and self.norm(here + ahead + 1) not in ("force", "base", "forces"):
                return not self.headline
        before = self.norm(here - 1)
        first = self.norm(here - 2) if before == "of" else ""
        if before == "the" and self.norm(here - 2) == "of":
            first = self.norm(here - 3)
        return bool(first) and first in self.lists.organ_words_before

    def _organ(self, place: int, here: int) -> tuple[list[Chunk], int] | None:
        """Read "the Chinese Foreign Ministry", "Ministry of Foreign Affairs of Japan"."""
        item = self.items[here]
        if item.has("organ") and not item.has("pol", "named"):
            kind = item.first("organ")
            after = here + 1
            states: tuple[str, ...] = ()
            if self.norm(after) in ("of", "in"):
                states, end = self._polity_list(after + 1, False)
                if self.norm(after) == "in" and not (
                    states and kind in ("fm", "def") and self.items[end - 1].has("capital")
                ):
                    states = ()
                after = end if states else after
            if not states and here > place and self._own_administration(here):
                chunk = Chunk("organ", self._at(place), self._until(after), group="own")
                return [chunk], after
            bare = kind in ("fm", "emb") and self.norm(here - 1 if here > place else here) == "the"
            if not states and (kind not in ("fm", "def") or here == place) and not bare:
                return None
            if not states and self._wording(here).endswith("ies"):
                return None  # "the foreign ministries" are several
            chunk = Chunk("organ", self._at(place), self._until(after), polities=states, group=kind)
            return [chunk], after
        states = self._polities(here)
        if not states:
            return None
        after = here + 1
        if self._possessive(after):
            after += 1
            if (look := self.item(after)) is not None and look.has("mod"):
                after += 1
        else:
            states, after = self._adjectives(here)
        following = self.item(after)
        if not states or following is None or not following.has("organ"):
            return None
        if following.has("pol", "named"):
            return None
        chunk = Chunk(
            "organ",
            self._at(place),
            self._until(after + 1),
            polities=states,
            group=following.first("organ"),
            how="alias",
        )
        return [chunk], after + 1

    def _own_administration(self, here: int) -> bool:
        return self.norm(here) == "administration" and self._tall(here)

    def _state(
        self, place: int, here: int, states: tuple[str, ...]
    ) -> tuple[list[Chunk], int] | None:
        item = self.items[here]
        if self._company(here):
            return None
        adjective = item.has("adj", "noun") and not item.has("pol", "org", "metonym", "capital")
        if not adjective and not self._is_state_name(here):
            return None
        pair = self._pair(place, here, states)
        if pair:
            return pair
        if item.has("adj") and self.words.norm[item.start] in ("sino", "russo", "franco"):
            return None
        ident = states[0]
        start = here if adjective and not item.has("noun") else place
        spot: str | None = None
        how = "alias"
        if item.has("org", "body"):
            chunk = Chunk("org", self._at(place), self._until(here + 1), polities=states, how=how)
            return [chunk], here + 1
        if adjective:
            how = "adjective"
        elif item.has("capital", "metonym"):
            spot = item.first("capital") if item.has("capital") else None
            if spot is None and item.has("place"):
                spot = item.first("place")
            how = "metonym"
            if item.has("pol"):
                spot, how = ident, "alias"
        elif item.has("pol", "amb"):
            spot = ident
        if self.norm(here - 1) in _LOCATIVE or (here > place and self.norm(place - 1) in _LOCATIVE):
            how = "place" if not adjective else how
        chunk = Chunk(
            "polity", self._at(start), self._until(here + 1), polities=states, place=spot, how=how
        )
        return [chunk], here + 1

    def _is_state_name(self, here: int) -> bool:
        """Return whether the words are a state's and not a person's, as in "Jordan Smith"."""
        item = self.items[here]
        before, after = self.item(here - 1), self.item(here + 1)
        if item.has("capital", "place") and not item.has("pol") and not self._is_place(here):
            return False
        return not (
            self._given(here)
            and after is not None
            and not after.kinds
            and self._name_word(here + 1, False)
            and self.norm(here - 1) not in ("of", "in", "from", "to", "with", "and", "between")
            and (before is None or not before.has("adj", "pol"))
            and not self.headline
        )

    def _pair(
        self, place: int, here: int, states: tuple[str, ...]
    ) -> tuple[list[Chunk], int] | None:
        """Read "China-Russia", "Sino-Russian", "Japan-U.S.-ROK" as one."""
        found = list(states)
        at = here
        while len(found) < 5:
            follow = at + 1
            if self.norm(follow) in ("-", "/"):
                follow += 1
            elif not (
                self.items[at].has("pol")
                and (look := self.item(follow))
                and look.has("pol")
                and not look.has("adj")
            ):
                break
            more = self._polities(follow)
            item = self.item(follow)
            if not more or item is None or not item.has("pol", "adj", "org", "amb"):
                break
            found.extend(more)
            at = follow
        if len(found) < 2:
            return None
        chunk = Chunk(
            "pair", self._at(place), self._until(at + 1), polities=tuple(found), how="pair"
        )
        return [chunk], at + 1


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as scanned: where it ends, its words, and whether the register has it."""

    after: int
    end: int
    text: str
    norms: tuple[str, ...]
    count: int
    known: bool
    gender: str
    begin: int


__all__ = ["Chunk", "Item", "Line"]
