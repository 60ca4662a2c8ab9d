"""How events, dates and parties are put into English."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dragoman.ask.english import clip, either, is_date, list_of, month_words, on, quoted
from dragoman.ask.record import Happening, Party, parties
from dragoman.ask.window import finest
from dragoman.model import CHANNELS, PARTY_ROLES, Channel, Direction, Role

MANY = 8
"""A sentence names this many parties; a summit of forty is not read out."""

_THE = re.compile(
    r"(?:United|Netherlands|Russian Federation|Philippines|Gambia|Bahamas|Maldives|Comoros"
    r"|Holy See|Democratic|Dominican|Central African|Czech Republic|Lao People|Syrian"
    r"|State of|Republic of)|.*\b(?:Organization|Union|Association|Council|League|Community|Forum"
    r"|Republic|Islands|Emirates|Bank|Fund|Group|Committee|Commission)\b"
)

_BUILDING = re.compile(r"(?:White House|Kremlin|Pentagon|Great Hall|Oval Office)\b")

# (what they did, what they are to do); {a}: the acting side of a directed channel, or of a mutual
# one the side that the digest is about, which says nothing on who began. The others stand last,
# so that several can follow. Words in braces are those of `Wording.words`.
VERBS: dict[Channel, tuple[str, str]] = {
    Channel.CALL: ("{a} spoke by telephone with", "speak by telephone with"),
    Channel.VIDEO_MEETING: ("{a} spoke by video link with", "speak by video link with"),
    Channel.LETTER: ("{a} sent {letter} to", "send {letter} to"),
    Channel.VERBAL_MESSAGE: ("{a} sent {message} to", "send {message} to"),
    Channel.GIFT: ("{a} gave {gift} to", "give {gift} to"),
    Channel.VISIT: ("{a} {visited}", "{visit}"),
    Channel.MEETING: ("{a} met", "meet"),
    Channel.DIALOGUE: ("{a} held {dialogue} with", "hold {dialogue} with"),
    Channel.NEGOTIATION: ("{a} held talks with", "hold talks with"),
    Channel.SUMMIT: ("{a} took part in {summit} with", "take part in {summit} with"),
    Channel.COMMEMORATION: ("{a} held a commemoration with", "hold a commemoration with"),
    Channel.AGREEMENT: ("{a} signed {agreement} with", "sign {agreement} with"),
    Channel.JOINT_STATEMENT: ("{a} issued {statement} with", "issue {statement} with"),
    Channel.CREDENTIALS: ("{a} sent an envoy to", "send an envoy to"),
    Channel.RELATIONS: ("{a} {relations} with", "change relations with"),
    Channel.AID: ("{a} gave aid to", "give aid to"),
    Channel.EXERCISE: ("{a} held a joint exercise with", "hold a joint exercise with"),
    Channel.COOPERATION: ("{a} worked together with", "work together with"),
    Channel.SUPPORT: ("{a} praised or congratulated", "praise or congratulate"),
    Channel.REQUEST: ("{a} appealed to", "appeal to"),
    Channel.CRITICISM: ("{a} criticised", "criticise"),
    Channel.REJECTION: ("{a} turned down", "turn down"),
    Channel.PROTEST: ("{a} protested to", "protest to"),
    Channel.SUMMON: ("{a} called in an envoy of", "call in an envoy of"),
    Channel.THREAT: ("{a} threatened", "threaten"),
    Channel.EXPULSION: ("{a} expelled envoys of, or recalled its own from,", "expel envoys of"),
    Channel.SANCTION: ("{a} put sanctions on", "put sanctions on"),
    Channel.CONCESSION: ("{a} made a concession to", "make a concession to"),
    Channel.FORCE: ("{a} {force} against", "use force against"),
}

ACTS_OF_STATES = frozenset(
    {Channel.AID, Channel.RELATIONS, Channel.EXPULSION, Channel.SANCTION, Channel.SUMMON}
)
"""What a state does, whoever of it is named: its parties are told as states."""

_LETTERS = {
    "congratulation": "letter{s} of congratulation",
    "condolence": "letter{s} of condolence",
    "invitation": "invitation{s} by letter",
    "reply": "letter{s} in reply",
    "thanks": "letter{s} of thanks",
    "proposal": "letter{s} with a proposal",
}

_FORCE = {
    "assault": "used force",
    "coerce": "used coercion",
    "mobilize": "moved forces",
}

_PLAIN_ITEM = re.compile(
    r"(?:the |an? |its |their )?(?:(?:joint|following|cooperation) )*"
    r"(?:agreements?|statements?|deals?|pacts?|treat(?:y|ies)|documents?|ties|communiqu[eé]s?)",
    re.IGNORECASE,
)

WORDS = 90
"""How many characters of a document's own words stand in a sentence."""

_NOT_MADE_OUT = "a party that could not be made out"


@dataclass(frozen=True, slots=True)
class Wording:
    """Puts events into words, with labels from `names`; `home`'s people bear no country."""

    names: Callable[[str], str]
    home: str | None

    def name(self, id_: str, *, article: bool = True) -> str:
        """Return what to call an actor in running text."""
        label = clip(self.names(id_), WORDS)
        if not article:
            return label
        if id_.startswith("of:"):
            return office_words(label)
        return with_article(label) if id_.startswith(("st:", "og:")) else label

    def party(self, party: Party) -> str:
        """Return what to call a party; whom no document names is called by the office."""
        if party.by_office:
            return by_office(self.names, party.id, party.by_office)
        return clip(party.name, WORDS) if party.name else self.name(party.id)

    def who(self, told: Sequence[Party]) -> str:
        """Name parties, the home side first, people with their state in brackets."""
        groups = []
        for polity, members in by_side(told, self.home)[:MANY]:
            called = list(dict.fromkeys(self.party(party) for party in members))
            people = any((p.name or p.id.startswith("pe:")) and not p.by_office for p in members)
            country = (
                f" ({self.name(polity, article=False)})"
                if people and polity and polity != self.home
                else ""
            )
            groups.append(f"{list_of(called)}{country}")
        more = len(by_side(told, self.home)) - MANY
        return list_of([*groups, f"{more} others"] if more > 0 else groups) or _NOT_MADE_OUT

    def event(self, happening: Happening) -> str:
        """Say in one sentence what an event was, or is to be."""
        acting, others = sides(happening, self.home)
        past, infinitive = VERBS[Channel(happening.channel)]
        words = self.words(happening) | {"a": self.who(acting)}
        does, todo = (f"{verb.format_map(words)} {self.who(others)}" for verb in (past, infinitive))
        number = "are" if len(acting) > 1 else "is"
        subject = words["a"]
        tail = f"{self.where(happening)}{self._when(happening)}{self._extras(happening)}"
        text = {
            "happened": f"{does}{tail}",
            "ongoing": f"{does}{tail}, under way when it was reported",
            "planned": f"{subject} {number} to {todo}{tail}",
            "cancelled": f"Called off: {subject} {number} no longer to {todo}{tail}",
            "denied": f"Denied: that {does}{tail}",
            "hypothetical": f"Possible, not settled: {subject} may {todo}{tail}",
        }[happening.status]
        return sentence_case(f"{text}.")

    def about(self, happening: Happening, about: str) -> str:
        """Say what documents disagree on, and of which event."""
        what = {"status": "Whether it took place", "who asked": "Who asked for it"}.get(about)
        if about.startswith("who of "):
            what = f"Who took part for {self.name(about.removeprefix('who of '))}"
        channel = happening.channel.replace("_", " ")
        told = parties(c for c in happening.claims if c.role in PARTY_ROLES)
        between = "between" if len(told) == 2 else "of"
        return f"{what or f'The {about}'}: {channel} {between} {self.who(told)}"

    def words(self, happening: Happening, *, many: bool = False) -> dict[str, str]:
        """Return the words that the verbs of `VERBS` leave open; `many`: of several such events."""
        level = only(happening, Role.LEVEL)
        purpose = only(happening, Role.PURPOSE) or ""
        called = self.mechanism(happening)
        s = "s" if many else ""
        letter = _LETTERS.get(purpose, "letter{s}").format(s=s)
        visit = counted(f"{level} visit{s}", many=many) if level else ""
        agreement, statement = (
            self.item(happening) or counted(f"{noun}{s}", many=many)
            for noun in ("agreement", "joint statement")
        )
        return {
            "letter": counted(letter, many=many),
            "message": counted(f"verbal message{s}", many=many),
            "gift": counted(f"gift{s}", many=many),
            "visited": f"paid {visit} to" if level else "visited",
            "visit": f"pay {visit} to" if level else "visit",
            "dialogue": called or counted(f"dialogue{s}", many=many),
            "summit": called or counted(f"summit{s}", many=many),
            "agreement": agreement,
            "statement": statement,
            "relations": "cut or lowered relations" if purpose == "cut" else "changed relations",
            "force": _FORCE.get(purpose, "moved or used force"),
        }

    def mechanism(self, happening: Happening) -> str | None:
        """Return what a standing meeting or gathering is called, numbered where a document is."""
        named = only(happening, Role.MECHANISM)
        if not named:
            return None
        words = next(happening.having(Role.MECHANISM)).quote
        label = self.names(named)
        worded = label == named or not named.startswith("me:")
        for ordinal in items(happening, Role.ORDINAL):
            if words.casefold() in ordinal.casefold():
                return f"the {quoted(ordinal, WORDS)}"
        return f"the {clip(words if worded else label, WORDS)}".replace("the the ", "the ")

    def item(self, happening: Happening) -> str | None:
        """Return what was signed or issued, in the words of a document; None for mere "a deal"."""
        told = [v for v in items(happening, Role.ITEM) if not _PLAIN_ITEM.fullmatch(v)]
        return list_of([quoted(value, WORDS) for value in told[:2]]) or None

    def where(self, happening: Happening, lead: str = " in ") -> str:
        """Say where it was, as far as the parties do not say so already."""
        others = {claim.polity for claim in happening.having(*PARTY_ROLES)}
        places: dict[str, str] = {}
        for claim in happening.having(Role.PLACE):
            label = self.names(claim.value)
            label = label if label != claim.value else clip(claim.quote, WORDS)
            if claim.value not in others:
                places[claim.value] = f"the {label}" if _BUILDING.match(label) else label
        cities = [label for id_, label in sorted(places.items()) if not id_.startswith("st:")]
        chosen = cities or [self.name(id_) for id_ in sorted(places)]
        return f"{lead}{list_of(list(dict.fromkeys(chosen)), 'or')}" if chosen else ""

    def _when(self, happening: Happening) -> str:
        dates = finest(happening.dates)
        if not dates:
            return ", on a day that is not told"
        if len(dates) == 1:
            return f" {on(dates[0])}"
        return f" {either(dates)} (the documents disagree)"

    def _extras(self, happening: Happening) -> str:
        out = ""
        named = {Channel.AGREEMENT, Channel.JOINT_STATEMENT}
        given = items(happening, Role.ITEM, Role.QUANTITY)
        if given and Channel(happening.channel) not in named:
            out += f" ({list_of([quoted(value, WORDS) for value in given])})"
        carriers = parties(happening.claims, {Role.CARRIER})
        if carriers:
            out += f", carried by {self.who(carriers)}"
        ordinals = items(happening, Role.ORDINAL)
        if ordinals:
            out += f", described as {list_of([quoted(words, WORDS) for words in ordinals])}"
        return out


def sides(happening: Happening, home: str | None) -> tuple[list[Party], list[Party]]:
    """Return who acts and with or to whom; of a mutual channel, the home side and the others.

    A visit is to a state, whoever received the visitor; and what states do is told of states.
    """
    channel = Channel(happening.channel)
    told = list(parties(claim for claim in happening.claims if claim.role in PARTY_ROLES))
    if CHANNELS[channel].direction is Direction.DIRECTED:
        acting = [party for party in told if Role.ACTOR in party.roles]
    else:
        acting = [party for party in told if party.polity == home]
        if not acting and told:
            acting = [p for p in told if p.polity == told[0].polity][: max(1, len(told) - 1)]
    others = [party for party in told if party not in acting]
    if channel is Channel.VISIT or channel in ACTS_OF_STATES:
        others = _states(others)
    return (_states(acting) if channel in ACTS_OF_STATES else acting), others


def _states(told: Sequence[Party]) -> list[Party]:
    """Return the states and organizations of parties, each once, in place of their people."""
    found: dict[str, Party] = {}
    for party in told:
        key = party.polity or party.id
        old = found.get(key)
        claims = (*old.claims, *party.claims) if old else party.claims
        roles = old.roles | party.roles if old else party.roles
        name = None if party.polity else party.name
        found[key] = Party(key, party.polity, name, roles, tuple(dict.fromkeys(claims)))
    return list(found.values())


def by_side(told: Sequence[Party], home: str | None) -> list[tuple[str | None, list[Party]]]:
    """Group parties by state or organization, the home side first."""
    found: dict[str | None, list[Party]] = {}
    for party in sorted(told, key=lambda p: (p.polity != home, p.polity or "~", p.id)):
        found.setdefault(party.polity, []).append(party)
    return list(found.items())


def items(happening: Happening, *roles: Role) -> list[str]:
    """Return the words of some roles, each once, without those that a longer one holds."""
    told = list(dict.fromkeys(" ".join(c.value.split()) for c in happening.having(*roles)))
    return [one for one in told if not any(one != other and one in other for other in told)]


def counted(noun: str, *, many: bool = False) -> str:
    """Return a noun with its article, if it has one.

    >>> counted("official visit"), counted("letters", many=True)
    ('an official visit', 'letters')
    """
    return noun if many else f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def sentence_case(text: str) -> str:
    """Return text with a capital at its start."""
    return f"{text[:1].upper()}{text[1:]}"


def with_article(label: str) -> str:
    """Return the name of a state or organization as it stands in a sentence.

    >>> with_article("Republic of Korea"), with_article("Iran (Islamic Republic of)")
    ('the Republic of Korea', 'Iran (Islamic Republic of)')
    """
    return f"the {label}" if _THE.match(label.split(" (")[0]) else label


def office_words(label: str) -> str:
    """Return the name of an office as it stands in a sentence.

    >>> office_words("ambassador, Russian Federation, to China")
    'the ambassador of the Russian Federation to China'
    """
    post, *rest = label.split(", ")
    where = f" of {with_article(rest[0])}" if rest else ""
    article = "" if post.lower().startswith("the ") else "the "
    return f"{article}{post}{where}{''.join(f' {words}' for words in rest[1:])}"


def by_office(names: Callable[[str], str], id_: str, office: str) -> str:
    """Return what to call somebody who is not named: the office, and who it is as a gloss.

    >>> labels = {"of:fra.head": "head of state, France", "pe:em": "Emmanuel Macron"}
    >>> by_office(labels.get, "pe:em", "of:fra.head")
    'the head of state of France (Emmanuel Macron, by office)'
    >>> by_office(labels.get, "of:fra.head", "of:fra.head")
    'an official of France (the post fits the head of state)'
    """
    label = names(office)
    if id_ != office:
        return f"{office_words(label)} ({names(id_)}, by office)"
    post, *rest = label.split(", ")
    where = f" of {with_article(rest[0])}" if rest else ""
    return f"an official{where} (the post fits the {post})"


def only(happening: Happening, role: Role) -> str | None:
    """Return the value of a role on which every document agrees; None else."""
    values = {claim.value for claim in happening.having(role)}
    return values.pop() if len(values) == 1 else None


def value_words(value: str, name: Callable[[str], str]) -> str:
    """Write a claim's value out: a date, an id, or the words themselves."""
    if is_date(value):
        return month_words(value)
    if re.match(r"(?:st|og|of|pe|pl|me):", value):
        return name(value)
    return quoted(value, WORDS)
