"""The rule files: how documents say that something happened, with sentences beside each rule.

A file `dragoman/rules/<channel>.yml` is a list of rules of that channel, in the order of
their ids. The order of the keys in a rule is that of `KEYS`. What a pattern may hold
is said in `docs/patterns.md`; words that many rules need stand in `sets.yml`, patterns
that many share in `frames.yml`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import yaml

from dragoman.extract.reading import KINDS
from dragoman.model import Channel, Role, RuleError, Status
from dragoman.parse.matching import Definition, Matcher, compile_patterns

KEYS = (
    "id",
    "channel",
    "status",
    "frame",
    "verbs",
    "nouns",
    "pattern",
    "patterns",
    "claims",
    "alone",
    "apart",
    "elides",
    "relieves",
    "abroad",
    "vague",
    "beside",
    "rank",
    "finds",
    "passes_over",
)
"""The keys a rule may have, in the order in which they stand."""

SLOT_ROLES = frozenset(
    {"actor", "other", "recipient", "host", "carrier", "place", "posted", "mover", "item"}
)
"""What may stand in braces. `other` is the other party of a mutual contact, an actor too; `place`
the state visited, or that of a city; `posted` an envoy who stands for the state that he is
posted to; `mover` a party of a mutual contact who asked for it; `item` what is given or signed.
Dates, levels and ordinals are read around the match."""

PARTY_SLOTS = SLOT_ROLES - {"item"}
"""Those whose holders are actors."""

_EXAMPLE_KEYS = SLOT_ROLES | {"text", "from", "invented", "reports"}


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a rule finds, and who stands in which role, as worded.

    `roles` maps a role to the words of its holders. `source` is the document that
    has the sentence; None for an invented one.
    """

    text: str
    roles: Mapping[str, tuple[str, ...]]
    source: str | None
    reports: int = 1


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A sentence that a rule passes over, and why."""

    text: str
    because: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of saying something.

    `status` None: the tense decides. `claims` are attributes that the wording itself implies
    (purpose of a letter, level of a visit). `alone`: one party is enough (a summit named by
    its organization). `apart`: several others are dealt with one by one (guests received,
    calls on hosts). `elides`: the party that the sentence leaves out may be that of the
    document ("The agreements were signed in the evening"); `relieves`: only the state that the
    document tells was struck by a disaster may be meant. `abroad`: it holds only for somebody
    whose journey the document tells of ("had a conversation with"). `vague`: the words name no
    channel of their own ("talks", "met"), and give way to words of the sentence that do ("by
    phone"). `beside`: it is found besides another channel at the same word ("received in
    Brasília" is a meeting, and a visit). `rank` decides between rules that found the same
    word; higher wins.
    """

    id: str
    channel: Channel
    status: Status | None
    claims: Mapping[Role, str]
    alone: bool
    apart: bool
    elides: bool
    relieves: bool
    abroad: bool
    vague: bool
    beside: bool
    rank: int
    finds: tuple[Example, ...]
    passes_over: tuple[NearMiss, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RuleBook:
    """All rules by id, and the matcher that finds them; a match is named after its rule."""

    rules: Mapping[str, Rule]
    matcher: Matcher = field(repr=False)
    fingerprint: str  # changes when any rule file does

    def __iter__(self) -> Iterator[Rule]:
        """Yield the rules in the order of files and ids."""
        return iter(self.rules.values())


@cache
def load_rules() -> RuleBook:
    """Load the rule files that ship with the package.

    Raises:
        RuleError: A file says something that it cannot mean; named with file and rule.
    """
    return parse_rules(
        {
            entry.name: entry.read_text(encoding="utf-8")
            for entry in files("dragoman.rules").iterdir()
            if entry.name in SHARED or entry.name.removesuffix(".yml") in set(Channel)
        }
    )


def parse_rules(texts: Mapping[str, str]) -> RuleBook:
    """Parse rule files given as {file name: YAML text}, with those of `SHARED` if need be.

    Raises:
        RuleError: As `load_rules`.
    """
    shared = Shared(*(_mapping(texts.get(name, "{}"), name) for name in SHARED))
    rules: dict[str, Rule] = {}
    definitions: list[Definition] = []
    for name in sorted(set(texts) - set(SHARED)):
        entries = _yaml(texts[name], name)
        if not isinstance(entries, list):
            raise RuleError(
                f"{name} holds {type(entries).__name__}; a rule file is a list of rules"
            )
        ids = []
        for entry in entries:
            rule = _rule(entry, name)
            if rule.id in rules:
                raise RuleError(f"{name}: rule {rule.id!r} stands there already, or in another")
            ids.append(rule.id)
            rules[rule.id] = rule
            where = f"{name}: rule {rule.id!r}"
            definitions += (
                Definition(rule.id, name, text) for text in _patterns(entry, shared.frames, where)
            )
        if late := next((b for a, b in pairwise(ids) if b < a), None):
            raise RuleError(f"{name}: rule {late!r} stands behind one that sorts after it")
    digest = blake2b(digest_size=8)
    for name in sorted(texts):
        digest.update(f"{name}\0{texts[name]}\0".encode())
    matcher = compile_patterns(definitions, sets=shared.sets, roles=SLOT_ROLES, kinds=KINDS)
    return RuleBook(rules, matcher, digest.hexdigest())


class Shared(NamedTuple):
    """What rule files share: sets of words, and frames of patterns."""

    sets: Mapping[str, Sequence[str]]
    frames: Mapping[str, Sequence[str]]


SHARED = ("sets.yml", "frames.yml")
"""The files with what rule files share."""


def _yaml(text: str, name: str) -> object:
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except yaml.YAMLError as error:
        raise RuleError(f"{name} is not YAML: {' '.join(str(error).split())}") from error


def _mapping(text: str, name: str) -> Mapping[str, Sequence[str]]:
    found = _yaml(text, name)
    if not isinstance(found, dict) or not all(isinstance(value, list) for value in found.values()):
        raise RuleError(f"{name} holds something else than lists with names")
    return found


def _rule(entry: object, file: str) -> Rule:
    if not isinstance(entry, dict) or "id" not in entry:
        raise RuleError(f"{file}: {entry!r} is no rule: a rule is a mapping with an id")
    where = f"{file}: rule {entry['id']!r}"
    keys = [str(key) for key in entry]
    for key in keys:
        if key not in KEYS:
            raise RuleError(f"{where} has the key {key!r}. Keys: {', '.join(KEYS)}.")
    if keys != sorted(keys, key=KEYS.index):
        raise RuleError(f"{where}: its keys stand as {keys}; their order is {', '.join(KEYS)}")
    try:
        channel = Channel(entry["channel"])
        status = Status(entry["status"]) if entry.get("status") else None
        claims = {Role(role): str(value) for role, value in entry.get("claims", {}).items()}
    except (KeyError, ValueError) as error:
        raise RuleError(
            f"{where}: {error}. Channels: {', '.join(Channel)}. Statuses: {', '.join(Status)}."
        ) from error
    if f"{channel}.yml" != file:
        raise RuleError(f"{where} is of the channel {channel}; it belongs in {channel}.yml")
    finds = tuple(_example(example, where) for example in entry.get("finds", ()))
    if not finds:
        raise RuleError(
            f"{where} finds no example sentence. Add one under 'finds', from a real document "
            "where you can; without it nobody knows what the rule is for."
        )
    return Rule(
        id=str(entry["id"]),
        channel=channel,
        status=status,
        claims=claims,
        alone=bool(entry.get("alone", False)),
        apart=bool(entry.get("apart", False)),
        elides=bool(entry.get("elides", False)),
        relieves=bool(entry.get("relieves", False)),
        abroad=bool(entry.get("abroad", False)),
        vague=bool(entry.get("vague", False)),
        beside=bool(entry.get("beside", False)),
        rank=int(entry.get("rank", 0)),
        finds=finds,
        passes_over=tuple(_near_miss(miss, where) for miss in entry.get("passes_over", ())),
    )


def _patterns(
    entry: Mapping[str, object], frames: Mapping[str, Sequence[str]], where: str
) -> list[str]:
    """Return the patterns of a rule: its own, and those of its frames with its words put in."""
    texts = [*_strings(entry, "pattern", where), *_strings(entry, "patterns", where)]
    for name in _strings(entry, "frame", where):
        if name not in frames:
            raise RuleError(f"{where} has the frame {name!r}. Frames: {', '.join(sorted(frames))}.")
        texts += frames[name]
    if not texts:
        raise RuleError(f"{where} has no pattern. Write pattern: '...', patterns: [...] or a frame")
    for key in ("verbs", "nouns"):
        words = _strings(entry, key, where)
        if not words and any(f"@{key}" in text for text in texts):
            raise RuleError(f"{where}: its frame asks for {key}, and it has none")
        texts = [text.replace(f"@{key}", "|".join(words)) for text in texts]
    return texts


def _strings(entry: Mapping[str, object], key: str, where: str) -> list[str]:
    found = entry.get(key, [])
    words = found if isinstance(found, list) else [found]
    if not all(isinstance(word, str) for word in words):
        raise RuleError(f"{where}: its {key} is {found!r}; it is words, or a list of words")
    return [str(word) for word in words]


def _example(entry: object, where: str) -> Example:
    if not isinstance(entry, dict) or "text" not in entry:
        raise RuleError(f"{where}: {entry!r} is no example; it needs at least a text")
    unknown = set(entry) - _EXAMPLE_KEYS
    if unknown:
        raise RuleError(
            f"{where}: an example has {sorted(unknown)}. Keys: {', '.join(sorted(_EXAMPLE_KEYS))}."
        )
    if not (entry.get("from") or entry.get("invented")):
        raise RuleError(
            f"{where}: the example {entry['text']!r} says neither which document it is 'from' "
            "nor that it is 'invented: true'"
        )
    roles = {
        role: tuple([entry[role]] if isinstance(entry[role], str) else entry[role])
        for role in sorted(SLOT_ROLES)
        if role in entry
    }
    return Example(str(entry["text"]), roles, entry.get("from"), int(entry.get("reports", 1)))


def _near_miss(entry: object, where: str) -> NearMiss:
    if not isinstance(entry, dict) or set(entry) != {"text", "because"}:
        raise RuleError(f"{where}: {entry!r} is no near miss; it has a text and a because")
    return NearMiss(str(entry["text"]), str(entry["because"]))
