"""The pattern language: what a pattern is made of, and the reader of its text.

    pattern = node part* (";" (phrase | part+))*  the first node is the trigger
    part    = mode? path operand                  a word that hangs on the node before
    phrase  = mode? words operand                 "from {actor}", anywhere in the clause
    operand = node | "(" node part* ")"
    mode    = "?" (may be there) | "!" (must not be there)
    node    = test capture? | capture
    test    = "[" words? (":" UPOS)? field* "]"   UPOS may be several: NOUN|PROPN
    field   = NAME ("=" | "!=") VALUE ("|" VALUE)*
    capture = "{" role (":" kinds)? "}"
    path    = step+
    step    = (">" | "<" | ">>" | "<<") relations? ("?" | "*" | "+")?
    words   = expression ("|" expression)*        an expression is words, or $set

`docs/patterns.md` explains it by example.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache

from dragoman.model.errors import RuleError
from dragoman.parse.matching.universal import allowed, universal

DEEPEST = 12
"""Brackets within brackets that a pattern may have."""


class Mode(Enum):
    """Whether a part must be there, may be there, or must not."""

    MUST = ""
    MAY = "?"
    NOT = "!"


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on one word: `Tense=Past`, `ner!=PER`.

    `name` is form, lemma or ner; for features it is "feature", and the values are whole
    ("Tense=Past"); for what stands in braces it is "kind", parts of speech among them.
    """

    name: str
    values: frozenset[str]
    wanted: bool


@dataclass(frozen=True, slots=True)
class Node:
    """One word that a pattern asks for.

    Attributes:
        words: Its lemmas, lower-case; expressions of several words joined by a space.
            Empty: any word.
        upos: Its parts of speech. Empty: any.
        fields: Further conditions.
        role: The capture; None where the word is not captured.
        parts: What hangs on it.
    """

    words: frozenset[str]
    upos: frozenset[str]
    fields: tuple[Field, ...]
    role: str | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: up or down an arc with one of the labels; none: any arc.

    Not at all where `least` is 0, again and again where `many`. `logical` are "subject",
    "object", "indirect", "clause" instead of labels.
    """

    up: bool
    labels: frozenset[str]
    logical: tuple[str, ...]
    least: int
    many: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A word that must, may or must not be at the end of a path from a node."""

    text: str
    mode: Mode
    path: tuple[Step, ...]
    node: Node


@dataclass(frozen=True, slots=True)
class CasePhrase:
    """A phrase that must, may or must not stand in the clause: "from {actor}".

    `cases` are the words that may open it, each expression in lower-case words.
    """

    text: str
    mode: Mode
    cases: frozenset[tuple[str, ...]]
    node: Node


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, read. The words of `trigger` are what it is found by.

    Of `phrases` those come first that must not be there, then those that must.
    """

    name: str
    text: str
    trigger: Node
    phrases: tuple[CasePhrase, ...]


_ORDER = (Mode.NOT, Mode.MUST, Mode.MAY)
_PARTS = (">", "<", "?>", "?<", "!>", "!<")
_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[^\W_](?:[\w'’.&/-]*[\w.])?")
_ARROW = re.compile(r">>|<<|>|<")
_LABEL = re.compile(r"[A-Za-z]+(?::(?:\w+|\*))?")
_REPEAT = re.compile(r"[?*+]")
_NAME = re.compile(r"[A-Za-z_]\w*")
_FIELD = re.compile(r"([A-Za-z]+)\s*(!?=)\s*")
_VALUE = re.compile(r"[^\s|\[\]{}=]+")
_PLAIN = re.compile(r"[a-z]+(?:[ -][a-z]+)*(?:\|[a-z]+(?:[ -][a-z]+)*)*(?=[\]:])")
"""Lemmas up to the end of the list, in small letters: most lists, read in one go."""
_ROLE = re.compile(r"[a-z][a-z0-9_]*")
_SET = re.compile(r"\$([A-Za-z][\w-]*)")


@dataclass(frozen=True, slots=True)
class Shared:
    """What the patterns of one matcher share.

    Attributes:
        sets: What `$name` stands for, in small letters.
        roles: The captures that there may be; None for any.
        kinds: What `{role:kind}` may ask for besides parts of speech.
        lists: Lists of words read so far, by how they are written.
        paths: All paths read so far; and likewise for `parts` and `phrases`. What is equal in
            two patterns becomes one object, so that what is found out about it in a sentence
            holds for both.
    """

    sets: Mapping[str, frozenset[str]]
    roles: Collection[str] | None
    kinds: Collection[str]
    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    paths: dict[tuple[Step, ...], tuple[Step, ...]] = field(default_factory=dict)
    parts: dict[Part, Part] = field(default_factory=dict)
    phrases: dict[CasePhrase, CasePhrase] = field(default_factory=dict)


def read_pattern(name: str, file: str, text: str, shared: Shared) -> Pattern:
    """Read one pattern; `name` of its rule and `file` are for errors and matches.

    Raises:
        RuleError: It says something that no pattern may; with file, rule and column.
    """
    return _Reader(name, file, text, shared).pattern()


@cache
def _relations() -> Mapping[str, frozenset[str]]:
    """Return what each relation stands for: "nmod:*" for nmod and all its subtypes."""
    found = defaultdict[str, set[str]](set)
    for label in (*universal().relations, *universal().logical):
        for name in (label, f"{label.split(':')[0]}:*"):
            found[name].add(label)
    return {name: frozenset(labels) for name, labels in found.items()}


class _Reader:
    """Recursive descent over the text; `at` is the next character."""

    def __init__(self, name: str, file: str, text: str, shared: Shared) -> None:
        self.name, self.file, self.text, self.shared = name, file, text, shared
        self.sets, self.roles, self.kinds = shared.sets, shared.roles, shared.kinds
        self.at = self.depth = 0
        self.forbidden = False

    def error(self, says: str, at: int | None = None) -> RuleError:
        """Return what is wrong, with the line and a caret under the place."""
        at = min(self.at if at is None else at, len(self.text))
        start = self.text.rfind("\n", 0, at) + 1
        line = self.text[start:].split("\n", 1)[0]
        row = self.text.count("\n", 0, at)
        place = f"line {row + 1}, column {at - start + 1}" if row else f"column {at + 1}"
        before = max(0, at - start - 60)  # long lines are shown around the place
        shown = line[before : before + 96].replace("\t", " ")
        return RuleError(
            f"{self.file}: rule {self.name!r}, {place}: {says}\n"
            f"    {shown}\n    {' ' * (at - start - before)}^"
        )

    def met(self) -> str:
        """Return what stands at the place, to be quoted."""
        self.skip()
        return repr(self.text[self.at : self.at + 12]) if self.at < len(self.text) else "the end"

    def skip(self) -> None:
        """Go past white space."""
        if self.text[self.at : self.at + 1].isspace():
            self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]

    def peek(self, *options: str) -> str | None:
        """Return which option stands next, white space left aside."""
        self.skip()
        if not self.text.startswith(options, self.at):
            return None
        return next(option for option in options if self.text.startswith(option, self.at))

    def take(self, *options: str) -> str | None:
        """Return which option stands next, and go past it."""
        found = self.peek(*options)
        self.at += len(found or "")
        return found

    def scan(self, regex: re.Pattern[str]) -> re.Match[str] | None:
        """Return the match at the place, if any, and go past it."""
        if found := regex.match(self.text, self.at):
            self.at = found.end()
        return found

    def expect(self, option: str, inside: str) -> None:
        """Go past `option`."""
        if not self.take(option):
            raise self.error(f"met {self.met()}, expected {option!r} {inside}")

    def pattern(self) -> Pattern:
        """Read the whole text."""
        if self.peek("[") is None:
            raise self.error(
                f"met {self.met()}; a pattern begins with its trigger, a word in square brackets "
                "with its lemmas, as in [visit|tour:VERB]"
            )
        trigger = self.node()
        if not trigger.words:
            raise self.error(
                "the first word is the trigger and needs lemmas, as in [visit|tour:VERB]; "
                "patterns are looked up by them",
                at=0,
            )
        parts, phrases = [*self.parts()], list[CasePhrase]()
        while self.take(";"):
            if own := [*self.parts()]:
                parts += own
            else:
                phrases.append(self.phrase())
                if self.peek(*_PARTS):
                    raise self.error(
                        f"met {self.met()}; what hangs on a word of a phrase goes in brackets, as "
                        "in 'with ([minister] >nmod {role})', what hangs on the trigger after ';'"
                    )
        if self.peek("?", "!", "{", "["):
            raise self.error(
                f"met {self.met()}; what hangs on a word follows it as '>relation [word]' or "
                "'>relation {role}'"
            )
        if self.at < len(self.text):
            raise self.error(f"met {self.met()}, expected '>', '<', ';' or the end")
        trigger = replace(trigger, parts=tuple(parts))
        phrases.sort(key=lambda phrase: _ORDER.index(phrase.mode))
        return Pattern(self.name, self.text, trigger, tuple(phrases))

    def parts(self) -> Iterator[Part]:
        """Read what hangs on a node."""
        while self.peek(*_PARTS):
            start = self.at
            with_mode = self.mode()
            path = self.path()
            node = self.operand(with_mode)
            part = Part(self.since(start), with_mode, path, node)
            yield self.shared.parts.setdefault(part, part)

    def phrase(self) -> CasePhrase:
        """Read a case-marked phrase, after its semicolon."""
        self.skip()
        start = self.at
        mode = self.mode()
        cases = frozenset(tuple(words.split()) for words in self.words("a preposition"))
        node = self.operand(mode)
        phrase = CasePhrase(self.since(start), mode, cases, node)
        return self.shared.phrases.setdefault(phrase, phrase)

    def since(self, start: int) -> str:
        """Return what was read since `start`, on one line."""
        return " ".join(self.text[start : self.at].split())

    def mode(self) -> Mode:
        """Read "?" or "!", if one is there."""
        return Mode(self.take("?", "!") or "")

    def operand(self, mode: Mode) -> Node:
        """Read the word at the end of a path, or of the words that open a phrase."""
        outside, self.forbidden = self.forbidden, self.forbidden or mode is Mode.NOT
        if self.peek("("):
            self.depth += 1
            if self.depth > DEEPEST:
                raise self.error(f"brackets more than {DEEPEST} deep")
            self.take("(")
            node = self.node()
            node = replace(node, parts=tuple(self.parts()))
            self.expect(")", "after what hangs on the word")
            self.depth -= 1
        elif self.peek("[", "{"):
            node = self.node()
        else:
            raise self.error(f"met {self.met()}, expected a word: [lemma], {{role}} or (...)")
        self.forbidden = outside
        return node

    def node(self) -> Node:
        """Read `[test]`, `{capture}` or both."""
        words, upos, fields, role = frozenset[str](), frozenset[str](), tuple[Field, ...](), None
        if self.take("["):
            words, upos, fields = self.test()
        elif not self.peek("{"):
            raise self.error(f"met {self.met()}, expected a word: [lemma] or {{role}}")
        if self.peek("{"):
            if self.forbidden:
                raise self.error("nothing can be captured behind '!', where nothing may stand")
            self.take("{")
            role, kinds = self.capture()
            if kinds:
                fields += (Field("kind", kinds, True),)
        return Node(words, upos, fields, role, ())

    def test(self) -> tuple[frozenset[str], frozenset[str], tuple[Field, ...]]:
        """Read what stands in square brackets, after the opening one."""
        words, upos, fields = frozenset[str](), frozenset[str](), []
        self.skip()
        if not self.peek(":", "]") and not _FIELD.match(self.text, self.at):
            words = self.words("a lemma")
        if self.take(":"):
            upos = frozenset(self.values(_NAME, universal().upos, "part of speech"))
        while not self.peek("]"):
            fields.append(self.field())
        self.take("]")
        return words, upos, tuple(fields)

    def field(self) -> Field:
        """Read `Name=Value|Value`."""
        start = self.at
        found = self.scan(_FIELD)
        if not found:
            raise self.error(f"met {self.met()}, expected 'Feature=Value' or ']' in a word")
        name, wanted, features = found[1], found[2] == "=", universal().features
        known = {**features, "form": None, "lemma": None, "ner": universal().names}
        if name not in known:
            raise self.error(f"met the field {name!r}. {allowed(name, known)}", start)
        if name == "lemma":
            return Field(name, self.words("a lemma"), wanted)
        values = frozenset(self.values(_VALUE, known[name], f"value of {name}"))
        if name in features:
            return Field("feature", frozenset(f"{name}={value}" for value in values), wanted)
        return Field(name, values, wanted)

    def capture(self) -> tuple[str, frozenset[str]]:
        """Read a role and what may fill it, after the opening brace."""
        self.skip()
        start = self.at
        found = self.scan(_ROLE)
        if not found:
            raise self.error(f"met {self.met()}, expected a role in lower-case letters")
        role = found[0]
        if self.roles is not None and role not in self.roles:
            raise self.error(f"met the role {role!r}. {allowed(role, self.roles)}", start)
        kinds = frozenset[str]()
        if self.take(":"):
            known = (*self.kinds, *universal().upos)
            kinds = frozenset(self.values(_VALUE, known, "kind or part of speech"))
        self.expect("}", "after a role")
        return role, kinds

    def values(
        self, regex: re.Pattern[str], known: Collection[str] | None, what: str
    ) -> Sequence[str]:
        """Read `value|value`, each from a list where there is one."""
        values = list[str]()
        while not values or self.take("|"):
            self.skip()
            start = self.at
            if not (found := self.scan(regex)):
                raise self.error(f"met {self.met()}, expected a {what}")
            if known is not None and found[0] not in known:
                raise self.error(f"met the {what} {found[0]!r}. {allowed(found[0], known)}", start)
            values.append(found[0])
        return values

    def path(self) -> tuple[Step, ...]:
        """Read steps that touch each other."""
        steps: list[Step] = []
        while arrow := self.scan(_ARROW):
            steps += self.step(arrow[0])
        return self.shared.paths.setdefault(tuple(steps), tuple(steps))

    def step(self, arrow: str) -> list[Step]:
        """Read relations and repetition, after the arrow."""
        start, up, chain, labels = self.at, arrow[0] == "<", len(arrow) == 2, frozenset[str]()
        own = frozenset(universal().logical)
        if _LABEL.match(self.text, self.at):
            labels = self.relations()
        repeat = self.scan(_REPEAT)
        sign = repeat[0] if repeat else ""
        if labels & own and (labels - own or chain or sign in {"*", "+"}):
            raise self.error(
                "subject, object, indirect and clause do not mix with other relations, and are "
                "one step",
                start,
            )
        if "clause" in labels and not up:
            raise self.error("'clause' goes up: '<clause' is the verb of the clause", start)
        if labels & own:
            return [Step(up, frozenset(), tuple(sorted(labels)), 0 if sign else 1, False)]
        if chain and sign:
            raise self.error(f"{arrow!r} is already any number of steps; leave out {sign!r}", start)
        one = Step(up, labels, (), 0 if sign in {"?", "*"} else 1, sign in {"*", "+"})
        return [Step(up, frozenset(), (), 0, True), one] if chain else [one]

    def relations(self) -> frozenset[str]:
        """Read `nmod|nmod:poss`; `nmod:*` stands for nmod and all its subtypes."""
        known = _relations()
        return frozenset().union(*(known[name] for name in self.values(_LABEL, known, "relation")))

    def words(self, what: str) -> frozenset[str]:
        """Read expressions and sets, in lower case."""
        if plain := self.scan(_PLAIN):
            if plain[0] not in self.shared.lists:
                self.shared.lists[plain[0]] = frozenset(plain[0].split("|"))
            return self.shared.lists[plain[0]]
        found = set[str]()
        while not found or self.take("|"):
            self.skip()
            start = self.at
            if named := self.scan(_SET):
                if named[1] not in self.sets:
                    raise self.error(
                        f"met the set '${named[1]}'. {allowed(named[1], self.sets)}", start
                    )
                if not self.sets[named[1]]:
                    raise self.error(f"the set '${named[1]}' is empty", start)
                found |= self.sets[named[1]]
                continue
            expression = []
            while not _FIELD.match(self.text, self.at) and (word := self.scan(_WORD)):
                expression.append(word[0].lower())
                self.skip()
            if not expression:
                raise self.error(f"met {self.met()}, expected {what} or $set")
            found.add(" ".join(expression))
        return frozenset(found)
