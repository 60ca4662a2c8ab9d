"""The pattern language of the rule files, over masked sentences.

A pattern is a head, then case-marked phrases that may stand anywhere in the clause:

    {carrier} <bring|deliver> ~ letter ; from {actor} ; to {recipient}

`{role}` in front of the verb is its subject, wherever it stands. `<a|b>` is the
trigger: any form of these verbs; its tense gives the status. `<n:talks|a meeting>` is
these words as they stand; where no verb is asked for, they are the trigger.
`{role} ... <n:visit>` asks for the subject of the clause that the words stand in.
`~` is up to seven words, `~~` up to twenty, none of them a party. `(a|b)` and `?` mean
what they mean in a regex. `{role:person}` (or people, polity, pair, organization, organ)
takes nobody else. A phrase `with {actor}` is a preposition (or several, `with|and`) and
whoever follows it; `?` behind it says that the rule can do without it. A head that ends
in ` .` asks that no object follows: only a preposition, a date, a comma or the end.

Attachment is never asked: which noun "to President Xi" hangs on is what parsers get
wrong, and the clause it stands in decides nearly always.
"""

import re
from dataclasses import dataclass

from dragoman.model import RuleError
from dragoman.parse.masked import PARTY_UNITS, Masked, Unit, unit_class
from dragoman.parse.verbs import forms

_WORD = r"[\w&%$€£][\w'’\-./&%]*"
_SOFT = unit_class(Unit.DATE, Unit.PLACE, Unit.ADJECTIVE, Unit.OUTLET, Unit.PAIR)
_PARTY = unit_class(*PARTY_UNITS)
_LONG_GAP = rf"(?:[\s,\"“”]+(?:{_WORD}|[{_SOFT}])){{0,20}}?[\s,\"“”]+"
_GAP = rf"(?:[\s,\"“”]+(?:{_WORD}|[{_SOFT}])){{0,7}}?[\s,\"“”]+"
_AND = (
    r"(?:\s*,\s*(?:and\s+|as well as\s+|then\s+)?(?:also\s+)?(?:with\s+)?"
    r"|\s+(?:and|as well as|or|&|together with|along with)\s+(?:with\s+|to\s+)?)"
)
_DETERMINER = r"(?:(?:the|a|an|both|his|her|its|their|visiting|neighbou?ring|new|then)\s+){0,3}"


def _list_of(*units: Unit, or_else: str | None = None) -> str:
    """Return a regex for one or several of a kind: "A", "A and B", "A, B and C", "A, B"."""
    name = rf"[{unit_class(*units)}]"
    one = rf"{_DETERMINER}{f'(?:{name}|{or_else})' if or_else else name}(?:['’]s?(?!\w))?"
    return rf"{one}(?:{_AND}{one})*"


def _any_of(*lists: str) -> str:
    """Return a regex for one of the lists, or several joined by "and" but by no comma.

    "In China, Minister Qureshi said": a comma between two kinds is no list.
    """
    kinds = "|".join(lists)
    return rf"(?:{kinds})(?:\s+(?:and|as well as|together with)\s+(?:{kinds}))*"


_PEOPLE = _list_of(Unit.PERSON)
_NATION = (
    rf"[{unit_class(Unit.ADJECTIVE)}]\s+(?:people|government|side|authorities|civilians|citizens"
    r"|leadership|leaders?|officials?|diplomats?|army|military|troops|delegation|envoys?"
    r"|forces|navy|nationals|brigades?|doctors|medics|nurses|goods|products|imports|exports"
    r"|steel|oil|banks|companies)\b"
)
_POLITIES = _list_of(Unit.POLITY, Unit.ORGANIZATION, or_else=_NATION)
_ORGANS = _list_of(Unit.ORGAN)
PARTY_LIST = _any_of(_PEOPLE, _POLITIES, _ORGANS)
_WHO = {
    "": PARTY_LIST,
    "person": _PEOPLE,
    "people": _any_of(_PEOPLE, _ORGANS),
    "polity": _list_of(Unit.POLITY),
    "pair": _list_of(Unit.PAIR),
    "organization": _list_of(Unit.ORGANIZATION),
    "organ": _ORGANS,
}
_ONE_PLACE = (
    rf"{_DETERMINER}(?:[{unit_class(Unit.POLITY, Unit.PLACE)}](?:['’]s?(?!\w))?"
    rf"|[{unit_class(Unit.ADJECTIVE)}]\s+(?:capital|city|port|resort|island|soil|territory)\b)"
)
_PLACE_LIST = rf"{_ONE_PLACE}(?:(?:{_AND}|\s*;\s*(?:and\s+)?){_ONE_PLACE})*"
_CLAUSE_END = re.compile(
    r"[;:!?]|\s[-–—]{1,2}\s|—"
    r"|,?\s(?:who|whom|which|where|while|when|but|after|before|following|ahead of|because|although"
    r"|since|said|says|told|saying|adding|according to|and\s+(?:said|told|he|she|they|it))\b",
    re.IGNORECASE,
)
_NO_OBJECT = (
    rf"(?=\s*(?:[,.;:]|$|[{unit_class(Unit.DATE)}])|\s+(?:again|in|at|on|for|to|here|there"
    r"|separately|before|after|during|face|once|twice|behind|privately|briefly|last|earlier)\b)"
)
_ROLE = re.compile(r"\{([a-z_]+)(?::([a-z]+))?\}")
_TRIGGER = re.compile(r"<(n:)?([^<>]+)>")


@dataclass(frozen=True, slots=True)
class Slot:
    """A case-marked phrase: prepositions, the role of who follows, and whether it must be there."""

    role: str
    regex: re.Pattern[str]
    required: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern was found: stretches of the masked text.

    `core` runs from the trigger to the noun that the pattern asks for beside it; two
    rules whose cores overlap read the same words. `noun` is how long that noun is.
    """

    start: int
    end: int
    trigger: tuple[int, int]
    core: tuple[int, int]
    noun: int
    roles: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern. `subject` is the role of the verb's subject, if it asks for one."""

    text: str
    words: frozenset[str]  # one of these, lower case, stands in every sentence that it finds
    head: re.Pattern[str]
    subject: str | None
    slots: tuple[Slot, ...]

    def matches(self, masked: Masked) -> list[Match]:
        """Return every place where the pattern is found, in order."""
        found = []
        for match in self.head.finditer(masked.text):
            roles = {
                name: match.span(name)
                for name, value in match.groupdict().items()
                if value is not None and name not in ("trigger", "noun")
            }
            trigger = match.span("trigger")
            if self.subject is not None:
                subject = subject_before(masked.text, match.start())
                if subject is None:
                    continue
                roles[self.subject] = subject
            start, end = match.span()
            core, noun = trigger, 0
            if match.groupdict().get("noun"):
                core = min(core[0], match.start("noun")), max(core[1], match.end("noun"))
                noun = len(match["noun"])
            limit = clause_end(masked.text, match.end())
            for slot in self.slots:
                phrase = slot.regex.search(masked.text, trigger[1], limit)
                if phrase is None or any(
                    phrase.start("who") < last and first < phrase.end("who")
                    for first, last in roles.values()
                ):
                    if slot.required:
                        break
                    continue
                roles[slot.role] = phrase.span("who")
                end = max(end, phrase.end())
            else:
                first = min([start, *(span[0] for span in roles.values())])
                found.append(Match(first, end, trigger, core, noun, roles))
        return found


def clause_end(text: str, start: int) -> int:
    """Return where the clause that `start` lies in ends, as far as words tell."""
    match = _CLAUSE_END.search(text, start)
    return match.start() if match else len(text)


_LIST = re.compile(PARTY_LIST)
_NOT_A_SUBJECT = frozenset(
    re.findall(
        r"\w+",
        "of with to from in at by for between against on into including like near than via through "
        "under over toward towards about among alongside behind versus",
    )
)
_AFTER_VERB = re.compile(
    r"\b(?:met|meets|meet|told|tells|received|receives|hosted|hosts|host|invited|invites|phoned"
    r"|called|thanked|urged|asked|informed|welcomed|congratulated|visited|visits|visit|quoted"
    r"|quoting|citing|cited|attend|attends|attended|joins|join|leave|left|assured|reminded|accused|joined|replaced|succeeded)"
    r"(?:\s+(?:the|a|an|his|her|its|their|new|visiting))*\s*$",
    re.IGNORECASE,
)
_CITY_OF = re.compile(r"\b(?:in|at|to|from|near)\s+[\w'’-]+(?:\s[\w'’-]+)?,\s*$", re.IGNORECASE)
_HARD_STOP = re.compile(r"[;!?]|\s—\s|\s--\s")


def subject_before(text: str, position: int) -> tuple[int, int] | None:
    """Return the party, or list of parties, that is the subject of a verb at `position`.

    The nearest one to the left that no preposition, possessive or other verb governs;
    in a relative clause ("Lukashenko, who met ..."), the antecedent.
    """
    for match in reversed(list(_LIST.finditer(text, 0, position))):
        between = text[match.end() : position]
        if _HARD_STOP.search(between):
            return None
        if _CITY_OF.search(text, 0, match.start()):
            continue  # "in Samarham, Uzbekistan"
        before = text[: match.start()].rstrip().rsplit(" ", 1)[-1].lower()
        relative = re.match(r"\s*,?\s*(?:who|which)\b", between) is not None
        if match.group().endswith(("'", "’", "'s", "’s")) or between.startswith(("'", "’")):
            continue
        asked = re.fullmatch(r"\s*(?:\w+\s+)?to\s+(?:\w+ly\s+)?", between) is not None
        if asked and (before in ("by", "for") or _AFTER_VERB.search(text[: match.start()])):
            return match.span()  # "asked Blinken to travel", "a pledge by the G7 to provide"
        if not relative and (before in _NOT_A_SUBJECT or _AFTER_VERB.search(text[: match.start()])):
            continue
        return match.span()
    return None


def compile_pattern(text: str, *, where: str, roles: frozenset[str]) -> Pattern:
    """Compile one pattern of a rule file.

    Args:
        text: As in the module's docstring.
        where: File and rule, for errors.
        roles: What may stand in braces.

    Raises:
        RuleError: No trigger or more than one, an unknown role, or no regex.
    """
    head, *phrases = (part.strip() for part in text.split(" ; "))
    for name, unit in _ROLE.findall(text):
        if name not in roles:
            raise RuleError(
                f"{where} has the role {{{name}}}, which no event has. "
                f"Roles: {', '.join(sorted(roles))}."
            )
        if unit not in _WHO:
            raise RuleError(
                f"{where} asks for {{{name}:{unit}}}. Kinds: {', '.join(sorted(_WHO)[1:])}."
            )
    bare = head.endswith(" .")
    head = head.removesuffix(" .")
    verbs = [words for noun, words in _TRIGGER.findall(head) if not noun]
    nouns = [words for noun, words in _TRIGGER.findall(head) if noun]
    if not verbs + nouns or len(verbs) > 1 or len(nouns) > 1:
        raise RuleError(
            f"{where} has {len(verbs)} verbs and {len(nouns)} nouns to trigger it in {head!r}; "
            "a pattern has one such as <meet|receive>, one such as <n:talks>, or one of each"
        )
    subject = None
    match = re.match(r"\{([a-z_]+)\}\s+(?:\.\.\.\s+|(?=<(?!n:)))", head)
    if match:
        subject, head = match[1], head[match.end() :]
    surfaces = [form for words in verbs for lemma in words.split("|") for form in forms(lemma)]
    things = [words for phrase in nouns for words in phrase.split("|")]

    def group(match: re.Match[str]) -> str:
        name = "noun" if match[1] and verbs else "trigger"
        words = sorted(things if match[1] else surfaces, key=len, reverse=True)
        inner = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
        return rf"\b(?P<{name}>{inner})\b"

    regex = _TRIGGER.sub(group, _spaced(head)) + (_NO_OBJECT if bare else "")
    try:
        compiled = re.compile(_roles(regex), re.IGNORECASE)
        slots = tuple(_slot(phrase) for phrase in phrases)
    except re.error as error:
        raise RuleError(f"{where}: {text!r} is no pattern: {error}") from error
    words = frozenset(surface.split()[0].lower() for surface in surfaces or things)
    return Pattern(text, words, compiled, subject, slots)


def _spaced(text: str) -> str:
    parts = re.split(r"(\s*~~?\s*)", text)
    gaps = {"~": _GAP, "~~": _LONG_GAP}
    return "".join(gaps.get(part.strip()) or re.sub(r"\s+", r"\\s+", part) for part in parts)


def _roles(regex: str) -> str:
    def group(match: re.Match[str]) -> str:
        return f"(?P<{match[1]}>{_who(match[1], match[2])})"

    return _ROLE.sub(group, regex)


def _who(role: str, unit: str | None) -> str:
    return _PLACE_LIST if role == "place" else _WHO[unit or ""]


def _slot(phrase: str) -> Slot:
    required = not phrase.endswith("?")
    phrase = phrase.removesuffix("?").strip()
    [(role, unit)] = _ROLE.findall(phrase)
    marker = _ROLE.sub("", phrase).strip()
    before = rf"\b(?:{_spaced(marker)})\s+" if marker else ""
    return Slot(role, re.compile(rf"{before}(?P<who>{_who(role, unit)})", re.IGNORECASE), required)
