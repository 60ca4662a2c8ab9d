"""The rule files: how documents say that something happened, with sentences beside each rule.

A file `dragoman/rules/<channel>.yml` is a list of rules of that channel, in the order of
their ids. The order of the keys in a rule is that of `KEYS`. What a pattern may hold
is said in `dragoman.parse.pattern`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from itertools import pairwise

import yaml

from dragoman.model import Channel, Role, RuleError, Status
from dragoman.parse import Pattern, compile_pattern

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
    "rank",
    "finds",
    "passes_over",
)
"""The keys a rule may have, in the order in which they stand."""

SLOT_ROLES = frozenset({"actor", "other", "recipient", "host", "carrier", "place", "posted"})
"""What may stand in braces. `other` is the other party of a mutual contact, an actor too; `place`
the state visited, or that of a city; `posted` an envoy who stands for the state that he is
posted to. Dates, levels and ordinals are read around the match."""

_EXAMPLE_KEYS = SLOT_ROLES | {"text", "from", "invented", "reports", "date"}


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

    `patterns` are its own and those of its frame. `status` None: the tense decides.
    `claims` are attributes that the wording itself implies (purpose of a letter, level of
    a visit). `alone`: one party is enough (a summit named by its organization). `apart`:
    several others are dealt with one by one (guests received, calls on hosts). `rank`
    breaks ties between rules that found the same words; higher wins.
    """

    id: str
    channel: Channel
    status: Status | None
    patterns: tuple[Pattern, ...]
    claims: Mapping[Role, str]
    alone: bool
    apart: bool
    rank: int
    finds: tuple[Example, ...]
    passes_over: tuple[NearMiss, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules, found by the words that trigger them."""

    rules: tuple[Rule, ...]
    fingerprint: str  # changes when any rule file does
    by_word: Mapping[str, tuple[tuple[Rule, Pattern], ...]] = field(repr=False)

    def __iter__(self) -> Iterator[Rule]:
        """Yield the rules in the order of files and ids."""
        return iter(self.rules)


@cache
def load_rules() -> RuleBook:
    """Load the rule files that ship with the package.

    Raises:
        RuleError: A file says something that it cannot mean; named with file and rule.
    """
    texts = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in files("dragoman.rules").iterdir()
        if entry.name.endswith(".yml") and entry.name.removesuffix(".yml") in set(Channel)
    }
    return parse_rules(texts)


def parse_rules(texts: Mapping[str, str]) -> RuleBook:
    """Parse rule files given as {file name: YAML text}.

    Raises:
        RuleError: As `load_rules`.
    """
    rules: list[Rule] = []
    seen: dict[str, str] = {}
    for name in sorted(texts):
        try:
            entries = yaml.safe_load(texts[name])
        except yaml.YAMLError as error:
            raise RuleError(f"{name} is not YAML: {' '.join(str(error).split())}") from error
        if not isinstance(entries, list):
            raise RuleError(
                f"{name} holds {type(entries).__name__}; a rule file is a list of rules"
            )
        for entry in entries:
            rule = _rule(entry, name)
            if rule.id in seen:
                raise RuleError(f"{name}: rule {rule.id!r} stands in {seen[rule.id]} already")
            seen[rule.id] = name
            rules.append(rule)
        ids = [str(entry["id"]) for entry in entries]
        if ids != sorted(ids):
            late = next(b for a, b in pairwise(ids) if b < a)
            raise RuleError(f"{name}: rule {late!r} stands behind one that sorts after it")
    by_word: dict[str, list[tuple[Rule, Pattern]]] = {}
    for rule in rules:
        for pattern in rule.patterns:
            for word in pattern.words:
                by_word.setdefault(word, []).append((rule, pattern))
    digest = blake2b(digest_size=8)
    for name in sorted(texts):
        digest.update(f"{name}\0{texts[name]}\0".encode())
    return RuleBook(
        tuple(rules),
        digest.hexdigest(),
        {word: tuple(entries) for word, entries in by_word.items()},
    )


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
    texts = _patterns(entry, where)
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
        patterns=tuple(compile_pattern(t, where=where, roles=SLOT_ROLES) for t in texts),
        claims=claims,
        alone=bool(entry.get("alone", False)),
        apart=bool(entry.get("apart", False)),
        rank=int(entry.get("rank", 0)),
        finds=finds,
        passes_over=tuple(_near_miss(miss, where) for miss in entry.get("passes_over", ())),
    )


@cache
def _frames() -> Mapping[str, list[str]]:
    text = files("dragoman.rules").joinpath("frames.yml").read_text(encoding="utf-8")
    frames: dict[str, list[str]] = yaml.safe_load(text)
    return frames


def _patterns(entry: Mapping[str, object], where: str) -> list[str]:
    """Return the patterns of a rule: its own, and those of its frame with its words put in."""
    own = entry.get("patterns") or ([entry["pattern"]] if "pattern" in entry else [])
    name = entry.get("frame")
    if name is not None and name not in _frames():
        raise RuleError(f"{where} has the frame {name!r}. Frames: {', '.join(sorted(_frames()))}.")
    texts = [*(_frames()[str(name)] if name else []), *(own if isinstance(own, list) else [own])]
    if not texts or not all(isinstance(text, str) for text in texts):
        raise RuleError(f"{where} has no pattern. Write pattern: '...', patterns: [...] or a frame")
    for key in ("verbs", "nouns"):
        words = entry.get(key)
        if not isinstance(words, list | None):
            raise RuleError(f"{where}: its {key} are {words!r}; they are a list")
        if words is None and any(f"@{key}" in text for text in texts):
            raise RuleError(f"{where}: its frame {name!r} asks for {key}, and it has none")
        texts = [text.replace(f"@{key}", "|".join(map(str, words or ()))) for text in texts]
    return texts


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
        for role in SLOT_ROLES
        if role in entry
    }
    return Example(str(entry["text"]), roles, entry.get("from"), int(entry.get("reports", 1)))


def _near_miss(entry: object, where: str) -> NearMiss:
    if not isinstance(entry, dict) or set(entry) != {"text", "because"}:
        raise RuleError(f"{where}: {entry!r} is no near miss; it has a text and a because")
    return NearMiss(str(entry["text"]), str(entry["because"]))
