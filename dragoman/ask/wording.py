"""How events, dates and parties are put into English for a digest."""

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
# one the side that the digest is about, which says nothing on who began; {o}: the others.
_DID: dict[Channel, tuple[str, str]] = {
    Channel.CALL: ("{a} spoke by telephone with {o}", "speak by telephone with {o}"),
    Channel.VIDEO_MEETING: ("{a} met {o} by video link", "meet {o} by video link"),
    Channel.LETTER: ("{a} sent {o} {letter}", "send {o} {letter}"),
    Channel.VERBAL_MESSAGE: ("{a} sent {o} a verbal message", "send {o} a verbal message"),
    Channel.GIFT: ("{a} gave {o} a gift", "give {o} a gift"),
    Channel.VISIT: ("{a} {visited} {o}", "{visit} {o}"),
    Channel.MEETING: ("{a} met {o}", "meet {o}"),
    Channel.DIALOGUE: ("{a} held {dialogue} with {o}", "hold {dialogue} with {o}"),
    Channel.NEGOTIATION: ("{a} held talks with {o}", "hold talks with {o}"),
    Channel.SUMMIT: ("{a} took part in {summit} with {o}", "take part in {summit} with {o}"),
    Channel.COMMEMORATION: ("{a} held a commemoration with {o}", "hold a commemoration with {o}"),
    Channel.AGREEMENT: ("{a} signed an agreement with {o}", "sign an agreement with {o}"),
    Channel.JOINT_STATEMENT: (
        "{a} issued a joint statement with {o}",
        "issue a joint statement with {o}",
    ),
    Channel.CREDENTIALS: ("{a} sent an envoy to {o}", "send an envoy to {o}"),
    Channel.RELATIONS: ("{a} changed relations with {o}", "change relations with {o}"),
    Channel.AID: ("{a} gave aid to {o}", "give aid to {o}"),
    Channel.EXERCISE: ("{a} held a joint exercise with {o}", "hold a joint exercise with {o}"),
    Channel.COOPERATION: ("{a} worked together with {o}", "work together with {o}"),
    Channel.SUPPORT: ("{a} praised or congratulated {o}", "praise or congratulate {o}"),
    Channel.REQUEST: ("{a} appealed to {o}", "appeal to {o}"),
    Channel.CRITICISM: ("{a} criticised {o}", "criticise {o}"),
    Channel.REJECTION: ("{a} turned down {o}", "turn down {o}"),
    Channel.PROTEST: ("{a} protested to {o}", "protest to {o}"),
    Channel.SUMMON: ("{a} called in an envoy of {o}", "call in an envoy of {o}"),
    Channel.THREAT: ("{a} threatened {o}", "threaten {o}"),
    Channel.EXPULSION: ("{a} expelled or recalled envoys over {o}", "expel envoys of {o}"),
    Channel.SANCTION: ("{a} put sanctions on {o}", "put sanctions on {o}"),
    Channel.CONCESSION: ("{a} made a concession to {o}", "make a concession to {o}"),
    Channel.FORCE: ("{a} moved or used force against {o}", "use force against {o}"),
}

_LETTERS = {
    "congratulation": "a letter of congratulation",
    "condolence": "a letter of condolence",
    "invitation": "an invitation by letter",
    "reply": "a letter in reply",
    "thanks": "a letter of thanks",
    "proposal": "a letter with a proposal",
}

_NOT_MADE_OUT = "a party that could not be made out"


@dataclass(frozen=True, slots=True)
class Wording:
    """Puts events into words, with labels from `names`; `home`'s people bear no country."""

    names: Callable[[str], str]
    home: str | None

    def name(self, id_: str, *, article: bool = True) -> str:
        """Return what to call an actor in running text."""
        label = self.names(id_)
        if not article:
            return label
        if id_.startswith("of:"):
            return _office(label)
        return _with_article(label) if id_.startswith(("st:", "og:")) else label

    def party(self, party: Party) -> str:
        """Return what to call a party; whom no document names is called by the office."""
        if party.by_office:
            return by_office(self.names, party.id, party.by_office)
        return party.name or self.name(party.id)

    def who(self, told: Sequence[Party]) -> str:
        """Name parties, the home side first, people with their state in brackets."""
        sides: dict[str | None, list[Party]] = {}
        for party in sorted(told, key=lambda p: (p.polity != self.home, p.polity or "~", p.id)):
            sides.setdefault(party.polity, []).append(party)
        groups = []
        for polity, members in list(sides.items())[:MANY]:
            called = [self.party(party) for party in members]
            people = any((p.name or p.id.startswith("pe:")) and not p.by_office for p in members)
            country = (
                f" ({self.name(polity, article=False)})"
                if people and polity and polity != self.home
                else ""
            )
            groups.append(f"{list_of(called)}{country}")
        if len(sides) > MANY:
            groups.append(f"{len(sides) - MANY} others")
        return list_of(groups) or _NOT_MADE_OUT

    def event(self, happening: Happening) -> str:
        """Say in one sentence what an event was, or is to be."""
        claims = [claim for claim in happening.claims if claim.role in PARTY_ROLES]
        told = parties(claims)
        directed = CHANNELS[Channel(happening.channel)].direction is Direction.DIRECTED
        if directed:
            acting = [party for party in told if Role.ACTOR in party.roles]
        else:
            acting = self._first_side(told)
        others = [party for party in told if party not in acting]
        past, infinitive = _DID[Channel(happening.channel)]
        words = self._words(happening)
        words |= {"a": self.who(acting), "o": self.who(others)}
        does, todo = past.format_map(words), infinitive.format_map(words)
        when, where = self._when(happening), self._where(happening)
        number = "are" if len(acting) > 1 else "is"
        subject = words["a"]
        tail = f"{where}{when}{self._extras(happening)}"
        text = {
            "happened": f"{does}{tail}",
            "ongoing": f"{does}{tail}, under way when it was reported",
            "planned": f"{subject} {number} to {todo}{tail}",
            "cancelled": f"Called off: {subject} {number} no longer to {todo}{tail}",
            "denied": f"Denied: that {does}{tail}",
            "hypothetical": f"Possible, not settled: {subject} may {todo}{tail}",
        }[happening.status]
        return f"{text[0].upper()}{text[1:]}."

    def _first_side(self, told: Sequence[Party]) -> list[Party]:
        """Return the parties of the home side; where there are none, of the first side."""
        home = [party for party in told if party.polity == self.home]
        return home or [party for party in told if party.polity == told[0].polity][: len(told) - 1]

    def about(self, happening: Happening, about: str) -> str:
        """Say what documents disagree on, and of which event."""
        what = {"status": "Whether it took place"}.get(about)
        if about.startswith("who of "):
            what = f"Who took part for {self.name(about.removeprefix('who of '))}"
        channel = happening.channel.replace("_", " ")
        told = parties(c for c in happening.claims if c.role in PARTY_ROLES)
        between = "between" if len(told) == 2 else "of"
        return f"{what or f'The {about}'}: {channel} {between} {self.who(told)}"

    def _words(self, happening: Happening) -> dict[str, str]:
        level = _only(happening, Role.LEVEL)
        mechanism = _only(happening, Role.MECHANISM)
        called = None
        if mechanism:
            called = f"the {self.names(mechanism)}"
        article = "an" if level and level[0] in "aeiou" else "a"
        return {
            "letter": _LETTERS.get(_only(happening, Role.PURPOSE) or "", "a letter"),
            "visited": f"paid {article} {level} visit to" if level else "visited",
            "visit": f"pay {article} {level} visit to" if level else "visit",
            "dialogue": called or "a dialogue",
            "summit": called or "a summit",
        }

    def _when(self, happening: Happening) -> str:
        dates = finest(happening.dates)
        if not dates:
            return ", on a day that is not told"
        if len(dates) == 1:
            return f" {on(dates[0])}"
        return f" {either(dates)} (the documents disagree)"

    def _where(self, happening: Happening) -> str:
        others = {claim.polity for claim in happening.having(*PARTY_ROLES)}
        places: dict[str, str] = {}
        for claim in happening.having(Role.PLACE):
            label = self.names(claim.value)
            label = label if label != claim.value else claim.quote
            if claim.value not in others:
                places[claim.value] = f"the {label}" if _BUILDING.match(label) else label
        cities = [label for id_, label in sorted(places.items()) if not id_.startswith("st:")]
        chosen = cities or [self.name(id_) for id_ in sorted(places)]
        return f" in {list_of(chosen, 'or')}" if chosen else ""

    def _extras(self, happening: Happening) -> str:
        out = ""
        given = [
            *dict.fromkeys(claim.value for claim in happening.having(Role.ITEM)),
            *dict.fromkeys(claim.value for claim in happening.having(Role.QUANTITY)),
        ]
        if given:
            out += f" (as reported: {'; '.join(given)})"
        carriers = parties(happening.claims, {Role.CARRIER})
        if carriers:
            out += f"; {self.who(carriers)} carried it"
        ordinals = list(dict.fromkeys(claim.value for claim in happening.having(Role.ORDINAL)))
        if ordinals:
            out += f", described as {list_of([f'“{words}”' for words in ordinals])}"
        return out


def _with_article(label: str) -> str:
    """Return the name of a state or organization as it stands in a sentence.

    >>> _with_article("Republic of Korea"), _with_article("Iran (Islamic Republic of)")
    ('the Republic of Korea', 'Iran (Islamic Republic of)')
    """
    return f"the {label}" if _THE.match(label.split(" (")[0]) else label


def _office(label: str) -> str:
    """Return the name of an office as it stands in a sentence.

    >>> _office("ambassador, Russian Federation, to China")
    'the ambassador of the Russian Federation to China'
    """
    post, *rest = label.split(", ")
    where = f" of {_with_article(rest[0])}" if rest else ""
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
        return f"{_office(label)} ({names(id_)}, by office)"
    post, *rest = label.split(", ")
    where = f" of {_with_article(rest[0])}" if rest else ""
    return f"an official{where} (the post fits the {post})"


def _only(happening: Happening, role: Role) -> str | None:
    """Return the value of a role on which every document agrees; None else."""
    values = {claim.value for claim in happening.having(role)}
    return values.pop() if len(values) == 1 else None


def list_of(words: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does.

    >>> list_of(["Italy", "France", "Norway"])
    'Italy, France and Norway'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def plural(n: int, noun: str) -> str:
    """Count a noun in words.

    >>> plural(2, "call"), plural(1, "visit"), plural(3, "summary")
    ('2 calls', '1 visit', '3 summaries')
    """
    if n == 1:
        return f"1 {noun}"
    return f"{n} {noun[:-1]}ies" if noun.endswith("y") else f"{n} {noun}s"


def on(value: str) -> str:
    """Put an EDTF date into a sentence, with its preposition.

    >>> on("2020-08-20"), on("2020-08"), on("XXXX-07-22")
    ('on 20 August 2020', 'in August 2020', 'on 22 July of a year that is not told')
    >>> on("2022-09-14/2022-09-16"), on("2020-08/2020-09")
    ('between 14 and 16 September 2022', 'between August 2020 and September 2020')
    """
    if "/" in value:
        # "Between" and not "from": a range can be how long it lasted, or how well it is known.
        first, last = value.split("/", 1)
        same_month = first[:7] == last[:7] and len(first) == len(last) == len("2022-09-14")
        start = str(int(first[8:])) if same_month and first[8:].isdigit() else date_words(first)
        return f"between {start} and {date_words(last)}"
    return f"{'on' if value.count('-') == 2 else 'in'} {date_words(value)}"


def either(values: Sequence[str]) -> str:
    """Put dates that documents disagree on into a sentence.

    >>> either(("2020-08-20", "2020-08-21"))
    'on 20 or 21 August 2020'
    """
    months = {value[:7] for value in values}
    if len(months) == 1 and all(re.fullmatch(r"\d{4}-\d\d-\d\d", value) for value in values):
        days = list_of([str(int(value[8:])) for value in values], "or")
        return f"on {days} {date_words(months.pop())}"
    return list_of([on(value) for value in values], "or")


def date_words(value: str) -> str:
    """Write one EDTF date out; what is no such date stays as it is.

    >>> date_words("2020-08-20"), date_words("2020")
    ('20 August 2020', '2020')
    """
    parts = value.split("-")
    if not all(part.isdigit() or part == "XXXX" for part in parts) or len(parts) > 3:
        return value
    year = "of a year that is not told" if parts[0] == "XXXX" else parts[0]
    if len(parts) == 1:
        return year
    month = calendar.month_name[int(parts[1])] if 1 <= int(parts[1]) <= 12 else parts[1]
    return f"{month} {year}" if len(parts) == 2 else f"{int(parts[2])} {month} {year}"


def month_words(value: str) -> str:
    """Write a window out: "August 2020", "June 2020 to August 2020"."""
    return " to ".join(date_words(part) for part in value.split("/"))


def value_words(value: str, name: Callable[[str], str]) -> str:
    """Write a claim's value out: a date, an id, or the words themselves."""
    if re.fullmatch(r"(?:\d{4}|XXXX)(?:-\d\d){0,2}(?:/(?:\d{4}|XXXX)(?:-\d\d){0,2})?", value):
        return month_words(value)
    if re.match(r"(?:st|og|of|pe|pl|me):", value):
        return name(value)
    return f"“{value}”"
